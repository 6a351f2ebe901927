//! `gongbao config`: what is set and by whom; writes a file to begin with.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::settings::{SETTINGS, template};
use super::{SYSTEM, Setup};
use crate::cli::{save, shown};
use crate::text::safe;
use crate::text::width::Widths;

/// 列出各项设置现在的值、是谁设的；--init 写一份带说明的配置文件
#[derive(Debug, clap::Args)]
pub struct Configure {
    /// 写一份配置文件，每一项都有说明；已经有了就不动它
    #[arg(long, conflicts_with = "path")]
    init: bool,
    /// 只说个人配置文件在哪里
    #[arg(long)]
    path: bool,
}

impl Configure {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let mut out = io::stdout().lock();
        let own = || setup.user_file().context("不知道个人文件夹在哪里（没有 HOME）");
        if self.init {
            let path = own()?;
            setup.rights.write(&path)?;
            init(&path)?;
            writeln!(out, "已写好 {}：各项都有说明，去掉行首的 # 就生效", safe::line(&shown(&path)))?;
        } else if self.path {
            writeln!(out, "{}", safe::line(&own()?.to_string_lossy()))?;
        } else {
            list(setup, &mut out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn init(path: &Path) -> anyhow::Result<()> {
    let failed = || format!("写不了配置文件 {}", path.display());
    // Also a link that leads nowhere is somebody's.
    if path.symlink_metadata().is_ok() {
        bail!("已有配置文件 {}，没有动它", path.display());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(failed)?;
    }
    save(path, template().as_bytes(), false).with_context(failed)
}

/// A line a setting: name, value, whose it is; below them the files.
fn list(setup: &Setup, out: &mut impl Write) -> io::Result<()> {
    const GAP: usize = 2;
    let widths = Widths::narrow();
    let rows: Vec<[String; 3]> = SETTINGS
        .iter()
        .map(|setting| {
            let value = safe::line(&setting.value(&setup.config)).into_owned();
            [setting.name.into(), value, setup.config.source(setting).name().into()]
        })
        .collect();
    let width = |at: usize| rows.iter().map(|row| widths.str(&row[at])).max().unwrap_or(0).min(40) + GAP;
    let columns = [width(0), width(1)];
    for [name, value, source] in &rows {
        let blank = |text: &str, column: usize| " ".repeat(column.saturating_sub(widths.str(text)).max(GAP));
        writeln!(out, "{name}{}{value}{}{source}", blank(name, columns[0]), blank(value, columns[1]))?;
    }
    let there = |path: &Path| if path.exists() { "" } else { "（没有这个文件）" };
    writeln!(out, "\n管理员的配置：{SYSTEM}{}", there(Path::new(SYSTEM)))?;
    match setup.user_file() {
        _ if setup.rights.is_restricted() => writeln!(out, "受限模式：个人的配置不读"),
        Some(path) => writeln!(out, "自己的配置：{}{}", safe::line(&shown(&path)), there(&path)),
        None => writeln!(out, "没有个人文件夹（没有 HOME）"),
    }
}
