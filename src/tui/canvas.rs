//! Setting text in cells: the only way that text gets into a ratatui `Buffer` here.
//!
//! ratatui counts widths by its own table; this terminal may draw ambiguous characters wider. A wide character holds its
//! cell and leaves the next one with an empty symbol, which the emitter passes over.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::width::Widths;

/// A buffer to draw on, with this terminal's widths.
pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub widths: Widths,
}

impl Canvas<'_> {
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes `text` from `(x, y)` on, as far as it fits before column `end`; returns the column after it.
    /// Half a wide character is never written; control characters are left out.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.buffer.area.right());
        let mut x = x;
        for c in text.chars() {
            let wide = self.widths.char(c) as u16;
            if wide == 0 {
                continue;
            }
            if x + wide > end || y >= self.buffer.area.bottom() {
                break;
            }
            self.buffer[(x, y)].set_char(c).set_style(style);
            if wide == 2 {
                self.buffer[(x + 1, y)].set_symbol("").set_style(style);
            }
            x += wide;
        }
        x
    }

    /// Fills a rectangle with blanks of a style.
    pub fn fill(&mut self, area: Rect, style: Style) {
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].set_symbol(" ").set_style(style);
            }
        }
    }
}
