//! What the cells of a table are, where its columns name who answers: tasks, roles, deadlines, serial numbers.
//!
//! A table in a gazette is what a recogniser left of print, and three things are put right here, once for all who ask:
//!
//! ```text
//! 序号 │ 责任单位 │ 任务            │ 配合单位
//! 一   │ 产业发展                                   a section, or 一、产业发展: holds for the rows below
//! 1    │ 河口镇   │ 建设育苗棚      │ 县农业农村局
//!      │          │ 改良坡地        │ 县水务局       tall cells: 河口镇 holds for this row, too
//!      │ 2        │ 松坪乡 │ 修渠   │ 县水务局       shifted: a cell was split in print; roles are one to the right
//! ```
//!
//! Tall cells arrive as empty ones. An empty cell that begins a row is the cell above. Where all roles of a row are empty
//! and it has a task of its own, the roles above hold for it. Where the task before the roles is above as well, the row
//! only goes on with the details of that task, and has no roles of its own.

use std::ops::Range;

use super::{labels, times, units};
use crate::issue::{Block, Table};
use crate::parse::doc_number::{is_close, is_han, is_open};
use crate::parse::markup::is_space;
use crate::parse::tables::header::moved as moved_names;
use crate::text::fold::fold;
use crate::text::{brief, numerals};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Its role as printed, folded.
    Role(String),
    Deadline,
    /// 序号.
    Serial,
    /// Anything else, with its name as printed: the task, its place, what it costs.
    Task(String),
}

/// A table that has columns of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub columns: Vec<Column>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

/// A row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which row of the table it is, 0 for the first.
    pub at: usize,
    /// What it is there for.
    pub kind: Kind,
    /// For each column the cell that holds for this row: its own, or the one above; empty ranges where there is none.
    /// Bytes of the block's text.
    pub cells: Vec<Range<usize>>,
    /// The heading row above it.
    pub section: Option<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading over all columns.
    Section,
    Task,
    /// Goes on with the task above, or counts up: no roles of its own.
    Detail,
}

/// Column names that are roles; a name may hold more (牵头单位（部门）).
const ROLES: [&str; 32] = [
    "责任单位",
    "牵头单位",
    "配合单位",
    "责任部门",
    "牵头部门",
    "配合部门",
    "落实单位",
    "落实部门",
    "实施单位",
    "实施部门",
    "实施主体",
    "主办单位",
    "协办单位",
    "会办单位",
    "承办单位",
    "主责单位",
    "责任科室",
    "责任股室",
    "责任处室",
    "责任领导",
    "责任县领导",
    "责任市领导",
    "牵头领导",
    "牵头县领导",
    "牵头市领导",
    "分管领导",
    "包抓领导",
    "责任人",
    "责任主体",
    "参与单位",
    "协同单位",
    "督办单位",
];
const SERIALS: [&str; 5] = ["序号", "编号", "序", "项次", "no"];

/// A table of more columns is none of who does what.
const MOST_COLUMNS: usize = 100;

/// How many bytes the cells above may hold for the rows below, for each byte of the table, and in any table: a long cell above
/// many short rows would be read again and again.
const REPEATED: usize = 16;
const REPEATED_ALWAYS: usize = 1 << 16;

/// Characters of the heading behind a number in a cell of its own.
const LONGEST_HEADING: usize = 40;

/// What a column is called is said with each row, in characters.
const LONGEST_NAME: usize = 60;

/// Reads a table; none where no column is a role.
pub fn read(block: &Block, table: &Table) -> Option<Sheet> {
    if table.columns as usize > MOST_COLUMNS {
        return None;
    }
    let text = block.text.as_str();
    let rows: Vec<Vec<Range<usize>>> =
        block.rows().map(|cells| cells.into_iter().map(|cell| trim(text, cell)).collect()).collect();
    let header = header(text, &rows, table.header_rows as usize)?;
    let said: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| &text[cell.clone()]).collect()).collect();
    let columns = columns(&said, header, table.columns as usize);
    let left = text.len() * REPEATED + REPEATED_ALWAYS;
    let counted = counted(&columns, &said[header..]);
    let mut reader =
        Reader { text, columns: &columns, above: vec![0..0; columns.len()], left, counted, section: None, shift: 0 };
    let rows = rows.iter().enumerate().skip(header).filter_map(|(at, cells)| reader.row(at, cells)).collect();
    Some(Sheet { columns, rows })
}

fn trim(text: &str, cell: Range<usize>) -> Range<usize> {
    let inner = &text[cell.clone()];
    let start = cell.start + (inner.len() - inner.trim_start_matches(is_space).len());
    start..(cell.start + inner.trim_end_matches(is_space).len()).max(start)
}

/// How many rows the header has: up to the last of the first rows that names a role.
fn header(text: &str, rows: &[Vec<Range<usize>>], said: usize) -> Option<usize> {
    let names_role = |row: &Vec<Range<usize>>| row.iter().any(|cell| role(&fold(&text[cell.clone()])));
    let named = rows.iter().take(4).position(names_role)?;
    Some(said.clamp(named + 1, named + 3).min(rows.len()))
}

/// Whether a folded name of a column is a role.
fn role(name: &str) -> bool {
    let count = name.chars().count();
    (2..=14).contains(&count)
        && (ROLES.iter().any(|word| name.contains(word))
            || matches!(name, "牵头" | "配合" | "责任" | "负责人")
            || labels::role_length(name) == Some(count) && !name.ends_with("专班"))
}

/// What each column is, from the header rows above it.
fn columns(rows: &[Vec<&str>], header: usize, count: usize) -> Vec<Column> {
    let moved = moved_names(rows, header);
    let cell = |row: usize, at: usize| {
        let at = match moved.as_ref().filter(|columns| row + 1 == header && columns.contains(&at)) {
            Some(columns) if at == *columns.start() => return "",
            Some(_) => at - 1,
            None => at,
        };
        rows[row].get(at).copied().unwrap_or_default()
    };
    let name = |at| (0..header).rev().map(|row| cell(row, at)).find(|name| !name.is_empty()).unwrap_or_default();
    (0..count)
        .map(|at| {
            let printed = name(at);
            let folded = fold(printed);
            if role(&folded) {
                Column::Role(folded)
            } else if times::is_column(&folded) {
                Column::Deadline
            } else if SERIALS.iter().any(|word| folded.trim_end_matches(|c: char| c.is_ascii_digit()) == *word) {
                Column::Serial
            } else {
                Column::Task(brief(&printed.split(is_space).collect::<String>(), LONGEST_NAME).into_owned())
            }
        })
        .collect()
}

/// How numbers are written: what is written in an earlier way stands above what is written in a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    /// 一, 一、
    Han,
    /// （一）
    HanInBrackets,
    /// 1, 1.
    Figures,
    /// (1)
    FiguresInBrackets,
    /// 1.1, words, nothing.
    Otherwise,
}

impl Counted {
    const ALL: [Counted; 5] =
        [Counted::Otherwise, Counted::FiguresInBrackets, Counted::Figures, Counted::HanInBrackets, Counted::Han];

    fn of(cell: &str) -> Counted {
        let bare = cell.trim_matches(|c: char| is_open(c) || is_close(c) || matches!(c, '、' | '.' | '．' | '，'));
        match (numerals::parse(bare), bare.starts_with(char::is_numeric), cell.starts_with(is_open)) {
            (None, ..) => Counted::Otherwise,
            (_, false, false) => Counted::Han,
            (_, false, true) => Counted::HanInBrackets,
            (_, true, false) => Counted::Figures,
            (_, true, true) => Counted::FiguresInBrackets,
        }
    }
}

/// How the rows below the header that say who answers are counted, most of them.
fn counted(columns: &[Column], rows: &[Vec<&str>]) -> Counted {
    let is_role = |column: &Column| matches!(column, Column::Role(_));
    let answers = |row: &&Vec<&str>| columns.iter().zip(*row).any(|(column, cell)| is_role(column) && !cell.is_empty());
    let ways: Vec<Counted> =
        rows.iter().filter(answers).filter(|row| !row[0].is_empty()).map(|row| Counted::of(row[0])).collect();
    let often = |way: &Counted| ways.iter().filter(|other| *other == way).count();
    Counted::ALL.into_iter().filter(|way| often(way) > 0).max_by_key(often).unwrap_or(Counted::Otherwise)
}

struct Reader<'a> {
    text: &'a str,
    columns: &'a [Column],
    /// The last filled cell of each column in this section.
    above: Vec<Range<usize>>,
    /// Bytes that may still be repeated from above.
    left: usize,
    /// How the rows of tasks are counted.
    counted: Counted,
    section: Option<Range<usize>>,
    /// How far the cells of the last row that showed it were moved to the right of their columns.
    shift: isize,
}

impl Reader<'_> {
    fn row(&mut self, at: usize, printed: &[Range<usize>]) -> Option<Row> {
        let filled: Vec<&Range<usize>> = printed.iter().filter(|cell| !cell.is_empty()).collect();
        if filled.is_empty() {
            return None;
        }
        if let Some(heading) = self.heading(printed, &filled) {
            self.section = Some(heading.clone());
            self.above.fill(0..0);
            let mut cells = vec![0..0; self.columns.len()];
            cells[0] = heading;
            return Some(Row { at, kind: Kind::Section, cells, section: None });
        }
        self.shift = self.shift_of(printed);
        let own: Vec<Range<usize>> = (0..self.columns.len()).map(|column| moved(printed, column, self.shift)).collect();
        // The header again, which a page repeats in other words than the first time.
        if self
            .columns
            .iter()
            .zip(&own)
            .any(|(column, cell)| matches!(column, Column::Role(name) if fold(&self.text[cell.clone()]) == *name))
        {
            return None;
        }
        let kind = self.kind(&own);
        let lead = own.iter().take_while(|cell| cell.is_empty()).count();
        let roleless = self.roles(&own).all(|(_, cell)| cell.is_empty());
        let cells: Vec<Range<usize>> = (0..own.len())
            .map(|column| {
                let tall =
                    column < lead || roleless && !matches!(self.columns[column], Column::Task(_) | Column::Serial);
                if own[column].is_empty() && tall { self.above[column].clone() } else { own[column].clone() }
            })
            .collect();
        let repeated: usize =
            cells.iter().zip(&own).filter(|(_, own)| own.is_empty()).map(|(cell, _)| cell.len()).sum();
        let cells = if repeated <= self.left { cells } else { own };
        self.left = self.left.saturating_sub(repeated);
        if kind == Kind::Task {
            for (above, cell) in self.above.iter_mut().zip(&cells) {
                // A role that this row leaves open is not one of the rows below.
                above.clone_from(cell);
            }
        }
        Some(Row { at, kind, cells, section: self.section.clone() })
    }

    /// The heading that is all a row holds: 一、产业发展, or 一 and 产业发展 where the tasks are counted in a lower way.
    fn heading(&self, printed: &[Range<usize>], filled: &[&Range<usize>]) -> Option<Range<usize>> {
        let first = *filled.first().filter(|first| self.columns.len() >= 3 && printed[0] == ***first)?;
        let said = |cell: &Range<usize>| &self.text[cell.clone()];
        let is_heading = match filled {
            [only] => !is_figure(said(only)),
            [number, words] => {
                Counted::of(said(number)) < self.counted
                    && !is_figure(said(words))
                    && !said(words).contains(['。', '；'])
                    && said(words).chars().count() <= LONGEST_HEADING
            }
            _ => false,
        };
        is_heading.then(|| first.start..filled.last().map_or(first.end, |last| last.end))
    }

    fn roles<'b>(&'b self, cells: &'b [Range<usize>]) -> impl Iterator<Item = (usize, &'b Range<usize>)> {
        let roles = |(at, _): &(usize, &Range<usize>)| matches!(self.columns[*at], Column::Role(_));
        cells.iter().enumerate().filter(roles)
    }

    /// Whether a row has a task of its own.
    fn kind(&self, own: &[Range<usize>]) -> Kind {
        let answers = |(at, cell): (usize, &Range<usize>)| {
            let (text, Column::Role(role)) = (&self.text[cell.clone()], &self.columns[at]) else { return false };
            !text.is_empty() && (!is_prose(text) || is_answer(text, labels::is_person(role)))
        };
        if self.roles(own).any(answers) {
            return Kind::Task;
        }
        let sum = |cell: &Range<usize>| {
            let folded = fold(&self.text[cell.clone()]);
            ["合计", "总计", "小计", "共计", "…", "..."].iter().any(|word| folded.starts_with(word))
        };
        let first_role = self.roles(own).next().map_or(0, |(at, _)| at);
        let lead = own.iter().take_while(|cell| cell.is_empty()).count();
        let said_above = |at: usize| matches!(self.columns[at], Column::Task(_)) && !self.above[at].is_empty();
        let text = |(column, cell): (&Column, &Range<usize>)| {
            matches!(column, Column::Task(_)) && !cell.is_empty() && !is_figure(&self.text[cell.clone()])
        };
        let detail = own.iter().any(sum)
            || lead > first_role && (0..first_role).any(said_above)
            || !self.columns.iter().zip(own).any(text);
        if detail { Kind::Detail } else { Kind::Task }
    }

    /// How far the cells of a row stand to the right of their columns: where most roles are filled with bodies or persons. Only
    /// asked where something else stands under a role's name, or the row above was moved.
    fn shift_of(&self, printed: &[Range<usize>]) -> isize {
        let fits = |at: usize, column: &Column, shift: isize| {
            let Column::Role(role) = column else { return None };
            let cell = &self.text[moved(printed, at, shift)];
            (!cell.is_empty()).then(|| is_answer(cell, labels::is_person(role)))
        };
        let columns = || self.columns.iter().enumerate();
        let fitting = |shift: isize| columns().filter(|(at, column)| fits(*at, column, shift) == Some(true)).count();
        let strange = columns().any(|(at, column)| fits(at, column, 0) == Some(false));
        let here = fitting(0);
        let shifts = [1, -1].into_iter().filter(|&shift| strange || shift == self.shift);
        let better = shifts.map(|shift| (fitting(shift), shift)).filter(|&(count, _)| count > here);
        better.max_by_key(|&(count, shift)| (count, shift == self.shift)).map_or(0, |(_, shift)| shift)
    }
}

/// The cell of a column in a row whose cells stand `shift` to the right.
fn moved(printed: &[Range<usize>], column: usize, shift: isize) -> Range<usize> {
    column.checked_add_signed(shift).and_then(|at| printed.get(at)).cloned().unwrap_or(0..0)
}

/// Whether a cell is too much for a few names.
pub(super) fn is_prose(cell: &str) -> bool {
    cell.contains('。') || cell.chars().count() > 20
}

/// Whether a cell holds who answers, rather than what was moved under the role's name.
pub(super) fn is_answer(cell: &str, persons: bool) -> bool {
    if persons {
        return !cell.contains(['。', '：', ':'])
            && persons_of(cell).iter().all(|person| {
                let name = person.name.split(' ').next().unwrap_or_default();
                (2..=4).contains(&name.chars().count()) && !units::is_unit(name) || person.name.ends_with("负责人")
            });
    }
    let names = units_of(cell);
    let units = names.iter().filter(|unit| units::is_unit(&unit.name)).count();
    units > 0 && units * 2 >= names.len() && !cell.contains("负责人")
}

/// The units of a cell, which stand between spaces as often as between commas.
pub(super) fn units_of(cell: &str) -> Vec<units::Name> {
    let mut names = Vec::new();
    for piece in units::pieces(cell) {
        let whole = units::Name { name: piece.split(is_space).collect(), at: units::place(cell, piece) };
        for part in spaced(cell, whole) {
            let (units, _) = units::split(&cell[part.at.clone()], false);
            let moved = |unit: units::Name| {
                let at = unit.at.start + part.at.start..unit.at.end + part.at.start;
                units::Name { at, ..unit }
            };
            names.extend(units.into_iter().map(moved).flat_map(|unit| unglue(cell, unit)));
        }
    }
    names
}

/// 县民政局 残联 各乡 镇: the words between spaces are units, except where a space fell into a name.
fn spaced(cell: &str, unit: units::Name) -> Vec<units::Name> {
    let printed = cell.get(unit.at.clone()).unwrap_or_default();
    let mut names: Vec<units::Name> = Vec::new();
    for word in printed.split(is_space).filter(|word| !word.is_empty()) {
        let at = units::place(cell, word);
        let rest = names.last().is_some_and(|last| units::goes_on(&last.name, word));
        let whole = units::is_unit(word) || word.contains('局');
        match names.last_mut() {
            Some(last) if rest || !whole || !units::is_unit(&last.name) || word.ends_with("分局") => {
                last.name.push_str(word);
                last.at.end = at.end;
            }
            _ => names.push(units::Name { name: word.to_owned(), at }),
        }
    }
    // What is no list of units stays what it was.
    if names.iter().all(|unit| units::is_unit(&unit.name)) { names } else { vec![unit] }
}

/// 县水务局各乡镇, two units whose line break was lost: apart again, where every piece ends as names of units do.
fn unglue(cell: &str, unit: units::Name) -> Vec<units::Name> {
    let printed = cell.get(unit.at.clone()).unwrap_or_default();
    // For each byte of the name where it is printed; spaces are not in the name.
    let places: Vec<usize> = printed
        .char_indices()
        .filter(|&(_, c)| !is_space(c))
        .flat_map(|(at, c)| (0..c.len_utf8()).map(move |byte| unit.at.start + at + byte))
        .collect();
    let name = unit.name.as_str();
    if places.len() != name.len() {
        return vec![unit];
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, word) in name.match_indices('局') {
        let end = at + word.len();
        let rest = &name[end..];
        if rest.is_empty() || end - from < "水务局".len() {
            continue;
        }
        let next = &rest[..rest.find('局').map_or(rest.len(), |at| at + word.len())];
        let below = ["分局", "大队", "支队", "中队", "所", "站", "中心", "办公室", "党组", "机关"];
        if units::is_unit(next) && next.starts_with(is_han) && !below.iter().any(|end| next.ends_with(end)) {
            pieces.push(from..end);
            from = end;
        }
    }
    pieces.push(from..name.len());
    let piece = |range: Range<usize>| units::Name {
        name: name[range.clone()].to_owned(),
        at: places.get(range.start).copied().unwrap_or(unit.at.start)
            ..places.get(range.end).copied().unwrap_or(unit.at.end),
    };
    pieces.into_iter().map(piece).collect()
}

/// The persons of a cell, whose names stand between spaces as often as between commas: 张 三 李小四 → 张三, 李小四.
pub(super) fn persons_of(cell: &str) -> Vec<units::Name> {
    let mut persons: Vec<units::Name> = Vec::new();
    for piece in units::pieces(cell) {
        let mut fresh = true;
        let mut half = false;
        for word in units::spaced(piece).into_iter().filter(|word| word.chars().any(is_han)) {
            let at = units::place(cell, word);
            // 马 勇 (六盘山镇党 委书记): the post, which a narrow cell broke.
            if let Some(last) = persons.last_mut().filter(|_| !fresh && word.starts_with(is_open)) {
                last.name.push(' ');
                last.name.extend(word.chars().filter(|&c| !is_space(c)));
                last.at.end = at.end;
                half = false;
                continue;
            }
            let single = word.chars().count() == 1;
            match persons.last_mut().filter(|_| !fresh) {
                Some(last)
                    if half && single || word == "负责人" || word.starts_with('镇') && last.name.ends_with("各乡") =>
                {
                    last.name.push_str(word);
                    last.at.end = at.end;
                }
                Some(last) if units::is_post(word) => {
                    last.name.push(' ');
                    last.name.push_str(word);
                    last.at.end = at.end;
                }
                _ => persons.push(units::Name { name: word.to_owned(), at }),
            }
            half = single && !half;
            fresh = false;
        }
    }
    persons
}

/// A number, an amount, a mark.
fn is_figure(text: &str) -> bool {
    numerals::parse(text.trim_end_matches(['.', '、'])).is_some()
        || text.chars().all(|c| c.is_ascii_digit() || !c.is_alphanumeric())
}
