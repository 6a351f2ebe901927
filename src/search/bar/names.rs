//! What the library calls things: titles, headings, units, signatories, categories, gazettes, numbers, each once with how
//! often.
//! Fields are completed with them, and small letters are read as pinyin of them.
//!
//! A large library has millions of headings. So their folded texts are packed into one string, in which all can be looked
//! through at once, and how one is printed is looked up in the catalog.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::library::catalog::{Catalog, IssueId};
use crate::library::directory::DocumentId;
use crate::search::query::Field;
use crate::search::words;
use crate::text::fold::{Folded, fold_char, same};
use crate::text::pinyin;

#[derive(Debug, Default)]
pub struct Names {
    catalog: Arc<Catalog>,
    /// Folded, one after the other, the most frequent first; a line feed, which no folded text has, after each.
    texts: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where its text ends.
    end: u32,
    count: u32,
    /// Where it stands first.
    first: DocumentId,
    field: Option<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// None for a heading.
    pub field: Option<Field>,
    pub folded: &'a str,
    pub count: usize,
    first: DocumentId,
}

/// Names in which one pinyin word is looked for, at most: the sort of word that is in more is no help.
const LOOKED_AT: usize = 400;

impl Names {
    pub fn new(catalog: &Arc<Catalog>) -> Names {
        let mut gatherer = Gatherer::default();
        for (id, issue) in (0..).map(IssueId).zip(&catalog.issues) {
            gatherer.add(Some(Field::Gazette), &issue.title, DocumentId { issue: id, document: 0 });
            for (number, (document, details)) in (0..).zip(issue.documents.iter().zip(issue.documents.details())) {
                let mut add = |field, text: &str| gatherer.add(field, text, DocumentId { issue: id, document: number });
                add(Some(Field::Title), &document.title);
                details.headings.iter().for_each(|heading| add(None, heading));
                document.doc_number.iter().for_each(|number| add(Some(Field::Number), number));
                document.issuers.iter().for_each(|issuer| add(Some(Field::Issuer), issuer));
                document.category.iter().for_each(|category| add(Some(Field::Category), category));
                details.units.iter().for_each(|unit| add(Some(Field::Unit), unit));
                let year = document.date.and_then(|date| date.get(..4).map(str::to_owned));
                year.or(issue.year.map(|year| year.to_string())).iter().for_each(|year| add(Some(Field::Year), year));
            }
        }
        gatherer.names(catalog.clone())
    }

    fn name(&self, at: usize) -> Option<Name<'_>> {
        let Entry { end, count, first, field } = *self.entries.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.entries[before].end as usize + 1);
        Some(Name { field, folded: &self.texts[start..end as usize], count: count as usize, first })
    }

    /// The most frequent first.
    fn all(&self) -> impl Iterator<Item = Name<'_>> {
        (0..self.entries.len()).filter_map(|at| self.name(at))
    }

    /// The most frequent first.
    pub fn of(&self, field: Field) -> impl Iterator<Item = Name<'_>> {
        self.all().filter(move |name| name.field == Some(field))
    }

    /// What running text is like: not numbers and years.
    pub fn in_words(&self) -> impl Iterator<Item = Name<'_>> {
        self.all().filter(Name::is_in_words)
    }

    /// Those of them that have a folded text in them, the most frequent first.
    fn holding<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Name<'a>> {
        let finder = memmem::Finder::new(folded).into_owned();
        let mut from = 0;
        let found = std::iter::from_fn(move || {
            let at = from + finder.find(self.texts.as_bytes().get(from..)?)?;
            let entry = self.entries.partition_point(|entry| (entry.end as usize) < at);
            from = self.entries.get(entry)?.end as usize + 1;
            self.name(entry)
        });
        found.filter(Name::is_in_words)
    }

    /// A name as it is printed the first time.
    pub fn printed(&self, name: Name) -> String {
        let documents = self.catalog.get(name.first.issue).map(|issue| &issue.documents);
        let own = documents.and_then(|documents| documents.get(name.first.document as usize));
        let details = || documents.and_then(|documents| documents.detail(name.first.document as usize));
        let is_it = |text: &&str| same(text, name.folded);
        let printed = match name.field {
            Some(Field::Gazette) => self.catalog.get(name.first.issue).map(|issue| issue.title.clone()),
            Some(Field::Title) => own.map(|own| own.title.into_owned()),
            Some(Field::Number) => own.and_then(|own| own.doc_number.map(str::to_owned)),
            Some(Field::Issuer) => own.and_then(|own| own.issuers.into_iter().find(is_it).map(str::to_owned)),
            Some(Field::Category) => own.and_then(|own| own.category.map(str::to_owned)),
            Some(Field::Unit) => details().and_then(|details| details.units.into_iter().find(is_it).map(str::to_owned)),
            Some(Field::Year) => None,
            None => details().and_then(|details| details.headings.into_iter().find(is_it).map(str::to_owned)),
        };
        printed.map_or_else(|| name.folded.to_owned(), |printed| printed.trim().to_owned())
    }

    /// The strings that a pinyin word stands for, each with how often, the most frequent first.
    pub fn spelled(&self, typed: &str, most: usize) -> Vec<(String, usize)> {
        let mut strings: HashMap<String, usize> = HashMap::new();
        let found = self.in_words().filter_map(|name| Some((name, pinyin::find(name.folded, typed)?)));
        for (name, range) in found.take(LOOKED_AT) {
            // Whole words: 教体局 and not 据体积 out of 根据体积.
            if words::is_whole(name.folded, &range) {
                *strings.entry(name.folded[range].to_owned()).or_default() += name.count;
            }
        }
        let mut strings: Vec<_> = strings.into_iter().collect();
        strings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        strings.truncate(most);
        strings
    }

    /// Longer words that begin with `begun` (folded) and stand in names, each with how often, the most frequent first.
    pub fn begun(&self, begun: &str, most: usize) -> Vec<(String, usize)> {
        let mut strings: HashMap<String, (String, usize)> = HashMap::new();
        for name in self.holding(begun).take(LOOKED_AT) {
            let text = self.printed(name);
            let folded = Folded::new(&text);
            let Some(start) = folded.text().find(begun) else { continue };
            for end in words::ends(folded.text(), start + begun.len()) {
                let printed = &text[folded.source(start..end)];
                let entry = strings.entry(folded.text()[start..end].to_owned());
                entry.or_insert_with(|| (printed.to_owned(), 0)).1 += name.count;
            }
        }
        let mut all: Vec<(String, (String, usize))> = strings.into_iter().collect();
        // Of a string and a longer one that is as frequent, the longer one says more.
        all.sort_by(|a, b| b.1.1.cmp(&a.1.1).then_with(|| b.0.len().cmp(&a.0.len())).then_with(|| a.0.cmp(&b.0)));
        let mut kept: Vec<(String, (String, usize))> = Vec::new();
        for one in all {
            let is_said = |longer: &(String, (String, usize))| longer.1.1 == one.1.1 && longer.0.starts_with(&one.0);
            if kept.len() < most && !kept.iter().any(is_said) {
                kept.push(one);
            }
        }
        kept.into_iter().map(|(_, printed)| printed).collect()
    }
}

impl Name<'_> {
    fn is_in_words(&self) -> bool {
        !matches!(self.field, Some(Field::Number | Field::Year))
    }
}

/// The names met so far, each once.
#[derive(Default)]
struct Gatherer {
    /// Folded, in the order in which they were met.
    texts: String,
    entries: Vec<Met>,
    /// By their hashes. One whose place is taken has the next.
    by_hash: HashMap<u64, u32>,
    folded: String,
}

#[derive(Clone, Copy)]
struct Met {
    start: u32,
    entry: Entry,
}

impl Gatherer {
    fn add(&mut self, field: Option<Field>, text: &str, first: DocumentId) {
        self.folded.clear();
        self.folded.extend(text.chars().filter_map(fold_char));
        // Four gigabytes of names are enough.
        let (start, end) = (self.texts.len(), self.texts.len() + self.folded.len());
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { return };
        if self.folded.is_empty() {
            return;
        }
        let mut hash = xxh3_64_with_seed(self.folded.as_bytes(), field.map_or(0, |field| 1 + field as u64));
        while let Some(&at) = self.by_hash.get(&hash) {
            let Met { start, entry } = &mut self.entries[at as usize];
            if entry.field == field && self.texts[*start as usize..entry.end as usize] == self.folded {
                entry.count += 1;
                return;
            }
            hash = hash.wrapping_add(1);
        }
        self.by_hash.insert(hash, self.entries.len() as u32);
        self.texts.push_str(&self.folded);
        self.entries.push(Met { start, entry: Entry { end, count: 1, first, field } });
    }

    fn names(self, catalog: Arc<Catalog>) -> Names {
        let Gatherer { texts: met, mut entries, by_hash, .. } = self;
        drop(by_hash);
        let text = |Met { start, entry }: &Met| &met[*start as usize..entry.end as usize];
        entries.sort_by(|a, b| b.entry.count.cmp(&a.entry.count).then_with(|| text(a).cmp(text(b))));
        let mut names = Names {
            catalog,
            texts: String::with_capacity(met.len() + entries.len()),
            entries: Vec::with_capacity(entries.len()),
        };
        for one in &entries {
            names.texts.push_str(text(one));
            let Ok(end) = u32::try_from(names.texts.len()) else { break };
            names.texts.push('\n');
            names.entries.push(Entry { end, ..one.entry });
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::issue::IssueKind;
    use crate::library::catalog::{Details, DocumentSummary, IssueSummary};

    proptest! {
        #[test]
        fn what_holds_a_text_is_found_in_order(headings in vec("[加强 强導领导]{0,6}", 0..20), text in "[加强导领]{1,3}") {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let issues = headings.chunks(3).map(|headings| issue(headings, "县水务局")).collect();
            let names = Names::new(&Arc::new(Catalog::new(issues, Vec::new())));
            let found: Vec<Name> = names.holding(&text).collect();
            prop_assert_eq!(found, names.in_words().filter(|name| name.folded.contains(&text)).collect::<Vec<_>>());
            for name in names.all().filter(|name| name.field.is_none()) {
                let times = headings.iter().filter(|heading| same(heading, name.folded)).count();
                prop_assert_eq!(name.count, times);
            }
        }
    }

    fn issue(headings: &[&str], unit: &str) -> IssueSummary {
        let summary = DocumentSummary {
            title: " 關于防汛 的通知".into(),
            doc_number: Some("云政发〔2021〕7号"),
            date: Some("2021-05-01"),
            issuers: vec!["云岫县人民政府"],
            ..DocumentSummary::default()
        };
        let details = Details { units: vec![unit], headings: headings.to_vec() };
        IssueSummary {
            path: "a.txt".into(),
            kind: IssueKind::Gazette,
            title: "云岫县人民政府公报".into(),
            year: None,
            number: None,
            total_number: None,
            published: None,
            lines: 1,
            documents: std::iter::once((summary, details)).collect(),
        }
    }

    #[test]
    fn a_name_is_there_once_as_it_was_first_printed() {
        let issues = vec![issue(&["加強 领导", "严格考核"], "县水务局"), issue(&["加强领导"], "縣水务局")];
        let names = Names::new(&Arc::new(Catalog::new(issues, Vec::new())));
        let of = |field: Option<Field>| -> Vec<(String, &str, usize)> {
            let own = names.all().filter(|name| name.field == field);
            own.map(|name| (names.printed(name), name.folded, name.count)).collect()
        };
        assert_eq!(of(None), [("加強 领导".into(), "加强领导", 2), ("严格考核".into(), "严格考核", 1)]);
        assert_eq!(of(Some(Field::Title)), [("關于防汛 的通知".into(), "关于防汛的通知", 2)]);
        assert_eq!(of(Some(Field::Unit)), [("县水务局".into(), "县水务局", 2)]);
        assert_eq!(of(Some(Field::Year)), [("2021".into(), "2021", 2)]);
        let holding = |text| names.holding(text).map(|name| name.folded).collect::<Vec<_>>();
        assert_eq!(holding("县"), ["云岫县人民政府", "云岫县人民政府公报", "县水务局"]);
        assert_eq!((holding("核"), holding("2021"), holding("核云")), (vec!["严格考核"], vec![], vec![]));
    }
}
