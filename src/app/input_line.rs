//! A line of text that the reader types: what find, narrow and go-to ask with.

use unicode_segmentation::UnicodeSegmentation;

use super::key::{Key, KeyCode};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputLine {
    text: String,
    /// Byte offset, always at a boundary between grapheme clusters.
    cursor: usize,
    /// Where a dictionary finds words in this text, if it has been asked.
    words: Vec<usize>,
}

impl InputLine {
    pub fn with(text: &str) -> Self {
        InputLine { text: text.to_owned(), cursor: text.len(), words: Vec::new() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the cursor.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Pasted text: on one line, without control characters.
    pub fn paste(&mut self, text: &str) {
        let text: String =
            text.trim_matches(['\r', '\n']).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.insert(&text);
    }

    /// Byte offsets between the words of the text as it is now.
    pub fn know_words(&mut self, bounds: &[usize]) {
        self.words = bounds.to_vec();
    }

    /// Puts something else in the place of a part of the text; the cursor goes behind it. Off its boundaries: does nothing.
    pub fn replace(&mut self, range: std::ops::Range<usize>, with: &str) {
        if self.text.get(range.clone()).is_some() {
            self.delete(range);
            self.insert(with);
        }
    }

    fn insert(&mut self, text: &str) {
        self.words.clear();
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Takes an editing key; false where it is none, and the line unchanged.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Char(c) if key.ctrl && !key.alt => return self.control(c.to_ascii_lowercase()),
            KeyCode::Char(c) if !key.alt && !c.is_control() => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Char('b') | KeyCode::Left if key.alt || key.ctrl => self.cursor = self.word(),
            KeyCode::Char('f') | KeyCode::Right if key.alt || key.ctrl => self.cursor = self.word_after(),
            KeyCode::Backspace => self.delete(self.before()..self.cursor),
            KeyCode::Delete => self.delete(self.cursor..self.after()),
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn control(&mut self, c: char) -> bool {
        match c {
            'a' => self.cursor = 0,
            'e' => self.cursor = self.text.len(),
            'b' => self.cursor = self.before(),
            'f' => self.cursor = self.after(),
            'h' => self.delete(self.before()..self.cursor),
            'd' => self.delete(self.cursor..self.after()),
            'u' => self.delete(0..self.cursor),
            'k' => self.delete(self.cursor..self.text.len()),
            'w' => self.delete(self.word()..self.cursor),
            _ => return false,
        }
        true
    }

    fn delete(&mut self, range: std::ops::Range<usize>) {
        self.words.clear();
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn before(&self) -> usize {
        self.halves().0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.halves().1.graphemes(true).next().map_or(0, str::len)
    }

    /// Where the word before the cursor begins; punctuation and spaces after it belong to it.
    fn word(&self) -> usize {
        let says_something = |from: &usize| self.text[*from..self.cursor].chars().any(char::is_alphanumeric);
        self.bounds().into_iter().rev().filter(|&at| at < self.cursor).find(says_something).unwrap_or(0)
    }

    /// Where the word after the cursor ends.
    fn word_after(&self) -> usize {
        let says_something = |to: &usize| self.text[self.cursor..*to].chars().any(char::is_alphanumeric);
        self.bounds().into_iter().filter(|&at| at > self.cursor).find(says_something).unwrap_or(self.text.len())
    }

    /// Between words: as the dictionary has it, or else as characters look.
    fn bounds(&self) -> Vec<usize> {
        let known = self.words.iter().copied().filter(|&at| self.text.is_char_boundary(at)).collect::<Vec<_>>();
        if !known.is_empty() {
            return known;
        }
        self.text.split_word_bound_indices().map(|(at, _)| at).chain([self.text.len()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> InputLine {
        let mut line = InputLine::default();
        for &key in keys {
            line.key(key);
        }
        line
    }

    #[test]
    fn text_is_typed_and_corrected_in_the_middle() {
        let mut line = typed(&"责任位".chars().map(Key::char).collect::<Vec<_>>());
        line.key(Key::of(KeyCode::Left));
        line.key(Key::char('单'));
        assert_eq!(line.halves(), ("责任单", "位"));
        line.key(Key::of(KeyCode::Backspace));
        line.key(Key::of(KeyCode::Delete));
        assert_eq!(line.text(), "责任");
    }

    #[test]
    fn full_width_punctuation_stays_as_typed() {
        assert_eq!(typed(&[Key::char('、'), Key::char('（'), Key::char('１')]).text(), "、（１");
    }

    #[test]
    fn control_keys_delete_words_and_lines() {
        let mut line = InputLine::with("green card 责任");
        line.key(Key::ctrl(KeyCode::Char('w')));
        assert_eq!(line.text(), "green card 责");
        line.key(Key::ctrl(KeyCode::Char('w')));
        line.key(Key::ctrl(KeyCode::Char('w')));
        assert_eq!(line.text(), "green ");
        line.key(Key::ctrl(KeyCode::Char('u')));
        assert_eq!(line.text(), "");
        line.key(Key::of(KeyCode::Backspace));
        assert_eq!(line.text(), "");
    }

    #[test]
    fn a_cluster_is_deleted_whole_and_paste_keeps_to_one_line() {
        let mut line = InputLine::with("e\u{301}");
        line.key(Key::of(KeyCode::Backspace));
        assert_eq!(line.text(), "");
        line.paste("水土\n保持\u{1b}\n");
        assert_eq!(line.text(), "水土 保持 ");
    }
}
