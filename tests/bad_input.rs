//! Bad input: files of a shape that no gazette has, files that change or vanish, folders that can't be written to, stores
//! that are damaged. The program says what it can't do and does the rest.

mod emulators;
mod home;
mod pty;
mod skipped;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use gongbao::app::{App, Input, Key, KeyCode};
use gongbao::library::{Library, Place};
use gongbao::read::SourceText;
use gongbao::search::Query;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{check, parse, read};
use home::{Home, NOTICE};
use proptest::prelude::*;
use pty::{Answers, Session, gongbao};
use skipped::skipped;

impl Home {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(arguments).arg(self.path("library")).env_clear().env("HOME", self.0.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    fn store(&self) -> PathBuf {
        self.path(".cache/gongbao")
    }
}

/// Parses, checks and sets a text, and looks whether it is all there.
fn goes_through(what: &str, text: &str) {
    let issue = parse::parse(&SourceText::from_text("a.txt", text));
    let _ = check::findings(&issue);
    let options = Options { width: 80, measure: 80, widths: Widths::narrow() };
    let set: usize = issue.documents.iter().map(|document| typeset::document(document, &options).lines.len()).sum();
    assert!(set > 0, "{what} is lost");
}

#[test]
fn shapes_that_no_gazette_has() {
    goes_through("a million blank lines", &format!("{NOTICE}{}二、完。\n", "\n".repeat(1_000_000)));
    let mut nested = String::from(NOTICE);
    for number in 1..=10_000 {
        let _ = writeln!(nested, "{}1.{}、事项", "1.".repeat(number % 40), number);
    }
    goes_through("ten thousand nested numbers", &nested);
    let brackets = format!("{NOTICE}{}{}\n", "（《〔“".repeat(50_000), "”〕》）".repeat(50_000));
    goes_through("brackets in brackets", &brackets);
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(10_000));
    goes_through("a table of 10,000 columns", &format!("{NOTICE}{}{}{}", row("列"), row("---"), row("值")));
    goes_through("tabs", &format!("{NOTICE}{}\n{}\n", "列\t".repeat(10_000), "值\t".repeat(10_000)));
    goes_through("marks without end", &format!("{NOTICE}一{}\n", "\u{301}".repeat(200_000)));
    goes_through("markup", &format!("{NOTICE}{}\n", "<table><tr><td>".repeat(20_000)));
}

/// One line of many megabytes; what a hundred take is linear (`benches/load.rs`), so a test need not.
#[test]
fn one_very_long_line() {
    let line = "全县造林三万亩，责任单位：县林业局；".repeat(8 << 20 >> 6);
    goes_through("eight megabytes in a line", &format!("{NOTICE}一、{line}\n"));
    goes_through("eight megabytes without a stop", &"林".repeat(8 << 20 >> 2));
}

#[test]
fn a_file_that_changes_or_vanishes_while_it_is_open() {
    let home = Home::new();
    let file = home.path("library/notice.txt");
    let library = Library::load(Place::Paths(vec![home.path("library")]), None, |_| {});
    let id = gongbao::library::catalog::IssueId(0);
    assert!(library.issue(id).is_ok());
    fs::write(&file, "短").expect("a file");
    assert!(library.issue(id).is_ok());
    fs::write(&file, "").expect("a file");
    assert!(library.issue(id).is_err());
    fs::remove_file(&file).expect("a file");
    assert_eq!(library.issue(id).expect_err("it is gone").reason, "找不到");
    fs::create_dir(&file).expect("a folder");
    assert_eq!(library.issue(id).expect_err("it is no file").reason, "不是普通文件");
}

/// What may happen to a file that somebody reads.
type Change = fn(&Path) -> io::Result<()>;

/// The real reader while the file it shows is changed under it: what is shown stays, reading the folder again and
/// opening what is still there work, and what is gone is named.
#[test]
fn a_reader_goes_on_whatever_becomes_of_the_file_it_shows() {
    let changes: [(&str, Change); 7] = [
        ("shortened", |file| fs::write(file, "短")),
        ("emptied", |file| fs::write(file, "")),
        ("replaced", |file| fs::remove_file(file).and_then(|()| fs::write(file, NOTICE.replace("三万", "五万")))),
        ("other bytes", |file| fs::write(file, [0xff, 0x00, 0x81, b'\n', 0x1b])),
        ("deleted", |file| fs::remove_file(file)),
        ("a folder now", |file| fs::remove_file(file).and_then(|()| fs::create_dir(file))),
        ("unreadable", |file| fs::remove_file(file).and_then(|()| symlink("/proc/self/mem", file))),
    ];
    for (what, change) in changes {
        let home = Home::new();
        let file = home.path("library/notice.txt");
        fs::write(home.path("library/other.txt"), NOTICE.replace("造林", "防汛").replace("7号", "8号"))
            .expect("a file");
        let mut command = gongbao(&[&home.path("library").to_string_lossy()]);
        command.env("HOME", home.0.path());
        let mut session = Session::start(command, (80, 24), false, Answers::Right);
        let text = |session: &Session| session.seen().terminal.text();
        session.wait_for("防汛");
        session.keys("/造林\r");
        session.press("\r");
        session.wait_for("全县造林三万亩");
        change(&file).unwrap_or_else(|error| panic!("{what}: {error}"));
        session.press("j");
        session.press("\x0c");
        assert!(text(&session).contains("全县造林三万亩"), "{what}: {}", text(&session));
        // Back, and into it again before and after the folder is read anew: what it is now, or why not.
        let look_again = || {
            session.press("\r");
            if !text(&session).starts_with(" 馆藏") {
                session.press("q");
            }
        };
        session.press("q");
        look_again();
        session.keys("\x1b[15~");
        session.wait_for("已重新读取");
        look_again();
        session.press("\x1b");
        session.keys("s防汛\r");
        session.wait_for("全县防汛三万亩");
        session.press("\r");
        session.press("/造林\r");
        session.keys("Q");
        let status = session.ends_within(Duration::from_secs(5));
        assert!(status.is_some_and(|status| status.success()), "{what}: {}", text(&session));
        assert!(!text(&session).contains("程序出错"), "{what}: {}", text(&session));
    }
}

/// An error in the middle of reading, as from a network file system: `/proc/self/mem` opens and then can't be read.
#[cfg(target_os = "linux")]
#[test]
fn an_error_while_reading_is_named() {
    let error = read::read_file(std::path::Path::new("/proc/self/mem")).expect_err("it can't be read").to_string();
    assert!(error.contains("读取出错"), "{error}");
}

/// Random bytes changed in everything that is kept between runs: nothing is shown that was not printed, nothing crashes,
/// and once the index is made anew everything is found again. (Postings are checked when the index is updated, not by
/// every search: until then damage there may hide a hit.)
#[test]
fn a_damaged_store_shows_nothing_false() {
    let home = Home::new();
    let index = home.path("index");
    let index = index.to_string_lossy();
    let search = || home.run(&["search", "造林", "--index", &index]);
    let answer = String::from_utf8(search().stdout).expect("UTF-8");
    assert!(!answer.is_empty());
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let kept = || {
        let files =
            walkdir::WalkDir::new(home.0.path()).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        let files: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).collect();
        files.into_iter().filter(|path| !path.starts_with(home.path("library"))).collect::<Vec<_>>()
    };
    for round in 0..30 {
        let files = kept();
        let file = &files[next(files.len())];
        let mut bytes = fs::read(file).expect("a file");
        match round % 4 {
            0 => bytes.truncate(next(bytes.len())),
            1 => bytes.extend_from_slice(&[0xff; 9]),
            _ if bytes.is_empty() => {}
            _ => {
                for _ in 0..4 {
                    let at = next(bytes.len());
                    bytes[at] ^= 1 << next(8);
                }
            }
        }
        // Files of a generation are linked to others': a damage is one of this file alone.
        fs::remove_file(file).and_then(|()| fs::write(file, &bytes)).expect("a file");
        let output = search();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let found = String::from_utf8(output.stdout).expect("UTF-8");
        let false_line = found.lines().find(|line| !answer.contains(line));
        assert_eq!(false_line, None, "round {round}, {}: {errors}", file.display());
        assert!(!errors.contains("程序出错"), "round {round}: damage is no fault of the program: {errors}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "round {round}, {}: {errors}", file.display());
    }
    // Another file: the index is brought in step, and with that looked at.
    fs::write(home.path("library/other.txt"), NOTICE.replace("造林", "防汛")).expect("a file");
    assert_eq!(String::from_utf8_lossy(&search().stdout), answer);
}

/// Made by a program of tomorrow, with a clock that was ahead.
#[test]
fn a_store_from_the_future_changes_no_answer() {
    let home = Home::new();
    let before = home.run(&["show"]).stdout;
    for entry in fs::read_dir(home.store()).expect("a cache").flatten() {
        let file = fs::File::options().write(true).open(entry.path()).expect("a file");
        file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(1 << 28)).expect("a time");
    }
    let file = fs::File::options().write(true).open(home.path("library/notice.txt")).expect("a file");
    file.set_modified(std::time::UNIX_EPOCH - std::time::Duration::from_secs(1)).expect("a time");
    assert_eq!(home.run(&["show"]).stdout, before);
}

#[test]
fn a_home_that_cannot_be_written_to_is_no_obstacle() {
    let home = Home::new();
    fs::set_permissions(home.0.path(), fs::Permissions::from_mode(0o500)).expect("rights");
    let forbidden = fs::write(home.path("trial"), "").is_err();
    if forbidden {
        for command in [&["show"][..], &["search", "造林"], &["check"]] {
            let output = home.run(command);
            assert!(!output.stdout.is_empty() || command == ["check"], "{}", String::from_utf8_lossy(&output.stderr));
        }
    } else {
        skipped("this user may write everywhere");
    }
    fs::set_permissions(home.0.path(), fs::Permissions::from_mode(0o700)).expect("rights");
}

/// A disk that is full, and one that is read-only, in a mount of our own.
#[test]
fn a_full_disk_is_no_obstacle() {
    let home = Home::new();
    fs::create_dir_all(home.path(".cache")).expect("a folder");
    let cache = home.path(".cache");
    for (kind, mount) in [
        ("full", "mount -t tmpfs -o size=64k none \"$1\" && head -c 65536 /dev/zero > \"$1/filler\" 2>/dev/null"),
        ("read-only", "mount -t tmpfs -o ro none \"$1\""),
    ] {
        let run = |rest: &str| {
            let script = format!("{mount}; mountpoint -q \"$1\" || exit 77; shift; {rest}");
            let mut command = Command::new("unshare");
            command.args(["--mount", "--map-root-user", "sh", "-c", &script, "sh"]).arg(&cache);
            command.env("HOME", home.0.path()).env_remove("XDG_CACHE_HOME").stdin(Stdio::null());
            command
        };
        let with = |arguments: &[&str]| {
            let mut command = run("exec \"$@\"");
            command.arg(env!("CARGO_BIN_EXE_gongbao")).args(arguments).arg(home.path("library"));
            command.output()
        };
        let Ok(shown) = with(&["show"]) else { return skipped("there is no unshare") };
        if shown.status.code() == Some(77) || shown.status.code() == Some(1) {
            return skipped("this user may not mount anything");
        }
        assert!(shown.status.success(), "{kind}: {}", String::from_utf8_lossy(&shown.stderr));
        assert!(String::from_utf8_lossy(&shown.stdout).contains("全县造林三万亩"), "{kind}");
        let index = cache.join("index");
        let found = with(&["search", "造林", "--index", &index.to_string_lossy()]).expect("it runs");
        assert_eq!(
            String::from_utf8_lossy(&found.stdout).lines().count(),
            2,
            "{kind}: {}",
            String::from_utf8_lossy(&found.stderr)
        );
        let report = with(&["doctor"]).expect("it runs");
        let report = String::from_utf8_lossy(&report.stdout).into_owned();
        let why = if kind == "full" { "磁盘满了" } else { "磁盘是只读的" };
        assert!(report.contains(why), "{kind}: {report}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// What is typed after `:` and `/`, or pasted there: any text is understood or refused.
    #[test]
    fn what_is_typed_is_understood_or_refused(
        text in prop_oneof![
            any::<String>(),
            "[0-9一二三四十百第条款项目章节附件号年期页行（）()〔〕\\[\\]%.:：、/ -]{0,40}",
        ],
        prefix in prop::sample::select(vec![':', '/', 's']),
    ) {
        let library = Library::load(Place::Sample, None, |_| {});
        let mut app = App::new(library.catalog.clone());
        app.input(Input::Resize { cols: 80, rows: 24 });
        for key in [KeyCode::Enter, KeyCode::Down, KeyCode::Enter, KeyCode::Char(prefix)] {
            for effect in app.input(Input::Key(Key::of(key))) {
                if let gongbao::app::Effect::LoadIssue(id) = effect {
                    app.input(Input::Issue(id, library.issue(id)));
                }
            }
        }
        app.input(Input::Paste(text.clone()));
        app.input(Input::Key(Key::of(KeyCode::Enter)));
        app.input(Input::Key(Key::of(KeyCode::Esc)));
    }

    #[test]
    fn any_query_is_a_query(text in prop_oneof![any::<String>(), "[\"\\-:年标题文号或OR .0-9甲乙（）]{0,40}"]) {
        let size = format!("{:?}", Query::parse(&text)).len();
        prop_assert!(size < 10_000 + 100 * text.len(), "{}", size);
    }
}
