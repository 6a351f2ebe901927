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
//! The library lies at the bottom; what is opened from it is laid on top and taken off by `q`. Screens know nothing of each other: what
//! leads from one to another is here, in [`App::update`].

pub mod bookmarks;
pub mod checkup;
pub mod cited;
pub mod contents;
pub mod copying;
pub mod find;
mod front;
pub mod going;
pub mod input_line;
mod journal;
mod key;
pub mod keymap;
pub mod ledger;
pub mod library;
pub mod lines;
pub mod links;
pub mod list;
mod opening;
pub mod outline;
pub mod prompt;
pub mod reading;
pub mod search;
mod searching;
pub mod selection;
pub mod sheet;
pub mod table;

use std::collections::HashMap;
use std::sync::Arc;

use crate::citations::gather::Citations;
use crate::issue::{Issue, IssueKind};
use crate::library::catalog::{Catalog, IssueId};
use crate::library::directory::Directory;
use crate::library::{LoadFailure, Progress};
use crate::search::bar::{Request, Told};
use crate::state::{Change, State};
use crate::text::width::Widths;
use crate::typeset;
use bookmarks::Bookmarks;
use checkup::Checkup;
use cited::Cited;
use contents::{Contents, Target};
use copying::Copied;
use journal::{Trail, is_jump};
pub use key::{Key, KeyCode};
use keymap::{Action, Meaning, Places};
use ledger::{LedgerScreen, News, Scope};
use library::Library;
pub use opening::{At, Spot};
use opening::{Opening, target};
use prompt::Writing;
pub use prompt::{Prompt, PromptKind};
use reading::{Place, Reading, Which};
use search::Search;
use sheet::Sheet;
use table::Table;

/// Everything that can happen to the app.
#[derive(Debug, Clone)]
pub enum Input {
    Key(Key),
    /// Bracketed paste.
    Paste(String),
    /// The terminal's size in cells.
    Resize {
        cols: u16,
        rows: u16,
    },
    /// How this terminal draws ambiguous characters.
    Widths(Widths),
    /// A catalog was loaded, or loaded anew.
    Library(Arc<Catalog>),
    /// Loading goes on: files done, files in all.
    Progress {
        done: usize,
        total: usize,
    },
    Issue(IssueId, Result<Arc<Issue>, LoadFailure>),
    /// Nothing has happened for a while.
    Pause,
    /// The program is about to end.
    Closing,
    /// What the reader left, as it is kept now; with something to tell about it.
    State(State, Option<String>),
    /// Something to tell that no key asked for.
    Trouble(String),
    /// What became of writing to the file of that name.
    Written(String, Result<(), NotWritten>),
    /// What the one that searches has to say.
    Search(Told),
    /// What a worker has to say about the ledger of this request.
    Ledger(u64, News),
    /// What a worker has to say about the citations of the library.
    Citations(u64, cited::News),
}

/// Why a file was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotWritten {
    /// There is one of that name.
    Exists,
    /// In the reader's words.
    Failed(String),
}

/// What the app asks its caller to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Quit,
    /// Draw everything anew (Ctrl-L).
    Repaint,
    /// Stop the process as Ctrl-Z does.
    Suspend,
    /// Load this issue; answered by `Input::Issue`.
    LoadIssue(IssueId),
    /// Read all folders again; answered by `Input::Library`.
    Reload,
    /// Put this on the terminal's clipboard, if it does such things. It has no control characters but line feeds and tabs.
    Copy(String),
    /// Keep what the reader left; answered by `Input::State` or `Input::Trouble`.
    Keep(Vec<Change>),
    /// Write a text to a file that the reader named; answered by `Input::Written`.
    Write {
        path: String,
        text: String,
        /// Also where there is such a file already.
        replace: bool,
    },
    /// Search for this; answered by `Input::Search`, unless another one is asked before.
    Search(Request),
    /// Gather a ledger; answered by `Input::Ledger` with this number.
    Gather(u64, Scope),
    /// Gather who cites whom in the whole library; answered by `Input::Citations` with this number.
    GatherCitations(u64),
    /// Write these rows to a file that is not there yet; answered by `Input::Ledger`.
    SaveLedger {
        path: String,
        ledger: Arc<crate::ledger::Ledger>,
        rows: Vec<u32>,
    },
}

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

/// What lies on the library.
#[derive(Debug)]
pub enum Screen {
    Search(Box<Search>),
    Contents(Box<Contents>),
    Reading(Box<Reading>),
    Table(Box<Table>),
    Check(Box<Checkup>),
    Ledger(Box<LedgerScreen>),
    Bookmarks(Box<Bookmarks>),
    Cited(Box<Cited>),
    Sheet(Box<Sheet>),
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
    /// What somebody who starts for the first time wants to know; empty for everybody else.
    pub welcome: Vec<String>,
    /// What to tell the reader, until the next key.
    pub message: Option<String>,
    /// Files read, files in all, while loading.
    pub loading: Option<(usize, usize)>,
    /// How far the index is while it is made.
    pub indexing: Option<Progress>,
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
    measure: u16,
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
    /// Numbers and titles of the catalog, once they have been asked for.
    directory: Option<Arc<Directory>>,
    /// Who cites whom, once it has been asked for.
    citations: Option<Arc<Citations>>,
    /// Citations asked for so far: the number of the last request.
    gatherings: u64,
}

/// Keys kept while an issue is loaded: more were typed by a cat.
const TYPED_AHEAD: usize = 64;
/// More than any list or text has lines.
const LARGEST_COUNT: usize = 1_000_000;

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
            measure: typeset::MEASURE * 2,
            opening: None,
            ahead: Vec::new(),
            awaiting: false,
            requests: 0,
            search_left: None,
            places: HashMap::new(),
            entries: HashMap::new(),
            ledgers: 0,
            ledger_left: None,
            directory: None,
            citations: None,
            gatherings: 0,
        }
    }

    /// The app with text lines of at most so many Chinese characters.
    pub fn with_measure(mut self, characters: u16) -> Self {
        self.measure = characters.saturating_mul(2).max(MIN_COLS - 16);
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
            Input::Issue(id, result) => self.take_issue(id, result),
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
            Input::Ledger(request, told) => {
                self.hear_of_ledger(request, told);
                Vec::new()
            }
            Input::Citations(request, told) => {
                self.hear_of_citations(request, told);
                Vec::new()
            }
        };
        self.settle();
        effects.extend(self.search_needs());
        effects
    }

    fn hear_of_search(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Answer(answer) => return self.take_answer(*answer),
            Told::Completions(completions) => self.take_completions(completions),
            Told::Indexing(progress) => self.indexing = progress,
            Told::NoIndex(reason) => self.message = Some(format!("索引写不进去（{reason}），不影响阅读")),
        }
        Vec::new()
    }

    /// Where keys go: decides what they mean, what the help lists and what the status line hints at.
    pub fn place(&self) -> Places {
        match self.screens.last() {
            None => Places::LIBRARY,
            Some(Screen::Search(_)) => Places::SEARCH,
            Some(Screen::Contents(_)) => Places::CONTENTS,
            Some(Screen::Reading(reading)) if reading.outline.as_ref().is_some_and(|o| o.focused) => Places::OUTLINE,
            Some(Screen::Reading(reading)) if reading.selection.is_some() => Places::SELECTION,
            Some(Screen::Reading(_)) => Places::DOCUMENT,
            Some(Screen::Table(_)) => Places::TABLE,
            Some(Screen::Check(_)) => Places::CHECK,
            Some(Screen::Ledger(_)) => Places::LEDGER,
            Some(Screen::Bookmarks(_)) => Places::BOOKMARKS,
            Some(Screen::Cited(_)) => Places::CITED,
            Some(Screen::Sheet(_)) => Places::HELP,
        }
    }

    /// Whether an action could do anything here: what could not is not hinted at.
    pub fn is_of_use(&self, action: Action) -> bool {
        let reading = match self.screens.last() {
            None => return action != Action::Check || self.library.selected_issue().is_some(),
            Some(Screen::Table(table)) => {
                return !matches!(action, Action::Left | Action::Right) || table.is_wide(&self.metrics());
            }
            Some(Screen::Sheet(sheet)) => {
                return action != Action::PageDown || sheet.lines.len() > self.metrics().body();
            }
            Some(Screen::Reading(reading)) => reading,
            Some(_) => return true,
        };
        match action {
            Action::Outline | Action::NextClause | Action::PreviousClause => !reading.landmarks.is_empty(),
            Action::NextDocument if reading.issue.kind == IssueKind::Gazette => reading.issue.documents.len() > 1,
            Action::NextDocument => self.library.beside(reading.id, true, 1).is_some(),
            Action::Check => reading.issue.kind != IssueKind::Plain,
            Action::Table => reading.has_tables(),
            _ => true,
        }
    }

    /// Puts what is seen where the size wants it.
    fn settle(&mut self) {
        self.look_up_links();
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => self.library.list.reveal(&list::Single(self.library.rows.len()), metrics.body()),
            Some(Screen::Contents(contents)) => contents.set(&metrics),
            Some(Screen::Search(search)) => search.set(&metrics),
            Some(Screen::Reading(reading)) => {
                // Without a panel beside the text, an outline that is open has the screen.
                if let Some(outline) = reading.outline.as_mut().filter(|_| metrics.panel().is_none()) {
                    outline.focused = true;
                }
                reading.set(&metrics);
            }
            Some(Screen::Table(table)) => table.set(&metrics),
            Some(Screen::Check(checkup)) => checkup.set(&metrics),
            Some(Screen::Ledger(screen)) => screen.set(&metrics),
            Some(Screen::Bookmarks(bookmarks)) => bookmarks.set(&metrics),
            Some(Screen::Cited(cited)) => cited.set(&metrics),
            Some(Screen::Sheet(sheet)) => sheet.set(&metrics),
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
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
        match keymap::meaning(self.place(), prefix, key) {
            Meaning::Action(action) => {
                let count = self.count.take();
                self.update(action, count)
            }
            Meaning::Prefix => {
                self.prefix = Some(key);
                Vec::new()
            }
            Meaning::Nothing => {
                self.count = None;
                self.message = Some(format!("{} 在这里没有用处；? 或 F1 看所有按键", key.name()));
                Vec::new()
            }
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
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
        let effects = self.perform(action, count);
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
            Action::Search => return self.search(None),
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
            Action::Table => self.show_table(),
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

    /// What concerns the screen on top alone.
    fn update_screen(&mut self, action: Action, count: Option<usize>) {
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => drop(self.library.act(action, count, &self.catalog, metrics.body())),
            Some(Screen::Contents(contents)) => drop(contents.act(action, count, &metrics)),
            Some(Screen::Search(search)) => drop(search.act(action, count, &metrics)),
            Some(Screen::Table(table)) => drop(table.act(action, count, &metrics)),
            Some(Screen::Check(checkup)) => drop(checkup.act(action, count, &metrics)),
            Some(Screen::Ledger(screen)) => drop(screen.act(action, count, &metrics)),
            Some(Screen::Bookmarks(bookmarks)) => drop(bookmarks.act(action, count, &metrics)),
            Some(Screen::Cited(cited)) => drop(cited.act(action, count, &metrics)),
            Some(Screen::Sheet(sheet)) => drop(sheet.act(action, count, &metrics)),
            Some(Screen::Reading(reading)) => self.message = read(reading, action, count, &metrics),
        }
    }

    fn help(&mut self) {
        if !matches!(self.screens.last(), Some(Screen::Sheet(_))) {
            let name = match self.screens.last() {
                None => "馆藏",
                Some(Screen::Contents(_)) => "目录",
                Some(Screen::Search(_)) => "检索",
                Some(Screen::Table(_)) => "表格",
                Some(Screen::Check(_)) => "体检",
                Some(Screen::Ledger(_)) => "台账",
                Some(Screen::Bookmarks(_)) => "书签",
                Some(Screen::Cited(_)) => "谁引用",
                _ if self.place() == Places::OUTLINE => "提纲",
                _ if self.place() == Places::SELECTION => "选择",
                _ => "正文",
            };
            let first = if self.screens.is_empty() { self.welcome.clone() } else { Vec::new() };
            self.screens.push(Screen::Sheet(Box::new(Sheet::help(self.place(), name, first))));
        }
    }

    /// Takes off what lies on top of what is being read; never that itself.
    fn close(&mut self) {
        let metrics = self.metrics();
        if self.opening.take().is_some() {
            self.ahead.clear();
            return;
        }
        match self.screens.last_mut() {
            None => self.library.narrow("", &self.catalog, metrics.body()),
            Some(Screen::Sheet(_) | Screen::Table(_)) => drop(self.screens.pop()),
            Some(Screen::Contents(contents)) if !contents.filter.is_empty() => contents.narrow("", &metrics),
            Some(Screen::Contents(_)) => {}
            Some(Screen::Search(_)) => drop(self.back()),
            Some(Screen::Check(checkup)) if !checkup.filter.is_empty() => checkup.narrow("", &metrics),
            Some(Screen::Check(_)) => drop(self.screens.pop()),
            Some(Screen::Bookmarks(bookmarks)) if !bookmarks.filter.is_empty() => bookmarks.narrow(""),
            Some(Screen::Bookmarks(_)) => drop(self.screens.pop()),
            Some(Screen::Cited(cited)) if !cited.filter.is_empty() => cited.narrow(""),
            Some(Screen::Cited(_)) => drop(self.screens.pop()),
            Some(Screen::Reading(reading)) if reading.selection.is_some() => reading.selection = None,
            Some(Screen::Ledger(screen)) if !screen.filter.is_empty() => screen.narrow("", &metrics),
            Some(Screen::Ledger(_)) => {}
            Some(Screen::Reading(reading)) => match &mut reading.outline {
                Some(outline) if outline.focused && !outline.filter.is_empty() => {
                    outline.narrow("", &reading.landmarks, metrics.body());
                }
                Some(outline) if outline.focused && metrics.panel().is_some() => outline.focused = false,
                Some(outline) if outline.focused => reading.outline = None,
                _ if reading.find.is_some() => reading.find = None,
                _ => reading.outline = None,
            },
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if let Some(Screen::Reading(reading)) = self.screens.last_mut()
            && reading.selection.take().is_some()
        {
            return Vec::new();
        }
        if let Some(Screen::Reading(reading)) = self.screens.last_mut()
            && reading.outline.as_ref().is_some_and(|outline| outline.focused)
        {
            reading.outline = None;
            return Vec::new();
        }
        let metrics = self.metrics();
        match self.screens.pop() {
            None => return vec![Effect::Quit],
            Some(Screen::Reading(reading)) => {
                self.remember(&reading);
                if let Some(Screen::Contents(contents)) = self.screens.last_mut() {
                    contents.set(&metrics);
                    contents.select(target(reading.which), &metrics);
                }
            }
            Some(Screen::Contents(contents)) => {
                if let Some(entry) = contents.selected() {
                    self.entries.insert(contents.issue.source.path.clone(), entry.target);
                }
            }
            Some(Screen::Search(mut search)) => {
                search.remember();
                self.search_left = Some(search);
            }
            Some(Screen::Ledger(screen)) if screen.scope == Scope::Library => self.ledger_left = Some(screen),
            Some(Screen::Cited(_) | Screen::Bookmarks(_) | Screen::Ledger(_)) => {}
            Some(Screen::Sheet(_) | Screen::Table(_) | Screen::Check(_)) => {}
        }
        Vec::new()
    }

    fn open(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => return self.open_chosen(),
            Some(Screen::Search(_)) => return self.open_hit(),
            Some(Screen::Contents(contents)) => {
                let (id, issue) = (contents.id, contents.issue.clone());
                match contents.selected().map(|entry| entry.target) {
                    Some(Target::Front) => self.show(id, issue, Which::Front),
                    Some(Target::Document(at)) => self.show(id, issue, Which::Document(at)),
                    Some(Target::Missing(_)) => self.message = Some("目录列了这一件，正文里没有找到".into()),
                    None => {}
                }
            }
            Some(Screen::Reading(reading)) if reading.selection.is_some() => return self.copy(Action::Copy),
            Some(Screen::Reading(reading)) if reading.outline.as_ref().is_none_or(|outline| !outline.focused) => {
                return self.follow_link();
            }
            Some(Screen::Reading(reading)) => {
                let chosen = reading.outline.as_ref().and_then(|outline| outline.selected());
                if metrics.panel().is_none() {
                    reading.outline = None;
                } else if let Some(outline) = &mut reading.outline {
                    outline.focused = false;
                }
                reading.set(&metrics);
                if let Some(landmark) = chosen {
                    reading.go_to_landmark(landmark, &metrics);
                }
            }
            Some(Screen::Check(_)) => self.show_finding(),
            Some(Screen::Ledger(_)) => return self.open_row(),
            Some(Screen::Bookmarks(_)) => return self.open_bookmark(),
            Some(Screen::Cited(_)) => return self.open_citing(),
            Some(Screen::Table(table)) => {
                let words = table.row_in_words();
                self.screens.push(Screen::Sheet(Box::new(Sheet::text("这一行的全部内容", words))));
            }
            Some(Screen::Sheet(_)) => {}
        }
        Vec::new()
    }

    /// The table that is in sight, or the nearest one.
    fn show_table(&mut self) {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let block = reading.table_here(&metrics).and_then(|at| Some((at, reading.document()?.block(at)?)));
        let table = block.and_then(|(at, block)| Table::new(at, block, reading.titles(), &metrics));
        match table {
            Some(table) => self.screens.push(Screen::Table(Box::new(table))),
            None => self.message = Some("本文没有表格".into()),
        }
    }

    /// Two ideographs wider or narrower than the text is now.
    fn widen(&mut self, wider: bool, count: Option<usize>) {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let (room, by) = (reading.text_cols(&metrics), 4 * count.unwrap_or(1).min(100) as u16);
        let now = self.measure.min(room);
        self.measure =
            if wider { now + by } else { now.saturating_sub(by) }.clamp(MIN_COLS - 16, room.max(MIN_COLS - 16));
        self.message = Some(format!("版心 {} 字", self.measure / 2));
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
                Screen::Ledger(_) | Screen::Bookmarks(_) | Screen::Cited(_) => continue,
            };
            *id = find(&issue.source.path).unwrap_or(*id);
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
        self.directory = None;
        self.opening = None;
        self.ahead.clear();
        self.forget_citations();
        self.gather_again()
    }
}

/// What an action does to a document; what to tell the reader.
fn read(reading: &mut Reading, action: Action, count: Option<usize>, metrics: &Metrics) -> Option<String> {
    let times = count.unwrap_or(1);
    let in_outline = reading.outline.as_ref().is_some_and(|outline| outline.focused);
    if let (true, Action::Bottom, Some(number)) = (in_outline, action, count) {
        return reading.select_in_outline(number, metrics).err();
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
            reading.outline = None;
            None
        }
        Action::Outline if reading.landmarks.is_empty() => Some("本文没有条款，没有提纲"),
        Action::Switch if reading.outline.is_some() && metrics.panel().is_some() => {
            reading.outline.iter_mut().for_each(|outline| outline.focused = !outline.focused);
            None
        }
        Action::Switch if reading.outline.is_some() => {
            reading.outline = None;
            None
        }
        Action::Outline => {
            let mut outline = outline::Outline::new(&reading.landmarks);
            outline.follow(reading.current(), metrics.body());
            outline.focused = metrics.panel().is_none();
            reading.outline = Some(outline);
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
