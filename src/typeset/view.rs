//! A table on a screen of its own: as wide as it is, header rows and first columns in place while the rest scrolls.
//!
//! The whole table is laid out once; a display line of it is then put together for any scroll position from the pieces
//! of its columns. It scrolls by columns, so that a column always begins at the same place; what does not fit at the
//! right is cut, never half a character, and a sign in the last cell says so.

use std::sync::Arc;

use crate::issue::Block;
use crate::text::width::Widths;
use crate::text::{markup, safe};

use super::cells::{Cell, Cells, brief};
use super::grid::wrap_row;
use super::{Line, Options, Role, Span};

/// A column is at most this wide (in cells), and at most half the screen.
const WIDEST: usize = 48;

/// In the last cell of a line that goes on to the right.
const GOES_ON: &str = ">";

/// A table laid out to its own width.
#[derive(Debug, Clone)]
pub struct TableView {
    lines: Vec<ViewLine>,
    head: usize,
    columns: Vec<usize>,
    frozen: usize,
    /// What the columns are called, as the fields of a row say it.
    names: Vec<String>,
    cells: Arc<Cells>,
}

/// A display line: what each column shows there, filled up to the column's width.
#[derive(Debug, Clone)]
struct ViewLine {
    row: usize,
    range: std::ops::Range<usize>,
    /// None for a line of the frame.
    columns: Option<Vec<Vec<Span>>>,
}

/// A cell of a row, as a pop-up lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The column's name; empty where the table has no header.
    pub name: String,
    /// The cell's text; safe to show.
    pub text: String,
    /// The cell is empty and means what stands above it: `text` is that.
    pub above: bool,
}

/// Lays out a table for the full-screen view; none for a block that is no table. `options.width` only caps how wide
/// one column may become.
pub fn table(block: &Block, options: &Options) -> Option<TableView> {
    let cells = Cells::new(block, block.table()?, options.widths);
    let cap = WIDEST.min(options.width as usize / 2).max(8);
    let columns: Vec<usize> = cells.natural().iter().map(|&width| width.clamp(2, cap)).collect();
    let mut lines = Vec::new();
    let mut head = 0;
    for row in 0..cells.rows.len() {
        let range = cells.row_bytes[row].clone();
        // Only the cells that the row has: a table may be ragged.
        let mut wrapped = wrap_row(&cells, row, &columns[..cells.rows[row].len()]);
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let filled = wrapped.iter_mut().map(|cell| {
                let (left, mut spans, right) = cell.get_mut(line).map(std::mem::take).unwrap_or_default();
                super::indent_by(&mut spans, left);
                if right > 0 {
                    spans.push(Span::own(" ".repeat(right), Role::Body));
                }
                spans
            });
            lines.push(ViewLine { row, range: range.clone(), columns: Some(filled.collect()) });
        }
        let last_of_head = row + 1 == cells.header;
        if last_of_head || (row >= cells.header && height > 1 && row + 1 < cells.rows.len()) {
            lines.push(ViewLine { row, range: range.end..range.end, columns: None });
        }
        if last_of_head {
            head = lines.len();
        }
    }
    let numbered = cells.columns > 2 && cells.is_number_column(0);
    let names: Vec<String> = cells.names().iter().map(|name| safe::line(&brief(name)).into_owned()).collect();
    let frozen = if numbered { 2 } else { 1 }.min(columns.len().saturating_sub(1));
    Some(TableView { lines, head, columns, frozen, names, cells: Arc::new(cells) })
}

fn fields(cells: &Cells, row: usize, names: &[String]) -> Vec<Field> {
    let field = |(column, cell): (usize, &Cell)| {
        let above = cell.above.and_then(|row| cells.get(row, column));
        let name = if row < cells.header { String::new() } else { names[column].clone() };
        Field {
            name,
            text: safe::line(&markup::plain(cells.text_of(above.unwrap_or(cell)))).into_owned(),
            above: above.is_some(),
        }
    };
    cells.rows[row].iter().enumerate().map(field).collect()
}

impl TableView {
    /// Number of display lines, header included.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many of the first lines are the header: they stay in place when scrolling down.
    pub fn head(&self) -> usize {
        self.head
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// How many of the first columns stay in place when scrolling to the right: the first, or two where the first only
    /// counts; none on a screen that they would fill.
    pub fn frozen(&self, width: usize) -> usize {
        let cells: usize = self.columns[..self.frozen].iter().map(|column| column + 1).sum();
        if cells * 2 <= width { self.frozen } else { 0 }
    }

    /// The largest `first` that is of use in `width` cells: from there on, the last column is seen whole.
    pub fn last_first(&self, width: usize) -> usize {
        let frozen = self.frozen(width);
        let mut left = width.saturating_sub(1 + self.columns[..frozen].iter().map(|column| column + 1).sum::<usize>());
        let mut first = self.columns.len();
        while first > frozen && self.columns[first - 1] < left {
            first -= 1;
            left -= self.columns[first] + 1;
        }
        first.min(self.columns.len().saturating_sub(1)).max(frozen)
    }

    /// A display line as it is seen in `width` cells: the frozen columns, then the columns from `first` on.
    pub fn line(&self, index: usize, first: usize, width: usize) -> Line {
        let Some(line) = self.lines.get(index) else { return Line::default() };
        let frozen = self.frozen(width);
        let mut used = 1;
        let shown = (0..frozen).chain(first.max(frozen)..self.columns.len()).take_while(|&column| {
            let begins = used <= width;
            used += self.columns[column] + 1;
            begins
        });
        let shown: Vec<usize> = shown.collect();
        let spans = match &line.columns {
            None => {
                let columns = shown.iter().map(|&column| (self.columns[column], true));
                vec![Span::own(self.cells.frame.line(self.cells.frame.inner, columns), Role::Frame)]
            }
            Some(columns) => {
                let mut spans = vec![Span::own(self.cells.frame.vertical, Role::Frame)];
                for column in shown {
                    match columns.get(column) {
                        Some(cell) => spans.extend(cell.iter().cloned()),
                        None => spans.push(Span::own(" ".repeat(self.columns[column]), Role::Body)),
                    }
                    spans.push(Span::own(self.cells.frame.vertical, Role::Frame));
                }
                spans
            }
        };
        let role = if line.columns.is_some() { Role::Marker } else { Role::Frame };
        let spans = if used > width { self.going_on(spans, width, role) } else { spans };
        Line::of_spans(line.range.clone(), spans)
    }

    /// What fits of a line that does not end within `width` cells, and in the last cell a sign that it goes on.
    fn going_on(&self, spans: Vec<Span>, width: usize, role: Role) -> Vec<Span> {
        let room = width.saturating_sub(GOES_ON.len());
        let mut kept = cut(spans, room, self.cells.widths());
        let used: usize = kept.iter().map(|span| self.cells.widths().str(&span.text)).sum();
        kept.push(Span::own(" ".repeat(room - used) + GOES_ON, role));
        kept
    }

    /// The row that a display line belongs to (header rows counted); frames belong to the row above.
    pub fn row_at(&self, line: usize) -> usize {
        self.lines.get(line).or(self.lines.last()).map_or(0, |line| line.row)
    }

    /// The first display line of a row.
    pub fn line_of_row(&self, row: usize) -> usize {
        self.lines.partition_point(|line| line.row < row).min(self.lines.len().saturating_sub(1))
    }

    /// The first byte of a row in the table's text.
    pub fn start_of(&self, row: usize) -> usize {
        self.lines.get(self.line_of_row(row)).map_or(0, |line| line.range.start)
    }

    /// The display line and the column that show the byte at `offset` of the table's text.
    pub fn place_of(&self, offset: usize) -> Option<(usize, usize)> {
        let shows = |cell: &Vec<Span>| {
            cell.iter().any(|span| span.source.as_ref().is_some_and(|source| source.contains(&offset)))
        };
        let lines = self.lines.iter().enumerate().filter(|(_, line)| line.range.contains(&offset));
        let mut places = lines.filter_map(|(at, line)| Some((at, line.columns.as_ref()?.iter().position(shows)?)));
        places.next()
    }

    /// The `first` nearest to `first` with which the whole of a column is seen in `width` cells, or as much as can be.
    pub fn first_to_see(&self, column: usize, first: usize, width: usize) -> usize {
        let frozen = self.frozen(width);
        if column < frozen {
            return first;
        }
        let end = |columns: &[usize]| columns.iter().map(|column| column + 1).sum::<usize>();
        let room = width.saturating_sub(1 + end(&self.columns[..frozen]));
        let mut first = first.clamp(frozen, column);
        // The last cell of a line that goes on says so.
        let goes_on = usize::from(column + 1 < self.columns.len());
        let mut taken = end(&self.columns[first..=column]) + goes_on;
        while first < column && taken > room {
            taken -= self.columns[first] + 1;
            first += 1;
        }
        first
    }

    /// A row's whole text, cell by cell.
    pub fn row(&self, row: usize) -> Vec<Field> {
        if row < self.cells.rows.len() { fields(&self.cells, row, &self.names) } else { Vec::new() }
    }
}

/// Leaves out what is beyond `width` cells.
fn cut(spans: Vec<Span>, width: usize, widths: Widths) -> Vec<Span> {
    let mut left = width;
    let mut kept = Vec::new();
    for mut span in spans {
        let cells = widths.str(&span.text);
        if cells > left {
            let mut used = 0;
            let end = span.text.char_indices().find(|&(_, c)| {
                used += widths.char(c);
                used > left
            });
            let end = end.map_or(span.text.len(), |(end, _)| end);
            let literal = span.source.as_ref().is_some_and(|source| source.len() == span.text.len());
            if let Some(source) = span.source.as_mut().filter(|_| literal) {
                source.end = source.start + end;
            }
            span.text.truncate(end);
            if end > 0 {
                kept.push(span);
            }
            break;
        }
        left -= cells;
        kept.push(span);
    }
    kept
}
