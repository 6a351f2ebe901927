//! The library, the cache of its summaries and its search index: how much there is, and in what state.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use super::{Report, size};
use crate::cli::config::Setup;
use crate::cli::shown;
use crate::cli::{ProgressLine, cache_folder, index_folder};
use crate::library::catalog::IssueId;
use crate::library::{CacheState, Library, Place, cache_state};
use crate::search::index::generations::{self, State};
use crate::search::{Engine, keep};

/// Failures that are named one by one.
const NAMED: usize = 3;
/// A clock may be so much ahead of another machine's.
const TOLERANCE: Duration = Duration::from_secs(120);

pub fn examine(setup: &Setup, place: Place, report: &mut Report) {
    let Some(paths) = place.paths().map(<[PathBuf]>::to_vec) else {
        return report.row("馆藏", "没有给出路径，配置里也没有：打开的是内置的示例");
    };
    // Before loading, which brings it in step.
    let cache = cache_folder(setup).map(|folder| cache_state(folder, &paths));
    let line = ProgressLine::new("正在载入");
    let library = Library::load(place.clone(), cache_folder(setup), |progress| line.show(progress));
    line.clear();
    let named: Vec<_> = paths.iter().map(|path| shown(path)).collect();
    let bytes: u64 = (0..).map_while(|id| library.content(IssueId(id))).map(|(_, bytes)| bytes).sum();
    let failures = &library.catalog.failures;
    let unreadable =
        if failures.is_empty() { String::new() } else { format!("，另有 {} 处读不了", failures.len()) };
    let held = format!("{} 个文件，{}{unreadable}", library.catalog.issues.len(), size(bytes));
    report.row("馆藏", format!("{}：{held}", named.join("，")));
    for failure in failures.iter().take(NAMED) {
        report.problem(format!("{}：{}", shown(&failure.path), failure.reason), remedy(&failure.path));
    }
    if failures.len() > NAMED {
        report.problem(format!("还有 {} 处读不了", failures.len() - NAMED), "用 gongbao check 看全部");
    }
    if let Some((state, file)) = cache {
        // Loading makes one where it can.
        let now = cache_folder(setup).map(|folder| cache_state(folder, &paths).0);
        cached(&state, matches!(now, Some(CacheState::Good { .. })), &file, report);
    }
    if let Ok(Some(folder)) = index_folder(setup, &place, None) {
        indexed(library, bytes, &folder, report);
    }
}

/// What to do about a path that can't be read, by what is there.
fn remedy(path: &Path) -> String {
    let Ok(there) = path.symlink_metadata() else {
        return "核对路径；在移动盘、网络盘上的，先把盘接上".into();
    };
    if there.is_symlink() {
        let to = fs::read_link(path).map(|to| shown(&to)).unwrap_or_default();
        match path.metadata() {
            Err(_) => return format!("这是指向 {to} 的链接，那里没有东西：删掉链接，或把文件放回去"),
            Ok(to) if to.is_dir() => return "这个链接指回它上面的文件夹：删掉它，馆藏不缺什么".into(),
            Ok(_) => {}
        }
    }
    let Ok(metadata) = path.metadata() else { return "看看放它的文件夹有没有权限".into() };
    // Only a plain file is opened: a FIFO would wait for ever.
    let opened = metadata.is_file().then(|| File::open(path));
    match opened {
        _ if metadata.is_dir() => "请主人或管理员开放这个文件夹：chmod o+rx".into(),
        None => "管道、设备不是公报：移到别处".into(),
        Some(Err(error)) if error.kind() == ErrorKind::PermissionDenied => "请主人或管理员开放读取：chmod o+r".into(),
        Some(Err(_)) => "看看它所在的磁盘".into(),
        Some(Ok(_)) if metadata.len() == 0 => "补上内容，或删掉它".into(),
        Some(Ok(_)) => "另存为文本（UTF-8 的 txt 或 md）再放进来，原件移到别处".into(),
    }
}

/// `made`: whether there is a good one after loading.
fn cached(state: &CacheState, made: bool, file: &Path, report: &mut Report) {
    let now = if made { "刚才建好了" } else { "建不成" };
    report.row(
        "缓存",
        match state {
            CacheState::Missing => format!("原来没有，{now}"),
            CacheState::Good { issues, bytes } => format!("好的，{issues} 期，{}", size(*bytes)),
            CacheState::OtherVersion => format!("原来是别的版本留下的，{now}"),
            CacheState::Damaged => format!("原来的损坏了，{now}"),
            CacheState::Unreadable(error) => format!("读不了：{error}"),
        },
    );
    if let CacheState::Unreadable(_) = state {
        report.problem(format!("读不了缓存 {}", shown(file)), "删掉它，或改成您自己可读写");
    }
    let modified = file.metadata().and_then(|metadata| metadata.modified());
    if modified.is_ok_and(|modified| modified > SystemTime::now() + TOLERANCE) {
        report.problem("缓存的时间在将来：这台机器的时钟多半往回拨过", "校准时钟；缓存按内容核对，不会因此出错");
    }
}

fn indexed(library: Library, bytes: u64, folder: &Path, report: &mut Report) {
    let line = ProgressLine::new("正在核对索引");
    line.show(crate::library::Progress { done: 0, total: 1 });
    let state = generations::state(folder);
    line.clear();
    let used: u64 = WalkDir::new(folder).into_iter().flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum();
    let what = match state {
        State::Missing if bytes <= keep::SMALL => "不需要：馆藏不大，查找时直接扫描".to_owned(),
        State::Missing => "还没有，第一次查找时建立".to_owned(),
        State::Unfit => "用不了（别的版本留下的，或者损坏了），下次查找时重建".to_owned(),
        State::Sound => {
            let engine = Engine::ready(library, Some(folder));
            match engine.unsearched() {
                0 => "好的，与馆藏一致".to_owned(),
                behind => format!("好的，还差 {behind} 期，下次查找时补上"),
            }
        }
    };
    report.row("索引", if used > 0 { format!("{what}；{}（{}）", size(used), shown(folder)) } else { what });
}
