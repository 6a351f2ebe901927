//! A table's cells: their text cut into units, which of them repeat what stands above, what the columns are called.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::issue::{Block, Table};
use crate::parse::tables::header::moved;
use crate::text::markup;
use crate::text::width::{Class, Widths};

use super::compose::Source;
use super::fill::{Room, count, drawn, fill, width};
use super::units::{Break, Unit, cut};
use super::{Role, Span, breaks};

/// How many bytes of cells above are repeated in the rows below, for each byte of the table, and in any table: a long cell
/// above many short rows must not cost its length in each of them.
const REPEATED: usize = 8;
const REPEATED_ALWAYS: usize = 1 << 16;

/// What a column is called is repeated no further than this, in characters.
const LONGEST_NAME: usize = 60;

/// One cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Its bytes of the block's text, white space around it left out.
    pub bytes: Range<usize>,
    units: Range<usize>,
    /// Cells it takes on one line, or the longest of the lines that its text has.
    pub width: usize,
    /// Its text has several lines.
    pub broken: bool,
    pub role: Option<Role>,
    /// It is empty, and means what stands in this row of the column.
    pub above: Option<usize>,
}

/// All cells of a table. Nothing of it depends on the page.
#[derive(Debug)]
pub(super) struct Cells {
    pub text: Arc<str>,
    pub rows: Vec<Vec<Cell>>,
    /// For each row: its bytes, the line feed after it included.
    pub row_bytes: Vec<Range<usize>>,
    pub header: usize,
    pub columns: usize,
    /// For each column of numbers: its widest body cell. They are set in the middle, flush right with each other.
    pub numbers: Vec<Option<usize>>,
    units: Vec<Unit>,
    pub frame: Frame,
    widths: Widths,
}

/// The lines of a frame, none of them ambiguous where those are wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub vertical: &'static str,
    pub horizontal: &'static str,
    /// Left end, crossing, right end of the top, the inner and the bottom line.
    pub top: [&'static str; 3],
    pub inner: [&'static str; 3],
    pub bottom: [&'static str; 3],
}

impl Frame {
    pub fn of(widths: Widths) -> Frame {
        let plus = ["+", "+", "+"];
        if widths.is_wide(Class::Box) {
            return Frame { vertical: "|", horizontal: "-", top: plus, inner: plus, bottom: plus };
        }
        Frame {
            vertical: "│", horizontal: "─", top: ["┌", "┬", "┐"], inner: ["├", "┼", "┤"], bottom: ["└", "┴", "┘"]
        }
    }

    /// A horizontal line over columns: for each its width and whether the line runs through it, or a cell does.
    pub fn line(&self, ends: [&str; 3], columns: impl IntoIterator<Item = (usize, bool)>) -> String {
        let [left, cross, right] = ends;
        let mut line = String::with_capacity(256);
        let mut before = None;
        for (width, runs) in columns {
            line.push_str(match (before, runs) {
                (None, true) => left,
                (Some(true), true) => cross,
                (Some(true), false) => self.inner[2],
                (Some(false), true) => self.inner[0],
                (None | Some(false), false) => self.vertical,
            });
            line.extend(std::iter::repeat_n(if runs { self.horizontal } else { " " }, width));
            before = Some(runs);
        }
        line.push_str(if before == Some(false) { self.vertical } else { right });
        line
    }
}

impl Cells {
    pub fn new(block: &Block, table: &Table, widths: Widths) -> Self {
        let text = block.text.as_str();
        let mut cells = Cells {
            text: text.into(),
            rows: Vec::new(),
            row_bytes: Vec::new(),
            header: table.header_rows as usize,
            columns: 0,
            numbers: Vec::new(),
            units: Vec::new(),
            frame: Frame::of(widths),
            widths,
        };
        for (index, row) in block.rows().enumerate() {
            let start = row.first().map_or(0, |cell| cell.start);
            let end = row.last().map_or(0, |cell| (cell.end + 1).min(text.len()));
            cells.row_bytes.push(start..end);
            let row: Vec<Cell> = row.into_iter().map(|bytes| cells.cell(bytes, index)).collect();
            cells.columns = cells.columns.max(row.len());
            cells.rows.push(row);
        }
        cells.units.shrink_to_fit();
        cells.header = cells.header.min(cells.rows.len());
        cells.numbers = cells.number_columns();
        cells.find_above();
        cells
    }

    fn cell(&mut self, bytes: Range<usize>, row: usize) -> Cell {
        let whole = &self.text[bytes.clone()];
        let blank = [' ', '\u{3000}'];
        let start = bytes.start + (whole.len() - whole.trim_start_matches(blank).len());
        let trimmed = whole.trim_matches(blank);
        let bytes = start..start + trimmed.len();
        let first = self.units.len();
        cut(&self.text, bytes.clone(), self.widths, &mut self.units);
        let units = first..self.units.len();
        breaks::find(&mut self.units[units.clone()], 0);
        let role = match trimmed {
            _ if row < self.header => Role::TableHead,
            "同上" | "〃" | "″" | "＂" | "\"" | "”" | "同左" => Role::Dim,
            _ => Role::Body,
        };
        let cut = &self.units[units.clone()];
        let own: Vec<usize> = (1..cut.len()).filter(|&at| cut[at].before == Break::Must).collect();
        let starts = [0].into_iter().chain(own.iter().copied());
        let lines = starts.zip(own.iter().copied().chain([cut.len()]));
        Cell {
            width: lines.map(|(start, end)| width(cut, &(start..end))).max().unwrap_or(0),
            broken: !own.is_empty(),
            bytes,
            units,
            role: Some(role),
            above: None,
        }
    }

    /// Marks the empty cells that begin a row and continue a cell above: printed as one tall cell. A column of running
    /// numbers before them does not count.
    fn find_above(&mut self) {
        let mut left = self.text.len() * REPEATED + REPEATED_ALWAYS;
        let numbered = self.is_number_column(0);
        let mut filled: Vec<Option<usize>> = vec![None; self.columns];
        let mut lengths = vec![0; self.columns];
        for index in self.header..self.rows.len() {
            let row = &mut self.rows[index];
            let blank = row.iter().all(|cell| cell.bytes.is_empty());
            let mut leading = !blank;
            for (column, cell) in row.iter_mut().enumerate() {
                if !cell.bytes.is_empty() {
                    filled[column] = Some(index);
                    lengths[column] = cell.bytes.len();
                    leading &= column == 0 && numbered;
                } else if leading {
                    cell.above = filled[column].filter(|_| lengths[column] <= left);
                    left -= cell.above.map_or(0, |_| lengths[column]);
                } else {
                    filled[column] = None;
                }
            }
        }
    }

    /// Whether every body cell of a column that is not empty is a number.
    pub fn is_number_column(&self, column: usize) -> bool {
        self.numbers.get(column).is_some_and(Option::is_some)
    }

    /// The widest body cell of each column whose cells are numbers.
    fn number_columns(&self) -> Vec<Option<usize>> {
        let number = |text: &str| {
            text.chars()
                .all(|c| matches!(c, '0'..='9' | '０'..='９' | '.' | ',' | '%' | '％' | '-' | '－' | '+' | '．'))
        };
        let mut widest = vec![0; self.columns];
        let mut all = vec![true; self.columns];
        for (column, cell) in self.rows[self.header..].iter().flat_map(|row| row.iter().enumerate()) {
            widest[column] = cell.width.max(widest[column]);
            all[column] &= number(self.text_of(cell));
        }
        widest.into_iter().zip(all).map(|(widest, all)| (all && widest > 0).then_some(widest)).collect()
    }

    pub fn text_of(&self, cell: &Cell) -> &str {
        &self.text[cell.bytes.clone()]
    }

    pub fn get(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// The widest cell of each column.
    pub fn natural(&self) -> Vec<usize> {
        let mut widest = vec![0; self.columns];
        for (column, cell) in self.rows.iter().flat_map(|row| row.iter().enumerate()) {
            widest[column] = cell.width.max(widest[column]);
        }
        widest
    }

    /// A cell broken into lines: for each its spans, and the cells they take.
    pub fn wrap(&self, cell: &Cell, room: Room) -> Vec<(Vec<Span>, usize)> {
        let units = &self.units[cell.units.clone()];
        let roles = [(cell.bytes.end, cell.role.unwrap_or(Role::Body))];
        let source = Source { text: &self.text, end: cell.bytes.end, units, roles: &roles };
        let line = |line: Range<usize>| {
            let shown = drawn(units, &line);
            let mut spans = Vec::with_capacity(usize::from(!shown.is_empty()));
            source.spans(shown, &mut spans);
            (spans, width(units, &line))
        };
        if !cell.broken && cell.width <= room.first.min(room.rest) {
            return vec![line(0..units.len())];
        }
        fill(units, room).into_iter().map(line).collect()
    }

    /// How many lines a cell takes in a column.
    pub fn height(&self, cell: &Cell, column: usize) -> usize {
        if !cell.broken && cell.width <= column {
            return 1;
        }
        count(&self.units[cell.units.clone()], Room { first: column, rest: column })
    }

    /// What the columns are called: their cells of the header rows, a wide cell's name continued over the columns that
    /// it spans, and names that stand a column too far to the left put right. A wide cell is one followed by empty ones that have something below them, or no name at all.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![String::new(); self.columns];
        let rows: Vec<Vec<&str>> =
            self.rows.iter().map(|row| row.iter().map(|cell| self.text_of(cell)).collect()).collect();
        let moved = moved(&rows, self.header);
        for (row, cells) in rows.iter().enumerate().take(self.header) {
            let last = row + 1 == self.header;
            let mut wide = "";
            for (column, name) in names.iter_mut().enumerate() {
                let at = match moved.as_ref().filter(|columns| last && columns.contains(&column)) {
                    // Its own name is lost.
                    Some(columns) if column == *columns.start() => {
                        if name.is_empty() {
                            name.push_str("（无列名）");
                        }
                        continue;
                    }
                    Some(_) => column - 1,
                    None => column,
                };
                let own = cells.get(at).copied().unwrap_or_default();
                let goes_here = |row| row + 1 == self.header && moved.as_ref().is_some_and(|m| m.contains(&column));
                let filled = |row| goes_here(row) || self.get(row, column).is_some_and(|cell| !cell.bytes.is_empty());
                let spanned = if last { name.is_empty() } else { (row + 1..self.header).any(filled) };
                let part = if own.is_empty() && spanned { brief(wide) } else { own.into() };
                if !name.is_empty() && !part.is_empty() {
                    name.push('·');
                }
                name.push_str(&part);
                wide = if own.is_empty() { wide } else { own };
            }
        }
        names.iter().map(|name| markup::plain(name).into_owned()).collect()
    }
}

/// The name of a column where it is said again.
pub(super) fn brief(name: &str) -> Cow<'_, str> {
    crate::text::brief(name, LONGEST_NAME)
}

/// A table as text, for those who can't draw one cell over several rows or columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenOut {
    /// What each column is called; all empty where the table has no header.
    pub names: Vec<String>,
    /// The rows below the header, each with as many cells as it has. A cell that means the one above it says so
    /// in words: it repeats that one's text.
    pub rows: Vec<Vec<String>>,
}

/// Writes a table out; none for a block that is no table.
pub fn written_out(block: &Block) -> Option<WrittenOut> {
    let cells = Cells::new(block, block.table()?, Widths::narrow());
    let text = |row: usize, column: usize| {
        let cell = cells.get(row, column)?;
        let above = cell.above.and_then(|row| cells.get(row, column));
        Some(cells.text_of(above.unwrap_or(cell)).to_owned())
    };
    let row = |row: usize| (0..cells.rows[row].len()).map(|column| text(row, column).unwrap_or_default()).collect();
    Some(WrittenOut { names: cells.names(), rows: (cells.header..cells.rows.len()).map(row).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::read::SourceText;

    /// The tables of a notice with these rows.
    fn tables(rows: &str) -> Vec<WrittenOut> {
        let text = format!(
            "河口县人民政府办公室关于印发计划的通知\n\n河政办发〔2023〕8号\n\n各乡镇：\n\n现将计划印发给你们。\n\n{rows}\n\n河口县人民政府办公室\n\n2023年3月6日\n"
        );
        let issue = parse::parse(&SourceText::from_text("test.txt", &text));
        issue
            .documents
            .iter()
            .flat_map(|document| document.blocks())
            .filter_map(|(_, block)| written_out(block))
            .collect()
    }

    #[test]
    fn a_header_of_three_rows_names_every_column() {
        let rows = "安置点\t领导\t基本情况\t\t\t\n\t\t属性\t搬迁人口\t\t常住户\n\t\t\t户\t人\t\n\
                    石桥镇\t岑朗\t移民\t360\t1241\t200\n松坪乡\t罗霁\t移民\t82\t344\t47\n";
        assert_eq!(
            tables(rows)[0].names,
            ["安置点", "领导", "基本情况·属性", "基本情况·搬迁人口·户", "基本情况·搬迁人口·人", "基本情况·常住户"]
        );
    }

    #[test]
    fn names_that_are_one_column_short_go_to_their_figures() {
        let rows = "任务\t单位\t各乡镇计划\t\t\t\n\t\t石桥镇\t松坪乡\t林口镇\t\n\
                    一、扩规模\t县甲局\t种植玉米\t1000\t\t1500\n\t\t种草\t200\t300\t100\n";
        let names = &tables(rows)[0].names;
        assert_eq!(names[2..], ["各乡镇计划", "各乡镇计划·石桥镇", "各乡镇计划·松坪乡", "各乡镇计划·林口镇"]);
    }

    #[test]
    fn a_header_that_changes_begins_a_table() {
        let rows = "任务\t内容\t牵头单位\t乡镇计划\n养牛\t补栏100头。\t县甲局\t各50头\n任务\t内容\t牵头单位\t推进措施\n\
                    加工\t建厂1座。\t县乙局\t招商\n任务\t内容\t牵头单位\t推进措施\n品牌\t参展2次。\t县丙局\t宣传\n";
        let tables = tables(rows);
        let names: Vec<&str> = tables.iter().map(|table| table.names[3].as_str()).collect();
        assert_eq!(names, ["乡镇计划", "推进措施"]);
        assert_eq!(tables[1].rows.len(), 2);
    }
}
