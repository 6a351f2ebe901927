//! Who cites whom, over a whole library: for a worker, since every document has to be read for it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Name;
use super::links::{self, Goal};
use crate::address::Step;
use crate::issue::{BlockRef, Document, Issue};
use crate::library::catalog::IssueId;
use crate::library::directory::{Directory, DocumentId};
use crate::library::{Library, LoadFailure, Progress};

/// A place where a document is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citing {
    pub by: DocumentId,
    pub at: BlockRef,
    /// Byte of the block's text.
    pub offset: usize,
    /// 1-based line of the source.
    pub line: u32,
    /// The sentence.
    pub text: String,
    /// The citation in it, in bytes.
    pub mark: Range<usize>,
    /// What is cited of the document.
    pub steps: Vec<Step>,
}

/// The citations of a library, by what they cite.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    cited: HashMap<DocumentId, Vec<Citing>>,
    /// Issues that could not be read: what they cite is not here.
    pub failures: Vec<LoadFailure>,
}

impl Citations {
    /// Reads every issue. `progress` is called from worker threads as issues are done.
    pub fn of_library(library: &Library, directory: Directory, progress: impl Fn(Progress) + Sync) -> Citations {
        let (found, failures) = each(library, directory, held, progress);
        let mut citations = Citations { failures, ..Citations::default() };
        citations.extend(found);
        citations
    }

    /// Adds those of one issue.
    pub fn add(&mut self, id: IssueId, issue: &Issue, directory: Directory) {
        self.extend(in_issue(id, issue, directory, held));
    }

    fn extend(&mut self, found: Vec<(DocumentId, Citing)>) {
        for (id, citing) in found {
            self.cited.entry(id).or_default().push(citing);
        }
    }

    /// Where a document is cited, in the library's order.
    pub fn of(&self, id: DocumentId) -> &[Citing] {
        self.cited.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The document of the library that is cited, and what of it.
fn held(goal: &Goal) -> Option<(DocumentId, Vec<Step>)> {
    if let Goal::There(id, steps) = goal { Some((*id, steps.clone())) } else { None }
}

/// Where any of the documents that a name may mean is cited, or, where the library does not hold it, that name; in the library's
/// order. With the issues that could not be read.
pub fn of_name(
    library: &Library,
    directory: Directory,
    name: &Name,
    meant: &[DocumentId],
    progress: impl Fn(Progress) + Sync,
) -> (Vec<Citing>, Vec<LoadFailure>) {
    let is_asked = |other: &Name| {
        (name.number.is_some() && other.number == name.number) || (name.title.is_some() && other.title == name.title)
    };
    let wanted = |goal: &Goal| match goal {
        Goal::There(id, steps) => meant.contains(id).then(|| ((), steps.clone())),
        Goal::Absent(other) => is_asked(other).then(|| ((), Vec::new())),
        Goal::Here(_) => None,
    };
    let (found, failures) = each(library, directory, wanted, progress);
    (found.into_iter().map(|((), citing)| citing).collect(), failures)
}

/// Every citation of the library that `wanted` wants, in order, with what it says of it.
fn each<T: Send>(
    library: &Library,
    directory: Directory,
    wanted: impl Fn(&Goal) -> Option<(T, Vec<Step>)> + Sync,
    progress: impl Fn(Progress) + Sync,
) -> (Vec<(T, Citing)>, Vec<LoadFailure>) {
    let total = library.catalog.issues.len();
    let done = AtomicUsize::new(0);
    let of_issue = |at: u32| {
        let id = IssueId(at);
        let found = library.issue(id).map(|issue| in_issue(id, &issue, directory, &wanted));
        progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        found
    };
    let parts: Vec<Result<Vec<(T, Citing)>, LoadFailure>> = (0..total as u32).into_par_iter().map(of_issue).collect();
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Ok(part) => found.extend(part),
            Err(failure) => failures.push(failure),
        }
    }
    (found, failures)
}

fn in_issue<T>(
    id: IssueId,
    issue: &Issue,
    directory: Directory,
    wanted: impl Fn(&Goal) -> Option<(T, Vec<Step>)>,
) -> Vec<(T, Citing)> {
    let mut found = Vec::new();
    for (document, number) in issue.documents.iter().zip(0..) {
        let own = DocumentId { issue: id, document: number };
        for link in links::of(document, own, directory) {
            let Some((key, steps)) = wanted(&link.goal) else { continue };
            found.extend(citing(document, own, &link, steps).map(|citing| (key, citing)));
        }
    }
    found
}

fn citing(document: &Document, by: DocumentId, link: &links::Link, steps: Vec<Step>) -> Option<Citing> {
    let block = document.block(link.at)?;
    let (before, after) = (block.text.get(..link.range.start)?, block.text.get(link.range.end..)?);
    let ends = ['。', '；', '\n'];
    let start = before.char_indices().rev().find(|(_, c)| ends.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = after
        .char_indices()
        .find(|(_, c)| ends.contains(c))
        .map_or(block.text.len(), |(at, c)| link.range.end + at + if c == '\n' { 0 } else { c.len_utf8() });
    Some(Citing {
        by,
        at: link.at,
        offset: link.range.start,
        line: block.line_at(link.range.start),
        text: block.text[start..end].to_owned(),
        mark: link.range.start - start..link.range.end - start,
        steps,
    })
}
