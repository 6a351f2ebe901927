//! What a reader types after `:` to go somewhere, and where that is.
//!
//! Here is the grammar: what was typed → what it may mean ([`Address::readings`]; `2023/2` is an issue, a document number and a clause at
//! once, and only the library and the document know which of them there is). [`inside`] finds clauses in a document. Over the
//! library it is [`Directory`](crate::library::directory::Directory) that knows; [`going`](crate::app::going) puts both together.
//!
//! ```text
//! in a document   第十二条  12条  12  三（二）5  3.2.5  第三条第二款第（一）项  附件2  附件2第三条  第120行  42%
//! in the library  29号  泾政发〔2021〕13号  泾政发2021 13  2021年第3期  泾源 2023/2  总第16期; a document number or a title may have a clause behind it
//! in an issue     p14 第14页: a printed page; [`pages`] finds where it begins, or the contents what is on it
//! ```

pub mod inside;
pub mod pages;

use std::fmt;

use crate::issue::{Marker, MarkerKind};
use crate::library::directory::{IssueKey, NumberKey};
use crate::text::numerals;

/// A place by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A bare number: 第N条, or clause N of the outermost level; an entry of the contents.
    Number(u32),
    /// A share of the whole.
    Percent(usize),
    /// A line of the source file.
    Line(u32),
    /// A printed page.
    Page(u32),
    /// Steps into a document.
    Inside(Vec<Step>),
    Issue(IssueKey),
    /// A document by its number, and steps into it.
    Document(NumberKey, Vec<Step>),
    /// A document by words of its title, and steps into it.
    Title(String, Vec<Step>),
}

/// One step of the way into a document, outermost first; leading ones may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 附件2, or 附件 where there is only one.
    Attachment(Option<u32>),
    Clause(Marker),
    /// 第二款: the paragraph of that number in an article, its first line being the first.
    Paragraph(u32),
    /// 第（二）项, 第3目, 第5点: whatever is numbered so directly within.
    Item(u32),
}

/// As it is said: 第八条, 第二款, 附件3.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Attachment(None) => f.write_str("附件"),
            Step::Attachment(Some(number)) => write!(f, "附件{number}"),
            Step::Clause(marker) => f.write_str(&inside::said(marker)),
            Step::Paragraph(number) => write!(f, "第{}款", numerals::format(*number)),
            Step::Item(number) => write!(f, "第（{}）项", numerals::format(*number)),
        }
    }
}

impl Address {
    /// Everything that the text may mean; nothing where it is none of these.
    pub fn readings(typed: &str) -> Vec<Address> {
        let typed = normal(typed);
        let mut readings = Vec::new();
        readings.extend(numerals::parse(&typed).map(Address::Number));
        let share = typed.strip_suffix('%').or(typed.strip_prefix("百分之")).and_then(numerals::parse);
        readings.extend(share.map(|share| Address::Percent(share as usize)));
        readings.extend(ordinal(&typed, '行').map(Address::Line));
        let page = typed.strip_prefix(['p', 'P']).map(|page| page.trim_start_matches('.'));
        readings.extend(page.and_then(numerals::parse).or_else(|| ordinal(&typed, '页')).map(Address::Page));
        if readings.is_empty() {
            readings.extend(steps(&typed).filter(|steps| !steps.is_empty()).map(Address::Inside));
        }
        readings.extend(IssueKey::read(&typed).map(Address::Issue));
        readings.extend(document(&typed));
        if readings.is_empty() {
            readings.extend(titled(&typed));
        }
        readings
    }
}

/// A document number, and what stands behind its 号.
fn document(typed: &str) -> Option<Address> {
    let ends = typed.match_indices('号').map(|(at, hao)| at + hao.len()).chain([typed.len()]);
    for end in ends {
        if let Some(key) = NumberKey::read(&typed[..end]) {
            return Some(Address::Document(key, steps(typed[end..].trim_start_matches(['》', ' ']))?));
        }
    }
    None
}

/// A title and what stands behind it: 《河道办法》第十二条, 河道办法附件2, 河道办法12条.
fn titled(typed: &str) -> Option<Address> {
    /// Characters of a title at least.
    const LEAST: usize = 2;
    let places = typed.char_indices().skip(LEAST);
    places.map(|(at, _)| typed.split_at(at)).find_map(|(title, rest)| {
        let named = rest.starts_with(['第', '附']) || rest.contains('条');
        let steps = steps(rest).filter(|steps| named && !steps.is_empty())?;
        let title = title.trim_matches(['《', '》', '的']);
        (title.chars().count() >= LEAST).then(|| Address::Title(title.to_owned(), steps))
    })
}

/// 第120行, 120行
fn ordinal(typed: &str, unit: char) -> Option<u32> {
    let number = typed.strip_suffix(unit)?;
    numerals::parse(number.strip_prefix('第').unwrap_or(number))
}

/// Half-width characters; spaces only where they part two numbers.
fn normal(typed: &str) -> String {
    let mut normal = String::with_capacity(typed.len());
    let mut spaced = false;
    for c in typed.chars().map(half_width) {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        if std::mem::take(&mut spaced) && c.is_ascii_digit() && normal.ends_with(|c: char| c.is_ascii_digit()) {
            normal.push(' ');
        }
        normal.push(c);
    }
    normal
}

/// Full-width brackets, digits and stops as their half-width forms.
fn half_width(c: char) -> char {
    match c {
        '。' | '．' => '.',
        '〔' | '[' | '【' | '［' => '(',
        '〕' | ']' | '】' | '］' => ')',
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

/// The steps that a text consists of, half-width or as printed; none where something else is in it.
pub fn steps(text: &str) -> Option<Vec<Step>> {
    let text: String = text.chars().map(half_width).collect();
    let mut steps = Vec::new();
    let mut rest = text.trim_end_matches(['/', '>', '、', '.', ',']);
    while !rest.is_empty() {
        let (step, after) = step(rest)?;
        steps.push(step);
        rest = after.trim_start_matches(['/', '>', '、', '.', ',', '-', '的']);
    }
    Some(steps)
}

/// The step that a half-width text begins with, and what follows it.
pub fn step(text: &str) -> Option<(Step, &str)> {
    if let Some(rest) = text.strip_prefix("附件") {
        return Some(match numeral(rest) {
            Some((number, rest)) => (Step::Attachment(Some(number)), rest),
            None => (Step::Attachment(None), rest),
        });
    }
    let inner = text.strip_prefix('第').unwrap_or(text);
    // 第（二）项
    let in_brackets = || {
        let (number, rest) = inner.strip_prefix('(')?.split_once(')')?;
        Some((numerals::parse(number)?, rest))
    };
    if let Some((number, rest)) = numeral(inner).or_else(in_brackets) {
        let unit = |unit| rest.strip_prefix(unit);
        if let Some(rest) = unit('款') {
            return Some((Step::Paragraph(number), rest));
        }
        if let Some(rest) = unit('项').or(unit('目')).or(unit('点')) {
            return Some((Step::Item(number), rest));
        }
        if let Some(rest) = rest.strip_prefix("部分") {
            return Some((Step::Clause(Marker { kind: MarkerKind::Han, number, sub: None }), rest));
        }
    }
    marker(text).map(|(marker, rest)| (Step::Clause(marker), rest))
}

/// The marker that a half-width text begins with, and what follows it.
fn marker(text: &str) -> Option<(Marker, &str)> {
    let plain = |kind, number, rest| Some((Marker { kind, number, sub: None }, rest));
    let ordinal = text.strip_prefix('第');
    if let Some((number, rest)) = numeral(ordinal.unwrap_or(text))
        && let Some((kind, rest)) = MarkerKind::named(rest)
    {
        if let Some((sub, rest)) = rest.strip_prefix('之').and_then(numeral) {
            return Some((Marker { kind, number, sub: Some(sub) }, rest));
        }
        return plain(kind, number, rest);
    }
    if ordinal.is_some() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('(') {
        let (inner, rest) = rest.split_once(')')?;
        let arabic = inner.starts_with(|c: char| c.is_ascii_digit());
        let kind = if arabic { MarkerKind::ArabicParen } else { MarkerKind::HanParen };
        return plain(kind, numerals::parse(inner)?, rest);
    }
    let first = text.chars().next()?;
    if let Some(number) = numerals::circle(first) {
        return plain(MarkerKind::Circled, number, &text[first.len_utf8()..]);
    }
    let arabic = first.is_ascii_digit();
    let (number, rest) = numeral(text)?;
    if let Some(rest) = rest.strip_prefix(['是', '要']).filter(|_| !arabic) {
        return plain(MarkerKind::First, number, rest);
    }
    if let Some(rest) = rest.strip_prefix(')').filter(|_| arabic) {
        return plain(MarkerKind::ArabicParen, number, rest);
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
    use proptest::prelude::*;

    const TYPED: &str = "[0-9０-９一二三十百廿第条款项目章节编附件部分之号年期页行总p%％ （）()〔〕\\[\\]①⑳㉑.:：、/《》的泾政发a-]{0,16}";

    proptest! {
        #[test]
        fn any_text_is_an_address_or_none(typed in prop_oneof![TYPED, "\\PC{0,20}"]) {
            for reading in Address::readings(&typed) {
                if let Address::Inside(steps) | Address::Title(_, steps) = &reading {
                    prop_assert!(!steps.is_empty(), "{:?}", reading);
                }
            }
        }

        /// Full-width characters and spaces at the ends mean what they mean without.
        #[test]
        fn width_changes_no_address(typed in TYPED) {
            let wide: String = typed.chars().map(|c| match c {
                '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
                c => c,
            }).collect();
            prop_assert_eq!(Address::readings(&format!(" {wide}　")), Address::readings(&typed), "{}", wide);
        }

        /// How a step is said is how it is typed; where saying it does not keep its kind, its number.
        #[test]
        fn a_step_is_read_as_it_is_said(number in 1..=999_u32, sub in prop::option::of(1..20_u32), which in 0..14_usize) {
            use MarkerKind::*;
            let kinds = [Bian, Zhang, Jie, Tiao, Han, HanParen, Arabic, ArabicParen, Circled, First];
            let step = match which {
                0 => Step::Attachment(Some(number)),
                1 => Step::Attachment(None),
                2 => Step::Paragraph(number),
                3 => Step::Item(number),
                n => Step::Clause(Marker { kind: kinds[n - 4], number, sub: sub.filter(|_| kinds[n - 4] == Tiao) }),
            };
            let said = step.to_string();
            let wanted = match step {
                Step::Clause(Marker { kind: HanParen | Arabic | ArabicParen | Circled | First, .. }) => Step::Item(number),
                _ => step,
            };
            prop_assert_eq!(steps(&said), Some(vec![wanted]), "{}", said);
        }
    }

    fn marker(kind: MarkerKind, number: u32) -> Step {
        Step::Clause(Marker { kind, number, sub: None })
    }

    fn inside(typed: &str) -> Vec<Step> {
        let steps = |reading| if let Address::Inside(steps) = reading { Some(steps) } else { None };
        Address::readings(typed).into_iter().find_map(steps).unwrap_or_default()
    }

    #[test]
    fn clauses_are_named_as_they_are_printed_or_shorter() {
        for typed in ["第十二条", "第１２条", "12条", "十二条", "第 12 条"] {
            assert_eq!(inside(typed), [marker(MarkerKind::Tiao, 12)], "{typed}");
        }
        let nested = [marker(MarkerKind::Han, 3), marker(MarkerKind::HanParen, 2), marker(MarkerKind::Arabic, 1)];
        for typed in ["三、（二）1.", "三/(二)/1", "三（二）1", "第三部分（二）1"] {
            assert_eq!(inside(typed), nested, "{typed}");
        }
        let sub = Step::Clause(Marker { kind: MarkerKind::Tiao, number: 120, sub: Some(1) });
        assert_eq!(inside("第一百二十条之一"), [sub]);
        assert_eq!(inside("第三条第二款第（一）项"), [marker(MarkerKind::Tiao, 3), Step::Paragraph(2), Step::Item(1)]);
        assert_eq!(inside("附件二第3条"), [Step::Attachment(Some(2)), marker(MarkerKind::Tiao, 3)]);
        assert_eq!(inside("3.2.5").len(), 3);
    }

    #[test]
    fn numbers_shares_lines_and_pages() {
        assert_eq!(Address::readings("十二")[0], Address::Number(12));
        assert_eq!(Address::readings(" １２ ")[0], Address::Number(12));
        assert_eq!(Address::readings("50％")[0], Address::Percent(50));
        assert_eq!(Address::readings("百分之四十二")[0], Address::Percent(42));
        assert_eq!(Address::readings("第120行")[0], Address::Line(120));
        for typed in ["p14", "P１４", "第14页", "十四页"] {
            assert_eq!(Address::readings(typed), [Address::Page(14)], "{typed}");
        }
        for nonsense in ["", "水土保持", "第条", "(", "第十二", "号", "期", "）（"] {
            assert_eq!(Address::readings(nonsense), [], "{nonsense}");
        }
    }

    #[test]
    fn documents_and_issues_are_named_in_any_natural_form() {
        let number = |typed: &str| {
            Address::readings(typed).into_iter().find_map(|reading| match reading {
                Address::Document(key, steps) => Some((key.issuer, key.year, key.serial, steps.len())),
                _ => None,
            })
        };
        assert_eq!(number("29号"), Some((String::new(), None, 29, 0)));
        assert_eq!(number("第二十九号"), Some((String::new(), None, 29, 0)));
        for typed in [
            "泾政发〔2021〕13号",
            "涇政发［２０２１］ 13 号",
            "泾政发(2021)第13号",
            "泾政发2021 13",
            "泾政发〔2021〕13",
        ] {
            assert_eq!(number(typed), Some(("泾政发".into(), Some(2021), 13, 0)), "{typed}");
        }
        assert_eq!(number("泾政发〔2021〕13号第三条"), Some(("泾政发".into(), Some(2021), 13, 1)));
        let twelve = vec![marker(MarkerKind::Tiao, 12)];
        for typed in ["河道办法第十二条", "《河道办法》第十二条", "河道办法 第12条", "河道办法的12条"]
        {
            assert_eq!(Address::readings(typed), [Address::Title("河道办法".into(), twelve.clone())], "{typed}");
        }
        assert_eq!(Address::readings("方案附件2"), [Address::Title("方案".into(), vec![Step::Attachment(Some(2))])]);
        let issue = |typed: &str| {
            Address::readings(typed).into_iter().find_map(|reading| match reading {
                Address::Issue(key) => Some((key.gazette, key.year, key.number, key.total)),
                _ => None,
            })
        };
        for typed in ["2021年第3期", "二〇二一年第三期", "２０２１／３", "2021-3", "2021 3", "2021年3期"]
        {
            assert_eq!(issue(typed), Some((String::new(), Some(2021), Some(3), None)), "{typed}");
        }
        assert_eq!(issue("泾源 2023/2"), Some(("泾源".into(), Some(2023), Some(2), None)));
        assert_eq!(issue("第3期"), Some((String::new(), None, Some(3), None)));
        assert_eq!(issue("2021年"), Some((String::new(), Some(2021), None, None)));
        assert_eq!(issue("总第16期"), Some((String::new(), None, None, Some(16))));
        assert_eq!(issue("12"), None);
    }
}
