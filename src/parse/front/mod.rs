//! Front matter: cover, contents pages and imprint → masthead, contents, and a role for every line.
//!
//! `look` says what a line looks like on its own, `extent` where the first document begins, and this file goes through
//! the lines before it with a memory of where it is: on the cover, in the editorial board, in the contents, in the
//! imprint. Covers come back (a second and third page of contents, in the other script), so each may follow each.
//!
//! An imprint may also be printed on the back cover, and the contents on the page before it. Those lines are front matter
//! too, although they stand last (`back`).

mod back;
mod entry;
mod extent;
mod imprint;
mod look;
mod masthead;
mod name;
mod rows;
mod toc;
mod upright;

use std::collections::HashMap;
use std::ops::Range;

use self::look::{Kind, Sight};
use self::toc::{Contents, Style};
use super::doc_number::is_han;
use super::furniture;
use super::markup::{Line, is_space};
use super::signatures;
use crate::issue::{FrontLine, FrontRole, Masthead, TocEntry};
use crate::text::fold::fold;

pub use self::imprint::join_names;
pub use self::toc::ends_like_title;

/// What stands before (and behind) the documents.
#[derive(Debug, Clone, Default)]
pub struct Front {
    pub masthead: Masthead,
    pub toc: Vec<TocEntry>,
    pub lines: Vec<FrontLine>,
    /// The body, as indices of `lines` given to [`read`]: from the first title to the last line before the back cover.
    pub body: Range<usize>,
}

impl Front {
    /// Whether the text is an issue of a gazette.
    pub fn is_gazette(&self) -> bool {
        !self.lines.is_empty()
    }
}

/// Whether a line is this issue's number and nothing else: 2021年第3号, 第3期（总第16期）.
pub fn is_number_of(text: &str, masthead: &Masthead) -> bool {
    masthead::numbers(text, None).is_some_and(|found| {
        found.number.is_some() && found.number == masthead.number && found.year.is_none_or(|y| masthead.year == Some(y))
    })
}

/// Reads the front matter off a text. A text without any gives an empty one, with everything in the body.
pub fn read(lines: &[Line]) -> Front {
    let back_line = back::start(lines);
    let back_lines = rows::imprints(&lines[back_line..]);
    let back = look::sights(&back_lines);
    let apart = rows::apart(&lines[..back_line]);
    let front = upright::joined(&apart);
    let sights = look::sights(&front);
    let mut end = extent::end(&sights, &back).unwrap_or(0);
    // A rule between the imprint and the first title belongs to neither.
    while end > 0 && sights.get(end).is_some_and(|sight| sight.kind == Kind::Mark) {
        end += 1;
    }
    // A line that was read as several is in one place.
    while end > 0 && sights.get(end).is_some_and(|sight| sight.line.number == sights[end - 1].line.number) {
        end += 1;
    }
    let mut reader = Reader::new(&sights[..end], &back);
    for at in 0..end {
        reader.line(&sights[at], sights.get(at + 1).filter(|_| at + 1 < end));
    }
    let first = sights.get(end).map_or(back_line, |sight| sight.line.number as usize - 1);
    reader.section = Section::Cover;
    reader.contents.close();
    for (at, sight) in back.iter().enumerate() {
        reader.line(sight, back.get(at + 1));
    }
    reader.lines = upright::spread(reader.lines, &apart);
    reader.finish(if end == 0 { 0 } else { first }..back_line)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Cover,
    Board,
    Contents,
    Imprint,
}

/// Goes through the front lines in order.
struct Reader {
    masthead: Masthead,
    lines: Vec<FrontLine>,
    contents: Contents,
    section: Section,
    /// The imprint field that a line without a name continues.
    field: Option<usize>,
    /// Printed names of the gazette, the certification line last.
    certification: Option<String>,
    /// A contents page in another language.
    foreign: bool,
    /// The day of publication, where the year stands apart.
    month_day: Option<(u32, u32)>,
    /// Characters of the longest line with a title.
    measure: usize,
}

impl Reader {
    fn new(front: &[Sight], back: &[Sight]) -> Reader {
        let count = |is: fn(&Sight) -> bool| front.iter().chain(back).filter(|sight| is(sight)).count();
        let pages = look::pages(front) + look::pages(back);
        let texts = front.iter().chain(back).filter(|s| s.kind == Kind::Text);
        let numbers: Vec<u32> = texts.filter_map(|s| s.pieces.ordinal).collect();
        let ordinals = numbers.len();
        let entries = count(|s| s.kind == Kind::Text && s.is_title());
        // A file that starts in the middle of its contents has no heading to open them.
        let opened = count(|s| s.kind == Kind::TocHeading) > 0;
        Reader {
            masthead: Masthead::default(),
            lines: Vec::new(),
            contents: Contents::new(Style {
                pages: pages >= 2,
                ordinals: ordinals >= 2 && ordinals * 2 >= entries,
                pages_first: pages < 2 && toc::are_pages(&numbers),
                numbers_below: look::numbers_below(front),
            }),
            section: if opened { Section::Cover } else { Section::Contents },
            field: None,
            certification: None,
            foreign: false,
            month_day: None,
            measure: front.iter().filter(|s| s.is_entry()).map(|s| s.text().chars().count()).max().unwrap_or(0),
        }
    }

    fn push(&mut self, sight: &Sight, role: FrontRole) {
        self.lines.push(FrontLine { line: sight.line.number, text: sight.text().to_owned(), role });
    }

    fn line(&mut self, sight: &Sight, next: Option<&Sight>) {
        let role = match &sight.kind {
            Kind::TocHeading => {
                if let Some(numbers) = masthead::numbers(&fold(sight.text()).replace("目录", ""), None) {
                    self.numbers(&numbers);
                }
                self.section = Section::Contents;
                self.contents.close();
                self.foreign = false;
                FrontRole::TocHeading
            }
            Kind::Title(name) => self.title(name, sight.text()),
            // 第12号 below the name of an order.
            Kind::Number(_)
                if self.section == Section::Contents
                    && (!sight.names_issue() && self.contents.awaits(&sight.pieces)
                        || self.contents.lacks_number(&sight.pieces)
                        || self.contents.is_cut()) =>
            {
                self.contents_line(sight, next)
            }
            Kind::Number(numbers) => {
                self.numbers(numbers);
                self.end_of_lists();
                FrontRole::Number
            }
            Kind::BoardHeading => {
                self.section = Section::Board;
                self.field = None;
                self.contents.close();
                FrontRole::Board
            }
            Kind::Imprint(fields) => self.fields(fields.clone()),
            Kind::Value => {
                self.field = None;
                FrontRole::Imprint
            }
            Kind::Category(name) => {
                self.section = Section::Contents;
                self.contents.category(name.clone());
                FrontRole::Category
            }
            Kind::Mark if furniture::is_page_number(sight.text()) => FrontRole::Furniture,
            Kind::Slogan | Kind::Statement | Kind::Mark => {
                self.end_of_lists();
                FrontRole::Furniture
            }
            Kind::Foreign => {
                self.foreign |= self.section == Section::Contents;
                FrontRole::Furniture
            }
            Kind::DocNumber | Kind::Text | Kind::Addressee | Kind::Sentence => self.text(sight, next),
        };
        self.push(sight, role);
    }

    fn numbers(&mut self, numbers: &masthead::Numbers) {
        numbers.add_to(&mut self.masthead);
        self.month_day = self.month_day.or(numbers.month_day);
    }

    /// A name of the gazette.
    fn title(&mut self, name: &str, line: &str) -> FrontRole {
        let row = imprint::row(line);
        if let Some((_, numbers)) = masthead::title_and_numbers(row.as_deref().unwrap_or(line)) {
            self.numbers(&numbers);
        }
        self.section = Section::Cover;
        self.contents.close();
        self.field = None;
        if let Some(inferred) = masthead::name_from_certification(name) {
            self.certification.get_or_insert(inferred);
        } else {
            self.masthead.title.get_or_insert_with(|| name.to_owned());
        }
        FrontRole::Title
    }

    /// Names of members and values of fields do not go on over a slogan or the issue's number.
    fn end_of_lists(&mut self) {
        self.field = None;
        if matches!(self.section, Section::Board | Section::Imprint) {
            self.section = Section::Cover;
        }
    }

    fn fields(&mut self, fields: Vec<imprint::Field>) -> FrontRole {
        self.contents.close();
        // A gazette without a board may have advisers beside its editors.
        let in_board = self.section == Section::Board;
        let is_board = |name: &str| imprint::is_board(name) && (in_board || name != "顾问");
        let board = fields.iter().all(|(name, _)| is_board(name));
        for (name, value) in fields {
            if is_board(&name) {
                self.field = None;
            } else {
                self.field(name, value);
            }
        }
        self.section = if board { Section::Board } else { Section::Imprint };
        if board { FrontRole::Board } else { FrontRole::Imprint }
    }

    /// A field of the imprint; the first print counts.
    fn field(&mut self, name: String, mut value: String) {
        // 电话：123456　　2020年8月26日出版: the day stands beside the field.
        if value.ends_with(['版', '刊', '印', '行']) {
            let day = |at: usize| masthead::numbers(&value[at..], None).filter(|numbers| numbers.date.is_some());
            let beside = value.match_indices(is_space).find_map(|(at, _)| Some((at, day(at)?)));
            if let Some((at, numbers)) = beside {
                self.numbers(&numbers);
                value.truncate(at);
            }
        }
        let fields = &mut self.masthead.imprint;
        match fields.iter().position(|(known, _)| *known == name) {
            Some(at) if fields[at].1.is_empty() => {
                fields[at].1 = value;
                self.field = Some(at);
            }
            // The same field again: another value on a line of its own, or the imprint printed twice.
            Some(_) => self.field = None,
            None => {
                fields.push((name, value));
                self.field = Some(fields.len() - 1);
            }
        }
    }

    /// A line that only its place explains.
    fn text(&mut self, sight: &Sight, next: Option<&Sight>) -> FrontRole {
        let text = sight.text();
        if self.section != Section::Contents
            && (sight.has_page() || sight.has_leaders())
            && sight.is_entry()
            && !sight.pieces.text.is_empty()
        {
            self.section = Section::Contents;
        }
        // A category that no heading of the contents stands above: an entry must follow.
        if self.section != Section::Contents
            && next.is_some_and(|next| next.is_entry() && (next.has_page() || next.is_title()))
            && entry::category(text, sight.line.heading > 0, true).is_some()
        {
            self.section = Section::Contents;
        }
        // So do entries on a second page without any heading: 12. 关于…的通知, its number or page on the next line.
        if sight.is_title()
            && next.is_some_and(|next| next.has_page() && (next.kind == Kind::DocNumber || next.pieces.text.is_empty()))
        {
            self.section = Section::Contents;
        }
        // The publisher's name over its address, in the middle of the contents.
        let awaited = self.field.is_some_and(|at| self.masthead.imprint[at].1.is_empty());
        if next.is_some_and(|next| matches!(next.kind, Kind::Imprint(_)))
            && !awaited
            && self.contents.between_entries()
            && !sight.has_page()
            && imprint::is_publisher(text)
        {
            self.contents.close();
            return FrontRole::Imprint;
        }
        if self.section == Section::Contents {
            return self.contents_line(sight, next);
        }
        if let Some(fields) = self.bare_fields(text) {
            return self.fields(fields);
        }
        // 2022, and below it 4: the number of the issue.
        if self.section == Section::Cover && self.masthead.number.is_none() && self.is_below_year(sight) {
            self.masthead.number = sight.pieces.page;
            return FrontRole::Number;
        }
        match self.section {
            Section::Board if names_only(text) => FrontRole::Board,
            _ if is_cover_note(text) || is_page_foot(text) => FrontRole::Furniture,
            Section::Board | Section::Imprint => match imprint::any_field(text) {
                Some((name, value)) if self.section == Section::Imprint => self.fields(vec![(name, value)]),
                Some(_) => FrontRole::Board,
                None => self.continuation(text),
            },
            _ if self.section == Section::Cover && masthead_piece(text) => FrontRole::Title,
            _ => FrontRole::Unknown,
        }
    }

    /// A number alone, and right above it the year alone.
    fn is_below_year(&self, sight: &Sight) -> bool {
        let alone = sight.pieces.text.is_empty() && sight.pieces.page.is_some_and(|number| (1..=99).contains(&number));
        let year = self.lines.last().and_then(|above| masthead::numbers(&above.text, None));
        alone && year.is_some_and(|above| above == masthead::Numbers { year: above.year, ..Default::default() })
    }

    /// Fields without colons, and a date beside them: 丁县人民政府办公室编　2020年3月31日.
    fn bare_fields(&mut self, text: &str) -> Option<Vec<imprint::Field>> {
        let words = text.split(is_space).filter(|word| !word.is_empty());
        let (dates, rest): (Vec<&str>, Vec<&str>) = words.partition(|word| masthead::numbers(word, None).is_some());
        let fields = imprint::bare_fields(&rest.join(" "))?;
        for numbers in dates.into_iter().filter_map(|date| masthead::numbers(date, None)) {
            self.numbers(&numbers);
        }
        Some(fields)
    }

    /// The value of the last field goes on; a head of the next page does not belong to it.
    fn continuation(&mut self, text: &str) -> FrontRole {
        if self.contents.has_category(text) {
            self.end_of_lists();
            return FrontRole::Furniture;
        }
        let Some((name, value)) = self.field.and_then(|at| self.masthead.imprint.get_mut(at)) else {
            return if self.section == Section::Board && text.chars().count() <= 30 {
                FrontRole::Board
            } else {
                FrontRole::Unknown
            };
        };
        let piece = if imprint::is_person(name) { imprint::join_names(text) } else { text.to_owned() };
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(&piece);
        FrontRole::Imprint
    }

    fn contents_line(&mut self, sight: &Sight, next: Option<&Sight>) -> FrontRole {
        let text = sight.text();
        if self.contents.between_entries()
            && !sight.has_page()
            && !next
                .is_some_and(|next| next.has_page() && (next.pieces.text.is_empty() || next.kind == Kind::DocNumber))
            && let Some(name) = entry::category(text, sight.line.heading > 0, true)
        {
            self.contents.bare_category(name, sight.line.number);
            return FrontRole::Category;
        }
        if self.contents.between_entries()
            && let Some(fields) = self.bare_fields(text)
        {
            return self.fields(fields);
        }
        // 县政府文件……4 above the first of its entries, on the same page.
        let opens = |next: &Sight| next.pieces.page == sight.pieces.page && next.is_title();
        if sight.has_page()
            && self.contents.between_entries()
            && let Some(name) = entry::category(sight.pieces.text, sight.line.heading > 0, true)
            && next.is_some_and(|next| opens(next) && entry::category(next.pieces.text, false, true).is_none())
        {
            self.contents.category(name);
            return FrontRole::Category;
        }
        // 政府文件 3: the head of the first document's page.
        if sight.has_page() && !sight.pieces.leaders && self.contents.has_category(sight.pieces.text) {
            self.end_of_lists();
            return FrontRole::Furniture;
        }
        if self.is_short_category(sight, next) {
            self.contents.bare_category(text.to_owned(), sight.line.number);
            return FrontRole::Category;
        }
        // Names that an imprint without its labels leaves behind.
        if self.contents.paged()
            && self.contents.between_entries()
            && !sight.has_page()
            && !sight.is_title()
            && names_only(text)
        {
            return FrontRole::Unknown;
        }
        if self.foreign && sight.pieces.text.is_empty() {
            self.contents.page(&sight.pieces);
            return FrontRole::Furniture;
        }
        self.foreign = false;
        match self.contents.line(sight.line.number, &sight.pieces) {
            Some(index) => FrontRole::Entry(index),
            None if sight.pieces.text.is_empty() => FrontRole::Furniture,
            None => FrontRole::Unknown,
        }
    }

    /// A line between two entries with pages that has none, although it is not full: a title goes on where the measure ends.
    fn is_short_category(&self, sight: &Sight, next: Option<&Sight>) -> bool {
        let text = sight.text();
        let count = text.chars().count();
        let begins = |next: &Sight| {
            next.kind == Kind::Text && !next.pieces.text.is_empty() && !names_only(next.text()) && next.text() != text
        };
        self.contents.paged()
            && self.contents.between_entries()
            && (2..=8).contains(&count)
            && count * 2 < self.measure
            && text.chars().all(is_han)
            && !sight.is_title()
            && !signatures::is_body(text)
            && next.is_some_and(begins)
    }

    fn finish(mut self, body: Range<usize>) -> Front {
        let (toc, moved) = self.contents.finish();
        let entries: HashMap<u32, usize> =
            toc.iter().enumerate().flat_map(|(at, entry)| entry.lines.iter().map(move |&line| (line, at))).collect();
        for line in &mut self.lines {
            match &mut line.role {
                FrontRole::Entry(index) => *index = moved.get(*index as usize).copied().unwrap_or(*index),
                // A category that turned out to be an entry.
                role @ FrontRole::Category => {
                    if let Some(&index) = entries.get(&line.line) {
                        *role = FrontRole::Entry(index as u32);
                    }
                }
                _ => {}
            }
        }
        let masthead = &mut self.masthead;
        masthead.imprint.retain(|(_, value)| !value.is_empty());
        masthead.title = masthead.title.take().or(self.certification).or_else(|| inferred_title(&masthead.imprint));
        if masthead.published.is_none()
            && let Some((_, date)) =
                masthead.imprint.iter().find(|(name, _)| matches!(name.as_str(), "出版日期" | "出刊日期"))
        {
            masthead.published = masthead::numbers(date, None).and_then(|numbers| numbers.date);
        }
        if let (None, Some(year), Some((month, day))) = (&masthead.published, masthead.year, self.month_day) {
            masthead.published = Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        if !self.lines.is_empty() {
            masthead.lines = match body.start {
                0 => self.lines.first().zip(self.lines.last()).map(|(first, last)| (first.line, last.line)),
                start => Some((1, start as u32)),
            };
        }
        Front { masthead: self.masthead, toc, lines: self.lines, body }
    }
}

/// Where no page prints the gazette's name, its publisher does: 《丁县人民政府公报》编辑部, 主办：丁县人民政府办公室.
fn inferred_title(imprint: &[(String, String)]) -> Option<String> {
    for (_, value) in imprint {
        if let Some((name, _)) = value.split_once('《').and_then(|(_, rest)| rest.split_once('》'))
            && let Some(title) = masthead::title(name)
        {
            return Some(title);
        }
    }
    let by = imprint
        .iter()
        .filter(|(name, _)| name.starts_with("主办") || name.starts_with("主管") || name.starts_with("编辑出版"));
    by.filter_map(|(_, value)| value.find("人民政府").map(|at| format!("{}公报", &value[..at + "人民政府".len()])))
        .next()
}

/// Persons' names, the post before them at most: 张 三 李四, 主任 王五.
fn names_only(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| is_space(c) || matches!(c, '、' | '，' | ',')).filter(|w| !w.is_empty()).collect();
    !words.is_empty()
        && words.len() <= 24
        && words.iter().all(|w| w.chars().count() <= 4 && w.chars().all(|c| is_han(c) || c == '·'))
}

/// — 2 —: a page number between marks, as it may stand in the middle of anything.
fn is_page_foot(text: &str) -> bool {
    text.starts_with(['-', '—', '–', '－', '·', '•', '~', '～', '.']) && furniture::is_page_number(text)
}

/// Words a cover prints beside its title: 内部资料 免费交流.
fn is_cover_note(text: &str) -> bool {
    let text = fold(text);
    text.chars().count() <= 30
        && [
            "内部资料",
            "内部发行",
            "内部刊物",
            "免费",
            "赠阅",
            "交流",
            "注意保存",
            "公开发行",
            "创刊",
            "issn",
            "cn",
            "试刊",
            "增刊",
            "合刊",
            "邮发",
            "专辑",
            "专刊",
            "特刊",
        ]
        .iter()
        .any(|word| text.contains(word))
}

/// A piece of the gazette's name that the cover sets on a line of its own, or the certification beside it.
fn masthead_piece(text: &str) -> bool {
    let text = fold(text);
    let count = text.chars().count();
    text.contains("标准文本") && count <= 30
        || count <= 12 && (["人民政府", "公报", "政报", "政府"].iter().any(|end| text.ends_with(end)))
}

#[cfg(test)]
mod tests;
