//! gongbao (公报): a terminal reader for Chinese government gazettes.
//!
//! Data flows one way; a module uses only modules below it here:
//!
//! ```text
//! cli       arguments, subcommands, exit codes
//! tui       the terminal: input, the event loop, what bytes go out
//! app       what each screen holds and what an action does to it
//! state     what the reader left: places, marks, bookmarks
//! compare   two documents clause by clause
//! export    a document as a file: typeset text, Markdown, JSON
//! typeset   document + width → lines of cells
//! ledger    who must do what by when
//! citations which documents and clauses a text names, and who cites whom
//! address   how places are named: clauses, numbers, issues
//! search    every occurrence, best first: the index, the query language
//! library   the catalog in memory, the cache on disk
//! check     what an editor wants to know about an issue
//! parse     text lines → issue
//! read      bytes → text lines
//! text      characters: width, folding, numerals
//! issue     what an issue is
//! quiet     panics that are no news
//! ```
//!
//! `docs/architecture.md` says why.

#![forbid(unsafe_code)]

pub mod address;
pub mod app;
pub mod check;
pub mod citations;
pub mod cli;
pub mod compare;
pub mod export;
pub mod issue;
pub mod ledger;
pub mod library;
pub mod parse;
mod quiet;
pub mod read;
pub mod search;
pub mod state;
pub mod text;
pub mod tui;
pub mod typeset;
