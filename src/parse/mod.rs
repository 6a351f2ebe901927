//! Text lines → [`Issue`]. A file a concern; this one is the order in which they are asked.

mod documents;
pub mod markup;

use crate::issue::{Issue, IssueKind, Masthead};
use crate::read::SourceText;

/// Parses any text: never fails, never drops a line.
pub fn parse(text: &SourceText) -> Issue {
    let lines = markup::lines(&text.lines);
    Issue {
        source: text.source.clone(),
        kind: IssueKind::Plain,
        masthead: Masthead::default(),
        front: Vec::new(),
        toc: Vec::new(),
        documents: documents::documents(&lines, 1, &[]),
    }
}
