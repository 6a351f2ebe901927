//! What a document may be compared with: the likely ones first (the same title of another year, the law before its revision), then
//! every other document of the library, narrowed as one types.

use super::choice::{Choice, Goal, Item, Kind};
use super::contents::Target;
use super::library::{date, issue_label};
use super::lines::gist;
use super::reading::Which;
use super::{App, Screen};
use crate::issue::IssueKind;
use crate::library::catalog::{Catalog, DocumentSummary, IssueId, IssueSummary};
use crate::library::directory::DocumentId;
use crate::parse::similar::Letters;
use crate::text::numerals;

/// Titles less alike than this are not proposed.
const ALIKE: f64 = 0.7;

/// A title as it is the same in every year and every version: without years, and without what stands in round brackets.
fn lasting(title: &str) -> Letters {
    let mut kept = String::new();
    let mut depth = 0usize;
    for c in title.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            // 2023年度, 二〇二三年: the numeral goes with its unit.
            '年' if kept.ends_with(is_number) => {
                kept.truncate(kept.trim_end_matches(is_number).len());
            }
            '度' if kept.is_empty() => {}
            _ => kept.push(c),
        }
    }
    Letters::new(&kept)
}

fn is_number(c: char) -> bool {
    numerals::arabic_digit(c).is_some() || numerals::is_numeral(c)
}

/// How likely a document is meant, and what to say of it.
fn likely(own: &Letters, other: &Letters) -> Option<(f64, &'static str)> {
    if own.is_empty() || !own.alike(other, ALIKE) {
        return None;
    }
    Some(if own == other { (1.0, "同名") } else { (own.similarity(other), "相近") })
}

/// The issue of a gazette; of anything else its date.
pub(super) fn when(issue: &IssueSummary, document: &DocumentSummary) -> String {
    let own_date = || document.date.or(date(issue)).map(str::to_owned);
    Some(issue).filter(|issue| issue.kind != IssueKind::Gazette).and_then(|_| own_date()).unwrap_or(issue_label(issue))
}

/// Every other document, the likely ones first, of equals the newest; the rest in the library's order.
fn items(catalog: &Catalog, own: DocumentId) -> Vec<Item> {
    let title = |document: &DocumentSummary| lasting(gist(&document.title));
    let Some(letters) = own.summary(catalog).as_ref().map(title) else { return Vec::new() };
    let mut found: Vec<(f64, Option<String>, Item)> = Vec::new();
    for (issue, at) in catalog.issues.iter().zip(0..) {
        for (document, n) in issue.documents.iter().zip(0..) {
            let id = DocumentId { issue: IssueId(at), document: n };
            if id == own {
                continue;
            }
            let (score, tag) = likely(&letters, &title(&document)).unwrap_or((0.0, ""));
            let number = document.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
            let item = Item {
                tag: tag.into(),
                words: format!("{}{number}", gist(&document.title)),
                place: when(issue, &document),
                goal: Goal::Document(id),
            };
            let date = document.date.or(issue.published.as_deref()).filter(|_| score > 0.0).map(str::to_owned);
            found.push((score, date, item));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
    found.into_iter().map(|(.., item)| item).collect()
}

impl App {
    /// The document that is read, or selected in the contents.
    fn document_here(&self) -> Option<DocumentId> {
        let (issue, which) = match self.screens.last()? {
            Screen::Reading(reading) => (reading.id, reading.which),
            Screen::Contents(contents) => match contents.selected()?.target {
                Target::Document(at) => (contents.id, Which::Document(at)),
                _ => return None,
            },
            _ => return None,
        };
        let Which::Document(document) = which else { return None };
        Some(DocumentId { issue, document })
    }

    pub(super) fn list_counterparts(&mut self) {
        let Some(own) = self.document_here() else {
            self.message = Some("先选一份文件，再按 = 与另一份对照".into());
            return;
        };
        let items = items(&self.catalog, own);
        if items.is_empty() {
            self.message = Some("馆藏里没有别的文件可以对照".into());
            return;
        }
        let title = own.summary(&self.catalog).map(|document| gist(&document.title).to_owned()).unwrap_or_default();
        let choice = Choice::new(Kind::Counterparts(own), &title, items);
        self.screens.push(Screen::Choice(Box::new(choice)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_versions_are_no_difference() {
        let same = |a, b| likely(&lasting(a), &lasting(b)).map(|(_, tag)| tag);
        assert_eq!(same("丁县2022年重点项目实施方案", "丁县2023年重点项目实施方案"), Some("同名"));
        assert_eq!(same("丁县二〇二二年度工作要点", "丁县2023年度工作要点"), Some("同名"));
        assert_eq!(same("丁市供水条例", "丁市供水条例（2023年修订）"), Some("同名"));
        assert_eq!(same("丁县防汛抗旱应急预案", "丁县防汛应急预案"), Some("相近"));
        assert_eq!(same("丁县防汛应急预案", "关于表扬先进集体的决定"), None);
    }
}
