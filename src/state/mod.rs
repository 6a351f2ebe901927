//! What the reader left behind: where each document was left, marks, bookmarks, what was searched for, what was set while reading.
//!
//! All of it is one kind of [`Record`] under a key, and the later one of a key wins. So two states merge without asking what happened in
//! between, and several running copies lose nothing of each other's: whoever saves merges what is on disk first ([`store`]). What was
//! removed is a record without an anchor, so that it stays removed.
//!
//! A place is kept as an [`Anchor`]: which document, which clause, which words. It is found again in a file that was moved, renamed or
//! recognised anew. What is no place has an empty one.

mod anchor;
pub mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use anchor::Anchor;

/// One thing that was left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Record {
    /// Microseconds since 1970.
    pub when: u64,
    /// What the reader wrote to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// None: removed.
    pub anchor: Option<Anchor>,
}

/// Everything that was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    records: BTreeMap<String, Record>,
}

/// A record that is new; when, is said by who keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub key: String,
    pub note: String,
    pub anchor: Option<Anchor>,
}

const POSITION: &str = "position ";
const MARK: &str = "mark ";
const BOOKMARK: &str = "bookmark ";
const QUERY: &str = "query ";
const CHOICE: &str = "choice ";

/// Documents whose places are kept: the ones read last.
const POSITIONS: usize = 2000;
/// Queries that are kept.
const QUERIES: usize = 100;
/// Removed records are remembered so long, in microseconds, in case a copy that is still running has them.
const REMOVED: u64 = 30 * 24 * 3600 * 1_000_000;

impl Change {
    /// Where a document was left.
    pub fn position(anchor: Anchor) -> Change {
        Change { key: format!("{POSITION}{}", anchor.identity), note: String::new(), anchor: Some(anchor) }
    }

    pub fn mark(letter: char, anchor: Anchor) -> Change {
        Change { key: format!("{MARK}{letter}"), note: String::new(), anchor: Some(anchor) }
    }

    /// A place has one bookmark: setting it again changes the note.
    pub fn bookmark(note: String, anchor: Anchor) -> Change {
        let key = format!("{BOOKMARK}{} {} {}", anchor.identity, anchor.clause, anchor.words);
        Change { key, note, anchor: Some(anchor) }
    }

    /// What was searched for.
    pub fn query(typed: &str) -> Change {
        Change { key: format!("{QUERY}{typed}"), note: String::new(), anchor: Some(Anchor::default()) }
    }

    /// How something was set while reading.
    pub fn choice(name: &str, value: String) -> Change {
        Change { key: format!("{CHOICE}{name}"), note: value, anchor: Some(Anchor::default()) }
    }

    pub fn removal(key: String) -> Change {
        Change { key, note: String::new(), anchor: None }
    }
}

impl State {
    /// Takes a record unless a later one is there.
    pub fn put(&mut self, change: Change, when: u64) {
        let Change { key, note, anchor } = change;
        self.take(key, Record { when, note, anchor });
    }

    fn take(&mut self, key: String, record: Record) {
        match self.records.get(&key) {
            Some(there) if there.when > record.when => {}
            _ => drop(self.records.insert(key, record)),
        }
    }

    /// Takes what the other has and this has not, or earlier. Of two of the same moment it is the same one, whoever merges.
    pub fn merge(&mut self, other: State) {
        for (key, record) in other.records {
            if self.records.get(&key).is_none_or(|there| *there < record) {
                self.records.insert(key, record);
            }
        }
    }

    /// Where a document was left.
    pub fn position(&self, identity: &str) -> Option<&Anchor> {
        self.records.get(&format!("{POSITION}{identity}"))?.anchor.as_ref()
    }

    pub fn mark(&self, letter: char) -> Option<&Anchor> {
        self.records.get(&format!("{MARK}{letter}"))?.anchor.as_ref()
    }

    /// Bookmarks, the newest first, by their keys.
    pub fn bookmarks(&self) -> Vec<(&str, &Record)> {
        self.newest(BOOKMARK)
    }

    /// What was read, the latest first.
    pub fn recent(&self) -> Vec<(&str, &Record)> {
        self.newest(POSITION)
    }

    /// What was searched for, the latest first.
    pub fn queries(&self) -> impl Iterator<Item = &str> {
        self.newest(QUERY).into_iter().filter_map(|(key, _)| key.strip_prefix(QUERY))
    }

    /// How something was set while reading, if it was.
    pub fn choice(&self, name: &str) -> Option<&str> {
        self.records.get(&format!("{CHOICE}{name}")).map(|record| record.note.as_str())
    }

    fn newest(&self, kind: &str) -> Vec<(&str, &Record)> {
        let of_kind = self.records.iter().filter(|(key, record)| key.starts_with(kind) && record.anchor.is_some());
        let mut found: Vec<_> = of_kind.map(|(key, record)| (key.as_str(), record)).collect();
        found.sort_by_key(|(_, record)| std::cmp::Reverse(record.when));
        found
    }

    /// Forgets what nobody will ask for.
    fn prune(&mut self, now: u64) {
        for (kind, most) in [(POSITION, POSITIONS), (QUERY, QUERIES)] {
            if let Some(oldest) = self.newest(kind).get(most).map(|(_, record)| record.when) {
                self.records.retain(|key, record| !key.starts_with(kind) || record.when > oldest);
            }
        }
        self.records.retain(|_, record| record.anchor.is_some() || record.when.saturating_add(REMOVED) >= now);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Changes to a few places, with texts that a file could trip over, some at the same time.
    pub fn changes() -> impl Strategy<Value = Vec<(Change, u64)>> {
        let text = || prop_oneof!["[甲乙\"\\\\{}\u{0}-\u{1f}\u{200b}\u{feff} ]{0,6}", "\\PC{0,6}", Just(String::new())];
        let anchor = (text(), text(), text(), any::<u32>()).prop_map(|(identity, clause, words, share)| Anchor {
            identity,
            clause,
            words,
            share,
            ..Anchor::default()
        });
        let change = (0..6_u8, anchor, text()).prop_map(|(kind, anchor, note)| match kind {
            0 => Change::position(anchor),
            1 => Change::mark('a', anchor),
            2 => Change::bookmark(note, anchor),
            3 => Change::query(&note),
            4 => Change::choice("measure", note),
            _ => Change::removal(format!("{MARK}a")),
        });
        prop::collection::vec((change, 0..6_u64), 0..10)
    }

    fn state_of(changes: &[(Change, u64)]) -> State {
        let mut state = State::default();
        changes.iter().for_each(|(change, when)| state.put(change.clone(), *when));
        state
    }

    proptest! {
        /// In whatever order copies meet, and however often, they end with the same.
        #[test]
        fn merging_asks_for_no_order(a in changes(), b in changes(), c in changes()) {
            let [a, b, c] = [a, b, c].map(|changes| state_of(&changes));
            let merged = |states: [&State; 3]| states.into_iter().fold(State::default(), |mut all, state| {
                all.merge(state.clone());
                all
            });
            let all = merged([&a, &b, &c]);
            prop_assert_eq!(&merged([&c, &a, &b]), &all);
            prop_assert_eq!(&merged([&b, &c, &a]), &all);
            let mut again = all.clone();
            again.merge(a);
            prop_assert_eq!(again, all);
        }
    }

    fn anchor(identity: &str) -> Anchor {
        Anchor { identity: identity.into(), ..Anchor::default() }
    }

    #[test]
    fn the_later_record_wins_whichever_way_states_are_merged() {
        let (mut a, mut b) = (State::default(), State::default());
        let bookmark = |note: &str| Change::bookmark(note.into(), anchor("x"));
        a.put(bookmark("先"), 1);
        b.put(bookmark("后"), 2);
        b.put(Change::mark('a', anchor("y")), 1);
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(b);
        ba.merge(a);
        assert_eq!(ab, ba);
        assert_eq!(ab.bookmarks()[0].1.note, "后");
        assert_eq!(ab.mark('a').unwrap().identity, "y");
        // What was removed stays so, whoever still has it.
        let (key, still) = (ab.bookmarks()[0].0.to_owned(), ab.clone());
        ab.put(Change::removal(key), 3);
        ab.merge(still);
        assert!(ab.bookmarks().is_empty());
    }

    #[test]
    fn queries_are_kept_once_the_latest_first_and_not_for_ever() {
        let (mut a, mut b) = (State::default(), State::default());
        for n in 0..QUERIES as u64 {
            a.put(Change::query(&n.to_string()), n);
        }
        b.put(Change::query("防汛"), 500);
        b.put(Change::query("3"), 600);
        b.merge(a);
        b.prune(0);
        let queries: Vec<&str> = b.queries().collect();
        assert_eq!(queries[..3], ["3", "防汛", "99"]);
        assert_eq!((queries.len(), queries.iter().filter(|query| **query == "3").count()), (QUERIES, 1));
        b.put(Change::choice("measure", "44".into()), 1);
        b.put(Change::choice("measure", "40".into()), 2);
        b.prune(u64::MAX);
        assert_eq!(b.choice("measure"), Some("40"));
        assert!(b.recent().is_empty() && b.bookmarks().is_empty());
    }

    #[test]
    fn only_the_places_read_last_are_kept() {
        let mut state = State::default();
        for n in 0..POSITIONS as u64 + 10 {
            state.put(Change::position(anchor(&n.to_string())), n);
        }
        state.prune(0);
        assert_eq!(state.recent().len(), POSITIONS);
        assert!(state.position("5").is_none() && state.position("500").is_some());
    }
}
