//! 对照: the entries of the comparison. Changed words are underlined, and between two columns that is enough; in one text they stand in
//! signs of their own.

use std::ops::Range;

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::comparing::{Comparing, Line, WIDE, column, head};
use crate::app::lines::cut;
use crate::compare::told::{Look, Run};
use crate::text::fold::{Folded, fold};
use crate::tui::canvas::Canvas;

pub fn draw(screen: &Comparing, metrics: &Metrics, canvas: &mut Canvas) {
    bar::heading(canvas, metrics, &screen.titles());
    if screen.compared.is_none() {
        canvas.put(2, 2, metrics.cols, "正在对照。", theme::PLAIN);
        return;
    }
    let (head, cells) = (head(metrics) as u16, column(metrics));
    let right = cells + 4;
    if metrics.cols >= WIDE {
        for (x, what, name) in [(1, "旧", &screen.names[0]), (right, "新", &screen.names[1])] {
            let name = cut(&format!("{what}：{name}"), cells as usize, metrics.widths);
            canvas.put(x, 1, x + cells, &name, theme::HEADING);
        }
        canvas.put(cells + 2, 1, right, "|", theme::FAINT);
    }
    let rows = screen.lines.iter().enumerate().skip(screen.list.top).take(metrics.body() - head as usize);
    let selected = screen.lines_of(screen.list.selected);
    for (y, (at, line)) in (1 + head..).zip(rows) {
        // Its first line says that an entry is selected; further down, where that is out of sight, the first that is seen.
        let is_current = at == selected.start.max(screen.list.top) && selected.contains(&at);
        canvas.item(y, screen.entry_at(at));
        match line {
            Line::Own(text) => {
                let style = if is_current { theme::SELECTED } else { theme::HEADING };
                if is_current {
                    canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
                }
                canvas.put(1, y, metrics.cols, text, style);
            }
            Line::Both(runs) => put(runs, 1, y, screen, metrics, is_current, canvas),
            Line::Sides(old, new) => {
                put(old, 1, y, screen, metrics, is_current, canvas);
                canvas.put(cells + 2, y, right, "|", theme::FAINT);
                put(new, right, y, screen, metrics, is_current, canvas);
            }
        }
    }
}

fn put(runs: &[Run], mut x: u16, y: u16, screen: &Comparing, metrics: &Metrics, current: bool, canvas: &mut Canvas) {
    let query = screen.find.as_ref().map(|find| fold(&find.query)).unwrap_or_default();
    for (look, text) in runs {
        let style = match look {
            Look::Gone => theme::GONE,
            Look::New => theme::NEW,
            Look::Plain | Look::Own if current => theme::SELECTED,
            Look::Plain | Look::Own => theme::PLAIN,
        };
        let mut at = 0;
        for found in found(text, &query) {
            x = canvas.put(x, y, metrics.cols, &text[at..found.start], style);
            x = canvas.put(x, y, metrics.cols, &text[found.clone()], theme::SELECTED);
            at = found.end;
        }
        x = canvas.put(x, y, metrics.cols, &text[at..], style);
    }
}

/// Where a folded query stands in a text.
fn found(text: &str, query: &str) -> Vec<Range<usize>> {
    if query.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let starts = folded.text().match_indices(query).map(|(start, _)| start);
    starts.map(|start| folded.source(start..start + query.len())).collect()
}
