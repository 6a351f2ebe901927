//! Chinese numerals, both ways, as official documents use them: 第一百二十条, 二〇二一年, 附件三.

use std::borrow::Cow;

/// Reads a whole numeral: positional with units (一百二十, 十二, 廿三), digit by digit (二〇二一), or Arabic in either
/// width. None for anything else, including numbers over 99,999,999.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if let Some(number) = arabic(text) {
        return Some(number);
    }
    let count = text.chars().count();
    if count > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u32, |sum, c| shift(sum, digit(c)?));
    }
    positional(text)
}

/// Digits that a recogniser read as letters are digits again: 2O22 is 2022, l9 is 19. A run of digits and of the letters that
/// look like them is a number when a real digit is in it and no other letter touches it (CO2 stays). Bytes keep their places.
pub fn repaired(text: &str) -> Cow<'_, str> {
    const LOOKALIKES: [(char, char); 5] = [('O', '0'), ('o', '0'), ('l', '1'), ('I', '1'), ('i', '1')];
    let like = |c: char| LOOKALIKES.iter().find(|(letter, _)| *letter == c).map(|&(_, digit)| digit);
    if !text.contains(LOOKALIKES.map(|(letter, _)| letter)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len()));
        out.push_str(before);
        let number = word.contains(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || like(c).is_some());
        if number {
            out.extend(word.chars().map(|c| like(c).unwrap_or(c)));
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn arabic(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |sum, c| shift(sum, arabic_digit(c)?))
}

fn shift(sum: u32, digit: u32) -> Option<u32> {
    let sum = sum.checked_mul(10)?.checked_add(digit)?;
    (sum <= 99_999_999).then_some(sum)
}

/// 一百二十 = 1·100 + 2·10; a unit without a digit counts once (十二), 万 multiplies what stands before it. Units get smaller
/// from left to right: 十百 is no numeral.
fn positional(text: &str) -> Option<u32> {
    let (mut high, mut sum, mut last) = (0u32, 0u32, None);
    let mut smallest = u32::MAX;
    for c in text.chars() {
        if let Some(d) = digit(c) {
            // Two digits in a row are no positional numeral, but a zero fills a gap: 一百零五.
            if last.is_some_and(|l| l != 0) {
                return None;
            }
            last = Some(d);
        } else if c == '万' {
            let before = sum.checked_add(last.take().unwrap_or(0)).filter(|&before| high == 0 && before > 0)?;
            high = before.checked_mul(10_000)?;
            (sum, smallest) = (0, u32::MAX);
        } else {
            let unit = unit(c)?;
            // 廿 and 卅 are tens with their digit.
            let (place, has_digit) = if matches!(unit, 20 | 30) { (10, true) } else { (unit, false) };
            if place >= smallest || has_digit && last.is_some_and(|digit| digit != 0) {
                return None;
            }
            smallest = place;
            sum = sum.checked_add(last.take().filter(|&d| d != 0).unwrap_or(1) * unit)?;
        }
    }
    let total = high.checked_add(sum)?.checked_add(last.unwrap_or(0))?;
    (total <= 99_999_999).then_some(total)
}

fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// A Chinese digit. The zero of years is written 〇, ○, Ｏ, O or 零 by one typist or another.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' | '◯' | 'Ｏ' | 'O' | '0' | '０' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// An Arabic digit of either width.
pub fn arabic_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Whether a character can be part of a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    !matches!(c, 'O' | 'Ｏ' | '○' | '◯' | '0' | '０') && (digit(c).is_some() || unit(c).is_some())
}

/// The number in a circle: ① to ㊿.
pub fn circle(c: char) -> Option<u32> {
    Some(match c {
        '①'..='⑳' => c as u32 - '①' as u32 + 1,
        '㉑'..='㉟' => c as u32 - '㉑' as u32 + 21,
        '㊱'..='㊿' => c as u32 - '㊱' as u32 + 36,
        _ => return None,
    })
}

/// The number in a circle; none above 50.
pub fn circled(number: u32) -> Option<char> {
    let (first, of) = match number {
        1..=20 => ('①', 1),
        21..=35 => ('㉑', 21),
        36..=50 => ('㊱', 36),
        _ => return None,
    };
    char::from_u32(first as u32 + number - of)
}

/// The numeral as clauses are numbered: 12 is 十二, 120 is 一百二十, 105 is 一百零五.
pub fn format(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if number >= 10_000 {
        let (high, low) = (number / 10_000, number % 10_000);
        let gap = if low > 0 && low < 1000 { "零" } else { "" };
        let low = if low == 0 { String::new() } else { format(low) };
        return format!("{}万{gap}{low}", format(high));
    }
    if number == 0 {
        return "零".into();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push(DIGITS[digit as usize]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A numeral as it is counted, without what may be written or left out: 一百零五, 一百〇五 and 百五.
    fn bare(text: &str) -> String {
        let full: String = text
            .chars()
            .map(|c| match c {
                '两' => "二".to_owned(),
                '廿' => "二十".to_owned(),
                '卅' => "三十".to_owned(),
                '拾' => "十".to_owned(),
                '佰' => "百".to_owned(),
                '仟' => "千".to_owned(),
                c => digit(c).map_or(c.to_string(), |d| if d == 0 { String::new() } else { format(d) }),
            })
            .collect();
        ["十", "百", "千"].iter().fold(full, |text, unit| text.replace(&format!("一{unit}"), unit))
    }

    proptest! {
        #[test]
        fn any_number_is_written_and_read(number in 0..=99_999_999_u32) {
            prop_assert_eq!(parse(&format(number)), Some(number));
            let digits: String = number.to_string();
            prop_assert_eq!(parse(&digits), Some(number));
            let chinese: String = digits.chars().filter_map(|c| "〇一二三四五六七八九".chars().nth(c as usize - '0' as usize)).collect();
            prop_assert_eq!(parse(&chinese), Some(number));
            prop_assert_eq!(circled(number % 60).and_then(circle), Some(number % 60).filter(|n| (1..=50).contains(n)));
            let wide: String = digits.chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect();
            prop_assert_eq!(parse(&wide), Some(number));
        }

        /// Whatever is read as a numeral with units says that number, and no other could be meant.
        #[test]
        fn what_is_read_is_what_is_written(text in "[零〇一二两三九十廿卅百千万壹拾佰仟]{1,9}") {
            if let Some(number) = parse(&text).filter(|_| text.chars().any(|c| unit(c).is_some() || c == '万')) {
                prop_assert_eq!(bare(&text), bare(&format(number)), "{}", number);
            }
        }

        #[test]
        fn any_text_is_a_number_or_none(text in "[0-9０-９零〇一二十百千万OoIl ]{0,20}|\\PC{0,20}") {
            prop_assert!(parse(&text).is_none_or(|number| number <= 99_999_999));
            let mended = repaired(&text);
            prop_assert_eq!(mended.len(), text.len());
            prop_assert_eq!(repaired(&mended), mended.as_ref());
            prop_assert!(mended.chars().zip(text.chars()).all(|(new, old)| new == old || new.is_ascii_digit()));
        }
    }

    #[test]
    fn digits_read_as_letters() {
        for (text, meant) in [
            ("2O22年5月2O日", "2022年5月20日"),
            ("总第I4期", "总第14期"),
            ("〔2022〕l9号", "〔2022〕19号"),
            ("降低CO2排放", "降低CO2排放"),
            ("AB岗 5G H2O", "AB岗 5G H2O"),
            ("Oil", "Oil"),
        ] {
            assert_eq!(repaired(text), meant);
        }
    }

    #[test]
    fn reads_what_documents_print() {
        for (text, number) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("廿三", 23),
            ("一百零五", 105),
            ("一百二十", 120),
            ("一千零一", 1001),
            ("二万三千", 23_000),
            ("二〇二一", 2021),
            ("二○二一", 2021),
            ("12", 12),
            ("１２", 12),
            ("零", 0),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
        }
        for text in ["", "十二个", "一二十", "第一", "99999999999999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for number in (0..=12_000).chain([20_000, 100_001, 99_999_999]) {
            assert_eq!(parse(&format(number)), Some(number), "{}", format(number));
        }
        assert_eq!(format(12), "十二");
        assert_eq!(format(120), "一百二十");
        assert_eq!(format(110), "一百一十");
    }
}
