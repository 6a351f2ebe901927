//! The program in a real pseudo-terminal, with a terminal on the other side that answers or doesn't.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

use crate::emulators::{Emulator, Strict};

/// How the terminal answers when it is asked for the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    Right,
    /// Also that it knows the richer keyboard protocol.
    Rich,
    Never,
    Late(Duration),
    /// Something that can't be.
    Wrong,
}

/// What came out of the program so far.
pub struct Seen {
    pub terminal: Strict,
    pub bytes: Vec<u8>,
    last: Instant,
}

/// A program in a pseudo-terminal.
pub struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    keys: Arc<Writer>,
    pub child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    /// The modes of the line before the program started.
    cooked: String,
    stalled: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

/// Long enough for a slow machine; a test waits for what it expects, not for this.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn gongbao(arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gongbao"));
    command.args(arguments);
    command
}

impl Session {
    pub fn start(mut command: CommandBuilder, size: (u16, u16), wide: bool, answers: Answers) -> Session {
        for variable in ["TMUX", "STY", "NO_COLOR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env_remove(variable);
        }
        command.env("TERM", "xterm-256color");
        Session::start_as_is(command, size, wide, answers)
    }

    /// The same with the environment as it is.
    pub fn start_as_is(command: CommandBuilder, (cols, rows): (u16, u16), wide: bool, answers: Answers) -> Session {
        let pair = native_pty_system().openpty(size(cols, rows)).expect("a pseudo-terminal");
        let cooked = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("the program");
        let keys = Arc::new(Mutex::new(Some(pair.master.take_writer().expect("a way in"))));
        let mut terminal = Strict::new(cols, rows, wide);
        terminal.rich_keyboard = answers == Answers::Rich;
        let seen = Arc::new(Mutex::new(Seen { terminal, bytes: Vec::new(), last: Instant::now() }));
        let reader = pair.master.try_clone_reader().expect("a way out");
        let stalled = Arc::new(AtomicBool::new(false));
        let hung_up = Arc::new(AtomicBool::new(false));
        let listener = Listener { seen: seen.clone(), stalled: stalled.clone(), hung_up: hung_up.clone() };
        let keys_back = Arc::downgrade(&keys);
        let listener = Some(thread::spawn(move || listener.listen(reader, answers, &keys_back)));
        let (master, slave) = (Some(pair.master), Some(pair.slave));
        Session { master, slave, keys, child, seen, cooked, stalled, hung_up, listener }
    }

    /// A shell with job control, for what only a shell can do.
    pub fn shell(home: &Path) -> Session {
        let mut command = CommandBuilder::new("sh");
        command.args(["-i"]);
        command.env("HOME", home);
        command.env("PS1", "ready> ");
        command.env("ENV", "");
        let session = Session::start(command, (80, 24), false, Answers::Right);
        session.wait_for("ready>");
        session
    }

    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn keys(&self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    pub fn bytes(&self, keys: &[u8]) {
        let mut writer = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = writer.as_mut().expect("the terminal is open");
        writer.write_all(keys).and_then(|()| writer.flush()).expect("the terminal takes keys");
    }

    /// Sends keys and waits for the frame that answers them, if one does; the number of bytes it took.
    pub fn press(&self, keys: &str) -> usize {
        let before = self.seen().bytes.len();
        self.keys(keys);
        let begun = Instant::now();
        while self.seen().bytes.len() == before && begun.elapsed() < Duration::from_millis(500) {
            thread::sleep(Duration::from_millis(2));
        }
        self.settle(Duration::from_millis(60));
        self.seen().bytes.len() - before
    }

    /// Waits until nothing has come for so long.
    pub fn settle(&self, quiet: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < quiet || self.seen().last.elapsed() < quiet {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the screen shows a text.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |seen| seen.terminal.text().contains(text));
    }

    pub fn wait_until(&self, what: &str, mut is: impl FnMut(&Seen) -> bool) {
        let begun = Instant::now();
        loop {
            let seen = self.seen();
            if is(&seen) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "waited for {what}; shown is:\n{}", seen.terminal.text());
            drop(seen);
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        self.seen().terminal.resize(cols, rows);
        self.master.as_ref().expect("the terminal is open").resize(size(cols, rows)).expect("a new size");
    }

    /// The terminal takes nothing more, or again.
    pub fn stall(&self, stalled: bool) {
        self.stalled.store(stalled, Ordering::SeqCst);
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.pid(), signal).expect("it runs");
    }

    pub fn pid(&self) -> rustix::process::Pid {
        let pid = self.child.process_id().and_then(|pid| rustix::process::Pid::from_raw(pid as i32));
        pid.expect("it runs")
    }

    /// The line's modes now, and before the program started.
    pub fn modes(&self) -> (String, &str) {
        (modes(self.master.as_ref().expect("the terminal is open").as_ref()), &self.cooked)
    }

    /// The terminal goes away, as when a window is closed or a line dropped.
    pub fn hang_up(&mut self) {
        // The listener holds the terminal too, and lets go after the next bytes: a new size brings some.
        self.hung_up.store(true, Ordering::SeqCst);
        let listener = self.listener.take().expect("the terminal is open");
        let mut rows = 20;
        while !listener.is_finished() {
            self.master.as_ref().expect("the terminal is open").resize(size(80, rows)).expect("a new size");
            rows = if rows == 20 { 21 } else { 20 };
            thread::sleep(Duration::from_millis(20));
        }
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.slave = None;
        self.master = None;
    }

    /// The exit status, if the program ends in time.
    pub fn ends_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(2));
        }
        None
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

type Writer = Mutex<Option<Box<dyn Write + Send>>>;

/// The terminal's side: keeps what comes, and answers.
struct Listener {
    seen: Arc<Mutex<Seen>>,
    stalled: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
}

impl Listener {
    fn listen(self, mut reader: Box<dyn Read + Send>, answers: Answers, keys: &Weak<Writer>) {
        let mut buffer = [0; 65536];
        loop {
            while self.stalled.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(5));
            }
            let Ok(count @ 1..) = reader.read(&mut buffer) else { return };
            if self.hung_up.load(Ordering::SeqCst) {
                return;
            }
            let answer = {
                let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.terminal.feed(&buffer[..count]);
                seen.last = Instant::now();
                std::mem::take(&mut seen.terminal.answers)
            };
            match answers {
                _ if answer.is_empty() => {}
                Answers::Never => {}
                Answers::Right | Answers::Rich => say(keys, &answer),
                Answers::Late(time) => {
                    let keys = keys.clone();
                    thread::spawn(move || {
                        thread::sleep(time);
                        say(&keys, &answer);
                    });
                }
                Answers::Wrong => say(keys, b"\x1b[7;31R\x1b[5;9R"),
            }
        }
    }
}

fn say(keys: &Weak<Writer>, text: &[u8]) {
    let Some(keys) = keys.upgrade() else { return };
    if let Some(writer) = keys.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        let _ = writer.write_all(text).and_then(|()| writer.flush());
    }
}
