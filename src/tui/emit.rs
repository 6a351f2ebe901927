//! From one screen to the next in few bytes.
//!
//! The [`Emitter`] remembers what the terminal shows (a [`Grid`]), where its cursor is and with what pen it writes, and
//! sends only what differs. A page of Chinese scrolled by one line, 80 × 24, is about 170 bytes, 120 of them the new line:
//!
//! ```text
//! CSI ?2026h          hold the picture until the frame is whole
//! CSI 2;23r           rows 2 to 23 are a region …
//! CSI 23H LF          … a line feed at its bottom moves it up by one
//! 乡镇人民政府应当 …   the line that came free
//! CSI r               the region is the screen again; the cursor goes home
//! CSI 24;76H 25       of the status line, what changed
//! CSI ?2026l
//! ```
//!
//! What makes it right, not only short:
//! - A glyph is *sure* when every terminal gives it the width that we count on: ASCII, Chinese, and ambiguous characters
//!   once this terminal has told us. After any other the cursor is taken to be lost in its row and is placed anew, so
//!   that a wrong guess shifts nothing. Before an unsure wide one its two cells are cleared (it may fill only one); behind
//!   an unsure narrow one the next is written too (it may have been covered).
//! - After the last column the cursor hangs on the margin, where terminals disagree: from there it is only placed
//!   absolutely or with CR.
//! - Control characters can't be sent: a slot holds none (see [`grid`](super::grid)).
//!
//! What could be done in two ways (move or write over, scroll or not) is done the shorter way, by counting.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::colours::Colours;
use super::grid::{Clusters, Grid, Pen, Slot, Text};
use super::scroll::{self, Saving, Scroll};
use crate::text::width::{Class, Widths};

const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";
/// From any state to a blank screen. Cleared, not written over: after a resize terminals may hold half a wide character.
const AFRESH: &str = "\x1b[m\x1b[r\x1b[?25l\x1b[2J";
const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";
const ERASE_TO_END: &str = "\x1b[K";

/// Sends screens to a terminal.
#[derive(Debug)]
pub struct Emitter {
    /// None when nothing is known of it.
    shown: Option<Grid>,
    clusters: Clusters,
    widths: Widths,
    /// The terminal or its user told us how wide ambiguous characters are.
    told: bool,
    colours: Colours,
    state: State,
    /// Where the cursor is shown, if it is.
    cursor: Option<(u16, u16)>,
}

/// What the terminal will do with the next byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    place: Place,
    pen: Pen,
    /// Top and bottom row of the scroll region, when it is not the screen.
    region: Option<(usize, usize)>,
}

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    At(usize, usize),
    /// Somewhere in this row: on the margin, or behind a glyph of unsure width.
    InRow(usize),
    Unknown,
}

impl State {
    const AFRESH: State = State { place: Place::Unknown, pen: Pen::PLAIN, region: None };
}

impl Emitter {
    /// For a terminal of which nothing is known yet: the first frame sends everything.
    pub fn new(colours: Colours) -> Emitter {
        Emitter {
            shown: None,
            clusters: Clusters::default(),
            widths: Widths::default(),
            told: false,
            colours,
            state: State::AFRESH,
            cursor: None,
        }
    }

    /// Which colour each ink has from the next frame on.
    pub fn set_colours(&mut self, colours: Colours) {
        self.colours = colours;
    }

    /// How wide ambiguous characters are, and whether that is known or only supposed.
    pub fn set_widths(&mut self, widths: Widths, told: bool) {
        if self.widths != widths {
            self.forget();
        }
        (self.widths, self.told) = (widths, told);
    }

    /// Someone else may have written on the screen: the next frame sends everything.
    pub fn forget(&mut self) {
        self.shown = None;
        self.clusters = Clusters::default();
    }

    /// The bytes that make the terminal show `buffer`, with the cursor in `cursor` or hidden; none if it does.
    pub fn frame(&mut self, buffer: &Buffer, cursor: Option<(u16, u16)>) -> String {
        if self.clusters.is_full() {
            self.forget();
        }
        let wanted = Grid::of(buffer, self.widths, self.colours, &mut self.clusters);
        let blank;
        let (shown, opening) = match &self.shown {
            Some(shown) if (shown.cols, shown.rows) == (wanted.cols, wanted.rows) => {
                if *shown == wanted && self.cursor == cursor {
                    return String::new();
                }
                (shown, if self.cursor.is_some() { HIDE_CURSOR } else { "" })
            }
            _ => {
                self.state = State::AFRESH;
                blank = Grid::blank(wanted.cols, wanted.rows);
                (&blank, AFRESH)
            }
        };
        let encode = |scroll| self.encode(opening, shown, &wanted, scroll, cursor);
        let best = match scroll::find(shown, &wanted) {
            None => encode(None),
            Some((scroll, Saving::Clear)) => encode(Some(scroll)),
            Some((scroll, Saving::Likely)) => {
                let (moved, written) = (encode(Some(scroll)), encode(None));
                if moved.out.len() < written.out.len() { moved } else { written }
            }
        };
        let Encoder { out, state, .. } = best;
        (self.state, self.shown, self.cursor) = (state, Some(wanted), cursor);
        out
    }

    fn encode(
        &self,
        opening: &str,
        shown: &Grid,
        wanted: &Grid,
        scroll: Option<Scroll>,
        cursor: Option<(u16, u16)>,
    ) -> Encoder<'_> {
        let mut encoder =
            Encoder { out: [BEGIN, opening].concat(), state: self.state, emitter: self, rows: wanted.rows };
        let scrolled = scroll.map(|scroll| encoder.scroll(scroll, shown));
        let shown = scrolled.as_ref().unwrap_or(shown);
        // While the region is set, the rows in it; the others after it is taken back.
        let inside = |y: &usize| scroll.is_none_or(|scroll| (scroll.top..=scroll.bottom).contains(y));
        for y in (0..wanted.rows).filter(inside) {
            encoder.row(y, shown.row(y), wanted.row(y));
        }
        encoder.end_region();
        for y in (0..wanted.rows).filter(|y| !inside(y)) {
            encoder.row(y, shown.row(y), wanted.row(y));
        }
        if let Some((x, y)) = cursor {
            encoder.go(usize::from(x), usize::from(y));
            encoder.out.push_str(SHOW_CURSOR);
        }
        encoder.out.push_str(END);
        encoder
    }
}

/// A frame being written.
struct Encoder<'a> {
    out: String,
    state: State,
    emitter: &'a Emitter,
    rows: usize,
}

impl Encoder<'_> {
    /// Scrolls a band and says what the screen shows then.
    fn scroll(&mut self, Scroll { top, bottom, by }: Scroll, shown: &Grid) -> Grid {
        // What comes free takes the background of the pen.
        self.pen(Pen::PLAIN);
        if (top, bottom) != (0, self.rows - 1) {
            let _ = write!(self.out, "\x1b[{};{}r", top + 1, bottom + 1);
            self.state.region = Some((top, bottom));
            self.state.place = Place::Unknown;
        }
        self.go(0, if by > 0 { bottom } else { top });
        for _ in 0..by.unsigned_abs() {
            self.out.push_str(if by > 0 { "\n" } else { "\x1bM" });
        }
        let mut scrolled = shown.clone();
        scrolled.scroll(top, bottom, by);
        scrolled
    }

    fn end_region(&mut self) {
        if self.state.region.take().is_some() {
            self.out.push_str("\x1b[r");
            self.state.place = Place::Unknown;
        }
    }

    /// Makes a row show what it should.
    fn row(&mut self, y: usize, shown: &[Slot], wanted: &[Slot]) {
        if shown == wanted {
            return;
        }
        let cols = wanted.len();
        let end = wanted.iter().rposition(|slot| *slot != Slot::BLANK).map_or(0, |last| last + 1);
        // What stands behind the end of the text is erased, or written over when it is little.
        let stale = (end..cols).find(|x| shown[*x] != Slot::BLANK);
        let until = shown.iter().rposition(|slot| *slot != Slot::BLANK).map_or(0, |last| last + 1);
        let mut erase = stale.is_some_and(|from| until - from > ERASE_TO_END.len());
        let mut covered = false;
        let mut x = 0;
        while x < end {
            let slot = wanted[x];
            let width = width(wanted, x);
            let differs = shown[x..x + width] != wanted[x..x + width];
            let sure = self.is_sure(slot.text);
            if differs || std::mem::take(&mut covered) && slot != Slot::BLANK {
                self.reach(x, y, wanted, slot.pen);
                // Before the last glyph rather than behind it, which may be wider than we think.
                if erase && x + width == end && slot.pen == Pen::PLAIN {
                    self.pen(Pen::PLAIN);
                    self.out.push_str(ERASE_TO_END);
                    erase = false;
                }
                self.glyph(slot, width, sure, (x, y), cols);
                covered = !sure && width == 1;
            }
            x += width;
        }
        let Some(from) = stale else { return };
        if erase {
            self.go(from, y);
            self.pen(Pen::PLAIN);
            self.out.push_str(ERASE_TO_END);
        } else if until - from <= ERASE_TO_END.len() {
            self.go(from, y);
            for x in from..until {
                self.glyph(Slot::BLANK, 1, true, (x, y), cols);
            }
        }
    }

    /// Writes one glyph where the cursor is.
    fn glyph(&mut self, slot: Slot, width: usize, sure: bool, (x, y): (usize, usize), cols: usize) {
        self.pen(slot.pen);
        if !sure && width == 2 {
            self.out.push_str("\x1b[2X");
        }
        self.text(slot.text);
        self.state.place = if sure && x + width < cols { Place::At(x + width, y) } else { Place::InRow(y) };
    }

    fn text(&mut self, text: Text) {
        match text.char() {
            Some(c) => self.out.push(c),
            None => self.out.push_str(self.emitter.clusters.get(text)),
        }
    }

    /// Does every terminal, or at least this one, give the glyph the width we count on?
    fn is_sure(&self, text: Text) -> bool {
        match text.char() {
            Some(' '..='~' | '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}') => true,
            Some(c) => self.emitter.told && Class::of(c).is_some(),
            None => false,
        }
    }

    /// Goes to a place in the row where a glyph of `pen` is to be written: by a move, or by writing over what is there
    /// already when that is shorter.
    fn reach(&mut self, x: usize, y: usize, wanted: &[Slot], pen: Pen) {
        let way = self.way(x, y);
        if let Place::At(from, row) = self.state.place
            && row == y
            && from < x
            && self.state.pen == pen
        {
            let gap = &wanted[from..x];
            let bytes: usize = gap.iter().map(|slot| slot.text.char().map_or(0, char::len_utf8)).sum();
            let same = |slot: &Slot| slot.pen == pen && (slot.text == Text::REST || self.is_sure(slot.text));
            if bytes <= way.len() && gap[0].text != Text::REST && gap.iter().all(same) {
                for slot in gap.iter().filter(|slot| slot.text != Text::REST) {
                    self.text(slot.text);
                }
                self.state.place = Place::At(x, y);
                return;
            }
        }
        self.out.push_str(&way);
        self.state.place = Place::At(x, y);
    }

    fn go(&mut self, x: usize, y: usize) {
        let way = self.way(x, y);
        self.out.push_str(&way);
        self.state.place = Place::At(x, y);
    }

    /// The shortest bytes that take the cursor to a place.
    fn way(&self, x: usize, y: usize) -> String {
        let (row, col) = match self.state.place {
            Place::At(col, row) if (col, row) == (x, y) => return String::new(),
            Place::At(col, row) => (Some(row), Some(col)),
            Place::InRow(row) => (Some(row), None),
            Place::Unknown => (None, None),
        };
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, _) => format!("\x1b[{}H", y + 1),
            _ => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let mut offer = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        if row == Some(y) {
            offer(format!("\x1b[{}G", x + 1));
            match col {
                Some(col) if col > x => offer("\x08".repeat((col - x).min(9))),
                Some(col) if col + 1 == x => offer("\x1b[C".to_owned()),
                Some(col) => offer(format!("\x1b[{}C", x - col)),
                None => {}
            }
        }
        // A line feed at the bottom of the region would scroll it.
        let scrolls = |row| self.state.region.is_some_and(|(_, bottom)| row <= bottom && bottom < y);
        if let Some(row) = row.filter(|row| *row <= y && !scrolls(*row)) {
            let down = "\n".repeat((y - row).min(9));
            match col {
                Some(col) if col == x => offer(down),
                _ if x == 0 => offer(format!("\r{down}")),
                _ => {}
            }
        }
        best
    }

    /// Changes the pen by the shortest sequence.
    fn pen(&mut self, to: Pen) {
        let from = std::mem::replace(&mut self.state.pen, to);
        if from == to {
            return;
        }
        let codes = match (changes(from, to), fresh(to)) {
            (changes, fresh) if fresh.len() < changes.len() => fresh,
            (changes, _) => changes,
        };
        let _ = write!(self.out, "\x1b[{codes}m");
    }
}

fn width(row: &[Slot], x: usize) -> usize {
    if row.get(x + 1).is_some_and(|next| next.text == Text::REST) { 2 } else { 1 }
}

/// The codes of a pen after everything was taken back; none for the plain one.
fn fresh(pen: Pen) -> String {
    match changes(Pen::PLAIN, pen) {
        codes if codes.is_empty() => codes,
        codes => format!("0;{codes}"),
    }
}

/// The codes that turn one pen into another; none when they are equal.
fn changes(from: Pen, to: Pen) -> String {
    let mut codes: Vec<String> = Vec::new();
    let (gone, mut new) = (from.modifier - to.modifier, to.modifier - from.modifier);
    if gone.intersects(Modifier::BOLD | Modifier::DIM) {
        // One code ends both.
        codes.push("22".into());
        new |= to.modifier & (Modifier::BOLD | Modifier::DIM);
    }
    for (modifier, on, off) in [
        (Modifier::BOLD, "1", ""),
        (Modifier::DIM, "2", ""),
        (Modifier::ITALIC, "3", "23"),
        (Modifier::UNDERLINED, "4", "24"),
        (Modifier::REVERSED, "7", "27"),
        (Modifier::CROSSED_OUT, "9", "29"),
    ] {
        if gone.contains(modifier) && !off.is_empty() {
            codes.push(off.into());
        }
        if new.contains(modifier) {
            codes.push(on.into());
        }
    }
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30, 90));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40, 100));
    }
    codes.join(";")
}

/// The code of a colour: `normal` and `bright` are the codes of black and of bright black.
fn colour(colour: Color, normal: u8, bright: u8) -> String {
    let index = match colour {
        Color::Reset => return (normal + 9).to_string(),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", normal + 8),
    };
    match index {
        0..8 => (normal + index).to_string(),
        8..16 => (bright + index - 8).to_string(),
        _ => format!("{};5;{index}", normal + 8),
    }
}
