//! What each screen holds and what an action does to it: a pure state machine.
//!
//! The terminal layer turns what it reads into [`Input`]s; the app answers with [`Effect`]s, which the caller carries
//! out; their results come back as inputs. It knows no terminal, clock or file.

pub mod input_line;
mod key;
pub mod keymap;
pub mod lines;
pub mod list;

use std::sync::Arc;

use crate::issue::Issue;
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, IssueId};
use crate::text::width::Widths;
pub use key::{Key, KeyCode};

/// Everything that can happen to the app.
#[derive(Debug, Clone)]
pub enum Input {
    Key(Key),
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
    /// Loading goes on: files done, files in all.
    Progress {
        done: usize,
        total: usize,
    },
    Issue(IssueId, Result<Arc<Issue>, LoadFailure>),
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
}

/// The whole state of the program.
#[derive(Debug)]
pub struct App {
    pub catalog: Arc<Catalog>,
    pub cols: u16,
    pub rows: u16,
    pub widths: Widths,
}

impl App {
    pub fn new(catalog: Arc<Catalog>) -> Self {
        App { catalog, cols: 80, rows: 24, widths: Widths::default() }
    }

    /// Takes one input and says what is to be done; the screen may have changed.
    pub fn input(&mut self, input: Input) -> Vec<Effect> {
        match input {
            Input::Key(Key { code: KeyCode::Char('q' | 'Q'), .. }) => vec![Effect::Quit],
            Input::Resize { cols, rows } => {
                (self.cols, self.rows) = (cols, rows);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
