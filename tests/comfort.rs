//! What a reader sets up their own way, in a real pseudo-terminal on the embedded sample: colours, keys, what is remembered.

mod emulators;
mod pty;
mod raw;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use portable_pty::CommandBuilder;
use pty::{Answers, Session, gongbao};
use raw::Raw;
use tempfile::TempDir;

const WIDE: (u16, u16) = (120, 40);
const NARROW: (u16, u16) = (80, 24);

/// The program; `home` is where its configuration and its state are.
fn command(home: &Path, arguments: &[&str], no_color: bool) -> CommandBuilder {
    let mut command = gongbao(arguments);
    command.env("HOME", home);
    for variable in ["TMUX", "STY", "NO_COLOR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
        command.env_remove(variable);
    }
    if no_color {
        command.env("NO_COLOR", "1");
    }
    command.env("TERM", "xterm-256color");
    command
}

/// The reader on the sample.
fn reader(home: &Path, size: (u16, u16), arguments: &[&str], no_color: bool) -> Session {
    let session = Session::start_as_is(command(home, arguments, no_color), size, false, Answers::Right);
    session.wait_for("2023年");
    session
}

fn home(config: &str) -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/gongbao");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("config.toml"), config).expect("a file");
    home
}

fn quit(mut session: Session) {
    session.keys("Q");
    assert!(session.ends_within(Duration::from_secs(10)).is_some_and(|status| status.success()));
}

/// Every pen that was written with: its attributes and colours as their codes, in order.
fn pens(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    let (mut pens, mut pen) = (BTreeSet::new(), BTreeSet::<u8>::new());
    let mut colour = String::new();
    for sequence in sequences {
        let mut codes = sequence.split(';');
        while let Some(code) = codes.next() {
            match code.parse().unwrap_or(0) {
                0 => {
                    pen.clear();
                    colour.clear();
                }
                22 => drop(pen.remove(&1)),
                off @ 23..=29 => drop(pen.remove(&(off - 20))),
                38 => {
                    let rest: Vec<&str> = codes.by_ref().collect();
                    colour = format!("38;{}", rest.join(";"));
                }
                39 => colour.clear(),
                30..=49 | 90..=107 => colour = code.to_owned(),
                on => drop(pen.insert(on)),
            }
        }
        let codes: Vec<String> = pen.iter().map(u8::to_string).chain(Some(colour.clone())).collect();
        pens.insert(codes.join(" ").trim().to_owned());
    }
    pens
}

fn pens_of(session: &Session) -> BTreeSet<String> {
    pens(&session.seen().bytes)
}

/// Whether any of these pens has a colour.
fn have_colour(pens: &BTreeSet<String>) -> bool {
    pens.iter().flat_map(|pen| pen.split([' ', ';'])).any(|code| code.parse::<u8>().is_ok_and(|code| code >= 30))
}

/// The document of the sample that has articles, with hits marked in it.
fn read_and_find(session: &Session) {
    session.keys("/学校供餐管理办法\t");
    session.wait_for("筛选「");
    session.keys("j\r");
    session.wait_for("提纲");
    session.keys("/学校\r");
    session.wait_for("处");
    session.settle(Duration::from_millis(100));
}

#[test]
fn without_colours_attributes_tell_everything_apart() {
    for (config, arguments, no_color) in
        [("", &[][..], true), ("theme = \"mono\"\n", &[], false), ("theme = \"light\"\n", &["--theme", "mono"], false)]
    {
        let home = home(config);
        let session = reader(home.path(), NARROW, arguments, no_color);
        read_and_find(&session);
        let pens = pens_of(&session);
        assert!(!have_colour(&pens), "{config}{arguments:?}: {pens:?}");
        // A hit is bold and underlined, the current one bold and reversed, a bar or what is selected reversed.
        for pen in ["1 4", "1 7", "7"] {
            assert!(pens.contains(pen), "{pen} in {pens:?}");
        }
        quit(session);
    }
}

#[test]
fn a_theme_that_was_configured_overrules_the_environment_and_colours_are_as_many_as_asked() {
    for (config, pen) in [
        ("", "1 4 33"),
        ("theme = \"light\"\n", "1 4 31"),
        ("theme = \"dark\"\ncolours = \"256\"\n", "1 4 38;5;221"),
        ("theme = \"light\"\ncolours = \"truecolour\"\n", "1 4 38;2;175;0;0"),
    ] {
        let home = home(config);
        let mut terminal = Raw::start(command(home.path(), &[], !config.is_empty()), 80, 24);
        terminal.wait_for(b"2023");
        for keys in ["/学校供餐管理办法\t", "j\r", "/学校\r"] {
            terminal.settle(Duration::from_millis(700));
            terminal.send(keys.as_bytes());
        }
        terminal.settle(Duration::from_millis(700));
        terminal.send(b"Q");
        let (bytes, _) = terminal.end();
        let pens = pens(&bytes);
        assert!(pens.contains(pen), "{config}: {pens:?}");
        assert_eq!(pens.iter().any(|pen| pen.contains("38;")), config.contains("colours"), "{config}: {pens:?}");
    }
}

fn doctor(home: &Path) -> String {
    let mut doctor = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    let output = doctor.arg("doctor").env_clear().env("HOME", home).output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_theme_is_changed_by_a_key_and_remembered_until_the_configuration_says_otherwise() {
    let home = home("");
    let session = reader(home.path(), NARROW, &[], false);
    session.keys("C");
    session.wait_for("主题：浅色");
    session.keys("C");
    session.wait_for("主题：单色");
    quit(session);
    let session = reader(home.path(), NARROW, &[], false);
    read_and_find(&session);
    assert!(!have_colour(&pens_of(&session)));
    quit(session);
    assert!(doctor(home.path()).contains("主题 mono（阅读时按键换的）"), "{}", doctor(home.path()));
    fs::write(home.path().join(".config/gongbao/config.toml"), "theme = \"light\"\n").expect("a file");
    assert!(doctor(home.path()).contains("主题 light（配置 theme）"), "{}", doctor(home.path()));
    let session = reader(home.path(), NARROW, &[], false);
    read_and_find(&session);
    assert!(have_colour(&pens_of(&session)));
    quit(session);
}

#[test]
fn the_measure_and_the_outline_are_as_they_were_left() {
    let home = home("");
    let session = reader(home.path(), WIDE, &[], false);
    read_and_find(&session);
    session.keys("---");
    session.wait_for("版心 34 字");
    session.keys("o");
    session.wait_for("|");
    quit(session);

    let session = reader(home.path(), WIDE, &[], false);
    read_and_find(&session);
    let beside = |session: &Session| session.seen().terminal.text().lines().filter(|line| line.contains('|')).count();
    assert!(beside(&session) > 30, "{}", session.seen().terminal.text());
    session.keys("-");
    session.wait_for("版心 32 字");
    session.keys("o");
    session
        .wait_until("no outline", |seen| !seen.terminal.text().lines().nth(5).is_some_and(|line| line.contains('|')));
    quit(session);

    // What is configured after that holds again.
    fs::write(home.path().join(".config/gongbao/config.toml"), "measure = 30\n").expect("a file");
    let session = reader(home.path(), WIDE, &[], false);
    read_and_find(&session);
    assert_eq!(beside(&session), 0, "{}", session.seen().terminal.text());
    session.keys("-");
    session.wait_for("版心 28 字");
    quit(session);
}

#[test]
fn queries_are_remembered_the_latest_first_and_several_copies_share_them() {
    let home = home("");
    let [one, other] = [(); 2].map(|()| reader(home.path(), NARROW, &[], false));
    for (session, query) in [(&one, "学校供餐"), (&other, "水质监测"), (&one, "学校供餐")] {
        session.keys("s");
        session.wait_for("检索：");
        session.keys(query);
        session.wait_for(query);
        session.wait_for("处 ");
        session.keys("\x1b");
        session.settle(Duration::from_millis(200));
        session.keys("\x1b");
        session.wait_for("馆藏（");
        // Kept at the next pause.
        session.settle(Duration::from_millis(2500));
    }
    quit(one);
    quit(other);
    let session = reader(home.path(), NARROW, &[], false);
    session.keys("s");
    session.wait_for("找过的");
    let text = session.seen().terminal.text();
    let found: Vec<usize> = ["学校供餐", "水质监测"].iter().filter_map(|query| text.find(query)).collect();
    assert!(found.len() == 2 && found[0] < found[1], "{text}");
    assert_eq!(text.matches("学校供餐").count(), 1, "{text}");
    session.keys("\x1b[A");
    session.wait_until("the last query in the line", |seen| {
        seen.terminal.text().lines().next().is_some_and(|line| line.contains("检索：学校供餐"))
    });
    session.keys("\x1b[A");
    session.wait_until("the one before", |seen| {
        seen.terminal.text().lines().next().is_some_and(|line| line.contains("检索：水质监测"))
    });
}

#[test]
fn a_rebound_key_works_and_the_help_the_bar_and_the_messages_say_so() {
    let home = home(
        "[keys]\nnext-clause = [\"x\", \"Ctrl-E\"]\nhelp = [\"H\", \"F1\"]\nback = \"Backspace\"\nnext-hit = \"z n\"\n",
    );
    let mut session = reader(home.path(), NARROW, &[], false);
    session.keys("/学校供餐管理办法\t");
    session.wait_for("筛选「");
    session.keys("j\r");
    session.wait_for("x 下条");
    session.wait_for("H 帮助");
    session.wait_for("退格 返回");
    let heading = |end: &str| {
        session
            .wait_until(end, |seen| seen.terminal.text().lines().next().is_some_and(|line| line.trim().ends_with(end)));
    };
    session.keys(":第三条\r");
    heading("第三条");
    session.keys("x");
    heading("第四条");
    // As an input method sends it.
    session.keys("ｘ");
    heading("第五条");
    session.keys("]");
    session.wait_for("] 在这里没有用处；H 或 F1 看所有按键");
    session.keys("H");
    session.wait_for("帮助：正文的按键");
    session.keys("/");
    let mut help = String::new();
    for _ in 0..6 {
        help.push_str(&session.seen().terminal.text());
        session.press(" ");
    }
    let line = |words: &str| help.lines().find(|line| line.contains(words)).unwrap_or_default().trim().to_owned();
    assert!(line("下一条款").starts_with("x  Ctrl-E  "), "{}", line("下一条款"));
    assert!(line("本屏所有按键").starts_with("H  F1  "), "{}", line("本屏所有按键"));
    session.keys("\x7f");
    heading("第五条");
    session.keys("Q");
    assert!(session.ends_within(Duration::from_secs(10)).is_some_and(|status| status.success()));
}

#[test]
fn a_file_begun_by_the_program_opens_the_reader_as_without_it() {
    let home = tempfile::tempdir().expect("a folder");
    let begun = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["config", "--init"])
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .expect("it runs");
    assert!(begun.status.success());
    // Also with every line of it in force, but for the folders of its example.
    for uncomment in [false, true] {
        let path = home.path().join(".config/gongbao/config.toml");
        if uncomment {
            let text = fs::read_to_string(&path).expect("a file");
            let line = |line: &str| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') && !rest.starts_with("library") => rest.to_owned(),
                _ => line.to_owned(),
            };
            fs::write(&path, text.lines().map(line).collect::<Vec<_>>().join("\n")).expect("a file");
        }
        let session = reader(home.path(), NARROW, &[], false);
        read_and_find(&session);
        session.wait_for("o 提纲  ] 下条");
        quit(session);
    }
}
