//! `gongbao check` as an editor uses it.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

const CLEAN: &str = "云岫县人民政府关于做好春季造林工作的通知

云政发〔2021〕7号

各乡镇人民政府：

现就做好造林工作通知如下，请认真贯彻落实。

一、总体要求

全县造林三万亩。

二、保障措施

强化资金保障。

云岫县人民政府

2021年2月1日
";

fn check(text: &str, arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("云岫.txt");
    fs::write(&path, text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .arg("check")
        .args(arguments)
        .arg(path)
        .env("HOME", home.path())
        .env_remove("XDG_CACHE_HOME")
        .output()
        .unwrap()
}

#[test]
fn nothing_found_is_silent_and_succeeds() {
    let out = check(CLEAN, &[]);
    assert_eq!((out.status.code(), out.stdout.as_slice(), out.stderr.as_slice()), (Some(0), &b""[..], &b""[..]));
}

#[test]
fn one_line_each_with_path_and_line() {
    let out = check(&CLEAN.replace("二、保障", "三、保障").replace("全县造林", "雲岫县造林"), &[]);
    assert_eq!(out.status.code(), Some(1));
    let text = String::from_utf8(out.stdout).unwrap();
    let lines: Vec<&str> = text.lines().map(|line| line.rsplit_once("云岫.txt").unwrap().1).collect();
    assert_eq!(lines, [":11: 字形：同一文件里“云岫”（2处）又作“雲岫”（1处）", ":13: 跳号：“三、”之前缺“二、”"]);
}

#[test]
fn json_says_the_same() {
    let out = check(&CLEAN.replace("二、保障", "三、保障"), &["--json"]);
    assert_eq!(out.status.code(), Some(1));
    let rows: Vec<Value> =
        String::from_utf8(out.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["line"], &rows[0]["kind"], &rows[0]["document"]),
        (&13.into(), &"clause_skipped".into(), &0.into())
    );
    assert!(rows[0]["path"].as_str().unwrap().ends_with("云岫.txt"));
}
