//! A document as a file, for paper or for other programs: text set to a width, Markdown, JSON.
//!
//! What is given out is always a list of [`Document`]s: all of an issue, one of it, or an [`excerpt`] of one. So a clause is
//! written by the same code as the whole, and the reader's file is what the subcommand prints.

mod markdown;

use std::path::Path;

use crate::address::inside::Scope;
use crate::issue::{BlockRef, Document, NamedUnit, Part, Responsibility, export};
use crate::typeset::{self, Options};

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// Set to a width, for printing.
    Text,
    /// CommonMark with pipe tables.
    Markdown,
    /// The object that `gongbao export` has for a document; one a line.
    Json,
}

impl Format {
    /// The format that a file's name asks for; none where its extension is none of theirs.
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// Blank lines between two documents of typeset text.
const BETWEEN_DOCUMENTS: usize = 3;

/// The documents in one file, each line ended. `options` are for text.
pub fn write<'a>(documents: impl IntoIterator<Item = &'a Document>, format: Format, options: &Options) -> String {
    let mut out = String::new();
    for document in documents {
        if !out.is_empty() {
            out.push_str(&"\n".repeat(match format {
                Format::Text => BETWEEN_DOCUMENTS,
                Format::Markdown => 1,
                Format::Json => 0,
            }));
        }
        match format {
            Format::Text => {
                for line in typeset::document(document, options).lines {
                    out.push_str(&line.text());
                    out.push('\n');
                }
            }
            Format::Markdown => markdown::document(document, &mut out),
            Format::Json => {
                out.push_str(&export::text(&export::document(document)));
                out.push('\n');
            }
        }
    }
    out
}

/// A document that has nothing but one stretch of this one: a clause with what it holds, an attachment. What is said of the whole
/// (title, number, date) is said of it, too.
pub fn excerpt(document: &Document, scope: &Scope) -> Option<Document> {
    let part = document.parts.get(scope.part as usize)?;
    let blocks = part.blocks.get(scope.blocks.start as usize..scope.blocks.end as usize)?.to_vec();
    let lines = blocks.iter().flat_map(|block| &block.lines);
    let lines = (lines.clone().min().copied()?, lines.max().copied()?);
    let moved = |at: BlockRef| {
        let within = at.part == scope.part && scope.blocks.contains(&at.block);
        within.then(|| BlockRef { part: 0, block: at.block - scope.blocks.start })
    };
    let unit = |unit: &NamedUnit| Some(NamedUnit { block: moved(unit.block)?, ..unit.clone() });
    let responsibility = |row: &Responsibility| {
        let units = row.units.iter().filter_map(unit).collect();
        Some(Responsibility { block: moved(row.block)?, units, ..row.clone() })
    };
    Some(Document {
        lines,
        responsibilities: document.responsibilities.iter().filter_map(responsibility).collect(),
        parts: vec![Part { blocks, line: lines.0, ..part.clone() }],
        ..document.clone()
    })
}
