//! A query answered: which units are hits, in what order, with what marked.
//!
//! A library is searched in one or two corpora: the index, and a scan of the files that it does not have yet.

use std::collections::HashSet;
use std::iter;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::library::Library;
use crate::library::catalog::IssueId;
use crate::quiet::quietly;
use crate::search::corpus::{Address, Broken, Corpus, Occurrence};
use crate::search::facts::{self, Days};
use crate::search::index::generations;
use crate::search::index::writer;
use crate::search::query::{Ask, Query, Term};
use crate::search::rank::{self, Best, Ranked};
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
    days: Days,
    totals: rank::Totals,
}

/// A corpus, and which issues its sources are.
struct Member {
    corpus: Arc<dyn Corpus>,
    issues: Issues,
    /// Every source is exactly one issue: an occurrence is a hit.
    plain: bool,
}

/// The issues that each source of a corpus is, one source's after the other's: a large library is opened without thousands of
/// small pieces of memory.
struct Issues {
    issues: Vec<IssueId>,
    /// Where each source's end.
    ends: Vec<usize>,
}

impl Issues {
    /// The issues of a source, by its number.
    fn of(&self, source: u32) -> &[IssueId] {
        let end = self.ends.get(source as usize).copied().unwrap_or(0);
        let start = source.checked_sub(1).and_then(|before| self.ends.get(before as usize)).copied().unwrap_or(0);
        self.issues.get(start..end).unwrap_or_default()
    }
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
    /// What was not understood.
    pub notes: Vec<String>,
    /// What else could be asked when nothing was found.
    pub proposals: Vec<Proposal>,
}

/// Another query, which finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// As it would be typed.
    pub query: String,
    /// What is different, in the reader's language.
    pub said: String,
    /// How much it finds.
    pub hits: usize,
}

/// So long takes what is worth waking other threads for.
const WORTH_OTHER_THREADS: Duration = Duration::from_micros(200);
/// As many occurrences are.
const MANY: usize = 30_000;

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
        let packs = folder.and_then(generations::open).unwrap_or_default();
        Engine::new(library, packs.into_iter().map(|pack| pack as Arc<dyn Corpus>).collect())
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
        let by_content = by_content(&library);
        let unsearched = missing(&by_content, &corpora);
        let corpora = corpora.into_iter().map(|corpus| member(corpus, &by_content)).collect();
        let (days, totals) = (Days::new(&library.catalog), rank::Totals::default());
        let mut engine = Engine { library, corpora, unsearched, days, totals };
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

    /// An update of the index would not change it: nothing is missing from it, and not much is in it that is gone.
    pub(super) fn is_in_step(&self) -> bool {
        writer::is_in_step(&self.library, self.corpora.iter().map(|member| &*member.corpus))
    }

    /// How many bytes are not searched yet.
    pub(super) fn unsearched_bytes(&self) -> u64 {
        self.unsearched.iter().filter_map(|&id| self.library.content(id)).map(|(_, size)| size).sum()
    }

    fn count(&self) -> rank::Totals {
        let mut totals = rank::Totals::default();
        for member in &self.corpora {
            for (number, source) in (0..).zip(member.corpus.sources()) {
                let issues = member.issues.of(number).len() as u64;
                totals.units += u64::from(source.units) * issues;
                totals.chars += source.chars * issues;
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
        // So many more that the order of equals does not depend on the limit.
        let fetched = limit.saturating_add(words::SORTED);
        let mut best = self.best(query, &found, fetched, asker)?;
        if best.total == 0 && self.approximate(&mut found, asker)? {
            best = self.best(query, &found, fetched, asker)?;
            results.near = best.total > 0;
        }
        if best.total == 0 {
            results.proposals = self.proposals(query, asker)?;
            return Ok(results);
        }
        (results.total, results.documents) = (best.total, best.documents);
        let mut best = best.sorted();
        best.truncate(shown(&best, limit));
        let mut hits = Vec::with_capacity(best.len());
        for ranked in best {
            asker.still_waits()?;
            let unit = self.unit(&ranked)?;
            let marks = marks(&unit, &found);
            // A damaged dictionary of terms leads to the postings of another.
            let words = |any: &Vec<Ask>| any.iter().all(|ask| matches!(ask, Ask::Text(_)));
            if marks.is_empty() && query.required.iter().any(words) {
                return Err(Broken("a hit does not hold what was asked for".into()).into());
            }
            hits.push((ranked, Hit { issue: ranked.issue, unit, marks }));
        }
        words::prefer_whole(&mut hits);
        results.hits = hits.into_iter().map(|(_, hit)| hit).take(limit).collect();
        Ok(results)
    }

    fn unit(&self, ranked: &Ranked) -> Result<Unit, Broken> {
        let member = self.corpora.get(ranked.member).ok_or_else(|| Broken("no such corpus".into()))?;
        member.corpus.unit(ranked.address)
    }

    fn occurrences<'a>(&self, query: &'a Query, asker: Asker) -> Result<Vec<Found<'a>>, Halt> {
        let mut all = Vec::new();
        for term in query.terms() {
            let in_members = self.in_members(&term.folded, asker)?;
            let idf = self.idf(&in_members);
            all.push(Found { term, in_members, idf, near: false });
        }
        Ok(all)
    }

    /// The occurrences of a string in each corpus: one after the other, and, when the first has shown that there is enough
    /// to do, the others side by side.
    fn in_members(&self, folded: &str, asker: Asker) -> Result<Vec<Vec<Occurrence>>, Halt> {
        let of = |member: &Member| -> Result<Vec<Occurrence>, Halt> {
            asker.still_waits()?;
            Ok(member.corpus.occurrences(folded)?)
        };
        let Some((first, others)) = self.corpora.split_first() else { return Ok(Vec::new()) };
        let start = Instant::now();
        let mut all = vec![of(first)?];
        if start.elapsed() < WORTH_OTHER_THREADS {
            for other in others {
                all.push(of(other)?);
            }
        } else {
            for other in side_by_side(others, of) {
                all.push(other?);
            }
        }
        Ok(all)
    }

    fn idf(&self, in_members: &[Vec<Occurrence>]) -> f64 {
        let hits = self.corpora.iter().zip(in_members).map(|(member, found)| member.count(found)).sum();
        self.totals.idf(hits)
    }

    /// Every unit that has what is asked for: how many, and the best.
    fn best(&self, query: &Query, found: &[Found], limit: usize, asker: Asker) -> Result<Best<'_>, Halt> {
        let of = |&number: &usize| -> Result<Best<'_>, Halt> {
            asker.still_waits()?;
            let mut best = Best::new(limit, &self.days);
            match (&query.required[..], &query.excluded[..], found) {
                ([any], [], [found]) if any.len() == 1 => self.best_of(number, found, &mut best, asker)?,
                _ => self.best_in(number, query, found, &mut best, asker)?,
            }
            Ok(best)
        };
        let numbers: Vec<usize> = (0..self.corpora.len()).collect();
        let occurrences: usize = found.iter().flat_map(|found| &found.in_members).map(Vec::len).sum();
        // Without a word every document is asked.
        let groups = || self.corpora.iter().map(|member| member.corpus.table().groups().len()).sum();
        let parts = match if found.is_empty() { groups() } else { occurrences } {
            0..MANY => numbers.iter().map(of).collect(),
            _ => side_by_side(&numbers, of),
        };
        parts.into_iter().try_fold(Best::new(limit, &self.days), |best, part| Ok(best.and(part?)))
    }

    /// Every unit that has one string, and nothing else is asked for: what is typed most often, and found most often.
    fn best_of(&self, number: usize, found: &Found, best: &mut Best, asker: Asker) -> Result<(), Halt> {
        let Member { corpus, issues, .. } = &self.corpora[number];
        let (table, totals) = (corpus.table(), self.totals);
        let (mut at, mut end, mut document, mut of) = (0, 0, None, &[][..]);
        for occurrence in &found.in_members[number] {
            let address = occurrence.address;
            if address >= end {
                asker.still_waits()?;
                at = table.group_after(at, address);
                let Some(group) = table.groups().get(at) else { break };
                end = table.groups().get(at + 1).map_or(Address::MAX, |next| next.first);
                document = group.document;
                of = issues.of(group.source);
                best.documents += of.len();
            }
            let score = totals.score(occurrence, found.idf, table.shape(address));
            for &issue in of {
                best.add(Ranked { score, issue, document, member: number, address });
            }
        }
        Ok(())
    }

    /// Every unit that has all that is asked for.
    fn best_in(
        &self,
        number: usize,
        query: &Query,
        found: &[Found],
        best: &mut Best,
        asker: Asker,
    ) -> Result<(), Halt> {
        let Member { corpus, issues, .. } = &self.corpora[number];
        let table = corpus.table();
        // The units that hold a string of each group of words, with their scores; what fields are asked for comes after.
        let mut terms = found.iter();
        let mut units: Option<Vec<(Address, f64)>> = None;
        let mut asked: Vec<(Vec<&Ask>, HashSet<Address>)> = Vec::new();
        for any in &query.required {
            let strings: Vec<&Found> = terms.by_ref().take(any.iter().filter(|ask| is_text(ask)).count()).collect();
            if strings.len() < any.len() {
                let strings = strings.iter().flat_map(|found| &found.in_members[number]).map(|o| o.address).collect();
                asked.push((any.iter().filter(|ask| !is_text(ask)).collect(), strings));
                continue;
            }
            let scored = strings.iter().map(|found| {
                let score = |o: &Occurrence| (o.address, self.totals.score(o, found.idf, table.shape(o.address)));
                found.in_members[number].iter().map(score).collect()
            });
            let scored = scored.reduce(rank::union).unwrap_or_default();
            units = Some(match units {
                None => scored,
                Some(before) => rank::intersection(before, scored),
            });
        }
        let mut excluded = HashSet::new();
        for ask in &query.excluded {
            if let Ask::Text(term) = ask {
                excluded.extend(corpus.occurrences(&term.folded)?.iter().map(|o| o.address));
            }
        }
        // Only fields: each document is found by its first unit.
        let firsts = || table.groups().iter().filter(|group| group.document.is_some()).map(|group| (group.first, 0.0));
        let mut units = units.unwrap_or_else(|| firsts().collect());
        if !excluded.is_empty() {
            units.retain(|(address, _)| !excluded.contains(address));
        }

        let (mut at, mut rest) = (0, &units[..]);
        while let Some(&(address, _)) = rest.first() {
            asker.still_waits()?;
            at = table.group_after(at, address);
            let Some(group) = table.groups().get(at) else { break };
            let end = table.groups().get(at + 1).map_or(Address::MAX, |next| next.first);
            let (of_group, later) = rest.split_at(rest.iter().take_while(|(address, _)| *address < end).count().max(1));
            rest = later;
            for &issue in issues.of(group.source) {
                let has = |ask: &Ask| match ask {
                    Ask::Field(field, value) => facts::has(&self.library.catalog, issue, group.document, *field, value),
                    Ask::Text(_) => false,
                };
                if query.excluded.iter().any(has) {
                    continue;
                }
                let strings: Vec<&HashSet<Address>> = asked
                    .iter()
                    .filter(|(fields, _)| !fields.iter().any(|ask| has(ask)))
                    .map(|asked| &asked.1)
                    .collect();
                let before = best.total;
                for &(address, score) in of_group {
                    if strings.iter().all(|strings| strings.contains(&address)) {
                        best.add(Ranked { score, issue, document: group.document, member: number, address });
                    }
                }
                best.documents += usize::from(best.total > before);
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

    /// How many units have what is asked for, exactly; none where nobody waits any more.
    ///
    /// # Errors
    /// As for [`Engine::search`].
    pub fn count_unless(&self, query: &Query, stale: &AtomicBool) -> Result<Option<usize>, Broken> {
        match quietly(|| self.count_of(query, Asker(stale))) {
            Some(Ok(count)) => Ok(Some(count)),
            Some(Err(Halt::Stale)) => Ok(None),
            Some(Err(Halt::Broken(broken))) => Err(broken),
            None => Err(Broken("the index does not hold what it says".into())),
        }
    }

    fn count_of(&self, query: &Query, asker: Asker) -> Result<usize, Halt> {
        if query.is_empty() {
            return Ok(0);
        }
        let found = self.occurrences(query, asker)?;
        Ok(self.best(query, &found, 0, asker)?.total)
    }

    /// What could be left out of a query that found nothing.
    fn proposals(&self, query: &Query, asker: Asker) -> Result<Vec<Proposal>, Halt> {
        let parts = query.required.len() + query.excluded.len();
        let mut proposals = Vec::new();
        for left_out in 0..if parts > 1 { parts } else { 0 } {
            let mut rest = query.clone();
            let dropped = match left_out.checked_sub(query.required.len()) {
                None => Query { required: vec![rest.required.remove(left_out)], ..Query::default() },
                Some(at) => Query { excluded: vec![rest.excluded.remove(at)], ..Query::default() },
            };
            let hits = self.count_of(&rest, asker)?;
            if hits > 0 {
                proposals.push(Proposal { query: rest.to_string(), said: format!("去掉“{dropped}”"), hits });
            }
        }
        Ok(proposals)
    }
}

/// Does `work` on every item, on every core, with threads of its own: those of rayon may be busy parsing files, and a search
/// would wait for them.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let next = AtomicUsize::new(0);
    let some = || -> Vec<(usize, R)> {
        let taken = iter::from_fn(|| {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, work(item)))
        });
        taken.collect()
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// How many of the best must be looked at for the first `limit`: those that may be sorted before them, too.
fn shown(best: &[Ranked], limit: usize) -> usize {
    let Some(last) = limit.checked_sub(1).and_then(|at| best.get(at)) else { return limit.min(best.len()) };
    let first_equal = best.partition_point(|ranked| ranked.score > last.score);
    let equals = best[first_equal..].iter().take(words::SORTED).take_while(|ranked| ranked.score == last.score).count();
    limit.max(first_equal + equals)
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
        let (table, mut at) = (self.corpus.table(), 0);
        let issues = |o: &Occurrence| {
            at = table.group_after(at, o.address);
            table.groups().get(at).map_or(0, |group| self.issues.of(group.source).len() as u64)
        };
        found.iter().map(issues).sum()
    }
}

/// The issues of a library by their contents, the same next to each other, in the library's order.
fn by_content(library: &Library) -> Vec<(u64, IssueId)> {
    let ids = (0..library.catalog.issues.len() as u32).map(IssueId);
    let mut all: Vec<(u64, IssueId)> = ids.filter_map(|id| Some((library.content(id)?.0, id))).collect();
    all.sort_unstable();
    all
}

fn member(corpus: Arc<dyn Corpus>, by_content: &[(u64, IssueId)]) -> Member {
    let (mut issues, mut ends) = (Vec::new(), Vec::new());
    for source in corpus.sources() {
        let from = by_content.partition_point(|&(content, _)| content < source.content);
        let same = by_content[from..].iter().take_while(|&&(content, _)| content == source.content);
        issues.extend(same.map(|&(_, id)| id));
        ends.push(issues.len());
    }
    let plain = ends.iter().enumerate().all(|(at, &end)| end == at + 1);
    Member { corpus, issues: Issues { issues, ends }, plain }
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
fn missing(by_content: &[(u64, IssueId)], corpora: &[Arc<dyn Corpus>]) -> Vec<IssueId> {
    let mut have: Vec<u64> = corpora.iter().flat_map(|corpus| corpus.sources()).map(|source| source.content).collect();
    have.sort_unstable();
    let contents = by_content.chunk_by(|a, b| a.0 == b.0).filter_map(|same| same.first());
    let missing = contents.filter(|(content, _)| have.binary_search(content).is_err());
    let mut missing: Vec<IssueId> = missing.map(|&(_, id)| id).collect();
    missing.sort_unstable();
    missing
}

/// The issues in memory. One whose file has changed since it was loaded is what it was loaded as: not there.
fn scan(library: &Library, missing: &[IssueId]) -> Scan {
    let read: Vec<_> = missing.par_iter().filter_map(|&id| library.read(id).ok()).collect();
    Scan::new(&read)
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
