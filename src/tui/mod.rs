//! The terminal: raw mode, signals, the event loop, what bytes go out; draws each screen from [`App`](crate::app::App) state.

pub mod canvas;
pub mod draw;

use std::sync::mpsc::Sender;

use crate::app::{App, Effect, Input};

/// What the terminal layer is told before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Ambiguous characters: `None` asks the terminal.
    pub widths: Option<crate::text::width::Widths>,
}

/// Runs the app in the terminal until it quits; the terminal is given back whatever happens.
///
/// `start` is called once, with the way in for what other threads have to say. `perform` carries out an effect that is not the terminal's own, without blocking: its result comes through the sender.
pub fn run(
    _app: App,
    _settings: Settings,
    _start: impl FnOnce(&Sender<Input>),
    _perform: impl FnMut(Effect, &Sender<Input>),
) -> std::io::Result<()> {
    Ok(())
}
