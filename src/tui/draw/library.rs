//! 馆藏: the tree of issues, and beside it, where there is room, what the selected one holds.

use super::{bar, theme};
use crate::app::library::{Row, Year, date, file_name, issue_label};
use crate::app::lines::{cut, wrap};
use crate::app::mouse::Zone;
use crate::app::{App, Metrics};
use crate::issue::IssueKind;
use crate::library::catalog::{IssueId, IssueSummary};
use crate::text::safe;
use crate::tui::canvas::Canvas;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub fn draw(app: &App, metrics: &Metrics, canvas: &mut Canvas) {
    let mut path = vec!["馆藏".to_owned()];
    let total = app.catalog.issues.len();
    path[0].push_str(&match app.catalog.failures.len() {
        0 if total == 0 => String::new(),
        0 if !app.welcome.is_empty() => format!("（示例，{total} 个文件）"),
        0 => format!("（{total} 个文件）"),
        failures => format!("（{total} 个文件，另有 {failures} 个没有读成）"),
    });
    if !app.library.filter.trim().is_empty() {
        path.push(format!("筛选「{}」", safe::line(app.library.filter.trim())));
    }
    bar::heading(canvas, metrics, &path);
    if app.library.rows.is_empty() {
        return empty(app, metrics, canvas);
    }
    let beside = metrics.cols >= 72;
    let end = if beside { (metrics.cols / 20 * 11).min(64) } else { metrics.cols };
    let rows = app.library.rows.iter().enumerate().skip(app.library.list.top).take(metrics.body());
    for (y, (at, &row)) in (1..).zip(rows) {
        canvas.zone(Rect::new(0, y, end, 1), |_, _| Zone::Item(at));
        draw_row(app, row, at == app.library.list.selected, y, end, metrics, canvas);
    }
    if !app.welcome.is_empty() && app.library.filter.is_empty() {
        welcome(app, end, metrics, canvas);
    }
    if beside {
        for y in 1..=metrics.body() as u16 {
            canvas.put(end, y, metrics.cols, "|", theme::FAINT);
        }
        summary(app, end + 2, metrics, canvas);
    }
}

/// The first words for a newcomer, at the foot of the tree, where it leaves room for them.
fn welcome(app: &App, end: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let width = end.saturating_sub(2) as usize;
    let words = app.welcome.iter().take(2).map(String::as_str).chain(["? 看按键和说明，q 退出。"]);
    let lines: Vec<String> = words.flat_map(|words| in_lines(words, width, metrics)).collect();
    let left = metrics.body().saturating_sub(app.library.rows.len());
    if lines.len() >= left {
        return;
    }
    let first = (1 + metrics.body() - lines.len()) as u16;
    for (y, line) in (first..).zip(&lines) {
        canvas.put(1, y, end, line, theme::PLAIN);
    }
}

fn empty(app: &App, metrics: &Metrics, canvas: &mut Canvas) {
    let text: &[&str] = if !app.library.filter.is_empty() {
        &[
            "没有符合的条目。",
            "",
            "几个词用空格隔开，每个词都要有；可以写名称、年份、期号、文号、标题里的字。Esc 看全部。",
        ]
    } else if app.is_loaded() {
        &["馆藏是空的：给出的文件或文件夹里没有能读的文本（.txt、.md）。", "", "用法：gongbao 文件夹"]
    } else {
        &["正在读取文件，请稍候。"]
    };
    paragraphs(text.iter().map(|&line| (line.to_owned(), theme::PLAIN)), 2, 2, metrics, canvas);
}

/// Draws paragraphs from row `y` on, wrapped between column `x` and the right edge; returns the row after them.
pub(super) fn paragraphs(
    text: impl IntoIterator<Item = (String, Style)>,
    x: u16,
    mut y: u16,
    metrics: &Metrics,
    canvas: &mut Canvas,
) -> u16 {
    let width = (metrics.cols - 1).saturating_sub(x) as usize;
    for (paragraph, style) in text {
        for line in wrap(&safe::line(&paragraph), width, metrics.widths) {
            if y + 1 >= metrics.rows {
                return y;
            }
            canvas.put(x, y, metrics.cols, line, style);
            y += 1;
        }
    }
    y
}

fn draw_row(app: &App, row: Row, selected: bool, y: u16, end: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let library = &app.library;
    let mark = if library.is_folded(row) { "+ " } else { "- " };
    let (indent, left, right, style) = match row {
        Row::Shelf(at) => {
            let Some(shelf) = library.shelves.get(at) else { return };
            let unit = if shelf.kind == IssueKind::Gazette { "期" } else { "件" };
            (0, format!("{mark}{}", shelf.title), format!("{}{unit}", library.shown_in(row)), theme::HEADING)
        }
        Row::Year(shelf, at) => {
            let Some(shelf) = library.shelves.get(shelf) else { return };
            let Some(year) = shelf.years.get(at) else { return };
            let unit = if shelf.kind == IssueKind::Gazette { "期" } else { "件" };
            (2, format!("{mark}{}", year.label()), format!("{}{unit}", library.shown_in(row)), theme::PLAIN)
        }
        Row::Issue(id) => {
            let Some(issue) = app.catalog.get(id) else { return };
            let (left, right) = issue_row(issue, end);
            (4, left, right, theme::PLAIN)
        }
        Row::Document(id, at) => {
            let Some(document) = app.catalog.get(id).and_then(|issue| issue.documents.get(at as usize)) else { return };
            (6, document.title.into_owned(), String::new(), theme::PLAIN)
        }
        Row::Failures => {
            let count = app.catalog.failures.len();
            (0, format!("{mark}没有读成的文件"), format!("{count}个"), theme::ODD)
        }
        Row::Failure(at) => {
            let Some(failure) = app.catalog.failures.get(at) else { return };
            let path = failure.path.display().to_string();
            (2, format!("{}：{}", file_name(&path), failure.reason), String::new(), theme::PLAIN)
        }
    };
    let style = if selected { theme::SELECTED } else { style };
    if selected {
        canvas.fill(Rect::new(0, y, end, 1), style);
    }
    let right_cells = metrics.widths.str(&right) as u16;
    let right_at = (end - 1).saturating_sub(right_cells);
    let room = if right.is_empty() { end - 1 } else { right_at.saturating_sub(1) };
    let x = indent + 1;
    canvas.put(x, y, end, &cut(&safe::line(&left), room.saturating_sub(x) as usize, metrics.widths), style);
    canvas.put(right_at, y, end, &right, style);
}

/// An issue's row: which number, when, how many documents; a single document's title and date.
fn issue_row(issue: &IssueSummary, end: u16) -> (String, String) {
    if issue.kind != IssueKind::Gazette {
        // The year stands above.
        let day = date(issue).and_then(|date| date.get(5..)).unwrap_or("");
        return (issue.title.clone(), day.to_owned());
    }
    let mut left = match issue.number {
        Some(number) => format!("第{number}期"),
        None => issue_label(issue),
    };
    if let Some(total) = issue.total_number.filter(|_| end >= 40) {
        left.push_str(&format!("  总第{total}期"));
    }
    let published = issue.published.as_deref().unwrap_or("");
    (left, format!("{published} {:>3}件", issue.documents.len()))
}

fn summary(app: &App, x: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let Some(row) = app.library.selected() else { return };
    let mut text: Vec<(String, Style)> = Vec::new();
    match row {
        Row::Issue(id) => return issue_summary(app, id, None, x, metrics, canvas),
        Row::Document(id, document) => return issue_summary(app, id, Some(document), x, metrics, canvas),
        Row::Failure(at) => {
            let Some(failure) = app.catalog.failures.get(at) else { return };
            text.push(("没有读成".into(), theme::HEADING));
            text.push((failure.path.display().to_string(), theme::PLAIN));
            text.push((String::new(), theme::PLAIN));
            text.push((failure.reason.clone(), theme::PLAIN));
        }
        Row::Failures => text.push(("这些文件没有读成，其余照常可以打开。选中一个看原因。".into(), theme::PLAIN)),
        Row::Shelf(at) => {
            let Some(shelf) = app.library.shelves.get(at) else { return };
            text.push((shelf.title.clone(), theme::HEADING));
            let (unit, years) = (if shelf.kind == IssueKind::Gazette { "期" } else { "件" }, &shelf.years);
            let mut known: Vec<u16> = years.iter().filter_map(|year| year.year).collect();
            known.sort_unstable();
            let span = match (known.first(), known.last()) {
                (Some(first), Some(last)) if first != last => format!("{first}年至{last}年，"),
                (Some(first), _) => format!("{first}年，"),
                _ => String::new(),
            };
            text.push((format!("{span}{}{unit}", shelf.issues()), theme::PLAIN));
            if shelf.kind == IssueKind::Gazette {
                let issues = years.iter().flat_map(|year| &year.issues).filter_map(|&id| app.catalog.get(id));
                text.push((format!("文件 {} 件", issues.map(|i| i.documents.len()).sum::<usize>()), theme::PLAIN));
            }
            if !app.welcome.is_empty() {
                text.push((String::new(), theme::PLAIN));
                text.extend(app.welcome.iter().map(|paragraph| (paragraph.clone(), theme::PLAIN)));
            }
        }
        Row::Year(shelf, at) => {
            let Some(year) = app.library.shelves.get(shelf).and_then(|shelf| shelf.years.get(at)) else { return };
            text.extend(year_summary(app, year, metrics));
        }
    }
    paragraphs(text, x, 1, metrics, canvas);
}

/// What there is of a year: how much, the numbers that are missing, and its issues, the newest first.
fn year_summary(app: &App, year: &Year, metrics: &Metrics) -> Vec<(String, Style)> {
    let mut text = vec![(year.label(), theme::HEADING)];
    let issues: Vec<&IssueSummary> = year.issues.iter().filter_map(|&id| app.catalog.get(id)).collect();
    if issues.iter().all(|issue| issue.kind == IssueKind::Gazette) {
        let documents: usize = issues.iter().map(|issue| issue.documents.len()).sum();
        text.push((format!("{}期，文件 {documents} 件", issues.len()), theme::PLAIN));
        let gaps = year.gaps(&app.catalog).into_iter().map(|(first, last)| match first == last {
            true => format!("第{first}期"),
            false => format!("第{first}至{last}期"),
        });
        let gaps: Vec<String> = gaps.collect();
        if !gaps.is_empty() {
            text.push((format!("馆藏里没有{}（合刊只算前一个期号）", gaps.join("、")), theme::PLAIN));
        }
    } else {
        text.push((format!("{}件", issues.len()), theme::PLAIN));
    }
    text.push((String::new(), theme::PLAIN));
    text.extend(issues.iter().take(metrics.body()).map(|issue| {
        let (label, facts) = issue_row(issue, metrics.cols);
        (format!("{label}  {facts}").trim_end().to_owned(), theme::PLAIN)
    }));
    text
}

/// What an issue is, and the titles and numbers of its documents, as many as there is room for.
fn issue_summary(app: &App, id: IssueId, document: Option<u32>, x: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let Some(issue) = app.catalog.get(id) else { return };
    let mut head = vec![(issue.title.clone(), theme::HEADING)];
    if issue.kind == IssueKind::Gazette {
        let total = issue.total_number.map(|n| format!("（总第{n}期）")).unwrap_or_default();
        head.push((format!("{}{total}", issue_label(issue)), theme::PLAIN));
        let published = issue.published.as_deref().map(|date| format!("{date} 出版，")).unwrap_or_default();
        head.push((format!("{published}文件 {} 件", issue.documents.len()), theme::PLAIN));
    } else {
        let facts = issue.documents.iter().flat_map(|d| [d.doc_number, d.date]).flatten();
        head.extend(facts.map(|fact| (fact.to_owned(), theme::PLAIN)));
        head.push((format!("{} 行", issue.lines), theme::PLAIN));
    }
    head.push((file_name(&issue.path).to_owned(), theme::FAINT));
    head.push((String::new(), theme::PLAIN));
    let y = paragraphs(head, x, 1, metrics, canvas);
    if issue.kind != IssueKind::Gazette {
        return;
    }
    let first = document.unwrap_or(0) as usize;
    let mut y = y;
    for (at, document) in issue.documents.iter().enumerate().skip(first) {
        let width = (metrics.cols - 1).saturating_sub(x) as usize;
        let mut lines = in_lines(&format!("{}. {}", at + 1, document.title), width, metrics);
        // The number goes on where it fits whole.
        if let Some(number) = document.doc_number.map(safe::line) {
            let cells = metrics.widths.str(&number) + 2;
            match lines.last_mut().filter(|last| metrics.widths.str(last) + cells <= width) {
                Some(last) => last.push_str(&format!("  {number}")),
                None => lines.push(format!("   {number}")),
            }
        }
        let left = issue.documents.len() - at;
        let (needed, room) = (lines.len() as u16, (metrics.rows - 1).saturating_sub(y));
        if needed > room || (needed == room && left > 1) {
            paragraphs([(format!("还有 {left} 件"), theme::FAINT)], x, y, metrics, canvas);
            return;
        }
        for line in lines {
            canvas.put(x, y, metrics.cols, &line, theme::PLAIN);
            y += 1;
        }
    }
}

fn in_lines(text: &str, width: usize, metrics: &Metrics) -> Vec<String> {
    wrap(&safe::line(text), width, metrics.widths).into_iter().map(str::to_owned).collect()
}
