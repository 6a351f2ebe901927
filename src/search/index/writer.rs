//! Bringing the index in step with the library: contents that are new are packed, and the packs that stay are taken over
//! into a new generation, which is then published.
//!
//! A file is known by its content's hash: one that was moved, renamed or touched costs nothing. What is gone stays in its
//! pack, where no issue claims it and so nothing finds it, until it is half of it. Packs no larger than what is added are
//! packed anew with it, large ones aside, so there are few, and every issue is packed again only as often as the index doubles.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use tantivy::TantivyError;

use super::generations::{self, BUILDING};
use super::pack::{self, Pack, Packer};
use crate::library::catalog::IssueId;
use crate::library::{Library, Progress};
use crate::search::corpus::Corpus;

/// What came of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The index was in step already.
    InStep,
    /// There is a new generation.
    Published,
    /// Someone else is at it: what there is can be read meanwhile.
    Busy,
    /// Stopped half way, as asked; nothing has changed.
    Stopped,
}

/// Why an index could not be written. The library can be searched all the same.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Tantivy(#[from] TantivyError),
}

impl WriteError {
    /// The reader may read this index, and others look after it: no news.
    pub fn is_refusal(&self) -> bool {
        matches!(self.kind(), Some(io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem))
    }

    /// What happened, in the reader's language.
    pub fn reason(&self) -> String {
        match self.kind() {
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => "磁盘已满".into(),
            Some(io::ErrorKind::PermissionDenied) => "没有写入索引文件夹的权限".into(),
            Some(io::ErrorKind::ReadOnlyFilesystem) => "索引文件夹只读".into(),
            _ => self.to_string(),
        }
    }

    /// What the system said. Libraries wrap it in errors of their own, some out of reach; its number stands in every message.
    fn kind(&self) -> Option<io::ErrorKind> {
        let message = self.to_string();
        let (_, number) = message.rsplit_once("(os error ")?;
        let number = number.split(')').next()?.parse().ok()?;
        Some(io::Error::from_raw_os_error(number).kind())
    }
}

/// Threads that parse and pack, at most: each takes memory for a pack of its own.
const THREADS: usize = 4;
/// Bytes of text that are worth another thread: each leaves a pack of its own.
const WORTH_A_THREAD: u64 = 4 << 20;
/// Packs at most, but for large ones, before the smallest are packed anew: each is asked for every string.
const MOST_PACKS: usize = 12;
/// Bytes of text from which a pack stays as it is, whatever is added: packed anew it would only be another like it.
const LARGE: u64 = 8 << 20;

/// Brings the index in `folder` in step with the library. `progress` is called from worker threads, in bytes of text; when
/// `stop` turns true the update is given up soon.
///
/// # Errors
/// When the folder can't be written to. Nothing that could be read before is lost.
pub fn update(
    folder: &Path,
    library: &Library,
    stop: &AtomicBool,
    progress: impl Fn(Progress) + Sync,
) -> Result<Outcome, WriteError> {
    update_in_packs(folder, library, pack::FULL, stop, progress)
}

/// The same with packs that are full after so many bytes of postings and texts; after every issue, if that is 0.
///
/// # Errors
/// As for [`update`].
pub fn update_in_packs(
    folder: &Path,
    library: &Library,
    full: usize,
    stop: &AtomicBool,
    progress: impl Fn(Progress) + Sync,
) -> Result<Outcome, WriteError> {
    fs::create_dir_all(folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("writer.lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Outcome::Busy),
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    for entry in fs::read_dir(folder)?.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(BUILDING.as_bytes()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let last = generations::open(folder);
    let there = last.as_ref().map_or(0, Vec::len);
    let sound: Vec<Arc<Pack>> = last.iter().flatten().filter(|pack| pack.is_sound()).cloned().collect();
    let plan = Plan::new(library, &sound);
    if last.is_some() && sound.len() == there && plan.is_empty() {
        return Ok(Outcome::InStep);
    }
    let building = tempfile::Builder::new().prefix(BUILDING).tempdir_in(folder)?;
    for (number, pack) in plan.kept.iter().enumerate() {
        generations::take_over(pack.folder(), &generations::pack(building.path(), number))?;
    }
    if !write(building.path(), library, &plan, full, stop, progress)? {
        return Ok(Outcome::Stopped);
    }
    generations::publish(folder, building.path())?;
    // It has another name now.
    let _ = building.keep();
    Ok(Outcome::Published)
}

/// Whether these packs would be changed by an update.
pub fn is_in_step<'a>(library: &Library, packs: impl Iterator<Item = &'a dyn Corpus>) -> bool {
    Plan::new(library, &packs.collect::<Vec<_>>()).is_empty()
}

/// What is to be done.
struct Plan<P> {
    kept: Vec<P>,
    /// Some packs are not kept.
    drops: bool,
    /// An issue of each content that is to be packed.
    new: Vec<IssueId>,
    /// Their bytes.
    size: u64,
}

impl<P: Clone + std::ops::Deref<Target: Corpus>> Plan<P> {
    fn new(library: &Library, packs: &[P]) -> Plan<P> {
        let mut wanted: HashMap<u64, (IssueId, u64)> = HashMap::new();
        for id in (0..library.catalog.issues.len() as u32).map(IssueId) {
            if let Some((content, size)) = library.content(id) {
                wanted.entry(content).or_insert((id, size));
            }
        }
        let is_wanted = |pack: &P| {
            let chars = |wanted_or_not: bool| -> u64 {
                let some = pack.sources().iter().filter(|s| wanted.contains_key(&s.content) == wanted_or_not);
                some.map(|source| source.chars).sum()
            };
            chars(true) > chars(false)
        };
        let mut kept: Vec<P> = packs.iter().filter(|pack| is_wanted(pack)).cloned().collect();
        let size = |pack: &P| -> u64 {
            pack.sources().iter().filter_map(|source| wanted.get(&source.content)).map(|(_, size)| size).sum()
        };
        kept.sort_by_key(|pack| std::cmp::Reverse(size(pack)));
        let have: HashSet<u64> = kept.iter().flat_map(|pack| pack.sources()).map(|source| source.content).collect();
        let missing = wanted.iter().filter(|(content, _)| !have.contains(content));
        let mut adding: u64 = missing.map(|(_, (_, size))| size).sum();
        let large = kept.iter().take_while(|pack| size(pack) >= LARGE).count();
        while let Some(smallest) = kept.get(large..).and_then(<[_]>::last)
            && adding > 0
            && (size(smallest) <= adding || kept.len() - large >= MOST_PACKS)
        {
            adding += size(smallest);
            kept.pop();
        }
        let have: HashSet<u64> = kept.iter().flat_map(|pack| pack.sources()).map(|source| source.content).collect();
        let new = wanted.iter().filter(|(content, _)| !have.contains(content));
        let mut new: Vec<IssueId> = new.map(|(_, (id, _))| *id).collect();
        new.sort();
        Plan { drops: kept.len() < packs.len(), kept, new, size: adding }
    }

    fn is_empty(&self) -> bool {
        !self.drops && self.new.is_empty()
    }
}

/// The bytes of an issue's file.
fn size_of(library: &Library, id: IssueId) -> usize {
    library.content(id).map_or(0, |(_, size)| size as usize)
}

/// Packs what is new into the building; whether it was not stopped.
fn write<P>(
    building: &Path,
    library: &Library,
    plan: &Plan<P>,
    full: usize,
    stop: &AtomicBool,
    progress: impl Fn(Progress) + Sync,
) -> Result<bool, WriteError>
where
    Plan<P>: Sync,
{
    let (next, done, packs) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(plan.kept.len()));
    let total = plan.new.iter().map(|&id| size_of(library, id)).sum();
    let fill = || -> Result<(), TantivyError> {
        let mut packer: Option<Packer> = None;
        while let Some(&id) = plan.new.get(next.fetch_add(1, Ordering::Relaxed)) {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            // One that can't be read, or has changed since the library was loaded, is left to the next update.
            let same = |(content, _): &(u64, _)| library.content(id).is_some_and(|(known, _)| known == *content);
            if let Some((content, issue)) = library.read(id).ok().filter(same) {
                let mut open = match packer.take() {
                    Some(open) => open,
                    None => Packer::new(generations::pack(building, packs.fetch_add(1, Ordering::Relaxed)))?,
                };
                open.add(content, &issue)?;
                if open.size() > full {
                    open.finish()?;
                } else {
                    packer = Some(open);
                }
            }
            let size = size_of(library, id);
            progress(Progress { done: done.fetch_add(size, Ordering::Relaxed) + size, total });
        }
        packer.map_or(Ok(()), Packer::finish)
    };
    // When one can't go on, none need.
    let work = || fill().inspect_err(|_| next.store(plan.new.len(), Ordering::Relaxed));
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
    let threads = cores.min(1 + (plan.size / WORTH_A_THREAD) as usize);
    let results = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let panicked = || TantivyError::InternalError("packing failed".into());
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(panicked()))).collect::<Vec<_>>()
    });
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(!stop.load(Ordering::Relaxed))
}
