//! Characters: how many cells they take, which are the same when searching, what numbers and sounds they spell.

pub mod fold;
pub mod numerals;
pub mod pinyin;
pub mod safe;
pub mod width;
