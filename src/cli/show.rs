//! `gongbao show`: an issue, a document or a clause on paper, set by the same code as the reader; or as Markdown or JSON.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use super::config::{Ambiguous, Config, Setup};
use super::out;
use super::pick::Pick;
use crate::address::Address;
use crate::address::inside::{self, Scope};
use crate::export::{self, Format};
use crate::issue::export as contract;
use crate::issue::{Block, BlockRef, Content, Document, FrontRole, Issue, IssueKind, Part, PartKind, TocEntry};
use crate::library::catalog::{IssueId, IssueSummary};
use crate::text::safe;
use crate::text::width::Widths;
use crate::typeset::Options;

/// Width in a pipe.
const PIPE: u16 = 80;
/// 把整期、一份文件或一条排成文字，或者写成 Markdown、JSON
#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    paths: super::Paths,
    /// 只列出有哪些文件，一行一份：序号、起始行、成文日期、文号、标题
    #[arg(long, conflicts_with_all = ["document", "clause", "format", "width", "ambiguous"])]
    contents: bool,
    /// 和 --contents 一起用：输出为 JSON，一行一份
    #[arg(long, requires = "contents")]
    json: bool,
    /// 只输出一份文件：第几份（从 1 数起），或者文号
    #[arg(long, value_name = "序号或文号", value_parser = Pick::read)]
    document: Option<Pick>,
    /// 只输出其中一条或一个附件：第十二条、三（二）5、附件2
    #[arg(long, value_name = "条款")]
    clause: Option<String>,
    /// 输出成什么：text 排好版的文字，markdown，json
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Format,
    /// 文字排多少格宽（缺省：终端的宽度；在管道里 80）
    #[arg(long, value_name = "格数", value_parser = clap::value_parser!(u16).range(1..=1000))]
    width: Option<u16>,
    /// “”…—①等字符的宽度：narrow 一格，wide 两格
    #[arg(long, value_enum, value_name = "宽度", hide_possible_values = true)]
    ambiguous: Option<Ambiguous>,
}

impl Show {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let options = self.options(&setup.config);
        let library = super::load(setup, self.paths.clone().place(setup)?)?;
        let mut failed = !library.catalog.failures.is_empty();
        let mut first = true;
        for index in 0..library.catalog.issues.len() {
            match library.issue(IssueId(index as u32)) {
                Ok(issue) if self.contents => {
                    contents(&issue, library.catalog.get(IssueId(index as u32)), self.json)?;
                }
                Ok(issue) => {
                    let shown = self.shown(&issue, &options)?;
                    if !std::mem::take(&mut first) && self.format != Format::Json {
                        out::bytes(b"\n\n\n", false)?;
                    }
                    out::bytes(shown.as_bytes(), self.format == Format::Json)?;
                }
                Err(failure) => {
                    failed = true;
                    out::tell_failure(&failure);
                }
            }
        }
        Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    /// A width that was asked for is filled; the terminal's is filled up to a comfortable measure.
    fn options(&self, config: &Config) -> Options {
        let width = self.width.or_else(super::terminal_width).unwrap_or(PIPE);
        let comfortable = config.measure.saturating_mul(2);
        let widths = match self.ambiguous.unwrap_or(config.ambiguous) {
            Ambiguous::Wide => Widths::wide(),
            Ambiguous::Narrow | Ambiguous::Auto => Widths::narrow(),
        };
        Options { width, measure: if self.width.is_some() { width } else { comfortable }, widths }
    }

    /// What is asked for of an issue: all of it, its front matter first; or one document, or a clause of one.
    fn shown(&self, issue: &Issue, options: &Options) -> anyhow::Result<String> {
        let write = |document: &Document| export::write([document], self.format, options);
        let document = match (&self.document, &issue.documents[..]) {
            (Some(pick), _) => pick.find(issue)?,
            (None, [only]) if self.clause.is_some() => only,
            (None, documents) if self.clause.is_some() => {
                bail!("{} 有 {} 份文件，请用 --document 指明是哪一份的", issue.source.path, documents.len())
            }
            (None, _) if self.format == Format::Json => return Ok(contract::text(&contract::issue(issue)) + "\n"),
            (None, documents) => {
                let front = front(issue);
                return Ok(export::write(front.iter().chain(documents), self.format, options));
            }
        };
        let Some(address) = &self.clause else { return Ok(write(document)) };
        let scopes = clauses(document, address);
        let Some(excerpt) = scopes.first().and_then(|scope| export::excerpt(document, scope)) else {
            bail!("《{}》里没有“{address}”", document.title);
        };
        if scopes.len() > 1 {
            out::tell(format_args!("“{address}”有 {} 处，这是第一处", scopes.len()));
        }
        Ok(write(&excerpt))
    }
}

/// What documents an issue has, a line each: what `--document` takes, where it begins, and what it is. Above them the issue.
fn contents(issue: &Issue, summary: Option<&IssueSummary>, json: bool) -> io::Result<()> {
    let Some(summary) = summary else { return Ok(()) };
    let mut out = BufWriter::new(io::stdout().lock());
    // As the catalog has them: numbers of the contents where a body lacks its own.
    let rows = (1..).zip(summary.documents.iter().zip(&issue.documents));
    if json {
        for (number, (known, document)) in rows {
            let object = json!({
                "path": summary.path,
                "gazette": summary.title,
                "year": summary.year,
                "issue": summary.number,
                "number": number,
                "title": known.title,
                "doc_number": known.doc_number,
                "date": known.date,
                "line": document.lines.0,
                "last_line": document.lines.1,
            });
            out::json(&mut out, &object)?;
        }
        return out.flush();
    }
    let which = match (summary.year, summary.number) {
        (Some(year), Some(number)) => format!(" {year}年第{number}期"),
        _ => String::new(),
    };
    let name = if issue.kind == IssueKind::Gazette { format!("{}{which}　", summary.title) } else { String::new() };
    writeln!(out, "{}", safe::line(&format!("{name}{}　{} 份文件", summary.path, issue.documents.len())))?;
    let numbers = || summary.documents.iter().map(|document| document.doc_number.unwrap_or("-").to_owned());
    let widths = Widths::narrow();
    let column = numbers().map(|number| widths.str(&safe::line(&number))).max().unwrap_or(0).min(LONGEST_NUMBER);
    for (number, (known, document)) in rows {
        let doc_number = known.doc_number.unwrap_or("-");
        let gap = " ".repeat(column.saturating_sub(widths.str(&safe::line(doc_number))));
        let (line, date) = (document.lines.0, known.date.unwrap_or("-"));
        let row = format!("{number:>3}  {line:>5}  {date:<10}  {doc_number}{gap}  {}", known.title);
        writeln!(out, "{}", safe::line(&row))?;
    }
    out.flush()
}

/// Cells of the column of document numbers at most.
const LONGEST_NUMBER: usize = 24;

/// Every place in a document that an address may mean.
fn clauses(document: &Document, address: &str) -> Vec<Scope> {
    let begin = BlockRef { part: 0, block: 0 };
    let found = Address::readings(address).into_iter().map(|reading| match reading {
        Address::Number(number) => inside::numbered(document, number, begin),
        Address::Inside(steps) => inside::find(document, &steps, begin),
        _ => Vec::new(),
    });
    found.into_iter().find(|scopes| !scopes.is_empty()).unwrap_or_default()
}

/// The front matter as a document of its own: the cover, the contents, the imprint.
fn front(issue: &Issue) -> Option<Document> {
    if issue.kind != IssueKind::Gazette || issue.front.is_empty() {
        return None;
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut seen = vec![false; issue.toc.len()];
    for line in &issue.front {
        let content = match line.role {
            FrontRole::Title | FrontRole::TocHeading => Content::Title,
            FrontRole::Number => Content::DocNumber,
            FrontRole::Category => Content::Label,
            FrontRole::Furniture => Content::Furniture,
            FrontRole::Board | FrontRole::Imprint | FrontRole::Unknown => Content::Unknown,
            FrontRole::Entry(index) => {
                let known = issue.toc.get(index as usize).zip(seen.get_mut(index as usize));
                if let Some((entry, seen)) = known {
                    if !std::mem::replace(seen, true) {
                        blocks.push(Block::new(Content::AttachmentList, line.line, contents_entry(entry)));
                    }
                    continue;
                }
                Content::Unknown
            }
        };
        blocks.push(Block::new(content, line.line, line.text.clone()));
    }
    let part = Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks };
    let lines = (1, issue.documents.first().map_or(issue.source.lines, |d| d.lines.0.saturating_sub(1)));
    Some(Document {
        lines,
        toc: None,
        title: issue.masthead.title.clone().unwrap_or_default(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![part],
        responsibilities: Vec::new(),
    })
}

/// `12. 标题（文号）`, a tab and the page.
fn contents_entry(entry: &TocEntry) -> String {
    let ordinal = entry.ordinal.map(|n| format!("{n}. ")).unwrap_or_default();
    let number = entry.doc_number.as_ref().map(|n| format!("（{n}）")).unwrap_or_default();
    let page = entry.page.map(|n| format!("\t{n}")).unwrap_or_default();
    format!("{ordinal}{}{number}{page}", entry.title)
}
