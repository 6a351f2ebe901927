//! The index on disk: one tantivy document a unit, found by characters and bigrams ([`tokens`]), with the unit itself
//! compressed beside it, so that a hit is shown without parsing its file again.
//!
//! tantivy keeps the postings, the positions and the store. Which units hold a string is read from them here: an exact
//! count of every hit is wanted, and scores that do not depend on how the units happen to lie in segments.

pub mod generations;
mod phrase;
pub mod tokens;
pub mod writer;

use std::path::Path;

use tantivy::columnar::Column;
use tantivy::directory::{DirectoryLock, Lock, MmapDirectory};
use tantivy::schema::Value;
use tantivy::store::StoreReader;
use tantivy::{Directory, IndexReader, ReloadPolicy, Searcher, SegmentReader, TantivyDocument, TantivyError};

use crate::search::corpus::{Address, Broken, Corpus, Occurrence, Place, Source};
use crate::search::unit::Unit;
use tokens::Fields;

/// An index that is open for reading. An address is the segment's number and the document's number in it.
pub struct Index {
    sources: Vec<Option<Source>>,
    fields: Fields,
    segments: Vec<Segment>,
    /// Keeps the files open.
    _searcher: Searcher,
    _reader: IndexReader,
}

struct Segment {
    reader: SegmentReader,
    place: Column<u64>,
    shape: Column<u64>,
    store: StoreReader,
}

/// Blocks of the store that are kept unpacked.
const UNPACKED: usize = 32;

impl Index {
    /// Opens the index in a folder for reading: nothing is written there, not even a lock.
    pub fn open(folder: &Path, sources: Vec<Option<Source>>) -> Result<Index, TantivyError> {
        let mut index = tantivy::Index::open(ReadOnly(MmapDirectory::open(folder)?))?;
        let (schema, fields) = tokens::schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("another schema".into()));
        }
        index.set_tokenizers(tokens::tokenizers());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            segments.push(Segment {
                place: segment.fast_fields().u64(tokens::PLACE)?,
                shape: segment.fast_fields().u64(tokens::SHAPE)?,
                store: segment.get_store_reader(UNPACKED)?,
                reader: segment.clone(),
            });
        }
        Ok(Index { sources, fields, segments, _searcher: searcher, _reader: reader })
    }

    fn segment(&self, address: Address) -> Option<(&Segment, u32)> {
        Some((self.segments.get((address >> 32) as usize)?, address as u32))
    }
}

impl Corpus for Index {
    fn sources(&self) -> &[Option<Source>] {
        &self.sources
    }

    fn occurrences(&self, term: &str) -> Result<Vec<Occurrence>, Broken> {
        let mut found = Vec::new();
        for (number, segment) in (0..).zip(&self.segments) {
            let base: Address = number << 32;
            let heading = |doc| shape::heading(segment.shape.first(doc).unwrap_or(0));
            phrase::occurrences(&segment.reader, &self.fields, term, heading, |doc, count, in_heading| {
                found.push(Occurrence { address: base | Address::from(doc), count, in_heading });
            })?;
        }
        Ok(found)
    }

    fn place(&self, address: Address) -> Place {
        let read = |column: fn(&Segment) -> &Column<u64>| {
            self.segment(address).and_then(|(segment, doc)| column(segment).first(doc)).unwrap_or(0)
        };
        shape::unpack(read(|segment| &segment.place), read(|segment| &segment.shape))
    }

    fn firsts(&self) -> Vec<Address> {
        let mut found = Vec::new();
        for (number, segment) in (0..).zip(&self.segments) {
            let base: Address = number << 32;
            let docs = segment.reader.doc_ids_alive();
            let firsts = docs.filter(|&doc| shape::is_first(segment.shape.first(doc).unwrap_or(0)));
            found.extend(firsts.map(|doc| base | Address::from(doc)));
        }
        found
    }

    fn unit(&self, address: Address) -> Result<Unit, Broken> {
        let gone = || Broken("no such unit".into());
        let (segment, doc) = self.segment(address).ok_or_else(gone)?;
        let stored: TantivyDocument = segment.store.get(doc).map_err(broken)?;
        let bytes = stored.get_first(self.fields.unit).and_then(|value| value.as_bytes()).ok_or_else(gone)?;
        postcard::from_bytes(bytes).map_err(|error| Broken(error.to_string()))
    }
}

fn broken(error: impl std::fmt::Display) -> Broken {
    Broken(error.to_string())
}

/// A unit's place in two numbers: the columns of the index.
mod shape {
    use crate::search::corpus::Place;
    use crate::search::scan::LONGEST_HEADING;
    use crate::search::unit::Kind;

    const HEADING: u64 = LONGEST_HEADING as u64;

    /// Source and ordinal; document, characters, heading, kind and first.
    pub fn pack(place: &Place, heading: u32) -> (u64, u64) {
        let document = u64::from(place.document.map_or(0, |d| d + 1).min(0xff_ffff));
        let kind = match place.kind {
            Kind::Front => 0,
            Kind::Body => 1,
            Kind::Title => 2,
        };
        let shape = document << 40
            | u64::from(place.chars.min(0xfff_ffff)) << 12
            | u64::from(heading).min(HEADING) << 3
            | kind << 1
            | u64::from(place.first);
        (u64::from(place.source) << 32 | u64::from(place.ordinal), shape)
    }

    pub fn unpack(place: u64, shape: u64) -> Place {
        Place {
            source: (place >> 32) as u32,
            ordinal: place as u32,
            document: ((shape >> 40) as u32).checked_sub(1),
            chars: (shape >> 12) as u32 & 0xfff_ffff,
            kind: match shape >> 1 & 3 {
                0 => Kind::Front,
                1 => Kind::Body,
                _ => Kind::Title,
            },
            first: is_first(shape),
        }
    }

    /// Characters of the heading.
    pub fn heading(shape: u64) -> u32 {
        (shape >> 3 & HEADING) as u32
    }

    pub fn is_first(shape: u64) -> bool {
        shape & 1 == 1
    }
}

/// A folder that is only read: tantivy would write a lock there even to read, which a read-only folder or another
/// user's does not allow. Generations are never changed once published, so there is nothing to lock against.
#[derive(Debug, Clone)]
struct ReadOnly(MmapDirectory);

impl Directory for ReadOnly {
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, tantivy::directory::error::LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn get_file_handle(
        &self,
        path: &Path,
    ) -> Result<std::sync::Arc<dyn tantivy::directory::FileHandle>, tantivy::directory::error::OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), tantivy::directory::error::DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, tantivy::directory::error::OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(
        &self,
        path: &Path,
    ) -> Result<tantivy::directory::WritePtr, tantivy::directory::error::OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, tantivy::directory::error::OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> std::io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> std::io::Result<()> {
        self.0.sync_directory()
    }

    fn watch(
        &self,
        callback: tantivy::directory::WatchCallback,
    ) -> Result<tantivy::directory::WatchHandle, TantivyError> {
        self.0.watch(callback)
    }
}
