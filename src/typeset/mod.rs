//! Document + width → display lines.
//!
//! A [`Page`] is the whole document broken into [`Line`]s of cells. Every piece of a line that shows source text knows
//! which bytes of which block it shows, so that searching, copying and the outline agree with what is seen. All lines are
//! found at once; what is drawn on one is put together when it is shown ([`Line::spans`]).
//!
//! ```text
//! at every width the same ([`Prepared`]):
//! block ──units──▶ characters with cells and kinds ──breaks──▶ how well a line may end before each
//! table ──cells──▶ the same for each cell
//!
//! at one width ([`Page`]):
//! block ──shape──▶ indents, alignment, roles ──fill──▶ lines ──compose──▶ spans
//! table ──grid───▶ column widths, rows of wrapped cells; where they do not fit: ──cards──▶ a card a row
//! ```
//!
//! `view` is the table that fills a screen and scrolls both ways.

mod breaks;
mod cards;
mod cells;
mod compose;
mod fill;
mod grid;
mod names;
mod page;
mod prepared;
mod shape;
mod units;
mod view;

use std::ops::Range;

use rayon::prelude::*;

use crate::issue::{Block, BlockRef, Content, Document, Part};
use crate::text::width::Widths;

use compose::Source;
use fill::Room;
use prepared::{Ready, Running};
use shape::{Shape, Shaper};

pub use cells::{WrittenOut, written_out};
pub use page::{Line, Page, Piece, Role, Span};
pub use prepared::Prepared;
pub use view::{Field, TableView, table};

/// Chinese characters a line at most, where nothing else is asked for.
pub const MEASURE: u16 = 40;

/// How to set a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Cells from edge to edge; no line is wider.
    pub width: u16,
    /// Cells of a text line at most; narrower than `width`, the text is centred. Tables may use the whole width.
    pub measure: u16,
    pub widths: Widths,
}

impl Options {
    /// Cells of a text line.
    fn measure(&self) -> usize {
        self.measure.min(self.width).max(1) as usize
    }

    /// Cells left of the text.
    fn margin(&self) -> usize {
        (self.width as usize).saturating_sub(self.measure()) / 2
    }
}

/// Sets a whole document, once. Who sets it again keeps what is [`Prepared`].
pub fn document(document: &Document, options: &Options) -> Page {
    Prepared::new(document, options.widths).set(document, options.width, options.measure)
}

impl Prepared {
    /// Sets the document that this was made of; `width` and `measure` as in [`Options`].
    pub fn set(&self, document: &Document, width: u16, measure: u16) -> Page {
        let options = Options { width, measure, widths: self.widths };
        let labels = shape::labels(document);
        let mut shaped: Vec<(&Block, Shape)> = Vec::with_capacity(self.blocks.len());
        for (part, at) in document.parts.iter().zip(0..) {
            let mut shaper = Shaper::new(options.measure(), options.widths);
            let (byline, mut margin) = (shape::byline(part), 0);
            let ready = &self.blocks[shaped.len()..];
            shaped.extend(part.blocks.iter().zip(ready).zip(0..).map(|((block, ready), index)| {
                let label = labels.get(&BlockRef { part: at, block: index }).copied();
                let shape = match shaper.shape(block, label) {
                    _ if byline.contains(&(index as usize)) => Shape::Centre,
                    shape => shape.with_names(ready.names(), &mut margin, options.measure()),
                };
                (block, shape)
            }));
        }
        // Each block is set by itself, so a long document uses every core.
        let mut set: Vec<Vec<Line>> = (shaped.par_iter().zip(&self.blocks))
            .with_min_len(16)
            .map_init(Vec::new, |rows, (&(block, shape), ready)| match ready {
                Ready::Running(running) => set_running(running, block, shape, &options, rows),
                Ready::Table(cells) => grid::set(cells, &options),
            })
            .collect();
        let mut page = Page::new(options.widths);
        page.lines.reserve(set.iter().map(Vec::len).sum::<usize>() + 2 * set.len());
        let (mut shaped, mut set) = (shaped.as_slice(), set.as_mut_slice());
        for (index, part) in document.parts.iter().enumerate() {
            if !page.lines.is_empty() && !part.blocks.is_empty() {
                page.push_blank(shape::BETWEEN_PARTS);
            }
            let of_part = shaped.split_off(..part.blocks.len()).unwrap_or_default();
            let lines = set.split_off_mut(..part.blocks.len()).unwrap_or_default();
            place_signatures(of_part, lines, &options);
            push_part(index as u32, part, lines, &mut page);
        }
        page
    }
}

/// Adds the set lines of a part's blocks, and the space between them.
fn push_part(index: u32, part: &Part, set: &mut [Vec<Line>], page: &mut Page) {
    let mut before: Option<&Block> = None;
    let byline = shape::byline(part);
    for (at, (block, lines)) in part.blocks.iter().zip(set).enumerate() {
        let space = |before| match at {
            _ if byline.contains(&at) => 0,
            _ if at == byline.end && !byline.is_empty() => 1,
            _ => shape::space(before, block),
        };
        // What a page ends and begins with stands close to what it follows, and parts nothing.
        let furniture = block.content == Content::Furniture;
        page.push_blank(before.filter(|_| !furniture).map_or(0, space));
        page.push_block(BlockRef { part: index, block: at as u32 }, std::mem::take(lines));
        before = before.filter(|_| furniture).or(Some(block));
    }
}

/// Sets a block of running text; `rows` is room to work in.
fn set_running(
    running: &Running,
    block: &Block,
    shape: Shape,
    options: &Options,
    rows: &mut Vec<Range<usize>>,
) -> Vec<Line> {
    let Running { text, units, special, .. } = running;
    let (measure, margin) = (options.measure(), options.margin());
    let room = shape.room(measure);
    if block.content == Content::AttachmentList
        && let Some(lines) = set_with_page(running, shape, room, options)
    {
        return lines;
    }
    match shape {
        Shape::Centre => fill::title(units, room.first, block.starts.get(1..).unwrap_or_default(), rows),
        _ => fill::fill_into(units, room, rows),
    }
    let source = Source { text: &text.text, end: text.text.len(), units, roles: &text.roles };
    let set = |(i, row): (usize, &Range<usize>)| {
        let drawn = fill::drawn(units, row);
        let indent = match shape {
            Shape::Left { first, rest } => [first, rest][i.min(1)].min(measure - 1),
            Shape::Centre => measure.saturating_sub(fill::width(units, row)) / 2,
            Shape::Signature | Shape::Table => 0,
        };
        let start = if i == 0 { 0 } else { source.start_of(row.start) };
        let range = start..source.start_of(row.end);
        let mut line = match *special && units[drawn.clone()].iter().any(|unit| unit.is_special()) {
            false => Line::of_text(range, text.clone(), source.start_of(drawn.start)..source.start_of(drawn.end)),
            true => {
                let mut spans = Vec::new();
                source.spans(drawn, &mut spans);
                Line::of_spans(range, spans)
            }
        };
        line.indent_by(margin + indent);
        line
    };
    rows.iter().enumerate().map(set).collect()
}

/// Sets an entry of contents, its page number behind a tab: at the right edge of its last line, in a column that the title
/// leaves free. None where there is no such number, or no room for it.
fn set_with_page(running: &Running, shape: Shape, room: Room, options: &Options) -> Option<Vec<Line>> {
    /// Cells between the title and the number at least.
    const GAP: usize = 2;
    let Running { text, units, .. } = running;
    let Shape::Left { first, rest } = shape else { return None };
    let digits = units.iter().rev().take_while(|unit| unit.kind == units::Kind::Digit).count();
    let tab = units.len().checked_sub(digits + 1).filter(|&tab| digits > 0 && units[tab].c == '\t')?;
    let number = tab + 1..units.len();
    let taken = GAP + fill::width(units, &number);
    let narrower = |room: usize| room.checked_sub(taken).filter(|&left| left > taken);
    let title = Room { first: narrower(room.first)?, rest: narrower(room.rest)? };
    let source = Source { text: &text.text, end: text.text.len(), units, roles: &text.roles };
    let rows = fill::fill(&units[..tab], title);
    let set = |(i, row): (usize, &Range<usize>)| {
        let (indent, room) = if i == 0 { (first, room.first) } else { (rest, room.rest) };
        let drawn = fill::drawn(units, row);
        let mut end = source.start_of(row.end);
        let mut spans = Vec::new();
        source.spans(drawn.clone(), &mut spans);
        if row.end == tab {
            let gap = room - fill::width(units, &drawn) - fill::width(units, &number);
            let blank = source.start_of(drawn.end)..source.start_of(number.start);
            spans.push(Span { text: " ".repeat(gap), role: Role::Body, source: Some(blank) });
            source.spans(number.clone(), &mut spans);
            end = source.end;
        }
        let start = if i == 0 { 0 } else { source.start_of(row.start) };
        let mut line = Line::of_spans(start..end, spans);
        line.indent_by(options.margin() + indent);
        line
    };
    Some(rows.iter().enumerate().map(set).collect())
}

/// Breaks a short text of our own screens (a title in a list, a message) by the same rules, into at least one line.
pub fn wrap(text: &str, width: usize, widths: Widths) -> Vec<&str> {
    let mut units = Vec::new();
    units::cut(text, 0..text.len(), widths, &mut units);
    breaks::find(&mut units, 0);
    let source = Source { text, end: text.len(), units: &units, roles: &[] };
    let width = width.max(1);
    let shown = |line: Range<usize>| {
        let drawn = fill::drawn(&units, &line);
        &text[source.start_of(drawn.start)..source.start_of(drawn.end)]
    };
    fill::fill(&units, Room { first: width, rest: width }).into_iter().map(shown).collect()
}

fn indent_by(spans: &mut Vec<Span>, cells: usize) {
    if cells > 0 {
        spans.insert(0, Span::own(" ".repeat(cells), Role::Body));
    }
}

/// Moves each group of signatures and dates to its place on the right; a page's end within it parts nothing.
fn place_signatures(shaped: &[(&Block, Shape)], set: &mut [Vec<Line>], options: &Options) {
    let mut at = 0;
    while at < shaped.len() {
        let in_group =
            |(block, shape): &&(&Block, Shape)| *shape == Shape::Signature || block.content == Content::Furniture;
        let count = shaped[at..].iter().take_while(in_group).count();
        let mut lines: Vec<(&mut Line, bool)> = shaped[at..at + count]
            .iter()
            .zip(&mut set[at..at + count])
            .filter(|((block, _), _)| block.content != Content::Furniture)
            .flat_map(|((block, _), lines)| lines.iter_mut().map(|line| (line, block.content == Content::Date)))
            .collect();
        let margin = options.margin();
        let widths: Vec<(usize, bool)> =
            lines.iter().map(|(line, date)| (line.cells(options.widths).saturating_sub(margin), *date)).collect();
        let columns = shape::signature_columns(&widths, options.measure());
        for ((line, _), column) in lines.iter_mut().zip(columns) {
            line.indent_by(column);
        }
        at += count.max(1);
    }
}
