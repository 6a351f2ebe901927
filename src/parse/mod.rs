//! Text lines → [`Issue`]. A file a concern; this one is the order in which they are asked.

mod boundaries;
mod chronicle;
mod clauses;
pub mod doc_number;
mod documents;
mod endings;
mod entries;
pub mod front;
mod furniture;
mod kind;
mod labels;
mod links;
pub mod markup;
mod page;
mod paragraphs;
mod parts;
pub mod responsibilities;
mod seams;
mod sections;
mod signatures;
pub mod similar;
pub mod tables;
mod titles;

use crate::issue::{Issue, IssueKind};
use crate::read::SourceText;

/// Parses any text: never fails, never drops a line.
pub fn parse(text: &SourceText) -> Issue {
    let lines = markup::lines(&text.lines);
    let mut front = front::read(&lines);
    let first = front.body.start as u32 + 1;
    let mut documents = documents::documents(&lines[..front.body.end], first, &front.toc, &front.masthead);
    // Documents cover the issue without gaps: the last reaches to the end, past a back cover.
    if let Some(last) = documents.last_mut() {
        last.lines.1 = lines.len() as u32;
    }
    let kind = kind::of(&lines, &front, &documents);
    if kind == IssueKind::Plain {
        documents = kind::plain(&lines, &text.source.path).into_iter().collect();
    }
    for document in &mut documents {
        document.responsibilities = responsibilities::read(document);
    }
    links::link(&mut front.toc, &mut documents);
    Issue { source: text.source.clone(), kind, masthead: front.masthead, front: front.lines, toc: front.toc, documents }
}
