//! Setting a long document at a new width, as on every resize, beside the least that anyone must do: counting the width
//! of each character, and asking UAX #14 for break opportunities. Absolute times drift; the ratios of one run hold.
//!
//! `cargo bench --bench typeset`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gongbao::issue::{BlockRef, Document};
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{parse, read};

/// A document of about a megabyte: all documents of the samples, again and again, with their tables.
fn long_document() -> Document {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let documents: Vec<Document> =
        files.iter().flat_map(|path| parse::parse(&read::read_file(path).unwrap()).documents).collect();
    let mut long = documents[0].clone();
    let mut size = 0;
    for document in documents.iter().cycle() {
        long.parts.extend(document.parts.iter().cloned());
        size += document.blocks().map(|(_, block)| block.text.len()).sum::<usize>();
        if size > 1_000_000 {
            break;
        }
    }
    long
}

fn bench(c: &mut Criterion) {
    let document = long_document();
    let text: Vec<&str> = document.blocks().map(|(_, block)| block.text.as_str()).collect();
    let bytes: usize = text.iter().map(|text| text.len()).sum();
    let mut group = c.benchmark_group("typeset");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(20);
    for width in [40, 80, 160] {
        let options = Options { width, measure: 80, widths: Widths::narrow() };
        group.bench_function(format!("set {width}"), |b| b.iter(|| typeset::document(black_box(&document), &options)));
    }
    group.bench_function("count widths", |b| {
        b.iter(|| text.iter().map(|text| Widths::narrow().str(black_box(text))).sum::<usize>());
    });
    group.bench_function("UAX 14 breaks", |b| {
        b.iter(|| text.iter().map(|text| unicode_linebreak::linebreaks(black_box(text)).count()).sum::<usize>());
    });
    let page = typeset::document(&document, &Options { width: 80, measure: 80, widths: Widths::narrow() });
    let last = BlockRef { part: document.parts.len() as u32 - 1, block: 0 };
    group.bench_function("find a place", |b| b.iter(|| page.line_of(black_box(last), 0)));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
