//! A list of places or documents to choose from, a line each, narrowed as one types: 附件与表格 of a document, what to compare it with.
//!
//! Who makes the list knows what is on it; here is how one moves in it and what Enter does.

use super::keymap::Action;
use super::list::{List, Single};
use super::{App, Effect, Metrics, Screen};
use crate::issue::BlockRef;
use crate::library::directory::DocumentId;
use crate::text::{fold, pinyin, safe};

/// What is chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Annexes,
    /// What the document may be compared with.
    Counterparts(DocumentId),
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Annexes => "附件与表格",
            Kind::Counterparts(_) => "与哪一份对照",
        }
    }
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A block of the document that is read.
    Block(BlockRef),
    Document(DocumentId),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// 附件1, 表2.
    pub tag: String,
    pub words: String,
    /// Where it stands.
    pub place: String,
    pub goal: Goal,
}

#[derive(Debug)]
pub struct Choice {
    pub kind: Kind,
    /// What it belongs to.
    of: String,
    pub items: Vec<Item>,
    /// What each is narrowed by, once that has been asked for.
    folded: Vec<String>,
    /// Which are shown, by position.
    pub shown: Vec<usize>,
    pub filter: String,
    pub list: List,
}

impl Choice {
    /// `of`: the title of the document that it is about.
    pub fn new(kind: Kind, of: &str, items: Vec<Item>) -> Choice {
        let shown = (0..items.len()).collect();
        let of = safe::line(of).into_owned();
        Choice { kind, of, items, folded: Vec::new(), shown, filter: String::new(), list: List::default() }
    }

    pub fn titles(&self) -> Vec<String> {
        vec![self.of.clone(), self.kind.name().to_owned()]
    }

    pub fn selected(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.list.selected)?)
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        self.list.act(action, count, &Single(self.shown.len()), metrics.body())
    }

    pub fn set(&mut self, metrics: &Metrics) {
        self.list.reveal(&Single(self.shown.len()), metrics.body());
    }

    /// Narrows to what has every word of `filter`.
    pub fn narrow(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.list = List::default();
        if self.folded.is_empty() {
            let text = |item: &Item| fold::fold(&format!("{} {} {}", item.tag, item.words, item.place));
            self.folded = self.items.iter().map(text).collect();
        }
        let terms: Vec<String> = filter.split_whitespace().map(fold::fold).collect();
        let fits = |&at: &usize| terms.iter().all(|term| pinyin::holds(&self.folded[at], term));
        self.shown = (0..self.items.len()).filter(fits).collect();
    }
}

impl App {
    /// Does what is chosen; the list makes way for it.
    pub(super) fn open_choice(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        let Some(Screen::Choice(choice)) = self.screens.last() else { return Vec::new() };
        let Some(Item { goal, .. }) = choice.selected().cloned() else { return Vec::new() };
        let kind = choice.kind;
        self.screens.pop();
        let from = self.landing();
        if let (Kind::Counterparts(own), &Goal::Document(other)) = (kind, &goal) {
            return self.compare(own, other);
        }
        match (goal, self.screens.last_mut()) {
            (Goal::Block(at), Some(Screen::Reading(reading))) => {
                reading.set(&metrics);
                reading.go_to_block(at, &metrics);
            }
            (Goal::Block(_) | Goal::Document(_), _) => {}
        }
        self.left(from);
        Vec::new()
    }
}
