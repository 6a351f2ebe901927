//! By when: dates and periods in the words of documents.
//!
//! ```text
//! 2021年6月底前          by 2021-06-30          每月25日前      every month
//! 6月30日前              by that day of the document's year
//! 2021—2023年            2021-01-01 to 2023-12-31
//! 第三季度               July to September      长期坚持        always
//! ```
//!
//! A pure function of the words and of what the document says of its time ([`Base`]). The words are always kept; where
//! they say no time that is understood, [`Deadline::when`] is none and a reader sees the words.
//!
//! *Which year*: one that is printed before in the same text; else the one that the document's title names; else the year of the
//! document's date, or the next where the month lies more than half a year back (a notice of December that says 3月底前).
//! *Before*: 6月30日前 and 6月底前 hold that day to be the last one; 6月前 is before June begins, the earlier reading.
//!
//! A label or a column says a deadline whatever its words ([`labelled`]). Running text names many times that are none, so
//! there only those count that say 前, 底, 内, 到…年 or 完成, or open a sentence as the time of an aim (2025年，建成…), and do not lie
//! before the document's year ([`said`]); of that year, those that are told as history (截至3月底，已…) do not count.

use std::fmt;
use std::ops::Range;

use time::{Date, Month};

use crate::text::fold::Folded;
use crate::text::numerals;

mod reader;

use reader::{Reader, is_digit};

/// A deadline: its words as printed, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub words: String,
    pub when: Option<When>,
}

/// A time that something must be done by, or in, or again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Done by the end of `to`, and not before `from` where a period is named.
    Dated {
        from: Option<Date>,
        to: Date,
    },
    Every(Cycle),
    /// 长期坚持.
    Always,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cycle {
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What a document says of its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Base {
    /// 成文日期, or else the date of the issue.
    pub date: Option<Date>,
    /// The year that its title names: 2023年工作方案.
    pub year: Option<i32>,
}

impl When {
    /// The last day of it; none for what has no end.
    pub fn last_day(self) -> Option<Date> {
        match self {
            When::Dated { to, .. } => Some(to),
            When::Every(_) | When::Always => None,
        }
    }
}

impl When {
    /// For the eye, as short as it can be said: `2021-06-30`; the ends of a period, only one where it is a whole month or year:
    /// `2021-06`, `2021年`, `2021-03` and `2021-05`.
    pub fn ends(self) -> (String, Option<String>) {
        let When::Dated { from: Some(from), to } = self else { return (self.to_string(), None) };
        let begins_month = from.day() == 1;
        let ends_month = month_end(to.year(), u8::from(to.month())) == Some(to);
        let years = begins_month && ends_month && from.month() == Month::January && to.month() == Month::December;
        let said = |date: Date| match (years, begins_month && ends_month) {
            (true, _) => format!("{:04}年", date.year()),
            (false, true) => format!("{:04}-{:02}", date.year(), u8::from(date.month())),
            (false, false) => iso(date),
        };
        let (from, to) = (said(from), said(to));
        if from == to { (from, None) } else { (from, Some(to)) }
    }

    /// The same in one piece: `2021-03至2021-05`.
    pub fn brief(self) -> String {
        match self.ends() {
            (from, Some(to)) => format!("{from}至{to}"),
            (only, None) => only,
        }
    }
}

/// `2021-06-30`, `2021-01-01/2023-12-31`, 每月, 长期.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            When::Dated { from: Some(from), to } => write!(f, "{}/{}", iso(*from), iso(*to)),
            When::Dated { from: None, to } => f.write_str(&iso(*to)),
            When::Every(cycle) => f.write_str(match cycle {
                Cycle::Day => "每日",
                Cycle::Week => "每周",
                Cycle::Month => "每月",
                Cycle::Quarter => "每季度",
                Cycle::HalfYear => "每半年",
                Cycle::Year => "每年",
            }),
            When::Always => f.write_str("长期"),
        }
    }
}

/// `YYYY-MM-DD`.
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Reads `YYYY-MM-DD`.
pub fn from_iso(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    date(year, month, parts.next()?.parse().ok()?)
}

/// The last day of a month.
pub fn month_end(year: i32, month: u8) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(year, month, month.length(year)).ok()
}

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// What a label or a column says: each time in it is a deadline; without any the words alone are one.
pub fn labelled(text: &str, base: Base) -> Vec<Deadline> {
    let whole = || text.split_whitespace().collect::<String>();
    if whole().is_empty() {
        return Vec::new();
    }
    let found = scan(text, base, false);
    match found.as_slice() {
        [] => vec![Deadline { words: whole(), when: None }],
        [only] => vec![Deadline { words: whole(), when: Some(only.when) }],
        // 2023年3月底制定方案，8月底投入使用: each with its own words.
        _ => {
            let ends = found.iter().skip(1).map(|next| next.at.start).chain([text.len()]);
            let piece = |(found, end): (&Found, usize)| Deadline {
                words: tidy(&text[found.at.start..end]),
                when: Some(found.when),
            };
            found.iter().zip(ends).map(piece).collect()
        }
    }
}

/// The deadlines that running text names, with their bytes.
pub fn said(text: &str, base: Base) -> Vec<(Range<usize>, Deadline)> {
    let found = scan(text, base, true).into_iter().filter(|found| !is_past(found, text, base));
    found.map(|found| (found.at.clone(), Deadline { words: tidy(&text[found.at]), when: Some(found.when) })).collect()
}

/// Whether a time lies behind the document, rather than in a plan that was signed late (3月底前完成招标, in a plan of April).
fn is_past(found: &Found, text: &str, base: Base) -> bool {
    let Some((day, date)) = found.when.last_day().zip(base.date).filter(|(day, date)| day < date) else { return false };
    if day.year() < base.year.unwrap_or(date.year()) {
        return true;
    }
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let before = plain(&text[..found.at.start]);
    let rest = &text[found.at.end..];
    let sentence = plain(&rest[..rest.find(['。', '；', ';', '\n']).unwrap_or(rest.len())]);
    ["截至", "截止", "截止到", "到", "至"].iter().any(|word| before.ends_with(word))
        || ["已", "达到", "累计", "共有"].iter().any(|word| sentence.contains(word))
}

/// The order in which deadlines are told: the earliest last day first; what has none behind, as printed.
pub fn sort(deadlines: &mut [Deadline]) {
    deadlines.sort_by_key(|deadline| {
        let last = deadline.when.and_then(When::last_day);
        (last.is_none(), last)
    });
}

/// A year as a period.
pub fn whole_year(year: i32) -> Option<When> {
    Some(When::Dated { from: Some(date(year, 1, 1)?), to: date(year, 12, 31)? })
}

fn tidy(words: &str) -> String {
    let words: String = words.split_whitespace().collect();
    words.trim_matches(['，', ',', '；', ';', '、', '。', '（', '(', '：', ':']).to_owned()
}

/// The year that a title names, where it names one only: 2023年工作方案.
pub fn title_year(title: &str) -> Option<i32> {
    let folded = Folded::new(title);
    let text = folded.text();
    let mut years = text.match_indices('年').filter_map(|(at, _)| {
        let four = text[..at].char_indices().rev().nth(3).map(|(start, _)| &text[start..at])?;
        numerals::parse(four).filter(|year| YEARS.contains(year))
    });
    let year = years.next()?;
    (years.next().is_none() && !text.contains(&format!("-{year}"))).then_some(year as i32)
}

const YEARS: Range<u32> = 1949..2100;

struct Found {
    at: Range<usize>,
    when: When,
}

/// Every time in a text, in order. `firm`: only those that say that something is due.
fn scan(text: &str, base: Base, firm: bool) -> Vec<Found> {
    let folded = Folded::new(text);
    let whole = folded.text();
    let mut found = Vec::new();
    let mut reader = Reader { base, year: None };
    let mut at = 0;
    while let Some(c) = whole[at..].chars().next() {
        let rest = &whole[at..];
        let inside = whole[..at].chars().next_back().is_some_and(|before| is_digit(before) && is_digit(c));
        match (!inside).then(|| reader.read(&whole[..at], rest, firm)).flatten() {
            Some((length, when)) => {
                if let Some(when) = when {
                    found.push(Found { at: folded.source(at..at + length), when });
                }
                at += length;
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

#[cfg(test)]
mod tests;
