//! What is remembered of where one was: the way back through every jump, marks, bookmarks, and where each document was left.
//!
//! The way back is of this run and exact. The rest outlives it ([`State`]): the app says what changed ([`Effect::Keep`]), the
//! caller keeps it and answers with what is kept by now, that of other running copies included.

use super::bookmarks::Bookmarks;
use super::opening::{At, Spot};
use super::prompt::{Prompt, PromptKind};
use super::reading::{Place, Reading, Which};
use super::{Action, App, Effect, Screen, library};
use crate::library::catalog::IssueId;
use crate::library::directory;
use crate::state::{Anchor, Change, State};

/// Where one was in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// Of the issue's file: positions in the catalog do not outlive a reload.
    path: String,
    which: Which,
    place: Place,
}

/// The way back, and forward again.
#[derive(Debug, Default)]
pub(super) struct Trail {
    back: Vec<Landing>,
    forward: Vec<Landing>,
}

/// Steps of the way back at most.
const STEPS: usize = 200;

impl Trail {
    fn push(&mut self, from: Landing) {
        self.forward.clear();
        if self.back.last() != Some(&from) {
            self.back.push(from);
        }
        if self.back.len() > STEPS {
            self.back.remove(0);
        }
    }
}

/// Whether an action leads elsewhere rather than on.
pub(super) fn is_jump(action: Action) -> bool {
    use Action::*;
    matches!(action, Top | Bottom | Open | Back | FindNext | FindPrevious | NextDocument | PreviousDocument | GoToMark)
}

impl App {
    /// Where one is in a document.
    pub(super) fn landing(&self) -> Option<Landing> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return None };
        Some(Landing { path: reading.issue.source.path.clone(), which: reading.which, place: reading.here() })
    }

    /// One has gone, or is going, elsewhere.
    pub(super) fn left(&mut self, from: Option<Landing>) {
        if let Some(from) = from
            && (self.is_opening() || self.landing().as_ref() != Some(&from))
        {
            self.trail.push(from);
        }
    }

    /// One has gone to a hit: in sight or not, it is elsewhere.
    pub(super) fn left_for_hit(&mut self, from: Option<Landing>) {
        from.into_iter().for_each(|from| self.trail.push(from));
    }

    /// Back through the jumps, or forward again.
    pub(super) fn retrace(&mut self, forward: bool, count: Option<usize>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for _ in 0..count.unwrap_or(1).min(STEPS) {
            let trail = &mut self.trail;
            let from = if forward { trail.forward.pop() } else { trail.back.pop() };
            let Some(to) = from else {
                self.message = Some(if forward { "前面没有了" } else { "没有更早的地方了" }.into());
                break;
            };
            if let Some(here) = self.landing() {
                if forward { &mut self.trail.back } else { &mut self.trail.forward }.push(here);
            }
            effects.extend(self.land(to));
        }
        effects
    }

    fn land(&mut self, to: Landing) -> Vec<Effect> {
        let metrics = self.metrics();
        let same = |screen: &Screen| matches!(screen, Screen::Reading(r) if r.which == to.which && r.issue.source.path == to.path);
        // What lies on the document is taken off.
        if let Some(below) = self.screens.iter().rposition(same) {
            while self.screens.len() > below + 1 {
                if let Some(Screen::Reading(left)) = self.screens.pop() {
                    self.remember(&left);
                }
            }
            if let Some(Screen::Reading(reading)) = self.screens.last_mut() {
                reading.return_to(to.place, &metrics);
            }
            return Vec::new();
        }
        let found = self.catalog.issues.iter().position(|issue| issue.path == to.path);
        let Some(id) = found.map(|at| IssueId(at as u32)) else {
            self.message = Some("那份文件已经不在馆藏里".into());
            return Vec::new();
        };
        self.lead_to(Spot { id, which: to.which, at: At::Was(to.place), words: Vec::new() })
    }

    // What outlives this run.

    /// What is kept, and what could not be.
    pub(super) fn take_state(&mut self, state: State, trouble: Option<String>) {
        self.state = state;
        self.recall_choices();
        if let Some(trouble) = trouble {
            self.message = Some(trouble);
        }
        if let Some(Screen::Bookmarks(bookmarks)) = self.screens.last_mut() {
            bookmarks.refresh(&self.state);
        }
    }

    fn identity(&self, id: IssueId, which: Which) -> Option<String> {
        let document = if let Which::Document(at) = which { Some(at) } else { None };
        Some(directory::identity(self.catalog.get(id)?, document))
    }

    /// The title as the catalog has it: that of an order says what the order is about.
    fn title_of(&self, reading: &Reading) -> Option<String> {
        let Which::Document(at) = reading.which else { return None };
        Some(self.catalog.get(reading.id)?.documents.get(at as usize)?.title.into_owned())
    }

    /// A place in the document that is read, so that it is found again.
    fn anchor(&self, reading: &Reading, place: Place) -> Option<Anchor> {
        let issue = self.catalog.get(reading.id)?;
        let document = reading.document()?;
        Some(Anchor {
            identity: self.identity(reading.id, reading.which)?,
            title: self.title_of(reading).unwrap_or_else(|| document.title.clone()),
            issue: format!("{} {}", issue.title, library::issue_label(issue)),
            ..Anchor::of(document, place.at, place.offset)
        })
    }

    /// Where a document was left, by this run or an earlier one.
    pub(super) fn place_left(&self, reading: &Reading) -> Option<Place> {
        let key = (reading.issue.source.path.clone(), reading.which);
        self.places.get(&key).copied().or_else(|| {
            let anchor = self.state.position(&self.identity(reading.id, reading.which)?)?;
            let (at, offset) = anchor.find(reading.document()?);
            Some(Place { at, offset })
        })
    }

    pub(super) fn remember(&mut self, reading: &Reading) {
        self.places.insert((reading.issue.source.path.clone(), reading.which), reading.place());
        self.pending.extend(self.anchor(reading, reading.place()).map(Change::position));
    }

    /// Whether there is something to keep at the next pause.
    pub fn is_unsaved(&self) -> bool {
        !self.pending.is_empty() || self.landing_kept() != self.kept
    }

    fn landing_kept(&self) -> Option<(IssueId, Which, Place)> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return None };
        Some((reading.id, reading.which, reading.place()))
    }

    /// Nothing has happened for a while, or all ends: what was left is to be kept.
    pub(super) fn pause(&mut self) -> Vec<Effect> {
        let here = self.landing_kept();
        let mut changes = std::mem::take(&mut self.pending);
        if here != self.kept
            && let Some(Screen::Reading(reading)) = self.screens.last()
        {
            changes.extend(self.anchor(reading, reading.place()).map(Change::position));
        }
        self.kept = here;
        if changes.is_empty() { Vec::new() } else { vec![Effect::Keep(changes)] }
    }

    /// Keeps a change at once.
    fn keep(&mut self, change: Change) -> Vec<Effect> {
        self.state.put(change.clone(), u64::MAX);
        vec![Effect::Keep(vec![change])]
    }

    pub(super) fn set_mark(&mut self, letter: char) -> Vec<Effect> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return Vec::new() };
        let Some(anchor) = self.anchor(reading, reading.here()) else { return Vec::new() };
        let key = self.keymap.name(Action::GoToMark);
        self.message = Some(format!("已记下 {letter}；按 {key} 再按 {letter} 回到这里"));
        self.keep(Change::mark(letter, anchor))
    }

    pub(super) fn go_to_mark(&mut self, letter: char) -> Vec<Effect> {
        match self.state.mark(letter).cloned() {
            Some(anchor) => self.go_to_anchor(anchor),
            None => {
                let key = self.keymap.name(Action::Mark);
                self.message = Some(format!("没有记过 {letter}；在正文里按 {key} 再按 {letter} 记下"));
                Vec::new()
            }
        }
    }

    fn go_to_anchor(&mut self, anchor: Anchor) -> Vec<Effect> {
        let found = self.catalog.directory().identified(&anchor.identity, &anchor.title);
        let Some((id, document)) = found else {
            self.message = Some(format!("馆藏里没有这份文件：{}", anchor.title));
            return Vec::new();
        };
        let which = document.map_or(Which::Front, Which::Document);
        self.lead_to(Spot { id, which, at: At::Anchor(Box::new(anchor)), words: Vec::new() })
    }

    /// In a document: asks for a note to a bookmark here; elsewhere the list.
    pub(super) fn bookmark(&mut self) {
        match self.screens.last() {
            Some(Screen::Reading(_)) => self.prompt = Some(Prompt::new(PromptKind::Note, "")),
            _ => self.list_bookmarks(),
        }
    }

    pub(super) fn list_bookmarks(&mut self) {
        let bookmarks = Bookmarks::new(&self.state);
        if bookmarks.items.is_empty() {
            let key = self.keymap.names(Action::Bookmark);
            self.message = Some(format!("还没有书签，也没有读过的文件；在正文里按 {key} 记书签"));
        } else if !matches!(self.screens.last(), Some(Screen::Bookmarks(_))) {
            self.screens.push(Screen::Bookmarks(Box::new(bookmarks)));
        }
    }

    /// The note is written: the bookmark is kept.
    pub(super) fn take_note(&mut self, note: &str) -> Vec<Effect> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return Vec::new() };
        let Some(anchor) = self.anchor(reading, reading.here()) else { return Vec::new() };
        let (place, key) = (if anchor.clause.is_empty() { "这里" } else { &anchor.clause }, Action::Bookmarks);
        self.message = Some(format!("已加书签：{place}；{} 看全部", self.keymap.name(key)));
        self.keep(Change::bookmark(note.trim().to_owned(), anchor))
    }

    pub(super) fn open_bookmark(&mut self) -> Vec<Effect> {
        let Some(Screen::Bookmarks(bookmarks)) = self.screens.last() else { return Vec::new() };
        bookmarks.selected().map(|item| item.anchor.clone()).map_or(Vec::new(), |anchor| self.go_to_anchor(anchor))
    }

    /// Takes away what is selected in the list.
    pub(super) fn remove_bookmark(&mut self) -> Vec<Effect> {
        let Some(Screen::Bookmarks(bookmarks)) = self.screens.last() else { return Vec::new() };
        let Some(key) = bookmarks.selected().map(|item| item.key.clone()) else { return Vec::new() };
        let effects = self.keep(Change::removal(key));
        if let Some(Screen::Bookmarks(bookmarks)) = self.screens.last_mut() {
            bookmarks.refresh(&self.state);
        }
        effects
    }
}
