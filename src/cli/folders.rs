//! `gongbao add`, `remove`, `list`: the folders of the library, kept in the user's `config.toml`.
//!
//! Only the list is edited: whatever else stands in the file, comments and order included, is the user's and stays as it is.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use toml_edit::{Array, DocumentMut, Item, RawString, Value};

use super::config::{Setup, expanded};
use crate::library::{self, Place};
use crate::text::safe;

/// 把文件夹加进馆藏，以后不写路径就打开它们
#[derive(Debug, clap::Args)]
pub struct Add {
    /// 文件夹，也可以是单个文件
    #[arg(value_name = "目录", required = true)]
    folders: Vec<PathBuf>,
}

/// 从馆藏里去掉文件夹（只是不再打开，文件不会删除）
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// 文件夹，照 gongbao list 列出的写
    #[arg(value_name = "目录", required = true)]
    folders: Vec<PathBuf>,
}

/// 列出馆藏的文件夹、各有多少文件、哪些不在了
#[derive(Debug, clap::Args)]
pub struct List {}

impl Add {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let mut list = Kept::open(setup)?;
        let (mut out, mut added) = (Vec::new(), false);
        for folder in &self.folders {
            let whole = fs::canonicalize(folder).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => anyhow!("没有这个文件夹：{}；馆藏没有改动", folder.display()),
                _ => anyhow!("打不开 {}：{error}；馆藏没有改动", folder.display()),
            })?;
            let holder = list.folders().find(|kept| fs::canonicalize(kept).is_ok_and(|kept| whole.starts_with(kept)));
            let folder = absolute(folder, whole)?;
            match holder {
                Some(same) if same == folder => out.push(format!("已经在馆藏里：{}", folder.display())),
                Some(above) => out.push(format!("{} 已经包含在馆藏的 {} 里", folder.display(), above.display())),
                None => {
                    list.push(&folder)?;
                    added = true;
                    out.push(format!("已加进馆藏：{}（{}）", folder.display(), holds(&folder)));
                }
            }
        }
        if added {
            list.save()?;
        }
        say(&out)
    }
}

impl Remove {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let mut list = Kept::open(setup)?;
        let mut out = Vec::new();
        for folder in &self.folders {
            // One that is gone has no canonical path any more.
            let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            let whole = fs::canonicalize(folder).ok();
            let is_meant = |kept: &PathBuf| {
                kept == folder || *kept == absolute || whole.is_some() && fs::canonicalize(kept).ok() == whole
            };
            let Some(at) = list.folders().position(|kept| is_meant(&kept)) else {
                bail!("馆藏里没有 {}；用 gongbao list 看有哪些。馆藏没有改动", folder.display());
            };
            out.push(format!("已从馆藏去掉：{}（文件还在原处）", list.remove(at)));
        }
        if list.array.is_empty() {
            out.push("馆藏里没有文件夹了；不写路径时打开内置的示例。".into());
        }
        list.save()?;
        say(&out)
    }
}

impl List {
    pub fn run(self, setup: &Setup) -> anyhow::Result<ExitCode> {
        let folders = &setup.config.library;
        if folders.is_empty() {
            let advice = if setup.rights.is_restricted() { "" } else { "加一个：gongbao add 目录" };
            return say(&[format!("馆藏里还没有文件夹，不写路径时打开内置的示例。{advice}")]);
        }
        let rows: Vec<String> =
            folders.iter().map(|folder| format!("{}  {}", folder.display(), holds(folder))).collect();
        say(&rows)?;
        let all_there = folders.iter().all(|folder| folder.exists());
        Ok(if all_there { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

/// How many files a folder has for the reader, or that it is not there.
fn holds(folder: &Path) -> String {
    if !folder.exists() {
        return "不在了".into();
    }
    match library::files(&Place::Paths(vec![folder.into()])) {
        (files, 0) => format!("{files} 个文件"),
        (files, failures) => format!("{files} 个文件，另有 {failures} 处读不了"),
    }
}

/// A folder as it is kept: absolute, by the links it was named with, which may lead elsewhere one day.
fn absolute(folder: &Path, whole: PathBuf) -> anyhow::Result<PathBuf> {
    let climbs = folder.components().any(|part| part == Component::ParentDir);
    Ok(if climbs { whole } else { std::path::absolute(folder)?.components().collect() })
}

fn say(lines: &[String]) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{}", safe::line(line)))?;
    Ok(ExitCode::SUCCESS)
}

/// The list in the user's file.
struct Kept {
    path: PathBuf,
    document: DocumentMut,
    array: Array,
}

impl Kept {
    /// The user's own list; without one, that of the administrator, which theirs will replace.
    fn open(setup: &Setup) -> anyhow::Result<Kept> {
        let path = setup.user_file().context("不知道个人文件夹在哪里（没有 HOME），配置留不下来")?;
        setup.rights.write(&path)?;
        let text = super::config::contents(&path)?.unwrap_or_default();
        let document: DocumentMut =
            text.parse().map_err(|error| anyhow!("配置文件 {} 看不懂：{error}", path.display()))?;
        let of_administrator =
            || -> anyhow::Result<Array> { setup.config.library.iter().map(|folder| in_toml(folder)).collect() };
        let array = match document.get("library").and_then(Item::as_array) {
            Some(own) => own.clone(),
            None => of_administrator()?,
        };
        Ok(Kept { path, document, array })
    }

    fn folders(&self) -> impl Iterator<Item = PathBuf> {
        let home = std::env::home_dir();
        self.array.iter().filter_map(Value::as_str).map(move |folder| expanded(folder, home.as_deref()))
    }

    /// Adds a folder at the end, on a line of its own where the others have one.
    fn push(&mut self, folder: &Path) -> anyhow::Result<()> {
        let value = Value::from(in_toml(folder)?);
        let before = self.array.iter().last().map(|last| raw(last.decor().prefix()).to_owned());
        match before.as_deref().and_then(|before| before.rfind('\n').map(|at| &before[at..])) {
            Some(line) => self.array.push_formatted(value.decorated(line, "")),
            None => self.array.push(value),
        }
        Ok(())
    }

    /// Takes one out; the comments that stood before it stay.
    fn remove(&mut self, at: usize) -> String {
        let removed = self.array.remove(at);
        let before = raw(removed.decor().prefix());
        if before.contains('#') {
            match self.array.get_mut(at) {
                Some(next) => {
                    let own = raw(next.decor().prefix()).to_owned();
                    next.decor_mut().set_prefix(format!("{}{own}", before.trim_end()));
                }
                None => {
                    let own = raw(Some(self.array.trailing())).to_owned();
                    let end = if own.contains('\n') { own } else { format!("\n{own}") };
                    self.array.set_trailing(format!("{}{end}", before.trim_end()));
                }
            }
        }
        removed.as_str().unwrap_or_default().to_owned()
    }

    /// The file with the list in its place.
    fn text(&mut self) -> String {
        let mut seen = HashSet::new();
        self.array.retain(|value| value.as_str().is_none_or(|folder| seen.insert(folder.to_owned())));
        match self.document.get_mut("library").and_then(Item::as_value_mut) {
            Some(old) => {
                let decor = old.decor().clone();
                *old = Value::Array(self.array.clone());
                *old.decor_mut() = decor;
            }
            None => drop(self.document.insert("library", Item::Value(Value::Array(self.array.clone())))),
        }
        self.document.to_string()
    }

    /// Writes the file: all of it or nothing; where it is a link, what it leads to.
    fn save(mut self) -> anyhow::Result<()> {
        let text = self.text();
        let failed = || format!("写不了配置文件 {}", self.path.display());
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).with_context(failed)?;
        }
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        super::save(&path, text.as_bytes(), true).with_context(failed)
    }
}

/// TOML is UTF-8, a path need not be.
fn in_toml(folder: &Path) -> anyhow::Result<&str> {
    folder.to_str().ok_or_else(|| anyhow!("路径不是有效的 UTF-8，配置文件里写不了：{}", folder.display()))
}

/// White space and comments around a value.
fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(text: &str) -> Kept {
        let document: DocumentMut = text.parse().unwrap();
        let array = document.get("library").and_then(Item::as_array).cloned().unwrap_or_default();
        Kept { path: PathBuf::new(), document, array }
    }

    fn listed(text: &str) -> Vec<String> {
        kept(text).array.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    proptest! {
        /// However the list is written, a folder more or less is all that changes: comments and settings stay.
        #[test]
        fn only_the_list_is_edited(
            folders in prop::collection::hash_set("/[a-z公报 ]{1,6}", 0..4), new in "/new[a-z \"\\\\公]{0,6}",
            lines: bool, comments: bool, at in any::<prop::sample::Index>(),
        ) {
            let folders: Vec<String> = folders.into_iter().collect();
            let (gap, note) = (if lines { "\n    " } else { " " }, if lines && comments { "  # 注" } else { "" });
            let one = |(n, folder): (usize, &String)| format!("{gap}{folder:?},{}", if note.is_empty() { String::new() } else { format!("{note}{n}") });
            let list: String = folders.iter().enumerate().map(one).collect();
            let end = if lines { "\n" } else { "" };
            let before = format!("# 我的\nmeasure = 50 # 宽\nlibrary = [{list}{end}] # 馆藏\ntheme = \"dark\"\n[keys]\nexport = \"x\"\n");
            prop_assert_eq!(&listed(&before), &folders);

            let mut more = kept(&before);
            more.push(Path::new(&new)).unwrap();
            let text = more.text();
            prop_assert_eq!(listed(&text), [&folders[..], std::slice::from_ref(&new)].concat(), "{}", text);
            let others = |text: &str| text.lines().filter(|line| !line.contains('/') && line.contains(['=', '[', '#'])).map(str::to_owned).collect::<Vec<_>>();
            let marks = |text: &str| text.matches('#').count();
            prop_assert_eq!(marks(&text), marks(&before), "{}", text);
            if lines && !folders.is_empty() {
                prop_assert_eq!(others(&text), others(&before), "{}", text);
            }

            if !folders.is_empty() {
                let gone = at.index(folders.len());
                let mut less = kept(&before);
                prop_assert_eq!(&less.remove(gone), &folders[gone]);
                let text = less.text();
                let mut left = folders.clone();
                left.remove(gone);
                prop_assert_eq!(listed(&text), left, "{}", text);
                prop_assert_eq!(marks(&text), marks(&before), "{}", text);
            }
        }
    }
}
