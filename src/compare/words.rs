//! Which words of a changed text are gone, and which are new. The comparison itself is the crate `similar`'s.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::text::fold::fold_char;

/// A stretch of both texts, in bytes: equal (folded), or replaced; either may be empty then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub old: Range<usize>,
    pub new: Range<usize>,
    pub changed: bool,
}

/// Compares two texts. Numbers and Latin words are compared as a whole, the rest by characters; a single character that stayed
/// between two changes belongs to them.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (olds, news) = (tokens(old), tokens(new));
    let key = |text: &str, tokens: &[Range<usize>]| -> Vec<String> {
        tokens.iter().map(|token| text[token.clone()].chars().filter_map(fold_char).collect()).collect()
    };
    let ops = capture_diff_slices(Algorithm::Myers, &key(old, &olds), &key(new, &news));
    let bytes = |tokens: &[Range<usize>], range: Range<usize>, text: &str| {
        let start = tokens.get(range.start).map_or(text.len(), |token| token.start);
        start..range.end.checked_sub(1).filter(|_| !range.is_empty()).map_or(start, |last| tokens[last].end)
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let short = op.new_range().len() == 1 && at > 0 && at + 1 < ops.len();
        let changed = op.tag() != DiffTag::Equal || short;
        let (from, to) = (bytes(&olds, op.old_range(), old), bytes(&news, op.new_range(), new));
        match pieces.last_mut().filter(|last| last.changed == changed) {
            Some(last) => {
                last.old.end = from.end.max(last.old.end);
                last.new.end = to.end.max(last.new.end);
            }
            None => pieces.push(Piece { old: from, new: to, changed }),
        }
    }
    pieces
}

/// Runs of Latin letters and digits; other characters each by itself. They cover the text.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut in_word = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        // What does not count goes with what stands before it.
        if let (None, Some(word)) = (fold_char(c), tokens.last_mut()) {
            word.end = end;
            continue;
        }
        let digit_follows = characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let of_word = c.is_ascii_alphanumeric() || (in_word && c == '.' && digit_follows);
        match tokens.last_mut().filter(|_| of_word && in_word) {
            Some(word) => word.end = end,
            None => tokens.push(at..end),
        }
        in_word = of_word;
    }
    tokens
}
