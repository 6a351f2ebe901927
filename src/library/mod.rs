//! The catalog in memory, and the issues behind it, loaded when a screen asks for one.

pub mod catalog;

use std::path::PathBuf;
use std::sync::Arc;

use crate::issue::Issue;
use crate::{parse, read};
use catalog::{Catalog, IssueId};

/// Where issues come from: files on disk, or the sample compiled into the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    File(PathBuf),
    Embedded(usize),
}

/// A file that could not be loaded, and why, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadFailure {
    pub path: PathBuf,
    pub reason: String,
}

/// A library: the catalog, and the way from an entry of it to its issue.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub catalog: Arc<Catalog>,
    origins: Arc<Vec<Origin>>,
}

impl Library {
    /// Loads files and folders (recursively).
    pub fn load(paths: &[PathBuf]) -> Library {
        let mut catalog = Catalog::default();
        let mut origins = Vec::new();
        let mut files: Vec<PathBuf> = Vec::new();
        for path in paths {
            if path.is_dir() {
                let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
                files.extend(entries.map(|entry| entry.path()));
            } else {
                files.push(path.clone());
            }
        }
        files.sort();
        for path in files {
            match read::read_file(&path) {
                Ok(text) => {
                    catalog.push(catalog::summarize(&parse::parse(&text)));
                    origins.push(Origin::File(path));
                }
                Err(error) => catalog.failures.push(LoadFailure { path, reason: error.to_string() }),
            }
        }
        Library { catalog: Arc::new(catalog), origins: Arc::new(origins) }
    }

    /// Reads and parses one issue again: slow, for a worker thread.
    pub fn issue(&self, id: IssueId) -> Result<Arc<Issue>, LoadFailure> {
        match self.origins.get(id.0 as usize) {
            Some(Origin::File(path)) => read::read_file(path)
                .map(|text| Arc::new(parse::parse(&text)))
                .map_err(|error| LoadFailure { path: path.clone(), reason: error.to_string() }),
            _ => Err(LoadFailure { path: PathBuf::new(), reason: "没有这一期".into() }),
        }
    }
}
