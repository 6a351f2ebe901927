//! What an index costs and saves: building it, opening it, its size, and a query to the first 20 hits with the total,
//! beside the plain scan, which compares the same folded text in memory; and, where they are installed, beside `rg` and
//! `grep` on the same files.
//!
//! The text is the sample library's, repeated with changes to `GONGBAO_BENCH_MB` megabytes (20 without); with
//! `GONGBAO_BENCH_LIBRARY=FOLDER`, that folder's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use gongbao::library::catalog::IssueId;
use gongbao::library::{Library, Place, sample};
use gongbao::search::index::{generations, writer};
use gongbao::search::query::{Ask, Term};
use gongbao::search::unit::units;
use gongbao::search::{Engine, Query};
use gongbao::text::fold::fold;

const QUERIES: usize = 300;
const SHOWN: usize = 20;

fn main() {
    let made = tempfile::tempdir().expect("a folder");
    let folder = std::env::var_os("GONGBAO_BENCH_LIBRARY").map_or_else(
        || {
            let megabytes = std::env::var("GONGBAO_BENCH_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(20);
            repeat_samples(made.path(), megabytes << 20);
            made.path().to_owned()
        },
        PathBuf::from,
    );
    let library = Library::load(Place::Paths(vec![folder.clone()]), None, |_| {});
    let ids = || (0..library.catalog.issues.len() as u32).map(IssueId);
    let bytes: u64 = ids().filter_map(|id| library.content(id)).map(|(_, size)| size).sum();
    let megabytes = bytes as f64 / f64::from(1 << 20);
    println!("text: {megabytes:.1} MB in {} files", library.catalog.issues.len());

    let index = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    writer::update(index.path(), &library, &AtomicBool::new(false), |_| {}).expect("an index");
    let took = start.elapsed().as_secs_f64();
    println!("building, parsing included: {took:.1} s, {:.1} MB/s", megabytes / took);
    println!("index / text: {:.2}", size(index.path()) as f64 / bytes as f64);
    println!("opening: {:.1?}", median((0..9).map(|_| time(|| drop(generations::open(index.path())))).collect()));

    let queries = draw(&library);
    let engine = Engine::open(library.clone(), Some(index.path()));
    measure("index", &queries, |query| engine.search(query, SHOWN).expect("an answer").total);
    drop(engine);
    let engine = Engine::scanning(library);
    measure("scan", &queries, |query| engine.search(query, SHOWN).expect("an answer").total);
    for (name, arguments) in [("rg", &["-c", "-F"][..]), ("grep", &["-rc", "-F"])] {
        if Command::new(name).arg("--version").stdout(Stdio::null()).status().is_ok() {
            let run = |query: &Query| {
                let term = query.terms().next().map(|term| term.typed.clone()).unwrap_or_default();
                let out = Command::new(name).args(arguments).arg("--").arg(term).arg(&folder).output();
                out.map_or(0, |out| out.stdout.len())
            };
            measure(name, &queries[..20.min(queries.len())], run);
        } else {
            println!("{name}: not installed");
        }
    }
}

fn repeat_samples(folder: &Path, bytes: usize) {
    let (mut written, mut copy) = (0, 0);
    while written < bytes {
        for text in (0..sample::count()).filter_map(sample::text) {
            // Years and numbers differ from copy to copy.
            let text =
                text.lines.join("\n").replace("20", &format!("{}", 20 + copy)).replace("第一", &format!("第{copy}"));
            fs::write(folder.join(format!("{copy:05}-{written}.txt")), &text).expect("a sample written");
            written += text.len();
        }
        copy += 1;
    }
}

/// Strings of 2 to 8 characters from anywhere in the library.
fn draw(library: &Library) -> Vec<Query> {
    let mut state = 0x5eed_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end.max(1) as u64) as usize
    };
    let mut queries = Vec::new();
    while queries.len() < QUERIES {
        let issue = library.issue(IssueId(below(library.catalog.issues.len()) as u32)).expect("an issue");
        let units = units(&issue);
        let Some(unit) = units.get(below(units.len())) else { continue };
        let chars: Vec<char> = fold(&unit.text).chars().collect();
        let (from, length) = (below(chars.len()), 2 + below(7));
        let Some(drawn) = chars.get(from..from + length) else { continue };
        let Some(term) = Term::new(&drawn.iter().collect::<String>()) else { continue };
        queries.push(Query { required: vec![vec![Ask::Text(term)]], ..Query::default() });
    }
    queries
}

fn measure(name: &str, queries: &[Query], answer: impl Fn(&Query) -> usize) {
    let run = |query| {
        time(|| {
            std::hint::black_box(answer(query));
        })
    };
    let first: Vec<Duration> = queries.iter().map(run).collect();
    let again: Vec<Duration> = queries.iter().map(run).collect();
    let (p50, p99) = (median(again.clone()), tail(again));
    println!("{name}: p50 {p50:.2?}, p99 {p99:.2?}; the first time {:.2?}, {:.2?}", median(first.clone()), tail(first));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn tail(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| if e.path().is_dir() { size(&e.path()) } else { e.metadata().map_or(0, |m| m.len()) }).sum()
}
