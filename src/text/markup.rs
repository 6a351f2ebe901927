//! What a recogniser writes for what it saw in print: `$\geq 1$` for ≥1, `<br>` for a new line in a cell, `<input
//! type="checkbox"/>` for □. The text keeps its bytes; a page, a list shows what they stand for.
//!
//! ```
//! use gongbao::text::markup::plain;
//!
//! assert_eq!(plain(r"畜龄 $\geq 1$ 年，$PM_{2.5}$ 下降$5\%$，面积 $30m^{2}$"), "畜龄 ≥1 年，PM2.5 下降5%，面积 30m²");
//! assert_eq!(plain("费用 $100 元"), "费用 $100 元", "what is no formula stays as it is");
//! ```
//!
//! A formula that says more than a line of characters can (sums, matrices, a command that is not known) stays as it is.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;
use std::str::Chars;

/// Bytes of a formula or tag at most.
const LONGEST: usize = 100;
/// Brackets within brackets of a formula at most.
const DEEPEST: usize = 8;

/// Bytes that stand for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub bytes: Range<usize>,
    /// What they stand for: never empty, a line feed for a new line, and not as many bytes as they are.
    pub shown: String,
}

/// All such bytes of a text, from the first to the last.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['$', '<']).map(|by| at + by) {
        let rest = &text[start..];
        let piece = if rest.starts_with('$') { formula(rest) } else { tag(rest) };
        match piece.filter(|(length, shown)| !shown.is_empty() && shown.len() != *length) {
            Some((length, shown)) => {
                at = start + length;
                found.push(Piece { bytes: start..at, shown });
            }
            None => at = start + 1,
        }
    }
    found
}

/// A text with what its marks stand for in their place, on one line.
pub fn plain(text: &str) -> Cow<'_, str> {
    let pieces = pieces(text);
    if pieces.is_empty() {
        return text.into();
    }
    let (mut plain, mut at) = (String::with_capacity(text.len()), 0);
    for piece in pieces {
        plain.push_str(&text[at..piece.bytes.start]);
        plain.push_str(&piece.shown.replace('\n', " "));
        at = piece.bytes.end;
    }
    plain.push_str(&text[at..]);
    plain.into()
}

/// Whether a line is a word of the recogniser's own: a comment, the place of a picture.
pub fn is_note(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("<!--") && line.ends_with("-->")
        || line.starts_with("![") && line.ends_with(')') && line.matches("](").count() == 1
}

/// The first `LONGEST` bytes of a text, or a few less.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// The formula that a text begins with: its bytes, and what it says.
fn formula(text: &str) -> Option<(usize, String)> {
    let inner = beginning(text).get(1..)?;
    let inner = &inner[..inner.find('$')?];
    let length = inner.len() + 2;
    if inner.is_empty() || inner.contains(['\n', '\t']) {
        return None;
    }
    // Sums of dollars look like formulas.
    let after = text[length..].chars().next();
    let is_formula = inner.contains('\\')
        || inner.is_ascii() && inner.contains(['^', '_', '{'])
        || is_simple(inner) && !after.is_some_and(|c| c.is_ascii_digit());
    if !is_formula {
        return None;
    }
    let mut chars = inner.chars().peekable();
    let shown = convert(&mut chars, 0)?;
    chars.next().is_none().then_some((length, shown))
}

/// A number, a letter, a sum of them.
fn is_simple(inner: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".%+-=<>/() ".contains(c);
    let words = inner.split(|c: char| !c.is_ascii_alphabetic());
    !inner.starts_with(' ')
        && !inner.ends_with(' ')
        && inner.chars().all(fits)
        && words.into_iter().all(|w| w.len() < 2)
}

/// What a formula says, up to its end or, in brackets, up to the bracket that closes it.
fn convert(tex: &mut Peekable<Chars>, depth: usize) -> Option<String> {
    let mut said = String::new();
    while let Some(&c) = tex.peek() {
        if c == '}' {
            return (depth > 0).then_some(said);
        }
        tex.next();
        match c {
            ' ' | '~' => {}
            '{' => said.push_str(&group(tex, depth)?),
            '^' => said.push_str(&raised(&argument(tex, depth)?)?),
            '_' => said.push_str(&argument(tex, depth)?),
            '\'' => said.push('′'),
            '\\' => said.push_str(&command(tex, depth)?),
            '&' | '#' => return None,
            c if is_set(c) => said.push(c),
            _ => return None,
        }
    }
    (depth == 0).then_some(said)
}

/// What a formula may have beside commands: signs that are drawn in cells of their own.
fn is_set(c: char) -> bool {
    c.is_ascii_graphic()
        || matches!(c, '\u{3001}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}' | '①'..='⑳')
        || "≤≥≠≈×÷±°℃‰·√→～—–′″□○".contains(c)
}

/// What stands in brackets that have been opened.
fn group(tex: &mut Peekable<Chars>, depth: usize) -> Option<String> {
    if depth == DEEPEST {
        return None;
    }
    let said = convert(tex, depth + 1)?;
    tex.next_if_eq(&'}').map(|_| said)
}

/// What a command or ^ applies to: a group, a command, a character.
fn argument(tex: &mut Peekable<Chars>, depth: usize) -> Option<String> {
    while tex.next_if_eq(&' ').is_some() {}
    match tex.next()? {
        '{' => group(tex, depth),
        '\\' => command(tex, depth),
        '}' | '^' | '_' | '&' | '#' => None,
        c => is_set(c).then(|| c.to_string()),
    }
}

/// What a command says; its backslash has been read.
fn command(tex: &mut Peekable<Chars>, depth: usize) -> Option<String> {
    if depth == DEEPEST {
        return None;
    }
    let mut name = String::new();
    while let Some(letter) = tex.next_if(char::is_ascii_alphabetic) {
        name.push(letter);
    }
    if name.is_empty() {
        return match tex.next()? {
            sign @ ('%' | '_' | '{' | '}' | '&' | '#') => Some(sign.to_string()),
            ',' | ';' | ':' | '!' | ' ' => Some(String::new()),
            _ => None,
        };
    }
    let depth = depth + 1;
    Some(match name.as_str() {
        "text" | "mathrm" | "mathbf" | "mathit" | "mathsf" | "textbf" | "operatorname" | "boldsymbol" => {
            argument(tex, depth)?
        }
        "rm" | "bf" | "left" | "right" | "displaystyle" => String::new(),
        "quad" | "qquad" => " ".into(),
        "frac" | "dfrac" | "tfrac" => {
            let (above, below) = (argument(tex, depth)?, argument(tex, depth)?);
            format!("{}/{}", bracketed(above), bracketed(below))
        }
        "sqrt" => format!("√{}", bracketed(argument(tex, depth)?)),
        "textcircled" => circled(&argument(tex, depth)?)?.into(),
        name => SIGNS.iter().find(|(known, _)| *known == name)?.1.to_owned(),
    })
}

/// Commands that are one sign.
const SIGNS: [(&str, &str); 41] = [
    ("geq", "≥"),
    ("ge", "≥"),
    ("geqslant", "≥"),
    ("leq", "≤"),
    ("le", "≤"),
    ("leqslant", "≤"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("sim", "～"),
    ("times", "×"),
    ("div", "÷"),
    ("pm", "±"),
    ("cdot", "·"),
    ("circ", "°"),
    ("degree", "°"),
    ("prime", "′"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("leftarrow", "←"),
    ("Rightarrow", "⇒"),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("cdots", "…"),
    ("ldots", "…"),
    ("dots", "…"),
    ("square", "□"),
    ("Box", "□"),
    ("checkmark", "√"),
    ("surd", "√"),
    ("gt", ">"),
    ("lt", "<"),
    ("infty", "∞"),
    ("sum", "∑"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("Delta", "Δ"),
    ("mu", "μ"),
    ("pi", "π"),
    ("Phi", "Φ"),
];

/// More than one number or word in brackets.
fn bracketed(said: String) -> String {
    if said.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '%')) { said } else { format!("({said})") }
}

/// Numbers written above the line; degrees and circled numbers are as they are.
fn raised(said: &str) -> Option<String> {
    let up = |c: char| {
        Some(match c {
            '0'..='9' => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][c as usize - '0' as usize],
            '+' => '⁺',
            '-' => '⁻',
            'n' => 'ⁿ',
            '°' | '′' | '①'..='⑳' => c,
            _ => return None,
        })
    };
    said.chars().map(up).collect()
}

/// ① of 1.
fn circled(said: &str) -> Option<char> {
    let number: u32 = said.parse().ok().filter(|number| (1..=20).contains(number))?;
    char::from_u32('①' as u32 + number - 1)
}

/// The tag that a text begins with: its bytes, and what it stands for.
fn tag(text: &str) -> Option<(usize, String)> {
    let text = beginning(text);
    let end = text.find('>')? + 1;
    if text[..end].contains(['\n', '\t']) {
        return None;
    }
    let tag = text[1..end - 1].trim_end_matches(['/', ' ']).to_ascii_lowercase();
    let until = |close: &str| {
        let rest = text[end..].to_ascii_lowercase();
        let inner = rest.find(close).map(|at| &text[end..end + at])?;
        Some((end + inner.len() + close.len(), inner))
    };
    match tag.as_str() {
        "br" => Some((end, "\n".into())),
        "sup" => until("</sup>").and_then(|(length, inner)| Some((length, raised(inner)?))),
        "sub" => until("</sub>")
            .filter(|(_, inner)| !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() && is_set(c)))
            .map(|(length, inner)| (length, inner.into())),
        _ => {
            let said = tag.strip_prefix("input ")?;
            let checked = said.contains("checked");
            let shown = match said {
                _ if said.contains("\"checkbox\"") => {
                    if checked {
                        "■"
                    } else {
                        "□"
                    }
                }
                _ if said.contains("\"radio\"") => {
                    if checked {
                        "●"
                    } else {
                        "○"
                    }
                }
                _ => return None,
            };
            Some((end, shown.into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_say_what_a_line_can() {
        for (tex, said) in [
            (r"$\geq 1$", "≥1"),
            (r"$5\%$", "5%"),
            ("$PM_{2.5}$", "PM2.5"),
            (r"$\frac{1}{3}$", "1/3"),
            (r"$\frac{a+b}{2}$", "(a+b)/2"),
            ("$^{2}$", "²"),
            ("$10^{-3}$", "10⁻³"),
            (r"$ 25 ^ { \circ } \mathrm { C } $", "25°C"),
            (r"$\textcircled{3}$", "③"),
            (r"$1.2\times10^4$", "1.2×10⁴"),
            ("$80$", "80"),
            ("$x$", "x"),
            (r"$\mathrm{km}^2$", "km²"),
            (r"$3\sim5$", "3～5"),
        ] {
            assert_eq!(plain(tex), said, "{tex}");
        }
    }

    #[test]
    fn what_is_no_formula_or_too_much_of_one_stays() {
        for text in [
            "从$100到$200",
            "US$100, US$ 200",
            "$100-$200",
            "$",
            "$$",
            r"$\begin{array}{c}1\end{array}$",
            r"$\unknown 1$",
            "$x^{甲}$",
            "费用$甲_乙$",
            "$a_{b$",
            "$a}b_1$",
            "$$x_1",
            "甲<乙>丙",
            "<table>",
            "<input type=\"text\"/>",
            "<sup>注</sup>",
            "$_\u{e000}$",
            "$_\u{301}$",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn tags_that_stand_for_a_sign() {
        assert_eq!(plain("①人工 <input type=\"radio\"/> ②机械<INPUT type=\"checkbox\" checked>"), "①人工 ○ ②机械■");
        assert_eq!(plain("一、甲<br>二、乙<br/>三"), "一、甲 二、乙 三");
        assert_eq!(plain("30m<sup>2</sup>，CO<sub>2</sub>"), "30m²，CO2");
        assert_eq!(pieces("甲<br/>")[0], Piece { bytes: 3..8, shown: "\n".into() });
    }

    #[test]
    fn words_of_the_recogniser() {
        assert!(is_note("<!-- INFO END -->") && is_note(" ![](images/p9.png) "));
        assert!(!is_note("<!-- a --> 甲") && !is_note("见![图](a)和(b)![](c)") && !is_note(""));
    }

    proptest! {
        #[test]
        fn pieces_are_in_order_and_never_as_long_as_what_they_show(text in r"([$\\^_{}<>/ 0-9a甲\n]|frac|br|\\ge|sup){0,40}") {
            let mut at = 0;
            for piece in pieces(&text) {
                prop_assert!(piece.bytes.start >= at && text.get(piece.bytes.clone()).is_some());
                prop_assert!(!piece.shown.is_empty() && piece.shown.len() != piece.bytes.len());
                at = piece.bytes.end;
            }
        }
    }
}
