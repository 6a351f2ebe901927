//! Attachments that a document announces against those it prints.

use super::{Finding, FindingKind, clip};
use crate::issue::{Content, Document, Part, PartKind};
use crate::parse::similar::Letters;
use crate::text::fold::fold;

pub fn findings(document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    for (_, block) in document.blocks().filter(|(_, block)| block.content == Content::AttachmentList) {
        let Some(Announced { title, printed }) = announced(document, &block.text) else { continue };
        let line = block.line_at(0);
        match printed.map(|(at, same)| (&document.parts[at], same)) {
            Some((_, true)) => {}
            Some((part, false)) => {
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

/// An attachment that a list announces.
pub struct Announced<'a> {
    pub title: &'a str,
    /// The part of the document that prints it, and whether under that title.
    pub printed: Option<(usize, bool)>,
}

/// What an item of a list of attachments announces; none where it names nothing, or says that it is left out.
pub fn announced<'a>(document: &Document, item_text: &'a str) -> Option<Announced<'a>> {
    let (number, title) = item(item_text);
    if title.chars().count() < 2 || title.contains('略') {
        return None;
    }
    let printed = || document.parts.iter().enumerate().filter(|(_, part)| part.kind != PartKind::Notice);
    let attached = || printed().filter(|(_, part)| part.kind == PartKind::Attachment);
    let name = Letters::new(title);
    let same = |part: &Part| part.title.as_deref().is_some_and(|other| alike(&name, &Letters::new(other)));
    let only = || attached().count() == 1 && number.is_none_or(|n| n == 1);
    let by_title = printed().find(|(_, part)| same(part)).map(|(at, _)| (at, true));
    let by_number = || attached().find(|(_, part)| number.is_some() && label_number(part) == number);
    let otherwise = || by_number().or_else(|| attached().next().filter(|_| only())).map(|(at, _)| (at, false));
    Some(Announced { title, printed: by_title.or_else(otherwise) })
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
