//! 检索: the line above, what Tab offers below it, the hits under their documents, and the selected one in its context where
//! there is room.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{bar, reading, theme};
use crate::app::lines::{cut, gist};
use crate::app::search::{Remark, Search, SearchLine, context};
use crate::app::{App, Metrics};
use crate::issue::IssueKind;
use crate::library::Progress;
use crate::library::catalog::{DocumentSummary, IssueSummary};
use crate::search::Proposal;
use crate::search::bar::{Found, How, Making};
use crate::search::unit::Kind;
use crate::text::fold::fold;
use crate::text::safe;
use crate::tui::canvas::Canvas;

/// The row of the first note, or of the list.
const TOP: u16 = 2;

pub fn draw(app: &App, search: &Search, metrics: &Metrics, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let cursor = line(app, search, metrics, canvas);
    offers(search, metrics, canvas);
    if search.line.text().trim().is_empty() {
        language(search, metrics, canvas);
        return cursor;
    }
    let layout = search.layout(metrics);
    for (y, remark) in (TOP..).zip(search.remarks().into_iter().take(layout.remarks)) {
        let text = said(app, search, remark, metrics);
        canvas.put(1, y, metrics.cols, &cut(&safe::line(&text), metrics.cols as usize - 2, metrics.widths), theme::ODD);
    }
    let top = TOP + layout.remarks as u16;
    for (y, &line) in (top..).zip(search.lines.iter().skip(search.list.top).take(layout.list)) {
        match line {
            SearchLine::Document(at) => document(app, &search.found[at], y, metrics, canvas),
            SearchLine::Hit(at) => {
                canvas.item(y, search.proposals.len() + at);
                hit(&search.found[at], search.hit_selected() == Some(at), y, metrics, canvas);
            }
            SearchLine::Proposal(at) => {
                canvas.item(y, at);
                proposal(&search.proposals[at], at == search.list.selected, y, metrics, canvas);
            }
        }
    }
    if layout.preview > 0 {
        preview(search, top + layout.list as u16, metrics, canvas);
    }
    cursor
}

/// The line that is typed in, and how much it finds.
fn line(app: &App, search: &Search, metrics: &Metrics, canvas: &mut Canvas) -> Option<(u16, u16)> {
    canvas.fill(Rect::new(0, 0, metrics.cols, 1), theme::BAR);
    let right = match (search.line.text().trim().is_empty(), search.is_waiting()) {
        (true, _) => String::new(),
        (false, true) if search.found.is_empty() => match app.loading {
            _ if app.is_loaded() => "正在查找".into(),
            Some((done, total)) if total > 0 => format!("正在读取文件 {done}/{total}"),
            _ => "正在读取文件".into(),
        },
        _ if search.unsearched > 0 => format!("已查到{}处 {}件", search.total, search.documents),
        _ => format!("{}处 {}件", search.total, search.documents),
    };
    let at = (metrics.cols - 1).saturating_sub(metrics.widths.str(&right) as u16);
    canvas.put(at, 0, metrics.cols, &right, theme::BAR);
    let start = canvas.put(1, 0, at, "检索：", theme::BAR);
    let style = if search.fresh && search.typing { theme::REPLACED } else { theme::BAR };
    let (cursor, _) = bar::text_line(&search.line, start, 0, at.saturating_sub(1), style, metrics, canvas);
    search.typing.then_some((cursor, 0))
}

/// What Tab would put into the line.
fn offers(search: &Search, metrics: &Metrics, canvas: &mut Canvas) {
    let list = &search.offered.completions.list;
    if !search.typing || list.is_empty() {
        return;
    }
    let mut x = canvas.put(1, 1, metrics.cols, "Tab", theme::FAINT) + 1;
    for (at, completion) in list.iter().enumerate() {
        let count = if completion.count > 0 { format!(" {}", completion.count) } else { String::new() };
        let text = safe::line(&completion.text);
        let text = cut(&text, 24, metrics.widths);
        let cells = (metrics.widths.str(&text) + count.len()) as u16;
        if x + cells >= metrics.cols {
            break;
        }
        let style = if search.offered.chosen == Some(at) { theme::SELECTED } else { theme::PLAIN };
        x = canvas.put(x, 1, metrics.cols, &text, style);
        x = canvas.put(x, 1, metrics.cols, &count, theme::FAINT) + 2;
    }
}

/// What a remark says.
fn said(app: &App, search: &Search, remark: Remark, metrics: &Metrics) -> String {
    match remark {
        Remark::Note(at) => search.notes[at].clone(),
        Remark::Nothing if search.unsearched > 0 => {
            format!("已读的里面没有「{}」；读完自动再查，不用再按。", search.line.text().trim())
        }
        Remark::Nothing => format!("没有找到「{}」。", search.line.text().trim()),
        Remark::Unsearched(files) => unsearched(app, files, metrics),
    }
}

/// How many files can't be found in yet, and how far the index is, as much of it as there is room for.
fn unsearched(app: &App, files: usize, metrics: &Metrics) -> String {
    const BAR: usize = 20;
    let mut text = format!("还有 {files} 个文件没有查到");
    let Some(making) = app.indexing else { return text + "，正在读" };
    let mut pieces = vec![bar::indexing(making)];
    if let Making::Here(building) = making {
        let full = building.percent() * BAR / 100;
        pieces.push(format!("[{}{}]", "#".repeat(full), "-".repeat(BAR - full)));
        pieces.extend(building.left.map(|left| match left.as_secs().div_ceil(60) {
            0 | 1 => "不到 1 分钟".to_owned(),
            minutes => format!("约还要 {minutes} 分钟"),
        }));
        let Progress { done, total } = building.progress;
        pieces.push(format!("{}/{} MB", done >> 20, total >> 20));
    }
    for piece in pieces {
        if metrics.widths.str(&text) + 2 + metrics.widths.str(&piece) + 2 > metrics.cols as usize {
            break;
        }
        text = format!("{text}  {piece}");
    }
    text
}

/// How a query is written, and what was asked before.
fn language(search: &Search, metrics: &Metrics, canvas: &mut Canvas) {
    let mut text: Vec<(String, Style)> = Vec::new();
    let plain = |line: &str| (line.to_owned(), theme::PLAIN);
    text.extend(["几个词用空格隔开，都要有。繁简、异体、全角半角、空格都不分。", ""].map(plain));
    text.extend(
        [
            "“一字不差”    引号里的作为一个词",
            "-词            不要有",
            "甲 或 乙       有一个就行",
            "标题:词        标题里有；还有 文号: 机关: 刊: 类: 单位:",
            "年:2021..2023  成文的年份",
            "jtj            小写字母也当拼音：标题、单位里的教体局",
        ]
        .map(plain),
    );
    if search.history().next().is_some() {
        text.extend([plain(""), ("找过的（上箭头）".into(), theme::HEADING)]);
        text.extend(search.history().take(6).map(|old| (old.to_owned(), theme::PLAIN)));
    }
    super::library::paragraphs(text, 2, 3, metrics, canvas);
}

/// Another query, and how much it finds.
fn proposal(proposal: &Proposal, selected: bool, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let style = if selected { theme::SELECTED } else { theme::PLAIN };
    if selected {
        canvas.fill(Rect::new(0, y, metrics.cols, 1), style);
    }
    let hits = format!("  {}处", proposal.hits);
    let room = (metrics.cols as usize).saturating_sub(4 + metrics.widths.str(&hits));
    let x = canvas.put(3, y, metrics.cols, &cut(&safe::line(&proposal.said), room, metrics.widths), style);
    canvas.put(x, y, metrics.cols, &hits, style);
}

/// A document's heading: its title, and at the right end what it is cited by.
fn document(app: &App, found: &Found, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let Some(issue) = app.catalog.get(found.hit.issue) else { return };
    let document = found.hit.unit.document.and_then(|at| issue.documents.get(at as usize));
    let right = safe::line(&facts(issue, document.as_ref(), metrics)).into_owned();
    let cells = metrics.widths.str(&right) as u16;
    let end = (metrics.cols - 1).saturating_sub(cells);
    canvas.put(end, y, metrics.cols, &right, theme::FAINT);
    let mark = match found.how {
        How::Near => "【相近】",
        How::Pinyin => "【拼音】",
        How::Exact | How::Words => "",
    };
    let title = match &document {
        Some(document) if document.title.trim().is_empty() => "（无标题）",
        Some(document) => gist(&document.title),
        None => "刊头与目录",
    };
    let room = end.saturating_sub(2) as usize;
    canvas.put(1, y, end, &cut(&format!("{mark}{}", safe::line(title)), room, metrics.widths), theme::HEADING);
}

/// 文号, date and issue, as far as there is room.
fn facts(issue: &IssueSummary, document: Option<&DocumentSummary>, metrics: &Metrics) -> String {
    let number = document.and_then(|document| document.doc_number);
    let date = document.and_then(|document| document.date);
    let label = (issue.kind == IssueKind::Gazette).then(|| crate::app::library::issue_label(issue));
    let wide = metrics.cols >= 100;
    // Of the year much is said by the number; a single document has no issue.
    let date = date.filter(|_| wide || label.is_none());
    let number = number.filter(|_| metrics.cols >= 60);
    [number, date, label.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// A hit on one line: where it stands, and the text around the first mark.
fn hit(found: &Found, selected: bool, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let base = if selected { theme::SELECTED } else { theme::PLAIN };
    if selected {
        canvas.fill(Rect::new(0, y, metrics.cols, 1), base);
    }
    let unit = &found.hit.unit;
    let cells = (metrics.cols / 4) as usize;
    let is_title = unit.kind == Kind::Title && unit.path.is_empty();
    let path = if is_title { "标题".into() } else { inner(&safe::line(&unit.path), cells, metrics) };
    // What stands before and after the text: the margins, the path, `..`.
    let room = (metrics.cols as usize).saturating_sub(7 + metrics.widths.str(&path));
    let range = context(&unit.text, &found.hit.marks, room, metrics.widths);
    // What the text itself begins with need not be said twice.
    let path = match range.start {
        0 if !is_title => inner(&safe::line(above(&unit.path, &unit.text)), cells, metrics),
        _ => path,
    };
    let mut x = 3;
    if !path.is_empty() {
        let style = if selected { base } else { theme::role(crate::typeset::Role::Marker) };
        x = canvas.put(x, y, metrics.cols, &path, style) + 1;
    }
    if range.start > 0 {
        x = canvas.put(x, y, metrics.cols, "..", base);
    }
    let end = metrics.cols - 1;
    let mut at = range.start;
    for mark in found.hit.marks.iter().filter(|mark| mark.start >= range.start) {
        x = canvas.put(x, y, end, &shown(&unit.text[at..mark.start]), base);
        let style = if selected { base.patch(theme::HIT) } else { theme::HIT };
        x = canvas.put(x, y, end, &shown(&unit.text[mark.clone()]), style);
        at = mark.end;
        if x + 1 >= end {
            break;
        }
    }
    canvas.put(x, y, end, &shown(&unit.text[at..range.end]), base);
}

/// On one line: a table's cells with a space between.
fn shown(text: &str) -> String {
    safe::line(&text.replace('\n', " ")).into_owned()
}

/// Characters of a path's last step at most.
const LONGEST_STEP: usize = 12;

/// The clause path without the step that the text begins with.
fn above<'a>(path: &'a str, text: &str) -> &'a str {
    // (3) and （3） are the same step.
    let text = fold(&text.chars().take(LONGEST_STEP).collect::<String>());
    let repeated = path.char_indices().map(|(at, _)| at).find(|&at| text.starts_with(&fold(&path[at..])));
    path[..repeated.unwrap_or(path.len())].trim_end_matches(['/', ' '])
}

/// A clause path in so many cells: what is further out is left out first.
fn inner(path: &str, cells: usize, metrics: &Metrics) -> String {
    let steps = path.match_indices(['/', ' ']).map(|(at, sign)| &path[at + sign.len()..]);
    let fits = std::iter::once(path).chain(steps).find(|path| metrics.widths.str(path) <= cells);
    fits.map_or_else(|| cut(path, cells, metrics.widths), str::to_owned)
}

fn preview(search: &Search, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    let rule = "-".repeat(metrics.cols as usize);
    canvas.put(0, y, metrics.cols, &rule, theme::FAINT);
    if let Some(preview) = &search.preview {
        let rows = search.layout(metrics).preview - 1;
        reading::text(preview, 0, y + 1, rows, metrics, canvas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::Widths;

    #[test]
    fn of_a_long_clause_path_the_innermost_steps_are_shown() {
        let metrics = Metrics { cols: 40, rows: 12, widths: Widths::default(), measure: 80 };
        for (path, shown) in [
            ("三/（一）/2", "（一）/2"),
            ("附件1 三/（二）", "三/（二）"),
            ("三/1", "三/1"),
            ("附件一二三四五", "附件一二.."),
            ("", ""),
        ] {
            assert_eq!(inner(path, 10, &metrics), shown);
        }
    }

    #[test]
    fn the_step_that_the_text_begins_with_is_not_said_twice() {
        assert_eq!(above("二/（四）/（3）", "(3)开展试点"), "二/（四）");
        assert_eq!(above("二/（四）", "(四)加强建设"), "二");
        assert_eq!(above("二/（四）/3", "开展试点"), "二/（四）/3");
    }
}
