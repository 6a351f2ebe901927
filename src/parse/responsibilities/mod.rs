//! Who answers for what: 责任单位, 牵头单位, 配合单位 …, as documents print them, one row a role.
//!
//! Four shapes, each found where it can be seen cheaply, so that a text is gone through once:
//!
//! - a label and a colon: 责任单位：县发改局、县财政局, in a bracket, at the end of a paragraph or in one of its own;
//! - a bracket that ends in a role: （县发改局牵头，县财政局、县水务局等部门配合）;
//! - a sentence: 县发改局为牵头单位，各镇为责任单位; or a duty: 县财政局：负责资金保障;
//! - a table's columns ([`sheet`] reads what each cell is, `table` makes rows of it).
//!
//! It works on blocks, whose text is joined already: a label that the page break cut in two is whole there, and
//! [`Block::line_at`] leads each row back to the line it is printed on.

pub mod labels;
pub mod sheet;
mod table;
pub mod times;
pub mod units;

use crate::issue::{Block, BlockRef, Content, Document, NamedUnit, Responsibility};
use labels::Mark;

/// A block that is longer (in bytes) is no text that somebody printed: its rows would take many times its memory.
const LONGEST: usize = 4 << 20;

/// All rows of a document, in printed order.
pub fn read(document: &Document) -> Vec<Responsibility> {
    let mut rows = Vec::new();
    for (number, part) in document.parts.iter().enumerate() {
        let mut state = State::default();
        for (index, block) in part.blocks.iter().enumerate() {
            let at = BlockRef { part: number as u32, block: index as u32 };
            match &block.content {
                _ if block.text.len() > LONGEST => state.give_up(&mut rows),
                Content::Table(table) => {
                    state.give_up(&mut rows);
                    rows.extend(table::rows(at, block, table, state.clause.as_deref()));
                }
                Content::Paragraph
                | Content::Section(_)
                | Content::Clause(_)
                | Content::Event { .. }
                | Content::Unknown
                | Content::Signatory => state.block(at, block, &mut rows),
                _ => state.give_up(&mut rows),
            }
        }
        state.give_up(&mut rows);
    }
    rows
}

/// The names of a list that starts at byte `from` of a block, with their places there.
fn named(block: BlockRef, from: usize, names: Vec<units::Name>) -> impl Iterator<Item = NamedUnit> {
    names.into_iter().map(move |unit| NamedUnit {
        name: unit.name,
        block,
        start: (from + unit.at.start) as u32,
        end: (from + unit.at.end) as u32,
    })
}

/// What the blocks before say about the next.
#[derive(Default)]
struct State {
    /// Path of the clause we are in.
    clause: Option<String>,
    /// The first row of this clause that may still get a deadline.
    undated: usize,
    deadline: Option<String>,
    /// A row whose units go on in the next paragraphs: persons one a line, or a label alone on its line.
    awaiting: Option<usize>,
}

impl State {
    fn block(&mut self, here: BlockRef, block: &Block, rows: &mut Vec<Responsibility>) {
        if let Some(clause) = block.clause() {
            self.give_up(rows);
            *self = State { clause: Some(clause.path.clone()), undated: rows.len(), ..State::default() };
        }
        let text = block.text.as_str();
        let marks = labels::find(text, block.clause().map_or(0, |clause| clause.marker_len as usize));
        if marks.is_empty() {
            self.go_on(here, block, rows);
            return;
        }
        self.give_up(rows);
        let first = rows.len();
        rows.reserve(marks.len());
        for mark in marks {
            match mark {
                Mark::Deadline { value, .. } => self.deadline(value, rows),
                Mark::Role { at, role, units, prose } => {
                    let persons = labels::is_person(&role);
                    let from = units.start;
                    let (units, deadline) = units::split(&text[units], persons);
                    if let Some(deadline) = deadline {
                        self.deadline(deadline, rows);
                    }
                    // Only the last label of a paragraph can go on in the next: one before it that has no units is nothing.
                    if rows.len() > first && rows.last().is_some_and(|row| row.units.is_empty()) {
                        rows.pop();
                        self.undated = self.undated.min(rows.len());
                        self.awaiting = None;
                    }
                    if units.is_empty() || persons {
                        self.awaiting = Some(rows.len());
                    }
                    rows.push(Responsibility {
                        line: block.line_at(at),
                        block: here,
                        offset: at as u32,
                        role,
                        units: named(here, from, units).collect(),
                        clause: self.clause.clone(),
                        deadline: self.deadline.clone(),
                        table: false,
                        prose,
                    });
                }
            }
        }
        self.awaiting = self.awaiting.filter(|&at| at + 1 == rows.len());
        self.undated = self.undated.min(rows.len());
    }

    /// Nothing follows the label that waits for its units.
    fn give_up(&mut self, rows: &mut Vec<Responsibility>) {
        if let Some(at) = self.awaiting.take()
            && at + 1 == rows.len()
            && rows[at].units.is_empty()
        {
            rows.pop();
            self.undated = self.undated.min(rows.len());
        }
    }

    /// 完成时限 holds for the clause it stands in, before and after it.
    fn deadline(&mut self, value: String, rows: &mut [Responsibility]) {
        for row in rows.iter_mut().skip(self.undated).filter(|row| row.deadline.is_none() && !row.table) {
            row.deadline = Some(value.clone());
        }
        self.undated = rows.len();
        self.deadline = Some(value);
    }

    /// A paragraph without any label: the units of the label before it, maybe.
    fn go_on(&mut self, here: BlockRef, block: &Block, rows: &mut Vec<Responsibility>) {
        let Some(row) = self.awaiting.and_then(|at| rows.get_mut(at)) else { return };
        let text = block.text.trim();
        let from = units::place(&block.text, text).start;
        let persons = labels::is_person(&row.role);
        let fits = block.clause().is_none()
            && !text.ends_with(['。', '；', '：'])
            && text.chars().count() <= if persons { 40 } else { 120 };
        let (units, _) = units::split(text, persons);
        let fits = fits
            && if persons {
                units::is_person_with_post(text)
            } else {
                row.units.is_empty() && units.iter().all(|unit| units::is_unit(&unit.name))
            };
        if fits && !units.is_empty() {
            row.units.extend(named(here, from, units));
            if persons {
                return;
            }
        }
        self.give_up(rows);
        self.awaiting = None;
    }
}

#[cfg(test)]
mod tests;
