//! The terminal is always given back, and the process is gone: every way to end, done to the real program.

mod emulators;
mod pty;

use std::sync::Arc;
use std::time::{Duration, Instant};

use gongbao::app::App;
use gongbao::tui;
use portable_pty::CommandBuilder;
use pty::{Answers, Session, gongbao};
use rustix::process::Signal;

const IN_TIME: Duration = Duration::from_secs(1);

/// A reader of the embedded sample, in a home of its own.
fn reader(home: &tempfile::TempDir) -> CommandBuilder {
    let mut command = gongbao(&[]);
    command.env("HOME", home.path());
    command
}

fn open(home: &tempfile::TempDir) -> Session {
    let session = Session::start(reader(home), (80, 24), false, Answers::Right);
    session.wait_until("a first frame", |seen| seen.bytes.ends_with(b"\x1b[?2026l"));
    session
}

/// In a terminal with the richer keyboard protocol, which is one thing more to give back.
fn open_rich(home: &tempfile::TempDir) -> Session {
    let session = Session::start(reader(home), (80, 24), false, Answers::Rich);
    session.wait_until("the rich keyboard", |seen| seen.terminal.is_on("keyboard"));
    session
}

/// A home where the mouse is on.
fn home_with_mouse() -> tempfile::TempDir {
    let home = home();
    std::fs::create_dir_all(home.path().join(".config/gongbao")).expect("a folder");
    std::fs::write(home.path().join(".config/gongbao/config.toml"), "mouse = true\n").expect("a file");
    home
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn assert_given_back(session: &Session) {
    session.settle(Duration::from_millis(50));
    session.seen().terminal.assert_given_back();
    let (now, before) = session.modes();
    assert_eq!(now, before, "the modes of the line");
}

#[test]
fn quitting_gives_the_terminal_back() {
    let home = home();
    let mut session = open(&home);
    session.keys("Q");
    assert!(session.ends_within(IN_TIME).expect("it ends").success());
    assert_given_back(&session);
}

#[test]
fn the_mouse_is_given_back_and_where_it_is_off_nothing_is_said_of_it() {
    for ending in ["Q", "\x03", "\x1b[21~"] {
        let home = home_with_mouse();
        let mut session = open(&home);
        session.wait_until("the mouse", |seen| ["?1000", "?1002", "?1006"].iter().all(|m| seen.terminal.is_on(m)));
        session.keys(ending);
        assert!(session.ends_within(IN_TIME).expect("it ends").success());
        assert_given_back(&session);
    }
    let home = home();
    let mut session = open(&home);
    // As another program may have left it on: it is passed over.
    session.keys("\x1b[<0;3;3M\x1b[<0;3;3mQ");
    assert!(session.ends_within(IN_TIME).expect("it ends").success());
    assert_given_back(&session);
    let sent = String::from_utf8_lossy(&session.seen().bytes).into_owned();
    assert!(["?100", "?1015"].iter().all(|mode| !sent.contains(mode)), "{sent:?}");
}

#[test]
fn signals_give_the_terminal_back_and_the_process_dies_of_them() {
    for (signal, name) in
        [(Signal::TERM, "Terminated"), (Signal::INT, "Interrupt"), (Signal::HUP, "Hangup"), (Signal::QUIT, "Quit")]
    {
        let home = home_with_mouse();
        let mut session = open_rich(&home);
        session.signal(signal);
        let status = session.ends_within(IN_TIME).unwrap_or_else(|| panic!("it outlives {name}"));
        assert!(status.signal().is_some_and(|signal| signal.starts_with(name)), "{name}: {status:?}");
        assert_given_back(&session);
    }
}

/// Processor time of a process, also one that has ended and not been waited for.
#[cfg(target_os = "linux")]
fn processor_time(pid: rustix::process::Pid) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).expect("its figures");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().expect("user") + fields[12].parse::<u64>().expect("system");
    Duration::from_millis(ticks * 10)
}

/// Whether a process has ended, without waiting for it.
#[cfg(target_os = "linux")]
fn has_ended(pid: rustix::process::Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
    stat.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_ends_the_process_at_once_and_without_spinning() {
    let home = home();
    let mut session = open(&home);
    let (pid, before) = (session.pid(), processor_time(session.pid()));
    session.hang_up();
    let begun = Instant::now();
    while !has_ended(pid) {
        assert!(begun.elapsed() < IN_TIME, "it outlives its terminal");
        std::thread::sleep(Duration::from_millis(2));
    }
    let spent = processor_time(pid) - before;
    assert!(spent < Duration::from_millis(200), "it spent {spent:?} on ending");
}

/// `nohup` and some supervisors ignore SIGHUP: the end of the line alone has to do.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_goes_away_ends_the_process_without_a_signal_too() {
    let home = home();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$0\"", env!("CARGO_BIN_EXE_gongbao")]);
    command.env("HOME", home.path());
    let mut session = Session::start(command, (80, 24), false, Answers::Right);
    session.wait_until("a first frame", |seen| seen.bytes.ends_with(b"\x1b[?2026l"));
    let (pid, before) = (session.pid(), processor_time(session.pid()));
    session.hang_up();
    let begun = Instant::now();
    while !has_ended(pid) {
        assert!(begun.elapsed() < IN_TIME, "it outlives its terminal");
        std::thread::sleep(Duration::from_millis(2));
    }
    let spent = processor_time(pid) - before;
    assert!(spent < Duration::from_millis(200), "it spent {spent:?} on ending");
}

fn is_ours(session: &Session) -> bool {
    session.seen().terminal.is_on("?1049")
}

fn start_in(shell: &Session) {
    shell.keys(concat!("exec 2>/dev/null; ", env!("CARGO_BIN_EXE_gongbao"), "\n"));
    shell.wait_until("the reader", |seen| seen.terminal.is_on("?1049") && seen.bytes.ends_with(b"\x1b[?2026l"));
}

/// `fg`, after Ctrl-Z or a stop signal from elsewhere.
#[test]
fn a_stopped_reader_gives_the_terminal_back_and_takes_it_again() {
    let home = home_with_mouse();
    let session = Session::shell(home.path());
    start_in(&session);
    // The first screen may be drawn before all of the library is there.
    session.wait_for("馆藏");
    session.settle(Duration::from_millis(300));
    let page = session.seen().terminal.text();
    for _ in 0..2 {
        session.keys("\x1a");
        session.wait_until("the shell", |seen| !seen.terminal.is_on("?1049"));
        session.keys("echo still $((40 + 2))\n");
        session.wait_for("still 42");
        session.seen().terminal.assert_given_back();
        session.keys("fg\n");
        session.wait_until("the reader again", |seen| {
            seen.terminal.is_on("?1049") && seen.terminal.is_on("?1002") && seen.terminal.text() == page
        });
    }
    session.keys("Q");
    session.wait_until("the shell", |seen| !seen.terminal.is_on("?1049"));
    // What is typed before the process is gone is still its own.
    session.settle(Duration::from_millis(300));
    session.keys("echo ended $((40 + 3))\n");
    session.wait_for("ended 43");
    session.seen().terminal.assert_given_back();
}

/// The shell above it is killed: the reader must not live on in nobody's terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_whose_shell_is_killed_ends() {
    let home = home();
    let session = Session::shell(home.path());
    start_in(&session);
    let readers = || {
        let processes = std::fs::read_dir("/proc").expect("processes").flatten();
        let of_this_home = format!("HOME={}", home.path().display());
        processes
            .filter(|process| {
                let read = |name: &str| std::fs::read(process.path().join(name)).unwrap_or_default();
                let environment = String::from_utf8_lossy(&read("environ")).into_owned();
                read("comm").starts_with(b"gongbao") && environment.split('\0').any(|entry| entry == of_this_home)
            })
            .count()
    };
    assert_eq!(readers(), 1);
    session.signal(Signal::KILL);
    let begun = Instant::now();
    while readers() > 0 {
        assert!(begun.elapsed() < IN_TIME, "it outlives its shell");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Ctrl-Z where nobody could continue the process, as in a login shell's place, must not hang the line.
#[test]
fn without_a_shell_ctrl_z_does_nothing() {
    let home = home();
    let mut session = open(&home);
    session.keys("\x1a");
    session.settle(Duration::from_millis(200));
    assert!(is_ours(&session));
    session.keys("Q");
    assert!(session.ends_within(IN_TIME).expect("it ends").success());
    assert_given_back(&session);
}

#[test]
fn stop_and_continue_signals_are_obeyed() {
    let home = home();
    let mut session = open_rich(&home);
    session.wait_for("馆藏");
    session.settle(Duration::from_millis(100));
    let page = session.seen().terminal.text();
    session.signal(Signal::TSTP);
    session.wait_until("the main screen", |seen| !seen.terminal.is_on("?1049"));
    assert_given_back(&session);
    session.signal(Signal::CONT);
    session.wait_until("the reader again", |seen| {
        seen.terminal.is_on("?1049") && seen.terminal.is_on("keyboard") && seen.terminal.text() == page
    });
    session.keys("\x1b[81;2u");
    assert!(session.ends_within(IN_TIME).expect("it ends").success());
    assert_given_back(&session);
}

/// A terminal that takes no more bytes (a stalled line): the loop hangs in a write, the signal ends it all the same.
#[test]
fn a_stalled_line_does_not_keep_the_process() {
    let home = home();
    let mut session = open(&home);
    session.stall(true);
    for _ in 0..400 {
        session.keys("\x0c");
        std::thread::sleep(Duration::from_millis(1));
    }
    session.signal(Signal::TERM);
    let status = session.ends_within(Duration::from_millis(1500)).expect("it ends");
    assert!(status.signal().is_some_and(|signal| signal.starts_with("Terminated")), "{status:?}");
    session.stall(false);
    let (now, before) = session.modes();
    assert_eq!(now, before, "the modes of the line");
}

/// The same test program again, as the child that panics: the reader itself has no way to be made to.
fn panicking(child: &str) -> Session {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", child, "--ignored", "--nocapture", "--test-threads=1", "--color=never"]);
    command.env("RUST_BACKTRACE", "0");
    Session::start(command, (80, 24), false, Answers::Right)
}

#[test]
#[ignore = "run by the tests below, in a terminal of its own"]
fn child_that_panics() {
    let start = |_: &std::sync::mpsc::Sender<_>| panic!("the parser met 〔");
    let settings = tui::Settings { mouse: true, ..tui::Settings::default() };
    let _ = tui::run(App::new(Arc::default()), settings, start, |_, _| {});
}

#[test]
#[ignore = "run by the tests below, in a terminal of its own"]
fn child_whose_worker_panics() {
    let start = |_: &std::sync::mpsc::Sender<_>| {
        let _ = std::thread::spawn(|| panic!("a worker met 〔")).join();
    };
    let settings = tui::Settings { mouse: true, ..tui::Settings::default() };
    tui::run(App::new(Arc::default()), settings, start, |_, _| {}).expect("it quits");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let mut session = panicking("child_that_panics");
    assert!(!session.ends_within(Duration::from_secs(10)).expect("it ends").success());
    assert_given_back(&session);
    assert!(session.seen().terminal.text().contains("the parser met 〔"), "{}", session.seen().terminal.text());
}

#[test]
fn a_panic_of_a_worker_waits_with_its_message() {
    let mut session = panicking("child_whose_worker_panics");
    session.wait_until("a first frame", |seen| seen.bytes.ends_with(b"\x1b[?2026l"));
    assert!(!session.seen().terminal.text().contains("a worker met"), "{}", session.seen().terminal.text());
    session.keys("Q");
    assert!(session.ends_within(Duration::from_secs(10)).expect("it ends").success());
    assert_given_back(&session);
    assert!(session.seen().terminal.text().contains("a worker met 〔"), "{}", session.seen().terminal.text());
}

#[test]
fn what_is_no_terminal_is_refused_in_chinese() {
    let home = home();
    let refused = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .env("HOME", home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("终端"));
    assert_eq!(refused.stdout, b"");
}

#[test]
fn a_terminal_that_cannot_place_its_cursor_is_refused() {
    let home = home();
    let mut command = reader(&home);
    command.env("TERM", "dumb");
    let mut session = Session::start_as_is(command, (80, 24), false, Answers::Never);
    assert_eq!(session.ends_within(Duration::from_secs(10)).expect("it ends").exit_code(), 2);
    session.settle(Duration::from_millis(50));
    assert!(session.seen().terminal.text().contains("dumb"));
    assert!(!session.seen().bytes.contains(&0x1b), "nothing but text is sent");
}

/// Noise on the line, in windows of every size: the reader goes on, and still quits.
#[test]
fn noise_and_odd_windows_do_no_harm() {
    let home = home();
    let mut session = open(&home);
    let mut state = 9_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as u8
    };
    for (cols, rows) in [(1, 1), (2, 2), (5, 1), (1, 50), (39, 11), (300, 90), (80, 24), (7, 3)] {
        session.resize(cols, rows);
        for _ in 0..40 {
            // All but the keys that end or stop it, and what they are made of in other encodings.
            let noise: Vec<u8> =
                (0..16).map(|_| next()).filter(|b| !matches!(b, b'q' | b'Q' | 3 | 8 | 26 | 127)).collect();
            session.bytes(&noise);
        }
        session.settle(Duration::from_millis(100));
        assert!(session.child.try_wait().expect("its state").is_none(), "it ended at {cols}x{rows}");
    }
    // Ends whatever is begun: a paste, a string, a command.
    session.bytes(b"\x1b[201~\x1b\\");
    session.settle(Duration::from_millis(100));
    for _ in 0..20 {
        session.keys("\x03");
        if session.ends_within(Duration::from_millis(300)).is_some() {
            assert_given_back(&session);
            return;
        }
    }
    panic!("it does not quit:\n{}", session.seen().terminal.text());
}

/// Keys that arrive faster than they can be drawn cost frames, not time.
#[test]
fn a_key_held_down_on_a_slow_line_is_not_followed_frame_by_frame() {
    let home = home();
    let session = open(&home);
    let before = session.seen().bytes.len();
    session.keys(&"jk".repeat(2000));
    session.settle(Duration::from_millis(200));
    let sent = session.seen().bytes.len() - before;
    assert!(sent < 200_000, "{sent} bytes for 4000 keys");
}
