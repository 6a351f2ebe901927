//! Which rows are asked for, in what order, under what headings.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use time::Date;

use super::deadline::{self, When};
use super::units::{Body, Units};
use super::{Ledger, Role, Row};
use crate::text::fold::fold;
use crate::text::pinyin;

/// What rows must have; nothing said asks for all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Names of units: one of them.
    pub units: Vec<String>,
    /// One of them.
    pub roles: Vec<Role>,
    pub due: Option<Due>,
    /// Years of documents.
    pub years: Option<RangeInclusive<i32>>,
    /// All of them, in the task, its heading, the unit or the document's title, number.
    pub words: Vec<String>,
}

/// Which deadlines are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The last day within both, where they are said.
    Between(Option<Date>, Option<Date>),
    /// Again and again.
    Every,
    Always,
    /// None is said, or none that is understood.
    None,
}

impl Due {
    /// `2021`, `2021-06`, `2021-06-30`, `..2023-12`, `2021..2023-06`, 长期, 每月 (or any 每…), 无.
    pub fn parse(text: &str) -> Option<Due> {
        match text.trim() {
            "长期" => return Some(Due::Always),
            "无" => return Some(Due::None),
            word if word.starts_with('每') || word == "定期" => return Some(Due::Every),
            _ => {}
        }
        let text = fold(text).replace(['/', '年', '月'], "-").replace('日', "");
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (from, to),
            None => (text.as_str(), text.as_str()),
        };
        let from = (!from.is_empty()).then(|| span(from)).map_or(Some(None), |span| span.map(Some))?;
        let to = (!to.is_empty()).then(|| span(to)).map_or(Some(None), |span| span.map(Some))?;
        Some(Due::Between(from.map(|(first, _)| first), to.map(|(_, last)| last)))
    }

    fn fits(self, whens: impl Iterator<Item = Option<When>>) -> bool {
        let mut whens = whens.flatten().peekable();
        match self {
            Due::None => whens.peek().is_none(),
            Due::Always => whens.any(|when| when == When::Always),
            Due::Every => whens.any(|when| matches!(when, When::Every(_))),
            Due::Between(from, to) => whens
                .filter_map(When::last_day)
                .any(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)),
        }
    }
}

/// First and last day of `2021`, `2021-06`, `2021-06-30`.
fn span(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim_end_matches('-').split('-').map(|part| part.parse::<u16>().ok());
    let year = i32::from(parts.next()??);
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || !(1..=9999).contains(&year) {
        return None;
    }
    let iso = |month: u16, day: u16| deadline::from_iso(&format!("{year}-{month}-{day}"));
    match (month, day) {
        (None, _) => Some((iso(1, 1)?, iso(12, 31)?)),
        (Some(month), None) => Some((iso(month?, 1)?, deadline::month_end(year, u8::try_from(month?).ok()?)?)),
        (Some(month), Some(day)) => iso(month?, day?).map(|day| (day, day)),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As the library and its documents have them.
    #[default]
    Printed,
    /// The earliest last day first; then what returns, what lasts, what has none.
    Deadline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    #[default]
    None,
    /// By body; most rows first.
    Unit,
    Document,
    /// By the month of the last day; a task with several deadlines stands in each of their months.
    Month,
}

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A heading, and how many rows stand under it.
    Heading(String, usize),
    /// Index into the ledger's rows.
    Row(u32),
}

impl Item {
    /// The row, where it is one.
    pub fn row(&self) -> Option<u32> {
        match self {
            Item::Row(at) => Some(*at),
            Item::Heading(..) => None,
        }
    }
}

/// Which rows fit, in printed order.
pub fn rows(ledger: &Ledger, filter: &Filter, units: &Units) -> Vec<u32> {
    let mut wanted = Wanted::new(filter, units);
    let fits = |(_, row): &(usize, &Row)| wanted.fits(ledger, row);
    ledger.rows.iter().enumerate().filter(fits).map(|(at, _)| at as u32).collect()
}

/// A filter, with what is worked out once for all rows.
struct Wanted<'a> {
    filter: &'a Filter,
    units: &'a Units,
    names: Vec<String>,
    words: Vec<String>,
    /// What the names of units mean in a document of each place.
    bodies: HashMap<String, Vec<Body>>,
    /// Whether each body that was asked about is wanted: body and place of the document.
    known: HashMap<(u32, u32), bool>,
}

impl<'a> Wanted<'a> {
    fn new(filter: &'a Filter, units: &'a Units) -> Wanted<'a> {
        let folded = |words: &[String]| words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
        Wanted {
            filter,
            units,
            names: folded(&filter.units),
            words: folded(&filter.words),
            bodies: HashMap::new(),
            known: HashMap::new(),
        }
    }

    fn fits(&mut self, ledger: &Ledger, row: &Row) -> bool {
        let filter = self.filter;
        (filter.roles.is_empty() || filter.roles.contains(&row.role))
            && filter.due.is_none_or(|due| due.fits(ledger.task(row).deadlines.iter().map(|deadline| deadline.when)))
            && filter.years.as_ref().is_none_or(|years| year(ledger, row).is_some_and(|year| years.contains(&year)))
            && (self.names.is_empty() || self.names_unit(ledger, row))
            && self.words.iter().all(|word| has(ledger, row, word))
    }

    /// Whether a row's unit is one that is asked for: the same body, or a name that holds the words asked for.
    fn names_unit(&mut self, ledger: &Ledger, row: &Row) -> bool {
        let home = &ledger.source(row).home;
        if !self.bodies.contains_key(home) {
            let meant = self.names.iter().flat_map(|name| self.units.bodies(name, home)).collect();
            self.bodies.insert(home.clone(), meant);
        }
        let meant = &self.bodies[home];
        let source = ledger.task(row).source;
        let same = row.bodies.iter().any(|&at| {
            *self.known.entry((at, source)).or_insert_with(|| {
                let body = &ledger.bodies[at as usize];
                meant.contains(body) || self.names.iter().any(|name| body.name.contains(name.as_str()))
            })
        });
        // A town that a group means is not printed.
        same || !row.expanded && {
            let printed = fold(&row.unit);
            self.names.iter().any(|name| printed.contains(name.as_str()))
        }
    }
}

/// Whether a body's name has all characters of another, in order, but for its last: 教育局, 教育体育局.
pub fn is_near(asked: &str, name: &str) -> bool {
    let asked = fold(asked);
    let stem = asked.trim_end_matches(['局', '委', '办', '部', '室', '厅']);
    let stem = stem.trim_start_matches(['县', '市', '区']);
    let mut rest = name.chars();
    stem.chars().count() >= 2 && stem.chars().all(|c| rest.any(|other| other == c))
}

/// What a reader's words are looked for in, folded once: typing narrows ten thousand rows with every key.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// For each task: its words, its document's title and number.
    tasks: Vec<String>,
    /// For each row: its unit as printed and in full. Found in pinyin, too.
    units: Vec<String>,
    /// For each row: its role, deadlines and year. Found in pinyin, too.
    rows: Vec<String>,
}

/// Words typed that name a unit: 教育局 asks for its tasks, not for those that mention it.
pub fn units_named(typed: &str) -> impl Iterator<Item = String> {
    const ENDS: [&str; 17] = [
        "局", "委", "办", "厅", "部", "室", "会", "院", "站", "镇", "乡", "街道", "政府", "公司", "银行", "中心",
        "大队",
    ];
    let named = |word: &String| word.chars().count() >= 3 && ENDS.iter().any(|end| word.ends_with(end));
    words(typed).flatten().filter(named)
}

/// The words typed, every one of them asked for; of 教育局、教体局 either.
fn words(typed: &str) -> impl Iterator<Item = Vec<String>> {
    let either = |word: &str| {
        let each = word.split(['、', '，', ',']).map(fold);
        each.filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    typed.split_whitespace().map(either).filter(|words| !words.is_empty())
}

impl Texts {
    pub fn new(ledger: &Ledger) -> Texts {
        let task = |task: &super::Task| {
            let source = &ledger.sources[task.source as usize];
            let number = source.doc_number.as_deref().unwrap_or_default();
            let columns: Vec<&str> = task.columns.iter().map(|(_, text)| text.as_str()).collect();
            let parts = [&task.heading, &task.text, &columns.join("\n"), &source.title, number, &source.gazette];
            parts.map(fold).join("\n")
        };
        let row = |row: &Row| {
            let task = ledger.task(row);
            let said = [row.role.name().to_owned(), row.said.clone()];
            let due = task
                .deadlines
                .iter()
                .flat_map(|d| [d.words.clone(), d.when.map(|w| w.to_string()).unwrap_or_default()]);
            let year = year(ledger, row).map(|year| format!("{year}年"));
            let parts = said.into_iter().chain(due).chain(year);
            parts.map(|part| fold(&part)).collect::<Vec<_>>().join("\n")
        };
        let unit = |row: &Row| {
            let bodies = row.bodies.iter().map(|&at| &ledger.bodies[at as usize].name);
            [&row.unit].into_iter().chain(bodies).map(|name| fold(name)).collect::<Vec<_>>().join("\n")
        };
        Texts {
            tasks: ledger.tasks.iter().map(task).collect(),
            units: ledger.rows.iter().map(unit).collect(),
            rows: ledger.rows.iter().map(row).collect(),
        }
    }

    /// Keeps the rows that have every word of what is typed, or one of those joined by 、; the name of a unit stands for all its names, and asks for that
    /// unit's own rows where it has any.
    pub fn narrow(&self, ledger: &Ledger, units: &Units, typed: &str, rows: &mut Vec<u32>) {
        let named: Vec<String> = units_named(typed).collect();
        for either in words(typed) {
            let mut known: HashMap<(&str, &str), Vec<Body>> = HashMap::new();
            let mut is_units = |at: u32| {
                let row = &ledger.rows[at as usize];
                let home = ledger.source(row).home.as_str();
                either.iter().any(|word| {
                    pinyin::holds(&self.units[at as usize], word) || {
                        let meant = known.entry((word, home)).or_insert_with(|| units.bodies(word, home));
                        row.bodies.iter().any(|&body| meant.contains(&ledger.bodies[body as usize]))
                    }
                })
            };
            if either.iter().all(|word| named.contains(word)) {
                let own: Vec<u32> = rows.iter().copied().filter(|&at| is_units(at)).collect();
                if !own.is_empty() {
                    *rows = own;
                    continue;
                }
            }
            rows.retain(|&at| {
                let (row, task) = (&self.rows[at as usize], &self.tasks[ledger.rows[at as usize].task as usize]);
                either.iter().any(|word| pinyin::holds(row, word) || task.contains(word.as_str())) || is_units(at)
            });
        }
    }

    /// The units of rows beside `rows` whose names are like one that is typed, as printed, the most frequent first: what else
    /// a reader may have meant.
    pub fn near<'a>(ledger: &'a Ledger, typed: &str, among: &[u32], rows: &[u32]) -> Vec<(&'a str, usize)> {
        let named: Vec<String> = units_named(typed).collect();
        let counted: HashSet<u32> = rows.iter().copied().collect();
        let mut near: HashMap<&str, usize> = HashMap::new();
        for at in among.iter().filter(|at| !counted.contains(at)) {
            let row = &ledger.rows[*at as usize];
            if named.iter().any(|word| is_near(word, &ledger.body(row).name)) {
                *near.entry(row.unit.as_str()).or_default() += 1;
            }
        }
        let mut near: Vec<(&str, usize)> = near.into_iter().collect();
        near.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        near
    }
}

/// The year of a row's document.
pub fn year(ledger: &Ledger, row: &Row) -> Option<i32> {
    ledger.source(row).date.as_deref()?.get(..4)?.parse().ok()
}

fn has(ledger: &Ledger, row: &Row, word: &str) -> bool {
    let (task, source) = (ledger.task(row), ledger.source(row));
    [&row.unit, &task.text, &task.heading, &source.title].into_iter().any(|text| fold(text).contains(word))
        || source.doc_number.as_ref().is_some_and(|number| fold(number).contains(word))
        || task.columns.iter().any(|(_, text)| fold(text).contains(word))
}

/// Rows in order, under headings. `rows`: in printed order.
pub fn arrange(ledger: &Ledger, rows: &[u32], order: Order, group: Group) -> Vec<Item> {
    let mut rows = rows.to_vec();
    if order == Order::Deadline {
        rows.sort_by_key(|&at| urgency(ledger, &ledger.rows[at as usize]));
    }
    if group == Group::None {
        return rows.into_iter().map(Item::Row).collect();
    }
    // Headings in the order of their first rows, each with its rows.
    let mut groups: Vec<(String, Vec<u32>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for at in rows {
        for heading in headings(ledger, &ledger.rows[at as usize], group) {
            let index = *known.entry(heading).or_insert_with_key(|heading| {
                groups.push((heading.clone(), Vec::new()));
                groups.len() - 1
            });
            groups[index].1.push(at);
        }
    }
    match group {
        Group::Unit => groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len())),
        Group::Month => groups.sort_by(|(a, _), (b, _)| (!starts_with_digit(a), a).cmp(&(!starts_with_digit(b), b))),
        Group::Document | Group::None => {}
    }
    let items = |(heading, rows): (String, Vec<u32>)| {
        [Item::Heading(heading, rows.len())].into_iter().chain(rows.into_iter().map(Item::Row))
    };
    groups.into_iter().flat_map(items).collect()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// What deadlines are sorted by.
fn urgency(ledger: &Ledger, row: &Row) -> (u8, Option<Date>) {
    let whens = || ledger.task(row).deadlines.iter().filter_map(|deadline| deadline.when);
    match whens().filter_map(When::last_day).min() {
        Some(day) => (0, Some(day)),
        None if whens().any(|when| matches!(when, When::Every(_))) => (1, None),
        None if whens().next().is_some() => (2, None),
        None => (3, None),
    }
}

fn headings(ledger: &Ledger, row: &Row, group: Group) -> Vec<String> {
    match group {
        Group::None => Vec::new(),
        Group::Unit => {
            let body = ledger.body(row);
            // Several places in one library: each with its own 财政局.
            let several = ledger.sources.iter().any(|source| source.home != ledger.sources[0].home);
            vec![if several {
                format!("{}{}", body.place, body.name)
            } else {
                ledger.name(body, &ledger.source(row).home)
            }]
        }
        Group::Document => {
            let source = ledger.source(row);
            vec![match &source.doc_number {
                Some(number) => format!("{}（{number}）", source.title),
                None => source.title.clone(),
            }]
        }
        Group::Month => {
            let mut months: Vec<String> =
                ledger.task(row).deadlines.iter().map(|deadline| month(deadline.when)).collect();
            months.sort();
            months.dedup();
            if months.is_empty() { vec![NO_DEADLINE.to_owned()] } else { months }
        }
    }
}

const NO_DEADLINE: &str = "未写期限";

fn month(when: Option<When>) -> String {
    match when {
        Some(When::Dated { to, .. }) => format!("{:04}年{:02}月", to.year(), u8::from(to.month())),
        Some(When::Every(_)) => "定期".to_owned(),
        Some(When::Always) => "长期".to_owned(),
        None => "其他期限".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_due_or_none(text in "[0-9年月日./\\-长期每无 ]{0,16}|\\PC{0,12}") {
            if let Some(Due::Between(from, to)) = Due::parse(&text) {
                let wide: String = text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c }).collect();
                prop_assert_eq!(Due::parse(&wide), Some(Due::Between(from, to)));
            }
        }

        /// A day, a month and a year are within themselves, and a range holds both of its ends.
        #[test]
        fn a_range_holds_its_ends(days in 0..20_000_i64, more in 0..5_000_i64, cut in prop::sample::select(vec![4_usize, 7, 10])) {
            let first = deadline::from_iso("1990-01-01").unwrap() + time::Duration::days(days);
            let last = first + time::Duration::days(more);
            let (from, to) = (deadline::iso(first), deadline::iso(last));
            let Some(due) = Due::parse(&format!("{}..{}", &from[..cut], &to[..cut])) else { panic!("{from} {to}") };
            for day in [first, last] {
                prop_assert!(due.fits([Some(When::Dated { from: None, to: day })].into_iter()), "{:?}", due);
            }
            let after = last + time::Duration::days(366);
            prop_assert!(!due.fits([Some(When::Dated { from: None, to: after })].into_iter()), "{:?}", due);
        }
    }
}
