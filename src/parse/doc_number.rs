//! 文号: 丁政发〔2021〕13号, an issuing body's short name, the year, a serial number.
//!
//! Print and recogniser vary the bracket (〔〕 [] () （） 【】, or none but 年), spacing and width; GB/T 9704-2012 7.2.5
//! asks for 〔〕 and no 第. What is returned has 〔〕 and no spaces, and is otherwise as printed.

use super::markup::is_space;
use crate::text::numerals;

/// A document number found in a text: its bytes there, and itself in the one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocNumber {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The number that `text` consists of, brackets around it allowed.
pub fn plain(text: &str) -> Option<String> {
    let text = text.trim_matches(is_space);
    trailing(text).filter(|found| found.start == 0).map(|found| found.text)
}

/// The same with a recogniser's spaces anywhere in it, or without 号 where that is lost.
pub fn whole(text: &str) -> Option<String> {
    let text = text.trim_matches(is_space);
    // Asked of every line: most are told by their last character.
    let ends = |c| matches!(c, '号' | '號') || is_close(c) || digit(c).is_some();
    if text.len() > 150 || !text.trim_end_matches(is_space).ends_with(ends) {
        return None;
    }
    plain(text).or_else(|| {
        let compact: String = text.chars().filter(|&c| c != ' ').collect();
        if compact.len() < text.len()
            && let Some(number) = plain(&compact)
        {
            return Some(number);
        }
        // 丁政发〔2021〕13
        let open = compact.find(is_open)?;
        let names_number =
            compact[..open].ends_with(['发', '办', '函', '字', '规', '任', '干', '通', '电', '复', '批']);
        let lost = names_number && compact.ends_with(|c| digit(c).is_some());
        plain(&format!("{compact}号")).filter(|_| lost).map(|number| number.trim_end_matches('号').to_owned())
    })
}

/// Characters at the end of a text that its number may take, spaces included.
const LONGEST: usize = 200;

/// The last characters of a text, each with its byte: what a line ends with is told by them, however long it is.
pub(super) fn last_chars(text: &str, most: usize) -> Vec<(usize, char)> {
    let from = text.char_indices().nth_back(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    text[from..].char_indices().map(|(at, c)| (from + at, c)).collect()
}

/// The number that `text` ends with, with the bracket that encloses it, as in 关于…的通知（丁政发〔2021〕13号）.
pub fn trailing(text: &str) -> Option<DocNumber> {
    // Asked of every line: most are told by their last character.
    if !text.trim_end_matches(is_space).ends_with(|c| matches!(c, '号' | '號') || is_close(c)) {
        return None;
    }
    let repaired = numerals::repaired(text);
    let chars = last_chars(&repaired, LONGEST);
    let mut end = chars.len();
    skip_space_back(&chars, &mut end);
    let enclosed = end > 1 && is_close(chars[end - 1].1);
    let outer = end;
    if enclosed {
        end -= 1;
        skip_space_back(&chars, &mut end);
    }
    if end == 0 || !matches!(chars[end - 1].1, '号' | '號') {
        return None;
    }
    let mut at = end - 1;
    skip_space_back(&chars, &mut at);
    take_digits(&chars, &mut at, 1..=5)?;
    skip_space_back(&chars, &mut at);
    skip_range_back(&chars, &mut at);
    if at > 0 && chars[at - 1].1 == '第' {
        at -= 1;
        skip_space_back(&chars, &mut at);
    }
    let bracketed = at > 0 && is_close(chars[at - 1].1);
    let dated = at > 0 && matches!(chars[at - 1].1, '年' | '-' | '—');
    if !bracketed && !dated {
        return None;
    }
    at -= 1;
    skip_space_back(&chars, &mut at);
    let year = take_digits(&chars, &mut at, 4..=4)?;
    if !matches!(year, 1900..=2199) {
        return None;
    }
    skip_space_back(&chars, &mut at);
    if bracketed {
        if at == 0 || !is_open(chars[at - 1].1) {
            return None;
        }
        at -= 1;
    }
    let name_end = at;
    let mut before = at;
    skip_space_back(&chars, &mut before);
    // …常务会议纪要 〔2021〕7号: a title and a number without a body.
    if before < at && ends_kind(&chars, before) {
        return None;
    }
    at = name_start(&chars, at)?;
    // 第8次常务会议纪要〔2021〕7号: what stands behind a figure is no body.
    if at > 0 && digit(chars[at - 1].1).is_some() {
        return None;
    }
    // 发〔2021〕13号 is the end of a number that begins on the line above.
    if !(2..=14).contains(&(name_end - at)) {
        return None;
    }
    let mut start = at;
    let mut stop = end;
    if enclosed {
        let mut before = at;
        skip_space_back(&chars, &mut before);
        if before == 0 || !is_open(chars[before - 1].1) {
            return None;
        }
        start = before - 1;
        stop = outer;
    }
    let byte = |index: usize| chars.get(index).map_or(text.len(), |&(i, _)| i);
    Some(DocNumber { start: byte(start), end: byte(stop), text: normal(&text[byte(at)..byte(end)]) })
}

/// A number without a year's bracket that is itself in brackets at the end of a title: （丁市人民政府令第18号）,
/// （2023年第4号）, （第3号）, （〔2023〕7号）.
pub fn enclosed_serial(text: &str) -> Option<DocNumber> {
    let trimmed = text.trim_end_matches(is_space);
    let inner = trimmed.strip_suffix(is_close)?;
    let start = inner.rfind(is_open)?;
    // （〔2023〕7号）
    if let Some((outer, _)) = inner[..start].trim_end_matches(is_space).char_indices().next_back()
        && inner[outer..].starts_with(is_open)
        && let Some(number) = super::signatures::doc_number(&inner[start..])
    {
        return Some(DocNumber { start: outer, end: trimmed.len(), text: number });
    }
    let open = inner[start..].chars().next()?;
    let number = normal(inner[start + open.len_utf8()..].trim_matches(is_space));
    let digits = number.strip_suffix(['号', '號'])?;
    let head = digits.trim_end_matches(|c| digit(c).is_some());
    let fits = head.len() < digits.len() && head.ends_with('第') && number.chars().count() <= 30;
    fits.then_some(DocNumber { start, end: trimmed.len(), text: number })
}

/// The number of minutes at the end of a line, a year and a serial without a body: 市政府常务会议纪要 〔2021〕7号.
pub fn dated_serial(text: &str) -> Option<DocNumber> {
    let close = text.rfind(is_close)?;
    let start = text[..close].rfind(is_open)?;
    let chars: Vec<(usize, char)> = text[..start].trim_end_matches(is_space).char_indices().collect();
    let number = normal(&text[start..]);
    let (year, serial) = number.strip_prefix('〔')?.split_once('〕')?;
    let serial = serial.strip_suffix('号')?.trim_start_matches('第');
    let dated = year.parse::<u32>().is_ok_and(|year| (1949..=2199).contains(&year));
    let fits = dated && serial.len() <= 4 && serial.parse::<u32>().is_ok() && ends_kind(&chars, chars.len());
    fits.then_some(DocNumber { start, end: text.len(), text: number })
}

/// The number of an order, of which its body is a part: 丁市人民政府令第18号, on a line of its own.
pub fn order(text: &str) -> Option<String> {
    let number = normal(text);
    let digits = number.strip_suffix(['号', '號'])?;
    let head = digits.trim_end_matches(|c| digit(c).is_some() || numerals::is_numeral(c));
    let body = head.strip_suffix('第')?.strip_suffix('令')?;
    (head.len() < digits.len() && (3..=24).contains(&body.chars().count()) && body.chars().all(is_han))
        .then_some(number)
}

/// The number of an order behind its text's title and space: 丁市防汛办法　市政府令第18号.
pub fn order_behind(text: &str) -> Option<DocNumber> {
    let text = text.trim_end_matches(is_space);
    let (at, gap) = text.char_indices().rfind(|&(_, c)| is_space(c))?;
    let chars = last_chars(&text[..at], 2);
    let number = order(&text[at + gap.len_utf8()..]).filter(|_| ends_kind(&chars, chars.len()))?;
    Some(DocNumber { start: at, end: text.len(), text: number })
}

/// 第12号 alone.
pub fn serial(text: &str) -> Option<String> {
    let number = normal(text);
    let digits = number.strip_prefix('第')?.strip_suffix('号')?;
    (digits.len() <= 12 && numerals::parse(digits).is_some()).then_some(number)
}

/// 〔十四届〕第9号, （七届第21号）: the number of a congress's announcement.
pub fn of_congress(text: &str) -> Option<String> {
    let number = normal(text);
    let inner = number.strip_prefix('〔').and_then(|rest| rest.strip_suffix('〕'));
    let (congress, serial) = match inner.unwrap_or(&number).split_once('届')? {
        (congress, serial) if inner.is_some() => (congress, serial),
        (congress, serial) => (congress.strip_prefix('〔')?, serial.strip_prefix('〕')?),
    };
    let digits = serial.strip_suffix('号')?.strip_prefix('第')?;
    let numbered = |text: &str| numerals::parse(text.trim_start_matches('第')).is_some();
    (numbered(congress) && numbered(digits)).then(|| inner.map_or(number.clone(), str::to_owned))
}

/// The number that `text` starts with, as in 丁政发〔2021〕13号 关于….
pub fn leading(text: &str) -> Option<DocNumber> {
    let (end, hao) = text.char_indices().take(40).find(|&(_, c)| matches!(c, '号' | '號'))?;
    let found = trailing(&text[..end + hao.len_utf8()])?;
    text[..found.start].chars().all(|c| is_space(c) || is_open(c)).then(|| {
        let rest = &text[found.end..];
        let close = if found.start > 0 { rest.chars().next().filter(|&c| is_close(c)) } else { None };
        DocNumber { end: found.end + close.map_or(0, char::len_utf8), ..found }
    })
}

/// Brackets 〔〕, no spaces, otherwise as printed.
pub fn normal(number: &str) -> String {
    let mut out = String::with_capacity(number.len());
    for c in number.chars().filter(|&c| !is_space(c)) {
        out.push(match c {
            _ if is_open(c) => '〔',
            _ if is_close(c) => '〕',
            _ => c,
        });
    }
    out
}

pub(super) fn is_open(c: char) -> bool {
    matches!(c, '〔' | '[' | '(' | '（' | '【' | '［' | '〖' | '{' | '<' | '〈' | '﹝')
}

pub(super) fn is_close(c: char) -> bool {
    matches!(c, '〕' | ']' | ')' | '）' | '】' | '］' | '〗' | '}' | '>' | '〉' | '﹞')
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '〇' | '\u{f900}'..='\u{faff}')
}

/// The value of a decimal digit, either width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn skip_space_back(chars: &[(usize, char)], at: &mut usize) {
    while *at > 0 && is_space(chars[*at - 1].1) {
        *at -= 1;
    }
}

/// 〔2021〕5—7号: the numbers of several documents under one title.
fn skip_range_back(chars: &[(usize, char)], at: &mut usize) {
    let mut start = *at;
    if start == 0 || !matches!(chars[start - 1].1, '-' | '—' | '–' | '－' | '~' | '～' | '至' | '、') {
        return;
    }
    start -= 1;
    skip_space_back(chars, &mut start);
    if take_digits(chars, &mut start, 1..=5).is_none() {
        return;
    }
    skip_space_back(chars, &mut start);
    if start > 0 && is_close(chars[start - 1].1) {
        *at = start;
    }
}

/// Takes the digits before `at`, spaces between them allowed (the recogniser's), if there are as many as `count` says.
fn take_digits(chars: &[(usize, char)], at: &mut usize, count: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let (mut value, mut scale, mut taken) = (0u32, 1u32, 0);
    while taken < *count.end() && *at > 0 {
        let Some(d) = digit(chars[*at - 1].1) else { break };
        value += d * scale;
        scale *= 10;
        taken += 1;
        *at -= 1;
    }
    count.contains(&taken).then_some(value)
}

/// Where the issuing body's short name before `end` starts: a run of Chinese characters, cut after a title that runs
/// into it without space (…的通知丁政发〔2021〕13号).
fn name_start(chars: &[(usize, char)], end: usize) -> Option<usize> {
    let mut start = end;
    while start > 0 && end - start < 60 {
        let c = chars[start - 1].1;
        // The recogniser's single space inside the name: 丁政 发〔2021〕, 丁 县政发〔2021〕.
        let gap = is_space(c)
            && c != '\t'
            && start > 1
            && is_han(chars[start - 2].1)
            && (end - start <= 2 || end - start <= 6 && ends_just_before(chars, start - 1));
        if !is_han(c) && !gap {
            break;
        }
        start -= 1;
    }
    let start = (start + 2..end.saturating_sub(1)).rev().find(|&at| ends_kind(chars, at)).unwrap_or(start);
    (start < end).then_some(start)
}

/// Whether one or two characters before `end` stand right behind a kind of document.
fn ends_just_before(chars: &[(usize, char)], end: usize) -> bool {
    (1..=2).any(|count| {
        end > count && ends_kind(chars, end - count) && chars[end - count..end].iter().all(|c| is_han(c.1))
    })
}

/// Whether a kind of document ends at `at`.
fn ends_kind(chars: &[(usize, char)], at: usize) -> bool {
    const KINDS: [&str; 18] = [
        "通知", "决定", "意见", "办法", "方案", "规定", "细则", "条例", "批复", "通报", "报告", "纪要", "计划", "规划",
        "要点", "名单", "解读", "请示",
    ];
    at >= 2 && KINDS.iter().any(|kind| kind.chars().eq(chars[at - 2..at].iter().map(|&(_, c)| c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is found lies in the text, ends where it ends, and is found again in what it was made into.
        #[test]
        fn any_text_has_a_number_or_none(text in "([丁县市政办发字令通知关于第号號年届]|[0-9０-９OlI]|[〔〕\\[\\]()（）【】<>]| |　|—|\\PC){0,24}") {
            for found in [trailing(&text), leading(&text), enclosed_serial(&text)].into_iter().flatten() {
                prop_assert!(found.start < found.end && text.get(found.start..found.end).is_some(), "{:?}", found);
                prop_assert_eq!(&normal(&found.text), &found.text);
            }
            if let Some(found) = trailing(&text) {
                prop_assert!(text[found.end..].chars().all(is_space), "{:?}", found);
                prop_assert_eq!(plain(&found.text), Some(found.text.clone()));
            }
            for number in [whole(&text), order(&text), serial(&text), of_congress(&text)].into_iter().flatten() {
                prop_assert!(!number.contains(is_space));
            }
        }

        #[test]
        fn a_number_behind_a_title_is_cut_off(
            year in 1949..2100_u16, serial in 1..9999_u32, title in "(关于加强防汛工作的|印发《[甲乙丙]{1,4}方案》的)(通知|意见|决定)",
            brackets in prop::sample::select(vec!["〔〕", "[]", "（）", "【】"]), gap in "[ 　]{0,2}",
        ) {
            let (open, close) = brackets.split_at(brackets.len() / 2);
            let text = format!("{title}{gap}丁政办发{open}{year}{close}{gap}{serial}号");
            let found = trailing(&text);
            prop_assert_eq!(found.as_ref().map(|found| found.text.clone()), Some(format!("丁政办发〔{year}〕{serial}号")), "{}", text);
            prop_assert_eq!(found.map(|found| text[..found.start].trim_end().to_owned()), Some(title));
        }
    }

    #[test]
    fn every_bracket_is_the_same() {
        for text in [
            "丁政发〔2021〕13号",
            "丁政发[2021]13 号",
            "丁政发（2021）13号",
            "丁政发( 2021 )第13号 ",
            "（丁政发〔2021〕13号）",
        ] {
            let number = whole(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(number.replace('第', ""), "丁政发〔2021〕13号");
        }
        assert_eq!(whole("丁政发2021年13号").as_deref(), Some("丁政发2021年13号"));
        assert_eq!(whole("丁 县政 办发〔20 21〕1 3号").as_deref(), Some("丁县政办发〔2021〕13号"));
        assert_eq!(whole("丁政发〔2021〕13").as_deref(), Some("丁政发〔2021〕13"));
        assert_eq!(whole("丁政任[2021] 5—7 号").as_deref(), Some("丁政任〔2021〕5—7号"));
        assert_eq!(order("丁市人民政府令第18号").as_deref(), Some("丁市人民政府令第18号"));
        assert_eq!(of_congress("〔十四届〕第 9 号").as_deref(), Some("〔十四届〕第9号"));
        assert_eq!(order("丁县第三中学第18号"), None);
    }

    #[test]
    fn it_is_cut_from_a_title() {
        let text = "关于印发《丁县方案》的通知丁政办发〔2021〕3号";
        let found = trailing(text).unwrap();
        assert_eq!((&text[..found.start], found.text.as_str()), ("关于印发《丁县方案》的通知", "丁政办发〔2021〕3号"));
        let text = "关于表彰的决定丁 县政发〔2021〕3号";
        assert_eq!(&text[..trailing(text).unwrap().start], "关于表彰的决定");
        let text = "关于加强管理的意见（丁政办发〔2021〕3号）";
        assert_eq!(&text[..trailing(text).unwrap().start], "关于加强管理的意见");
        let text = "丁县防汛办法（丁县人民政府令第18号）";
        let found = enclosed_serial(text).unwrap();
        assert_eq!((&text[..found.start], found.text.as_str()), ("丁县防汛办法", "丁县人民政府令第18号"));
        assert_eq!(enclosed_serial("关于禁渔的公告（2023年第4号）").map(|n| n.text).as_deref(), Some("2023年第4号"));
        assert_eq!(enclosed_serial("关于甲的通知（试行）"), None);
        assert_eq!(
            dated_serial("丁市政府第8次常务会议纪要　[2021]7号").map(|n| n.text).as_deref(),
            Some("〔2021〕7号")
        );
        assert_eq!(dated_serial("丁市政府2021年工作〔2021〕7号"), None);
        let text = "丁政发〔2021〕13号 关于表彰的决定";
        assert_eq!(&text[leading(text).unwrap().end..], " 关于表彰的决定");
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "号", "第13号", "〔2021〕13号", "2021年第3号", "丁政发〔21〕13号", "东方红大街13号", "）号"]
        {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
