//! A request answered. What is exact comes first; only where nothing is, what is like it: a word that differs by one
//! character, or a pasted sentence's words. Below, what small letters stand for in pinyin.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

use super::Request;
use super::names::Names;
use crate::issue::BlockRef;
use crate::library::catalog::IssueId;
use crate::search::corpus::Broken;
use crate::search::query::{Ask, Query, Term};
use crate::search::{Engine, Hit, Results, words};
use crate::text::pinyin::is_pinyin;

/// A hit, and how it came to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub hit: Hit,
    pub how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    Exact,
    /// 相近
    Near,
    /// It has words of the sentence that was typed.
    Words,
    Pinyin,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub number: u64,
    pub typed: String,
    /// Best first; as many as were wanted, or all.
    pub found: Vec<Found>,
    pub total: usize,
    pub documents: usize,
    /// What was not understood, what was searched instead, what to leave out when nothing was found.
    pub notes: Vec<String>,
    /// Folded: what to mark in the documents.
    pub words: Vec<String>,
    /// Files that can't be found in yet.
    pub unsearched: usize,
    /// Which state of the library was searched: hits of two answers go together only if it is the same.
    pub state: u64,
}

/// Characters, folded, from which on a word that stands nowhere is taken for a sentence.
const SENTENCE: usize = 6;
/// Strings that one pinyin word may stand for.
const READINGS: usize = 6;
/// Letters of the shortest pinyin word: one stands for everything.
const SHORTEST: usize = 2;

/// Tells a hit from every other one of the same library.
pub type Key = (IssueId, Option<u32>, Option<(BlockRef, u32)>, u32);

impl Found {
    pub fn key(&self) -> Key {
        let Hit { issue, unit, .. } = &self.hit;
        (*issue, unit.document, unit.pieces.first().map(|piece| (piece.block, piece.offset)), unit.line_at(0))
    }
}

/// What answers need, until `stale` turns true.
pub struct Asker<'a, N> {
    pub engine: &'a Engine,
    /// Asked only when there is pinyin to read.
    pub names: &'a N,
    pub stale: &'a AtomicBool,
}

impl<'a, N: Fn() -> &'a Names> Asker<'a, N> {
    /// The answer; none where nobody waits for it any more.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn answer(&self, request: &Request, state: u64) -> Result<Option<Answer>, Broken> {
        let query = Query::parse(&request.typed);
        let Some(exact) = self.search(&query, request.limit)? else { return Ok(None) };
        let mut answer = Answer {
            number: request.number,
            typed: request.typed.clone(),
            found: Vec::new(),
            total: 0,
            documents: 0,
            notes: exact.notes.clone(),
            words: Vec::new(),
            unsearched: self.engine.unsearched(),
            state,
        };
        let nothing_exact = exact.total == 0 || exact.near;
        let how = if exact.near { How::Near } else { How::Exact };
        answer.take(&query, exact, how);
        if let Some(spelled) = self.spelled(&query)
            && !self.add_spelled(&spelled, request.limit, nothing_exact, &mut answer)?
        {
            return Ok(None);
        }
        if answer.total == 0
            && let Some(rest) = known(&query)
        {
            // A field that there is none of stands for nothing: the rest is searched.
            let Some(results) = self.search(&rest, request.limit)? else { return Ok(None) };
            if results.total > 0 {
                answer.notes.retain(|note| !note.starts_with("去掉"));
                answer.notes.push(format!("按原文也没有，已略去；查的是：{}", typed(&rest)));
                let how = if results.near { How::Near } else { How::Exact };
                answer.take(&rest, results, how);
            }
        }
        if answer.total == 0
            && let Some(sentence) = sentence(&query)
            && !self.add_words(sentence, request.limit, &mut answer)?
        {
            return Ok(None);
        }
        Ok(Some(answer))
    }

    fn search(&self, query: &Query, limit: usize) -> Result<Option<Results>, Broken> {
        self.engine.search_unless(query, limit, self.stale)
    }

    /// The query with each pinyin word as the strings of the library that it stands for, the most frequent first.
    fn spelled(&self, query: &Query) -> Option<Query> {
        let mut spelled = query.clone();
        let mut any = false;
        for group in &mut spelled.required {
            for at in (0..group.len()).rev() {
                let Ask::Text(term) = &group[at] else { continue };
                if term.folded.len() >= SHORTEST && term.typed == term.folded && is_pinyin(&term.folded) {
                    let read = (self.names)().spelled(&term.folded, READINGS).into_iter();
                    let read: Vec<Ask> = read.filter_map(|(text, _)| Term::new(&text)).map(Ask::Text).collect();
                    any |= !read.is_empty();
                    group.splice(at + 1..at + 1, read);
                }
            }
        }
        any.then_some(spelled)
    }

    /// Adds what the query finds with pinyin, below what it finds without; false where nobody waits.
    fn add_spelled(&self, all: &Query, limit: usize, alone: bool, answer: &mut Answer) -> Result<bool, Broken> {
        // Of the first word with readings, the more frequent come first, however rare words count for more in scores.
        let Some(at) = all.required.iter().position(|group| group.len() > 1) else { return Ok(true) };
        let Some(together) = self.search(all, 0)? else { return Ok(false) };
        if together.total == 0 || together.near {
            return Ok(true);
        }
        if alone {
            // One character off is no match for what is spelled right.
            answer.found.clear();
            answer.words.clear();
        }
        let mut have: HashSet<_> = answer.found.iter().map(Found::key).collect();
        for ask in &all.required[at] {
            if answer.found.len() >= limit {
                break;
            }
            let mut query = all.clone();
            query.required[at] = vec![ask.clone()];
            let Some(results) = self.search(&query, limit)? else { return Ok(false) };
            let hits = results.hits.into_iter().filter(|_| !results.near).map(|hit| Found { hit, how: How::Pinyin });
            answer.found.extend(hits.filter(|found| have.insert(found.key())));
        }
        (answer.total, answer.documents) = (together.total, together.documents);
        answer.words = all.terms().map(|term| term.folded.clone()).collect();
        Ok(true)
    }

    /// Finds the words of a sentence: all of them, or else any; false where nobody waits.
    fn add_words(&self, sentence: &str, limit: usize, answer: &mut Answer) -> Result<bool, Broken> {
        let words: Vec<Ask> = words::split(sentence).iter().filter_map(|word| Term::new(word)).map(Ask::Text).collect();
        if words.len() < 2 {
            return Ok(true);
        }
        let shown = words.iter().map(Ask::typed).collect::<Vec<_>>().join(" ");
        let all = Query { required: words.iter().map(|word| vec![word.clone()]).collect(), ..Query::default() };
        let any = Query { required: vec![words], ..Query::default() };
        for (query, which) in [(all, "都有"), (any, "有其中一个")] {
            let Some(mut results) = self.search(&query, limit)? else { return Ok(false) };
            if results.total > 0 && !results.near {
                results.notes.clear();
                answer.notes.retain(|note| !note.starts_with("去掉"));
                answer.notes.push(format!("没有一字不差的。分成词查找，{which}：{shown}"));
                answer.take(&query, results, How::Words);
                break;
            }
        }
        Ok(true)
    }
}

impl Answer {
    fn take(&mut self, query: &Query, results: Results, how: How) {
        (self.total, self.documents) = (results.total, results.documents);
        self.words = query.terms().map(|term| term.folded.clone()).collect();
        self.found = results.hits.into_iter().map(|hit| Found { hit, how }).collect();
    }
}

/// The query without words that look like fields that there are none of; none where there are no such words, or nothing else.
fn known(query: &Query) -> Option<Query> {
    let is_field = |ask: &Ask| match ask {
        Ask::Text(term) => {
            let name = term.folded.split_once(':').map_or("", |(name, _)| name);
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())
        }
        Ask::Field(..) => false,
    };
    let mut rest = query.clone();
    rest.required.retain(|group| !group.iter().all(is_field));
    (rest.required.len() < query.required.len() && !rest.is_empty()).then_some(rest)
}

/// A query as it could have been typed.
fn typed(query: &Query) -> String {
    let any = |group: &Vec<Ask>| group.iter().map(Ask::typed).collect::<Vec<_>>().join(" 或 ");
    let excluded = query.excluded.iter().map(|ask| format!("-{}", ask.typed()));
    query.required.iter().map(any).chain(excluded).collect::<Vec<_>>().join(" ")
}

/// A query that is one long word: pasted, most likely.
fn sentence(query: &Query) -> Option<&str> {
    match (query.required.as_slice(), query.excluded.as_slice()) {
        ([group], []) => match group.as_slice() {
            [Ask::Text(term)] if term.folded.chars().count() >= SENTENCE => Some(&term.typed),
            _ => None,
        },
        _ => None,
    }
}
