//! Restricted mode: the program is no way to anything but the administrator's library.

mod emulators;
mod pty;
mod skipped;

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;
use pty::{Answers, Session};
use skipped::skipped;

const NOTICE: &str = "云岫县人民政府关于做好春季造林工作的通知\n\n云政发〔2021〕7号\n\n各乡镇人民政府：\n\n一、总体要求。全县造林三万亩。\n";
const SECRET: &str = "云岫县人民政府关于内部事项的通知\n\n云政发〔2021〕8号\n\n各乡镇人民政府：\n\n一、密。\n";

/// A folder with a library and something beside it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(place.path("srv/2021")).expect("a folder");
        fs::write(place.path("srv/2021/notice.txt"), NOTICE).expect("a file");
        fs::write(place.path("secret.txt"), SECRET).expect("a file");
        symlink(place.path("secret.txt"), place.path("srv/2021/link.txt")).expect("a link");
        symlink(place.path("."), place.path("srv/up")).expect("a link");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// The program with another folder as `/etc`, whose `gongbao/config.toml` names this place's library: as the
/// administrator would have it. None where this user may not arrange it.
fn administered(place: &Place, restricted: bool) -> Option<Vec<String>> {
    let etc = place.path("etc");
    fs::create_dir_all(etc.join("gongbao")).expect("a folder");
    let library = place.path("srv");
    fs::write(etc.join("gongbao/config.toml"), format!("library = [{library:?}]\nrestricted = {restricted}\n"))
        .expect("a file");
    for name in ["passwd", "group", "nsswitch.conf", "ld.so.cache"] {
        let _ = fs::copy(Path::new("/etc").join(name), etc.join(name));
    }
    let begin: Vec<String> = ["unshare", "--mount", "--map-root-user", "sh", "-c"].map(String::from).into();
    let mount = format!("mount --bind '{}' /etc", etc.display());
    let works = Command::new(&begin[0]).args(&begin[1..]).arg(&mount).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        skipped("this user may not mount anything");
        return None;
    }
    Some([begin, vec![format!("{mount} && exec \"$@\""), "sh".into()]].concat())
}

fn run(begin: &[String], place: &Place, arguments: &[&str]) -> Output {
    let mut command = Command::new(&begin[0]);
    command.args(&begin[1..]).arg(env!("CARGO_BIN_EXE_gongbao")).args(arguments).current_dir(place.0.path());
    command.env("HOME", place.path("home")).env("XDG_CACHE_HOME", place.path("cache")).stdin(Stdio::null());
    command.output().expect("it runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_the_administrator_restricts_the_user_cannot_get_out_of() {
    let place = Place::new();
    let Some(begin) = administered(&place, true) else { return };
    let user = place.path("home/.config/gongbao/config.toml");
    fs::create_dir_all(user.parent().expect("a folder")).expect("a folder");
    fs::write(&user, format!("library = [{:?}]\nrestricted = false\n", place.path("secret.txt"))).expect("a file");

    let library = run(&begin, &place, &["export"]);
    let exported = String::from_utf8_lossy(&library.stdout).into_owned();
    assert_eq!(exported.lines().count(), 1, "{exported}");
    assert!(exported.contains("春季造林") && !exported.contains("内部事项"), "{exported}");

    let inside = run(&begin, &place, &["show", "srv/2021/notice.txt"]);
    assert!(String::from_utf8_lossy(&inside.stdout).contains("全县造林三万亩"), "{}", stderr(&inside));
    for outside in ["secret.txt", "srv/../secret.txt", "srv/2021/link.txt", "srv/up", "/etc/passwd", "/none", "."] {
        for command in ["show", "export", "check"] {
            let refused = run(&begin, &place, &[command, outside]);
            assert_eq!(refused.status.code(), Some(2), "{command} {outside}");
            assert_eq!(stderr(&refused), "gongbao：受限模式：只能打开馆藏里的文件\n", "{command} {outside}");
            assert!(refused.stdout.is_empty());
        }
    }
    let index = place.path("index");
    let refused = run(&begin, &place, &["search", "造林", "--index", &index.to_string_lossy()]);
    assert_eq!(stderr(&refused), "gongbao：受限模式：不能写文件\n");
    assert!(!index.exists());
    // Nothing is written where the environment points.
    assert!(!place.path("cache").exists() && !place.path("home/.cache").exists());
}

#[test]
fn an_administrator_s_file_that_cannot_be_understood_frees_nobody() {
    let place = Place::new();
    let Some(begin) = administered(&place, true) else { return };
    fs::write(place.path("etc/gongbao/config.toml"), "restricted = ture\n").expect("a file");
    let refused = run(&begin, &place, &["show", "secret.txt"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert!(stderr(&refused).contains("第 1 行看不懂"), "{}", stderr(&refused));
}

#[test]
fn it_can_be_asked_for_and_is_in_the_name_of_a_login_shell() {
    let place = Place::new();
    let Some(begin) = administered(&place, false) else { return };
    assert!(run(&begin, &place, &["show", "secret.txt"]).status.success());
    for arguments in [["--restricted", "show", "secret.txt"], ["show", "--restricted", "secret.txt"]] {
        assert_eq!(stderr(&run(&begin, &place, &arguments)), "gongbao：受限模式：只能打开馆藏里的文件\n");
    }
}

/// A login shell opens the reader and nothing else: `ssh host command`, `scp` and `sftp` give it words to run.
#[test]
fn a_login_shell_takes_no_command() {
    let place = Place::new();
    let shell = place.path("rgongbao");
    symlink(env!("CARGO_BIN_EXE_gongbao"), &shell).expect("a link");
    let mut command = CommandBuilder::new(&shell);
    command.args(["-c", "gongbao secret.txt"]);
    command.cwd(place.0.path());
    let mut session = Session::start(command, (80, 24), false, Answers::Right);
    session.wait_for("鹭涧");
    session.keys("Q");
    assert!(session.ends_within(Duration::from_secs(5)).expect("it ends").success());
    assert!(!session.seen().terminal.text().contains("云岫县"), "{}", session.seen().terminal.text());
    let mut copy = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    copy.arg0("-rgongbao").args(["-c", "show secret.txt"]).current_dir(place.0.path()).stdin(Stdio::null());
    let copy = copy.output().expect("it runs");
    assert_eq!((copy.status.code(), copy.stdout.len()), (Some(2), 0));
    assert!(stderr(&copy).contains("要在终端里打开"), "{}", stderr(&copy));
}

/// Neither the key nor the signal stops a reader that is restricted, though there is a shell that would go on.
#[test]
fn there_is_no_way_out_to_a_shell() {
    let home = tempfile::tempdir().expect("a folder");
    let session = Session::shell(home.path());
    session.keys(concat!("exec 2>/dev/null; ", env!("CARGO_BIN_EXE_gongbao"), " --restricted\n"));
    session.wait_until("the reader", |seen| seen.terminal.is_on("?1049") && seen.bytes.ends_with(b"\x1b[?2026l"));
    session.keys("\x1a");
    session.keys("/\x1a\x1b");
    session.settle(Duration::from_millis(300));
    session.keys("?G");
    session.wait_for("退出程序");
    assert!(!session.seen().terminal.text().contains("Ctrl-Z"), "{}", session.seen().terminal.text());
    session.keys("q");
    assert!(session.seen().terminal.is_on("?1049"), "{}", session.seen().terminal.text());
    session.keys("Q");
    session.wait_until("the shell", |seen| !seen.terminal.is_on("?1049"));
}
