//! What each screen holds and what an action does to it: a pure state machine.
//!
//! The terminal layer turns what it reads into [`Input`]s; the app answers with [`Effect`]s, which the caller carries
//! out; their results come back as inputs. It knows no terminal, clock or file.
//!
//! ```text
//! Input ─ key ─▶ input line, while one is open
//!             └▶ keymap ─▶ Action ─▶ update ─▶ the screen on top ─▶ Effects
//! ```
//!
//! The library lies at the bottom; what is opened from it is laid on top and taken off by `q`. What comes in and goes out is in
//! `exchange`, what keys ask for in `commands`, the screens and the ways between them in `screens`.

pub mod annexes;
pub mod bookmarks;
pub mod checkup;
pub mod choice;
pub mod cited;
mod commands;
pub mod comparing;
pub mod contents;
pub mod copying;
pub mod counterparts;
mod exchange;
pub mod find;
mod front;
pub mod going;
mod habits;
pub mod input_line;
mod journal;
mod key;
pub mod keymap;
pub mod keys;
pub mod ledger;
pub mod library;
pub mod lines;
pub mod links;
pub mod list;
pub mod mouse;
mod opening;
pub mod outline;
pub mod prompt;
pub mod reading;
mod screens;
pub mod search;
mod searching;
pub mod selection;
pub mod sheet;
pub mod table;

use std::collections::HashMap;
use std::sync::Arc;

use crate::citations::gather::Citations;
use crate::library::catalog::{Catalog, IssueId};
use crate::search::bar::{Making, Told};
use crate::state::{Change, State};
use crate::text::width::Widths;
use crate::typeset;
use contents::Target;
use copying::Copied;
pub use exchange::{Content, Effect, Input, NotWritten};
use habits::Configured;
pub use habits::Theme;
use journal::Trail;
pub use key::{Key, KeyCode};
use keymap::Action;
use keys::Keymap;
use ledger::LedgerScreen;
use library::Library;
use opening::Opening;
pub use opening::{At, Spot};
use prompt::Writing;
pub use prompt::{Prompt, PromptKind};
use reading::{Place, Which};
pub use screens::Screen;
use search::Search;

/// What a screen needs to know of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metrics {
    pub cols: u16,
    pub rows: u16,
    pub widths: Widths,
    /// Cells of a text line at most.
    pub measure: u16,
}

/// Below this, there is no room for a screen.
pub const MIN_COLS: u16 = 40;
pub const MIN_ROWS: u16 = 12;

impl Metrics {
    /// Lines between the heading and the status line.
    pub fn body(&self) -> usize {
        (self.rows as usize).saturating_sub(2).max(1)
    }

    /// Cells of a panel beside the text, its border included, where there is room for one.
    pub fn panel(&self) -> Option<u16> {
        (self.cols >= 96).then(|| (self.cols / 10 * 3).clamp(30, 44))
    }

    pub fn too_small(&self) -> bool {
        self.cols < MIN_COLS || self.rows < MIN_ROWS
    }
}

/// The whole state of the program.
#[derive(Debug)]
pub struct App {
    pub catalog: Arc<Catalog>,
    pub cols: u16,
    pub rows: u16,
    pub widths: Widths,
    pub library: Library,
    /// From the bottom up; the last is seen.
    pub screens: Vec<Screen>,
    pub prompt: Option<Prompt>,
    /// What somebody who starts for the first time wants to know, the most needful in the first two; empty for everybody else.
    pub welcome: Vec<String>,
    /// What to tell the reader, until the next key.
    pub message: Option<String>,
    /// Files read, files in all, while loading.
    pub loading: Option<(usize, usize)>,
    /// How far the index is while it is made.
    pub indexing: Option<Making>,
    /// The number typed before a key, and the first of two keys.
    pub count: Option<usize>,
    pub prefix: Option<Key>,
    /// What was copied last: what `:w` writes.
    pub copied: Option<Copied>,
    /// What is being written to a file, and how it was asked for.
    writing: Option<Writing>,
    /// What outlives this run.
    pub state: State,
    pending: Vec<Change>,
    kept: Option<(IssueId, Which, Place)>,
    trail: Trail,
    /// The letter that followed a key that wants one.
    letter: char,
    /// The key before this one copied a clause.
    copied_clause: bool,
    pub keymap: Keymap,
    pub theme: Theme,
    measure: u16,
    /// What the configuration says of both.
    configured: Configured,
    /// Nothing is written where the reader says, and there is no shell to go back to.
    restricted: bool,
    loaded: bool,
    opening: Option<Opening>,
    /// Keys pressed while an issue is being loaded, or hits are looked for: they are meant for what is shown then.
    ahead: Vec<Key>,
    /// Keys wait for the answer to a search.
    awaiting: bool,
    /// Searches asked for so far: the number of the last one.
    requests: u64,
    /// 检索 as it was left.
    search_left: Option<Box<Search>>,
    /// Where each document was left, by the path of its issue.
    places: HashMap<(String, Which), Place>,
    /// Ledgers asked for so far: the number of the last one.
    ledgers: u64,
    /// The library's ledger as it was left.
    ledger_left: Option<Box<LedgerScreen>>,
    /// Which entry of each contents was left.
    entries: HashMap<String, Target>,
    /// The catalog's directory has been asked for.
    directory_asked: bool,
    /// Who cites whom, once it has been asked for.
    citations: Option<Arc<Citations>>,
    /// Where in the text the mouse's button was pressed, while it is held.
    pressed: Option<Place>,
    /// Comparisons asked for so far.
    comparisons: u64,
    /// Citations asked for so far: the number of the last request.
    gatherings: u64,
}

impl App {
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let library = Library::new(&catalog);
        App {
            loaded: !catalog.issues.is_empty(),
            catalog,
            cols: 80,
            rows: 24,
            widths: Widths::default(),
            library,
            screens: Vec::new(),
            prompt: None,
            welcome: Vec::new(),
            message: None,
            loading: None,
            indexing: None,
            count: None,
            prefix: None,
            copied: None,
            writing: None,
            state: State::default(),
            pending: Vec::new(),
            kept: None,
            trail: Trail::default(),
            letter: ' ',
            copied_clause: false,
            keymap: Keymap::default(),
            theme: Theme::default(),
            measure: typeset::MEASURE * 2,
            configured: Configured::default(),
            restricted: false,
            opening: None,
            ahead: Vec::new(),
            awaiting: false,
            requests: 0,
            search_left: None,
            places: HashMap::new(),
            entries: HashMap::new(),
            ledgers: 0,
            ledger_left: None,
            directory_asked: false,
            citations: None,
            gatherings: 0,
            comparisons: 0,
            pressed: None,
        }
    }

    /// The app with keys of the reader's own.
    pub fn with_keymap(mut self, keymap: Keymap) -> Self {
        self.keymap = keymap;
        self
    }

    /// The app in restricted mode: what can't be done is not offered. After [`App::with_keymap`].
    pub fn restricted(mut self) -> Self {
        self.restricted = true;
        self.keymap = self.keymap.without(&[Action::Export, Action::Suspend]);
        self
    }

    /// The app with a word for somebody who starts for the first time.
    pub fn with_welcome(mut self, paragraphs: Vec<String>) -> Self {
        self.welcome = paragraphs;
        self
    }

    pub fn metrics(&self) -> Metrics {
        Metrics { cols: self.cols, rows: self.rows, widths: self.widths, measure: self.measure }
    }

    /// Whether a catalog has come in yet.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    pub fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Whether keys wait for hits.
    pub fn is_awaiting(&self) -> bool {
        self.awaiting
    }

    /// Takes one input and says what is to be done; the screen may have changed.
    pub fn input(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = match input {
            Input::Key(key) => self.key(key),
            Input::Mouse(mouse, zone) => self.mouse(mouse, zone),
            Input::Paste(text) => self.paste(&text),
            Input::Search(told) => self.hear_of_search(told),
            Input::Resize { cols, rows } => {
                (self.cols, self.rows) = (cols, rows);
                Vec::new()
            }
            Input::Widths(widths) => {
                self.widths = widths;
                Vec::new()
            }
            Input::Progress { done, total } => {
                self.loading = Some((done, total));
                Vec::new()
            }
            Input::Library(catalog) => self.take_catalog(catalog),
            Input::Unchanged => {
                self.loading = None;
                Vec::new()
            }
            Input::Issue(id, result) => self.take_issue(id, result),
            Input::Rest => {
                self.rest();
                Vec::new()
            }
            Input::Pause | Input::Closing => self.pause(),
            Input::State(state, trouble) => {
                self.take_state(state, trouble);
                Vec::new()
            }
            Input::Trouble(told) => {
                self.message = Some(told);
                Vec::new()
            }
            Input::Written(path, result) => {
                self.take_written(path, result);
                Vec::new()
            }
            Input::Ledger(request, told) => self.hear_of_ledger(request, told),
            Input::Compared(request, result) => self.hear_of_comparison(request, result),
            Input::Directory => {
                self.offer_more();
                Vec::new()
            }
            Input::Citations(request, told) => {
                self.hear_of_citations(request, told);
                Vec::new()
            }
        };
        self.settle();
        effects.extend(self.search_needs());
        effects.extend(self.directory_needed());
        effects
    }

    fn hear_of_search(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Answer(answer) => return self.take_answer(*answer),
            Told::Completions(completions) => return self.take_completions(completions),
            Told::Indexing(building) => self.indexing = building,
            Told::NoIndex(reason) => self.message = Some(format!("索引写不进去（{reason}），不影响阅读")),
        }
        Vec::new()
    }

    fn take_catalog(&mut self, catalog: Arc<Catalog>) -> Vec<Effect> {
        self.loading = None;
        self.search_left.iter_mut().for_each(|search| search.forget());
        // Positions in the catalog are new: what is open is found again by its path.
        let find = |path: &str| catalog.issues.iter().position(|issue| issue.path == path).map(|at| IssueId(at as u32));
        for screen in &mut self.screens {
            let (id, issue) = match screen {
                Screen::Contents(contents) => (&mut contents.id, &contents.issue),
                Screen::Check(checkup) => (&mut checkup.id, &checkup.issue),
                Screen::Reading(reading) => (&mut reading.id, &reading.issue),
                Screen::Search(search) => {
                    search.forget();
                    continue;
                }
                Screen::Sheet(_) | Screen::Table(_) => continue,
                Screen::Ledger(_)
                | Screen::Bookmarks(_)
                | Screen::Cited(_)
                | Screen::Choice(_)
                | Screen::Compare(_) => continue,
            };
            *id = find(&issue.source.path).unwrap_or(*id);
        }
        let opening = self.opening.take().and_then(|opening| opening.in_another(&self.catalog, &catalog));
        if opening.is_none() {
            self.ahead.clear();
        }
        if self.loaded {
            self.library.reload(&self.catalog, &catalog);
            self.message = Some(format!("已重新读取：{} 个文件", catalog.issues.len()));
        } else {
            // What was typed while it loaded narrows it.
            let filter = std::mem::take(&mut self.library.filter);
            self.library = Library::new(&catalog);
            if !filter.is_empty() {
                self.library.narrow(&filter, &catalog, self.metrics().body());
            }
        }
        self.loaded = true;
        self.catalog = catalog;
        self.directory_asked = false;
        self.forget_citations();
        let mut effects = self.gather_again();
        effects.extend(opening.map(|opening| Effect::LoadIssue(self.opening.insert(opening).id)));
        effects
    }
}
