//! A table on a screen of its own: rows are selected, columns scrolled; the header and the first columns stay. What is found in
//! it is brought into sight both ways.

use super::Metrics;
use super::find::{Find, Match, Searchable};
use super::keymap::Action;
use super::list::{Lines, List};
use crate::issue::{Block, BlockRef};
use crate::typeset::{self, Options, TableView};

#[derive(Debug)]
pub struct Table {
    pub at: BlockRef,
    /// What to call it above.
    pub path: Vec<String>,
    pub view: TableView,
    /// Over the rows below the header.
    pub list: List,
    /// The first column after those that stay.
    pub first: usize,
    pub find: Option<Find>,
    block: Block,
    set_for: Options,
    searchable: Option<Searchable>,
    /// Where finding began: Esc goes back there.
    before_find: Option<(List, usize, Option<Find>)>,
}

/// The rows below the header, as a list.
struct Rows<'a> {
    view: &'a TableView,
    first: usize,
    count: usize,
}

impl Lines for Rows<'_> {
    fn items(&self) -> usize {
        self.count
    }
    fn line(&self, item: usize) -> usize {
        let line = if item >= self.count { self.view.len() } else { self.view.line_of_row(self.first + item) };
        line.saturating_sub(self.view.head())
    }
    fn item_at(&self, line: usize) -> usize {
        let line = (line + self.view.head()).min(self.view.len().saturating_sub(1));
        self.view.row_at(line).saturating_sub(self.first)
    }
}

fn options(metrics: &Metrics) -> Options {
    Options { width: metrics.cols, measure: metrics.measure, widths: metrics.widths }
}

impl Table {
    /// None where the block is no table that can be shown so.
    pub fn new(at: BlockRef, block: &Block, path: Vec<String>, metrics: &Metrics) -> Option<Self> {
        let view = typeset::table(block, &options(metrics)).filter(|view| !view.is_empty())?;
        let set_for = options(metrics);
        let mut table = Table {
            at,
            path,
            view,
            list: List::default(),
            first: 0,
            find: None,
            block: block.clone(),
            set_for,
            searchable: None,
            before_find: None,
        };
        table.bound(metrics);
        Some(table)
    }

    pub fn set(&mut self, metrics: &Metrics) {
        let options = options(metrics);
        if self.set_for != options
            && let Some(view) = typeset::table(&self.block, &options)
        {
            (self.view, self.set_for) = (view, options);
        }
        self.bound(metrics);
    }

    fn bound(&mut self, metrics: &Metrics) {
        let cols = metrics.cols as usize;
        let frozen = self.view.frozen(cols);
        self.first = self.first.clamp(frozen, self.view.last_first(cols).max(frozen));
        let mut list = self.list;
        list.reveal(&self.rows(), self.body(metrics));
        self.list = list;
    }

    fn rows(&self) -> Rows<'_> {
        let first = if self.view.head() < self.view.len() { self.view.row_at(self.view.head()) } else { 0 };
        let end = self.view.len().checked_sub(1).map_or(0, |last| self.view.row_at(last) + 1);
        Rows { view: &self.view, first, count: end.saturating_sub(first) }
    }

    /// Lines for the rows below the header.
    pub fn body(&self, metrics: &Metrics) -> usize {
        metrics.body().saturating_sub(self.view.head()).max(1)
    }

    /// Which row is selected, header rows counted, and how many there are below the header.
    pub fn selected(&self) -> usize {
        self.rows().first + self.list.selected
    }

    pub fn position(&self) -> (usize, usize) {
        (self.list.selected + 1, self.rows().count)
    }

    /// Whether there are more columns than the screen has room for.
    pub fn is_wide(&self, metrics: &Metrics) -> bool {
        self.view.last_first(metrics.cols as usize) > self.view.frozen(metrics.cols as usize)
    }

    /// Moves in the table, or among what was found in it; what to tell the reader.
    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> Option<&'static str> {
        let times = count.unwrap_or(1);
        match action {
            Action::Right => self.first = self.first.saturating_add(times),
            Action::Left => self.first = self.first.saturating_sub(times),
            Action::FindNext => return self.find_step(true, times, metrics),
            Action::FindPrevious => return self.find_step(false, times, metrics),
            _ => {
                let mut list = self.list;
                list.act(action, count, &self.rows(), self.body(metrics));
                self.list = list;
            }
        }
        self.bound(metrics);
        None
    }

    // Finding.

    /// Marks what was found in the document that the table stands in, and shows the hit that was selected there.
    pub fn marked_as(mut self, find: Option<&Find>, metrics: &Metrics) -> Self {
        let Some(find) = find else { return self };
        let matches: Vec<Match> = find.in_block(self.at).map(|(_, found)| found.clone()).collect();
        let selected = find.current().and_then(|current| matches.iter().position(|found| found == current));
        if !matches.is_empty() {
            self.find = Some(Find { matches, selected, ..find.clone() });
            self.show_match(metrics);
        }
        self
    }

    /// Finding begins: hits are shown as the query is typed, and Esc comes back here.
    pub fn begin_find(&mut self) {
        self.before_find = Some((self.list, self.first, self.find.clone()));
    }

    /// Shows what the query finds from the row on where finding began.
    pub fn find_as_typed(&mut self, query: &str, metrics: &Metrics) {
        let searchable = self.searchable.get_or_insert_with(|| Searchable::of_block(self.at, &self.block));
        let matches = searchable.find(&[query.to_owned()]);
        if let Some((list, first, _)) = &self.before_find {
            (self.list, self.first) = (*list, *first);
        }
        let from = self.view.start_of(self.selected());
        self.find = Find::as_typed(query, matches, Some((self.at, from)));
        self.show_match(metrics);
    }

    /// The query stands. An error is what to tell the reader.
    pub fn end_find(&mut self) -> Result<(), String> {
        let before = self.before_find.take();
        let Some(query) = self.find.as_ref().filter(|find| find.matches.is_empty()).map(|find| find.query.clone())
        else {
            return Ok(());
        };
        (self.list, self.first, self.find) = before.unwrap_or((self.list, self.first, None));
        Err(format!("表里没有找到「{query}」"))
    }

    /// As if nothing had been asked.
    pub fn cancel_find(&mut self) {
        if let Some(before) = self.before_find.take() {
            (self.list, self.first, self.find) = before;
        }
    }

    /// The next hit: after the current one, or from the selected row on if that is another's. What to tell the reader.
    fn find_step(&mut self, forward: bool, count: usize, metrics: &Metrics) -> Option<&'static str> {
        let (row, at) = (self.selected(), self.at);
        let row_of = |found: &Match| self.view.place_of(found.range.start).map(|(line, _)| self.view.row_at(line));
        let here = self.find.as_ref().and_then(Find::current).is_some_and(|found| row_of(found) == Some(row));
        let from = self.view.start_of(row);
        let Some(find) = &mut self.find else { return Some("先按 / 查找") };
        if find.matches.is_empty() {
            return Some("没有找到");
        }
        let wrapped = find.step(forward, count, here, Some((at, from)));
        self.show_match(metrics);
        wrapped.then_some(if forward { "已到表尾，从头查找" } else { "已到表头，从末尾查找" })
    }

    /// Brings the hit that is selected into sight, in a row and a column that may be out of it.
    fn show_match(&mut self, metrics: &Metrics) {
        let found = self.find.as_ref().and_then(Find::current).map(|found| found.range.start);
        let Some((line, column)) = found.and_then(|offset| self.view.place_of(offset)) else { return };
        self.first = self.view.first_to_see(column, self.first, metrics.cols as usize);
        // A hit in the header is in sight.
        if let Some(below) = line.checked_sub(self.view.head()) {
            self.list.selected = self.rows().item_at(below);
            let height = self.body(metrics);
            self.list.top = self.list.top.clamp((below + 1).saturating_sub(height), below);
        }
        self.bound(metrics);
    }

    /// The selected row's whole text, a paragraph a cell.
    pub fn row_in_words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for field in self.view.row(self.selected()) {
            let above = if field.above { "（同上）" } else { "" };
            if field.name.is_empty() {
                lines.push(format!("{above}{}", field.text));
            } else {
                lines.push(format!("{}：{above}{}", field.name, field.text));
            }
        }
        lines
    }
}
