//! What one line of a contents page is made of: ordinal, text, leaders, page; and what is a category.

use crate::parse::doc_number::{self, digit, is_close, is_han, is_open, last_chars};
use crate::parse::markup::is_space;
use crate::text::fold::fold;
use crate::text::numerals;

/// A contents line taken apart. Offsets are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pieces<'a> {
    pub ordinal: Option<u32>,
    /// What stands between the ordinal and the leaders.
    pub text: &'a str,
    pub page: Option<u32>,
    /// Dots or dashes lead to the page (or to nothing, where it is lost or stands on the next line).
    pub leaders: bool,
}

/// Takes a line apart. Nothing is assumed about it: any line has pieces.
pub fn pieces(line: &str) -> Pieces<'_> {
    if let Some(row) = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) {
        return row_pieces(row);
    }
    if let Some((page, text)) = leading_page(line) {
        return Pieces { ordinal: None, text, page: Some(page), leaders: false };
    }
    if let Some((name, tail)) = link(line) {
        let inner = pieces(name);
        let page = inner.page.or(split_tail(tail).1);
        return Pieces { page, leaders: inner.leaders, ..inner };
    }
    let (ordinal, rest) = match ordinal(line) {
        Some((number, length)) => (Some(number), &line[length..]),
        None => (None, line),
    };
    let (text, page, leaders) = split_tail(rest);
    Pieces { ordinal, text: text.trim_matches(is_space), page, leaders }
}

/// [关于甲的通知](#p3)……3: a link of markdown, and what stands behind it.
fn link(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix('[')?.split_once("](")?;
    let (_, tail) = rest.split_once(')')?;
    (!name.is_empty() && !name.starts_with('[')).then_some((name, tail))
}

/// P3　关于…的通知, 第3页 关于…: a page before the title, and the title.
fn leading_page(line: &str) -> Option<(u32, &str)> {
    let (rest, spelt) = match line.strip_prefix(['P', 'p', 'Ｐ']) {
        Some(rest) => (rest.trim_start_matches(['.', '．', ' ']), false),
        None => (line.strip_prefix('第')?.trim_start_matches(is_space), true),
    };
    let length = rest.len() - rest.trim_start_matches(|c| digit(c).is_some()).len();
    let page = numerals::parse(&rest[..length]).filter(|page| (1..=999).contains(page))?;
    let rest = &rest[length..];
    let rest = if spelt { rest.trim_start_matches(is_space).strip_prefix('页')? } else { rest };
    let text = rest.trim_matches(is_space);
    text.starts_with(|c| is_han(c) || matches!(c, '《' | '“' | '（')).then_some((page, text))
}

/// The row of a table: | 1 | 关于甲的通知 | 丁政发〔2020〕1号 | 3 |.
fn row_pieces(row: &str) -> Pieces<'_> {
    let cell_number = |cell: &str| {
        let cell = cell.trim_matches(is_space);
        (!cell.is_empty() && cell.len() <= 4 && cell.chars().all(|c| digit(c).is_some()))
            .then(|| cell.chars().filter_map(digit).fold(0, |n, d| n * 10 + d))
    };
    let (mut text, mut page) = (row.trim_matches(|c| is_space(c) || c == '|'), None);
    if let Some((head, last)) = text.rsplit_once('|')
        && let Some(number) = cell_number(last)
    {
        (text, page) = (head, Some(number));
    }
    let mut ordinal = None;
    if let Some((first, tail)) = text.split_once('|')
        && let Some(number) = cell_number(first)
    {
        (text, ordinal) = (tail, Some(number));
    }
    Pieces { ordinal, text: text.trim_matches(|c| is_space(c) || c == '|'), page, leaders: page.is_some() }
}

/// 1. 12、 （3） 3) 01 and a space: a number before a title, and its bytes.
fn ordinal(line: &str) -> Option<(u32, usize)> {
    let mut chars = line.char_indices().peekable();
    let open = chars.next_if(|&(_, c)| is_open(c)).is_some();
    while open && chars.next_if(|&(_, c)| is_space(c)).is_some() {}
    let (mut value, mut count, mut end) = (0, 0, 0);
    while let Some((at, c)) = chars.next_if(|&(_, c)| digit(c).is_some()) {
        value = value * 10 + digit(c)?;
        count += 1;
        end = at + c.len_utf8();
        if count > 3 {
            return None;
        }
    }
    if count == 0 {
        return circled(line);
    }
    let space = end;
    let spaced = chars.next_if(|&(_, c)| is_space(c)).map(|(at, c)| end = at + c.len_utf8()).is_some();
    while let Some((at, c)) = chars.next_if(|&(_, c)| is_space(c)) {
        end = at + c.len_utf8();
    }
    // A tab ends a cell, and so the number.
    let tab = line[space..end].contains('\t');
    let mark = chars.next_if(|&(_, c)| {
        if open { is_close(c) } else { matches!(c, '.' | '．' | '、' | ')' | '）' | ':' | '：' | '。') }
    });
    let marked = mark.map(|(at, c)| end = at + c.len_utf8()).is_some() || tab;
    let next = chars.find(|&(_, c)| !is_space(c)).map(|(_, c)| c)?;
    // 12. 5, 2021 年 and 3月: a number that belongs to the text; but 7. 2022年….
    let text_goes_on = digit(next).is_some() && !open && !starts_with_year(&line[end..])
        || !marked && matches!(next, '年' | '月' | '日' | '个' | '项' | '号' | '期' | '.' | '…' | '·' | '-');
    ((marked || spaced && !open) && !text_goes_on).then_some((value, end))
}

/// 2022年… at the start, after space.
fn starts_with_year(text: &str) -> bool {
    let mut rest = text.trim_start_matches(is_space).chars();
    rest.by_ref().take(4).filter(|&c| digit(c).is_some()).count() == 4 && rest.find(|&c| !is_space(c)) == Some('年')
}

/// ① … ⑳
fn circled(line: &str) -> Option<(u32, usize)> {
    let c = line.chars().next()?;
    ('①'..='⑳').contains(&c).then(|| (c as u32 - '①' as u32 + 1, c.len_utf8()))
}

pub fn is_leader(c: char) -> bool {
    matches!(
        c,
        '…' | '⋯'
            | '.'
            | '．'
            | '·'
            | '•'
            | '・'
            | '･'
            | '‧'
            | '∙'
            | '⋅'
            | '。'
            | '─'
            | '—'
            | '-'
            | '_'
            | '﹒'
            | '┄'
            | '┈'
            | '┅'
            | '┉'
            | '˙'
    )
}

/// A mark that leaders consist of, badly read ones included.
fn is_row(c: char) -> bool {
    is_leader(c) || matches!(c, '，' | ',' | '、')
}

/// How many dots a leader amounts to.
pub fn dots(c: char) -> usize {
    match c {
        '…' | '⋯' => 3,
        _ => usize::from(is_row(c)),
    }
}

/// Characters of a line's end that are leaders and a page.
const LONGEST_TAIL: usize = 1000;

/// So many dots are leaders, although they lead to nothing.
pub const LEADERS: usize = 3;

/// Splits leaders and page off the end.
fn split_tail(line: &str) -> (&str, Option<u32>, bool) {
    // Asked of every line: of most the end is neither a page nor leaders.
    let dressed = |c: char| is_space(c) || is_close(c) || is_row(c) || matches!(c, '/' | '•' | '页' | '頁');
    let bare = line.trim_end_matches(dressed);
    let most: usize = line[bare.len()..].chars().map(dots).sum();
    if most < LEADERS && !bare.ends_with(|c: char| c.is_ascii_alphanumeric() || digit(c).is_some()) {
        return han_page(line, bare).map_or((line, None, false), |(text, page)| (text, Some(page), true));
    }
    // (l2) is a page; bytes keep their places.
    let repaired = numerals::repaired(line);
    let chars = last_chars(&repaired, LONGEST_TAIL);
    if let Some((text, page, leaders)) = page_tail(line, &chars) {
        return (text, Some(page), leaders);
    }
    // Leaders to nothing: the page stands on the next line, or is lost.
    let (start, count) = leaders_before(&chars, chars.len());
    if count >= LEADERS {
        return (&line[..byte(line, &chars, start)], None, true);
    }
    (line, None, false)
}

/// ……（十二）: leaders and a page in Chinese numerals.
fn han_page<'a>(line: &'a str, bare: &'a str) -> Option<(&'a str, u32)> {
    let rest = bare.trim_end_matches(numerals::is_numeral);
    let page = numerals::parse(&bare[rest.len()..]).filter(|page| (1..=999).contains(page))?;
    let rest = rest.trim_end_matches(|c| is_open(c) || is_space(c));
    let text = rest.trim_end_matches(|c| is_leader(c) || is_space(c));
    let dots: usize = rest[text.len()..].chars().map(dots).sum();
    (dots >= LEADERS && text.len() < line.len()).then_some((text, page))
}

fn byte(line: &str, chars: &[(usize, char)], index: usize) -> usize {
    chars.get(index).map_or(line.len(), |&(at, _)| at)
}

/// The start of the leaders and spaces that end before `end`, and how many dots they amount to.
fn leaders_before(chars: &[(usize, char)], end: usize) -> (usize, usize) {
    let (mut start, mut count) = (end, 0);
    while start > 0 {
        let c = chars[start - 1].1;
        if is_leader(c) {
            count += dots(c);
        } else if matches!(c, '，' | ',' | '、')
            && (start < end && is_row(chars[start].1) || start > 1 && chars[start - 2].1 == c)
        {
            // Dots that were read as commas come in a row.
            count += dots(c);
        } else if !is_space(c) {
            break;
        }
        start -= 1;
    }
    if count == 0 {
        start = end;
    }
    (start, count)
}

/// A page at the end: …(3), ..... (01), —12—, 第5页, /7, 1-5; the text before it and whether leaders led there.
fn page_tail<'a>(line: &'a str, chars: &[(usize, char)]) -> Option<(&'a str, u32, bool)> {
    let back = |at: &mut usize, ok: &dyn Fn(char) -> bool| {
        let from = *at;
        while *at > 0 && ok(chars[*at - 1].1) {
            *at -= 1;
        }
        from - *at
    };
    let mut at = chars.len();
    back(&mut at, &is_space);
    let closed = back(&mut at, &|c| is_close(c) || is_space(c) || matches!(c, '·' | '—' | '-' | '/' | '•')) > 0
        && chars[at..].iter().any(|&(_, c)| !is_space(c));
    if at > 0 && matches!(chars[at - 1].1, '页' | '頁') {
        at -= 1;
        back(&mut at, &is_space);
    }
    let mut first = digits_back(chars, &mut at)?;
    let mut marks_end = at;
    back(&mut at, &is_space);
    if at > 1 && matches!(chars[at - 1].1, '-' | '—' | '–' | '~' | '～') {
        // 1-5: the first page of a range.
        let mut before = at - 1;
        back(&mut before, &is_space);
        if let Some(page) = digits_back(chars, &mut before).filter(|&page| page < first) {
            first = page;
            marks_end = before;
            at = before;
        }
    }
    let ornament = |c: char| closed && matches!(c, '-' | '—' | '–' | '·' | '•');
    while at > 0
        && (is_open(chars[at - 1].1)
            || ornament(chars[at - 1].1)
            || matches!(chars[at - 1].1, '第' | 'P' | 'p' | '/' | '／'))
    {
        at -= 1;
        back(&mut at, &is_space);
    }
    let opened = at < marks_end && chars[at..marks_end].iter().any(|&(_, c)| !is_space(c));
    let bracket = chars[at..marks_end].iter().any(|&(_, c)| is_open(c));
    let (start, dots) = leaders_before(chars, at);
    // One dot is a leader only before a bracket.
    let leaders = dots >= 2 || dots == 1 && opened && closed;
    let spaced = marks_end > at || at > 0 && is_space(chars[at - 1].1);
    let start = if leaders { start } else { at };
    // Without leaders or a bracket, a number after space: only if it can be no year and no part of a sentence.
    let bare = spaced
        // 丁政发〔20, 丁政发〔2021〕 13: the line ends in mid-number.
        && (closed || !bracket && !ends_with_year(chars, start))
        && chars[..start]
            .iter()
            .rev()
            .find(|&&(_, c)| !is_space(c))
            .is_none_or(|&(_, c)| is_han(c) || is_close(c) || matches!(c, '》' | '”'));
    if !(leaders
        || opened && closed
        || opened && chars[at..marks_end].iter().any(|&(_, c)| matches!(c, '/' | '／' | 'P' | 'p' | '第'))
        || bare
        || start == 0)
    {
        return None;
    }
    if !leaders && first >= 1900 {
        return None;
    }
    let (head, author_leaders) = without_author(line, chars, start);
    Some((head, first, leaders || author_leaders))
}

/// …丁政发〔2021〕: what follows is the number.
fn ends_with_year(chars: &[(usize, char)], end: usize) -> bool {
    let text: String = chars[..end].iter().rev().map(|&(_, c)| c).filter(|&c| !is_space(c)).take(6).collect();
    let mut back = text.chars();
    back.next().is_some_and(is_close)
        && back.by_ref().take(4).all(|c| digit(c).is_some())
        && back.next().is_some_and(is_open)
}

fn digits_back(chars: &[(usize, char)], at: &mut usize) -> Option<u32> {
    let (mut value, mut scale, mut count) = (0, 1, 0);
    while *at > 0 && count < 4 {
        let Some(d) = digit(chars[*at - 1].1) else { break };
        value += d * scale;
        scale *= 10;
        count += 1;
        *at -= 1;
    }
    let longer = *at > 0 && digit(chars[*at - 1].1).is_some();
    (count > 0 && !longer).then_some(value)
}

/// The text before an author who is printed between the leaders and the page: 讲话……张三（5）.
fn without_author<'a>(line: &'a str, chars: &[(usize, char)], end: usize) -> (&'a str, bool) {
    let mut at = end;
    while at > 0 && end - at < 10 && (is_han(chars[at - 1].1) || is_space(chars[at - 1].1)) {
        at -= 1;
    }
    let (start, dots) = leaders_before(chars, at);
    let line_end = byte(line, chars, end);
    if at < end && dots >= 6 && start > 0 {
        (&line[..byte(line, chars, start)], true)
    } else {
        (&line[..line_end], false)
    }
}

/// A category: 【政府文件】, ◆部门文件, （一）规范性文件, 人事任免.
///
/// `plain` allows one without any mark: only where the contents run and the line has no page.
pub fn category(line: &str, heading: bool, plain: bool) -> Option<String> {
    let text = line.trim_matches(is_space);
    for (open, close) in [('【', '】'), ('〖', '〗'), ('[', ']'), ('［', '］'), ('〔', '〕'), ('「', '」')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            let inner = inner.trim_matches(is_space);
            let known = matches!(open, '【' | '〖') || names_category(inner);
            let fits = (1..=24).contains(&inner.chars().count()) && doc_number::whole(inner).is_none();
            return (known && fits && inner.chars().any(is_han) && !inner.contains(close)).then(|| inner.to_owned());
        }
    }
    let bare = text.trim_matches(is_ornament);
    let marked = bare.len() < text.len() && text.starts_with(is_ornament);
    let text = bare;
    let unnumbered = han_ordinal(text).map_or(text, |length| text[length..].trim_start_matches(is_space));
    let count = unnumbered.chars().filter(|&c| !is_space(c)).count();
    let fits = (2..=16).contains(&count)
        && unnumbered.chars().all(|c| is_han(c) || is_space(c) || matches!(c, '、' | '（' | '）' | '·'));
    let sure = unnumbered.len() < text.len() || heading || marked;
    // 通　知: the gaps are those of the letters.
    let spread = unnumbered.split(is_space).all(|word| word.chars().count() <= 1);
    let name = || if spread { unnumbered.split(is_space).collect() } else { unnumbered.to_owned() };
    (fits && (plain || sure) && names_category(unnumbered)).then(name)
}

/// A sign that sets a category apart: any but brackets, quotes and stops, which belong to a title.
pub fn is_ornament(c: char) -> bool {
    is_space(c) || !c.is_alphanumeric() && !is_open(c) && !is_close(c) && !"《》“”‘’「」『』、，。；？！".contains(c)
}

/// 一、 （二） at the start: its bytes.
fn han_ordinal(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let open = chars.next_if(|&(_, c)| is_open(c)).is_some();
    let mut count = 0;
    while chars
        .next_if(|&(_, c)| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'))
        .is_some()
    {
        count += 1;
    }
    let (at, mark) = chars.next()?;
    let closes = if open { is_close(mark) } else { matches!(mark, '、' | '.' | '．' | '，') };
    (count > 0 && closes).then_some(at + mark.len_utf8())
}

/// Whether the words name a kind of documents rather than one.
fn names_category(text: &str) -> bool {
    const ENDS: [&str; 63] = [
        "文件",
        "任免",
        "任免事项",
        "解读",
        "规章",
        "法规",
        "规范性文件",
        "公告",
        "通告",
        "选登",
        "选载",
        "选编",
        "大事记",
        "大事",
        "动态",
        "讲话",
        "报告",
        "专栏",
        "专辑",
        "专题",
        "专刊",
        "资料",
        "统计",
        "统计资料",
        "统计数据",
        "人事",
        "人事信息",
        "政令",
        "政府令",
        "命令",
        "其他",
        "其它",
        "文献",
        "要闻",
        "信息",
        "机构",
        "机构编制",
        "会议",
        "会议纪要",
        "政务公开",
        "公示",
        "批复",
        "决定",
        "决议",
        "意见",
        "表彰",
        "经济社会",
        "发文",
        "法律",
        "政务",
        "政策文件",
        "重要文稿",
        "文件选编",
        "批复函",
        "函件",
        "行文",
        "问答",
        "文稿",
        "领导讲话",
        "工作报告",
        "统计公报",
        "目录索引",
        "索引",
    ];
    // What a ministry sorts its documents by: nothing but their kind.
    const KINDS: [&str; 16] = [
        "通知",
        "通报",
        "意见",
        "函",
        "复函",
        "批复",
        "纪要",
        "方案",
        "规划",
        "令",
        "总局令",
        "部令",
        "局令",
        "省长令",
        "市长令",
        "简讯",
    ];
    let text = fold(text);
    let document = ["关于", "印发", "的通知", "会上的", "会议上的"].iter().any(|word| text.contains(word));
    !document && (KINDS.contains(&text.as_str()) || ENDS.iter().any(|end| text.ends_with(end)))
}

#[cfg(test)]
mod tests;
