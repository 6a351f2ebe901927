//! What is known of documents from the catalog: how new each is, for ranking; and its summary, folded, for the fields of a
//! query.

use crate::library::catalog::{Catalog, Details, DocumentSummary, IssueId, IssueSummary};
use crate::search::query::{Field, Value};
use crate::text::fold::fold;

/// The facts of every document of a catalog.
#[derive(Debug, Default)]
pub struct Facts {
    issues: Vec<IssueFacts>,
}

#[derive(Debug, Default)]
struct IssueFacts {
    gazette: String,
    year: Option<u16>,
    documents: Vec<DocumentFacts>,
}

#[derive(Debug, Default)]
struct DocumentFacts {
    title: String,
    number: String,
    issuer: String,
    category: String,
    units: String,
    year: Option<u16>,
}

/// Between the several names of one field.
const SEPARATOR: &str = "\n";

impl Facts {
    pub fn new(catalog: &Catalog) -> Facts {
        Facts { issues: catalog.issues.iter().map(IssueFacts::new).collect() }
    }

    /// Whether a document, or the front matter, has what a field asks for.
    pub fn has(&self, issue: IssueId, document: Option<u32>, field: Field, value: &Value) -> bool {
        let Some(issue) = self.issues.get(issue.0 as usize) else { return false };
        let document = document.and_then(|at| issue.documents.get(at as usize));
        match (field, value) {
            (Field::Gazette, Value::Text(term)) => issue.gazette.contains(&term.folded),
            (Field::Year, Value::Years(from, to)) => {
                let year = document.and_then(|document| document.year).or(issue.year);
                year.is_some_and(|year| (*from..=*to).contains(&year))
            }
            (field, Value::Text(term)) => document.is_some_and(|document| {
                let text = match field {
                    Field::Title => &document.title,
                    Field::Number => &document.number,
                    Field::Issuer => &document.issuer,
                    Field::Category => &document.category,
                    Field::Unit => &document.units,
                    Field::Gazette | Field::Year => return false,
                };
                text.contains(&term.folded)
            }),
            _ => false,
        }
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

impl IssueFacts {
    fn new(issue: &IssueSummary) -> IssueFacts {
        IssueFacts {
            gazette: fold(&issue.title),
            year: issue.year,
            documents: issue.documents.iter().zip(issue.documents.details()).map(DocumentFacts::new).collect(),
        }
    }
}

impl DocumentFacts {
    fn new((document, details): (DocumentSummary, Details)) -> DocumentFacts {
        let day = document.date.map_or(0, day);
        DocumentFacts {
            title: fold(&document.title),
            number: document.doc_number.map(fold).unwrap_or_default(),
            issuer: names(&document.issuers),
            category: document.category.map(fold).unwrap_or_default(),
            units: names(&details.units),
            year: u16::try_from(day / 10_000).ok().filter(|&year| year > 0),
        }
    }
}

fn names(names: &[&str]) -> String {
    names.iter().map(|name| fold(name)).collect::<Vec<_>>().join(SEPARATOR)
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
