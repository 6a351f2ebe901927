//! Setting text in cells: the only way that text gets into a ratatui `Buffer` here.
//!
//! ratatui counts widths by its own table; this terminal may draw ambiguous characters wider. A wide character holds its
//! cell and leaves the next one with an empty symbol; a combining mark joins the character before it. What must not reach
//! a terminal is shown by its number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::mouse::Zone;
use crate::text::safe::{self, Shown};
use crate::text::width::Widths;

/// Marks on one character beyond this many bytes are not drawn: a file may pile up any number.
const LONGEST_CLUSTER: usize = 32;

/// A buffer to draw on, with this terminal's widths.
pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub widths: Widths,
    /// The cell that is asked about, and what it shows.
    asked: Option<(u16, u16)>,
    zone: Option<Zone>,
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, widths: Widths) -> Canvas<'a> {
        Canvas { buffer, widths, asked: None, zone: None }
    }

    /// One that finds out what is shown at a cell.
    pub fn asking(buffer: &'a mut Buffer, widths: Widths, at: (u16, u16)) -> Canvas<'a> {
        Canvas { asked: Some(at), ..Canvas::new(buffer, widths) }
    }

    /// What the cell that is asked about shows.
    pub fn answer(&self) -> Option<Zone> {
        self.zone
    }

    /// Says what an area shows; `zone` is asked with the column and row in it.
    pub fn zone(&mut self, area: Rect, zone: impl FnOnce(u16, u16) -> Zone) {
        if let Some((x, y)) = self.asked.filter(|&(x, y)| area.contains((x, y).into())) {
            self.zone = Some(zone(x - area.x, y - area.y));
        }
    }

    /// Says that a row shows an item of the list.
    pub fn item(&mut self, y: u16, item: usize) {
        self.zone(Rect::new(0, y, self.buffer.area.width, 1), |_, _| Zone::Item(item));
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes `text` from `(x, y)` on, as far as it fits before column `end`; returns the column after it.
    /// Half a wide character is never written.
    pub fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.buffer.area.right());
        if y >= self.buffer.area.bottom() {
            return x;
        }
        let (mut x, mut last) = (x, None);
        for c in text.chars() {
            let fits = match safe::shown(c) {
                Shown::Nothing => true,
                Shown::Plain => self.put_char(&mut x, y, end, c, style, &mut last),
                Shown::Code => safe::code(c).chars().all(|c| self.put_char(&mut x, y, end, c, style, &mut last)),
            };
            if !fits {
                break;
            }
        }
        x
    }

    /// Writes one character and moves on; false when it doesn't fit. `last` is the column of the character before.
    fn put_char(&mut self, x: &mut u16, y: u16, end: u16, c: char, style: Style, last: &mut Option<u16>) -> bool {
        let width = self.widths.char(c) as u16;
        if width == 0 {
            if let Some(last) = last {
                let cell = &mut self.buffer[(*last, y)];
                let cluster = format!("{}{c}", cell.symbol());
                if cluster.len() <= LONGEST_CLUSTER {
                    cell.set_symbol(&cluster);
                }
            }
            return true;
        }
        if *x + width > end {
            return false;
        }
        self.buffer[(*x, y)].set_char(c).set_style(style);
        if width == 2 {
            self.buffer[(*x + 1, y)].set_symbol("").set_style(style);
        }
        *last = Some(*x);
        *x += width;
        true
    }

    /// Fills a rectangle with blanks of a style.
    pub fn fill(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].set_symbol(" ").set_style(style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(width: u16, text: &str) -> (Vec<String>, u16) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let end = Canvas::new(&mut buffer, Widths::narrow()).put(0, 0, width, text, Style::new());
        (buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect(), end)
    }

    #[test]
    fn a_wide_character_takes_two_cells_or_none() {
        assert_eq!(put(4, "公a报"), (vec!["公".into(), "".into(), "a".into(), " ".into()], 3));
    }

    #[test]
    fn marks_join_the_character_before_and_nothing_else_is_drawn_in_its_cell() {
        assert_eq!(put(3, "e\u{301}葛\u{E0100}").0, ["e\u{301}", "葛\u{E0100}", ""]);
        assert_eq!(put(2, "\u{301}a"), (vec!["a".into(), " ".into()], 1));
        let piled = format!("a{}", "\u{301}".repeat(1000));
        assert!(put(2, &piled).0[0].len() <= LONGEST_CLUSTER);
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(put(12, "\u{1B}[2J").0.concat().trim_end(), "<U+001B>[2J");
    }
}
