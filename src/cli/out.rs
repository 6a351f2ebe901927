//! The way out of a subcommand. Whatever is said may hold text of a file, a path or an argument, so it is made safe here.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::config::no_color;
use crate::library::LoadFailure;
use crate::quiet;
use crate::text::safe::{self, Shown};

/// There are no paths that hold something to read.
pub const NOTHING: &str = "没有可以打开的公报";

/// Tells the user something beside the output, on the error output: `gongbao：…`.
pub fn tell(message: impl Display) {
    // Nobody is there to be told that it can't be told.
    let _ = writeln!(io::stderr(), "gongbao：{}", safe::lines(&message.to_string()));
}

/// What went wrong with a file or a disk, in the reader's language where it is one of the usual things.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        ErrorKind::PermissionDenied => "没有权限".into(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了".into(),
        ErrorKind::NotADirectory => "路径里有一段不是文件夹".into(),
        ErrorKind::IsADirectory => "这是文件夹".into(),
        ErrorKind::AlreadyExists => "已经有了，没有动它".into(),
        _ => error.to_string(),
    }
}

/// Whether a path means the standard input, which is not read: a file is read again whenever a screen wants it.
pub fn is_input(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new("/dev/stdin")
}

/// What to say to somebody who gives it all the same.
pub const NO_INPUT: &str = "不能从管道读；先存成文件再打开";

/// Names a file that could not be read, and why.
pub fn tell_failure(failure: &LoadFailure) {
    if is_input(&failure.path) {
        return tell(NO_INPUT);
    }
    // A line feed in a name would make a message of its own of what follows.
    tell(format_args!("{}：{}", safe::line(&failure.path.to_string_lossy()), failure.reason));
}

/// Writes a line of JSON to `out`, which leads to the standard output: to a pipe as it is, to a terminal with everything
/// unsafe escaped, which is the same value.
pub fn json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    if io::stdout().is_terminal() {
        return writeln!(out, "{}", escaped(&serde_json::to_string(value)?));
    }
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// Writes a file's bytes to the standard output; to a terminal as safe text, which for JSON is the same value.
pub fn bytes(bytes: &[u8], json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !out.is_terminal() {
        return out.write_all(bytes);
    }
    for line in String::from_utf8_lossy(bytes).lines() {
        let line = if json { escaped(line).into() } else { safe::line(line) };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// JSON with `\u202e` for what must not be sent: outside of strings JSON has nothing of the kind.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match safe::shown(c) {
            Shown::Plain => safe.push(c),
            Shown::Nothing | Shown::Code => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    safe.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    safe
}

/// What begins and ends a hit on a terminal: red, or underlined where the environment asks for no colours.
pub fn hit() -> (&'static str, &'static str) {
    (if no_color() { "\x1b[1;4m" } else { "\x1b[1;31m" }, "\x1b[m")
}

/// A panic is told like anything else, unless it is no news; where it was caught, the program goes on.
pub fn hook_panics() {
    std::panic::set_hook(Box::new(|info| {
        if !quiet::is_quiet() {
            tell(format_args!("程序出错，请报告给开发者：{info}"));
        }
    }));
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn json_for_a_terminal_is_the_same_value() {
        let value =
            serde_json::json!({ "标\u{202E}题": ["\u{1b}[2J\u{9b}31m\u{7f}", "\u{E0041}\u{FE0F}\"\\公\u{1F3FD}"] });
        let text = escaped(&value.to_string());
        assert!(text.chars().all(|c| safe::shown(c) == Shown::Plain), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
