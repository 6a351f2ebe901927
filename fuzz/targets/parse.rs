//! Any text as an issue: parsed, checked, set at two widths, exported, taken apart for searching.

#![no_main]

use gongbao::read::SourceText;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{check, issue::export, parse, search::unit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let issue = parse::parse(&SourceText::from_text("a.md", text));
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
