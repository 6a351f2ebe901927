//! What a row is about: the words that a role is printed behind, or before.
//!
//! A role belongs to the text above it, back to the role before or to the beginning of its clause:
//!
//! ```text
//! （二）改善办学条件。新建校舍。（县教育局牵头）配齐图书。（责任单位：县教育局、县财政局）
//!                    └─ 新建校舍 ─┘            └─ 配齐图书 ─┘
//! ```
//!
//! Where no words are left between it and the clause's heading, it was printed first, and the text below is meant. Roles with
//! nothing but punctuation between them share a task. In a table the task is the row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::Task;
use super::deadline::{self, Base, Deadline};
use crate::issue::{Block, BlockRef, Content, Document, Part, Responsibility};
use crate::parse::doc_number::is_han;
use crate::parse::responsibilities::labels;
use crate::parse::responsibilities::sheet::{self, Column, Sheet};
use crate::parse::responsibilities::units;
use crate::text::brief;
use crate::text::fold::fold;
use crate::text::markup;

/// Bytes of a task's text; a clause of many pages is no task.
const LONGEST: usize = 6000;

/// Bytes between a list of units and the end of the role behind it.
const ROLE_BEHIND: usize = 60;

/// Characters of a cell, or of a clause without a heading of its own, that may stand as a title.
const LONGEST_TITLE: usize = 40;
/// Characters of a table's heading row that are told with each row below it.
const LONGEST_SECTION: usize = 120;

/// What tells one task from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// The block of a table and the byte where its row starts.
    Row(BlockRef, u32),
    /// Number of the group of roles, in printed order.
    Group(usize),
}

/// Roles that share a task.
struct Group {
    clause: Option<String>,
    start: Spot,
    end: Spot,
}

/// A place in a part: index of the block, byte of its text.
type Spot = (usize, usize);

/// Reads the tasks of a document's rows, in their order.
pub(super) struct Reader<'a> {
    document: &'a Document,
    /// Of prose, by part.
    groups: Vec<(u32, Group)>,
    /// Position of a row's label → its group.
    group_of: HashMap<(BlockRef, u32), usize>,
    sheets: HashMap<BlockRef, Option<Sheet>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document) -> Reader<'a> {
        let mut reader = Reader { document, groups: Vec::new(), group_of: HashMap::new(), sheets: HashMap::new() };
        for row in document.responsibilities.iter().filter(|row| !row.table) {
            reader.place(row);
        }
        reader
    }

    /// Puts a row of prose into its group.
    fn place(&mut self, row: &Responsibility) {
        let start = (row.block.block as usize, row.offset as usize);
        let last = row.units.last();
        let end = last.map_or(start, |unit| (unit.block.block as usize, unit.end as usize)).max(start);
        // Without a label the role stands behind the units: 县财政局等部门配合.
        let text = self.document.block(row.block).map_or("", |block| &block.text);
        let behind = || Some(text.get(end.1..)?.find(&row.role)? + row.role.len()).filter(|&more| more <= ROLE_BEHIND);
        let labelled = row.prose && labels::is_duty(&row.role)
            || text.get(start.1..).is_some_and(|text| text.starts_with(&row.role));
        let end = (end.0, end.1 + if labelled || end.0 != start.0 { 0 } else { behind().unwrap_or(0) });
        let part = self.document.parts.get(row.block.part as usize);
        let joined = match (self.groups.last(), part) {
            (Some((number, group)), Some(part)) => {
                *number == row.block.part
                    && group.clause == row.clause
                    && if row.prose {
                        // 甲局为牵头单位，乙局为责任单位: one sentence.
                        !labels::is_duty(&row.role) && group.start.0 == start.0
                    } else {
                        is_filler(&between(part, group.end, start))
                    }
            }
            _ => false,
        };
        match self.groups.last_mut() {
            Some((_, group)) if joined => group.end = end,
            _ => self.groups.push((row.block.part, Group { clause: row.clause.clone(), start, end })),
        }
        self.group_of.insert((row.block, row.offset), self.groups.len() - 1);
    }

    pub(super) fn key(&self, row: &Responsibility) -> Key {
        match self.group_of.get(&(row.block, row.offset)).filter(|_| !row.table) {
            Some(&group) => Key::Group(group),
            None => Key::Row(row.block, row.offset),
        }
    }

    /// The task of a row; `source`: what it is to say of its document.
    pub(super) fn read(&mut self, row: &Responsibility, key: &Key, source: u32, base: Base) -> Task {
        let part = self.document.parts.get(row.block.part as usize);
        let label = part.and_then(|part| part.label.as_deref()).unwrap_or_default();
        let clause = row.clause.as_deref().unwrap_or_default();
        let place = [label, clause].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let mut task = Task {
            source,
            place,
            heading: String::new(),
            text: String::new(),
            columns: Vec::new(),
            deadlines: Vec::new(),
        };
        let mut yearly = Vec::new();
        let mut said = Vec::new();
        match (key, part) {
            (Key::Row(block, offset), Some(_)) => (said, yearly) = self.row(*block, *offset as usize, base, &mut task),
            (Key::Group(group), Some(part)) => {
                self.prose(part, *group, row, &mut task);
                said = deadlines_of(&task.text, base);
            }
            _ => {}
        }
        if let Some(words) = &row.deadline {
            said = deadline::labelled(words, base);
        }
        said.append(&mut yearly);
        for deadline in said {
            let again = |other: &Deadline| other.when == deadline.when && deadline.when.is_some();
            if !task.deadlines.iter().any(again) {
                task.deadlines.push(deadline);
            }
        }
        deadline::sort(&mut task.deadlines);
        // A spreadsheet is to say 1/3, not how the recogniser wrote it.
        let texts = task.columns.iter_mut().map(|(_, text)| text).chain([&mut task.heading, &mut task.text]);
        for text in texts {
            let Cow::Owned(plain) = markup::plain(text) else { continue };
            *text = plain;
        }
        task
    }

    /// A table's row: its columns, and of them the heading and the text. Gives the deadlines that its cells say, and those of its
    /// columns of years.
    fn row(&mut self, at: BlockRef, offset: usize, base: Base, task: &mut Task) -> (Vec<Deadline>, Vec<Deadline>) {
        let (mut found, mut yearly) = (Vec::new(), Vec::new());
        let Some(block) = self.document.block(at) else { return (found, yearly) };
        let sheet = self.sheets.entry(at).or_insert_with(|| block.table().and_then(|table| sheet::read(block, table)));
        let Some(sheet) = sheet else { return (found, yearly) };
        let number = block.text.get(..offset).map_or(0, |above| above.matches('\n').count());
        let Ok(index) = sheet.rows.binary_search_by_key(&number, |row| row.at) else { return (found, yearly) };
        let row = &sheet.rows[index];
        let cell = |range: &Range<usize>| units::closed_up(block.text.get(range.clone()).unwrap_or_default());
        for (column, range) in sheet.columns.iter().zip(&row.cells) {
            if let Column::Task(name) = column
                && !range.is_empty()
            {
                task.columns.push((name.clone(), cell(range)));
            }
        }
        let words = |text: &str| text.chars().any(|c| c.is_alphabetic());
        // What is told, each text once, under the names of its columns.
        let mut said: Vec<(Vec<&str>, &str)> = Vec::new();
        for (name, text) in task.columns.iter().filter(|(name, text)| words(text) && fold(name) != "备注") {
            match said.iter_mut().find(|(_, other)| other == text) {
                // The same text in columns of several years.
                Some((names, _)) => names.push(name),
                None if !name.is_empty() => said.push((vec![name], text)),
                None => {}
            }
        }
        let titled = said.len() > 1 && said[0].1.chars().count() <= LONGEST_TITLE;
        task.heading = if titled { said.remove(0).1 } else { "" }.to_owned();
        if let Some(section) = &row.section {
            let section = brief(&block.text[section.clone()], LONGEST_SECTION).replace('\t', " ");
            task.place = [task.place.as_str(), &units::closed_up(&section)].join(" ").trim().to_owned();
        }
        for (names, text) in &said {
            let years: Vec<(&str, i32)> = names.iter().filter_map(|name| Some((*name, year_of_tasks(name)?))).collect();
            for (name, year) in &years {
                yearly.extend(deadlines_of(text, Base { year: Some(*year), ..base }));
                // The year of a plan is its end; one that was over is history.
                if base.date.is_none_or(|date| *year >= date.year()) {
                    let when = deadline::whole_year(*year);
                    yearly.push(Deadline { words: (*name).to_owned(), when });
                }
            }
            if years.is_empty() {
                found.extend(deadlines_of(text, base));
            }
        }
        let text = match said.as_slice() {
            [(_, only)] => (*only).to_owned(),
            several => {
                let named = |(names, text): &(Vec<&str>, &str)| {
                    format!("{}：{}", names.join("、"), text.trim_end_matches(['。', '；', ';']))
                };
                several.iter().map(named).collect::<Vec<_>>().join("；")
            }
        };
        task.text = cut(&text).to_owned();
        (found, yearly)
    }

    fn prose(&self, part: &'a Part, group: usize, row: &Responsibility, task: &mut Task) {
        let (number, own) = &self.groups[group];
        let block = self.document.block(row.block);
        if row.prose
            && labels::is_duty(&row.role)
            && let Some(block) = block
        {
            // The sentence that names who has the duty, and those behind it up to the next.
            let sentence = |at: usize| labels::sentence_start(&block.text, body_start(block), at);
            let next = self.groups.get(group + 1).filter(|(part, next)| part == number && next.start.0 == own.start.0);
            let limit = next.map_or(block.text.len(), |(_, next)| sentence(next.start.1));
            task.heading = self.heading(part, own.start.0);
            let said = block.text.get(sentence(own.start.1)..limit).unwrap_or_default();
            task.text = cut(duty(said, block.text.get(own.end.1..limit).unwrap_or_default())).to_owned();
            return;
        }
        if row.prose
            && let Some(block) = block
        {
            task.heading = self.heading(part, own.start.0);
            task.text = cut(&tidy(&block.text[body_start(block)..])).to_owned();
            return;
        }
        let clause = clause_block(part, own);
        let begin = clause.map_or((own.start.0, 0), |at| (at, body_start(&part.blocks[at])));
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| self.groups.get(at))
                .filter(|(part, other)| part == number && other.clause == own.clause)
                .map(|(_, other)| other)
        };
        let before = neighbour(group.checked_sub(1));
        let from = before.map_or(begin, |other| other.end.max(begin));
        task.heading = self.heading(part, clause.unwrap_or(own.start.0));
        let mut text = tidy(&between(part, from, own.start));
        if text.is_empty() && clause.is_none() {
            // A label in a paragraph of its own outside of any clause: the paragraph above.
            text = above(part, own.start.0).map(|block| tidy(&block.text)).unwrap_or_default();
        }
        if text.is_empty() {
            let until = neighbour(Some(group + 1)).map(|other| other.start);
            let end = until.unwrap_or_else(|| (clause_end(part, own.end.0), 0));
            text = tidy(&between(part, own.end, end));
        }
        if text.is_empty() && before.is_none() {
            // A heading alone is the task.
            text = clause
                .map(|at| tidy(&between(part, (at, marker_end(&part.blocks[at])), own.start)))
                .unwrap_or_default();
        }
        if is_fields(&text) && !task.heading.is_empty() {
            // 形式：县级开展 says how; the heading what.
            text = format!("{}。{text}", task.heading);
        }
        task.text = cut(&text).to_owned();
    }

    /// The heading of a clause, or its text where that is no more than a heading.
    fn heading(&self, part: &Part, at: usize) -> String {
        let clause = part.blocks[..=at.min(part.blocks.len().saturating_sub(1))]
            .iter()
            .rev()
            .find(|block| block.clause().is_some());
        let Some(block) = clause else { return String::new() };
        let alone = &block.text[marker_end(block)..];
        let heading =
            block.heading().or_else(|| (alone.chars().count() <= LONGEST_TITLE).then_some(alone)).unwrap_or_default();
        heading.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '：' | ':')).to_owned()
    }
}

/// The block that opens a group's clause.
fn clause_block(part: &Part, group: &Group) -> Option<usize> {
    let path = group.clause.as_deref()?;
    let found = |at: &usize| part.blocks[*at].clause().is_some_and(|clause| clause.path == path);
    (0..=group.start.0.min(part.blocks.len().checked_sub(1)?)).rev().find(found)
}

fn marker_end(block: &Block) -> usize {
    block.clause().map_or(0, |clause| clause.marker_len as usize)
}

/// Where a clause's text begins, behind marker and heading.
fn body_start(block: &Block) -> usize {
    let heading = block.clause().and_then(|clause| clause.heading).map_or(0, |(_, end)| end as usize);
    heading.max(marker_end(block))
}

/// The first block after `at` that opens another clause or ends the text.
fn clause_end(part: &Part, at: usize) -> usize {
    let ends = |block: &Block| !matches!(block.content, Content::Paragraph | Content::Furniture | Content::Unknown);
    part.blocks.iter().skip(at + 1).position(ends).map_or(part.blocks.len(), |more| at + 1 + more)
}

/// The paragraph above a block.
fn above(part: &Part, at: usize) -> Option<&Block> {
    let text = |block: &&Block| {
        matches!(block.content, Content::Paragraph | Content::Clause(_)) && !block.text.trim().is_empty()
    };
    part.blocks[..at.min(part.blocks.len())].iter().rev().find(text)
}

/// The text between two places of a part: of paragraphs and clauses only.
fn between(part: &Part, from: Spot, to: Spot) -> String {
    let mut text = String::new();
    for (at, block) in part.blocks.iter().enumerate().take(to.0 + 1).skip(from.0) {
        if !matches!(block.content, Content::Paragraph | Content::Clause(_) | Content::Unknown | Content::Event { .. })
        {
            continue;
        }
        let start = if at == from.0 { from.1 } else { 0 };
        let end = if at == to.0 { to.1 } else { block.text.len() };
        let Some(piece) = block.text.get(start..end.max(start)) else { continue };
        let piece = without_deadlines(piece.trim());
        if !text.is_empty() && !piece.is_empty() {
            text.push(' ');
        }
        text.push_str(&piece);
        if text.len() > LONGEST {
            break;
        }
    }
    text
}

/// What a sentence says of a duty: all of it, or what stands behind the colon in 县财政局等部门：负责…. `behind`: from the end of the
/// names on.
fn duty<'t>(sentence: &'t str, behind: &'t str) -> &'t str {
    let stop =
        behind.char_indices().find(|&(_, c)| "，,。；;：:".contains(c)).filter(|&(_, c)| matches!(c, '：' | ':'));
    let verb = |name: &str| ["负责", "要", "承担", "牵头", "会同"].iter().any(|verb| name.contains(verb));
    let said = match stop.filter(|&(at, _)| !verb(&behind[..at])) {
        Some((at, c)) => &behind[at + c.len_utf8()..],
        None => sentence,
    };
    said.trim_matches(|c: char| c.is_whitespace() || c == '*')
}

/// Whether what stands between two roles says nothing of its own: 等部门）；
fn is_filler(text: &str) -> bool {
    let bare = tidy(text);
    bare.chars().count() <= 3
}

/// What may stand around words without belonging to them.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || ",，、；;。.（）()〔〕[]：:*".contains(c)
}

/// What begins something that is not there.
fn is_opening(c: char) -> bool {
    c.is_whitespace() || "（([〔，,：:*".contains(c)
}

/// Words without the punctuation, the end of a list around them.
fn tidy(text: &str) -> String {
    const TAILS: [&str; 8] =
        ["等相关部门和单位", "等有关部门和单位", "等部门和单位", "等相关部门", "等有关部门", "等部门", "等单位", "等"];
    let mut text = text.trim_start_matches(is_edge).trim_end_matches(is_opening);
    if let Some(rest) = TAILS.iter().find_map(|tail| text.strip_prefix(tail))
        && (rest.is_empty() || rest.starts_with(is_edge))
    {
        text = rest.trim_start_matches(is_edge);
    }
    text.to_owned()
}

/// A text without its deadlines' labels and what they say (完成时限：2023年6月。): that is told elsewhere.
fn without_deadlines(piece: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    for at in labels::deadlines(piece) {
        text.push_str(piece[from..at.start].trim_end_matches(is_opening));
        from = at.end;
    }
    if from == 0 {
        return piece.to_owned();
    }
    let rest = piece[from..].trim_start_matches(is_edge);
    if !text.is_empty() && !rest.is_empty() {
        text.push(' ');
    }
    text + rest
}

/// Whether a text is nothing but fields: 形式：校级开展.
fn is_fields(text: &str) -> bool {
    let name = text.find(['：', ':']).map_or("", |colon| &text[..colon]);
    (2..=6).contains(&name.chars().count())
        && name.chars().all(is_han)
        && text.chars().count() <= LONGEST_TITLE
        && !text.contains('。')
}

/// The deadlines of running text.
fn deadlines_of(text: &str, base: Base) -> Vec<Deadline> {
    deadline::said(text, base).into_iter().map(|(_, deadline)| deadline).collect()
}

/// The year whose tasks a column holds: 2023年任务, 2024年度工作目标, 2025年.
fn year_of_tasks(name: &str) -> Option<i32> {
    const OTHER: [&str; 12] =
        ["资金", "投资", "金额", "预算", "万元", "完成情况", "产值", "产量", "面积", "已", "数", "单位"];
    let folded = fold(name);
    let year = deadline::title_year(&folded)?;
    (folded.starts_with(&year.to_string()) && !OTHER.iter().any(|word| folded.contains(word))).then_some(year)
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
