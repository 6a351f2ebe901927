//! The parser against hand-made references: three real issues and 704 laws, scored by the scripts that judge it.
//!
//! The minima are a ratchet: what has been reached is kept.

mod skipped;

use skipped::skipped;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What every issue must reach; `all` is every figure that is not named.
const ISSUE: &[&str] = &["all=1.0", "joined paragraphs=0.988"];
const LAWS: &str = "0.9999";

/// The folder of the references, or nothing with a word about it.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let python = Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success());
    if folder.join("score.py").is_file() && python {
        return Some(folder);
    }
    skipped(&format!("the scores need python3 and the references in {}", folder.display()));
    None
}

/// Exports files into `to` with the program itself.
fn export(path: &Path, to: &Path) {
    let home = tempfile::tempdir().unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .arg("export")
        .arg(path)
        .env("HOME", home.path())
        .env("XDG_CACHE_HOME", home.path())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&out.stderr));
    fs::write(to, out.stdout).unwrap();
}

/// Runs a scorer and fails with its table when a minimum is not reached.
fn score(command: &mut Command) {
    let out = command.output().unwrap();
    let table = String::from_utf8_lossy(&out.stdout);
    println!("{table}");
    assert!(out.status.success(), "a minimum is not reached:\n{table}{}", String::from_utf8_lossy(&out.stderr));
}

fn issue(name: &str) {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("export.json");
    export(&shared.join(format!("gazettes/{name}.txt")), &json);
    let mut command = Command::new("python3");
    command.arg(shared.join("score.py")).args(["--show", "5"]);
    for least in ISSUE {
        command.args(["--min", least]);
    }
    score(command.arg(shared.join(format!("gold/{name}.json"))).arg(json));
}

#[test]
fn jingyuan_2021_03() {
    issue("jingyuan-2021-03");
}

#[test]
fn jingyuan_2023_02() {
    issue("jingyuan-2023-02");
}

#[test]
fn qingtongxia_2019_02() {
    issue("qingtongxia-2019-02");
}

#[test]
fn laws() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("laws.jsonl");
    export(&shared.join("laws"), &json);
    score(
        Command::new("python3")
            .arg(shared.join("score_laws.py"))
            .args(["--min", LAWS, "--show", "5"])
            .arg(shared.join("laws"))
            .arg(json),
    );
}
