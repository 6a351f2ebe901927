//! `gongbao show --format`: what a document becomes for other programs, read back with a reader of Markdown.

use std::process::{Command, Output};

use gongbao::issue::{Content, Document, Issue};
use gongbao::{library::sample, parse, typeset};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/yanhu-2022-03.txt");

fn show(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command.arg("show").args(arguments).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
    command.env_remove("XDG_CACHE_HOME").output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = show(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn issue() -> Issue {
    parse::parse(
        &(0..sample::count()).filter_map(sample::text).find(|text| text.source.path.contains("yanhu-2022")).unwrap(),
    )
}

/// What a reader of Markdown finds.
#[derive(Default)]
struct Read {
    /// All text, without white space.
    text: String,
    headings: Vec<(HeadingLevel, String)>,
    /// For each table the cells of each row.
    tables: Vec<Vec<Vec<String>>>,
    /// Whatever else there is: nothing should be.
    others: Vec<String>,
}

fn read(markdown: &str) -> Read {
    let mut read = Read::default();
    let (mut in_heading, mut in_cell) = (false, false);
    for event in
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
    {
        match event {
            Event::Text(run) => {
                read.text.extend(run.chars().filter(|c| !c.is_whitespace()));
                if in_heading {
                    read.headings.last_mut().unwrap().1.push_str(&run);
                }
                if in_cell {
                    read.tables.last_mut().unwrap().last_mut().unwrap().last_mut().unwrap().push_str(&run);
                }
            }
            Event::Start(Tag::Heading { level, .. }) => {
                in_heading = true;
                read.headings.push((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Table(_)) => read.tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => read.tables.last_mut().unwrap().push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                in_cell = true;
                read.tables.last_mut().unwrap().last_mut().unwrap().push(String::new());
            }
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Start(Tag::Paragraph | Tag::Strong) | Event::End(_) => {}
            other => read.others.push(format!("{other:?}")),
        }
    }
    read
}

fn characters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The blocks that are no tables, each in its place; the cells of tables.
fn assert_whole(document: &Document, read: &Read) {
    let mut rest = read.text.as_str();
    for (_, block) in document.blocks() {
        let cells = match block.content {
            // Names of columns are said once for each column that they span.
            Content::Table(_) => block.rows().flatten().map(|cell| &block.text[cell]).collect(),
            _ => vec![block.text.as_str()],
        };
        let header = block.table().map_or(0, |table| table.header_rows);
        for (at, cell) in cells.into_iter().map(characters).enumerate() {
            if header > 1 && at < 32 {
                assert!(rest.contains(&cell), "{cell} is lost in {}", document.title);
                continue;
            }
            let found = rest.find(&cell).unwrap_or_else(|| panic!("{cell} is lost in {}", document.title));
            rest = &rest[found + cell.len()..];
        }
    }
}

#[test]
fn markdown_holds_all_of_the_text_in_its_order_and_no_markup_but_ours() {
    for text in (0..sample::count()).filter_map(sample::text) {
        for document in parse::parse(&text).documents {
            let options = typeset::Options { width: 80, measure: 80, widths: Default::default() };
            let markdown = gongbao::export::write([&document], gongbao::export::Format::Markdown, &options);
            let read = read(&markdown);
            assert_eq!(read.others, [""; 0], "{}", document.title);
            assert_whole(&document, &read);
            let tables: Vec<_> = document.blocks().filter_map(|(_, block)| typeset::written_out(block)).collect();
            assert_eq!(read.tables.len(), tables.len(), "{}", document.title);
            for (found, table) in read.tables.iter().zip(&tables) {
                assert_eq!(found.len(), 1 + table.rows.len());
                assert!(found.iter().all(|row| row.len() == table.names.len()), "{found:?}");
            }
        }
    }
}

#[test]
fn headings_are_the_title_the_parts_and_the_clauses() {
    let read = read(&printed(&[PATH, "--format", "markdown", "--document", "1"]));
    let document = &issue().documents[0];
    assert_eq!(read.headings[0].0, HeadingLevel::H1);
    assert_eq!(read.headings[0].1, document.title, "without the spaces of its setting");
    let clauses: Vec<_> = read.headings.iter().filter(|(level, _)| *level == HeadingLevel::H2).collect();
    assert!(clauses.len() > 2 && clauses.iter().all(|(_, text)| text.contains('、')), "{:?}", read.headings);
}

#[test]
fn a_document_is_chosen_by_its_number_and_a_clause_by_its_address() {
    let third = printed(&[PATH, "--document", "3", "--format", "json"]);
    for number in ["砚政办发〔2022〕9号", "砚政办发[2022] 9 号", "9号"] {
        assert_eq!(printed(&[PATH, "--document", number, "--format", "json"]), third, "{number}");
    }
    let value: serde_json::Value = serde_json::from_str(&third).unwrap();
    assert!(value["title"].as_str().unwrap().contains("老旧管网"));

    let clause = printed(&[PATH, "--document", "1", "--clause", "一（二）"]);
    assert!(
        clause.contains("（二）建设高标准农田") && !clause.contains("（三）") && !clause.contains("（一）稳定"),
        "{clause}"
    );
    let markdown = printed(&[PATH, "--document", "1", "--clause", "一", "--format", "markdown"]);
    assert!(markdown.starts_with("## 一、") && markdown.contains("**（二）建设高标准农田**。"), "{markdown}");
}

#[test]
fn what_there_is_not_is_said() {
    for (arguments, expected) in [
        (&["--document", "砚政办发〔2099〕9号"][..], "没有这个文号的文件"),
        (&["--document", "0"], "--document"),
        (&["--document", "文件"], "--document"),
        (&["--document", "1", "--clause", "第九百条"], "没有“第九百条”"),
        (&["--clause", "一"], "请用 --document 指明"),
        (&["--format", "docx"], "可以是：text、markdown、json"),
    ] {
        let output = show(&[&[PATH], arguments].concat());
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(expected) && output.stdout.is_empty(), "{arguments:?}: {errors}");
    }
}
