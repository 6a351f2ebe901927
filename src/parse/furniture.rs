//! What stands on a page without belonging to its text: rules, image marks, comments, page numbers, running heads.

mod heads;

use std::collections::HashMap;

use super::markup::{Line, is_space};
use super::titles;
use crate::issue::{Masthead, TocEntry};
use crate::text::numerals;

/// For each line whether it is furniture of the page or the recogniser. `toc` gives titles that may run as heads, `gazette`
/// the gazette's name and the issue's number where they are known.
pub(super) fn find(lines: &[Line], toc: &[TocEntry], gazette: &Masthead) -> Vec<bool> {
    let names = running_heads(lines);
    let name = gazette.title.as_deref().and_then(head_key);
    let names_gazette = |key: &str| name.as_deref().is_some_and(|name| is_name_of(key, name));
    let mut in_comment = false;
    let mut aside: Vec<bool> = lines
        .iter()
        .map(|line| {
            let raw = line.raw.trim_matches([' ', '　']);
            if in_comment {
                in_comment = !raw.contains("-->");
                return true;
            }
            if raw.starts_with("<!--") {
                in_comment = !raw.contains("-->");
                return in_comment || raw.ends_with("-->");
            }
            let text = line.text.as_ref();
            !text.is_empty()
                && !raw.contains('\t')
                && (is_image(raw)
                    || is_rule(text)
                    || is_speck(text)
                    || is_turning(text)
                    || is_scan_note(text)
                    || is_page_number(text)
                    || is_column_head(text)
                    || head_key(text)
                        .is_some_and(|key| names.get(&key).is_some_and(|&n| n >= 2) || names_gazette(&key)))
        })
        .collect();
    for at in heads::paged_heads(lines, toc) {
        aside[at] = true;
    }
    for run in heads::broken_heads(lines, gazette.title.as_deref()) {
        aside[run].fill(true);
    }
    for at in heads::number_heads(lines, &aside, gazette) {
        aside[at] = true;
    }
    for at in heads::category_heads(lines, &aside, toc).into_iter().chain(heads::chapter_heads(lines, &aside)) {
        aside[at] = true;
    }
    for run in heads::running_titles(lines, &aside, toc) {
        aside[run].fill(true);
    }
    for at in heads::dressed_pages(lines, &aside) {
        aside[at] = true;
    }
    for at in heads::repeated_heads(lines, &aside) {
        aside[at] = true;
    }
    aside
}

/// Whether the letters of a head are the gazette's name, one of them misread at most, and little else before or behind it.
fn is_name_of(key: &str, name: &str) -> bool {
    let (key, name): (Vec<char>, Vec<char>) = (key.chars().collect(), name.chars().collect());
    let slips = |at: usize| key[at..].iter().zip(&name).filter(|(a, b)| a != b).count();
    let Some(more) = key.len().checked_sub(name.len()).filter(|&more| more <= 6) else { return false };
    [0, more].iter().any(|&at| slips(at) <= usize::from(name.len() >= 6))
}

/// `![](images/3.jpg)` and nothing else.
fn is_image(text: &str) -> bool {
    text.starts_with("![") && text.ends_with(')') || text.starts_with("<img") && text.ends_with('>')
}

/// `---`, `***`, `====`, or marks with nothing to mark.
fn is_rule(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '#' | '*' | ' '))
        || text.chars().nth(2).is_some()
            && text.chars().all(|c| matches!(c, '-' | '=' | '*' | '~' | '—' | '─' | '－' | ' '))
}

/// （下转第12页）, （上接第9页）
fn is_turning(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '（' | '）' | '(' | ')') || is_space(c));
    let page = ["上接", "下转", "接", "转"].iter().find_map(|word| inner.strip_prefix(word));
    page.is_some_and(|page| {
        page.ends_with(['页', '版', '頁']) && page.chars().count() <= 10 && is_page_number(page.trim_end_matches('版'))
    })
}

/// 扫一扫，关注“丁县发布”微信公众号: what is printed beside a code to scan.
fn is_scan_note(text: &str) -> bool {
    let scans =
        ["扫一扫", "扫码", "扫描", "微信扫", "长按", "请扫", "手机扫"].iter().any(|start| text.starts_with(start));
    let tells = ["二维码", "公众号", "关注", "扫一扫", "扫码"].iter().any(|word| text.contains(word));
    scans && tells && text.chars().count() <= 30 && !text.contains(['。', '；', '：', ':', '、'])
}

/// One or two marks that a recogniser makes of a speck or an ornament. Those that may end a sentence are none.
fn is_speck(text: &str) -> bool {
    text.chars().count() <= 2
        && text.chars().all(|c| {
            matches!(
                c,
                '.' | '·'
                    | '•'
                    | '~'
                    | '～'
                    | '*'
                    | '`'
                    | '\''
                    | '^'
                    | '|'
                    | '_'
                    | '■'
                    | '●'
                    | '◆'
                    | '★'
                    | '▲'
                    | ' '
            )
        })
}

/// `12`, `- 12 -`, `· 12 ·`, `第 12 页 共 30 页`, `12/30`; also badly read: `l2`, `一 12 一`.
pub(super) fn is_page_number(text: &str) -> bool {
    if text.len() > 36 {
        return false;
    }
    let repaired = numerals::repaired(text);
    let mark = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '•' | '一');
    // A dash that was read as 一 stands on both sides, or across from another.
    let dotted = || repaired.strip_prefix('.').and_then(|rest| rest.strip_suffix('.'));
    let dashed = repaired.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let text = match dashed.or_else(dotted) {
        Some(inner) if inner.contains(|c: char| c.is_ascii_digit()) => inner.trim_matches(is_space),
        _ => repaired.as_ref(),
    };
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits += 1,
            '-' | '—' | '–' | '－' | '·' | '•' | '・' | '.' | '~' | '～' | '/' | ' ' | '　' | '第' | '页' | '共'
            | '頁' => {}
            _ => return false,
        }
    }
    // 12. alone is a clause's number, 2.5 a figure.
    let inner = text.trim_matches(|c: char| !c.is_ascii_digit() && !('０'..='９').contains(&c));
    (1..=7).contains(&digits)
        && inner.len() <= 15
        && !text.ends_with('.')
        && !inner.contains(['.', '-', '—'])
        && inner.split(|c: char| !c.is_ascii_digit()).all(|n| n.len() <= 4)
}

/// The name of a column of the gazette printed above a page: 【政府文件】, 县政府办公室文件.
pub(super) fn is_column_head(text: &str) -> bool {
    let bare = text.trim_matches(|c| matches!(c, '【' | '】' | '▲' | '◆' | '■' | '●' | '★' | ' ' | '　' | '[' | ']'));
    if text.starts_with('【') && text.ends_with('】') {
        return bare.chars().count() <= 16;
    }
    bare.chars().count() <= 12
        && bare.strip_suffix("文件").is_some_and(|name| {
            [
                "政府",
                "党委",
                "县委",
                "市委",
                "区委",
                "省委",
                "办公室",
                "办公厅",
                "部门",
                "政府办",
                "规范性",
                "重要",
                "委办",
            ]
            .iter()
            .any(|end| name.ends_with(end))
        })
}

/// A running head names the gazette or the issue, with or without the page's number.
fn head_key(text: &str) -> Option<String> {
    if text.len() > 200 || !text.contains(['期', '报', '報']) {
        return None;
    }
    // 《丁县人民政府公报》2021年第3期
    let named = text.strip_prefix('《').filter(|rest| rest.contains("公报》") || rest.contains("政报》"));
    if named.unwrap_or(text).contains(['。', '，', ',', '；', ';', '：', ':', '《']) {
        return None;
    }
    let key = titles::key(text);
    let names =
        ["公报", "政报"].iter().any(|name| key.contains(name)) || is_issue_number(&key) || is_column_of_issue(&key);
    names.then(|| key.chars().filter(|c| c.is_alphabetic()).collect())
}

/// 2019年第3期文件选登
fn is_column_of_issue(key: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let Some((year, rest)) = key.split_once("年第") else { return false };
    let number = digits(rest);
    let column = rest[number..].strip_prefix('期').unwrap_or_default();
    year.len() == 4 && digits(year) == 4 && number > 0 && (2..=8).contains(&column.chars().count())
}

/// 2021年第3期（总第16期）
fn is_issue_number(text: &str) -> bool {
    text.contains('第') && text.contains('期') && text.chars().filter(|c| c.is_alphabetic()).count() <= 6
}

/// How often each head occurs.
fn running_heads(lines: &[Line]) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for key in lines.iter().filter_map(|line| head_key(&line.text)) {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests;
