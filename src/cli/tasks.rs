//! `gongbao tasks`: the ledger of a library, narrowed, as a table, CSV, JSON or a workbook.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};

use super::config::Setup;
use super::{ProgressLine, out, terminal_width};
use crate::ledger::deadline::{Deadline, When};
use crate::ledger::mentions::{self, Mentions};
use crate::ledger::units::Units;
use crate::ledger::view::{self, Due, Filter, Group, Item, Order};
use crate::ledger::write::{self, Kind};
use crate::ledger::{Ledger, Role, Source};
use crate::library::catalog::IssueId;
use crate::text::fold::fold;
use crate::text::safe;
use crate::text::width::Widths;
use crate::typeset;

/// 台账：谁、在什么期限前、做什么；没有符合的任务时退出码为 1
#[derive(Debug, clap::Args)]
#[command(after_help = NOTES)]
pub struct Tasks {
    #[command(flatten)]
    paths: super::Paths,
    /// 哪个单位，简称全称都行；可写几个，用、或逗号隔开
    #[arg(long, value_name = "单位", value_delimiter = ',')]
    unit: Vec<String>,
    /// 什么角色：牵头 责任 实施 配合 督导 责任领导 责任人 职责；可写几个
    #[arg(long, value_name = "角色", value_delimiter = ',')]
    role: Vec<String>,
    /// 什么期限：..2023-12、2021..2023-06、2023、长期、每月、无
    #[arg(long, value_name = "期限", value_parser = due, allow_hyphen_values = true)]
    due: Option<Due>,
    /// 哪些年的文件：2021 或 2021..2023
    #[arg(long, value_name = "年份", value_parser = years)]
    year: Option<(i32, i32)>,
    /// 任务、标题、文号里要有的词；可写几个，都要有
    #[arg(long, value_name = "词", value_delimiter = ',')]
    word: Vec<String>,
    /// 把“各乡镇”展开为馆藏里出现过的每个乡镇
    #[arg(long)]
    expand: bool,
    /// 按期限先后排（缺省：按馆藏和印刷的次序）
    #[arg(long)]
    by_due: bool,
    /// 输出格式：table 表格，csv，json 一行一条，xlsx（缺省：看 -o 的扩展名 .csv .json .xlsx .txt，不写 -o 则表格）
    #[arg(long, value_enum, value_name = "格式", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到这个文件；已经有了就不动它
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 已经有 -o 的文件时覆盖它
    #[arg(long, requires = "output")]
    force: bool,
    /// 表格排多少格宽（缺省：终端的宽度；在管道里 100）
    #[arg(long, value_name = "格数", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
}

const NOTES: &str = "
同一单位的不同叫法算一个：县发改局＝发改局＝发展和改革局；别的县、上级市的单位是另一个单位，
原文的叫法总是保留。自己的叫法写在配置文件夹的 units.toml 里，见手册。
";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// 表格
    Table,
    /// 逗号分隔，Excel 和 WPS 直接打开
    Csv,
    /// 一行一条
    Json,
    /// 工作簿
    Xlsx,
}

/// Cells of a table in a pipe.
const PIPE: u16 = 100;
/// Lines of a task in a table; the whole text is in the other formats.
const TASK_LINES: usize = 4;

impl Tasks {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        if let Some(path) = &self.output {
            setup.rights.write(path)?;
            // Before all the reading; what comes meanwhile is seen when it is saved.
            if !self.force && path.symlink_metadata().is_ok() {
                return Err(not_written(path, &ErrorKind::AlreadyExists.into()));
            }
        }
        let format = self.format()?;
        if format == Format::Xlsx && self.output.is_none() && io::stdout().is_terminal() {
            bail!("xlsx 不能显示在终端上，请用 -o 写到文件");
        }
        let units = setup.units()?;
        let filter = self.filter()?;
        let place = self.paths.clone().place(setup)?;
        let (library, read) = super::load_with(setup, place, |issue| Ledger::of_issue(IssueId(0), issue, &units))?;
        let line = ProgressLine::new("正在读出任务");
        let mut ledger = Ledger::of_rest(&library, read, &units, |progress| line.show(progress));
        line.clear();
        ledger.failures.iter().for_each(out::tell_failure);
        if self.expand {
            ledger = ledger.expanded(&units);
        }
        let rows = view::rows(&ledger, &filter, &units);
        let order = if self.by_due { Order::Deadline } else { Order::Printed };
        let items = view::arrange(&ledger, &rows, order, Group::None);
        let rows: Vec<u32> = items.iter().filter_map(Item::row).collect();
        let width = self.width.or_else(terminal_width).unwrap_or(PIPE);
        match &self.output {
            Some(path) => {
                let bytes = made(format, &ledger, &rows, width)?;
                super::save(path, &bytes, self.force).map_err(|error| not_written(path, &error))?
            }
            None if format == Format::Table => {
                let style = Style { width: width as usize, bold: io::stdout().is_terminal() };
                table(&ledger, &rows, &style, BufWriter::new(io::stdout().lock()))?;
            }
            None => out::bytes(&made(format, &ledger, &rows, width)?, format == Format::Json)?,
        }
        remarks(&ledger, &rows, &filter, &units, self.output.as_deref())?;
        if !filter.units.is_empty() {
            let found = mentions::of_library(&ledger, &library, &units, &filter.units, filter.years.as_ref());
            tell_mentions(&filter.units, &found)?;
        }
        Ok(if rows.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    /// The format that is asked for, or that the file's name ends with.
    fn format(&self) -> anyhow::Result<Format> {
        let (format, Some(path)) = (self.format, &self.output) else { return Ok(self.format.unwrap_or(Format::Table)) };
        let text = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
        let named = match Kind::of(path) {
            Some(Kind::Csv) => Some(Format::Csv),
            Some(Kind::Json) => Some(Format::Json),
            Some(Kind::Xlsx) => Some(Format::Xlsx),
            None => text.then_some(Format::Table),
        };
        let unknown = || format!("文件名要以 {} 结尾（表格用 .txt），或者用 --format 指明格式", write::ENDINGS);
        format.or(named).with_context(unknown)
    }

    fn filter(&self) -> anyhow::Result<Filter> {
        let split = |words: &[String]| -> Vec<String> {
            let words = words.iter().flat_map(|words| words.split(['、', '，']));
            words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
        };
        let mut roles = Vec::new();
        for word in split(&self.role) {
            match Role::ALL.into_iter().find(|role| role.name() == word || role.name() == word.trim_end_matches("单位"))
            {
                Some(role) => roles.push(role),
                None => bail!("没有“{word}”这个角色；可写：{}", Role::ALL.map(Role::name).join(" ")),
            }
        }
        Ok(Filter {
            units: split(&self.unit),
            roles,
            due: self.due,
            years: self.year.map(|(from, to)| from..=to),
            words: split(&self.word),
        })
    }
}

fn not_written(path: &Path, error: &io::Error) -> anyhow::Error {
    let hint = if error.kind() == ErrorKind::AlreadyExists { "；要覆盖，加 --force" } else { "" };
    anyhow!("写不了文件 {}：{}{hint}", path.display(), out::why(error))
}

fn due(text: &str) -> Result<Due, String> {
    Due::parse(text).ok_or_else(|| "写法：2023、2023-06、..2023-12、2021..2023-06、长期、每月、无".to_owned())
}

fn years(text: &str) -> Result<(i32, i32), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let year = |text: &str, open| if text.is_empty() { Some(open) } else { text.parse().ok() };
    year(from, 0).zip(year(to, 9999)).ok_or_else(|| "写法：2021 或 2021..2023".to_owned())
}

/// A file's content.
fn made(format: Format, ledger: &Ledger, rows: &[u32], width: u16) -> anyhow::Result<Vec<u8>> {
    let kind = match format {
        Format::Csv => Kind::Csv,
        Format::Json => Kind::Json,
        Format::Xlsx => Kind::Xlsx,
        Format::Table => {
            let mut bytes = Vec::new();
            table(ledger, rows, &Style { width: width as usize, bold: false }, &mut bytes)?;
            return Ok(bytes);
        }
    };
    write::bytes(kind, ledger, rows).context("写不成这种文件")
}

struct Style {
    /// Cells.
    width: usize,
    /// Headings stand out: only on a terminal.
    bold: bool,
}

/// Names of the columns, and rows under the headings of their documents, each with its unit, role, deadline and as much of the task as a few lines hold.
fn table(ledger: &Ledger, rows: &[u32], style: &Style, mut out: impl Write) -> io::Result<()> {
    let widths = Widths::narrow();
    let shown = |text: &str| safe::line(text).into_owned();
    let most = if style.width < 100 { 16 } else { 24 };
    let unit =
        rows.iter().map(|&at| widths.str(&shown(&ledger.rows[at as usize].unit))).max().unwrap_or(0).clamp(8, most);
    let (role, due, gap) = (8, 12, 2);
    let indent = unit + role + due + 3 * gap;
    let room = style.width.saturating_sub(indent).max(16);
    let (on, off) = if style.bold { ("\x1b[1m", "\x1b[m") } else { ("", "") };
    let cell = |text: &str, room: usize| format!("{text}{}", " ".repeat((room + gap).saturating_sub(widths.str(text))));
    if !rows.is_empty() {
        writeln!(out, "{on}{}{}{}任务{off}", cell("单位", unit), cell("角色", role), cell("期限", due))?;
    }
    let mut source: Option<*const Source> = None;
    for &at in rows {
        let row = &ledger.rows[at as usize];
        let (task, from) = (ledger.task(row), ledger.source(row));
        if source.replace(from) != Some(from) {
            let heading = shown(&format!("{} {}", heading(from), from.path));
            writeln!(out, "{on}{heading}{off}")?;
        }
        let mut text = format!("第{}行 ", row.line);
        for piece in [task.place.as_str()].into_iter().chain(task.words()) {
            if !piece.is_empty() {
                text.push_str(&shown(piece));
                text.push(' ');
            }
        }
        let mut lines = typeset::wrap(text.trim_end(), room, widths).into_iter();
        let name = if row.is_above() { format!("{}（同上）", row.unit) } else { row.unit.clone() };
        let names = typeset::wrap(&name, unit, widths).into_iter().map(&shown).collect::<Vec<_>>();
        let dates = dates(&task.deadlines);
        let roles = shown(&row.said);
        let roles = typeset::wrap(&roles, role, widths);
        let height = lines.len().min(TASK_LINES).max(names.len()).max(dates.len()).max(roles.len());
        for line in 0..height {
            let task = if line < TASK_LINES { lines.next().unwrap_or_default() } else { "" };
            let more = if line + 1 == TASK_LINES && lines.len() > 0 { "…" } else { "" };
            let task = if more.is_empty() {
                task
            } else {
                typeset::wrap(task, room - 2, widths).first().copied().unwrap_or("")
            };
            let row = format!(
                "{}{}{}{task}{more}",
                cell(names.get(line).map_or("", String::as_str), unit),
                cell(roles.get(line).copied().unwrap_or_default(), role),
                cell(dates.get(line).map_or("", String::as_str), due),
            );
            writeln!(out, "{}", row.trim_end())?;
        }
    }
    out.flush()
}

/// Deadlines as lines of a column, one each, the end of a period below its beginning; those there is no room for are counted.
fn dates(deadlines: &[Deadline]) -> Vec<String> {
    let lines = |when: When| {
        let (first, last) = when.ends();
        [first].into_iter().chain(last.map(|last| format!("至{last}"))).collect::<Vec<_>>()
    };
    let each: Vec<Vec<String>> = deadlines.iter().filter_map(|deadline| deadline.when).map(lines).collect();
    let all: Vec<String> = each.concat();
    if all.len() <= TASK_LINES {
        return all;
    }
    let mut shown = Vec::new();
    for lines in &each {
        if shown.len() + lines.len() >= TASK_LINES {
            break;
        }
        shown.extend(lines.iter().cloned());
    }
    shown.push(format!("等{}个", each.len()));
    shown
}

/// A document's title and number, behind the place whose units are meant where the title does not name it.
fn heading(source: &Source) -> String {
    let place = if fold(&source.title).contains(&fold(&source.home)) { "" } else { &source.home };
    let number = source.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
    format!("{place} {}{number}", source.title).trim_start().to_owned()
}

/// What a reader should know of the answer: how many rows, which names are counted as the unit, and which are not.
fn remarks(ledger: &Ledger, rows: &[u32], filter: &Filter, units: &Units, saved: Option<&Path>) -> io::Result<()> {
    let mut err = io::stderr();
    if let Some(path) = saved {
        writeln!(err, "已写入 {}：{} 条", safe::line(&path.to_string_lossy()), rows.len())?;
    } else if io::stdout().is_terminal() || rows.is_empty() {
        writeln!(err, "共 {} 条", rows.len())?;
    }
    if filter.units.is_empty() {
        return Ok(());
    }
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in rows {
        *names.entry(&ledger.rows[at as usize].unit).or_default() += 1;
    }
    note(&mut err, "计入的叫法", names)?;
    let all = view::rows(ledger, &Filter { units: Vec::new(), ..filter.clone() }, units);
    let counted: HashSet<u32> = rows.iter().copied().collect();
    let mut near: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let town = filter.units.iter().any(|unit| unit.ends_with(['乡', '镇']) || unit.ends_with("街道"));
    for at in all {
        let row = &ledger.rows[at as usize];
        if counted.contains(&at) {
            continue;
        }
        if town && Units::is_group(ledger.body(row)) {
            *groups.entry(&row.unit).or_default() += 1;
        } else if filter.units.iter().any(|unit| view::is_near(unit, &ledger.body(row).name)) {
            *near.entry(&row.unit).or_default() += 1;
        }
    }
    note(&mut err, "未计入的相近叫法", near)?;
    note(&mut err, "另有落在各乡镇的（加 --expand 展开）", groups)
}

/// Where else the units are named: a list is complete when these were looked at.
fn tell_mentions(names: &[String], found: &[Mentions]) -> io::Result<()> {
    /// Lines that are listed of a file.
    const MOST: usize = 40;
    let mut err = io::stderr();
    let names = safe::line(&names.join("、")).into_owned();
    let count: usize = found.iter().map(|file| file.lines.len()).sum();
    if count == 0 {
        return writeln!(err, "没有别处提到{names}");
    }
    writeln!(err, "另有 {count} 处提到{names}，没有读成任务，请对照原文：")?;
    for file in found {
        let lines: Vec<String> = file.lines.iter().take(MOST).map(u32::to_string).collect();
        let more = if file.lines.len() > MOST { format!("等 {} 行", file.lines.len()) } else { "行".to_owned() };
        writeln!(err, "  {}：第 {} {more}", safe::line(&file.path), lines.join("、"))?;
    }
    Ok(())
}

fn note(out: &mut impl Write, what: &str, names: BTreeMap<&str, usize>) -> io::Result<()> {
    const MOST: usize = 12;
    if names.is_empty() {
        return Ok(());
    }
    let mut names: Vec<(&str, usize)> = names.into_iter().collect();
    names.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let more = if names.len() > MOST { format!("等 {} 种", names.len()) } else { String::new() };
    let names: Vec<String> =
        names.iter().take(MOST).map(|(name, count)| format!("{} {count}", safe::line(name))).collect();
    writeln!(out, "{what}：{}{more}", names.join("、"))
}
