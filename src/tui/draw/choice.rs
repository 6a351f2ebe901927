//! 附件与表格: a row each, what it is, its name, and at the right end where it stands.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::choice::Choice;
use crate::app::lines::cut;
use crate::text::safe;
use crate::tui::canvas::Canvas;

/// Cells of the first column at most.
const TAG: usize = 12;

pub fn draw(choice: &Choice, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = choice.titles();
    if !choice.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(choice.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    if choice.shown.is_empty() {
        canvas.put(2, 2, metrics.cols, "没有符合的条目。Esc 看全部。", theme::PLAIN);
    }
    let cells = |text: &str| metrics.widths.str(text);
    let rows = || choice.shown.iter().enumerate().skip(choice.list.top).take(metrics.body());
    let tags = rows().filter_map(|(_, &at)| choice.items.get(at)).map(|item| cells(&safe::line(&item.tag)).min(TAG));
    let words_at = 1 + tags.max().filter(|&tag| tag > 0).map_or(0, |tag| tag as u16 + 2);
    for (y, (row, &at)) in (1..).zip(rows()) {
        let Some(item) = choice.items.get(at) else { continue };
        canvas.item(y, row);
        let style = if row == choice.list.selected { theme::SELECTED } else { theme::PLAIN };
        canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
        let place = cut(&safe::line(&item.place), (metrics.cols / 3) as usize, metrics.widths);
        let place_at = metrics.cols.saturating_sub(cells(&place) as u16 + 1);
        let end = place_at.saturating_sub(2);
        canvas.put(1, y, end, &cut(&safe::line(&item.tag), TAG, metrics.widths), style);
        let room = end.saturating_sub(words_at) as usize;
        canvas.put(words_at, y, end, &cut(&safe::line(&item.words), room, metrics.widths), style);
        canvas.put(place_at, y, metrics.cols, &place, style);
    }
}
