//! Any text to all that read a few words: numbers, deadlines, addresses, names of units, titles, keys, what a terminal sends.

#![no_main]

use gongbao::address::{self, Address};
use gongbao::app::Key;
use gongbao::citations::{Name, Recognizer};
use gongbao::ledger::deadline::{self, Base};
use gongbao::ledger::units::Units;
use gongbao::ledger::view::Due;
use gongbao::library::directory::{IssueKey, NumberKey};
use gongbao::parse::doc_number;
use gongbao::parse::responsibilities::{labels, units};
use gongbao::search::Query;
use gongbao::state::State;
use gongbao::text::{fold, numerals, pinyin, safe, width::Widths};
use gongbao::tui::input::Decoder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let folded = fold::Folded::new(text);
    assert_eq!(folded.text(), fold::fold(text));
    assert!(text.get(folded.source(0..folded.text().len())).is_some());
    assert!(!safe::line(text).contains(char::is_control));
    let _ = (Widths::wide().str(text), numerals::repaired(text));
    if let Some(number) = numerals::parse(text) {
        assert_eq!(numerals::parse(&numerals::format(number)), Some(number), "{number}");
    }
    let base = Base { year: Some(2024), ..Base::default() };
    let _ = deadline::labelled(text, base);
    for (range, _) in deadline::said(text, base) {
        assert!(text.get(range).is_some());
    }
    let _ = (Address::readings(text), address::steps(text), NumberKey::read(text), IssueKey::read(text));
    let _ = (Name::read(text), Due::parse(text), doc_number::leading(text), doc_number::whole(text));
    for citation in Recognizer::default().read(text) {
        assert!(text.get(citation.range).is_some());
    }
    let _ = (labels::find(text, 0).len(), units::pieces(text).len(), units::is_list(text));
    // What spells the first letters, and the second half, of anything.
    let (typed, rest) = text.split_once('\n').unwrap_or((text, text));
    if let Some(found) = pinyin::find(rest, typed) {
        assert!(rest.get(found).is_some_and(|found| !found.is_empty()));
    }
    let query = Query::parse(text);
    assert_eq!(Query::parse(&query.to_string()).to_string(), query.to_string());
    let _ = Key::named(text);
    let _ = Units::default().extend(text);
    let _ = serde_json::from_str::<State>(text);
    let mut heard = Vec::new();
    let mut decoder = Decoder::default();
    decoder.feed(text.as_bytes(), &mut heard);
    decoder.give_up(&mut heard);
});
