//! Making text safe to show: what a terminal would obey, or what would leave the cells uncounted, is made visible.
//!
//! A gazette's text, a path or an error message may hold anything. Control characters could move the cursor or worse,
//! directional marks turn the line around, zero-width characters hide in a word, private-use characters look like
//! anything. They are shown by their number, `<U+202E>`, and never sent.

use std::borrow::Cow;

/// How a character reaches the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain,
    /// Not at all: a selector between text and emoji style (U+FE0E, U+FE0F), which makes some terminals widen the
    /// character before it. That character is drawn in its own style.
    Nothing,
    /// By its number: see [`code`].
    Code,
}

/// How one character is shown. White space other than the ASCII and the ideographic space counts as control.
pub fn shown(c: char) -> Shown {
    match c {
        ' '..='~' | '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}' => Shown::Plain,
        '\u{FE0E}' | '\u{FE0F}' => Shown::Nothing,
        _ if c.is_control() || is_invisible(c) || is_private_use(c) || is_emoji_modifier(c) => Shown::Code,
        _ => Shown::Plain,
    }
}

/// `<U+202E>`
pub fn code(c: char) -> String {
    format!("<U+{:04X}>", c as u32)
}

/// A title, a path or a message on one line: tabs as spaces, everything unsafe made visible.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == Shown::Plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match shown(c) {
            Shown::Plain => safe.push(c),
            Shown::Nothing => {}
            Shown::Code if c == '\t' => safe.push(' '),
            Shown::Code => safe.push_str(&code(c)),
        }
    }
    Cow::Owned(safe)
}

/// A text as it may be handed on: without anything that a terminal or a shell would obey and without what cannot be seen. Line feeds
/// and tabs stay; characters for private use too, they are rare names.
pub fn copied(text: &str) -> String {
    let stays = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(*c));
    text.chars().filter(stays).collect()
}

/// A message of several lines: each as [`line`] makes it.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Format characters (general category Cf), line and paragraph separators, fillers and other ignorable characters,
/// noncharacters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
        || c as u32 & 0xFFFE == 0xFFFE
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Skin tones: some terminals draw them into the emoji before, others beside it.
fn is_emoji_modifier(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::Widths;
    use proptest::prelude::*;

    proptest! {
        /// Nothing that a terminal obeys comes out, whatever went in; what is safe already stays.
        #[test]
        fn any_text_is_made_safe(text in "(?s)(.|[\\x00-\\x1f\\x7f-\\u{9f}\u{200b}-\u{202e}\u{e000}文（a]){0,60}") {
            let safe = line(&text);
            prop_assert!(safe.chars().all(|c| shown(c) == Shown::Plain));
            prop_assert_eq!(line(&safe), safe.as_ref());
            prop_assert!(!lines(&text).contains(|c: char| c.is_control() && c != '\n'));
            let copy = copied(&text);
            prop_assert!(!copy.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')));
            prop_assert_eq!(copied(&copy), copy);
        }
    }

    #[test]
    fn what_could_harm_is_shown_by_its_number() {
        assert_eq!(
            line("关于\u{202E}印发\u{1B}[2J\u{200B}的\u{E000}"),
            "关于<U+202E>印发<U+001B>[2J<U+200B>的<U+E000>"
        );
        assert_eq!(line("a\tb\r\n\u{85}\u{2028}"), "a b<U+000D><U+000A><U+0085><U+2028>");
        assert_eq!(line("👨\u{200D}👩 👍\u{1F3FD} ❤\u{FE0F}"), "👨<U+200D>👩 👍<U+1F3FD> ❤");
        assert!(matches!(line("公报　第①期，é葛\u{E0100}"), Cow::Borrowed(_)));
    }

    /// Whatever is sent has a width that the cells are counted by; only combining marks have none.
    #[test]
    fn nothing_without_cells_is_sent_but_combining_marks() {
        for c in (0..=0x10FFFFu32).filter_map(char::from_u32) {
            let hidden = c.is_control() || is_private_use(c);
            assert!(!(hidden && shown(c) == Shown::Plain), "{c:?}");
        }
        for c in ['\u{200B}', '\u{2060}', '\u{FEFF}', '\u{3164}', '\u{E0041}', '\u{FFFF}'] {
            assert_eq!(shown(c), Shown::Code, "{c:?}");
        }
        assert_eq!(Widths::narrow().char('\u{301}'), 0);
        assert_eq!(shown('\u{301}'), Shown::Plain);
    }
}
