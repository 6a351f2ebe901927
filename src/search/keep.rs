//! When an index is worth it, and an engine in any case: the one place that decides between scanning and indexing.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::library::{Library, Progress};
use crate::search::corpus::Corpus;
use crate::search::engine::{self, Engine};
use crate::search::index::generations;
use crate::search::index::writer::{self, Outcome};

/// A library up to this size is scanned: reading it is faster than looking after an index of it.
pub const SMALL: u64 = 4 << 20;

/// What an update of the index would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The library is scanned, or the index is in step.
    Nothing,
    /// There is an index, and the library has changed since.
    Update,
    /// There is none yet.
    Build,
}

/// Whether the index in `folder` is worth updating; one is made for a library of more than `small` bytes.
pub fn need(library: &Library, folder: &Path, small: u64) -> Need {
    let Some(last) = generations::open(folder) else {
        return if bytes(library, None) > small { Need::Build } else { Need::Nothing };
    };
    let in_library = library.catalog.issues.len() - engine::missing(library, Some(&last.index)).len();
    let gone = last.index.sources().iter().flatten().count() > in_library;
    if bytes(library, Some(&last.index)) > 0 || gone { Need::Update } else { Need::Nothing }
}

/// How many bytes of a library a corpus does not have.
pub fn bytes(library: &Library, corpus: Option<&dyn Corpus>) -> u64 {
    engine::missing(library, corpus).into_iter().filter_map(|id| library.content(id)).map(|(_, size)| size).sum()
}

/// An engine over the library, with its index in step where one is worth it (see [`need`]) and can be written; complete
/// in any case.
pub fn engine(library: Library, folder: Option<&Path>, small: u64, progress: impl Fn(Progress) + Sync) -> Engine {
    if let Some(folder) = folder.filter(|folder| need(&library, folder, small) != Need::Nothing) {
        // What is not in the index is scanned: a folder that can't be written to is no news to the reader.
        let _ = writer::update(folder, &library, &AtomicBool::new(false), progress);
    }
    Engine::open(library, folder)
}

/// An engine after its index has turned out to be damaged: the index is made anew if it can be, and left out if not.
pub fn repaired(library: Library, folder: Option<&Path>, progress: impl Fn(Progress) + Sync) -> Engine {
    let repaired = folder.map(|folder| writer::update(folder, &library, &AtomicBool::new(false), progress));
    match repaired {
        Some(Ok(Outcome::Published)) => Engine::open(library, folder),
        _ => Engine::scanning(library),
    }
}
