//! Where a unit is named without a task being read there: what a reader has to look at before a list can be called complete.

use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};

use rayon::prelude::*;

use super::units::Units;
use super::{Ledger, home, source};
use crate::issue::{Block, BlockRef, Content, Document, Issue};
use crate::library::Library;
use crate::library::catalog::IssueId;
use crate::text::fold::{Folded, fold};

/// The mentions of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentions {
    pub path: String,
    /// Source lines, 1-based, each once, in order.
    pub lines: Vec<u32>,
}

/// For each block that rows of a document are printed in, their bytes there.
type Read = HashMap<(IssueId, u32, BlockRef), Vec<Range<usize>>>;

/// Where bodies under these names are mentioned beside the rows of `ledger`, which is the library's: reads every issue again, on
/// all cores. `years`: of the documents. A file that can't be read any more has none.
pub fn of_library(
    ledger: &Ledger,
    library: &Library,
    units: &Units,
    names: &[String],
    years: Option<&RangeInclusive<i32>>,
) -> Vec<Mentions> {
    let read = read(ledger);
    let issues = 0..library.catalog.issues.len() as u32;
    let of = |at: u32| found(IssueId(at), &*library.issue(IssueId(at)).ok()?, None, &read, units, names, years);
    let each: Vec<Option<Mentions>> = issues.into_par_iter().map(of).collect();
    each.into_iter().flatten().collect()
}

/// The same of one issue, or one `document` of it, whose ledger it is.
pub fn of_issue(
    ledger: &Ledger,
    id: IssueId,
    issue: &Issue,
    document: Option<u32>,
    units: &Units,
    names: &[String],
    years: Option<&RangeInclusive<i32>>,
) -> Option<Mentions> {
    found(id, issue, document, &read(ledger), units, names, years)
}

fn read(ledger: &Ledger) -> Read {
    let mut read = Read::new();
    for row in &ledger.rows {
        let source = ledger.source(row);
        read.entry((source.issue, source.document, row.block)).or_default().push(row.bytes.clone());
    }
    read
}

fn found(
    id: IssueId,
    issue: &Issue,
    only: Option<u32>,
    read: &Read,
    units: &Units,
    names: &[String],
    years: Option<&RangeInclusive<i32>>,
) -> Option<Mentions> {
    let mut lines = Vec::new();
    let asked = |&(index, _): &(usize, &Document)| only.is_none_or(|only| only as usize == index);
    for (index, document) in issue.documents.iter().enumerate().filter(asked) {
        let said = source(id, issue, index, document);
        let year = said.date.as_deref().and_then(|date| date.get(..4)?.parse::<i32>().ok());
        if years.is_some_and(|years| !year.is_some_and(|year| years.contains(&year))) {
            continue;
        }
        let home = home(issue.masthead.title.as_deref(), document);
        let mut words: Vec<String> = names.iter().map(|name| fold(name)).collect();
        words.extend(names.iter().flat_map(|name| units.bodies(name, &home)).flat_map(|body| units.names_of(&body)));
        words.retain(|word| word.chars().count() >= 2);
        for (part, blocks) in document.parts.iter().enumerate() {
            for (number, block) in blocks.blocks.iter().enumerate().filter(|(_, block)| may_have_tasks(block)) {
                let at = BlockRef { part: part as u32, block: number as u32 };
                let rows = read.get(&(id, index as u32, at)).map_or(&[][..], Vec::as_slice);
                lines.extend(mentions(block, &words, rows));
            }
        }
    }
    lines.sort_unstable();
    lines.dedup();
    (!lines.is_empty()).then(|| Mentions { path: issue.source.path.clone(), lines })
}

/// Titles, addressees and signatures name bodies for other reasons.
fn may_have_tasks(block: &Block) -> bool {
    matches!(
        block.content,
        Content::Paragraph | Content::Clause(_) | Content::Section(_) | Content::Table(_) | Content::Unknown
    )
}

/// Lines of a block with one of these folded words outside of what is read as a row.
fn mentions(block: &Block, words: &[String], rows: &[Range<usize>]) -> Vec<u32> {
    let folded = Folded::new(&block.text);
    let feeds: Vec<usize> = memchr::memchr_iter(b'\n', block.text.as_bytes()).collect();
    let outside = |at: &Range<usize>| !rows.iter().any(|row| row.start < at.end && at.start < row.end);
    let line = |at: Range<usize>| match block.table() {
        Some(table) => {
            let row = feeds.partition_point(|&feed| feed < at.start);
            table.row_lines.get(row).copied().unwrap_or_else(|| block.line_at(at.start))
        }
        None => block.line_at(at.start),
    };
    let found = words.iter().flat_map(|word| places(folded.text(), word));
    found.map(|at| folded.source(at)).filter(outside).map(line).collect()
}

/// Where a name stands in a folded text; 和 and 与 in either come and go, as they do in names of bodies.
fn places<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let joins = |c: char| matches!(c, '和' | '与');
    let first = name.chars().find(|&c| !joins(c));
    let end = move |start: usize| {
        let mut rest = text[start..].char_indices().filter(move |&(_, c)| !joins(c));
        let mut end = start;
        for wanted in name.chars().filter(|&c| !joins(c)) {
            let (at, c) = rest.next().filter(|&(_, c)| c == wanted)?;
            end = start + at + c.len_utf8();
        }
        Some(start..end)
    };
    text.char_indices().filter(move |&(_, c)| Some(c) == first).filter_map(move |(at, _)| end(at))
}
