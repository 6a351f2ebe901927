//! The ledger for other programs: CSV and XLSX for spreadsheets, JSON for scripts.
//!
//! The columns are the same everywhere ([`COLUMNS`], [`cells`]). CSV begins with a byte order mark, without which Excel takes it for the
//! system's encoding, and lines end as RFC 4180 says. A cell that a spreadsheet would run as a formula gets an apostrophe in
//! front (OWASP, "CSV Injection"); in XLSX every cell is written as text or as a date, so nothing there is a formula.

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde_json::{Value, json};

use super::deadline::{self, When};
use super::{Ledger, Row};

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Json,
    Xlsx,
}

/// What names of files must end with, for the reader.
pub const ENDINGS: &str = ".xlsx、.csv 或 .json";

impl Kind {
    /// By the extension of a name; none where it is another.
    pub fn of(path: &Path) -> Option<Kind> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" => Some(Kind::Csv),
            "json" | "jsonl" => Some(Kind::Json),
            "xlsx" => Some(Kind::Xlsx),
            _ => None,
        }
    }
}

/// Rows as the bytes of a file.
///
/// # Errors
/// When there are more of them than a workbook holds.
pub fn bytes(kind: Kind, ledger: &Ledger, rows: &[u32]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match kind {
        Kind::Csv => csv(ledger, rows, &mut bytes)?,
        Kind::Json => json(ledger, rows, &mut bytes)?,
        Kind::Xlsx => bytes = xlsx(ledger, rows).map_err(io::Error::other)?,
    }
    Ok(bytes)
}

/// Names of the columns.
pub const COLUMNS: [&str; 15] = [
    "单位",
    "地方",
    "原文名称",
    "角色",
    "原文角色",
    "任务",
    "标题",
    "期限",
    "期限原文",
    "位置",
    "文件",
    "文号",
    "成文日期",
    "路径",
    "行",
];

/// Widths of the columns in a workbook, in characters.
const WIDTHS: [f64; 15] = [18.0, 10.0, 18.0, 9.0, 12.0, 60.0, 24.0, 12.0, 18.0, 14.0, 36.0, 20.0, 12.0, 24.0, 7.0];
const TASK: u16 = 5;
const DUE: u16 = 7;
const LINE: u16 = 14;

/// Characters that a cell of a workbook holds at most.
const LONGEST_CELL: usize = 32_767;

/// A row as texts, in the order of [`COLUMNS`].
pub fn cells(ledger: &Ledger, row: &Row) -> [String; 15] {
    let (task, source) = (ledger.task(row), ledger.source(row));
    [
        ledger.name(ledger.body(row), &source.home),
        ledger.body(row).place.clone(),
        if row.is_above() { format!("{}（同上）", row.unit) } else { row.unit.clone() },
        row.role.name().to_owned(),
        row.said.clone(),
        task.text.clone(),
        task.heading.clone(),
        whens(ledger, row),
        task.deadlines.iter().map(|deadline| deadline.words.as_str()).collect::<Vec<_>>().join("；"),
        task.place.clone(),
        source.title.clone(),
        source.doc_number.clone().unwrap_or_default(),
        source.date.clone().unwrap_or_default(),
        source.path.clone(),
        row.line.to_string(),
    ]
}

/// What the deadlines of a row mean: `2021-06-30；每月`.
pub fn whens(ledger: &Ledger, row: &Row) -> String {
    let whens = ledger.task(row).deadlines.iter().filter_map(|deadline| deadline.when);
    whens.map(|when| when.to_string()).collect::<Vec<_>>().join("；")
}

/// The same for the eye: `2021-06至2021-08；每月`.
pub fn brief(ledger: &Ledger, row: &Row) -> String {
    let whens = ledger.task(row).deadlines.iter().filter_map(|deadline| deadline.when);
    whens.map(When::brief).collect::<Vec<_>>().join("；")
}

/// Rows as CSV.
///
/// # Errors
/// What writing to `out` gives.
pub fn csv(ledger: &Ledger, rows: &[u32], mut out: impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(COLUMNS)?;
    for &at in rows {
        writer.write_record(cells(ledger, &ledger.rows[at as usize]).map(harmless))?;
    }
    writer.flush()
}

/// A cell that no spreadsheet runs.
fn harmless(cell: String) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell }
}

/// Rows as JSON, an object a line.
///
/// # Errors
/// What writing to `out` gives.
pub fn json(ledger: &Ledger, rows: &[u32], mut out: impl Write) -> io::Result<()> {
    for &at in rows {
        writeln!(out, "{}", object(ledger, &ledger.rows[at as usize]))?;
    }
    out.flush()
}

fn object(ledger: &Ledger, row: &Row) -> Value {
    let (task, source) = (ledger.task(row), ledger.source(row));
    let bodies: Vec<Value> = row
        .bodies
        .iter()
        .map(|&at| &ledger.bodies[at as usize])
        .map(|body| json!({ "place": body.place, "name": body.name }))
        .collect();
    let deadlines: Vec<Value> = task
        .deadlines
        .iter()
        .map(|deadline| match deadline.when {
            Some(When::Dated { from, to }) => {
                json!({ "words": deadline.words, "from": from.map(deadline::iso), "to": deadline::iso(to) })
            }
            Some(when) => json!({ "words": deadline.words, "repeats": when.to_string() }),
            None => json!({ "words": deadline.words }),
        })
        .collect();
    let columns: Vec<Value> = task.columns.iter().map(|(name, text)| json!([name, text])).collect();
    json!({
        "unit": row.unit,
        "bodies": bodies,
        "expanded": row.expanded,
        "above": row.is_above(),
        "role": row.role.name(),
        "role_printed": row.said,
        "task": task.text,
        "heading": task.heading,
        "columns": columns,
        "deadlines": deadlines,
        "place": task.place,
        "document": source.title,
        "doc_number": source.doc_number,
        "date": source.date,
        "gazette": source.gazette,
        "path": source.path,
        "line": row.line,
    })
}

/// Rows as a workbook: a header that stays and filters, columns as wide as they need, dates that sort.
///
/// # Errors
/// More rows than a sheet holds; what making the file gives.
pub fn xlsx(ledger: &Ledger, rows: &[u32]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("台账")?;
    let head = Format::new().set_bold().set_background_color("D9E2EF").set_align(FormatAlign::VerticalCenter);
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let day = Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd");
    for (column, (name, width)) in COLUMNS.iter().zip(WIDTHS).enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &head)?;
        sheet.set_column_width(column as u16, width)?;
    }
    for (index, &at) in rows.iter().enumerate() {
        let row = &ledger.rows[at as usize];
        let line = index as u32 + 1;
        for (column, text) in cells(ledger, row).into_iter().enumerate() {
            let column = column as u16;
            match column {
                DUE => due(sheet, line, ledger, row, &text, &plain, &day)?,
                LINE => drop(sheet.write_number_with_format(line, column, f64::from(row.line), &plain)?),
                TASK => drop(sheet.write_string_with_format(line, column, held(&text), &wrapped)?),
                _ => drop(sheet.write_string_with_format(line, column, held(&text), &plain)?),
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows.len() as u32, COLUMNS.len() as u16 - 1)?;
    book.save_to_buffer()
}

/// A single last day as a date, anything else as its words.
fn due(
    sheet: &mut Worksheet,
    line: u32,
    ledger: &Ledger,
    row: &Row,
    text: &str,
    plain: &Format,
    day: &Format,
) -> Result<(), XlsxError> {
    match ledger.task(row).deadlines.as_slice() {
        [deadline::Deadline { when: Some(When::Dated { from: None, to }), .. }] if to.year() >= 1900 => {
            let date = ExcelDateTime::from_ymd(to.year() as u16, u8::from(to.month()), to.day())?;
            sheet.write_datetime_with_format(line, DUE, &date, day)?;
        }
        _ => {
            sheet.write_string_with_format(line, DUE, text, plain)?;
        }
    }
    Ok(())
}

/// As much of a text as a cell holds.
fn held(text: &str) -> String {
    text.chars().take(LONGEST_CELL).collect()
}
