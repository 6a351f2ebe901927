//! The folders below the user's home: whether they are there, whose they are, and whether something can be kept in them.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::{Report, size};
use crate::cli::config::Setup;
use crate::cli::{out, shown};

/// Bytes written and removed again to see whether there is room: about what a state file takes.
const TRIAL: [u8; 4096] = [0; 4096];
/// Less room than this is worth a word, in bytes: an index may take so much.
const LITTLE: u64 = 64 << 20;

pub fn examine(setup: &Setup, report: &mut Report) {
    let Some(folders) = &setup.folders else {
        report.row("文件夹", "没有个人文件夹");
        return report.problem("不知道个人文件夹在哪里（没有 HOME），书签和缓存都留不下来", "设好 HOME 再运行");
    };
    let lost = [
        ("缓存", &folders.cache, "缓存留不下来，每次打开都要重新解析"),
        ("状态", &folders.state, "书签和读到的位置留不下来"),
    ];
    for (name, folder, consequence) in lost {
        let trial = trial(folder);
        report.row("文件夹", format!("{name} {}：{}", shown(folder), described(folder, &trial)));
        if let Err(error) = trial {
            let why = out::why(&error);
            report
                .problem(format!("写不了 {}（{why}）：{consequence}", shown(folder)), remedy(&error, nearest(folder)));
        }
    }
    if let Some(room) = room(&folders.cache).filter(|room| *room < LITTLE) {
        report.problem(format!("放缓存的磁盘只剩 {}", size(room)), "腾出磁盘空间");
    }
}

/// The folder, or where it will be made: the nearest one above that is there.
fn nearest(folder: &Path) -> &Path {
    folder.ancestors().find(|above| above.exists()).unwrap_or(Path::new("/"))
}

/// Writes a file into the folder and removes it; into the one above, if it is not there yet.
fn trial(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(nearest(folder))?;
    file.write_all(&TRIAL)?;
    file.as_file().sync_all()
}

fn described(folder: &Path, trial: &io::Result<()>) -> String {
    let writable = if trial.is_ok() { "可写" } else { "不可写" };
    let Ok(metadata) = fs::metadata(folder) else { return format!("还没有，上级{writable}") };
    let room = room(folder).map(|room| format!("，磁盘余 {}", size(room))).unwrap_or_default();
    format!("{writable}，权限 {:03o}{}{room}", metadata.mode() & 0o777, owner(&metadata))
}

/// Whose it is, if it is not ours.
fn owner(metadata: &Metadata) -> String {
    let us = nix::unistd::Uid::effective().as_raw();
    if metadata.uid() == us { String::new() } else { format!("，属用户 {}（您是 {us}）", metadata.uid()) }
}

/// Bytes that this user may still write there.
fn room(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(nearest(folder)).ok()?;
    about.f_frsize.checked_mul(about.f_bavail)
}

/// `there`: the folder, or the nearest one above that there is.
fn remedy(error: &io::Error, there: &Path) -> String {
    let words = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            return format!("请管理员把 {} 改归您自己（chown），或开放写入（chmod u+w）", shown(there));
        }
        io::ErrorKind::ReadOnlyFilesystem => "请管理员改成可写，或把 HOME 设在可写的地方",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "腾出磁盘空间，或请管理员放宽限额",
        io::ErrorKind::NotADirectory => "把那个同名的文件移走",
        _ => "看看这个文件夹所在的磁盘",
    };
    words.into()
}
