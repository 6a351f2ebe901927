//! What a unit's folded text is indexed by: its bigrams with their places, and after the last character an end mark.
//!
//! The place of a bigram is the index of its first character. So a string of n characters stands in a text exactly where
//! every second of its bigrams, and the last, stand at the right distances: 寄宿制学校 is 寄宿+0, 制学+2, 学校+3. A string of
//! one character is all bigrams that begin with it: with the end mark, every character begins one.

use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

const BIGRAMS: &str = "bigrams";

/// Ends a text that is indexed; folding leaves none in it.
pub const END: char = '\n';

/// The schema, and its only field.
pub fn schema() -> (Schema, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(BIGRAMS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let mut builder = Schema::builder();
    let bigrams = builder.add_text_field(BIGRAMS, TextOptions::default().set_indexing_options(indexing));
    (builder.build(), bigrams)
}

pub fn tokenizers() -> TokenizerManager {
    // Not `new`: fields that are no text ask for the tokenizer named "default".
    let manager = TokenizerManager::default();
    manager.register(BIGRAMS, TextAnalyzer::from(Bigrams { token: Token::default() }));
    manager
}

/// The bigrams that find a string, each with its distance from the string's start: two characters or more.
pub fn bigrams(term: &str) -> Vec<(u32, &str)> {
    let ends: Vec<usize> = term.char_indices().map(|(at, _)| at).chain([term.len()]).collect();
    let last = ends.len().saturating_sub(3);
    let mut starts: Vec<usize> = (0..=last).step_by(2).collect();
    if starts.last() != Some(&last) {
        starts.push(last);
    }
    starts.into_iter().filter_map(|at| Some((at as u32, term.get(*ends.get(at)?..*ends.get(at + 2)?)?))).collect()
}

/// Every two characters, at the index of the first.
#[derive(Clone)]
struct Bigrams {
    token: Token,
}

struct Stream<'a> {
    text: &'a str,
    /// Start and end of the next one, in bytes; none at the end.
    next: Option<(usize, usize)>,
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let end = text.char_indices().nth(1).map(|(at, c)| at + c.len_utf8());
        Stream { text, next: end.map(|end| (0, end)), position: 0, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((start, end)) = self.next else { return false };
        let (bigram, rest) = (&self.text[start..end], &self.text[end..]);
        self.token.text.clear();
        self.token.text.push_str(bigram);
        (self.token.offset_from, self.token.offset_to, self.token.position) = (start, end, self.position);
        let first = bigram.chars().next().map_or(0, char::len_utf8);
        self.next = rest.chars().next().map(|c| (start + first, end + c.len_utf8()));
        self.position += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bigrams_stand_at_the_index_of_their_first_character() {
        let seen = |text| {
            let mut analyzer = tokenizers().get(BIGRAMS).unwrap();
            let mut stream = analyzer.token_stream(text);
            let mut seen = Vec::new();
            while stream.advance() {
                seen.push((stream.token().position, stream.token().text.clone()));
            }
            seen
        };
        assert_eq!(seen("县a级"), [(0, "县a".to_owned()), (1, "a级".to_owned())]);
        assert_eq!(seen("县"), []);
        assert_eq!(seen(""), []);
    }

    #[test]
    fn every_second_bigram_and_the_last_cover_a_string() {
        assert_eq!(bigrams("寄宿"), [(0, "寄宿")]);
        assert_eq!(bigrams("寄宿制"), [(0, "寄宿"), (1, "宿制")]);
        assert_eq!(bigrams("寄宿学校"), [(0, "寄宿"), (2, "学校")]);
        assert_eq!(bigrams("寄宿制学校"), [(0, "寄宿"), (2, "制学"), (3, "学校")]);
    }
}
