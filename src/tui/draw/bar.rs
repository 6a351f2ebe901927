//! The two bars: where one is, above; what to tell or what can be done, and how far one is, below.
//!
//! While one scrolls, hardly a cell of them changes: the position stands at the right end, in a field of its own.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme;
use crate::app::find::Find;
use crate::app::input_line::InputLine;
use crate::app::keymap::Action;
use crate::app::lines::cut;
use crate::app::mouse::Zone;
use crate::app::{App, Metrics, Prompt, PromptKind, Screen};
use crate::search::bar::Making;
use crate::text::safe;
use crate::tui::canvas::Canvas;

/// Between the steps of a path.
const STEP: &str = " > ";

/// While the search line has the keys.
const SEARCH_HINTS: [(&str, &str); 6] =
    [("回车", "打开"), ("Tab", "补全"), ("Esc", "到结果"), ("下箭头", "选择"), ("上箭头", "找过的"), ("F1", "帮助")];

/// The bar above: a path, outermost first.
pub fn heading(canvas: &mut Canvas, metrics: &Metrics, path: &[String]) {
    canvas.fill(Rect::new(0, 0, metrics.cols, 1), theme::BAR);
    let room = metrics.cols as usize - 2;
    canvas.put(1, 0, metrics.cols - 1, &shortened(path, room, metrics), theme::BAR);
}

/// A path in `room` cells. Most is said by the last step, then by the document's title, the second; what stands around
/// them is cut first. The first step is `name number`, of which the name can be left out.
fn shortened(path: &[String], room: usize, metrics: &Metrics) -> String {
    let widths = metrics.widths;
    let mut path: Vec<&str> = path.iter().map(String::as_str).collect();
    let excess = |path: &[&str], cells: &[usize]| {
        (cells.iter().sum::<usize>() + STEP.len() * path.len().saturating_sub(1)).saturating_sub(room)
    };
    let measure = |path: &[&str]| path.iter().map(|step| widths.str(step)).collect::<Vec<_>>();
    if excess(&path, &measure(&path)) > 0
        && path.len() > 1
        && let Some((_, number)) = path[0].rsplit_once(' ')
    {
        path[0] = number;
    }
    let mut cells = measure(&path);
    let last = path.len().saturating_sub(1);
    // Each gives down to so many cells, in turn.
    let title = [(1, 24)].into_iter().filter(|&(at, _)| at < last);
    let turns =
        title.clone().chain((2..last).map(|at| (at, 10))).chain([(last, 24)]).chain(title.map(|(at, _)| (at, 8)));
    for (at, least) in turns.chain((2..last).map(|at| (at, 4))).chain([(last, 8)]) {
        let give = cells[at].saturating_sub(least).min(excess(&path, &cells));
        cells[at] -= give;
    }
    if excess(&path, &cells) > 0 {
        return path.last().map(|step| cut(step, room, widths)).unwrap_or_default();
    }
    let steps: Vec<String> = path.iter().zip(&cells).map(|(step, &cells)| cut(step, cells, widths)).collect();
    steps.join(STEP)
}

/// The bar below; returns where the cursor is.
pub fn status(app: &App, metrics: &Metrics, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let y = metrics.rows - 1;
    canvas.fill(Rect::new(0, y, metrics.cols, 1), theme::BAR);
    let right = position(app, metrics);
    let mut end = metrics.cols - 1;
    if !right.is_empty() {
        let cells = metrics.widths.str(&right) as u16;
        let x = end.saturating_sub(cells);
        canvas.put(x, y, end, &right, theme::BAR);
        end = x.saturating_sub(2);
    }
    if let Some(message) = &app.message {
        canvas.put(1, y, end, &cut(&safe::line(message), end as usize - 1, metrics.widths), theme::BAR);
        return None;
    }
    if let Some(prompt) = &app.prompt {
        return Some(input_line(prompt, y, end, metrics, canvas));
    }
    if app.is_opening() {
        canvas.put(1, y, end, "正在打开  Esc 取消", theme::BAR);
        return None;
    }
    if app.is_awaiting() {
        canvas.put(1, y, end, "正在查找  Esc 取消", theme::BAR);
        return None;
    }
    if matches!(app.screens.last(), Some(Screen::Search(search)) if search.typing) {
        hints(SEARCH_HINTS.map(|(key, word)| (None, key.to_owned(), word)), y, end, metrics, canvas);
        return None;
    }
    let of_use = app.keymap.hints(app.place()).into_iter().filter(|hint| app.is_of_use(hint.0));
    hints(of_use.map(|(action, key, word)| (Some(action), key, word)), y, end, metrics, canvas);
    None
}

/// Keys and words for them, as many as there is room for; a click does what they say.
fn hints(
    hints: impl IntoIterator<Item = (Option<Action>, String, &'static str)>,
    y: u16,
    end: u16,
    metrics: &Metrics,
    canvas: &mut Canvas,
) {
    let (space, gap) = if metrics.cols < 60 { ("", 1) } else { (" ", 2) };
    let mut x = 1;
    for (action, key, word) in hints {
        let hint = format!("{key}{space}{word}");
        if x + metrics.widths.str(&hint) as u16 > end {
            break;
        }
        let after = canvas.put(x, y, end, &hint, theme::BAR);
        if let Some(action) = action {
            canvas.zone(Rect::new(x, y, after - x, 1), |_, _| Zone::Action(action));
        }
        x = after + gap;
    }
}

/// The input line, and its hint where there is room.
fn input_line(prompt: &Prompt, y: u16, end: u16, metrics: &Metrics, canvas: &mut Canvas) -> (u16, u16) {
    let start = canvas.put(1, y, end, prompt.kind.label(), theme::BAR);
    let style = if prompt.fresh { theme::REPLACED } else { theme::BAR };
    let (cursor, x) = text_line(&prompt.line, start, y, end, style, metrics, canvas);
    let typed = !prompt.line.text().trim().is_empty();
    let hint = match prompt.kind {
        PromptKind::GoTo if typed => "回车 前往  Tab 补全  上下 另选",
        _ => prompt.hint,
    };
    let at = end.saturating_sub(metrics.widths.str(hint) as u16);
    if at > x + 4 {
        canvas.put(at, y, end, hint, theme::BAR);
    }
    (cursor, y)
}

/// A line being typed, from column `start` on, scrolled so that the cursor is in sight; the columns of the cursor and after the
/// text.
pub fn text_line(
    line: &InputLine,
    start: u16,
    y: u16,
    end: u16,
    style: Style,
    metrics: &Metrics,
    canvas: &mut Canvas,
) -> (u16, u16) {
    let (before, after) = line.halves();
    let (before, after) = (safe::line(before), safe::line(after));
    let room = (end.saturating_sub(start + 1)) as usize;
    let mut from = 0;
    let mut cells = metrics.widths.str(&before);
    for (at, c) in before.char_indices() {
        if cells <= room {
            break;
        }
        cells -= metrics.widths.char(c);
        from = at + c.len_utf8();
    }
    let cursor = canvas.put(start, y, end, &before[from..], style);
    (cursor, canvas.put(cursor, y, end, &after, style))
}

/// How far the making of the index is.
pub fn indexing(making: Making) -> String {
    match making {
        Making::Here(building) => format!("正在建索引 {}%", building.percent()),
        Making::Elsewhere => "别处正在建索引".into(),
    }
}

/// Which hit one is at, and of how many.
fn hits(find: &Find) -> String {
    let all = find.matches.len();
    match find.selected {
        Some(at) => format!("{}/{all}处", at + 1),
        None if all > 0 => format!("{all}处"),
        None => "没有".into(),
    }
}

/// What stands at the right end: the count being typed, hits, how far one is.
fn position(app: &App, metrics: &Metrics) -> String {
    let mut parts = Vec::new();
    if let Some(count) = app.count {
        parts.push(count.to_string());
    }
    if let Some(prefix) = app.prefix {
        parts.push(prefix.name());
    }
    if let (Some((done, total)), None) = (app.loading, app.screens.last()) {
        parts.push(if total > 0 { format!("正在读取 {done}/{total}") } else { "正在读取".into() });
    }
    match app.screens.last() {
        None => parts.extend(app.indexing.filter(|_| app.loading.is_none()).map(indexing)),
        Some(Screen::Search(search)) => {
            // What can't be found yet is said above the list, with how far the index is.
            parts.extend(app.indexing.filter(|_| search.unsearched == 0).map(indexing));
            let hit = search.hit_selected().filter(|_| !search.found.is_empty());
            parts.extend(hit.map(|hit| format!("第{}/{}处", hit + 1, search.total)));
        }
        Some(Screen::Contents(contents)) => parts.push(format!("{}件", contents.issue.documents.len())),
        Some(Screen::Reading(reading)) => {
            if let Some((at, total)) = app.walking() {
                parts.push(format!("第{at}/{total}处"));
            } else {
                parts.extend(reading.find.as_ref().map(hits));
            }
            let typing = app.prompt.as_ref().is_some_and(|prompt| prompt.kind == PromptKind::Find);
            if !typing || metrics.cols >= 60 {
                parts.push(reading.percent(metrics).map_or("全文".into(), |percent| format!("{percent:>3}%")));
            }
        }
        Some(Screen::Ledger(screen)) if screen.gathered.is_some() => parts.push(format!("{}条", screen.rows.len())),
        Some(Screen::Ledger(_)) => {}
        Some(Screen::Bookmarks(bookmarks)) => parts.push(format!("{}条", bookmarks.shown.len())),
        Some(Screen::Cited(cited)) if cited.items.is_some() => parts.push(format!("{}处", cited.shown.len())),
        Some(Screen::Cited(_)) => {}
        Some(Screen::Compare(screen)) if screen.compared.is_some() => {
            let (at, all) = screen.position();
            parts.push(format!("{at}/{all}处"));
        }
        Some(Screen::Compare(_)) => {}
        Some(Screen::Choice(choice)) => parts.push(format!("{}条", choice.shown.len())),
        Some(Screen::Check(checkup)) => parts.push(format!("{}处", checkup.shown.len())),
        Some(Screen::Table(table)) => {
            let (row, rows) = table.position();
            parts.extend(table.find.as_ref().map(hits));
            if table.is_wide(metrics) {
                parts.push(format!("{}/{}列", table.first + 1, table.view.columns()));
            }
            parts.push(format!("{row}/{rows}行"));
        }
        Some(Screen::Sheet(sheet)) if sheet.lines.len() > metrics.body() => {
            let seen = (sheet.top + metrics.body()).min(sheet.lines.len());
            parts.push(format!("{:>3}%", seen * 100 / sheet.lines.len()));
        }
        Some(Screen::Sheet(_)) => {}
    }
    parts.join("  ")
}
