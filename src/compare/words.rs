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

/// As many tokens as are compared each with each: the time that takes grows with their square where everything differs.
const MOST: usize = 4000;

/// Compares two texts. Numbers and Latin words are compared as a whole, the rest by characters; a single character that stayed
/// between two changes belongs to them. Long texts are compared by sentences first, and by characters where those differ.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    if tokens(old).chain(tokens(new)).count() <= MOST {
        let (olds, news): (Vec<_>, Vec<_>) = (tokens(old).collect(), tokens(new).collect());
        return differences((old, &olds), (new, &news), true);
    }
    let (olds, news) = (sentences(old), sentences(new));
    let coarse = if olds.len() + news.len() <= MOST {
        differences((old, &olds), (new, &news), false)
    } else {
        ends((old, &olds), (new, &news))
    };
    let finer = |piece: Piece| {
        if !piece.changed || (piece.old.len(), piece.new.len()) == (old.len(), new.len()) {
            return vec![piece];
        }
        let shifted = |range: Range<usize>, by: usize| range.start + by..range.end + by;
        let moved = |inner: Piece| Piece {
            old: shifted(inner.old, piece.old.start),
            new: shifted(inner.new, piece.new.start),
            ..inner
        };
        words(&old[piece.old.clone()], &new[piece.new.clone()]).into_iter().map(moved).collect()
    };
    coarse.into_iter().flat_map(finer).collect()
}

/// A text and its tokens.
type Cut<'a> = (&'a str, &'a [Range<usize>]);

fn key(text: &str, token: &Range<usize>) -> String {
    text[token.clone()].chars().filter_map(fold_char).collect()
}

fn differences((old, olds): Cut, (new, news): Cut, by_character: bool) -> Vec<Piece> {
    let keys = |text: &str, tokens: &[Range<usize>]| -> Vec<String> { tokens.iter().map(|at| key(text, at)).collect() };
    let ops = capture_diff_slices(Algorithm::Myers, &keys(old, olds), &keys(new, news));
    let bytes = |tokens: &[Range<usize>], range: Range<usize>, text: &str| {
        let start = tokens.get(range.start).map_or(text.len(), |token| token.start);
        start..range.end.checked_sub(1).filter(|_| !range.is_empty()).map_or(start, |last| tokens[last].end)
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let short = by_character && op.new_range().len() == 1 && at > 0 && at + 1 < ops.len();
        let changed = op.tag() != DiffTag::Equal || short;
        let (from, to) = (bytes(olds, op.old_range(), old), bytes(news, op.new_range(), new));
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

/// The same at the beginning and at the end, and what is between: for texts of too many sentences.
fn ends((old, olds): Cut, (new, news): Cut) -> Vec<Piece> {
    let same = |(a, b): &(&Range<usize>, &Range<usize>)| key(old, a) == key(new, b);
    let first = olds.iter().zip(news).take_while(same).count();
    let last = olds[first..].iter().rev().zip(news[first..].iter().rev()).take_while(same).count();
    let at = |tokens: &[Range<usize>], index: usize, text: &str| tokens.get(index).map_or(text.len(), |t| t.start);
    let from = (at(olds, first, old), at(news, first, new));
    let to = (at(olds, olds.len() - last, old), at(news, news.len() - last, new));
    let piece = |old: Range<usize>, new: Range<usize>, changed| Piece { old, new, changed };
    let pieces = [
        piece(0..from.0, 0..from.1, false),
        piece(from.0..to.0, from.1..to.1, true),
        piece(to.0..old.len(), to.1..new.len(), false),
    ];
    pieces.into_iter().filter(|piece| !(piece.old.is_empty() && piece.new.is_empty())).collect()
}

/// Tokens as they stand together up to a stop.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut ended = true;
    for token in tokens(text) {
        match sentences.last_mut().filter(|_| !ended) {
            Some(sentence) => sentence.end = token.end,
            None => sentences.push(token.clone()),
        }
        ended = text[token].starts_with(['。', '；', '，', '：', '\t', '\n']);
    }
    sentences
}

/// Runs of Latin letters and digits; other characters each by itself. They cover the text.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = characters.next()?;
        let mut end = start + first.len_utf8();
        let word = first.is_ascii_alphanumeric();
        let goes_on = |&(at, c): &(usize, char)| {
            let in_number = || c == '.' && text[at + 1..].starts_with(|next: char| next.is_ascii_digit());
            // What does not count goes with what stands before it.
            fold_char(c).is_none() || word && (c.is_ascii_alphanumeric() || in_number())
        };
        while let Some((at, c)) = characters.next_if(goes_on) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}
