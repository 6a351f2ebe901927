//! Whatever text comes in, every line of it is in the model, once, with all its letters.
//!
//! For random text, for lines of every shape a gazette has (shuffled and cut), and for the real issues where they are at
//! hand: each line with something on it is a line of the front matter or of exactly one block (events of a chronicle, and articles, may
//! share theirs), and the letters and digits of a block's text are those of its lines, but for what the block says is
//! repeated at a seam.

mod skipped;
mod whole;

use std::path::PathBuf;

use proptest::prelude::*;
use skipped::skipped;
use whole::lost;

fn shared(folder: &str) -> Vec<(String, String)> {
    let root = std::env::var_os("GONGBAO_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
        skipped(&format!("no {folder} in {}", root.display()));
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = |path: PathBuf| Some((path.display().to_string(), std::fs::read_to_string(path).ok()?));
    files.into_iter().filter_map(read).collect()
}

#[test]
fn in_the_real_issues() {
    for (path, text) in shared("gazettes") {
        lost(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn in_laws() {
    for (path, text) in shared("laws").into_iter().step_by(20) {
        lost(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

/// Real lines in an order and with cuts that a recogniser could not do worse.
#[test]
fn in_real_lines_shuffled_and_cut() {
    let lines: Vec<String> = shared("gazettes").iter().flat_map(|(_, text)| text.lines().map(str::to_owned)).collect();
    if lines.is_empty() {
        return;
    }
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let piece = (0..lines.len(), 1usize..12, 0usize..40).prop_map(|(from, many, cut)| {
        let run = lines[from..(from + many).min(lines.len())].join("\n");
        run.chars().skip(if cut < 10 { cut } else { 0 }).collect::<String>()
    });
    runner
        .run(&proptest::collection::vec(piece, 1..30), |pieces| lost(&pieces.join("\n")).map_err(TestCaseError::fail))
        .unwrap();
}

/// Lines of every shape, about a county that does not exist.
const SHAPES: [&str; 84] = [
    "丁",
    "县",
    "公\n报",
    "目　录 CONTENTS",
    "【政府文件】关于甲的通知……1关于乙的决定……（4）",
    "[关于甲的通知](#a) 3",
    "（2020年第8号）",
    "主　办",
    "责任编辑",
    "| 主管单位 | 青岚县人民政府 |",
    "<table><tr><td>主管单位</td><td>青岚县人民政府</td></tr><tr><td>地 址</td><td>前街1号</td></tr></table>",
    "青岚县人民政府公报　2021·3　目　录",
    "Page 12",
    "QINGLAN GAZETTE 2021 12",
    "青岚县人民政府任免名单",
    "",
    "",
    "# 青岚县人民政府公报",
    "2021年第3期",
    "（总第16期）",
    "## 目 录",
    "【政府文件】",
    "1. 关于印发《青岚县防汛方案》的通知 青政发〔2021〕3号 …… 5",
    "（5）",
    "青岚县人民政府",
    "青岚县人民政府办公室 ",
    "关于印发《青岚县防汛方案》的通知",
    "青政发〔2021〕3号",
    "各乡镇人民政府，县直各部门：",
    "现将《青岚县防汛方案》印发给你们，请认真执行。",
    "2021年5月19日",
    "二〇二一年五月十九日",
    "（此件公开发布）",
    "## 青岚县防汛方案",
    "附件：1. 防汛物资表",
    "2. 防汛队伍名单",
    "附件 1",
    "附件：",
    "附件2：防汛队伍名单",
    "防汛物资表",
    "一、总体要求",
    "序号  项目      责任单位\n1     清淤护岸  县水利局\n      工程      县林业局",
    "  2     修渠      县城市\n                  管理局",
    "**（一）健全机制。**各镇要落实责任，",
    "### （二）",
    "1.加强巡查",
    "2.2021年起，每年",
    "（3）配合",
    "①汛前",
    "一是抓巡查。二是",
    "第一章 总则",
    "第一条 为了防汛，制定本办法。",
    "第一百二十条之一 国家",
    "第八条的规定，由县人民政府",
    "第一条 为了防汛，不得",
    "投入使用。第二条 本县的防汛，",
    "适用本办法。第三条 县水务局负责防汛。",
    "为全面落实防汛",
    "责任，确保安全度汛。",
    "责任单位：县水务局、应急",
    "管理局",
    "组 长：王小明 县长",
    "李 平 县水务局局长",
    "副局长",
    "序号\t物资\t数量",
    "1\t编织袋\t3000",
    "\t\t袋。",
    "| 序号 | 名称 |",
    "|---|---|",
    "| 1 | 麻绳<br>（米） |",
    "<table><tr><td>甲</td><td>乙</td></tr>",
    "</table>",
    "---",
    "- 12 -",
    "![](images/1.jpg)",
    "<!-- 注",
    "-->",
    "# 青岚县2021年大事记",
    "4月1日，县委召开会议。4月2日，县长调研。同日，乡镇开会。",
    "5日 开工。",
    "4月31日至5月2日，",
    "（2021年4月下旬）",
    "***",
    "\u{feff}\u{200b}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_any_text(text in "(\\PC|\n|\t|#|\\*|-|\\||第|一|、|（|）|1|\\.|条){0,200}") {
        lost(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn in_shuffled_shapes(lines in proptest::collection::vec((0..SHAPES.len(), 0usize..60, 0usize..4), 0..80)) {
        let text: String = lines
            .iter()
            .map(|&(shape, cut, how)| {
                let line = SHAPES[shape];
                let kept: String = match how {
                    0 => line.chars().take(cut).collect(),
                    1 => line.chars().skip(cut % 7).collect(),
                    _ => line.to_owned(),
                };
                kept + "\n"
            })
            .collect();
        lost(&text).map_err(TestCaseError::fail)?;
    }
}
