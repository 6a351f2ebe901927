//! Bytes → numbered text lines: encodings and file formats. Knows nothing of gazettes.
//!
//! A line ends at LF or CR LF; in a text that has no LF at all, at CR. Nothing else ends a line, so that line numbers are
//! those of every editor. What can't be decoded becomes U+FFFD, where it stands.

mod encoding;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::issue::Source;

/// The largest file that is read, in bytes: offsets in a text are 32 bits wide, and a text takes several times its size
/// in memory while it is parsed.
pub const MAX_BYTES: u64 = 512 << 20;

/// What a line takes in memory however short it is, in bytes of text: lines count towards [`MAX_BYTES`] by this.
const LINE: u64 = 100;

/// A file's text as lines, without line endings. `lines[0]` is line 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceText {
    pub source: Source,
    pub lines: Vec<String>,
}

/// Why a file could not be read; displayed in the reader's language, without the path.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    #[error("找不到")]
    NotFound,
    #[error("没有读取权限")]
    Permission,
    #[error("不是普通文件")]
    NotAFile,
    #[error("文件是空的，没有文字")]
    Empty,
    #[error("文件太大（{} MB，上限 {} MB）", .0 >> 20, MAX_BYTES >> 20)]
    TooLarge(u64),
    #[error("行数太多（{0} 行）")]
    TooManyLines(u64),
    #[error("不是文本文件（{0}）")]
    Binary(&'static str),
    #[error("文件夹里有循环链接")]
    Loop,
    #[error("读取出错：{0}")]
    Io(io::Error),
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Reason::NotFound,
            io::ErrorKind::PermissionDenied => Reason::Permission,
            _ => Reason::Io(error),
        }
    }
}

/// A file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}：{reason}", path.display())]
pub struct ReadError {
    pub path: PathBuf,
    pub reason: Reason,
}

impl SourceText {
    /// Text that is already decoded.
    pub fn from_text(path: &str, text: &str) -> Self {
        Self::new(path, "UTF-8", text)
    }

    fn new(path: &str, encoding: &str, text: &str) -> Self {
        let lines = split_lines(text);
        let source = Source {
            path: path.to_owned(),
            format: format_of(path).to_owned(),
            encoding: encoding.to_owned(),
            lines: lines.len() as u32,
        };
        SourceText { source, lines }
    }
}

fn format_of(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|e| e.to_str()) {
        Some(e) if e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown") => "markdown",
        _ => "text",
    }
}

fn split_lines(text: &str) -> Vec<String> {
    let ending = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines: Vec<String> =
        text.split(ending).map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect();
    // The last line's ending begins no line of its own.
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Reads a regular file of at most [`MAX_BYTES`].
///
/// # Errors
/// With the path and why it can't be read, is not a text, or has none.
pub fn read_file(path: &Path) -> Result<SourceText, ReadError> {
    let bytes = read_bytes(path).map_err(|reason| ReadError { path: path.to_owned(), reason })?;
    read_bytes_as(path, &bytes)
}

/// The bytes of a regular file of at most [`MAX_BYTES`].
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Reason> {
    // A FIFO or a device could block for ever, so the kind is asked before the file is opened.
    if !path.metadata()?.is_file() {
        return Err(Reason::NotAFile);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_BYTES {
        return Err(Reason::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Reason::TooLarge(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Whether a file could be read as a text, by its kind, its rights and its first bytes.
pub(crate) fn may_be_text(path: &Path) -> bool {
    // As in `read_bytes`: a FIFO is never opened.
    if !path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_BYTES) {
        return false;
    }
    let mut head = Vec::with_capacity(HEAD as usize);
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok_and(|count| count > 0) && encoding::decode(&head).is_ok()
}

/// Bytes of a file that tell whether it is a text.
const HEAD: u64 = 512;

/// Decodes a file's bytes; `path` is what errors and the result name.
pub fn read_bytes_as(path: &Path, bytes: &[u8]) -> Result<SourceText, ReadError> {
    let fail = |reason| ReadError { path: path.to_owned(), reason };
    let decoded = encoding::decode(bytes).map_err(|what| fail(Reason::Binary(what)))?;
    if decoded.text.trim().is_empty() {
        return Err(fail(Reason::Empty));
    }
    let lines = memchr::memchr2_iter(b'\n', b'\r', decoded.text.as_bytes()).count() as u64;
    if lines * LINE > MAX_BYTES {
        return Err(fail(Reason::TooManyLines(lines)));
    }
    Ok(SourceText::new(&path.to_string_lossy(), decoded.encoding, &decoded.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        SourceText::from_text("x.txt", text).lines
    }

    #[test]
    fn any_line_ending_ends_a_line() {
        let want = ["一", "", "二"];
        for text in ["一\n\n二", "一\n\n二\n", "一\r\n\r\n二\r\n", "一\r\r二", "一\r\r二\r"] {
            assert_eq!(lines(text), want, "{text:?}");
        }
    }

    #[test]
    fn other_separators_stay_in_the_line() {
        assert_eq!(lines("一\u{2028}二\u{c}三\n"), ["一\u{2028}二\u{c}三"]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read_file(&path).unwrap_err().reason
        };
        assert!(matches!(write("empty.txt", b""), Reason::Empty));
        assert!(matches!(write("blank.txt", " \n　\n".as_bytes()), Reason::Empty));
        assert!(matches!(write("pdf.txt", b"%PDF-1.7\n\x00\x01"), Reason::Binary("PDF")));
        let lines = (MAX_BYTES / LINE) as usize + 1;
        assert!(matches!(write("lines.txt", &b"a\n".repeat(lines)), Reason::TooManyLines(_)));
        assert!(matches!(write("noise.txt", &[0, 1, 2, 3, 250, 0, 7, 8]), Reason::Binary(_)));
        assert!(matches!(read_file(&folder.path().join("gone.txt")).unwrap_err().reason, Reason::NotFound));
        assert!(matches!(read_file(folder.path()).unwrap_err().reason, Reason::NotAFile));
    }
}
