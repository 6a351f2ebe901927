//! Any text as an issue: parsed with nothing lost, and one of the things done with it that the program does with an issue:
//! checked and exported, searched, set, read for tasks and citations, compared, shown in the reader.

#![no_main]

mod bounds;
#[path = "../../tests/hostile/weight.rs"]
mod weight;
#[path = "../../tests/whole/mod.rs"]
mod whole;

use std::sync::{Arc, LazyLock};

use gongbao::app::{App, Effect, Input, Key, KeyCode};
use gongbao::citations::links;
use gongbao::compare::told::Compared;
use gongbao::export::{self, Format};
use gongbao::issue::Issue;
use gongbao::issue::export as contract;
use gongbao::ledger::Ledger;
use gongbao::ledger::units::Units;
use gongbao::ledger::write::{Kind, bytes};
use gongbao::library::catalog::{Catalog, IssueId, summarize};
use gongbao::library::directory::DocumentId;
use gongbao::read::SourceText;
use gongbao::search::unit;
use gongbao::state::Anchor;
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Options};
use gongbao::{address, check, parse};
use libfuzzer_sys::fuzz_target;

static UNITS: LazyLock<Units> = LazyLock::new(Units::new);

// A pool of this thread alone: a run is too short to be worth waking another.
fuzz_target!(init: {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the only pool");
    LazyLock::force(&UNITS);
}, |text: &str| {
    // Each is about as much work as parsing: a run does one of them, which is told by the bytes.
    match text.bytes().fold(0_u8, u8::wrapping_add) % 8 {
        0 => whole::lost(text).expect("nothing is lost"),
        1 => checked(&parsed(text)),
        2 => set(&parsed(text)),
        3 => tables(&parsed(text)),
        4 => tasks(&parsed(text)),
        5 => places(&parsed(text)),
        6 => compared(text),
        _ => read(parsed(text)),
    }
});

fn parsed(text: &str) -> Issue {
    let (issue, cost) = bounds::measured(|| parse::parse(&SourceText::from_text("a.md", text)));
    cost.hold(weight::weight(text));
    issue
}

fn checked(issue: &Issue) {
    let _ = check::findings(issue);
    let _ = contract::text(&contract::issue(issue));
    for unit in unit::units(issue) {
        let _ = (unit.line_at(unit.text.len()), unit.block_at(unit.text.len() / 2));
    }
}

fn set(issue: &Issue) {
    for document in &issue.documents {
        for (width, widths) in [(7, Widths::wide()), (80, Widths::narrow())] {
            let page = typeset::document(document, &Options { width, measure: 80, widths });
            for (at, line) in page.lines.iter().enumerate() {
                assert!(!line.text().contains(char::is_control));
                if let Some((block, offset)) = page.position(at) {
                    assert!(document.block(block).is_some_and(|block| offset <= block.text.len()));
                    let _ = page.line_of(block, offset);
                }
            }
        }
    }
}

fn tables(issue: &Issue) {
    let options = Options { width: 40, measure: 40, widths: Widths::narrow() };
    for format in [Format::Text, Format::Markdown] {
        let _ = export::write(&issue.documents, format, &options);
    }
    for (_, block) in issue.documents.iter().flat_map(|document| document.blocks()) {
        let Some(view) = typeset::table(block, &options) else { continue };
        for line in 0..view.len().min(50) {
            let _ = (view.line(line, 1, 40), view.row(view.row_at(line)));
        }
    }
}

fn tasks(issue: &Issue) {
    let ledger = Ledger::of_issue(IssueId(0), issue, &UNITS);
    let rows: Vec<u32> = (0..ledger.rows.len() as u32).collect();
    for row in &ledger.rows {
        let block = issue.documents[ledger.source(row).document as usize].block(row.block);
        assert!(block.is_some_and(|block| block.text.get(row.bytes.clone()).is_some()));
    }
    let _ = (bytes(Kind::Csv, &ledger, &rows), bytes(Kind::Json, &ledger, &rows));
}

fn places(issue: &Issue) {
    let catalog = Catalog::new(vec![summarize(issue)], Vec::new());
    let directory = catalog.directory();
    for (document, number) in issue.documents.iter().zip(0..) {
        for link in links::of(document, DocumentId { issue: IssueId(0), document: number }, directory) {
            assert!(document.block(link.at).is_some_and(|block| block.text.get(link.range.clone()).is_some()));
        }
        for (at, block) in document.blocks().take(40) {
            let name = address::inside::name(document, at);
            if let Some(steps) = address::steps(&name) {
                let _ = address::inside::find(document, &steps, at);
            }
            let (there, offset) = Anchor::of(document, at, block.text.len() / 2).find(document);
            assert!(document.block(there).is_some_and(|block| block.text.is_char_boundary(offset)));
        }
    }
}

/// With what is left when every seventh line is taken out.
fn compared(text: &str) {
    let mut number = 0;
    let other: String = text.split_inclusive('\n').filter(|_| {
        number += 1;
        number % 7 != 0
    }).collect();
    let (old, new) = (Arc::new(parsed(text)), Arc::new(parsed(&other)));
    if let Some(compared) = Compared::of((old, 0), (new, 0)) {
        let _ = compared.counts();
        for row in 0..compared.comparison.rows.len() {
            let _ = (compared.label(row), compared.runs(row));
        }
    }
}

/// The reader opens it, goes about in it, looks for something, and leaves.
fn read(issue: Issue) {
    let catalog = Arc::new(Catalog::new(vec![summarize(&issue)], Vec::new()));
    let issue = Arc::new(issue);
    let mut app = App::new(catalog);
    app.input(Input::Resize { cols: 60, rows: 20 });
    let keys = "\r\r jjG}{]k:50%\r/的\rnNt\rqoz\x1bcqgglq";
    for key in keys.chars() {
        let code = match key {
            '\r' => KeyCode::Enter,
            '\x1b' => KeyCode::Esc,
            key => KeyCode::Char(key),
        };
        for effect in app.input(Input::Key(Key::of(code))) {
            if let Effect::LoadIssue(id) = effect {
                app.input(Input::Issue(id, Ok(issue.clone())));
            }
        }
        let mut canvas_of = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 60, 20));
        let _ = gongbao::tui::draw::draw(&app, &mut gongbao::tui::canvas::Canvas::new(&mut canvas_of, Widths::narrow()));
    }
}
