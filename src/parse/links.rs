//! Contents entries ↔ documents.
//!
//! Titles differ between contents and body by script, a slip, a missing issuing body, a word in English; numbers by
//! brackets, a swapped prefix, or altogether; entries and documents are missing on either side. What holds is the order.
//! So every plausible pair gets a weight, and the heaviest set of pairs that keeps both orders wins, as a whole: one
//! wrong pair would cost its neighbours theirs. What then is left on both sides and all but equal is paired out of order.
//!
//! ```text
//! entries    0 1 2 3        0–0, 1–2, 2–1 would cross; 1–2 weighs more than 2–1: {0–0, 1–2, 3–3}.
//! documents  0 1 2 3        Entry 2 and document 1 stay alone, unless they are surely the same.
//! ```

use std::collections::HashMap;

use super::similar::Letters;
use super::titles;
use crate::issue::{Document, PartKind, TocEntry};
use crate::text::fold::fold;

/// Pairs below this are no candidates.
const LEAST: f64 = 0.6;
/// Pairs out of order need this.
const SURE: f64 = 0.85;
/// With more pairs than this, only those near the diagonal are compared, and those of the same number or title: a bound on the
/// time, beyond any issue.
const MANY: usize = 20_000;
const NEAR: usize = 32;
/// So many documents of one number or title, and no more.
const SAME: usize = 4;

/// Links both ways, in place.
pub fn link(toc: &mut [TocEntry], documents: &mut [Document]) {
    for (entry, document) in pairs(toc, documents) {
        toc[entry].document = Some(document as u32);
        documents[document].toc = Some(entry as u32);
    }
    link_ranges(toc, documents);
}

/// 丁政任〔2021〕5—7号: an entry for several documents, which are those with these numbers.
fn link_ranges(toc: &[TocEntry], documents: &mut [Document]) {
    for (at, entry) in toc.iter().enumerate() {
        let Some((first, last)) = entry.doc_number.as_deref().and_then(Number::range) else { continue };
        for document in documents.iter_mut().filter(|document| document.toc.is_none()) {
            let number = document.doc_number.as_deref().and_then(Number::read);
            let within = |number: Number| {
                let series = number.issuer == first.issuer && number.year == first.year;
                series && (first.serial..=last).contains(&number.serial)
            };
            if number.is_some_and(within) {
                document.toc = Some(at as u32);
            }
        }
    }
}

/// Which entry is which document.
fn pairs(toc: &[TocEntry], documents: &[Document]) -> Vec<(usize, usize)> {
    let entries: Vec<Named> = toc.iter().map(Named::entry).collect();
    let bodies: Vec<Named> = documents.iter().map(Named::document).collect();
    let candidates = candidates(&entries, &bodies);
    let mut pairs = heaviest_chain(&candidates, bodies.len());
    let mut rest: Vec<&Candidate> = candidates.iter().filter(|c| c.weight >= SURE).collect();
    rest.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let (mut entry_taken, mut body_taken) = (vec![false; entries.len()], vec![false; bodies.len()]);
    for &(entry, body) in &pairs {
        (entry_taken[entry], body_taken[body]) = (true, true);
    }
    for (entry, body) in rest.into_iter().map(Candidate::pair) {
        if !entry_taken[entry] && !body_taken[body] {
            (entry_taken[entry], body_taken[body]) = (true, true);
            pairs.push((entry, body));
        }
    }
    pairs
}

/// What two that are the same share, if they are printed alike.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Number(&'a Number),
    Title(&'a Letters),
}

/// What a document goes by.
struct Named {
    titles: Vec<Letters>,
    number: Option<Number>,
}

impl Named {
    fn entry(entry: &TocEntry) -> Named {
        Named {
            titles: vec![Letters::new(titles::without_addition(&entry.title))],
            number: entry.doc_number.as_deref().and_then(Number::read),
        }
    }

    /// A decree goes by its own title or by that of the rules it enacts.
    fn document(document: &Document) -> Named {
        let enclosed = document
            .parts
            .iter()
            .filter(|part| part.kind == PartKind::Enclosed)
            .filter_map(|part| part.title.as_deref());
        let titles = [document.title.as_str()].into_iter().chain(enclosed.take(3)).map(Letters::new).collect();
        Named { titles, number: document.doc_number.as_deref().and_then(Number::read) }
    }

    fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        self.number.iter().map(Key::Number).chain(self.titles.first().map(Key::Title))
    }

    /// How sure it is that both are the same: about 0 to 1.3.
    fn weight(&self, other: &Named) -> f64 {
        let Some(mine) = self.titles.first() else { return 0.0 };
        let title = other.titles.iter().enumerate().map(|(rank, title)| {
            // The contents leave the issuing body out; the rest of the title must be there.
            let short = match mine.len() {
                length if length >= title.len() => 0.0,
                8.. => mine.within(title) * 0.9,
                // 春耕生产工作: a short name must be there as it stands.
                length @ 5.. if title.chars().windows(length).any(|part| part == mine.chars()) => 0.7,
                _ => 0.0,
            };
            mine.similarity(title).max(short) * if rank == 0 { 1.0 } else { 0.9 }
        });
        let title = title.fold(0.0, f64::max);
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a == b => title * 0.8 + 0.5,
            (Some(a), Some(b)) if (a.year, a.serial) == (b.year, b.serial) => title + 0.15,
            (Some(_), Some(_)) => title - 0.15,
            _ => title,
        }
    }
}

/// A document number as it is compared.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Number {
    issuer: String,
    year: u32,
    serial: u32,
}

impl Number {
    fn read(text: &str) -> Option<Number> {
        let folded = fold(text);
        let mut groups = folded.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
        let (first, second) = (groups.next()?, groups.next());
        let (year, serial) = match second {
            Some(serial) => (first.parse().ok()?, serial.parse().ok()?),
            None => (0, first.parse().ok()?),
        };
        let issuer = folded.chars().take_while(|c| !c.is_ascii_digit()).filter(|c| c.is_alphanumeric()).collect();
        Some(Number { issuer, year, serial })
    }

    /// The first of several numbers, and the serial of the last.
    fn range(text: &str) -> Option<(Number, u32)> {
        let folded = fold(text);
        let mut groups = folded.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
        let last: u32 = groups.nth(2)?.parse().ok()?;
        let first = Number::read(text)?;
        (groups.next().is_none() && last > first.serial && last - first.serial < 100).then_some((first, last))
    }
}

/// There may be many: hence the narrow numbers.
struct Candidate {
    entry: u32,
    body: u32,
    weight: f64,
}

impl Candidate {
    fn pair(&self) -> (usize, usize) {
        (self.entry as usize, self.body as usize)
    }
}

/// Plausible pairs, by entry, then from the last document to the first.
fn candidates(entries: &[Named], bodies: &[Named]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let all = entries.len().saturating_mul(bodies.len()) <= MANY;
    let mut same: HashMap<Key, Vec<usize>> = HashMap::new();
    for (at, body) in bodies.iter().enumerate().filter(|_| !all) {
        for key in body.keys() {
            let known = same.entry(key).or_default();
            known.extend((known.len() < SAME).then_some(at));
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        let middle = at * bodies.len() / entries.len().max(1);
        let range = if all { 0..bodies.len() } else { middle.saturating_sub(NEAR)..bodies.len().min(middle + NEAR) };
        let mut near: Vec<usize> = entry.keys().filter_map(|key| same.get(&key)).flatten().copied().collect();
        near.extend(range);
        near.sort_unstable();
        near.dedup();
        for body in near.into_iter().rev() {
            let weight = entry.weight(&bodies[body]);
            if weight >= LEAST {
                found.push(Candidate { entry: at as u32, body: body as u32, weight });
            }
        }
    }
    found
}

/// The heaviest set of pairs in which both sides only ascend. `candidates` come by entry, documents descending, so that
/// an entry never follows itself; `best[b]` is a Fenwick tree over documents of the heaviest chain that ends at or before one.
fn heaviest_chain(candidates: &[Candidate], bodies: usize) -> Vec<(usize, usize)> {
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); bodies + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (index, c) in candidates.iter().enumerate() {
        let mut chain = (0.0, None);
        let (_, body) = c.pair();
        let mut at = body;
        while at > 0 {
            if best[at].0 > chain.0 {
                chain = best[at];
            }
            at &= at - 1;
        }
        before.push(chain.1);
        let total = chain.0 + c.weight;
        let mut at = body + 1;
        while at <= bodies {
            if total > best[at].0 {
                best[at] = (total, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut last = (1..=bodies).map(|at| best[at]).fold((0.0, None), |a, b| if b.0 > a.0 { b } else { a }).1;
    let mut pairs = Vec::new();
    while let Some(index) = last {
        pairs.push(candidates[index].pair());
        last = before[index];
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numerals;

    fn entry(title: &str, number: &str) -> TocEntry {
        TocEntry {
            lines: vec![1],
            ordinal: None,
            category: None,
            title: title.into(),
            doc_number: (!number.is_empty()).then(|| number.into()),
            page: None,
            document: None,
        }
    }

    fn document(title: &str, number: &str) -> Document {
        Document {
            lines: (1, 1),
            toc: None,
            title: title.into(),
            doc_number: (!number.is_empty()).then(|| number.into()),
            addressees: None,
            signatories: Vec::new(),
            date: None,
            release_note: None,
            parts: Vec::new(),
            responsibilities: Vec::new(),
        }
    }

    fn linked(toc: &[(&str, &str)], documents: &[(&str, &str)]) -> Vec<Option<u32>> {
        let mut toc: Vec<TocEntry> = toc.iter().map(|(title, number)| entry(title, number)).collect();
        let mut documents: Vec<Document> = documents.iter().map(|(title, number)| document(title, number)).collect();
        link(&mut toc, &mut documents);
        for (at, entry) in toc.iter().enumerate() {
            if let Some(document) = entry.document {
                assert_eq!(documents[document as usize].toc, Some(at as u32));
            }
        }
        toc.iter().map(|entry| entry.document).collect()
    }

    #[test]
    fn script_slips_and_a_missing_issuer() {
        let links = linked(
            &[
                ("關於印發《丁縣甜菜產業方案》的通知", "丁政发〔2020〕1号"),
                ("关于印发《丁县教育质量提升方案》的通知", ""),
                ("关于加强管理的意见", "丁党发〔2020〕3号"),
            ],
            &[
                ("丁县人民政府关于印发《丁县甜菜产业方案》的通知", "丁政发[2020]1号"),
                ("丁县人民政府办公室关于印发《丁县教育quality提升方案》的通知", "丁政办发〔2020〕2号"),
                ("中共丁县委员会关于加强管理的意见", "丁党办发〔2020〕3号"),
            ],
        );
        assert_eq!(links, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_is_missing_on_one_side_stays_alone() {
        let links = linked(
            &[("关于甲产业专班方案的通知", ""), ("关于乙产业专班方案的通知", ""), ("关于防汛工作的意见", "")],
            &[("关于甲产业专班方案的通知", ""), ("关于张三任职的决定", ""), ("关于防汛工作的意见", "")],
        );
        assert_eq!(links, [Some(0), None, Some(2)]);
    }

    #[test]
    fn the_same_title_twice_keeps_the_order() {
        let links = linked(
            &[("人事任免", ""), ("关于甲的通知", ""), ("人事任免", "")],
            &[("人事任免", ""), ("关于甲的通知", ""), ("人事任免", "")],
        );
        assert_eq!(links, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn one_entry_for_several_numbers() {
        let mut toc = vec![entry("丁县人民政府关于张三等同志任免的通知（三件）", "丁政任〔2020〕5—7号")];
        let titles = [
            "丁县人民政府关于张三等同志任免的通知",
            "丁县人民政府关于李四任职的通知",
            "丁县人民政府关于王五免职的通知",
        ];
        let mut documents: Vec<Document> =
            titles.iter().zip(5..).map(|(title, n)| document(title, &format!("丁政任〔2020〕{n}号"))).collect();
        documents.push(document("丁县人民政府关于赵六免职的通知", "丁政任〔2020〕8号"));
        link(&mut toc, &mut documents);
        assert_eq!(toc[0].document, Some(0));
        assert_eq!(documents.iter().map(|d| d.toc).collect::<Vec<_>>(), [Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn out_of_order_when_sure() {
        let links = linked(
            &[("关于耕地保护的通知", ""), ("关于防汛工作的意见", ""), ("关于春耕生产的通报", "")],
            &[("关于防汛工作的意见", ""), ("关于春耕生产的通报", ""), ("关于耕地保护的通知", "")],
        );
        assert_eq!(links, [Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn one_series_told_apart_by_its_numbers() {
        let title = "丁县人民政府任免通知";
        let links = linked(
            &[(title, "丁政干〔2020〕1号"), (title, "丁政干〔2020〕3号")],
            &[(title, "丁政干〔2020〕1号"), (title, "丁政干〔2020〕2号"), (title, "丁政干〔2020〕3号")],
        );
        assert_eq!(links, [Some(0), Some(2)]);
    }

    #[test]
    fn too_many_pairs_are_found_by_number_and_title_and_where_they_are_near() {
        let titles =
            |at: usize| format!("关于修建{}的{}通知", numerals::format(at as u32 * 7), numerals::format(at as u32));
        let mut toc: Vec<TocEntry> = (0..200).map(|at| entry(&titles(at), "")).collect();
        let mut documents: Vec<Document> = (0..200).map(|at| document(&titles(at), "")).collect();
        toc[0] = entry("关于植树的意见", "青政发〔2024〕3号");
        documents[199] = document("关于植树造林的意见", "青政发〔2024〕3号");
        link(&mut toc, &mut documents);
        assert_eq!(toc[0].document, Some(199));
        assert!((1..199).all(|at| toc[at].document == Some(at as u32)));
    }
}
