//! The ledger of real issues against the references made by hand: every unit of every label and bracket, on its line, in its
//! role. Tables are measured on the crate's own, in `src/ledger/tests.rs`.

mod skipped;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::ledger::units::Units;
use gongbao::ledger::{Ledger, Role};
use gongbao::library::catalog::IssueId;
use gongbao::library::{Library, Place};
use gongbao::text::fold::fold;
use serde_json::Value;
use skipped::skipped;

/// Line, role, unit.
type Row = (u32, Role, String);

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let there = folder.join("gold").is_dir();
    if !there {
        skipped(&format!("the ledger is compared with the references in {}", folder.display()));
    }
    there.then_some(folder)
}

/// Names as the reference writes them differ in brackets and stops.
fn name(text: &str) -> String {
    fold(text).trim_end_matches(['.', ';', ':']).to_owned()
}

fn reference(path: &Path) -> Vec<Row> {
    let gold: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let documents = gold["documents"].as_array().unwrap();
    let rows = documents.iter().flat_map(|document| document["responsibility"].as_array().unwrap());
    rows.flat_map(|row| {
        let (line, role) = (row["line"].as_u64().unwrap() as u32, Role::of(row["role"].as_str().unwrap()));
        let units = row["units"].as_array().unwrap().iter();
        units.map(move |unit| (line, role, name(unit.as_str().unwrap())))
    })
    .filter(|(_, role, _)| !role.is_person())
    .collect()
}

fn found(path: &Path) -> Vec<Row> {
    let library = Library::load(Place::Paths(vec![path.to_owned()]), None, |_| {});
    let issue = library.issue(IssueId(0)).unwrap();
    let ledger = Ledger::of_issue(IssueId(0), &issue, &Units::new());
    // Sentences and duties are not in the reference, nor are tables.
    let said = |row: &gongbao::ledger::Row| {
        let document = &issue.documents[ledger.source(row).document as usize];
        let printed =
            document.responsibilities.iter().find(|r| (r.block, r.offset as usize) == row.at && r.role == row.said);
        printed.is_some_and(|printed| !printed.table && !printed.prose)
    };
    let rows = ledger.rows.iter().filter(|row| !row.role.is_person() && said(row));
    rows.map(|row| (row.line, row.role, name(&row.unit))).collect()
}

#[test]
fn real_issues() {
    let Some(shared) = shared() else { return };
    for issue in ["jingyuan-2021-03", "jingyuan-2023-02", "qingtongxia-2019-02"] {
        let wanted = reference(&shared.join(format!("gold/{issue}.json")));
        let got = found(&shared.join(format!("gazettes/{issue}.txt")));
        let mut left: HashMap<&Row, usize> = HashMap::new();
        for row in &wanted {
            *left.entry(row).or_default() += 1;
        }
        let (mut hit, mut surplus) = (0, Vec::new());
        for row in &got {
            match left.get_mut(row).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    hit += 1;
                }
                None => surplus.push(row),
            }
        }
        let missed: Vec<&Row> = left.into_iter().filter(|(_, count)| *count > 0).map(|(row, _)| row).collect();
        let (recall, precision) = (f64::from(hit) / wanted.len() as f64, f64::from(hit) / got.len() as f64);
        println!("{issue}: {hit} of {} expected, {} found", wanted.len(), got.len());
        assert!(
            wanted.len() > 100 && recall >= 0.98 && precision >= 0.98,
            "{issue}: recall {recall:.4}, precision {precision:.4}\nmissed {missed:?}\nsurplus {surplus:?}"
        );
    }
}
