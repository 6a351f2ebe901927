//! What the emitter sends makes every terminal show what was drawn: random sessions, after every frame, cell by cell.

mod emulators;

use emulators::{Alacritty, Cell, Emulator, Strict, vt100};
use gongbao::text::width::Widths;
use gongbao::tui::canvas::Canvas;
use gongbao::tui::colours::Colours;
use gongbao::tui::emit::Emitter;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar;

/// What is read in a session: Chinese, marks, characters that terminals disagree about, others that are rare.
const PROSE: &[&str] = &[
    "各乡镇人民政府、县直有关部门：",
    "为做好防汛工作，",
    "“",
    "”",
    "……",
    "——",
    "①",
    "第３条",
    "（二）",
    "2024年",
    "5",
    "km",
    " ",
    "α",
    "─",
    "×",
    "〔2024〕1号",
    "𠮷",
    "e\u{301}",
    "葛\u{E0100}",
    "😀",
    "é",
    "　　",
    "《",
    "》",
    "。",
    "，",
    "㎡",
    "ｶﾞ",
    "‘",
    "’",
    "·",
    "℃",
];

/// The state that a session's frames are drawn from.
#[derive(Debug, Clone)]
struct Session {
    cols: u16,
    rows: u16,
    lines: Vec<String>,
    first: usize,
    panel: bool,
    marked: Option<usize>,
    patches: Vec<(u16, u16, String, Style)>,
    cursor: Option<(u16, u16)>,
}

#[derive(Debug, Clone)]
enum Step {
    Scroll(isize),
    Mark(usize),
    Panel,
    /// Something drawn over the rest.
    Patch(u16, u16, String, Style),
    /// A cell set by someone who knows nothing of wide characters.
    Stray(u16, u16, &'static str),
    Clean,
    Cursor(Option<(u16, u16)>),
    Resize(u16, u16),
    Forget,
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        3 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::DarkGray),
        1 => Just(Color::White),
        1 => Just(Color::Blue)
    ];
    let modifiers = [
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
        Modifier::BOLD.union(Modifier::REVERSED),
        Modifier::DIM.union(Modifier::UNDERLINED),
    ];
    (colour.clone(), colour, prop::sample::select(modifiers.to_vec()))
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

fn prose(pieces: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PROSE), 0..pieces).prop_map(|pieces| pieces.concat())
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (-3isize..=3).prop_map(Step::Scroll),
        2 => (-30isize..=30).prop_map(Step::Scroll),
        2 => (0usize..20).prop_map(Step::Mark),
        1 => Just(Step::Panel),
        4 => (0u16..60, 0u16..20, prose(4), style()).prop_map(|(x, y, text, style)| Step::Patch(x, y, text, style)),
        2 => (0u16..60, 0u16..20, prop::sample::select(vec!["a", "字", "", "\x1b[2J", "“", "\u{301}", "\u{202E}"]))
            .prop_map(|(x, y, symbol)| Step::Stray(x, y, symbol)),
        1 => Just(Step::Clean),
        1 => prop::option::of((0u16..60, 0u16..20)).prop_map(Step::Cursor),
        1 => (4u16..60, 2u16..20).prop_map(|(cols, rows)| Step::Resize(cols, rows)),
        1 => Just(Step::Forget),
    ]
}

fn session() -> impl Strategy<Value = Session> {
    (4u16..60, 2u16..20, prop::collection::vec(prose(16), 1..60)).prop_map(|(cols, rows, lines)| Session {
        cols,
        rows,
        lines,
        first: 0,
        panel: false,
        marked: None,
        patches: Vec::new(),
        cursor: None,
    })
}

impl Session {
    fn apply(&mut self, step: &Step) {
        match step {
            Step::Scroll(by) => self.first = self.first.saturating_add_signed(*by).min(self.lines.len()),
            Step::Mark(line) => self.marked = Some(*line),
            Step::Panel => self.panel = !self.panel,
            Step::Patch(x, y, text, style) => self.patches.push((*x, *y, text.clone(), *style)),
            Step::Stray(x, y, symbol) => self.patches.push((*x, *y, (*symbol).to_owned(), Style::new())),
            Step::Clean => self.patches.clear(),
            Step::Cursor(cursor) => self.cursor = *cursor,
            Step::Resize(cols, rows) => (self.cols, self.rows) = (*cols, *rows),
            Step::Forget => {}
        }
        self.cursor = self.cursor.filter(|(x, y)| *x < self.cols && *y < self.rows);
    }

    fn draw(&self, widths: Widths) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.cols, self.rows));
        let mut canvas = Canvas::new(&mut buffer, widths);
        let heading = Style::new().add_modifier(Modifier::REVERSED);
        canvas.fill(Rect::new(0, 0, self.cols, 1), heading);
        canvas.put(0, 0, self.cols, "县人民政府公报", heading);
        let left = if self.panel { self.cols / 3 } else { 0 };
        for y in 1..self.rows {
            let number = self.first + usize::from(y);
            let marked = self.marked.is_some_and(|marked| marked == number);
            let style = if marked { Style::new().bg(Color::Blue) } else { Style::new() };
            if let Some(line) = self.lines.get(number) {
                canvas.put(left, y, self.cols, line, style);
            }
            if self.panel {
                canvas.put(0, y, left.saturating_sub(1), &format!("{y} 提纲"), Style::new().fg(Color::Green));
            }
        }
        for (x, y, text, style) in self.patches.iter().filter(|(x, y, ..)| *x < self.cols && *y < self.rows) {
            match text.as_str() {
                "a" | "字" | "" | "\x1b[2J" | "“" | "\u{301}" | "\u{202E}" => {
                    canvas.buffer[(*x, *y)].set_symbol(text);
                }
                text => {
                    canvas.put(*x, *y, self.cols, text, *style);
                }
            }
        }
        buffer
    }
}

/// What a buffer asks for, worked out cell by cell in another way than the emitter's.
fn expected(buffer: &Buffer, widths: Widths, x: u16, y: u16) -> Cell {
    let symbol = |x: u16| if x < buffer.area.width { buffer[(x, y)].symbol() } else { "?" };
    let unsafe_symbol = |symbol: &str| symbol.chars().any(|c| c.is_control() || c == '\u{202E}');
    let leads = |x: u16| widths.str(symbol(x)) == 2 && !unsafe_symbol(symbol(x)) && symbol(x + 1).is_empty();
    let (text, cell) = match symbol(x) {
        "" if x > 0 && leads(x - 1) => ("", &buffer[(x - 1, y)]),
        "" | "\u{301}" => (" ", &buffer[(x, y)]),
        text if unsafe_symbol(text) => ("?", &buffer[(x, y)]),
        text if widths.str(text) == 2 && !leads(x) => (" ", &buffer[(x, y)]),
        text => (text, &buffer[(x, y)]),
    };
    let colour = |colour: Color| match colour {
        Color::Reset => None,
        Color::Red => Some(1),
        Color::Green => Some(2),
        Color::Blue => Some(4),
        Color::DarkGray => Some(8),
        Color::White => Some(15),
        other => panic!("{other:?} is not used here"),
    };
    Cell {
        text: text.into(),
        fg: colour(cell.fg),
        bg: colour(cell.bg),
        bold: cell.modifier.contains(Modifier::BOLD),
        // Not both at once: not every terminal knows that.
        dim: cell.modifier.contains(Modifier::DIM) && !cell.modifier.contains(Modifier::BOLD),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
        reversed: cell.modifier.contains(Modifier::REVERSED),
    }
    .seen()
}

/// Plays a session and looks at the terminals after every frame.
fn play(mut session: Session, steps: &[Step], widths: Widths, told: bool, terminals: &mut [&mut dyn Emulator]) {
    let mut emitter = Emitter::new(Colours::default());
    emitter.set_widths(widths, told);
    for step in std::iter::once(&Step::Clean).chain(steps) {
        session.apply(step);
        if matches!(step, Step::Forget | Step::Resize(..)) {
            emitter.forget();
        }
        let buffer = session.draw(widths);
        let frame = emitter.frame(&buffer, session.cursor);
        assert_eq!(emitter.frame(&buffer, session.cursor), "", "nothing changed, nothing is sent");
        for terminal in terminals.iter_mut() {
            if matches!(step, Step::Resize(..)) {
                terminal.resize(session.cols, session.rows);
            }
            terminal.feed(frame.as_bytes());
            let place = format!("{}, after {step:?}, by {frame:?}", terminal.name());
            for y in 0..session.rows {
                for x in 0..session.cols {
                    let (shown, wanted) = (terminal.cell(x, y).seen(), expected(&buffer, widths, x, y));
                    assert_eq!(shown, wanted, "column {x}, row {y} of {place}");
                }
            }
            assert_eq!(terminal.cursor(), session.cursor, "cursor of {place}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_emulators_and_a_strict_one_show_what_was_drawn(
        session in session(),
        steps in prop::collection::vec(step(), 1..25),
        told in any::<bool>(),
    ) {
        let (cols, rows) = (session.cols, session.rows);
        play(session, &steps, Widths::narrow(), told, &mut [
            &mut vt100(cols, rows),
            &mut Alacritty::new(cols, rows),
            &mut Strict::new(cols, rows, false),
        ]);
    }

    #[test]
    fn a_terminal_that_draws_ambiguous_characters_wide_shows_what_was_drawn(
        session in session(),
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let (cols, rows) = (session.cols, session.rows);
        play(session, &steps, Widths::wide(), true, &mut [&mut Strict::new(cols, rows, true)]);
    }

    /// Nobody told us, we suppose narrow, the terminal draws wide: what is not ambiguous still stands in its place.
    #[test]
    fn a_wrong_guess_moves_nothing(
        mut session in session(),
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let widths = Widths::narrow();
        let mut emitter = Emitter::new(Colours::default());
        let mut terminal = Strict::new(session.cols, session.rows, true);
        for step in steps {
            session.apply(&step);
            let buffer = session.draw(widths);
            if matches!(step, Step::Resize(..)) {
                terminal.resize(session.cols, session.rows);
                emitter.forget();
            }
            terminal.feed(emitter.frame(&buffer, session.cursor).as_bytes());
            terminal.assert_at_rest();
            for y in 0..session.rows {
                // A wide glyph in the last column is drawn over the one before it.
                for x in 0..session.cols - 2 {
                    let wanted = expected(&buffer, widths, x, y);
                    if x + widths.str(&wanted.text) as u16 > session.cols - 2 {
                        continue;
                    }
                    let surely = |text: &str| text.chars().all(|c| {
                        let letter = matches!(c, 'α'..='ω' | 'é');
                        c.width() == c.width_cjk() && !letter
                    });
                    if surely(&wanted.text) && !matches!(wanted.text.as_str(), "" | " ") {
                        prop_assert_eq!(terminal.cell(x, y).seen(), wanted, "column {}, row {}", x, y);
                    }
                }
            }
        }
    }
}
