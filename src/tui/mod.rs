//! The terminal: raw mode, signals, the event loop, what bytes go out; draws each screen from [`App`] state.
//!
//! ```text
//! terminal ─bytes─▶ input ─┐
//! signals ─────────────────┼─▶ one queue ─▶ app ─▶ draw ─▶ canvas ─▶ emit ─bytes─▶ terminal
//! workers ─────────────────┘
//! ```
//!
//! The loop sleeps until something arrives, lets the app take everything that is waiting, and then draws once: there is
//! no tick, and a key held down on a slow line costs frames, not delay.

pub mod answers;
pub mod canvas;
mod clipboard;
pub mod colours;
pub mod draw;
pub mod emit;
pub mod grid;
pub mod input;
mod probe;
mod scroll;
mod signals;
mod terminal;

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, Input};
use crate::text::width::Widths;
use canvas::Canvas;
use clipboard::Through;
use colours::{Colours, Depth};
use emit::Emitter;
use input::{Decoder, Heard};
use probe::Probe;
use signals::Asked;

pub use signals::die_of;

/// How long the app may take what is waiting before a frame is drawn all the same.
const LONGEST_TAKE: Duration = Duration::from_millis(50);

/// Why the reader could not run, or was ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("标准输入不是终端，无法用按键阅读；请在终端里直接运行")]
    NoInput,
    #[error("标准输出不是终端，无法显示画面；请在终端里直接运行，不要重定向或接管道")]
    NoOutput,
    #[error("终端类型是 dumb，不能定位光标；请换用其他终端，或把 TERM 设为实际的终端类型（如 xterm-256color）")]
    Dumb,
    #[error("终端读写失败：{0}")]
    Io(#[from] io::Error),
    /// The terminal is given back; the process should now [`die_of`] it.
    #[error("收到信号 {0}，已退出")]
    Signal(i32),
}

/// What the terminal layer is told before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Ambiguous characters: `None` asks the terminal.
    pub widths: Option<Widths>,
    /// Whether the process may be stopped, which leads to whatever shell is above it.
    pub may_stop: bool,
    pub depth: Depth,
    /// Whether the mouse is used.
    pub mouse: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { widths: None, may_stop: true, depth: Depth::Sixteen, mouse: false }
    }
}

/// Without a key for so long, what can wait is shown: longer than between the keys of one who types or holds one down.
const REST: Duration = Duration::from_millis(150);
/// Without a key for so long, what was left is kept.
const PAUSE: Duration = Duration::from_millis(1500);

/// What wakes the loop.
enum Event {
    Result(Input),
    Heard(Heard),
    Signal(Asked),
    /// The terminal is no more.
    Gone,
}

/// Asks whether the terminal knows the richer keyboard protocol; others pass over it.
const RICH_KEYBOARD: &str = "\x1b[?u";

/// Why the loop ends.
enum End {
    Quit,
    /// Nobody is there to be told.
    Gone,
    Signal(i32),
}

/// Runs the app in the terminal until it quits; the terminal is given back whatever happens.
///
/// `start` is called once, with the way in for what other threads have to say. `perform` carries out an effect that is
/// not the terminal's own, without blocking: its result comes through the sender.
pub fn run(
    app: App,
    settings: Settings,
    start: impl FnOnce(&Sender<Input>),
    mut perform: impl FnMut(Effect, &Sender<Input>),
) -> Result<(), Error> {
    terminal::check()?;
    let (events, inbox) = channel();
    let signalled = events.clone();
    let _listening = signals::listen(move |asked| signalled.send(Event::Signal(asked)).is_ok())?;
    let _guard = terminal::Guard;
    terminal::enter()?;
    let workers = forward(events.clone());
    start(&workers);
    listen(events);
    let mut session = Session::new(app, settings);
    let ended = session.begin(settings).and_then(|()| session.run(&inbox, |effect| perform(effect, &workers)));
    // However it ends, what was left is kept.
    session.input(Input::Closing);
    session.effects.into_iter().filter(|effect| matches!(effect, Effect::Keep(_))).for_each(|e| perform(e, &workers));
    match ended {
        Ok(End::Quit | End::Gone) => Ok(()),
        Ok(End::Signal(signal)) => Err(Error::Signal(signal)),
        // Written to a terminal that has just gone away.
        Err(error) if matches!(error.raw_os_error(), Some(EIO | EPIPE | ENXIO)) => Ok(()),
        Err(error) => Err(Error::Io(error)),
    }
}

const ENXIO: i32 = rustix::io::Errno::NXIO.raw_os_error();
const EIO: i32 = rustix::io::Errno::IO.raw_os_error();
const EPIPE: i32 = rustix::io::Errno::PIPE.raw_os_error();

/// The app on its screen.
struct Session {
    app: App,
    may_stop: bool,
    depth: Depth,
    effects: VecDeque<Effect>,
    size: (u16, u16),
    buffer: Buffer,
    emitter: Emitter,
    probe: Option<Probe>,
    /// We were stopped and have gone on; the signal that says so is on its way through the queue.
    continued: bool,
    rich_keyboard: bool,
    mouse: bool,
}

impl Session {
    fn new(app: App, settings: Settings) -> Session {
        let emitter = Emitter::new(Colours::new(app.theme, settings.depth));
        Session {
            app,
            may_stop: settings.may_stop,
            depth: settings.depth,
            effects: VecDeque::new(),
            size: (0, 0),
            buffer: Buffer::default(),
            emitter,
            probe: None,
            continued: false,
            rich_keyboard: false,
            mouse: settings.mouse,
        }
    }

    /// Finds out what there is to know about the terminal.
    fn begin(&mut self, settings: Settings) -> io::Result<()> {
        self.take_size();
        if self.mouse {
            terminal::use_mouse()?;
        }
        let term = std::env::var("TERM").unwrap_or_default();
        let multiplexed = std::env::var_os("TMUX").is_some() || std::env::var_os("STY").is_some();
        match settings.widths {
            Some(widths) => self.take_widths(widths),
            None if probe::is_worthwhile(&term, multiplexed, self.size) => {
                terminal::write((Probe::question() + RICH_KEYBOARD).as_bytes())?;
                self.probe = Some(Probe::sent());
                return Ok(());
            }
            None => {}
        }
        terminal::write(RICH_KEYBOARD.as_bytes())
    }

    fn run(&mut self, inbox: &Receiver<Event>, mut perform: impl FnMut(Effect)) -> io::Result<End> {
        // The first screen waits a moment for the widths: drawn with the wrong ones, it would be set twice.
        while let Some(patience) = self.probe.as_ref().map(Probe::patience).filter(|patience| !patience.is_zero()) {
            match inbox.recv_timeout(patience) {
                Ok(event) => {
                    if let Some(end) = self.take(event) {
                        return Ok(end);
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Ok(End::Gone),
            }
        }
        loop {
            self.take_size();
            while let Some(effect) = self.effects.pop_front() {
                match effect {
                    Effect::Quit => return Ok(End::Quit),
                    Effect::Repaint => self.emitter.forget(),
                    Effect::Copy(text) => {
                        terminal::write(clipboard::sequence(&text, Through::of_environment()).as_bytes())?;
                    }
                    Effect::Suspend if self.may_stop && signals::can_stop() => self.stop(signals::stop_job)?,
                    Effect::Suspend => {}
                    other => perform(other),
                }
            }
            self.draw()?;
            // Only where there is something to show or to keep does a pause wake us, and once.
            let pause = match (self.app.is_late(), self.app.is_unsaved()) {
                (true, _) => Some((REST, Input::Rest)),
                (false, true) => Some((PAUSE, Input::Pause)),
                (false, false) => None,
            };
            let next = match &pause {
                Some((pause, _)) => inbox.recv_timeout(*pause),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let mut event = match next {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => {
                    pause.into_iter().for_each(|(_, input)| self.input(input));
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(End::Gone),
            };
            let begun = Instant::now();
            loop {
                if let Some(end) = self.take(event) {
                    return Ok(end);
                }
                match inbox.try_recv() {
                    Ok(next) if begun.elapsed() < LONGEST_TAKE => event = next,
                    Ok(next) => {
                        if let Some(end) = self.take(next) {
                            return Ok(end);
                        }
                        break;
                    }
                    Err(_) => break,
                }
            }
        }
    }

    /// Takes one event.
    fn take(&mut self, event: Event) -> Option<End> {
        match event {
            Event::Result(input) => self.input(input),
            Event::Heard(Heard::Key(key)) => self.input(Input::Key(key)),
            Event::Heard(Heard::Mouse(mouse)) if self.mouse => {
                let zone = draw::under(&self.app, mouse.col, mouse.row);
                self.input(Input::Mouse(mouse, zone));
            }
            Event::Heard(Heard::Mouse(_)) => {}
            Event::Heard(Heard::Paste(text)) => self.input(Input::Paste(text)),
            Event::Heard(Heard::Cursor { row, col }) => match self.probe.take().map(|probe| probe.hear(row, col)) {
                Some(Ok(probe)) => self.probe = Some(probe),
                Some(Err(Some(widths))) => self.take_widths(widths),
                Some(Err(None)) | None => {}
            },
            Event::Heard(Heard::RichKeyboard) => {
                self.rich_keyboard = true;
                return terminal::use_rich_keyboard().err().map(|_| End::Gone);
            }
            // The size is asked for before drawing: many changes are one. It may be the old one again, but what the
            // terminal made of the screen on the way nobody knows.
            Event::Signal(Asked::Resize) => self.emitter.forget(),
            Event::Signal(Asked::Stop) if !self.may_stop => {}
            Event::Signal(Asked::Stop) => return self.stop(signals::stop_process).err().map(|_| End::Gone),
            Event::Signal(Asked::Continue) if std::mem::take(&mut self.continued) => {}
            Event::Signal(Asked::Continue) => return self.retake().err().map(|_| End::Gone),
            Event::Signal(Asked::End(signal)) => return Some(End::Signal(signal)),
            Event::Gone => return Some(End::Gone),
        }
        None
    }

    fn input(&mut self, input: Input) {
        self.effects.extend(self.app.input(input));
    }

    fn take_widths(&mut self, widths: Widths) {
        self.emitter.set_widths(widths, true);
        self.input(Input::Widths(widths));
    }

    fn take_size(&mut self) {
        let (cols, rows) = terminal::size();
        if self.size != (cols, rows) {
            self.size = (cols, rows);
            self.input(Input::Resize { cols, rows });
        }
    }

    /// Stops the process, and takes the screen again when it goes on.
    fn stop(&mut self, stop: impl FnOnce()) -> io::Result<()> {
        terminal::leave();
        stop();
        self.continued = true;
        self.retake()
    }

    fn retake(&mut self) -> io::Result<()> {
        terminal::retake()?;
        if self.mouse {
            terminal::use_mouse()?;
        }
        if self.rich_keyboard {
            terminal::use_rich_keyboard()?;
        }
        self.emitter.forget();
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let (cols, rows) = self.size;
        let area = Rect::new(0, 0, cols, rows);
        if self.buffer.area == area {
            self.buffer.reset()
        } else {
            self.buffer = Buffer::empty(area)
        }
        let mut canvas = Canvas::new(&mut self.buffer, self.app.widths);
        let cursor = draw::draw(&self.app, &mut canvas);
        self.emitter.set_colours(Colours::new(self.app.theme, self.depth));
        let frame = self.emitter.frame(&self.buffer, cursor);
        if frame.is_empty() { Ok(()) } else { terminal::write(frame.as_bytes()) }
    }
}

/// What workers send comes through the same queue as the keys.
fn forward(events: Sender<Event>) -> Sender<Input> {
    let (sender, results): (Sender<Input>, Receiver<Input>) = channel();
    thread::spawn(move || results.into_iter().try_for_each(|input| events.send(Event::Result(input))));
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
                if events.send(Event::Heard(what)).is_err() {
                    return;
                }
            }
        }
        let _ = events.send(Event::Gone);
    });
}
