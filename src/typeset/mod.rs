//! Document + width → display lines.
//!
//! A [`Page`] is the whole document broken into [`Line`]s of cells. Every piece of a line that shows source text knows
//! which bytes of which block it shows, so that searching, copying and the outline agree with what is seen.

mod page;
mod view;

use crate::issue::Document;
use crate::text::width::Widths;

pub use page::{Line, Page, Piece, Role, Span};
pub use view::{Field, TableView, table};

/// How to set a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Cells from edge to edge; no line is wider.
    pub width: u16,
    /// Cells of a text line at most; narrower than `width`, the text is centred.
    pub measure: u16,
    pub widths: Widths,
}

/// Sets a whole document.
pub fn document(document: &Document, options: &Options) -> Page {
    let measure = options.measure.min(options.width).max(2) as usize;
    let mut page = Page::new(options.widths);
    for (at, block) in document.blocks() {
        let (mut start, mut cells) = (0, 0);
        let mut lines = Vec::new();
        let mut cut = |start: usize, end: usize| {
            let span = Span {
                text: block.text[start..end].replace(['\t', '\n'], " "),
                role: Role::Body,
                source: Some(start..end),
            };
            lines.push(Line { block: Some(at), range: start..end, spans: vec![span] });
        };
        for (i, c) in block.text.char_indices() {
            let wide = options.widths.char(c);
            if cells + wide > measure {
                cut(start, i);
                (start, cells) = (i, 0);
            }
            cells += wide;
        }
        cut(start, block.text.len());
        page.push_block(at, lines);
        page.push_blank(0);
    }
    page
}
