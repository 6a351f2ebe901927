//! `gongbao show`: an issue or a document on paper: set by the same code as the reader, as plain text.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::bail;

use super::config::{Ambiguous, Config, Setup};
use super::out;
use crate::issue::{Block, Content, Document, FrontRole, Issue, IssueKind, Part, PartKind, TocEntry};
use crate::library::catalog::IssueId;
use crate::text::width::Widths;
use crate::typeset::{self, Options};

/// Width in a pipe.
const PIPE: u16 = 80;
/// Blank lines between two documents.
const BETWEEN_DOCUMENTS: usize = 3;

/// 把整期或一份文件排成纯文本输出
#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    paths: super::Paths,
    /// 排多少格宽（缺省：终端的宽度；在管道里 80）
    #[arg(long, value_name = "格数", value_parser = clap::value_parser!(u16).range(1..=1000))]
    width: Option<u16>,
    /// 只输出第几份文件，从 1 数起
    #[arg(long, value_name = "序号", value_parser = clap::value_parser!(u32).range(1..))]
    document: Option<u32>,
    /// “”…—①等字符的宽度：narrow 一格，wide 两格
    #[arg(long, value_enum, value_name = "宽度", hide_possible_values = true)]
    ambiguous: Option<Ambiguous>,
}

impl Show {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let options = self.options(&setup.config);
        let library = super::load(setup, self.paths.place(setup)?);
        let mut failed = !library.catalog.failures.is_empty();
        let mut out = BufWriter::new(io::stdout().lock());
        for index in 0..library.catalog.issues.len() {
            match library.issue(IssueId(index as u32)) {
                Ok(issue) => {
                    if index > 0 {
                        out.write_all("\n".repeat(BETWEEN_DOCUMENTS).as_bytes())?;
                    }
                    show(&issue, self.document, &options, &mut out)?;
                }
                Err(failure) => {
                    failed = true;
                    out::tell_failure(&failure);
                }
            }
        }
        out.flush()?;
        Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    /// A width that was asked for is filled; the terminal's is filled up to a comfortable measure.
    fn options(&self, config: &Config) -> Options {
        let width = self.width.or_else(super::terminal_width).unwrap_or(PIPE);
        let comfortable = config.measure.unwrap_or(typeset::MEASURE).saturating_mul(2);
        let widths = match self.ambiguous.or(config.ambiguous) {
            Some(Ambiguous::Wide) => Widths::wide(),
            Some(Ambiguous::Narrow | Ambiguous::Auto) | None => Widths::narrow(),
        };
        Options { width, measure: if self.width.is_some() { width } else { comfortable }, widths }
    }
}

/// Prints an issue, its front matter first, or one document of it.
fn show(issue: &Issue, only: Option<u32>, options: &Options, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(number) = only {
        let Some(document) = issue.documents.get(number as usize - 1) else {
            bail!("{} 没有第 {number} 份文件，共 {} 份", issue.source.path, issue.documents.len());
        };
        return print(document, options, out);
    }
    let front = front(issue);
    let mut first = true;
    for document in front.iter().chain(&issue.documents) {
        if !first {
            out.write_all("\n".repeat(BETWEEN_DOCUMENTS).as_bytes())?;
        }
        first = false;
        print(document, options, out)?;
    }
    Ok(())
}

fn print(document: &Document, options: &Options, out: &mut impl Write) -> anyhow::Result<()> {
    for line in typeset::document(document, options).lines {
        writeln!(out, "{}", line.text())?;
    }
    Ok(())
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
            FrontRole::Title | FrontRole::Number | FrontRole::TocHeading => Content::Title,
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

/// `12. 标题（文号） 35`
fn contents_entry(entry: &TocEntry) -> String {
    let ordinal = entry.ordinal.map(|n| format!("{n}. ")).unwrap_or_default();
    let number = entry.doc_number.as_ref().map(|n| format!("（{n}）")).unwrap_or_default();
    let page = entry.page.map(|n| format!("　{n}")).unwrap_or_default();
    format!("{ordinal}{}{number}{page}", entry.title)
}
