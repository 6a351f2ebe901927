//! The library, the cache of its summaries and its search index: how much there is, and in what state.

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
const NAMED: usize = 5;
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
    report.row("馆藏", named.join("，"));
    report.row("馆藏", format!("{} 期，{}；打不开的 {} 个", library.catalog.issues.len(), size(bytes), failures.len()));
    for failure in failures.iter().take(NAMED) {
        report.problem(format!("{}：{}", shown(&failure.path), failure.reason), "看看这个文件；其余的照常打开");
    }
    if failures.len() > NAMED {
        report.problem(format!("还有 {} 个文件打不开", failures.len() - NAMED), "用 gongbao check 看全部");
    }
    if let Some((state, file)) = cache {
        cached(&state, &file, report);
    }
    if let Ok(Some(folder)) = index_folder(setup, &place, None) {
        indexed(library, bytes, &folder, report);
    }
}

fn cached(state: &CacheState, file: &Path, report: &mut Report) {
    report.row(
        "缓存",
        match state {
            CacheState::Missing => "原来没有，刚才试着建了".to_owned(),
            CacheState::Good { issues, bytes } => format!("好的，{issues} 期，{}", size(*bytes)),
            CacheState::OtherVersion => "是别的版本留下的，刚才试着重建了".to_owned(),
            CacheState::Damaged => "损坏了，刚才试着重建了".to_owned(),
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
