//! What numbers of documents and names of issues say, as they are printed or typed.

use crate::text::{fold, numerals};

/// What a document number says: 泾政发〔2021〕13号. What is typed may leave out issuer and year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberKey {
    /// Folded.
    pub issuer: String,
    pub year: Option<u16>,
    pub serial: u32,
}

/// What names an issue: 青山县人民政府公报 2021年第3期, 总第16期.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueKey {
    /// Folded; a part of the gazette's name, or nothing.
    pub gazette: String,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub total: Option<u32>,
}

impl NumberKey {
    /// Reads a number: 泾政发〔2021〕13号, 泾政发2021 13, 第18号. None without a year where 号 is missing too.
    pub fn read(text: &str) -> Option<NumberKey> {
        // Folding would take the space between two numbers away.
        let text = text.trim().replace(' ', "-");
        let text = fold::fold(&text);
        let (rest, hao) = text.strip_suffix('号').map_or((text.as_str(), false), |rest| (rest, true));
        let (rest, serial) = number_at_end(rest.trim_end_matches('-'))?;
        let rest = rest.trim_end_matches('-').trim_end_matches('第').trim_end_matches('-');
        let dated = rest.strip_suffix([')', '年', '/']).unwrap_or(rest).trim_end_matches('-');
        let (issuer, year) = match number_at_end(dated) {
            Some((issuer, year)) if rest.len() > dated.len() || dated.len() < text.len() => {
                (issuer.trim_end_matches(['(', '-']), Some(plausible_year(year)?))
            }
            _ => (rest, None),
        };
        let issuer = issuer.trim_end_matches('-');
        if (year.is_none() && !hao) || issuer.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')')) {
            return None;
        }
        Some(NumberKey { issuer: issuer.replace('-', ""), year, serial })
    }

    /// Whether `other`, a whole number, is what this one asks for.
    pub fn asks_for(&self, other: &NumberKey) -> bool {
        self.serial == other.serial
            && (self.year.is_none() || self.year == other.year)
            && other.issuer.contains(&self.issuer)
    }
}

impl IssueKey {
    /// Reads the name of an issue; none where neither year nor 期 is in it.
    pub fn read(text: &str) -> Option<IssueKey> {
        let text = fold::fold(&text.trim().replace(' ', "-"));
        let (rest, qi) = text.strip_suffix('期').map_or((text.as_str(), false), |rest| (rest, true));
        let name = |rest: &str| {
            let name = rest.trim_matches(['-', '第', ',']);
            (!name.contains(|c: char| c.is_ascii_digit() || "()/.%年".contains(c))).then(|| name.replace('-', ""))
        };
        if let Some(year) = rest.strip_suffix('年').filter(|_| !qi) {
            let (rest, year) = number_at_end(year)?;
            return Some(IssueKey { gazette: name(rest)?, year: Some(plausible_year(year)?), ..IssueKey::default() });
        }
        let (rest, number) = number_at_end(rest)?;
        if let Some(rest) = rest.strip_suffix("总第").or(rest.strip_suffix('总')).filter(|_| qi) {
            return Some(IssueKey { gazette: name(rest)?, total: Some(number), ..IssueKey::default() });
        }
        let dated = rest.trim_end_matches('第').trim_end_matches(['年', '/', '-', '.']);
        if let Some((rest, year)) = number_at_end(dated).filter(|_| dated.len() < rest.len())
            && let Some(year) = plausible_year(year)
        {
            return Some(IssueKey { gazette: name(rest)?, year: Some(year), number: Some(number), total: None });
        }
        if qi {
            return Some(IssueKey { gazette: name(rest)?, number: Some(number), ..IssueKey::default() });
        }
        // 泾源2023
        let gazette = name(rest).filter(|name| !name.is_empty())?;
        Some(IssueKey { gazette, year: Some(plausible_year(number)?), ..IssueKey::default() })
    }
}

fn plausible_year(number: u32) -> Option<u16> {
    u16::try_from(number).ok().filter(|year| (1900..2200).contains(year))
}

/// The numeral that a text ends with, all Arabic or all Chinese, and what stands before it.
fn number_at_end(text: &str) -> Option<(&str, u32)> {
    let arabic = text.ends_with(|c: char| c.is_ascii_digit());
    let head = text.trim_end_matches(|c: char| if arabic { c.is_ascii_digit() } else { numerals::is_numeral(c) });
    Some((head, numerals::parse(&text[head.len()..])?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_digits(number: impl ToString, zero: char) -> String {
        let digits = "〇一二三四五六七八九";
        let one = |c: char| match zero {
            '〇' => digits.chars().nth(c as usize - '0' as usize),
            zero => char::from_u32(c as u32 - '0' as u32 + zero as u32),
        };
        number.to_string().chars().filter_map(one).collect()
    }

    proptest! {
        /// However a number is printed or typed, it is the same number.
        #[test]
        fn a_number_in_any_dress_is_the_same(
            issuer in "[青山县政府办发函规]{1,6}", year in 1949..2100_u16, serial in 1..9999_u32, dress in 0..9_usize,
        ) {
            let printed = match dress {
                0 => format!("{issuer}〔{year}〕{serial}号"),
                1 => format!("{issuer}[{year}]{serial}号"),
                2 => format!("{issuer}（{year}）第{serial}号"),
                3 => format!("{issuer}【{year}】{serial}号"),
                4 => format!("{issuer} 〔 {year} 〕 {serial} 号"),
                5 => format!("{issuer}{year} {serial}"),
                6 => format!("{issuer}〔{year}〕{serial}"),
                7 => format!("{issuer}〔{year}〕{serial}號"),
                _ => format!("{issuer}〔{}〕{}号", in_digits(year, '０'), in_digits(serial, '０')),
            };
            let wanted = NumberKey { issuer: fold::fold(&issuer), year: Some(year), serial };
            prop_assert_eq!(NumberKey::read(&printed), Some(wanted), "{}", printed);
        }

        #[test]
        fn an_issue_in_any_dress_is_the_same(
            gazette in "[青山县政府公报]{0,6}", year in 1949..2100_u16, number in 1..60_u32, dress in 0..6_usize,
        ) {
            let printed = match dress {
                0 => format!("{gazette}{year}年第{number}期"),
                1 => format!("{gazette} {year}/{number}"),
                2 => format!("{gazette}{}年第{}期", in_digits(year, '〇'), numerals::format(number)),
                3 => format!("{gazette}{year}年{number}期"),
                4 => format!("{gazette}{}年第{}期", in_digits(year, '０'), in_digits(number, '０')),
                _ => format!("{gazette} {year}-{number:02}"),
            };
            let wanted = IssueKey { gazette: fold::fold(&gazette), year: Some(year), number: Some(number), total: None };
            prop_assert_eq!(IssueKey::read(&printed), Some(wanted), "{}", printed);
        }

        #[test]
        fn any_text_names_something_or_nothing(text in "[0-9一二十〇年第期号总()（）〔〕/. 青政-]{0,16}|\\PC{0,16}") {
            if let Some(key) = NumberKey::read(&text) {
                prop_assert!(key.asks_for(&key) && !key.issuer.contains(|c: char| c.is_ascii_digit()), "{:?}", key);
            }
            if let Some(key) = IssueKey::read(&text) {
                prop_assert!(key.year.is_some() || key.number.is_some() || key.total.is_some(), "{:?}", key);
            }
        }
    }
}
