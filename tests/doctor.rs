//! `gongbao doctor`: what it says of a terminal, of folders and of a library, in good and bad states.

mod home;
mod raw;
mod skipped;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use home::Home;
use portable_pty::CommandBuilder;
use raw::Raw;
use skipped::skipped;

impl Home {
    /// The report in a pipe, and the exit code.
    fn doctor(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.arg("doctor").args(arguments).env_clear().env("HOME", self.0.path()).envs(variables.iter().copied());
        let output = command.stdin(Stdio::null()).output().expect("it runs");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code().expect("a code"))
    }

    fn library(&self) -> String {
        self.path("library").to_string_lossy().into_owned()
    }
}

fn row<'a>(report: &'a str, matter: &str) -> &'a str {
    report.lines().find(|line| line.starts_with(matter)).unwrap_or_else(|| panic!("no {matter} in\n{report}"))
}

#[test]
fn all_is_well_in_a_pipe_and_it_fits_a_screen() {
    let home = Home::new();
    home.doctor(&[&home.library()], &[]);
    let (report, code) = home.doctor(&[&home.library()], &[("LANG", "C"), ("TMUX", "/x"), ("SSH_CONNECTION", "y")]);
    assert_eq!(code, 0, "{report}");
    assert!(report.lines().count() <= 24 && !report.contains('\x1b'), "{report}");
    assert!(row(&report, "版本").contains(env!("CARGO_PKG_VERSION")));
    assert!(row(&report, "语言").contains("LANG=C"));
    assert!(row(&report, "线路").ends_with("SSH，tmux"));
    assert!(report.contains("1 期") && row(&report, "缓存").contains("好的，1 期"), "{report}");
    assert!(report.ends_with("没有发现毛病。\n"), "{report}");
}

#[test]
fn what_is_wrong_is_named_with_what_to_do() {
    let home = Home::new();
    let good = home.doctor(&[&home.library()], &[]);
    assert_eq!(good.1, 0);
    let cache = fs::read_dir(home.path(".cache/gongbao")).expect("a cache").flatten().next().expect("a file").path();
    fs::write(&cache, b"not a cache").expect("a file");
    fs::write(home.path("library/empty.txt"), "").expect("a file");
    let (report, code) = home.doctor(&[&home.library(), "/none/at/all"], &[]);
    assert_eq!(code, 1);
    assert!(report.contains("~/library/empty.txt：文件是空的") && report.contains("/none/at/all：找不到"), "{report}");
    assert!(report.contains("发现 2 个毛病") && report.matches("办法：").count() == 2, "{report}");
    let (report, _) = home.doctor(&[&home.library()], &[]);
    assert!(row(&report, "缓存").contains("损坏了，刚才建好了"), "{report}");

    fs::create_dir_all(home.path(".config/gongbao")).expect("a folder");
    fs::write(home.path(".config/gongbao/config.toml"), "measure = \"wide\"\n").expect("a file");
    let (report, code) = home.doctor(&[], &[]);
    assert_eq!(code, 1);
    assert!(report.contains("config.toml 第 1 行看不懂"), "{report}");
}

/// Each that can't be read has advice of its own, and is counted as `gongbao add` counts it.
#[test]
fn what_cannot_be_read_has_its_own_advice_and_one_count() {
    let home = Home::new();
    symlink("/nowhere/甲.txt", home.path("library/dead.txt")).expect("a link");
    fs::create_dir(home.path("library/sub")).expect("a folder");
    symlink("..", home.path("library/sub/loop")).expect("a link");
    let (report, code) = home.doctor(&[&home.library()], &[]);
    assert_eq!(code, 1);
    assert!(report.contains("指向 /nowhere/甲.txt 的链接") && report.contains("指回它上面的文件夹"), "{report}");
    fs::remove_file(home.path("library/dead.txt")).expect("a file");
    fs::write(home.path("library/a.txt"), "%PDF-1.7").expect("a file");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        home.path("library/pipe.txt"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .expect("a FIFO");
    let (report, _) = home.doctor(&[&home.library()], &[]);
    assert!(report.contains("另存为文本") && report.contains("管道、设备不是公报"), "{report}");
    assert!(row(&report, "馆藏").contains("1 个文件") && row(&report, "馆藏").ends_with("另有 3 处读不了"), "{report}");
    assert!(report.lines().count() < 24, "{report}");
    let mut add = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    add.args(["add", &home.library()]).env_clear().env("HOME", home.0.path());
    let added = String::from_utf8(add.output().expect("it runs").stdout).expect("UTF-8");
    assert!(added.contains("（1 个文件，另有 3 处读不了）"), "{added}");
}

#[test]
fn colours_are_those_of_the_configuration() {
    let home = Home::new();
    fs::create_dir_all(home.path(".config/gongbao")).expect("a folder");
    for (file, no_color, told) in [
        ("", "", "16 色，主题 dark（缺省）"),
        ("", "1", "不用颜色，主题 mono（环境变量 NO_COLOR）"),
        ("theme = \"light\"\ncolours = \"256\"\n", "1", "256 色，主题 light（配置 theme，它比 NO_COLOR 优先）"),
        ("theme = \"mono\"\n", "", "不用颜色，主题 mono（配置 theme）"),
    ] {
        fs::write(home.path(".config/gongbao/config.toml"), file).expect("a file");
        let (report, _) = home.doctor(&[], &[("NO_COLOR", no_color)]);
        assert!(row(&report, "终端").ends_with(told), "{report}");
    }
}

#[test]
fn a_folder_that_keeps_nothing_is_named() {
    let home = Home::new();
    fs::create_dir_all(home.path(".cache")).expect("a folder");
    fs::write(home.path(".cache/gongbao"), "a file where the folder should be").expect("a file");
    let (report, code) = home.doctor(&[], &[]);
    assert_eq!(code, 1);
    assert!(report.contains("路径里有一段不是文件夹") && report.contains("缓存留不下来"), "{report}");
    fs::remove_file(home.path(".cache/gongbao")).expect("a file");
    fs::create_dir(home.path(".cache/gongbao")).expect("a folder");
    fs::set_permissions(home.path(".cache/gongbao"), fs::Permissions::from_mode(0o500)).expect("rights");
    if fs::write(home.path(".cache/gongbao/x"), "").is_ok() {
        return skipped("this user may write everywhere");
    }
    let (report, code) = home.doctor(&[], &[]);
    assert_eq!(code, 1);
    assert!(report.contains("没有权限"), "{report}");
}

/// The report of a terminal that answers so, and all that was sent.
fn asked(home: &Home, answer: &[u8]) -> (String, u32) {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gongbao"));
    command.env_clear();
    command.args(["doctor"]);
    command.env("HOME", home.0.path());
    command.env("TERM", "xterm-256color");
    let mut terminal = Raw::start(command, 80, 24);
    terminal.wait_for(b"\x1b[c");
    terminal.send(answer);
    let (bytes, code) = terminal.end();
    let sent = String::from_utf8(bytes).expect("UTF-8");
    // What is left on the main screen.
    (sent.rsplit("\x1b[?1049l").next().expect("a report").replace("\r\n", "\n"), code)
}

#[test]
fn a_terminal_is_asked_and_its_answers_are_told() {
    let home = Home::new();
    let narrow = "\x1b[2;2R".repeat(5);
    let good = format!("\x1b[2;3R\x1b[2;3R{narrow}\x1b[?2026;2$y\x1bP>|Kilo\x1b]0;x\x07Term\x1b\\\x1b[?62;22;52c");
    let (report, code) = asked(&home, good.as_bytes());
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("80 列 24 行，自称 Kilo") && report.contains("字宽 “ 2  — 1"), "{report}");
    assert!(report.contains("同步输出 有，增强键盘 无，剪贴板（OSC 52）终端说有"), "{report}");
    assert!(!report.contains(|c: char| c.is_control() && c != '\n'), "{report:?}");

    let latin = "\x1b[2;4R".repeat(7) + "\x1b[?1;2c";
    let (report, code) = asked(&home, latin.as_bytes());
    assert_eq!(code, 1);
    assert!(report.contains("占了 3 格，字符集多半不是 UTF-8"), "{report}");
    let (report, code) = asked(&home, b"\x1b[?1;2c");
    assert_eq!(code, 1);
    assert!(report.contains("没有回答光标的位置"), "{report}");
}
