//! What a search finds: a unit is the smallest text that is found as a whole, joined over lines and page breaks: a
//! paragraph, a clause, a row of a table, a title over all its lines, a line of the front matter.

use serde::{Deserialize, Serialize};

use crate::issue::{Block, BlockRef, Content, Document, FrontRole, Issue, Part};
use crate::text::fold::fold_char;

/// What kind of text a unit is, as far as ranking asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Cover, contents, imprint: they repeat what the documents say.
    Front,
    Body,
    /// Of a document or a part.
    Title,
}

/// A stretch of a unit's text and the block it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Byte offset in the unit's text where the stretch begins.
    pub at: u32,
    pub block: BlockRef,
    /// Byte offset in the block's text where it begins.
    pub offset: u32,
}

/// A text that is found as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Index into the issue's documents; none in the front matter.
    pub document: Option<u32>,
    pub kind: Kind,
    /// The first of its document.
    pub first: bool,
    /// Where it stands: the attachment's label and the path of the clause; empty outside of both.
    pub path: String,
    /// Ascending; empty in the front matter.
    pub pieces: Vec<Piece>,
    /// Byte offset in the text, source line: ascending, never empty.
    pub lines: Vec<(u32, u32)>,
    /// Byte length of the heading the text begins with, marker included; 0 without one.
    pub heading: u32,
    /// As printed.
    pub text: String,
}

impl Unit {
    /// The source line that the byte at `offset` of the text was printed on.
    pub fn line_at(&self, offset: usize) -> u32 {
        let after = self.lines.partition_point(|&(at, _)| at as usize <= offset);
        self.lines.get(after.saturating_sub(1)).map_or(0, |&(_, line)| line)
    }

    /// The block of the byte at `offset` of the text, and the offset in the block's text.
    pub fn block_at(&self, offset: usize) -> Option<(BlockRef, usize)> {
        let after = self.pieces.partition_point(|piece| piece.at as usize <= offset);
        let piece = self.pieces.get(after.saturating_sub(1))?;
        Some((piece.block, piece.offset as usize + offset.saturating_sub(piece.at as usize)))
    }

    fn append(&mut self, at: BlockRef, block: &Block) {
        let start = self.text.len() as u32;
        self.pieces.push(Piece { at: start, block: at, offset: 0 });
        self.lines.extend(block.starts.iter().zip(&block.lines).map(|(offset, &line)| (start + offset, line)));
        self.text.push_str(&block.text);
    }
}

/// Every unit of an issue that has something to find, in printed order.
pub fn units(issue: &Issue) -> Vec<Unit> {
    let mut units = front(issue);
    for (index, document) in issue.documents.iter().enumerate() {
        of_document(index as u32, document, &mut units);
    }
    units.retain(|unit| unit.text.chars().any(|c| fold_char(c).is_some()));
    let mut before = None;
    for unit in &mut units {
        unit.first = unit.document.is_some() && unit.document != before;
        before = unit.document;
    }
    units
}

/// The lines of the front matter, an entry of the contents over all its lines.
fn front(issue: &Issue) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut open = None;
    for line in &issue.front {
        let entry = matches!(line.role, FrontRole::Entry(_)).then_some(line.role);
        match units.last_mut() {
            Some(unit) if entry.is_some() && entry == open => {
                unit.lines.push((unit.text.len() as u32, line.line));
                unit.text.push_str(&line.text);
            }
            _ => units.push(Unit {
                document: None,
                kind: Kind::Front,
                first: false,
                path: String::new(),
                pieces: Vec::new(),
                lines: vec![(0, line.line)],
                heading: 0,
                text: line.text.clone(),
            }),
        }
        open = entry;
    }
    units
}

fn of_document(index: u32, document: &Document, units: &mut Vec<Unit>) {
    for (number, part) in document.parts.iter().enumerate() {
        let mut clause = "";
        let mut after_title = false;
        for (at, block) in part.blocks.iter().enumerate() {
            let at = BlockRef { part: number as u32, block: at as u32 };
            let title = block.content == Content::Title;
            if let Some(own) = block.clause() {
                clause = &own.path;
            }
            match units.last_mut() {
                Some(unit) if title && after_title => unit.append(at, block),
                _ if block.table().is_some() => rows(index, at, block, &path(part, clause), units),
                _ => units.push(whole(index, at, block, path(part, clause))),
            }
            after_title = title;
        }
    }
}

fn path(part: &Part, clause: &str) -> String {
    match &part.label {
        Some(label) if clause.is_empty() => label.clone(),
        Some(label) => format!("{label} {clause}"),
        None => clause.to_owned(),
    }
}

fn whole(document: u32, at: BlockRef, block: &Block, path: String) -> Unit {
    let kind = if block.content == Content::Title { Kind::Title } else { Kind::Body };
    let heading = block.clause().and_then(|clause| clause.heading).map_or(0, |(_, end)| end);
    let mut unit = Unit {
        document: Some(document),
        kind,
        first: false,
        path,
        pieces: Vec::new(),
        lines: Vec::new(),
        heading,
        text: String::new(),
    };
    unit.append(at, block);
    unit
}

/// A unit for every row of a table.
fn rows(document: u32, at: BlockRef, block: &Block, path: &str, units: &mut Vec<Unit>) {
    let mut start = 0;
    for row in block.text.split('\n') {
        let end = start + row.len();
        let mut lines = vec![(0, block.line_at(start))];
        let at_byte = |byte: usize| block.starts.partition_point(|&at| (at as usize) < byte);
        let inside = at_byte(start + 1)..at_byte(end.max(start + 1));
        lines.extend(inside.map(|i| (block.starts[i] - start as u32, block.lines[i])));
        units.push(Unit {
            document: Some(document),
            kind: Kind::Body,
            first: false,
            path: path.to_owned(),
            pieces: vec![Piece { at: 0, block: at, offset: start as u32 }],
            lines,
            heading: 0,
            text: row.to_owned(),
        });
        start = end + 1;
    }
}
