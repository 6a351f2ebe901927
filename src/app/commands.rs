//! What a key asks for, and who does it.
//!
//! ```text
//! key ─▶ input line, while one is open
//!     └▶ count, first of two keys ─▶ keymap ─▶ Action ─▶ App::update ─▶ the screen on top
//! ```

use super::journal::is_jump;
use super::key::{Key, KeyCode};
use super::keymap::Action;
use super::keys::Meaning;
use super::reading::Reading;
use super::{App, Effect, Metrics, Screen};

/// Keys kept while an issue is loaded: more were typed by a cat.
const TYPED_AHEAD: usize = 64;
/// More than any list or text has lines.
const LARGEST_COUNT: usize = 1_000_000;

impl App {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        if self.prompt.is_some() {
            return self.prompt_key(key);
        }
        if (self.opening.is_some() || self.awaiting) && key.code != KeyCode::Esc && !key.ctrl {
            self.ahead.push(key);
            self.ahead.truncate(TYPED_AHEAD);
            return Vec::new();
        }
        if std::mem::take(&mut self.awaiting) && key.code == KeyCode::Esc {
            self.ahead.clear();
            return Vec::new();
        }
        if self.is_comparing() && !key.ctrl {
            // What leads away is obeyed at once, the rest is meant for what is shown then.
            match self.keymap.meaning(self.place(), None, key.folded()) {
                Meaning::Action(Action::Back | Action::Close | Action::Quit) => self.ahead.clear(),
                _ => {
                    self.ahead.push(key);
                    self.ahead.truncate(TYPED_AHEAD);
                    return Vec::new();
                }
            }
        }
        if self.opening.is_none() && matches!(self.screens.last(), Some(Screen::Search(search)) if search.typing) {
            return self.search_key(key);
        }
        let key = key.folded();
        if let (KeyCode::Char(digit @ '0'..='9'), None) = (key.code, self.prefix)
            && !key.ctrl
            && !key.alt
            && (digit != '0' || self.count.is_some())
        {
            let count = self.count.unwrap_or(0) * 10 + digit as usize - '0' as usize;
            self.count = Some(count.min(LARGEST_COUNT));
            return Vec::new();
        }
        let prefix = self.prefix.take();
        if let (Some(_), KeyCode::Char(letter)) = (prefix, key.code) {
            self.letter = letter;
        }
        match self.keymap.meaning(self.place(), prefix, key) {
            Meaning::Action(action) => {
                let digit = self.letter.to_digit(10).filter(|_| action == Action::FoldLevel && prefix.is_some());
                let count = self.count.take();
                self.update(action, digit.map(|digit| digit as usize).or(count))
            }
            Meaning::Prefix => {
                self.prefix = Some(key);
                Vec::new()
            }
            Meaning::Withheld(what) => {
                self.count = None;
                self.message = Some(format!("受限模式：不能{what}"));
                Vec::new()
            }
            Meaning::Nothing if is_han(key) => {
                self.count = None;
                self.han_typed(key)
            }
            Meaning::Nothing => {
                self.count = None;
                let help = self.keymap.names(Action::Help);
                self.message = Some(format!("{} 在这里没有用处；{help} 看所有按键", key.name()));
                Vec::new()
            }
        }
    }

    /// An input method is on. Where there is a query, it is another query; elsewhere, how to go on is told.
    fn han_typed(&mut self, key: Key) -> Vec<Effect> {
        if matches!(self.screens.last(), Some(Screen::Search(_))) {
            let mut effects = self.search(None);
            effects.extend(self.search_key(key));
            return effects;
        }
        let help = self.keymap.names(Action::Help);
        self.message = Some(format!("「{}」不是按键：请把输入法切到英文，或者按 {help} 看功能键", key.name()));
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.message = None;
        if self.prompt.is_some() {
            self.prompt_paste(text);
            return Vec::new();
        }
        match self.screens.last() {
            Some(Screen::Search(search)) if search.typing => self.search_paste(text),
            _ => self.search(Some(text)),
        }
    }

    /// Does what a key asks for; a jump leaves a way back.
    pub fn update(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let from = if is_jump(action) { self.landing() } else { None };
        let outline = self.outline_beside();
        let effects = self.perform(action, count);
        self.remember_outline(outline);
        self.left(from);
        effects
    }

    fn perform(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if action != Action::Copy {
            self.copied_clause = false;
        }
        match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Reload => {
                self.loading = Some((0, 0));
                return vec![Effect::Reload];
            }
            Action::Help => self.help(),
            Action::Close => self.close(),
            Action::Search => {
                let unit = self.unit_narrowed_to();
                return self.search(unit.as_deref());
            }
            Action::FindNext if self.walking().is_some() => return self.walk(true, count.unwrap_or(1)),
            Action::FindPrevious if self.walking().is_some() => return self.walk(false, count.unwrap_or(1)),
            Action::Find if matches!(self.screens.last(), Some(Screen::Search(_))) => return self.search(None),
            Action::Find | Action::GoTo => self.ask(action),
            Action::Copy | Action::CopyCited => return self.copy(action),
            Action::JumpBack => return self.retrace(false, count),
            Action::JumpForward => return self.retrace(true, count),
            Action::Mark => return self.set_mark(self.letter),
            Action::GoToMark => return self.go_to_mark(self.letter),
            Action::Bookmark => self.bookmark(),
            Action::Bookmarks => self.list_bookmarks(),
            Action::Remove => return self.remove_bookmark(),
            Action::Cited => return self.show_cited(),
            Action::PreviousLink => self.walk_links(false, count.unwrap_or(1)),
            Action::Switch if matches!(self.screens.last(), Some(Screen::Reading(r)) if r.outline.is_none()) => {
                self.walk_links(true, count.unwrap_or(1));
            }
            Action::Back => return self.back(),
            Action::Open => return self.open(),
            Action::Wider => self.widen(true, count),
            Action::Narrower => self.widen(false, count),
            Action::Theme => self.change_theme(),
            Action::Table if matches!(self.screens.last(), Some(Screen::Table(_))) => return self.back(),
            Action::Table => self.show_table(),
            Action::Annexes => self.list_annexes(),
            Action::Compare => self.list_counterparts(),
            Action::Switch if matches!(self.screens.last(), Some(Screen::Compare(_))) => return self.swap_sides(),
            Action::Check => return self.check(),
            _ if matches!(self.screens.last(), Some(Screen::Search(_))) => self.update_screen(action, count),
            Action::Ledger => return self.show_ledger(),
            Action::Export => self.ask_for_file(),
            _ if matches!(self.screens.last(), Some(Screen::Ledger(_))) => self.update_screen(action, count),
            Action::NextDocument => return self.neighbour(true, count),
            Action::PreviousDocument => return self.neighbour(false, count),
            _ => self.update_screen(action, count),
        }
        Vec::new()
    }
}

/// Whether a key is a character that no key has, only an input method.
fn is_han(key: Key) -> bool {
    matches!(key.code, KeyCode::Char(c) if !c.is_ascii() && c.is_alphabetic())
}

/// What an action does to a document; what to tell the reader.
pub(super) fn read(reading: &mut Reading, action: Action, count: Option<usize>, metrics: &Metrics) -> Option<String> {
    let times = count.unwrap_or(1);
    let in_outline = reading.outline.as_ref().is_some_and(|outline| outline.focused);
    if let (true, Action::Bottom, Some(number)) = (in_outline, action, count) {
        return reading.select_in_outline(number, metrics).err();
    }
    let steps = matches!(action, Action::NextClause | Action::PreviousClause | Action::NextPeer | Action::PreviousPeer);
    if let Some(outline) = reading.outline.as_mut().filter(|outline| outline.focused && steps) {
        match outline.step(action, count.unwrap_or(1), &reading.landmarks, metrics.body()) {
            Some(landmark) => reading.go_to_landmark(landmark, metrics),
            None if matches!(action, Action::PreviousClause | Action::PreviousPeer) => {
                return Some("前面没有了".into());
            }
            None => return Some("后面没有了".into()),
        }
        return None;
    }
    if let Some(outline) = reading.outline.as_mut().filter(|outline| outline.focused)
        && outline.act(action, count, &reading.landmarks, metrics.body())
    {
        return None;
    }
    if reading.select(action, count, metrics) {
        return None;
    }
    let told = match action {
        Action::Select => {
            reading.begin_selection(metrics);
            None
        }
        Action::NextClause => reading.step(true, false, times, metrics).err(),
        Action::PreviousClause => reading.step(false, false, times, metrics).err(),
        Action::NextPeer => reading.step(true, true, times, metrics).err(),
        Action::PreviousPeer => reading.step(false, true, times, metrics).err(),
        Action::FindNext => reading.find_step(true, times, metrics),
        Action::FindPrevious => reading.find_step(false, times, metrics),
        Action::Outline if reading.outline.is_some() => {
            reading.close_outline();
            None
        }
        Action::Outline if reading.landmarks.is_empty() => Some("本文没有条款，没有提纲"),
        Action::Switch if reading.outline.is_some() && metrics.panel().is_some() => {
            reading.outline.iter_mut().for_each(|outline| outline.focused = !outline.focused);
            None
        }
        Action::Switch if reading.outline.is_some() => {
            reading.close_outline();
            None
        }
        Action::Outline => {
            reading.open_outline(metrics);
            None
        }
        Action::Bottom if count.is_some() => return reading.go_to_number(times, metrics).err(),
        _ => {
            reading.act(action, count, metrics);
            None
        }
    };
    told.map(str::to_owned)
}
