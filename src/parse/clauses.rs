//! Numbered paragraphs: what counts as a marker, and where a clause stands among the others.
//!
//! A marker is read from the start of a line by its form alone ([`marker`]); whether the line really begins a clause is
//! decided where lines are joined, with the help of what number is due next ([`Series`]). Levels are given last, over
//! all clauses of a part ([`set_levels`]): kinds have a customary order (编 章 节 条 一、 （一） 1. （1） ①), but a level
//! is what its neighbours make it. Numbering that restarts, skips or runs on through its parents needs no special case:
//!
//! ```text
//! 一、            一          stack: 一
//!   （一）        一/（一）          一 （一）
//!     1.          一/（一）/1        一 （一） 1
//!   （二）        一/（二）          一 （二）        same kind found in the stack: a sibling, what is inside it ends
//!     2.          一/（二）/2        一 （二） 2      runs on through its parent
//! 二、            二                 二
//!   3.            二/3               二 3            hangs directly under 二、
//! ```

use super::doc_number::is_han;
use crate::issue::{Block, Content, Marker, MarkerKind};
use crate::text::numerals;

/// A marker at the start of a text, and how many bytes it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub marker: Marker,
    pub len: usize,
}

/// The marker a text begins with, by its form.
pub(super) fn marker(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    match first {
        '第' => article(text),
        '（' | '(' | '〔' | '〈' | '［' | '[' => bracketed(text, first),
        '0'..='9' | '０'..='９' => arabic(text),
        _ if numerals::is_numeral(first) => han(text),
        _ if is_dash(first) && text[first.len_utf8()..].starts_with('、') => {
            found(MarkerKind::Han, 1, None, first.len_utf8() + '、'.len_utf8())
        }
        _ => single(first),
    }
}

/// A marker with a slip of a recogniser or a typist: l. （lO） ＝、 （=） 十-、 一丶 and, where the flag is false, 一， 1。 1·, which may
/// be anything if no such number is due.
pub(super) fn misread(text: &str) -> Option<(Found, bool)> {
    let open = text.chars().next().filter(|&c| matches!(c, '（' | '('));
    let inner = text[open.map_or(0, char::len_utf8)..].trim_start_matches(' ');
    let at = text.len() - inner.len();
    if let Some((number, len, han)) = lookalike(inner) {
        let rest = text[at + len..].trim_start_matches(' ');
        let mark = rest.chars().next()?;
        let kind = match (open, han, mark) {
            (None, true, '、') => MarkerKind::Han,
            (None, false, '.' | '．' | '、') => MarkerKind::Arabic,
            (Some(_), true, '）' | ')') => MarkerKind::HanParen,
            (Some(_), false, '）' | ')') => MarkerKind::ArabicParen,
            _ => return None,
        };
        return Some((found(kind, number, None, text.len() - rest.len() + mark.len_utf8())?, true));
    }
    let first = text.chars().next()?;
    let (number, len) = numeral(text).filter(|(_, len)| text[..*len].trim() == &text[..*len])?;
    let kind = if numerals::arabic_digit(first).is_some() { MarkerKind::Arabic } else { MarkerKind::Han };
    let rest = text[len..].trim_start_matches(' ');
    // 3 发展康养旅游: the dot is lost.
    if kind == MarkerKind::Arabic && len <= 2 && rest.len() + len < text.len() && !rest.starts_with(COUNTED) {
        return rest
            .chars()
            .next()
            .filter(|&c| is_han(c))
            .and_then(|_| Some((found(kind, number, None, text.len() - rest.len())?, false)));
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '，' | ',' | '。' | '丶' | '·' | '`'))?;
    let after = rest[mark.len_utf8()..].trim_start_matches(' ').chars().next()?;
    let plain = numerals::arabic_digit(after).is_none() && !matches!(after, '，' | ',' | '。' | '、');
    let len = text.len() - rest.len() + mark.len_utf8();
    found(kind, number, None, len).filter(|_| plain && len <= 12).map(|found| (found, mark == '丶'))
}

/// Whether a number with its dot may be the first half of a decimal with a recogniser's spaces: 86 . 7.
pub(super) fn may_be_decimal(text: &str, found: Found) -> bool {
    let spaced = text[..found.len].trim_end_matches(['.', '．']).ends_with(' ');
    let rest = text[found.len..].trim_start_matches(' ');
    spaced && found.marker.kind == MarkerKind::Arabic && rest.starts_with(|c| numerals::arabic_digit(c).is_some())
}

/// What is counted or dated by a number before it.
const COUNTED: [char; 42] = [
    '年', '月', '日', '时', '分', '号', '期', '个', '项', '名', '人', '户', '家', '所', '座', '条', '章', '节', '级',
    '类', '件', '份', '次', '倍', '元', '万', '亿', '千', '百', '多', '余', '公', '平', '立', '亩', '吨', '米', '台',
    '套', '处', '周', '至',
];

/// A numeral of which a character or more is one that only looks like it (lO is 10, 十= is 十二): its value, its bytes, and
/// whether it is a Chinese one.
fn lookalike(text: &str) -> Option<(u32, usize, bool)> {
    const LETTERS: &str = "lIiOo|";
    let arabic = |c: char| numerals::arabic_digit(c).is_some() || LETTERS.contains(c);
    let end = text.find(|c| !arabic(c)).unwrap_or(text.len());
    if (1..=3).contains(&end) && text[..end].contains(|c| LETTERS.contains(c)) {
        let digits = text[..end].chars().map(|c| match c {
            'O' | 'o' => '0',
            c if LETTERS.contains(c) => '1',
            c => c,
        });
        return Some((numerals::parse(&digits.collect::<String>())?, end, false));
    }
    let end = text.find(|c| !numerals::is_numeral(c) && looks_like(c).is_none()).unwrap_or(text.len());
    let han = &text[..end];
    if end == 0 || end > 12 || !han.contains(|c| looks_like(c).is_some()) {
        return None;
    }
    let digits: String = han.chars().map(|c| looks_like(c).unwrap_or(c)).collect();
    Some((numerals::parse(&digits)?, end, true))
}

/// The numeral that a recogniser made this mark of.
fn looks_like(c: char) -> Option<char> {
    Some(match c {
        _ if is_dash(c) => '一',
        '＝' | '=' | 'ニ' | '⼆' => '二',
        '≡' | 'Ξ' | 'ミ' => '三',
        '+' | '＋' | '⼗' => '十',
        _ => return None,
    })
}

/// What a recogniser sees in 一.
fn is_dash(c: char) -> bool {
    matches!(c, '—' | '－' | '-' | '─' | 'ー' | '–')
}

fn found(kind: MarkerKind, number: u32, sub: Option<u32>, len: usize) -> Option<Found> {
    // Years and quantities are no clause numbers; a code has over a thousand articles.
    let most = if kind == MarkerKind::Tiao { 9999 } else { 999 };
    (1..=most).contains(&number).then_some(Found { marker: Marker { kind, number, sub }, len })
}

/// What 第三 is the number of, and what follows: 编, 章, 条 …; 第一篇　总论 heads a part of a plan, 第一篇报道 is counted.
fn division(text: &str) -> Option<(MarkerKind, &str)> {
    let part = || text.strip_prefix('篇').filter(|rest| rest.chars().next().is_none_or(super::markup::is_space));
    MarkerKind::named(text).or_else(|| part().map(|rest| (MarkerKind::Bian, rest)))
}

/// A numeral in 第…条, where nothing else can stand: spaces between its digits, and the marks that 一 and 二 were read as.
fn ordinal(text: &str) -> Option<(u32, usize)> {
    if let Some((number, len)) = numeral(text)
        && division(text[len..].trim_start_matches(' ')).is_some()
    {
        return Some((number, len));
    }
    let (len, _) = text.char_indices().take(20).find(|(_, c)| matches!(c, '编' | '篇' | '章' | '节' | '条'))?;
    let digits: String = text[..len].chars().filter(|c| *c != ' ').map(|c| looks_like(c).unwrap_or(c)).collect();
    let whole = digits.chars().all(numerals::is_numeral) || digits.chars().all(|c| numerals::arabic_digit(c).is_some());
    numerals::parse(&digits).filter(|_| whole).map(|number| (number, len))
}

/// Reads a numeral at the start of `text` after spaces: its value and the bytes consumed.
fn numeral(text: &str) -> Option<(u32, usize)> {
    let start = text.len() - text.trim_start_matches(' ').len();
    let body = text.get(start..)?;
    let end = |is: fn(char) -> bool| body.find(|c| !is(c)).unwrap_or(body.len());
    let arabic = end(|c| numerals::arabic_digit(c).is_some());
    let len = if arabic > 0 { arabic } else { end(numerals::is_numeral) };
    // No clause number is longer than 一千一百一十一.
    let digits = body.get(..len).filter(|d| !d.is_empty() && d.len() <= 24)?;
    Some((numerals::parse(digits)?, start + len))
}

/// 第三条, 第一百二十条之一, 第一章, 第 2 节. Not 第三条的规定, 第三条第二款, 第三条、第四条.
fn article(text: &str) -> Option<Found> {
    let mut at = '第'.len_utf8();
    let (number, len) = ordinal(&text[at..])?;
    at += len;
    at += text[at..].len() - text[at..].trim_start_matches(' ').len();
    let (kind, rest) = division(&text[at..])?;
    at = text.len() - rest.len();
    let mut sub = None;
    if let Some(rest) = text[at..].strip_prefix('之')
        && let Some((number, len)) = numeral(rest)
    {
        sub = Some(number);
        at += '之'.len_utf8() + len;
    }
    let cited = text[at..]
        .starts_with(['款', '项', '第', '规', '的', '、', '，', ',', '至', '和', '或', '及', '与', '》', '。'])
        || ["中的", "所列", "所称", "所指"].iter().any(|word| text[at..].starts_with(word));
    if cited { None } else { found(kind, number, sub, at) }
}

/// （一）, (1), （１）; the bracket may be of any shape.
fn bracketed(text: &str, open: char) -> Option<Found> {
    let at = open.len_utf8();
    let dash = text[at..].chars().next().filter(|&c| is_dash(c)).map(|c| (1, c.len_utf8()));
    let (number, len) = dash.or_else(|| numeral(&text[at..]))?;
    let inner = &text[at..at + len];
    let mut at = at + len;
    at += text[at..].len() - text[at..].trim_start_matches(' ').len();
    let close = text[at..].chars().next().filter(|c| matches!(c, '）' | ')' | '〕' | '〉' | '］' | ']'))?;
    at += close.len_utf8();
    let kind = if inner.contains(numerals::is_numeral) || inner.contains(is_dash) {
        MarkerKind::HanParen
    } else {
        MarkerKind::ArabicParen
    };
    // （一）、 is seen too.
    if let Some(stop) = text[at..].chars().next().filter(|c| matches!(c, '、' | '．')) {
        at += stop.len_utf8();
    }
    found(kind, number, None, at)
}

/// 1. 1、 1） but not 1.5, 2021年, 1、2号楼.
fn arabic(text: &str) -> Option<Found> {
    let (number, len) = numeral(text)?;
    if len > 3 * '０'.len_utf8() {
        return None;
    }
    let rest = &text[len..];
    let separator = rest.trim_start_matches(' ').chars().next()?;
    let at = len + (rest.len() - rest.trim_start_matches(' ').len()) + separator.len_utf8();
    let after = &text[at..];
    let next_digit = after.chars().next().is_some_and(|c| numerals::arabic_digit(c).is_some());
    match separator {
        '.' | '．' | '﹒' if next_digit => {
            // 11.2019年起 is item 11; 3.5万 is a number.
            starts_with_year(after).then(|| found(MarkerKind::Arabic, number, None, at)).flatten()
        }
        '.' | '．' | '﹒' => found(MarkerKind::Arabic, number, None, at),
        '、' if is_enumeration(number, after) => None,
        '、' => found(MarkerKind::Arabic, number, None, at),
        ')' | '）' => found(MarkerKind::ArabicParen, number, None, at),
        _ => None,
    }
}

fn starts_with_year(text: &str) -> bool {
    let digits = text.chars().take_while(|&c| numerals::arabic_digit(c).is_some()).count();
    digits == 4
        && text.trim_start_matches(|c| numerals::arabic_digit(c).is_some()).trim_start().starts_with(['年', '—', '-'])
}

/// 一、 一. 一） and 一是 一要; not 一、二、三产业.
fn han(text: &str) -> Option<Found> {
    let (number, len) = numeral(text)?;
    let rest = text[len..].trim_start_matches(' ');
    let at = text.len() - rest.len();
    let separator = rest.chars().next()?;
    let after = at + separator.len_utf8();
    match separator {
        '、' if is_enumeration(number, &text[after..]) => None,
        '、' | '.' | '．' => found(MarkerKind::Han, number, None, after),
        ')' | '）' => found(MarkerKind::HanParen, number, None, after),
        '是' | '要' if number <= 20 && at <= len + 1 => found(MarkerKind::First, number, None, after),
        _ => None,
    }
}

/// What follows 一、 or 1、 goes on counting: 二、三产业, 2号楼. Not 一、2024年工作回顾.
fn is_enumeration(number: u32, text: &str) -> bool {
    let Some((next, len)) = numeral(text) else { return false };
    let units = ['、', '，', '产', '级', '类', '线', '等', '期', '号', '次', '批', '年', '月', '季'];
    next == number + 1 && text[len..].starts_with(units)
}

/// ① ⑴ ⒈ ㈠: one character that is a number and its dress.
fn single(c: char) -> Option<Found> {
    let at = |base: u32, first: u32| c as u32 - base + first;
    if let Some(number) = numerals::circle(c) {
        return found(MarkerKind::Circled, number, None, c.len_utf8());
    }
    let (kind, number) = match c {
        '❶'..='❿' => (MarkerKind::Circled, at(0x2776, 1)),
        '⑴'..='⒇' => (MarkerKind::ArabicParen, at(0x2474, 1)),
        '⒈'..='⒛' => (MarkerKind::Arabic, at(0x2488, 1)),
        '㈠'..='㈩' => (MarkerKind::HanParen, at(0x3220, 1)),
        _ => return None,
    };
    found(kind, number, None, c.len_utf8())
}

const KINDS: usize = 11;

/// The customary order of kinds, outermost first.
fn rank(kind: MarkerKind) -> usize {
    match kind {
        MarkerKind::Bian => 0,
        MarkerKind::Fenbian => 1,
        MarkerKind::Zhang => 2,
        MarkerKind::Jie => 3,
        MarkerKind::Tiao => 4,
        MarkerKind::Han => 5,
        MarkerKind::HanParen => 6,
        MarkerKind::Arabic => 7,
        MarkerKind::ArabicParen => 8,
        MarkerKind::Circled => 9,
        MarkerKind::First => 10,
    }
}

/// Which numbers are due, kind by kind, and how the clauses of a series have looked so far.
#[derive(Debug, Default)]
pub(super) struct Series {
    last: [u32; KINDS],
    sentences: [u32; KINDS],
    headings: [u32; KINDS],
}

impl Series {
    /// Whether this marker carries on a series: its number is the one after the last of its kind.
    pub fn expects(&self, marker: Marker) -> bool {
        let last = self.last[rank(marker.kind)];
        last > 0 && (marker.number == last + 1 || (marker.sub.is_some() && marker.number == last))
    }

    /// Whether its number is one or two further than the one that is due.
    pub fn skips_to(&self, marker: Marker) -> bool {
        let last = self.last[rank(marker.kind)];
        last > 0 && (last + 2..=last + 3).contains(&marker.number)
    }

    pub fn accept(&mut self, marker: Marker) {
        let rank = rank(marker.kind);
        if marker.number == 1 {
            self.sentences[rank] = 0;
            self.headings[rank] = 0;
        }
        self.last[rank] = marker.number;
        // A new outer clause may start inner series afresh, but they may run on as well: keep their numbers.
    }

    /// Remembers whether a finished clause was a sentence or a bare heading.
    pub fn note(&mut self, kind: MarkerKind, sentence: bool) {
        let rank = rank(kind);
        if sentence {
            self.sentences[rank] += 1;
        } else {
            self.headings[rank] += 1;
        }
    }

    /// Whether the clauses of this kind have all been bare headings.
    pub fn are_headings(&self, kind: MarkerKind) -> bool {
        self.headings[rank(kind)] >= 1 && self.sentences[rank(kind)] == 0
    }

    /// Whether the clauses of this kind have all been sentences, so that one without an end mark was cut.
    pub fn are_sentences(&self, kind: MarkerKind) -> bool {
        let enough = if rank(kind) >= rank(MarkerKind::Arabic) || kind == MarkerKind::Tiao { 1 } else { 2 };
        self.sentences[rank(kind)] >= enough && self.headings[rank(kind)] == 0
    }
}

/// Gives every clause of a part its level and path.
pub(super) fn set_levels(blocks: &mut [Block]) {
    let markers: Vec<Marker> = blocks.iter().filter_map(|b| b.clause().map(|c| c.marker)).collect();
    let mut stack: Vec<Marker> = Vec::new();
    let mut inside = [None; KINDS];
    let mut index = 0;
    for block in blocks {
        let Content::Clause(clause) = &mut block.content else { continue };
        place(&mut stack, &markers, index, &mut inside);
        clause.level = (stack.len() - 1).min(u8::MAX as usize) as u8;
        clause.path = stack.iter().map(|m| segment(*m)).collect::<Vec<_>>().join("/");
        index += 1;
    }
}

/// Puts `markers[index]` onto the stack, ending what it ends. `inside` remembers in which kind each kind was last found.
fn place(stack: &mut Vec<Marker>, markers: &[Marker], index: usize, inside: &mut [Option<MarkerKind>; KINDS]) {
    let new = markers[index];
    let top = stack.last().map(|top| top.kind);
    if let Some(depth) = stack.iter().rposition(|m| m.kind == new.kind) {
        stack.truncate(depth);
    } else if new.kind != MarkerKind::First
        && !(top.is_some() && new.number == 1 && inside[rank(new.kind)] == top)
        && !is_child(stack, markers, index)
    {
        while stack.last().is_some_and(|top| rank(top.kind) > rank(new.kind)) {
            stack.pop();
        }
    }
    inside[rank(new.kind)] = stack.last().map(|parent| parent.kind);
    stack.push(new);
}

/// An outer kind that starts at one below an inner kind (1. → （一）): is it inside that clause, or does it end it? The
/// clause goes on after it if its next number comes before anything else ends it.
fn is_child(stack: &[Marker], markers: &[Marker], index: usize) -> bool {
    let new = markers[index];
    let Some(top) = stack.last().filter(|top| rank(top.kind) > rank(new.kind)) else { return true };
    if rank(new.kind) <= rank(MarkerKind::Han) || new.number != 1 {
        return false;
    }
    for next in markers[index + 1..].iter().take(64) {
        if next.kind == top.kind {
            return next.number == top.number + 1;
        }
        if rank(next.kind) < rank(new.kind) || (next.kind == new.kind && next.number == 1) {
            return false;
        }
    }
    false
}

/// A clause's number in a path.
fn segment(marker: Marker) -> String {
    let han = || numerals::format(marker.number);
    if let Some(name) = marker.kind.name() {
        let sub = marker.sub.map(|sub| format!("之{}", numerals::format(sub))).unwrap_or_default();
        return format!("第{}{name}{sub}", han());
    }
    match marker.kind {
        MarkerKind::HanParen => format!("（{}）", han()),
        MarkerKind::Arabic => marker.number.to_string(),
        MarkerKind::ArabicParen => format!("（{}）", marker.number),
        MarkerKind::Circled => numerals::circled(marker.number).map_or(format!("〇{}", marker.number), String::from),
        MarkerKind::First => format!("{}是", han()),
        _ => han(),
    }
}

/// The run-in heading of a clause: a bold run after the marker, else its first short sentence, else the whole of it when
/// it is no sentence. `bold` is where a bold run at the start of the text ends, 0 without one. Articles have none but
/// a bold one: they open with their provision.
pub(super) fn heading(text: &str, found: Found, bold: u32) -> Option<(u32, u32)> {
    const LONGEST: usize = 40;
    let start = text.len() - text[found.len..].trim_start_matches(super::markup::is_space).len();
    let rest = &text[start..];
    let range = |end: usize| {
        let end = start + rest[..end].trim_end_matches(['。', '：', ':', '.', ' ', '　']).len();
        (end > start).then_some((start as u32, end as u32))
    };
    let chars = |end: usize| rest[..end].chars().count();
    let bold = (bold as usize).checked_sub(start).filter(|&end| end > 0 && rest.is_char_boundary(end));
    if let Some(end) = bold.filter(|&end| chars(end) <= LONGEST) {
        return range(end);
    }
    match found.marker.kind {
        MarkerKind::Tiao => return caption(rest).and_then(range),
        kind if kind.is_division() => return range(rest.len()),
        _ => {}
    }
    let stop = rest.find(['。', '；', ';', '：', ':', '！', '？']);
    let end = match stop {
        Some(at) if rest[at..].starts_with(['。', '：', ':']) => at,
        Some(_) => return None,
        None => rest.len(),
    };
    (chars(end) <= LONGEST).then(|| range(end)).flatten()
}

/// 第二条 【适用范围】 …, 第二条（适用范围）…
fn caption(rest: &str) -> Option<usize> {
    let close = match rest.chars().next()? {
        '【' => '】',
        '［' => '］',
        '（' => '）',
        _ => return None,
    };
    rest.find(close).filter(|&at| rest[..at].chars().count() <= 20).map(|at| at + close.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Clause;
    use MarkerKind::*;

    fn read(text: &str) -> Option<(MarkerKind, u32, Option<u32>, &str)> {
        marker(text).map(|f| (f.marker.kind, f.marker.number, f.marker.sub, &text[..f.len]))
    }

    #[test]
    fn markers_by_their_form() {
        for (text, kind, number, printed) in [
            ("第一编 总则", Bian, 1, "第一编"),
            ("第二分编 所有权", Fenbian, 2, "第二分编"),
            ("第 三 分编 准合同", Fenbian, 3, "第 三 分编"),
            ("第十二章　附则", Zhang, 12, "第十二章"),
            ("第三篇　改革开放", Bian, 3, "第三篇"),
            ("第 三 条 为了", Tiao, 3, "第 三 条"),
            ("第12条 本办法", Tiao, 12, "第12条"),
            ("一、总体要求", Han, 1, "一、"),
            ("（十一）加强领导", HanParen, 11, "（十一）"),
            ("( 二 ) 加强领导", HanParen, 2, "( 二 )"),
            ("㈢加强领导", HanParen, 3, "㈢"),
            ("1. 摸底", Arabic, 1, "1."),
            ("12、摸底", Arabic, 12, "12、"),
            ("11.2019年起，全县", Arabic, 11, "11."),
            ("一、2024年工作回顾", Han, 1, "一、"),
            ("三、9月29日至10月6日放假", Han, 3, "三、"),
            ("—、总体要求", Han, 1, "—、"),
            ("（—）健全机制", HanParen, 1, "（—）"),
            ("（3）摸底", ArabicParen, 3, "（3）"),
            ("4）摸底", ArabicParen, 4, "4）"),
            ("⑸摸底", ArabicParen, 5, "⑸"),
            ("③摸底", Circled, 3, "③"),
            ("二是加强领导", First, 2, "二是"),
            ("三要加强领导", First, 3, "三要"),
            ("一 要加强领导", First, 1, "一 要"),
            ("第二 十 一条 本办法", Tiao, 21, "第二 十 一条"),
            ("第二十-条 本办法", Tiao, 21, "第二十-条"),
            ("第＝章 职责", Zhang, 2, "第＝章"),
        ] {
            assert_eq!(read(text), Some((kind, number, None, printed)), "{text}");
        }
        assert_eq!(read("第一百二十条之一 国家"), Some((Tiao, 120, Some(1), "第一百二十条之一")));
    }

    #[test]
    fn markers_with_a_slip() {
        for (text, kind, number, printed) in [
            ("二，工作目标", Han, 2, "二，"),
            ("一丶工作目标", Han, 1, "一丶"),
            ("6, 涵养山林", Arabic, 6, "6,"),
            ("7。 处理意见", Arabic, 7, "7。"),
            ("l.强化统筹", Arabic, 1, "l."),
            ("(l)基础类改造", ArabicParen, 1, "(l)"),
            ("＝、重点任务", Han, 2, "＝、"),
            ("3 发展康养旅游", Arabic, 3, "3 "),
            ("= 、重点任务", Han, 2, "= 、"),
            ("（=）重点任务", HanParen, 2, "（=）"),
            ("( ニ)重点任务", HanParen, 2, "( ニ)"),
            ("十-、重点任务", Han, 11, "十-、"),
            ("+三、重点任务", Han, 13, "+三、"),
            ("lO.强化统筹", Arabic, 10, "lO."),
            ("（1l）改造", ArabicParen, 11, "（1l）"),
        ] {
            let (found, _) = misread(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.marker.kind, found.marker.number, &text[..found.len]), (kind, number, printed), "{text}");
        }
        for text in [
            "6,874平方米",
            "一些，",
            "l和",
            "（lab）",
            "2021，全县",
            "三，，",
            "=（1+2）",
            "+86、",
            "（-5）",
            "Io和",
            "3 个月",
            "2 000人",
        ] {
            assert!(misread(text).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_markers() {
        for text in [
            "第八条的规定，由县人民政府",
            "第一篇报道",
            "第八条第二款所称",
            "第三条、第四条",
            "3.5万亩",
            "2021年5月",
            "2018-2020年",
            "(2021年4月下旬)",
            "（2020）3号",
            "一、二、三产业融合发展",
            "1、2号楼",
            "1+3+X产业布局",
            "一些地方",
            "三年行动",
            "（企业）非法取用水",
            "1年以上期限",
            "",
            "第",
            "（",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn paths(markers: &[&str]) -> Vec<String> {
        let mut blocks: Vec<Block> = markers
            .iter()
            .map(|text| {
                let found = marker(text).unwrap();
                let clause = Clause {
                    marker: found.marker,
                    marker_len: found.len as u32,
                    level: 0,
                    path: String::new(),
                    heading: None,
                };
                Block::new(Content::Clause(clause), 1, *text)
            })
            .collect();
        set_levels(&mut blocks);
        blocks.iter().map(|b| b.clause().unwrap().path.clone()).collect()
    }

    #[test]
    fn numbering_that_runs_on_through_its_parents() {
        assert_eq!(
            paths(&["一、", "（一）", "1.", "2.", "（二）", "3.", "二、", "4.", "（三）"]),
            ["一", "一/（一）", "一/（一）/1", "一/（一）/2", "一/（二）", "一/（二）/3", "二", "二/4", "二/（三）"]
        );
    }

    #[test]
    fn articles_pass_through_chapters() {
        assert_eq!(
            paths(&["第一章", "第一条", "（一）", "第二章", "第一节", "第二条", "1.", "第二条之一"]),
            [
                "第一章",
                "第一章/第一条",
                "第一章/第一条/（一）",
                "第二章",
                "第二章/第一节",
                "第二章/第一节/第二条",
                "第二章/第一节/第二条/1",
                "第二章/第一节/第二条之一"
            ]
        );
    }

    #[test]
    fn a_list_before_the_first_section_does_not_swallow_it() {
        assert_eq!(paths(&["1.", "2.", "一、", "（一）"]), ["1", "2", "一", "一/（一）"]);
        assert_eq!(paths(&["1.", "（一）", "（二）", "2.", "（一）"]), ["1", "1/（一）", "1/（二）", "2", "2/（一）"]);
        assert_eq!(paths(&["（一）", "①", "②", "（二）", "一是", "二是"]).last().unwrap(), "（二）/二是");
    }

    #[test]
    fn run_in_headings() {
        let heading = |text: &str, bold: &str| {
            let range = heading(text, marker(text).unwrap(), bold.len() as u32)?;
            Some(text[range.0 as usize..range.1 as usize].to_owned())
        };
        assert_eq!(heading("一、总体要求", "").unwrap(), "总体要求");
        assert_eq!(heading("（一）健全机制。各镇要落实。", "").unwrap(), "健全机制");
        assert_eq!(heading("1. 保险期限：一年", "").unwrap(), "保险期限");
        assert_eq!(heading("第三条 资质审查。包括主体资格。", "第三条 资质审查。").unwrap(), "资质审查");
        assert_eq!(heading("第四条 县人民政府负责。", ""), None);
        assert_eq!(heading("第四条【适用范围】本办法", "").unwrap(), "【适用范围】");
        assert_eq!(heading("2. 出现事故的；", ""), None);
    }
}
