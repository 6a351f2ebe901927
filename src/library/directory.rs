//! Which document of the library has a number or a title, and which issue is which: what addresses and citations are looked up in.
//!
//! Numbers are compared by what they say (issuer, year, serial), so brackets, widths and spaces do not matter; titles folded.

mod keys;

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use super::catalog::{Catalog, DocumentSummary, IssueId, IssueSummary};
use crate::issue::IssueKind;
use crate::text::fold;
pub use keys::{IssueKey, NumberKey};

/// A document of the library, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    pub issue: IssueId,
    pub document: u32,
}

/// What a document is known by wherever its file lies: its number, where it says a year; else its title and the issue it is in. Of the
/// front matter (`document` none): the issue.
pub fn identity(issue: &IssueSummary, document: Option<u32>) -> String {
    match document.and_then(|at| issue.documents.get(at as usize)) {
        Some(own) => identity_of(issue, &own, own.doc_number.and_then(NumberKey::read).as_ref()),
        None => format!("front@{}", edition(issue, None)),
    }
}

fn identity_of(issue: &IssueSummary, own: &DocumentSummary, number: Option<&NumberKey>) -> String {
    match number {
        Some(NumberKey { issuer, year: Some(year), serial }) => format!("{issuer}({year}){serial}"),
        _ => format!("{}@{}", fold::fold(&own.title), edition(issue, Some(own))),
    }
}

/// What tells an issue, or a version of a law, from others.
fn edition(issue: &IssueSummary, own: Option<&DocumentSummary>) -> String {
    match (issue.kind, issue.year, issue.number) {
        (IssueKind::Gazette, year, number) => {
            fold::fold(&format!("{}|{}|{}", issue.title, year.unwrap_or(0), number.unwrap_or(0)))
        }
        // A law is kept in several versions.
        _ => own.and_then(|document| document.date).unwrap_or_default().to_owned(),
    }
}

/// A document as it is looked up.
#[derive(Debug, Clone, Copy)]
struct Known {
    id: DocumentId,
    /// Of the number, else of the date: the newest come first.
    year: u16,
    /// Its number says a year.
    dated: bool,
}

/// A document's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Numbered {
    serial: u32,
    /// Which document, by its place among all.
    at: u32,
    /// By its place among the issuers.
    issuer: u32,
    year: Option<u16>,
}

/// Places by what they are known by: by 32 bits of its hash, in order. So a name costs eight bytes, and whoever finds a place
/// has to look in the catalog whether it is what was asked for.
#[derive(Debug, Clone, Default)]
struct ByHash(Vec<(u32, u32)>);

impl ByHash {
    fn hash(text: &str) -> u32 {
        let hash = xxh3_64(text.as_bytes()) as u32;
        // Tests see to it that what has the same hash is told apart.
        if cfg!(test) { hash % 3 } else { hash }
    }

    fn add(&mut self, text: &str, at: u32) {
        self.0.push((ByHash::hash(text), at));
    }

    /// Once all are there: `place` says where each has come to be.
    fn put_in_order(&mut self, place: impl Fn(u32) -> u32) {
        self.0.iter_mut().for_each(|(_, at)| *at = place(*at));
        self.0.sort_unstable();
        self.0.dedup();
        self.0.shrink_to_fit();
    }

    /// The places that may be known by this, in order.
    fn get(&self, text: &str) -> impl Iterator<Item = u32> + Clone {
        let hash = ByHash::hash(text);
        let from = self.0.partition_point(|&(other, _)| other < hash);
        self.0[from..].iter().take_while(move |&&(other, _)| other == hash).map(|&(_, at)| at)
    }
}

/// Texts that recur, each once.
#[derive(Debug, Clone, Default)]
struct Distinct {
    texts: Vec<String>,
    known: HashMap<String, u32>,
}

impl Distinct {
    fn add(&mut self, text: String) -> u32 {
        let new = self.texts.len() as u32;
        *self.known.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            new
        })
    }
}

/// What is kept to look documents and issues up by; the texts themselves stay in the catalog. Some hundred bytes a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// The newest first, else in the catalog's order.
    documents: Vec<Known>,
    numbers: Vec<Numbered>,
    /// Folded.
    issuers: Vec<String>,
    /// By their folded titles, and by what else a citation may call them.
    by_title: ByHash,
    /// By their folded titles without the place's name: how its own gazette cites them.
    by_short_title: ByHash,
    /// Documents, and behind them the front matters.
    by_identity: ByHash,
    /// Of each issue its gazette, by the place of its name.
    gazettes: Vec<u32>,
    /// Folded.
    gazette_names: Vec<String>,
}

impl Tables {
    pub fn new(catalog: &Catalog) -> Tables {
        let mut tables = Tables::default();
        let (mut issuers, mut gazettes) = (Distinct::default(), Distinct::default());
        for (issue, summary) in (0..).map(IssueId).zip(&catalog.issues) {
            tables.gazettes.push(gazettes.add(fold::fold(&summary.title)));
            for (document, d) in (0..).zip(summary.documents.iter()) {
                let at = tables.documents.len() as u32;
                let number = d.doc_number.and_then(NumberKey::read);
                let dated = d.date.and_then(|date| date.get(..4)?.parse().ok());
                let numbered = number.as_ref().and_then(|n| n.year);
                let year = numbered.or(dated).or(summary.year).unwrap_or(0);
                tables.documents.push(Known { id: DocumentId { issue, document }, year, dated: numbered.is_some() });
                tables.by_identity.add(&identity_of(summary, &d, number.as_ref()), at);
                if let Some(NumberKey { issuer, year, serial }) = number {
                    tables.numbers.push(Numbered { serial, at, issuer: issuers.add(issuer), year });
                }
                for name in names(&d.title) {
                    tables.by_title.add(&fold::fold(name), at);
                    if let Some(short) = without_place(name) {
                        tables.by_short_title.add(&fold::fold(short), at);
                    }
                }
            }
        }
        let count = tables.documents.len() as u32;
        for (at, summary) in (count..).zip(&catalog.issues) {
            tables.by_identity.add(&identity(summary, None), at);
        }
        (tables.issuers, tables.gazette_names) = (issuers.texts, gazettes.texts);
        tables.newest_first();
        tables
    }

    fn newest_first(&mut self) {
        let mut order: Vec<u32> = (0..self.documents.len() as u32).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(self.documents[at as usize].year));
        let mut places = vec![0; order.len()];
        for (place, &at) in (0..).zip(&order) {
            places[at as usize] = place;
        }
        self.documents = order.iter().map(|&at| self.documents[at as usize]).collect();
        // Front matters stay behind.
        let place = |at: u32| places.get(at as usize).copied().unwrap_or(at);
        self.numbers.iter_mut().for_each(|number| number.at = place(number.at));
        self.numbers.sort_unstable();
        self.numbers.shrink_to_fit();
        for by in [&mut self.by_title, &mut self.by_short_title, &mut self.by_identity] {
            by.put_in_order(place);
        }
    }
}

/// Every document and issue of a catalog: [`Catalog::directory`].
#[derive(Debug, Clone, Copy)]
pub struct Directory<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) tables: &'a Tables,
}

impl<'a> Directory<'a> {
    /// The documents that a number may mean, newest first; those whose issuer is exactly the one named before others.
    pub fn numbered(self, key: &NumberKey) -> Vec<DocumentId> {
        let asked = |number: &&Numbered| {
            (key.year.is_none() || key.year == number.year) && self.issuer(number).contains(&key.issuer)
        };
        let mut found: Vec<&Numbered> = self.with_serial(key.serial).filter(asked).collect();
        found.sort_by_key(|number| self.issuer(number) != key.issuer);
        found.into_iter().map(|number| self.id(number.at)).collect()
    }

    /// The document that a citation in `by` means: the number counts, and the title (folded, without 《》) where the number is not held
    /// or not given. Of several, one of the same gazette, then the newest. None where the library does not hold it.
    pub fn cited(self, number: Option<&NumberKey>, title: Option<&str>, by: DocumentId) -> Option<DocumentId> {
        let gazette = |at: u32| self.gazette(self.id(at).issue);
        let own = self.gazette(by.issue);
        // The nearest is asked for first, so hardly any is looked up.
        let best = |mut places: Vec<u32>, is_it: &dyn Fn(u32) -> bool| {
            places.sort_by_key(|&at| (self.id(at) != by, gazette(at) != own));
            places.into_iter().find(|&at| is_it(at)).map(|at| self.id(at))
        };
        let numbered = number.into_iter().flat_map(|key| {
            // Words may have run into the issuer from before it.
            let is_cited = |number: &&Numbered| {
                let issuer = self.issuer(number);
                number.year == key.year && !issuer.is_empty() && key.issuer.ends_with(issuer)
            };
            self.with_serial(key.serial).filter(is_cited).map(|number| number.at)
        });
        // A title that has been given another number is another edition.
        let cites_year = number.is_some_and(|cited| cited.year.is_some());
        let other = |at: &u32| cites_year && self.tables.documents[*at as usize].dated;
        let titled = || title.into_iter().flat_map(|title| self.tables.by_title.get(title)).filter(|at| !other(at));
        let short = title.into_iter().flat_map(|title| self.tables.by_short_title.get(title));
        let short = short.filter(|at| gazette(*at) == own && !other(at));
        best(numbered.collect(), &|_| true)
            .or_else(|| best(titled().collect(), &|at| title.is_some_and(|title| self.is_titled(at, title))))
            .or_else(|| best(short.collect(), &|at| title.is_some_and(|title| self.is_titled_shortly(at, title))))
    }

    /// Every document that a number or title (folded, without 《》) may mean when nothing says who asks.
    pub fn named(self, number: Option<&NumberKey>, title: Option<&str>) -> Vec<DocumentId> {
        let mut found = number.map(|key| self.numbered(key)).unwrap_or_default();
        if let Some(title) = title {
            let mut titled: Vec<u32> =
                self.tables.by_title.get(title).filter(|&at| self.is_titled(at, title)).collect();
            if titled.is_empty() {
                let short = self.tables.by_short_title.get(title);
                titled = short.filter(|&at| self.is_titled_shortly(at, title)).collect();
            }
            found.extend(titled.into_iter().map(|at| self.id(at)));
        }
        found
    }

    /// The documents whose title has all these words, or whose number begins with the text; newest first.
    pub fn like(self, text: &str) -> impl Iterator<Item = DocumentId> + use<'a> {
        let words: Vec<String> = text.split_whitespace().map(fold::fold).filter(|word| !word.is_empty()).collect();
        let start = fold::fold(text);
        let fits = move |id: &DocumentId| {
            let Some(called) =
                self.catalog.get(id.issue).and_then(|issue| issue.documents.called(id.document as usize))
            else {
                return false;
            };
            let mut titles = [Some(&*called.title), called.listed].into_iter().flatten();
            !words.is_empty()
                && (titles.any(|title| words.iter().all(|word| fold::holds(title, word)))
                    || called
                        .doc_number
                        .is_some_and(|number| fold::begins(number, &start) && NumberKey::read(number).is_some()))
        };
        self.tables.documents.iter().map(|known| known.id).filter(fits)
    }

    /// The document of an [`identity`], or the front matter of an issue; else the one of this title.
    pub fn identified(self, identity: &str, title: &str) -> Option<(IssueId, Option<u32>)> {
        let documents = self.tables.documents.len() as u32;
        let place = |at: u32| match at.checked_sub(documents) {
            Some(issue) => (IssueId(issue), None),
            None => (self.id(at).issue, Some(self.id(at).document)),
        };
        let is_it = |&(issue, document): &(IssueId, Option<u32>)| {
            self.catalog.get(issue).is_some_and(|issue| self::identity(issue, document) == identity)
        };
        let mut exact: Vec<_> = self.tables.by_identity.get(identity).map(place).collect();
        exact.sort_unstable();
        let title = fold::fold(title);
        let is_titled = |id: &DocumentId| id.summary(self.catalog).is_some_and(|d| fold::fold(&d.title) == title);
        let titled = || {
            let mut found = self.tables.by_title.get(&title).map(|at| self.id(at));
            found.find(|id| !title.is_empty() && is_titled(id))
        };
        exact.into_iter().find(is_it).or_else(|| titled().map(|id| (id.issue, Some(id.document))))
    }

    /// The issues that a name may mean, newest first.
    pub fn issues(self, key: &IssueKey) -> Vec<IssueId> {
        let same = |wanted: Option<u32>, has: Option<u32>| wanted.is_none() || wanted == has;
        let named: Vec<bool> = self.tables.gazette_names.iter().map(|name| name.contains(&key.gazette)).collect();
        let fits = |&(id, issue): &(IssueId, &IssueSummary)| {
            (issue.number.is_some() || issue.year.is_some())
                && same(key.year.map(u32::from), issue.year.map(u32::from))
                && same(key.number, issue.number)
                && same(key.total, issue.total_number)
                && self.gazette(id).is_some_and(|gazette| named[gazette as usize])
        };
        let mut found: Vec<_> = (0..).map(IssueId).zip(&self.catalog.issues).filter(fits).collect();
        found.sort_by_key(|(_, issue)| std::cmp::Reverse((issue.year, issue.number)));
        found.into_iter().map(|(id, _)| id).collect()
    }

    fn id(self, at: u32) -> DocumentId {
        self.tables.documents[at as usize].id
    }

    fn issuer(self, number: &Numbered) -> &'a str {
        &self.tables.issuers[number.issuer as usize]
    }

    fn gazette(self, issue: IssueId) -> Option<u32> {
        self.tables.gazettes.get(issue.0 as usize).copied()
    }

    /// The numbers with this serial, the newest first.
    fn with_serial(self, serial: u32) -> impl Iterator<Item = &'a Numbered> {
        let from = self.tables.numbers.partition_point(|number| number.serial < serial);
        self.tables.numbers[from..].iter().take_while(move |number| number.serial == serial)
    }

    /// Whether a citation may call a document so.
    fn is_titled(self, at: u32, folded: &str) -> bool {
        let document = self.id(at).summary(self.catalog);
        document.is_some_and(|document| names(&document.title).into_iter().any(|name| fold::fold(name) == folded))
    }

    /// Whether a citation in its own gazette may.
    fn is_titled_shortly(self, at: u32, folded: &str) -> bool {
        let document = self.id(at).summary(self.catalog);
        document.is_some_and(|document| {
            names(&document.title).into_iter().filter_map(without_place).any(|name| fold::fold(name) == folded)
        })
    }
}

/// What a title is cited as: in full, without who issued it, what it makes known (关于印发《…》的通知), without the nation's name, each
/// with and without a remark such as （试行）.
fn names(title: &str) -> Vec<&str> {
    let title = title.trim();
    let mut names = vec![title];
    names.extend(title.find("关于").filter(|&at| at > 0).map(|at| &title[at..]));
    let made_known = ["印发《", "公布《", "发布《"].iter().find_map(|verb| {
        let inner = &title[title.find(verb)? + verb.len()..];
        Some(&inner[..inner.rfind('》')?])
    });
    names.extend(made_known);
    let of_the_nation: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix("中华人民共和国")).collect();
    names.extend(of_the_nation);
    let plain: Vec<&str> = names.iter().filter_map(|name| without_remark(name)).collect();
    names.extend(plain);
    names.retain(|name| !name.is_empty());
    names
}

/// A title without （试行） or （2021年修订） at its end.
fn without_remark(title: &str) -> Option<&str> {
    let inner = title.strip_suffix(['）', ')'])?;
    let (head, remark) = inner.rsplit_once(['（', '('])?;
    ["试行", "暂行", "修订", "修正", "修改"].iter().any(|word| remark.contains(word)).then_some(head)
}

/// A title without the name of the place it begins with: 青山县河道办法. None where nothing but a word would be left of it.
fn without_place(title: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    let ends = title.char_indices().take(LONGEST).filter(|(_, c)| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗'));
    let at = ends.skip_while(|&(at, _)| at < '县'.len_utf8()).last()?;
    let rest = &title[at.0 + at.1.len_utf8()..];
    (rest.chars().count() >= 4).then_some(rest)
}

impl DocumentId {
    /// What the catalog knows of it.
    pub fn summary(self, catalog: &Catalog) -> Option<DocumentSummary<'_>> {
        catalog.get(self.issue)?.documents.get(self.document as usize)
    }
}

#[cfg(test)]
mod tests;
