//! `gongbao cites`: every place of the library that cites a document, a line each, like grep.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use super::config::Setup;
use super::{ProgressLine, out};
use crate::citations::{Name, gather};
use crate::text::safe;

/// 引用：谁引用了这份文件，每处一行；没有时退出码为 1
#[derive(Debug, clap::Args)]
#[command(after_help = NOTES)]
pub struct Cites {
    /// 文号或标题：某政发〔2021〕13号、'《某办法》'
    #[arg(value_name = "文号|《标题》")]
    name: String,
    #[command(flatten)]
    paths: super::Paths,
}

const NOTES: &str = "
每行是“路径:行号: 那一句话”。文号的括号、空格、全角半角、标题的繁简都不论；写明了文号或标题的才算，
“以下简称”的简称也算。馆藏里没有这份文件，也能列出谁引用了它。
";

impl Cites {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let name = Name::read(&self.name);
        anyhow::ensure!(name != Name::default(), "写一个文号或标题，例如 某政发〔2021〕13号");
        let library = super::load(setup, self.paths.place(setup)?)?;
        let directory = library.catalog.directory();
        let meant = directory.named(name.number.as_ref(), name.title.as_deref());
        let line = ProgressLine::new("正在读出引用");
        let (found, failures) = gather::of_name(&library, directory, &name, &meant, |progress| line.show(progress));
        line.clear();
        failures.iter().for_each(out::tell_failure);
        let terminal = io::stdout().is_terminal();
        let mut out = BufWriter::new(io::stdout().lock());
        for citing in &found {
            let path = library.catalog.get(citing.by.issue).map_or("", |issue| issue.path.as_str());
            write!(out, "{}:{}: ", safe::line(path), citing.line)?;
            let (before, rest) = citing.text.split_at(citing.mark.start);
            let (words, after) = rest.split_at(citing.mark.len());
            let (on, off) = if terminal { out::hit() } else { ("", "") };
            let before = safe::line(before.trim_start());
            writeln!(out, "{before}{on}{}{off}{}", safe::line(words), safe::line(after))?;
        }
        out.flush()?;
        if terminal {
            writeln!(io::stderr(), "共 {} 处", found.len())?;
        }
        if found.is_empty() {
            out::tell(format_args!("没有找到引用“{}”的地方", self.name));
        }
        Ok(if found.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
