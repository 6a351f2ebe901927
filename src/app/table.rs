//! A table on a screen of its own: rows are selected, columns scrolled; the header and the first columns stay.

use super::Metrics;
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
    block: Block,
    set_for: Options,
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
        let mut table = Table { at, path, view, list: List::default(), first: 0, block: block.clone(), set_for };
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

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        let times = count.unwrap_or(1);
        match action {
            Action::Right => self.first = self.first.saturating_add(times),
            Action::Left => self.first = self.first.saturating_sub(times),
            _ => {
                let mut list = self.list;
                let moved = list.act(action, count, &self.rows(), self.body(metrics));
                self.list = list;
                return moved;
            }
        }
        self.bound(metrics);
        true
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
