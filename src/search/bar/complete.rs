//! What the word at the cursor could become: a field's name, a value that the library holds, a longer word of its titles
//! and units, or what small letters stand for in pinyin.

use super::Request;
use super::names::Names;
use crate::search::query::Field;
use crate::search::words;
use crate::text::fold::fold;
use crate::text::pinyin;

/// What could stand in the place of `from..to` of the text typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub text: String,
    /// How often the library has it; 0 for a field's name.
    pub count: usize,
}

/// What could be typed by Tab, and where the words of the line begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// Of which request.
    pub number: u64,
    /// What is replaced, in bytes of the text typed.
    pub from: usize,
    pub to: usize,
    pub list: Vec<Completion>,
    /// Byte offsets between words, for moving by word.
    pub bounds: Vec<usize>,
}

/// More than one line of a screen holds.
const MOST: usize = 8;

pub fn complete(request: &Request, names: &Names) -> Completions {
    let bounds = words::bounds(&request.typed);
    let mut found = Completions { number: request.number, bounds, ..Completions::default() };
    let Some(before) = request.typed.get(..request.cursor) else { return found };
    let start = word_start(before);
    let word = &before[start..];
    (found.from, found.to) = (start, request.cursor);
    if let Some((at, colon)) = word.char_indices().find(|(_, c)| matches!(c, ':' | '：'))
        && let Some(field) = Field::named(&word[..at])
    {
        found.from = start + at + colon.len_utf8();
        found.list = values(field, &before[found.from..], names);
    } else if !word.is_empty() {
        found.list = names_of_fields(word);
        found.list.extend(longer_words(word, names));
        found.list.truncate(MOST);
    }
    found
}

/// Where the word before the cursor begins: after the last space that is not quoted, and after a minus or a quote.
fn word_start(before: &str) -> usize {
    let (mut start, mut open) = (0, false);
    for (at, c) in before.char_indices() {
        match c {
            '"' | '“' | '”' | '＂' => {
                open = !open;
                start = at + c.len_utf8();
            }
            '-' | '－' if at == start => start = at + c.len_utf8(),
            c if c.is_whitespace() && !open => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

fn names_of_fields(word: &str) -> Vec<Completion> {
    let begins = |(_, chinese, english): &&(Field, &str, &str)| {
        chinese.starts_with(word)
            || english.starts_with(word)
            || (word.len() > 1 && pinyin::find(chinese, word) == Some(0..chinese.len()))
    };
    let completion = |(_, chinese, _): &(Field, &str, &str)| Completion { text: format!("{chinese}:"), count: 0 };
    Field::ALL.iter().filter(begins).map(completion).collect()
}

fn values(field: Field, begun: &str, names: &Names) -> Vec<Completion> {
    let folded = fold(begun);
    let fits = names.of(field).filter(|name| pinyin::holds(name.folded, &folded) && name.folded != folded);
    let completion = |text: &str, count| {
        // A value with a space in it is one value only in quotes.
        let text = if text.contains(char::is_whitespace) { fold(text) } else { text.to_owned() };
        Completion { text, count }
    };
    fits.take(MOST).map(|name| completion(&names.printed(name), name.count)).collect()
}

fn longer_words(word: &str, names: &Names) -> Vec<Completion> {
    let folded = fold(word);
    let found = match pinyin::is_pinyin(&folded) {
        true if folded.len() > 1 => names.spelled(&folded, MOST),
        false if !folded.is_empty() => names.begun(&folded, MOST),
        _ => Vec::new(),
    };
    found.into_iter().map(|(text, count)| Completion { text, count }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Library, Place};
    use crate::search::query::Query;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&Library::load(Place::Sample, None, |_| {}).catalog));

    proptest! {
        /// Whatever is offered can stand where it is offered: the line is one, and asks for something of that field.
        #[test]
        fn what_is_offered_fits_into_the_line(
            typed in "(-|\"|标题[:：]|文号:|單位：|y|jtj|sz|县|水库|方案|20|“|　| |\\PC){0,5}", at in any::<prop::sample::Index>(),
        ) {
            let request = Request { cursor: at.index(typed.len() + 1), typed: typed.clone(), ..Request::default() };
            let found = complete(&request, &NAMES);
            prop_assert!(found.bounds.is_sorted() && found.bounds.iter().all(|&at| typed.is_char_boundary(at)), "{:?}", found.bounds);
            prop_assert_eq!(found.bounds.last(), Some(&typed.len()));
            for offered in found.list {
                prop_assert!(typed.get(found.from..found.to).is_some());
                let line = format!("{}{}", &typed[..found.from], offered.text);
                prop_assert!(offered.text.ends_with(':') || !Query::parse(&line).to_string().is_empty(), "{}", line);
            }
        }

        #[test]
        fn names_are_spelled_by_what_they_hold(typed in "[a-z]{2,5}") {
            for (text, count) in NAMES.spelled(&typed, MOST) {
                prop_assert!(count > 0 && pinyin::matches(&text, &typed), "{} {}", typed, text);
                prop_assert!(NAMES.in_words().any(|name| name.folded.contains(&text)));
            }
        }
    }
}
