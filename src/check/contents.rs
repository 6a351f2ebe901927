//! Contents against body: what is missing on either side, what differs.

use super::{Finding, FindingKind, clip};
use crate::issue::{Document, Issue, IssueKind, PartKind};
use crate::text::fold::fold;

pub fn findings(issue: &Issue) -> Vec<Finding> {
    let mut found = Vec::new();
    for entry in &issue.toc {
        let line = entry.lines.first().copied().unwrap_or(1);
        let Some((index, document)) = entry.document.and_then(|at| Some((at, issue.documents.get(at as usize)?)))
        else {
            let message = format!("目录列有《{}》，正文没有", clip(bare(&entry.title)));
            found.push(Finding { line, kind: FindingKind::MissingDocument, message, document: None });
            continue;
        };
        let mut say =
            |kind, message| found.push(Finding { line: document.lines.0, kind, message, document: Some(index) });
        if !same_title(document, &entry.title) {
            let message = format!("标题与目录（第{line}行）不同：正文“{}”，目录“{}”", document.title, entry.title);
            say(FindingKind::TitleDiffers, message);
        }
        match (&document.doc_number, &entry.doc_number) {
            (Some(body), Some(contents))
                if letters(body) != letters(contents)
                    && !letters(contents).ends_with(&letters(body))
                    && !is_first_of(contents, body) =>
            {
                let message = format!("文号与目录（第{line}行）不同：正文{body}，目录{contents}");
                say(FindingKind::NumberDiffers, message);
            }
            _ => {}
        }
    }
    if issue.kind == IssueKind::Gazette && !issue.toc.is_empty() {
        for (index, document) in issue.documents.iter().enumerate().filter(|(_, document)| document.toc.is_none()) {
            let message = format!("目录未列《{}》", clip(bare(&document.title)));
            let document_index = Some(index as u32);
            found.push(Finding {
                line: document.lines.0,
                kind: FindingKind::MissingEntry,
                message,
                document: document_index,
            });
        }
    }
    found
}

/// 丁政任〔2021〕5—7号 and 丁政任〔2021〕5号: an entry for several documents.
fn is_first_of(contents: &str, body: &str) -> bool {
    let rest = fold(contents).strip_prefix(fold(body).trim_end_matches('号')).map(str::to_owned);
    rest.is_some_and(|rest| rest.starts_with(['-', '~', '至', '、']) && rest.ends_with('号'))
}

/// A title without the number of documents that its entry stands for: …的通知（三件）.
fn without_count(title: &str) -> &str {
    let head = title.trim_end_matches(['）', ')']).strip_suffix('件').and_then(|rest| rest.rsplit_once(['（', '(']));
    head.filter(|(_, count)| crate::text::numerals::parse(count).is_some()).map_or(title, |(head, _)| head)
}

/// The contents may leave the issuing body out, and name the rules that a decree encloses. A footnote's number behind the
/// title is none of it.
fn same_title(document: &Document, entry: &str) -> bool {
    let entry = letters(without_count(entry));
    let footnote = |title: &str| {
        title.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '〔' | '〕' | '[' | ']')).to_owned()
    };
    let enclosed =
        document.parts.iter().filter(|part| part.kind == PartKind::Enclosed).filter_map(|part| part.title.as_deref());
    letters(&document.title).ends_with(&entry)
        || letters(&footnote(&document.title)).ends_with(&entry)
        || enclosed.map(letters).any(|title| entry.ends_with(&title))
}

/// A title that is set between 《》 must not bring its own.
fn bare(title: &str) -> &str {
    title
        .strip_prefix('《')
        .and_then(|rest| rest.strip_suffix('》'))
        .filter(|rest| !rest.contains('《'))
        .unwrap_or(title)
}

/// Letters and digits in one script and width.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
