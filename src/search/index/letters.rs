//! How the texts of units are kept: a character in one byte or two, by how frequent it is in the pack. That is half of
//! UTF-8, and any one text can be read without those around it.

/// The characters of a pack, most frequent first.
#[derive(Debug)]
pub struct Letters {
    letters: Vec<char>,
    /// As many of them are one byte; with two, the first is one of those left.
    singles: usize,
}

/// The first of four bytes: a character's number follows.
const ESCAPE: u8 = 0xff;
/// First bytes of two, at most: with more, too few characters would be left for one.
const MOST_PAIRS: usize = 40;

impl Letters {
    /// `letters`, most frequent first; the rarest of too many are left out, and written by number.
    pub fn new(mut letters: Vec<char>) -> Letters {
        let room = |pairs: usize| usize::from(ESCAPE) - pairs + pairs * 256;
        let pairs = (0..MOST_PAIRS).find(|&pairs| room(pairs) >= letters.len()).unwrap_or(MOST_PAIRS);
        letters.truncate(room(pairs));
        Letters { letters, singles: usize::from(ESCAPE) - pairs }
    }

    pub fn as_slice(&self) -> &[char] {
        &self.letters
    }

    /// The text of these bytes; none if they are damaged.
    pub fn decode(&self, bytes: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(bytes.len() * 5 / 2);
        let mut bytes = bytes.iter();
        while let Some(&first) = bytes.next() {
            text.push(if usize::from(first) < self.singles {
                *self.letters.get(usize::from(first))?
            } else if first == ESCAPE {
                let mut next = || bytes.next().copied().map(u32::from);
                char::from_u32(next()? << 16 | next()? << 8 | next()?)?
            } else {
                let pair = (usize::from(first) - self.singles) << 8 | usize::from(*bytes.next()?);
                *self.letters.get(self.singles + pair)?
            });
        }
        Some(text)
    }
}

/// Counts characters and then writes them.
pub struct Writer {
    /// By character: first how often, then as what.
    table: Vec<u32>,
}

impl Writer {
    pub fn new() -> Writer {
        Writer { table: vec![0; char::MAX as usize + 1] }
    }

    pub fn count(&mut self, text: &str) {
        for c in text.chars() {
            self.table[c as usize] = self.table[c as usize].saturating_add(1);
        }
    }

    /// Ends counting.
    pub fn letters(&mut self) -> Letters {
        let counted = (0..).zip(&self.table).filter(|&(_, &count)| count > 0);
        let mut by_count: Vec<(u32, char)> =
            counted.filter_map(|(c, &count)| Some((count, char::from_u32(c)?))).collect();
        by_count.sort_unstable_by_key(|&(count, c)| (std::cmp::Reverse(count), c));
        let letters = Letters::new(by_count.into_iter().map(|(_, c)| c).collect());
        self.table.fill(u32::MAX);
        for (code, &c) in (0..).zip(letters.as_slice()) {
            self.table[c as usize] = code;
        }
        letters
    }

    /// Appends a text, in these letters, which [`Writer::letters`] gave.
    pub fn encode(&self, letters: &Letters, text: &str, out: &mut Vec<u8>) {
        for c in text.chars() {
            let code = self.table[c as usize] as usize;
            if code < letters.singles {
                out.push(code as u8);
            } else if code < letters.letters.len() {
                let pair = code - letters.singles;
                out.extend([(letters.singles + (pair >> 8)) as u8, pair as u8]);
            } else {
                out.push(ESCAPE);
                out.extend_from_slice(&(c as u32).to_be_bytes()[1..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round_trip(texts: &[String]) -> Vec<String> {
        let mut writer = Writer::new();
        texts.iter().for_each(|text| writer.count(text));
        let letters = writer.letters();
        let read = |text: &String| {
            let mut bytes = Vec::new();
            writer.encode(&letters, text, &mut bytes);
            // As it is read back: from the list of letters alone.
            Letters::new(letters.as_slice().to_vec()).decode(&bytes).unwrap()
        };
        texts.iter().map(read).collect()
    }

    #[test]
    fn more_letters_than_there_are_codes() {
        let all: String = (0..=u32::from(char::MAX)).step_by(7).filter_map(char::from_u32).collect();
        assert_eq!(round_trip(std::slice::from_ref(&all)), [all]);
    }

    #[test]
    fn damaged_bytes_are_no_text_or_another() {
        let letters = Letters::new(('一'..='龠').collect());
        for first in 0..=255 {
            for rest in [&[][..], &[0xff], &[0xff, 0xff, 0xff]] {
                let _ = letters.decode(&[&[first], rest].concat());
            }
        }
        assert_eq!(letters.decode(&[ESCAPE, 0, 0xd8, 0]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(texts in prop::collection::vec("\\PC{0,40}|[一-龥]{0,300}", 1..8)) {
            prop_assert_eq!(round_trip(&texts), texts);
        }
    }
}
