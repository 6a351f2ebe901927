//! What stands on a page without belonging to its text: rules, image marks, comments, page numbers, running heads.

use std::collections::HashMap;

use super::markup::Line;

/// For each line whether it is furniture of the page or the recogniser.
pub(super) fn find(lines: &[Line]) -> Vec<bool> {
    let heads = running_heads(lines);
    let mut in_comment = false;
    lines
        .iter()
        .map(|line| {
            let raw = line.raw.trim_matches(' ');
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
                    || is_page_number(text)
                    || is_column_head(text)
                    || head_key(text).is_some_and(|key| heads.get(&key).is_some_and(|&n| n >= 2)))
        })
        .collect()
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

/// `12`, `- 12 -`, `· 12 ·`, `第 12 页 共 30 页`, `12/30`.
pub(super) fn is_page_number(text: &str) -> bool {
    if text.len() > 36 {
        return false;
    }
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
fn is_column_head(text: &str) -> bool {
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
    if text.len() > 120 || text.contains(['。', '，', '；', '《']) {
        return None;
    }
    let names = text.contains("公报") || text.contains("公報") || is_issue_number(text);
    names.then(|| text.chars().filter(|c| c.is_alphabetic()).collect())
}

/// 2021年第3期（总第16期）
fn is_issue_number(text: &str) -> bool {
    text.contains('第') && text.contains('期') && text.chars().filter(|c| c.is_alphabetic()).count() <= 6
}

fn running_heads(lines: &[Line]) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for key in lines.iter().filter_map(|line| head_key(&line.text)) {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markup;

    fn furniture(text: &[&str]) -> Vec<bool> {
        let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
        find(&markup::lines(&source))
    }

    #[test]
    fn pages_and_rules() {
        for text in [
            "- 12 -",
            "12",
            "· 3 ·",
            "—15—",
            "第 3 页 共 20 页",
            "3/20",
            "---",
            "![](images/a.jpg)",
            "<!-- x -->",
            "【政府文件】",
            "县政府办公室文件",
        ] {
            assert!(furniture(&[text])[0], "{text}");
        }
        for text in
            ["3.", "2021-2023", "3.5", "（3）", "第三页", "关于文件", "20210503112", "各部门要重视公报", "——", "1、"]
        {
            assert!(!furniture(&[text])[0], "{text}");
        }
    }

    #[test]
    fn a_running_head_is_one_that_runs() {
        let text = ["青岚县人民政府公报 2021年第3期", "正文。", "12 青岚县人民政府公报 2021年第3期"];
        assert_eq!(furniture(&text), [true, false, true]);
        assert_eq!(furniture(&text[..2]), [false, false]);
    }

    #[test]
    fn comments_over_lines() {
        assert_eq!(furniture(&["<!-- a", "b", "c -->", "正文"]), [true, true, true, false]);
    }
}
