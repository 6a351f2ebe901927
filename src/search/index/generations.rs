//! The index folder: generations, each whole from the moment it has its name.
//!
//! ```text
//! index/  writer.lock           held by the one that is building
//!         building-XXXXXX/      not yet whole; removed by the next builder
//!         generation-00000007/  tantivy's files, and sources.postcard: which files' contents they are of
//! ```
//!
//! A generation is built in a private folder and renamed when it is complete. Nothing in it changes after that: readers
//! take the newest, builders make the next. What is missing, of another version or damaged is as good as no index.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use xxhash_rust::xxh3::xxh3_64;

use super::Index;
use crate::search::corpus::Source;

const VERSION: &str = env!("GONGBAO_INDEX_VERSION");
const SOURCES: &str = "sources.postcard";
const PREFIX: &str = "generation-";
pub(super) const BUILDING: &str = "building-";

/// A generation that can be read.
pub struct Generation {
    pub folder: PathBuf,
    pub index: Index,
}

/// Opens the newest generation that is whole; none where there is none, or nothing can be read.
pub fn open(folder: &Path) -> Option<Generation> {
    // A builder may remove a generation between its listing and its opening: then there is a newer one.
    (0..3).find_map(|_| {
        list(folder).into_iter().rev().find_map(|(_, path)| {
            let sources = read_sources(&path)?;
            let index = quietly(|| Index::open(&path, sources)).and_then(Result::ok)?;
            Some(Generation { folder: path, index })
        })
    })
}

/// Whether every byte of a generation is as it was written. Reads all of it.
pub fn is_sound(folder: &Path) -> bool {
    let check = || -> Result<bool, TantivyError> {
        let index = tantivy::Index::open(super::ReadOnly(tantivy::directory::MmapDirectory::open(folder)?))?;
        Ok(index.validate_checksum()?.is_empty())
    };
    quietly(check).is_some_and(|sound| sound.unwrap_or(false))
}

/// Runs what may panic on damaged files; none if it did.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// The generations by number.
pub(super) fn list(folder: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.strip_prefix(PREFIX)?.parse().ok()?, entry.path())))
        .collect();
    found.sort();
    found
}

/// Gives a complete building its name, and removes what it replaces. `sources` are what it was built of.
pub(super) fn publish(folder: &Path, building: &Path, sources: &[Option<Source>]) -> io::Result<()> {
    write_sources(building, sources)?;
    make_readable(folder, building)?;
    let before = list(folder);
    let number = before.last().map_or(0, |(number, _)| number + 1);
    fs::rename(building, folder.join(format!("{PREFIX}{number:08}")))?;
    fs::File::open(folder)?.sync_all()?;
    for (_, old) in before {
        // Whoever reads it has its files open.
        let _ = fs::remove_dir_all(old);
    }
    Ok(())
}

/// tantivy makes some files for its own user alone: here whoever may read the folder may read the files.
fn make_readable(folder: &Path, building: &Path) -> io::Result<()> {
    let usual = fs::metadata(building.join(SOURCES))?.permissions();
    for entry in fs::read_dir(building)? {
        let entry = entry?;
        // Files taken over from the last generation may be another user's: those are readable already.
        let _ = fs::set_permissions(entry.path(), usual.clone());
    }
    fs::set_permissions(building, fs::metadata(folder)?.permissions())
}

fn read_sources(generation: &Path) -> Option<Vec<Option<Source>>> {
    let bytes = fs::read(generation.join(SOURCES)).ok()?;
    let (sum, body) = bytes.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*sum) != xxh3_64(body) {
        return None;
    }
    let (version, sources): (&str, _) = postcard::from_bytes(body).ok()?;
    (version == VERSION).then_some(sources)
}

fn write_sources(generation: &Path, sources: &[Option<Source>]) -> io::Result<()> {
    let body = postcard::to_stdvec(&(VERSION, sources)).map_err(io::Error::other)?;
    let path = generation.join(SOURCES);
    // The one of the generation before, if it was taken over, is another's file too.
    let _ = fs::remove_file(&path);
    let mut file = fs::File::create(path)?;
    file.write_all(&xxh3_64(&body).to_le_bytes())?;
    file.write_all(&body)?;
    file.sync_all()
}
