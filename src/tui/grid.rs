//! A screenful of what a terminal shows, in a form that is quick to compare.
//!
//! A ratatui `Buffer` holds a string and several settings a cell, and can be inconsistent: half a wide character, a
//! control character, a colour on a blank that nobody sees. A [`Grid`] is made from it with all of that settled, so that
//! two slots are equal exactly when the terminal shows the same:
//!
//! ```text
//! buffer   "公"  ""   " "(red)  "a"  "字"  "b"      字 lost its second half
//! grid      公   REST  BLANK     a   BLANK  b
//! ```
//!
//! A slot is 16 bytes and `Copy`. A single character is its own number; the few slots that hold a character with
//! combining marks hold an index into [`Clusters`].

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::colours::Colours;
use crate::text::safe::{self, Shown};
use crate::text::width::Widths;

/// What one cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot {
    pub text: Text,
    pub pen: Pen,
}

/// A character, a cluster, or one of the special values below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text(u32);

impl Text {
    const BLANK: Text = Text(' ' as u32);
    /// The second cell of a wide character.
    pub const REST: Text = Text(u32::MAX);
    const FIRST_CLUSTER: u32 = 0x8000_0000;

    /// Different for different texts.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The character, unless it is a cluster or special.
    pub fn char(self) -> Option<char> {
        char::from_u32(self.0)
    }
}

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pen {
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
}

impl Pen {
    pub const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell, colours: Colours) -> Pen {
        let mut modifier = cell.modifier.intersection(SHOWN);
        // Some terminals know bold and dim at once, some only the last of them.
        if modifier.contains(Modifier::BOLD) {
            modifier.remove(Modifier::DIM);
        }
        match colours.mono {
            true => {
                let marked = if cell.bg == Color::Reset { Modifier::empty() } else { Modifier::REVERSED };
                Pen { modifier: modifier.intersection(WITHOUT_COLOUR) | marked, ..Pen::PLAIN }
            }
            false => Pen { fg: colours.of(cell.fg), bg: colours.of(cell.bg), modifier },
        }
    }

    /// The pen as far as a blank shows it.
    fn of_blank(self) -> Pen {
        let modifier = self.modifier.intersection(SEEN_ON_BLANKS);
        Pen { fg: if modifier.is_empty() { Color::Reset } else { self.fg }, modifier, ..self }
    }
}

/// Attributes we send; blinking and hidden text we don't.
const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);
const WITHOUT_COLOUR: Modifier = Modifier::BOLD.union(Modifier::UNDERLINED).union(Modifier::REVERSED);
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

impl Slot {
    pub const BLANK: Slot = Slot { text: Text::BLANK, pen: Pen::PLAIN };
}

/// Rows of slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub cols: usize,
    pub rows: usize,
    slots: Vec<Slot>,
}

impl Grid {
    pub fn blank(cols: usize, rows: usize) -> Grid {
        Grid { cols, rows, slots: vec![Slot::BLANK; cols * rows] }
    }

    pub fn row(&self, y: usize) -> &[Slot] {
        &self.slots[y * self.cols..][..self.cols]
    }

    /// What the terminal shall show for a buffer.
    pub fn of(buffer: &Buffer, widths: Widths, colours: Colours, clusters: &mut Clusters) -> Grid {
        let (cols, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        let mut slots = Vec::with_capacity(cols * rows);
        if cols == 0 {
            return Grid { cols, rows, slots };
        }
        for row in buffer.content.chunks_exact(cols) {
            let mut cells = row.iter().peekable();
            while let Some(cell) = cells.next() {
                let pen = Pen::of(cell, colours);
                let (text, width) = clusters.text(cell.symbol(), widths);
                let whole = width < 2 || cells.peek().is_some_and(|next| next.symbol().is_empty());
                match text {
                    Text::BLANK => slots.push(Slot { text, pen: pen.of_blank() }),
                    _ if !whole => slots.push(Slot { text: Text::BLANK, pen: pen.of_blank() }),
                    _ => slots.push(Slot { text, pen }),
                }
                if width == 2 && whole {
                    cells.next();
                    slots.push(Slot { text: Text::REST, pen });
                }
            }
        }
        Grid { cols, rows, slots }
    }

    /// Moves rows `top..=bottom` up by `by` (down when negative); what comes free is blank.
    pub fn scroll(&mut self, top: usize, bottom: usize, by: isize) {
        let band = &mut self.slots[top * self.cols..(bottom + 1) * self.cols];
        let free = (by.unsigned_abs() * self.cols).min(band.len());
        if by > 0 {
            band.copy_within(free.., 0);
            let kept = band.len() - free;
            band[kept..].fill(Slot::BLANK);
        } else {
            let kept = band.len() - free;
            band.copy_within(..kept, free);
            band[..free].fill(Slot::BLANK);
        }
    }
}

/// The character sequences that are shown in one place, each under a number.
#[derive(Debug, Default)]
pub struct Clusters {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

/// Beyond this many, the table begins anew: a file may hold any number of different ones.
const MOST_CLUSTERS: usize = 1 << 16;

impl Clusters {
    /// A cell's text and its width, 1 or 2. What may not be sent is a blank or a question mark.
    fn text(&mut self, symbol: &str, widths: Widths) -> (Text, usize) {
        let mut chars = symbol.chars();
        match (chars.next(), chars.next()) {
            (None, _) => (Text::BLANK, 1),
            (Some(c), None) => match widths.char(c) {
                _ if safe::shown(c) != Shown::Plain => (Text('?' as u32), 1),
                // A combining mark with nothing to stand on.
                0 => (Text::BLANK, 1),
                width => (Text(c as u32), width),
            },
            _ if symbol.chars().any(|c| safe::shown(c) != Shown::Plain) => (Text('?' as u32), 1),
            _ => (self.number(symbol), widths.str(symbol).clamp(1, 2)),
        }
    }

    fn number(&mut self, cluster: &str) -> Text {
        if let Some(number) = self.numbers.get(cluster) {
            return Text(Text::FIRST_CLUSTER + number);
        }
        let number = self.texts.len() as u32;
        self.texts.push(cluster.into());
        self.numbers.insert(cluster.into(), number);
        Text(Text::FIRST_CLUSTER + number)
    }

    /// The text of a slot that is no character by itself.
    pub fn get(&self, text: Text) -> &str {
        let number = text.0.checked_sub(Text::FIRST_CLUSTER).map(|number| number as usize);
        number.and_then(|number| self.texts.get(number)).map_or("", |text| text)
    }

    /// Whether to begin anew, and with it everything that holds numbers.
    pub fn is_full(&self) -> bool {
        self.texts.len() > MOST_CLUSTERS
    }
}
