//! `gongbao search`: every place of a query, best first, a line each; for people and for scripts.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::ProgressLine;
use super::config::Setup;
use super::out;
use crate::library::Library;
use crate::library::catalog::{DocumentSummary, IssueSummary};
use crate::search::bar::{Answer, Asker, Found, How, Names, Request};
use crate::search::corpus::Broken;
use crate::search::keep::{self, Step};
use crate::search::{Engine, Hit, Query};
use crate::text::safe;

/// 查找：每处一行，最相关的在前；找不到时退出码为 1
#[derive(Debug, clap::Args)]
#[command(after_help = LANGUAGE)]
pub struct Search {
    /// 要找的词，用空格隔开的都要有；写法见下
    #[arg(value_name = "查询", allow_hyphen_values = true)]
    query: String,
    #[command(flatten)]
    paths: super::Paths,
    /// 只要一字不差的：没有时不找相近的、不按词、不按拼音
    #[arg(long)]
    exact: bool,
    /// 输出为 JSON，一行一处
    #[arg(long)]
    json: bool,
    /// 最多输出几处（缺省：全部）
    #[arg(long, value_name = "处数", value_parser = count)]
    limit: Option<usize>,
    /// 索引放在哪个文件夹（缺省：馆藏超过 4 MB 才建索引，放在缓存文件夹）
    #[arg(long, value_name = "文件夹")]
    index: Option<PathBuf>,
}

const LANGUAGE: &str = "
查询的写法（全角半角、繁体简体、有没有空格都一样）：
  营养 学校            两个词都要有
  \"2021 年\"            引号里的作为一个词
  -寄宿                不要有
  学校 或 幼儿园       有一个就行，也可写 OR
  标题:方案            文件的标题里有；还有 文号: 机关: 刊: 类: 单位:
  年:2021..2023        文件成文的年份，也可写 年:2021
没有一处完全相同时，列出只差一个字的（相近）；整句找不到时，按句中的词找；
小写字母也当拼音（jtj、jiaotiju），比照馆藏里的标题、单位等名称。都不要就加 --exact。
";

/// Characters of a text shown on a terminal before the first mark, and in all.
const BEFORE: usize = 24;
const SHOWN: usize = 120;

fn count(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|&count| count > 0).ok_or("要写 1 以上的整数；全部要就不写 --limit")
}

impl Search {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        // A query may begin with what is not wanted; with two hyphens it is an option misspelt.
        anyhow::ensure!(!self.query.starts_with("--"), "没有 {0} 这个选项；要找这几个字，写 '\"{0}\"'", self.query);
        anyhow::ensure!(!self.query.trim().is_empty(), "写要找的词，例如 gongbao search 营养改善");
        let place = self.paths.place(setup)?;
        // Who says where the index shall be wants one.
        let small = if self.index.is_some() { 0 } else { keep::SMALL };
        let folder = super::index_folder(setup, &place, self.index)?;
        let library = super::load(setup, place)?;
        let line = ProgressLine::of_bytes("正在建立索引");
        let tell = |step: Step| match step {
            Step::Progress(progress) => line.show(progress),
            Step::Engine(_) | Step::Elsewhere => {}
            Step::Failed(error) if error.is_refusal() => {}
            Step::Failed(error) => {
                line.clear();
                let _ = writeln!(io::stderr(), "gongbao：索引没有建成（{}），这次逐件查找", error.reason());
            }
        };
        let mut engine = keep::engine(library.clone(), folder.as_deref(), small, tell);
        let limit = self.limit.unwrap_or(usize::MAX);
        let request = Request { typed: self.query, limit, ..Request::default() };
        let names = OnceLock::new();
        let names = || names.get_or_init(|| Names::new(&library.catalog));
        let ask = |engine: &Engine| match self.exact {
            true => exact(engine, &request),
            false => {
                let stale = AtomicBool::new(false);
                let asker = Asker { engine, names: &names, stale: &stale };
                asker.answer(&request, 0).map(Option::unwrap_or_default)
            }
        };
        let mut answer = ask(&engine);
        if answer.is_err() {
            engine = keep::repaired(library.clone(), folder.as_deref(), tell);
            answer = ask(&engine);
        }
        line.clear();
        let answer = answer?;
        print(&answer, &library, self.json)?;
        Ok(if answer.total == 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}

/// What stands there as it was typed, and nothing else.
fn exact(engine: &Engine, request: &Request) -> Result<Answer, Broken> {
    let results = engine.search(&Query::parse(&request.typed), request.limit)?;
    let notes = results.notes;
    if results.near {
        return Ok(Answer { notes, ..Answer::default() });
    }
    let found = results.hits.into_iter().map(|hit| Found { hit, how: How::Exact }).collect();
    let (total, documents) = (results.total, results.documents);
    Ok(Answer { found, total, documents, notes, ..Answer::default() })
}

fn print(answer: &Answer, library: &Library, json: bool) -> io::Result<()> {
    for note in &answer.notes {
        out::tell(note);
    }
    for proposal in &answer.proposals {
        out::tell(format_args!("{}有 {} 处：{}", proposal.said, proposal.hits, proposal.query));
    }
    if answer.found.iter().any(|found| found.how == How::Near) {
        out::tell("没有完全相同的；下面是相近的（差一个字）");
    }
    let spelled = answer.found.iter().filter(|found| found.how == How::Pinyin).count();
    if spelled > 0 {
        let which = if spelled < answer.found.len() { format!("最后 {spelled} 处是") } else { "下面是".into() };
        out::tell(format_args!("{which}按拼音找到的"));
    }
    let terminal = io::stdout().is_terminal();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut group = None;
    for Found { hit, how } in &answer.found {
        let Some(issue) = library.catalog.get(hit.issue) else { continue };
        let document = hit.unit.document.and_then(|at| issue.documents.get(at as usize));
        if json {
            out::json(&mut out, &object(hit, issue, document.as_ref(), *how))?;
            continue;
        }
        if terminal && group.replace((hit.issue, hit.unit.document)) != Some((hit.issue, hit.unit.document)) {
            writeln!(out, "\x1b[1m{}\x1b[m", safe::line(&heading(issue, document.as_ref())))?;
        }
        let text = if terminal { snippet(hit) } else { safe::line(&hit.unit.text).into_owned() };
        writeln!(out, "{}:{}: {text}", safe::line(&issue.path), hit.line())?;
    }
    out.flush()?;
    if terminal && !json {
        writeln!(io::stderr(), "共 {} 处，在 {} 件里", answer.total, answer.documents)?;
    }
    Ok(())
}

/// `标题（文号）`, or the gazette's front matter.
fn heading(issue: &IssueSummary, document: Option<&DocumentSummary>) -> String {
    match document {
        Some(DocumentSummary { title, doc_number: Some(number), .. }) => format!("{title}（{number}）"),
        Some(document) => document.title.to_string(),
        None => format!("{} 刊头和目录", issue.title),
    }
}

/// The clause, and the text around the first mark, marks in colour.
fn snippet(hit: &Hit) -> String {
    let (text, first) = (&hit.unit.text, hit.marks.first().map_or(0, |mark| mark.start));
    let from = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    let to = text[from..].char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| from + at);
    let mut shown = String::new();
    if !hit.unit.path.is_empty() {
        shown.push_str(&format!("\x1b[2m{}\x1b[m ", safe::line(&hit.unit.path)));
    }
    shown.push_str(if from > 0 { "…" } else { "" });
    let (on, off) = out::hit();
    let mut at = from;
    for Range { start, end } in hit.marks.iter().filter(|mark| mark.end <= to).cloned() {
        let (plain, marked) = (&text[at..start], &text[start..end]);
        shown.push_str(&format!("{}{on}{}{off}", safe::line(plain), safe::line(marked)));
        at = end;
    }
    shown.push_str(&safe::line(&text[at..to]));
    shown.push_str(if to < text.len() { "…" } else { "" });
    shown
}

/// A hit for scripts. Matches are ranges of the text's characters (code points).
fn object(hit: &Hit, issue: &IssueSummary, document: Option<&DocumentSummary>, how: How) -> serde_json::Value {
    let text = &hit.unit.text;
    let chars = |bytes: usize| text[..bytes].chars().count();
    let marks: Vec<_> = hit.marks.iter().map(|mark| [chars(mark.start), chars(mark.end)]).collect();
    let mut lines: Vec<u32> = hit.unit.lines.iter().map(|&(_, line)| line).collect();
    lines.dedup();
    json!({
        "path": issue.path,
        "line": hit.line(),
        "lines": lines,
        "gazette": issue.title,
        "document": document.map(|document| &document.title),
        "doc_number": document.and_then(|document| document.doc_number),
        "clause": (!hit.unit.path.is_empty()).then_some(&hit.unit.path),
        "text": text,
        "matches": marks,
        "near": how == How::Near,
        "how": match how {
            How::Exact => "exact",
            How::Near => "near",
            How::Words => "words",
            How::Pinyin => "pinyin",
        },
    })
}
