//! What a unit's folded text is indexed by: its characters, and its bigrams with their places.
//!
//! The place of a bigram is the index of its first character. So a string of n characters stands in a text exactly where
//! every second of its bigrams, and the last, stand at the right distances: 寄宿制学校 is 寄宿+0, 制学+2, 学校+3. A string of
//! one character is found by the characters; they are kept without places, which would cost as much as the bigrams'.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

const CHARACTERS: &str = "characters";
const BIGRAMS: &str = "bigrams";

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub characters: Field,
    pub bigrams: Field,
    /// Number of the source, to remove its units by.
    pub source: Field,
    /// Packed [`Place`](super::Place)s.
    pub place: Field,
    pub shape: Field,
    /// The unit itself.
    pub unit: Field,
}

pub const PLACE: &str = "place";
pub const SHAPE: &str = "shape";

pub fn schema() -> (Schema, Fields) {
    let indexed = |tokenizer, option| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        characters: builder.add_text_field("characters", indexed(CHARACTERS, IndexRecordOption::WithFreqs)),
        bigrams: builder.add_text_field("bigrams", indexed(BIGRAMS, IndexRecordOption::WithFreqsAndPositions)),
        source: builder.add_u64_field("source", INDEXED),
        place: builder.add_u64_field(PLACE, FAST),
        shape: builder.add_u64_field(SHAPE, FAST),
        unit: builder.add_bytes_field("unit", STORED),
    };
    (builder.build(), fields)
}

pub fn tokenizers() -> TokenizerManager {
    // Not `new`: fields that are no text ask for the tokenizer named "default".
    let manager = TokenizerManager::default();
    manager.register(CHARACTERS, TextAnalyzer::from(Grams { length: 1, token: Token::default() }));
    manager.register(BIGRAMS, TextAnalyzer::from(Grams { length: 2, token: Token::default() }));
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

/// Every run of `length` characters, at the index of its first.
#[derive(Clone)]
struct Grams {
    length: usize,
    token: Token,
}

struct Stream<'a> {
    text: &'a str,
    /// Start and end of the next one, in bytes; none at the end.
    next: Option<(usize, usize)>,
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for Grams {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let end = text.char_indices().nth(self.length - 1).map(|(at, c)| at + c.len_utf8());
        Stream { text, next: end.map(|end| (0, end)), position: 0, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((start, end)) = self.next else { return false };
        let (gram, rest) = (&self.text[start..end], &self.text[end..]);
        self.token.text.clear();
        self.token.text.push_str(gram);
        (self.token.offset_from, self.token.offset_to, self.token.position) = (start, end, self.position);
        let first = gram.chars().next().map_or(0, char::len_utf8);
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
    fn grams_stand_at_the_index_of_their_first_character() {
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
