//! `gongbao doctor`: one screen to paste into a ticket: what the program runs on, what is wrong, and what to do.
//!
//! Each file looks at one matter and writes rows and problems into a [`Report`]. Nothing here stops at an error: an error is
//! what a report is for.

mod folders;
mod library;
mod terminal;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use super::config::{SYSTEM, Setup};
use super::shown;
use crate::text::safe;

/// 自检：版本、终端、文件夹、馆藏、索引的情况，有什么毛病、怎么办；报告问题时请附上
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    paths: super::Paths,
}

/// What was found.
#[derive(Debug, Default)]
struct Report {
    /// A matter, and a line about it.
    rows: Vec<(&'static str, String)>,
    /// What is wrong, and what to do.
    problems: Vec<(String, String)>,
}

impl Report {
    fn row(&mut self, matter: &'static str, line: impl Into<String>) {
        self.rows.push((matter, line.into()));
    }

    fn problem(&mut self, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push((what.into(), remedy.into()));
    }

    /// Plain text: a matter's name stands once, its lines below each other. Whatever is in a line is made safe here.
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let mut last = "";
        for (matter, line) in &self.rows {
            let name = if *matter == last { "" } else { matter };
            let gap = " ".repeat(8_usize.saturating_sub(2 * name.chars().count()));
            writeln!(out, "{name}{gap}{}", safe::line(line))?;
            last = matter;
        }
        if self.problems.is_empty() {
            return writeln!(out, "\n没有发现毛病。");
        }
        writeln!(out, "\n发现 {} 个毛病：", self.problems.len())?;
        for (number, (what, remedy)) in (1..).zip(&self.problems) {
            writeln!(out, "{number}. {}\n   办法：{}", safe::line(what), safe::line(remedy))?;
        }
        Ok(())
    }
}

impl Doctor {
    /// `setup` may be what went wrong.
    pub fn run(self, setup: anyhow::Result<Setup>) -> anyhow::Result<ExitCode> {
        let mut report = Report::default();
        let (os, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        let (version, data) = (env!("CARGO_PKG_VERSION"), &env!("GONGBAO_INDEX_VERSION")[..8]);
        report.row("版本", format!("gongbao {version}（数据格式 {data}），{os} {machine}"));
        terminal::examine(setup.as_ref().ok(), &mut report);
        match setup {
            Ok(setup) => {
                configured(&setup, &mut report);
                folders::examine(&setup, &mut report);
                match self.paths.place(&setup) {
                    Ok(place) => library::examine(&setup, place, &mut report),
                    Err(refused) => report.problem(refused.to_string(), "不带路径再运行一次，或请管理员把它加进馆藏"),
                }
            }
            Err(error) => report.problem(format!("{error:#}"), "改正或删掉这个配置文件；在此之前程序打不开"),
        }
        let mut out = io::stdout().lock();
        report.print(&mut out)?;
        out.flush()?;
        Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn configured(setup: &Setup, report: &mut Report) {
    let there = |path: &Path| if path.exists() { "有" } else { "没有" };
    let user = match &setup.folders {
        _ if setup.rights.is_restricted() => "个人的不读".to_owned(),
        Some(folders) => {
            let file = folders.config.join("config.toml");
            format!("{} {}", shown(&file), there(&file))
        }
        None => "没有个人文件夹".to_owned(),
    };
    report.row("配置", format!("{SYSTEM} {}；{user}", there(Path::new(SYSTEM))));
    if setup.rights.is_restricted() {
        report.row("配置", "受限模式：只读管理员的馆藏，不写文件");
    }
}

/// `1.2 MB`
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} 字节"),
        1_024..1_048_576 => format!("{} KB", bytes >> 10),
        1_048_576..1_073_741_824 => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.1} GB", bytes as f64 / 1_073_741_824.0),
    }
}

/// Whether standard output, where the report goes, is a terminal.
fn is_terminal() -> bool {
    io::stdout().is_terminal() && io::stdin().is_terminal()
}
