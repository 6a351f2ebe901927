//! What a reader types after `:` to go somewhere: 第十二条, 三（二）1, 12, 50%, 第120行, 附件2.

use crate::issue::{Marker, MarkerKind};
use crate::text::numerals;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A bare number: 第N条, or clause N of the outermost level.
    Number(u32),
    /// A share of the document.
    Percent(usize),
    /// A line of the source file.
    Line(u32),
    /// The Nth attachment.
    Attachment(u32),
    /// A clause by its markers, outermost first; leading ones may be left out.
    Clause(Vec<Marker>),
}

impl Address {
    /// None where it is none of these.
    pub fn read(typed: &str) -> Option<Address> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        if let Some(number) = numerals::parse(&typed) {
            return Some(Address::Number(number));
        }
        if let Some(percent) = typed.strip_suffix('%').and_then(numerals::parse) {
            return Some(Address::Percent(percent as usize));
        }
        if let Some(line) = typed.strip_suffix('行') {
            return numerals::parse(line.strip_prefix('第').unwrap_or(line)).map(Address::Line);
        }
        if let Some(attachment) = typed.strip_prefix("附件") {
            return if attachment.is_empty() { Some(1) } else { numerals::parse(attachment) }.map(Address::Attachment);
        }
        let mut markers = Vec::new();
        let mut rest = typed.as_str();
        while !rest.is_empty() {
            let (marker, after) = marker(rest)?;
            markers.push(marker);
            rest = after.trim_start_matches(['/', '>', '、', '.', ',']);
        }
        (!markers.is_empty()).then_some(Address::Clause(markers))
    }
}

/// Full-width brackets, digits and stops as their half-width forms.
fn half_width(c: char) -> char {
    match c {
        '。' | '．' => '.',
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

/// The marker that a text begins with, and what follows it.
fn marker(text: &str) -> Option<(Marker, &str)> {
    let plain = |kind, number, rest| Some((Marker { kind, number, sub: None }, rest));
    if let Some(rest) = text.strip_prefix('第') {
        let end = rest.find(['编', '章', '节', '条'])?;
        let number = numerals::parse(&rest[..end])?;
        let kind = match rest[end..].chars().next()? {
            '编' => MarkerKind::Bian,
            '章' => MarkerKind::Zhang,
            '节' => MarkerKind::Jie,
            _ => MarkerKind::Tiao,
        };
        let mut rest = &rest[end + '条'.len_utf8()..];
        let mut sub = None;
        if let Some(after) = rest.strip_prefix('之') {
            let (number, after) = numeral(after)?;
            (sub, rest) = (Some(number), after);
        }
        return Some((Marker { kind, number, sub }, rest));
    }
    if let Some(rest) = text.strip_prefix('(') {
        let (inner, rest) = rest.split_once(')')?;
        let arabic = inner.starts_with(|c: char| c.is_ascii_digit());
        let kind = if arabic { MarkerKind::ArabicParen } else { MarkerKind::HanParen };
        return plain(kind, numerals::parse(inner)?, rest);
    }
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let (number, rest) = numeral(text)?;
    if let Some(rest) = rest.strip_prefix('是').filter(|_| !arabic) {
        return plain(MarkerKind::First, number, rest);
    }
    plain(if arabic { MarkerKind::Arabic } else { MarkerKind::Han }, number, rest)
}

/// The numeral that a text begins with: all Arabic or all Chinese.
fn numeral(text: &str) -> Option<(u32, &str)> {
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let of_it = |c: char| if arabic { c.is_ascii_digit() } else { numerals::is_numeral(c) };
    let end = text.find(|c| !of_it(c)).unwrap_or(text.len());
    Some((numerals::parse(&text[..end])?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_named_as_they_are_printed_or_shorter() {
        let marker = |kind, number| Marker { kind, number, sub: None };
        let clause = |markers: &[Marker]| Some(Address::Clause(markers.to_vec()));
        assert_eq!(Address::read("第十二条"), clause(&[marker(MarkerKind::Tiao, 12)]));
        assert_eq!(Address::read("第１２条"), clause(&[marker(MarkerKind::Tiao, 12)]));
        let nested = [marker(MarkerKind::Han, 3), marker(MarkerKind::HanParen, 2), marker(MarkerKind::Arabic, 1)];
        assert_eq!(Address::read("三、（二）1."), clause(&nested));
        assert_eq!(Address::read("三/(二)/1"), clause(&nested));
        let sub = Marker { kind: MarkerKind::Tiao, number: 120, sub: Some(1) };
        assert_eq!(Address::read("第一百二十条之一"), clause(&[sub]));
    }

    #[test]
    fn numbers_shares_lines_and_attachments() {
        assert_eq!(Address::read("十二"), Some(Address::Number(12)));
        assert_eq!(Address::read(" １２ "), Some(Address::Number(12)));
        assert_eq!(Address::read("50％"), Some(Address::Percent(50)));
        assert_eq!(Address::read("第120行"), Some(Address::Line(120)));
        assert_eq!(Address::read("附件二"), Some(Address::Attachment(2)));
        for nonsense in ["", "水土保持", "第条", "(", "第十二"] {
            assert_eq!(Address::read(nonsense), None, "{nonsense}");
        }
    }
}
