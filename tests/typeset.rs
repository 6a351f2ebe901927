//! Setting documents, judged from outside by rules written down a second time: for the samples, the real issues where
//! they are at hand, and random text. No line wider than the page, no line begun or ended against GB/T 15834 except
//! where one run is wider than the line, the text unchanged, no panic at any width.

mod skipped;

use std::ops::Range;
use std::path::{Path, PathBuf};

use gongbao::issue::{Block, BlockRef, Clause, Content, Document, Marker, MarkerKind, Part, PartKind, Table};
use gongbao::text::markup;
use gongbao::text::safe::{Shown, shown};
use gongbao::text::width::Widths;
use gongbao::typeset::{self, Line, Options, Page, Prepared};
use gongbao::{parse, read};
use proptest::prelude::*;
use rayon::prelude::*;
use skipped::skipped;

/// May not begin a line (GB/T 15834-2011, 5.1: stops, closing marks, connecting, middle and separating marks).
const NOT_AT_START: &str = "、，。；：？！）》〉」』】〕］｝”’…％℃·～－),.;:?!]}%~-/／";
/// May not end a line.
const NOT_AT_END: &str = "（《〈「『【〔［｛“‘([{/／￥";

#[test]
fn the_samples_are_set_by_the_rules() {
    let samples = files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/samples")));
    assert!(!samples.is_empty());
    samples.iter().for_each(|path| check_file(path));
}

#[test]
fn the_real_issues_are_set_by_the_rules() {
    let shared = std::env::var_os("GONGBAO_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
    let issues = files(&shared.join("gazettes"));
    if issues.is_empty() {
        skipped(&format!("no real issues in {}", shared.display()));
        return;
    }
    issues.iter().for_each(|path| check_file(path));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    files
}

fn check_file(path: &Path) {
    let issue = parse::parse(&read::read_file(path).unwrap());
    // Every width in an optimised build, or when asked for; else enough of them to catch a mistake.
    let all = !cfg!(debug_assertions) || std::env::var_os("GONGBAO_ALL_WIDTHS").is_some();
    let mut widths: Vec<u16> = (20..=200).step_by(if all { 1 } else { 37 }).chain([40, 41, 80, 81, 200]).collect();
    widths.sort_unstable();
    widths.dedup();
    for ambiguous in [Widths::narrow(), Widths::wide()] {
        let prepared = issue.documents.iter().map(|document| (document, Prepared::new(document, ambiguous)));
        let prepared: Vec<(&Document, Prepared)> = prepared.collect();
        widths.par_iter().for_each(|&width| {
            // Up to 80 cells both measures are the page's width.
            for &measure in if width > 80 { &[80, 200][..] } else { &[80] } {
                let options = Options { width, measure, widths: ambiguous };
                for (document, prepared) in &prepared {
                    check(document, &prepared.set(document, width, measure), &options);
                }
            }
        });
        for width in (1..20).step_by(if all { 1 } else { 3 }) {
            for (document, prepared) in &prepared {
                text_is_unchanged(document, &prepared.set(document, width, 80));
            }
        }
    }
}

fn check(document: &Document, page: &Page, options: &Options) {
    for line in &page.lines {
        let cells = line.cells(options.widths);
        assert!(cells <= options.width as usize, "{cells} cells on {}: {:?}", options.width, line.text());
    }
    text_is_unchanged(document, page);
    for (at, block) in document.blocks() {
        let lines = &page.lines[page.lines_of(at)];
        if block.table().is_some() {
            for cell in block.rows().flatten() {
                rules_hold(block, &pieces_in(lines, &cell), options);
            }
        } else {
            let pieces = pieces_in(lines, &(0..block.text.len()));
            rules_hold(block, &pieces, options);
            if options.width >= 40 {
                nobody_is_lone(block, &pieces);
            }
        }
    }
}

/// A stretch of one line: the bytes of the block that it shows, and the cells it could have taken.
struct Stretch {
    bytes: Range<usize>,
    room: usize,
}

/// What each line shows of `range`, an entry a line.
fn pieces_in(lines: &[Line], range: &Range<usize>) -> Vec<Stretch> {
    let mut pieces = Vec::new();
    for line in lines {
        let spans = line.spans();
        let own: usize = spans.iter().take_while(|span| span.source.is_none()).map(|span| span.text.len()).sum();
        let mut sources = spans.iter().filter_map(|span| span.source.clone());
        if let Some(first) = sources.find(|s| range.start <= s.start && s.end <= range.end && !s.is_empty()) {
            let last = sources.take_while(|s| s.end <= range.end).last().map_or(first.end, |s| s.end);
            pieces.push(Stretch { bytes: first.start..last, room: own });
        }
    }
    pieces
}

/// The concatenated sources of a block's spans are its text, but for white space at breaks and around; what is drawn is
/// what the source says, but for what must not be sent. The ranges of the lines leave nothing out.
fn text_is_unchanged(document: &Document, page: &Page) {
    for (at, block) in document.blocks() {
        let lines = &page.lines[page.lines_of(at)];
        let mut shown_bytes: Vec<(Range<usize>, String)> = Vec::new();
        for line in lines {
            assert_eq!(line.block, Some(at));
            shown_bytes.extend(line.spans().iter().filter_map(|s| Some((s.source.clone()?, s.text.clone()))));
        }
        if block.table().is_some() {
            shown_bytes.sort_by_key(|(range, _)| (range.start, range.end));
        }
        let mut reached = 0;
        for (range, drawn) in shown_bytes {
            let gap = block.text.get(reached..range.start).unwrap_or_else(|| panic!("{range:?} after {reached}"));
            assert!(markup::plain(gap).chars().all(char::is_whitespace), "{gap:?} is not shown");
            let source = &block.text[range.clone()];
            if source.chars().all(|c| shown(c) == Shown::Plain) && !(source.is_empty()) {
                // A combining mark that has nothing to stand upon is shown by its number, a recogniser's mark as what it
                // stands for.
                let stands = !markup::pieces(source).is_empty() && markup::plain(source).starts_with(&drawn);
                // Between names white space is drawn as wide as the list wants it.
                let blank = |text: &str| text.chars().all(|c| matches!(c, ' ' | '\u{3000}' | '\u{A0}'));
                assert!(
                    source == drawn
                        || (blank(source) && blank(&drawn))
                        || stands
                        || drawn.starts_with("<U+")
                        || "<U+".starts_with(&drawn),
                    "{source:?} as {drawn:?}"
                );
            }
            assert!(drawn.chars().all(|c| shown(c) == Shown::Plain), "{drawn:?} is sent");
            reached = range.end;
        }
        let rest = markup::plain(&block.text[reached..]);
        assert!(rest.chars().all(char::is_whitespace), "{rest:?} is not shown");
        let mut covered = 0;
        for line in lines {
            assert!(line.range.start <= covered, "bytes {covered}..{} are on no line", line.range.start);
            covered = covered.max(line.range.end);
        }
        assert_eq!(covered, block.text.len());
    }
}

/// Whether a line may end between two characters, by neighbours alone.
fn legal(before: char, after: char) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    !(NOT_AT_START.contains(after)
        || NOT_AT_END.contains(before)
        || (word(before) && word(after))
        || (before == '—' && after == '—')
        || (before == '第' && "一二三四五六七八九十0123456789".contains(after))
        || (before.is_ascii_digit() && "年月日条款项元亩号".contains(after))
        || ('\u{300}'..'\u{370}').contains(&after))
}

fn rules_hold(block: &Block, pieces: &[Stretch], options: &Options) {
    let text = block.text.as_str();
    let table = block.table().is_some();
    let widest = pieces.iter().map(|p| options.widths.str(&text[p.bytes.clone()])).max().unwrap_or(0);
    for pair in pieces.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let Some(last) = text[before.bytes.clone()].chars().next_back() else { continue };
        let Some(first) = text[after.bytes.clone()].chars().next() else { continue };
        let spaced = before.bytes.end < after.bytes.start;
        let unit = last.is_ascii_digit() && first.is_ascii_alphabetic();
        let rules = last == '-' && first == '-';
        if legal(last, first)
            || (spaced && rules)
            || (spaced && last.is_ascii_graphic() && first.is_ascii_alphanumeric() && !unit)
        {
            continue;
        }
        // The run around the break: from the last legal place before it to the first one after it.
        let run = run_around(text, before.bytes.end);
        let margin = (options.width.saturating_sub(options.measure) / 2) as usize;
        let room = match table {
            true => widest,
            false => options.measure.min(options.width) as usize + margin - before.room.min(after.room),
        };
        let cells = options.widths.str(&text[run.clone()]);
        assert!(
            cells > room.min(options.measure.min(options.width) as usize - 1) || (table && cells + 2 > widest),
            "{:?} | {:?} at width {}, {:?} takes {cells} of {room}",
            &text[before.bytes.clone()],
            &text[after.bytes.clone()],
            options.width,
            &text[run]
        );
    }
}

/// An address or a word in ASCII counts as one run.
fn run_around(text: &str, at: usize) -> Range<usize> {
    let legal = |a: char, b: char| legal(a, b) && !(a.is_ascii_graphic() && b.is_ascii_graphic());
    let blank = |c: char| c.is_whitespace();
    let mut start = at;
    let mut after: Option<char> = None;
    for c in text[..at].chars().rev() {
        if blank(c) || after.is_some_and(|after| legal(c, after)) {
            break;
        }
        start -= c.len_utf8();
        after = Some(c);
    }
    let mut end = at;
    let mut before: Option<char> = None;
    for c in text[at..].chars() {
        if !blank(c) {
            if before.is_some_and(|before| legal(before, c)) {
                break;
            }
            before = Some(c);
        } else if before.is_some() {
            break;
        }
        end += c.len_utf8();
    }
    start..end
}

fn nobody_is_lone(block: &Block, pieces: &[Stretch]) {
    let [.., previous, last] = pieces else { return };
    let counts = |c: &char| !c.is_whitespace() && !NOT_AT_START.contains(*c) && !NOT_AT_END.contains(*c) && *c != '—';
    let text = &block.text[last.bytes.clone()];
    if text.chars().filter(counts).count() != 1 || text.is_ascii() {
        return;
    }
    // Nothing to borrow: the line before ends in one run that takes most of it.
    let before: Vec<char> = block.text[previous.bytes.clone()].chars().collect();
    let half = &before[before.len() / 2..];
    let place = half.windows(2).any(|pair| legal(pair[0], pair[1]) && half.len() > 8);
    let number = half.iter().any(|c| c.is_ascii_alphanumeric() || "第一二三四五六七八九十".contains(*c));
    assert!(!place || number, "{text:?} alone after {:?}", before.iter().collect::<String>());
}

fn a_document(blocks: Vec<Block>) -> Document {
    Document {
        lines: (1, 1),
        toc: None,
        title: String::new(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    }
}

/// Text with everything in it that occurs, and much that should not.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一-龥]{1,12}",
        4 => "[、，。；：？！（）《》“”‘’〔〕【】…—·～％]{1,3}",
        3 => "[0-9]{1,9}",
        2 => "[,.:;?!()\\[\\]\"'/%+=<>~_-]{1,3}",
        2 => "[a-zA-Z]{1,14}",
        2 => "[ 　]{1,4}",
        1 => "https?://[a-z]{3,20}\\.cn/[a-z0-9/]{0,60}",
        1 => "(第十二条|2021年7月5日|〔2021〕29号|－5℃|百分之五十|①|Ⅲ级|αβ|Дж|×|→|—{1,5}|…{1,4})",
        1 => r#"(\$\\geq 1\$|\$PM_\{2\.5\}\$|\$\\frac\{1\}\{3\}\$|<br>|<input type="checkbox"/>|<sup>2</sup>)"#,
        1 => any::<char>().prop_map(String::from),
        1 => prop::collection::vec(any::<char>(), 1..6).prop_map(|chars| chars.into_iter().collect()),
        1 => "[\u{300}-\u{36f}\u{fe0e}\u{fe0f}\u{200b}\u{200d}\u{202e}\u{e000}\u{e0100}\u{20000}\u{1f1e8}\u{1f468}\u{1f3fd}]{1,12}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_block() -> impl Strategy<Value = Block> {
    let clause = |kind, level| {
        let marker = Marker { kind, number: 1, sub: None };
        Content::Clause(Clause { marker, marker_len: 0, level, path: String::new(), heading: None })
    };
    let content = prop_oneof![
        1 => Just(Content::Title),
        1 => Just(Content::Label),
        1 => Just(Content::Addressees),
        4 => Just(Content::Paragraph),
        2 => (0u8..6).prop_map(move |level| clause(MarkerKind::Han, level)),
        1 => Just(clause(MarkerKind::Tiao, 0)),
        1 => Just(clause(MarkerKind::Zhang, 0)),
        1 => Just(Content::AttachmentList),
        1 => Just(Content::Signatory),
        1 => Just(Content::Date),
        1 => Just(Content::Unknown),
        1 => Just(Content::Furniture),
    ];
    // A page number, as entries of contents have it.
    let page = prop_oneof![4 => "", 1 => "\t[0-9]{1,4}"];
    // Rows of names.
    let row = "((组 长|副组长|成 员|责任编辑)[：:])? ?([一-龥] [一-龥]|[一-龥]{2,3})([ 　]{1,3}[一-龥]{1,4}){0,4}";
    let text = prop_oneof![6 => any_text(), 1 => row];
    let text = (content, text, page).prop_map(|(content, text, page)| Block::new(content, 1, text + &page));
    let row = prop::collection::vec(any_text().prop_map(|t| t.replace(['\t', '\n'], "")), 1..7);
    let table = (prop::collection::vec(row, 1..6), 0u32..3).prop_map(|(rows, header_rows)| {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0) as u32;
        let row_lines = (1..=rows.len() as u32).collect();
        let text = rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n");
        Block::new(Content::Table(Table { row_lines, header_rows, columns }), 1, text)
    });
    prop_oneof![5 => text, 1 => table]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 300 } else { 5000 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set_whole(blocks in prop::collection::vec(any_block(), 0..6), width in 1u16..130, measure in 1u16..100, wide: bool) {
        let document = a_document(blocks);
        let options = Options { width, measure, widths: if wide { Widths::wide() } else { Widths::narrow() } };
        let page = typeset::document(&document, &options);
        text_is_unchanged(&document, &page);
        if width >= 2 && measure >= 2 {
            for line in &page.lines {
                prop_assert!(line.cells(options.widths) <= width as usize, "{:?}", line.text());
            }
        }
    }

    /// What is seen and the text behind it lead to each other.
    #[test]
    fn every_byte_is_found_where_it_is_seen(block in any_block(), width in 2u16..100) {
        let document = a_document(vec![block]);
        let options = Options { width, measure: 80, widths: Widths::narrow() };
        let page = typeset::document(&document, &options);
        let at = BlockRef { part: 0, block: 0 };
        let text = &document.parts[0].blocks[0].text;
        // What one mark stands for may be parted by the end of a line.
        let marks = markup::pieces(text);
        for (offset, c) in text.char_indices() {
            let line = page.line_of(at, offset);
            let end = offset + c.len_utf8();
            let covered = &page.lines[line].range;
            prop_assert!(covered.start <= offset, "{offset} on {covered:?}");
            // A combining mark has no cell of its own to be found by.
            let cells = options.widths.char(c) > 0 && shown(c) == Shown::Plain;
            for piece in page.pieces(at, offset..end).iter().filter(|_| cells) {
                prop_assert!(!piece.cells.is_empty());
                let (block, found) = page.offset_at(piece.line, piece.cells.start).unwrap();
                prop_assert_eq!(block, at);
                // The second line of what a mark stands for has no bytes but the place after the mark.
                let mark = marks.iter().find(|mark| mark.bytes.contains(&offset)).map(|mark| mark.bytes.clone());
                let near = mark.map_or(found <= offset && offset < found + 40, |mark| (mark.start..=mark.end).contains(&found));
                prop_assert!(near, "{} is found at {}", offset, found);
            }
            if let Some(mark) = marks.iter().find(|mark| mark.bytes.contains(&offset)) {
                prop_assert!(mark.shown == "\n" || !page.pieces(at, offset..end).is_empty(), "{:?} at {}", c, offset);
            } else if !c.is_whitespace() && cells {
                let pieces = page.pieces(at, offset..end);
prop_assert_eq!(pieces.len(), 1, "{:?} at {}", c, offset);
                prop_assert_eq!(pieces[0].line, line);
            }
        }
    }
}
