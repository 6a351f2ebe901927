//! What the parser makes of the sample issues and of the gazettes in `tests/gazettes`, against references written by hand
//! with them. The authors of the latter had not seen the parser.
//!
//! Every property of an issue is a *figure*: the rows that the reference expects against the rows that the parser found,
//! compared as multisets; its score is their F1. The figures and their names are those of the contract of `gongbao
//! export` (the export is what is compared, so the contract is tested too). A figure that falls below its floor fails
//! the test and prints every row missed and every row too many.
//!
//! The floors are ratchets: raise them when the parser gets better, never lower them to let a change pass.

mod print;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gongbao::issue::export;
use gongbao::parse::parse;
use gongbao::read::SourceText;
use serde_json::Value;

/// Floor of every figure that is not named below.
const FLOOR: f64 = 0.9;
/// Floor of an issue in which everything is found, and nothing else.
const ALL: &[(&str, f64)] = &[("every figure", 1.0)];

#[test]
fn a_county_gazette_as_a_recogniser_leaves_it() {
    compare("lujian-2024-02", ALL);
}

#[test]
fn a_citys_monthly_with_wrapped_headings_and_odd_labels() {
    compare("yanhu-2022-03", ALL);
}

#[test]
fn a_citys_monthly_in_plain_lines() {
    compare("yanhu-2023-09", ALL);
}

#[test]
fn a_report_a_law_statistics_and_a_chronicle() {
    compare("lujian-2025-01", ALL);
}

#[test]
fn a_county_bimonthly_with_runaway_numbering() {
    compare("fengyuan-2020-05", ALL);
}

#[test]
fn a_monthly_with_an_order_appointments_and_a_chronicle() {
    compare("longbin-2018-04", ALL);
}

#[test]
fn a_provincial_half_monthly_with_running_heads() {
    compare("yunling-2014-11", ALL);
}

#[test]
fn a_district_quarterly_in_half_width_punctuation() {
    compare("fengming-2010-01", ALL);
}

#[test]
fn an_issue_without_an_imprint_and_with_a_table_of_tasks() {
    compare("ningxi-2016-02", ALL);
}

#[test]
fn a_provincial_half_monthly_with_joint_notices() {
    compare("lanjiang-2021-07", ALL);
}

#[test]
fn a_prefectures_quarterly_with_a_congress_and_minutes() {
    compare("wuling-2018-03", ALL);
}

#[test]
fn a_districts_outline_with_its_own_contents_boxes_and_notes() {
    compare("linxi-2021-01", ALL);
}

#[test]
fn emergency_plans_with_decimal_numbers_and_figures() {
    compare("shitang-2022-04", ALL);
}

#[test]
fn a_zones_gazette_cut_at_every_line_and_badly_read() {
    compare("songtaowan-2022-02", ALL);
}

#[test]
fn reports_a_speech_statistics_and_a_marked_chronicle() {
    compare("wanglan-2023-02", ALL);
}

#[test]
fn a_countys_markdown_with_interleaved_contents() {
    compare("yunxiu-2020-06", ALL);
}

#[test]
fn a_county_monthly_of_approvals_and_name_lists() {
    compare("weiyang-2022-11", ALL);
}

#[test]
fn a_citys_scoring_tables_standards_and_powers() {
    compare("yanzhou-2024-04", ALL);
}

#[test]
fn a_bimonthly_without_blank_lines_with_notes_of_print() {
    compare("yuning-2019-06", ALL);
}

#[test]
fn a_countys_contents_as_a_table_and_replies_to_deputies() {
    compare("liqu-2023-05", ALL);
}

#[test]
fn a_countys_plans_with_forms_and_page_marks_in_mid_sentence() {
    compare("longwu-2020-03", ALL);
}

#[test]
fn a_provincial_half_monthly_whose_heads_are_cut_anywhere() {
    compare("sujiang-2022-07", ALL);
}

/// Lines of two columns are interleaved in it, a column is read before the one to its left: those joins are not found.
#[test]
fn a_countys_bad_scan_with_columns_out_of_order() {
    compare(OUT_OF_ORDER, &[("joined paragraphs", 0.7), ("every figure", 1.0)]);
}

#[test]
fn a_citys_issue_of_the_nineties_in_printed_lines() {
    compare("lulan-1998-03", ALL);
}

#[test]
fn a_citys_outline_with_pictures_and_boxes() {
    compare("jichuan-2026-02", ALL);
}

#[test]
fn a_districts_issue_without_contents() {
    compare("diwan-2023-02", ALL);
}

#[test]
fn a_citys_laws_with_sentences_cut_before_what_looks_like_a_clause() {
    compare("lingzhou-2018-08", ALL);
}

#[test]
fn a_countys_double_issue_with_a_speech_and_news() {
    compare("tangjiang-2019-03", ALL);
}

#[test]
fn a_countys_issue_with_heads_in_the_middle_of_everything() {
    compare("yanwan-2021-04", ALL);
}

#[test]
fn a_countys_quarterly_with_its_contents_on_the_back_page() {
    compare("qihe-2016-02", ALL);
}

#[test]
fn a_zones_issue_with_a_notice_titled_only_so() {
    compare("cangyu-2024-01", ALL);
}

/// Two articles begin in the line that ends the article before: those lines are in two blocks.
#[test]
fn a_prefectures_issue_with_romanised_heads_and_an_order() {
    compare("xiuling-2022-02", &[("lines in one block", 0.99), ("every figure", 1.0)]);
}

#[test]
fn a_citys_plan_with_decimal_numbers_below_plain_ones() {
    compare("yanxi-2020-04", ALL);
}

#[test]
fn a_banners_rules_with_forms_codes_to_scan_and_questions() {
    compare("ayanqi-2022-03", ALL);
}

#[test]
fn a_citys_orders_joint_notices_and_figures_of_a_half_year() {
    compare("beizhou-2012-07", ALL);
}

#[test]
fn a_congress_committees_issue_with_speakers_and_resolutions() {
    compare("congzhou-2021-03", ALL);
}

#[test]
fn a_countys_plans_with_pages_before_titles() {
    compare("huanxi-2022-04", ALL);
}

#[test]
fn a_districts_contents_as_html_and_markers_badly_read() {
    compare("jinpu-2024-02", ALL);
}

#[test]
fn a_province_in_the_nineties_with_pages_half_printed() {
    compare("minchuan-1999-08", ALL);
}

#[test]
fn a_departments_gazette_with_formulas_and_seals() {
    compare("mingjiang-2022-04", ALL);
}

#[test]
fn a_countys_report_outline_and_emergency_plan() {
    compare("tiaoling-2016-05", ALL);
}

#[test]
fn a_ministrys_half_monthly_in_two_languages() {
    compare("shanze-2009-11", ALL);
}

#[test]
fn a_corps_contents_in_two_narrow_columns() {
    compare("longqi-2016-04", ALL);
}

#[test]
fn a_congresss_issue_with_speakers_in_the_contents() {
    compare("yulan-2023-03", ALL);
}

#[test]
fn a_towns_issue_with_pages_below_the_titles() {
    compare("shilu-2021-02", ALL);
}

#[test]
fn a_prefectures_double_issue_with_upright_lines() {
    compare("lichuan-1994-05", ALL);
}

#[test]
fn a_zones_special_issue_with_an_imprint_in_columns() {
    compare("luoyu-2025-01", ALL);
}

#[test]
fn a_citys_order_dated_above_its_signer() {
    compare("juling-2023-05", ALL);
}

/// A line that is full ends with a colon, and the next holds a whole list: whether it goes on nothing says.
#[test]
fn a_citys_issue_in_printed_lines_with_minutes() {
    compare("danchuan-2021-04", &[("clauses", 0.98), ("joined paragraphs", 0.99), ("every figure", 1.0)]);
}

#[test]
fn a_districts_speech_bulletin_and_five_issuers() {
    compare("danghu-2019-03", ALL);
}

#[test]
fn a_countys_plan_with_its_column_on_every_page() {
    compare("jiangpuxian-2024-03", ALL);
}

#[test]
fn a_banners_announcements_in_half_width() {
    compare("huoqu-2014-06", ALL);
}

/// A sentence goes on behind a table.
#[test]
fn a_citys_amendment_cut_inside_its_numbers() {
    compare("hengzhou-2022-01", &[("joined paragraphs", 0.97), ("every figure", 1.0)]);
}

/// A reference that points at blank lines or outside the text would make its figures meaningless.
#[test]
fn references_speak_of_lines_that_are_there() {
    for name in names() {
        let (text, reference) = load(&name);
        let lines: Vec<&str> = text.lines().collect();
        let mut spoken_of: Vec<u64> = Vec::new();
        for document in items(&reference["documents"]) {
            spoken_of.push(int(&document["line_start"]));
            for key in ["enclosed", "attachments", "clauses", "responsibility", "chronicle"] {
                spoken_of.extend(items(&document[key]).map(|row| int(&row["line"])));
            }
            spoken_of
                .extend(items(&document["tables"]).flat_map(|table| int(&table["lines"][0])..=int(&table["lines"][1])));
        }
        spoken_of.extend(items(&reference["joins"]).flat_map(|pair| [int(&pair[0]), int(&pair[1])]));
        for line in spoken_of {
            let text = lines.get(line as usize - 1).unwrap_or_else(|| panic!("{name}: no line {line}"));
            assert!(!text.trim().is_empty(), "{name}: line {line} is blank");
        }
        assert_eq!(reference["range"][1], lines.len(), "{name}: number of lines");
    }
}

/// Its columns are interleaved: what goes on there is by chance, in any print.
const OUT_OF_ORDER: &str = "liaodang-2021-02";

/// The page's layout is kept in them and tables have only gaps: prints that move columns or stand between rows say something else.
const KEPT_LAYOUT: [&str; 5] =
    ["cuiyan-1997-04", "lanze-2022-07", "qitong-2026-01", "suizhang-2016-05", "zehai-2023-11"];
const MOVES_LAYOUT: [&str; 3] =
    ["with spaces around digits", "with page numbers", "cut at every line, paragraphs set in"];

/// Nothing that a reader would not call a change of the text may change what is found in it.
#[test]
fn another_print_says_the_same() {
    let mut worse = Vec::new();
    for name in names() {
        let name = name.as_str();
        let (text, reference) = load(name);
        let here = figures(&reference, &exported(name, &text));
        let goes_on = items(&reference["joins"]).filter_map(|pair| pair[1].as_u64()).collect();
        let kept = KEPT_LAYOUT.contains(&name);
        let prints = print::prints(&text, &goes_on).into_iter();
        for print in prints.filter(|print| !kept || !MOVES_LAYOUT.contains(&print.name)) {
            let export = exported(name, &print.text());
            let there = figures(&reference, &print.renumber(export, text.lines().count() as u64));
            let joins = if name == OUT_OF_ORDER { 0.9 } else { print.joins };
            let least = |figure| if figure == "joined paragraphs" { joins } else { print.least };
            let less = |(here, there): &(&Figure, &Figure)| there.score() < here.score() * least(here.name);
            for (here, there) in here.iter().zip(&there).filter(less) {
                there.print();
                worse.push(format!("{name} {}: {} {:.4} < {:.4}", print.name, here.name, there.score(), here.score()));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

#[test]
fn a_gansu_like_bimonthly_with_contents_on_two_pages() {
    compare("qiyuan-2020-05", ALL);
}

#[test]
fn numbers_below_titles_with_pages() {
    compare("wutong-2023-04", ALL);
}

#[test]
fn a_quarterly_with_bare_sections_and_an_explanation() {
    compare("yingxi-2021-02", ALL);
}

#[test]
fn an_ordinals_gazette_with_registration_numbers() {
    compare("yuantao-2018-04", ALL);
}

#[test]
fn a_monthly_in_mixed_punctuation_with_name_lists() {
    compare("zhenchao-2016-03", ALL);
}

#[test]
fn a_monthly_with_numbers_and_pages_in_brackets() {
    compare("ziqiao-2019-06", ALL);
}

#[test]
fn a_citys_gazette_of_the_nineties_with_numbers_cut_in_the_contents() {
    compare("cuiyan-1997-04", ALL);
}

#[test]
fn a_countys_quarterly_with_marks_at_random() {
    compare("huaipu-2015-03", ALL);
}

#[test]
fn a_citys_monthly_with_the_pages_layout_kept() {
    compare("lanze-2022-07", ALL);
}

#[test]
fn a_provinces_two_columns_without_indents() {
    compare("yunze-2008-12", ALL);
}

/// A row of a table stands alone behind a footnote and the page.
#[test]
fn a_countys_report_with_footnotes() {
    compare("qitong-2026-01", &[("table lines", 0.98), ("every figure", 1.0)]);
}

#[test]
fn a_prefectures_quarterly_with_a_report_and_a_plan() {
    compare("songma-2021-02", ALL);
}

#[test]
fn a_bureaus_narrow_columns_with_tables_over_pages() {
    compare("suizhang-2016-05", ALL);
}

#[test]
fn an_autonomous_countys_contents_in_two_parts() {
    compare("yuanxiu-2018-04", ALL);
}

/// An empty form of four columns is read as lines.
#[test]
fn a_citys_half_monthly_with_an_order_and_a_form() {
    compare("zehai-2023-11", &[("table lines", 0.77), ("every figure", 1.0)]);
}

#[test]
fn a_districts_piped_tables_and_pages_before_titles() {
    compare("wangyu-2024-02", ALL);
}

/// What `gongbao export` says of a text.
fn exported(name: &str, text: &str) -> Value {
    serde_json::to_value(export::issue(&parse(&SourceText::from_text(name, text)))).expect("JSON")
}

/// Parses a sample, prints all its figures, and fails where one is below its floor.
fn compare(name: &str, floors: &[(&str, f64)]) {
    let (text, reference) = load(name);
    let export = exported(name, &text);
    let mut short = Vec::new();
    for figure in figures(&reference, &export) {
        let floor_of = |name| floors.iter().find(|(of, _)| *of == name).map(|&(_, floor)| floor);
        let floor = floor_of(figure.name).or(floor_of("every figure")).unwrap_or(FLOOR);
        figure.print();
        if figure.score() + 1e-9 < floor {
            short.push(format!("{} {:.4} < {floor}", figure.name, figure.score()));
        }
    }
    assert!(short.is_empty(), "{name}: {}", short.join(", "));
}

/// The folders that hold issues, each with a folder of their references.
const FOLDERS: [&str; 2] = ["samples", "tests/gazettes"];

fn names() -> Vec<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let files = FOLDERS.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).expect("a folder of issues"));
    let texts =
        files.map(|file| file.expect("a file").path()).filter(|path| path.extension().is_some_and(|e| e == "txt"));
    texts.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

fn load(name: &str) -> (String, Value) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = FOLDERS.iter().map(|folder| root.join(folder)).find(|f| f.join(format!("{name}.txt")).exists());
    let folder = folder.expect("a folder with the issue");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the issue");
    let reference = std::fs::read_to_string(folder.join(format!("reference/{name}.json"))).expect("its reference");
    (text, serde_json::from_str(&reference).expect("a reference in JSON"))
}

/// Expected rows against found rows, each with the number of times it occurs.
struct Figure {
    name: &'static str,
    expected: BTreeMap<String, usize>,
    found: BTreeMap<String, usize>,
}

impl Figure {
    fn new(name: &'static str, expected: Vec<String>, found: Vec<String>) -> Self {
        Figure { name, expected: count(expected), found: count(found) }
    }

    fn hits(&self) -> usize {
        self.expected.iter().map(|(row, n)| *n.min(self.found.get(row).unwrap_or(&0))).sum()
    }

    /// F1; 1 where nothing is expected and nothing found.
    fn score(&self) -> f64 {
        let total: usize = self.expected.values().chain(self.found.values()).sum();
        if total == 0 { 1.0 } else { 2.0 * self.hits() as f64 / total as f64 }
    }

    fn print(&self) {
        let (expected, found): (usize, usize) = (self.expected.values().sum(), self.found.values().sum());
        println!("{:20} {:.4}  {}/{expected} expected, {found} found", self.name, self.score(), self.hits());
        for (what, rows, others) in [("missed", &self.expected, &self.found), ("too many", &self.found, &self.expected)]
        {
            for (row, n) in rows.iter().filter(|(row, n)| **n > *others.get(*row).unwrap_or(&0)) {
                println!("    {what} x{}: {row}", n - others.get(row).unwrap_or(&0));
            }
        }
    }
}

fn count(rows: Vec<String>) -> BTreeMap<String, usize> {
    rows.into_iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(row).or_default() += 1;
        counts
    })
}

fn figures(reference: &Value, export: &Value) -> Vec<Figure> {
    let expected: Vec<&Value> = items(&reference["documents"]).collect();
    let found: Vec<&Value> = items(&export["documents"]).collect();
    let bounds = |start: &Value, end: &Value| format!("{start}-{end}");
    let mut figures = vec![
        masthead(&reference["masthead"], &export["masthead"]),
        Figure::new(
            "toc entries",
            items(&reference["toc"]).map(toc_entry).collect(),
            items(&export["toc"]).map(toc_entry).collect(),
        ),
        Figure::new(
            "document bounds",
            expected.iter().map(|d| bounds(&d["line_start"], &d["line_end"])).collect(),
            found.iter().map(|d| bounds(&d["lines"][0], &d["lines"][1])).collect(),
        ),
        Figure::new(
            "document starts",
            expected.iter().map(|d| d["line_start"].to_string()).collect(),
            found.iter().map(|d| d["lines"][0].to_string()).collect(),
        ),
    ];
    figures.extend(fields(&expected, &found));
    figures.extend(parts(&expected, &found));
    figures.extend(blocks(reference, &expected, &found));
    figures
}

fn masthead(expected: &Value, found: &Value) -> Figure {
    let mut rows = (Vec::new(), Vec::new());
    for key in ["title", "year", "number", "total_number", "published", "frequency"] {
        rows.0.push(format!("{key} {}", normal(&expected[key])));
        rows.1.push(format!("{key} {}", normal(&found[key])));
    }
    let unlisted = |value: &Value| normal(value).replace(['、', ','], "");
    for (key, value) in expected["imprint"].as_object().into_iter().flatten() {
        rows.0.push(format!("{key} {}", unlisted(value)));
        if let Some(value) = found["imprint"].get(key) {
            rows.1.push(format!("{key} {}", unlisted(value)));
        }
    }
    Figure::new("masthead", rows.0, rows.1)
}

fn toc_entry(entry: &Value) -> String {
    format!(
        "{} {} {} {} {}",
        entry["ordinal"],
        normal(&entry["category"]),
        normal(&entry["title"]),
        number(&entry["doc_number"]),
        entry["page"]
    )
}

/// The fields of every document whose first line the parser found.
fn fields(expected: &[&Value], found: &[&Value]) -> Vec<Figure> {
    type Field = (&'static str, fn(&Value) -> String, fn(&Value) -> String);
    let fields: [Field; 6] = [
        ("toc links", |d| d["toc_index"].to_string(), |d| d["toc"].to_string()),
        ("titles", |d| normal(&d["title"]), |d| normal(&d["title"])),
        ("document numbers", |d| number(&d["doc_number"]), |d| number(&d["doc_number"])),
        ("addressees", |d| normal(&d["addressees"]), |d| normal(&d["addressees"])),
        ("signatories", |d| normal_list(&d["signatories"]), |d| normal_list(&d["signatories"])),
        ("dates", |d| normal(&d["date"]), |d| normal(&d["date"])),
    ];
    let pairs: Vec<(&Value, Option<&&Value>)> =
        expected.iter().map(|want| (*want, found.iter().find(|got| got["lines"][0] == want["line_start"]))).collect();
    fields
        .into_iter()
        .map(|(name, of_reference, of_export)| {
            let row = |start: &Value, value: String| format!("{start}: {value}");
            let want = pairs.iter().map(|(want, _)| row(&want["line_start"], of_reference(want))).collect();
            let got =
                pairs.iter().filter_map(|(_, got)| got.map(|got| row(&got["lines"][0], of_export(got)))).collect();
            Figure::new(name, want, got)
        })
        .collect()
}

fn parts(expected: &[&Value], found: &[&Value]) -> [Figure; 2] {
    [("enclosed", "enclosed"), ("attachments", "attachment")].map(|(name, kind)| {
        let want = expected.iter().flat_map(|d| items(&d[name])).map(|part| part["line"].to_string()).collect();
        let got = found.iter().flat_map(|d| items(&d["parts"])).filter(|part| part["kind"] == kind);
        Figure::new(name, want, got.map(|part| part["line"].to_string()).collect())
    })
}

/// Clauses, joined lines, tables, events and responsibilities.
fn blocks(reference: &Value, expected: &[&Value], found: &[&Value]) -> Vec<Figure> {
    let blocks: Vec<&Value> =
        found.iter().flat_map(|d| items(&d["parts"])).flat_map(|part| items(&part["blocks"])).collect();
    let tables = expected.iter().flat_map(|d| items(&d["tables"]));
    let joined = |lines: &Value| -> Vec<String> {
        let lines: Vec<&Value> = items(lines).collect();
        lines.windows(2).map(|pair| format!("{}+{}", pair[0], pair[1])).collect()
    };
    let of_kind = |kind: &'static str| blocks.iter().filter(move |block| block["kind"] == kind);
    vec![
        Figure::new(
            "clauses",
            expected
                .iter()
                .flat_map(|d| items(&d["clauses"]))
                .map(|c| format!("{} {} {}", c["line"], c["kind"], c["n"]))
                .collect(),
            blocks
                .iter()
                .filter(|block| block["marker"].is_object())
                .map(|b| format!("{} {} {}", b["lines"][0], b["marker"]["kind"], b["marker"]["number"]))
                .collect(),
        ),
        Figure::new(
            "joined paragraphs",
            items(&reference["joins"]).flat_map(joined).collect(),
            blocks.iter().filter(|b| b["kind"] != "table").flat_map(|b| joined(&b["lines"])).collect(),
        ),
        Figure::new(
            "table lines",
            tables.flat_map(|t| int(&t["lines"][0])..=int(&t["lines"][1])).map(|line| line.to_string()).collect(),
            of_kind("table").flat_map(|b| items(&b["lines"])).map(|line| line.to_string()).collect(),
        ),
        // What was one line in the original is one paragraph in every print.
        Figure::new("lines in one block", lines_of(&blocks), whole_lines(&blocks)),
        Figure::new(
            "chronicle",
            expected
                .iter()
                .flat_map(|d| items(&d["chronicle"]))
                .map(|e| format!("{} {}", e["line"], e["date"]))
                .collect(),
            of_kind("event").map(|b| format!("{} {}", b["lines"][0], b["date"])).collect(),
        ),
        Figure::new(
            "responsibilities",
            expected.iter().flat_map(|d| items(&d["responsibility"])).flat_map(duties).collect(),
            found
                .iter()
                .flat_map(|d| items(&d["responsibilities"]))
                .filter(|r| r["table"] != true)
                .flat_map(duties)
                .collect(),
        ),
    ]
}

/// Every line that is in a block; events may share theirs.
fn lines_of(blocks: &[&Value]) -> Vec<String> {
    let lines: BTreeSet<u64> = blocks
        .iter()
        .filter(|block| block["kind"] != "event")
        .flat_map(|block| items(&block["lines"]).map(int))
        .collect();
    lines.into_iter().map(|line| line.to_string()).collect()
}

/// Those of them that are in one block only.
fn whole_lines(blocks: &[&Value]) -> Vec<String> {
    let blocks = blocks.iter().filter(|block| block["kind"] != "event");
    let times = count(blocks.flat_map(|block| items(&block["lines"]).map(|line| line.to_string())).collect());
    times.into_iter().filter(|(_, n)| *n == 1).map(|(line, _)| line).collect()
}

/// One row a unit; roles compare by what they make of the unit: in the lead, assisting, or answering.
fn duties(row: &Value) -> Vec<String> {
    let role = row["role"].as_str().unwrap_or_default();
    let kinds = [("配合", "配合"), ("牵头", "牵头"), ("责任", "责任"), ("负责", "责任"), ("落实", "责任")];
    let role = kinds.iter().find(|(key, _)| role.contains(key)).map_or(role, |(_, kind)| kind);
    items(&row["units"]).map(|unit| format!("{} {role} {}", row["line"], normal(unit))).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn int(value: &Value) -> u64 {
    value.as_u64().expect("a line number")
}

/// Text without white space and markup, full-width characters as half-width ones, no punctuation at the end: what it
/// says, not how the page prints it.
fn normal(value: &Value) -> String {
    let Some(text) = value.as_str() else { return value.to_string() };
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '[' => '〔',
        ']' => '〕',
        _ => c,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !"*_#\\".contains(*c)).map(half).collect();
    text.trim_end_matches([':', '。', ';']).to_owned()
}

fn normal_list(value: &Value) -> String {
    items(value).map(normal).collect::<Vec<_>>().join("|")
}

/// A document number by its characters, whatever the brackets.
fn number(value: &Value) -> String {
    normal(value).replace(['〔', '〕', '(', ')', '【', '】'], "")
}
