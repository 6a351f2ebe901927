//! A program in a pseudo-terminal by its bytes alone: no emulator that could choke on what is being looked for.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub struct Raw {
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    bytes: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
}

/// Long enough for a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

impl Raw {
    pub fn start(command: CommandBuilder, cols: u16, rows: u16) -> Raw {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        let (bytes, mut reader) =
            (Arc::new(Mutex::new(Vec::new())), pair.master.try_clone_reader().expect("a way out"));
        let kept = bytes.clone();
        let listener = thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..count]);
            }
        });
        let keys = pair.master.take_writer().expect("a way in");
        Raw { child, master: pair.master, keys, bytes, listener }
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
    }

    /// Sends keys and waits until what they lead to has come.
    pub fn press(&mut self, bytes: &[u8]) {
        self.send(bytes);
        self.settle(Duration::from_millis(80));
    }

    /// Waits until nothing has come for so long.
    pub fn settle(&self, quiet: Duration) {
        let (mut count, mut since) = (self.bytes().len(), Instant::now());
        while since.elapsed() < quiet {
            thread::sleep(Duration::from_millis(5));
            let now = self.bytes().len();
            if now != count {
                (count, since) = (now, Instant::now());
            }
        }
    }

    pub fn wait_for(&self, what: &[u8]) {
        let begun = Instant::now();
        while memchr::memmem::find(&self.bytes(), what).is_none() {
            let came = || self.bytes().escape_ascii().to_string();
            assert!(begun.elapsed() < PATIENCE, "waited for {}, and there was {}", what.escape_ascii(), came());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end; all bytes, and the exit code.
    pub fn end(mut self) -> (Vec<u8>, u32) {
        let begun = Instant::now();
        let code = loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                break status.exit_code();
            }
            if begun.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end: {}", String::from_utf8_lossy(&self.bytes()).escape_debug());
            }
            thread::sleep(Duration::from_millis(5));
        };
        drop((self.keys, self.master));
        let _ = self.listener.join();
        (std::mem::take(&mut self.bytes.lock().unwrap_or_else(PoisonError::into_inner)), code)
    }
}
