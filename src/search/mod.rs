//! Finding every occurrence, best first.
//!
//! ```text
//! typed ──query──▶ Query ──engine──▶ hits: unit, marks, clause path, lines
//!                              ├─ rank    in what order
//!                              ├─ near    what differs by one character, when nothing is exact
//!                              └─ corpus  which units hold a string
//!                                   ├─ scan   units in memory, from end to end
//!                                   └─ index  on disk, by bigrams and their places
//! ```
//!
//! Texts are compared folded (`text::fold`): script, width, shapes and spaces do not matter. A [`unit`] is text joined
//! over lines and pages. A hit is a unit that holds every word that was asked for, as a string, wherever words begin:
//! none is missed, none is false. What decides hits and their order is in [`engine`], over a [`corpus::Corpus`], so the
//! index and the plain scan give the same answer; a test holds them to it.

pub mod bar;
pub mod corpus;
pub mod engine;
mod facts;
pub mod index;
pub mod keep;
mod near;
pub mod query;
mod rank;
pub mod scan;
pub mod unit;
mod words;

pub use engine::{Engine, Hit, Proposal, Results};
pub use query::Query;
