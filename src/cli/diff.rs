//! `gongbao diff`: two documents clause by clause, as a list or side by side.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;

use super::config::{Setup, no_color};
use super::pick::Pick;
use crate::address::inside;
use crate::compare::{Comparison, Item, Row, words};
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
        let comparison = Comparison::of(old.document(), new.document());
        let stdout = io::stdout();
        let colours = stdout.is_terminal() && !no_color();
        let page = Page {
            comparison: &comparison,
            old: old.document(),
            new: new.document(),
            width: self.width.or_else(super::terminal_width).unwrap_or(PIPE) as usize,
            colours,
        };
        let mut out = io::BufWriter::new(stdout.lock());
        for line in page.lines(self.all) {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
        Ok(ExitCode::from(u8::from(!comparison.is_same())))
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

    fn document(&self) -> &Document {
        &self.issue.documents[self.at]
    }
}

/// How a stretch of text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Gone,
    New,
    /// What the program says itself.
    Own,
}

type Run = (Look, String);

/// A comparison to be printed.
struct Page<'a> {
    comparison: &'a Comparison,
    old: &'a Document,
    new: &'a Document,
    width: usize,
    colours: bool,
}

impl Page<'_> {
    fn lines(&self, all: bool) -> Vec<String> {
        let rows = &self.comparison.rows;
        let count = |of: fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count();
        let mut lines = vec![
            format!("旧：{}", self.title(self.old)),
            format!("新：{}", self.title(self.new)),
            format!(
                "相同 {}，改动 {}，增加 {}，删去 {}，只是移动或改号 {}",
                count(|row| row.is_same()),
                count(|row| matches!(row, Row::Pair { changed: true, .. })),
                count(|row| matches!(row, Row::Added(_))),
                count(|row| matches!(row, Row::Dropped(_))),
                count(|row| !row.is_same() && matches!(row, Row::Pair { changed: false, .. })),
            ),
        ];
        let mut same = 0;
        for row in rows {
            if row.is_same() && !all {
                same += 1;
                continue;
            }
            self.skipped(&mut same, &mut lines);
            lines.push(String::new());
            self.row(*row, &mut lines);
        }
        self.skipped(&mut same, &mut lines);
        lines
    }

    fn title(&self, document: &Document) -> String {
        let number = document.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
        safe::line(&format!("{}{number}", document.title)).into_owned()
    }

    fn skipped(&self, same: &mut usize, lines: &mut Vec<String>) {
        let count = std::mem::take(same);
        if count > 0 {
            lines.push(String::new());
            lines.extend(self.set(&[(Look::Own, format!("…… {count} 处相同 ……"))], self.width));
        }
    }

    fn row(&self, row: Row, lines: &mut Vec<String>) {
        let (what, old, new) = match row {
            Row::Added(new) => ("增加".to_owned(), None, Some(&self.comparison.new[new])),
            Row::Dropped(old) => ("删去".to_owned(), Some(&self.comparison.old[old]), None),
            Row::Pair { old, new, changed, renumbered, moved } => {
                let said = [(changed, "改动"), (renumbered, "改号"), (moved, "移动")];
                let said: Vec<&str> = said.into_iter().filter_map(|(is, name)| is.then_some(name)).collect();
                let what = if said.is_empty() { "相同".to_owned() } else { said.join("、") };
                (what, Some(&self.comparison.old[old]), Some(&self.comparison.new[new]))
            }
        };
        let name = |document: &Document, item: Option<&Item>| {
            item.map(|item| inside::name(document, item.at)).unwrap_or_default()
        };
        let (from, to) = (name(self.old, old), name(self.new, new));
        let place = match (from.is_empty(), to.is_empty()) {
            (false, false) if from != to => format!("{from} → {to}"),
            (true, _) => to,
            (false, _) => from,
        };
        lines.extend(self.set(&[(Look::Own, format!("【{what}】{place}"))], self.width));
        let (left, right, both) = runs(self.old, old, self.new, new);
        if self.width < WIDE as usize {
            lines.extend(self.set(&both, self.width));
            return;
        }
        const BETWEEN: &str = " │ ";
        let column = (self.width - 4) / 2;
        let (left, right) = (self.set(&left, column), self.set(&right, column));
        for at in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
            let space = " ".repeat(column.saturating_sub(width(left)));
            lines.push(format!("{left}{space}{BETWEEN}{right}").trim_end().to_owned());
        }
    }

    /// Runs broken into lines of so many cells.
    fn set(&self, runs: &[Run], cells: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut line, mut used) = (String::new(), 0);
        for (look, text) in runs {
            line.push_str(self.begin(*look));
            for c in text.chars() {
                let wide = Widths::narrow().char(c);
                if used + wide > cells {
                    line.push_str(self.end(*look));
                    lines.push(std::mem::take(&mut line));
                    line.push_str(self.begin(*look));
                    used = 0;
                }
                line.push(c);
                used += wide;
            }
            line.push_str(self.end(*look));
        }
        if used > 0 {
            lines.push(line);
        }
        lines
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

/// The text of both sides, and both in one.
fn runs(before: &Document, old: Option<&Item>, after: &Document, new: Option<&Item>) -> (Vec<Run>, Vec<Run>, Vec<Run>) {
    let text = |document: &Document, item: &Item| {
        document.block(item.at).and_then(|block| block.text.get(item.bytes.clone())).unwrap_or_default().to_owned()
    };
    let shown = |text: &str| safe::line(&text.replace('\t', " | ")).into_owned();
    let gone = |text: &str| (Look::Gone, format!("[-{}-]", shown(text)));
    let fresh = |text: &str| (Look::New, format!("{{+{}+}}", shown(text)));
    let (old, new) = match (old.map(|item| text(before, item)), new.map(|item| text(after, item))) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => return (vec![gone(&old)], Vec::new(), vec![gone(&old)]),
        (None, Some(new)) => return (Vec::new(), vec![fresh(&new)], vec![fresh(&new)]),
        (None, None) => return Default::default(),
    };
    let (mut left, mut right, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for piece in words(&old, &new) {
        let (from, to) = (&old[piece.old.clone()], &new[piece.new.clone()]);
        if !piece.changed {
            left.push((Look::Plain, shown(from)));
            right.push((Look::Plain, shown(to)));
            both.push((Look::Plain, shown(to)));
            continue;
        }
        if !from.is_empty() {
            left.push(gone(from));
            both.push(gone(from));
        }
        if !to.is_empty() {
            right.push(fresh(to));
            both.push(fresh(to));
        }
    }
    (left, right, both)
}
