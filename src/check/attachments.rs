//! Attachments that a document announces against those it prints.

use super::{Finding, FindingKind, clip};
use crate::issue::{Content, Document, Part, PartKind};
use crate::parse::similar::Letters;
use crate::text::fold::fold;

pub fn findings(document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    let printed: Vec<&Part> = document.parts.iter().filter(|part| part.kind != PartKind::Notice).collect();
    for (_, block) in document.blocks().filter(|(_, block)| block.content == Content::AttachmentList) {
        let (number, title) = item(&block.text);
        if title.chars().count() < 2 || title.contains('略') {
            continue;
        }
        let name = Letters::new(title);
        let same = |part: &&&Part| part.title.as_deref().is_some_and(|other| alike(&name, &Letters::new(other)));
        let labelled =
            |part: &&&Part| part.kind == PartKind::Attachment && number.is_some() && label_number(part) == number;
        let only = printed.iter().filter(|part| part.kind == PartKind::Attachment).count() == 1
            && number.is_none_or(|n| n == 1);
        let line = block.line_at(0);
        if printed.iter().any(|part| same(&part)) {
            continue;
        }
        match printed
            .iter()
            .find(labelled)
            .or_else(|| printed.iter().find(|part| only && part.kind == PartKind::Attachment))
        {
            Some(part) => {
                if let Some(other) = part.title.as_deref() {
                    let message = format!("附件清单（第{line}行）作“{}”，附件标题作“{}”", clip(title), clip(other));
                    found.push(Finding { line: part.line, kind: FindingKind::TitleDiffers, message, document: None });
                }
            }
            None => {
                let message = format!("列有附件“{}”，未见刊出", clip(title));
                found.push(Finding { line, kind: FindingKind::AttachmentMissing, message, document: None });
            }
        }
    }
    found
}

/// The list may be shorter than the title, or the other way round.
fn alike(a: &Letters, b: &Letters) -> bool {
    a.alike(b, 0.8) || a.len() >= 5 && a.within(b) > 0.95 || b.len() >= 5 && b.within(a) > 0.95
}

/// 附件：1. 丁县任务表； → 1, 丁县任务表.
fn item(text: &str) -> (Option<u32>, &str) {
    let mut rest = text.trim();
    if let Some(after) =
        rest.strip_prefix("附件").or_else(|| rest.strip_prefix("附表")).or_else(|| rest.strip_prefix("附录"))
    {
        rest = after;
    }
    let mut number = None;
    // The number may stand on either side of the colon.
    for _ in 0..2 {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '：' | ':' | '.' | '．' | '、' | '（' | '）' | '(' | ')')
        });
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let next = rest[digits..].trim_start().chars().next();
        if number.is_none()
            && (1..=2).contains(&digits)
            && next.is_some_and(|c| {
                matches!(c, '.' | '．' | '、' | '：' | ':' | '）' | ')')
                    || digits > 0 && text.trim().starts_with("附") && !matches!(c, '年' | '月')
            })
        {
            number = rest[..digits].parse().ok();
            rest = &rest[digits..];
        }
    }
    (number, rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '；' | ';' | '。' | '，' | '.')))
}

fn label_number(part: &Part) -> Option<u32> {
    let label = fold(part.label.as_deref()?);
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let numeral = label.chars().last()?;
    "一二三四五六七八九十".chars().position(|c| c == numeral).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_list() {
        assert_eq!(item("附件：1. 丁县任务表；"), (Some(1), "丁县任务表"));
        assert_eq!(item("附件 2：丁县任务表"), (Some(2), "丁县任务表"));
        assert_eq!(item("3、2021年任务表。"), (Some(3), "2021年任务表"));
        assert_eq!(item("附件：2021年任务表"), (None, "2021年任务表"));
        assert_eq!(item("附件："), (None, ""));
    }
}
