//! An index of many packs, as a large library has it: whatever is added, changed and removed in between, it finds what a scan
//! finds. And one that turns out to be damaged while it is in use.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use gongbao::library::{Library, Place};
use gongbao::search::index::writer::{self, Outcome};
use gongbao::search::keep::{self, Step};
use gongbao::search::{Engine, Query, Results};

/// A notice of an invented county, about something that only its number tells from the others.
fn notice(number: usize) -> String {
    let subjects = ["水土保持", "营养改善", "道路养护", "防汛抗旱"];
    let subject = subjects[number % subjects.len()];
    let clauses: String = (0..number % 7 + 2)
        .map(|clause| format!("{}. 第{number}号事项：由县水务局会同各乡镇办理{subject}{clause}。\n", clause + 1))
        .collect();
    format!(
        "雾灵县人民政府关于第{number}批{subject}工作的通知\n雾政发〔2031〕{number}号\n各乡镇人民政府：\n一、加强{subject}\n{clauses}\
         雾灵县人民政府\n2031年{}月{}日\n",
        number % 12 + 1,
        number % 28 + 1
    )
}

fn write(folder: &Path, number: usize, text: &str) {
    fs::write(folder.join(format!("{number:03}.txt")), text).unwrap();
}

fn load(folder: &Path) -> Library {
    Library::load(Place::Paths(vec![folder.to_owned()]), None, |_| {})
}

/// Packs of one issue each.
fn update(index: &Path, library: &Library) -> Outcome {
    writer::update_in_packs(index, library, 0, &AtomicBool::new(false), |_| {}).unwrap()
}

/// The packs of the newest generation, by the file of their texts, however the pack is called.
fn packs(index: &Path) -> BTreeMap<u64, PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let folders = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
    let mut generations: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    generations.sort();
    let packs = fs::read_dir(generations.last().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    packs.map(|pack| (fs::metadata(pack.join("texts")).unwrap().ino(), pack)).collect()
}

const QUERIES: [&str; 12] = [
    "县",
    "水",
    "3",
    "县水务局",
    "水土保持",
    "第3",
    "号事项",
    "由县水务局会同各乡镇办理",
    "水土 或 道路",
    "水务局 -营养",
    "雾政发〔2031〕17号",
    "县水雾局",
];

/// Everything that a search tells, of texts that differ.
fn told(results: Results) -> (usize, usize, bool, Vec<String>) {
    let place = |hit: &gongbao::search::Hit| format!("{:?} {:?} {:?}", hit.issue, hit.unit, hit.marks);
    (results.total, results.documents, results.near, results.hits.iter().map(place).collect())
}

fn compare(index: &Path, library: &Library) {
    let engine = Engine::ready(library.clone(), Some(index));
    let scan = Engine::scanning(library.clone());
    assert_eq!(engine.unsearched(), 0);
    for query in QUERIES {
        for limit in [3, usize::MAX] {
            let asked = Query::parse(query);
            let wanted = told(scan.search(&asked, limit).unwrap());
            assert!(wanted.0 > 0, "{query}: nothing to compare");
            assert!(told(engine.search(&asked, limit).unwrap()) == wanted, "{query}, the first {limit}");
        }
    }
}

#[test]
fn many_packs_find_what_a_scan_finds() {
    let (files, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..20).for_each(|number| write(files.path(), number, &notice(number)));
    let library = load(files.path());
    assert_eq!(update(index.path(), &library), Outcome::Published);
    assert_eq!(packs(index.path()).len(), 20);
    compare(index.path(), &library);
    // However many there are, nothing is packed anew when nothing has changed.
    assert_eq!(update(index.path(), &library), Outcome::InStep);
}

#[test]
fn packs_stay_in_step_with_what_is_added_changed_and_removed() {
    let (files, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..8).for_each(|number| write(files.path(), number, &notice(number)));
    update(index.path(), &load(files.path()));
    // Large enough that a small change does not have it packed anew.
    let long: String = (0..40).map(notice).collect();
    write(files.path(), 100, &long);
    update(index.path(), &load(files.path()));
    let before = packs(index.path());
    write(files.path(), 50, &notice(17));
    write(files.path(), 3, &notice(3).replace("水务局", "档案局"));
    fs::remove_file(files.path().join("005.txt")).unwrap();
    fs::rename(files.path().join("100.txt"), files.path().join("000-first.txt")).unwrap();
    let library = load(files.path());
    assert_eq!(update(index.path(), &library), Outcome::Published);
    let after = packs(index.path());
    let stayed = before.keys().filter(|pack| after.contains_key(pack)).count();
    assert!(stayed > 0 && stayed < before.len(), "{stayed} of {} packs stayed", before.len());
    compare(index.path(), &library);
    // One text in two files, and then in none.
    write(files.path(), 51, &notice(17));
    let twice = load(files.path());
    assert_eq!(update(index.path(), &twice), Outcome::InStep);
    compare(index.path(), &twice);
    (50..52).for_each(|number| fs::remove_file(files.path().join(format!("{number:03}.txt"))).unwrap());
    let gone = load(files.path());
    let engine = Engine::ready(gone.clone(), Some(index.path()));
    let scan = Engine::scanning(gone.clone());
    let number = Query::parse("第17号事项");
    assert_eq!(told(engine.search(&number, 99).unwrap()), told(scan.search(&number, 99).unwrap()));
    assert_eq!(update(index.path(), &gone), Outcome::Published);
}

#[test]
fn a_damaged_index_is_left_out_and_made_anew() {
    let (files, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..12).for_each(|number| write(files.path(), number, &notice(number)));
    let library = load(files.path());
    update(index.path(), &library);
    let wanted = |query: &Query| told(Engine::scanning(library.clone()).search(query, 99).unwrap());
    let query = Query::parse("水土保持");
    let engine = Engine::ready(library.clone(), Some(index.path()));
    // The texts are mapped: what is written to the file is what the engine reads.
    for pack in packs(index.path()).into_values() {
        let damaged = vec![0; fs::metadata(pack.join("texts")).unwrap().len() as usize];
        fs::write(pack.join("texts"), damaged).unwrap();
    }
    assert!(engine.search(&query, 99).is_err());
    let (steps, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    keep::mend(&library, Some(index.path()), &stop, |step| steps.lock().unwrap().push(step));
    let steps = steps.into_inner().unwrap();
    let engines: Vec<&Arc<Engine>> =
        steps.iter().filter_map(|step| if let Step::Engine(engine) = step { Some(engine) } else { None }).collect();
    // At once one that scans, at the end one with a sound index; each finds everything.
    assert!(matches!(steps.first(), Some(Step::Engine(_))) && matches!(steps.last(), Some(Step::Engine(_))));
    assert_eq!(engines.len(), 2);
    for engine in engines {
        assert_eq!((engine.unsearched(), told(engine.search(&query, 99).unwrap())), (0, wanted(&query)));
    }
    assert!(steps.iter().any(|step| matches!(step, Step::Progress(_))), "made anew");
    compare(index.path(), &library);
    // Nobody waits any more: nothing is made, and what was told before goes on serving.
    stop.store(true, Ordering::Relaxed);
    let told_then = Mutex::new(0);
    keep::mend(&library, Some(index.path()), &stop, |_| *told_then.lock().unwrap() += 1);
    assert_eq!(told_then.into_inner().unwrap(), 1);
    // Without a folder to write to it is scanned from then on.
    let last = Mutex::new(None);
    keep::mend(&library, None, &AtomicBool::new(false), |step| *last.lock().unwrap() = Some(step));
    let Some(Step::Engine(engine)) = last.into_inner().unwrap() else { panic!("no engine") };
    assert_eq!(told(engine.search(&query, 99).unwrap()), wanted(&query));
}
