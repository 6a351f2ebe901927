//! `gongbao completions`, `gongbao man`: what is made of the command line itself.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man as Page;

/// 输出 shell 的补全脚本
#[derive(Debug, clap::Args)]
#[command(after_help = "\
bash：gongbao completions bash > ~/.local/share/bash-completion/completions/gongbao
zsh： gongbao completions zsh > 放在 $fpath 里的文件夹/_gongbao
fish：gongbao completions fish > ~/.config/fish/completions/gongbao.fish")]
pub struct Completions {
    /// 哪一种 shell：bash、zsh、fish、elvish、powershell
    #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "gongbao", &mut text);
        io::stdout().lock().write_all(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// 输出 man 手册页
#[derive(Debug, clap::Args)]
#[command(after_help = "\
看：  gongbao man | man -l -
安装：gongbao man > ~/.local/share/man/man1/gongbao.1")]
pub struct Man {
    /// 哪一个命令的，例如 search；不写是整个程序的
    #[arg(value_name = "命令")]
    command: Option<String>,
}

impl Man {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut whole = super::command();
        whole.build();
        let page = match &self.command {
            None => whole,
            Some(name) => {
                let found = whole.find_subcommand(name).cloned();
                found.ok_or_else(|| anyhow::anyhow!("没有 {name} 这个命令"))?.display_name(format!("gongbao-{name}"))
            }
        };
        let mut out = io::stdout().lock();
        out.write_all(manual(page)?.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The headings of a manual page, which clap_mangen only has in English.
const HEADINGS: [(&str, &str); 8] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "参数与选项"),
    ("COMMANDS", "命令"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", "补充"),
    ("VERSION", "版本"),
];

/// The page of a command, in roff.
fn manual(command: Command) -> io::Result<String> {
    let mut page = Vec::new();
    Page::new(command.subcommand_value_name("命令")).render(&mut page)?;
    let in_chinese = |line: &str| {
        let heading = line.strip_prefix(".SH ")?;
        HEADINGS.iter().find(|(english, _)| *english == heading).map(|(_, chinese)| format!(".SH {chinese}\n"))
    };
    let page = String::from_utf8_lossy(&page);
    Ok(page.lines().map(|line| in_chinese(line).unwrap_or_else(|| format!("{line}\n"))).collect())
}
