//! The terminal: raw mode, signals, the event loop, what bytes go out; draws each screen from [`App`] state.
//!
//! ```text
//! terminal ─bytes─▶ input ─┐
//! signals ─────────────────┼─▶ one queue ─▶ app ─▶ draw ─▶ canvas ─▶ emit ─bytes─▶ terminal
//! workers ─────────────────┘
//! ```

pub mod canvas;
pub mod draw;
pub mod input;
mod terminal;

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, Input};
use canvas::Canvas;
use input::{Decoder, Heard};

/// Why the reader could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("标准输入不是终端，无法用按键阅读；请在终端里直接运行")]
    NoInput,
    #[error("标准输出不是终端，无法显示画面；请在终端里直接运行，不要重定向或接管道")]
    NoOutput,
    #[error("终端类型是 dumb，不能定位光标；请换用其他终端，或把 TERM 设为实际的终端类型（如 xterm-256color）")]
    Dumb,
    #[error("终端读写失败：{0}")]
    Io(#[from] std::io::Error),
}

/// What the terminal layer is told before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Ambiguous characters: `None` asks the terminal.
    pub widths: Option<crate::text::width::Widths>,
}

/// What wakes the loop.
enum Event {
    Input(Input),
    Gone,
}

/// Runs the app in the terminal until it quits; the terminal is given back whatever happens.
///
/// `start` is called once, with the way in for what other threads have to say. `perform` carries out an effect that is
/// not the terminal's own, without blocking: its result comes through the sender.
pub fn run(
    mut app: App,
    settings: Settings,
    start: impl FnOnce(&Sender<Input>),
    mut perform: impl FnMut(Effect, &Sender<Input>),
) -> Result<(), Error> {
    terminal::check()?;
    let _guard = terminal::Guard;
    terminal::enter()?;
    let (events, inbox) = channel();
    let workers = pump(events.clone());
    start(&workers);
    listen(events);
    let (cols, rows) = terminal::size();
    let mut effects: VecDeque<Effect> = app.input(Input::Resize { cols, rows }).into();
    if let Some(widths) = settings.widths {
        effects.extend(app.input(Input::Widths(widths)));
    }
    loop {
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Repaint | Effect::Suspend => {}
                other => perform(other, &workers),
            }
        }
        terminal::write(&picture(&app))?;
        let Ok(event) = inbox.recv() else { return Ok(()) };
        for event in std::iter::once(event).chain(inbox.try_iter()) {
            match event {
                Event::Input(input) => effects.extend(app.input(input)),
                Event::Gone => return Ok(()),
            }
        }
    }
}

/// What workers send comes through the same queue as the keys.
fn pump(events: Sender<Event>) -> Sender<Input> {
    let (sender, results): (Sender<Input>, Receiver<Input>) = channel();
    thread::spawn(move || results.into_iter().try_for_each(|input| events.send(Event::Input(input))));
    sender
}

/// Reads the terminal until it is gone.
fn listen(events: Sender<Event>) {
    thread::spawn(move || {
        let mut decoder = Decoder::default();
        let mut heard = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match terminal::read(&mut buffer, decoder.patience()) {
                terminal::Read::Bytes(count) => decoder.feed(&buffer[..count], &mut heard),
                terminal::Read::Nothing => decoder.give_up(&mut heard),
                terminal::Read::Gone => break,
            }
            for what in heard.drain(..) {
                let input = match what {
                    Heard::Key(key) => Input::Key(key),
                    Heard::Paste(text) => Input::Paste(text),
                    Heard::Cursor { .. } => continue,
                };
                if events.send(Event::Input(input)).is_err() {
                    return;
                }
            }
        }
        let _ = events.send(Event::Gone);
    });
}

/// The whole screen, drawn anew.
fn picture(app: &App) -> Vec<u8> {
    let (cols, rows) = terminal::size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    draw::draw(app, &mut Canvas { buffer: &mut buffer, widths: app.widths });
    let mut out = String::from("\x1b[?2026h\x1b[0m\x1b[2J");
    for y in 0..rows {
        out.push_str(&format!("\x1b[{};1H", y + 1));
        for x in 0..cols {
            out.push_str(buffer[(x, y)].symbol());
        }
    }
    out.push_str("\x1b[?2026l");
    out.into_bytes()
}
