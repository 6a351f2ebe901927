//! In what order: BM25 on the strings that were asked for, plus a bonus in titles and headings, added so that it can't
//! drown what the text itself says; the front matter, which repeats titles, below. Among equals what has whole words
//! (see `words`), then the newer, then the library's own order.
//!
//! Nothing here depends on how the units lie in a corpus, so the order is the same for the index, however it was
//! built, and for a scan.

use std::cmp::Ordering;

use crate::library::catalog::IssueId;
use crate::search::corpus::{Address, Occurrence, Shape};
use crate::search::facts::Days;
use crate::search::unit::Kind;

/// How much there is in all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub units: u64,
    /// Folded characters.
    pub chars: u64,
}

/// Weights of the bonus, in units of a word's rarity.
const TITLE: f64 = 2.0;
const HEADING: f64 = 1.0;
/// What the front matter's score is multiplied by.
const FRONT: f64 = 0.3;
/// BM25's usual ones.
const K1: f64 = 1.2;
const B: f64 = 0.75;

impl Totals {
    /// How rare a word is that stands in `hits` units.
    pub fn idf(&self, hits: u64) -> f64 {
        let (all, hits) = (self.units.max(hits) as f64, hits as f64);
        (1.0 + (all - hits + 0.5) / (hits + 0.5)).ln()
    }

    /// What an occurrence adds to its unit's score.
    pub fn score(&self, occurrence: &Occurrence, idf: f64, shape: Shape) -> f64 {
        let average = self.chars as f64 / self.units.max(1) as f64;
        let count = f64::from(occurrence.count);
        let length = f64::from(shape.chars) / average.max(1.0);
        let text = idf * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
        let bonus = match shape.kind {
            Kind::Title => TITLE * idf,
            _ if occurrence.in_heading => HEADING * idf,
            _ => 0.0,
        };
        if shape.kind == Kind::Front { FRONT * text } else { text + bonus }
    }
}

/// A hit before its text is fetched, and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub score: f64,
    pub issue: IssueId,
    pub document: Option<u32>,
    /// Which corpus, and where in it.
    pub member: usize,
    pub address: Address,
}

/// Counts hits, and keeps the best of them.
pub struct Best<'a> {
    pub total: usize,
    /// In how many documents.
    pub documents: usize,
    days: &'a Days,
    limit: usize,
    /// The best ones are among these; never many more than twice as many as are wanted.
    kept: Vec<Ranked>,
    /// The score of the last of the best, once there are enough.
    least: f64,
}

impl<'a> Best<'a> {
    pub fn new(limit: usize, days: &'a Days) -> Best<'a> {
        Best { total: 0, documents: 0, days, limit, kept: Vec::new(), least: f64::NEG_INFINITY }
    }

    pub fn add(&mut self, hit: Ranked) {
        /// So that few hits are sorted often.
        const SLACK: usize = 256;
        self.total += 1;
        if hit.score >= self.least && self.limit > 0 {
            self.kept.push(hit);
            if self.kept.len() >= self.limit.saturating_mul(2).saturating_add(SLACK) {
                self.cut();
            }
        }
    }

    /// Both as one, of other documents each.
    pub fn and(mut self, other: Best<'a>) -> Best<'a> {
        self.total += other.total;
        self.documents += other.documents;
        self.kept.extend(other.kept);
        self.cut();
        self
    }

    fn cut(&mut self) {
        if self.kept.len() > self.limit {
            let (_, last, _) = self.kept.select_nth_unstable_by(self.limit - 1, |a, b| order(a, b, self.days));
            self.least = last.score;
            self.kept.truncate(self.limit);
        }
    }

    /// The best, best first.
    pub fn sorted(mut self) -> Vec<Ranked> {
        self.cut();
        self.kept.sort_unstable_by(|a, b| order(a, b, self.days));
        self.kept
    }
}

/// Better first: by score; of two with the same, the newer, then in the library's own order.
fn order(a: &Ranked, b: &Ranked, days: &Days) -> Ordering {
    let day = |hit: &Ranked| days.of(hit.issue, hit.document);
    // Addresses of one issue are in one corpus, in printed order.
    let own = |hit: &Ranked| (hit.issue, hit.address);
    b.score.total_cmp(&a.score).then_with(|| day(b).cmp(&day(a))).then_with(|| own(a).cmp(&own(b)))
}

/// What is in either, by ascending address; the scores are added.
pub fn union(a: Vec<(Address, f64)>, b: Vec<(Address, f64)>) -> Vec<(Address, f64)> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                let sum = (x.0, x.1 + y.1);
                a.next();
                b.next();
                Some(sum)
            }
            (Some(x), Some(y)) if x.0 < y.0 => a.next(),
            (Some(_), None) => a.next(),
            _ => b.next(),
        };
        match next {
            Some(next) => out.push(next),
            None => return out,
        }
    }
}

/// What is in both, by ascending address; the scores are added.
pub fn intersection(a: Vec<(Address, f64)>, b: Vec<(Address, f64)>) -> Vec<(Address, f64)> {
    let mut out = Vec::with_capacity(a.len().min(b.len()));
    let mut at = 0;
    for (address, score) in a {
        while b.get(at).is_some_and(|other| other.0 < address) {
            at += 1;
        }
        if let Some(other) = b.get(at).filter(|other| other.0 == address) {
            out.push((address, score + other.1));
        }
    }
    out
}
