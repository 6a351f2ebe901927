//! Signals: caught so that the terminal is given back, and then obeyed as if they had not been.
//!
//! A thread waits for them. One that ends the program is passed to the event loop, which closes in order; should the
//! loop be stuck (in a write to a terminal that takes nothing), the thread gives the terminal back itself after
//! [`GRACE`]. Either way the process dies of the signal, so that a shell or `sshd` sees what happened.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use super::terminal;

/// How long the event loop has to end in order.
const GRACE: Duration = Duration::from_millis(600);

/// Stop signals that we sent to our own process group and that will come back to us.
static OWN_STOPS: AtomicUsize = AtomicUsize::new(0);

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// End; the number of the signal.
    End(i32),
    Stop,
    /// Go on after having been stopped.
    Continue,
    Resize,
}

/// Stops listening when dropped.
pub struct Listening(Handle);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Passes signals on until the result is dropped, or `tell` says that nobody listens.
pub fn listen(mut tell: impl FnMut(Asked) -> bool + Send + 'static) -> io::Result<Listening> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
    let listening = Listening(signals.handle());
    thread::spawn(move || {
        for signal in signals.forever() {
            let asked = match signal {
                SIGTSTP if take_own_stop() => continue,
                SIGTSTP => Asked::Stop,
                SIGCONT => Asked::Continue,
                SIGWINCH => Asked::Resize,
                _ => Asked::End(signal),
            };
            if !tell(asked) {
                return;
            }
            if let Asked::End(signal) = asked {
                thread::spawn(move || {
                    thread::sleep(GRACE);
                    die_of(signal);
                });
            }
        }
    });
    Ok(listening)
}

/// Gives the terminal back and ends the process by a signal, as if it had not been caught.
pub fn die_of(signal: i32) -> ! {
    terminal::leave();
    let _ = emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Stops this process as the terminal's Ctrl-Z would: with its whole job. Returns when it is continued. The terminal must
/// have been given back, and there must be someone to continue us ([`can_stop`]).
pub fn stop_job() {
    OWN_STOPS.fetch_add(1, Ordering::SeqCst);
    if kill_current_process_group(Signal::TSTP).is_err() {
        take_own_stop();
    }
    stop_process();
}

/// Stops this process only: it was told to by someone who can continue it.
pub fn stop_process() {
    let _ = emulate_default_handler(SIGTSTP);
}

/// Is there a shell that could continue us? One with job control gives every job a process group of its own; in the
/// session leader's group (a login shell or forced command) nobody watches, and a stop would be for ever.
pub fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

fn take_own_stop() -> bool {
    OWN_STOPS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| count.checked_sub(1)).is_ok()
}
