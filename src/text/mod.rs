//! Characters: how many cells they take, which are the same when searching, what numbers and sounds they spell, what marks
//! stand for.

pub mod fold;
pub mod markup;
pub mod numerals;
pub mod pinyin;
pub mod safe;
pub mod width;

use std::borrow::Cow;

/// A text that is said again, where its beginning tells which it is: at most so many characters, and … for the rest.
pub fn brief(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
