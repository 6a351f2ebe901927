//! `gongbao export`: parsed issues as JSON lines.

use std::io::Write;
use std::process::ExitCode;

use super::config::Setup;
use super::out;
use crate::issue::export;
use crate::library::catalog::IssueId;

/// 把解析结果输出为 JSON，一期一行
#[derive(Debug, clap::Args)]
pub struct Export {
    #[command(flatten)]
    paths: super::Paths,
}

impl Export {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let library = super::load(setup, self.paths.place(setup)?)?;
        let mut failed = !library.catalog.failures.is_empty();
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for index in 0..library.catalog.issues.len() {
            match library.issue(IssueId(index as u32)) {
                Ok(issue) => out::json(&mut out, &export::issue(&issue))?,
                Err(failure) => {
                    failed = true;
                    out::tell_failure(&failure);
                }
            }
        }
        out.flush()?;
        Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
