//! Bringing the index in step with the library: contents that are new are added, those that are gone removed, in a copy
//! of the last generation (its files are linked, tantivy never changes one), which is then published as the next.
//!
//! A file is known by its content's hash: one that was moved, renamed or touched costs nothing.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::generations::{self, BUILDING};
use super::shape;
use super::tokens::{self, Fields};
use crate::issue::Issue;
use crate::library::catalog::IssueId;
use crate::library::{Library, Progress};
use crate::search::corpus::{Place, Source};
use crate::search::scan::FoldedUnit;
use crate::search::unit;

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

/// Threads that make segments; as many parse.
const THREADS: usize = 2;
/// Bytes of memory in all: about as much as a segment takes before it is written.
const MEMORY: usize = 160 << 20;

/// Brings the index in `folder` in step with the library. `progress` is called from worker threads, in files; when
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
    let last = generations::open(folder).filter(|last| generations::is_sound(&last.folder));
    let plan = Plan::new(library, last.as_ref().map(|last| super::Corpus::sources(&last.index)));
    if last.is_some() && plan.is_empty() {
        return Ok(Outcome::InStep);
    }
    let building = tempfile::Builder::new().prefix(BUILDING).tempdir_in(folder)?;
    if let Some(last) = last.as_ref().filter(|_| plan.goes_on) {
        take_over(&last.folder, building.path())?;
    }
    let Some(sources) = write(building.path(), library, plan, stop, progress)? else { return Ok(Outcome::Stopped) };
    generations::publish(folder, building.path(), &sources)?;
    // It has another name now.
    let _ = building.keep();
    Ok(Outcome::Published)
}

/// What is to be done.
struct Plan {
    /// From the last generation, by number; those that go are none.
    sources: Vec<Option<Source>>,
    gone: Vec<u32>,
    /// An issue of each content that is new.
    new: Vec<IssueId>,
    /// On the last generation, not from nothing.
    goes_on: bool,
}

impl Plan {
    fn new(library: &Library, last: Option<&[Option<Source>]>) -> Plan {
        let ids = (0..library.catalog.issues.len() as u32).map(IssueId);
        let mut wanted: HashMap<u64, IssueId> = HashMap::new();
        for id in ids {
            if let Some((content, _)) = library.content(id) {
                wanted.entry(content).or_insert(id);
            }
        }
        let is_kept = |source: &Option<Source>| source.is_some_and(|source| wanted.contains_key(&source.content));
        let units = |kept: bool| {
            let some = last.unwrap_or_default().iter().filter(|source| is_kept(source) == kept);
            some.flatten().map(|source| u64::from(source.units)).sum::<u64>()
        };
        // More holes than text: made anew it is smaller and faster.
        let goes_on = last.is_some() && units(true) >= units(false);
        let mut plan = Plan { sources: Vec::new(), gone: Vec::new(), new: Vec::new(), goes_on };
        for (number, source) in (0..).zip(last.unwrap_or_default().iter().filter(|_| goes_on)) {
            plan.sources.push(source.filter(|_| is_kept(source)));
            if source.is_some() && !is_kept(source) {
                plan.gone.push(number);
            }
        }
        let have: HashSet<u64> = plan.sources.iter().flatten().map(|source| source.content).collect();
        plan.new = wanted.into_iter().filter(|(content, _)| !have.contains(content)).map(|(_, id)| id).collect();
        plan.new.sort();
        plan
    }

    fn is_empty(&self) -> bool {
        self.goes_on && self.gone.is_empty() && self.new.is_empty()
    }
}

/// Links, or else copies, the files of a generation.
fn take_over(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)?.flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().ends_with(b".lock") {
            continue;
        }
        if fs::hard_link(entry.path(), to.join(&name)).is_err() {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// Writes the changes into the building; the sources it then has, none when stopped.
fn write(
    building: &Path,
    library: &Library,
    plan: Plan,
    stop: &AtomicBool,
    progress: impl Fn(Progress) + Sync,
) -> Result<Option<Vec<Option<Source>>>, WriteError> {
    let (schema, fields) = tokens::schema();
    let directory = MmapDirectory::open(building).map_err(TantivyError::from)?;
    let mut index = tantivy::Index::open_or_create(directory, schema)?;
    index.set_tokenizers(tokens::tokenizers());
    let writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY)?;
    for &gone in &plan.gone {
        writer.delete_term(Term::from_field_u64(fields.source, gone.into()));
    }
    let (done, total) = (AtomicUsize::new(0), plan.new.len());
    let first = plan.sources.len() as u32;
    let added: Vec<Result<Option<Source>, TantivyError>> = plan
        .new
        .par_iter()
        .zip(first..first + total as u32)
        .map(|(&id, number)| {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let added = match library.read(id) {
                Ok((content, issue)) => Some(add(&writer, &fields, number, content, &issue)?),
                // It could be read a moment ago: the next update will see.
                Err(_) => None,
            };
            progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            Ok(added)
        })
        .collect();
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let mut sources = plan.sources;
    for added in added {
        sources.push(added?);
    }
    let mut writer = writer;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(Some(sources))
}

/// Adds the units of an issue, all to one segment.
fn add(
    writer: &IndexWriter,
    fields: &Fields,
    number: u32,
    content: u64,
    issue: &Issue,
) -> Result<Source, TantivyError> {
    let mut source = Source { content, units: 0, chars: 0 };
    let mut operations = Vec::new();
    for (ordinal, unit) in (0..).zip(unit::units(issue)) {
        let folded = FoldedUnit::new(&unit);
        source.units += 1;
        source.chars += u64::from(folded.chars);
        let place = Place {
            source: number,
            ordinal,
            document: unit.document,
            chars: folded.chars,
            kind: unit.kind,
            first: unit.first,
        };
        let (place, shape) = shape::pack(&place, folded.heading_chars);
        let stored = postcard::to_stdvec(&unit).map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let mut document = TantivyDocument::new();
        document.add_text(fields.characters, &folded.text);
        document.add_text(fields.bigrams, &folded.text);
        document.add_u64(fields.source, number.into());
        document.add_u64(fields.place, place);
        document.add_u64(fields.shape, shape);
        document.add_bytes(fields.unit, &stored);
        operations.push(UserOperation::Add(document));
    }
    writer.run(operations)?;
    Ok(source)
}
