//! Rows of tables whose columns name roles.

use super::{labels, named, sheet};
use crate::issue::{Block, BlockRef, Responsibility, Table};
use sheet::{Column, Kind};

/// Longer cells are no deadlines.
const LONGEST_DEADLINE: usize = 160;

/// One row a filled cell of a role's column. `clause`: path of the clause that the table stands in.
pub fn rows(at: BlockRef, block: &Block, table: &Table, clause: Option<&str>) -> Vec<Responsibility> {
    let Some(sheet) = sheet::read(block, table) else { return Vec::new() };
    let mut found = Vec::new();
    let mut printed = block.rows().enumerate();
    for row in sheet.rows.iter().filter(|row| row.kind == Kind::Task) {
        let cells = || sheet.columns.iter().zip(&row.cells);
        let deadline = cells()
            .find(|(column, _)| **column == Column::Deadline)
            .map(|(_, cell)| &block.text[cell.clone()])
            .filter(|cell| (1..=LONGEST_DEADLINE).contains(&cell.chars().count()));
        let first = printed.find(|(at, _)| *at == row.at).and_then(|(_, row)| row.into_iter().find(|c| !c.is_empty()));
        let offset = first.map_or(0, |cell| cell.start);
        for (column, cell) in cells() {
            let Column::Role(role) = column else { continue };
            let text = &block.text[cell.clone()];
            let persons = labels::is_person(role);
            if sheet::is_prose(text) && !sheet::is_answer(text, persons) {
                continue;
            }
            let units = if persons { sheet::persons_of(text) } else { sheet::units_of(text) };
            if !units.is_empty() {
                found.push(Responsibility {
                    line: table.row_lines.get(row.at).copied().unwrap_or_else(|| block.line_at(offset)),
                    block: at,
                    offset: offset as u32,
                    role: role.clone(),
                    units: named(at, cell.start, units).collect(),
                    clause: clause.map(str::to_owned),
                    deadline: deadline.map(str::to_owned),
                    table: true,
                    prose: false,
                });
            }
        }
    }
    found
}
