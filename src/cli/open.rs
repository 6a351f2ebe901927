//! `gongbao [PATH…]`: the reader.

use std::io::{ErrorKind, IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::config::{Ambiguous, Setup, Theme};
use super::keeper::{self, Keeper};
use super::out;
use super::rights::Rights;
use crate::app::cited;
use crate::app::keys::Keymap;
use crate::app::ledger::{Gathered, News, Scope, Unread};
use crate::app::{App, Effect, Input, NotWritten};
use crate::citations::gather::Citations;
use crate::compare::told::Compared;
use crate::ledger::Ledger;
use crate::ledger::mentions::{self, Mentions};
use crate::library::directory::DocumentId;
use crate::library::{Library, Place, Progress};
use crate::search::bar::Worker;
use crate::text::width::Widths;
use crate::tui;

/// How long the first screen waits for a small library rather than show an empty one first.
const PATIENCE: Duration = Duration::from_millis(200);

/// Between two reports of how far something is.
const REPORT: Duration = Duration::from_millis(100);

#[derive(Debug, clap::Args)]
pub struct Open {
    #[command(flatten)]
    paths: super::Paths,
    /// “”…—①等字符的宽度：narrow 一格，wide 两格，auto 询问终端
    #[arg(long, value_enum, value_name = "宽度", hide_possible_values = true)]
    ambiguous: Option<Ambiguous>,
    /// 主题：dark 深色底，light 浅色底，mono 不用颜色，auto 看 NO_COLOR
    #[arg(long, value_enum, value_name = "主题", hide_possible_values = true)]
    theme: Option<Theme>,
}

impl Open {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let config = &setup.config;
        if let Some(command) = self.paths.paths.first().filter(|path| !path.exists()).and_then(|path| meant(path)) {
            bail!("没有 {} 这个文件，也没有这个命令；是不是 gongbao {command}？", self.paths.paths[0].display());
        }
        // In restricted mode, whether there is such a file is not said.
        if let Some(path) = self.paths.paths.first().filter(|_| !setup.rights.is_restricted())
            && self
                .paths
                .paths
                .iter()
                .all(|path| path.symlink_metadata().is_err_and(|e| e.kind() == ErrorKind::NotFound))
        {
            if out::is_input(path) {
                bail!(out::NO_INPUT);
            }
            bail!("没有 {} 这个文件或文件夹，也没有这个命令；有哪些命令：gongbao --help", path.display());
        }
        if !stdin().is_terminal() || !stdout().is_terminal() {
            bail!("阅读界面要在终端里打开；要把文字输出到文件或管道，请用 gongbao show");
        }
        let settings = tui::Settings {
            widths: match self.ambiguous.unwrap_or(config.ambiguous) {
                Ambiguous::Narrow => Some(Widths::default()),
                Ambiguous::Wide => Some(Widths::wide()),
                Ambiguous::Auto => None,
            },
            may_stop: !setup.rights.is_restricted(),
            depth: config.colours.depth(),
            mouse: config.mouse,
        };
        let place = self.paths.place(setup)?;
        let (tell, told) = mpsc::channel();
        let loader = Loader {
            cache: super::cache_folder(setup).map(Path::to_owned),
            index: super::index_folder(setup, &place, None)?,
            place,
            library: Arc::new(Mutex::new(Library::empty())),
            worker: Arc::new(Worker::start(move |what| drop(tell.send(what)))),
        };
        let (early, arrived) = mpsc::channel();
        loader.begin(early);
        let app = App::new(Arc::default()).with_measure(config.measure);
        let app = app.with_keymap(Keymap::with(&config.keys));
        let app = app.with_theme(self.theme.unwrap_or(config.theme).meant(), self.theme.is_some());
        let app = if setup.rights.is_restricted() { app.restricted() } else { app };
        let is_first = loader.place == Place::Sample && !setup.rights.is_restricted();
        let app = if is_first { app.with_welcome(welcome(setup)) } else { app };
        let (app, loaded) = first_screen(app, &arrived);
        if loaded && loader.library().catalog.issues.is_empty() {
            return Ok(nothing_to_read(&loader.library()));
        }
        let state = setup.folders.as_ref().map(|folders| folders.state.as_path());
        let mut app = app;
        let (kept, trouble) = keeper::kept(state);
        app.input(Input::State(kept, trouble));
        let (saved, inputs) = mpsc::channel();
        let keeper = Keeper::start(state, saved);
        let forward = |sender: &Sender<Input>| {
            let answers = sender.clone();
            thread::spawn(move || inputs.into_iter().try_for_each(|input| answers.send(input)));
            let (sender, of_search) = (sender.clone(), sender.clone());
            thread::spawn(move || arrived.into_iter().try_for_each(|input| sender.send(input)));
            thread::spawn(move || told.into_iter().try_for_each(|what| of_search.send(Input::Search(what))));
        };
        let ended = tui::run(app, settings, forward, |effect, sender| match effect {
            Effect::LoadIssue(id) => {
                let (library, sender) = (loader.library(), sender.clone());
                thread::spawn(move || sender.send(Input::Issue(id, library.issue(id))));
            }
            Effect::MakeDirectory => {
                let (library, sender) = (loader.library(), sender.clone());
                thread::spawn(move || {
                    library.catalog.directory();
                    sender.send(Input::Directory)
                });
            }
            Effect::Reload => loader.load(sender.clone()),
            Effect::Search(request) => loader.worker.ask(request),
            Effect::Write { path, content, replace } => {
                let (rights, sender) = (setup.rights.clone(), sender.clone());
                thread::spawn(move || {
                    let bytes = content.bytes().map_err(|error| NotWritten::Failed(error.to_string()));
                    let result = bytes.and_then(|bytes| write(&rights, &path, &bytes, replace));
                    sender.send(Input::Written(path, result))
                });
            }
            Effect::Gather(request, scope) => {
                let (library, sender, setup) = (loader.library(), sender.clone(), setup.clone());
                thread::spawn(move || gather(&library, &setup, request, scope, &sender));
            }
            Effect::Mentions(request, unread) => {
                let (library, sender, setup) = (loader.library(), sender.clone(), setup.clone());
                thread::spawn(move || {
                    let Some(count) = mentioned(&library, &setup, &unread) else { return };
                    drop(sender.send(Input::Ledger(request, News::Mentioned(unread, count))));
                });
            }
            Effect::GatherCitations(request) => {
                let (library, sender) = (loader.library(), sender.clone());
                thread::spawn(move || gather_citations(&library, request, &sender));
            }
            Effect::Compare { request, old, new } => {
                let (library, sender) = (loader.library(), sender.clone());
                thread::spawn(move || drop(sender.send(Input::Compared(request, compare(&library, old, new)))));
            }
            Effect::Keep(changes) => keeper.keep(changes),
            Effect::Quit | Effect::Repaint | Effect::Suspend | Effect::Copy(_) => {}
        });
        keeper.finish();
        match ended {
            Err(tui::Error::Signal(signal)) => tui::die_of(signal),
            ended => Ok(ended.map(|()| ExitCode::SUCCESS)?),
        }
    }
}

/// The command that a word misspells.
fn meant(word: &Path) -> Option<String> {
    let names: Vec<String> = super::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let word = word.to_str()?.to_ascii_lowercase();
    similar::get_close_matches(word.as_str(), &names, 1, 0.7).first().map(|&name| name.to_owned())
}

/// What somebody who has no library yet is told; the first two lines, short, are seen wherever there is room.
fn welcome(setup: &Setup) -> Vec<String> {
    let mut words = vec![
        "这是内置的示例，地方和人都是编的。".to_owned(),
        "放进自己的公报：gongbao add 目录".to_owned(),
        "在命令行里写；以后不写路径就打开它。".to_owned(),
    ];
    if let Some(folders) = &setup.folders {
        words.push(String::new());
        words.push(format!("配置：{}", super::shown(&folders.config)));
        words.push(format!("书签：{}", super::shown(&folders.state)));
        words.push(format!("缓存：{}", super::shown(&folders.cache)));
    }
    words
}

/// Writes a file that the reader named, where that is allowed: all of it or nothing. `~/` is the reader's home.
fn write(rights: &Rights, named: &str, bytes: &[u8], replace: bool) -> Result<(), NotWritten> {
    let home = named.strip_prefix("~/").and_then(|rest| Some(Path::new(&std::env::var_os("HOME")?).join(rest)));
    let path = home.unwrap_or_else(|| named.into());
    rights.write(&path).map_err(|refused| NotWritten::Failed(refused.to_string()))?;
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => NotWritten::Exists,
        ErrorKind::NotFound => NotWritten::Failed("没有这个文件夹".into()),
        _ => NotWritten::Failed(out::why(&error)),
    };
    if path.is_dir() {
        return Err(failed(ErrorKind::IsADirectory.into()));
    }
    super::save(&path, bytes, replace).map_err(failed)
}

/// The app after what arrives soon, and whether there is a library in it.
fn first_screen(mut app: App, arrived: &Receiver<Input>) -> (App, bool) {
    let deadline = Instant::now() + PATIENCE;
    while let Ok(input) = arrived.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        let complete = matches!(input, Input::Library(_));
        app.input(input);
        if complete {
            return (app, true);
        }
    }
    (app, false)
}

/// Where the library comes from, and who is given it.
#[derive(Clone)]
struct Loader {
    place: Place,
    cache: Option<PathBuf>,
    /// The folder of its search index.
    index: Option<PathBuf>,
    library: Arc<Mutex<Library>>,
    worker: Arc<Worker>,
}

impl Loader {
    /// The library as it was loaded last.
    fn library(&self) -> Library {
        self.library.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads the library on a thread of its own: what it was the last time at once, and then, if it is no more, what it is.
    fn begin(&self, sender: Sender<Input>) {
        let loader = self.clone();
        thread::spawn(move || {
            let cache = loader.cache.as_deref();
            let Some(remembered) = Library::remembered(&loader.place, cache) else { return loader.read(&sender) };
            loader.take(remembered, &sender);
            match Library::checked(&loader.place, cache, progress(&sender)) {
                Some(library) => loader.take(library, &sender),
                None => drop(sender.send(Input::Unchanged)),
            }
        });
    }

    /// Loads the library anew on a thread of its own.
    fn load(&self, sender: Sender<Input>) {
        let loader = self.clone();
        thread::spawn(move || loader.read(&sender));
    }

    fn read(&self, sender: &Sender<Input>) {
        self.take(Library::load(self.place.clone(), self.cache.as_deref(), progress(sender)), sender);
    }

    fn take(&self, library: Library, sender: &Sender<Input>) {
        let catalog = library.catalog.clone();
        self.worker.library(library.clone(), self.index.clone());
        *self.library.lock().unwrap_or_else(PoisonError::into_inner) = library;
        let _ = sender.send(Input::Library(catalog));
    }
}

/// Says how far loading is.
fn progress(sender: &Sender<Input>) -> impl Fn(Progress) + Sync {
    at_times(move |Progress { done, total }| drop(sender.send(Input::Progress { done, total })))
}

/// Tells how far something is, but not every step: a file takes a millisecond, and is not worth a drawing.
fn at_times(tell: impl Fn(Progress) + Sync) -> impl Fn(Progress) + Sync {
    let reported = Mutex::new(Instant::now());
    move |progress| {
        if let Ok(mut last) = reported.try_lock()
            && last.elapsed() > REPORT
        {
            *last = Instant::now();
            tell(progress);
        }
    }
}

/// Gathers who cites whom, and says how far it is.
fn gather_citations(library: &Library, request: u64, sender: &Sender<Input>) {
    let tell = |told| drop(sender.send(Input::Citations(request, told)));
    let directory = library.catalog.directory();
    let progress = at_times(|progress| tell(cited::News::Progress(progress)));
    tell(cited::News::Done(Arc::new(Citations::of_library(library, directory, progress))));
}

/// Compares two documents of the library.
fn compare(library: &Library, old: DocumentId, new: DocumentId) -> Result<Arc<Compared>, String> {
    let read = |id: DocumentId| {
        let issue = library.issue(id.issue).map_err(|failure| failure.reason)?;
        Ok::<_, String>((issue, id.document as usize))
    };
    Compared::of(read(old)?, read(new)?).map(Arc::new).ok_or_else(|| "文件已经变了，请按 F5 重新读取".into())
}

/// Gathers a ledger, and says how far it is.
fn gather(library: &Library, setup: &Setup, request: u64, scope: Scope, sender: &Sender<Input>) {
    let progress = at_times(|progress| drop(sender.send(Input::Ledger(request, News::Progress(progress)))));
    let gathered = setup.units().map_err(|error| format!("{error:#}")).and_then(|units| {
        let mut ledger = Ledger::default();
        let issue = |id| library.issue(id).map_err(|failure| format!("打不开：{}", failure.reason));
        match scope {
            Scope::Library => ledger = Ledger::of_library(library, &units, progress),
            Scope::Issue(id) => ledger = Ledger::of_issue(id, &*issue(id)?, &units),
            Scope::Document(id, document) => ledger.add(id, &*issue(id)?, document as usize, &units),
        }
        Ok(Gathered::new(ledger, units))
    });
    let _ = sender.send(Input::Ledger(request, gathered.map_or_else(News::Failed, News::Done)));
}

/// A library of more issues is not read again for a remark that nobody asked for.
const READ_AGAIN: usize = 200;

/// How many places name units without a task being read there; none where they were not looked at.
fn mentioned(library: &Library, setup: &Setup, Unread { scope, ledger, names, year }: &Unread) -> Option<usize> {
    let units = setup.units().ok()?;
    let years = year.map(|year| year..=year);
    let of = |id, document| {
        let issue = library.issue(id).ok()?;
        Some(mentions::of_issue(ledger, id, &issue, document, &units, names, years.as_ref()).into_iter().collect())
    };
    let found: Vec<Mentions> = match *scope {
        Scope::Library if library.catalog.issues.len() > READ_AGAIN => return None,
        Scope::Library => mentions::of_library(ledger, library, &units, names, years.as_ref()),
        Scope::Issue(id) => of(id, None)?,
        Scope::Document(id, document) => of(id, Some(document))?,
    };
    Some(found.iter().map(|file| file.lines.len()).sum())
}

fn nothing_to_read(library: &Library) -> ExitCode {
    library.catalog.failures.iter().for_each(out::tell_failure);
    out::tell(out::NOTHING);
    ExitCode::from(2)
}
