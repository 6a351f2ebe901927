//! Decimal numbering, as emergency plans and standards have it: 1 总则, 1.1 编制目的, 2.3.1 抢险救援组.
//!
//! A number with a point in it may be anything (3.5万亩, 1.2.3规定的指标), so a part has sections only if its numbers make
//! a series, and a row begins one only if its number is the next there: a sister of the last section or of one around it,
//! or the first inside it.

use super::documents::Row;
use super::endings::{STOPS, em};
use super::markup::is_space;
use crate::text::numerals;

/// A decimal number at the start of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// 2.3.1 is 2, 3, 1.
    pub groups: Vec<u32>,
    /// Its bytes.
    pub len: usize,
}

/// The sections of a part, as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Sections {
    series: bool,
    last: Vec<u32>,
}

/// So many numbers in order are a series.
const SERIES: usize = 3;

impl Sections {
    /// Of a part with these rows of text.
    pub fn of<'a>(rows: impl Iterator<Item = &'a Row<'a>>) -> Self {
        let mut sections = Sections { series: true, last: Vec::new() };
        let mut points = 0;
        for row in rows {
            if let Some(number) = sections.due(row.text()) {
                points += usize::from(number.groups.len() > 1);
                sections.last = number.groups;
            }
            if points >= SERIES {
                return Sections { series: true, last: Vec::new() };
            }
        }
        Sections::default()
    }

    /// The number of a section that a row begins here.
    pub fn due(&self, text: &str) -> Option<Number> {
        if !self.series {
            return None;
        }
        number(text).filter(|number| follows(&self.last, &number.groups))
    }

    pub fn accept(&mut self, number: &Number) {
        self.last.clone_from(&number.groups);
    }

    /// Whether a row begins with a decimal number that is not due, a figure or a citation, in a part with sections.
    pub fn is_figure(&self, text: &str) -> bool {
        self.series && number(text).is_some_and(|number| number.groups.len() > 1)
    }
}

/// Whether a section may come after another: one further on its own or an outer level, a few lost ones between, or the
/// first inside it, or inside the next chapter, whose head may be printed as a clause (5.后期处置). Anything may be the first.
fn follows(last: &[u32], next: &[u32]) -> bool {
    const LOST: u32 = 3;
    let Some((number, outer)) = next.split_last() else { return false };
    if last.is_empty() {
        return next.iter().all(|&group| group == 1);
    }
    if outer.len() >= last.len() {
        return *number == 1 && outer[..last.len()] == *last && outer[last.len()..].iter().all(|&group| group == 1);
    }
    let opens_chapter = next.len() > 1 && next[0] == last[0] + 1 && next[1..].iter().all(|&group| group == 1);
    opens_chapter
        || outer == &last[..outer.len()] && (last[outer.len()] + 1..=last[outer.len()] + LOST).contains(number)
}

/// The decimal number that a text begins with by its form, spaces of a recogniser allowed: 2.3.1 …, 2 . 3 …; 1 … only
/// with a gap and no sentence behind it.
fn number(text: &str) -> Option<Number> {
    let (first, mut len) = digits(text)?;
    let mut groups = vec![first];
    while let Some((group, end)) = point(&text[len..]) {
        groups.push(group);
        len += end;
    }
    let rest = &text[len..];
    let name = rest.trim_start_matches(is_space);
    let gap = &rest[..rest.len() - name.len()];
    let next = name.chars().next()?;
    let han = crate::parse::doc_number::is_han(next) || matches!(next, '“' | '《' | 'Ⅰ'..='Ⅻ');
    let wide = gap.contains('　') || gap.len() >= 2;
    let unit = "年月日时分秒个项名家户人次万亿元倍米吨亩公平立千百度页号级".contains(next);
    let fits = match groups.len() {
        1 => !gap.is_empty() && em(text) <= 24.0 && !name.contains(STOPS) && !name.contains(['，', '：', ',', ':']),
        // 4.1.1规定的指标，…: without a gap only a name is a section's.
        _ if gap.is_empty() => em(text) <= 30.0 && !name.contains(STOPS) && !name.contains(['，', ',', '：', ':']),
        _ => true,
    };
    (han && (wide || !unit) && fits && groups.len() <= 5).then_some(Number { groups, len })
}

/// Where the name of a section ends: at a gap or a stop, else with the text.
pub(super) fn name_end(text: &str, number_len: usize) -> usize {
    let start = text.len() - text[number_len..].trim_start_matches(is_space).len();
    let stop = text[start..].find(['　', '。', '：', ':']).map_or(text.len(), |at| start + at);
    if em(&text[start..stop]) <= 30.0 && !text[start..stop].contains(['，', ',']) { stop } else { number_len }
}

/// One or two digits.
fn digits(text: &str) -> Option<(u32, usize)> {
    let len = text.len() - text.trim_start_matches(|c| numerals::arabic_digit(c).is_some()).len();
    let count = text[..len].chars().count();
    (1..=2).contains(&count).then(|| Some((numerals::parse(&text[..len])?, len)))?
}

/// `.3`, ` . 3`: the number behind a point, and the bytes with the point.
fn point(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start_matches(' ');
    let rest = rest.strip_prefix(['.', '．'])?.trim_start_matches(' ');
    let (number, len) = digits(rest)?;
    Some((number, text.len() - rest.len() + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_numbers_by_their_form() {
        for (text, groups) in [
            ("2.3.1　抢险救援组", &[2, 3, 1][..]),
            ("2.1县指挥部", &[2, 1]),
            ("2 . 1 　县指挥部", &[2, 1]),
            ("1　总则", &[1]),
            ("5.2.1　Ⅳ级响应", &[5, 2, 1]),
        ] {
            assert_eq!(number(text).map(|number| number.groups).as_deref(), Some(groups), "{text}");
        }
        for text in [
            "3.5万亩",
            "1.5个百分点",
            "12 个项目",
            "1　项目完成后，验收。",
            "2021.5　总则",
            "1. 总则",
            "4.1.1规定的指标，按此执行。",
            "3.5",
            "1",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn names_and_the_text_behind_them() {
        let name = |text: &'static str| &text[..name_end(text, number(text).unwrap().len)];
        assert_eq!(name("2.1　县指挥部"), "2.1　县指挥部");
        assert_eq!(name("6.1　善后处置　由事发地负责，包括安置。"), "6.1　善后处置");
        assert_eq!(name("6.2　发生灾情的，应当报告。"), "6.2");
    }

    #[test]
    fn what_may_follow() {
        for next in [&[1, 4][..], &[1, 3, 1], &[2], &[1, 5]] {
            assert!(follows(&[1, 3], next), "{next:?}");
        }
        for next in [&[1, 3][..], &[4, 1, 1], &[1, 2], &[1, 3, 2], &[3, 3], &[9]] {
            assert!(!follows(&[1, 3], next), "{next:?}");
        }
        assert!(follows(&[], &[1]) && follows(&[], &[1, 1]) && !follows(&[], &[2]));
        assert!(follows(&[1], &[1, 1, 1]) && follows(&[1, 2, 3], &[2]));
    }
}
