//! A table's header against its columns: names that stand one column too far to the left, headers that begin again in mid-table.

use std::ops::RangeInclusive;

use super::is_figure;

/// Of more columns it is not asked whether their names stand where they belong: each asks all rows.
const MOST: usize = 200;

/// Columns whose names in the last row of the header belong one column to the right.
///
/// ```text
/// 措施 │ 各乡镇计划            │       │       │     the group's name
///      │ 甲镇    │ 乙乡       │ 丙镇  │       │     its last cell is left empty
/// 一、 │ 种植玉米 │ 1000      │ 2000  │ 1500  │     the first column is text: 1000 is 甲镇's
/// ```
///
/// Print names the first column of such a group by nothing, and the recogniser lost the empty cell. Taken so only where the names
/// are of one kind (towns, years), figures stand below where they are to go, and text below the first.
pub fn moved(rows: &[Vec<&str>], header: usize) -> Option<RangeInclusive<usize>> {
    let names = rows.get(header.checked_sub(1)?).filter(|names| names.len() <= MOST)?;
    let filled = |row: usize, at: usize| rows[row].get(at).is_some_and(|cell| !cell.is_empty());
    let above = header.checked_sub(2);
    let mut first = 0;
    while first < names.len() {
        let starts = |at: usize| above.is_none_or(|above| at == 0 || filled(above, at));
        let end = (first + 1..names.len()).find(|&at| above.is_some() && starts(at)).unwrap_or(names.len());
        let last = end - 1;
        let named = names[first..last].iter().all(|name| !name.is_empty()) && names[last].is_empty();
        if last >= first + 2 && named && are_alike(&names[first..last]) && fits(&rows[header..], first..=last) {
            return Some(first..=last);
        }
        first = end;
    }
    None
}

/// Whether below the first column stands text, and below the others, the last too, figures.
fn fits(body: &[Vec<&str>], columns: RangeInclusive<usize>) -> bool {
    let cells = |at: usize| body.iter().filter_map(move |row| row.get(at).copied()).filter(|cell| !cell.is_empty());
    let (first, last) = (*columns.start(), *columns.end());
    // A row or two may have been moved by themselves.
    let share = |at: usize| (cells(at).filter(|cell| is_figure(cell)).count(), cells(at).count());
    let (figures, all) = share(first);
    all > 0 && figures * 4 <= all && share(last).1 > 0 && (first + 1..=last).map(share).all(|(n, all)| n * 4 >= all * 3)
}

/// Whether names are of one kind: towns, years, months.
fn are_alike(names: &[&str]) -> bool {
    const KINDS: [&str; 5] = ["乡镇村街道社区场县市", "年度", "月份", "季度", "组队班"];
    let of = |kind: &str| names.iter().all(|name| name.ends_with(|c| kind.contains(c)));
    KINDS.iter().any(|kind| of(kind))
}

/// Whether a row is the header `head` again, with some names changed, rather than a row of the table.
pub(super) fn begins_again(head: &[String], row: &[String]) -> bool {
    let same = |a: &str, b: &str| a.chars().filter(|&c| c != ' ').eq(b.chars().filter(|&c| c != ' '));
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    let name = |cell: &&String| cell.chars().count() <= 16 && !cell.ends_with(['。', '；']) && !is_figure(cell);
    let same = head.iter().zip(row).filter(|(above, here)| !here.is_empty() && same(above, here)).count();
    same >= 3 && same * 3 >= filled * 2 && row.iter().filter(|cell| !cell.is_empty()).all(|cell| name(&cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        text.lines().map(|line| line.split('|').collect()).collect()
    }

    #[test]
    fn names_one_column_too_far_left() {
        let table =
            "措施|单位|各乡镇计划||||\n||甲镇|乙乡|丙镇|\n一、扩规模|县甲局|种植玉米|1000||1500\n||种草|200|300|\n";
        let table = table.replace("计划||||", "计划|||");
        assert_eq!(moved(&rows(&table), 2), Some(2..=5));
        // A header of one row.
        assert_eq!(moved(&rows("甲镇|乙乡|丙镇|\n玉米|1|2|3\n草|4|5|6"), 1), Some(0..=3));
    }

    #[test]
    fn names_that_stand_where_they_belong() {
        for (table, header) in [
            ("乡镇|玉米|草|\n甲镇|1|2|3", 1),
            ("甲镇|乙乡|丙镇|\n1|2|3|4", 1),
            ("措施|甲镇|乙乡|丙镇\n玉米|1|2|3", 1),
            ("甲镇|乙乡|丙镇|\n玉米|1|2|", 1),
            ("", 0),
        ] {
            assert_eq!(moved(&rows(table), header), None, "{table}");
        }
    }
}
