//! Any bytes as a file: they are refused with a reason, or become lines that can be parsed.

#![no_main]

mod bounds;

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (text, cost) = bounds::measured(|| gongbao::read::read_bytes_as(Path::new("a.txt"), bytes));
    cost.hold(bytes.len() + 100 * text.as_ref().map_or(0, |text| text.lines.len()));
    if let Ok(text) = text {
        assert!(!text.lines.is_empty());
        // A line is made of what stands between two line ends: nothing grows without bound.
        let decoded: usize = text.lines.iter().map(String::len).sum();
        assert!(decoded <= bytes.len() * 3 + 3, "{decoded} bytes of {}", bytes.len());
    }
});
