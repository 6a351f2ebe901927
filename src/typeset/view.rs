//! A table on a screen of its own: as wide as it is, header rows and first columns in place while the rest scrolls.

use crate::issue::Block;
use crate::typeset::{Line, Options};

/// A table laid out to its own width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableView {
    lines: Vec<Line>,
    head: usize,
    columns: usize,
    frozen: usize,
}

/// A cell of a row, as a pop-up lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// The column's name; empty where the table has no header.
    pub name: String,
    /// The cell's text; safe to show.
    pub text: String,
    /// The cell is empty and means what stands above it: `text` is that.
    pub above: bool,
}

/// Lays out a table for the full-screen view; none for a block that is no table. `options.width` only caps how wide
/// one column may become.
pub fn table(block: &Block, _options: &Options) -> Option<TableView> {
    block.table().map(|_| TableView::default())
}

impl TableView {
    /// Number of display lines, header included.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many of the first lines are the header: they stay in place when scrolling down.
    pub fn head(&self) -> usize {
        self.head
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many of the first columns stay in place when scrolling to the right.
    pub fn frozen(&self) -> usize {
        self.frozen
    }

    /// The largest `first` that is of use at a width: from there on, the last column is seen.
    pub fn last_first(&self, _width: usize) -> usize {
        self.frozen
    }

    /// A display line as it is seen in `width` cells: the frozen columns, then the columns from `first` on.
    pub fn line(&self, index: usize, _first: usize, _width: usize) -> Line {
        self.lines.get(index).cloned().unwrap_or_default()
    }

    /// The row that a display line belongs to (header rows counted); frames belong to the row above.
    pub fn row_at(&self, _line: usize) -> usize {
        0
    }

    /// The first display line of a row.
    pub fn line_of_row(&self, _row: usize) -> usize {
        0
    }

    /// A row's whole text, cell by cell.
    pub fn row(&self, _row: usize) -> Vec<Field> {
        Vec::new()
    }
}
