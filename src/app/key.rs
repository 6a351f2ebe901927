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
        self.called(|(_, _, shown)| shown)
    }

    /// What configurations call it.
    pub fn written(self) -> String {
        self.called(|(_, written, _)| written)
    }

    fn called(self, name: impl Fn((KeyCode, &'static str, &'static str)) -> &'static str) -> String {
        let name = match self.code {
            KeyCode::Char(c) if c != ' ' => if self.ctrl { c.to_ascii_uppercase() } else { c }.to_string(),
            KeyCode::F(n) => format!("F{n}"),
            code => NAMES.into_iter().find(|named| named.0 == code).map(name).unwrap_or_default().to_owned(),
        };
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        let shift = if self.shift { "Shift-" } else { "" };
        format!("{ctrl}{alt}{shift}{name}")
    }

    /// The key of a name as the help or a configuration has it.
    pub fn named(name: &str) -> Option<Key> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Some(Key::char(c));
        }
        for (prefix, bit) in [("Ctrl-", 0), ("Alt-", 1), ("Shift-", 2)] {
            let Some(rest) = name.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)) else {
                continue;
            };
            let key = Key::named(&name[rest.len()..])?;
            return Some(match (bit, key.code) {
                (0, _) => Key { ctrl: true, ..key },
                (1, _) => Key { alt: true, ..key },
                // Shift is part of the character.
                (_, KeyCode::Char(c)) => Key { code: KeyCode::Char(c.to_ascii_uppercase()), ..key },
                _ => Key { shift: true, ..key },
            });
        }
        if let Some(n) = name.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok()) {
            return (1..=24).contains(&n).then_some(Key::of(KeyCode::F(n)));
        }
        let named = NAMES.into_iter().find(|(_, written, shown)| written.eq_ignore_ascii_case(name) || *shown == name);
        named.map(|(code, ..)| Key::of(code))
    }
}

/// Keys that have a name: what configurations call them, and what the help does.
const NAMES: [(KeyCode, &str, &str); 15] = [
    (KeyCode::Char(' '), "Space", "空格"),
    (KeyCode::Enter, "Enter", "回车"),
    (KeyCode::Esc, "Esc", "Esc"),
    (KeyCode::Backspace, "Backspace", "退格"),
    (KeyCode::Tab, "Tab", "Tab"),
    (KeyCode::Up, "Up", "上箭头"),
    (KeyCode::Down, "Down", "下箭头"),
    (KeyCode::Left, "Left", "左箭头"),
    (KeyCode::Right, "Right", "右箭头"),
    (KeyCode::PageUp, "PgUp", "PgUp"),
    (KeyCode::PageDown, "PgDn", "PgDn"),
    (KeyCode::Home, "Home", "Home"),
    (KeyCode::End, "End", "End"),
    (KeyCode::Insert, "Ins", "Ins"),
    (KeyCode::Delete, "Del", "Del"),
];

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
