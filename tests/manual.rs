//! The reader's manual says what the program does: every key of the key map stands in its table of keys, and the table
//! has no key that the key map does not know.

use std::collections::BTreeSet;

use gongbao::app::keymap::{BINDINGS, Chord};

const MANUAL: &str = include_str!("../docs/manual.md");

/// The rows of the manual's table of keys: its first column.
fn table() -> Vec<&'static str> {
    let section = MANUAL.split("\n## 按键\n").nth(1).expect("a section of keys");
    let section = section.split("\n## ").next().unwrap_or(section);
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| row.split(" |").next().unwrap_or(row)).filter(|keys| *keys != "键").collect()
}

/// How the manual writes a key: as the help does, characters between backticks.
fn written(chord: Chord) -> String {
    let name = chord.name();
    let typed = |name: &str| name.chars().count() == 1;
    if name.split(' ').all(typed) { format!("`{name}`") } else { name }
}

#[test]
fn every_key_is_in_the_table() {
    let table = table().join(" ");
    let missing: BTreeSet<String> =
        BINDINGS.iter().flat_map(|b| b.keys).map(|&chord| written(chord)).filter(|key| !table.contains(key)).collect();
    assert!(missing.is_empty(), "not in the manual: {missing:?}");
}

#[test]
fn every_key_of_the_table_works() {
    let known: BTreeSet<String> = BINDINGS.iter().flat_map(|b| b.keys).map(|&chord| written(chord)).collect();
    for row in table() {
        // Every second piece between backticks is a key; function keys and control keys stand bare.
        let quoted = row.split('`').skip(1).step_by(2).map(|key| format!("`{key}`"));
        let bare = row.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|word| {
            word.starts_with("Ctrl-") && word.len() == 6 || word.starts_with('F') && word[1..].parse::<u8>().is_ok()
        });
        for key in quoted.chain(bare.map(str::to_owned)) {
            assert!(known.contains(&key), "the manual has {key}, the key map does not: {row}");
        }
    }
}
