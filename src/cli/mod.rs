//! Arguments, one file a subcommand, exit codes: 0 done, 1 done but something was found or failed, 2 not done.

mod check;
mod chinese;
mod config;
mod export;
mod open;
mod search;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::library::{Library, Place, Progress};
use config::Config;

/// 在终端里阅读政府公报
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Open,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Export),
    Show(show::Show),
    Check(check::Check),
    Search(search::Search),
}

/// Parses the arguments and runs; the exit code of the process.
pub fn main() -> ExitCode {
    let parsed = chinese::command(Arguments::command()).try_get_matches().and_then(|m| Arguments::from_arg_matches(&m));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return chinese::report(&error),
    };
    let result = match arguments.command {
        Some(Command::Export(export)) => export.run(),
        Some(Command::Show(show)) => show.run(),
        Some(Command::Check(check)) => check.run(),
        Some(Command::Search(search)) => search.run(),
        None => arguments.open.run(),
    };
    match result {
        Ok(code) => code,
        // The reader of a pipe has seen enough.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "gongbao：{error:#}");
            ExitCode::from(2)
        }
    }
}

/// The files and folders a command works on.
#[derive(Debug, clap::Args)]
struct Paths {
    /// 公报文件或文件夹（缺省：配置的馆藏，没有则用内置示例）
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
}

impl Paths {
    /// The paths that are given, or the configured ones, or the sample.
    fn place(self, config: &Config) -> Place {
        match (self.paths, &config.library) {
            (paths, _) if !paths.is_empty() => Place::Paths(paths),
            (_, Some(paths)) if !paths.is_empty() => Place::Paths(paths.clone()),
            _ => Place::Sample,
        }
    }
}

/// Where parsed summaries are kept between runs.
fn cache_folder() -> Option<PathBuf> {
    Some(config::folders()?.cache_dir().to_owned())
}

/// Where the search index of a library is kept: the folder that was asked for, or one of its own in the cache folder.
/// None for the sample, which needs none, and where there is no folder to write to.
fn index_folder(place: &Place, asked: Option<PathBuf>) -> Option<PathBuf> {
    match place {
        Place::Sample => None,
        Place::Paths(paths) => {
            asked.or_else(|| Some(cache_folder()?.join(format!("index-{:016x}", crate::library::library_key(paths)))))
        }
    }
}

/// Loads a library for a subcommand: with a progress line on a terminal when it takes long, and every failure named.
fn load(place: Place) -> Library {
    let line = ProgressLine::new("正在载入");
    let library = Library::load(place, cache_folder().as_deref(), |progress| line.show(progress));
    line.clear();
    for failure in &library.catalog.failures {
        let _ = writeln!(io::stderr(), "gongbao：{}：{}", failure.path.display(), failure.reason);
    }
    library
}

/// A line on the terminal's error output that says how far something is, shown only after half a second.
struct ProgressLine {
    what: &'static str,
    start: Instant,
    shown: Mutex<Option<Instant>>,
}

impl ProgressLine {
    fn new(what: &'static str) -> Self {
        ProgressLine { what, start: Instant::now(), shown: Mutex::new(None) }
    }

    fn show(&self, Progress { done, total }: Progress) {
        const PATIENCE: Duration = Duration::from_millis(500);
        const PAUSE: Duration = Duration::from_millis(100);
        if self.start.elapsed() < PATIENCE || !io::stderr().is_terminal() {
            return;
        }
        if let Ok(mut shown) = self.shown.try_lock()
            && shown.is_none_or(|last| last.elapsed() > PAUSE)
        {
            *shown = Some(Instant::now());
            let _ = write!(io::stderr(), "\r{} {done}/{total}", self.what);
        }
    }

    fn clear(&self) {
        if self.shown.lock().is_ok_and(|shown| shown.is_some()) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
