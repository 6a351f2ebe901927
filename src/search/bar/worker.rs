//! The worker: owns the engine, answers the newest request only, and has the index kept in step in the background.
//!
//! ```text
//! ask ──────────────┐
//! library ─▶ follow ┴─▶ one queue ─▶ answer ─▶ tell: Answer, then Completions
//!              └──────────────────────────────▶ tell: Indexing
//! ```
//!
//! A request makes the one before stale, wherever that is. When a better engine comes ([`keep::follow`]), the newest
//! request is answered once more.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Request;
use super::answer::{Answer, Asker};
use super::complete::{Completions, complete};
use super::names::Names;
use crate::library::{Library, Progress};
use crate::search::keep::{self, Step};
use crate::search::{Engine, words};

/// What the worker has to say.
#[derive(Debug, Clone)]
pub enum Told {
    Answer(Box<Answer>),
    Completions(Completions),
    /// How far making the index is; none: it is done, or there is nothing to do.
    Indexing(Option<Making>),
    /// The index can't be written, and why. What can be searched without one is.
    NoIndex(String),
}

/// The making of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    Here(Building),
    /// Another program is at it: how far, it knows alone.
    Elsewhere,
}

/// How far the making of an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Building {
    /// In bytes of text.
    pub progress: Progress,
    /// How long the rest takes if it goes on like this; none while that can't be said.
    pub left: Option<Duration>,
}

impl Building {
    fn new(progress: Progress, since: Duration) -> Building {
        let Progress { done, total } = progress;
        let known = since >= TOLD_AFTER && done > 0;
        let left = known.then(|| since.mul_f64(total.saturating_sub(done) as f64 / done as f64));
        Building { progress, left }
    }

    pub fn percent(self) -> usize {
        (self.progress.done * 100).checked_div(self.progress.total).unwrap_or(0).min(100)
    }
}

/// Building goes on for so long before it is said how long the rest will take.
const TOLD_AFTER: Duration = Duration::from_secs(3);
/// How long the library is left alone while nobody asks: the first screen comes first.
const FIRST_SCREEN: Duration = Duration::from_millis(500);
/// Between two words about progress.
const PAUSE: Duration = Duration::from_millis(200);

/// A handle on the worker, which ends with it.
pub struct Worker {
    queue: Sender<Message>,
    stale: Mutex<Arc<AtomicBool>>,
    stop: Mutex<Arc<AtomicBool>>,
}

/// A flag raised when what it was given out with is no longer wanted.
type Flag = Arc<AtomicBool>;

enum Message {
    Request(Request, Flag),
    Library(Library, Option<PathBuf>, Flag),
    /// About the library whose flag it is.
    Step(Step, Flag),
    /// The names of that library are there.
    Named(Flag),
    /// There is nothing more to do for that library's index.
    Followed(Flag),
    End,
}

impl Worker {
    /// Starts the worker. `tell` is called from several threads.
    pub fn start(tell: impl Fn(Told) + Send + Sync + 'static) -> Worker {
        let (queue, messages) = channel();
        let desk =
            Desk { tell: Arc::new(tell), queue: queue.clone(), asked: None, searched: None, state: 0, hurry: None };
        thread::spawn(move || desk.work(&messages));
        Worker { queue, stale: Mutex::default(), stop: Mutex::default() }
    }

    /// Searches this library from now on, with its index in `folder`.
    pub fn library(&self, library: Library, folder: Option<PathBuf>) {
        let _ = self.queue.send(Message::Library(library, folder, renewed(&self.stop)));
    }

    /// Asks; what was asked before needs no answer any more.
    pub fn ask(&self, request: Request) {
        let _ = self.queue.send(Message::Request(request, renewed(&self.stale)));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        renewed(&self.stale);
        renewed(&self.stop);
        let _ = self.queue.send(Message::End);
    }
}

/// Raises a flag and puts a new one in its place.
fn renewed(flag: &Mutex<Flag>) -> Flag {
    let mut flag = flag.lock().unwrap_or_else(PoisonError::into_inner);
    flag.store(true, Ordering::Relaxed);
    *flag = Flag::default();
    flag.clone()
}

/// The worker's own state.
struct Desk<T> {
    tell: Arc<T>,
    queue: Sender<Message>,
    /// The newest request, answered or not.
    asked: Option<(Request, Flag)>,
    searched: Option<Searched>,
    /// Counts the engines that there were.
    state: u64,
    /// Dropped when someone asks: then the library is no longer left alone.
    hurry: Option<Sender<()>>,
}

/// The library that is searched.
#[derive(Clone)]
struct Searched {
    library: Library,
    folder: Option<PathBuf>,
    stop: Flag,
    /// None until there is one.
    engine: Option<Arc<Engine>>,
    /// Made on a thread of its own once somebody asks.
    names: Arc<OnceLock<Names>>,
    named: bool,
    mended: bool,
}

impl<T: Fn(Told) + Send + Sync + 'static> Desk<T> {
    fn work(mut self, messages: &Receiver<Message>) {
        while let Ok(first) = messages.recv() {
            let mut news = false;
            for message in std::iter::once(first).chain(messages.try_iter()) {
                match message {
                    Message::End => return,
                    Message::Request(request, stale) => {
                        if self.asked.is_none() {
                            thread::spawn(words::prepare);
                        }
                        self.asked = Some((request, stale));
                        self.hurry = None;
                        self.name();
                        news = true;
                    }
                    Message::Library(library, folder, stop) => self.follow(library, folder, stop),
                    Message::Step(step, of) => news |= self.step(step, &of),
                    Message::Named(of) if self.is_of_now(&of) => self.complete(),
                    Message::Named(_) => {}
                    Message::Followed(of) if self.is_of_now(&of) => (self.tell)(Told::Indexing(None)),
                    Message::Followed(_) => {}
                }
            }
            if news {
                self.answer();
            }
        }
    }

    fn is_of_now(&self, stop: &Flag) -> bool {
        self.searched.as_ref().is_some_and(|searched| Arc::ptr_eq(&searched.stop, stop))
    }

    fn follow(&mut self, library: Library, folder: Option<PathBuf>, stop: Flag) {
        let (hurry, wait) = channel();
        self.hurry = Some(hurry).filter(|_| self.asked.is_none());
        self.searched = Some(Searched {
            library: library.clone(),
            folder: folder.clone(),
            stop: stop.clone(),
            engine: None,
            names: Arc::default(),
            named: false,
            mended: false,
        });
        self.name();
        self.in_background(stop.clone(), move |step| {
            let _ = wait.recv_timeout(FIRST_SCREEN);
            keep::follow(&library, folder.as_deref(), &stop, step);
        });
    }

    /// The index has turned out to be damaged. Once is enough: what is made anew is sound.
    fn mend(&mut self) {
        let Some(searched) = self.searched.as_mut().filter(|searched| !searched.mended) else { return };
        searched.mended = true;
        let (library, folder, stop) = (searched.library.clone(), searched.folder.clone(), searched.stop.clone());
        self.in_background(stop.clone(), move |step| keep::mend(&library, folder.as_deref(), &stop, step));
    }

    /// Runs what makes better engines on a thread of its own.
    fn in_background(&self, of: Flag, work: impl FnOnce(&(dyn Fn(Step) + Sync)) + Send + 'static) {
        let (queue, tell) = (self.queue.clone(), self.tell.clone());
        thread::spawn(move || {
            let last = Mutex::new(Instant::now());
            let begun: OnceLock<Instant> = OnceLock::new();
            work(&|step| match step {
                Step::Progress(progress) => {
                    let since = begun.get_or_init(Instant::now).elapsed();
                    if let Ok(mut last) = last.try_lock()
                        && last.elapsed() > PAUSE
                    {
                        *last = Instant::now();
                        tell(Told::Indexing(Some(Making::Here(Building::new(progress, since)))));
                    }
                }
                Step::Elsewhere => tell(Told::Indexing(Some(Making::Elsewhere))),
                step => drop(queue.send(Message::Step(step, of.clone()))),
            });
            let _ = queue.send(Message::Followed(of));
        });
    }

    /// Whether the newest request can be answered better now.
    fn step(&mut self, step: Step, of: &Flag) -> bool {
        let Some(searched) = self.searched.as_mut().filter(|searched| Arc::ptr_eq(&searched.stop, of)) else {
            return false;
        };
        match step {
            Step::Engine(engine) => {
                searched.engine = Some(engine);
                self.state += 1;
                return true;
            }
            Step::Failed(error) => (self.tell)(Told::NoIndex(error.to_string())),
            Step::Progress(_) | Step::Elsewhere => {}
        }
        false
    }

    fn answer(&mut self) {
        let (Some((request, stale)), Some(searched)) = (&self.asked, &self.searched) else { return };
        let Some(engine) = &searched.engine else { return };
        let names = || searched.names();
        match (Asker { engine, names: &names, stale }).answer(request, self.state) {
            Ok(Some(answer)) => (self.tell)(Told::Answer(Box::new(answer))),
            Ok(None) => return,
            Err(_) => return self.mend(),
        }
        self.complete();
    }

    /// What Tab offers, which comes after what was asked for, and when the names are there.
    fn complete(&self) {
        let Some((request, stale)) = &self.asked else { return };
        let names = self.searched.as_ref().and_then(|searched| searched.names.get());
        if let Some(names) = names.filter(|_| !stale.load(Ordering::Relaxed)) {
            (self.tell)(Told::Completions(complete(request, names)));
        }
    }

    /// Has the names of the library gathered, once, when somebody asks: of a large one that takes seconds.
    fn name(&mut self) {
        let asked = self.asked.is_some();
        let Some(searched) = self.searched.as_mut().filter(|searched| asked && !searched.named) else { return };
        searched.named = true;
        let (searched, queue) = (searched.clone(), self.queue.clone());
        thread::spawn(move || {
            searched.names();
            queue.send(Message::Named(searched.stop))
        });
    }
}

impl Searched {
    /// What the library calls things; whoever asks before they are there waits.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.library.catalog))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Place;

    #[test]
    fn how_long_it_takes_is_said_once_something_is_known() {
        let building = |done, seconds| Building::new(Progress { done, total: 200 }, Duration::from_secs(seconds));
        assert_eq!((building(1, 1).left, building(0, 9).left), (None, None));
        assert_eq!((building(50, 10).left, building(50, 10).percent()), (Some(Duration::from_secs(30)), 25));
        assert_eq!(Building::new(Progress { done: 0, total: 0 }, Duration::ZERO).percent(), 0);
    }

    /// What is asked before there is a library waits for it; of two requests the newer is answered, until all is searched.
    #[test]
    fn the_newest_request_is_answered_and_again_when_more_can_be_searched() {
        let (tell, told) = channel();
        let worker = Worker::start(move |what| drop(tell.send(what)));
        let request = |number, typed: &str| Request { number, typed: typed.into(), cursor: typed.len(), limit: 40 };
        worker.ask(request(1, "工"));
        worker.ask(request(2, "工作"));
        worker.library(Library::load(Place::Sample, None, |_| {}), None);
        let mut last = None;
        while last.is_none_or(|(total, unsearched)| total == 0 || unsearched > 0) {
            match told.recv_timeout(Duration::from_secs(60)).expect("an answer with everything") {
                Told::Answer(answer) => {
                    assert_eq!((answer.number, answer.typed.as_str()), (2, "工作"));
                    last = Some((answer.total, answer.unsearched));
                }
                Told::Completions(completions) => assert_eq!(completions.number, 2),
                Told::Indexing(progress) => assert_eq!(progress, None, "the sample needs no index"),
                Told::NoIndex(reason) => panic!("{reason}"),
            }
        }
    }
}
