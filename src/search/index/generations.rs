//! The index folder: generations, each whole from the moment it has its name.
//!
//! ```text
//! index/  writer.lock                 held by the one that is building
//!         building-XXXXXX/            not yet whole; removed by the next builder
//!         generation-00000007/pack-…  what is searched
//! ```
//!
//! A generation is built in a private folder and renamed when it is complete; packs that stay are linked into it. Nothing
//! in it changes after that: readers take the newest, builders make the next. What is missing, of another version or
//! damaged is as good as not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pack::Pack;
use crate::quiet::quietly;

const PREFIX: &str = "generation-";
const PACK: &str = "pack-";
pub(super) const BUILDING: &str = "building-";

/// The packs of the newest generation that can be read; none where there is none.
pub fn open(folder: &Path) -> Option<Vec<Arc<Pack>>> {
    // A builder may remove a generation between its listing and its opening: then there is a newer one.
    (0..3).find_map(|_| list(folder).into_iter().rev().find_map(|(_, path)| open_packs(&path)))
}

/// What can be read of a generation; none if it is nothing.
fn open_packs(generation: &Path) -> Option<Vec<Arc<Pack>>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(generation).ok()?.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let open = |path: &PathBuf| quietly(|| Pack::open(path)).and_then(Result::ok).map(Arc::new);
    let packs: Vec<Arc<Pack>> = folders.iter().filter_map(open).collect();
    (!packs.is_empty() || folders.is_empty()).then_some(packs)
}

/// What there is of an index, for a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Missing,
    Sound,
    /// Of another version of the program, or damaged.
    Unfit,
}

/// Looks at the newest generation. Reads all of it.
pub fn state(folder: &Path) -> State {
    let Some((_, newest)) = list(folder).pop() else { return State::Missing };
    let there = fs::read_dir(&newest).map_or(0, Iterator::count);
    match open_packs(&newest) {
        Some(packs) if packs.len() == there && packs.iter().all(|pack| pack.is_sound()) => State::Sound,
        _ => State::Unfit,
    }
}

/// The generations by number.
fn list(folder: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.strip_prefix(PREFIX)?.parse().ok()?, entry.path())))
        .collect();
    found.sort();
    found
}

/// The folder of a pack that is being built.
pub(super) fn pack(building: &Path, number: usize) -> PathBuf {
    building.join(format!("{PACK}{number:03}"))
}

/// Links, or else copies, the files of a pack.
pub(super) fn take_over(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if fs::hard_link(entry.path(), &to).is_err() {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

/// Gives a complete building its name, and removes what it replaces.
pub(super) fn publish(folder: &Path, building: &Path) -> io::Result<()> {
    fs::set_permissions(building, fs::metadata(folder)?.permissions())?;
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
