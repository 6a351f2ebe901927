//! 目录: an issue's entries under their categories, as its contents pages print them; documents that they leave out stand
//! in their place, entries whose document is missing stay, and both are marked in words.

use std::collections::HashSet;
use std::sync::Arc;

use super::Metrics;
use super::keymap::Action;
use super::lines::wrap;
use super::list::{Lines, List};
use crate::issue::Issue;
use crate::library::catalog::IssueId;
use crate::text::{fold, pinyin};

/// What an entry leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// 刊头与版权: the front matter.
    Front,
    /// A document, by position.
    Document(u32),
    /// The body does not have it; index into `toc`.
    Missing(u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub target: Target,
    /// The category that begins with it.
    pub category: Option<String>,
    pub ordinal: Option<u32>,
    pub title: String,
    pub doc_number: Option<String>,
    pub page: Option<u32>,
    /// What is odd about it, in words.
    pub mark: Option<&'static str>,
    /// Title, number and category as the filter compares them.
    folded: String,
}

/// A line of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentsLine {
    Category(String),
    Entry {
        /// Position among the entries shown.
        item: usize,
        ordinal: Option<u32>,
        title: String,
        doc_number: Option<String>,
        page: Option<u32>,
    },
}

#[derive(Debug)]
pub struct Contents {
    pub id: IssueId,
    pub issue: Arc<Issue>,
    pub entries: Vec<Entry>,
    /// Which entries are shown, by position.
    pub shown: Vec<usize>,
    pub filter: String,
    pub list: List,
    pub lines: Vec<ContentsLine>,
    /// The first line of each entry shown, its category's line included; and the number of lines.
    starts: Vec<usize>,
    set_for: Option<Metrics>,
}

/// With at least this many cells, 文号 and page stand in columns of their own.
const COLUMNS: u16 = 72;
pub const ORDINAL_CELLS: u16 = 5;
pub const NUMBER_CELLS: u16 = 24;
pub const PAGE_CELLS: u16 = 5;

/// From which cell to which the list reaches: in the middle of a wide screen, as a document's page is. A title on one line is
/// worth a quarter more than the measure.
pub fn room(metrics: &Metrics) -> (u16, u16) {
    let title = metrics.measure.saturating_add(metrics.measure / 4);
    let widest = title.saturating_add(ORDINAL_CELLS + NUMBER_CELLS + PAGE_CELLS);
    let cols = metrics.cols.min(widest);
    let left = (metrics.cols - cols) / 2;
    (left, left + cols)
}

pub fn has_columns(cols: u16) -> bool {
    cols >= COLUMNS
}

impl Contents {
    pub fn new(id: IssueId, issue: Arc<Issue>) -> Self {
        let entries = entries(&issue);
        let shown = (0..entries.len()).collect();
        let mut contents = Contents {
            id,
            issue,
            entries,
            shown,
            filter: String::new(),
            list: List::default(),
            lines: Vec::new(),
            starts: vec![0],
            set_for: None,
        };
        // The first document is what one came for, not the cover.
        contents.list.selected = contents.entries.iter().position(|e| e.target != Target::Front).unwrap_or(0);
        contents
    }

    pub fn selected(&self) -> Option<&Entry> {
        self.entries.get(*self.shown.get(self.list.selected)?)
    }

    pub fn select(&mut self, target: Target, metrics: &Metrics) {
        if let Some(at) = self.shown.iter().position(|&entry| self.entries[entry].target == target) {
            self.list.selected = at;
            self.list.reveal(&self.starts[..], metrics.body());
        }
    }

    /// Puts the lines where this size wants them; nothing to do where they are.
    pub fn set(&mut self, metrics: &Metrics) {
        if self.set_for == Some(*metrics) {
            return;
        }
        self.set_for = Some(*metrics);
        self.lines.clear();
        self.starts.clear();
        for (item, &entry) in self.shown.iter().enumerate() {
            self.starts.push(self.lines.len());
            set_entry(&self.entries[entry], item, metrics, &mut self.lines);
        }
        self.starts.push(self.lines.len());
        self.list.reveal(&self.starts[..], metrics.body());
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        if let (Action::Bottom, Some(number)) = (action, count) {
            let mut documents = self.shown.iter().map(|&at| &self.entries[at]).filter(|e| e.target != Target::Front);
            let ordinal = u32::try_from(number).ok();
            let found = documents.clone().find(|entry| entry.ordinal == ordinal).or(documents.nth(number.max(1) - 1));
            if let Some(target) = found.map(|entry| entry.target) {
                self.select(target, metrics);
                return true;
            }
        }
        self.list.act(action, count, &self.starts[..], metrics.body())
    }

    /// Narrows to the entries that have every word of `filter`, as it is or in pinyin.
    pub fn narrow(&mut self, filter: &str, metrics: &Metrics) {
        let target = self.selected().map(|entry| entry.target);
        let terms: Vec<String> = filter.split_whitespace().map(fold::fold).collect();
        self.filter = filter.to_owned();
        let matches = |&entry: &usize| terms.iter().all(|term| pinyin::holds(&self.entries[entry].folded, term));
        self.shown = (0..self.entries.len()).filter(matches).collect();
        self.set_for = None;
        self.list = List::default();
        self.set(metrics);
        if let (true, Some(target)) = (terms.is_empty(), target) {
            self.select(target, metrics);
        }
    }

    /// Lines of all entries shown.
    pub fn height(&self) -> usize {
        self.starts[..].line(self.shown.len())
    }
}

/// The entries in printed order, each document that none of them leads to after the one before it.
fn entries(issue: &Issue) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !issue.front.is_empty() {
        entries.push(Entry::new(Target::Front, "刊头、目录与版权（原文）".into(), None));
    }
    let mut category = None;
    for (at, toc) in issue.toc.iter().enumerate() {
        let target = toc.document.map_or(Target::Missing(at as u32), Target::Document);
        let mut entry = Entry::new(target, toc.title.clone(), toc.doc_number.clone());
        entry.ordinal = toc.ordinal;
        entry.page = toc.page;
        entry.mark = toc.document.is_none().then_some("【正文缺】");
        if toc.category != category {
            category = toc.category.clone();
            entry.category = category.clone();
        }
        entry.folded.push_str(&fold::fold(&format!(
            " {} {}",
            toc.category.as_deref().unwrap_or(""),
            toc.ordinal.unwrap_or(0)
        )));
        entries.push(entry);
    }
    let listed: HashSet<u32> = issue.toc.iter().filter_map(|toc| toc.document).collect();
    for (at, document) in (0..).zip(&issue.documents) {
        if listed.contains(&at) {
            continue;
        }
        let mut entry = Entry::new(Target::Document(at), document.title.clone(), document.doc_number.clone());
        entry.mark = (!issue.toc.is_empty()).then_some("【目录未列】");
        let before = |entry: &Entry| {
            matches!(entry.target, Target::Document(other) if other < at) || entry.target == Target::Front
        };
        let place = entries.iter().rposition(before).map_or(0, |place| place + 1);
        // A category begins with the entry that the contents print under it.
        entries.insert(place, entry);
    }
    entries
}

impl Entry {
    fn new(target: Target, title: String, doc_number: Option<String>) -> Self {
        let title = if title.trim().is_empty() { "（无标题）".to_owned() } else { title };
        let folded = fold::fold(&format!("{title} {}", doc_number.as_deref().unwrap_or("")));
        Entry { target, category: None, ordinal: None, title, doc_number, page: None, mark: None, folded }
    }
}

fn set_entry(entry: &Entry, item: usize, metrics: &Metrics, lines: &mut Vec<ContentsLine>) {
    if let Some(category) = &entry.category {
        lines.push(ContentsLine::Category(category.clone()));
    }
    let title = format!("{}{}", entry.mark.unwrap_or(""), entry.title);
    let (left, right) = room(metrics);
    let columns = has_columns(metrics.cols);
    let beside = if columns { NUMBER_CELLS + PAGE_CELLS } else { 0 };
    let width = (right - left).saturating_sub(ORDINAL_CELLS + beside + 1);
    for (n, title) in wrap(&title, width as usize, metrics.widths).into_iter().enumerate() {
        let first = n == 0;
        lines.push(ContentsLine::Entry {
            item,
            ordinal: entry.ordinal.filter(|_| first),
            title: title.to_owned(),
            doc_number: entry.doc_number.clone().filter(|_| first && columns),
            page: entry.page.filter(|_| first && columns),
        });
    }
    if !columns && (entry.doc_number.is_some() || entry.page.is_some()) {
        let (doc_number, page) = (entry.doc_number.clone(), entry.page);
        lines.push(ContentsLine::Entry { item, ordinal: None, title: String::new(), doc_number, page });
    }
}
