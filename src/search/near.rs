//! 相近: a string with one character wrong, as a recogniser or a hurried hand leaves it. Asked only when a word stands
//! nowhere as it is.
//!
//! Whichever character is wrong, what is before it and what is after it stand in the text as they are, with one character
//! between. So the units that hold both, for any of the places, are all that can be; their texts decide.

use std::collections::BTreeSet;

use crate::search::corpus::{Address, Corpus, Occurrence};
use crate::search::engine::{Asker, Halt};
use crate::text::fold::fold;

/// Shorter words are near to too much.
const SHORTEST: usize = 3;
/// Longer ones are sentences.
const LONGEST: usize = 40;
/// Texts that are looked at for one word.
const MOST: usize = 5_000;

/// The units that hold `term` with one character changed.
pub(super) fn occurrences(corpus: &dyn Corpus, term: &str, asker: Asker) -> Result<Vec<Occurrence>, Halt> {
    let mut found = Vec::new();
    for address in possible(corpus, term, asker)? {
        asker.still_waits()?;
        let count = starts(&fold(&corpus.unit(address)?.text), term).len() as u32;
        if count > 0 {
            found.push(Occurrence { address, count, in_heading: false });
        }
    }
    Ok(found)
}

fn possible(corpus: &dyn Corpus, term: &str, asker: Asker) -> Result<BTreeSet<Address>, Halt> {
    let bounds: Vec<usize> = term.char_indices().map(|(at, _)| at).chain([term.len()]).collect();
    let mut possible = BTreeSet::new();
    if !(SHORTEST..=LONGEST).contains(&(bounds.len() - 1)) {
        return Ok(possible);
    }
    for wrong in bounds.windows(2) {
        let (before, after) = (&term[..wrong[0]], &term[wrong[1]..]);
        asker.still_waits()?;
        let units = match (before.is_empty(), after.is_empty()) {
            (false, false) => corpus.around(before, after)?,
            (true, _) => corpus.occurrences(after)?.into_iter().map(|o| o.address).collect(),
            (_, true) => corpus.occurrences(before)?.into_iter().map(|o| o.address).collect(),
        };
        possible.extend(units.into_iter().take(MOST.saturating_sub(possible.len())));
    }
    Ok(possible)
}

/// Where `term` stands in a folded text with exactly one character changed: byte offsets, none overlapping another.
pub fn starts(text: &str, term: &str) -> Vec<usize> {
    let term: Vec<char> = term.chars().collect();
    let text: Vec<(usize, char)> = text.char_indices().collect();
    let mut starts = Vec::new();
    let mut free = 0;
    for (at, window) in text.windows(term.len().max(1)).enumerate() {
        let wrong = window.iter().zip(&term).filter(|((_, a), b)| a != *b).take(2).count();
        if at >= free && wrong == 1 {
            starts.extend(window.first().map(|(start, _)| start));
            free = at + term.len();
        }
    }
    starts
}

/// Whether two folded strings differ by exactly one character.
pub fn is_near(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(a, b)| a != b).take(2).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_character_and_no_more() {
        assert_eq!(starts("县教体局、教休局", "教体局"), ["县教体局、".len()]);
        assert_eq!(starts("教休司", "教体局"), [0; 0]);
        assert_eq!(starts("教", "教体局"), [0; 0]);
    }
}
