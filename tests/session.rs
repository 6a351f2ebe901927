//! Reading the embedded sample by random keys in windows of random sizes: after every key, every terminal shows what the
//! app asked for, cell by cell.

mod emulators;

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use emulators::{Alacritty, Cell, Emulator, Strict, vt100};
use gongbao::app::ledger::{Gathered, News};
use gongbao::app::{App, Effect, Input, Key, KeyCode};
use gongbao::ledger::Ledger;
use gongbao::ledger::units::Units;
use gongbao::library::{Library, Place};
use gongbao::search::Engine;
use gongbao::search::bar::{Asker, Names, Told, complete};
use gongbao::text::width::Widths;
use gongbao::tui::canvas::Canvas;
use gongbao::tui::colours::Colours;
use gongbao::tui::draw;
use gongbao::tui::emit::Emitter;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::load(Place::Sample, None, |_| {}))
}

fn search() -> &'static (Engine, Names) {
    static SEARCH: OnceLock<(Engine, Names)> = OnceLock::new();
    SEARCH.get_or_init(|| (Engine::scanning(library().clone()), Names::new(&library().catalog)))
}

/// The app, with what it asks for done at once.
struct Reader {
    app: App,
    emitter: Emitter,
}

impl Reader {
    fn input(&mut self, input: Input) {
        for effect in self.app.input(input) {
            match effect {
                Effect::LoadIssue(id) => self.input(Input::Issue(id, library().issue(id))),
                Effect::Repaint => self.emitter.forget(),
                Effect::Search(request) => {
                    let (engine, names) = search();
                    let (stale, names_of_it) = (AtomicBool::new(false), || names);
                    let asker = Asker { engine, names: &names_of_it, stale: &stale };
                    let answer = asker.answer(&request, 1).expect("the scan is whole").expect("somebody waits");
                    self.input(Input::Search(Told::Answer(Box::new(answer))));
                    self.input(Input::Search(Told::Completions(complete(&request, names))));
                }
                Effect::Gather(request, _) => {
                    let units = Units::new();
                    let ledger = Ledger::of_library(library(), &units, |_| {});
                    self.input(Input::Ledger(request, News::Done(Gathered::new(ledger, units))));
                }
                // Not in this test: the session goes on.
                _ => {}
            }
        }
    }

    fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.cols, self.app.rows));
        let cursor = draw::draw(&self.app, &mut Canvas::new(&mut buffer, self.app.widths));
        (buffer, cursor)
    }
}

#[derive(Debug, Clone)]
enum Step {
    Key(Key),
    Type(&'static str),
    Resize(u16, u16),
}

fn step() -> impl Strategy<Value = Step> {
    const KEYS: &str = "jjjjkkkk  dudugG[]{}()nNozMRt?!=-123qcTb:/yYvvysrfxae";
    let codes = [
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Down,
        KeyCode::Up,
        KeyCode::PageDown,
        KeyCode::PageUp,
        KeyCode::Tab,
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::F(2),
        KeyCode::F(7),
    ];
    prop_oneof![
        8 => prop::sample::select(KEYS.chars().collect::<Vec<_>>()).prop_map(|c| Step::Key(Key::char(c))),
        5 => prop::sample::select(codes.to_vec()).prop_map(|code| Step::Key(Key::of(code))),
        1 => prop::sample::select(vec!["/的\r", "/通知\r", "/“", ":3\r", "5j", "12G", "s管理", "s年：2023 食品\r", "sjh"]).prop_map(Step::Type),
        1 => (38u16..130, 10u16..42).prop_map(|(cols, rows)| Step::Resize(cols, rows)),
        1 => Just(Step::Key(Key { ctrl: true, ..Key::char('l') })),
    ]
}

/// What the app asks for in a cell.
fn asked(buffer: &Buffer, x: u16, y: u16) -> Cell {
    let cell = &buffer[(x, y)];
    let colour = |colour: Color| match colour {
        Color::Reset => None,
        Color::Black => Some(0),
        Color::Red => Some(1),
        Color::Green => Some(2),
        Color::Yellow => Some(3),
        Color::Blue => Some(4),
        Color::Magenta => Some(5),
        Color::Cyan => Some(6),
        Color::Gray => Some(7),
        Color::DarkGray => Some(8),
        Color::LightRed => Some(9),
        Color::LightGreen => Some(10),
        Color::LightYellow => Some(11),
        Color::LightBlue => Some(12),
        Color::LightMagenta => Some(13),
        Color::LightCyan => Some(14),
        Color::White => Some(15),
        other => panic!("{other:?} is not one of the 16"),
    };
    Cell {
        text: cell.symbol().into(),
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

fn read(steps: &[Step], widths: Widths, told: bool, terminals: &mut [&mut dyn Emulator]) {
    let mut reader = Reader { app: App::new(library().catalog.clone()), emitter: Emitter::new(Colours::default()) };
    reader.emitter.set_widths(widths, told);
    reader.input(Input::Widths(widths));
    let first = Step::Resize(80, 24);
    for step in std::iter::once(&first).chain(steps) {
        match step {
            Step::Key(key) => reader.input(Input::Key(*key)),
            Step::Type(keys) => keys.chars().for_each(|c| {
                let code = if c == '\r' { KeyCode::Enter } else { KeyCode::Char(c) };
                reader.input(Input::Key(Key::of(code)));
            }),
            Step::Resize(cols, rows) => {
                reader.input(Input::Resize { cols: *cols, rows: *rows });
                reader.emitter.forget();
                terminals.iter_mut().for_each(|terminal| terminal.resize(*cols, *rows));
            }
        }
        let (buffer, cursor) = reader.draw();
        let frame = reader.emitter.frame(&buffer, cursor);
        for terminal in terminals.iter_mut() {
            terminal.feed(frame.as_bytes());
            for y in 0..buffer.area.height {
                for x in 0..buffer.area.width {
                    let (shown, asked) = (terminal.cell(x, y).seen(), asked(&buffer, x, y));
                    assert_eq!(shown, asked, "column {x}, row {y} of {}, after {step:?}", terminal.name());
                }
            }
            assert_eq!(terminal.cursor(), cursor, "cursor of {}, after {step:?}", terminal.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_terminal_shows_what_the_app_asked_for(steps in prop::collection::vec(step(), 1..40), told in any::<bool>()) {
        read(&steps, Widths::narrow(), told, &mut [
            &mut vt100(80, 24),
            &mut Alacritty::new(80, 24),
            &mut Strict::new(80, 24, false),
        ]);
    }

    #[test]
    fn so_does_one_that_draws_ambiguous_characters_wide(steps in prop::collection::vec(step(), 1..40)) {
        read(&steps, Widths::wide(), true, &mut [&mut Strict::new(80, 24, true)]);
    }
}
