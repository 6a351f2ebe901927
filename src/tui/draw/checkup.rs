//! 体检: findings under the documents they are about.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::checkup::{CheckLine, Checkup};
use crate::app::lines::cut;
use crate::text::safe;
use crate::tui::canvas::Canvas;

pub fn draw(checkup: &Checkup, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = checkup.titles();
    if !checkup.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(checkup.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    if checkup.shown.is_empty() {
        canvas.put(2, 2, metrics.cols, "没有符合的条目。Esc 看全部。", theme::PLAIN);
    }
    for (y, line) in (1..).zip(checkup.lines.iter().skip(checkup.list.top).take(metrics.body())) {
        match line {
            CheckLine::Document(title) => {
                let title = cut(title, metrics.cols as usize - 2, metrics.widths);
                canvas.put(1, y, metrics.cols, &title, theme::HEADING);
            }
            CheckLine::Finding(item, text) => {
                canvas.item(y, *item);
                let selected = *item == checkup.list.selected;
                let style = if selected { theme::SELECTED } else { theme::PLAIN };
                if selected {
                    canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
                }
                canvas.put(3, y, metrics.cols, text, style);
            }
        }
    }
}
