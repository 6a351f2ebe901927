//! Text lines → [`Issue`]. A file a concern; this one is the order in which they are asked.

use crate::issue::{Block, Content, Document, Issue, IssueKind, Masthead, Part, PartKind};
use crate::read::SourceText;

/// Parses any text: never fails, never drops a line.
pub fn parse(text: &SourceText) -> Issue {
    let blocks = text
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| Block::new(Content::Paragraph, i as u32 + 1, line.trim()))
        .collect();
    let document = Document {
        lines: (1, text.lines.len().max(1) as u32),
        toc: None,
        title: text.lines.iter().find(|l| !l.trim().is_empty()).cloned().unwrap_or_default(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    };
    Issue {
        source: text.source.clone(),
        kind: IssueKind::Plain,
        masthead: Masthead::default(),
        front: Vec::new(),
        toc: Vec::new(),
        documents: vec![document],
    }
}
