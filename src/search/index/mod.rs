//! The index on disk: [`generations`] of [`pack`]s. A pack is a corpus: the units of some issues, found by bigrams
//! ([`tokens`]), with their texts ([`letters`]), so that a hit is shown without parsing its file again.
//!
//! A pack is written once and never changed. New issues make a new pack; when packs grow many, or hold much that is gone,
//! the issues of the smallest are packed anew ([`writer`]).

pub mod generations;
mod kept;
mod letters;
pub mod pack;
mod phrase;
pub mod tokens;
pub mod writer;

use crate::search::corpus::Broken;

fn broken(error: impl std::fmt::Display) -> Broken {
    Broken(error.to_string())
}
