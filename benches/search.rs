//! What an index costs and saves, beside what one would use without: a plain comparison of the same folded text in memory,
//! `rg` (or `grep`) over it in a file, and SQLite's FTS5 with trigrams, where python3 has it.
//!
//! The text: issues and laws of `../shared` where they are (`GONGBAO_SHARED` elsewhere), or else the sample library,
//! repeated with changes to `GONGBAO_BENCH_MB` megabytes (20 without); with `GONGBAO_BENCH_LIBRARY=FOLDER`, that folder's.
//! Queries: strings of 2 to 8 characters from anywhere in it, to the first 20 hits with their texts and marks, and the
//! total. The others count lines, or stop at 20. Then the strings that are hard for an index: the most frequent characters,
//! pairs and longer strings of the text.
//!
//! Each is asked a dozen times, and the best time counts, so that what else the machine does counts little; CPU time beside the
//! time that passed says how much it was.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use gongbao::library::catalog::IssueId;
use gongbao::library::{Library, Place, sample};
use gongbao::search::index::writer;
use gongbao::search::query::{Ask, Term};
use gongbao::search::unit::units;
use gongbao::search::{Engine, Query};
use gongbao::text::fold::fold;
use rayon::prelude::*;

const QUERIES: usize = 300;
const SHOWN: usize = 20;

fn main() {
    let made = tempfile::tempdir().expect("a folder");
    let folder = std::env::var_os("GONGBAO_BENCH_LIBRARY").map_or_else(
        || {
            let megabytes = std::env::var("GONGBAO_BENCH_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(20);
            repeat(&originals(), made.path(), megabytes << 20);
            made.path().to_owned()
        },
        PathBuf::from,
    );
    let library = Library::load(Place::Paths(vec![folder]), None, |_| {});
    let ids: Vec<IssueId> = (0..library.catalog.issues.len() as u32).map(IssueId).collect();
    let bytes: u64 = ids.iter().filter_map(|&id| library.content(id)).map(|(_, size)| size).sum();
    let megabytes = bytes as f64 / f64::from(1 << 20);
    println!("text: {megabytes:.1} MB in {} files; {} threads", ids.len(), rayon::current_num_threads());

    let parsing = work(|| {
        ids.par_iter().for_each(|&id| drop(library.issue(id).map(|issue| units(&issue))));
    });
    let index = tempfile::tempdir().expect("a folder");
    let building = work(|| {
        writer::update(index.path(), &library, &AtomicBool::new(false), |_| {}).expect("an index");
    });
    for (what, (took, cpu)) in [("parsing alone", parsing), ("building, parsing included", building)] {
        let rate = megabytes / took.as_secs_f64();
        let each = cpu.as_secs_f64() * 1e3 / megabytes;
        println!("{what}: {took:.1?}, {rate:.1} MB/s; CPU {each:.0} ms/MB, so {:.1} MB/s on two cores", 2e3 / each);
    }
    println!("memory at most: {} MB", memory());
    println!("index / text: {:.2}, {} packs", size(index.path()) as f64 / bytes as f64, packs(index.path()));
    sizes(index.path(), bytes);
    let open = || drop(Engine::ready(library.clone(), Some(index.path())));
    println!("opening, cataloguing included: {:.1?}", median((0..9).map(|_| time(open)).collect()));

    let (text, queries) = folded(&library, &ids);
    let ask = |term: &String| {
        let term = Term::new(term).expect("a term");
        Query { required: vec![vec![Ask::Text(term)]], ..Query::default() }
    };
    let engine = Engine::ready(library.clone(), Some(index.path()));
    let ours = |queries: &[String]| measure(queries, |term| engine.search(&ask(term), SHOWN).expect("an answer").total);
    let frequent = frequent(&text);
    let hard: Vec<_> = frequent.iter().map(|(name, strings)| (name, ours(strings))).collect();
    let ours = ours(&queries);
    println!("\n{:<34}{:>10}{:>10}{:>16}", "", "p50 ms", "p99 ms", "times the index");
    row("index", ours, ours);
    let counted = measure(&queries, |term| engine.search(&ask(term), 0).expect("an answer").total);
    row("index, the total alone", counted, ours);
    for (name, times) in hard {
        row(name, times, ours);
    }
    let scan = measure(&queries, |term| memchr::memmem::find_iter(text.as_bytes(), term).count());
    row("scan of memory, the total alone", scan, ours);

    let file = index.path().join("text");
    fs::write(&file, &text).expect("a text written");
    let some = &queries[..queries.len().min(40)];
    for name in ["rg", "grep"] {
        if Command::new(name).arg("--version").stdout(Stdio::null()).status().is_ok() {
            let run = |term: &String| {
                let out = Command::new(name).args(["-c", "-F", "--", term]).arg(&file).output();
                out.map_or(0, |out| out.stdout.len())
            };
            row(&format!("{name} -cF"), measure(some, run), ours);
        } else {
            println!("{name}: SKIPPED, not installed");
        }
    }
    sqlite(&file, &queries, bytes, ours);
}

/// The texts that the library is made of.
fn originals() -> Vec<String> {
    let shared = std::env::var_os("GONGBAO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folders = ["gazettes", "laws"].map(|name| shared.join(name));
    let mut paths: Vec<PathBuf> =
        folders.iter().filter_map(|f| fs::read_dir(f).ok()).flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    if paths.is_empty() {
        println!("no texts in {}: the sample library is repeated", shared.display());
        return (0..sample::count()).filter_map(sample::text).map(|text| text.lines.join("\n")).collect();
    }
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// Writes copies until there are so many bytes. In each but the first, digits differ, and in every fourth line two
/// characters are others, taken from elsewhere.
fn repeat(originals: &[String], folder: &Path, bytes: usize) {
    let chars: Vec<char> = originals.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphabetic()).collect();
    let mut draw = draw();
    let (mut written, mut copy) = (0, 0);
    loop {
        for (number, text) in originals.iter().enumerate() {
            if written >= bytes {
                return;
            }
            let mut changed = String::with_capacity(text.len());
            for line in text.lines() {
                let digit = |c: char| c.to_digit(10).and_then(|d| char::from_digit((d + copy) % 10, 10)).unwrap_or(c);
                let mut line: Vec<char> = line.chars().map(digit).collect();
                if copy > 0 && line.len() > 12 && draw(4) == 0 {
                    let (to, from) = (draw(line.len() - 1), draw(chars.len() - 1));
                    line[to..to + 2].copy_from_slice(&chars[from..from + 2]);
                }
                changed.extend(line.into_iter().chain(['\n']));
            }
            fs::write(folder.join(format!("{copy:03}-{number:05}.txt")), &changed).expect("a text written");
            written += changed.len();
        }
        copy += 1;
    }
}

/// Numbers below a bound, the same in every run.
fn draw() -> impl FnMut(usize) -> usize {
    let mut state = 0x5eed_u64;
    move |end| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end.max(1) as u64) as usize
    }
}

/// The folded text of all units, a line each, and strings from anywhere in it.
fn folded(library: &Library, ids: &[IssueId]) -> (String, Vec<String>) {
    let fold_all = |&id: &IssueId| {
        let issue = library.issue(id).expect("an issue");
        units(&issue).iter().map(|unit| fold(&unit.text) + "\n").collect::<String>()
    };
    let text: String = ids.par_iter().map(fold_all).collect();
    let (mut queries, mut draw) = (Vec::new(), draw());
    while queries.len() < QUERIES {
        let (start, length) = (draw(text.len()), 2 + draw(7));
        let start = (start..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let drawn: String = text[start..].chars().take(length).collect();
        if !drawn.contains('\n') && drawn.chars().count() == length {
            queries.push(drawn);
        }
    }
    (text, queries)
}

const SQLITE: &str = r#"
import sqlite3, sys, time, os
units, queries, base = sys.argv[1:]
db = sqlite3.connect(base)
db.execute("pragma journal_mode=off"); db.execute("pragma synchronous=off")
start = time.time()
db.execute("create virtual table t using fts5(x, tokenize='trigram', detail='full')")
db.executemany("insert into t values (?)", ((line.rstrip("\n"),) for line in open(units, encoding="utf-8", newline="\n")))
db.commit()
built, took, short = time.time() - start, [], 0
for query in open(queries, encoding="utf-8").read().split("\n"):
    if len(query) < 3: short += 1; continue
    quoted = '"' + query.replace('"', '""') + '"'
    for again in range(2):
        start = time.time()
        db.execute("select x from t where t match ? order by rank limit 20", (quoted,)).fetchall()
        db.execute("select count(*) from t where t match ?", (quoted,)).fetchall()
        last = time.time() - start
    took.append(last)
took.sort()
print(built, os.path.getsize(base), took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3, short)
"#;

/// SQLite's trigrams, over the same lines.
fn sqlite(text: &Path, queries: &[String], bytes: u64, ours: (f64, f64)) {
    let (listed, base) = (text.with_extension("queries"), text.with_extension("sqlite"));
    fs::write(&listed, queries.join("\n")).expect("queries written");
    let out = Command::new("python3").args(["-c", SQLITE]).args([text, &listed, &base]).output();
    let said = out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let &[seconds, size, p50, p99, short] = &numbers[..] else {
        println!("SQLite FTS5: SKIPPED, no python3 with sqlite3 and its trigram tokenizer");
        return;
    };
    row("SQLite FTS5 trigram", (p50, p99), ours);
    let rate = bytes as f64 / f64::from(1 << 20) / seconds;
    println!("SQLite: {rate:.1} MB/s, one thread, without parsing; index / text {:.2};", size / bytes as f64);
    println!("        no answer to {short} of {} strings, too short for it", queries.len());
}

fn row(name: &str, (p50, p99): (f64, f64), ours: (f64, f64)) {
    println!("{name:<34}{p50:>10.3}{p99:>10.3}{:>8.1}{:>8.1}", p50 / ours.0, p99 / ours.1);
}

/// The strings of one, two and four characters that stand most often in a text, without marks and digits.
fn frequent(text: &str) -> Vec<(String, Vec<String>)> {
    let lines: Vec<Vec<char>> = text.lines().step_by(17).map(|line| line.chars().collect()).collect();
    let of_length = |length: usize| {
        let mut counts: HashMap<&[char], usize> = HashMap::new();
        for window in lines.iter().flat_map(|line| line.windows(length)) {
            if window.iter().all(|c| c.is_alphabetic()) {
                *counts.entry(window).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|&(string, count)| (std::cmp::Reverse(count), string));
        let strings = counts.into_iter().take(50).map(|(string, _)| string.iter().collect()).collect();
        (format!("index, the 50 most frequent of {length}"), strings)
    };
    [1, 2, 4].map(of_length).into()
}

/// Half and 99 in 100 of the queries take no longer than this, in milliseconds: the best of some times.
fn measure(queries: &[String], answer: impl Fn(&String) -> usize) -> (f64, f64) {
    let run = |query: &String| {
        let mut times = (0..12).map(|_| {
            time(|| {
                std::hint::black_box(answer(query));
            })
        });
        let _warm = times.next();
        times.min().unwrap_or_default()
    };
    let mut times: Vec<(Duration, &String)> = queries.iter().map(|query| (run(query), query)).collect();
    times.sort();
    if std::env::var_os("GONGBAO_BENCH_SLOWEST").is_some() {
        println!("slowest: {:?}", &times[times.len().saturating_sub(8)..]);
    }
    let times: Vec<Duration> = times.into_iter().map(|(time, _)| time).collect();
    (times[times.len() / 2].as_secs_f64() * 1e3, times[times.len() * 99 / 100].as_secs_f64() * 1e3)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// How long it took, and the CPU time of all threads.
fn work(work: impl FnOnce()) -> (Duration, Duration) {
    let before = cpu();
    let took = time(work);
    (took, cpu().saturating_sub(before))
}

/// CPU time of this process, of the system's for it included; in hundredths of a second. Linux only: elsewhere nothing.
fn cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split_whitespace();
    Duration::from_millis(10 * fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>())
}

/// The most memory this process has had so far, in MB. Linux only.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    most.and_then(|most| most.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) >> 10
}

fn packs(index: &Path) -> usize {
    files(index).iter().filter(|file| file.file_name().is_some_and(|name| name == "shapes")).count()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn size(folder: &Path) -> u64 {
    files(folder).iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}

/// What the index consists of, by kinds of files.
fn sizes(folder: &Path, text: u64) {
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    for file in files(folder) {
        let kind = file.extension().or(file.file_name()).unwrap_or_default().to_string_lossy().into_owned();
        *kinds.entry(kind).or_default() += file.metadata().map_or(0, |file| file.len());
    }
    let mut line = String::new();
    for (kind, bytes) in kinds.into_iter().filter(|&(_, bytes)| bytes * 200 > text) {
        let _ = write!(line, "  {kind} {:.2}", bytes as f64 / text as f64);
    }
    println!("of that:{line}");
}
