//! What parsing adds to reading: parsing on one thread beside reading and decoding the same bytes, and a whole library
//! loaded with and without its cache beside reading all its files.
//!
//! The text is the sample library's, repeated as files of a folder; with `GONGBAO_BENCH_LIBRARY=FOLDER`, that folder.

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gongbao::library::{Library, Place, sample};
use gongbao::{parse, read};

fn texts(files: &[PathBuf]) -> impl Iterator<Item = read::SourceText> {
    files.iter().filter_map(|file| read::read_file(file).ok())
}

fn load(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the library");
    let library = std::env::var_os("GONGBAO_BENCH_LIBRARY").map_or_else(
        || {
            for copy in 0..20 {
                for index in 0..sample::count() {
                    let text = sample::text(index).expect("a sample");
                    let name = format!("{copy:02}-{}", text.source.path);
                    fs::write(folder.path().join(name), text.lines.join("\n")).expect("a sample written");
                }
            }
            folder.path().to_owned()
        },
        PathBuf::from,
    );
    let mut files: Vec<PathBuf> = fs::read_dir(&library).expect("a library").flatten().map(|e| e.path()).collect();
    files.sort();
    let bytes: u64 = files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum();
    let sources: Vec<_> = texts(&files).collect();
    let place = Place::Paths(vec![library]);
    let cache = tempfile::tempdir().expect("a folder for the cache");
    let issues = |cache| Library::load(place.clone(), cache, |_| ()).catalog.issues.len();
    issues(Some(cache.path()));

    let mut group = criterion.benchmark_group("load");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));
    group.bench_function("read bytes", |b| {
        b.iter(|| files.iter().filter_map(|f| fs::read(f).ok()).map(|b| b.len()).sum::<usize>())
    });
    group.bench_function("read and decode", |b| b.iter(|| texts(&files).count()));
    group.bench_function("parse, one thread", |b| {
        b.iter(|| sources.iter().map(|s| parse::parse(black_box(s)).documents.len()).sum::<usize>())
    });
    group.bench_function("library, no cache", |b| b.iter(|| issues(None)));
    group.bench_function("library, cached", |b| b.iter(|| issues(Some(cache.path()))));
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
