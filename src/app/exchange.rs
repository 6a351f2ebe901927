//! What the app is told and what it asks its caller to do: all that passes between it and the rest of the program.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use super::cited;
use super::key::Key;
use super::ledger::{News, Scope, Unread};
use super::mouse::{Mouse, Zone};
use crate::compare::told::Compared;
use crate::issue::Issue;
use crate::ledger::Ledger;
use crate::ledger::write::{self, Kind};
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, IssueId};
use crate::library::directory::DocumentId;
use crate::search::bar::{Request, Told};
use crate::state::{Change, State};
use crate::text::width::Widths;

/// Everything that can happen to the app.
#[derive(Debug, Clone)]
pub enum Input {
    Key(Key),
    /// With what the cell shows.
    Mouse(Mouse, Option<Zone>),
    /// Bracketed paste.
    Paste(String),
    /// The terminal's size in cells.
    Resize {
        cols: u16,
        rows: u16,
    },
    /// How this terminal draws ambiguous characters.
    Widths(Widths),
    /// A catalog was loaded, or loaded anew.
    Library(Arc<Catalog>),
    /// The catalog has been found to be what the files are.
    Unchanged,
    /// Loading goes on: files done, files in all.
    Progress {
        done: usize,
        total: usize,
    },
    /// The directory of the catalog has been made.
    Directory,
    Issue(IssueId, Result<Arc<Issue>, LoadFailure>),
    /// Nothing has happened for a moment: what is late is shown ([`super::App::is_late`]).
    Rest,
    /// Nothing has happened for a while.
    Pause,
    /// The program is about to end.
    Closing,
    /// What the reader left, as it is kept now; with something to tell about it.
    State(State, Option<String>),
    /// Something to tell that no key asked for.
    Trouble(String),
    /// What became of writing to the file of that name.
    Written(String, Result<(), NotWritten>),
    /// What the one that searches has to say.
    Search(Told),
    /// What a worker has to say about the ledger of this request.
    Ledger(u64, News),
    /// What a worker has to say about the citations of the library.
    Citations(u64, cited::News),
    /// The comparison of this request, or why there is none.
    Compared(u64, Result<Arc<Compared>, String>),
}

/// Why a file was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotWritten {
    /// There is one of that name.
    Exists,
    /// In the reader's words.
    Failed(String),
}

/// What the app asks its caller to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Quit,
    /// Draw everything anew (Ctrl-L).
    Repaint,
    /// Stop the process as Ctrl-Z does.
    Suspend,
    /// Load this issue; answered by `Input::Issue`.
    LoadIssue(IssueId),
    /// Read all folders again; answered by `Input::Library`.
    Reload,
    /// Make the directory of the catalog (`Catalog::directory`), which takes a moment; answered by `Input::Directory`.
    MakeDirectory,
    /// Put this on the terminal's clipboard, if it does such things. It has no control characters but line feeds and tabs.
    Copy(String),
    /// Keep what the reader left; answered by `Input::State` or `Input::Trouble`.
    Keep(Vec<Change>),
    /// Write to a file that the reader named; answered by `Input::Written`.
    Write {
        path: String,
        content: Content,
        /// Also where there is such a file already.
        replace: bool,
    },
    /// Search for this; answered by `Input::Search`, unless another one is asked before.
    Search(Request),
    /// Gather a ledger; answered by `Input::Ledger` with this number.
    Gather(u64, Scope),
    /// Count where these units are named beside the rows of a ledger; answered by `Input::Ledger` with this number.
    Mentions(u64, Unread),
    /// Gather who cites whom in the whole library; answered by `Input::Citations` with this number.
    GatherCitations(u64),
    /// Compare two documents; answered by `Input::Compared` with this number.
    Compare {
        request: u64,
        old: DocumentId,
        new: DocumentId,
    },
}

/// What is written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// Rows of a ledger.
    Rows(Arc<Ledger>, Vec<u32>, Kind),
}

impl Content {
    /// The bytes of the file. Those of a workbook take their time: for a worker thread.
    ///
    /// # Errors
    /// When there is more of it than such a file holds.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Content::Text(text) => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Rows(ledger, rows, kind) => Ok(Cow::Owned(write::bytes(*kind, ledger, rows)?)),
        }
    }
}
