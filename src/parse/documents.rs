//! The body of an issue: its lines after the front matter → documents.
//!
//! Four questions, asked in this order, each in its own file: where does a document begin (`boundaries`), what are its
//! parts (`parts`), which lines belong together (`paragraphs`, `tables`), and what is each block (`clauses`,
//! `signatures`, `chronicle`).

use super::markup::Line;
use crate::issue::{Block, Content, Document, Part, PartKind, TocEntry};

/// Documents that cover the lines from `first_body_line` (1-based) to the end without gaps.
///
/// Every line with text ends up in exactly one block. `toc` helps to find where documents begin; linking the two is
/// `links`' business.
pub fn documents(lines: &[Line], first_body_line: u32, toc: &[TocEntry]) -> Vec<Document> {
    let _ = toc;
    let body = lines.get(first_body_line.saturating_sub(1) as usize..).unwrap_or_default();
    let blocks: Vec<Block> = body
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| Block::new(Content::Paragraph, line.number, line.text.as_ref()))
        .collect();
    let Some(first) = blocks.first() else { return Vec::new() };
    vec![Document {
        lines: (first_body_line.max(1), lines.len() as u32),
        toc: None,
        title: first.text.clone(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: first.lines[0], label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    }]
}
