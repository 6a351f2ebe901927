//! Words, where they matter: of hits that are otherwise equal, those where what was asked for is whole words come first
//! (县委 in 县委办公室, not in 本县委托). And in the query bar: a pasted sentence's words, longer words, moving by word.
//! A dictionary's words are no help in finding: they cut most strings in two.
//!
//! The dictionary takes a tenth of a second and 30 MB: it is loaded when a search first needs it, never before.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

use jieba_rs::Jieba;

use crate::search::engine::Hit;
use crate::search::rank::Ranked;

static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Of hits with equal scores, as many of the first are sorted: what a screen shows. All of them, in a large library, would
/// be thousands of texts to read for one search.
pub const SORTED: usize = 20;

/// Sorts the first of the hits of equal scores: whole words first. `hits` are in order already.
pub fn prefer_whole(hits: &mut [(Ranked, Hit)]) {
    for equal in hits.chunk_by_mut(|(a, _), (b, _)| a.score.total_cmp(&b.score) == Ordering::Equal) {
        let equal = equal.split_at_mut(SORTED.min(equal.len())).0;
        // Most often the same text, printed again: nothing to choose between.
        if equal.windows(2).any(|pair| pair[0].1.unit.text != pair[1].1.unit.text) {
            let whole = |hit: &Hit| hit.marks.iter().take(LOOKED_AT).any(|mark| is_whole(&hit.unit.text, mark));
            equal.sort_by_cached_key(|(_, hit)| !whole(hit));
        }
    }
}

/// Marks of a hit that are looked at: cutting words takes longer than finding.
const LOOKED_AT: usize = 3;
/// How much of the text around a mark is cut into words, in characters: enough for any word.
const AROUND: usize = 12;

/// Loads the dictionary now rather than when it is first needed.
pub fn prepare() {
    LazyLock::force(&WORDS);
}

/// The words of a sentence that are worth finding: of two characters or more, each once.
pub fn split(sentence: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in WORDS.cut(sentence, true) {
        let says_something = word.word.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some();
        if says_something && !words.contains(&word.word) {
            words.push(word.word);
        }
    }
    words
}

/// Byte offsets between the words of a line, its beginning and end included.
pub fn bounds(line: &str) -> Vec<usize> {
    let mut bounds = vec![0];
    for word in WORDS.cut(line, true) {
        bounds.push(bounds[bounds.len() - 1] + word.word.len());
    }
    bounds
}

/// Where a string that goes on at `from` could end: after the word there, and after the next ones, up to a mark or the end.
pub fn ends(text: &str, from: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let Some(rest) = text.get(from..) else { return ends };
    let rest = &rest[..rest.char_indices().nth(AROUND).map_or(rest.len(), |(at, _)| at)];
    let mut end = from;
    for word in WORDS.cut(rest, false).into_iter().take(MOST_WORDS) {
        if LINKS.contains(&word.word) || !word.word.chars().all(char::is_alphanumeric) {
            break;
        }
        end += word.word.len();
        ends.push(end);
    }
    ends
}

/// Words that a completion adds at most.
const MOST_WORDS: usize = 3;
/// What a name does not go on after.
const LINKS: [&str; 7] = ["的", "和", "与", "及", "等", "关于", "印发"];

/// Whether a mark begins and ends where words do.
pub fn is_whole(text: &str, mark: &Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(..mark.start), text.get(mark.end..)) else { return false };
    let start = before.char_indices().rev().take(AROUND).last().map_or(mark.start, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| mark.end + at);
    let (mut begins, mut ends, mut at) = (false, false, start);
    for word in WORDS.cut(&text[start..end], false) {
        begins |= at == mark.start;
        at += word.word.len();
        ends |= at == mark.end;
    }
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_whole_and_a_piece_is_not() {
        let at = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            is_whole(text, &(start..start + word.len()))
        };
        assert!(at("由县委办公室牵头", "办公室"));
        assert!(!at("由县委办公室牵头", "委办"));
    }
}
