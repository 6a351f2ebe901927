//! 书签与最近读过: the places the reader marked with a note, the newest first, then the documents read last.

use super::Metrics;
use super::keymap::Action;
use super::lines::gist;
use super::list::{List, Single};
use crate::state::{Anchor, Record, State};
use crate::text::{fold, pinyin};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub key: String,
    /// 书签, else 读过.
    pub is_bookmark: bool,
    pub note: String,
    pub anchor: Anchor,
}

#[derive(Debug, Default)]
pub struct Bookmarks {
    pub items: Vec<Item>,
    /// Which are shown, by position.
    pub shown: Vec<usize>,
    pub filter: String,
    pub list: List,
}

/// Documents read last that are listed.
const RECENT: usize = 100;

impl Bookmarks {
    pub fn new(state: &State) -> Self {
        let mut bookmarks = Bookmarks::default();
        bookmarks.refresh(state);
        bookmarks
    }

    /// Takes what is kept by now; the selection stays on its row.
    pub fn refresh(&mut self, state: &State) {
        let item = |is_bookmark: bool| {
            move |(key, record): (&str, &Record)| {
                let anchor = record.anchor.clone()?;
                Some(Item { key: key.to_owned(), is_bookmark, note: record.note.clone(), anchor })
            }
        };
        self.items = state.bookmarks().into_iter().filter_map(item(true)).collect();
        self.items.extend(state.recent().into_iter().take(RECENT).filter_map(item(false)));
        self.choose();
    }

    pub fn selected(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.list.selected)?)
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        self.list.act(action, count, &Single(self.shown.len()), metrics.body())
    }

    /// Narrows to what has every word of `filter`.
    pub fn narrow(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.list = List::default();
        self.choose();
    }

    fn choose(&mut self) {
        let terms: Vec<String> = self.filter.split_whitespace().map(fold::fold).collect();
        let fits = |item: &Item| {
            let text = fold::fold(&format!("{} {}", item.words(), item.anchor.issue));
            terms.iter().all(|term| pinyin::holds(&text, term))
        };
        self.shown = (0..self.items.len()).filter(|&at| fits(&self.items[at])).collect();
        self.list.selected = self.list.selected.min(self.shown.len().saturating_sub(1));
    }

    pub fn set(&mut self, metrics: &Metrics) {
        self.list.reveal(&Single(self.shown.len()), metrics.body());
    }
}

impl Item {
    /// What stands on its row, but for the issue.
    pub fn words(&self) -> String {
        let mut words: Vec<&str> = vec![if self.is_bookmark { "书签" } else { "读过" }];
        words.extend([self.note.as_str(), &self.anchor.clause, gist(&self.anchor.title)]);
        words.retain(|word| !word.is_empty());
        words.join("  ")
    }
}
