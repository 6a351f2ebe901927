//! Search against plain comparison: whatever string is drawn from real issues and laws, the hits are precisely the units
//! that hold it, by the index and by the scan, in the same order. And the index as users have it: changed libraries,
//! read-only folders, damage, builders that are killed.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gongbao::library::catalog::IssueId;
use gongbao::library::{Library, Place};
use gongbao::search::index::writer::{self, Outcome};
use gongbao::search::keep::{self, Step};
use gongbao::search::query::{Ask, Term};
use gongbao::search::unit::{Unit, units};
use gongbao::search::{Engine, Query, Results};
use gongbao::text::fold::fold;

/// A small generator of numbers, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn load(paths: &[PathBuf]) -> Library {
    Library::load(Place::Paths(paths.to_vec()), None, |_| {})
}

fn update(folder: &Path, library: &Library) -> Outcome {
    writer::update(folder, library, &AtomicBool::new(false), |_| {}).unwrap()
}

/// The folders and files of an index's only generation, sorted.
fn generation(index: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let list = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut folders: Vec<PathBuf> = list(index).into_iter().filter(|path| path.is_dir()).collect();
    assert_eq!(folders.len(), 1);
    folders.extend(list(&folders[0]));
    let mut files: Vec<PathBuf> = folders[1..].iter().flat_map(|pack| list(pack)).collect();
    files.sort();
    (folders, files)
}

fn string(text: &str) -> Query {
    Query { required: vec![vec![Ask::Text(Term::new(text).unwrap())]], ..Query::default() }
}

fn indexed(library: &Library) -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(update(folder.path(), library), Outcome::Published);
    let engine = Engine::open(library.clone(), Some(folder.path()));
    (folder, engine)
}

/// Where a hit is, as anyone could find it again.
type Spot = (u32, Vec<(u32, u32)>, String);

fn spots(results: &Results) -> Vec<Spot> {
    results.hits.iter().map(|hit| (hit.issue.0, hit.unit.lines.clone(), hit.unit.text.clone())).collect()
}

/// Every unit of a library with its text folded.
fn all_units(library: &Library) -> Vec<(u32, Unit, String)> {
    let issues = 0..library.catalog.issues.len() as u32;
    issues
        .flat_map(|id| {
            let issue = library.issue(IssueId(id)).unwrap();
            units(&issue).into_iter().map(move |unit| (id, fold(&unit.text), unit))
        })
        .map(|(id, folded, unit)| (id, unit, folded))
        .collect()
}

/// Whether a text has the string with one character changed in it.
fn is_near(text: &str, string: &str) -> bool {
    let (text, string): (Vec<char>, Vec<char>) = (text.chars().collect(), string.chars().collect());
    text.windows(string.len()).any(|window| window.iter().zip(&string).filter(|(a, b)| a != b).count() == 1)
}

/// Draws strings and compares the index, the scan and plain comparison.
fn compare(library: &Library, strings: usize, seed: u64) {
    let (_folder, index) = indexed(library);
    let scan = Engine::scanning(library.clone());
    let all = all_units(library);
    let mut draw = Draw(seed);
    for number in 0..strings {
        let (_, _, folded) = &all[draw.below(all.len())];
        let chars: Vec<char> = folded.chars().collect();
        let from = draw.below(chars.len());
        let mut drawn: String = chars[from..].iter().take(1 + draw.below(20)).collect();
        if number % 3 == 0 {
            drawn = hanconv::s2t(&drawn);
        }
        if number % 7 == 0 {
            // Most of these stand nowhere.
            drawn.push(chars[draw.below(chars.len())]);
        }
        if number % 5 == 0 {
            // One character is another: near to some, if the string is not too short.
            let wrong = draw.below(drawn.chars().count());
            let other = chars[draw.below(chars.len())];
            drawn = drawn.chars().enumerate().map(|(at, c)| if at == wrong { other } else { c }).collect();
        }
        let query = string(&drawn);
        let (index, scan) = (index.search(&query, usize::MAX).unwrap(), scan.search(&query, usize::MAX).unwrap());
        assert_eq!(spots(&index), spots(&scan), "{drawn}: index and scan");
        assert_eq!((index.total, index.documents), (scan.total, scan.documents), "{drawn}");
        let wanted: BTreeSet<Spot> = all
            .iter()
            .filter(
                |(_, _, folded)| {
                    if index.near { is_near(folded, &fold(&drawn)) } else { folded.contains(&fold(&drawn)) }
                },
            )
            .map(|(id, unit, _)| (*id, unit.lines.clone(), unit.text.clone()))
            .collect();
        let found: BTreeSet<Spot> = spots(&index).into_iter().collect();
        assert!(found == wanted, "{drawn}: {} found, {} there", found.len(), wanted.len());
        for hit in index.hits.iter().filter(|_| !index.near) {
            assert!(!hit.marks.is_empty(), "{drawn}: nothing marked in {}", hit.unit.text);
            for mark in &hit.marks {
                assert!(fold(&hit.unit.text[mark.clone()]).contains(&fold(&drawn)), "{drawn}: {mark:?} marked");
            }
        }
    }
}

fn shared() -> PathBuf {
    let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into();
    std::env::var("GONGBAO_SHARED").map_or_else(|_| beside(), PathBuf::from)
}

#[test]
fn hits_are_exactly_the_units_that_hold_the_string() {
    let samples = load(&[concat!(env!("CARGO_MANIFEST_DIR"), "/samples").into()]);
    compare(&samples, 500, 0x5eed);
    let gazettes = shared().join("gazettes");
    if !gazettes.exists() {
        eprintln!("SKIPPED: no real issues at {}", gazettes.display());
        return;
    }
    compare(&load(&[gazettes]), 2000, 0xfeed);
    let mut laws: Vec<PathBuf> = fs::read_dir(shared().join("laws")).unwrap().map(|law| law.unwrap().path()).collect();
    laws.sort();
    let some: Vec<PathBuf> = laws.into_iter().step_by(41).collect();
    compare(&load(&some), 600, 0xbead);
}

const FIRST: &str =
    "关于做好雾灵县2031年水土保持工作的通知\n各乡镇人民政府：\n一、坚持预防为主\n（一）加强督导。县水務局牵头。\n";
const SECOND: &str = "关于印发雾灵县营养改善计划实施方案的通知\n各乡镇人民政府：\n一、学校食堂由县教体局负责。\n";

fn two_files() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), FIRST).unwrap();
    fs::write(folder.path().join("b.txt"), SECOND).unwrap();
    let library = load(&[folder.path().to_owned()]);
    (folder, library)
}

fn texts(engine: &Engine, typed: &str) -> Vec<String> {
    texts_of(engine, typed, 20)
}

fn texts_of(engine: &Engine, typed: &str, limit: usize) -> Vec<String> {
    let results = engine.search(&Query::parse(typed), limit).unwrap();
    results.hits.into_iter().map(|hit| hit.unit.text).collect()
}

#[test]
fn queries_mean_what_they_say() {
    let (_files, library) = two_files();
    let engine = Engine::scanning(library);
    assert_eq!(texts(&engine, "水務局 督導").len(), 1);
    assert_eq!(texts(&engine, "乡镇 -人民").len(), 0);
    assert_eq!(texts(&engine, "教体局 或 水务局").len(), 2);
    assert_eq!(texts(&engine, "人民政府 标题:营养").len(), 1);
    let near = engine.search(&Query::parse("教休局"), 20).unwrap();
    assert!(near.near && near.hits.len() == 1);
    assert_eq!(&near.hits[0].unit.text[near.hits[0].marks[0].clone()], "教体局");
    let none = engine.search(&Query::parse("水务局 食堂"), 20).unwrap();
    let proposed: Vec<_> = none.proposals.iter().map(|one| (one.said.as_str(), one.query.as_str(), one.hits)).collect();
    assert_eq!(proposed, [("去掉“水务局”", "食堂", 1), ("去掉“食堂”", "水务局", 1)]);
}

#[test]
fn a_search_that_nobody_waits_for_is_dropped() {
    let (_files, library) = two_files();
    let engine = Engine::scanning(library);
    let query = Query::parse("人民政府");
    assert_eq!(engine.search_unless(&query, 20, &AtomicBool::new(true)).unwrap(), None);
    let waited_for = engine.search_unless(&query, 20, &AtomicBool::new(false)).unwrap();
    assert_eq!(waited_for, Some(engine.search(&query, 20).unwrap()));
}

/// What a follower is told, in short: engines by how many files they can't search yet.
fn followed(library: &Library, folder: &Path, stop_at: Option<&str>) -> (Vec<String>, Option<Arc<Engine>>) {
    let (told, stop) = (Mutex::new((Vec::new(), None)), AtomicBool::new(false));
    keep::follow(library, Some(folder), &stop, |step| {
        let mut told = told.lock().unwrap();
        let line = match step {
            Step::Engine(engine) => {
                let line = format!("{} unsearched", engine.unsearched());
                told.1 = Some(engine);
                line
            }
            Step::Progress(_) => "building".to_owned(),
            Step::Elsewhere => "elsewhere".to_owned(),
            Step::Failed(error) => format!("failed: {error}"),
        };
        stop.fetch_or(stop_at == Some(&line), Ordering::Relaxed);
        if told.0.last() != Some(&line) {
            told.0.push(line);
        }
    });
    told.into_inner().unwrap()
}

#[test]
fn what_is_ready_serves_until_there_is_better() {
    let (files, library) = two_files();
    let folder = tempfile::tempdir().unwrap();
    // Small: scanned, and no index is made.
    let (told, engine) = followed(&library, folder.path(), None);
    assert_eq!(told, ["2 unsearched", "0 unsearched"]);
    assert_eq!(texts(&engine.unwrap(), "水土").len(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // Once there is an index it is brought in step; what it lacks is scanned meanwhile.
    update(folder.path(), &library);
    assert_eq!(followed(&library, folder.path(), None).0, ["0 unsearched"]);
    fs::write(files.path().join("d.txt"), FIRST.replace("水土", "草原")).unwrap();
    let library = load(&[files.path().to_owned()]);
    let (told, engine) = followed(&library, folder.path(), Some("0 unsearched"));
    assert_eq!(told, ["1 unsearched", "0 unsearched"], "stopped before building");
    assert_eq!(texts(&engine.unwrap(), "草原").len(), 1);
    // While another program makes it, that is said.
    let lock = fs::File::options().write(true).open(folder.path().join("writer.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(followed(&library, folder.path(), Some("elsewhere")).0, ["1 unsearched", "0 unsearched", "elsewhere"]);
    drop(lock);
    let (told, engine) = followed(&library, folder.path(), None);
    assert_eq!(told, ["1 unsearched", "0 unsearched", "building", "0 unsearched"]);
    assert_eq!(texts(&engine.unwrap(), "草原").len(), 1);
    // Gone files are gone at once.
    fs::remove_file(files.path().join("a.txt")).unwrap();
    let library = load(&[files.path().to_owned()]);
    assert_eq!(texts(&Engine::ready(library.clone(), Some(folder.path())), "水土").len(), 0);
    let (told, engine) = followed(&library, folder.path(), None);
    assert_eq!(told[0], "0 unsearched");
    assert_eq!(texts(&engine.unwrap(), "水土").len(), 0);
    assert_eq!(followed(&library, folder.path(), None).0, ["0 unsearched"], "nothing more to do");
}

/// Hits of equal scores are few enough or many: the first ones are the same, however many are asked for.
#[test]
fn the_order_does_not_depend_on_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..30 {
        // Two texts of the same length: in one the word is whole, in the other it is cut from two.
        let line =
            if number % 3 == 1 { "一、请县委和政府负责。\n" } else { "一、由本县委托其负责。\n" };
        fs::write(folder.path().join(format!("{number:02}.txt")), format!("关于第{number:02}项工作的通知\n{line}"))
            .unwrap();
    }
    let library = load(&[folder.path().to_owned()]);
    let (_index, indexed) = indexed(&library);
    for engine in [indexed, Engine::scanning(library)] {
        let all = texts_of(&engine, "县委", usize::MAX);
        assert_eq!(all.len(), 30);
        assert!(all[0].contains("县委和"), "{}", all[0]);
        for limit in 0..30 {
            assert_eq!(texts_of(&engine, "县委", limit), all[..limit], "{limit}");
        }
    }
}

#[test]
fn only_what_changed_is_indexed_and_what_is_gone_is_not_found() {
    let (files, library) = two_files();
    let (folder, engine) = indexed(&library);
    assert_eq!(texts(&engine, "水土").len(), 1);
    assert_eq!(update(folder.path(), &library), Outcome::InStep);
    // Moved: the same content.
    fs::rename(files.path().join("a.txt"), files.path().join("c.txt")).unwrap();
    let moved = load(&[files.path().to_owned()]);
    assert_eq!(update(folder.path(), &moved), Outcome::InStep);
    fs::write(files.path().join("b.txt"), SECOND.replace("食堂", "操场")).unwrap();
    fs::write(files.path().join("d.txt"), FIRST.replace("水土", "草原")).unwrap();
    let changed = load(&[files.path().to_owned()]);
    // Before the index knows, the new files are scanned and the old text is not shown.
    let before = Engine::open(changed.clone(), Some(folder.path()));
    assert_eq!((texts(&before, "食堂").len(), texts(&before, "操场").len(), texts(&before, "草原").len()), (0, 1, 1));
    assert_eq!(update(folder.path(), &changed), Outcome::Published);
    let after = Engine::open(changed.clone(), Some(folder.path()));
    let scan = Engine::scanning(changed);
    for word in ["食堂", "操场", "草原", "水土", "通知", "县"] {
        assert_eq!(texts(&after, word), texts(&scan, word), "{word}");
        assert_eq!(texts(&before, word), texts(&scan, word), "{word}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "one generation and the lock");
}

#[test]
fn the_same_text_in_two_files_is_found_in_both() {
    let (files, _) = two_files();
    fs::write(files.path().join("z.txt"), FIRST).unwrap();
    let library = load(&[files.path().to_owned()]);
    let (_folder, engine) = indexed(&library);
    assert_eq!(
        spots(&engine.search(&string("水土"), 9).unwrap()),
        spots(&Engine::scanning(library).search(&string("水土"), 9).unwrap())
    );
    assert_eq!(texts(&engine, "水土").len(), 2);
}

#[test]
fn a_folder_that_can_only_be_read_serves() {
    let (_files, library) = two_files();
    let (folder, engine) = indexed(&library);
    drop(engine);
    let (folders, files) = generation(folder.path());
    let usual = fs::metadata(folder.path().join("writer.lock")).unwrap().permissions().mode() & 0o444;
    for file in &files {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o444, usual, "{}", file.display());
    }
    let set = |mode| {
        for folder in folders.iter().map(PathBuf::as_path).chain([folder.path()]) {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    set(0o555);
    assert_eq!(texts(&Engine::open(library, Some(folder.path())), "水土").len(), 1);
    assert_eq!(generation(folder.path()).1, files, "reading leaves nothing behind");
    set(0o755);
}

#[test]
fn a_damaged_index_is_rebuilt_and_never_believed() {
    let (_files, library) = two_files();
    let wanted = texts(&Engine::scanning(library.clone()), "人民政府");
    let mut draw = Draw(0xdead);
    for round in 0..40 {
        let (folder, engine) = indexed(&library);
        drop(engine);
        let files = generation(folder.path()).1;
        let file = &files[draw.below(files.len())];
        let mut bytes = fs::read(file).unwrap();
        if bytes.is_empty() {
            continue;
        }
        let at = draw.below(bytes.len());
        if round % 2 == 0 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << draw.below(8);
        }
        fs::write(file, bytes).unwrap();
        // Opening or searching it may fail, but not crash.
        let _ = Engine::open(library.clone(), Some(folder.path())).search(&string("人民政府"), 20);
        update(folder.path(), &library);
        assert_eq!(
            texts(&Engine::open(library.clone(), Some(folder.path())), "人民政府"),
            wanted,
            "{}",
            file.display()
        );
    }
}

/// The program itself builds an index and is killed at any moment; what is left is whole or nothing.
#[test]
fn killed_at_any_moment_the_index_is_whole() {
    let files = tempfile::tempdir().unwrap();
    for number in 0..60 {
        let text = FIRST.replace("水土", &format!("水土{number}"))
            + &(0..200).map(|i| format!("{i}. 其他事项按第{i}号规定办理。\n")).collect::<String>();
        fs::write(files.path().join(format!("{number:03}.txt")), text).unwrap();
    }
    let library = load(&[files.path().to_owned()]);
    let index = tempfile::tempdir().unwrap();
    let mut draw = Draw(0xacdc);
    for round in 0..12 {
        // Something to do in every round.
        fs::write(files.path().join("more.txt"), format!("{SECOND}{round}\n")).unwrap();
        if round % 3 == 0 {
            let _ = fs::remove_dir_all(index.path());
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["search", "水土59", "--index"])
            .arg(index.path())
            .arg(files.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(draw.below(400) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let engine = Engine::open(library.clone(), Some(index.path()));
        assert_eq!(engine.search(&string("水土59"), 20).unwrap().total, 1, "round {round}");
    }
    assert!(matches!(update(index.path(), &library), Outcome::Published | Outcome::InStep));
    let engine = Engine::open(library.clone(), Some(index.path()));
    let scan = Engine::scanning(library);
    for word in ["水土1", "其他事项", "水务局"] {
        let (index, scan) = (engine.search(&string(word), 500).unwrap(), scan.search(&string(word), 500).unwrap());
        assert!(spots(&index) == spots(&scan) && index.total == scan.total && scan.total > 0, "{word}");
    }
    assert_eq!(fs::read_dir(index.path()).unwrap().count(), 2, "nothing half built is left");
}

/// Runs the program through another that has to be there and to be allowed to do what it does; none, loudly, if not.
fn through(program: &str, arguments: &[&str], script: &str, paths: &[&Path]) -> Option<std::process::Output> {
    let able = Command::new(program).args(arguments).args(["true"]).output().is_ok_and(|out| out.status.success());
    if !able {
        eprintln!("SKIPPED: {program} is not there, or may not do that here");
        return None;
    }
    let run = Command::new(program).args(arguments).args(["sh", "-c", script, "sh"]).args(paths).output().unwrap();
    Some(run)
}

#[test]
fn an_index_of_another_user_serves() {
    let (files, library) = two_files();
    let index = tempfile::tempdir().unwrap();
    update(index.path(), &library);
    let copy = tempfile::tempdir().unwrap();
    let program = copy.path().join("gongbao");
    fs::copy(env!("CARGO_BIN_EXE_gongbao"), &program).unwrap();
    // More than there is in the index.
    fs::write(files.path().join("d.txt"), FIRST.replace("水土", "草原")).unwrap();
    for folder in [files.path(), index.path(), copy.path()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let before = generation(index.path()).1;
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let script = r#"unset HOME; "$1" search 水土 "$2" --index "$3" && "$1" search 草原 "$2" --index "$3""#;
    let Some(run) = through("setpriv", &nobody, script, &[&program, files.path(), index.path()]) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("水土保持") && said.contains("草原保持"), "{run:?}");
    assert!(run.stderr.is_empty(), "not being allowed to write is no news: {run:?}");
    assert_eq!(generation(index.path()).1, before);
}

#[test]
fn a_full_disk_is_said_and_the_old_index_serves() {
    let (files, _) = two_files();
    let more = tempfile::tempdir().unwrap();
    fs::write(more.path().join("a.txt"), FIRST).unwrap();
    let mut draw = Draw(0xf0f0);
    let mut random = || char::from_u32(0x4e00 + draw.below(0x5000) as u32).unwrap();
    let line = |_| (0..40).map(|_| random()).chain(['。', '\n']).collect::<String>();
    fs::write(more.path().join("b.txt"), (0..8_000).map(line).collect::<String>()).unwrap();
    let index = tempfile::tempdir().unwrap();
    let script = r#"mount -t tmpfs -o size=1m none "$4" || exit 99
        "$1" search 水土 "$2" --index "$4" && ls "$4" && "$1" search 水土 "$3" --index "$4" && ls "$4""#;
    let program = Path::new(env!("CARGO_BIN_EXE_gongbao"));
    let paths = [program, files.path(), more.path(), index.path()];
    let Some(run) = through("unshare", &["--mount"], script, &paths) else { return };
    if run.status.code() == Some(99) {
        return eprintln!("SKIPPED: no small disk can be mounted here");
    }
    let (said, errors) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{run:?}");
    assert_eq!(said.matches("水土保持").count(), 2, "{said}");
    assert_eq!(said.matches("generation-00000000").count(), 2, "the old one serves: {said}");
    assert_eq!(said.matches("building-").count(), 0, "{said}");
    assert_eq!(errors.matches("磁盘已满").count(), 1, "{errors}");
}
