//! A table as a grid: columns as wide as their content asks for and the page allows, cells wrapped.
//!
//! Columns that need less than an even share get what they need; the others divide the rest by how much they hold, so
//! that a row's cells wrap into about as many lines. A grid is given up for [`cards`] where some column would get less
//! than a few characters, or a row would become a column of its own.

use std::sync::Arc;

use super::cells::{Cell, Cells};
use super::fill::Room;
use super::{Line, Options, Role, Span, cards};

/// No column gets less, unless its content is narrower.
const NARROWEST: usize = 6;
/// No row of a grid has more lines.
const TALLEST: usize = 16;

/// A table laid out as a grid. A line of it is put together when it is drawn.
#[derive(Debug)]
pub(super) struct Grid {
    cells: Arc<Cells>,
    columns: Vec<usize>,
    /// Cells left of it.
    margin: usize,
}

/// Which line of a grid: of a row, or of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    row: u32,
    /// None for the frame above the row; below the last row there is one more.
    line: Option<u32>,
}

/// Sets a table in the page's width: as a grid if it fits, else as cards.
pub(super) fn set(cells: &Arc<Cells>, options: &Options) -> Vec<Line> {
    let fitting =
        column_widths(cells, options.width as usize).and_then(|columns| Some((heights(cells, &columns)?, columns)));
    let Some((heights, columns)) = fitting else {
        return cards::set(cells, options.margin(), options.measure());
    };
    let total = columns.iter().sum::<usize>() + columns.len() + 1;
    let margin = (options.width as usize).saturating_sub(total) / 2;
    lines(&Arc::new(Grid { cells: cells.clone(), columns, margin }), &heights)
}

/// The cells of each column, none where they do not fit into `width` with their frame.
fn column_widths(cells: &Cells, width: usize) -> Option<Vec<usize>> {
    let natural: Vec<usize> = cells.natural().iter().map(|&w| w.max(2)).collect();
    let room = width.checked_sub(natural.len() + 1)?;
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    let least: Vec<usize> = natural.iter().map(|&w| w.min(NARROWEST)).collect();
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // Narrow columns first: whoever needs no more than an even share of what is left gets it whole.
    let mut columns = natural.clone();
    let mut wide: Vec<usize> = (0..columns.len()).collect();
    let mut left = room;
    loop {
        let share = left / wide.len().max(1);
        let before = wide.len();
        wide.retain(|&column| {
            let stays = natural[column] > share;
            left -= if stays { 0 } else { natural[column] };
            stays
        });
        if wide.len() == before {
            break;
        }
    }
    // The wide ones: their least, and the rest by content, in whole characters.
    let asked: usize = wide.iter().map(|&column| natural[column]).sum();
    let spare = left - wide.iter().map(|&column| least[column]).sum::<usize>().min(left);
    for &column in &wide {
        columns[column] = (least[column] + spare * natural[column] / asked.max(1)) & !1;
    }
    Some(columns)
}

/// How many lines each row takes; none where a row is too tall for a grid.
fn heights(cells: &Cells, columns: &[usize]) -> Option<Vec<usize>> {
    let height = |row: &Vec<Cell>| {
        let heights = row.iter().zip(columns).map(|(cell, &width)| cells.height(cell, width));
        heights.max().filter(|&height| height <= TALLEST)
    };
    cells.rows.iter().map(height).collect()
}

fn lines(grid: &Arc<Grid>, heights: &[usize]) -> Vec<Line> {
    let cells = &grid.cells;
    let line = |range, row: usize, line: Option<usize>| {
        Line::of_grid(range, grid.clone(), At { row: row as u32, line: line.map(|line| line as u32) })
    };
    let wrapped = heights[cells.header..].iter().any(|&height| height > 1);
    let mut lines = Vec::with_capacity(heights.iter().sum::<usize>() + heights.len() + 1);
    lines.push(line(0..0, 0, None));
    for (row, &height) in heights.iter().enumerate() {
        let range = cells.row_bytes[row].clone();
        lines.extend((0..height).map(|at| line(range.clone(), row, Some(at))));
        if row + 1 == heights.len() || wrapped || row + 1 == cells.header {
            lines.push(line(range.end..range.end, row + 1, None));
        }
    }
    lines
}

impl Grid {
    /// What is drawn on a line.
    pub fn spans(&self, at: At) -> Vec<Span> {
        let row = at.row as usize;
        match at.line {
            Some(line) => self.row(row, line as usize),
            None => vec![Span::own(" ".repeat(self.margin) + &self.frame_above(row), Role::Frame)],
        }
    }

    /// A line of the frame above `row`: it leaves out the cells that continue those above them.
    fn frame_above(&self, row: usize) -> String {
        let frame = self.cells.frame;
        let ends = match row {
            0 => frame.top,
            _ if row == self.cells.rows.len() => frame.bottom,
            _ => frame.inner,
        };
        let runs = |column| self.cells.get(row, column).is_none_or(|cell| cell.above.is_none());
        frame.line(ends, self.columns.iter().enumerate().map(|(column, &width)| (width, runs(column))))
    }

    /// A line of a row, frames between its cells included.
    fn row(&self, row: usize, line: usize) -> Vec<Span> {
        let vertical = self.cells.frame.vertical;
        let mut spans = Vec::with_capacity(self.columns.len() * 2 + 2);
        if self.margin > 0 {
            spans.push(Span::own(" ".repeat(self.margin), Role::Frame));
        }
        let mut edge = String::from(vertical);
        for mut cell in wrap_row(&self.cells, row, &self.columns) {
            let (left, mut text, right) = cell.get_mut(line).map(std::mem::take).unwrap_or_default();
            edge.extend(std::iter::repeat_n(' ', left));
            if !text.is_empty() {
                spans.push(Span::own(std::mem::take(&mut edge), Role::Frame));
                spans.append(&mut text);
            }
            edge.extend(std::iter::repeat_n(' ', right));
            edge.push_str(vertical);
        }
        spans.push(Span::own(edge, Role::Frame));
        spans
    }
}

/// For each column and line of a row: blanks before, spans, blanks after; together as wide as the column.
pub(super) fn wrap_row(cells: &Cells, row: usize, columns: &[usize]) -> Vec<Vec<(usize, Vec<Span>, usize)>> {
    let none = Cell::default();
    let wrap = |(column, &width): (usize, &usize)| {
        let cell = cells.get(row, column).unwrap_or(&none);
        cells.wrap(cell, Room { first: width, rest: width })
    };
    let mut wrapped: Vec<_> = columns.iter().enumerate().map(wrap).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    wrapped.iter_mut().for_each(|lines| lines.resize(height, (Vec::new(), 0)));
    let align = |(column, lines): (usize, Vec<(Vec<Span>, usize)>)| {
        let aligned = |(spans, used)| {
            let free = columns[column].saturating_sub(used);
            let left = match cells.numbers[column] {
                _ if row < cells.header => free / 2,
                Some(widest) if widest <= columns[column] => {
                    (columns[column] - widest) / 2 + (widest - used.min(widest))
                }
                _ => 0,
            };
            (left, spans, free - left)
        };
        lines.into_iter().map(aligned).collect()
    };
    wrapped.into_iter().enumerate().map(align).collect()
}
