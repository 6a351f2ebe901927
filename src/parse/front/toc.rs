//! 目录: contents lines → entries.
//!
//! An entry may be one line or several: title, number and page each on a line of their own, titles wrapped. What ends an
//! entry is its page; where pages are not printed (or one is lost), a title that is complete and a line that begins one.

mod columns;
mod words;

use std::borrow::Cow;
use std::collections::VecDeque;

use self::columns::{column_of_numbers, column_of_pages};
use self::words::{begins_title, is_author, is_balanced, is_complete, is_said, without_author};
use super::entry::{self, Pieces, is_leader};
use crate::issue::TocEntry;
use crate::parse::doc_number::{self, is_han};
use crate::parse::markup::is_space;
use crate::parse::signatures;
use crate::parse::similar::Letters;
use crate::text::fold::fold;

pub use self::columns::are_pages;
pub use self::words::ends_like_title;

/// A text that is longer (in bytes) is no title that goes on.
const LONGEST: usize = 1500;

/// How this gazette prints its contents.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    pub pages: bool,
    pub ordinals: bool,
    /// What looks like an ordinal is the page, printed before the title.
    pub pages_first: bool,
    /// A number on a line of its own belongs to the title above it, although the page stands behind the title.
    pub numbers_below: bool,
}

/// The entries read so far, and the one that is still open.
#[derive(Debug)]
pub struct Contents {
    style: Style,
    pub entries: Vec<TocEntry>,
    /// The last entry may go on.
    open: bool,
    /// Earlier entries whose titles still lack their last lines.
    left: VecDeque<usize>,
    /// Its number stood before its title, so that it ends with a title and not with a number.
    number_led: bool,
    /// A short word that space sets apart at the end of the line above: a number may begin with it.
    last_word: Option<String>,
    category: Option<String>,
    /// A category without any mark that no entry has followed yet, with the category before it: it may turn out to be
    /// an entry (大事记).
    bare: Option<(u32, Option<String>)>,
    /// Pages on lines of their own, right below each other, that follow the last entry.
    pages: Vec<u32>,
    /// The same, before the first.
    first_pages: Vec<u32>,
}

impl Contents {
    pub fn new(style: Style) -> Self {
        Contents {
            style,
            entries: Vec::new(),
            open: false,
            left: VecDeque::new(),
            number_led: false,
            last_word: None,
            category: None,
            bare: None,
            pages: Vec::new(),
            first_pages: Vec::new(),
        }
    }

    /// The category in force from here on.
    pub fn category(&mut self, name: String) {
        self.close();
        self.category = Some(name);
    }

    /// The same, of a line without any mark.
    pub fn bare_category(&mut self, name: String, number: u32) {
        self.close();
        self.bare = Some((number, self.category.replace(name)));
    }

    /// Whatever comes next is no continuation.
    pub fn close(&mut self) {
        self.open = false;
        if let Some((number, category)) = self.bare.take() {
            let title = std::mem::replace(&mut self.category, category).unwrap_or_default();
            // The head of the first document's page.
            if self.has_category(&title) {
                return;
            }
            self.start(number, None);
            self.open = false;
            if let Some(entry) = self.entries.last_mut() {
                entry.title = title;
            }
        }
    }

    /// Whether entries stand under a category of this name.
    pub fn has_category(&self, name: &str) -> bool {
        name.len() <= 60
            && self.entries.iter().filter_map(|entry| entry.category.as_deref()).any(|of| fold(of) == fold(name))
    }

    /// Whether entries end with pages.
    pub fn paged(&self) -> bool {
        self.style.pages
    }

    /// Whether a category without any mark may stand here: no title is under way.
    pub fn between_entries(&self) -> bool {
        !self.open
            || self
                .entries
                .last()
                .is_none_or(|entry| !self.style.pages && is_complete(&entry.title) || entry.title.is_empty())
    }

    /// A line of the contents; the index of the entry that it belongs to, if it belongs to one.
    pub fn line(&mut self, number: u32, pieces: &Pieces) -> Option<u32> {
        if pieces.text.is_empty() {
            return self.page_line(number, pieces);
        }
        self.pages.clear();
        let enclosed =
            doc_number::enclosed_serial(pieces.text).filter(|found| found.start == 0).map(|found| found.text);
        let order = || {
            let order = doc_number::order(pieces.text).filter(|_| doc_number::order_behind(pieces.text).is_none());
            order.or_else(|| doc_number::of_congress(pieces.text))
        };
        // 知 丁政发〔2020〕1号: the first piece belongs to a title that is not complete.
        let loose = || doc_number::whole(pieces.text).filter(|_| self.number_may_stand());
        if let Some(doc_number) = doc_number::plain(pieces.text).or(enclosed).or_else(order).or_else(loose) {
            return Some(self.number_line(number, pieces, doc_number));
        }
        // 第12号 under the name of an order.
        if let Some(serial) = doc_number::serial(pieces.text).filter(|_| self.awaits(pieces)) {
            return Some(self.number_line(number, pieces, serial));
        }
        if self.open && self.goes_on(pieces) {
            let round = self.left.pop_front();
            let index = round.unwrap_or(self.entries.len() - 1);
            let index_of_line = self.text_line(index, number, pieces);
            if round.is_some() && self.entries[index].page.is_none() {
                self.left.push_back(index);
            }
            return Some(index_of_line);
        }
        // （县长 张三）: who spoke, below the page.
        if pieces.page.is_none()
            && pieces.ordinal.is_none()
            && let Some(index) = self.entries.len().checked_sub(1)
            && is_said(&self.entries[index].title)
            && is_author(pieces.text)
        {
            push_line(&mut self.entries[index].lines, number);
            return Some(index as u32);
        }
        self.leave(pieces);
        self.start(number, pieces.ordinal);
        let index = self.entries.len() - 1;
        if !self.left.is_empty() {
            self.left.push_back(index);
        }
        self.text_line(index, number, pieces);
        if !self.open {
            self.left.clear();
        }
        Some(index as u32)
    }

    /// Whether no title is under way that lacks its end.
    fn number_may_stand(&self) -> bool {
        !self.open || self.entries.last().is_none_or(|entry| entry.title.is_empty() || is_complete(&entry.title))
    }

    /// Whether a line is the number of an order or announcement whose title is open: 第12号.
    pub fn awaits(&self, pieces: &Pieces) -> bool {
        if doc_number::serial(pieces.text).is_none() {
            return false;
        }
        let open = self.entries.last().filter(|entry| self.open && entry.doc_number.is_none());
        open.is_some_and(|entry| {
            let title = fold(&entry.title);
            let category = fold(entry.category.as_deref().unwrap_or_default());
            ["令", "公告", "通告"]
                .iter()
                .any(|kind| title.split('(').next().unwrap_or_default().ends_with(kind) || category.ends_with(kind))
        })
    }

    /// Whether a line is the number, in brackets, of the entry whose title stands above it: （2020年第3号）.
    pub fn lacks_number(&self, pieces: &Pieces) -> bool {
        let open = self.entries.last().filter(|entry| self.open && entry.doc_number.is_none());
        open.is_some_and(|entry| is_complete(&entry.title))
            && doc_number::enclosed_serial(pieces.text).is_some_and(|found| found.start == 0)
    }

    /// A page that stands in a column of its own.
    pub fn page(&mut self, pieces: &Pieces) {
        self.pages.extend(pieces.page);
    }

    /// Whether the line before ends inside a bracket or a quotation: the next can only go on with it.
    pub fn is_cut(&self) -> bool {
        self.open && self.entries.last().is_some_and(|entry| !is_balanced(&entry.title))
    }

    /// The next ordinal stands where the open title should go on: a recogniser has read the first lines of both entries and
    /// will read their second lines after that, in the same order.
    fn leave(&mut self, pieces: &Pieces) {
        if self.is_beside(pieces) {
            self.left = VecDeque::from([self.entries.len() - 1]);
            return;
        }
        let numbered = self.style.ordinals && self.style.pages && pieces.ordinal.is_some();
        let last = self.entries.last().filter(|_| self.open && numbered);
        match last {
            Some(entry) if entry.title.contains("关于") && entry.doc_number.is_none() && !is_complete(&entry.title) =>
            {
                self.left.push_back(self.entries.len() - 1);
            }
            _ => self.left.clear(),
        }
    }

    /// Whether a title begins where the open one should go on, both cut at the same measure: those of two narrow columns, read
    /// line by line.
    fn is_beside(&self, pieces: &Pieces) -> bool {
        let Some(entry) = self.entries.last().filter(|entry| self.open && entry.lines.len() == 1) else { return false };
        let (above, here) = (entry.title.chars().count(), pieces.text.chars().count());
        self.style.pages
            && !self.style.ordinals
            && entry.doc_number.is_none()
            && pieces.page.is_none()
            && above.abs_diff(here) <= 1
            && [&*entry.title, pieces.text].iter().all(|text| fold(text).starts_with("关于"))
            // 关于转发县水利局 | 关于防汛工作的意见的通知 is one.
            && !entry.title.contains(['转', '轉'])
            && is_balanced(&entry.title)
            && !is_complete(&entry.title)
    }

    /// Dots and a page, or a number alone: the page of the open entry.
    fn page_line(&mut self, number: u32, pieces: &Pieces) -> Option<u32> {
        if self.entries.is_empty() {
            self.first_pages.extend(pieces.page);
        }
        let index = self.entries.len().checked_sub(1)?;
        let entry = &mut self.entries[index];
        self.pages.extend(pieces.page);
        if !self.open || entry.page.is_some() || pieces.page.is_none() && !pieces.leaders {
            return None;
        }
        entry.page = pieces.page;
        entry.lines.push(number);
        self.open = entry.page.is_none();
        Some(index as u32)
    }

    /// A document number on a line of its own: of the title above it, or of the one that follows.
    fn number_line(&mut self, number: u32, pieces: &Pieces, doc_number: String) -> u32 {
        let ended = !(self.open || self.style.numbers_below && pieces.page.is_none());
        let taken = self.entries.last().is_none_or(|entry| ended || entry.doc_number.is_some());
        if taken {
            self.start(number, pieces.ordinal);
        }
        let index = self.entries.len() - 1;
        let entry = &mut self.entries[index];
        // …的通知 丁政 | 办发〔2020〕3号: the number begins on the line above.
        let begun = self.last_word.take().filter(|word| pieces.text.starts_with(is_han) && entry.title.ends_with(word));
        let begun = begun.filter(|word| is_complete(&entry.title[..entry.title.len() - word.len()]));
        if let Some(word) = &begun {
            entry.title.truncate(entry.title.len() - word.len());
        }
        entry.doc_number = Some(begun.unwrap_or_default() + &doc_number);
        entry.page = entry.page.or(pieces.page);
        push_line(&mut entry.lines, number);
        self.open = entry.page.is_none();
        index as u32
    }

    fn text_line(&mut self, index: usize, number: u32, pieces: &Pieces) -> u32 {
        let is_last = index + 1 == self.entries.len();
        let entry = &mut self.entries[index];
        push_line(&mut entry.lines, number);
        let mut text = pieces.text;
        // ◎关于甲的通知: entries may begin with a sign as categories do.
        if entry.title.is_empty() {
            let bare = text.trim_start_matches(|c: char| entry::is_ornament(c) && !is_leader(c) && c != '|');
            text = if bare.is_empty() { text } else { bare };
        }
        if is_said(&entry.title) && is_author(text) {
            text = "";
        }
        if entry.title.is_empty()
            && let Some(found) = doc_number::leading(text).filter(|found| found.end < text.len())
        {
            entry.doc_number.get_or_insert(found.text);
            self.number_led = true;
            text = &text[found.end..];
        }
        // A cell of its own: 〔2020〕3号 has no body's name before it.
        if let Some((head, cell)) = text.rsplit_once(['|', '\t'])
            && let Some(found) = signatures::doc_number(cell.trim_matches(is_space))
        {
            entry.doc_number.get_or_insert(found);
            text = head;
        }
        let trailing = doc_number::trailing(text).or_else(|| doc_number::enclosed_serial(text));
        let trailing = trailing.or_else(|| doc_number::dated_serial(text)).or_else(|| doc_number::order_behind(text));
        if let Some(found) = trailing.filter(|found| found.start > 0) {
            entry.doc_number.get_or_insert(found.text);
            text = &text[..found.start];
        }
        let breaks = ["<br>", "<br/>", "<br />"];
        let unbroken = breaks.iter().fold(Cow::Borrowed(text), |text, mark| match text.contains(mark) {
            true => Cow::Owned(text.replace(mark, "")),
            false => text,
        });
        entry.title = join_title(&entry.title, without_author(&unbroken));
        let word = unbroken.rsplit_once(is_space).map(|(_, word)| word.to_owned());
        self.last_word = word.filter(|word| (1..=4).contains(&word.chars().count()) && word.chars().all(is_han));
        if entry.doc_number.is_none() && text.ends_with(|c| c == '号' || doc_number::is_close(c)) {
            shared_number(entry);
        }
        entry.page = entry.page.or(pieces.page);
        if is_last {
            self.open = entry.page.is_none();
        }
        index as u32
    }

    fn start(&mut self, number: u32, ordinal: Option<u32>) {
        self.bare = None;
        self.number_led = false;
        self.last_word = None;
        self.entries.push(TocEntry {
            lines: vec![number],
            ordinal,
            category: self.category.clone(),
            title: String::new(),
            doc_number: None,
            page: None,
            document: None,
        });
        self.open = true;
    }

    /// Whether a text continues the open entry.
    fn goes_on(&self, pieces: &Pieces) -> bool {
        let Some(entry) = self.entries.last() else { return false };
        if entry.title.len() > LONGEST {
            return false;
        }
        if entry.title.is_empty() {
            return pieces.ordinal.is_none() || entry.ordinal.is_none();
        }
        if self.style.pages_first && pieces.ordinal.is_some() {
            return false;
        }
        if self.style.ordinals && pieces.ordinal.is_some() {
            let next = entry.ordinal.map_or(1, |last| last + 1);
            return pieces.ordinal != Some(next) && pieces.ordinal != Some(1) && !is_complete(&entry.title);
        }
        if self.number_led && !self.style.pages {
            return !is_complete(&entry.title) && doc_number::leading(pieces.text).is_none();
        }
        if is_said(&entry.title) && is_author(pieces.text) {
            return true;
        }
        if self.is_beside(pieces) {
            return false;
        }
        // …的报告》 | 的通知: what no title begins with.
        if pieces.ordinal.is_none() && pieces.text.starts_with(['的', '》', '）', ')', '、']) {
            return true;
        }
        let begins = begins_title(pieces.text, !self.style.pages);
        if self.style.pages && entry.doc_number.is_none() && !(is_complete(&entry.title) && begins) {
            return true;
        }
        if self.style.ordinals && entry.ordinal.is_some() && !is_complete(&entry.title) {
            return true;
        }
        // After its number an entry has only a page; without pages a complete title is the whole of it.
        entry.doc_number.is_none() && !is_complete(&entry.title) && !(begins && is_balanced(&entry.title))
    }

    /// The entries, those of a contents page that is printed twice once; `map[i]` is where entry `i` went.
    pub fn finish(mut self) -> (Vec<TocEntry>, Vec<u32>) {
        self.close();
        let ordinals: Vec<u32> = self.entries.iter().filter_map(|entry| entry.ordinal).collect();
        let none = self.entries.iter().all(|entry| entry.page.is_none());
        if none && ordinals.len() * 2 > self.entries.len() && are_pages(&ordinals) {
            for entry in &mut self.entries {
                entry.page = entry.ordinal.take();
            }
        }
        let (entries, places) = column_of_numbers(self.entries);
        self.entries = entries;
        column_of_pages(&mut self.entries, &self.pages);
        column_of_pages(&mut self.entries, &self.first_pages);
        self.entries.iter_mut().filter(|entry| entry.doc_number.is_none()).for_each(shared_number);
        let mut kept: Vec<TocEntry> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        let mut map = Vec::new();
        for entry in self.entries {
            let key = (Letters::new(&entry.title), entry.page, entry.doc_number.as_deref().map(fold));
            // Without page and number the same title may well be another document: 人事任免.
            let telling = entry.page.is_some() || entry.doc_number.is_some();
            let index = *seen.entry(key).or_insert(kept.len() as u32);
            if telling && (index as usize) < kept.len() {
                map.push(index);
                continue;
            }
            map.push(kept.len() as u32);
            kept.push(entry);
        }
        (kept, places.into_iter().map(|place| map[place]).collect())
    }
}

/// Takes a number off the title's end that two lines share: …的批复（丁政函〔2021〕36 | 号）.
fn shared_number(entry: &mut TocEntry) {
    let found = doc_number::trailing(&entry.title).or_else(|| doc_number::enclosed_serial(&entry.title));
    let found = found.or_else(|| doc_number::dated_serial(&entry.title));
    if let Some(found) = found.filter(|found| found.start > 0) {
        entry.title.truncate(found.start);
        entry.doc_number = Some(found.text);
    }
}

fn push_line(lines: &mut Vec<u32>, number: u32) {
    if lines.last() != Some(&number) {
        lines.push(number);
    }
}

/// Joins two lines of a title, without the recogniser's and the line break's spaces between Chinese characters.
fn join_title(head: &str, tail: &str) -> String {
    // A bar is the border of a table's cell.
    let is_gap = |c: char| is_space(c) || c == '|';
    let words = head.split(is_gap).chain(tail.split(is_gap)).filter(|word| !word.is_empty());
    let mut out = String::with_capacity(head.len() + tail.len());
    for word in words {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || c.is_alphabetic() && !is_han(c));
        if latin(out.chars().next_back()) && latin(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests;
