//! How many cells a character takes on this terminal: the one answer for layout, drawing and output.
//!
//! The width of a text is the sum of the widths of its characters, and nothing else: no character changes the width of
//! its neighbour. What would break that sum on some terminal (joiners, emoji selectors, directional marks …) is never
//! sent; [`safe`](super::safe) says how it is shown instead. A Chinese character, a full-width mark and an emoji take 2,
//! a combining mark 0.
//!
//! East Asian Ambiguous characters (UAX #11: quotes, dashes, ①, Greek, frames …) take 1 or 2 as the terminal decides,
//! and some terminals decide by kind. [`Widths`] remembers the decision for each [`Class`]; the terminal layer finds it
//! out by printing [`Class::probe`] and looking where the cursor went.
//!
//! `unicode-width` is asked only about what is not ambiguous: its own ambiguous table leaves Greek and Cyrillic narrow,
//! and it counts the half-width voicing marks ﾞ ﾟ twice or not at all.

use unicode_width::UnicodeWidthChar;

/// Ambiguous characters that a terminal decides about together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// “ ” ‘ ’
    Quotes,
    /// — … · and their kin
    Dashes,
    /// ① ⑴ Ⅰ ⅰ
    Enclosed,
    /// Box drawing and block elements.
    Box,
    /// Greek and Cyrillic letters.
    Letters,
    /// Everything else: × ± ° ℃ № ※ → ■ ★ à
    Symbols,
}

impl Class {
    pub const ALL: [Class; 6] =
        [Class::Quotes, Class::Dashes, Class::Enclosed, Class::Box, Class::Letters, Class::Symbols];

    /// A character of the class whose width speaks for the others.
    pub fn probe(self) -> char {
        match self {
            Class::Quotes => '“',
            Class::Dashes => '—',
            Class::Enclosed => '①',
            Class::Box => '─',
            Class::Letters => 'α',
            Class::Symbols => '×',
        }
    }

    /// The class of an ambiguous character, none for all others.
    pub fn of(c: char) -> Option<Class> {
        let code = c as u32;
        if code < 0xA1 || (0x3000..0x3248).contains(&code) || (0x3250..0xFFFD).contains(&code) {
            return None;
        }
        let after = AMBIGUOUS.partition_point(|&(first, _)| u32::from(first) <= code);
        let &(_, last) = AMBIGUOUS.get(after.checked_sub(1)?)?;
        if code > u32::from(last) {
            return is_ambiguous_supplement(code).then_some(Class::Enclosed);
        }
        Some(match code {
            0x2018..=0x201D => Class::Quotes,
            0xB7 | 0x2010..=0x2016 | 0x2024..=0x2027 => Class::Dashes,
            0x2160..=0x2179 | 0x2460..=0x24FF | 0x2776..=0x277F | 0x3248..=0x324F => Class::Enclosed,
            0x2500..=0x259F => Class::Box,
            0x391..=0x451 => Class::Letters,
            _ => Class::Symbols,
        })
    }
}

/// Which ambiguous characters this terminal draws two cells wide; all narrow by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Widths {
    /// A bit for each [`Class`].
    wide: u8,
}

impl Widths {
    /// Every ambiguous character takes one cell: the default of every terminal.
    pub const fn narrow() -> Self {
        Widths { wide: 0 }
    }

    /// Every ambiguous character takes two cells.
    pub const fn wide() -> Self {
        Widths { wide: 0b11_1111 }
    }

    /// The same, with one class decided.
    #[must_use]
    pub const fn with(self, class: Class, wide: bool) -> Self {
        let bit = 1 << class as u8;
        Widths { wide: if wide { self.wide | bit } else { self.wide & !bit } }
    }

    /// Whether characters of the class take two cells.
    pub const fn is_wide(self, class: Class) -> bool {
        self.wide & (1 << class as u8) != 0
    }

    /// Cells of one character: 0, 1 or 2. Control and format characters, which are never sent, take 0.
    pub fn char(self, c: char) -> usize {
        match c {
            ' '..='~' => 1,
            '\u{3400}'..='\u{9FFF}' | '\u{3000}'..='\u{3029}' | '\u{FF01}'..='\u{FF60}' => 2,
            // Half-width voicing marks: characters of their own on every terminal.
            '\u{FF9E}' | '\u{FF9F}' => 1,
            // Soft hyphen: a format character, whatever it looks like in print.
            '\u{AD}' => 0,
            _ => match Class::of(c) {
                Some(class) => 1 + usize::from(self.is_wide(class)),
                None => c.width().unwrap_or(0),
            },
        }
    }

    /// Cells of a text.
    pub fn str(self, text: &str) -> usize {
        text.chars().map(|c| self.char(c)).sum()
    }
}

/// Enclosed alphanumerics beyond the BMP: 🄀 🄐 🅐 …
fn is_ambiguous_supplement(code: u32) -> bool {
    matches!(code, 0x1F100..=0x1F10A | 0x1F110..=0x1F12D | 0x1F130..=0x1F169 | 0x1F170..=0x1F18D
        | 0x1F18F..=0x1F190 | 0x1F19B..=0x1F1AC)
}

/// East Asian Width `A` of the Basic Multilingual Plane without combining marks and private use: first and last of each run.
#[rustfmt::skip]
static AMBIGUOUS: [(u16, u16); 167] = [
    (0xA1, 0xA1), (0xA4, 0xA4), (0xA7, 0xA8), (0xAA, 0xAA), (0xAE, 0xAE), (0xB0, 0xB4), (0xB6, 0xBA), (0xBC, 0xBF),
    (0xC6, 0xC6), (0xD0, 0xD0), (0xD7, 0xD8), (0xDE, 0xE1), (0xE6, 0xE6), (0xE8, 0xEA), (0xEC, 0xED), (0xF0, 0xF0),
    (0xF2, 0xF3), (0xF7, 0xFA), (0xFC, 0xFC), (0xFE, 0xFE), (0x101, 0x101), (0x111, 0x111), (0x113, 0x113), (0x11B, 0x11B),
    (0x126, 0x127), (0x12B, 0x12B), (0x131, 0x133), (0x138, 0x138), (0x13F, 0x142), (0x144, 0x144), (0x148, 0x14B), (0x14D, 0x14D),
    (0x152, 0x153), (0x166, 0x167), (0x16B, 0x16B), (0x1CE, 0x1CE), (0x1D0, 0x1D0), (0x1D2, 0x1D2), (0x1D4, 0x1D4), (0x1D6, 0x1D6),
    (0x1D8, 0x1D8), (0x1DA, 0x1DA), (0x1DC, 0x1DC), (0x251, 0x251), (0x261, 0x261), (0x2C4, 0x2C4), (0x2C7, 0x2C7), (0x2C9, 0x2CB),
    (0x2CD, 0x2CD), (0x2D0, 0x2D0), (0x2D8, 0x2DB), (0x2DD, 0x2DD), (0x2DF, 0x2DF), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C1),
    (0x3C3, 0x3C9), (0x401, 0x401), (0x410, 0x44F), (0x451, 0x451), (0x2010, 0x2010), (0x2013, 0x2016), (0x2018, 0x2019), (0x201C, 0x201D),
    (0x2020, 0x2022), (0x2024, 0x2027), (0x2030, 0x2030), (0x2032, 0x2033), (0x2035, 0x2035), (0x203B, 0x203B), (0x203E, 0x203E), (0x2074, 0x2074),
    (0x207F, 0x207F), (0x2081, 0x2084), (0x20AC, 0x20AC), (0x2103, 0x2103), (0x2105, 0x2105), (0x2109, 0x2109), (0x2113, 0x2113), (0x2116, 0x2116),
    (0x2121, 0x2122), (0x2126, 0x2126), (0x212B, 0x212B), (0x2153, 0x2154), (0x215B, 0x215E), (0x2160, 0x216B), (0x2170, 0x2179), (0x2189, 0x2189),
    (0x2190, 0x2199), (0x21B8, 0x21B9), (0x21D2, 0x21D2), (0x21D4, 0x21D4), (0x21E7, 0x21E7), (0x2200, 0x2200), (0x2202, 0x2203), (0x2207, 0x2208),
    (0x220B, 0x220B), (0x220F, 0x220F), (0x2211, 0x2211), (0x2215, 0x2215), (0x221A, 0x221A), (0x221D, 0x2220), (0x2223, 0x2223), (0x2225, 0x2225),
    (0x2227, 0x222C), (0x222E, 0x222E), (0x2234, 0x2237), (0x223C, 0x223D), (0x2248, 0x2248), (0x224C, 0x224C), (0x2252, 0x2252), (0x2260, 0x2261),
    (0x2264, 0x2267), (0x226A, 0x226B), (0x226E, 0x226F), (0x2282, 0x2283), (0x2286, 0x2287), (0x2295, 0x2295), (0x2299, 0x2299), (0x22A5, 0x22A5),
    (0x22BF, 0x22BF), (0x2312, 0x2312), (0x2460, 0x24E9), (0x24EB, 0x254B), (0x2550, 0x2573), (0x2580, 0x258F), (0x2592, 0x2595), (0x25A0, 0x25A1),
    (0x25A3, 0x25A9), (0x25B2, 0x25B3), (0x25B6, 0x25B7), (0x25BC, 0x25BD), (0x25C0, 0x25C1), (0x25C6, 0x25C8), (0x25CB, 0x25CB), (0x25CE, 0x25D1),
    (0x25E2, 0x25E5), (0x25EF, 0x25EF), (0x2605, 0x2606), (0x2609, 0x2609), (0x260E, 0x260F), (0x261C, 0x261C), (0x261E, 0x261E), (0x2640, 0x2640),
    (0x2642, 0x2642), (0x2660, 0x2661), (0x2663, 0x2665), (0x2667, 0x266A), (0x266C, 0x266D), (0x266F, 0x266F), (0x269E, 0x269F), (0x26BF, 0x26BF),
    (0x26C6, 0x26CD), (0x26CF, 0x26D3), (0x26D5, 0x26E1), (0x26E3, 0x26E3), (0x26E8, 0x26E9), (0x26EB, 0x26F1), (0x26F4, 0x26F4), (0x26F6, 0x26F9),
    (0x26FB, 0x26FC), (0x26FE, 0x26FF), (0x273D, 0x273D), (0x2776, 0x277F), (0x2B56, 0x2B59), (0x3248, 0x324F), (0xFFFD, 0xFFFD),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_represented_by_its_probe() {
        for class in Class::ALL {
            assert_eq!(Class::of(class.probe()), Some(class));
            let only = Widths::narrow().with(class, true);
            for other in Class::ALL {
                assert_eq!(
                    only.char(other.probe()),
                    if other == class { 2 } else { 1 },
                    "{other:?} with {class:?} wide"
                );
            }
        }
        assert_eq!(Class::ALL.iter().fold(Widths::narrow(), |w, &c| w.with(c, true)), Widths::wide());
    }

    #[test]
    fn what_is_always_narrow_or_wide_stays_so() {
        for widths in [Widths::narrow(), Widths::wide()] {
            for c in "〔〕《》〈〉「」【】、。々〇㈠㎡（），：；？！％￥～－＋　汉\u{20000}\u{30000}😀㉠ㄅあ가".chars()
            {
                assert_eq!(widths.char(c), 2, "{c}");
            }
            for c in "a%¥−⋯✓▸ｱﾞﾟ".chars() {
                assert_eq!(widths.char(c), 1, "{c}");
            }
            for c in "\u{301}\u{20DD}\u{FE0F}\u{E0100}\u{200D}\u{202E}\u{AD}\t\n\u{1B}".chars() {
                assert_eq!(widths.char(c), 0, "{c:?}");
            }
        }
    }

    #[test]
    fn ambiguous_characters_follow_the_terminal() {
        let all = "“”‘’…—–·•①⑳⑴Ⅰⅰ×÷±°‰℃№§≤≥≠≈∞→←↑↓■□▲●○◆★※†─│┌┼█αΩжЯё²′à🄐";
        for c in all.chars() {
            assert_eq!((Widths::narrow().char(c), Widths::wide().char(c)), (1, 2), "{c}");
        }
    }

    /// Where we call a character ambiguous and the crate does not, it is a letter or a modifier: those it leaves out.
    /// (The other way round it follows a newer Unicode than the tables of most terminals.)
    #[test]
    fn unicode_width_lacks_only_letters_and_modifiers() {
        for c in (0x80..0x32000).filter_map(char::from_u32).filter(|&c| Class::of(c).is_some()) {
            let theirs = c.width_cjk().unwrap_or(0) == 2;
            let missing_there = c.is_alphabetic() || matches!(c, '\u{A8}'..='\u{B8}' | '\u{2C4}'..='\u{2DF}');
            assert!(theirs || missing_there, "U+{:04X} {c}", c as u32);
        }
    }
}
