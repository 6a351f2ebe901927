//! `gongbao [PATH…]`: the reader.

use std::io::{IsTerminal, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::config::{Ambiguous, Setup};
use crate::app::{App, Effect, Input};
use crate::library::{Library, Place, Progress};
use crate::text::width::Widths;
use crate::{tui, typeset};

/// How long the first screen waits for a small library rather than show an empty one first.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Debug, clap::Args)]
pub struct Open {
    #[command(flatten)]
    paths: super::Paths,
    /// “”…—①等字符的宽度：narrow 一格，wide 两格，auto 询问终端
    #[arg(long, value_enum, value_name = "宽度", hide_possible_values = true)]
    ambiguous: Option<Ambiguous>,
}

impl Open {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let config = &setup.config;
        if !stdin().is_terminal() || !stdout().is_terminal() {
            bail!("阅读界面要在终端里打开；要把文字输出到文件或管道，请用 gongbao show");
        }
        let settings = tui::Settings {
            widths: match self.ambiguous.or(config.ambiguous) {
                Some(Ambiguous::Narrow) => Some(Widths::default()),
                Some(Ambiguous::Wide) => Some(Widths::wide()),
                Some(Ambiguous::Auto) | None => None,
            },
            may_stop: !setup.rights.is_restricted(),
        };
        let cache = super::cache_folder(setup).map(Path::to_owned);
        let place = self.paths.place(setup)?;
        let library = Arc::new(Mutex::new(Library::empty()));
        let (early, arrived) = mpsc::channel();
        load(place.clone(), cache.clone(), library.clone(), early);
        let app = App::new(Arc::default()).with_measure(config.measure.unwrap_or(typeset::MEASURE));
        let (app, rest) = first_screen(app, arrived);
        let current = || library.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if rest.is_none() && current().catalog.issues.is_empty() {
            return Ok(nothing_to_read(&current()));
        }
        let forward = |sender: &Sender<Input>| {
            let sender = sender.clone();
            thread::spawn(move || rest.into_iter().flatten().try_for_each(|input| sender.send(input)));
        };
        let ended = tui::run(app, settings, forward, |effect, sender| match effect {
            Effect::LoadIssue(id) => {
                let (library, sender) = (current(), sender.clone());
                thread::spawn(move || sender.send(Input::Issue(id, library.issue(id))));
            }
            Effect::Reload => load(place.clone(), cache.clone(), library.clone(), sender.clone()),
            Effect::Quit | Effect::Repaint | Effect::Suspend => {}
        });
        match ended {
            Err(tui::Error::Signal(signal)) => tui::die_of(signal),
            ended => Ok(ended.map(|()| ExitCode::SUCCESS)?),
        }
    }
}

/// The app after what arrives soon, and where the rest comes from; none when the library is complete.
fn first_screen(mut app: App, arrived: Receiver<Input>) -> (App, Option<Receiver<Input>>) {
    let deadline = Instant::now() + PATIENCE;
    while let Ok(input) = arrived.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        let complete = matches!(input, Input::Library(_));
        app.input(input);
        if complete {
            return (app, None);
        }
    }
    (app, Some(arrived))
}

/// Loads a library on a thread of its own, and says how far it is.
fn load(place: Place, cache: Option<PathBuf>, library: Arc<Mutex<Library>>, sender: Sender<Input>) {
    thread::spawn(move || {
        // A file takes a millisecond: not every one is worth a drawing.
        let reported = Mutex::new(Instant::now());
        let progress = |Progress { done, total }| {
            if let Ok(mut last) = reported.try_lock()
                && last.elapsed() > Duration::from_millis(100)
            {
                *last = Instant::now();
                let _ = sender.send(Input::Progress { done, total });
            }
        };
        let loaded = Library::load(place, cache.as_deref(), progress);
        let catalog = loaded.catalog.clone();
        *library.lock().unwrap_or_else(PoisonError::into_inner) = loaded;
        let _ = sender.send(Input::Library(catalog));
    });
}

fn nothing_to_read(library: &Library) -> ExitCode {
    let mut out = stderr();
    for failure in &library.catalog.failures {
        let _ = writeln!(out, "gongbao：{}：{}", failure.path.display(), failure.reason);
    }
    let _ = writeln!(out, "gongbao：没有可以打开的公报");
    ExitCode::from(2)
}
