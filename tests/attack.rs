//! Text can't attack: every control character, directional mark and kind of sequence, in every place that is shown, and
//! all bytes looked at that the reader and the subcommands send to a terminal.
//!
//! What may be sent is a short list ([`Sent`]); anything else in the bytes is what got through.

mod raw;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use gongbao::text::safe::{Shown, shown};
use portable_pty::CommandBuilder;
use raw::Raw;
use tempfile::TempDir;

/// Sequences a terminal would obey, none of which we ever send: titles, colours, the clipboard, answers that type
/// themselves, another character set, printing, a reset, modes.
const SEQUENCES: [&str; 16] = [
    "\x1b]0;owned\x07",
    "\x1b]2;owned\x1b\\",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;http://owned/\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP$qm\x1b\\",
    "\x1bP1000p%begin\x1b\\",
    "\x1b_Gowned\x1b\\",
    "\x1b^owned\x1b\\",
    "\x1bXowned\x1b\\",
    "\x1bc",
    "\x1b#8",
    "\x1b(0",
    "\x1b[21t",
    "\x1b[5i",
    "\x1b[38;5;199m",
    "\x1b[?1337h",
];

/// Everything that is not to be sent, in UTF-8, each piece between plain characters: all control and directional
/// characters, of the other invisible and private ones some, then the sequences, also with the one-character
/// introducers of C1.
fn pieces() -> Vec<String> {
    let unsafe_ones = (0..=0x10FFFF).filter_map(char::from_u32).filter(|&c| shown(c) != Shown::Plain);
    let some = |c: char| c as u32 % 0x1000 == 0xEFF || matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}' | '\u{E0041}');
    let wanted = |c: &char| !matches!(c, '\0' | '\n' | '\r') && ((*c as u32) < 0x3000 || some(*c));
    let mut pieces: Vec<String> = unsafe_ones.filter(wanted).map(String::from).collect();
    for sequence in SEQUENCES {
        pieces.push(sequence.into());
        pieces.push(sequence.replace("\x1b[", "\u{9b}").replace("\x1b]", "\u{9d}").replace("\x1bP", "\u{90}"));
    }
    pieces
}

/// All of it.
fn hostile() -> String {
    format!("敌{}尾", pieces().join("甲"))
}

/// Pieces in a place where a long text would not be taken for what stands there.
const A_PLACE: usize = 6;

/// One of the parts that everything falls into.
fn part(number: usize) -> String {
    let pieces = pieces();
    format!("敌{}尾", pieces.chunks(A_PLACE).nth(number).unwrap_or_default().join(""))
}

fn parts() -> usize {
    pieces().len().div_ceil(A_PLACE)
}

/// A short form of it for names, which are short; `\n` and `\r` are allowed there.
fn name() -> String {
    "名\x1b]0;o\x07\u{9d}0;o\u{9c}\x1b[5i\u{9b}5i\x7f\u{202e}\u{200b}\n\r\t\x08\u{fe0f}尾".into()
}

/// The same with bytes that are no UTF-8, C1 as terminals with eight bits take it.
fn raw_name() -> OsString {
    let mut bytes = name().into_bytes();
    bytes.extend_from_slice(b"\x9b5i\x9d0;o\x07\x90q\x9c\xff.txt");
    OsString::from_vec(bytes)
}

/// A gazette with hostile text in each place that is recognised: on its front pages and in its last notice. The harmless
/// one between them makes it a text: a file that begins with control characters only is refused as none.
fn issue(number: usize) -> String {
    let (all, h) = (hostile(), part(number));
    let harmless = "全县各级各部门要按照职责分工抓好落实，确保各项工作任务按期完成。".repeat(700);
    format!(
        "云岫县人民政府公报\n2023年第2期（总第9期）\n\n目录\n\n【县政府{h}文件】\n云岫县人民政府关于抓好落实的通知（云政发〔2023〕6号）……1\n云岫县人民政府关于做好春季造林{h}工作的通知（云政发〔2023〕7号）……9\n\n\
         主编：{h}\n\n云岫县人民政府关于抓好落实的通知\n云政发〔2023〕6号\n\n各乡镇人民政府：\n\n{harmless}\n\n\
         云岫县人民政府\n2023年2月1日\n\n云岫县人民政府关于做好春季造林{h}工作的通知\n云政发〔2023〕7号\n\n各乡镇{h}人民政府：\n\n\
         为了做好工作{all}，通知如下。\n\n一、总体{h}要求\n\n（一）全县造林三万亩{h}。责任单位：县林业局{h}；完成时限：2023年6月底前。\n\n\
         | 序号 | 任务{h} | 责任单位 |\n|---|---|---|\n| 1 | 造林{all} | 县林业局{h} |\n| 2 | 管护 | 县水利局 |\n\n三、跳号{h}。\n\n\
         云岫县人民政府{h}\n2023年3月1日\n"
    )
}

struct Home(TempDir);

impl Home {
    fn new() -> Home {
        let home = Home(tempfile::tempdir().expect("a folder"));
        let folder = home.library().join(OsStr::from_bytes(b"dir\x1b[5i\xc2\x9b5i\x9b\x7f"));
        fs::create_dir_all(&folder).expect("a folder");
        for number in 0..parts() {
            fs::write(home.library().join(format!("issue-{number:02}.txt")), issue(number)).expect("a file");
        }
        fs::write(home.library().join("nul.txt"), issue(0).replace('甲', "\0")).expect("a file");
        fs::write(folder.join(raw_name()), issue(0)).expect("a file");
        let mut empty = raw_name();
        empty.push("empty.txt");
        fs::write(folder.join(empty), "").expect("a file");
        home
    }

    fn library(&self) -> PathBuf {
        self.0.path().join("library")
    }

    fn command(&self, arguments: &[&OsStr]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gongbao"));
        command.env_clear();
        command.args(arguments);
        command.env("HOME", self.0.path());
        command.env("TERM", "xterm-256color");
        command.cwd(self.0.path());
        command
    }
}

/// What may be sent by whom, beside text that [`shown`] calls plain.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    /// Lines, and these attributes.
    Subcommand,
    /// Also what places a cursor, and the modes.
    Reader,
}

const ATTRIBUTES: [&str; 4] = ["[1m", "[2m", "[1;31m", "[m"];

impl Sent {
    fn allows(self, sequence: &str) -> bool {
        if self == Sent::Subcommand {
            return ATTRIBUTES.contains(&sequence) || sequence == "[K";
        }
        let Some(body) = sequence.strip_prefix('[') else { return sequence == "M" };
        let (parameters, last) = body.split_at(body.len() - 1);
        if let Some(mode) = parameters.strip_prefix('?') {
            let modes = ["7", "25", "1000", "1002", "1003", "1006", "1049", "2004", "2026"];
            return (matches!(last, "h" | "l") && modes.contains(&mode)) || sequence == "[?u" || sequence == "[?2026$p";
        }
        let numbers = || parameters.split(';').filter(|n| !n.is_empty()).map(|n| n.parse::<u16>());
        match last {
            "m" => numbers().all(|n| n.is_ok_and(|n| n < 38 || (39..50).contains(&n) || (90..108).contains(&n))),
            "A" | "B" | "C" | "D" | "G" | "H" | "J" | "K" | "X" | "d" | "r" | "@" | "P" | "L" | "M" | "b" => {
                numbers().all(|n| n.is_ok())
            }
            _ => matches!(sequence, "[6n" | "[c" | "[>q" | "[>1u" | "[<9u"),
        }
    }

    /// Fails on the first thing in the bytes that may not be there.
    fn check(self, what: &str, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| {
            let at = error.valid_up_to();
            panic!(
                "{what}: no UTF-8: {:?}",
                bytes[at.saturating_sub(20)..bytes.len().min(at + 20)].escape_ascii().to_string()
            )
        });
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let context = || {
                let before = text[..text.len() - rest.len()].chars().count().saturating_sub(20);
                text.chars().skip(before).take(80).collect::<String>().escape_debug().to_string()
            };
            let used = match c {
                '\x1b' => {
                    let after = &rest[1..];
                    let end = match after.strip_prefix('[') {
                        Some(body) => 2 + body.find(|c| matches!(c, '@'..='~')).unwrap_or(0),
                        None => 1,
                    };
                    let sequence = after.get(..end).unwrap_or(after);
                    assert!(self.allows(sequence), "{what}: ESC {sequence:?} in {}", context());
                    1 + sequence.len()
                }
                '\r' | '\n' => 1,
                '\x08' | '\x18' if self == Sent::Reader => 1,
                c => {
                    assert_eq!(shown(c), Shown::Plain, "{what}: {c:?} in {}", context());
                    c.len_utf8()
                }
            };
            rest = &rest[used..];
        }
    }
}

#[test]
fn the_check_finds_what_it_is_for() {
    for bad in SEQUENCES.iter().copied().chain(["\x07", "\u{9b}5i", "\u{202e}", "\x7f", "\x1b[5n"]) {
        for sent in [Sent::Reader, Sent::Subcommand] {
            assert!(std::panic::catch_unwind(|| sent.check("a test", bad.as_bytes())).is_err(), "{bad:?}");
        }
    }
    Sent::Reader.check("a test", "\x1b[2;3H\x1b[1;31m公报\x1b[m\x1b[?2026l\r\n".as_bytes());
}

#[test]
fn no_subcommand_sends_what_a_terminal_would_obey() {
    let home = Home::new();
    let (library, name, raw) = (home.library(), OsString::from(name()), raw_name());
    let library = library.as_os_str();
    let query = OsString::from(format!("造林 敌 {}", self::name()));
    let option = OsString::from(format!("--{}", self::name()));
    let field = OsString::from(format!("{}:x", self::name()));
    let output = OsString::from(format!("{}.csv", self::name()));
    let o = OsStr::new;
    let runs: Vec<Vec<&OsStr>> = vec![
        vec![o("show"), library],
        vec![o("show"), library, o("--document"), o("99")],
        vec![o("export"), library],
        vec![o("check"), library],
        vec![o("check"), o("--json"), library],
        vec![o("search"), o("造林"), library],
        vec![o("search"), o("--json"), o("造林"), library],
        vec![o("search"), &query, library],
        vec![o("search"), &field, library],
        vec![o("tasks"), library],
        vec![o("tasks"), o("--format"), o("json"), library],
        vec![o("tasks"), o("--format"), o("csv"), library],
        vec![o("tasks"), library, o("--unit"), &name],
        vec![o("tasks"), library, o("--due"), &name],
        vec![o("tasks"), library, o("--role"), &name],
        vec![o("tasks"), library, o("-o"), &output],
        vec![o("doctor"), library],
        vec![o("doctor"), &raw],
        vec![&name],
        vec![&raw],
        vec![&option],
        vec![o("show"), &option],
        vec![o("show"), &raw],
        vec![o("show"), o("--width"), &name],
        vec![o("--ambiguous"), &name],
    ];
    for run in runs {
        let what = format!("{run:?}");
        let mut command = home.command(&run);
        // `doctor` tells of these.
        for variable in ["LANG", "COLORTERM", "TERM"] {
            command.env(variable, &raw);
        }
        let mut terminal = Raw::start(command, 80, 24);
        if run[0] == "doctor" {
            let answers = format!("\x1b[2;3R{}\x1bP>|{}\x1b\\\x1b[?62c", "\x1b[2;2R".repeat(6), self::name());
            terminal.wait_for(b"\x1b[c");
            terminal.send(answers.as_bytes());
        }
        let (bytes, _) = terminal.end();
        let sent = if run[0] == "doctor" { Sent::Reader } else { Sent::Subcommand };
        sent.check(&what, &bytes);
        assert!(!bytes.is_empty(), "{what} says nothing");
    }
}

#[test]
fn a_configuration_is_quoted_without_harm() {
    let home = Home::new();
    let config = home.0.path().join(".config/gongbao/config.toml");
    fs::create_dir_all(config.parent().expect("a folder")).expect("a folder");
    let sequences = SEQUENCES.concat().replace('\x1b', "\\u001B").replace('\x07', "\\u0007").replace('\\', "\\\\");
    for text in [
        format!("measure = {}\n", hostile()).into_bytes(),
        format!("{} = 1\n", hostile()).into_bytes(),
        format!("library = [\"{}\"]\n", sequences.replace("\\\\u", "\\u")).into_bytes(),
        b"measure = \x9b5i\xff\n".to_vec(),
    ] {
        fs::write(&config, &text).expect("a file");
        for command in ["show", "doctor"] {
            let mut terminal = Raw::start(home.command(&[OsStr::new(command)]), 80, 24);
            if command == "doctor" {
                terminal.wait_for(b"\x1b[c");
                terminal.send(b"\x1b[?62c");
            }
            let (bytes, code) = terminal.end();
            assert_ne!(code, 0, "{command}: {}", String::from_utf8_lossy(&text));
            Sent::Reader.check(command, &bytes);
        }
    }
}

/// Opens the library and walks through every screen with hostile text in it.
fn walk(path: &Path, home: &Home) -> Vec<u8> {
    let mut reader = Raw::start(home.command(&[path.as_os_str()]), 100, 30);
    reader.wait_for(b"\x1b[?2026l");
    reader.settle(Duration::from_millis(300));
    let paste = format!("\x1b[200~{}\x1b[201~", name().replace('\n', "\r"));
    let h = hostile().replace('\x1b', "");
    // Pasted where nothing is typed, and into every prompt; typed as keys; as a key that means nothing.
    reader.press(paste.as_bytes());
    for keys in [
        "/", &paste, "\x1b", "/", "造林", "\r", "\r", "/", &paste, "\x1b", "!", "\r", "q", "q", "G", "\r", "o", "\t",
        "/", &paste, "\x1b", "o", "/", &paste, "\r", "/", "敌", "\r", "n", ":", &paste, "\r", "\x1b", ":", "第9条",
        "\r", "g", " ", " ", "t", "\r", "q", "q", "!", "/", &paste, "\x1b", "q", "?", "q", "q", "q", "s", "造林", "\r",
        "\x1b", "\u{202e}", "\u{9b}",
    ] {
        reader.press(keys.as_bytes());
        // The terminal's side may say anything at any time, too.
        if keys == "t" {
            reader.press(h.as_bytes());
            reader.press(b"\x1b");
        }
    }
    reader.press(b"\x1b");
    for _ in 0..8 {
        reader.send(b"\x03");
        reader.settle(Duration::from_millis(150));
    }
    reader.end().0
}

/// The text that a terminal shows, whatever the places it is put at.
fn shown_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = text.split('\x1b').map(|piece| piece.trim_start_matches(|c: char| "[0123456789;?".contains(c)));
    plain.map(|piece| piece.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(piece)).collect()
}

#[test]
fn the_reader_sends_nothing_that_it_read() {
    let home = Home::new();
    let bytes = walk(&home.library(), &home);
    Sent::Reader.check("the reader", &bytes);
    for number in 0..parts() {
        let issue = home.library().join(format!("issue-{number:02}.txt"));
        let mut reader = Raw::start(home.command(&[issue.as_os_str()]), 120, 40);
        reader.wait_for(b"\x1b[?2026l");
        for keys in ["G", "\r", "G", "\r", "o", " ", " ", " ", "q", "q", "!"] {
            reader.press(keys.as_bytes());
        }
        reader.send(b"Q");
        let bytes = reader.end().0;
        Sent::Reader.check(&format!("issue {number}"), &bytes);
        // It was there, and was made visible.
        let text = shown_text(&bytes);
        for piece in part(number).chars().filter(|&c| shown(c) == Shown::Code && c != '\t') {
            let code = gongbao::text::safe::code(piece);
            assert!(text.contains(&code), "{code} of issue {number} is nowhere on the screens: {text}");
        }
    }
}
