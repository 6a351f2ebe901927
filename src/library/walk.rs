//! Which files a library is made of: the files that are named, and the texts in the folders that are.

use std::collections::HashSet;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use crate::library::LoadFailure;
use crate::read::Reason;

/// A file to load, and what tells whether it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub size: u64,
    /// Nanoseconds since 1970; negative before.
    pub modified: i128,
}

/// What is done with symbolic links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Followed,
    /// What they lead to is found where it stands, if that is below the same paths, and else not at all.
    Passed,
}

/// Finds the files below `paths`, in order of their names, each once however many links lead to it.
///
/// A file that is named is taken whatever it is called; in a folder only texts (`.txt`, `.md`, `.markdown`, `.text`)
/// that are not hidden. What can't be listed is a failure with its reason; the rest is found.
pub fn walk(paths: &[PathBuf], links: Links) -> (Vec<Found>, Vec<LoadFailure>) {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for root in paths {
        let entries = WalkDir::new(root).follow_links(links == Links::Followed).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(visible) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    failures.push(failure_of(root, error));
                    continue;
                }
            };
            let file_type = entry.file_type();
            if file_type.is_dir() || file_type.is_symlink() || (entry.depth() > 0 && !is_text(entry.path())) {
                continue;
            }
            match entry.metadata() {
                Ok(metadata) => {
                    if seen.insert((metadata.dev(), metadata.ino())) {
                        found.push(file(entry.into_path(), &metadata));
                    }
                }
                Err(error) => failures.push(failure_of(root, error)),
            }
        }
    }
    (found, failures)
}

fn visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "txt" | "text" | "md" | "markdown")
}

fn file(path: PathBuf, metadata: &Metadata) -> Found {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let modified = match modified.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    };
    Found { path, size: metadata.len(), modified }
}

fn failure_of(root: &Path, error: walkdir::Error) -> LoadFailure {
    let path = error.path().unwrap_or(root).to_owned();
    let reason = match error.loop_ancestor() {
        Some(_) => Reason::Loop,
        None => error.into_io_error().map_or(Reason::NotFound, Reason::from),
    };
    LoadFailure { path, reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_give_their_texts_once_and_loops_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("2021/.hidden")).unwrap();
        for name in ["b.txt", "a.MD", "2021/c.txt", "2021/.hidden/d.txt", "picture.png", ".e.txt"] {
            fs::write(root.join(name), "文").unwrap();
        }
        std::os::unix::fs::symlink(root, root.join("2021/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("b.txt"), root.join("z.txt")).unwrap();
        let (found, failures) = walk(&[root.to_owned(), root.join("picture.png"), root.join("none")], Links::Followed);
        let names: Vec<_> =
            found.iter().map(|f| f.path.strip_prefix(root).unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["2021/c.txt", "a.MD", "b.txt", "picture.png"]);
        let reasons: Vec<_> = failures.iter().map(|f| f.reason.as_str()).collect();
        assert_eq!(reasons, ["文件夹里有循环链接", "找不到"]);
        std::os::unix::fs::symlink("/etc/hostname", root.join("outside.txt")).unwrap();
        let (confined, failures) = walk(&[root.to_owned()], Links::Passed);
        assert_eq!(confined, found[..3]);
        assert_eq!(failures, []);
    }
}
