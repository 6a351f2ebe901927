//! Any text as an issue: parsed, checked, set at two widths, exported, taken apart for searching.

#![no_main]

use gongbao::read::SourceText;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{check, issue::export, parse, search::unit};
use libfuzzer_sys::fuzz_target;

// A pool of this thread alone: a run is too short to be worth waking another.
fuzz_target!(init: {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the only pool");
}, |text: &str| {
    let issue = parse::parse(&SourceText::from_text("a.md", text));
    // What is done with an issue takes three times as long as parsing it: a part of the runs has to do.
    if text.len() % 4 != 0 {
        return;
    }
    let _ = check::findings(&issue);
    let _ = export::to_json(&issue).to_string();
    let _ = unit::units(&issue).len();
    for document in &issue.documents {
        for (width, widths) in [(7, Widths::wide()), (80, Widths::narrow())] {
            let page = typeset::document(document, &Options { width, measure: 80, widths });
            for line in &page.lines {
                assert!(!line.text().contains(char::is_control));
            }
        }
    }
});
