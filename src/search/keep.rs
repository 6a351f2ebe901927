//! When an index is worth it, and an engine in any case: the one place that decides between scanning and indexing.
//!
//! Two kinds of callers: a command waits until everything can be found ([`engine`]); a screen searches what is ready, and
//! is handed a better engine as soon as there is one ([`follow`]).

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::library::{Library, Progress};
use crate::search::engine::Engine;
use crate::search::index::writer::{self, Outcome, WriteError};

/// Bytes. A library up to this size is scanned: reading it is faster than looking after an index of it.
pub const SMALL: u64 = 4 << 20;
/// Bytes that are scanned beside an index, or before there is one: as much as a search passes in a few milliseconds.
pub const SCANNED: u64 = 16 << 20;

/// Bytes that are scanned first, where there is no index yet: what is there after the blink of an eye.
const GLANCE: u64 = 1 << 20;

/// Between two looks whether someone else has done building.
const WAIT: Duration = Duration::from_millis(200);

/// What an update of the index would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The library is scanned, or the index is in step.
    Nothing,
    /// There is an index, and the library has changed since.
    Update,
    /// There is none yet.
    Build,
}

/// Whether the index that `ready` was opened with is worth updating; one is made for a library of more than `small` bytes.
fn need(ready: &Engine, small: u64) -> Need {
    match ready.is_blank() {
        false if !ready.is_in_step() => Need::Update,
        true if ready.unsearched_bytes() > small => Need::Build,
        _ => Need::Nothing,
    }
}

/// What is told while an index is made or brought in step.
#[derive(Clone)]
pub enum Step {
    /// To a follower: search with this one from now on; what it can't find yet, [`Engine::unsearched`] counts.
    Engine(Arc<Engine>),
    Progress(Progress),
    /// To a follower: another program makes it.
    Elsewhere,
    /// The index could not be written. What there is can be searched all the same.
    Failed(Arc<WriteError>),
}

/// An engine over the library, with its index in step where one is worth it (there is one, or there are more than `small`
/// bytes) and can be written; complete in any case. `tell` is called from worker threads, too.
pub fn engine(library: Library, folder: Option<&Path>, small: u64, tell: impl Fn(Step) + Sync) -> Engine {
    let ready = Engine::ready(library.clone(), folder);
    match folder.filter(|_| need(&ready, small) != Need::Nothing) {
        Some(folder) => {
            update(folder, &library, tell);
            Engine::open(library, Some(folder))
        }
        None => ready.and_scan(u64::MAX),
    }
}

/// An engine after its index has turned out to be damaged: the index is made anew if it can be, and left out if not.
pub fn repaired(library: Library, folder: Option<&Path>, tell: impl Fn(Step) + Sync) -> Engine {
    match folder.and_then(|folder| update(folder, &library, tell)) {
        Some(Outcome::Published) => Engine::open(library, folder),
        _ => Engine::scanning(library),
    }
}

fn update(folder: &Path, library: &Library, tell: impl Fn(Step) + Sync) -> Option<Outcome> {
    let outcome = writer::update(folder, library, &AtomicBool::new(false), |progress| tell(Step::Progress(progress)));
    outcome.map_err(|error| tell(Step::Failed(Arc::new(error)))).ok()
}

/// Leads from what is ready now to everything: tells `step` of the index as it is, within milliseconds; then of the same
/// with a scan of what it lacks, as far as that is quick to search (of a large library without an index, a little of it
/// first); then, where that is worth it, of the index brought in
/// step, while the engines told of before go on serving. Returns when there is nothing more to do, or soon after `stop`
/// turns true. For a worker thread; `step` is called from this and others.
pub fn follow(library: &Library, folder: Option<&Path>, stop: &AtomicBool, step: impl Fn(Step) + Sync) {
    let ready = Arc::new(Engine::ready(library.clone(), folder));
    step(Step::Engine(ready.clone()));
    let scan = |most| step(Step::Engine(Arc::new(Engine::ready(library.clone(), folder).and_scan(most))));
    if ready.is_blank() && ready.unsearched_bytes() > 2 * GLANCE && !stop.load(Ordering::Relaxed) {
        scan(GLANCE);
    }
    if ready.unsearched() > 0 && !stop.load(Ordering::Relaxed) {
        scan(SCANNED);
    }
    if let Some(folder) = folder.filter(|_| need(&ready, SMALL) != Need::Nothing) {
        bring_in_step(library, folder, stop, step);
    }
}

/// The same after a search has said that the index is damaged: without it, until it is made anew.
pub fn mend(library: &Library, folder: Option<&Path>, stop: &AtomicBool, step: impl Fn(Step) + Sync) {
    step(Step::Engine(Arc::new(Engine::ready(library.clone(), None).and_scan(SCANNED))));
    if let Some(folder) = folder {
        bring_in_step(library, folder, stop, step);
    }
}

fn bring_in_step(library: &Library, folder: &Path, stop: &AtomicBool, step: impl Fn(Step) + Sync) {
    let mut told = false;
    while !stop.load(Ordering::Relaxed) {
        match writer::update(folder, library, stop, |progress| step(Step::Progress(progress))) {
            // Someone else does what is to be done.
            Ok(Outcome::Busy) => {
                if !std::mem::replace(&mut told, true) {
                    step(Step::Elsewhere);
                }
                std::thread::sleep(WAIT);
            }
            Ok(Outcome::Stopped) => return,
            Ok(Outcome::Published | Outcome::InStep) => {
                let engine = Engine::ready(library.clone(), Some(folder)).and_scan(SCANNED);
                return step(Step::Engine(Arc::new(engine)));
            }
            Err(error) => return step(Step::Failed(Arc::new(error))),
        }
    }
}
