//! 馆藏: gazettes, their years, their issues, newest first; single documents and plain texts on shelves of their own,
//! by the year of their date; what could not be read at the end, with its reason.
//!
//! The tree is flattened into rows once a fold or the filter changes; moving and drawing then are arithmetic. While a
//! filter is on, every shelf is open and documents whose titles match stand under their issues.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::keymap::Action;
use super::list::{List, Single};
use crate::issue::IssueKind;
use crate::library::catalog::{Catalog, IssueId, IssueSummary};
use crate::text::{fold, pinyin};

/// A gazette, or the single documents, or the plain texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    pub title: String,
    pub kind: IssueKind,
    pub years: Vec<Year>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// None: the issues say no year.
    pub year: Option<u16>,
    pub issues: Vec<IssueId>,
}

impl Year {
    /// As its row says it.
    pub fn label(&self) -> String {
        self.year.map_or("年份不详".to_owned(), |year| format!("{year}年"))
    }

    /// The numbers below the highest that none of its issues has, in runs. A double issue has the first of its numbers.
    pub fn gaps(&self, catalog: &Catalog) -> Vec<(u32, u32)> {
        /// A higher number counts on over the years.
        const WEEKS: u32 = 60;
        let mut numbers: Vec<u32> = self.issues.iter().filter_map(|&id| catalog.get(id)?.number).collect();
        numbers.sort_unstable();
        if self.year.is_none() || numbers.last().is_none_or(|&last| last > WEEKS) {
            return Vec::new();
        }
        let befores = std::iter::once(0).chain(numbers.iter().copied());
        let between = befores.zip(&numbers).map(|(before, &number)| (before + 1, number.saturating_sub(1)));
        between.filter(|(first, last)| first <= last).collect()
    }
}

impl Shelf {
    pub fn issues(&self) -> usize {
        self.years.iter().map(|year| year.issues.len()).sum()
    }

    /// From the newest to the oldest.
    fn issue_ids(&self) -> impl Iterator<Item = IssueId> {
        self.years.iter().flat_map(|year| year.issues.iter().copied())
    }
}

/// One row of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Row {
    Shelf(usize),
    Year(usize, usize),
    Issue(IssueId),
    /// A document of the issue above it, by position; only in a narrowed list.
    Document(IssueId, u32),
    /// The heading over the files that could not be read.
    Failures,
    Failure(usize),
}

/// A group that can be folded, by what it is called: it outlives a reload.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Node {
    Shelf(String),
    Year(String, Option<u16>),
    Failures,
}

/// What opening the selected row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// A group: folded or unfolded, nothing more to do.
    Group,
    Issue(IssueId),
    Document(IssueId, u32),
    Failure(usize),
    Nothing,
}

#[derive(Debug, Default)]
pub struct Library {
    pub shelves: Vec<Shelf>,
    pub rows: Vec<Row>,
    pub list: List,
    /// What the list is narrowed by; empty: everything is shown.
    pub filter: String,
    folded: HashSet<Node>,
    folded_texts: Option<Vec<Searchable>>,
}

/// An issue's words as the filter compares them.
#[derive(Debug)]
struct Searchable {
    issue: String,
    documents: Vec<String>,
}

/// With more rows than this, only the newest year of each gazette begins unfolded.
const UNFOLDED_ROWS: usize = 60;

impl Library {
    pub fn new(catalog: &Catalog) -> Self {
        let mut library = Library { shelves: shelve(catalog), ..Library::default() };
        if catalog.issues.len() + catalog.failures.len() > UNFOLDED_ROWS {
            for shelf in &library.shelves {
                for year in shelf.years.iter().skip(1) {
                    library.folded.insert(Node::Year(shelf.title.clone(), year.year));
                }
            }
            library.folded.insert(Node::Failures);
        }
        library.rebuild(catalog);
        library.select_first_issue(catalog);
        library
    }

    /// Takes a catalog loaded anew; folds, filter and selection stay with what they were on.
    pub fn reload(&mut self, old: &Catalog, catalog: &Catalog) {
        let path = |catalog: &Catalog, row| match row {
            Row::Issue(id) | Row::Document(id, _) => catalog.get(id).map(|issue| issue.path.clone()),
            _ => None,
        };
        let selected = self.rows.get(self.list.selected).and_then(|&row| path(old, row));
        self.shelves = shelve(catalog);
        self.folded_texts = None;
        self.rebuild(catalog);
        if let Some(at) =
            selected.and_then(|p| self.rows.iter().position(|&row| path(catalog, row).as_ref() == Some(&p)))
        {
            self.list.selected = at;
        }
    }

    pub fn selected(&self) -> Option<Row> {
        self.rows.get(self.list.selected).copied()
    }

    /// The issue selected, with the document of it if that is what is selected.
    pub fn selected_issue(&self) -> Option<(IssueId, Option<u32>)> {
        match self.selected()? {
            Row::Issue(id) => Some((id, None)),
            Row::Document(id, document) => Some((id, Some(document))),
            _ => None,
        }
    }

    pub fn is_folded(&self, row: Row) -> bool {
        self.filter.trim().is_empty() && self.node(row).is_some_and(|node| self.folded.contains(&node))
    }

    /// True where the action was one of this list's own.
    pub fn act(&mut self, action: Action, count: Option<usize>, catalog: &Catalog, height: usize) -> bool {
        match action {
            Action::FoldToggle => self.fold_selected(None),
            Action::Right => self.fold_selected(Some(false)),
            Action::Left if self.node_open() => self.fold_selected(Some(true)),
            Action::Left => self.list.selected = self.parent(),
            Action::FoldAll => {
                self.folded = self.shelves.iter().flat_map(|s| self.nodes(s)).chain([Node::Failures]).collect()
            }
            Action::UnfoldAll => self.folded.clear(),
            Action::FoldLevel => {
                // Shelves, years, issues.
                let level = count.unwrap_or(1);
                let nodes = self.shelves.iter().flat_map(|s| self.nodes(s)).chain([Node::Failures]);
                self.folded = nodes.filter(|node| level < 2 || level < 3 && matches!(node, Node::Year(..))).collect();
            }
            Action::Fold => {
                if !self.node_open() {
                    self.list.selected = self.parent();
                }
                self.fold_selected(Some(true));
            }
            _ => return self.list.act(action, count, &Single(self.rows.len()), height),
        }
        let selected = self.selected();
        self.rebuild(catalog);
        self.select_near(selected);
        self.list.reveal(&Single(self.rows.len()), height);
        true
    }

    /// From a group's row to the nearest row below it that can be opened, or above it: while a filter is typed, groups are in
    /// the way.
    pub fn leave_group(&mut self, down: bool, height: usize) {
        let is_leaf = |row: &Row| matches!(row, Row::Issue(_) | Row::Document(..) | Row::Failure(_));
        let here = self.list.selected.min(self.rows.len());
        let below = self.rows[here..].iter().position(is_leaf).map(|by| here + by);
        let above = self.rows[..here].iter().rposition(is_leaf);
        let there = if down { below.or(above) } else { above.filter(|_| below != Some(here)).or(below) };
        self.list.selected = there.unwrap_or(here);
        self.list.reveal(&Single(self.rows.len()), height);
    }

    /// How many issues a group shows: of a narrowed list, those that are left.
    pub fn shown_in(&self, group: Row) -> usize {
        let narrowed = !self.filter.trim().is_empty();
        match group {
            _ if narrowed => {
                let from = self.rows.iter().position(|&row| row == group).map_or(self.rows.len(), |at| at + 1);
                let in_group = |row: &&Row| match group {
                    Row::Shelf(_) => !matches!(row, Row::Shelf(_) | Row::Failures),
                    _ => matches!(row, Row::Issue(_) | Row::Document(..)),
                };
                self.rows[from..].iter().take_while(in_group).filter(|row| matches!(row, Row::Issue(_))).count()
            }
            Row::Shelf(at) => self.shelves.get(at).map_or(0, Shelf::issues),
            Row::Year(shelf, at) => {
                self.shelves.get(shelf).and_then(|shelf| shelf.years.get(at)).map_or(0, |year| year.issues.len())
            }
            _ => 0,
        }
    }

    /// Opens the selected row; a group is folded or unfolded.
    pub fn choose(&mut self, catalog: &Catalog, height: usize) -> Chosen {
        match self.selected() {
            Some(Row::Issue(id)) => Chosen::Issue(id),
            Some(Row::Document(id, document)) => Chosen::Document(id, document),
            Some(Row::Failure(at)) => Chosen::Failure(at),
            Some(_) => {
                self.act(Action::FoldToggle, None, catalog, height);
                Chosen::Group
            }
            None => Chosen::Nothing,
        }
    }

    /// Narrows the list to what has every word of `filter`, as it is or in pinyin; selects the first issue that is left.
    pub fn narrow(&mut self, filter: &str, catalog: &Catalog, height: usize) {
        let selected = self.selected();
        self.filter = filter.to_owned();
        self.rebuild(catalog);
        if filter.trim().is_empty() {
            self.select_near(selected);
        } else {
            self.list = List::default();
            self.select_first_issue(catalog);
        }
        self.list.reveal(&Single(self.rows.len()), height);
    }

    /// The first number of a gazette that fits by itself (2021); else the first document, or single file.
    fn select_first_issue(&mut self, catalog: &Catalog) {
        let is_document = |at: usize| matches!(self.rows.get(at), Some(Row::Document(..)));
        let is_whole = |at: usize| matches!(self.rows[at], Row::Issue(_)) && !is_document(at + 1);
        let is_number = |at: usize| match self.rows[at] {
            Row::Issue(id) => catalog.get(id).is_some_and(|issue| issue.kind == IssueKind::Gazette),
            _ => false,
        };
        let number = (0..self.rows.len()).find(|&at| is_whole(at) && is_number(at));
        let first = || (0..self.rows.len()).find(|&at| is_whole(at) || is_document(at));
        self.list.selected = number.or_else(first).unwrap_or(0);
    }

    /// Selects an issue; folded away, the group that it is in.
    pub fn select(&mut self, id: IssueId) {
        self.select_near(Some(Row::Issue(id)));
    }

    /// The file so many further down its shelf (or up), of those the filter leaves; none where there is no further one.
    pub fn beside(&self, id: IssueId, forward: bool, by: usize) -> Option<IssueId> {
        let narrowed = !self.filter.trim().is_empty();
        let shown: HashSet<&Row> = self.rows.iter().filter(|_| narrowed).collect();
        let ids: Vec<IssueId> = self.shelves.get(self.home(Row::Issue(id)).0?)?.issue_ids().collect();
        let ids: Vec<IssueId> =
            ids.into_iter().filter(|&i| i == id || !narrowed || shown.contains(&Row::Issue(i))).collect();
        let here = ids.iter().position(|&i| i == id)?;
        let there = if forward { here.saturating_add(by).min(ids.len() - 1) } else { here.saturating_sub(by) };
        ids.get(there).copied().filter(|&found| found != id)
    }

    /// Selects the row that was selected; folded away, the group that it is in.
    fn select_near(&mut self, row: Option<Row>) {
        let Some(row) = row else { return };
        let (shelf, year) = self.home(row);
        let place = |wanted: Row| self.rows.iter().position(|&row| row == wanted);
        let issue = if let Row::Document(id, _) = row { place(Row::Issue(id)) } else { None };
        let found =
            place(row).or(issue).or_else(|| place(Row::Year(shelf?, year?))).or_else(|| place(Row::Shelf(shelf?)));
        self.list.selected = found.unwrap_or(self.list.selected);
    }

    /// The shelf and year that a row belongs to.
    fn home(&self, row: Row) -> (Option<usize>, Option<usize>) {
        match row {
            Row::Shelf(shelf) => (Some(shelf), None),
            Row::Year(shelf, year) => (Some(shelf), Some(year)),
            Row::Issue(id) | Row::Document(id, _) => {
                for (s, shelf) in self.shelves.iter().enumerate() {
                    if let Some(y) = shelf.years.iter().position(|year| year.issues.contains(&id)) {
                        return (Some(s), Some(y));
                    }
                }
                (None, None)
            }
            Row::Failures | Row::Failure(_) => (None, None),
        }
    }

    fn node(&self, row: Row) -> Option<Node> {
        match row {
            Row::Shelf(s) => Some(Node::Shelf(self.shelves.get(s)?.title.clone())),
            Row::Year(s, y) => {
                let shelf = self.shelves.get(s)?;
                Some(Node::Year(shelf.title.clone(), shelf.years.get(y)?.year))
            }
            Row::Failures => Some(Node::Failures),
            _ => None,
        }
    }

    fn nodes(&self, shelf: &Shelf) -> Vec<Node> {
        let years = shelf.years.iter().map(|year| Node::Year(shelf.title.clone(), year.year));
        years.chain([Node::Shelf(shelf.title.clone())]).collect()
    }

    fn node_open(&self) -> bool {
        self.selected().and_then(|row| self.node(row)).is_some_and(|node| !self.folded.contains(&node))
    }

    fn fold_selected(&mut self, fold: Option<bool>) {
        let Some(node) = self.selected().and_then(|row| self.node(row)) else { return };
        if fold.unwrap_or(!self.folded.contains(&node)) {
            self.folded.insert(node);
        } else {
            self.folded.remove(&node);
        }
    }

    /// The row of the group that the selected row is in.
    fn parent(&self) -> usize {
        let depth = |row: &Row| match row {
            Row::Shelf(_) | Row::Failures => 0,
            Row::Year(..) | Row::Failure(_) => 1,
            Row::Issue(_) => 2,
            Row::Document(..) => 3,
        };
        let Some(own) = self.rows.get(self.list.selected).map(depth) else { return 0 };
        let mut above = self.rows[..self.list.selected].iter();
        above.rposition(|row| depth(row) < own).unwrap_or(self.list.selected)
    }

    fn rebuild(&mut self, catalog: &Catalog) {
        let mut rows = Vec::new();
        let terms: Vec<String> = self.filter.split_whitespace().map(fold::fold).collect();
        if terms.is_empty() {
            self.unfolded_rows(catalog, &mut rows);
        } else {
            self.matching_rows(catalog, &terms, &mut rows);
        }
        self.rows = rows;
    }

    fn unfolded_rows(&self, catalog: &Catalog, rows: &mut Vec<Row>) {
        for (s, shelf) in self.shelves.iter().enumerate() {
            rows.push(Row::Shelf(s));
            if self.is_folded(Row::Shelf(s)) {
                continue;
            }
            for (y, year) in shelf.years.iter().enumerate() {
                rows.push(Row::Year(s, y));
                if !self.is_folded(Row::Year(s, y)) {
                    rows.extend(year.issues.iter().map(|&id| Row::Issue(id)));
                }
            }
        }
        if !catalog.failures.is_empty() {
            rows.push(Row::Failures);
            if !self.is_folded(Row::Failures) {
                rows.extend((0..catalog.failures.len()).map(Row::Failure));
            }
        }
    }

    fn matching_rows(&mut self, catalog: &Catalog, terms: &[String], rows: &mut Vec<Row>) {
        let texts = self.folded_texts.get_or_insert_with(|| catalog.issues.iter().map(searchable).collect());
        let has = |text: &String, term: &String| pinyin::holds(text, term);
        for (s, shelf) in self.shelves.iter().enumerate() {
            let shelf_row = rows.len();
            for (y, year) in shelf.years.iter().enumerate() {
                let year_row = rows.len();
                for &id in &year.issues {
                    let Some(text) = texts.get(id.0 as usize) else { continue };
                    if terms.iter().all(|term| has(&text.issue, term)) {
                        rows.push(Row::Issue(id));
                        continue;
                    }
                    // Words may be spread over the issue's own and one document's: 2021 水土.
                    let matches = |document: &String| terms.iter().all(|t| has(document, t) || has(&text.issue, t));
                    let before = rows.len();
                    let found = text.documents.iter().enumerate().filter(|(_, document)| matches(document));
                    rows.extend(found.map(|(at, _)| Row::Document(id, at as u32)));
                    if rows.len() > before {
                        rows.insert(before, Row::Issue(id));
                    }
                }
                if rows.len() > year_row {
                    rows.insert(year_row, Row::Year(s, y));
                }
            }
            if rows.len() > shelf_row {
                rows.insert(shelf_row, Row::Shelf(s));
            }
        }
    }
}

/// What the filter looks at: of a single document everything at once, of an issue its own line and each document apart.
fn searchable(issue: &IssueSummary) -> Searchable {
    let document = |d: &crate::library::catalog::DocumentSummary| {
        let rest = [d.doc_number, d.date, d.listed].map(Option::unwrap_or_default);
        format!("{} {}", d.title, rest.join(" "))
    };
    let mut own = format!("{} {}", issue.title, issue_label(issue));
    if let Some(total) = issue.total_number {
        own.push_str(&format!(" 总第{total}期"));
    }
    own.push_str(&format!(" {}", issue.published.as_deref().unwrap_or("")));
    if issue.kind != IssueKind::Gazette {
        issue.documents.iter().for_each(|d| own.push_str(&format!(" {}", document(&d))));
        own.push_str(&format!(" {}", issue.path));
        return Searchable { issue: fold::fold(&own), documents: Vec::new() };
    }
    Searchable {
        issue: fold::fold(&own),
        documents: issue.documents.iter().map(|d| fold::fold(&document(&d))).collect(),
    }
}

/// 2021年第3期: which number of its gazette an issue is, as far as it says so.
pub fn issue_label(issue: &IssueSummary) -> String {
    match (issue.year, issue.number) {
        (Some(year), Some(number)) => format!("{year}年第{number}期"),
        (Some(year), None) => format!("{year}年"),
        (None, Some(number)) => format!("第{number}期"),
        (None, None) => issue.published.clone().unwrap_or_else(|| file_name(&issue.path).to_owned()),
    }
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The date that an issue is sorted by: its own; of a single document, that which its file is named with (the version
/// kept there), else its own.
pub fn date(issue: &IssueSummary) -> Option<&str> {
    let single = issue.kind != IssueKind::Gazette;
    let of_document = || issue.documents.get(0)?.date.filter(|_| single);
    issue.published.as_deref().or_else(|| version(issue.kind, &issue.path)).or_else(of_document)
}

/// The date that the file of a single document is named with: the version that it holds.
pub fn version(kind: IssueKind, path: &str) -> Option<&str> {
    date_in(file_name(path)).filter(|_| kind != IssueKind::Gazette)
}

/// A date in a file's name: 2019-03-24.
fn date_in(name: &str) -> Option<&str> {
    let is_date = |at: usize| {
        let date = name.get(at..at + 10)?;
        let fits = |(n, b): (usize, u8)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() };
        date.bytes().enumerate().all(fits).then_some(date)
    };
    (0..name.len().saturating_sub(9)).find_map(is_date)
}

fn year(issue: &IssueSummary) -> Option<u16> {
    issue.year.or_else(|| date(issue)?.get(..4)?.parse().ok())
}

/// Sorts the catalog onto shelves: gazettes by name as it sounds, then single documents, then plain texts.
fn shelve(catalog: &Catalog) -> Vec<Shelf> {
    type Years = BTreeMap<Option<u16>, Vec<IssueId>>;
    let mut by_shelf: HashMap<(u8, String), (String, Years)> = HashMap::new();
    for (at, issue) in catalog.issues.iter().enumerate() {
        let (rank, title) = match issue.kind {
            IssueKind::Gazette => (0, issue.title.clone()),
            IssueKind::Document => (1, "单行文件".to_owned()),
            IssueKind::Plain => (2, "普通文本（不是公报）".to_owned()),
        };
        // 涇 and 泾 are one gazette.
        let (_, years) = by_shelf.entry((rank, fold::fold(&title))).or_insert_with(|| (title, BTreeMap::new()));
        years.entry(year(issue)).or_default().push(IssueId(at as u32));
    }
    let mut shelves: Vec<_> = by_shelf.into_iter().collect();
    shelves.sort_by_cached_key(|((rank, folded), _)| (*rank, pinyin::order(folded)));
    shelves
        .into_iter()
        .map(|((rank, _), (title, years))| Shelf {
            title,
            kind: [IssueKind::Gazette, IssueKind::Document, IssueKind::Plain][rank as usize],
            years: years
                .into_iter()
                .rev()
                .map(|(year, issues)| Year { year, issues: newest_first(catalog, issues) })
                .collect(),
        })
        .collect()
}

fn newest_first(catalog: &Catalog, mut issues: Vec<IssueId>) -> Vec<IssueId> {
    let key = |id: &IssueId| catalog.get(*id).map(|i| (i.number, date(i).map(str::to_owned)));
    issues.sort_by(|a, b| {
        key(b).cmp(&key(a)).then_with(|| {
            let title = |id: &IssueId| catalog.get(*id).map(|i| (i.title.as_str(), i.path.as_str()));
            title(a).cmp(&title(b))
        })
    });
    issues
}
