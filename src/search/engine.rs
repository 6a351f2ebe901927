//! A query answered: which units are hits, in what order, with what marked.
//!
//! A library is searched in one or two corpora: the index, and a scan of the files that it does not have yet.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::library::Library;
use crate::library::catalog::IssueId;
use crate::search::corpus::{Address, Broken, Corpus, Occurrence, Place};
use crate::search::facts::Facts;
use crate::search::index::generations::{self, quietly};
use crate::search::query::{Ask, Query, Term};
use crate::search::rank::{self, Ranked};
use crate::search::scan::Scan;
use crate::search::unit::Unit;
use crate::search::{near, words};
use crate::text::fold::Folded;

/// Answers queries over one library. For a worker thread: a query takes up to some milliseconds.
pub struct Engine {
    library: Library,
    corpora: Vec<Member>,
    /// An issue of every content that no corpus has.
    unsearched: Vec<IssueId>,
    facts: OnceLock<Facts>,
    totals: rank::Totals,
}

/// A corpus, and which issues its sources are.
struct Member {
    corpus: Arc<dyn Corpus>,
    issues: Vec<Vec<IssueId>>,
    /// Every source is exactly one issue: an occurrence is a hit.
    plain: bool,
}

/// A unit that holds what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub issue: IssueId,
    pub unit: Unit,
    /// What was found, as byte ranges of the unit's text, ascending, none touching another.
    pub marks: Vec<Range<usize>>,
}

impl Hit {
    /// The source line of the first mark.
    pub fn line(&self) -> u32 {
        self.unit.line_at(self.marks.first().map_or(0, |mark| mark.start))
    }
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The best ones, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// In how many documents, each front matter being one.
    pub documents: usize,
    /// 相近: nothing is exact; a word of the hits differs by one character.
    pub near: bool,
    /// What was not understood, and what to leave out when nothing was found.
    pub notes: Vec<String>,
}

/// A hit before its text is fetched: corpus, address and issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub member: usize,
    pub address: Address,
    pub issue: IssueId,
    pub place: Place,
}

/// The occurrences of a term in each corpus.
struct Found<'a> {
    term: &'a Term,
    in_members: Vec<Vec<Occurrence>>,
    idf: f64,
    near: bool,
}

impl Engine {
    /// An engine over the index in `folder`, where there is one, and a scan of all that it does not have.
    pub fn open(library: Library, folder: Option<&Path>) -> Engine {
        Engine::ready(library, folder).and_scan(u64::MAX)
    }

    /// An engine that scans everything.
    pub fn scanning(library: Library) -> Engine {
        Engine::open(library, None)
    }

    /// An engine over the index in `folder` and nothing else: there at once. What it can't find, [`Engine::unsearched`] counts.
    pub fn ready(library: Library, folder: Option<&Path>) -> Engine {
        let index = folder.and_then(generations::open).map(|generation| generation.index);
        Engine::new(library, index.map(|index| Arc::new(index) as Arc<dyn Corpus>).into_iter().collect())
    }

    /// The same, and a scan of files that no corpus has yet, in the library's order, as many as fit into `most` bytes.
    /// Reads and parses them: for a worker thread.
    #[must_use]
    pub fn and_scan(self, most: u64) -> Engine {
        let mut left = most;
        let fits = |id: &&IssueId| {
            let size = self.library.content(**id).map_or(0, |(_, size)| size);
            let fits = size <= left;
            left -= if fits { size } else { 0 };
            fits
        };
        let some: Vec<IssueId> = self.unsearched.iter().filter(fits).copied().collect();
        if some.is_empty() {
            return self;
        }
        let scan = Arc::new(scan(&self.library, &some));
        let corpora = self.corpora.into_iter().map(|member| member.corpus).chain([scan as Arc<dyn Corpus>]);
        Engine::new(self.library, corpora.collect())
    }

    fn new(library: Library, corpora: Vec<Arc<dyn Corpus>>) -> Engine {
        let unsearched = missing(&library, &corpora);
        let corpora = members(&library, corpora);
        let mut engine =
            Engine { corpora, library, unsearched, facts: OnceLock::new(), totals: rank::Totals::default() };
        engine.totals = engine.count();
        engine
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    /// How many different files are not searched yet, or could not be read.
    pub fn unsearched(&self) -> usize {
        self.unsearched.len()
    }

    /// Nothing can be searched: no index, and nothing scanned.
    pub(super) fn is_blank(&self) -> bool {
        self.corpora.is_empty()
    }

    /// The files, each content once, that the corpora have but the library no longer holds.
    pub(super) fn gone(&self) -> usize {
        let gone = |member: &Member| {
            member.corpus.sources().iter().zip(&member.issues).filter(|(s, ids)| s.is_some() && ids.is_empty()).count()
        };
        self.corpora.iter().map(gone).sum()
    }

    /// How many bytes are not searched yet.
    pub(super) fn unsearched_bytes(&self) -> u64 {
        self.unsearched.iter().filter_map(|&id| self.library.content(id)).map(|(_, size)| size).sum()
    }

    fn count(&self) -> rank::Totals {
        let mut totals = rank::Totals::default();
        for member in &self.corpora {
            for (source, issues) in member.corpus.sources().iter().zip(&member.issues) {
                if let Some(source) = source {
                    totals.units += u64::from(source.units) * issues.len() as u64;
                    totals.chars += source.chars * issues.len() as u64;
                }
            }
        }
        totals
    }

    /// The best `limit` hits, and how many there are.
    ///
    /// # Errors
    /// When the index turns out to be damaged: [`Engine::scanning`] still answers.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Results, Broken> {
        Ok(self.search_unless(query, limit, &AtomicBool::new(false))?.unwrap_or_default())
    }

    /// The same, given up within about a millisecond once `stale` turns true: then none.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn search_unless(&self, query: &Query, limit: usize, stale: &AtomicBool) -> Result<Option<Results>, Broken> {
        match quietly(|| self.answer(query, limit, Asker(stale))) {
            Some(Ok(results)) => Ok(Some(results)),
            Some(Err(Halt::Stale)) => Ok(None),
            Some(Err(Halt::Broken(broken))) => Err(broken),
            None => Err(Broken("the index does not hold what it says".into())),
        }
    }

    fn answer(&self, query: &Query, limit: usize, asker: Asker) -> Result<Results, Halt> {
        let mut results = Results { notes: query.notes.clone(), ..Results::default() };
        if query.is_empty() {
            return Ok(results);
        }
        let mut found = self.occurrences(query, asker)?;
        let mut candidates = self.candidates(query, &found, asker)?;
        if candidates.is_empty() {
            results.near = self.approximate(&mut found, asker)?;
            if results.near {
                candidates = self.candidates(query, &found, asker)?;
                results.near = !candidates.is_empty();
            }
            if candidates.is_empty() {
                results.notes.extend(self.proposals(query, asker)?);
                return Ok(results);
            }
        }
        results.total = candidates.len();
        results.documents = documents(&candidates);
        let facts = self.facts();
        let best = rank::best(candidates, limit, facts);
        let mut hits = Vec::with_capacity(best.len());
        for ranked in best {
            asker.still_waits()?;
            let unit = self.unit(&ranked.candidate)?;
            let marks = marks(&unit, &found);
            hits.push((ranked, Hit { issue: ranked.candidate.issue, unit, marks }));
        }
        words::prefer_whole(&mut hits);
        results.hits = hits.into_iter().map(|(_, hit)| hit).collect();
        Ok(results)
    }

    fn unit(&self, candidate: &Candidate) -> Result<Unit, Broken> {
        let member = self.corpora.get(candidate.member).ok_or_else(|| Broken("no such corpus".into()))?;
        member.corpus.unit(candidate.address)
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts::new(&self.library.catalog))
    }

    fn occurrences<'a>(&self, query: &'a Query, asker: Asker) -> Result<Vec<Found<'a>>, Halt> {
        let mut all = Vec::new();
        for term in query.terms() {
            let mut found = Found { term, in_members: Vec::new(), idf: 0.0, near: false };
            for member in &self.corpora {
                asker.still_waits()?;
                found.in_members.push(member.corpus.occurrences(&term.folded)?);
            }
            found.idf = self.idf(&found.in_members);
            all.push(found);
        }
        Ok(all)
    }

    fn idf(&self, in_members: &[Vec<Occurrence>]) -> f64 {
        let hits = self.corpora.iter().zip(in_members).map(|(member, found)| member.count(found)).sum();
        self.totals.idf(hits)
    }

    /// Every unit that has what is asked for, with its score.
    fn candidates(&self, query: &Query, found: &[Found], asker: Asker) -> Result<Vec<Ranked>, Halt> {
        let mut candidates = Vec::new();
        for number in 0..self.corpora.len() {
            asker.still_waits()?;
            self.candidates_in(number, query, found, &mut candidates)?;
        }
        Ok(candidates)
    }

    fn candidates_in(
        &self,
        number: usize,
        query: &Query,
        found: &[Found],
        out: &mut Vec<Ranked>,
    ) -> Result<(), Broken> {
        let member = &self.corpora[number];
        // The units that hold a string of each group, with their scores; groups with fields are asked afterwards.
        let mut terms = found.iter();
        let mut units: Option<Vec<(Address, f64)>> = None;
        let mut asked: Vec<(Vec<&Ask>, HashSet<Address>)> = Vec::new();
        for group in &query.required {
            let of_group: Vec<&Found> = terms.by_ref().take(group.iter().filter(|ask| is_text(ask)).count()).collect();
            if of_group.len() < group.len() {
                let strings = of_group.iter().flat_map(|found| &found.in_members[number]).map(|o| o.address).collect();
                asked.push((group.iter().filter(|ask| !is_text(ask)).collect(), strings));
                continue;
            }
            let scored = of_group.iter().map(|found| {
                let score =
                    |o: &Occurrence| (o.address, self.totals.score(o, found.idf, &member.corpus.place(o.address)));
                found.in_members[number].iter().map(score).collect()
            });
            let any = scored.reduce(rank::union).unwrap_or_default();
            units = Some(match units {
                None => any,
                Some(before) => rank::intersection(before, any),
            });
        }
        let mut excluded = HashSet::new();
        for ask in &query.excluded {
            if let Ask::Text(term) = ask {
                excluded.extend(member.corpus.occurrences(&term.folded)?.iter().map(|o| o.address));
            }
        }
        // Only fields: each document is found by its first unit.
        let units = units.unwrap_or_else(|| member.corpus.firsts().into_iter().map(|address| (address, 0.0)).collect());
        for (address, score) in units {
            if excluded.contains(&address) {
                continue;
            }
            let place = member.corpus.place(address);
            for &issue in member.issues.get(place.source as usize).into_iter().flatten() {
                let has = |ask: &Ask| matches!(ask, Ask::Field(field, value) if self.facts().has(issue, place.document, *field, value));
                let wanted = asked
                    .iter()
                    .all(|(fields, strings)| strings.contains(&address) || fields.iter().any(|ask| has(ask)));
                if wanted && !query.excluded.iter().any(has) {
                    out.push(Ranked { candidate: Candidate { member: number, address, issue, place }, score });
                }
            }
        }
        Ok(())
    }

    /// Puts what differs by one character in the place of words that stand nowhere; whether there was any such.
    fn approximate(&self, found: &mut [Found], asker: Asker) -> Result<bool, Halt> {
        let mut any = false;
        for found in found.iter_mut().filter(|found| found.in_members.iter().all(Vec::is_empty)) {
            for (member, occurrences) in self.corpora.iter().zip(&mut found.in_members) {
                *occurrences = near::occurrences(&*member.corpus, &found.term.folded, asker)?;
            }
            found.near = found.in_members.iter().any(|occurrences| !occurrences.is_empty());
            found.idf = self.idf(&found.in_members);
            any |= found.near;
        }
        Ok(any)
    }

    /// What could be left out of a query that found nothing.
    fn proposals(&self, query: &Query, asker: Asker) -> Result<Vec<String>, Halt> {
        let parts = query.required.len() + query.excluded.len();
        let mut notes = Vec::new();
        if parts < 2 {
            return Ok(notes);
        }
        for left_out in 0..parts {
            let mut rest = query.clone();
            let ask = if left_out < query.required.len() {
                rest.required.remove(left_out)
            } else {
                vec![rest.excluded.remove(left_out - query.required.len())]
            };
            let found = self.occurrences(&rest, asker)?;
            let hits = if rest.is_empty() { 0 } else { self.candidates(&rest, &found, asker)?.len() };
            if hits > 0 {
                let words: Vec<String> = ask.iter().map(Ask::typed).collect();
                let sign = if left_out < query.required.len() { "" } else { "-" };
                notes.push(format!("去掉“{sign}{}”有 {hits} 处", words.join(" 或 ")));
            }
        }
        Ok(notes)
    }
}

fn is_text(ask: &Ask) -> bool {
    matches!(ask, Ask::Text(_))
}

impl Member {
    /// How many units of issues these occurrences are in.
    fn count(&self, found: &[Occurrence]) -> u64 {
        if self.plain {
            return found.len() as u64;
        }
        let issues = |o: &Occurrence| self.issues.get(self.corpus.place(o.address).source as usize).map_or(0, Vec::len);
        found.iter().map(|o| issues(o) as u64).sum()
    }
}

fn members(library: &Library, corpora: Vec<Arc<dyn Corpus>>) -> Vec<Member> {
    let mut by_content: HashMap<u64, Vec<IssueId>> = HashMap::new();
    for id in ids(library) {
        if let Some((content, _)) = library.content(id) {
            by_content.entry(content).or_default().push(id);
        }
    }
    let member = |corpus: Arc<dyn Corpus>| {
        let issues: Vec<Vec<IssueId>> = corpus
            .sources()
            .iter()
            .map(|source| source.and_then(|source| by_content.get(&source.content).cloned()).unwrap_or_default())
            .collect();
        let plain = corpus.sources().iter().zip(&issues).all(|(source, ids)| source.is_none() || ids.len() == 1);
        Member { corpus, issues, plain }
    };
    corpora.into_iter().map(member).collect()
}

fn ids(library: &Library) -> impl Iterator<Item = IssueId> + use<> {
    (0..library.catalog.issues.len() as u32).map(IssueId)
}

/// Why there is no answer.
pub(super) enum Halt {
    Broken(Broken),
    /// Nobody waits for it any more.
    Stale,
}

impl From<Broken> for Halt {
    fn from(broken: Broken) -> Halt {
        Halt::Broken(broken)
    }
}

/// Who waits for an answer, or has ceased to.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a>(&'a AtomicBool);

impl Asker<'_> {
    pub fn still_waits(self) -> Result<(), Halt> {
        if self.0.load(Ordering::Relaxed) { Err(Halt::Stale) } else { Ok(()) }
    }
}

/// An issue of every content that no corpus has.
fn missing(library: &Library, corpora: &[Arc<dyn Corpus>]) -> Vec<IssueId> {
    let sources = corpora.iter().flat_map(|corpus| corpus.sources());
    let mut have: HashSet<u64> = sources.flatten().map(|source| source.content).collect();
    ids(library).filter(|&id| library.content(id).is_some_and(|(content, _)| have.insert(content))).collect()
}

/// The issues in memory. One whose file has changed since it was loaded is what it was loaded as: not there.
fn scan(library: &Library, missing: &[IssueId]) -> Scan {
    let read: Vec<_> = missing.par_iter().filter_map(|&id| library.read(id).ok()).collect();
    let mut scan = Scan::default();
    for (content, issue) in &read {
        scan.add(*content, issue);
    }
    scan
}

fn documents(candidates: &[Ranked]) -> usize {
    let mut seen = HashSet::new();
    let mut last = None;
    for ranked in candidates {
        let document = Some((ranked.candidate.issue, ranked.candidate.place.document));
        if document != last {
            seen.insert(document);
            last = document;
        }
    }
    seen.len()
}

/// Where the words stand in a unit's text.
fn marks(unit: &Unit, found: &[Found]) -> Vec<Range<usize>> {
    let folded = Folded::new(&unit.text);
    let mut marks: Vec<Range<usize>> = Vec::new();
    for found in found {
        let term = &found.term.folded;
        let starts: Vec<usize> = match found.near {
            true => near::starts(folded.text(), term),
            false => memchr::memmem::find_iter(folded.text().as_bytes(), term).collect(),
        };
        for start in starts {
            let end = folded.text()[start..]
                .char_indices()
                .nth(term.chars().count())
                .map_or(folded.text().len(), |(at, _)| start + at);
            marks.push(folded.source(start..end));
        }
    }
    marks.sort_by_key(|mark| (mark.start, mark.end));
    marks.dedup_by(|next, mark| {
        let touches = next.start <= mark.end;
        if touches {
            mark.end = mark.end.max(next.end);
        }
        touches
    });
    marks
}
