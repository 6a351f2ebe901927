//! 台账: unit, role, deadline and task in columns, with the source where there is room; below the list a strip that says the
//! selected row at length.

use ratatui::layout::Rect;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::ledger::{LedgerScreen, strip};
use crate::app::lines::{cut, gist, wrap};
use crate::ledger::view::Item;
use crate::ledger::write::brief;
use crate::ledger::{Ledger, Row};
use crate::text::safe;
use crate::tui::canvas::Canvas;

/// Cells of the columns, with the space behind them.
const UNIT: u16 = 18;
/// Of the unit on very narrow screens.
const NARROW_UNIT: u16 = 12;
const ROLE: u16 = 10;
const DUE: u16 = 14;
/// Cells of the source, in screens that have them.
const SOURCE: u16 = 26;
const WIDE: u16 = 112;

pub fn draw(screen: &LedgerScreen, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = screen.titles();
    if !screen.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(screen.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    let Some(gathered) = &screen.gathered else {
        let text = match screen.progress {
            Some(progress) => format!("正在读出任务：{}/{}", progress.done, progress.total),
            None => "正在读出任务".into(),
        };
        canvas.put(2, 2, metrics.cols, &text, theme::PLAIN);
        return;
    };
    let ledger = &gathered.ledger;
    if screen.items.is_empty() {
        let text = if ledger.rows.is_empty() {
            "这里没有写明责任单位的任务。"
        } else {
            "没有符合的条目。Esc 看全部。"
        };
        canvas.put(2, 2, metrics.cols, text, theme::PLAIN);
        for (y, text) in (3..metrics.rows.saturating_sub(1)).zip(&screen.none) {
            canvas.put(2, y, metrics.cols, &safe::line(text), theme::FAINT);
        }
        return;
    }
    let columns = Columns::new(metrics);
    columns.row(["单位", "角色", "期限", "任务", "出处"], 1, theme::HEADING, metrics, canvas);
    let strip = strip(metrics) as u16;
    let below = metrics.rows - 1 - strip;
    let shown = screen.items.iter().enumerate().skip(screen.list.top);
    for (y, (at, item)) in (2..below).zip(shown) {
        canvas.item(y, at);
        let selected = at == screen.list.selected;
        let style = if selected { theme::SELECTED } else { theme::PLAIN };
        if selected {
            canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
        }
        match item {
            Item::Heading(text, count) => {
                let count = format!("{count} 条");
                let room = (metrics.cols as usize).saturating_sub(4 + metrics.widths.str(&count));
                let text = cut(&safe::line(gist_of(text)), room, metrics.widths);
                let style = if selected { style } else { theme::HEADING };
                let x = canvas.put(1, y, metrics.cols, &text, style);
                canvas.put(x + 2, y, metrics.cols, &count, style);
            }
            Item::Row(row) => {
                let row = &ledger.rows[*row as usize];
                let cells = cells(ledger, row);
                columns.row([&cells[0], &cells[1], &cells[2], &cells[3], &cells[4]], y, style, metrics, canvas);
            }
        }
    }
    if let Some(row) = screen.selected() {
        draw_strip(ledger, row, Rect::new(0, below, metrics.cols, strip), metrics, canvas);
    }
}

/// A document's title without what most begin and end with.
fn gist_of(heading: &str) -> &str {
    if heading.contains("关于") && !heading.ends_with('）') { gist(heading) } else { heading }
}

/// Unit, role, deadline, task, source, safe to show.
fn cells(ledger: &Ledger, row: &Row) -> [String; 5] {
    let (task, source) = (ledger.task(row), ledger.source(row));
    let about = if task.heading.is_empty() { &task.text } else { &task.heading };
    let number = source.doc_number.as_deref().unwrap_or(gist(&source.title));
    let unit = if row.expanded { &ledger.body(row).name } else { &row.unit };
    [unit.clone(), row.role.name().to_owned(), due(ledger, row), about.clone(), number.to_owned()]
        .map(|text| safe::line(&text).into_owned())
}

/// The last day of the first deadline, or what it means; 等 where there are more.
fn due(ledger: &Ledger, row: &Row) -> String {
    let deadlines = &ledger.task(row).deadlines;
    let first = deadlines.iter().find(|deadline| deadline.when.is_some()).or(deadlines.first());
    let Some(first) = first else { return String::new() };
    let said = match first.when {
        Some(when) => when.last_day().map_or_else(|| when.to_string(), crate::ledger::deadline::iso),
        None => first.words.clone(),
    };
    if deadlines.len() > 1 { format!("{said}等") } else { said }
}

/// Where the columns begin.
struct Columns {
    /// None: there is no room for it; the strip says it.
    role: Option<u16>,
    due: u16,
    task: u16,
    /// None: there is no room for it.
    source: Option<u16>,
}

impl Columns {
    fn new(metrics: &Metrics) -> Columns {
        let (role, due) = match metrics.cols >= 60 {
            true => (Some(1 + UNIT), 1 + UNIT + ROLE),
            false => (None, 1 + NARROW_UNIT),
        };
        let source = (metrics.cols >= WIDE).then(|| metrics.cols - SOURCE);
        Columns { role, due, task: due + DUE, source }
    }

    fn row(&self, cells: [&str; 5], y: u16, style: ratatui::style::Style, metrics: &Metrics, canvas: &mut Canvas) {
        let mut put = |x: u16, end: u16, text: &str| {
            let room = end.saturating_sub(x + 1) as usize;
            canvas.put(x, y, end, &cut(text, room, metrics.widths), style);
        };
        put(1, self.role.unwrap_or(self.due), cells[0]);
        if let Some(role) = self.role {
            put(role, self.due, cells[1]);
        }
        put(self.due, self.task, cells[2]);
        put(self.task, self.source.unwrap_or(metrics.cols), cells[3]);
        if let Some(source) = self.source {
            put(source, metrics.cols, cells[4]);
        }
    }
}

/// The selected row: who, as what, by when; the task; where it is printed.
fn draw_strip(ledger: &Ledger, row: &Row, area: Rect, metrics: &Metrics, canvas: &mut Canvas) {
    let (task, source) = (ledger.task(row), ledger.source(row));
    let room = metrics.cols.saturating_sub(2) as usize;
    canvas.put(0, area.y, metrics.cols, &"-".repeat(metrics.cols as usize), theme::FAINT);
    let body = ledger.name(ledger.body(row), &source.home);
    let mut who = vec![row.unit.clone()];
    if row.is_above() {
        who.push("（同上）".into());
    }
    if body != row.unit {
        who.push(format!("＝{body}"));
    }
    let words = task.deadlines.iter().map(|deadline| deadline.words.as_str()).collect::<Vec<_>>().join("；");
    let mut first = format!("{}  {}", who.concat(), row.said);
    if !words.is_empty() {
        let when = brief(ledger, row);
        first.push_str(&if when == words || when.is_empty() {
            format!("  {words}")
        } else {
            format!("  {words}（{when}）")
        });
    }
    canvas.put(1, area.y + 1, metrics.cols, &cut(&safe::line(&first), room, metrics.widths), theme::HEADING);
    let said: Vec<&str> = task.words().collect();
    let said = safe::line(&said.join("　")).into_owned();
    let lines = wrap(&said, room, metrics.widths);
    let height = area.height.saturating_sub(3) as usize;
    for (at, line) in lines.iter().take(height).enumerate() {
        let last = at + 1 == height && lines.len() > height;
        let line = if last {
            format!("{}..", cut(line, room - 2, metrics.widths).trim_end_matches('.'))
        } else {
            (*line).to_owned()
        };
        canvas.put(1, area.y + 2 + at as u16, metrics.cols, &line, theme::PLAIN);
    }
    let number = source.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
    let place = if task.place.is_empty() { String::new() } else { format!("  {}", task.place) };
    // What leads to the words comes first where there is little room.
    let tail = if metrics.cols < 60 {
        format!("{place}  第{}行  {number}", row.line)
    } else {
        format!("{number}{place}  第{}行", row.line)
    };
    let title = cut(gist(&source.title), room.saturating_sub(metrics.widths.str(&tail)), metrics.widths);
    let from = safe::line(&format!("{title}{tail}")).into_owned();
    canvas.put(1, area.bottom() - 1, metrics.cols, &cut(from.trim_start(), room, metrics.widths), theme::FAINT);
}
