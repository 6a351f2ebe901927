//! Which document of the library has a number or a title, and which issue is which: what addresses and citations are looked up in.
//!
//! Numbers are compared by what they say (issuer, year, serial), so brackets, widths and spaces do not matter; titles folded.

use std::collections::HashMap;

use super::catalog::{Catalog, IssueId, IssueSummary};
use crate::issue::IssueKind;
use crate::text::{fold, numerals};

/// A document of the library, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    pub issue: IssueId,
    pub document: u32,
}

/// What a document number says: 泾政发〔2021〕13号. What is typed may leave out issuer and year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberKey {
    /// Folded.
    pub issuer: String,
    pub year: Option<u16>,
    pub serial: u32,
}

/// What names an issue: 青山县人民政府公报 2021年第3期, 总第16期.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueKey {
    /// Folded; a part of the gazette's name, or nothing.
    pub gazette: String,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub total: Option<u32>,
}

impl NumberKey {
    /// Reads a number: 泾政发〔2021〕13号, 泾政发2021 13, 第18号. None without a year where 号 is missing too.
    pub fn read(text: &str) -> Option<NumberKey> {
        // Folding would take the space between two numbers away.
        let text = text.trim().replace(' ', "-");
        let text = fold::fold(&text);
        let (rest, hao) = text.strip_suffix('号').map_or((text.as_str(), false), |rest| (rest, true));
        let (rest, serial) = number_at_end(rest.trim_end_matches('-'))?;
        let rest = rest.trim_end_matches('-').trim_end_matches('第').trim_end_matches('-');
        let dated = rest.strip_suffix([')', '年', '/']).unwrap_or(rest).trim_end_matches('-');
        let (issuer, year) = match number_at_end(dated) {
            Some((issuer, year)) if rest.len() > dated.len() || dated.len() < text.len() => {
                (issuer.trim_end_matches(['(', '-']), Some(plausible_year(year)?))
            }
            _ => (rest, None),
        };
        let issuer = issuer.trim_end_matches('-');
        if (year.is_none() && !hao) || issuer.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')')) {
            return None;
        }
        Some(NumberKey { issuer: issuer.replace('-', ""), year, serial })
    }

    /// Whether `other`, a whole number, is what this one asks for.
    pub fn asks_for(&self, other: &NumberKey) -> bool {
        self.serial == other.serial
            && (self.year.is_none() || self.year == other.year)
            && other.issuer.contains(&self.issuer)
    }
}

impl NumberKey {
    /// Whether running text that has `cited` in it means this number: words may have run into the issuer from before it.
    fn is_cited_as(&self, cited: &NumberKey) -> bool {
        self.serial == cited.serial
            && self.year == cited.year
            && !self.issuer.is_empty()
            && cited.issuer.ends_with(&self.issuer)
    }
}

impl IssueKey {
    /// Reads the name of an issue; none where neither year nor 期 is in it.
    pub fn read(text: &str) -> Option<IssueKey> {
        let text = fold::fold(&text.trim().replace(' ', "-"));
        let (rest, qi) = text.strip_suffix('期').map_or((text.as_str(), false), |rest| (rest, true));
        let name = |rest: &str| {
            let name = rest.trim_matches(['-', '第', ',']);
            (!name.contains(|c: char| c.is_ascii_digit() || "()/.%年".contains(c))).then(|| name.replace('-', ""))
        };
        if let Some(year) = rest.strip_suffix('年').filter(|_| !qi) {
            let (rest, year) = number_at_end(year)?;
            return Some(IssueKey { gazette: name(rest)?, year: Some(plausible_year(year)?), ..IssueKey::default() });
        }
        let (rest, number) = number_at_end(rest)?;
        if let Some(rest) = rest.strip_suffix("总第").or(rest.strip_suffix('总')).filter(|_| qi) {
            return Some(IssueKey { gazette: name(rest)?, total: Some(number), ..IssueKey::default() });
        }
        let dated = rest.trim_end_matches('第').trim_end_matches(['年', '/', '-', '.']);
        if let Some((rest, year)) = number_at_end(dated).filter(|_| dated.len() < rest.len())
            && let Some(year) = plausible_year(year)
        {
            return Some(IssueKey { gazette: name(rest)?, year: Some(year), number: Some(number), total: None });
        }
        if qi {
            return Some(IssueKey { gazette: name(rest)?, number: Some(number), ..IssueKey::default() });
        }
        // 泾源2023
        let gazette = name(rest).filter(|name| !name.is_empty())?;
        Some(IssueKey { gazette, year: Some(plausible_year(number)?), ..IssueKey::default() })
    }
}

fn plausible_year(number: u32) -> Option<u16> {
    u16::try_from(number).ok().filter(|year| (1900..2200).contains(year))
}

/// The numeral that a text ends with, all Arabic or all Chinese, and what stands before it.
fn number_at_end(text: &str) -> Option<(&str, u32)> {
    let arabic = text.ends_with(|c: char| c.is_ascii_digit());
    let head = text.trim_end_matches(|c: char| if arabic { c.is_ascii_digit() } else { numerals::is_numeral(c) });
    Some((head, numerals::parse(&text[head.len()..])?))
}

/// What a document is known by wherever its file lies: its number, where it says a year; else its title and the issue it is in. Of the
/// front matter (`document` none): the issue.
pub fn identity(issue: &IssueSummary, document: Option<u32>) -> String {
    let own = document.and_then(|at| issue.documents.get(at as usize));
    let name = match (issue.kind, issue.year, issue.number) {
        (IssueKind::Gazette, year, number) => {
            fold::fold(&format!("{}|{}|{}", issue.title, year.unwrap_or(0), number.unwrap_or(0)))
        }
        // A law is kept in several versions.
        _ => own.as_ref().and_then(|document| document.date).unwrap_or_default().to_owned(),
    };
    let Some(own) = own else { return format!("front@{name}") };
    match own.doc_number.and_then(NumberKey::read) {
        Some(NumberKey { issuer, year: Some(year), serial }) => format!("{issuer}({year}){serial}"),
        _ => format!("{}@{name}", fold::fold(&own.title)),
    }
}

/// A document as it is looked up.
#[derive(Debug)]
struct Known {
    id: DocumentId,
    number: Option<NumberKey>,
    /// Folded.
    title: String,
    /// Folded; in the contents, where they have another.
    listed: Option<String>,
    /// Of the number, else of the date: the newest come first.
    year: u16,
}

/// Every document and issue of a catalog.
#[derive(Debug, Default)]
pub struct Directory {
    /// The newest first, else in the catalog's order.
    documents: Vec<Known>,
    /// The folded name of each issue's gazette.
    gazettes: Vec<String>,
    by_serial: HashMap<u32, Vec<u32>>,
    /// By their folded titles, and by what else a citation may call them.
    by_title: HashMap<String, Vec<u32>>,
    /// By their folded titles without the place's name: how its own gazette cites them.
    by_short_title: HashMap<String, Vec<u32>>,
    by_identity: HashMap<String, (IssueId, Option<u32>)>,
}

impl Directory {
    pub fn new(catalog: &Catalog) -> Directory {
        let mut documents = Vec::new();
        let mut by_identity = HashMap::new();
        for (issue, summary) in (0..).zip(&catalog.issues) {
            by_identity.entry(identity(summary, None)).or_insert((IssueId(issue), None));
            for (document, d) in (0..).zip(summary.documents.iter()) {
                let number = d.doc_number.and_then(NumberKey::read);
                let dated = d.date.and_then(|date| date.get(..4)?.parse().ok());
                let year = number.as_ref().and_then(|n| n.year).or(dated).or(summary.year).unwrap_or(0);
                let id = DocumentId { issue: IssueId(issue), document };
                by_identity.entry(identity(summary, Some(document))).or_insert((id.issue, Some(document)));
                documents.push(Known {
                    id,
                    number,
                    title: fold::fold(&d.title),
                    listed: d.listed.map(fold::fold),
                    year,
                });
            }
        }
        documents.sort_by_key(|known| std::cmp::Reverse(known.year));
        let (mut by_title, mut by_short_title): (HashMap<_, Vec<u32>>, HashMap<_, Vec<u32>>) = Default::default();
        for (at, known) in (0..).zip(&documents) {
            let summary = document(catalog, known.id).unwrap_or_default();
            for name in names(&summary.title) {
                if let Some(short) = without_place(name) {
                    by_short_title.entry(fold::fold(short)).or_default().push(at);
                }
                by_title.entry(fold::fold(name)).or_default().push(at);
            }
        }
        let mut by_serial: HashMap<u32, Vec<u32>> = HashMap::new();
        for (at, known) in (0..).zip(&documents) {
            if let Some(number) = &known.number {
                by_serial.entry(number.serial).or_default().push(at);
            }
        }
        let gazettes = catalog.issues.iter().map(|issue| fold::fold(&issue.title)).collect();
        Directory { documents, gazettes, by_serial, by_title, by_short_title, by_identity }
    }

    /// The documents that a number may mean, newest first; those whose issuer is exactly the one named before others.
    pub fn numbered(&self, key: &NumberKey) -> Vec<DocumentId> {
        let known = self.by_serial.get(&key.serial).into_iter().flatten().filter_map(|&at| {
            let known = &self.documents[at as usize];
            known.number.as_ref().filter(|number| key.asks_for(number)).map(|number| (number, known.id))
        });
        let mut found: Vec<_> = known.collect();
        found.sort_by_key(|(number, _)| number.issuer != key.issuer);
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The document that a citation in `by` means: the number counts, and the title (folded, without 《》) where the number is not held
    /// or not given. Of several, one of the same gazette, then the newest. None where the library does not hold it.
    pub fn cited(&self, number: Option<&NumberKey>, title: Option<&str>, by: DocumentId) -> Option<DocumentId> {
        let gazette = |id: DocumentId| self.gazettes.get(id.issue.0 as usize);
        let numbered = number.into_iter().flat_map(|key| {
            let fits = |known: &&Known| known.number.as_ref().is_some_and(|number| number.is_cited_as(key));
            self.with(self.by_serial.get(&key.serial)).filter(fits)
        });
        // A title that has been given another number is another edition.
        let other = |known: &Known| match (number, &known.number) {
            (Some(cited), Some(number)) => cited.year.is_some() && number.year.is_some(),
            _ => false,
        };
        let titled = title.into_iter().flat_map(|title| self.with(self.by_title.get(title)));
        let own = |known: &&Known| gazette(known.id) == gazette(by);
        let short = title.into_iter().flat_map(|title| self.with(self.by_short_title.get(title))).filter(own);
        let best = |mut found: Vec<&Known>| {
            found.sort_by_key(|known| (known.id != by, gazette(known.id) != gazette(by)));
            found.first().map(|known| known.id)
        };
        best(numbered.collect())
            .or_else(|| best(titled.filter(|known| !other(known)).collect()))
            .or_else(|| best(short.filter(|known| !other(known)).collect()))
    }

    fn with<'a>(&'a self, places: Option<&'a Vec<u32>>) -> impl Iterator<Item = &'a Known> {
        places.into_iter().flatten().map(|&at| &self.documents[at as usize])
    }

    /// Every document that a number or title (folded, without 《》) may mean when nothing says who asks.
    pub fn named(&self, number: Option<&NumberKey>, title: Option<&str>) -> Vec<DocumentId> {
        let numbered = number.map(|key| self.numbered(key)).unwrap_or_default();
        let titled = title.into_iter().flat_map(|title| {
            let exact = self.by_title.get(title);
            self.with(exact.or_else(|| self.by_short_title.get(title))).map(|known| known.id)
        });
        numbered.into_iter().chain(titled).collect()
    }

    /// The documents whose title has all these words, or whose number begins with the text; newest first.
    pub fn like<'a>(&'a self, catalog: &'a Catalog, text: &str) -> impl Iterator<Item = DocumentId> + use<'a> {
        let words: Vec<String> = text.split_whitespace().map(fold::fold).filter(|word| !word.is_empty()).collect();
        let start = fold::fold(text);
        let fits = move |known: &&Known| {
            let number = || document(catalog, known.id).and_then(|d| d.doc_number).map(fold::fold);
            let mut titles = [Some(&known.title), known.listed.as_ref()].into_iter().flatten();
            !words.is_empty()
                && (titles.any(|title| words.iter().all(|word| title.contains(word.as_str())))
                    || known.number.is_some() && number().is_some_and(|number| number.starts_with(&start)))
        };
        self.documents.iter().filter(fits).map(|known| known.id)
    }

    /// The document of an [`identity`], or the front matter of an issue; else the one of this title.
    pub fn identified(&self, identity: &str, title: &str) -> Option<(IssueId, Option<u32>)> {
        let title = fold::fold(title);
        let titled = || self.documents.iter().find(|known| known.title == title && !title.is_empty());
        let exact = self.by_identity.get(identity).copied();
        exact.or_else(|| titled().map(|known| (known.id.issue, Some(known.id.document))))
    }

    /// The issues that a name may mean, newest first.
    pub fn issues(&self, catalog: &Catalog, key: &IssueKey) -> Vec<IssueId> {
        let same = |wanted: Option<u32>, has: Option<u32>| wanted.is_none() || wanted == has;
        let fits = |(issue, gazette): (&super::catalog::IssueSummary, &String)| {
            same(key.year.map(u32::from), issue.year.map(u32::from))
                && same(key.number, issue.number)
                && same(key.total, issue.total_number)
                && gazette.contains(&key.gazette)
        };
        let issues = catalog.issues.iter().zip(&self.gazettes).enumerate();
        let found = issues.filter(|&(_, pair)| fits(pair)).map(|(at, (issue, _))| (issue, IssueId(at as u32)));
        let mut found: Vec<_> = found.filter(|(issue, _)| issue.number.is_some() || issue.year.is_some()).collect();
        found.sort_by_key(|(issue, _)| std::cmp::Reverse((issue.year, issue.number)));
        found.into_iter().map(|(_, id)| id).collect()
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

fn document(catalog: &Catalog, id: DocumentId) -> Option<super::catalog::DocumentSummary<'_>> {
    catalog.get(id.issue)?.documents.get(id.document as usize)
}

impl DocumentId {
    /// What the catalog knows of it.
    pub fn summary(self, catalog: &Catalog) -> Option<super::catalog::DocumentSummary<'_>> {
        document(catalog, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_digits(number: impl ToString, zero: char) -> String {
        let digits = "〇一二三四五六七八九";
        let one = |c: char| match zero {
            '〇' => digits.chars().nth(c as usize - '0' as usize),
            zero => char::from_u32(c as u32 - '0' as u32 + zero as u32),
        };
        number.to_string().chars().filter_map(one).collect()
    }

    proptest! {
        /// However a number is printed or typed, it is the same number.
        #[test]
        fn a_number_in_any_dress_is_the_same(
            issuer in "[青山县政府办发函规]{1,6}", year in 1949..2100_u16, serial in 1..9999_u32, dress in 0..9_usize,
        ) {
            let printed = match dress {
                0 => format!("{issuer}〔{year}〕{serial}号"),
                1 => format!("{issuer}[{year}]{serial}号"),
                2 => format!("{issuer}（{year}）第{serial}号"),
                3 => format!("{issuer}【{year}】{serial}号"),
                4 => format!("{issuer} 〔 {year} 〕 {serial} 号"),
                5 => format!("{issuer}{year} {serial}"),
                6 => format!("{issuer}〔{year}〕{serial}"),
                7 => format!("{issuer}〔{year}〕{serial}號"),
                _ => format!("{issuer}〔{}〕{}号", in_digits(year, '０'), in_digits(serial, '０')),
            };
            let wanted = NumberKey { issuer: fold::fold(&issuer), year: Some(year), serial };
            prop_assert_eq!(NumberKey::read(&printed), Some(wanted), "{}", printed);
        }

        #[test]
        fn an_issue_in_any_dress_is_the_same(
            gazette in "[青山县政府公报]{0,6}", year in 1949..2100_u16, number in 1..60_u32, dress in 0..6_usize,
        ) {
            let printed = match dress {
                0 => format!("{gazette}{year}年第{number}期"),
                1 => format!("{gazette} {year}/{number}"),
                2 => format!("{gazette}{}年第{}期", in_digits(year, '〇'), numerals::format(number)),
                3 => format!("{gazette}{year}年{number}期"),
                4 => format!("{gazette}{}年第{}期", in_digits(year, '０'), in_digits(number, '０')),
                _ => format!("{gazette} {year}-{number:02}"),
            };
            let wanted = IssueKey { gazette: fold::fold(&gazette), year: Some(year), number: Some(number), total: None };
            prop_assert_eq!(IssueKey::read(&printed), Some(wanted), "{}", printed);
        }

        #[test]
        fn any_text_names_something_or_nothing(text in "[0-9一二十〇年第期号总()（）〔〕/. 青政-]{0,16}|\\PC{0,16}") {
            if let Some(key) = NumberKey::read(&text) {
                prop_assert!(key.asks_for(&key) && !key.issuer.contains(|c: char| c.is_ascii_digit()), "{:?}", key);
            }
            if let Some(key) = IssueKey::read(&text) {
                prop_assert!(key.year.is_some() || key.number.is_some() || key.total.is_some(), "{:?}", key);
            }
        }
    }
}
