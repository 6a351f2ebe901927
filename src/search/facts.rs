//! What is known of documents from the catalog: how new each is, for ranking; and what the fields of a query ask for.

use crate::library::catalog::{Catalog, IssueId};
use crate::search::query::{Field, Value};
use crate::text::fold::holds;

/// Whether a document, or the front matter, has what a field asks for. It is looked up in the catalog and nothing is kept, so a
/// field costs no memory, and some hundred nanoseconds a document.
pub fn has(catalog: &Catalog, issue: IssueId, document: Option<u32>, field: Field, value: &Value) -> bool {
    let Some(issue) = catalog.get(issue) else { return false };
    let documents = &issue.documents;
    let own = |at: u32| documents.get(at as usize);
    match (field, value) {
        (Field::Gazette, Value::Text(term)) => holds(&issue.title, &term.folded),
        (Field::Year, Value::Years(from, to)) => {
            let year = document.and_then(own).and_then(|document| year(document.date?)).or(issue.year);
            year.is_some_and(|year| (*from..=*to).contains(&year))
        }
        (field, Value::Text(term)) => {
            let is_it = |text: &str| holds(text, &term.folded);
            document.is_some_and(|at| match field {
                Field::Title => documents.called(at as usize).is_some_and(|called| is_it(&called.title)),
                Field::Number => documents.called(at as usize).and_then(|called| called.doc_number).is_some_and(is_it),
                Field::Issuer => own(at).is_some_and(|document| document.issuers.into_iter().any(is_it)),
                Field::Category => own(at).and_then(|document| document.category).is_some_and(is_it),
                Field::Unit => documents.detail(at as usize).is_some_and(|d| d.units.into_iter().any(is_it)),
                Field::Gazette | Field::Year => false,
            })
        }
        _ => false,
    }
}

/// How new every document of a catalog is.
#[derive(Debug, Default)]
pub struct Days {
    /// Of each issue when it was published, and where in `signed` its documents begin.
    issues: Vec<(u32, usize)>,
    /// Of each document when it was signed.
    signed: Vec<u32>,
}

impl Days {
    pub fn new(catalog: &Catalog) -> Days {
        let mut days = Days::default();
        for issue in &catalog.issues {
            let published = issue.published.as_deref().map_or(0, day);
            let year = || issue.year.map_or(0, |year| u32::from(year) * 10_000);
            days.issues.push((if published > 0 { published } else { year() }, days.signed.len()));
            days.signed.extend(issue.documents.iter().map(|document| document.date.map_or(0, day)));
        }
        days
    }

    /// When a document was signed, or else its issue published: a number that grows with time, 0 where it is not known.
    pub fn of(&self, issue: IssueId, document: Option<u32>) -> u32 {
        let Some(&(published, first)) = self.issues.get(issue.0 as usize) else { return 0 };
        let end = self.issues.get(issue.0 as usize + 1).map_or(self.signed.len(), |&(_, next)| next);
        let signed = document.and_then(|at| self.signed.get(first..end)?.get(at as usize)).copied();
        signed.filter(|&day| day > 0).unwrap_or(published)
    }
}

/// The year of a date.
fn year(date: &str) -> Option<u16> {
    u16::try_from(day(date) / 10_000).ok().filter(|&year| year > 0)
}

/// 2021-05-01 → 20210501; 0 for anything else.
fn day(date: &str) -> u32 {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let mut next = || parts.next().flatten();
    match (next(), next(), next()) {
        (Some(year), Some(month), Some(day)) if year < 10_000 => year * 10_000 + month.min(99) * 100 + day.min(99),
        _ => 0,
    }
}
