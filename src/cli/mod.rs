//! Arguments, one file a subcommand, exit codes.

mod export;
mod open;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// 在终端里阅读政府公报。
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Open,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Export),
}

/// Parses the arguments and runs; the exit code of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Some(Command::Export(export)) => export.run(),
        None => arguments.open.run(),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gongbao：{error:#}");
            ExitCode::from(2)
        }
    }
}

/// The files and folders a subcommand works on.
#[derive(Debug, clap::Args)]
struct Paths {
    /// 公报文件或文件夹
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
}
