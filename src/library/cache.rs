//! What parsing found, kept on disk: the summaries of a library's issues in one file below the cache folder.
//!
//! Only summaries are kept: they are all that the catalog needs, and an issue that is opened is parsed from its file,
//! which takes no longer than reading it back parsed would. The file begins with a checksum and the version of the
//! parser (a hash of its source, see `build.rs`); whatever does not fit is as good as no cache. An entry is good while
//! size and time of its file are those it was made from, or the content's hash is. The cache can be deleted at any time.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::library::catalog::IssueSummary;
use crate::library::walk::Found;

const VERSION: &str = env!("GONGBAO_PARSER_VERSION");

/// One issue as the cache has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    size: u64,
    modified: i128,
    content: u64,
    summary: IssueSummary,
}

/// The cache of one library.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where it is kept; none where there is no folder to write to.
    file: Option<PathBuf>,
    by_path: HashMap<PathBuf, Entry>,
    by_content: HashMap<u64, PathBuf>,
}

/// A summary that was read or made, and what it was made from: what [`Cache::store`] keeps.
#[derive(Debug, Clone)]
pub struct Made {
    pub content: u64,
    pub summary: IssueSummary,
}

/// The hash by which contents are told apart.
pub fn content_hash(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Tells libraries apart: by the paths they are loaded from.
pub fn library_key(roots: &[PathBuf]) -> u64 {
    let mut key = Vec::new();
    for root in roots {
        key.extend_from_slice(root.canonicalize().unwrap_or_else(|_| root.clone()).as_os_str().as_encoded_bytes());
        key.push(0);
    }
    xxh3_64(&key)
}

/// What there is of a cache, for a report.
#[derive(Debug)]
pub enum CacheState {
    Missing,
    Good { issues: usize, bytes: u64 },
    OtherVersion,
    Damaged,
    Unreadable(io::Error),
}

/// The file that a library's cache is in, below `folder`, and its state.
pub fn cache_state(folder: &Path, roots: &[PathBuf]) -> (CacheState, PathBuf) {
    let file = file_of(folder, roots);
    let state = match fs::read(&file) {
        Ok(bytes) => match decode(&bytes) {
            Ok(entries) => CacheState::Good { issues: entries.len(), bytes: bytes.len() as u64 },
            Err(Unfit::OtherVersion) => CacheState::OtherVersion,
            Err(Unfit::Damaged) => CacheState::Damaged,
        },
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            CacheState::Missing
        }
        Err(error) => CacheState::Unreadable(error),
    };
    (state, file)
}

fn file_of(folder: &Path, roots: &[PathBuf]) -> PathBuf {
    folder.join(format!("catalog-{:016x}.postcard", library_key(roots)))
}

impl Cache {
    /// Opens the cache for a library of these paths below `folder`; empty when it is missing, damaged, or of another version.
    pub fn open(folder: &Path, roots: &[PathBuf]) -> Cache {
        let file = file_of(folder, roots);
        let entries = fs::read(&file).ok().and_then(|bytes| decode(&bytes).ok()).unwrap_or_default();
        let by_content = entries.iter().map(|e| (e.content, e.path.clone())).collect();
        let by_path = entries.into_iter().map(|e| (e.path.clone(), e)).collect();
        Cache { file: Some(file), by_path, by_content }
    }

    /// The entry for a file that has not changed since it was made.
    pub fn unchanged(&self, found: &Found) -> Option<Made> {
        let entry = self.by_path.get(&found.path)?;
        (entry.size == found.size && entry.modified == found.modified)
            .then(|| Made { content: entry.content, summary: entry.summary.clone() })
    }

    /// The entry for the same content, wherever it was found.
    pub fn same_content(&self, path: &Path, content: u64) -> Option<Made> {
        let entry = self.by_path.get(self.by_content.get(&content)?)?;
        let summary = IssueSummary { path: path.to_string_lossy().into_owned(), ..entry.summary.clone() };
        Some(Made { content, summary })
    }

    /// Writes what a library is made of now, whole or not at all; a folder that can't be written to is left alone.
    pub fn store(&self, made: &[(&Found, &Made)]) {
        let Some(file) = &self.file else { return };
        let same = made.len() == self.by_path.len() && made.iter().all(|(found, _)| self.unchanged(found).is_some());
        if same {
            return;
        }
        let entries: Vec<Entry> = made
            .iter()
            .map(|(found, made)| Entry {
                path: found.path.clone(),
                size: found.size,
                modified: found.modified,
                content: made.content,
                summary: made.summary.clone(),
            })
            .collect();
        // Without a cache everything works, only slower: a failure here is no news to the reader.
        let _ = encode(&entries).and_then(|bytes| write_whole(file, &bytes).ok());
    }
}

fn encode(entries: &[Entry]) -> Option<Vec<u8>> {
    let body = postcard::to_stdvec(&(VERSION, entries)).ok()?;
    let mut bytes = xxh3_64(&body).to_le_bytes().to_vec();
    bytes.extend_from_slice(&body);
    Some(bytes)
}

/// Why bytes are as good as no cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unfit {
    OtherVersion,
    Damaged,
}

fn decode(bytes: &[u8]) -> Result<Vec<Entry>, Unfit> {
    let (sum, body) = bytes.split_first_chunk::<8>().ok_or(Unfit::Damaged)?;
    if u64::from_le_bytes(*sum) != xxh3_64(body) {
        return Err(Unfit::Damaged);
    }
    let (version, rest): (&str, _) = postcard::take_from_bytes(body).map_err(|_| Unfit::Damaged)?;
    if version != VERSION {
        return Err(Unfit::OtherVersion);
    }
    postcard::from_bytes(rest).map_err(|_| Unfit::Damaged)
}

/// Writes a file beside its place and renames it there, so that a reader sees the old one or the new one.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::IssueKind;

    fn entry(path: &str) -> (Found, Made) {
        let found = Found { path: path.into(), size: 7, modified: 42 };
        let summary = IssueSummary {
            path: path.into(),
            kind: IssueKind::Gazette,
            title: "云岫县人民政府公报".into(),
            year: Some(2021),
            number: Some(3),
            total_number: None,
            published: None,
            lines: 1,
            documents: Vec::new(),
        };
        (found, Made { content: content_hash(path.as_bytes()), summary })
    }

    #[test]
    fn what_was_stored_is_found_until_the_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let roots = [folder.path().to_owned()];
        let (found, made) = entry("a.txt");
        Cache::open(folder.path(), &roots).store(&[(&found, &made)]);
        let cache = Cache::open(folder.path(), &roots);
        assert_eq!(cache.unchanged(&found).map(|m| m.summary), Some(made.summary.clone()));
        assert!(cache.unchanged(&Found { modified: 43, ..found.clone() }).is_none());
        let moved = cache.same_content(Path::new("b.txt"), made.content).map(|m| m.summary.path);
        assert_eq!(moved.as_deref(), Some("b.txt"));
    }

    #[test]
    fn every_damage_reads_as_no_cache() {
        let (found, made) = entry("a.txt");
        let entries = [Entry { path: found.path, size: 7, modified: 42, content: made.content, summary: made.summary }];
        let bytes = encode(&entries).unwrap();
        assert!(decode(&bytes).is_ok());
        for i in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[i] ^= 0x10;
            assert!(decode(&flipped).is_err(), "byte {i}");
            assert!(decode(&bytes[..i]).is_err(), "cut at {i}");
        }
    }
}
