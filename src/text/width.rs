//! How many cells a character takes on this terminal: the one answer for layout, drawing and output.

use unicode_width::UnicodeWidthChar;

/// Which East Asian Ambiguous characters (UAX #11) this terminal draws two cells wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Widths {
    pub wide_ambiguous: bool,
}

impl Widths {
    /// Cells of one character: 0, 1 or 2.
    pub fn char(self, c: char) -> usize {
        (if self.wide_ambiguous { c.width_cjk() } else { c.width() }).unwrap_or(0)
    }

    /// Cells of a text.
    pub fn str(self, text: &str) -> usize {
        text.chars().map(|c| self.char(c)).sum()
    }
}
