//! Document + width → display lines.
//!
//! A [`Page`] is the whole document broken into [`Line`]s of cells. Every piece of a line that shows source text knows
//! which bytes of which block it shows, so that searching, copying and the outline agree with what is seen.

use std::ops::Range;

use crate::issue::{BlockRef, Document};
use crate::text::width::Widths;

/// How to set a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Cells from edge to edge; no line is wider.
    pub width: u16,
    /// Cells of a text line at most; narrower than `width`, the text is centred.
    pub measure: u16,
    pub widths: Widths,
}

/// A document set to a width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<Line>,
}

/// One display line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The block it belongs to; none for space between blocks.
    pub block: Option<BlockRef>,
    /// The bytes of the block's text that it covers, white space at its ends included.
    pub range: Range<usize>,
    pub spans: Vec<Span>,
}

/// A run of cells of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What is drawn; safe to send: no control characters.
    pub text: String,
    pub role: Role,
    /// The bytes of the block's text that it shows; none for indents, frames and marks of our own.
    pub source: Option<Range<usize>>,
}

/// What a run of text is; the screen decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Body,
    Title,
    /// 文号, addressees, signature, date …
    Formal,
    Marker,
    /// A clause's run-in heading.
    Heading,
    TableHead,
    /// Furniture, "as above" cells, made-visible control characters.
    Dim,
    /// Table frames and other marks of our own.
    Frame,
}

/// Sets a whole document.
pub fn document(document: &Document, options: &Options) -> Page {
    let measure = options.measure.min(options.width).max(2) as usize;
    let mut page = Page::default();
    for (at, block) in document.blocks() {
        let (mut start, mut cells) = (0, 0);
        let mut cut = |start: usize, end: usize| {
            let span = Span {
                text: block.text[start..end].replace(['\t', '\n'], " "),
                role: Role::Body,
                source: Some(start..end),
            };
            page.lines.push(Line { block: Some(at), range: start..end, spans: vec![span] });
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
    }
    page
}

impl Page {
    /// The display line that shows the byte at `offset` of a block, or the nearest one before it.
    pub fn line_of(&self, at: BlockRef, offset: usize) -> usize {
        self.lines
            .partition_point(|line| line.block.is_none_or(|b| b < at || (b == at && line.range.start <= offset)))
            .saturating_sub(1)
    }
}
