//! A body of units that can be searched: what the index and the plain scan have in common. Everything that decides which
//! units are hits and in what order is built on these few questions, so both give the same answer if they answer these alike.

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use crate::search::unit::{Kind, Unit};

/// A unit of a corpus, by position: an issue's units stand together, in printed order.
pub type Address = u32;

/// A term in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    pub address: Address,
    /// How often, overlapping ones included.
    pub count: u32,
    /// The first stands wholly in the heading. Never for a single character, whose places the index does not look up.
    pub in_heading: bool,
}

/// A corpus that can no longer be read: damaged, or gone.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

/// Texts that can be searched.
pub trait Corpus: Send + Sync {
    /// The files' contents, by number.
    fn sources(&self) -> &[Source];

    fn table(&self) -> &Table;

    /// Every unit that holds `term` (folded, not empty), by ascending address.
    fn occurrences(&self, term: &str) -> Result<Vec<Occurrence>, Broken>;

    /// Units, ascending, among which are all that hold two strings (folded, not empty) with one character between them.
    fn around(&self, before: &str, after: &str) -> Result<Vec<Address>, Broken>;

    fn unit(&self, address: Address) -> Result<Unit, Broken>;
}

/// A file's content in a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Hash of its bytes.
    pub content: u64,
    pub units: u32,
    /// Folded characters of all its units.
    pub chars: u64,
}

/// Units that follow one another: a document's, or an issue's front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Ends where the next one begins.
    pub first: Address,
    /// The file's content, by its number in the corpus.
    pub source: u32,
    /// None in the front matter.
    pub document: Option<u32>,
}

/// What ranking asks of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Folded characters, up to [`Shape::MOST_CHARS`].
    pub chars: u32,
    /// Folded characters of the heading, up to [`Shape::LONGEST_HEADING`], which no heading has.
    pub heading: u32,
    pub kind: Kind,
}

impl Shape {
    pub const MOST_CHARS: u32 = 0xf_ffff;
    pub const LONGEST_HEADING: u32 = 0x1ff;

    fn pack(self) -> u32 {
        let kind = match self.kind {
            Kind::Front => 0,
            Kind::Body => 1,
            Kind::Title => 2,
        };
        self.chars.min(Self::MOST_CHARS) << 12 | self.heading.min(Self::LONGEST_HEADING) << 3 | kind
    }

    fn unpack(packed: u32) -> Shape {
        let kind = match packed & 7 {
            0 => Kind::Front,
            1 => Kind::Body,
            _ => Kind::Title,
        };
        Shape { chars: packed >> 12, heading: packed >> 3 & Self::LONGEST_HEADING, kind }
    }
}

/// What is known of all units of a corpus without their texts. A search looks at the shape of every hit, so shapes are
/// numbers in a row, in memory or a mapped file; to which document a unit belongs is asked of ascending addresses, and
/// told by where groups begin.
#[derive(Debug, Clone)]
pub struct Table {
    /// Four bytes a unit, little endian.
    shapes: OwnedBytes,
    groups: Vec<Group>,
}

impl Table {
    /// `shapes` as [`TableMaker`] made them.
    pub fn new(shapes: OwnedBytes, groups: Vec<Group>) -> Table {
        Table { shapes, groups }
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.shapes.len() / 4
    }

    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The shape of a unit; of one that is not there, that of an empty one.
    pub fn shape(&self, address: Address) -> Shape {
        let at = address as usize * 4;
        let bytes = self.shapes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or([1, 0, 0, 0]);
        Shape::unpack(u32::from_le_bytes(bytes))
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The position of the group of a unit that does not stand before group `from`.
    pub fn group_after(&self, from: usize, address: Address) -> usize {
        let later = self.groups.get(from + 1..).unwrap_or_default();
        // Hits follow one another closely: most often the same group, or one of the next.
        let near = later.iter().take(8).take_while(|group| group.first <= address).count();
        if near < 8 { from + near } else { from + later.partition_point(|group| group.first <= address) }
    }
}

/// Makes a table, issue by issue.
#[derive(Debug, Default)]
pub struct TableMaker {
    pub sources: Vec<Source>,
    pub groups: Vec<Group>,
    pub shapes: Vec<u8>,
}

impl TableMaker {
    /// Begins a file's content.
    pub fn source(&mut self, content: u64) {
        self.sources.push(Source { content, units: 0, chars: 0 });
    }

    /// The next unit of the source begun last.
    pub fn unit(&mut self, unit: &Unit, shape: Shape, chars: u32) {
        let address = (self.shapes.len() / 4) as Address;
        let number = (self.sources.len() as u32).saturating_sub(1);
        let Some(source) = self.sources.last_mut() else { return };
        source.units += 1;
        source.chars += u64::from(chars);
        if self.groups.last().is_none_or(|group| (group.source, group.document) != (number, unit.document)) {
            self.groups.push(Group { first: address, source: number, document: unit.document });
        }
        self.shapes.extend_from_slice(&shape.pack().to_le_bytes());
    }
}
