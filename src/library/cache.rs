//! What parsing found, kept on disk: the summaries of a library's issues in one file below the cache folder.
//!
//! ```text
//! [checksum of the head][its length][head: version, an entry an issue][packed documents of all issues]
//! ```
//!
//! Only summaries are kept: they are all that the catalog needs, and an issue that is opened is parsed from its file,
//! which takes no longer than reading it back parsed would. The head is read; the packed documents, fifty times as much,
//! are mapped, so that opening takes no longer for them, and readers of one library share them. Each entry has the
//! checksum of its own documents, looked at before the entry is used ([`Cache::unchanged`]); only what is shown at once
//! ([`Cache::remembered`]) is looked at after.
//!
//! The version is that of the parser (a hash of its source, see `build.rs`); whatever does not fit is as good as no cache.
//! An entry is good while size and time of its file are those it was made from, or the content's hash is. The cache can be
//! deleted at any time. It is only ever replaced by another file, so what is mapped does not change.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use xxhash_rust::xxh3::xxh3_64;

use crate::library::catalog::{Documents, IssueSummary};
use crate::library::walk::Found;

const VERSION: &str = env!("GONGBAO_PARSER_VERSION");

/// One issue as the cache has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    size: u64,
    modified: i128,
    content: u64,
    /// Without its documents.
    summary: IssueSummary,
    /// How many documents, where they are among the packed ones, and their checksum.
    count: u32,
    place: Range<u64>,
    sum: u64,
}

/// The cache of one library.
#[derive(Debug)]
pub struct Cache {
    /// Where it is kept; none where there is no folder to write to.
    file: Option<PathBuf>,
    entries: Vec<Entry>,
    /// Of all entries.
    packed: OwnedBytes,
    by_path: HashMap<PathBuf, u32>,
    by_content: HashMap<u64, u32>,
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
        Ok(bytes) => {
            let size = bytes.len() as u64;
            match decode(&OwnedBytes::new(bytes)) {
                Ok((entries, packed)) if entries.iter().all(|entry| entry.documents(&packed).is_some()) => {
                    CacheState::Good { issues: entries.len(), bytes: size }
                }
                Ok(_) | Err(Unfit::Damaged) => CacheState::Damaged,
                Err(Unfit::OtherVersion) => CacheState::OtherVersion,
            }
        }
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

impl Entry {
    /// Its documents, if they are whole.
    fn documents(&self, packed: &OwnedBytes) -> Option<Documents> {
        let documents = self.unproved(packed)?;
        (xxh3_64(documents.packed()) == self.sum).then_some(documents)
    }

    /// Its documents, if there are any bytes in that place.
    fn unproved(&self, packed: &OwnedBytes) -> Option<Documents> {
        let place = usize::try_from(self.place.start).ok()?..usize::try_from(self.place.end).ok()?;
        packed.get(place.clone())?;
        Some(Documents::unpacked(packed.slice(place), self.count))
    }

    fn made(&self, documents: Documents) -> Made {
        Made { content: self.content, summary: IssueSummary { documents, ..self.summary.clone() } }
    }
}

impl Default for Cache {
    fn default() -> Self {
        Cache {
            file: None,
            entries: Vec::new(),
            packed: OwnedBytes::empty(),
            by_path: HashMap::new(),
            by_content: HashMap::new(),
        }
    }
}

impl Cache {
    /// Opens the cache for a library of these paths below `folder`; empty when it is missing, damaged, or of another version.
    pub fn open(folder: &Path, roots: &[PathBuf]) -> Cache {
        let file = file_of(folder, roots);
        let (entries, packed) =
            mapped(&file).and_then(|bytes| decode(&bytes).ok()).unwrap_or_else(|| (Vec::new(), OwnedBytes::empty()));
        let by_content = (0..).zip(&entries).map(|(at, entry)| (entry.content, at)).collect();
        let by_path = (0..).zip(&entries).map(|(at, entry)| (entry.path.clone(), at)).collect();
        Cache { file: Some(file), entries, packed, by_path, by_content }
    }

    /// How many issues it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// What a library was made of when it was loaded last, without a look at its files, or at the documents' checksums.
    pub fn remembered(folder: &Path, roots: &[PathBuf]) -> Option<Vec<(Found, Made)>> {
        let (entries, packed) = decode(&mapped(&file_of(folder, roots))?).ok()?;
        let one = |entry: Entry| {
            let documents = entry.unproved(&packed)?;
            let Entry { path, size, modified, content, summary, .. } = entry;
            Some((Found { path, size, modified }, Made { content, summary: IssueSummary { documents, ..summary } }))
        };
        entries.into_iter().map(one).collect()
    }

    /// The entry for a file that has not changed since it was made.
    pub fn unchanged(&self, found: &Found) -> Option<Made> {
        let entry = &self.entries[*self.by_path.get(&found.path)? as usize];
        let same = entry.size == found.size && entry.modified == found.modified;
        Some(entry.made(entry.documents(&self.packed).filter(|_| same)?))
    }

    /// The entry for the same content, wherever it was found.
    pub fn same_content(&self, path: &Path, content: u64) -> Option<Made> {
        let entry = &self.entries[*self.by_content.get(&content)? as usize];
        let mut made = entry.made(entry.documents(&self.packed)?);
        made.summary.path = path.to_string_lossy().into_owned();
        Some(made)
    }

    /// Writes what a library is made of now, whole or not at all; a folder that can't be written to is left alone.
    pub fn store(&self, made: &[(&Found, &Made)]) {
        let Some(file) = &self.file else { return };
        // Without a cache everything works, only slower: a failure here is no news to the reader.
        let _ = encode(made).map(|head| {
            write_whole(
                file,
                [&head[..]].into_iter().chain(made.iter().map(|(_, made)| made.summary.documents.packed())),
            )
        });
    }
}

/// The file, mapped. Its bytes are looked at when they are asked for.
fn mapped(file: &Path) -> Option<OwnedBytes> {
    let folder = MmapDirectory::open(file.parent()?).ok()?;
    folder.open_read(Path::new(file.file_name()?)).ok()?.read_bytes().ok()
}

/// The beginning of the file, up to the packed documents.
fn encode(made: &[(&Found, &Made)]) -> Option<Vec<u8>> {
    let mut end = 0;
    let entry = |(found, made): &(&Found, &Made)| {
        let packed = made.summary.documents.packed();
        let place = end..end + packed.len() as u64;
        end = place.end;
        Entry {
            path: found.path.clone(),
            size: found.size,
            modified: found.modified,
            content: made.content,
            summary: made.summary.clone(),
            count: made.summary.documents.len() as u32,
            place,
            sum: xxh3_64(packed),
        }
    };
    let entries: Vec<Entry> = made.iter().map(entry).collect();
    let head = postcard::to_stdvec(&(VERSION, entries)).ok()?;
    let mut bytes = xxh3_64(&head).to_le_bytes().to_vec();
    bytes.extend((head.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&head);
    Some(bytes)
}

/// Why bytes are no cache for this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unfit {
    OtherVersion,
    Damaged,
}

/// The entries of a cache, and the packed documents, which are not looked at.
fn decode(bytes: &OwnedBytes) -> Result<(Vec<Entry>, OwnedBytes), Unfit> {
    let (sum, rest) = bytes.split_first_chunk::<8>().ok_or(Unfit::Damaged)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(Unfit::Damaged)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Unfit::Damaged)?;
    let head = rest.get(..length).ok_or(Unfit::Damaged)?;
    if u64::from_le_bytes(*sum) != xxh3_64(head) {
        return Err(Unfit::Damaged);
    }
    let (version, entries): (&str, _) = postcard::take_from_bytes(head).map_err(|_| Unfit::Damaged)?;
    if version != VERSION {
        return Err(Unfit::OtherVersion);
    }
    let entries = postcard::from_bytes(entries).map_err(|_| Unfit::Damaged)?;
    Ok((entries, bytes.slice(16 + length..bytes.len())))
}

/// Writes a file beside its place and renames it there, so that a reader sees the old one or the new one.
fn write_whole<'a>(file: &Path, pieces: impl Iterator<Item = &'a [u8]>) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = io::BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    for piece in pieces {
        temporary.write_all(piece)?;
    }
    temporary.into_inner()?.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::IssueKind;
    use crate::library::catalog::{Details, DocumentSummary};

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
            documents: std::iter::once((
                DocumentSummary { title: "通知".into(), ..DocumentSummary::default() },
                Details { units: vec!["县林业局"], ..Details::default() },
            ))
            .collect(),
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
        let folder = tempfile::tempdir().unwrap();
        let roots = [folder.path().to_owned()];
        let (found, made) = entry("a.txt");
        Cache::open(folder.path(), &roots).store(&[(&found, &made)]);
        let file = file_of(folder.path(), &roots);
        let bytes = fs::read(&file).unwrap();
        let read = || Cache::open(folder.path(), &roots).unchanged(&found).map(|made| made.summary);
        assert_eq!(read(), Some(made.summary.clone()));
        let put = |bytes: &[u8]| fs::remove_file(&file).and_then(|()| fs::write(&file, bytes)).unwrap();
        for i in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[i] ^= 0x10;
            put(&flipped);
            assert_eq!(read(), None, "byte {i}");
            let is_good = |(state, _): (CacheState, PathBuf)| matches!(state, CacheState::Good { .. });
            assert!(!is_good(cache_state(folder.path(), &roots)), "byte {i}");
            // What is shown before it is looked at may be wrong, but it is shown.
            for (_, made) in Cache::remembered(folder.path(), &roots).into_iter().flatten() {
                let _ = format!("{:?} {:?}", made.summary.documents, made.summary.documents.detail(0));
            }
            put(&bytes[..i]);
            assert_eq!(read(), None, "cut at {i}");
        }
    }
}
