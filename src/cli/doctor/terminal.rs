//! The terminal and what is between it and us: variables of the environment, and what it answers when it is asked.

use std::env::var;

use super::Report;
use crate::app::{self, MIN_COLS, MIN_ROWS};
use crate::cli::config::{Setup, Theme, no_color};
use crate::cli::keeper;
use crate::text::width::Class;
use crate::tui::answers::{self, Answers};
use crate::tui::colours::Depth;

/// A variable that is set to something.
fn set(name: &str) -> Option<String> {
    var(name).ok().filter(|value| !value.is_empty())
}

/// `setup`: none where the configuration can't be read.
pub fn examine(setup: Option<&Setup>, report: &mut Report) {
    let value = |name: &str| set(name).unwrap_or_else(|| "未设".into());
    let colours = setup.map(|setup| format!("；{}", colours(setup))).unwrap_or_default();
    report.row("终端", format!("TERM {}，COLORTERM {}{colours}", value("TERM"), value("COLORTERM")));
    if super::is_terminal() {
        asked(report);
    } else {
        report.row("终端", "输出不是终端，没有问它；要看它的回答，请直接在终端里运行");
    }
    locale(report);
    between(report);
}

/// What is sent, by the configuration, the environment, and the theme that was set while reading.
fn colours(setup: &Setup) -> String {
    let config = &setup.config;
    let configured = config.theme.meant();
    let state = setup.folders.as_ref().map(|folders| folders.state.as_path());
    let chosen = app::Theme::chosen(&keeper::kept(state).0, configured).filter(|theme| *theme != configured);
    let theme = chosen.unwrap_or(configured);
    let by = match config.theme {
        _ if chosen.is_some() => "阅读时按键换的",
        Theme::Auto if no_color() => "环境变量 NO_COLOR",
        Theme::Auto => "缺省",
        _ => "配置 theme",
    };
    if theme == app::Theme::Mono {
        return format!("不用颜色，主题 {}（{by}）", theme.name());
    }
    let depth = match config.colours.depth() {
        Depth::Sixteen => "16 色",
        Depth::Indexed => "256 色",
        Depth::True => "真彩色",
    };
    let kept = if no_color() { "，它比 NO_COLOR 优先" } else { "" };
    format!("{depth}，主题 {}（{by}{kept}）", theme.name())
}

fn asked(report: &mut Report) {
    let answers = match answers::ask() {
        Ok(answers) => answers,
        Err(error) => return report.problem(error.to_string(), "换一个终端，或把 TERM 设为 xterm-256color"),
    };
    let (cols, rows) = terminal_size();
    let name = answers.name.as_deref().map(|name| format!("，自称 {name}")).unwrap_or_default();
    report.row("终端", format!("{cols} 列 {rows} 行{name}"));
    if cols < MIN_COLS || rows < MIN_ROWS {
        report.problem(format!("窗口只有 {cols} 列 {rows} 行"), "把窗口拉大，至少 40 列 12 行");
    }
    report.row("终端", format!("字宽 {}", widths(&answers)));
    let known = |known: Option<bool>| match known {
        Some(true) => "有",
        Some(false) => "无",
        None if answers.complete => "无",
        None => "没有回答",
    };
    let (keyboard, clipboard) = (answers.rich_keyboard.then_some(true), clipboard(&answers));
    report.row(
        "终端",
        format!("同步输出 {}，增强键盘 {}，剪贴板（OSC 52）{clipboard}", known(answers.synchronised), known(keyboard)),
    );
    match answers.chinese {
        Some(2) => {}
        Some(cells) => report
            .problem(format!("一个汉字在这个终端里占了 {cells} 格，字符集多半不是 UTF-8"), "把终端的字符集设为 UTF-8"),
        None => report.problem("终端没有回答光标的位置", "显示错位时用 --ambiguous narrow 或 wide 指定字宽"),
    }
    if answers.chinese == Some(2) && answers.widths.is_none() {
        report.problem("终端对字宽的回答不合情理", "显示错位时用 --ambiguous narrow 或 wide 指定字宽");
    }
}

fn terminal_size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(std::io::stdout());
    size.map_or((0, 0), |size| (size.ws_col, size.ws_row))
}

fn widths(answers: &Answers) -> String {
    let Some(widths) = answers.widths else { return "不知道，按一格".into() };
    let classes = Class::ALL.map(|class| format!("{} {}", class.probe(), if widths.is_wide(class) { 2 } else { 1 }));
    classes.join("  ")
}

/// OSC 52 is never acknowledged: only what the terminal says beforehand, and what stands in between.
fn clipboard(answers: &Answers) -> &'static str {
    match () {
        () if set("TMUX").is_some() => "看 tmux 的 set-clipboard",
        () if set("STY").is_some() => "screen 里多半不行",
        () if answers.clipboard => "终端说有",
        () => "终端没有说，试过才知道",
    }
}

fn locale(report: &mut Report) {
    let found = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, set(name)?)));
    let (name, value) = found.unwrap_or(("LANG", "未设".into()));
    let is_utf8 = value.to_ascii_lowercase().replace('-', "").contains("utf8");
    let note = if is_utf8 {
        ""
    } else {
        "（不是 UTF-8：本程序照样用 UTF-8，别的命令可能显示不了中文）"
    };
    report.row("语言", format!("{name}={value}{note}"));
}

fn between(report: &mut Report) {
    let mut layers = Vec::new();
    for (name, what) in [
        ("SSH_CONNECTION", "SSH"),
        ("TMUX", "tmux"),
        ("STY", "screen"),
        ("ZELLIJ", "zellij"),
        ("MOSH_CONNECTION", "mosh"),
    ] {
        if set(name).is_some() {
            layers.push(what);
        }
    }
    report.row("线路", if layers.is_empty() { "本机，没有 tmux、screen".into() } else { layers.join("，") });
    if layers.iter().any(|layer| matches!(*layer, "tmux" | "screen" | "zellij")) {
        report.row("线路", "字宽是它们答的，不是外面的终端答的；错位时用 --ambiguous 指定");
    }
}
