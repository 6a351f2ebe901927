//! A set document, and the way between what is seen and the text behind it.
//!
//! A [`Page`] is lines; a [`Line`] is spans; a [`Span`] that shows source text says which bytes of its block. Most lines
//! are a stretch of their block's text as it stands, or a line of a table's row: they only remember which, and their
//! spans are put together when the line is drawn. So a page of a thousand screens costs little more than finding its
//! line breaks.
//!
//! Read in order, the spans of a block (of a table: cell by cell) give its text back, but for white space where a line was
//! broken, around the block, and for the tabs and line feeds between a table's cells. The ranges of a block's lines
//! leave nothing out: in running text they follow one another without a gap; the lines of a table row all have the
//! range of the row, or of its cell where rows are set as cards.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::issue::BlockRef;
use crate::text::width::Widths;

use super::grid::{self, Grid};

/// A document set to a width.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// Every block in order, with its lines.
    blocks: Vec<(BlockRef, Range<usize>)>,
    widths: Widths,
}

/// One display line.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The block it belongs to; none for space between blocks.
    pub block: Option<BlockRef>,
    /// The bytes of the block's text that it covers, white space at its ends included.
    pub range: Range<usize>,
    drawn: Drawn,
}

#[derive(Debug, Clone)]
enum Drawn {
    /// Put together beforehand: cards, and lines on which a character is not drawn as its bytes say.
    Spans(Vec<Span>),
    /// So many blanks, then these bytes of the text as they are.
    Text { indent: u32, text: Arc<Text>, shown: Range<u32> },
    /// A line of a table.
    Grid { grid: Arc<Grid>, at: grid::At },
}

/// A block's text, shared by its lines.
#[derive(Debug)]
pub(super) struct Text {
    pub text: Box<str>,
    pub roles: Roles,
}

/// The roles of a block's bytes: up to which byte each reaches, ascending; the last may be repeated.
pub(super) type Roles = [(usize, Role); 4];

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

/// Where a part of a block's text is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Index of the line.
    pub line: usize,
    /// Its cells there, from the left edge of the page.
    pub cells: Range<usize>,
}

impl Span {
    /// Text of our own: an indent, a frame.
    pub fn own(text: impl Into<String>, role: Role) -> Span {
        Span { text: text.into(), role, source: None }
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Drawn::Spans(Vec::new())
    }
}

impl Line {
    pub(super) fn of_spans(range: Range<usize>, spans: Vec<Span>) -> Line {
        Line { block: None, range, drawn: Drawn::Spans(spans) }
    }

    /// A line that shows the bytes `shown` of a text as they are.
    pub(super) fn of_text(range: Range<usize>, text: Arc<Text>, shown: Range<usize>) -> Line {
        let shown = shown.start as u32..shown.end as u32;
        Line { block: None, range, drawn: Drawn::Text { indent: 0, text, shown } }
    }

    pub(super) fn of_grid(range: Range<usize>, grid: Arc<Grid>, at: grid::At) -> Line {
        Line { block: None, range, drawn: Drawn::Grid { grid, at } }
    }

    /// Moves running text to the right. A table has its place from the first.
    pub(super) fn indent_by(&mut self, cells: usize) {
        match &mut self.drawn {
            Drawn::Spans(spans) => super::indent_by(spans, cells),
            Drawn::Text { indent, .. } => *indent += cells as u32,
            Drawn::Grid { .. } => {}
        }
    }

    /// What is drawn, from left to right.
    pub fn spans(&self) -> Cow<'_, [Span]> {
        match &self.drawn {
            Drawn::Spans(spans) => Cow::Borrowed(spans),
            Drawn::Text { indent, text, shown } => {
                let mut spans = Vec::new();
                super::indent_by(&mut spans, *indent as usize);
                super::compose::plain(&text.text, &text.roles, shown.start as usize..shown.end as usize, &mut spans);
                Cow::Owned(spans)
            }
            Drawn::Grid { grid, at } => Cow::Owned(grid.spans(*at)),
        }
    }

    /// Whether the byte at `offset` of its block is seen on it.
    fn shows(&self, offset: usize) -> bool {
        match &self.drawn {
            Drawn::Text { shown, .. } => (shown.start as usize..shown.end as usize).contains(&offset),
            _ => self.spans().iter().any(|span| span.source.as_ref().is_some_and(|range| range.contains(&offset))),
        }
    }

    /// The line as plain text, without trailing blanks.
    pub fn text(&self) -> String {
        let mut text: String = self.spans().iter().map(|span| span.text.as_str()).collect();
        text.truncate(text.trim_end_matches([' ', '\u{3000}']).len());
        text
    }

    /// The cells, from the left edge of the line, at which the bytes `range` of its block are seen: a run each.
    pub fn cells_showing(&self, range: &Range<usize>, widths: Widths) -> Vec<Range<usize>> {
        let (mut x, mut runs): (usize, Vec<Range<usize>>) = (0, Vec::new());
        for (width, source) in self.spans().iter().flat_map(|span| cells_of(span, widths)) {
            // A character's number that goes on on the next line has no bytes there: it belongs to those before.
            let hit = source.is_some_and(|s| match s.is_empty() {
                true => range.start < s.start && s.start <= range.end,
                false => s.start < range.end && range.start < s.end,
            });
            if hit && width > 0 {
                match runs.last_mut() {
                    Some(run) if run.end == x => run.end = x + width,
                    _ => runs.push(x..x + width),
                }
            }
            x += width;
        }
        runs
    }

    /// Cells from the left edge to the end of the last span.
    pub fn cells(&self, widths: Widths) -> usize {
        match &self.drawn {
            Drawn::Text { indent, text, shown } => {
                *indent as usize + widths.str(&text.text[shown.start as usize..shown.end as usize])
            }
            _ => self.spans().iter().map(|span| widths.str(&span.text)).sum(),
        }
    }
}

impl Page {
    pub(super) fn new(widths: Widths) -> Page {
        Page { lines: Vec::new(), blocks: Vec::new(), widths }
    }

    /// Adds the lines of the next block.
    pub(super) fn push_block(&mut self, at: BlockRef, lines: impl IntoIterator<Item = Line>) {
        let start = self.lines.len();
        self.lines.extend(lines.into_iter().map(|line| Line { block: Some(at), ..line }));
        self.blocks.push((at, start..self.lines.len()));
    }

    /// Adds space between blocks.
    pub(super) fn push_blank(&mut self, count: usize) {
        self.lines.extend(std::iter::repeat_with(Line::default).take(count));
    }

    /// The lines of a block; empty where the document has no such block.
    pub fn lines_of(&self, at: BlockRef) -> Range<usize> {
        match self.blocks.binary_search_by_key(&at, |(block, _)| *block) {
            Ok(i) => self.blocks[i].1.clone(),
            Err(i) => {
                let start = self.blocks.get(i).map_or(self.lines.len(), |(_, lines)| lines.start);
                start..start
            }
        }
    }

    /// The display line that shows the byte at `offset` of a block, or the nearest one before it.
    pub fn line_of(&self, at: BlockRef, offset: usize) -> usize {
        let lines = self.lines_of(at);
        let Some(block) = self.lines.get(lines.clone()) else { return 0 };
        let after = block.partition_point(|line| line.range.start <= offset);
        let Some(last) = after.checked_sub(1) else { return lines.start.min(self.lines.len().saturating_sub(1)) };
        // Lines of one table row share their range: the one that shows the byte is among them.
        let group = block[last].range.start;
        let first = block[..after].partition_point(|line| line.range.start < group);
        let found = block[first..after].iter().position(|line| line.shows(offset));
        lines.start + found.map_or(if after - first > 1 { first } else { last }, |i| first + i)
    }

    /// The block at a line and the first byte of it that the line covers; between blocks: the beginning of the next.
    pub fn position(&self, line: usize) -> Option<(BlockRef, usize)> {
        let i = self.blocks.partition_point(|(_, lines)| lines.end <= line);
        let (at, lines) = self.blocks.get(i).or(self.blocks.last())?;
        let line = line.clamp(lines.start, lines.end.saturating_sub(1).max(lines.start));
        Some((*at, self.lines.get(line).map_or(0, |line| line.range.start)))
    }

    /// The byte of the block's text that is seen at a cell of a line; beside the text: the nearest one on the line.
    pub fn offset_at(&self, line: usize, cell: usize) -> Option<(BlockRef, usize)> {
        let found = self.lines.get(line)?;
        let (mut x, mut offset) = (0, found.range.start);
        for span in found.spans().iter() {
            for (width, range) in cells_of(span, self.widths) {
                if let Some(range) = range {
                    offset = range.start;
                    if cell < x + width {
                        return Some((found.block?, offset));
                    }
                }
                x += width;
            }
        }
        Some((found.block?, offset))
    }

    /// Where the bytes `range` of a block are seen: one piece for each run of cells on a line, in order of the lines.
    pub fn pieces(&self, at: BlockRef, range: Range<usize>) -> Vec<Piece> {
        let lines = self.lines_of(at);
        let Some(block) = self.lines.get(lines.clone()) else { return Vec::new() };
        let first = block.partition_point(|line| line.range.end <= range.start);
        let last = block.partition_point(|line| line.range.start < range.end);
        let seen = block.iter().enumerate().take(last).skip(first);
        seen.flat_map(|(index, line)| {
            let runs = line.cells_showing(&range, self.widths).into_iter();
            runs.map(move |cells| Piece { line: lines.start + index, cells })
        })
        .collect()
    }
}

/// The characters of a span: cells of each, and the bytes of the block that it shows. A span whose text is not its
/// source letter by letter (a control character made visible, a tab) is one piece.
fn cells_of(span: &Span, widths: Widths) -> impl Iterator<Item = (usize, Option<Range<usize>>)> + '_ {
    let literal = span.source.as_ref().is_some_and(|range| range.len() == span.text.len());
    let base = span.source.as_ref().map_or(0, |range| range.start);
    let whole = (!literal).then(|| (widths.str(&span.text), span.source.clone()));
    let chars = if literal { span.text.as_str() } else { "" };
    let chars = chars.char_indices().map(move |(i, c)| (widths.char(c), Some(base + i..base + i + c.len_utf8())));
    whole.into_iter().chain(chars)
}
