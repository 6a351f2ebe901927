//! What bad input costs: for texts of shapes that no gazette has, the work of each step grows as the text does, and memory
//! stays within a multiple of it.

mod hostile;

use std::sync::Arc;
use std::time::Duration;

use cap::Cap;
use gongbao::citations::links;
use gongbao::compare::told::Compared;
use gongbao::export::{self, Format};
use gongbao::issue::export::to_json;
use gongbao::ledger::Ledger;
use gongbao::ledger::units::Units;
use gongbao::library::catalog::{Catalog, IssueId, summarize};
use gongbao::library::directory::{Directory, DocumentId};
use gongbao::read::SourceText;
use gongbao::search::unit;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{check, parse};
use hostile::SHAPES;
use peak_alloc::PeakAlloc;

/// Counts what is in use at most; around it, what is allocated in all.
#[global_allocator]
static MEMORY: Cap<PeakAlloc> = Cap::new(PeakAlloc, usize::MAX);

#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    time: Duration,
    /// Bytes in use at most, beyond what was in use before.
    peak: usize,
    /// Bytes allocated in all.
    total: usize,
}

fn cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

fn measured<T>(run: impl FnOnce() -> T) -> (T, Cost) {
    PeakAlloc.reset_peak_usage();
    let (used, total, before) = (PeakAlloc.current_usage(), MEMORY.total_allocated(), cpu());
    let made = run();
    let time = cpu() - before;
    let peak = PeakAlloc.peak_usage().saturating_sub(used);
    (made, Cost { time, peak, total: MEMORY.total_allocated() - total })
}

type Step = (&'static str, Cost);

fn costs(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let bytes = text.as_bytes();
    let (issue, cost) = measured(|| {
        let source = gongbao::read::read_bytes_as("a.md".as_ref(), bytes).expect("a text");
        Arc::new(parse::parse(&source))
    });
    steps.push(("parse", cost));
    let mut step = |name, run: &mut dyn FnMut()| steps.push((name, measured(run).1));
    step("check", &mut || drop(check::findings(&issue)));
    step("json", &mut || drop(to_json(&issue).to_string()));
    let options = |width, widths| Options { width, measure: 80, widths };
    for (name, format) in [("text", Format::Text), ("markdown", Format::Markdown)] {
        step(name, &mut || {
            drop(export::write(&issue.documents, format, &options(80, Widths::narrow())));
        });
    }
    step("units", &mut || drop(unit::units(&issue)));
    step("ledger", &mut || drop(Ledger::of_issue(IssueId(0), &issue, &Units::default())));
    step("citations", &mut || {
        let catalog = Catalog { issues: vec![summarize(&issue)], failures: Vec::new() };
        let directory = Directory::new(&catalog);
        for (document, number) in issue.documents.iter().zip(0..) {
            drop(links::of(document, DocumentId { issue: IssueId(0), document: number }, &directory));
        }
    });
    // A version in which every fifth line is another, and every other word.
    let other: Vec<String> = (0..)
        .zip(text.split_inclusive('\n'))
        .map(|(at, line)| if at % 5 == 4 { format!("护林。{line}") } else { line.replace("造林", "植树") })
        .collect();
    let other = Arc::new(parse::parse(&SourceText::from_text("b.md", &other.concat())));
    step("compare", &mut || {
        let Some(compared) = Compared::of((issue.clone(), 0), (other.clone(), 0)) else { return };
        for row in 0..compared.comparison.rows.len() {
            drop((compared.label(row), compared.runs(row)));
        }
    });
    for (name, width) in [("set 80", 80), ("set 20", 20)] {
        step(name, &mut || {
            for document in &issue.documents {
                drop(typeset::document(document, &options(width, Widths::wide())));
            }
        });
    }
    step("tables", &mut || {
        for (_, block) in issue.documents.iter().flat_map(|document| document.blocks()) {
            drop(typeset::table(block, &options(80, Widths::narrow())));
        }
    });
    steps
}

#[test]
fn explore() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let only = std::env::var("SHAPE").ok();
    let size: usize = std::env::var("SIZE").ok().and_then(|s| s.parse().ok()).unwrap_or(16384);
    for (name, shape) in SHAPES.iter().filter(|s| only.as_ref().is_none_or(|o| s.0.contains(o.as_str()))) {
        let (small, large) = (shape(size), shape(size * 8));
        let a = pool.install(|| costs(&small));
        let b = pool.install(|| costs(&large));
        let mut line = String::new();
        for (a, b) in a.iter().zip(&b) {
            let ratio = b.1.time.as_secs_f64() / a.1.time.as_secs_f64().max(1e-6);
            let peak = b.1.peak as f64 / large.len() as f64;
            let ms = b.1.time.as_secs_f64() * 1000. / (large.len() as f64 / 1e6);
            if std::env::var("ALL").is_ok()
                || (ratio > 14. && b.1.time.as_millis() > 20)
                || peak > 40.
                || ms > 5000.
                || (a.0 == "parse" && peak > 10.)
            {
                line += &format!(
                    "  {}: x{ratio:.0} {ms:.0}ms/MB peak {peak:.1} total {:.1};",
                    a.0,
                    b.1.total as f64 / large.len() as f64
                );
            }
        }
        println!("{name}:{line}");
    }
}
