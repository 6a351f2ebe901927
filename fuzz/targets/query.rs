//! Any query over a small library: parsed, searched for, and every mark is a range of its text.

#![no_main]

use std::sync::LazyLock;

use gongbao::library::{Library, Place};
use gongbao::search::{Engine, Query};
use libfuzzer_sys::fuzz_target;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::scanning(Library::load(Place::Sample, None, |_| {})));

// Loading takes longer than a run may.
fuzz_target!(init: { LazyLock::force(&ENGINE); }, |text: &str| {
    let results = ENGINE.search(&Query::parse(text), 50).expect("memory is not damaged");
    for hit in &results.hits {
        for mark in &hit.marks {
            assert!(hit.unit.text.get(mark.clone()).is_some_and(|text| !text.is_empty()), "{mark:?}");
        }
    }
});
