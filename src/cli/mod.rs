//! Arguments, one file a subcommand, exit codes: 0 done, 1 done but something was found or failed, 2 not done.

mod check;
mod chinese;
mod cites;
mod config;
mod diff;
mod doctor;
mod export;
mod folders;
mod keeper;
mod open;
mod out;
mod pick;
mod rights;
mod search;
mod show;
mod tasks;
mod texts;

use std::fs::Permissions;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::issue::Issue;
use crate::library::{Library, Place, Progress};
use config::Setup;
use rights::Refused;

/// 在终端里阅读政府公报
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Open,
    /// 受限模式：只读管理员配置的馆藏，不写文件，不用个人配置
    #[arg(long, global = true)]
    restricted: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Export),
    Show(show::Show),
    Check(check::Check),
    Diff(diff::Diff),
    Search(search::Search),
    Tasks(tasks::Tasks),
    Cites(cites::Cites),
    Doctor(doctor::Doctor),
    Add(folders::Add),
    Remove(folders::Remove),
    List(folders::List),
    Config(config::Configure),
    Completions(texts::Completions),
    Man(texts::Man),
}

/// The command line: what there is to ask for, with its help.
fn command() -> clap::Command {
    chinese::command(Arguments::command())
}

/// Parses the arguments and runs; the exit code of the process.
pub fn main() -> ExitCode {
    out::hook_panics();
    let mut words: Vec<_> = std::env::args_os().collect();
    let mut restricted = words.first().is_some_and(|name| rights::is_restricted_name(name));
    if restricted {
        // `sshd` gives a login shell `-c` and what the user, or a ForceCommand, wants to run: a reader runs nothing.
        words.truncate(1);
    } else if words.get(1).is_some_and(|word| word == "--restricted") {
        // Here, where an administrator would write it, clap would take a command after it for a path.
        words.remove(1);
        restricted = true;
    }
    let parsed = command().try_get_matches_from(&words).and_then(|m| Arguments::from_arg_matches(&m));
    ended(match parsed {
        Ok(arguments) => run(arguments, restricted),
        Err(error) => chinese::report(&error, &words),
    })
}

fn run(arguments: Arguments, restricted: bool) -> anyhow::Result<ExitCode> {
    let setup = || Setup::read(restricted || arguments.restricted);
    match arguments.command {
        Some(Command::Doctor(doctor)) => doctor.run(setup()),
        // About the program alone, whatever is configured.
        Some(Command::Completions(completions)) => completions.run(),
        Some(Command::Man(man)) => man.run(),
        command => setup().and_then(|setup| match command {
            Some(Command::Export(export)) => export.run(&setup),
            Some(Command::Show(show)) => show.run(&setup),
            Some(Command::Check(check)) => check.run(&setup),
            Some(Command::Diff(diff)) => diff.run(&setup),
            Some(Command::Search(search)) => search.run(&setup),
            Some(Command::Tasks(tasks)) => tasks.run(&setup),
            Some(Command::Cites(cites)) => cites.run(&setup),
            Some(Command::Add(add)) => add.run(&setup),
            Some(Command::Remove(remove)) => remove.run(&setup),
            Some(Command::List(list)) => list.run(&setup),
            Some(Command::Config(config)) => config.run(&setup),
            Some(Command::Doctor(_) | Command::Completions(_) | Command::Man(_)) | None => arguments.open.run(&setup),
        }),
    }
}

/// The exit code of the process, after an error has been told.
fn ended(result: anyhow::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        // The reader of a pipe has seen enough.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let one = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
                Some(error) => out::why(error),
                None => cause.to_string(),
            };
            out::tell(error.chain().map(one).collect::<Vec<_>>().join("："));
            ExitCode::from(2)
        }
    }
}

/// The files and folders a command works on.
#[derive(Debug, Clone, clap::Args)]
struct Paths {
    /// 公报文件或文件夹（缺省：配置的馆藏，没有则用内置示例）
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
}

impl Paths {
    /// The paths that are given, or the configured ones, or the sample.
    fn place(self, setup: &Setup) -> Result<Place, Refused> {
        setup.rights.open(self.paths, &setup.config.library)
    }
}

/// The terminal's width, none where the output is no terminal.
fn terminal_width() -> Option<u16> {
    let out = io::stdout();
    let size = out.is_terminal().then(|| rustix::termios::tcgetwinsize(&out).ok()).flatten()?;
    (size.ws_col > 0).then_some(size.ws_col)
}

/// Writes a file: all of it or nothing. `replace`: also where there is one already, whose permissions it keeps.
fn save(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As any new file: what the umask leaves.
    let mut new = tempfile::Builder::new();
    let mut file = new.permissions(Permissions::from_mode(0o666)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let (true, Ok(old)) = (replace, path.metadata()) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|error| error.error)
}

/// A path as a user writes it: the home folder is `~`, which also keeps names of users out of tickets.
fn shown(path: &Path) -> String {
    let home = std::env::home_dir().filter(|home| home.parent().is_some());
    match home.as_ref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) if below.as_os_str().is_empty() => "~".into(),
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

/// Where parsed summaries are kept between runs.
fn cache_folder(setup: &Setup) -> Option<&Path> {
    setup.folders.as_ref().map(|folders| folders.cache.as_path())
}

/// Where the search index of a library is kept: the folder that was asked for, or one of its own in the cache folder.
/// None for the sample, which needs none, and where there is no folder to write to.
fn index_folder(setup: &Setup, place: &Place, asked: Option<PathBuf>) -> Result<Option<PathBuf>, Refused> {
    let Some(paths) = place.paths() else { return Ok(None) };
    match asked {
        Some(asked) => setup.rights.write(&asked).map(|()| Some(asked)),
        None => {
            Ok(cache_folder(setup)
                .map(|folder| folder.join(format!("index-{:016x}", crate::library::library_key(paths)))))
        }
    }
}

/// Loads a library for a subcommand: with a progress line on a terminal when it takes long, and every failure named.
///
/// # Errors
/// When it holds nothing that can be read.
fn load(setup: &Setup, place: Place) -> anyhow::Result<Library> {
    Ok(load_with(setup, place, |_| ())?.0)
}

/// The same; and of each issue what `with` made of it, if it had to be parsed ([`Library::load_with`]).
fn load_with<T: Send>(
    setup: &Setup,
    place: Place,
    with: impl Fn(&Issue) -> T + Sync,
) -> anyhow::Result<(Library, Vec<Option<T>>)> {
    if place == Place::Sample && !setup.rights.is_restricted() {
        out::tell("没有写路径，也没有配置馆藏：用的是内置的示例（配置馆藏：gongbao add 目录）");
    }
    let line = ProgressLine::new("正在载入");
    let loaded = Library::load_with(place, cache_folder(setup), |progress| line.show(progress), with);
    line.clear();
    loaded.0.catalog.failures.iter().for_each(out::tell_failure);
    anyhow::ensure!(!loaded.0.catalog.issues.is_empty(), out::NOTHING);
    Ok(loaded)
}

/// A line on the terminal's error output that says how far something is, shown only after half a second.
struct ProgressLine {
    what: &'static str,
    /// What stands behind the numbers, and how much of what is counted is one of them.
    unit: (&'static str, usize),
    start: Instant,
    shown: Mutex<Option<Instant>>,
}

impl ProgressLine {
    fn new(what: &'static str) -> Self {
        ProgressLine { what, unit: ("", 1), start: Instant::now(), shown: Mutex::new(None) }
    }

    /// Of something that is counted in bytes.
    fn of_bytes(what: &'static str) -> Self {
        ProgressLine { unit: (" MB", 1 << 20), ..ProgressLine::new(what) }
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
            let (unit, one) = self.unit;
            let _ = write!(io::stderr(), "\r{} {}/{}{unit}", self.what, done / one, total / one);
        }
    }

    fn clear(&self) {
        if self.shown.lock().is_ok_and(|shown| shown.is_some()) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
