//! What is kept in memory of every issue: enough to list, narrow and choose; bodies stay on disk.

mod documents;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use crate::issue::{Document, Issue, IssueKind, PartKind};
use crate::library::LoadFailure;
use crate::library::directory::{Directory, Tables};
use crate::text::fold;
pub use documents::{Called, Details, DocumentSummary, Documents};

/// An issue of the catalog, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId(pub u32);

/// What the catalog knows of an issue.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IssueSummary {
    pub path: String,
    pub kind: IssueKind,
    /// The gazette's name; for a single document or a plain text: its title.
    pub title: String,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub total_number: Option<u32>,
    pub published: Option<String>,
    pub lines: u32,
    /// The cache keeps them beside.
    #[serde(skip)]
    pub documents: Documents,
}

/// Documents of which a directory is made in the blink of an eye.
const QUICK: usize = 4_000;

/// Every issue of the library, and the files that could not be read.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    pub issues: Vec<IssueSummary>,
    pub failures: Vec<LoadFailure>,
    tables: OnceLock<Tables>,
}

impl Catalog {
    pub fn new(issues: Vec<IssueSummary>, failures: Vec<LoadFailure>) -> Catalog {
        Catalog { issues, failures, tables: OnceLock::new() }
    }

    /// What its documents are looked up in. It is made when it is first asked for, which takes some microseconds a document; whoever
    /// asks meanwhile waits.
    pub fn directory(&self) -> Directory<'_> {
        Directory { catalog: self, tables: self.tables.get_or_init(|| Tables::new(self)) }
    }

    /// The same where nobody has to wait for it.
    pub fn directory_at_once(&self) -> Option<Directory<'_>> {
        let is_small = || self.issues.iter().map(|issue| issue.documents.len()).sum::<usize>() <= QUICK;
        (self.tables.get().is_some() || is_small()).then(|| self.directory())
    }

    pub fn get(&self, id: IssueId) -> Option<&IssueSummary> {
        self.issues.get(id.0 as usize)
    }
}

/// A document's title; an order or announcement does not say what it is about, the text that it encloses does.
fn title(document: &Document) -> Cow<'_, str> {
    let enclosed = document.parts.iter().find(|part| part.kind == PartKind::Enclosed);
    match enclosed.and_then(|part| part.title.as_deref()) {
        Some(enclosed) if document.title.ends_with(['令', '告']) && !document.title.contains(enclosed) => {
            format!("{}：{enclosed}", document.title).into()
        }
        _ => document.title.as_str().into(),
    }
}

/// What the catalog keeps of a parsed issue.
pub fn summarize(issue: &Issue) -> IssueSummary {
    let first_title = || issue.documents.first().map(|d| d.title.clone());
    IssueSummary {
        path: issue.source.path.clone(),
        kind: issue.kind,
        title: issue.masthead.title.clone().or_else(first_title).unwrap_or_else(|| issue.source.path.clone()),
        year: issue.masthead.year,
        number: issue.masthead.number,
        total_number: issue.masthead.total_number,
        published: issue.masthead.published.clone(),
        lines: issue.source.lines,
        documents: issue.documents.iter().map(|document| summarize_document(issue, document)).collect(),
    }
}

fn summarize_document<'a>(issue: &'a Issue, document: &'a Document) -> (DocumentSummary<'a>, Details<'a>) {
    // Some bodies are printed without the number that the contents give.
    let entry = document.toc.and_then(|at| issue.toc.get(at as usize));
    let listed = entry.map(|entry| entry.title.as_str()).filter(|listed| !fold::same(listed, &document.title));
    let summary = DocumentSummary {
        listed,
        title: title(document),
        doc_number: document.doc_number.as_deref().or_else(|| entry?.doc_number.as_deref()),
        date: document.date.as_deref(),
        issuers: document.signatories.iter().map(String::as_str).collect(),
        category: entry.and_then(|entry| entry.category.as_deref()),
    };
    let (mut units, mut headings) = (HashSet::new(), HashSet::new());
    let named = document.responsibilities.iter().flat_map(|r| &r.units).map(|unit| unit.name.as_str());
    let printed = document.blocks().filter_map(|(_, block)| block.heading());
    let details = Details {
        units: named.filter(|name| units.insert(*name)).collect(),
        headings: printed.filter(|heading| headings.insert(*heading)).collect(),
    };
    (summary, details)
}
