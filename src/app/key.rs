//! A key as the reader presses it, and the key a Chinese input method's character stands for.
//!
//! An input method that is switched on keeps letters for itself and sends other punctuation than the key caps show:
//! 【 for `[`, 、 for `/`, full-width ｊ for `j`. As a command, what it sends is the key that was pressed
//! ([`Key::folded`]); as text in an input line it is what it is.

/// A key as the reader presses it, whatever the terminal sent for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// Shift is part of the character: `G`, not shift + g.
    Char(char),
    F(u8),
    Enter,
    Esc,
    Backspace,
    Tab,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Insert,
    Delete,
}

impl Key {
    pub const fn of(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    pub const fn char(c: char) -> Key {
        Key::of(KeyCode::Char(c))
    }

    pub const fn ctrl(code: KeyCode) -> Key {
        Key { code, ctrl: true, alt: false, shift: false }
    }

    /// The key as the key map knows it: an input method's punctuation is the key it is typed with.
    pub fn folded(self) -> Key {
        match self.code {
            // Some terminals send Ctrl-H for the backspace key.
            KeyCode::Char('h' | 'H') if self.ctrl => Key::of(KeyCode::Backspace),
            KeyCode::Char(c) if self.ctrl => Key { code: KeyCode::Char(c.to_ascii_lowercase()), shift: false, ..self },
            KeyCode::Char(c) => Key { code: KeyCode::Char(typed_with(c)), shift: false, ..self },
            _ => self,
        }
    }

    /// What the help calls it; no character that a terminal may draw wider than expected.
    pub fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "空格".to_owned(),
            KeyCode::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::F(n) => format!("F{n}"),
            KeyCode::Enter => "回车".into(),
            KeyCode::Esc => "Esc".into(),
            KeyCode::Backspace => "退格".into(),
            KeyCode::Tab => "Tab".into(),
            KeyCode::Up => "上箭头".into(),
            KeyCode::Down => "下箭头".into(),
            KeyCode::Left => "左箭头".into(),
            KeyCode::Right => "右箭头".into(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::Home => "Home".into(),
            KeyCode::End => "End".into(),
            KeyCode::Insert => "Ins".into(),
            KeyCode::Delete => "Del".into(),
        };
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        let shift = if self.shift { "Shift-" } else { "" };
        format!("{ctrl}{alt}{shift}{name}")
    }
}

/// The character on the key cap that a Chinese input method turns into `c`.
fn typed_with(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '、' => '/',
        '。' | '．' => '.',
        '【' | '［' | '〔' => '[',
        '】' | '］' | '〕' => ']',
        '｛' | '「' | '『' => '{',
        '｝' | '」' | '』' => '}',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '￥' => '$',
        '·' => '`',
        '—' | '－' => '-',
        '…' => '^',
        // Full-width ASCII is 1:1 with ASCII.
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_sends_is_the_key_that_was_pressed() {
        for (sent, pressed) in
            "、／？！【】［］｛｝「」（）：；，。ｊＧ１　".chars().zip("//?![][]{}{}():;,.jG1 ".chars())
        {
            assert_eq!(Key::char(sent).folded(), Key::char(pressed), "{sent}");
        }
    }

    #[test]
    fn control_h_is_backspace_and_letters_keep_their_case() {
        assert_eq!(Key::ctrl(KeyCode::Char('h')).folded(), Key::of(KeyCode::Backspace));
        assert_eq!(Key::char('G').folded(), Key::char('G'));
        assert_ne!(Key::char('G').folded(), Key::char('g').folded());
    }
}
