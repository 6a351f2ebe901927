//! 检索: a line to type in, and below it every place that is found, changing with every key.
//!
//! The list begins with what else could be asked, where nothing is exact; the hits follow. Enter takes what is selected.
//!
//! Hits come best first, some at a time ([`Request::limit`]); those that come together stand under their documents, in
//! printed order. More are asked for as the end of the list comes near and are put below, so what has been seen stays
//! where it is, and its number (第3处) with it: documents opened from here are walked through in this order.
//!
//! Either the line has the keys or the list. The screen outlives being closed: `s` brings it back as it was.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::input_line::InputLine;
use super::keymap::Action;
use super::list::List;
use super::opening::{At, Spot};
use super::reading::{Place, Reading, Which};
use super::{KeyCode, Metrics};
use crate::issue::Issue;
use crate::library::catalog::IssueId;
use crate::search::bar::{Answer, Completions, Found, How, Key, Request};
use crate::search::{Proposal, Query};
use crate::state::Change;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchLine {
    /// Another query.
    Proposal(usize),
    /// The document of the hits below; the position of the first of them.
    Document(usize),
    Hit(usize),
}

#[derive(Debug, Default)]
pub struct Search {
    pub line: InputLine,
    /// The line has the keys, not the list.
    pub typing: bool,
    /// Nothing has been typed since the line was given the keys: the first character replaces what it holds.
    pub fresh: bool,
    /// What else could be asked: they stand above the hits.
    pub proposals: Vec<Proposal>,
    /// In the order they are shown in.
    pub found: Vec<Found>,
    pub total: usize,
    pub documents: usize,
    pub notes: Vec<String>,
    /// Files that could not be searched yet.
    pub unsearched: usize,
    /// Over the proposals and the hits.
    pub list: List,
    pub lines: Vec<SearchLine>,
    pub offered: Offered,
    /// The document of the selected hit, where there is room to show it; while keys are pressed, of one that was.
    pub preview: Option<Box<Reading>>,
    /// The hit that the preview is of, or will be.
    previewed: Option<Key>,
    /// It is not of it yet.
    late: bool,
    /// The first line of each item, its document's included; and the number of lines.
    starts: Vec<usize>,
    words: Vec<String>,
    /// The newest request, and the one that was answered last.
    asked: Request,
    answered: u64,
    /// The newest request whose completions have come, whether they were put up or not.
    completed: u64,
    /// What was searched for what is shown.
    shown: Option<(String, u64)>,
    /// It asks for something: it is not only a field's name or what is not wanted.
    asks: bool,
    /// There are no more hits than are here.
    complete: bool,
    /// The list was moved in since the line changed.
    moved: bool,
    history: Vec<String>,
    recalled: Option<usize>,
    /// What had been typed before an older query was recalled.
    draft: String,
    issue: Option<(IssueId, Arc<Issue>)>,
    loading: Option<IssueId>,
    /// One that could not be loaded: it is not asked for again and again.
    missing: Option<IssueId>,
    set_for: Option<Metrics>,
}

/// What Tab offers.
#[derive(Debug, Default)]
pub struct Offered {
    pub completions: Completions,
    /// Which one stands in the line.
    pub chosen: Option<usize>,
}

/// What is said above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// Nothing is found.
    Nothing,
    /// Files are still to be searched: what is shown is not all.
    Unsearched(usize),
    Note(usize),
}

/// How the screen's rows are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Rows of remarks, from row 2 on.
    pub remarks: usize,
    /// Rows of the list below them.
    pub list: usize,
    /// Rows of the preview at the foot, the rule above it included; 0 where there is no room.
    pub preview: usize,
}

/// Hits that are asked for at first: more than a screen holds.
const FIRST: usize = 40;
/// How many times as many are asked for next.
const MORE: usize = 4;
/// Rows of remarks at most.
const REMARKS: usize = 3;
/// From this many rows on there is a preview.
const PREVIEW: u16 = 30;
const LONGEST_HISTORY: usize = 100;
/// Bytes of a query that is kept for later runs: a pasted page is not.
const LONGEST_KEPT: usize = 600;

impl Search {
    pub fn layout(&self, metrics: &Metrics) -> Layout {
        let remarks = self.remarks().len().min(REMARKS);
        let rows = metrics.body().saturating_sub(1 + remarks).max(1);
        let preview = if metrics.rows >= PREVIEW && !self.found.is_empty() { rows / 3 } else { 0 };
        Layout { remarks, list: rows - preview, preview }
    }

    /// What is to be said of the answer that is shown.
    pub fn remarks(&self) -> Vec<Remark> {
        let Some((typed, _)) = self.shown.as_ref().filter(|(typed, _)| !typed.trim().is_empty()) else {
            return Vec::new();
        };
        // While the answer to another query is awaited, this one's is shown only where it has found something.
        if self.found.is_empty() && self.is_waiting() && typed != self.line.text() {
            return Vec::new();
        }
        let nothing = (self.found.is_empty() && self.asks).then_some(Remark::Nothing);
        let unsearched = (self.unsearched > 0).then_some(Remark::Unsearched(self.unsearched));
        nothing.into_iter().chain(unsearched).chain((0..self.notes.len()).map(Remark::Note)).collect()
    }

    pub fn selected(&self) -> Option<&Found> {
        self.found.get(self.hit_selected()?)
    }

    /// Which of the hits is selected; none where a proposal is.
    pub fn hit_selected(&self) -> Option<usize> {
        self.list.selected.checked_sub(self.proposals.len())
    }

    /// The other query that is selected.
    pub fn proposed(&self) -> Option<&Proposal> {
        self.proposals.get(self.list.selected)
    }

    /// The items of the list.
    fn items(&self) -> usize {
        self.proposals.len() + self.found.len()
    }

    /// Whether the answer to what stands in the line is still to come.
    pub fn is_waiting(&self) -> bool {
        self.answered != self.asked.number
    }

    /// Whether what Tab offers for the line is still to come: after the answer.
    pub(super) fn is_completing(&self) -> bool {
        self.completed != self.asked.number
    }

    /// The request for what stands in the line now.
    pub(super) fn request(&mut self, number: u64) -> Request {
        let (typed, cursor) = (self.line.text().to_owned(), self.line.halves().0.len());
        let limit = if typed == self.asked.typed { self.asked.limit.max(FIRST) } else { FIRST };
        self.asked = Request { number, typed, cursor, limit };
        self.asked.clone()
    }

    /// The request for more of the same, where there are more and the end of the list is near, or `needed`.
    pub(super) fn more(&mut self, number: u64, needed: bool, metrics: &Metrics) -> Option<Request> {
        let near = self.list.selected + self.layout(metrics).list >= self.items();
        if self.complete || self.shown.is_none() || self.is_waiting() || !(near || needed) {
            return None;
        }
        self.asked.limit = self.asked.limit.saturating_mul(MORE);
        self.asked.number = number;
        Some(self.asked.clone())
    }

    pub(super) fn take_answer(&mut self, answer: Answer, metrics: &Metrics) -> bool {
        if answer.number != self.asked.number {
            return false;
        }
        self.asks = !Query::parse(&answer.typed).is_empty();
        let what = Some((answer.typed, answer.state));
        let goes_on = self.shown == what;
        let same_query = self.shown.as_ref().map(|shown| &shown.0) == what.as_ref().map(|what| &what.0);
        let selected = self.selected().map(Found::key).filter(|_| same_query);
        if !goes_on {
            self.found.clear();
        }
        let have: HashSet<_> = self.found.iter().map(Found::key).collect();
        let new: Vec<Found> = answer.found.into_iter().filter(|found| !have.contains(&found.key())).collect();
        self.complete = new.is_empty() || self.found.len() + new.len() >= answer.total;
        self.found.extend(grouped(new));
        if !goes_on {
            let again = selected.and_then(|selected| self.found.iter().position(|found| found.key() == selected));
            let top = if same_query { self.list.top } else { 0 };
            self.list = List { selected: again.map_or(0, |again| answer.proposals.len() + again), top };
            self.proposals = answer.proposals;
        }
        (self.shown, self.answered) = (what, answer.number);
        (self.total, self.documents) = (answer.total.max(self.found.len()), answer.documents);
        (self.notes, self.words, self.unsearched) = (answer.notes, answer.words, answer.unsearched);
        self.set_for = None;
        self.set(metrics);
        true
    }

    pub(super) fn take_completions(&mut self, completions: Completions) {
        if completions.number == self.asked.number {
            self.completed = completions.number;
        }
        if completions.number == self.asked.number && self.asked.typed == self.line.text() {
            self.line.know_words(&completions.bounds);
            // While one is being chosen, those to choose from stay.
            if self.offered.chosen.is_none() {
                self.offered.completions = completions;
            }
        }
    }

    /// The library is another: positions in it mean nothing any more.
    pub(super) fn forget(&mut self) {
        self.found.clear();
        (self.shown, self.preview, self.issue, self.loading, self.set_for) = (None, None, None, None, None);
        (self.previewed, self.late, self.missing) = (None, false, None);
        (self.total, self.documents, self.answered, self.unsearched) = (0, 0, 0, 0);
        self.notes.clear();
        self.proposals.clear();
    }

    pub fn set(&mut self, metrics: &Metrics) {
        if self.set_for != Some(*metrics) {
            self.set_for = Some(*metrics);
            self.lines.clear();
            self.starts.clear();
            for at in 0..self.proposals.len() {
                self.starts.push(at);
                self.lines.push(SearchLine::Proposal(at));
            }
            let mut group = None;
            for (at, found) in self.found.iter().enumerate() {
                self.starts.push(self.lines.len());
                if group.replace(of_group(found)) != Some(of_group(found)) {
                    self.lines.push(SearchLine::Document(at));
                }
                self.lines.push(SearchLine::Hit(at));
            }
            self.starts.push(self.lines.len());
        }
        self.list.reveal(&self.starts[..], self.layout(metrics).list);
        self.look_at_preview(metrics);
    }

    // The list.

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        let height = self.layout(metrics).list;
        let times = count.unwrap_or(1);
        self.moved = true;
        match action {
            Action::FindNext => self.list.act(Action::Down, count, &self.starts[..], height),
            Action::FindPrevious => self.list.act(Action::Up, count, &self.starts[..], height),
            Action::NextDocument => (0..times).all(|_| self.go_to_document(true)),
            Action::PreviousDocument => (0..times).all(|_| self.go_to_document(false)),
            _ => self.list.act(action, count, &self.starts[..], height),
        }
    }

    /// Selects the first hit of the next document, or of this one, or the one before; false where there is none.
    fn go_to_document(&mut self, forward: bool) -> bool {
        let mut firsts = self.lines.iter().filter_map(|line| match line {
            SearchLine::Document(first) => Some(self.proposals.len() + first),
            SearchLine::Hit(_) | SearchLine::Proposal(_) => None,
        });
        let here = self.list.selected;
        let there = if forward { firsts.find(|&first| first > here) } else { firsts.rfind(|&first| first < here) };
        self.list.selected = there.unwrap_or(here);
        there.is_some()
    }

    /// So many hits on, in the order shown; false where there are not so many (yet).
    pub(super) fn step(&mut self, forward: bool, count: usize) -> bool {
        let there = if forward { self.list.selected.checked_add(count) } else { self.list.selected.checked_sub(count) };
        let there = there.filter(|there| (self.proposals.len()..self.items()).contains(there));
        self.list.selected = there.unwrap_or(self.list.selected);
        there.is_some()
    }

    pub(super) fn reveal(&mut self, height: usize) {
        self.list.reveal(&self.starts[..], height);
    }

    /// Whether there are hits that have not been asked for.
    pub fn has_more(&self) -> bool {
        !self.complete
    }

    /// Where the selected hit is.
    pub(super) fn spot(&self) -> Option<Spot> {
        let Found { hit, how } = self.selected()?;
        let first = hit.marks.first().map_or(0, |mark| mark.start);
        let at = hit.unit.block_at(first).map_or(At::Line(hit.line()), |(at, offset)| At::Place(Place { at, offset }));
        let marked = || hit.marks.iter().map(|mark| hit.unit.text[mark.clone()].to_owned()).collect();
        let words = if *how == How::Near { marked() } else { self.words.clone() };
        Some(Spot { id: hit.issue, which: hit.unit.document.map_or(Which::Front, Which::Document), at, words })
    }

    // The preview.

    /// The issue that the preview needs and that is not on its way.
    pub(super) fn wanted(&mut self, metrics: &Metrics) -> Option<IssueId> {
        let id = self.selected().filter(|_| self.layout(metrics).preview > 0 && !self.late)?.hit.issue;
        let wanted = self.loading.is_none()
            && self.missing != Some(id)
            && self.issue.as_ref().is_none_or(|(have, _)| *have != id);
        self.loading = if wanted { Some(id) } else { self.loading };
        wanted.then_some(id)
    }

    /// Whether the preview waits until no key is pressed for a moment: it is most of what a key would send.
    pub(super) fn is_late(&self) -> bool {
        self.late
    }

    /// Nothing has been pressed for a moment.
    pub(super) fn rest(&mut self, metrics: &Metrics) {
        self.late = false;
        self.set_preview(metrics);
    }

    /// Notices that the preview is of another hit than the selected one.
    fn look_at_preview(&mut self, metrics: &Metrics) {
        let rows = self.layout(metrics).preview;
        let selected = self.selected().filter(|_| rows > 0).map(Found::key);
        if selected.is_none() {
            (self.late, self.previewed) = (false, None);
            self.preview = None;
        } else if self.previewed != selected {
            // The first one has nothing to wait for.
            self.late = self.previewed.is_some();
            self.previewed = selected;
        }
        if !self.late {
            self.set_preview(metrics);
        }
    }

    /// An issue has been loaded, or could not be.
    pub(super) fn take_issue(&mut self, id: IssueId, issue: Option<&Arc<Issue>>) {
        if self.loading.take_if(|loading| *loading == id).is_none() {
            return;
        }
        match issue {
            Some(issue) => (self.issue, self.missing) = (Some((id, issue.clone())), None),
            None => (self.preview, self.missing) = (None, Some(id)),
        }
    }

    /// The issue at hand.
    pub(super) fn issue(&self) -> Option<(IssueId, &Arc<Issue>)> {
        self.issue.as_ref().map(|(id, issue)| (*id, issue))
    }

    fn set_preview(&mut self, metrics: &Metrics) {
        let rows = self.layout(metrics).preview;
        let spot = self.spot().filter(|_| rows > 0);
        let (Some(spot), Some((id, issue))) = (spot, &self.issue) else {
            self.preview = None;
            return;
        };
        // Until the issue has come, what is seen stays.
        if *id != spot.id {
            return;
        }
        // The rule above it stands for the heading, and it has no status line.
        let metrics = Metrics { rows: rows as u16 + 1, ..*metrics };
        let of_it = self.preview.take_if(|preview| (preview.id, preview.which) == (spot.id, spot.which));
        self.preview = of_it.or_else(|| Some(Box::new(Reading::new(spot.id, issue.clone(), spot.which)?)));
        if let Some(preview) = &mut self.preview {
            preview.set(&metrics);
            preview.lead(&spot, &metrics);
        }
    }

    // The line.

    /// Gives the line the keys.
    pub(super) fn begin(&mut self) {
        (self.typing, self.fresh, self.recalled, self.moved) = (true, !self.line.text().is_empty(), None, false);
        self.offered = Offered::default();
    }

    /// Takes an editing key; true where the request is another.
    pub(super) fn edit(&mut self, key: super::Key) -> bool {
        let before = (self.line.text().to_owned(), self.line.halves().0.len());
        if std::mem::take(&mut self.fresh) && matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt {
            self.line = InputLine::default();
        }
        self.line.key(key);
        self.changed(&before.0) || before.1 != self.line.halves().0.len()
    }

    /// Puts a text into the line: in the place of what it holds, where nothing was typed yet.
    pub(super) fn paste(&mut self, text: &str) {
        let before = self.line.text().to_owned();
        if std::mem::take(&mut self.fresh) {
            self.line = InputLine::default();
        }
        self.line.paste(text);
        self.changed(&before);
    }

    fn changed(&mut self, before: &str) -> bool {
        let changed = self.line.text() != before;
        if changed {
            (self.recalled, self.moved) = (None, false);
        }
        self.offered = Offered::default();
        changed
    }

    /// Puts the next completion into the line, or the one before; false where there is none.
    pub(super) fn complete(&mut self, forward: bool) -> bool {
        let Offered { completions, chosen } = &mut self.offered;
        let count = completions.list.len();
        let next = match *chosen {
            _ if count == 0 => return false,
            Some(at) => (at + if forward { 1 } else { count - 1 }) % count,
            None if forward => 0,
            None => count - 1,
        };
        let text = &completions.list[next].text;
        self.line.replace(completions.from..completions.to, text);
        completions.to = completions.from + text.len();
        // With one there is nothing to choose: what Tab offers next is what can follow it.
        *chosen = (count > 1).then_some(next);
        (self.fresh, self.recalled, self.moved) = (false, None, false);
        true
    }

    /// Puts the other query that is selected into the line.
    pub(super) fn take_proposal(&mut self) {
        let Some(query) = self.proposed().map(|proposed| proposed.query.clone()) else { return };
        self.line = InputLine::with(&query);
        (self.fresh, self.moved, self.offered) = (false, false, Offered::default());
    }

    /// An older query, or a newer one, in the place of the line; false where there is none.
    pub(super) fn recall(&mut self, older: bool) -> bool {
        let there = match (self.recalled, older) {
            (None, true) => self.history.len().checked_sub(1),
            (Some(at), true) => at.checked_sub(1),
            (Some(at), false) => Some(at + 1),
            (None, false) => None,
        };
        // The newest one is most often what stands there already.
        let there = there
            .filter(|&at| self.recalled.is_some() || self.history[at] != self.line.text())
            .or_else(|| there.filter(|_| self.recalled.is_none()).and_then(|at| at.checked_sub(1)));
        let Some(there) = there else { return false };
        if self.recalled.is_none() {
            self.draft = self.line.text().to_owned();
        }
        self.line = InputLine::with(self.history.get(there).unwrap_or(&self.draft));
        self.recalled = Some(there).filter(|&at| at < self.history.len());
        (self.fresh, self.offered) = (false, Offered::default());
        true
    }

    /// Whether Up asks for an older query rather than the hit above.
    pub(super) fn is_unmoved(&self) -> bool {
        !self.moved
    }

    /// Keeps the query for Up; what is to be kept longer than the screen.
    pub(super) fn remember(&mut self) -> Option<Change> {
        self.recalled = None;
        let typed = self.line.text().trim().to_owned();
        if typed.is_empty() {
            return None;
        }
        self.history.retain(|old| *old != typed);
        self.history.push(typed.clone());
        let excess = self.history.len().saturating_sub(LONGEST_HISTORY);
        self.history.drain(..excess);
        (typed.len() <= LONGEST_KEPT).then(|| Change::query(&typed))
    }

    /// Takes queries of earlier runs and other copies, the newest first: as older than those of this screen.
    pub(super) fn know<'a>(&mut self, queries: impl Iterator<Item = &'a str>) {
        let missing = queries.filter(|query| !self.history.iter().any(|have| have == query));
        let mut older: Vec<String> = missing.map(str::to_owned).collect();
        older.reverse();
        self.history.splice(..0, older);
    }

    /// The newest first.
    pub fn history(&self) -> impl Iterator<Item = &str> {
        self.history.iter().rev().map(String::as_str)
    }
}

/// What stands under one heading.
fn of_group(found: &Found) -> (IssueId, Option<u32>, How) {
    (found.hit.issue, found.hit.unit.document, found.how)
}

/// Hits of one document together, in printed order; the documents as their best hits come.
fn grouped(found: Vec<Found>) -> Vec<Found> {
    let mut groups: Vec<(_, Vec<Found>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for found in found {
        let of = of_group(&found);
        let at = *places.entry(of).or_insert(groups.len());
        if at == groups.len() {
            groups.push((of, Vec::new()));
        }
        groups[at].1.push(found);
    }
    for (_, hits) in &mut groups {
        hits.sort_by_key(|found| found.hit.line());
    }
    groups.into_iter().flat_map(|(_, hits)| hits).collect()
}

/// The part of a text that is shown for a hit: from a little before the first mark on; in bytes.
pub fn context(text: &str, marks: &[Range<usize>], room: usize, widths: crate::text::width::Widths) -> Range<usize> {
    let first = marks.first().map_or(0, |mark| mark.start);
    // What is left free behind is used before.
    let mut left = (room / 4).max(room.saturating_sub(widths.str(&text[first..])));
    let mut from = first;
    for (at, c) in text[..first].char_indices().rev() {
        let wide = widths.char(c);
        if wide > left {
            break;
        }
        left -= wide;
        from = at;
    }
    from..text.len()
}
