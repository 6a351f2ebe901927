//! 目录: ordinal, title, 文号 and page in columns; in a narrow terminal 文号 and page below the title.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::contents::{Contents, ContentsLine, NUMBER_CELLS, ORDINAL_CELLS, PAGE_CELLS, has_columns, room};
use crate::app::lines::cut;
use crate::app::reading::issue_name;
use crate::text::safe;
use crate::tui::canvas::Canvas;

pub fn draw(contents: &Contents, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = vec![issue_name(&contents.issue), "目录".to_owned()];
    if !contents.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(contents.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    if contents.shown.is_empty() {
        let text = if contents.entries.is_empty() {
            "这一期里没有找到目录，也没有文件。"
        } else {
            "没有符合的条目。Esc 看全部。"
        };
        canvas.put(2, 2, metrics.cols, text, theme::PLAIN);
        return;
    }
    for (y, line) in (1..).zip(contents.lines.iter().skip(contents.list.top).take(metrics.body())) {
        draw_line(contents, line, y, metrics, canvas);
    }
}

fn draw_line(contents: &Contents, line: &ContentsLine, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let (left, right) = room(metrics);
    match line {
        ContentsLine::Category(category) => {
            let text = format!("【{}】", safe::line(category));
            let text = cut(&text, (right - left).saturating_sub(2) as usize, metrics.widths);
            canvas.put(left + 1, y, right, &text, theme::HEADING);
        }
        ContentsLine::Entry { item, ordinal, title, doc_number, page } => {
            canvas.item(y, *item);
            let selected = *item == contents.list.selected;
            let style = if selected { theme::SELECTED } else { theme::PLAIN };
            if selected {
                canvas.fill(Rect::new(left, y, right - left, 1), style);
            }
            if let Some(ordinal) = ordinal {
                canvas.put(left, y, left + ORDINAL_CELLS, &format!("{ordinal:>4}"), style);
            }
            let number = doc_number.as_deref().map(safe::line).unwrap_or_default();
            let page = page.map(|page| page.to_string()).unwrap_or_default();
            let title = safe::line(title);
            if has_columns(metrics.cols) {
                let (page_at, number_at) = (right - PAGE_CELLS, right - PAGE_CELLS - NUMBER_CELLS);
                canvas.put(left + ORDINAL_CELLS, y, number_at, &title, style);
                canvas.put(number_at + 1, y, page_at, &cut(&number, NUMBER_CELLS as usize - 1, metrics.widths), style);
                canvas.put(page_at, y, right, &format!("{page:>4}"), style);
            } else if title.is_empty() {
                let page = if page.is_empty() { page } else { format!("第{page}页") };
                let x =
                    canvas.put(left + ORDINAL_CELLS, y, right, &number, if selected { style } else { theme::FAINT });
                let x = if number.is_empty() { x } else { x + 2 };
                canvas.put(x, y, right, &page, if selected { style } else { theme::FAINT });
            } else {
                canvas.put(left + ORDINAL_CELLS, y, right, &title, style);
            }
        }
    }
}
