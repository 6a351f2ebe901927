//! Characters: how many cells they take, which are the same when searching, what numbers and sounds they spell, what marks
//! stand for.

pub mod fold;
pub mod markup;
pub mod numerals;
pub mod pinyin;
pub mod safe;
pub mod width;
