//! 正文: a document being read.
//!
//! What is true is the place in the text at the top of the page, a block and a byte in it; the display line there is
//! worked out anew whenever the size changes, so a resize keeps the place. Besides, one landmark (a clause, an
//! attachment) may be the current one, because the reader went to it: it may stand further down the page, most of all on
//! the last one. Without it, what stands at the top is current.

use std::sync::Arc;

use super::Metrics;
use super::find::{Find, Match, Searchable};
use super::front;
use super::keymap::Action;
use super::library::{self, file_name};
use super::lines::gist;
use super::links::Links;
use super::opening::{At, Spot};
use super::outline::{Landmark, Outline, landmarks};
use super::selection::Selection;
use crate::address::{Step, inside};
use crate::issue::{Block, BlockRef, Document, Issue, IssueKind, Part, PartKind};
use crate::library::catalog::IssueId;
use crate::text::safe;
use crate::typeset::{Options, Page, Prepared};

/// What of an issue is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// The front matter, as it is printed.
    Front,
    Document(u32),
}

/// A place in the text: a byte of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub at: BlockRef,
    pub offset: usize,
}

#[derive(Debug)]
pub struct Reading {
    pub id: IssueId,
    pub issue: Arc<Issue>,
    pub which: Which,
    pub landmarks: Vec<Landmark>,
    pub page: Page,
    /// The display line at the top of the screen.
    pub top: usize,
    pub outline: Option<Outline>,
    /// The outline as it was closed: its folds stay.
    outline_left: Option<Outline>,
    pub find: Option<Find>,
    pub selection: Option<Selection>,
    /// Its citations, once they are looked up.
    pub links: Option<Links>,
    /// Drawn from `front` where that is what is read.
    front: Option<Box<Document>>,
    place: Place,
    current: Option<usize>,
    /// A block that one was led to, marked while it is in sight.
    spot: Option<BlockRef>,
    /// The hit or place that one was led to, while it is in sight: there one is, wherever on the page it stands.
    focus: Option<Place>,
    /// The display line of each landmark.
    landmark_lines: Vec<usize>,
    has_tables: bool,
    searchable: Option<Searchable>,
    /// Where finding began: Esc goes back there.
    before_find: Option<(usize, Option<Find>)>,
    set_for: Option<Options>,
    /// What setting does not have to do again while the terminal's widths stay.
    prepared: Option<Prepared>,
}

/// Lines above a hit or a clause that is brought into sight from elsewhere: a third of the screen.
const CONTEXT: usize = 3;

impl Reading {
    /// None where the issue has no such document.
    pub fn new(id: IssueId, issue: Arc<Issue>, which: Which) -> Option<Self> {
        let front = match which {
            Which::Front => Some(Box::new(front::document(&issue))),
            Which::Document(at) => issue.documents.get(at as usize).map(|_| None)?,
        };
        let mut reading = Reading {
            id,
            issue,
            which,
            landmarks: Vec::new(),
            page: Page::default(),
            top: 0,
            outline: None,
            outline_left: None,
            find: None,
            selection: None,
            links: None,
            front,
            place: Place { at: BlockRef { part: 0, block: 0 }, offset: 0 },
            current: None,
            spot: None,
            focus: None,
            landmark_lines: Vec::new(),
            has_tables: false,
            searchable: None,
            before_find: None,
            set_for: None,
            prepared: None,
        };
        reading.landmarks = landmarks(reading.document()?);
        let has_tables = reading.document()?.blocks().any(|(_, block)| block.table().is_some());
        reading.has_tables = has_tables;
        Some(reading)
    }

    pub fn document(&self) -> Option<&Document> {
        match self.which {
            Which::Front => self.front.as_deref(),
            Which::Document(at) => self.issue.documents.get(at as usize),
        }
    }

    pub fn place(&self) -> Place {
        self.place
    }

    /// The block one is at, or where the text at the top goes on.
    pub fn here(&self) -> Place {
        self.marked().map_or(self.place, |at| Place { at, offset: 0 })
    }

    /// Back to where one was.
    pub fn return_to(&mut self, place: Place, metrics: &Metrics) {
        match place.offset {
            0 => self.go_to_block(place.at, metrics),
            _ => self.scroll_to(self.page.line_of(place.at, place.offset), metrics),
        }
    }

    pub fn go_to_place(&mut self, place: Place, metrics: &Metrics) {
        self.place = place;
        self.set_for = None;
        self.set(metrics);
    }

    /// Sets the document for this size; nothing to do where it is set so.
    pub fn set(&mut self, metrics: &Metrics) {
        let options = Options { width: self.text_cols(metrics), measure: metrics.measure, widths: metrics.widths };
        if self.set_for != Some(options) {
            self.set_for = Some(options);
            let prepared = self.prepared.take().filter(|prepared| prepared.widths() == options.widths);
            if let Some(document) = self.document() {
                let prepared = prepared.unwrap_or_else(|| Prepared::new(document, options.widths));
                self.page = prepared.set(document, options.width, options.measure);
                self.prepared = Some(prepared);
            }
            self.landmark_lines = self.landmarks.iter().map(|landmark| self.page.line_of(landmark.at, 0)).collect();
            self.top = self.page.line_of(self.place.at, self.place.offset);
        }
        self.top = self.top.min(self.last_top(metrics));
        let (current, outline_height) = (self.current(), metrics.body());
        if let Some(outline) = self.outline.as_mut().filter(|outline| !outline.focused) {
            outline.follow(current, outline_height);
        }
    }

    /// Opens the outline, folded as it was left; beside the text, which keeps the keys.
    pub fn open_outline(&mut self, metrics: &Metrics) {
        let mut outline = self.outline_left.take().unwrap_or_else(|| Outline::new(&self.landmarks));
        outline.follow(self.current(), metrics.body());
        outline.focused = metrics.panel().is_none();
        self.outline = Some(outline);
    }

    pub fn close_outline(&mut self) {
        let Some(mut outline) = self.outline.take() else { return };
        outline.narrow("", &self.landmarks, usize::MAX / 2);
        self.outline_left = Some(outline);
    }

    /// Cells for the text: what a panel beside it leaves.
    pub fn text_cols(&self, metrics: &Metrics) -> u16 {
        match (&self.outline, metrics.panel()) {
            (Some(_), Some(panel)) => metrics.cols.saturating_sub(panel),
            _ => metrics.cols,
        }
    }

    fn last_top(&self, metrics: &Metrics) -> usize {
        self.page.lines.len().saturating_sub(metrics.body())
    }

    /// How far one is: 0 at the top, 100 where the last line is shown; none where all is shown at once.
    pub fn percent(&self, metrics: &Metrics) -> Option<usize> {
        (self.top * 100).checked_div(self.last_top(metrics))
    }

    /// The landmark one is at: the one gone to, or that which the hit one was led to or the line at the top belongs to.
    pub fn current(&self) -> Option<usize> {
        self.gone_to().or_else(|| self.landmark_before(self.line_here() + 1))
    }

    /// The landmark gone to, unless a hit has been gone to since.
    fn gone_to(&self) -> Option<usize> {
        self.current.filter(|_| self.focus.is_none())
    }

    /// The line one is at, where no landmark was gone to.
    fn line_here(&self) -> usize {
        self.focus.map_or_else(|| self.first_text_line(), |focus| self.page.line_of(focus.at, focus.offset))
    }

    /// The block one went to, if it is in sight: marked on the page.
    pub fn marked(&self) -> Option<BlockRef> {
        self.spot.or(self.current.map(|at| self.landmarks[at].at))
    }

    /// The first line of the screen that is not empty.
    fn first_text_line(&self) -> usize {
        let empty = self.page.lines.iter().skip(self.top).take_while(|line| line.block.is_none()).count();
        self.top + empty
    }

    /// The last landmark that begins before `line`.
    fn landmark_before(&self, line: usize) -> Option<usize> {
        self.landmark_lines.partition_point(|&l| l < line).checked_sub(1)
    }

    /// The current landmark's label and those of what it stands in, outermost first.
    pub fn path(&self) -> Vec<&str> {
        let mut path = Vec::new();
        let mut depth = usize::MAX;
        let Some(current) = self.current() else { return path };
        for landmark in self.landmarks[..=current].iter().rev() {
            if landmark.depth < depth {
                depth = landmark.depth;
                path.extend(Some(landmark.name()).filter(|name| !name.is_empty()));
            }
            if depth == 0 {
                break;
            }
        }
        path.reverse();
        path
    }

    /// Where one is: issue, document, path of the clause. Safe to show.
    pub fn titles(&self) -> Vec<String> {
        let title = self.document().map_or("", |document| document.title.as_str());
        let title = if self.which == Which::Front { title } else { gist(title) };
        let title = if title.is_empty() { "（无标题）" } else { title };
        let steps = std::iter::once(title).chain(self.path()).map(|step| safe::line(step).into_owned());
        std::iter::once(issue_name(&self.issue)).chain(steps).collect()
    }

    /// Moves the page so that `line` is its first.
    fn scroll_to(&mut self, line: usize, metrics: &Metrics) {
        self.top = line.min(self.last_top(metrics));
        if let Some((at, offset)) = self.page.position(self.top) {
            self.place = Place { at, offset };
        }
        if self.current.is_some_and(|at| !self.in_sight(self.landmark_lines[at], metrics)) {
            self.current = None;
        }
        if self.spot.is_some_and(|at| !self.in_sight(self.page.line_of(at, 0), metrics)) {
            self.spot = None;
        }
        self.focus = self.focus.filter(|focus| self.sees(focus.at, focus.offset, metrics));
    }

    fn in_sight(&self, line: usize, metrics: &Metrics) -> bool {
        (self.top..self.top + metrics.body()).contains(&line)
    }

    /// Moves in the text; false where the action is none of moving.
    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        let (times, body) = (count.unwrap_or(1), metrics.body());
        let page = body.saturating_sub(1).max(1).saturating_mul(times);
        let half = (body / 2).max(1).saturating_mul(times);
        let line = match action {
            Action::Down => self.top.saturating_add(times),
            Action::Up => self.top.saturating_sub(times),
            Action::PageDown => self.top.saturating_add(page),
            Action::PageUp => self.top.saturating_sub(page),
            Action::HalfDown => self.top.saturating_add(half),
            Action::HalfUp => self.top.saturating_sub(half),
            Action::Top => 0,
            Action::Bottom => usize::MAX,
            _ => return false,
        };
        if matches!(action, Action::Top | Action::Bottom) {
            (self.current, self.focus) = (None, None);
        }
        self.scroll_to(line, metrics);
        true
    }

    /// Goes to a landmark: marks it where it is in sight, else brings it to the top.
    pub fn go_to_landmark(&mut self, landmark: usize, metrics: &Metrics) {
        let Some(&line) = self.landmark_lines.get(landmark) else { return };
        (self.current, self.spot, self.focus) = (Some(landmark), None, None);
        // Of a clause in the last lines of the screen too little is seen.
        if !self.in_sight(line, metrics) || line + CONTEXT > self.top + metrics.body() {
            self.scroll_to(line, metrics);
        }
    }

    /// The next or previous landmark; only of the current level or above with `peers`. An error is what to tell the reader.
    pub fn step(&mut self, forward: bool, peers: bool, count: usize, metrics: &Metrics) -> Result<(), &'static str> {
        if self.landmarks.is_empty() {
            return Err("本文没有条款");
        }
        let mut moved = false;
        for _ in 0..count.min(self.landmarks.len()) {
            let Some(next) = self.neighbour(forward, peers) else { break };
            (self.current, self.focus) = (Some(next), None);
            moved = true;
        }
        match self.current.filter(|_| moved) {
            Some(to) => self.go_to_landmark(to, metrics),
            None if forward => return Err("后面没有条款了"),
            None => return Err("前面没有条款了"),
        }
        Ok(())
    }

    fn neighbour(&self, forward: bool, peers: bool) -> Option<usize> {
        let depth = match self.current() {
            Some(current) if peers => self.landmarks[current].depth,
            _ => usize::MAX,
        };
        // Without a current one: what begins on the screen comes next, what began before it is previous.
        let (after, before) = match self.gone_to() {
            Some(current) => (current + 1, current),
            None => {
                let line = self.line_here();
                (
                    self.landmark_lines.partition_point(|&l| l < line + 1),
                    self.landmark_lines.partition_point(|&l| l < line),
                )
            }
        };
        let (after, before) = (after.min(self.landmarks.len()), before.min(self.landmarks.len()));
        let same = |landmark: &Landmark| landmark.depth <= depth;
        match forward {
            true => self.landmarks[after..].iter().position(same).map(|at| after + at),
            false => self.landmarks[..before].iter().rposition(same),
        }
    }

    /// The block that an address without a beginning is understood from: the clause one is at.
    pub fn near(&self) -> BlockRef {
        self.focus
            .map(|focus| focus.at)
            .or(self.marked())
            .or(self.current().map(|at| self.landmarks[at].at))
            .unwrap_or(self.place.at)
    }

    /// The block one is at: that of the hit gone to, the one marked, else the first that is seen.
    pub fn block_here(&self) -> Option<BlockRef> {
        self.focus
            .map(|focus| focus.at)
            .or(self.marked())
            .or_else(|| Some(self.page.position(self.first_text_line())?.0))
    }

    /// Whether a place is on the screen.
    pub fn sees(&self, at: BlockRef, offset: usize, metrics: &Metrics) -> bool {
        self.in_sight(self.page.line_of(at, offset), metrics)
    }

    /// Scrolls as little as it takes to see a place.
    pub fn bring_into_sight(&mut self, place: Place, metrics: &Metrics) {
        let line = self.page.line_of(place.at, place.offset);
        if line < self.top {
            self.scroll_to(line, metrics);
        } else if !self.in_sight(line, metrics) {
            self.scroll_to((line + 1).saturating_sub(metrics.body()), metrics);
        }
    }

    /// Goes to so many percent of the text.
    pub fn go_to_share(&mut self, percent: usize, metrics: &Metrics) {
        (self.current, self.focus) = (None, None);
        self.scroll_to((self.last_top(metrics) * percent.min(100)).div_ceil(100), metrics);
    }

    /// Goes to 第N条, or the outermost clause of that number; an error is what to tell the reader.
    pub fn go_to_number(&mut self, number: usize, metrics: &Metrics) -> Result<(), String> {
        let found = self.numbered(number);
        self.go_to_block(found.ok_or_else(|| format!("本文没有第{number}条"))?, metrics);
        Ok(())
    }

    /// Where 第N条 begins, or the outermost clause of that number.
    fn numbered(&self, number: usize) -> Option<BlockRef> {
        let (document, number) = self.document().zip(u32::try_from(number).ok())?;
        Some(inside::numbered(document, number, self.near()).first()?.at())
    }

    /// Selects 第N条 in the outline that is open; an error is what to tell the reader.
    pub fn select_in_outline(&mut self, number: usize, metrics: &Metrics) -> Result<(), String> {
        let found = self.numbered(number).and_then(|at| self.landmarks.iter().position(|landmark| landmark.at == at));
        let landmark = found.ok_or_else(|| format!("本文没有第{number}条"))?;
        if let Some(outline) = &mut self.outline {
            outline.follow(Some(landmark), metrics.body());
        }
        Ok(())
    }

    /// Goes to a clause by the steps that lead to it; false where there is none.
    pub fn go_to_clause(&mut self, steps: &[Step], metrics: &Metrics) -> bool {
        let found = self.document().map(|document| inside::find(document, steps, self.near()));
        let Some(at) = found.and_then(|found| Some(found.first()?.at())) else { return false };
        self.go_to_block(at, metrics);
        true
    }

    /// Goes to a block: as to a landmark where it is one.
    pub fn go_to_block(&mut self, at: BlockRef, metrics: &Metrics) {
        match self.landmarks.iter().position(|landmark| landmark.at == at) {
            // An attachment begins a page in print.
            Some(part) if at.block == 0 => {
                (self.current, self.spot, self.focus) = (Some(part), None, None);
                self.scroll_to(self.landmark_lines[part], metrics);
            }
            Some(landmark) => self.go_to_landmark(landmark, metrics),
            None => self.go_to_spot(Place { at, offset: 0 }, metrics),
        }
    }

    /// Goes to a line of the source, or the nearest one before it, and marks its block; false where all begins after it.
    pub fn go_to_line(&mut self, line: u32, metrics: &Metrics) -> bool {
        let Some(document) = self.document() else { return false };
        let before = |block: &Block| block.lines.first().is_some_and(|&first| first <= line);
        let Some((at, block)) = document.blocks().filter(|(_, block)| before(block)).last() else { return false };
        let start = block.lines.iter().zip(&block.starts).take_while(|(l, _)| **l <= line).last();
        let offset = start.map_or(0, |(_, &start)| start as usize);
        self.current = None;
        self.scroll_to(self.page.line_of(at, offset).saturating_sub(CONTEXT), metrics);
        (self.spot, self.focus) = (Some(at), Some(Place { at, offset }));
        true
    }

    /// Brings a place that one is led to into sight and marks its block.
    fn go_to_spot(&mut self, place: Place, metrics: &Metrics) {
        let line = self.page.line_of(place.at, place.offset);
        self.current = None;
        if !self.in_sight(line, metrics) || line + CONTEXT > self.top + metrics.body() {
            self.scroll_to(line.saturating_sub(CONTEXT), metrics);
        }
        (self.spot, self.focus) = (Some(place.at), Some(place));
    }

    /// Leads to a spot of this document, its words marked; false where it has no such clause: then it stays where it was.
    pub fn lead(&mut self, spot: &Spot, metrics: &Metrics) -> bool {
        let found = match &spot.at {
            At::Left => true,
            At::Line(line) => {
                self.go_to_line(*line, metrics);
                true
            }
            At::Place(place) => {
                self.go_to_spot(*place, metrics);
                true
            }
            At::Was(place) => {
                self.return_to(*place, metrics);
                true
            }
            At::Anchor(anchor) => {
                if let Some((at, offset)) = self.document().map(|document| anchor.find(document)) {
                    self.return_to(Place { at, offset }, metrics);
                }
                true
            }
            At::Clause(steps) => self.go_to_clause(steps, metrics),
        };
        let from = match (&spot.at, self.marked()) {
            (At::Place(place), _) => *place,
            (_, Some(at)) => Place { at, offset: 0 },
            _ => self.place,
        };
        self.mark(&spot.words, from, metrics);
        found
    }

    /// Whether what is marked is what one was led to: nothing has been asked for here since.
    pub fn is_led(&self) -> bool {
        self.find.as_ref().is_none_or(|find| find.led)
    }

    // Finding.

    /// Marks every place of these words, as finding them would, and selects the first one from `from` on.
    fn mark(&mut self, words: &[String], from: Place, metrics: &Metrics) {
        if words.is_empty() {
            return;
        }
        let query = if let [word] = words { word.clone() } else { String::new() };
        let known = self.find.take_if(|find| find.led && find.words == words);
        let matches = known.map_or_else(|| self.matches(words), |known| known.matches);
        let mut find = Find { query, words: words.to_vec(), matches, selected: None, led: true };
        let from = find.from(from.at, from.offset);
        find.selected = Some(from).filter(|&from| from < find.matches.len());
        self.find = Some(find);
        self.show_match(metrics);
    }

    fn matches(&mut self, words: &[String]) -> Vec<Match> {
        if self.searchable.is_none() {
            self.searchable = self.document().map(Searchable::new);
        }
        self.searchable.as_ref().map(|searchable| searchable.find(words)).unwrap_or_default()
    }

    /// Finding begins: hits are shown as the query is typed, and Esc comes back here.
    pub fn begin_find(&mut self) {
        self.before_find = Some((self.top, self.find.clone()));
    }

    /// Shows what the query finds from where finding began.
    pub fn find_as_typed(&mut self, query: &str, metrics: &Metrics) {
        let matches = self.matches(&[query.to_owned()]);
        let top = self.before_find.as_ref().map_or(self.top, |before| before.0);
        (self.find, self.focus) = (Find::as_typed(query, matches, self.page.position(top)), None);
        self.scroll_to(top, metrics);
        self.show_match(metrics);
    }

    /// The query stands. An error is what to tell the reader.
    pub fn end_find(&mut self, metrics: &Metrics) -> Result<(), String> {
        let before = self.before_find.take();
        let Some(find) = &self.find else { return Ok(()) };
        if find.matches.is_empty() {
            let query = find.query.clone();
            if let Some((top, _)) = before {
                self.scroll_to(top, metrics);
            }
            (self.find, self.focus) = (None, None);
            return Err(format!("没有找到「{query}」"));
        }
        Ok(())
    }

    /// As if nothing had been asked.
    pub fn cancel_find(&mut self, metrics: &Metrics) {
        if let Some((top, find)) = self.before_find.take() {
            (self.find, self.focus) = (find, None);
            self.scroll_to(top, metrics);
        }
    }

    /// The next hit: after the current one, or after the top of the page if that is out of sight. What to tell the reader.
    pub fn find_step(&mut self, forward: bool, count: usize, metrics: &Metrics) -> Option<&'static str> {
        let (seen, top) = (self.match_in_sight(metrics), self.page.position(self.top));
        let Some(find) = &mut self.find else { return Some("先按 / 查找") };
        if find.matches.is_empty() {
            return Some("没有找到");
        }
        let wrapped = find.step(forward, count, seen, top);
        self.show_match(metrics);
        wrapped.then_some(if forward { "已到文末，从头查找" } else { "已到文首，从末尾查找" })
    }

    /// Whether the hit that is selected is on the screen.
    fn match_in_sight(&self, metrics: &Metrics) -> bool {
        let found = self.find.as_ref().and_then(Find::current);
        found.is_some_and(|found| self.sees(found.at, found.range.start, metrics))
    }

    fn show_match(&mut self, metrics: &Metrics) {
        let Some(found) = self.find.as_ref().and_then(Find::current) else { return };
        let place = Place { at: found.at, offset: found.range.start };
        self.show_line(self.page.line_of(place.at, place.offset), metrics);
        self.focus = Some(place);
    }

    /// Brings a line into sight, with some of what stands before it.
    pub(super) fn show_line(&mut self, line: usize, metrics: &Metrics) {
        if !self.in_sight(line, metrics) {
            self.scroll_to(line.saturating_sub(metrics.body() / CONTEXT), metrics);
        }
    }

    // The table here.

    pub fn has_tables(&self) -> bool {
        self.has_tables
    }

    /// Whether it has attachments or tables.
    pub fn has_annexes(&self) -> bool {
        let is_attachment = |part: &Part| part.kind == PartKind::Attachment;
        self.has_tables || self.document().is_some_and(|document| document.parts.iter().any(is_attachment))
    }

    /// The table that is in sight, or the next one; none where there is none from here on.
    pub fn table_here(&self, metrics: &Metrics) -> Option<BlockRef> {
        let document = self.document()?;
        let tables = document.blocks().filter(|(_, block)| block.table().is_some());
        let (mut next, mut last) = (None, None);
        for (at, _) in tables {
            let lines = self.page.lines_of(at);
            if lines.end > self.top && next.is_none() {
                next = Some((at, lines.start));
            }
            last = Some(at);
        }
        match next {
            Some((at, start)) if start < self.top + metrics.body() => Some(at),
            next => next.map(|(at, _)| at).or(last),
        }
    }
}

/// 青山县人民政府公报 2021年第3期; of anything else what it is and its file.
pub fn issue_name(issue: &Issue) -> String {
    let number = match (issue.masthead.year, issue.masthead.number) {
        (Some(year), Some(number)) => format!(" {year}年第{number}期"),
        (Some(year), None) => format!(" {year}年"),
        (None, Some(number)) => format!(" 第{number}期"),
        (None, None) => String::new(),
    };
    let name = match (issue.kind, &issue.masthead.title) {
        (IssueKind::Gazette, Some(title)) => title.as_str(),
        (IssueKind::Document, _) => "单行文件",
        (IssueKind::Plain, _) => "普通文本（不是公报）",
        _ => file_name(&issue.source.path),
    };
    // Of a law several versions are kept, each in a file named with its date.
    let version = library::version(issue.kind, &issue.source.path).map(|date| format!(" {date}")).unwrap_or_default();
    safe::line(&format!("{name}{number}{version}")).into_owned()
}
