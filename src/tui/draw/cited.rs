//! 谁引用: two lines an item, who cites and the words.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::cited::{Cited, Item};
use crate::app::lines::cut;
use crate::text::safe;
use crate::tui::canvas::Canvas;

/// Characters of the sentence shown before the citation.
const BEFORE: usize = 12;

pub fn draw(screen: &Cited, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = screen.titles();
    if !screen.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(screen.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    let Some(items) = &screen.items else {
        let text = match screen.progress {
            Some(progress) => format!("正在读出引用：{}/{}", progress.done, progress.total),
            None => "正在读出引用".into(),
        };
        canvas.put(2, 2, metrics.cols, &text, theme::PLAIN);
        return;
    };
    if screen.shown.is_empty() {
        let text = if items.is_empty() {
            "馆藏里没有文件引用它。"
        } else {
            "没有符合的条目。Esc 看全部。"
        };
        canvas.put(2, 2, metrics.cols, text, theme::PLAIN);
        return;
    }
    for y in 1..=metrics.body() {
        let line = screen.list.top + y - 1;
        let Some(item) = screen.shown.get(line / 2).and_then(|&at| items.get(at)) else { break };
        canvas.item(y as u16, line / 2);
        let style = if line / 2 == screen.list.selected { theme::SELECTED } else { theme::PLAIN };
        canvas.fill(Rect::new(0, y as u16, metrics.cols, 1), style);
        match line % 2 {
            0 => {
                let issue = safe::line(&item.issue).into_owned();
                let cells = metrics.widths.str(&issue) as u16;
                let end = metrics.cols.saturating_sub(cells + 3);
                let by = cut(&safe::line(&item.by), end.saturating_sub(1) as usize, metrics.widths);
                canvas.put(1, y as u16, end, &by, style);
                canvas.put(metrics.cols.saturating_sub(cells + 1), y as u16, metrics.cols, &issue, style);
            }
            _ => {
                let text = cut(&words(item), (metrics.cols as usize).saturating_sub(4), metrics.widths);
                canvas.put(3, y as u16, metrics.cols, &text, style);
            }
        }
    }
}

/// What is cited, and the sentence from shortly before the citation on.
fn words(item: &Item) -> String {
    let text = &item.citing.text;
    let before = &text[..item.citing.mark.start];
    let from = before.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let dots = if from > 0 { ".." } else { "" };
    let what = match (item.clause.as_str(), item.here) {
        ("", _) => String::new(),
        (clause, true) => format!("【引这里：{clause}】"),
        (clause, false) => format!("【引{clause}】"),
    };
    format!("{what}{dots}{}", safe::line(text[from..].trim_start()))
}
