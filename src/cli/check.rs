//! `gongbao check`: what an editor would want to know about issues, a line each.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use super::config::Setup;
use super::out;
use crate::check::findings;
use crate::library::catalog::IssueId;
use crate::text::safe;

/// 体检：目录与正文的出入、跳号重号、异体字、缺附件等，一行一条；有发现时退出码为 1
#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    paths: super::Paths,
    /// 输出为 JSON，一行一条
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let library = super::load(setup, self.paths.place(setup)?)?;
        let mut found = !library.catalog.failures.is_empty();
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for index in 0..library.catalog.issues.len() {
            let issue = match library.issue(IssueId(index as u32)) {
                Ok(issue) => issue,
                Err(failure) => {
                    found = true;
                    out::tell_failure(&failure);
                    continue;
                }
            };
            for finding in findings(&issue) {
                found = true;
                let path = &issue.source.path;
                if self.json {
                    let mut row = json!({ "path": path });
                    if let (Some(row), Ok(serde_json::Value::Object(fields))) =
                        (row.as_object_mut(), serde_json::to_value(&finding))
                    {
                        row.extend(fields);
                    }
                    out::json(&mut out, &row)?;
                } else {
                    writeln!(
                        out,
                        "{}:{}: {}：{}",
                        safe::line(path),
                        finding.line,
                        finding.kind.label(),
                        safe::line(&finding.message)
                    )?;
                }
            }
        }
        out.flush()?;
        Ok(if found { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
