//! In what order: BM25 on the strings that were asked for, plus a bonus in titles and headings, added so that it can't
//! drown what the text itself says; the front matter, which repeats titles, below. Among equals what has whole words
//! (see `words`), then the newer, then the library's own order.
//!
//! Nothing here depends on how the units lie in a corpus, so the order is the same for the index, however it was
//! built, and for a scan.

use std::cmp::Ordering;

use crate::search::corpus::{Address, Occurrence, Place};
use crate::search::engine::Candidate;
use crate::search::facts::Facts;
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
    pub fn score(&self, occurrence: &Occurrence, idf: f64, place: &Place) -> f64 {
        let average = self.chars as f64 / self.units.max(1) as f64;
        let count = f64::from(occurrence.count);
        let length = f64::from(place.chars) / average.max(1.0);
        let text = idf * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
        let bonus = match place.kind {
            Kind::Title => TITLE * idf,
            _ if occurrence.in_heading => HEADING * idf,
            _ => 0.0,
        };
        if place.kind == Kind::Front { FRONT * text } else { text + bonus }
    }
}

/// A hit and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub candidate: Candidate,
    pub score: f64,
}

/// The best `limit`, best first.
pub fn best(mut all: Vec<Ranked>, limit: usize, facts: &Facts) -> Vec<Ranked> {
    if limit == 0 {
        return Vec::new();
    }
    if all.len() > limit {
        all.select_nth_unstable_by(limit - 1, |a, b| order(a, b, facts));
        all.truncate(limit);
    }
    all.sort_unstable_by(|a, b| order(a, b, facts));
    all
}

/// Better first.
pub fn order(a: &Ranked, b: &Ranked, facts: &Facts) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| among_equals(a, b, facts))
}

/// Of two with the same score: the newer, then the library's own order.
fn among_equals(a: &Ranked, b: &Ranked, facts: &Facts) -> Ordering {
    let day = |ranked: &Ranked| facts.day(ranked.candidate.issue, ranked.candidate.place.document);
    let own = |ranked: &Ranked| (ranked.candidate.issue, ranked.candidate.place.ordinal);
    day(b).cmp(&day(a)).then_with(|| own(a).cmp(&own(b)))
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
