//! Characters: how many cells they take, which are the same when searching, what numbers they spell.

pub mod fold;
pub mod numerals;
pub mod safe;
pub mod width;
