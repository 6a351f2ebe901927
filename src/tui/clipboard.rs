//! Sending text to the terminal's clipboard: OSC 52, wrapped so that it gets through tmux and GNU screen.
//!
//! No terminal answers it. tmux takes it where `set-clipboard` is on, and passes it on where `allow-passthrough` is: it gets
//! both forms. screen passes on a device control string of up to [`SCREEN`] bytes at a time and puts the pieces together.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What stands between us and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through {
    Nothing,
    Tmux,
    Screen,
}

/// Bytes of a device control string that GNU screen takes: 768 in versions that are still in use.
const SCREEN: usize = 700;

impl Through {
    /// What the environment says.
    pub fn of_environment() -> Through {
        let term = std::env::var("TERM").unwrap_or_default();
        if std::env::var_os("TMUX").is_some() {
            Through::Tmux
        } else if std::env::var_os("STY").is_some() || term.starts_with("screen") {
            Through::Screen
        } else {
            Through::Nothing
        }
    }
}

/// What to send so that the terminal's clipboard holds `text`. Only letters of Base64 stand for it.
pub fn sequence(text: &str, through: Through) -> String {
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    match through {
        Through::Nothing => plain,
        Through::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        Through::Screen => {
            let pieces = plain.as_bytes().chunks(SCREEN).map(String::from_utf8_lossy);
            pieces.map(|piece| format!("\x1bP{piece}\x1b\\")).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(sequence: &str) -> String {
        let encoded = sequence.strip_prefix("\x1b]52;c;").and_then(|rest| rest.strip_suffix('\x07')).unwrap();
        String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
    }

    #[test]
    fn the_text_arrives_whole_through_everything() {
        let text = "第三条　公职人员\n（二）".repeat(400);
        assert_eq!(decoded(&sequence(&text, Through::Nothing)), text);
        let screen = sequence(&text, Through::Screen);
        let pieces: Vec<&str> = screen.split_inclusive("\x1b\\").collect();
        assert!(pieces.len() > 10 && pieces.iter().all(|piece| piece.len() <= 768));
        let joined: String = pieces.iter().map(|p| &p["\x1bP".len()..p.len() - "\x1b\\".len()]).collect();
        assert_eq!(decoded(&joined), text);
        let tmux = sequence(&text, Through::Tmux);
        let (plain, wrapped) = tmux.split_once("\x1bPtmux;").unwrap();
        assert_eq!(decoded(plain), text);
        assert_eq!(decoded(&wrapped.strip_suffix("\x1b\\").unwrap().replace("\x1b\x1b", "\x1b")), text);
    }
}
