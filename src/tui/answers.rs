//! What a terminal says of itself when it is asked, for a report: more than the reader needs to know.
//!
//! All questions go out in one write; the last is one that every terminal answers (what are you? `CSI c`), so its answer
//! ends the waiting. Cursor reports come in the order of the questions: first the one after 中, then those of [`Probe`].

use std::io;
use std::time::{Duration, Instant};

use super::probe::Probe;
use super::{Error, signals, terminal};
use crate::text::width::Widths;

/// How long all answers together may take: a slow line, not a terminal that says nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// 中, where is the cursor; the widths; synchronised output? richer keyboard? name? what are you?
const BEFORE: &str = "\x1b[2H中\x1b[6n";
const AFTER: &str = "\x1b[?2026$p\x1b[?u\x1b[>q\x1b[c\x1b[2H\x1b[K";

/// The answers; none to what was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Cells that 中 takes: 2 unless the terminal does not take our bytes for UTF-8.
    pub chinese: Option<u16>,
    /// None also where the answers make no sense.
    pub widths: Option<Widths>,
    pub synchronised: Option<bool>,
    pub rich_keyboard: bool,
    /// The terminal says that programs may set its clipboard (OSC 52).
    pub clipboard: bool,
    /// As the terminal gives it: not safe to show.
    pub name: Option<String>,
    /// It has said what it is, so what else it did not answer it does not know.
    pub complete: bool,
}

/// Asks the terminal; it is taken over for that moment, and given back.
///
/// # Errors
/// When there is no terminal, or it is gone.
pub fn ask() -> Result<Answers, Error> {
    terminal::check()?;
    let _listening = signals::listen(|_| true)?;
    let _guard = terminal::Guard;
    terminal::enter()?;
    terminal::write([BEFORE, &Probe::question(), AFTER].concat().as_bytes())?;
    let (asked, mut said, mut buffer) = (Instant::now(), Vec::new(), [0; 1024]);
    loop {
        let answers = Answers::read(&said);
        let left = PATIENCE.saturating_sub(asked.elapsed());
        if answers.complete || left.is_zero() {
            return Ok(answers);
        }
        match terminal::read(&mut buffer, Some(left)) {
            terminal::Read::Bytes(count) => said.extend_from_slice(&buffer[..count]),
            terminal::Read::Nothing => {}
            terminal::Read::Gone => return Err(Error::Io(io::ErrorKind::UnexpectedEof.into())),
        }
    }
}

impl Answers {
    /// Finds the answers among whatever else was typed or sent.
    fn read(said: &[u8]) -> Answers {
        let mut answers = Answers::default();
        let mut probe = None;
        // Split at ESC, what follows begins with the kind of sequence.
        for sequence in said.split(|byte| *byte == 0x1b).skip(1) {
            if let Some(text) = sequence.strip_prefix(b"P>|") {
                answers.name = Some(String::from_utf8_lossy(text).into_owned());
            }
            let Some(rest) = sequence.strip_prefix(b"[") else { continue };
            let Some(end) = rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) else { continue };
            let parameters = String::from_utf8_lossy(&rest[..end]);
            let numbers: Vec<u16> = parameters
                .trim_start_matches('?')
                .trim_end_matches('$')
                .split(';')
                .filter_map(|number| number.parse().ok())
                .collect();
            match (rest[end], parameters.starts_with('?'), numbers.as_slice()) {
                // In row 1 it is F3 with Shift or Ctrl.
                (b'R', false, &[1, _]) => {}
                (b'R', false, &[_, col]) if answers.chinese.is_none() => {
                    answers.chinese = Some(col.saturating_sub(1));
                    probe = Some(Probe::sent());
                }
                (b'R', false, &[row, col]) => match probe.take().map(|probe| probe.hear(row, col)) {
                    Some(Ok(more)) => probe = Some(more),
                    Some(Err(widths)) => answers.widths = widths,
                    None => {}
                },
                // 1 and 2: set and reset; 0: not known; 3 and 4: for ever so.
                (b'y', true, &[2026, state]) => answers.synchronised = Some((1..=3).contains(&state)),
                (b'u', true, _) => answers.rich_keyboard = true,
                (b'c', true, attributes) => {
                    answers.clipboard = attributes.contains(&52);
                    answers.complete = true;
                }
                _ => {}
            }
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Typing, pasting and sequences of other kinds between the answers change none of them.
        #[test]
        fn answers_stand_apart_from_what_is_typed(
            wide in prop::collection::vec(prop::bool::ANY, Class::ALL.len()),
            typed in prop::collection::vec("[a-z0-9公报\r]{0,4}|\u{1b}\\[[ABCDH]|\u{1b}\\[1;[2-8][PQRS]|\u{1b}O[PQ]|\u{1b}\\[5~|\u{1b}", 12),
        ) {
            let widths = Class::ALL.iter().zip(&wide).fold(Widths::narrow(), |widths, (class, wide)| widths.with(*class, *wide));
            let columns = wide.iter().map(|wide| format!("\u{1b}[2;{}R", if *wide { 3 } else { 2 }));
            let answers = std::iter::once("\u{1b}[2;3R".to_owned()).chain(columns).chain(["\u{1b}[?2026;1$y".into(), "\u{1b}[?62;52c".into()]);
            let said: String = answers.zip(typed.iter().cycle()).flat_map(|(answer, typed)| [typed.clone(), answer]).collect();
            let want = Answers {
                chinese: Some(2), widths: Some(widths), synchronised: Some(true), clipboard: true, complete: true, ..Answers::default()
            };
            prop_assert_eq!(Answers::read(said.as_bytes()), want, "{:?}", said);
        }

        #[test]
        fn any_bytes_are_answers_or_none(bytes in prop::collection::vec(prop_oneof![Just(0x1b_u8), Just(b'['), Just(b'?'), Just(b';'), Just(b'R'), any::<u8>()], 0..60)) {
            let _ = Answers::read(&bytes);
        }
    }
    use crate::text::width::Class;

    #[test]
    fn answers_are_found_among_what_is_typed() {
        let said = b"j\x1b[2;3R\x1b[2;3R\x1b[2;2R\x1b[2;2Rk\x1b[2;2R\x1b[A\x1b[2;2R\x1b[2;2R\x1b[?2026;2$y\x1b[?0u\x1bP>|XTerm(390)\x1b\\\x1b[?64;22;52c";
        let want = Answers {
            chinese: Some(2),
            widths: Some(Widths::narrow().with(Class::Quotes, true)),
            synchronised: Some(true),
            rich_keyboard: true,
            clipboard: true,
            name: Some("XTerm(390)".into()),
            complete: true,
        };
        assert_eq!(Answers::read(said), want);
    }

    #[test]
    fn what_is_not_answered_is_not_known() {
        assert_eq!(Answers::read(b""), Answers::default());
        let old = Answers::read(b"\x1b[2;4R\x1b[2;9R\x1b[?1;2c");
        assert_eq!(old, Answers { chinese: Some(3), complete: true, ..Answers::default() });
        for cut in 0..15 {
            assert!(!Answers::read(&b"\x1b[2;3R\x1b[?62;22c"[..cut]).complete, "{cut}");
        }
    }
}
