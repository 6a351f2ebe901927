//! What the bytes from the terminal mean: keys, pasted text, and answers to what we asked.
//!
//! A [`Decoder`] holds the bytes of a sequence that has not ended yet. ESC alone is the Esc key, and also how every
//! sequence begins; only time tells them apart, so the reader of the bytes waits [`Decoder::patience`] and then calls
//! [`Decoder::give_up`]. Nothing is ever waited for longer than that, and no bytes make it hang, grow or panic.
//!
//! ```text
//! 1b 5b 41            ↑
//! 1b 5b 31 3b 35 42   Ctrl-↓        CSI 1;5 B: the modifiers are 5 - 1 = 4, Ctrl
//! 1b                  Esc, when nothing follows in time
//! 1b 66               Alt-f
//! 1b 5b 32 3b 33 52   the cursor is in row 2, column 3
//! e5 85 ac            公
//! ```

use std::time::Duration;

use crate::app::mouse::{Mouse, What};
use crate::app::{Key, KeyCode};

/// How long after ESC a sequence may go on: a person types slower, a line is rarely that much slower.
const AFTER_ESCAPE: Duration = Duration::from_millis(60);
/// How long a paste or a sequence of strings may pause before we stop believing that its end will come.
const AFTER_STRING: Duration = Duration::from_secs(5);
/// No sequence we know is longer.
const LONGEST_SEQUENCE: usize = 64;
/// Pasted text beyond this many bytes is dropped: no field takes as much.
const LONGEST_PASTE: usize = 1 << 20;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the terminal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Key(Key),
    Paste(String),
    Mouse(Mouse),
    /// Where the cursor is, 1-based: the answer to `CSI 6n`.
    Cursor {
        row: u16,
        col: u16,
    },
    /// The terminal knows the richer keyboard protocol (kitty's): the answer to `CSI ?u`.
    RichKeyboard,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Between the marks of a bracketed paste.
    Paste(Vec<u8>),
    /// In an OSC, DCS, APC or PM string, none of which we ask for: passed over up to BEL or ST.
    String,
}

/// Turns bytes into what they mean, however they are cut.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    pending: Vec<u8>,
    /// ESC was taken for the Esc key a moment ago, because nothing followed it.
    gave_up_on_escape: bool,
}

/// The first thing in some bytes.
enum Token {
    /// More bytes are needed.
    Cut,
    /// So many bytes, and what they mean, if anything.
    Whole(usize, Option<Heard>),
    PasteStart(usize),
    StringStart(usize),
}

impl Decoder {
    /// Takes bytes as they were read.
    pub fn feed(&mut self, bytes: &[u8], heard: &mut Vec<Heard>) {
        // A line that stalls between ESC and the rest: Esc has been acted on, but the rest must not become letters.
        if std::mem::take(&mut self.gave_up_on_escape) && is_rest_of_sequence(bytes) {
            self.pending.push(ESC);
        }
        self.pending.extend_from_slice(bytes);
        let mut at = 0;
        while at < self.pending.len() {
            let rest = &self.pending[at..];
            let used = match &mut self.state {
                State::Ground => match token(rest) {
                    Token::Cut if rest.len() > LONGEST_SEQUENCE => rest.len(),
                    Token::Cut => break,
                    Token::Whole(used, what) => {
                        heard.extend(what);
                        used
                    }
                    Token::PasteStart(used) => {
                        self.state = State::Paste(Vec::new());
                        used
                    }
                    Token::StringStart(used) => {
                        self.state = State::String;
                        used
                    }
                },
                State::Paste(text) => match memchr::memmem::find(rest, PASTE_END) {
                    Some(end) => {
                        keep_pasted(text, &rest[..end]);
                        heard.push(Heard::Paste(pasted(text)));
                        self.state = State::Ground;
                        end + PASTE_END.len()
                    }
                    None => {
                        let safe = rest.len() - started_end(rest, PASTE_END);
                        keep_pasted(text, &rest[..safe]);
                        at += safe;
                        break;
                    }
                },
                State::String => match memchr::memchr3(0x07, ESC, 0x18, rest) {
                    Some(end) if rest[end] == ESC => match rest.get(end + 1) {
                        None => {
                            at += end;
                            break;
                        }
                        // ESC \ ends it; any other ESC begins something new.
                        Some(next) => {
                            self.state = State::Ground;
                            end + if *next == b'\\' { 2 } else { 0 }
                        }
                    },
                    Some(end) => {
                        self.state = State::Ground;
                        end + 1
                    }
                    None => rest.len(),
                },
            };
            at += used;
        }
        self.pending.drain(..at);
    }

    /// How long to wait for more bytes before [`give_up`](Decoder::give_up); `None`: nothing is pending.
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground if self.pending.is_empty() => None,
            State::Ground => Some(AFTER_ESCAPE),
            _ => Some(AFTER_STRING),
        }
    }

    /// Nothing more came: what is pending means what it says so far.
    pub fn give_up(&mut self, heard: &mut Vec<Heard>) {
        let pending = std::mem::take(&mut self.pending);
        match std::mem::take(&mut self.state) {
            State::Paste(mut text) => {
                keep_pasted(&mut text, &pending);
                heard.push(Heard::Paste(pasted(&text)));
            }
            State::String => {}
            State::Ground => match pending.as_slice() {
                [ESC] => {
                    heard.push(Heard::Key(Key::of(KeyCode::Esc)));
                    self.gave_up_on_escape = true;
                }
                [ESC, ESC, ..] => heard.extend([Heard::Key(Key::of(KeyCode::Esc)), Heard::Key(Key::of(KeyCode::Esc))]),
                [ESC, c @ 0x20..0x7f] => heard.push(Heard::Key(alt(Key::of(KeyCode::Char(*c as char))))),
                _ => {}
            },
        }
    }
}

/// Does this look like a sequence without its ESC? One letter or bracket alone is a key that was pressed.
fn is_rest_of_sequence(bytes: &[u8]) -> bool {
    match bytes {
        [b'O', b'A'..=b'S'] => true,
        [b'[', rest @ ..] => {
            let end = rest.iter().position(|b| (0x40..=0x7e).contains(b));
            end.is_some_and(|end| rest[..end].iter().all(|b| (0x20..0x40).contains(b)))
        }
        _ => false,
    }
}

/// How many bytes at the end of `text` may be the beginning of `mark`.
fn started_end(text: &[u8], mark: &[u8]) -> usize {
    (1..mark.len()).rev().find(|&n| text.ends_with(&mark[..n])).unwrap_or(0)
}

fn keep_pasted(text: &mut Vec<u8>, more: &[u8]) {
    let room = LONGEST_PASTE.saturating_sub(text.len());
    text.extend_from_slice(&more[..more.len().min(room)]);
}

/// Terminals send line ends of pasted text as CR.
fn pasted(text: &[u8]) -> String {
    String::from_utf8_lossy(text).replace("\r\n", "\n").replace('\r', "\n")
}

fn token(bytes: &[u8]) -> Token {
    match bytes {
        [] => Token::Cut,
        [ESC, rest @ ..] => escape(rest),
        [first, ..] if *first < 0x80 => Token::Whole(1, ascii(*first).map(Heard::Key)),
        _ => character(bytes),
    }
}

/// What follows ESC; lengths count the ESC.
fn escape(rest: &[u8]) -> Token {
    match rest {
        [] => Token::Cut,
        [b'['] | [b'O'] => Token::Cut,
        [b'[', b'[', ..] => linux_function_key(rest),
        [b'[', parameters @ ..] => control_sequence(parameters),
        [b'O', code, ..] => Token::Whole(3, single_shift(*code).map(Heard::Key)),
        // Alone, they are Alt with that character: `give_up` says so.
        [b']' | b'P' | b'_' | b'^' | b'X'] => Token::Cut,
        [b']' | b'P' | b'_' | b'^' | b'X', ..] => Token::StringStart(2),
        // PuTTY and rxvt: Alt with an arrow. Anything else after two ESC begins anew.
        [ESC] => Token::Cut,
        [ESC, b'[' | b'O', ..] => match escape(&rest[1..]) {
            Token::Whole(used, Some(Heard::Key(key))) => Token::Whole(used + 1, Some(Heard::Key(alt(key)))),
            Token::Cut => Token::Cut,
            _ => Token::Whole(1, Some(Heard::Key(Key::of(KeyCode::Esc)))),
        },
        [ESC, ..] => Token::Whole(1, Some(Heard::Key(Key::of(KeyCode::Esc)))),
        [byte, ..] if *byte < 0x80 => Token::Whole(2, ascii(*byte).map(alt).map(Heard::Key)),
        _ => match character(rest) {
            Token::Whole(used, Some(Heard::Key(key))) => Token::Whole(used + 1, Some(Heard::Key(alt(key)))),
            Token::Whole(used, _) => Token::Whole(used + 1, None),
            other => other,
        },
    }
}

/// `CSI [ A` to `CSI [ E`: F1 to F5 of the Linux console.
fn linux_function_key(rest: &[u8]) -> Token {
    match rest.get(2) {
        None => Token::Cut,
        Some(code @ b'A'..=b'E') => Token::Whole(4, Some(Heard::Key(Key::of(KeyCode::F(code - b'A' + 1))))),
        Some(_) => Token::Whole(4, None),
    }
}

/// A control sequence after `ESC [`.
fn control_sequence(bytes: &[u8]) -> Token {
    let Some(end) = bytes.iter().position(|b| !(0x20..0x40).contains(b)) else { return Token::Cut };
    let last = bytes[end];
    // `ESC [`, and then something that can't be in a sequence: it was cut, that something begins anew.
    if !(0x40..=0x7e).contains(&last) {
        return Token::Whole(2 + end, None);
    }
    // The old mouse report has three bytes more.
    if last == b'M' && end == 0 {
        return if bytes.len() < 4 { Token::Cut } else { Token::Whole(6, None) };
    }
    let used = 2 + end + 1;
    if last == b'u' && bytes[0] == b'?' {
        return Token::Whole(used, Some(Heard::RichKeyboard));
    }
    if let (b'M' | b'm', Some(b'<')) = (last, bytes.first()) {
        return Token::Whole(used, mouse(&bytes[1..end], last == b'm').map(Heard::Mouse));
    }
    if bytes[..end].iter().any(|b| !matches!(b, b'0'..=b'9' | b';' | b':')) {
        // Private sequences: answers about the terminal.
        return Token::Whole(used, None);
    }
    let mut numbers = [None; 4];
    for (number, text) in numbers.iter_mut().zip(bytes[..end].split(|b| *b == b';')) {
        // Sub-parameters (after a colon) say more than we need.
        let text = text.split(|b| *b == b':').next().unwrap_or_default();
        *number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<u32>().ok());
    }
    if (last, numbers[0]) == (b'~', Some(200)) {
        return Token::PasteStart(used);
    }
    Token::Whole(used, sequence(last, numbers))
}

/// `CSI < button ; column ; row M`, with `m` for a release (SGR, mode 1006). Buttons: 0 left, 1 middle, 2 right, 3 none; 4, 8 and
/// 16 are Shift, Alt and Ctrl; 32 is a motion, 64 and 65 the wheel. None for what we have no use for.
fn mouse(parameters: &[u8], is_release: bool) -> Option<Mouse> {
    let mut numbers = std::str::from_utf8(parameters).ok()?.split(';').map(|number| number.parse::<u16>().ok());
    let (button, col, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let what = match (button & !0b1_1100, is_release) {
        (64, false) => What::WheelUp,
        (65, false) => What::WheelDown,
        (0, false) => What::Press,
        (0, true) => What::Release,
        (32, false) => What::Drag,
        _ => return None,
    };
    Some(Mouse { what, col: col.checked_sub(1)?, row: row.checked_sub(1)? })
}

fn sequence(last: u8, numbers: [Option<u32>; 4]) -> Option<Heard> {
    let [first, second, third, _] = numbers;
    // Row 1 would be an F3 with modifiers: the probe never asks there.
    if let (b'R', Some(row @ 2..), Some(col)) = (last, first, second) {
        return Some(Heard::Cursor { row: u16::try_from(row).ok()?, col: u16::try_from(col).ok()? });
    }
    let key = match last {
        b'~' if first == Some(27) => modified(unicode(third?)?, second),
        b'~' => modified(Key::of(tilde(first?)?), second),
        b'u' => modified(unicode(first?)?, second),
        b'Z' => Key { shift: true, ..Key::of(KeyCode::Tab) },
        // rxvt: Shift with an arrow.
        b'a'..=b'd' => Key { shift: true, ..Key::of(letter(last.to_ascii_uppercase())?) },
        _ => modified(Key::of(letter(last)?), second),
    };
    Some(Heard::Key(key))
}

fn letter(code: u8) -> Option<KeyCode> {
    Some(match code {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(code - b'P' + 1),
        _ => return None,
    })
}

fn tilde(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=24 => KeyCode::F(number as u8 - 12),
        _ => return None,
    })
}

/// `ESC O x`: keys of the application modes and of old terminals.
fn single_shift(code: u8) -> Option<Key> {
    match code {
        b'M' => Some(Key::of(KeyCode::Enter)),
        // rxvt: Ctrl with an arrow.
        b'a'..=b'd' => Some(Key { ctrl: true, ..Key::of(letter(code.to_ascii_uppercase())?) }),
        // The number pad.
        b'j'..=b'o' => Some(Key::of(KeyCode::Char((code - b'j' + b'*') as char))),
        b'p'..=b'y' => Some(Key::of(KeyCode::Char((code - b'p' + b'0') as char))),
        _ => letter(code).map(Key::of),
    }
}

fn ascii(byte: u8) -> Option<Key> {
    let ctrl = |c: u8| Some(Key { ctrl: true, ..Key::of(KeyCode::Char(c as char)) });
    match byte {
        0 => ctrl(b' '),
        b'\t' => Some(Key::of(KeyCode::Tab)),
        b'\r' | b'\n' => Some(Key::of(KeyCode::Enter)),
        0x08 | 0x7f => Some(Key::of(KeyCode::Backspace)),
        1..=26 => ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'\\'),
        0x20..=0x7e => Some(Key::of(KeyCode::Char(byte as char))),
        _ => None,
    }
}

/// A character by its number, as terminals with a richer keyboard protocol send it.
fn unicode(code: u32) -> Option<Key> {
    match char::from_u32(code)? {
        '\x1b' => Some(Key::of(KeyCode::Esc)),
        '\u{E000}'..='\u{F8FF}' => number_pad(code).map(Key::of),
        c if c.is_ascii() => ascii(c as u8),
        c if c.is_control() => None,
        c => Some(Key::of(KeyCode::Char(c))),
    }
}

/// The number pad without Num Lock, as the richer keyboard protocol sends it: in the private use area.
fn number_pad(code: u32) -> Option<KeyCode> {
    Some(match code {
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57414 => KeyCode::Enter,
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        _ => return None,
    })
}

/// A character of several bytes; what is no UTF-8 is passed over.
fn character(bytes: &[u8]) -> Token {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Token::Whole(1, None),
    };
    let head = &bytes[..bytes.len().min(length)];
    match std::str::from_utf8(head) {
        Ok(text) => {
            let c = text.chars().next().filter(|c| !c.is_control());
            Token::Whole(length, c.map(|c| Heard::Key(Key::of(KeyCode::Char(c)))))
        }
        Err(error) if error.error_len().is_none() => Token::Cut,
        Err(_) => Token::Whole(1, None),
    }
}

fn alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

/// Modifiers are sent as 1 + their bits: Shift 1, Alt 2, Ctrl 4.
fn modified(key: Key, modifiers: Option<u32>) -> Key {
    let bits = modifiers.unwrap_or(1).saturating_sub(1);
    let shift = bits & 1 != 0;
    let (alt, ctrl) = (key.alt || bits & 2 != 0, key.ctrl || bits & 4 != 0);
    match key.code {
        KeyCode::Char(c) if shift => Key { code: KeyCode::Char(c.to_ascii_uppercase()), alt, ctrl, shift: false },
        code => Key { code, alt, ctrl, shift: key.shift || shift },
    }
}

#[cfg(test)]
mod tests;
