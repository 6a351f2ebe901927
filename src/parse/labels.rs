//! Labels of attachments: 附件1, 附表二, 附录A, 附：, whatever spaces, colon and number they have.

use super::markup::is_space;
use crate::text::numerals;

/// 附件1, 附表 2：, 附件：清单, and what is printed after it on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label<'a> {
    /// Without spaces and colon.
    pub name: String,
    pub number: Option<u32>,
    pub rest: &'a str,
}

/// The label a line begins with, if it is one by its form.
pub(super) fn label(text: &str) -> Option<Label<'_>> {
    let space = |text: &str| text.len() - text.trim_start_matches(is_space).len();
    let mut at = text
        .strip_prefix(['【', '（', '('])
        .filter(|inner| inner.starts_with('附'))
        .map_or(0, |inner| text.len() - inner.len());
    let start = at;
    let after = text[at..].strip_prefix('附')?;
    at = text.len() - after.len();
    at += space(&text[at..]);
    let kind = text[at..].chars().next().filter(|c| matches!(c, '件' | '表' | '图' | '录' | '單' | '单'));
    at += kind.map_or(0, char::len_utf8);
    let mut end = at;
    at += space(&text[at..]);
    let number_at = at;
    at += numbering(&text[at..]);
    // 附件 1 - 2, 附录 7.1, but not 附件1.2021年计划.
    let second = text[at..].trim_start_matches(' ');
    let mark = second.chars().next().filter(|c| matches!(c, '-' | '－' | '—' | '.' | '．'));
    if let Some(mark) = mark.filter(|_| at > number_at) {
        let after = second[mark.len_utf8()..].trim_start_matches(' ');
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let dotted = digits <= 2 && !after[digits..].starts_with(['.', '年', '月', '%']);
        if digits > 0 && (dotted || !matches!(mark, '.' | '．')) {
            at = text.len() - after.len() + digits;
        }
    }
    let printed = &text[number_at..at];
    if !printed.is_empty() {
        end = at;
    }
    let name: String = text[start..end].chars().filter(|c| !is_space(*c)).collect();
    let rest = text[at..].trim_start_matches(['】', '）', ')']);
    let stripped = rest.trim_start_matches(is_space);
    let colon = stripped.starts_with(['：', ':']);
    // 附件1．名单, 附件1、名单
    let dot = !printed.is_empty() && stripped.starts_with(['.', '．', '、']) && !stripped.contains('附');
    let marks: &[char] = if dot { &['.', '．', '、'] } else { &['：', ':'] };
    let rest_text = stripped.trim_start_matches(marks).trim_matches(is_space);
    let separated = colon || dot || rest_text.is_empty() || (rest.len() != stripped.len() && !printed.is_empty());
    // 附 alone is a word; it is a label only with a colon or a number.
    // 附件：1 is 附件1 with a slip.
    if printed.is_empty() && !rest_text.is_empty() && numbering(rest_text) == rest_text.len() {
        let number = numerals::parse(rest_text);
        return Some(Label { name: name + rest_text, number, rest: "" });
    }
    let whole = (!printed.is_empty() || at == text.len() && name == "附") && rest_text.is_empty();
    let is_label =
        separated && (kind.is_some() || colon || whole) && !rest_text.ends_with('。') && text.chars().count() <= 120;
    let number = numerals::parse(printed.split([' ', '-', '－', '—', '.']).next().unwrap_or_default());
    is_label.then_some(Label { name, number, rest: rest_text })
}

/// Bytes of 1, 一, 1-2, （1）, A after the word.
fn numbering(text: &str) -> usize {
    let inner = |c: char| numerals::arabic_digit(c).is_some() || matches!(c, '-' | '－' | '—');
    let arabic = text.len() - text.trim_start_matches(inner).len();
    if arabic > 0 && text.starts_with(|c| numerals::arabic_digit(c).is_some()) {
        return text[..arabic].trim_end_matches(['-', '－', '—']).len();
    }
    let han = text.len() - text.trim_start_matches(numerals::is_numeral).len();
    if han > 0 {
        return han;
    }
    usize::from(
        text.starts_with(|c: char| c.is_ascii_uppercase()) && !text[1..].starts_with(|c: char| c.is_ascii_alphabetic()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_attachments() {
        for (text, name, number, rest) in [
            ("附件1", "附件1", Some(1), ""),
            ("附件 1：", "附件1", Some(1), ""),
            ("附件一", "附件一", Some(1), ""),
            ("附 件 2", "附件2", Some(2), ""),
            ("附表 4:", "附表4", Some(4), ""),
            ("附件：1", "附件1", Some(1), ""),
            ("附件1-2", "附件1-2", Some(1), ""),
            ("附件 1 - 2", "附件1-2", Some(1), ""),
            ("附件：1. 名单", "附件", None, "1. 名单"),
            ("附件3 青岚县名单", "附件3", Some(3), "青岚县名单"),
            ("附：", "附", None, ""),
            ("附录A", "附录A", None, ""),
            ("附录7.1", "附录7.1", Some(7), ""),
            ("附录 7 . 1", "附录7.1", Some(7), ""),
            ("附表 2.3　人员名单", "附表2.3", Some(2), "人员名单"),
            ("附件1. 名单", "附件1", Some(1), "名单"),
            ("附件2、人员名单", "附件2", Some(2), "人员名单"),
            ("附 2", "附2", Some(2), ""),
            ("附", "附", None, ""),
        ] {
            let label = label(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((label.name.as_str(), label.number, label.rest), (name, number, rest), "{text}");
        }
        for text in [
            "附则",
            "附件1所列清单",
            "附件1、附件2所列事项",
            "附件1.5倍",
            "附近居民",
            "附件的要求",
            "附表中",
            "第七章 附则",
            "附加费",
        ] {
            assert!(label(text).is_none(), "{text}");
        }
    }
}
