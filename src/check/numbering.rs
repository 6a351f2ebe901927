//! Skipped and repeated clause numbers.
//!
//! A series is the clauses of one kind under one parent. It goes up by one. Its first number is 1, or goes on from the
//! last series of that kind: 1.–6. under （一）, 7.–9. under （二）. A return to 1 starts a new series.

use std::collections::HashMap;

use super::{Finding, FindingKind};
use crate::issue::{MarkerKind, Part};
use crate::text::numerals;

pub fn findings(part: &Part) -> Vec<Finding> {
    let mut found = Vec::new();
    // The last number under each parent, and of each kind.
    let mut under: HashMap<(MarkerKind, &str), u32> = HashMap::new();
    let mut last: HashMap<MarkerKind, u32> = HashMap::new();
    let mut note = false;
    for block in &part.blocks {
        let Some(clause) = block.clause() else {
            note = opens_notes(&block.text);
            continue;
        };
        let (kind, number) = (clause.marker.kind, clause.marker.number);
        // 注：1.… | 2.…: the first note stands behind the word.
        if std::mem::take(&mut note) && kind == MarkerKind::Arabic && number == 2 {
            last.insert(kind, 1);
            under.insert((kind, clause.path.rsplit_once('/').map_or("", |(parent, _)| parent)), 1);
        }
        let parent = clause.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let before = under.insert((kind, parent), number);
        let running = last.insert(kind, number);
        // 第一百二十条之一 stands beside 第一百二十条; 一是 need not start with one.
        if clause.marker.sub.is_some() || kind == MarkerKind::First {
            continue;
        }
        // A book of a code starts where the book before it ended.
        if running.is_none() && (kind.is_division() || kind == MarkerKind::Tiao) {
            continue;
        }
        let marker = block.text.get(..clause.marker_len as usize).unwrap_or_default().trim_end();
        let expected = match before {
            Some(previous) => previous + 1,
            None if number == 1 => 1,
            None => running.map_or(1, |previous| previous + 1),
        };
        let (kind, message) = match number {
            n if n == expected || n == 1 && before != Some(1) => continue,
            n if n > expected => {
                let first = like(marker, expected);
                let last = if n - expected > 1 { format!("至{}", like(marker, n - 1)) } else { String::new() };
                (FindingKind::ClauseSkipped, format!("“{marker}”之前缺{first}{last}"))
            }
            n if before == Some(n) => (FindingKind::ClauseRepeated, format!("“{marker}”重号")),
            _ => (FindingKind::ClauseRepeated, format!("“{marker}”编号倒退，应为{}", like(marker, expected))),
        };
        found.push(Finding { line: block.line_at(0), kind, message, document: None });
    }
    found
}

/// The marker that another number would have: “三、” for 3 beside 四、.
fn like(marker: &str, number: u32) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || numerals::is_numeral(c);
    let Some(start) = marker.find(is_digit) else { return format!("第{number}") };
    let end = marker[start..].find(|c| !is_digit(c)).map_or(marker.len(), |length| start + length);
    let arabic = marker[start..].starts_with(|c: char| c.is_ascii_digit());
    let written = if arabic { number.to_string() } else { numerals::format(number) };
    format!("“{}{written}{}”", &marker[..start], &marker[end..])
}

/// 注：1.…
fn opens_notes(text: &str) -> bool {
    let notes = ["注", "备注", "说明", "附注"].iter().find_map(|word| text.strip_prefix(word));
    let first = notes.and_then(|rest| rest.strip_prefix(['：', ':'])).map(str::trim_start);
    first.is_some_and(|rest| ["1.", "1．", "1、", "１．", "１、"].iter().any(|number| rest.starts_with(number)))
}
