//! A table full screen: the header in place, the rows below it, the selected one in reverse video.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::table::Table;
use crate::tui::canvas::Canvas;
use crate::typeset::{Line, Role};

pub fn draw(table: &Table, metrics: &Metrics, canvas: &mut Canvas) {
    bar::heading(canvas, metrics, &table.path);
    let (view, head) = (&table.view, table.view.head().min(metrics.body()));
    let seen = |index| view.line(index, table.first, metrics.cols as usize);
    for index in 0..head {
        draw_line(&seen(index), index as u16 + 1, false, metrics, canvas);
    }
    let selected = table.selected();
    let below = (head + table.list.top..view.len()).take(metrics.body() - head);
    for (y, index) in (head as u16 + 1..).zip(below) {
        draw_line(&seen(index), y, view.row_at(index) == selected, metrics, canvas);
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
