//! Bytes → numbered text lines: encodings and file formats. Knows nothing of gazettes.

use std::path::{Path, PathBuf};

use crate::issue::Source;

/// A file's text as lines, without line endings. `lines[0]` is line 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceText {
    pub source: Source,
    pub lines: Vec<String>,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{path}：{reason}")]
    Io { path: PathBuf, reason: String },
}

impl SourceText {
    /// Text that is already decoded, split at any line ending.
    pub fn from_text(path: &str, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let source = Source {
            path: path.to_owned(),
            format: "text".into(),
            encoding: "UTF-8".into(),
            lines: lines.len() as u32,
        };
        SourceText { source, lines }
    }
}

/// Reads a file and finds its encoding.
pub fn read_file(path: &Path) -> Result<SourceText, ReadError> {
    let bytes =
        std::fs::read(path).map_err(|error| ReadError::Io { path: path.to_owned(), reason: error.to_string() })?;
    Ok(SourceText::from_text(&path.to_string_lossy(), &String::from_utf8_lossy(&bytes)))
}
