//! The plain scan: all units in memory, folded, one after the other, searched from end to end. What a small library is
//! searched by while, or instead of, an index; and what the index is compared with.

use memchr::memmem::Finder;

use crate::issue::Issue;
use crate::search::corpus::{Address, Broken, Corpus, Occurrence, Place, Source};
use crate::search::unit::{self, Unit};
use crate::text::fold::fold_char;

/// Between two units; folding leaves no line feed in a text.
const SEPARATOR: char = '\n';

/// Headings are known up to this many characters, which no heading has: the index has 9 bits for them.
pub(super) const LONGEST_HEADING: u32 = 0x1ff;

/// Units in memory. The address of a unit is its position.
#[derive(Debug, Default)]
pub struct Scan {
    sources: Vec<Option<Source>>,
    folded: String,
    /// Where each unit begins in `folded`.
    starts: Vec<usize>,
    places: Vec<Place>,
    /// Byte length of the folded heading of each.
    headings: Vec<u32>,
    units: Vec<Unit>,
}

/// A unit's text and heading, folded: the text, its characters, the heading's characters and bytes.
pub(super) struct FoldedUnit {
    pub text: String,
    pub chars: u32,
    pub heading_chars: u32,
    pub heading_bytes: u32,
}

impl FoldedUnit {
    pub fn new(unit: &Unit) -> FoldedUnit {
        let mut folded =
            FoldedUnit { text: String::with_capacity(unit.text.len()), chars: 0, heading_chars: 0, heading_bytes: 0 };
        for (at, c) in unit.text.char_indices() {
            let Some(c) = fold_char(c) else { continue };
            folded.text.push(c);
            folded.chars += 1;
            if at < unit.heading as usize && folded.chars <= LONGEST_HEADING {
                (folded.heading_chars, folded.heading_bytes) = (folded.chars, folded.text.len() as u32);
            }
        }
        folded
    }
}

impl Scan {
    /// Adds the units of an issue whose bytes have this hash.
    pub fn add(&mut self, content: u64, issue: &Issue) {
        let source = self.sources.len() as u32;
        let (mut chars, before) = (0, self.units.len());
        for (ordinal, unit) in unit::units(issue).into_iter().enumerate() {
            let folded = FoldedUnit::new(&unit);
            chars += u64::from(folded.chars);
            self.starts.push(self.folded.len());
            self.folded.push_str(&folded.text);
            self.folded.push(SEPARATOR);
            self.headings.push(folded.heading_bytes);
            self.places.push(Place {
                source,
                ordinal: ordinal as u32,
                document: unit.document,
                chars: folded.chars,
                kind: unit.kind,
                first: unit.first,
            });
            self.units.push(unit);
        }
        self.sources.push(Some(Source { content, units: (self.units.len() - before) as u32, chars }));
    }

    /// Bytes of folded text.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

impl Corpus for Scan {
    fn sources(&self) -> &[Option<Source>] {
        &self.sources
    }

    fn occurrences(&self, term: &str) -> Result<Vec<Occurrence>, Broken> {
        let mut found: Vec<Occurrence> = Vec::new();
        let finder = Finder::new(term.as_bytes());
        let single = term.chars().nth(1).is_none();
        let step = term.chars().next().map_or(1, char::len_utf8);
        let (mut from, mut at) = (0, 0);
        while let Some(next) = self.folded.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let start = from + next;
            // Units are passed in order: the next hit is rarely far.
            at += self.starts[at..].partition_point(|&unit| unit <= start).saturating_sub(1);
            from = start + step;
            match found.last_mut() {
                Some(last) if last.address == at as Address => last.count += 1,
                _ => {
                    let end = start + term.len() - self.starts[at];
                    let in_heading = !single && end <= self.headings[at] as usize;
                    found.push(Occurrence { address: at as Address, count: 1, in_heading });
                }
            }
        }
        Ok(found)
    }

    fn place(&self, address: Address) -> Place {
        self.places[address as usize]
    }

    fn firsts(&self) -> Vec<Address> {
        (0..).zip(&self.places).filter(|(_, place)| place.first).map(|(address, _)| address).collect()
    }

    fn unit(&self, address: Address) -> Result<Unit, Broken> {
        self.units.get(address as usize).cloned().ok_or_else(|| Broken("no such unit".into()))
    }
}
