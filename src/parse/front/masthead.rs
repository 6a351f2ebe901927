//! 刊头: the gazette's name, year, number, total number, date and frequency, wherever the cover prints them.
//!
//! A cover sets these in any order, on one line or several, in Arabic or Chinese numerals. A line belongs to the
//! masthead when nothing is left of it once those pieces are taken away.

use crate::issue::Masthead;
use crate::parse::doc_number::{digit, is_han};
use crate::parse::markup::is_space;
use crate::text::fold::{fold, fold_char};
use crate::text::numerals;

/// What one line says of the issue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub total_number: Option<u32>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// A date whose year stands on another line: 4月10日出版.
    pub month_day: Option<(u32, u32)>,
    pub frequency: Option<&'static str>,
}

impl Numbers {
    fn is_empty(&self) -> bool {
        *self == Numbers::default()
    }

    /// Year, number or total number: a bare date may stand anywhere.
    pub fn names_issue(&self) -> bool {
        self.number.is_some() || self.total_number.is_some() || self.frequency.is_some()
    }

    /// Fills what `masthead` does not know yet: the first print of a cover counts.
    pub fn add_to(&self, masthead: &mut Masthead) {
        // 2020年第12期 may come out in January: the year beside the number counts more than a date's.
        if masthead.number.is_none() && self.number.is_some() {
            masthead.year = self.year.or(masthead.year);
        }
        masthead.year = masthead.year.or(self.year);
        masthead.number = masthead.number.or(self.number);
        masthead.total_number = masthead.total_number.or(self.total_number);
        masthead.published = masthead.published.take().or_else(|| self.date.clone());
        masthead.frequency = masthead.frequency.take().or_else(|| self.frequency.map(str::to_owned));
    }
}

/// Longer names first: 双月刊 is no 月刊.
const FREQUENCIES: [&str; 10] =
    ["双月刊", "半月刊", "半年刊", "双周刊", "不定期", "月刊", "季刊", "旬刊", "周刊", "年刊"];

/// Words that may stand beside the numbers.
const FILLERS: &[&str] = &[
    "出版",
    "出刊",
    "发行",
    "编印",
    "印发",
    "登记",
    "登",
    "创刊",
    "内部资料",
    "内部发行",
    "内部",
    "免费",
    "赠阅",
    "交流",
    "公开发行",
    "合刊",
    "星期",
    "农历",
    "春季",
    "夏季",
    "秋季",
    "冬季",
    "卷",
    "逢",
    "每月",
    "第",
    "期",
    "号",
    "总",
    "年",
    "月",
    "日",
    "刊",
];

/// Reads the pieces off a line; `None` when the line holds something else besides (or nothing of the kind).
/// `title` is the gazette's name where it is known: it may stand on the same line.
pub fn numbers(line: &str, title: Option<&str>) -> Option<Numbers> {
    if title.is_none() && !may_be_numbers(line) {
        return None;
    }
    let mut rest = fold(&apart(&numerals::repaired(line)));
    if rest.chars().count() > 80 {
        return None;
    }
    if let Some(title) = title {
        rest = rest.replacen(&fold(title), "", 1);
    }
    rest = reread(&rest);
    // 1956年创刊 tells the gazette's age.
    if let Some(at) = rest.find("创刊") {
        rest.replace_range(..at, "");
    }
    if !may_be_numbers(&rest) {
        return None;
    }
    take_volume(&mut rest);
    take_months(&mut rest);
    let found = take_numbers(&mut rest);
    if found.is_empty() {
        return None;
    }
    for word in FILLERS {
        rest = rest.replace(word, "");
    }
    let left = rest.chars().filter(|c| c.is_alphanumeric()).count();
    (left <= 1).then_some(found)
}

/// 笫l期: what a recogniser makes of 第1期.
fn reread(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push(match c {
            '笫' => '第',
            'l' | 'i' | '|' if out.ends_with(|c: char| c == '第' || c.is_ascii_digit()) => '1',
            c => c,
        });
    }
    out
}

/// 2020 01, NO.1 2020: a year and a number that only space keeps apart, with a dot between them.
fn apart(line: &str) -> String {
    let digits = |c: &char| c.is_ascii_digit();
    let mut out = String::with_capacity(line.len() + 4);
    for word in line.split(is_space).filter(|word| !word.is_empty()) {
        let before = out.chars().rev().take_while(digits).count();
        let here = word.chars().take_while(digits).count();
        let year = before == 4 && (1..=3).contains(&here) || (1..=3).contains(&before) && here == 4;
        out.push_str(if out.is_empty() {
            ""
        } else if year {
            "·"
        } else {
            " "
        });
        out.push_str(word);
    }
    out
}

/// Whether a line holds hardly more than what [`numbers`] takes away. Asked first, because of nearly every line the answer
/// is no, within a few characters.
fn may_be_numbers(line: &str) -> bool {
    let mut others = 0;
    for _ in line.chars().filter_map(fold_char).filter(|&c| !is_piece(c) && c.is_alphanumeric()) {
        others += 1;
        if others > 1 {
            // What stands before 创刊 is taken away unseen.
            return line.contains(['创', '創']);
        }
    }
    true
}

/// A character of numbers, frequencies, fillers and what joins them, folded; letters that are misread digits, too.
fn is_piece(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | 'n'
            | 'o'
            | 'i'
            | 'l'
            | '〇'
            | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '总'
            | '累'
            | '计'
            | '第'
            | '笫'
            | '期'
            | '号'
            | '数'
            | '辑'
            | '年'
            | '月'
            | '日'
            | '刊'
            | '双'
            | '半'
            | '周'
            | '不'
            | '定'
            | '季'
            | '旬'
            | '出'
            | '版'
            | '发'
            | '行'
            | '编'
            | '印'
            | '登'
            | '记'
            | '创'
            | '内'
            | '部'
            | '资'
            | '料'
            | '免'
            | '费'
            | '赠'
            | '阅'
            | '交'
            | '流'
            | '公'
            | '开'
            | '星'
            | '农'
            | '历'
            | '春'
            | '夏'
            | '秋'
            | '冬'
            | '卷'
            | '逢'
            | '每'
            | '合'
            | '至'
    )
}

/// The numbers a line holds, with anything else left in `rest`.
fn take_numbers(rest: &mut String) -> Numbers {
    let mut found = Numbers::default();
    for name in FREQUENCIES {
        if let Some(at) = rest.find(name) {
            found.frequency = Some(name);
            rest.replace_range(at..at + name.len(), " ");
            break;
        }
    }
    take_total(rest, &mut found);
    take_date(rest, &mut found);
    take_number(rest, &mut found);
    found
}

/// 第十九卷: a volume, which is no number of the issue.
fn take_volume(rest: &mut String) {
    let Some(at) = rest.find('卷') else { return };
    if let Some((_, start)) = numeral_before(&rest[..at]) {
        let start = rest[..start].strip_suffix('第').map_or(start, str::len);
        rest.replace_range(start..at + "卷".len(), " ");
    }
}

/// 1-3月: the months that an issue tells of.
fn take_months(rest: &mut String) {
    let Some(end) = rest.find('月') else { return };
    let range = ['-', '—', '–', '~', '至'];
    let from = numeral_before(&rest[..end]).and_then(|(_, last)| {
        let first = rest[..last].trim_end_matches(range);
        (first.len() < last).then(|| numeral_before(first)).flatten()
    });
    if let Some((_, from)) = from.filter(|&(first, _)| (1..=12).contains(&first)) {
        rest.replace_range(from..end + "月".len(), " ");
    }
}

/// 总第16期, 总16期, 总号：1691, 总期第十六期.
fn take_total(rest: &mut String, found: &mut Numbers) {
    for label in ["总", "累计"] {
        let Some(at) = rest.find(label) else { continue };
        let mut end = at + label.len();
        while let Some(c) =
            rest[end..].chars().next().filter(|c| matches!(c, '第' | '期' | '号' | '数' | ':' | '.' | '·' | '('))
        {
            end += c.len_utf8();
        }
        let Some((value, length)) = numeral(&rest[end..]) else { continue };
        end += length;
        end += range(&rest[end..]);
        if let Some(c) = rest[end..].chars().next().filter(|c| matches!(c, '期' | '号' | '辑')) {
            end += c.len_utf8();
        }
        found.total_number = Some(value);
        rest.replace_range(at..end, " ");
        return;
    }
}

/// 2021年7月5日, 二〇二一年七月五日, 2021.7.5, 2021-07-05.
fn take_date(rest: &mut String, found: &mut Numbers) {
    for (at, _) in rest.char_indices() {
        if rest[..at].chars().next_back().is_some_and(|c| numeral_digit(c).is_some()) {
            continue;
        }
        if let Some((date, length)) = date(&rest[at..]) {
            found.year = found.year.or_else(|| date.get(..4)?.parse().ok());
            found.date = Some(date);
            rest.replace_range(at..at + length, " ");
            return;
        }
    }
    let Some((month, at)) = rest.find('月').and_then(|at| Some((numeral_before(&rest[..at])?, at))) else { return };
    let day = at + "月".len();
    if let Some((value, length)) = numeral(&rest[day..]).filter(|_| (1..=12).contains(&month.0))
        && (1..=31).contains(&value)
        && rest[day + length..].starts_with('日')
    {
        found.month_day = Some((month.0, value));
        rest.replace_range(month.1..day + length + "日".len(), " ");
    }
}

/// The number that a folded text ends with, and where it starts.
fn numeral_before(text: &str) -> Option<(u32, usize)> {
    let start =
        text.char_indices().rev().take(3).take_while(|&(_, c)| numeral_digit(c).is_some() || c == '十').last()?.0;
    numeral(&text[start..]).map(|(value, _)| (value, start))
}

/// A date at the start of a folded text: itself as `YYYY-MM-DD`, and the bytes it takes.
fn date(text: &str) -> Option<(String, usize)> {
    let (year, mut at) = year(text)?;
    let mut parts = [0u32; 2];
    let mut spelt = None;
    for (part, marks) in parts.iter_mut().zip([['年', '.', '-', '/'], ['月', '.', '-', '/']]) {
        let mark = text[at..].chars().next().filter(|c| marks.contains(c))?;
        // 2020年1-3月 is no day.
        if *spelt.get_or_insert(is_han(mark)) != is_han(mark) {
            return None;
        }
        at += mark.len_utf8();
        let (value, length) = numeral(&text[at..])?;
        *part = value;
        at += length;
    }
    let [month, day] = parts;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    if let Some(c) = text[at..].chars().next().filter(|&c| c == '日') {
        at += c.len_utf8();
    }
    Some((format!("{year:04}-{month:02}-{day:02}"), at))
}

/// 2021年第03期, 第3期, 第8号, 2021.3, 2021年3月号, 二〇二一年第三期, NO.3.
fn take_number(rest: &mut String, found: &mut Numbers) {
    for (at, _) in rest.char_indices() {
        if rest[..at].chars().next_back().is_some_and(|c| numeral_digit(c).is_some()) {
            continue;
        }
        let Some((year, mut end)) = year(&rest[at..]).map(|(year, length)| (year, at + length)) else { continue };
        let tail = &rest[end..];
        let mark = tail.chars().next();
        let joined = mark.is_some_and(|c| matches!(c, '年' | '.' | '-' | '/' | '·' | '('));
        if !joined && !tail.trim().is_empty() && mark != Some('第') {
            continue;
        }
        end += mark.filter(|_| joined).map_or(0, char::len_utf8);
        found.year = Some(year);
        let prefix = if rest[end..].starts_with('第') { "第".len() } else { 0 };
        if let Some((value, length)) = numeral(&rest[end + prefix..]).filter(|&(value, _)| value < 400) {
            let after = end + prefix + length;
            let after = after + range(&rest[after..]);
            match rest[after..].chars().next() {
                Some(c) if matches!(c, '期' | '号' | '辑') => {
                    found.number = Some(value);
                    end = after + c.len_utf8();
                }
                Some('月') => end = after + "月".len(),
                _ if prefix > 0 || rest[after..].chars().all(|c| !c.is_alphanumeric()) => {
                    found.number = Some(value);
                    end = after;
                }
                _ => {}
            }
        }
        rest.replace_range(at..end, " ");
        break;
    }
    if found.number.is_some() {
        return;
    }
    for label in ["第", "no."] {
        let Some(at) = rest.find(label) else { continue };
        let start = at + label.len();
        let Some((value, length)) = numeral(&rest[start..]).filter(|&(value, _)| value < 400) else { continue };
        let end = start + length;
        let end = end + range(&rest[end..]);
        match rest[end..].chars().next() {
            Some(c) if matches!(c, '期' | '号' | '辑') => {
                found.number = Some(value);
                rest.replace_range(at..end + c.len_utf8(), " ");
            }
            _ if label == "no." => {
                found.number = Some(value);
                rest.replace_range(at..end, " ");
            }
            _ => continue,
        }
        return;
    }
}

/// The bytes of the other end of a range, as a double issue has it: 第3—4期; the first number counts.
fn range(text: &str) -> usize {
    let other = text.trim_start_matches(['-', '—', '–', '－', '~', '、', '至', ',']);
    let mark = text.len() - other.len();
    let other = other.strip_prefix('第').map_or((other, mark), |rest| (rest, mark + "第".len()));
    match numeral(other.0) {
        Some((value, length)) if mark > 0 && value < 9999 => {
            let end = other.1 + length;
            if text[end..].starts_with(['期', '号', '辑']) { end } else { 0 }
        }
        _ => 0,
    }
}

/// Four digits, Arabic or Chinese, of a year of the People's Republic.
fn year(text: &str) -> Option<(u16, usize)> {
    let mut value = 0u16;
    let mut length = 0;
    for c in text.chars().take(4) {
        value = value * 10 + numeral_digit(c)? as u16;
        length += c.len_utf8();
    }
    (1949..=2149).contains(&value).then_some((value, length))
}

/// The value of one digit, Arabic or Chinese.
fn numeral_digit(c: char) -> Option<u32> {
    digit(c)
        .or_else(|| "〇一二三四五六七八九".chars().position(|d| d == c).map(|v| v as u32))
        .or((c == '零').then_some(0))
}

/// A number at the start of a folded text, Arabic or Chinese (十六, 二十, 一百零三, 〇三), and the bytes it takes.
fn numeral(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut current, mut length, mut plain) = (0u32, None::<u32>, 0, true);
    for c in text.chars().take(9) {
        if let Some(d) = numeral_digit(c) {
            current = Some(if plain || c.is_ascii_digit() {
                current.unwrap_or(0).checked_mul(10)?.checked_add(d)?
            } else {
                d
            });
        } else if let Some(unit) = match c {
            '十' => Some(10),
            '百' => Some(100),
            '千' => Some(1000),
            _ => None,
        } {
            total += current.take().filter(|&d| d > 0).unwrap_or(1) * unit;
            plain = false;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    (length > 0).then_some((total + current.unwrap_or(0), length))
}

/// A gazette's name on a line of its own: 丁县人民政府公报, 丁省政报; never a 统计公报 or another document so called.
pub fn title(line: &str) -> Option<String> {
    const BODIES: [&str; 16] =
        ["政府", "院", "省", "市", "州", "县", "区", "旗", "盟", "会", "委", "厅", "局", "部", "署", "人大"];
    let (name, folded) = named(line)?;
    let of_body = |name: &str| BODIES.iter().any(|body| name.ends_with(body));
    let periodical = folded.strip_suffix("公报").is_some_and(of_body)
        || ["政府政报", "政务公报", "政府公告", "标准文本"].iter().any(|end| folded.ends_with(end))
        || folded.ends_with("政报") && folded.chars().count() <= 10;
    periodical.then_some(name)
}

/// The name of a 公报 or 政报 of whatever it may be: a gazette's where its number stands beside it.
pub fn periodical(line: &str) -> Option<String> {
    named(line).filter(|(_, folded)| ["公报", "政报"].iter().any(|end| folded.ends_with(end))).map(|(name, _)| name)
}

/// What may be a name by its characters, as printed and folded.
fn named(line: &str) -> Option<(String, String)> {
    const OTHERS: [&str; 7] = ["统计", "关于", "普查", "本期", "刊登", "印发", "通知"];
    // Nearly no line is one: told by its length and its last character, before anything is copied.
    let head = line.chars().filter_map(fold_char).take_while(|&c| c != '(');
    let (count, last) = head.take(25).fold((0, ' '), |(count, _), c| (count + 1, c));
    if !(4..=24).contains(&count) || !ends_title(last) {
        return None;
    }
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.split(['（', '(']).next().unwrap_or_default().to_owned();
    let folded = fold(&name);
    let fits = (4..=24).contains(&folded.chars().count()) && folded.chars().all(is_han);
    (fits && !OTHERS.iter().any(|word| folded.contains(word))).then_some((name, folded))
}

/// The last character of all names of gazettes: 公报, 政报, 公告, 文本.
fn ends_title(c: char) -> bool {
    matches!(c, '报' | '告' | '本')
}

/// A gazette's name with the issue's numbers behind or before it, as running heads are: 丁县人民政府公报 2021年第3期.
pub fn title_and_numbers(line: &str) -> Option<(String, Numbers)> {
    // Nearly no line has a name that ends before the numbers: told by the only characters one ends with.
    if !line.chars().any(|c| fold_char(c).is_some_and(ends_title)) {
        return None;
    }
    line.char_indices()
        .filter(|&(_, c)| c.is_whitespace() || matches!(c, '（' | '(' | '2' | '二' | '第'))
        .take(12)
        .find_map(|(at, _)| {
            let name = title(&line[..at])?;
            Some((name, numbers(&line[at..], None)?))
        })
        .or_else(|| {
            // On the other side of a sheet.
            let (number, name) = line.rsplit_once(char::is_whitespace)?;
            Some((title(name)?, numbers(number, None)?))
        })
}

/// The gazette's name where the cover prints a certification line (规章标准文本: this print is the rules' standard text)
/// in its place: the issuer's 公报.
pub fn name_from_certification(title: &str) -> Option<String> {
    let at = title.find("规章标准文本").or_else(|| title.find("規章標準文本")).or_else(|| title.find("标准文本"))?;
    let issuer = &title[..at];
    (!issuer.is_empty()).then(|| if issuer.ends_with("公报") { issuer.to_owned() } else { format!("{issuer}公报") })
}

#[cfg(test)]
mod tests;
