//! Asking the terminal how wide it draws ambiguous characters.
//!
//! Each class of characters is represented by one; it is printed in row 2 and the terminal asked where the cursor is:
//! column 2 says narrow, column 3 wide. All questions go out in one write, the answers come back in their order among
//! whatever is being typed. In row 1 an answer would look like a modified F3. What was printed is erased in the same write.
//!
//! ```text
//! CSI 2H “ CSI 6n   CSI 2H — CSI 6n   …   CSI 2H CSI K
//! CSI 2;2R          CSI 2;2R          …
//! ```
//!
//! Answers that come late are still answers; one that makes no sense ends the matter: narrow, and not known.

use std::time::{Duration, Instant};

use crate::text::width::{Class, Widths};

/// How long the first screen waits for the answers.
pub const PATIENCE: Duration = Duration::from_millis(300);

/// Questions that are out, and the answers so far.
#[derive(Debug)]
pub struct Probe {
    asked: Instant,
    answered: usize,
    widths: Widths,
}

impl Probe {
    /// The bytes to send.
    pub fn question() -> String {
        let asking = Class::ALL.map(|class| format!("\x1b[2H{}\x1b[6n", class.probe()));
        asking.concat() + "\x1b[2H\x1b[K"
    }

    /// The question has just been sent.
    pub fn sent() -> Probe {
        Probe { asked: Instant::now(), answered: 0, widths: Widths::narrow() }
    }

    /// How long the first screen waits yet.
    pub fn patience(&self) -> Duration {
        PATIENCE.saturating_sub(self.asked.elapsed())
    }

    /// Takes the next answer. Gives the probe back while more are to come; at the end the widths, if they make sense.
    pub fn hear(mut self, row: u16, col: u16) -> Result<Probe, Option<Widths>> {
        let Some(class) = Class::ALL.get(self.answered) else { return Err(None) };
        if row != 2 || !(2..=3).contains(&col) {
            return Err(None);
        }
        self.widths = self.widths.with(*class, col == 3);
        self.answered += 1;
        if self.answered == Class::ALL.len() { Err(Some(self.widths)) } else { Ok(self) }
    }
}

/// Whether this terminal can be asked: a multiplexer answers for itself and not for the terminal behind it, the Linux
/// console has no Chinese at all, and a window without a second row has no room for the question.
pub fn is_worthwhile(term: &str, multiplexed: bool, (cols, rows): (u16, u16)) -> bool {
    let unfit = ["screen", "tmux", "linux", "dumb"].iter().any(|name| term.starts_with(name));
    !unfit && !multiplexed && cols >= 4 && rows >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(columns: &[u16]) -> Option<Option<Widths>> {
        let mut probe = Probe::sent();
        for col in columns {
            match probe.hear(2, *col) {
                Ok(next) => probe = next,
                Err(end) => return Some(end),
            }
        }
        None
    }

    #[test]
    fn answers_are_matched_in_order() {
        assert_eq!(answer(&[2; 6]), Some(Some(Widths::narrow())));
        assert_eq!(answer(&[3; 6]), Some(Some(Widths::wide())));
        let mixed = Widths::narrow().with(Class::ALL[0], true).with(Class::ALL[3], true);
        assert_eq!(answer(&[3, 2, 2, 3, 2, 2]), Some(Some(mixed)));
        assert_eq!(answer(&[2; 5]), None, "one is still out");
    }

    #[test]
    fn an_answer_that_makes_no_sense_says_nothing() {
        assert_eq!(answer(&[2, 7]), Some(None));
        assert!(matches!(Probe::sent().hear(5, 2), Err(None)));
    }

    #[test]
    fn multiplexers_and_consoles_are_not_asked() {
        assert!(is_worthwhile("xterm-256color", false, (80, 24)));
        assert!(!is_worthwhile("xterm-256color", true, (80, 24)));
        assert!(!is_worthwhile("tmux-256color", false, (80, 24)));
        assert!(!is_worthwhile("screen.xterm", false, (80, 24)));
        assert!(!is_worthwhile("xterm", false, (80, 1)));
    }
}
