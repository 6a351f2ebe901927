//! A table that is too wide for the page, as cards: one a row, one line a cell, `column name：value`.
//!
//! The header stands once above the cards, its cells in reading order, so that every byte of it is shown where it
//! belongs; the names on the cards repeat it. Empty cells are left out, but for those that continue the cell above them:
//! these show its text, dimmed.

use super::cells::{Cell, Cells, brief};
use super::fill::Room;
use super::{Line, Role, Span};

/// A name may take this much of a line; a longer one stands on a line of its own.
const NAME_SHARE: usize = 2;

pub(super) fn set(cells: &Cells, margin: usize, measure: usize) -> Vec<Line> {
    let mut cards = Cards { cells, margin, measure, lines: Vec::new() };
    cards.header();
    let names: Vec<String> =
        cells.names().iter().map(|name| crate::text::safe::line(&brief(name)).into_owned()).collect();
    for row in cells.header..cells.rows.len() {
        cards.rule(cells.row_bytes[row].start);
        cards.row(row, &names);
    }
    cards.rule(cells.text.len());
    cards.lines
}

struct Cards<'a> {
    cells: &'a Cells,
    margin: usize,
    measure: usize,
    lines: Vec<Line>,
}

impl Cards<'_> {
    fn rule(&mut self, at: usize) {
        let rule = self.cells.frame.horizontal.repeat(self.measure);
        self.push(at..at, vec![Span::own(rule, Role::Frame)]);
    }

    fn push(&mut self, range: std::ops::Range<usize>, mut spans: Vec<Span>) {
        super::indent_by(&mut spans, self.margin);
        self.lines.push(Line::of_spans(range, spans));
    }

    /// The header's cells, a line each row, wrapped between cells.
    fn header(&mut self) {
        for row in 0..self.cells.header {
            let mut open: Vec<Span> = Vec::new();
            let mut used = 0;
            let bytes = self.cells.row_bytes[row].clone();
            let mut start = bytes.start;
            for cell in self.cells.rows[row].iter().filter(|cell| !cell.bytes.is_empty()) {
                let room = Room { first: self.measure, rest: self.measure };
                if used > 0 && (cell.broken || used + 3 + cell.width > self.measure) {
                    self.push(start..cell.bytes.start, std::mem::take(&mut open));
                    (start, used) = (cell.bytes.start, 0);
                }
                if used > 0 {
                    open.push(Span::own(format!(" {} ", self.cells.frame.vertical), Role::Frame));
                    used += 3;
                }
                let mut lines = self.cells.wrap(cell, room);
                let last = lines.pop();
                for (spans, _) in lines {
                    let end = spans.last().and_then(|s| s.source.clone()).map_or(start, |s| s.end);
                    self.push(start..end, spans);
                    start = end;
                }
                if let Some((spans, cells)) = last {
                    open.extend(spans);
                    used += cells;
                }
            }
            self.push(start..bytes.end, open);
        }
    }

    fn row(&mut self, row: usize, names: &[String]) {
        let shown: Vec<(usize, &Cell)> = self.cells.rows[row]
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.bytes.is_empty() || cell.above.is_some())
            .collect();
        let bytes = self.cells.row_bytes[row].clone();
        if shown.is_empty() {
            return self.push(bytes, Vec::new());
        }
        let mut start = bytes.start;
        for (i, &(column, cell)) in shown.iter().enumerate() {
            let end = shown.get(i + 1).map_or(bytes.end, |(_, next)| next.bytes.start).max(start);
            self.field(column, cell, names, start..end);
            start = end;
        }
    }

    /// One cell: its name, then its text, the lines after the first below the text.
    fn field(&mut self, column: usize, cell: &Cell, names: &[String], range: std::ops::Range<usize>) {
        let mut spans = Vec::new();
        let name = names.get(column).map_or("", String::as_str);
        let mut hang = 0;
        if !name.is_empty() {
            let label = format!("{name}：");
            hang = self.cells.widths().str(&label);
            if hang * NAME_SHARE <= self.measure {
                spans.push(Span::own(label, Role::TableHead));
            } else {
                hang = 0;
                self.own_lines(&label, range.start);
            }
        }
        let width = self.measure.saturating_sub(hang).max(1);
        let (source, dim) = match cell.above.and_then(|row| self.cells.get(row, column)) {
            Some(above) => (above, true),
            None => (cell, false),
        };
        let lines = self.cells.wrap(source, Room { first: width, rest: width });
        let count = lines.len();
        let mut start = range.start;
        for (i, (mut text, _)) in lines.into_iter().enumerate() {
            let shown = text.last().and_then(|span| span.source.clone());
            if dim {
                text.iter_mut().for_each(|span| *span = Span::own(std::mem::take(&mut span.text), Role::Dim));
            }
            if i > 0 {
                super::indent_by(&mut text, hang);
            }
            spans.append(&mut text);
            let end = match shown {
                Some(shown) if i + 1 < count && !dim => shown.end.clamp(start, range.end),
                _ if i + 1 < count => start,
                _ => range.end,
            };
            self.push(start..end, std::mem::take(&mut spans));
            start = end;
        }
    }

    /// A name that is too long to stand beside its value.
    fn own_lines(&mut self, label: &str, at: usize) {
        let mut line = String::new();
        let mut used = 0;
        for c in label.chars() {
            let cells = self.cells.widths().char(c);
            if used + cells > self.measure && used > 0 {
                self.push(at..at, vec![Span::own(std::mem::take(&mut line), Role::TableHead)]);
                used = 0;
            }
            line.push(c);
            used += cells;
        }
        self.push(at..at, vec![Span::own(line, Role::TableHead)]);
    }
}
