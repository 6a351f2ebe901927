//! A body of units that can be searched: what the index and the plain scan have in common. Everything that decides which
//! units are hits and in what order is built on these few questions, so both give the same answer if they answer these alike.

use crate::search::unit::{Kind, Unit};

/// A unit of a corpus, in an order of its own.
pub type Address = u64;

/// A term in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    pub address: Address,
    /// How often, overlapping ones included.
    pub count: u32,
    /// The first stands wholly in the heading. Never for a single character, whose places the index does not keep.
    pub in_heading: bool,
}

/// What ranking and grouping ask of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file's content, by a number of the corpus.
    pub source: u32,
    /// Its position among the units of its source.
    pub ordinal: u32,
    pub document: Option<u32>,
    /// Length in folded characters.
    pub chars: u32,
    pub kind: Kind,
    pub first: bool,
}

/// A corpus that can no longer be read: damaged, or gone.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

/// Texts that can be searched.
pub trait Corpus: Send + Sync {
    /// The content hash of every source, by its number; none where it has been removed.
    fn sources(&self) -> &[Option<Source>];

    /// Every unit that holds `term` (folded, not empty), by ascending address.
    fn occurrences(&self, term: &str) -> Result<Vec<Occurrence>, Broken>;

    fn place(&self, address: Address) -> Place;

    /// The first unit of every document.
    fn firsts(&self) -> Vec<Address>;

    fn unit(&self, address: Address) -> Result<Unit, Broken>;
}

/// A file's content in a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Hash of its bytes.
    pub content: u64,
    pub units: u32,
    /// Folded characters of all its units.
    pub chars: u64,
}
