//! 刊名: the gazette's name where a cover cuts it over lines, or where no word tells that what it names is a gazette's body.

use super::look::{self, Kind, Sight};
use super::masthead;
use crate::parse::doc_number::is_han;
use crate::parse::markup::Line;
use crate::parse::titles;
use crate::text::fold::fold;

/// Printed lines at the top among which a cover has the gazette's name, and those below it that have the number.
const TOP_LINES: usize = 8;
const NUMBER_LINES: usize = 10;

/// The name that stands at the top, with the number below it: what a 公报 with a number is, whatever the body.
pub fn at_top(lines: &[Line]) -> Option<String> {
    let mut printed = lines.iter().filter(|line| !line.is_blank()).take(TOP_LINES + NUMBER_LINES);
    let mut above = printed.by_ref().take(TOP_LINES).take_while(|line| !look::is_toc_heading(&line.text));
    let name = above.find_map(|line| masthead::periodical(&line.text))?;
    let numbered = |line: &Line| {
        let numbers = masthead::numbers(&line.text, None);
        numbers.is_some_and(|found| found.number.is_some() && (found.year.is_some() || found.total_number.is_some()))
    };
    lines.iter().filter(|line| !line.is_blank()).take(TOP_LINES + NUMBER_LINES).any(numbered).then_some(name)
}

/// Whether a line is the name that is known, alone or with the numbers behind it.
pub fn is_known(text: &str, known: &str) -> bool {
    if text.len() > 200 || !text.contains(['报', '報']) {
        return false;
    }
    let key = titles::key(text);
    key.strip_prefix(&*titles::key(known))
        .is_some_and(|rest| rest.is_empty() || rest.len() < text.len() && masthead::numbers(rest, None).is_some())
}

/// The name that ends in this line, and how many lines above it are part of it: 丁县人民政府 | 公报, 丁族自治州 |
/// 人民政府公报, 丁市 | 人民代表大会 | 常务委员会公报. A name that is known may be cut anywhere, with the number behind it.
pub fn over_lines(above: &[Sight], line: &Line, known: Option<&str>) -> Option<(usize, String)> {
    let short = |sight: &Sight| sight.kind == Kind::Text && sight.text().chars().count() <= 30;
    let last = above.last().filter(|last| short(last))?;
    if line.text.len() <= 200
        && let Some(known) = known
        && let (known_key, first) = (titles::key(known), titles::key(last.text()))
        && !first.is_empty()
        && let Some(rest) = known_key.strip_prefix(&first)
        && let Some(rest) = titles::key(&line.text).strip_prefix(rest)
        && (rest.is_empty() || masthead::numbers(rest, None).is_some())
    {
        return Some((1, known.to_owned()));
    }
    if line.text.chars().count() > 24 {
        return None;
    }
    let here = fold(&line.text);
    let whole = |count: usize| {
        let from = above.len().checked_sub(count)?;
        let lines = above[from..].iter().map(|sight| sight.text());
        let name = masthead::title(&lines.chain([line.text.as_ref()]).collect::<String>())?;
        Some((count, name))
    };
    if matches!(here.as_str(), "公报" | "政报") && !starts_with_body(&fold(last.text())) {
        return whole(1);
    }
    if !starts_with_body(&here) {
        return None;
    }
    let first = above.len().checked_sub(2).map(|at| &above[at]).filter(|first| short(first));
    match first {
        _ if names_place(last.text()) => whole(1),
        Some(first) if starts_with_body(&fold(last.text())) && names_place(first.text()) => whole(2),
        _ => None,
    }
}

/// What of a body's name stands behind the name of its place.
fn starts_with_body(text: &str) -> bool {
    const BODIES: [&str; 9] =
        ["人民政府", "管理委员会", "管委会", "人民代表大会", "人大常委会", "常务委员会", "行政公署", "公报", "政报"];
    BODIES.iter().any(|body| text.starts_with(body))
}

/// The name of a place that has a government, or a congress that has a committee: 丁县, 丁经济开发区, 丁市人民代表大会.
fn names_place(text: &str) -> bool {
    const ENDS: [&str; 10] = ["省", "州", "市", "盟", "县", "旗", "区", "镇", "乡", "人民代表大会"];
    let name = fold(text);
    name.chars().all(is_han)
        && !starts_with_body(&name)
        && ENDS.iter().any(|end| name.strip_suffix(end).is_some_and(|place| !place.is_empty()))
}
