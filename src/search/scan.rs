//! The plain scan: all units in memory, folded, one after the other, searched from end to end. What a small library is
//! searched by while, or instead of, an index; and what the index is compared with.

use memchr::memmem::Finder;
use tantivy::directory::OwnedBytes;

use crate::issue::Issue;
use crate::search::corpus::{Address, Broken, Corpus, Occurrence, Shape, Source, Table, TableMaker};
use crate::search::unit::{self, Unit};
use crate::text::fold::fold_char;

/// Between two units; folding leaves no line feed in a text.
const SEPARATOR: char = '\n';

/// Units in memory.
pub struct Scan {
    sources: Vec<Source>,
    table: Table,
    folded: String,
    /// Where each unit begins in `folded`.
    starts: Vec<usize>,
    /// Byte length of the folded heading of each.
    headings: Vec<u32>,
    units: Vec<Unit>,
}

/// A unit's text and heading, folded: the text, its characters, the heading's characters and bytes.
#[derive(Debug, Default)]
pub(super) struct FoldedUnit {
    pub text: String,
    pub chars: u32,
    pub heading_chars: u32,
    pub heading_bytes: u32,
}

impl FoldedUnit {
    pub fn new(unit: &Unit) -> FoldedUnit {
        let mut folded = FoldedUnit { text: String::with_capacity(unit.text.len() + 1), ..FoldedUnit::default() };
        for (at, c) in unit.text.char_indices() {
            let Some(c) = fold_char(c) else { continue };
            folded.text.push(c);
            folded.chars += 1;
            if at < unit.heading as usize && folded.chars <= Shape::LONGEST_HEADING {
                (folded.heading_chars, folded.heading_bytes) = (folded.chars, folded.text.len() as u32);
            }
        }
        folded
    }

    pub fn shape(&self, unit: &Unit) -> Shape {
        Shape { chars: self.chars, heading: self.heading_chars, kind: unit.kind }
    }
}

impl Scan {
    /// The units of these issues, each with the hash of its bytes.
    pub fn new(issues: &[(u64, Issue)]) -> Scan {
        let mut made = TableMaker::default();
        let (mut folded, mut starts, mut headings, mut all) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        for (content, issue) in issues {
            made.source(*content);
            for unit in unit::units(issue) {
                let own = FoldedUnit::new(&unit);
                made.unit(&unit, own.shape(&unit), own.chars);
                starts.push(folded.len());
                folded.push_str(&own.text);
                folded.push(SEPARATOR);
                headings.push(own.heading_bytes);
                all.push(unit);
            }
        }
        let table = Table::new(OwnedBytes::new(made.shapes), made.groups);
        Scan { sources: made.sources, table, folded, starts, headings, units: all }
    }
}

impl Corpus for Scan {
    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn table(&self) -> &Table {
        &self.table
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

    fn around(&self, before: &str, after: &str) -> Result<Vec<Address>, Broken> {
        let mut found: Vec<Address> = Vec::new();
        let (finder, step) = (Finder::new(before.as_bytes()), before.chars().next().map_or(1, char::len_utf8));
        let mut from = 0;
        while let Some(next) = self.folded.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let start = from + next;
            from = start + step;
            let mut rest = self.folded[start + before.len()..].chars();
            if rest.next().is_some_and(|between| between != SEPARATOR) && rest.as_str().starts_with(after) {
                found.push(self.starts.partition_point(|&unit| unit <= start).saturating_sub(1) as Address);
            }
        }
        found.dedup();
        Ok(found)
    }

    fn unit(&self, address: Address) -> Result<Unit, Broken> {
        self.units.get(address as usize).cloned().ok_or_else(|| Broken("no such unit".into()))
    }
}
