//! Setting a long document as the reader does it: when it is opened (`first`), and when the terminal or the measure gets
//! another width (`new width`). Beside the least that anyone must do: counting the width of each character, and asking
//! UAX #14 for break opportunities. Absolute times drift; the ratios of one run hold.
//!
//! `cargo bench --bench typeset`

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gongbao::app::Metrics;
use gongbao::app::reading::{Reading, Which};
use gongbao::issue::{BlockRef, Document, Issue};
use gongbao::library::catalog::IssueId;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{parse, read};

/// An issue whose first document has about a megabyte: all documents of the samples, again and again, with their tables.
fn long_issue() -> Issue {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let issues: Vec<Issue> = files.iter().map(|path| parse::parse(&read::read_file(path).unwrap())).collect();
    let documents: Vec<&Document> = issues.iter().flat_map(|issue| &issue.documents).collect();
    let mut long = documents[0].clone();
    let mut size = 0;
    for document in documents.iter().cycle() {
        long.parts.extend(document.parts.iter().cloned());
        size += document.blocks().map(|(_, block)| block.text.len()).sum::<usize>();
        if size > 1_000_000 {
            break;
        }
    }
    let mut issue = issues[0].clone();
    issue.documents[0] = long;
    issue
}

fn bench(c: &mut Criterion) {
    let issue = Arc::new(long_issue());
    let document = &issue.documents[0];
    let text: Vec<&str> = document.blocks().map(|(_, block)| block.text.as_str()).collect();
    let bytes: usize = text.iter().map(|text| text.len()).sum();
    let mut group = c.benchmark_group("typeset");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(20);
    let open = || Reading::new(IssueId(0), issue.clone(), Which::Document(0)).unwrap();
    let metrics = |cols| Metrics { cols, rows: 24, widths: Widths::narrow(), measure: 80 };
    for cols in [40, 80, 160] {
        group.bench_function(format!("first {cols}"), |b| {
            let set = |mut reading: Reading| {
                reading.set(&metrics(cols));
                reading
            };
            b.iter_batched(open, set, BatchSize::PerIteration);
        });
        group.bench_function(format!("new width {cols}"), |b| {
            let mut reading = open();
            reading.set(&metrics(cols));
            let mut wider = 0;
            b.iter(|| {
                wider = 1 - wider;
                reading.set(&metrics(cols + wider));
            });
        });
    }
    group.bench_function("count widths", |b| {
        b.iter(|| text.iter().map(|text| Widths::narrow().str(black_box(text))).sum::<usize>());
    });
    group.bench_function("UAX 14 breaks", |b| {
        b.iter(|| text.iter().map(|text| unicode_linebreak::linebreaks(black_box(text)).count()).sum::<usize>());
    });
    let page = typeset::document(document, &Options { width: 80, measure: 80, widths: Widths::narrow() });
    let last = BlockRef { part: document.parts.len() as u32 - 1, block: 0 };
    group.bench_function("find a place", |b| b.iter(|| page.line_of(black_box(last), 0)));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
