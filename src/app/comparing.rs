//! 对照: two documents clause by clause, side by side where there is room, else both in one text.
//!
//! ```text
//! rows of the comparison ─ stretches that are the same are folded ─▶ entries ─ set to the width ─▶ lines
//! ```
//!
//! An entry is selected, as on any list; `n` goes to the next one that differs, Enter to its place in the document. Comparing is a
//! worker's ([`Effect::Compare`]); documents that are shown again are compared again.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::counterparts::when;
use super::keymap::Action;
use super::library::version;
use super::lines::gist;
use super::list::{Lines, List};
use super::opening::{At, Spot};
use super::reading::{Place, Which};
use super::{App, Effect, Metrics, Screen};
use crate::compare::told::{Compared, Look, Run, set};
use crate::library::catalog::Catalog;
use crate::library::directory::DocumentId;
use crate::text::fold::fold;
use crate::text::safe;
use crate::text::width::Widths;

/// From so many columns on, the documents stand side by side.
pub const WIDE: u16 = 100;
/// So many rows that are the same are shown between others; more are folded.
const FEW: usize = 2;

/// What is selected as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Row(usize),
    /// Rows that are the same, folded.
    Same(Range<usize>),
}

impl Entry {
    fn rows(&self) -> Range<usize> {
        match self {
            Entry::Row(row) => *row..row + 1,
            Entry::Same(rows) => rows.clone(),
        }
    }
}

/// A line of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What the program says.
    Own(String),
    Both(Vec<Run>),
    Sides(Vec<Run>, Vec<Run>),
}

#[derive(Debug)]
pub struct Comparing {
    pub old: DocumentId,
    pub new: DocumentId,
    /// Title and issue of each.
    pub names: [String; 2],
    request: u64,
    /// None until it is made.
    pub compared: Option<Arc<Compared>>,
    /// Stretches of rows that are the same, long enough to be folded; and which are not.
    stretches: Vec<Range<usize>>,
    unfolded: HashSet<usize>,
    pub entries: Vec<Entry>,
    pub lines: Vec<Line>,
    /// The first line of each entry, and the end.
    starts: Vec<usize>,
    pub list: List,
    /// What was found, if something is looked for.
    pub find: Option<Found>,
    /// Where finding began: Esc goes back there.
    before_find: Option<(List, Option<Found>)>,
    set_for: Option<(u16, u16, Widths)>,
}

/// What is looked for in both documents, and the rows that have it on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub query: String,
    rows: Vec<usize>,
}

/// Rows of the body that the names above the columns take.
pub fn head(metrics: &Metrics) -> usize {
    usize::from(metrics.cols >= WIDE)
}

/// Cells of a column, side by side; of the text, else.
pub fn column(metrics: &Metrics) -> u16 {
    let room = if metrics.cols >= WIDE { (metrics.cols - 5) / 2 } else { metrics.cols - 3 };
    room.min(metrics.measure)
}

impl Comparing {
    fn new(old: DocumentId, new: DocumentId, request: u64, catalog: &Catalog) -> Comparing {
        let name = |id: DocumentId| {
            let issue = catalog.get(id.issue).zip(id.summary(catalog));
            let issue = issue.map(|(issue, document)| when(issue, &document)).unwrap_or_default();
            let title = id.summary(catalog).map(|document| gist(&document.title).to_owned()).unwrap_or_default();
            safe::line(&format!("{title}（{issue}）")).into_owned()
        };
        Comparing {
            old,
            new,
            names: [name(old), name(new)],
            request,
            compared: None,
            stretches: Vec::new(),
            unfolded: HashSet::new(),
            entries: Vec::new(),
            lines: Vec::new(),
            starts: vec![0],
            list: List::default(),
            find: None,
            before_find: None,
            set_for: None,
        }
    }

    pub fn titles(&self) -> Vec<String> {
        std::iter::once("对照".to_owned()).chain(self.names.iter().cloned()).collect()
    }

    fn take(&mut self, compared: Arc<Compared>) {
        let rows = &compared.comparison.rows;
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for at in (0..rows.len()).filter(|&at| rows[at].is_same()) {
            match stretches.last_mut().filter(|last| last.end == at) {
                Some(last) => last.end += 1,
                None => stretches.push(at..at + 1),
            }
        }
        stretches.retain(|stretch| stretch.len() > FEW);
        (self.stretches, self.compared, self.set_for) = (stretches, Some(compared), None);
    }

    fn is_change(&self, entry: &Entry) -> bool {
        let Some(compared) = &self.compared else { return false };
        matches!(entry, Entry::Row(row) if !compared.comparison.rows[*row].is_same())
    }

    /// Which change is selected, or was passed last, and how many there are; of what is found while something is looked for.
    pub fn position(&self) -> (usize, usize) {
        if let Some(find) = &self.find {
            let passed = self.row_here().map_or(0, |row| find.rows.partition_point(|&found| found <= row));
            return (passed, find.rows.len());
        }
        let changes = |entries: &[Entry]| entries.iter().filter(|entry| self.is_change(entry)).count();
        let here = (self.list.selected + 1).min(self.entries.len());
        (changes(&self.entries[..here]), changes(&self.entries))
    }

    /// The line of the screen's body an entry begins on, and where it ends.
    pub fn lines_of(&self, entry: usize) -> Range<usize> {
        self.starts.line(entry)..self.starts.line(entry + 1)
    }

    pub fn entry_at(&self, line: usize) -> usize {
        self.starts.item_at(line)
    }

    /// Sets the lines for this width; the selection stays on its row.
    pub fn set(&mut self, metrics: &Metrics) {
        let height = metrics.body().saturating_sub(head(metrics)).max(1);
        let wanted = (metrics.cols, metrics.measure, metrics.widths);
        if let Some(compared) = self.compared.clone().filter(|_| self.set_for != Some(wanted)) {
            let first = self.set_for.is_none() && self.entries.is_empty();
            let row = self.entries.get(self.list.selected).map_or(0, |entry| entry.rows().start);
            self.set_for = Some(wanted);
            self.lay_out(&compared, metrics);
            self.list.selected = match first {
                true => self.entries.iter().position(|entry| self.is_change(entry)).unwrap_or(0),
                false => self.entries.partition_point(|entry| entry.rows().end <= row),
            };
        }
        self.list.reveal(self.starts.as_slice(), height);
    }

    fn lay_out(&mut self, compared: &Compared, metrics: &Metrics) {
        (self.entries, self.lines, self.starts) = (Vec::new(), Vec::new(), Vec::new());
        let mut folded = self.stretches.iter().filter(|stretch| !self.unfolded.contains(&stretch.start)).peekable();
        let mut row = 0;
        while row < compared.comparison.rows.len() {
            match folded.next_if(|stretch| stretch.start == row) {
                Some(stretch) => self.entries.push(Entry::Same(stretch.clone())),
                None => self.entries.push(Entry::Row(row)),
            }
            row = self.entries.last().map_or(row + 1, |entry| entry.rows().end);
        }
        let is_plain = |entry: &Entry| matches!(entry, Entry::Row(row) if compared.comparison.rows[*row].is_same());
        let (cells, wide, widths) = (column(metrics) as usize, metrics.cols >= WIDE, metrics.widths);
        for (at, entry) in self.entries.iter().enumerate() {
            if at > 0 && !(is_plain(entry) && is_plain(&self.entries[at - 1])) {
                self.lines.push(Line::Own(String::new()));
            }
            self.starts.push(self.lines.len());
            let &Entry::Row(row) = entry else {
                self.lines.push(Line::Own(format!("+ {} 处相同", entry.rows().len())));
                continue;
            };
            if !is_plain(entry) {
                self.lines.push(Line::Own(compared.label(row)));
            }
            let runs = compared.runs(row);
            if !wide {
                self.lines.extend(set(&runs.both, cells, widths, true).into_iter().map(Line::Both));
                continue;
            }
            let (mut old, mut new) = (set(&runs.old, cells, widths, false), set(&runs.new, cells, widths, false));
            let height = old.len().max(new.len());
            old.resize(height, Vec::new());
            new.resize(height, Vec::new());
            self.lines.extend(old.into_iter().zip(new).map(|(old, new)| Line::Sides(old, new)));
        }
        self.starts.push(self.lines.len());
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> Option<String> {
        if self.compared.is_none() {
            return Some("正在对照，请稍候".into());
        }
        let height = metrics.body().saturating_sub(head(metrics)).max(1);
        let here = self.list.selected;
        let stretch = self.entries.get(here).and_then(|entry| {
            let row = entry.rows().start;
            self.stretches.iter().find(|stretch| stretch.contains(&row)).map(|stretch| stretch.start)
        });
        match action {
            Action::FindNext | Action::FindPrevious if self.find.is_some() => {
                return self.find_step(action == Action::FindNext, count.unwrap_or(1), metrics);
            }
            Action::FindNext | Action::NextClause => {
                let next = (here + 1..self.entries.len()).filter(|&at| self.is_change(&self.entries[at]));
                match next.take(count.unwrap_or(1).max(1)).last() {
                    Some(at) => self.list.selected = at,
                    None => return Some("后面没有不同了".into()),
                }
            }
            Action::FindPrevious | Action::PreviousClause => {
                let before = (0..here).rev().filter(|&at| self.is_change(&self.entries[at]));
                match before.take(count.unwrap_or(1).max(1)).last() {
                    Some(at) => self.list.selected = at,
                    None => return Some("前面没有不同了".into()),
                }
            }
            Action::Right => self.fold(stretch, false),
            Action::Left | Action::Fold => self.fold(stretch, true),
            Action::FoldToggle => self.fold(stretch, stretch.is_some_and(|start| self.unfolded.contains(&start))),
            Action::FoldAll => self.unfolded.clear(),
            Action::UnfoldAll => self.unfolded = self.stretches.iter().map(|stretch| stretch.start).collect(),
            _ => {
                self.list.act(action, count, self.starts.as_slice(), height);
                return None;
            }
        }
        if !matches!(action, Action::FindNext | Action::NextClause | Action::FindPrevious | Action::PreviousClause) {
            self.set_for = None;
        }
        self.set(metrics);
        None
    }

    // Finding.

    fn row_here(&self) -> Option<usize> {
        self.entries.get(self.list.selected).map(|entry| entry.rows().start)
    }

    /// Finding begins: what is found is selected as the query is typed, and Esc comes back here.
    pub fn begin_find(&mut self) {
        self.before_find = Some((self.list, self.find.clone()));
    }

    /// Shows what the query finds from the row on where finding began.
    pub fn find_as_typed(&mut self, query: &str, metrics: &Metrics) {
        let Some(compared) = &self.compared else { return };
        if let Some((list, _)) = &self.before_find {
            self.list = *list;
        }
        let wanted = fold(query);
        let has = |row: &usize| {
            let runs = compared.runs(*row);
            [&runs.old, &runs.new].into_iter().any(|side| {
                let text: String =
                    side.iter().filter(|(look, _)| *look != Look::Own).map(|(_, text)| &text[..]).collect();
                fold(&text).contains(&wanted)
            })
        };
        let rows =
            if wanted.is_empty() { Vec::new() } else { (0..compared.comparison.rows.len()).filter(has).collect() };
        self.find = (!wanted.is_empty()).then(|| Found { query: query.to_owned(), rows });
        let (here, found) = (self.row_here(), self.find.iter().flat_map(|find| find.rows.iter().copied()));
        let found: Vec<usize> = found.collect();
        let next = found.iter().copied().find(|&row| Some(row) >= here).or(found.first().copied());
        next.into_iter().for_each(|row| self.select_row(row, metrics));
    }

    /// The query stands. An error is what to tell the reader.
    pub fn end_find(&mut self) -> Result<(), String> {
        let before = self.before_find.take();
        let Some(query) = self.find.as_ref().filter(|find| find.rows.is_empty()).map(|find| find.query.clone()) else {
            return Ok(());
        };
        (self.list, self.find) = before.unwrap_or((self.list, None));
        Err(format!("没有找到「{query}」"))
    }

    /// As if nothing had been asked.
    pub fn cancel_find(&mut self) {
        if let Some(before) = self.before_find.take() {
            (self.list, self.find) = before;
        }
    }

    fn find_step(&mut self, forward: bool, count: usize, metrics: &Metrics) -> Option<String> {
        let (rows, here) = (self.find.as_ref()?.rows.clone(), self.row_here()?);
        let passed =
            if forward { rows.partition_point(|&row| row <= here) } else { rows.partition_point(|&row| row < here) };
        let at = if forward { passed.checked_add(count - 1) } else { passed.checked_sub(count) };
        match at.and_then(|at| rows.get(at)) {
            Some(&row) => self.select_row(row, metrics),
            None => return Some(if forward { "后面没有了" } else { "前面没有了" }.into()),
        }
        None
    }

    /// Selects a row, unfolding what it is in.
    fn select_row(&mut self, row: usize, metrics: &Metrics) {
        let stretch = self.stretches.iter().find(|stretch| stretch.contains(&row)).map(|stretch| stretch.start);
        if stretch.is_some_and(|start| self.unfolded.insert(start)) {
            self.set_for = None;
            self.set(metrics);
        }
        self.list.selected = self.entries.partition_point(|entry| entry.rows().end <= row);
        self.set(metrics);
    }

    fn fold(&mut self, stretch: Option<usize>, fold: bool) {
        let Some(start) = stretch else { return };
        if fold {
            self.unfolded.remove(&start);
        } else {
            self.unfolded.insert(start);
        }
    }
}

impl App {
    /// Compares the document with the one that was chosen: the older one is the old one.
    pub(super) fn compare(&mut self, own: DocumentId, other: DocumentId) -> Vec<Effect> {
        let date = |id: DocumentId| {
            let issue = self.catalog.get(id.issue)?;
            let year = issue.year.map(|year| format!("{year}-{:03}", issue.number.unwrap_or(0)));
            let summary = id.summary(&self.catalog)?;
            // Versions of a law have one date, that of the first.
            let date = version(issue.kind, &issue.path).or(summary.date).or(issue.published.as_deref());
            date.map(str::to_owned).or(year)
        };
        let swapped = date(own).zip(date(other)).is_some_and(|(own, other)| own < other);
        let (old, new) = if swapped { (own, other) } else { (other, own) };
        self.show_comparison(old, new)
    }

    fn show_comparison(&mut self, old: DocumentId, new: DocumentId) -> Vec<Effect> {
        self.comparisons += 1;
        let screen = Comparing::new(old, new, self.comparisons, &self.catalog);
        self.screens.push(Screen::Compare(Box::new(screen)));
        vec![Effect::Compare { request: self.comparisons, old, new }]
    }

    /// Old and new change places.
    pub(super) fn swap_sides(&mut self) -> Vec<Effect> {
        match self.screens.pop_if(|screen| matches!(screen, Screen::Compare(_))) {
            Some(Screen::Compare(screen)) => self.show_comparison(screen.new, screen.old),
            _ => Vec::new(),
        }
    }

    /// Whether keys wait for the comparison that is seen.
    pub fn is_comparing(&self) -> bool {
        matches!(self.screens.last(), Some(Screen::Compare(screen)) if screen.compared.is_none())
    }

    pub(super) fn hear_of_comparison(&mut self, request: u64, result: Result<Arc<Compared>, String>) -> Vec<Effect> {
        let of_request = |screen: &Screen| matches!(screen, Screen::Compare(screen) if screen.request == request);
        let Some(at) = self.screens.iter().position(of_request) else { return Vec::new() };
        let awaited = self.is_comparing() && at + 1 == self.screens.len();
        match result {
            Ok(compared) => {
                self.message = Some(match compared.comparison.is_same() {
                    true => "两份没有不同".into(),
                    false => compared.counts(),
                });
                if let Some(Screen::Compare(screen)) = self.screens.get_mut(at) {
                    screen.take(compared);
                }
                if awaited {
                    return self.press_ahead();
                }
            }
            Err(reason) => {
                self.ahead.clear();
                self.screens.remove(at);
                self.message = Some(format!("不能对照：{reason}"));
            }
        }
        Vec::new()
    }

    /// The document at the entry that is selected: the new one, or the old one of what was dropped. What is folded unfolds.
    pub(super) fn open_compared(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        let Some(Screen::Compare(screen)) = self.screens.last_mut() else { return Vec::new() };
        let Some(compared) = screen.compared.clone() else { return Vec::new() };
        match screen.entries.get(screen.list.selected) {
            Some(Entry::Same(_)) => drop(screen.act(Action::Right, None, &metrics)),
            Some(&Entry::Row(row)) => {
                let (id, item) = match compared.items(row) {
                    (_, Some(item)) => (screen.new, item),
                    (Some(item), None) => (screen.old, item),
                    (None, None) => return Vec::new(),
                };
                let at = At::Place(Place { at: item.at, offset: item.bytes.start });
                let which = Which::Document(id.document);
                return self.lead_to(Spot { id: id.issue, which, at, words: Vec::new() });
            }
            None => {}
        }
        Vec::new()
    }
}
