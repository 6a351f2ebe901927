//! What the library calls things: titles, headings, units, signatories, categories, gazettes, numbers, each once with how
//! often.
//! Fields are completed with them, and small letters are read as pinyin of them.

use std::collections::HashMap;

use crate::library::catalog::Catalog;
use crate::search::query::Field;
use crate::search::words;
use crate::text::fold::{Folded, fold};
use crate::text::pinyin;

#[derive(Debug, Default)]
pub struct Names {
    names: Vec<Name>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// None for a heading.
    pub field: Option<Field>,
    /// As printed, the first time.
    pub text: String,
    pub folded: String,
    pub count: usize,
}

/// Names in which one pinyin word is looked for, at most: the sort of word that is in more is no help.
const LOOKED_AT: usize = 400;

impl Names {
    pub fn new(catalog: &Catalog) -> Names {
        let mut names: HashMap<(Option<Field>, String), Name> = HashMap::new();
        let mut add = |field: Option<Field>, text: &str| {
            let folded = fold(text);
            if !folded.is_empty() {
                let new = || Name { field, text: text.trim().to_owned(), folded: folded.clone(), count: 0 };
                names.entry((field, folded.clone())).or_insert_with(new).count += 1;
            }
        };
        for issue in &catalog.issues {
            add(Some(Field::Gazette), &issue.title);
            for (document, details) in issue.documents.iter().zip(issue.documents.details()) {
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
        let mut names: Vec<Name> = names.into_values().collect();
        names.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.folded.cmp(&b.folded)));
        Names { names }
    }

    /// The most frequent first.
    pub fn of(&self, field: Field) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(move |name| name.field == Some(field))
    }

    /// What running text is like: not numbers and years.
    pub fn in_words(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|name| !matches!(name.field, Some(Field::Number | Field::Year)))
    }

    /// The strings that a pinyin word stands for, each with how often, the most frequent first.
    pub fn spelled(&self, typed: &str, most: usize) -> Vec<(String, usize)> {
        let mut strings: HashMap<String, usize> = HashMap::new();
        let found = self.in_words().filter_map(|name| Some((name, pinyin::find(&name.folded, typed)?)));
        for (name, range) in found.take(LOOKED_AT) {
            // Whole words: 教体局 and not 据体积 out of 根据体积.
            if words::is_whole(&name.folded, &range) {
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
        for name in self.in_words().filter(|name| name.folded.contains(begun)).take(LOOKED_AT) {
            let folded = Folded::new(&name.text);
            let Some(start) = folded.text().find(begun) else { continue };
            for end in words::ends(folded.text(), start + begun.len()) {
                let printed = &name.text[folded.source(start..end)];
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
