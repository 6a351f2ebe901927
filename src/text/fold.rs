//! Which characters count as the same when texts are compared: traditional and simplified script, full- and half-width
//! forms, the shapes of brackets, quotes, dashes and stops, capital letters, and spacing.
//!
//! Folding maps one character to one character or to nothing (space, and what is invisible). So a folded text is never
//! longer than its source in characters, and [`Folded`] can lead every byte of it back to the source.
//!
//! ```
//! use gongbao::text::fold::{Folded, fold};
//!
//! assert_eq!(fold("涇源縣 ２０２１年（總第 16 期）"), "泾源县2021年(总第16期)");
//! let folded = Folded::new("县 级：涇源縣");
//! let at = folded.text().find("泾源").unwrap();
//! assert_eq!(&"县 级：涇源縣"[folded.source(at..at + "泾源".len())], "涇源");
//! ```
//!
//! The script table is OpenCC's (by way of `hanconv`): where a traditional character has several simplified ones, the
//! first; that is a guess for a writer but no loss for a comparison.

use std::collections::HashMap;
use std::ops::Range;
use std::str::Chars;
use std::sync::LazyLock;

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(c) = fold_char(c) {
            out.push(c);
        }
    }
    out
}

/// A character as it is compared; nothing for space and invisible characters.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return match c {
            ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => None,
            '[' => Some('('),
            ']' => Some(')'),
            '~' => Some('-'),
            _ => Some(c.to_ascii_lowercase()),
        };
    }
    match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' => Some(SCRIPT.simplified(c)),
        _ if is_invisible(c) || c.is_whitespace() => None,
        _ => Some(shape(c)),
    }
}

/// Whether both texts are the same once folded.
pub fn same(a: &str, b: &str) -> bool {
    a.chars().filter_map(fold_char).eq(b.chars().filter_map(fold_char))
}

/// Whether a text has a folded one in it once it is folded, too; it is not copied for that.
pub fn holds(text: &str, folded: &str) -> bool {
    let mut rest = text.chars();
    loop {
        if begins_with(rest.clone(), folded) {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

/// Whether a text begins with a folded one once it is folded, too.
pub fn begins(text: &str, folded: &str) -> bool {
    begins_with(text.chars(), folded)
}

fn begins_with(chars: Chars, folded: &str) -> bool {
    let mut chars = chars.filter_map(fold_char);
    folded.chars().all(|c| chars.next() == Some(c))
}

/// The simplified form of a Chinese character, or the character itself.
pub fn simplified(c: char) -> char {
    SCRIPT.simplified(c)
}

/// Punctuation, symbols and letters that are printed in several shapes.
fn shape(c: char) -> char {
    match c {
        '，' | '、' | '﹑' | '､' => ',',
        '。' | '．' | '｡' => '.',
        '：' | '﹕' | '︰' => ':',
        '；' => ';',
        '？' => '?',
        '！' => '!',
        '（' | '〔' | '【' | '［' | '〖' | '﹙' | '❨' => '(',
        '）' | '〕' | '】' | '］' | '〗' | '﹚' | '❩' => ')',
        '〈' | '《' | '«' | '＜' => '<',
        '〉' | '》' | '»' | '＞' => '>',
        '“' | '”' | '„' | '‟' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' | '‚' | '＇' | '′' => '\'',
        '—' | '–' | '―' | '─' | '━' | '－' | '‐' | '‑' | '‒' | '−' | '～' | '〜' | '∼' => '-',
        '·' | '•' | '‧' | '・' | '･' | '∙' | '●' | '⋅' => '·',
        '⋯' => '…',
        '○' | '◯' => '〇',
        '％' => '%',
        '\u{ff01}'..='\u{ff5e}' => {
            // Full-width forms of ASCII stand in ASCII order.
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase()
        }
        _ if c.is_uppercase() => c.to_lowercase().next().unwrap_or(c),
        _ => c,
    }
}

/// Characters without a body of their own: byte order mark, zero-width spaces and joiners, soft hyphen, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Traditional → simplified, for all characters that differ.
struct Script {
    /// U+4E00..=U+9FFF; the character itself where there is no other form, 0 where that is in another plane.
    common: Box<[u16]>,
    rare: HashMap<char, char>,
}

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

static SCRIPT: LazyLock<Script> = LazyLock::new(Script::load);

impl Script {
    fn load() -> Script {
        const TABLE: &str = hanconv::RawDictionary::TSCharacters.text();
        let mut script = Script { common: (FIRST as u16..=LAST as u16).collect(), rare: HashMap::new() };
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(from) = words.next().and_then(only_char) else { continue };
            // A character that is its own first choice (覆, 瞭) is a simplified one too.
            if let Some(to) = words.next().and_then(only_char).filter(|&to| to != from) {
                script.insert(from, to);
            }
        }
        // Variants that the table leaves alone because they are no question of script.
        for pair in [
            "戸户", "汚污", "敎教", "靑青", "眞真", "黒黑", "髙高", "亷廉", "徳德", "歩步", "県县", "発发", "恵惠",
            "収收",
        ] {
            let mut chars = pair.chars();
            if let (Some(from), Some(to)) = (chars.next(), chars.next()) {
                script.insert(from, to);
            }
        }
        script
    }

    fn insert(&mut self, from: char, to: char) {
        match (from as u32, u16::try_from(to as u32)) {
            (code @ FIRST..=LAST, Ok(to)) => self.common[(code - FIRST) as usize] = to,
            (code, _) => {
                if let FIRST..=LAST = code {
                    self.common[(code - FIRST) as usize] = 0;
                }
                self.rare.insert(from, to);
            }
        }
    }

    fn simplified(&self, c: char) -> char {
        match c as u32 {
            code @ FIRST..=LAST => match self.common[(code - FIRST) as usize] {
                0 => self.rare.get(&c).copied().unwrap_or(c),
                to => char::from_u32(to.into()).unwrap_or(c),
            },
            _ => self.rare.get(&c).copied().unwrap_or(c),
        }
    }
}

fn only_char(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// A folded text that remembers where each character came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the start of its character in the source; and at the end the source's length.
    starts: Vec<u32>,
    /// For each byte of `text` the end of its character in the source.
    ends: Vec<u32>,
}

impl Folded {
    pub fn new(source: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(source.len()), ..Folded::default() };
        for (at, c) in source.char_indices() {
            let Some(to) = fold_char(c) else { continue };
            folded.text.push(to);
            folded.starts.resize(folded.text.len(), at as u32);
            folded.ends.resize(folded.text.len(), (at + c.len_utf8()) as u32);
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the source that the bytes `range` of the folded text came from: from the first to the last
    /// character, dropped ones between them included. An empty range gives an empty one.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let end_of_text = self.ends.last().copied().unwrap_or(0);
        let start = self.starts.get(range.start).copied().unwrap_or(end_of_text) as usize;
        if range.is_empty() {
            return start..start;
        }
        let end = self.ends.get(range.end - 1).copied().unwrap_or(end_of_text) as usize;
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn script_width_and_shape_do_not_matter() {
        assert!(same("關於印發《丁縣２０２１年方案》的通知", "关于印发〈丁县2021年方案〉 的通知"));
        assert!(same("丁政發〔2021〕13 號", "丁政发[2021]13号"));
        assert!(same("（一）“双减”——试点", "(一) \"双减\"－－试点"));
        assert!(!same("丁县", "丙县"));
    }

    #[test]
    fn variants_are_one_character() {
        assert_eq!(fold("徳高 靑山 内內"), "德高青山内内");
        assert_eq!(simplified('乾'), '干');
        assert_eq!(simplified('字'), '字');
    }

    #[test]
    fn offsets_lead_back() {
        let source = "\u{feff}县 Ａ縣，責任單位";
        let folded = Folded::new(source);
        let at = folded.text().find("县,责任").unwrap();
        assert_eq!(&source[folded.source(at..at + "县,责任".len())], "縣，責任");
        assert_eq!(folded.source(folded.text().len()..folded.text().len()).len(), 0);
    }

    proptest! {
        /// What is folded is its own folded form: comparing never depends on who folded first.
        #[test]
        fn folding_again_changes_nothing(source in "\\PC{0,40}|[涇縣裏後！-～、。（〔【「Ａ-Ｚ ]{0,40}") {
            let once = fold(&source);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_text_holds_what_it_would_hold_folded(text in "[ａA 縣县：:]{0,8}", other in "[ａA 縣县：:]{0,3}") {
            let (folded, other) = (fold(&text), fold(&other));
            prop_assert_eq!(holds(&text, &other), folded.contains(&other));
            prop_assert_eq!(begins(&text, &other), folded.starts_with(&other));
        }

        #[test]
        fn every_range_is_on_character_boundaries(source in "\\PC*") {
            let folded = Folded::new(&source);
            prop_assert_eq!(folded.text(), fold(&source));
            for (at, c) in folded.text().char_indices() {
                let range = folded.source(at..at + c.len_utf8());
                prop_assert_eq!(source[range].chars().next().and_then(fold_char), Some(c));
            }
        }
    }
}
