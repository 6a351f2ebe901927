//! clap in Chinese: its headings, its own flags and its error messages, which it only has in English.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use super::out;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

/// The command with Chinese help, and so for all its subcommands.
pub fn command(command: Command) -> Command {
    let top = command.get_name() == "gongbao";
    let template = match (command.has_subcommands(), command.get_positionals().next().is_some()) {
        (true, _) => {
            "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}"
        }
        (_, true) => "{about-with-newline}\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}",
        _ => "{about-with-newline}\n用法：{usage}\n\n选项：\n{options}{after-help}",
    };
    let command = command
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        // An option of numbers says itself which ones it takes.
        .mut_args(|arg| if takes_value(&arg) { arg.allow_negative_numbers(true) } else { arg })
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示这份帮助"))
        .mut_subcommands(self::command);
    if !top {
        let usage = format!("gongbao {} [选项]{}", command.get_name(), positionals(&command));
        return command.override_usage(usage);
    }
    command
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本"))
        .override_usage("gongbao [选项] [路径]…\n      gongbao <命令> [选项] [参数]…")
}

/// Whether it is an option with a value, `--width <格数>`.
fn takes_value(arg: &Arg) -> bool {
    arg.get_long().is_some() && matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

/// ` [路径]…`, ` <目录>…`: what stands behind the options.
fn positionals(command: &Command) -> String {
    let one = |arg: &Arg| {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or(arg.get_id().as_str(), |name| name);
        let more = if matches!(arg.get_action(), ArgAction::Append) { "…" } else { "" };
        if arg.is_required_set() { format!(" <{name}>{more}") } else { format!(" [{name}]{more}") }
    };
    command.get_positionals().map(one).collect()
}

/// Prints help, the version, or what is wrong with the arguments, `words`; the exit code.
///
/// # Errors
/// When help can't be written.
pub fn report(error: &Error, words: &[OsString]) -> anyhow::Result<ExitCode> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(io::stdout(), "{}", error.render())?;
        return Ok(ExitCode::SUCCESS);
    }
    let commands = super::command();
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.find(|word| commands.get_subcommands().any(|command| command.get_name() == *word));
    let command = command.map(|command| format!(" {command}")).unwrap_or_default();
    out::tell(format_args!("{}\n用 gongbao{command} --help 查看用法。", message(error)));
    Ok(ExitCode::from(2))
}

fn message(error: &Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => format!("多了“{argument}”"),
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => match argument.starts_with('-') {
            true => format!("{argument} 后面要有一个值"),
            false => format!("{} 不能是空的", argument.trim_end_matches("...")),
        },
        ErrorKind::InvalidValue => format!(
            "{argument} 不能是“{}”，可以是：{}",
            context(ContextKind::InvalidValue),
            context(ContextKind::ValidValue).replace(", ", "、")
        ),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| in_chinese(&why.to_string())).unwrap_or_default();
            format!("{argument} 不能是“{}”{why}", context(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument.replace("...", "").replace(", ", "、")),
        ErrorKind::ArgumentConflict => format!("{argument} 不能和 {} 一起用", context(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{argument} 的值个数不对")
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8".to_owned(),
        _ => "参数有误".to_owned(),
    }
}

/// Why a value will not do: our own words as they are; clap's are about numbers, in English.
fn in_chinese(why: &str) -> String {
    if !why.is_ascii() {
        return format!("；{why}");
    }
    match why.split_once(" is not in ").and_then(|(_, range)| range.split_once("..=")) {
        Some((from, to)) => format!("；要写 {from} 到 {to} 的整数"),
        None => "；要写整数".into(),
    }
}
