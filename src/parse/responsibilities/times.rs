//! Labels and columns that say by when: 完成时限, 完成节点, 活动时间, 时间.
//!
//! Most of these names say a deadline whatever stands behind them. 时间 and its like name many other things, too (会议时间：上午九点),
//! so they count where nothing but a known word stands before them and a date follows.

use crate::parse::markup::is_space;
use crate::text::numerals;

/// Names that say a deadline, alone or at the end of a longer name (项目完成时限).
const NAMES: [&str; 18] = [
    "完成时限",
    "完成时间",
    "完成期限",
    "完成年限",
    "完成日期",
    "完成节点",
    "时限要求",
    "时间要求",
    "办结时限",
    "办结时间",
    "办理时限",
    "整改时限",
    "整改期限",
    "工作时限",
    "时间节点",
    "进度节点",
    "起止时间",
    "时限",
];

/// What columns are called besides.
const COLUMNS: [&str; 3] = ["时间安排", "实施年度", "期限"];

/// What is done at a time: 活动时间.
const DOING: [&str; 17] = [
    "", "活动", "开展", "举办", "实施", "工作", "执行", "推进", "落实", "组织", "整改", "建设", "竣工", "建成", "交付",
    "验收", "培训",
];

/// Characters before a name that still belong to it.
const LONGER: usize = 4;

/// Whether the run of characters before a colon is the label of a deadline. `value`: what stands behind the colon.
pub fn is_label(run: &str, value: &str) -> bool {
    let firm = NAMES.iter().find(|name| run.ends_with(**name));
    firm.is_some_and(|name| run.chars().count() <= name.chars().count() + LONGER)
        || is_time_of_doing(run) && begins_with_time(value)
}

/// Whether the folded name of a column says that it holds deadlines.
pub fn is_column(name: &str) -> bool {
    let ends = || NAMES.iter().chain(&COLUMNS).any(|word| name.ends_with(word));
    name.chars().count() <= 14 && !name.contains("目标") && (ends() || is_time_of_doing(name))
}

fn is_time_of_doing(name: &str) -> bool {
    ["时间", "日期"].iter().any(|tail| name.strip_suffix(tail).is_some_and(|doing| DOING.contains(&doing)))
        && name != "日期"
}

fn begins_with_time(text: &str) -> bool {
    const PARTS: &str = "年月日号季度第上下半旬初中底末前至到全每今明内周个-－—–~～.．/、";
    let text = text.trim_start_matches(|c: char| is_space(c) || c == '*');
    let part = |c: char| is_space(c) || c.is_numeric() || numerals::is_numeral(c) || PARTS.contains(c);
    let time = &text[..text.find(|c| !part(c)).unwrap_or(text.len())];
    time.contains(['年', '月', '季', '周', '每'])
        || ["长期", "持续", "常态", "常年"].iter().any(|word| text.starts_with(word))
}
