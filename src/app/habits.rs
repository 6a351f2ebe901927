//! What the reader has their own way: the theme, the measure, the outline open or closed. They begin as they are configured; what is
//! changed while reading is remembered ([`State::choice`]) until the configuration says
//! something else: whichever was said last holds.

use super::outline::Outline;
use super::reading::{Reading, Which};
use super::{App, MIN_COLS, Screen};
use crate::library::catalog::IssueId;
use crate::state::{Change, State};
use crate::typeset;

/// How the screens look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// For light letters on a dark ground.
    #[default]
    Dark,
    Light,
    /// Without colours.
    Mono,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Dark, Theme::Light, Theme::Mono];

    /// As it is written in configurations.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::Mono => "mono",
        }
    }

    /// The theme that was set while reading, if the configuration still says what it said then.
    pub fn chosen(state: &State, configured: Theme) -> Option<Theme> {
        let name = chosen(state, THEME, configured.name())?;
        Theme::ALL.into_iter().find(|theme| theme.name() == name)
    }

    fn words(self) -> &'static str {
        match self {
            Theme::Dark => "深色",
            Theme::Light => "浅色",
            Theme::Mono => "单色",
        }
    }

    fn next(self) -> Theme {
        match self {
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::Mono,
            Theme::Mono => Theme::Dark,
        }
    }
}

/// How things are before the reader changes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Configured {
    /// Chinese characters.
    measure: u16,
    theme: Theme,
    /// The theme is of this run alone: neither taken from what is remembered nor remembered.
    passing: bool,
    /// What is remembered has been looked at.
    recalled: bool,
}

impl Default for Configured {
    fn default() -> Configured {
        Configured { measure: typeset::MEASURE, theme: Theme::default(), passing: false, recalled: false }
    }
}

const MEASURE: &str = "measure";
const THEME: &str = "theme";
const OUTLINE: &str = "outline";
const OPEN: &str = "open";

/// What was set for something while it was configured as it is now.
fn chosen<'a>(state: &'a State, name: &str, configured: &str) -> Option<&'a str> {
    let (value, then) = state.choice(name)?.split_once(' ')?;
    (then == configured).then_some(value)
}

impl App {
    /// The app with text lines of at most so many Chinese characters.
    pub fn with_measure(mut self, characters: u16) -> Self {
        self.configured.measure = characters;
        self.set_measure(characters);
        self
    }

    /// The app with a theme; `passing`: of this run alone.
    pub fn with_theme(mut self, theme: Theme, passing: bool) -> Self {
        (self.configured.theme, self.configured.passing, self.theme) = (theme, passing, theme);
        self
    }

    fn set_measure(&mut self, characters: u16) {
        self.measure = characters.saturating_mul(2).max(MIN_COLS - 16);
    }

    /// Takes up what earlier runs have remembered: once, since other copies of the program remember as well.
    pub(super) fn recall_choices(&mut self) {
        if std::mem::replace(&mut self.configured.recalled, true) {
            return;
        }
        let measure = chosen(&self.state, MEASURE, &self.configured.measure.to_string());
        if let Some(measure) = measure.and_then(|measure| measure.parse().ok()) {
            self.set_measure(measure);
        }
        if let Some(theme) = Theme::chosen(&self.state, self.configured.theme).filter(|_| !self.configured.passing) {
            self.theme = theme;
        }
    }

    fn choose(&mut self, name: &str, value: String) {
        let change = Change::choice(name, value);
        self.pending.retain(|pending| pending.key != change.key);
        self.state.put(change.clone(), u64::MAX);
        self.pending.push(change);
    }

    /// Two ideographs wider or narrower than the text is now.
    pub(super) fn widen(&mut self, wider: bool, count: Option<usize>) {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let (room, by) = (reading.text_cols(&metrics), 4 * count.unwrap_or(1).min(100) as u16);
        let now = self.measure.min(room);
        self.measure =
            if wider { now + by } else { now.saturating_sub(by) }.clamp(MIN_COLS - 16, room.max(MIN_COLS - 16));
        self.message = Some(format!("版心 {} 字", self.measure / 2));
        self.choose(MEASURE, format!("{} {}", self.measure / 2, self.configured.measure));
    }

    /// The next theme.
    pub(super) fn change_theme(&mut self) {
        self.theme = self.theme.next();
        self.message = Some(format!("主题：{}（{}）", self.theme.words(), self.theme.name()));
        if !self.configured.passing {
            self.choose(THEME, format!("{} {}", self.theme.name(), self.configured.theme.name()));
        }
    }

    /// Which document is read where an outline can stand beside it, and whether it does.
    pub(super) fn outline_beside(&self) -> Option<(IssueId, Which, bool)> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return None };
        let can = self.metrics().panel().is_some() && !reading.landmarks.is_empty();
        can.then_some((reading.id, reading.which, reading.outline.is_some()))
    }

    /// Remembers the outline of the document that is read, if it was opened or closed since `before`.
    pub(super) fn remember_outline(&mut self, before: Option<(IssueId, Which, bool)>) {
        let (Some((id, which, was)), Some((id_now, which_now, is))) = (before, self.outline_beside()) else { return };
        if (id, which) == (id_now, which_now) && was != is {
            self.choose(OUTLINE, if is { OPEN } else { "closed" }.into());
        }
    }

    /// Opens the outline of a document that is opened, where it was left open.
    pub(super) fn recall_outline(&self, reading: &mut Reading) {
        let beside = self.metrics().panel().is_some() && !reading.landmarks.is_empty();
        if beside && self.state.choice(OUTLINE) == Some(OPEN) {
            reading.outline = Some(Outline::new(&reading.landmarks));
        }
    }
}
