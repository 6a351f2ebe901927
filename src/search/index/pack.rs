//! Some issues, searchable: a folder that is written once.
//!
//! ```text
//! pack-…/  tantivy's files   one segment: postings and positions of bigrams
//!          shapes            four bytes a unit: what ranking asks
//!          texts             everything else of each unit
//!          starts            four bytes for every sixteenth unit: where in texts
//!          pack.postcard     contents, groups, letters, checksums
//! ```

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::mem;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::Field;
use tantivy::store::Compressor;
use tantivy::{IndexSettings, SegmentReader, TantivyDocument, TantivyError};
use xxhash_rust::xxh3::xxh3_64;

use super::kept::{self, Kept};
use super::letters::{self, Letters};
use super::{broken, phrase, tokens};
use crate::issue::Issue;
use crate::quiet::quietly;
use crate::search::corpus::{Address, Broken, Corpus, Group, Occurrence, Source, Table, TableMaker};
use crate::search::scan::FoldedUnit;
use crate::search::unit::{self, Unit};

const VERSION: &str = env!("GONGBAO_INDEX_VERSION");
const HEAD: &str = "pack.postcard";
const SHAPES: &str = "shapes";
const STARTS: &str = "starts";
const TEXTS: &str = "texts";

/// Of so many units in `texts` one can be found at once; those behind it are counted off.
const STEP: Address = 16;

/// A pack that is open for reading. Nothing is written to its folder, not even a lock: it never changes.
pub struct Pack {
    folder: PathBuf,
    sources: Vec<Source>,
    table: Table,
    segment: SegmentReader,
    bigrams: Field,
    /// Four bytes for every [`STEP`]th unit: where its bytes begin in `texts`.
    starts: OwnedBytes,
    texts: OwnedBytes,
    letters: Letters,
}

/// What `pack.postcard` holds, after its own checksum and the version.
#[derive(Serialize, Deserialize)]
struct Head {
    sources: Vec<Source>,
    groups: Vec<Group>,
    letters: Vec<char>,
    /// Of shapes, starts and texts.
    sums: [u64; 3],
}

impl Pack {
    /// Opens a pack.
    ///
    /// # Errors
    /// When it is incomplete, of another version of the program, or visibly damaged; [`Pack::is_sound`] looks closer.
    pub fn open(folder: &Path) -> Result<Pack, Broken> {
        let head = Pack::head(folder)?;
        let directory = MmapDirectory::open(folder).map_err(broken)?;
        let map = |name: &str| directory.open_read(Path::new(name)).map_err(broken)?.read_bytes().map_err(broken);
        let (shapes, starts, texts) = (map(SHAPES)?, map(STARTS)?, map(TEXTS)?);
        let index = tantivy::Index::open(directory).map_err(broken)?;
        let (schema, bigrams) = tokens::schema();
        let segments = index.searchable_segments().map_err(broken)?;
        let ([segment], true) = (&segments[..], index.schema() == schema) else {
            return Err(Broken("another schema".into()));
        };
        let segment = SegmentReader::open(segment).map_err(broken)?;
        let table = Table::new(shapes, head.groups);
        let units: u64 = head.sources.iter().map(|source| u64::from(source.units)).sum();
        let started = units.div_ceil(STEP.into());
        if [table.len() as u64, segment.max_doc().into()] != [units; 2] || starts.len() as u64 / 4 != started {
            return Err(Broken("cut off".into()));
        }
        let letters = Letters::new(head.letters);
        Ok(Pack { folder: folder.to_owned(), sources: head.sources, table, segment, bigrams, starts, texts, letters })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether every byte is as it was written. Reads all of it.
    pub fn is_sound(&self) -> bool {
        let check = || -> Result<bool, Broken> {
            let sums =
                [SHAPES, STARTS, TEXTS].map(|name| fs::read(self.folder.join(name)).map(|bytes| xxh3_64(&bytes)));
            let known = Pack::head(&self.folder)?.sums;
            let index = tantivy::Index::open(MmapDirectory::open(&self.folder).map_err(broken)?).map_err(broken)?;
            let own = sums.iter().zip(known).all(|(sum, known)| sum.as_ref().is_ok_and(|&sum| sum == known));
            Ok(own && index.validate_checksum().map_err(broken)?.is_empty())
        };
        quietly(check).is_some_and(|sound| sound.unwrap_or(false))
    }

    fn head(folder: &Path) -> Result<Head, Broken> {
        let bytes = fs::read(folder.join(HEAD)).map_err(broken)?;
        let (sum, body) = bytes.split_first_chunk::<8>().ok_or_else(|| Broken("cut off".into()))?;
        if u64::from_le_bytes(*sum) != xxh3_64(body) {
            return Err(Broken("damaged".into()));
        }
        let (version, rest): (&str, _) = postcard::take_from_bytes(body).map_err(broken)?;
        if version != VERSION {
            return Err(Broken("another version".into()));
        }
        postcard::from_bytes(rest).map_err(broken)
    }

    fn kept(&self, address: Address) -> Result<Kept<'_>, Broken> {
        let bytes = self.bytes(address).ok_or_else(|| Broken("no such unit".into()))?;
        // What is quoted must be what was printed: a damaged text is not shown.
        let (bytes, sum) = bytes.split_last_chunk().ok_or_else(|| Broken("cut off".into()))?;
        if *sum != unit_sum(bytes) {
            return Err(Broken("damaged".into()));
        }
        Kept::read(bytes).ok_or_else(|| Broken("damaged".into()))
    }

    /// The bytes of a unit in `texts`.
    fn bytes(&self, address: Address) -> Option<&[u8]> {
        let at = (address / STEP) as usize * 4;
        let start = u32::from_le_bytes(self.starts.get(at..at + 4)?.try_into().ok()?);
        let mut texts = self.texts.get(start as usize..)?;
        for _ in 0..address % STEP {
            let length = kept::read_number(&mut texts)?;
            texts.split_off(..length as usize)?;
        }
        let length = kept::read_number(&mut texts)?;
        texts.split_off(..length as usize)
    }
}

impl Corpus for Pack {
    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn table(&self) -> &Table {
        &self.table
    }

    fn occurrences(&self, term: &str) -> Result<Vec<Occurrence>, Broken> {
        let mut found = Vec::new();
        let heading = |address| self.table.shape(address).heading;
        phrase::occurrences(&self.segment, self.bigrams, term, heading, |address, count, in_heading| {
            found.push(Occurrence { address, count, in_heading });
        })?;
        Ok(found)
    }

    fn around(&self, before: &str, after: &str) -> Result<Vec<Address>, Broken> {
        let mut found = Vec::new();
        if [before, after].iter().all(|part| part.chars().nth(1).is_some()) {
            phrase::around(&self.segment, self.bigrams, before, after, |address| found.push(address))?;
            return Ok(found);
        }
        // The places of a single character are not known; it is looked up only where the other string is.
        let (longer, shorter) = if before.len() > after.len() { (before, after) } else { (after, before) };
        let longer = self.occurrences(longer)?;
        if longer.is_empty() {
            return Ok(found);
        }
        let mut shorter = self.occurrences(shorter)?.into_iter().map(|o| o.address).peekable();
        for address in longer.into_iter().map(|o| o.address) {
            while shorter.next_if(|&other| other < address).is_some() {}
            found.extend(shorter.next_if_eq(&address));
        }
        Ok(found)
    }

    fn unit(&self, address: Address) -> Result<Unit, Broken> {
        let damaged = || Broken("no such unit".into());
        let kept = self.kept(address)?;
        let path = match kept.path {
            kept::Path::Back(back) => self.kept(address.checked_sub(back).ok_or_else(damaged)?)?.path,
            here => here,
        };
        let path = match path {
            kept::Path::Here(path) => self.letters.decode(path).ok_or_else(damaged)?,
            kept::Path::Empty => String::new(),
            kept::Path::Back(_) => return Err(damaged()),
        };
        let group = self.table.groups().get(self.table.group_after(0, address)).ok_or_else(damaged)?;
        Ok(Unit {
            document: group.document,
            kind: self.table.shape(address).kind,
            first: group.document.is_some() && group.first == address,
            path,
            pieces: kept.pieces,
            lines: kept.lines,
            heading: kept.heading,
            text: self.letters.decode(kept.text).ok_or_else(damaged)?,
        })
    }
}

/// Makes a pack, issue by issue.
pub struct Packer {
    folder: PathBuf,
    writer: SingleSegmentIndexWriter,
    bigrams: Field,
    table: TableMaker,
    /// Their texts are written when all letters are known.
    units: Vec<Unit>,
    text: usize,
    letters: letters::Writer,
}

/// Bytes of postings and texts after which a pack is full: it takes about three times as much to make it.
pub const FULL: usize = 64 << 20;

impl Packer {
    /// Begins a pack in a folder that is not there yet.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub fn new(folder: PathBuf) -> Result<Packer, TantivyError> {
        fs::create_dir(&folder)?;
        let (schema, bigrams) = tokens::schema();
        // Nothing is stored there, and that takes least room.
        let settings = IndexSettings {
            docstore_compression: Compressor::Lz4,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = tantivy::Index::builder().schema(schema).settings(settings).tokenizers(tokens::tokenizers());
        let writer = index.single_segment_index_writer(MmapDirectory::open(&folder)?, FULL)?;
        let (table, units, letters) = (TableMaker::default(), Vec::new(), letters::Writer::new());
        Ok(Packer { folder, writer, bigrams, table, units, text: 0, letters })
    }

    /// Adds an issue whose bytes have this hash.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn add(&mut self, content: u64, issue: &Issue) -> Result<(), TantivyError> {
        self.table.source(content);
        for unit in unit::units(issue) {
            let mut folded = FoldedUnit::new(&unit);
            self.table.unit(&unit, folded.shape(&unit), folded.chars);
            folded.text.push(tokens::END);
            let mut document = TantivyDocument::new();
            document.add_text(self.bigrams, folded.text);
            self.writer.add_document(document)?;
            self.letters.count(&unit.text);
            self.letters.count(&unit.path);
            self.text += unit.text.len();
            self.units.push(unit);
        }
        Ok(())
    }

    /// Bytes of postings and texts so far.
    pub fn size(&self) -> usize {
        self.writer.mem_usage() + self.text
    }

    /// Completes the pack on disk.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(mut self) -> Result<(), TantivyError> {
        self.writer.finalize()?;
        let letters = self.letters.letters();
        let (mut starts, mut texts) = (Vec::new(), Vec::with_capacity(self.text / 2));
        let (mut path, mut text, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        let mut paths: HashMap<String, Address> = HashMap::new();
        for (address, unit) in (0..).zip(mem::take(&mut self.units)) {
            if address % STEP == 0 {
                starts.extend_from_slice(&(texts.len() as u32).to_le_bytes());
            }
            [&mut path, &mut text, &mut bytes].into_iter().for_each(Vec::clear);
            self.letters.encode(&letters, &unit.text, &mut text);
            let path = match paths.get(&unit.path) {
                _ if unit.path.is_empty() => kept::Path::Empty,
                Some(before) => kept::Path::Back(address - before),
                None => {
                    self.letters.encode(&letters, &unit.path, &mut path);
                    paths.insert(unit.path, address);
                    kept::Path::Here(&path)
                }
            };
            Kept { path, pieces: unit.pieces, lines: unit.lines, heading: unit.heading, text: &text }.write(&mut bytes);
            let sum = unit_sum(&bytes);
            bytes.extend_from_slice(&sum);
            kept::number(bytes.len() as u32, &mut texts);
            texts.extend_from_slice(&bytes);
        }
        let TableMaker { sources, groups, shapes } = self.table;
        let sums = [&shapes, &starts, &texts].map(|bytes| xxh3_64(bytes));
        let head = Head { sources, groups, letters: letters.as_slice().to_vec(), sums };
        let head = postcard::to_stdvec(&(VERSION, head)).map_err(io::Error::other)?;
        let sum = xxh3_64(&head).to_le_bytes();
        for (name, bytes) in
            [(SHAPES, &[&shapes[..]][..]), (STARTS, &[&starts]), (TEXTS, &[&texts]), (HEAD, &[&sum, &head])]
        {
            let mut file = File::create(self.folder.join(name))?;
            bytes.iter().try_for_each(|bytes| file.write_all(bytes))?;
            file.sync_all()?;
        }
        make_readable(&self.folder)?;
        Ok(())
    }
}

/// Stands after each unit's bytes in `texts`.
fn unit_sum(bytes: &[u8]) -> [u8; 4] {
    (xxh3_64(bytes) as u32).to_le_bytes()
}

/// tantivy makes some files for its own user alone: here whoever may read one may read all.
fn make_readable(folder: &Path) -> io::Result<()> {
    let usual = fs::metadata(folder.join(HEAD))?.permissions();
    for entry in fs::read_dir(folder)? {
        fs::set_permissions(entry?.path(), usual.clone())?;
    }
    Ok(())
}
