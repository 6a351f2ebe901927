//! 书签与最近读过: a row each, the issue at the right end.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::bookmarks::Bookmarks;
use crate::app::lines::cut;
use crate::text::safe;
use crate::tui::canvas::Canvas;

pub fn draw(bookmarks: &Bookmarks, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = vec!["书签与最近读过".to_owned()];
    if !bookmarks.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(bookmarks.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    if bookmarks.shown.is_empty() {
        canvas.put(2, 2, metrics.cols, "没有符合的条目。Esc 看全部。", theme::PLAIN);
    }
    let rows = bookmarks.shown.iter().enumerate().skip(bookmarks.list.top).take(metrics.body());
    for (y, (row, &at)) in (1..).zip(rows) {
        let Some(item) = bookmarks.items.get(at) else { continue };
        canvas.item(y, row);
        let style = if row == bookmarks.list.selected { theme::SELECTED } else { theme::PLAIN };
        canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
        let issue = safe::line(item.anchor.issue.rsplit(' ').next().unwrap_or_default()).into_owned();
        let cells = metrics.widths.str(&issue) as u16;
        let end = metrics.cols.saturating_sub(cells + 3);
        canvas.put(1, y, end, &cut(&safe::line(&item.words()), end.saturating_sub(1) as usize, metrics.widths), style);
        canvas.put(metrics.cols.saturating_sub(cells + 1), y, metrics.cols, &issue, style);
    }
}
