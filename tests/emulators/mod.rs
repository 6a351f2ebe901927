//! Terminals to feed with what we send: two that others wrote, and a strict one of our own.
//!
//! [`Strict`] knows the sequences that the driver may send and no others: anything else is a failed test. It can draw
//! ambiguous characters two cells wide, which neither of the others can.

#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZero;

use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::term::test::TermSize;
use alacritty_terminal::term::{Config, Term, TermMode};
use alacritty_terminal::vte::ansi::{Color as AlacrittyColor, NamedColor, Processor};
use unicode_width::UnicodeWidthChar;

/// What a cell shows; colours are 0 to 15, none for the default.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Empty: the second half of the character before.
    pub text: String,
    pub fg: Option<u8>,
    pub bg: Option<u8>,
    pub bold: bool,
    pub dim: bool,
    pub underlined: bool,
    pub reversed: bool,
}

impl Cell {
    fn blank() -> Cell {
        Cell { text: " ".into(), ..Cell::default() }
    }

    /// As it looks: a blank has no bold, and no colour of its own unless something shows it.
    pub fn seen(mut self) -> Cell {
        if self.text == " " {
            (self.bold, self.dim) = (false, false);
            if !self.underlined && !self.reversed {
                self.fg = None;
            }
        }
        if self.text.is_empty() {
            return Cell::default();
        }
        self
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}", self.text)?;
        let marks = [(self.bold, 'b'), (self.dim, 'd'), (self.underlined, 'u'), (self.reversed, 'r')];
        for (_, mark) in marks.iter().filter(|(on, _)| *on) {
            write!(f, "{mark}")?;
        }
        match (self.fg, self.bg) {
            (None, None) => Ok(()),
            colours => write!(f, "{colours:?}"),
        }
    }
}

pub trait Emulator {
    fn name(&self) -> String;
    fn feed(&mut self, bytes: &[u8]);
    fn resize(&mut self, cols: u16, rows: u16);
    fn cell(&self, x: u16, y: u16) -> Cell;
    /// None when hidden.
    fn cursor(&self) -> Option<(u16, u16)>;
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen of some size")
}

pub fn vt100(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(cells(rows), cells(cols), 0)
}

impl Emulator for vt100::Parser {
    fn name(&self) -> String {
        "vt100".into()
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.process(bytes);
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        self.screen_mut().set_size(cells(rows), cells(cols));
    }

    fn cell(&self, x: u16, y: u16) -> Cell {
        let cell = self.screen().cell(y, x).expect("inside the screen");
        let text = match cell.contents() {
            _ if cell.is_wide_continuation() => "",
            "" => " ",
            text => text,
        };
        let colour = |colour| match colour {
            vt100::Color::Default => None,
            vt100::Color::Idx(index) => Some(index),
            vt100::Color::Rgb(..) => panic!("true colour"),
        };
        Cell {
            text: text.into(),
            fg: colour(cell.fgcolor()),
            bg: colour(cell.bgcolor()),
            bold: cell.bold(),
            dim: cell.dim(),
            underlined: cell.underline(),
            reversed: cell.inverse(),
        }
    }

    fn cursor(&self) -> Option<(u16, u16)> {
        let (y, x) = self.screen().cursor_position();
        (!self.screen().hide_cursor()).then_some((x, y))
    }
}

pub struct Alacritty {
    term: Term<VoidListener>,
    parser: Processor,
}

impl Alacritty {
    pub fn new(cols: u16, rows: u16) -> Alacritty {
        let size = TermSize::new(cols.into(), rows.into());
        let mut terminal =
            Alacritty { term: Term::new(Config::default(), &size, VoidListener), parser: Processor::new() };
        // As the driver does: the alternate screen has no history and doesn't reflow.
        terminal.feed(b"\x1b[?1049h");
        terminal
    }
}

impl Emulator for Alacritty {
    fn name(&self) -> String {
        "alacritty".into()
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.parser.advance(&mut self.term, bytes);
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        self.term.resize(TermSize::new(cols.into(), rows.into()));
    }

    fn cell(&self, x: u16, y: u16) -> Cell {
        assert!(usize::from(y) < self.term.grid().screen_lines());
        let cell = &self.term.grid()[Point::new(Line(y.into()), Column(x.into()))];
        let mut text = String::new();
        if !cell.flags.contains(Flags::WIDE_CHAR_SPACER) {
            text.push(cell.c);
            text.extend(cell.zerowidth().into_iter().flatten());
        }
        let colour = |colour| match colour {
            AlacrittyColor::Named(NamedColor::Foreground | NamedColor::Background) => None,
            AlacrittyColor::Named(name) => Some(name as u8),
            AlacrittyColor::Indexed(index) => Some(index),
            AlacrittyColor::Spec(_) => panic!("true colour"),
        };
        Cell {
            text,
            fg: colour(cell.fg),
            bg: colour(cell.bg),
            bold: cell.flags.contains(Flags::BOLD),
            dim: cell.flags.contains(Flags::DIM),
            underlined: cell.flags.contains(Flags::UNDERLINE),
            reversed: cell.flags.contains(Flags::INVERSE),
        }
    }

    fn cursor(&self) -> Option<(u16, u16)> {
        let at = self.term.grid().cursor.point;
        let shown = self.term.mode().contains(TermMode::SHOW_CURSOR);
        shown.then_some((at.column.0 as u16, at.line.0 as u16))
    }
}

/// A terminal without automatic wrap that takes nothing it was not promised.
pub struct Strict {
    cols: u16,
    rows: u16,
    cells: Vec<Cell>,
    x: u16,
    y: u16,
    /// The cursor hangs on the margin: what CHA, BS and EL do now differs between terminals.
    margin: bool,
    region: (u16, u16),
    pen: Cell,
    shown: bool,
    /// Within a synchronised frame.
    held: bool,
    /// Ambiguous characters take two cells.
    wide: bool,
    /// Bytes of a sequence or character whose end has not come yet.
    pending: Vec<u8>,
    /// What the terminal says to the program: answers to `CSI 6n`.
    pub answers: Vec<u8>,
    asked: bool,
    /// It knows the richer keyboard protocol.
    pub rich_keyboard: bool,
    /// Modes that are on.
    modes: BTreeSet<String>,
}

impl Strict {
    pub fn new(cols: u16, rows: u16, wide: bool) -> Strict {
        Strict {
            cols,
            rows,
            cells: vec![Cell::blank(); usize::from(cols) * usize::from(rows)],
            x: 0,
            y: 0,
            margin: false,
            region: (0, rows - 1),
            pen: Cell::blank(),
            shown: true,
            held: false,
            wide,
            pending: Vec::new(),
            answers: Vec::new(),
            asked: false,
            rich_keyboard: false,
            modes: BTreeSet::from(["?7".into()]),
        }
    }

    /// Between two frames: nothing is begun and not ended.
    pub fn assert_at_rest(&self) {
        assert_eq!(self.pending, b"", "a sequence is not ended");
        assert!(!self.held, "the frame was not released");
        assert_eq!(self.region, (0, self.rows - 1), "the region was not given back");
    }

    /// As a program should leave it: what is on that was off, and off that was on.
    pub fn assert_given_back(&self) {
        self.assert_at_rest();
        assert_eq!(self.modes, BTreeSet::from(["?7".into()]), "modes left on, but for automatic wrap");
        assert!(self.shown, "the cursor was left hidden");
        assert_eq!(self.pen, Cell::blank(), "a colour was left on");
    }

    /// Whether the program has asked where the cursor is.
    pub fn was_asked(&self) -> bool {
        self.asked
    }

    /// Whether a mode such as `?1049` is on.
    pub fn is_on(&self, mode: &str) -> bool {
        self.modes.contains(mode)
    }

    /// The lines of the screen, without blanks at their ends.
    pub fn text(&self) -> String {
        let lines = self.cells.chunks(self.cols.into());
        lines
            .map(|line| line.iter().map(|cell| cell.text.as_str()).collect::<String>().trim_end().to_owned() + "\n")
            .collect()
    }

    /// Takes the first character or sequence of `text`, and says how many bytes it has; none when it is cut.
    fn token(&mut self, text: &str) -> Option<usize> {
        let first = text.chars().next()?;
        if first != '\x1b' {
            self.plain(first);
            return Some(first.len_utf8());
        }
        match text.as_bytes().get(1)? {
            b'M' if self.y == self.region.0 => self.scroll(false),
            b'[' => {
                let end = 2 + text[2..].find(|c: char| !matches!(c, '0'..='9' | ';' | '?' | '<' | '>'))?;
                let last = text[end..].chars().next()?;
                self.control(&text[2..end], last);
                return Some(end + last.len_utf8());
            }
            // The clipboard, and nothing else of this kind.
            b']' => {
                let end = text.find('\x07')?;
                let encoded = text[..end].strip_prefix("\x1b]52;c;").expect("only OSC 52 was promised");
                assert!(encoded.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c)), "{encoded}");
                return Some(end + 1);
            }
            other => panic!("ESC {:?} was never promised", char::from(*other)),
        }
        Some(2)
    }

    fn plain(&mut self, c: char) {
        match c {
            '\r' => (self.x, self.margin) = (0, false),
            '\n' if self.y == self.region.1 => self.scroll(true),
            '\n' => {
                self.y += 1;
                assert!(self.y < self.rows, "a line feed below the screen");
            }
            '\x08' => {
                assert!(!self.margin && self.x > 0, "backspace at a margin");
                self.x -= 1;
            }
            // Ends a cut sequence, of which there is none.
            '\x18' => {}
            c => self.print(c),
        }
    }

    /// By other tables than ours: those of unicode-width, and for letters, which it leaves narrow, by hand.
    fn width(&self, c: char) -> u16 {
        let letter = matches!(c, 'Α'..='Ρ' | 'Σ'..='Ω' | 'α'..='ρ' | 'σ'..='ω' | 'А'..='я' | 'Ё' | 'ё' | 'é');
        let width = if self.wide { c.width_cjk() } else { c.width() };
        if self.wide && letter { 2 } else { width.unwrap_or(0) as u16 }
    }

    fn at(&mut self, x: u16, y: u16) -> &mut Cell {
        &mut self.cells[usize::from(y) * usize::from(self.cols) + usize::from(x)]
    }

    /// Empties a cell, and with it the other half of a wide character.
    fn clear(&mut self, x: u16, y: u16, with: Cell) {
        if self.at(x, y).text.is_empty() && x > 0 {
            self.at(x - 1, y).text = " ".into();
        }
        if x + 1 < self.cols && self.at(x + 1, y).text.is_empty() {
            self.at(x + 1, y).text = " ".into();
        }
        *self.at(x, y) = with;
    }

    fn print(&mut self, c: char) {
        assert!(!c.is_control(), "control character {c:?}");
        let width = self.width(c);
        if width == 0 {
            let (mut x, y) = (if self.margin { self.x } else { self.x - 1 }, self.y);
            if self.at(x, y).text.is_empty() {
                x -= 1;
            }
            self.at(x, y).text.push(c);
            return;
        }
        let x = self.x.min(self.cols.saturating_sub(width));
        let pen = self.pen.clone();
        for x in x..x + width {
            self.clear(x, self.y, pen.clone());
        }
        let y = self.y;
        self.at(x, y).text = c.into();
        if width == 2 {
            self.at(x + 1, y).text = String::new();
        }
        self.margin = x + width >= self.cols;
        self.x = (x + width).min(self.cols - 1);
    }

    fn scroll(&mut self, up: bool) {
        let (top, bottom) = self.region;
        let cols = usize::from(self.cols);
        let blank = Cell { bg: self.pen.bg, ..Cell::blank() };
        let band = &mut self.cells[usize::from(top) * cols..usize::from(bottom + 1) * cols];
        if up {
            band.rotate_left(cols);
            let kept = band.len() - cols;
            band[kept..].fill(blank);
        } else {
            band.rotate_right(cols);
            band[..cols].fill(blank);
        }
    }

    fn control(&mut self, parameters: &str, last: char) {
        let mut numbers = parameters.split(';').map(|number| number.parse::<u16>().unwrap_or(0));
        let first = numbers.next().unwrap_or(0);
        let margin = std::mem::take(&mut self.margin);
        match (parameters, last) {
            ("?2026", 'h') => assert!(!std::mem::replace(&mut self.held, true)),
            ("?2026", 'l') => self.held = false,
            ("?25", 'h' | 'l') => self.shown = last == 'h',
            ("?7" | "?1049" | "?2004" | "?1000" | "?1002" | "?1006", 'h') => {
                self.modes.insert(parameters.into());
            }
            ("?7" | "?1049" | "?2004" | "?1000" | "?1002" | "?1003" | "?1006", 'l') => {
                self.modes.remove(parameters);
                if parameters == "?1049" {
                    self.cells.fill(Cell::blank());
                }
            }
            ("?", 'u') if self.rich_keyboard => self.answers.extend(b"\x1b[?0u"),
            ("?", 'u') => {}
            (">1", 'u') => {
                assert!(self.rich_keyboard, "it never said that it knows this");
                self.modes.insert("keyboard".into());
            }
            ("<9", 'u') => {
                assert!(self.modes.contains("?1049"), "the main screen has another keyboard mode");
                self.modes.remove("keyboard");
            }
            ("6", 'n') => {
                self.asked = true;
                self.answers.extend(format!("\x1b[{};{}R", self.y + 1, self.x + 1).bytes());
            }
            ("2", 'J') => {
                assert_eq!(self.pen, Cell::blank(), "clearing in a colour");
                self.cells.fill(Cell::blank());
            }
            (_, 'H') => {
                (self.x, self.y) = (numbers.next().unwrap_or(0).max(1) - 1, first.max(1) - 1);
                assert!(self.x < self.cols && self.y < self.rows, "the cursor is sent off the screen");
            }
            (_, 'G') => {
                self.x = first.max(1) - 1;
                assert!(self.x < self.cols, "the cursor is sent off the screen");
            }
            (_, 'C') => {
                assert!(!margin, "a relative move from the margin");
                self.x += first.max(1);
                assert!(self.x < self.cols, "the cursor is sent off the screen");
            }
            (_, 'K') => {
                assert!(parameters.is_empty() && !margin, "erasing at the margin");
                self.erase(self.cols);
            }
            (_, 'X') => {
                assert!(!margin, "erasing at the margin");
                self.erase(self.x + first);
            }
            ("", 'r') => (self.region, self.x, self.y) = ((0, self.rows - 1), 0, 0),
            (_, 'r') => {
                self.region = (first - 1, numbers.next().expect("a bottom") - 1);
                assert!(self.region.0 < self.region.1 && self.region.1 < self.rows, "{:?} is no region", self.region);
                (self.x, self.y) = (0, 0);
            }
            (_, 'm') => {
                std::iter::once(first).chain(numbers).for_each(|code| self.attribute(code));
                self.margin = margin;
            }
            _ => panic!("CSI {parameters} {last} was never promised"),
        }
    }

    fn erase(&mut self, end: u16) {
        for x in self.x..end.min(self.cols) {
            let blank = Cell { bg: self.pen.bg, ..Cell::blank() };
            self.clear(x, self.y, blank);
        }
    }

    fn attribute(&mut self, code: u16) {
        let pen = &mut self.pen;
        match code {
            0 => *pen = Cell::blank(),
            1 => pen.bold = true,
            2 => pen.dim = true,
            4 => pen.underlined = true,
            7 => pen.reversed = true,
            22 => (pen.bold, pen.dim) = (false, false),
            24 => pen.underlined = false,
            27 => pen.reversed = false,
            30..=37 => pen.fg = Some(code as u8 - 30),
            39 => pen.fg = None,
            40..=47 => pen.bg = Some(code as u8 - 40),
            49 => pen.bg = None,
            90..=97 => pen.fg = Some(code as u8 - 82),
            100..=107 => pen.bg = Some(code as u8 - 92),
            _ => panic!("SGR {code} is more than 16 colours and plain attributes"),
        }
    }
}

impl Emulator for Strict {
    fn name(&self) -> String {
        format!("strict, {}", if self.wide { "wide" } else { "narrow" })
    }

    fn feed(&mut self, bytes: &[u8]) {
        let mut pending = std::mem::take(&mut self.pending);
        pending.extend_from_slice(bytes);
        let text = match std::str::from_utf8(&pending) {
            Ok(text) => text,
            Err(error) => {
                assert_eq!(error.error_len(), None, "no UTF-8: {pending:?}");
                std::str::from_utf8(&pending[..error.valid_up_to()]).expect("valid so far")
            }
        };
        let mut at = 0;
        while let Some(used) = self.token(&text[at..]) {
            at += used;
        }
        self.pending = pending.split_off(at);
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        // A terminal may show anything then.
        let litter = Cell { text: "#".into(), bg: Some(3), ..Cell::blank() };
        self.cells = vec![litter; usize::from(cols) * usize::from(rows)];
        (self.cols, self.rows, self.region) = (cols, rows, (0, rows - 1));
        (self.x, self.y, self.margin) = (self.x.min(cols - 1), self.y.min(rows - 1), false);
    }

    fn cell(&self, x: u16, y: u16) -> Cell {
        self.cells[usize::from(y) * usize::from(self.cols) + usize::from(x)].clone()
    }

    fn cursor(&self) -> Option<(u16, u16)> {
        self.assert_at_rest();
        self.shown.then_some((self.x, self.y))
    }
}
