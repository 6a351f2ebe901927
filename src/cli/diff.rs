//! `gongbao diff`: two documents clause by clause, as a list or side by side.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;

use super::config::{Setup, no_color};
use super::pick::Pick;
use crate::compare::told::{self, Compared, Look, Run, Runs};
use crate::issue::{Document, Issue};
use crate::library::catalog::IssueId;
use crate::text::safe;
use crate::text::width::Widths;

/// 逐条比较两份文件：相同的、改动的、增加的、删去的；有不同时退出码为 1
#[derive(Debug, clap::Args)]
#[command(after_help = LANGUAGE)]
pub struct Diff {
    /// 旧的一份
    #[arg(value_name = "旧")]
    old: String,
    /// 新的一份
    #[arg(value_name = "新")]
    new: String,
    /// 相同的也列出
    #[arg(long)]
    all: bool,
    /// 排多少格宽，110 起左右对照（缺省：终端的宽度；在管道里 80）
    #[arg(long, value_name = "格数", value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: Option<u16>,
}

const LANGUAGE: &str = "
每一份写：文件路径；一期里的一份，加 # 和序号或文号：2023年第2期.txt#3  2023年第2期.txt#29号
删去的字写成 [-某某-]，新加的字写成 {+某某+}。
";

/// Width in a pipe.
const PIPE: u16 = 80;
/// From this width on, the documents stand side by side.
const WIDE: u16 = 110;

impl Diff {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let (old, new) = (Chosen::read(&self.old, setup)?, Chosen::read(&self.new, setup)?);
        let Some(compared) = Compared::of((old.issue, old.at), (new.issue, new.at)) else {
            bail!("没有可以比较的")
        };
        let stdout = io::stdout();
        let colours = stdout.is_terminal() && !no_color();
        let page = Page {
            compared: &compared,
            width: self.width.or_else(super::terminal_width).unwrap_or(PIPE) as usize,
            colours,
        };
        let mut out = io::BufWriter::new(stdout.lock());
        for line in page.lines(self.all) {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
        Ok(ExitCode::from(u8::from(!compared.comparison.is_same())))
    }
}

/// A document that was named.
struct Chosen {
    issue: Arc<Issue>,
    at: usize,
}

impl Chosen {
    fn read(named: &str, setup: &Setup) -> anyhow::Result<Chosen> {
        // A file's name may have a # in it.
        let (path, pick) = match named.rsplit_once('#') {
            Some((path, pick)) if !PathBuf::from(named).exists() => {
                (path, Some(Pick::read(pick).map_err(|why| anyhow::anyhow!("{named}：# 后面{why}"))?))
            }
            _ => (named, None),
        };
        let library = super::load(setup, setup.rights.open(vec![path.into()], &[])?)?;
        if library.catalog.issues.len() > 1 {
            bail!("{path} 是文件夹，请写其中的一个文件");
        }
        let issue = library.issue(IssueId(0)).map_err(|failure| anyhow::anyhow!("{path}：{}", failure.reason))?;
        let at = match (&pick, issue.documents.len()) {
            (Some(pick), _) => {
                let found = pick.find(&issue)?;
                issue.documents.iter().position(|document| std::ptr::eq(document, found)).unwrap_or(0)
            }
            (None, 1) => 0,
            (None, 0) => bail!("{path} 里没有文件"),
            (None, count) => bail!("{path} 有 {count} 份文件，请写明哪一份，如 {path}#1"),
        };
        Ok(Chosen { issue, at })
    }
}

/// A comparison to be printed.
struct Page<'a> {
    compared: &'a Compared,
    width: usize,
    colours: bool,
}

impl Page<'_> {
    fn lines(&self, all: bool) -> Vec<String> {
        let title = |document: &Document| {
            let number = document.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
            safe::line(&format!("{}{number}", document.title)).into_owned()
        };
        let mut lines = vec![
            format!("旧：{}", title(self.compared.old_document())),
            format!("新：{}", title(self.compared.new_document())),
            self.compared.counts(),
        ];
        let mut same = 0;
        for (at, row) in self.compared.comparison.rows.iter().enumerate() {
            if row.is_same() && !all {
                same += 1;
                continue;
            }
            self.skipped(&mut same, &mut lines);
            lines.push(String::new());
            self.row(at, &mut lines);
        }
        self.skipped(&mut same, &mut lines);
        lines
    }

    fn skipped(&self, same: &mut usize, lines: &mut Vec<String>) {
        let count = std::mem::take(same);
        if count > 0 {
            lines.push(String::new());
            lines.extend(self.set(&[(Look::Own, format!("…… {count} 处相同 ……"))], self.width));
        }
    }

    fn row(&self, row: usize, lines: &mut Vec<String>) {
        lines.extend(self.set(&[(Look::Own, self.compared.label(row))], self.width));
        let Runs { old, new, both } = self.compared.runs(row);
        if self.width < WIDE as usize {
            lines.extend(self.set(&both, self.width));
            return;
        }
        const BETWEEN: &str = " │ ";
        let column = (self.width - 4) / 2;
        let (left, right) = (self.set(&old, column), self.set(&new, column));
        for at in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
            let space = " ".repeat(column.saturating_sub(width(left)));
            lines.push(format!("{left}{space}{BETWEEN}{right}").trim_end().to_owned());
        }
    }

    /// Runs set into lines of so many cells, each with its colours.
    fn set(&self, runs: &[Run], cells: usize) -> Vec<String> {
        let coloured = |line: Vec<Run>| {
            line.iter().map(|(look, text)| format!("{}{text}{}", self.begin(*look), self.end(*look))).collect()
        };
        told::set(runs, cells, Widths::narrow(), true).into_iter().map(coloured).collect()
    }

    fn begin(&self, look: Look) -> &'static str {
        match look {
            _ if !self.colours => "",
            Look::Plain => "",
            Look::Gone => "\x1b[31m",
            Look::New => "\x1b[32m",
            Look::Own => "\x1b[1m",
        }
    }

    fn end(&self, look: Look) -> &'static str {
        if self.begin(look).is_empty() { "" } else { "\x1b[m" }
    }
}

/// Cells of a line, colours not counted.
fn width(line: &str) -> usize {
    let mut parts = line.split('\x1b');
    let first = parts.next().map_or(0, |text| Widths::narrow().str(text));
    first + parts.map(|part| Widths::narrow().str(part.split_once('m').map_or("", |(_, text)| text))).sum::<usize>()
}
