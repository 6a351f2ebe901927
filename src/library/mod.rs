//! The catalog in memory, and the issues behind it, loaded when a screen asks for one.
//!
//! Loading walks the paths ([`walk`]), takes summaries of unchanged files from the [`cache`], and reads and parses the
//! others in parallel. A file that can't be read is a [`LoadFailure`]; the rest opens.

mod cache;
pub mod catalog;
pub mod directory;
pub mod sample;
mod walk;

use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::issue::Issue;
use crate::{parse, read};
use cache::{Cache, Made};
pub use cache::{CacheState, cache_state, library_key};
use catalog::{Catalog, IssueId, summarize};
use walk::{Found, Links};

/// Where a library's issues come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Files, and folders read recursively.
    Paths(Vec<PathBuf>),
    /// The same, and no link is followed: nothing outside them is reached.
    Confined(Vec<PathBuf>),
    /// The sample library compiled into the program.
    Sample,
}

impl Place {
    /// The files and folders; none for the sample.
    pub fn paths(&self) -> Option<&[PathBuf]> {
        match self {
            Place::Paths(paths) | Place::Confined(paths) => Some(paths),
            Place::Sample => None,
        }
    }

    fn links(&self) -> Links {
        if matches!(self, Place::Confined(_)) { Links::Passed } else { Links::Followed }
    }
}

/// A file that could not be loaded, and why, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadFailure {
    pub path: PathBuf,
    pub reason: String,
}

impl From<read::ReadError> for LoadFailure {
    fn from(error: read::ReadError) -> Self {
        LoadFailure { path: error.path, reason: error.reason.to_string() }
    }
}

/// How far something has come: loading in files, the making of an index in bytes of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// A library: the catalog, and the way from an entry of it to its issue. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    pub catalog: Arc<Catalog>,
    /// The file of each issue of the catalog.
    files: Arc<Vec<File>>,
}

/// Where an issue of the catalog came from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    /// None for the sample. A path need not be UTF-8, what the catalog shows is.
    path: Option<PathBuf>,
    /// Hash of its bytes when it was loaded.
    content: u64,
    /// Bytes.
    size: u64,
}

impl Library {
    /// A library of nothing.
    pub fn empty() -> Library {
        Library { catalog: Arc::default(), files: Arc::default() }
    }

    /// Loads every issue's summary.
    ///
    /// `cache` is the folder to keep summaries in between runs; `progress` is called from worker threads as files are done.
    pub fn load(place: Place, cache: Option<&Path>, progress: impl Fn(Progress) + Sync) -> Library {
        Library::load_with(place, cache, progress, |_| ()).0
    }

    /// The same; and of each issue what `with` made of it, if it had to be parsed for its summary. So whoever needs the issues too
    /// has none parsed twice. `with` is called from worker threads.
    pub fn load_with<T: Send>(
        place: Place,
        cache: Option<&Path>,
        progress: impl Fn(Progress) + Sync,
        with: impl Fn(&Issue) -> T + Sync,
    ) -> (Library, Vec<Option<T>>) {
        let (catalog, files) = match place.paths() {
            Some(paths) => {
                let (library, parts, _) = load_paths(paths, place.links(), cache, progress, with);
                return (library, parts);
            }
            None => {
                let texts: Vec<_> = (0..sample::count()).filter_map(sample::text).collect();
                let issues = texts.iter().map(|text| summarize(&parse::parse(text))).collect();
                let file = |text: &read::SourceText| {
                    let bytes = text.lines.join("\n").into_bytes();
                    File { path: None, content: cache::content_hash(&bytes), size: bytes.len() as u64 }
                };
                (Catalog::new(issues, Vec::new()), texts.iter().map(file).collect())
            }
        };
        (Library { catalog: Arc::new(catalog), files: Arc::new(files) }, Vec::new())
    }

    /// The library as it was when it was loaded last, if that is remembered: at once, without a look at its files.
    /// [`Library::checked`] then says what it is now. A place whose borders count ([`Place::Confined`]) is not remembered,
    /// because what is in the cache may be said by anyone who can write there.
    pub fn remembered(place: &Place, cache: Option<&Path>) -> Option<Library> {
        let Place::Paths(paths) = place else { return None };
        let remembered = Cache::remembered(cache?, paths).filter(|issues| !issues.is_empty())?;
        Some(Library::of(remembered.into_iter().map(|(found, made)| (found, Ok(made))), Vec::new()))
    }

    /// Loads what was remembered; none: it is as it was.
    pub fn checked(place: &Place, cache: Option<&Path>, progress: impl Fn(Progress) + Sync) -> Option<Library> {
        let (library, _, same) = load_paths(place.paths()?, place.links(), cache, progress, |_| ());
        (!same || !library.catalog.failures.is_empty()).then_some(library)
    }

    fn of(loaded: impl Iterator<Item = (Found, Result<Made, LoadFailure>)>, mut failures: Vec<LoadFailure>) -> Library {
        let (mut issues, mut files) = (Vec::new(), Vec::new());
        for (found, made) in loaded {
            match made {
                Ok(made) => {
                    issues.push(made.summary);
                    files.push(File { path: Some(found.path), content: made.content, size: found.size });
                }
                Err(failure) => failures.push(failure),
            }
        }
        Library { catalog: Arc::new(Catalog::new(issues, failures)), files: Arc::new(files) }
    }

    /// Reads and parses one issue: for a worker thread.
    ///
    /// # Errors
    /// When its file can no longer be read.
    pub fn issue(&self, id: IssueId) -> Result<Arc<Issue>, LoadFailure> {
        self.read(id).map(|(_, issue)| Arc::new(issue))
    }

    /// Reads and parses one issue; with the hash of the bytes it was read from, which may have changed since loading.
    ///
    /// # Errors
    /// When its file can no longer be read.
    pub fn read(&self, id: IssueId) -> Result<(u64, Issue), LoadFailure> {
        let gone = || LoadFailure { path: PathBuf::new(), reason: "馆藏里没有这一期".into() };
        let file = self.files.get(id.0 as usize).ok_or_else(gone)?;
        let Some(path) = &file.path else {
            let text = sample::text(id.0 as usize).ok_or_else(gone)?;
            return Ok((file.content, parsed(&text)?));
        };
        let bytes =
            read::read_bytes(path).map_err(|reason| LoadFailure { path: path.clone(), reason: reason.to_string() })?;
        Ok((cache::content_hash(&bytes), parsed(&read::read_bytes_as(path, &bytes)?)?))
    }

    /// The hash of an issue's bytes when it was loaded, and how many they were.
    pub fn content(&self, id: IssueId) -> Option<(u64, u64)> {
        self.files.get(id.0 as usize).map(|file| (file.content, file.size))
    }
}

/// How many files a place has to load, and how many can't be read, as far as a look at their beginnings tells.
pub fn files(place: &Place) -> (usize, usize) {
    let Some(paths) = place.paths() else { return (sample::count(), 0) };
    let (found, failures) = walk::walk(paths, place.links());
    let good = found.iter().filter(|found| read::may_be_text(&found.path)).count();
    (good, failures.len() + found.len() - good)
}

/// A library; of each issue what `with` made of it, if it was parsed; and whether all of it was in the cache, and everything that
/// was in the cache is in it.
fn load_paths<T: Send>(
    paths: &[PathBuf],
    links: Links,
    cache: Option<&Path>,
    progress: impl Fn(Progress) + Sync,
    with: impl Fn(&Issue) -> T + Sync,
) -> (Library, Vec<Option<T>>, bool) {
    let (found, failures) = walk::walk(paths, links);
    let cache = cache.map(|folder| Cache::open(folder, paths)).unwrap_or_default();
    let (done, new, total) = (AtomicUsize::new(0), AtomicUsize::new(0), found.len());
    let count = |of: &AtomicUsize| of.fetch_add(1, Ordering::Relaxed) + 1;
    let one = |found: &Found| -> Result<(Made, Option<T>), LoadFailure> {
        let made = match cache.unchanged(found) {
            Some(made) => Ok((made, None)),
            None => make(found, &cache, &with).inspect(|_| _ = count(&new)),
        };
        progress(Progress { done: count(&done), total });
        made
    };
    let results: Vec<_> = found.par_iter().map(one).collect();
    let mut parts = Vec::with_capacity(results.len());
    let made: Vec<Result<Made, LoadFailure>> = results
        .into_iter()
        .map(|result| {
            let (made, part) = result?;
            parts.push(part);
            Ok(made)
        })
        .collect();
    let good: Vec<(&Found, &Made)> = found.iter().zip(&made).filter_map(|(f, m)| Some((f, m.as_ref().ok()?))).collect();
    let same = new.into_inner() == 0 && good.len() == cache.len();
    if !same {
        cache.store(&good);
    }
    (Library::of(found.into_iter().zip(made), failures), parts, same)
}

fn make<T>(found: &Found, cache: &Cache, with: impl Fn(&Issue) -> T) -> Result<(Made, Option<T>), LoadFailure> {
    let fail = |reason: read::Reason| LoadFailure { path: found.path.clone(), reason: reason.to_string() };
    let bytes = read::read_bytes(&found.path).map_err(fail)?;
    let content = cache::content_hash(&bytes);
    if let Some(made) = cache.same_content(&found.path, content) {
        return Ok((made, None));
    }
    let issue = parsed(&read::read_bytes_as(&found.path, &bytes)?)?;
    Ok((Made { content, summary: summarize(&issue) }, Some(with(&issue))))
}

/// The parser must not panic; if it does all the same, one file is lost to the reader and not the whole library.
fn parsed(text: &read::SourceText) -> Result<Issue, LoadFailure> {
    panic::catch_unwind(|| parse::parse(text)).map_err(|_| LoadFailure {
        path: PathBuf::from(&text.source.path),
        reason: "解析时程序出错，请把这个文件报告给开发者".into(),
    })
}
