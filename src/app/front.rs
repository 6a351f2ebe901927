//! The front matter as a document: what the cover, the contents pages and the imprint print, line by line, so that it can
//! be read, searched and scrolled as any other.

use crate::issue::{Block, Content, Document, FrontRole, Issue, Part, PartKind};

pub fn document(issue: &Issue) -> Document {
    let blocks = issue.front.iter().map(|line| Block::new(content(line.role), line.line, line.text.clone())).collect();
    let ends = || Some((issue.front.first()?.line, issue.front.last()?.line));
    Document {
        lines: ends().unwrap_or((0, 0)),
        toc: None,
        title: "刊头、目录与版权".into(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    }
}

fn content(role: FrontRole) -> Content {
    match role {
        FrontRole::Title | FrontRole::TocHeading => Content::Title,
        FrontRole::Number => Content::DocNumber,
        FrontRole::Furniture => Content::Furniture,
        FrontRole::Unknown => Content::Unknown,
        FrontRole::Board | FrontRole::Category | FrontRole::Entry(_) | FrontRole::Imprint => Content::Paragraph,
    }
}
