//! A table full screen: the header in place, the rows below it, the selected one in reverse video, what was found marked.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::table::Table;
use crate::tui::canvas::Canvas;
use crate::typeset::{Line, Role};

pub fn draw(table: &Table, metrics: &Metrics, canvas: &mut Canvas) {
    bar::heading(canvas, metrics, &table.path);
    let (view, head) = (&table.view, table.view.head().min(metrics.body()));
    let selected = table.selected();
    let below = (head + table.list.top..view.len()).take(metrics.body() - head);
    for (y, index) in (1..).zip((0..head).chain(below)) {
        let line = view.line(index, table.first, metrics.cols as usize);
        let is_selected = index >= head && view.row_at(index) == selected;
        if index >= head {
            let first = selected - table.list.selected;
            canvas.item(y, view.row_at(index).saturating_sub(first));
        }
        draw_line(&line, y, is_selected, metrics, canvas);
        mark_hits(table, &line, y, is_selected, metrics, canvas);
    }
}

fn draw_line(line: &Line, y: u16, selected: bool, metrics: &Metrics, canvas: &mut Canvas) {
    let mut x = 0;
    for span in line.spans().iter() {
        x = canvas.put(x, y, metrics.cols, &span.text, theme::role(span.role));
    }
    // A frame below it belongs to the row, but is not it.
    if selected && line.spans().iter().any(|span| span.role != Role::Frame) {
        canvas.buffer.set_style(Rect::new(0, y, x, 1).intersection(canvas.area()), theme::SELECTED);
    }
}

/// Hits are underlined; the current one is in reverse video, or, in the selected row, alone not so.
fn mark_hits(table: &Table, line: &Line, y: u16, selected: bool, metrics: &Metrics, canvas: &mut Canvas) {
    let Some(find) = &table.find else { return };
    for (number, hit) in find.in_block(table.at) {
        if hit.range.end <= line.range.start || line.range.end <= hit.range.start {
            continue;
        }
        let style = match (find.selected == Some(number), selected) {
            (true, true) => theme::HIT.remove_modifier(Modifier::REVERSED),
            (true, false) => theme::CURRENT_HIT,
            (false, _) => theme::HIT,
        };
        for cells in line.cells_showing(&hit.range, metrics.widths) {
            let area = Rect::new(cells.start as u16, y, cells.len() as u16, 1);
            canvas.buffer.set_style(area.intersection(canvas.area()), style);
        }
    }
}
