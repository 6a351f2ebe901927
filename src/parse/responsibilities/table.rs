//! Rows of tables whose columns name roles.

use super::units;
use crate::issue::{Block, Responsibility, Table};
use crate::text::fold::fold;

/// Column names that are roles; a name may hold more (牵头单位（部门）).
const ROLES: [&str; 26] = [
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
    "主办单位",
    "协办单位",
    "会办单位",
    "承办单位",
    "主责单位",
    "责任科室",
    "责任股室",
    "责任处室",
    "责任领导",
    "牵头领导",
    "分管领导",
    "包抓领导",
    "责任人",
    "责任主体",
    "参与单位",
    "协同单位",
];
const DEADLINES: [&str; 8] =
    ["完成时限", "完成时间", "完成期限", "办结时限", "整改时限", "时间节点", "完成节点", "时限"];

enum Column {
    Role(String),
    Deadline,
    Other,
}

/// One row a filled cell of a role's column.
pub fn rows(block: &Block, table: &Table) -> Vec<Responsibility> {
    let cells: Vec<Vec<&str>> = block
        .rows()
        .map(|row| row.into_iter().map(|cell| block.text.get(cell).unwrap_or_default()).collect())
        .collect();
    let header = (table.header_rows as usize).clamp(1, 3).min(cells.len());
    let columns = columns(&cells[..header], table.columns as usize);
    if !columns.iter().any(|column| matches!(column, Column::Role(_))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, row) in cells.iter().enumerate().skip(header) {
        let line = table.row_lines.get(at).copied().unwrap_or_else(|| block.line_at(0));
        let deadline = columns
            .iter()
            .zip(row)
            .find(|(column, _)| matches!(column, Column::Deadline))
            .map(|(_, cell)| cell.trim())
            .filter(|cell| (1..=40).contains(&cell.chars().count()));
        for (column, cell) in columns.iter().zip(row) {
            let Column::Role(role) = column else { continue };
            let (units, _) = units::split(cell, super::labels::is_person(role));
            if !units.is_empty() {
                found.push(Responsibility {
                    line,
                    role: role.clone(),
                    units,
                    clause: None,
                    deadline: deadline.map(str::to_owned),
                    table: true,
                    prose: false,
                });
            }
        }
    }
    found
}

/// What each column is, from the header rows above it.
fn columns(header: &[Vec<&str>], count: usize) -> Vec<Column> {
    let named = |at: usize| {
        header
            .iter()
            .rev()
            .filter_map(|row| row.get(at))
            .map(|cell| fold(cell))
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    };
    (0..count)
        .map(|at| {
            let name = named(at);
            let count = name.chars().count();
            if count > 14 {
                Column::Other
            } else if DEADLINES.iter().any(|word| name.contains(word)) {
                Column::Deadline
            } else if ROLES.iter().any(|word| name.contains(word))
                || matches!(name.as_str(), "牵头" | "配合" | "责任" | "牵头单位及责任人")
            {
                Column::Role(name)
            } else {
                Column::Other
            }
        })
        .collect()
}
