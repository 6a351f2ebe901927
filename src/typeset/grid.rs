//! A table as a grid: columns as wide as their content asks for and the page allows, cells wrapped.
//!
//! Columns that need less than an even share get what they need; the others divide the rest by how much they hold, so
//! that a row's cells wrap into about as many lines. A grid is given up for [`cards`] where some column would get less
//! than a few characters, or a row would become a column of its own.

use crate::issue::{Block, Table};

use super::cells::{Cell, Cells};
use super::fill::Room;
use super::{Line, Options, Role, Span, cards};

/// No column gets less, unless its content is narrower.
const NARROWEST: usize = 6;
/// No row of a grid has more lines.
const TALLEST: usize = 16;

/// Sets a table in the page's width: as a grid if it fits, else as cards.
pub(super) fn set(block: &Block, table: &Table, options: &Options) -> Vec<Line> {
    let cells = Cells::new(block, table, options.widths);
    let columns = column_widths(&cells, options.width as usize);
    match columns.filter(|columns| tallest(&cells, columns) <= TALLEST) {
        Some(columns) => {
            let total = columns.iter().sum::<usize>() + columns.len() + 1;
            let margin = (options.width as usize).saturating_sub(total) / 2;
            lines(&cells, &columns, margin)
        }
        None => cards::set(&cells, options.margin(), options.measure()),
    }
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

fn tallest(cells: &Cells, columns: &[usize]) -> usize {
    let height = |row: &Vec<Cell>| row.iter().zip(columns).map(|(cell, &width)| cells.height(cell, width)).max();
    cells.rows.iter().filter_map(height).max().unwrap_or(0)
}

fn lines(cells: &Cells, columns: &[usize], margin: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    // A line of the frame above `row`: it leaves out the cells that continue those above them.
    let frame = |ends, row: usize, at: usize| {
        let runs = |column| cells.get(row, column).is_none_or(|cell| cell.above.is_none());
        let columns = columns.iter().enumerate().map(|(column, &width)| (width, runs(column)));
        let text = " ".repeat(margin) + &cells.frame.line(ends, columns);
        Line::of_spans(at..at, vec![Span::own(text, Role::Frame)])
    };
    let rows: Vec<Vec<Vec<Span>>> = (0..cells.rows.len()).map(|row| row_lines(cells, row, columns)).collect();
    let wrapped = rows[cells.header..].iter().any(|row| row.len() > 1);
    lines.push(frame(cells.frame.top, 0, 0));
    let last = rows.len().saturating_sub(1);
    for (row, shown) in rows.into_iter().enumerate() {
        let range = cells.row_bytes[row].clone();
        for mut spans in shown {
            if margin > 0 {
                spans.insert(0, Span::own(" ".repeat(margin), Role::Frame));
            }
            lines.push(Line::of_spans(range.clone(), spans));
        }
        if row == last {
            lines.push(frame(cells.frame.bottom, row + 1, range.end));
        } else if wrapped || row + 1 == cells.header {
            lines.push(frame(cells.frame.inner, row + 1, range.end));
        }
    }
    lines
}

/// The display lines of a row, frames between its cells included.
fn row_lines(cells: &Cells, row: usize, columns: &[usize]) -> Vec<Vec<Span>> {
    let mut wrapped = wrap_row(cells, row, columns);
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    let mut lines = Vec::with_capacity(height);
    for line in 0..height {
        let mut spans = Vec::with_capacity(columns.len() * 2 + 2);
        let mut edge = String::with_capacity(64);
        edge.push_str(cells.frame.vertical);
        for cell in &mut wrapped {
            let (left, mut text, right) = cell.get_mut(line).map(std::mem::take).unwrap_or_default();
            edge.extend(std::iter::repeat_n(' ', left));
            if !text.is_empty() {
                spans.push(Span::own(std::mem::replace(&mut edge, String::with_capacity(64)), Role::Frame));
                spans.append(&mut text);
            }
            edge.extend(std::iter::repeat_n(' ', right));
            edge.push_str(cells.frame.vertical);
        }
        spans.push(Span::own(edge, Role::Frame));
        lines.push(spans);
    }
    lines
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
