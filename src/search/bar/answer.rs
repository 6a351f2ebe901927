//! A request answered. What is exact comes first; only where nothing is, what is like it: a word that differs by one
//! character, or a pasted sentence's words, and other queries that do find something. Below, what small letters stand for
//! in pinyin.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;

use super::Request;
use super::names::Names;
use crate::issue::BlockRef;
use crate::library::catalog::IssueId;
use crate::search::corpus::Broken;
use crate::search::query::{Ask, Query, Term};
use crate::search::{Engine, Hit, Proposal, Results, near, words};
use crate::text::fold::fold;
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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    pub number: u64,
    pub typed: String,
    /// Best first; as many as were wanted, or all.
    pub found: Vec<Found>,
    pub total: usize,
    pub documents: usize,
    /// What was not understood, what was searched instead.
    pub notes: Vec<String>,
    /// What else could be asked where nothing is exact.
    pub proposals: Vec<Proposal>,
    /// Folded: what to mark in the documents.
    pub words: Vec<String>,
    /// Files that can't be found in yet.
    pub unsearched: usize,
    /// Which state of the library was searched: hits of two answers go together only if it is the same.
    pub state: u64,
}

/// Characters, folded, from which on a word that stands nowhere is taken for a sentence.
const SENTENCE: usize = 6;
/// Words of a sentence that are tried at most.
const MOST_WORDS: usize = 16;
/// Queries that are proposed at most in the place of one word.
const MOST_PROPOSED: usize = 3;
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

impl<'n, N: Fn() -> &'n Names> Asker<'_, N> {
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
            proposals: exact.proposals.clone(),
            words: Vec::new(),
            unsearched: self.engine.unsearched(),
            state,
        };
        let nothing_exact = exact.total == 0 || exact.near;
        let how = if exact.near { How::Near } else { How::Exact };
        if exact.near {
            let Some(proposals) = self.corrected(&query, &exact)? else { return Ok(None) };
            answer.proposals = proposals;
        }
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
                answer.proposals.clear();
                answer.notes.push(format!("按原文也没有，已略去；查的是：{rest}"));
                let how = if results.near { How::Near } else { How::Exact };
                answer.take(&rest, results, how);
            }
        }
        if answer.total == 0
            && let Some(term) = only_word(&query)
            && !self.add_words(term, request.limit, &mut answer)?
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
            answer.proposals.clear();
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

    /// What was found in the place of a word that stands nowhere, as queries of its own; none where nobody waits.
    fn corrected(&self, query: &Query, results: &Results) -> Result<Option<Vec<Proposal>>, Broken> {
        let texts = |ask: &Ask| if let Ask::Text(term) = ask { Some(term.clone()) } else { None };
        let terms: Vec<Term> = query.required.iter().flatten().filter_map(texts).collect();
        let mut said: HashMap<(usize, String), usize> = HashMap::new();
        let marks = results.hits.iter().flat_map(|hit| hit.marks.iter().map(|mark| fold(&hit.unit.text[mark.clone()])));
        for mark in marks {
            let alike =
                |term: &Term| term.folded.len() > 1 && mark != term.folded && near::is_near(&mark, &term.folded);
            if let Some(at) = terms.iter().position(alike) {
                *said.entry((at, mark)).or_default() += 1;
            }
        }
        let mut said: Vec<_> = said.into_iter().collect();
        said.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut proposals = Vec::new();
        for ((at, text), _) in said.into_iter().take(MOST_PROPOSED) {
            let Some(instead) = Term::new(&text) else { continue };
            let mut other = query.clone();
            for ask in other.required.iter_mut().flatten().filter(|ask| **ask == Ask::Text(terms[at].clone())) {
                *ask = Ask::Text(instead.clone());
            }
            let Some(hits) = self.count(&other)? else { return Ok(None) };
            if hits > 0 {
                proposals.push(Proposal { query: other.to_string(), said: format!("改查“{text}”"), hits });
            }
        }
        proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.hits));
        Ok(Some(proposals))
    }

    fn count(&self, query: &Query) -> Result<Option<usize>, Broken> {
        self.engine.count_unless(query, self.stale)
    }

    /// Finds the words of a string that stands nowhere. Of a sentence those that stand together somewhere, if they are most of
    /// it; of anything less they are proposed. False where nobody waits.
    fn add_words(&self, typed: &Term, limit: usize, answer: &mut Answer) -> Result<bool, Broken> {
        let words = words::split(&typed.typed).into_iter().filter_map(Term::new).map(Ask::Text);
        let words: Vec<Ask> = words.take(MOST_WORDS).collect();
        let together = |words: &[&Ask]| Query {
            required: words.iter().map(|&word| vec![word.clone()]).collect(),
            ..Query::default()
        };
        let mut there: Vec<(usize, &Ask)> = Vec::new();
        for word in &words {
            let Some(hits) = self.count(&together(&[word]))? else { return Ok(false) };
            there.extend((hits > 0).then_some((hits, word)));
        }
        // The rarest first, each where it stands together with those before.
        there.sort_by_key(|(hits, _)| *hits);
        let mut kept: Vec<&Ask> = Vec::new();
        for (_, word) in &there {
            let more: Vec<&Ask> = kept.iter().copied().chain([*word]).collect();
            let Some(hits) = self.count(&together(&more))? else { return Ok(false) };
            kept = if hits > 0 { more } else { kept };
        }
        let kept: Vec<&Ask> = words.iter().filter(|word| kept.contains(word)).collect();
        let query = together(&kept);
        let characters = |term: &Term| term.folded.chars().count();
        let said: usize = query.terms().map(characters).sum();
        if kept.len() > 1 && characters(typed) >= SENTENCE && said * 2 >= characters(typed) {
            let left_out: Vec<String> = words.iter().filter(|word| !kept.contains(word)).map(Ask::to_string).collect();
            let left_out =
                if left_out.is_empty() { String::new() } else { format!("；不含：{}", left_out.join(" ")) };
            let Some(results) = self.search(&query, limit)? else { return Ok(false) };
            answer.notes.push(format!("没有一字不差的，按词查：{query}{left_out}"));
            answer.take(&query, results, How::Words);
            return Ok(true);
        }
        let mut others: Vec<Query> = Vec::new();
        others.extend((kept.len() > 1).then_some(query));
        others.extend(there.iter().map(|(_, word)| together(&[word])));
        for query in others.iter().filter(|query| query.to_string() != typed.typed).take(MOST_PROPOSED) {
            let Some(hits) = self.count(query)? else { return Ok(false) };
            answer.proposals.push(Proposal { query: query.to_string(), said: format!("只查“{query}”"), hits });
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

/// A query that is one word.
fn only_word(query: &Query) -> Option<&Term> {
    match (query.required.as_slice(), query.excluded.as_slice()) {
        ([group], []) => match group.as_slice() {
            [Ask::Text(term)] => Some(term),
            _ => None,
        },
        _ => None,
    }
}
