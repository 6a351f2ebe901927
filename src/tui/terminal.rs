//! The terminal itself: taking it over, and giving it back whatever happens.
//!
//! The state that has to be undone lives in one place, [`TAKEN`], so that the end of the program, an error, the panic
//! hook and the signal thread can all call [`leave`]: the first one does it, the others find nothing to do.

use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr};

use super::Error;
use crate::quiet;
use crate::text::safe;

/// How long giving the terminal back may wait for a terminal that takes no bytes.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// Alternate screen, no automatic wrap (a glyph wider than we think must not push a line), cursor hidden, bracketed
/// paste, plain attributes, no scroll region, clear.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[0m\x1b[r\x1b[2J\x1b[H";

/// Ends a sequence that was cut in the middle.
const CANCEL: &[u8] = b"\x18";

/// Undoes all that we or a half-sent frame may have set: synchronised output, scroll region, attributes, bracketed paste, wrap,
/// cursor, and last the main screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[r\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Presses, releases and drags, with coordinates of any size; only sent where the mouse is on.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const NO_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The richer keyboard protocol, so far as to tell Ctrl-I from Tab and Esc from a sequence, and its end.
const RICH_KEYBOARD: &[u8] = b"\x1b[>1u";
const PLAIN_KEYBOARD: &[u8] = b"\x1b[<9u";

/// The modes to go back to, while the terminal is ours.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);

struct Taken {
    cooked: Termios,
    /// The thread that draws: only its panic ends the program.
    by: ThreadId,
    /// The richer keyboard protocol is on.
    rich_keyboard: bool,
    /// The mouse is on.
    mouse: bool,
    /// What other threads had to say when they panicked, told when the screen is given back.
    said: Vec<String>,
}

impl Taken {
    fn raw(&self) -> Termios {
        let mut raw = self.cooked.clone();
        raw.make_raw();
        raw
    }
}

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Refuses what is no terminal, or one that can't place a cursor.
pub fn check() -> Result<(), Error> {
    if !isatty(stdin()) {
        return Err(Error::NoInput);
    }
    if !isatty(stdout()) {
        return Err(Error::NoOutput);
    }
    match std::env::var("TERM") {
        Ok(term) if term == "dumb" => Err(Error::Dumb),
        _ => Ok(()),
    }
}

/// Takes the terminal: raw mode, alternate screen. Does nothing if it is ours already.
pub fn enter() -> io::Result<()> {
    hook_panics();
    {
        let mut taken = taken();
        if taken.is_some() {
            return Ok(());
        }
        let cooked = retry_on_intr(|| tcgetattr(stdin()))?;
        let now = Taken { cooked, by: thread::current().id(), rich_keyboard: false, mouse: false, said: Vec::new() };
        retry_on_intr(|| tcsetattr(stdin(), OptionalActions::Now, &now.raw()))?;
        *taken = Some(now);
    }
    write(ENTER)
}

/// Takes the terminal again after the process was stopped, whether or not it was given back before: who had it meanwhile
/// may have set anything.
pub fn retake() -> io::Result<()> {
    let raw = taken().as_ref().map(|taken| taken.raw());
    let Some(raw) = raw else { return enter() };
    retry_on_intr(|| tcsetattr(stdin(), OptionalActions::Now, &raw))?;
    write(ENTER)
}

/// Turns the richer keyboard protocol on, in a terminal that said it knows it.
pub fn use_rich_keyboard() -> io::Result<()> {
    if let Some(taken) = taken().as_mut() {
        taken.rich_keyboard = true;
    }
    write(RICH_KEYBOARD)
}

/// Has the terminal say what the mouse does.
pub fn use_mouse() -> io::Result<()> {
    if let Some(taken) = taken().as_mut() {
        taken.mouse = true;
    }
    write(MOUSE)
}

/// Gives the terminal back as it was. Does nothing if it is not ours.
pub fn leave() {
    let Some(taken) = taken().take() else { return };
    // The alternate screen has a keyboard mode of its own: it must be undone there.
    let plain = if taken.rich_keyboard { PLAIN_KEYBOARD } else { b"" };
    let mouse = if taken.mouse { NO_MOUSE } else { b"" };
    let _ = write_until(&[CANCEL, mouse, plain, LEAVE].concat(), Some(Instant::now() + LAST_WORDS));
    let _ = retry_on_intr(|| tcsetattr(stdin(), OptionalActions::Now, &taken.cooked));
    for message in taken.said {
        let _ = write_until(format!("{message}\n").as_bytes(), Some(Instant::now() + LAST_WORDS));
    }
}

/// Gives the terminal back when dropped, on every way out of a function.
pub struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Columns and rows; 80 × 24 for a terminal that doesn't know.
pub fn size() -> (u16, u16) {
    match retry_on_intr(|| tcgetwinsize(stdout())) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

/// Sends bytes, in one write where the system takes them so; waits for a terminal that is slow.
pub fn write(bytes: &[u8]) -> io::Result<()> {
    write_until(bytes, None)
}

fn write_until(mut bytes: &[u8], deadline: Option<Instant>) -> io::Result<()> {
    while !bytes.is_empty() {
        if deadline.is_some() && !wait(PollFlags::OUT, deadline)? {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(sent) => bytes = &bytes[sent..],
            Err(Errno::INTR) => {}
            // Another program may have made the shared terminal non-blocking.
            Err(Errno::AGAIN) => {
                wait(PollFlags::OUT, deadline)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Waits until the terminal can be read or written; false when the time is over.
fn wait(what: PollFlags, deadline: Option<Instant>) -> io::Result<bool> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        let fd = if what == PollFlags::IN { stdin() } else { stdout() };
        match poll(&mut [PollFd::from_borrowed_fd(fd, what)], timeout.as_ref()) {
            Ok(ready) => return Ok(ready > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// What reading gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    Bytes(usize),
    /// Nothing came in time.
    Nothing,
    /// The terminal is gone: end of file, an error, a hangup.
    Gone,
}

/// Reads what is there, waiting for it at most `patience` (for ever: `None`).
pub fn read(buffer: &mut [u8], patience: Option<Duration>) -> Read {
    let deadline = patience.map(|patience| Instant::now() + patience);
    loop {
        match wait(PollFlags::IN, deadline) {
            Ok(true) => {}
            Ok(false) => return Read::Nothing,
            Err(_) => return Read::Gone,
        }
        match rustix::io::read(stdin(), &mut *buffer) {
            Ok(0) => return Read::Gone,
            Ok(count) => return Read::Bytes(count),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return Read::Gone,
        }
    }
}

/// A panic of the thread that draws gives the terminal back before its message is printed; one of a worker must not
/// write over the screen: its message waits.
fn hook_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let earlier = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if quiet::is_quiet() {
                return;
            }
            if let Some(taken) = taken().as_mut().filter(|taken| taken.by != thread::current().id()) {
                taken.said.push(safe::lines(&info.to_string()));
                return;
            }
            leave();
            earlier(info);
        }));
    });
}
