//! One time at the start of a text, as printed: a point, a range, a period counted from the document's date, a cycle.

use time::{Date, Duration};

use super::{Base, Cycle, When, YEARS, date, month_end};
use crate::parse::responsibilities::times;
use crate::text::numerals;

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || numerals::is_numeral(c)
}

/// A point of time as printed, parts that are not said open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Point {
    year: Option<i32>,
    part: Part,
    /// How exactly its end is said.
    edge: Edge,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Year,
    /// 1 or 2.
    Half(u8),
    Quarter(u8),
    Month(u8),
    Day(u8, u8),
}

/// 初, 上旬, 中, 中旬, 底 of a month or a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    Whole,
    Start,
    Middle,
    End,
}

/// Reads times one after another: a year that was printed holds for those behind it.
pub(super) struct Reader {
    pub(super) base: Base,
    /// The last year that was printed.
    pub(super) year: Option<i32>,
}

impl Reader {
    /// A time at the start of `rest`: its bytes, and its meaning unless it is none that something is due.
    pub(super) fn read(&mut self, before: &str, rest: &str, firm: bool) -> Option<(usize, Option<When>)> {
        if let Some((length, cycle, due)) = cycle(rest) {
            return Some((length, (due || !firm).then_some(When::Every(cycle))));
        }
        if let Some(word) = ALWAYS.iter().find(|word| rest.starts_with(**word)) {
            let alone = before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric());
            let end = rest[word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            return (!firm || alone && end && word.chars().count() > 2).then_some((word.len(), Some(When::Always)));
        }
        if !firm && let Some(found) = self.relative(before, rest) {
            return Some(found);
        }
        // 年内 of 3年内.
        if rest.starts_with('年') && before.ends_with(is_digit) {
            return None;
        }
        let (first, mut length) = match self.point(rest) {
            Some((point, length)) => (point, length),
            None => self.open_point(rest)?,
        };
        if let Some(year) = first.year {
            self.year = Some(year);
        }
        let mut from = None;
        let mut last = first;
        if let Some((point, more)) = self.range_end(first, &rest[length..]) {
            (from, last) = (Some(first), point);
            length += more;
            if let Some(year) = last.year {
                self.year = Some(year);
            }
        }
        let tail = &rest[length..];
        let suffix = ["以前", "之前", "前", "以内", "之内", "内"].iter().find(|word| tail.starts_with(**word)).copied();
        // 3年内 is no point; 前期 and 内容 are words of their own.
        let suffix = suffix.filter(|word| {
            !["前期", "前三", "前两", "内容", "内部", "前款", "前述"].iter().any(|other| tail.starts_with(other))
                || word.chars().count() > 1
        });
        length += suffix.map_or(0, str::len);
        let tail = &rest[length..];
        if suffix.is_none()
            && ["起", "开始", "以来", "以后", "之后", "后", "印发", "发布", "下发", "出台"]
                .iter()
                .any(|word| tail.starts_with(word))
        {
            return Some((length, None));
        }
        let when = self.resolve(from, last, suffix.is_some_and(|word| word.ends_with('前')))?;
        let due = suffix.is_some()
            || last.edge == Edge::End
            || ["到", "截至", "截止", "截止到", "截至到"].iter().any(|word| before.ends_with(word)) && !ranged(before)
            || DONE.iter().any(|word| tail.starts_with(word))
            || follows_label(before)
            || self.aims(first, last, before, tail);
        let when = match when {
            // 到2025年: by its end.
            When::Dated { from: Some(_), to } if from.is_none() && before.ends_with(['到', '至']) => {
                When::Dated { from: None, to }
            }
            when => when,
        };
        Some((length, (due || !firm).then_some(when)))
    }

    /// 3个月内, 印发后30日内: counted from the document's date. Working days are not: holidays are not known.
    fn relative(&self, before: &str, rest: &str) -> Option<(usize, Option<When>)> {
        let base = self.base.date?;
        if ["立即", "即时", "即知即改", "立行立改"].iter().any(|word| rest.starts_with(word)) && before.is_empty()
        {
            return Some((rest.len(), Some(When::Dated { from: None, to: base })));
        }
        let start = before.is_empty()
            || ["印发后", "印发之日起", "发布后", "发布之日起", "下发后", "下发之日起"]
                .iter()
                .any(|word| before.ends_with(word));
        if !start {
            return None;
        }
        let (number, digits) = number(rest)?;
        let tail = &rest[digits..];
        let (word, to) = if let Some(word) = ["个月", "月"].iter().find(|word| tail.starts_with(**word)) {
            let months = base.year() * 12 + i32::from(u8::from(base.month())) - 1 + i32::try_from(number).ok()?;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
            let end = month_end(year, month)?;
            (*word, date(year, month, base.day().min(end.day()))?)
        } else if let Some(word) = ["日", "天"].iter().find(|word| tail.starts_with(**word)) {
            (*word, base.checked_add(Duration::days(i64::from(number)))?)
        } else if let Some(word) = ["周", "个星期"].iter().find(|word| tail.starts_with(**word)) {
            (*word, base.checked_add(Duration::weeks(i64::from(number)))?)
        } else {
            return None;
        };
        let rest = &tail[word.len()..];
        let within = ["之内", "以内", "内"].iter().find(|within| rest.starts_with(**within))?;
        Some((digits + word.len() + within.len(), Some(When::Dated { from: None, to })))
    }

    /// 2021年6月30日, 年底, 6月上旬, 第三季度: what is said, and its bytes.
    fn point(&self, text: &str) -> Option<(Point, usize)> {
        let mut point = Point::default();
        let mut at = 0;
        let mut some = false;
        if let Some((year, length)) = self.year_at(text) {
            point.year = Some(year);
            at = length;
            some = true;
            // 今年年底
            if ["年底", "年末", "年内"].iter().any(|word| text[at..].starts_with(word)) {
                at += "年".len();
            } else if text[at..].starts_with("全年") {
                at += "全年".len();
            }
        } else if ["年底", "年末", "年内", "全年"].iter().any(|word| text.starts_with(word)) {
            let year = self.year.or(self.base.year).or_else(|| self.base.date.map(Date::year))?;
            point.year = Some(year);
            // 内 is read as a suffix.
            at = if text.starts_with("全年") { "全年".len() } else { "年".len() };
            some = true;
        }
        let rest = &text[at..];
        if let Some((part, length)) = half_or_quarter(rest) {
            point.part = part;
            return Some((point, at + length));
        }
        if let Some((month, digits)) = number(rest).filter(|(month, _)| (1..=12).contains(month)) {
            let tail = &rest[digits..];
            let month = month as u8;
            if let Some(word) = month_word(tail) {
                point.part = Part::Month(month);
                at += digits + word;
                some = true;
                let rest = &text[at..];
                if let Some((day, digits)) = number(rest).filter(|(day, _)| (1..=31).contains(day))
                    && rest[digits..].starts_with(['日', '号'])
                {
                    point.part = Part::Day(month, day as u8);
                    return Some((point, at + digits + "日".len()));
                }
            } else if shares_month(tail) {
                // 3 of 3-5月: the range goes on behind it.
                point.part = Part::Month(month);
                return Some((point, at + digits));
            }
        }
        if !some {
            return None;
        }
        const EDGES: [(&str, Edge); 7] = [
            ("上旬", Edge::Start),
            ("中旬", Edge::Middle),
            ("下旬", Edge::End),
            ("初", Edge::Start),
            ("中", Edge::Middle),
            ("底", Edge::End),
            ("末", Edge::End),
        ];
        // 中 and 初 begin other words, too: 年中央, 月初步.
        let edge = EDGES.iter().find(|(word, _)| {
            text[at..].starts_with(word)
                && !["中央", "中国", "中小", "中级", "中期", "中考", "初步", "初级", "初中", "末端"]
                    .iter()
                    .any(|other| text[at..].starts_with(other))
        });
        if let Some((word, edge)) = edge {
            point.edge = *edge;
            at += word.len();
        }
        Some((point, at))
    }

    /// 2021年, 二〇二一年, 今年, 明年.
    fn year_at(&self, text: &str) -> Option<(i32, usize)> {
        let this = || self.base.date.map(Date::year).or(self.base.year);
        for (word, more) in [("今年", 0), ("本年度", 0), ("本年", 0), ("当年", 0), ("明年", 1), ("次年", 1)]
        {
            if text.starts_with(word) {
                return Some((this()? + more, word.len()));
            }
        }
        let (year, digits) = number(text).filter(|(year, _)| YEARS.contains(year))?;
        let rest = &text[digits..];
        // 2021.6 and 2021-06-30 are dates, too; 2021 alone is where a range goes on.
        let after = if rest.starts_with("年度") { "年度" } else { "年" };
        rest.starts_with(after).then_some((year as i32, digits + after.len()))
    }

    /// The first half of a range that shares its unit with the second: 2021 of 2021-2023年; or a year alone, and dates in
    /// figures: 2021.6, 2021-06-30, 2021/6/30.
    fn open_point(&self, text: &str) -> Option<(Point, usize)> {
        let (first, digits) = number(text)?;
        let rest = &text[digits..];
        let as_year = YEARS.contains(&first).then_some(first as i32);
        if let Some(year) = as_year
            && let Some(mark) = rest.chars().next().filter(|c| matches!(c, '.' | '-' | '/'))
            && let Some((month, length)) = number(&rest[1..]).filter(|(month, _)| (1..=12).contains(month))
        {
            let after = &rest[1 + length..];
            if let Some((day, more)) =
                after.strip_prefix(mark).and_then(number).filter(|(day, _)| (1..=31).contains(day))
            {
                let point = Point { year: Some(year), part: Part::Day(month as u8, day as u8), edge: Edge::Whole };
                return Some((point, digits + 1 + length + 1 + more));
            }
            if !after.starts_with(['年', '月', '日']) {
                let point = Point { year: Some(year), part: Part::Month(month as u8), edge: Edge::Whole };
                return Some((point, digits + 1 + length));
            }
        }
        let connector = connector(rest);
        if connector == 0 {
            // A column 实施年度 holds nothing but years.
            let alone = text.len() == digits;
            return as_year.filter(|_| alone).map(|year| (Point { year: Some(year), ..Point::default() }, digits));
        }
        let (second, more) = number(&rest[connector..])?;
        let unit = &rest[connector + more..];
        let years = as_year.is_some() && YEARS.contains(&second) && (unit.starts_with('年') || unit.is_empty());
        years.then_some((Point { year: as_year, ..Point::default() }, digits))
    }

    /// The second half of a range behind its first: -2023年, 至9月, －30日.
    fn range_end(&self, first: Point, text: &str) -> Option<(Point, usize)> {
        let connector = connector(text);
        if connector == 0 {
            return None;
        }
        let rest = &text[connector..];
        if let Some((mut point, length)) = self.point(rest) {
            point.year = point.year.or(first.year);
            return Some((point, connector + length));
        }
        let (second, digits) = number(rest)?;
        let tail = &rest[digits..];
        if let Part::Day(month, _) = first.part
            && (1..=31).contains(&second)
            && tail.starts_with(['日', '号'])
        {
            let point = Point { year: first.year, part: Part::Day(month, second as u8), edge: Edge::Whole };
            return Some((point, connector + digits + "日".len()));
        }
        if first.part == Part::Year && YEARS.contains(&second) && tail.is_empty() {
            return Some((Point { year: Some(second as i32), ..Point::default() }, connector + digits));
        }
        None
    }

    /// Whether what stands behind a time is the aim for it (2025年，基本建成…), rather than how things are: of years to come
    /// whatever is said, of the document's own only what has the words of an aim.
    fn aims(&self, first: Point, last: Point, before: &str, tail: &str) -> bool {
        let (Some(_), Some(rest)) = (first.year, tail.strip_prefix(',')) else { return false };
        let now = self.base.year.or_else(|| self.base.date.map(Date::year));
        let to_come = last.year.zip(now).is_some_and(|(year, now)| year > now);
        let sentence = &rest[..rest.find(['.', ';', ':']).unwrap_or(rest.len())];
        let soon: String = sentence.chars().take(40).collect();
        if soon.starts_with('是') || soon.contains('已') || !to_come && last.part != Part::Year {
            return false;
        }
        if begins_sentence(before) {
            return to_come || AIMS.iter().any(|word| soon.contains(word));
        }
        // 按照县里部署，2025年，完成…
        before.ends_with(',') && (to_come || AIMS.iter().any(|word| soon.starts_with(word)))
    }

    /// The year that a point without one means.
    fn year_of(&self, point: Point) -> Option<i32> {
        let guess = |date: Date| {
            let month = match point.part {
                Part::Year => return date.year(),
                Part::Half(half) => half * 6,
                Part::Quarter(quarter) => quarter * 3,
                Part::Month(month) | Part::Day(month, _) => month,
            };
            date.year() + i32::from(month + 6 < u8::from(date.month()))
        };
        point.year.or(self.year).or(self.base.year).or_else(|| self.base.date.map(guess))
    }

    fn resolve(&self, from: Option<Point>, last: Point, before: bool) -> Option<When> {
        let (start, end) = span(self.year_of(last)?, last)?;
        if let Some(from) = from {
            let (from, _) = span(self.year_of(from)?, from)?;
            return Some(When::Dated { from: Some(from.min(end)), to: end });
        }
        let exact = matches!(last.part, Part::Day(..)) || last.edge != Edge::Whole;
        let when = match (before, exact) {
            (true, false) => When::Dated { from: None, to: start.previous_day()? },
            (false, false) => When::Dated { from: Some(start), to: end },
            (_, true) => When::Dated { from: None, to: end },
        };
        Some(when)
    }
}

/// First and last day.
fn span(year: i32, point: Point) -> Option<(Date, Date)> {
    let months = |first: u8, last: u8| Some((date(year, first, 1)?, month_end(year, last)?));
    let (start, end) = match point.part {
        Part::Year => months(1, 12)?,
        Part::Half(half) => months(half * 6 - 5, half * 6)?,
        Part::Quarter(quarter) => months(quarter * 3 - 2, quarter * 3)?,
        Part::Month(month) => months(month, month)?,
        Part::Day(month, day) => (date(year, month, day)?, date(year, month, day)?),
    };
    let end = match (point.part, point.edge) {
        (Part::Year, Edge::Start) => month_end(year, 1)?,
        (Part::Year, Edge::Middle) => month_end(year, 6)?,
        (Part::Month(month), Edge::Start) => date(year, month, 10)?,
        (Part::Month(month), Edge::Middle) => date(year, month, 20)?,
        _ => end,
    };
    Some((start, end))
}

const ALWAYS: [&str; 12] = [
    "长期坚持",
    "长期推进",
    "长期实施",
    "持续推进",
    "持续实施",
    "常态化推进",
    "常态推进",
    "长期",
    "持续",
    "常态化",
    "常年",
    "日常",
];

/// What stands behind a time by which it is done.
const DONE: [&str; 14] = [
    "完成",
    "全面完成",
    "全部完成",
    "基本完成",
    "建成",
    "全部建成",
    "办结",
    "到位",
    "全部到位",
    "投入使用",
    "实现",
    "全面实现",
    "竣工",
    "报送",
];

/// Whether a deadline's label stands right before a time: 完成节点：2023年.
fn follows_label(before: &str) -> bool {
    let Some(before) = before.strip_suffix(':') else { return false };
    let start = before.char_indices().rev().take(8).take_while(|(_, c)| c.is_alphabetic()).last();
    // What follows is a time, or this was not asked.
    start.is_some_and(|(at, _)| times::is_label(&before[at..], "每年"))
}

fn begins_sentence(before: &str) -> bool {
    before.is_empty() || before.ends_with(['.', ';', ':', ')', '到', '至'])
}

/// Words of an aim.
const AIMS: [&str; 26] = [
    "完成", "实现", "建成", "建设", "建立", "达到", "达标", "形成", "培育", "培养", "创建", "打造", "新建", "新增",
    "改造", "增长", "推广", "推动", "推进", "实施", "开展", "种植", "争取", "力争", "确保", "启动",
];

/// Whether 到 before a time ends a range that began earlier: 从2021年到.
fn ranged(before: &str) -> bool {
    before.ends_with("年到") || before.ends_with("月到") || before.ends_with("日到") || before.ends_with("达到")
}

/// 每月25日前, 每年底, 每季度: its bytes, the cycle, and whether it says that something is due.
fn cycle(text: &str) -> Option<(usize, Cycle, bool)> {
    const CYCLES: [(&str, Cycle); 14] = [
        ("每半年", Cycle::HalfYear),
        ("每年度", Cycle::Year),
        ("每学年", Cycle::Year),
        ("每年", Cycle::Year),
        ("每季度", Cycle::Quarter),
        ("每个季度", Cycle::Quarter),
        ("每季", Cycle::Quarter),
        ("每个月", Cycle::Month),
        ("每月", Cycle::Month),
        ("每周", Cycle::Week),
        ("每星期", Cycle::Week),
        ("每日", Cycle::Day),
        ("每天", Cycle::Day),
        ("每工作日", Cycle::Day),
    ];
    let (word, cycle) = CYCLES.iter().find(|(word, _)| text.starts_with(word))?;
    let mut at = word.len();
    let mut day = false;
    // 每年6月30日前, 每季度末月25日前, 每周五前
    while let Some(c) = text[at..].chars().next() {
        let part = is_digit(c)
            || matches!(c, '月' | '日' | '号' | '底' | '末' | '初' | '上' | '中' | '下' | '旬' | '个' | '第' | '的');
        if !part || at - word.len() > 30 {
            break;
        }
        day |= matches!(c, '日' | '号' | '底' | '末' | '旬');
        at += c.len_utf8();
    }
    let tail = &text[at..];
    let before = ["以前", "之前", "前"].iter().find(|before| tail.starts_with(**before) && !tail.starts_with("前三"));
    match before {
        Some(before) => Some((at + before.len(), *cycle, true)),
        None if day => Some((at, *cycle, true)),
        None => Some((word.len(), *cycle, false)),
    }
}

fn half_or_quarter(text: &str) -> Option<(Part, usize)> {
    for (word, half) in [("上半年", 1), ("下半年", 2)] {
        if text.starts_with(word) {
            return Some((Part::Half(half), word.len()));
        }
    }
    let (prefix, rest) = text.strip_prefix('第').map_or((0, text), |rest| ("第".len(), rest));
    let (quarter, digits) = number(rest).filter(|(quarter, _)| (1..=4).contains(quarter))?;
    let end = ["季度末", "季度"].iter().find(|end| rest[digits..].starts_with(**end))?;
    Some((Part::Quarter(quarter as u8), prefix + digits + end.len()))
}

/// 月, 月份; 个月 is a duration.
fn month_word(text: &str) -> Option<usize> {
    ["月份", "月"].iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// Whether a month is the second half of a range: -5月 behind 3.
fn shares_month(text: &str) -> bool {
    let rest = &text[connector(text)..];
    rest.len() < text.len()
        && number(rest)
            .is_some_and(|(month, digits)| (1..=12).contains(&month) && month_word(&rest[digits..]).is_some())
}

/// -, 至, 到 between the ends of a range: its bytes, 0 without one.
fn connector(text: &str) -> usize {
    ["--", "-", "至", "到"].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}

/// A number at the start, in figures or Chinese, and its bytes.
fn number(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    let same = |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { numerals::is_numeral(c) };
    let end = text.find(|c: char| !same(c)).unwrap_or(text.len());
    // Longer runs are no part of a date.
    (1..=24).contains(&end).then(|| numerals::parse(&text[..end])).flatten().map(|number| (number, end))
}
