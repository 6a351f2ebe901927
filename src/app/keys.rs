//! The key map of a run: that of [`keymap`](super::keymap), with the keys that a reader has given to commands instead.
//! Looking a key up, the help, the hints of the status line and what messages call a key all come from it.
//!
//! A command is one [`Action`] with a name, though it may be bound several times, with words for each place. A key of its own
//! choice works wherever the command does; one that the command had before works where it did.

use super::key::{Key, KeyCode};
use super::keymap::{Action, BINDINGS, Binding, Chord, Places};

/// A binding, and the keys it has in this run.
#[derive(Debug, Clone)]
pub struct Bound {
    pub binding: &'static Binding,
    pub keys: Vec<Chord>,
}

#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<Bound>,
    /// What may not be done in this run: it is offered nowhere.
    withheld: Vec<Action>,
}

/// What a key means at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Action(Action),
    /// The first of two keys.
    Prefix,
    /// It would do this, in the words of the help, but that may not be done.
    Withheld(&'static str),
    Nothing,
}

/// Why a command can't have a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("没有「{0}」这个键；写法如 j、Ctrl-D、F5、Space、PgDn，两个键连按写 z a")]
    Unknown(String),
    #[error("数字是用来表示次数的，不能当命令的键")]
    Digit,
    #[error("Esc 总是关掉最上面的一层，不能改")]
    Esc,
    #[error("终端分不出 {0} 和回车")]
    Enter(String),
    #[error("{0} 后面要跟一个字母，只能给它一个键")]
    Letter(&'static str),
}

impl Default for Keymap {
    fn default() -> Keymap {
        let bound = |binding: &'static Binding| Bound { binding, keys: binding.keys.to_vec() };
        Keymap { bindings: BINDINGS.iter().map(bound).collect(), withheld: Vec::new() }
    }
}

/// The keys that a command has to begin with, wherever it works.
pub fn defaults(action: Action) -> Vec<Chord> {
    let mut keys: Vec<Chord> = Vec::new();
    for key in BINDINGS.iter().filter(|binding| binding.action == action).flat_map(|binding| binding.keys) {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}

/// All commands that can be given other keys, in the order of the help; each with what it does.
pub fn commands() -> Vec<(Action, &'static str)> {
    let mut commands: Vec<(Action, &'static str)> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.action != Action::Close) {
        if !commands.iter().any(|(action, _)| *action == binding.action) {
            commands.push((binding.action, binding.help));
        }
    }
    commands
}

/// The keys that a text names for a command: `j`, `Ctrl-D`, `z a`; as [`Chord::written`] writes them or as the help does.
///
/// # Errors
/// When there is no such key, or the command can't have it.
pub fn chord(text: &str, action: Action) -> Result<Chord, Unfit> {
    let keys: Option<Vec<Key>> = match text {
        " " => Some(vec![Key::char(' ')]),
        _ => text.split_whitespace().map(|word| Key::named(word).map(Key::folded)).collect(),
    };
    let keys = keys.filter(|keys| !keys.is_empty()).ok_or_else(|| Unfit::Unknown(text.into()))?;
    if keys.iter().any(|key| key.code == KeyCode::Esc) {
        return Err(Unfit::Esc);
    }
    let plain = |key: &Key| !key.ctrl && !key.alt;
    if matches!(keys[0], key @ Key { code: KeyCode::Char('0'..='9'), .. } if plain(&key)) {
        return Err(Unfit::Digit);
    }
    if let Some(key) = keys.iter().find(|key| key.ctrl && matches!(key.code, KeyCode::Char('m' | 'j' | '['))) {
        return Err(Unfit::Enter(key.name()));
    }
    match keys[..] {
        [key] if takes_letter(action) => Ok(Chord::Letter(key)),
        [key] => Ok(Chord::One(key)),
        [_, _] if takes_letter(action) => Err(Unfit::Letter(action.name())),
        [first, second] => Ok(Chord::Two(first, second)),
        _ => Err(Unfit::Unknown(text.into())),
    }
}

fn takes_letter(action: Action) -> bool {
    defaults(action).iter().any(|chord| matches!(chord, Chord::Letter(_)))
}

fn is_letter(key: Key) -> bool {
    matches!(key.code, KeyCode::Char(c) if c.is_ascii_alphanumeric()) && !key.ctrl && !key.alt
}

impl Keymap {
    /// The key map with other keys for some commands.
    pub fn with(rebound: &[(Action, Vec<Chord>)]) -> Keymap {
        let mut keymap = Keymap::default();
        for (action, keys) in rebound {
            let had = defaults(*action);
            for bound in keymap.bindings.iter_mut().filter(|bound| bound.binding.action == *action) {
                let works = |key: &&Chord| !had.contains(key) || bound.binding.keys.contains(key);
                bound.keys = keys.iter().filter(works).copied().collect();
            }
        }
        keymap
    }

    /// The key map of somebody who may not do these.
    pub fn without(mut self, actions: &[Action]) -> Keymap {
        self.withheld.extend(actions);
        self
    }

    /// A key of a command that another command has as well somewhere, and that other command.
    pub fn conflict(&self, action: Action) -> Option<(Chord, Action)> {
        let (own, others): (Vec<&Bound>, Vec<&Bound>) =
            self.bindings.iter().partition(|bound| bound.binding.action == action);
        own.iter().find_map(|bound| {
            others.iter().filter(|other| bound.binding.places.has(other.binding.places)).find_map(|other| {
                let taken = bound.keys.iter().find(|key| other.keys.iter().any(|theirs| key.hides(*theirs)));
                taken.map(|key| (*key, other.binding.action))
            })
        })
    }

    /// The bindings that work at a place, in the order of the help; those without a key are left out.
    pub fn bindings(&self, place: Places) -> impl Iterator<Item = &Bound> {
        self.at(place).filter(|bound| !self.withheld.contains(&bound.binding.action))
    }

    /// What would work at a place, but may not be done.
    pub fn withheld(&self, place: Places) -> impl Iterator<Item = &'static Binding> {
        self.at(place).map(|bound| bound.binding).filter(|binding| self.withheld.contains(&binding.action))
    }

    fn at(&self, place: Places) -> impl Iterator<Item = &Bound> {
        self.bindings.iter().filter(move |bound| bound.binding.places.has(place) && !bound.keys.is_empty())
    }

    /// What `key` means at `place`, after `prefix` if one was pressed. Both as [`Key::folded`] gives them.
    pub fn meaning(&self, place: Places, prefix: Option<Key>, key: Key) -> Meaning {
        let mut found = Meaning::Nothing;
        for bound in self.at(place) {
            let meaning = match self.withheld.contains(&bound.binding.action) {
                true => Meaning::Withheld(bound.binding.name()),
                false => Meaning::Action(bound.binding.action),
            };
            for &chord in &bound.keys {
                match (chord, prefix) {
                    (Chord::One(one), None) if one == key => return meaning,
                    (Chord::Two(first, second), Some(pressed)) if first == pressed && second == key => return meaning,
                    (Chord::Letter(first), Some(pressed)) if first == pressed && is_letter(key) => return meaning,
                    (Chord::Two(first, _) | Chord::Letter(first), None) if first == key => found = Meaning::Prefix,
                    _ => {}
                }
            }
        }
        found
    }

    /// What the status line hints at, by rank: the action, its key, a word for it.
    pub fn hints(&self, place: Places) -> Vec<(Action, String, &'static str)> {
        let mut hints: Vec<_> = self
            .bindings(place)
            .filter_map(|bound| Some((bound.binding.hint?, bound.binding.action, bound.keys.first()?.name())))
            .collect();
        hints.sort_by_key(|((rank, _), ..)| *rank);
        hints.into_iter().map(|((_, word), action, key)| (action, key, word)).collect()
    }

    fn keys(&self, action: Action) -> impl Iterator<Item = Chord> {
        self.bindings.iter().filter(move |bound| bound.binding.action == action).flat_map(|bound| bound.keys.clone())
    }

    /// What to call the key of a command in a message.
    pub fn name(&self, action: Action) -> String {
        match self.keys(action).next() {
            Some(Chord::Letter(key)) => key.name(),
            Some(chord) => chord.name(),
            None => format!("（{} 没有键）", action.name()),
        }
    }

    /// The same with a second key, where there is one: an input method may keep the first for itself.
    pub fn names(&self, action: Action) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in self.keys(action).map(Chord::name) {
            if !names.contains(&name) && names.len() < 2 {
                names.push(name);
            }
        }
        if names.is_empty() { self.name(action) } else { names.join(" 或 ") }
    }

    /// The keys to press for a command; none where it has none.
    pub fn press(&self, action: Action) -> Vec<Key> {
        match self.keys(action).next() {
            Some(Chord::One(key) | Chord::Letter(key)) => vec![key],
            Some(Chord::Two(first, second)) => vec![first, second],
            None => Vec::new(),
        }
    }
}

impl Chord {
    /// Whether the two can't both be bound at a place.
    fn hides(self, other: Chord) -> bool {
        match (self, other) {
            (Chord::Two(a, b), Chord::Two(c, d)) => (a, b) == (c, d),
            (Chord::Two(a, b), Chord::Letter(c)) | (Chord::Letter(c), Chord::Two(a, b)) => a == c && is_letter(b),
            (
                Chord::One(a) | Chord::Letter(a) | Chord::Two(a, _),
                Chord::One(b) | Chord::Letter(b) | Chord::Two(b, _),
            ) => a == b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever name is taken for a key is written so that it is that key again; nothing else is taken.
        #[test]
        fn any_name_is_a_key_or_none(name in "((Ctrl|ALT|shift)-){0,3}([a-zA-Z0-9 【、é-]|F[0-9]{1,3}|Space|pgup|Tab|上箭头|\\PC{0,3})( [a-z])?") {
            if let Ok(chord) = chord(&name, Sort) {
                prop_assert_eq!(super::chord(&chord.written(), Sort), Ok(chord), "{}", chord.written());
                prop_assert_eq!(super::chord(&chord.name(), Sort), Ok(chord), "{}", chord.name());
            }
        }
    }
    use Action::*;

    fn with(rebound: &[(Action, &[&str])]) -> Keymap {
        let chords = |action, keys: &[&str]| keys.iter().map(|key| chord(key, action).unwrap()).collect();
        Keymap::with(&rebound.iter().map(|&(action, keys)| (action, chords(action, keys))).collect::<Vec<_>>())
    }

    #[test]
    fn a_rebound_command_has_its_new_keys_and_no_other() {
        let keymap = with(&[(NextClause, &["x", "z n"]), (Mark, &["M"])]);
        let meaning = |prefix, key| keymap.meaning(Places::DOCUMENT, prefix, key);
        assert_eq!(meaning(None, Key::char('x')), Meaning::Action(NextClause));
        assert_eq!(meaning(None, Key::char(']')), Meaning::Nothing);
        assert_eq!(meaning(None, Key::char('z')), Meaning::Prefix);
        assert_eq!(meaning(Some(Key::char('z')), Key::char('n')), Meaning::Action(NextClause));
        assert_eq!(meaning(Some(Key::char('M')), Key::char('q')), Meaning::Action(Mark));
        assert_eq!((keymap.name(NextClause), keymap.name(Mark)), ("x".into(), "M".into()));
        let hints = keymap.hints(Places::DOCUMENT);
        assert!(hints.iter().any(|(action, key, _)| (*action, key.as_str()) == (NextClause, "x")));
        // The sort of the ledger has that key too, but not where clauses are.
        assert_eq!(keymap.conflict(NextClause), None);
    }

    #[test]
    fn a_key_that_a_command_had_works_where_it_did() {
        // Backspace never quits, even where both keys of `back` are written out.
        let keymap = with(&[(Back, &["q", "Backspace", "F11"])]);
        let meaning = |place, code| keymap.meaning(place, None, Key::of(code));
        assert_eq!(meaning(Places::LIBRARY, KeyCode::Backspace), Meaning::Action(Close));
        assert_eq!(meaning(Places::DOCUMENT, KeyCode::Backspace), Meaning::Action(Back));
        assert_eq!(meaning(Places::LIBRARY, KeyCode::F(11)), Meaning::Action(Back));
        // Written out as they are, all commands have the keys that they have.
        let written: Vec<_> = commands().into_iter().map(|(action, _)| (action, defaults(action))).collect();
        let (same, before) = (Keymap::with(&written), Keymap::default());
        for (a, b) in same.bindings.iter().zip(&before.bindings) {
            assert_eq!(a.keys, b.keys, "{:?}", a.binding.action);
        }
        assert!(commands().iter().all(|(action, _)| before.conflict(*action).is_none()));
    }

    #[test]
    fn what_hides_another_command_is_found() {
        assert_eq!(with(&[(NextClause, &["j"])]).conflict(NextClause).map(|(_, other)| other), Some(Down));
        assert_eq!(with(&[(Ledger, &["m"])]).conflict(Ledger).map(|(_, other)| other), Some(Mark));
        assert_eq!(with(&[(Ledger, &["m x"])]).conflict(Ledger).map(|(_, other)| other), Some(Mark));
        assert!(with(&[(Theme, &["z"])]).conflict(Theme).is_some());
        assert_eq!(with(&[(NextClause, &["j"]), (Down, &["Down"])]).conflict(NextClause), None);
    }

    #[test]
    fn every_key_can_be_written_as_it_is_named() {
        for chord in BINDINGS.iter().flat_map(|binding| binding.keys.iter().map(|key| (*key, binding.action))) {
            let (key, action) = chord;
            if action != Close && !key.written().starts_with(|c: char| c.is_ascii_digit()) {
                assert_eq!(super::chord(&key.written(), action), Ok(key));
                let shown = key.name().replace(" 字母", "");
                assert_eq!(super::chord(&shown, action), Ok(key), "{shown}");
            }
        }
        // As an input method types it, and as one thinks of it.
        assert_eq!(chord("【", NextClause), Ok(Chord::One(Key::char('['))));
        assert_eq!(chord("Ctrl-X", Sort), Ok(Chord::One(Key::ctrl(KeyCode::Char('x')))));
        assert_eq!(chord("Shift-x", Sort), Ok(Chord::One(Key::char('X'))));
        assert_eq!(chord(" ", Sort), Ok(Chord::One(Key::char(' '))));
        assert_eq!(chord("Ctrl--", Sort), Ok(Chord::One(Key::ctrl(KeyCode::Char('-')))));
        for (text, unfit) in [("5", Unfit::Digit), ("Esc", Unfit::Esc), ("Ctrl-M", Unfit::Enter("Ctrl-M".into()))] {
            assert_eq!(chord(text, Sort), Err(unfit));
        }
        for text in ["", "F0", "F99", "Strg-x", "xy", "a b c"] {
            assert_eq!(chord(text, Sort), Err(Unfit::Unknown(text.into())), "{text}");
        }
        assert_eq!(chord("m x", Mark), Err(Unfit::Letter("mark")));
    }
}
