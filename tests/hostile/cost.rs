//! What each step of the program costs for a text: processor time, and memory as the allocator counts it.

use std::sync::Arc;
use std::time::Duration;

use cap::Cap;
use gongbao::citations::links;
use gongbao::compare::told::Compared;
use gongbao::export::{self, Format};
use gongbao::issue::Issue;
use gongbao::issue::export as contract;
use gongbao::ledger::Ledger;
use gongbao::ledger::units::Units;
use gongbao::library::catalog::{Catalog, IssueId, summarize};
use gongbao::library::directory::DocumentId;
use gongbao::search::unit;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{check, parse, read};
use peak_alloc::PeakAlloc;

/// The inner counts what is in use at most, the outer what is allocated in all.
#[global_allocator]
static MEMORY: Cap<PeakAlloc> = Cap::new(PeakAlloc, usize::MAX);

/// Bytes of the shorter text, and how many times as long the other is.
pub const SHORT: usize = 6 << 10;
pub const TIMES: usize = 8;
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Processor time of the thread.
    pub time: Duration,
    /// Bytes in use at most, beyond what was in use before.
    pub peak: usize,
    /// Bytes allocated in all.
    pub total: usize,
}

/// A step of the program, what it costs, and how many times the text's size it may have in use.
pub type Step = (&'static str, Cost, usize);

fn measured<T>(run: impl FnOnce() -> T) -> (T, Cost) {
    let cpu = || {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
    };
    PeakAlloc.reset_peak_usage();
    let (used, total, before) = (PeakAlloc.current_usage(), MEMORY.total_allocated(), cpu());
    let made = run();
    let time = cpu() - before;
    let peak = PeakAlloc.peak_usage().saturating_sub(used);
    (made, Cost { time, peak, total: MEMORY.total_allocated() - total })
}

/// Everything that is done with an issue, from its bytes on.
pub fn steps(text: &str) -> Vec<Step> {
    let parsed =
        |text: &str| Arc::new(parse::parse(&read::read_bytes_as("a.md".as_ref(), text.as_bytes()).expect("a text")));
    let (issue, cost) = measured(|| parsed(text));
    let mut steps = vec![("parse", cost, 10)];
    let mut step = |name, most, run: &mut dyn FnMut(&Issue)| steps.push((name, measured(|| run(&issue)).1, most));
    let options = |width, widths| Options { width, measure: 80, widths };
    step("check", 10, &mut |issue| drop(check::findings(issue)));
    step("units", 10, &mut |issue| drop(unit::units(issue)));
    step("json", 1, &mut |issue| {
        serde_json::to_writer(std::io::sink(), &contract::issue(issue)).expect("it is written")
    });
    for (name, format) in [("text", Format::Text), ("markdown", Format::Markdown)] {
        step(name, 40, &mut |issue| drop(export::write(&issue.documents, format, &options(80, Widths::narrow()))));
    }
    for (name, width) in [("set in 80", 80), ("set in 20", 20)] {
        step(name, 40, &mut |issue| {
            issue
                .documents
                .iter()
                .for_each(|document| drop(typeset::document(document, &options(width, Widths::wide()))));
        });
    }
    step("tables", 40, &mut |issue| {
        let blocks = issue.documents.iter().flat_map(|document| document.blocks());
        blocks.for_each(|(_, block)| drop(typeset::table(block, &options(80, Widths::narrow()))));
    });
    step("ledger", 30, &mut |issue| drop(Ledger::of_issue(IssueId(0), issue, &Units::default())));
    step("citations", 30, &mut |issue| {
        let catalog = Catalog::new(vec![summarize(issue)], Vec::new());
        let directory = catalog.directory();
        for (document, number) in issue.documents.iter().zip(0..) {
            drop(links::of(document, DocumentId { issue: IssueId(0), document: number }, directory));
        }
    });
    // With a version in which every fifth line, and every other word, is another.
    let other = (0..).zip(text.split_inclusive('\n'));
    let other: String = other
        .map(|(at, line)| if at % 5 == 4 { format!("护林。{line}") } else { line.replace("造林", "植树") })
        .collect();
    let (other, whole) = (parsed(&other), issue.clone());
    step("compare", 40, &mut |_| drop(Compared::of((whole.clone(), 0), (other.clone(), 0))));
    steps
}
