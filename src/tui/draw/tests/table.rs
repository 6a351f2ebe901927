//! A table full screen: moved in, found in.

use ratatui::style::Modifier;

use super::Reader;
use crate::parse;
use crate::read::SourceText;

/// A reader in a table of forty rows and columns that no screen of 60 cells holds; the last cell of row 30 is the only one that
/// speaks of a bridge.
fn reader() -> Reader {
    let head = "| 序号 | 项目名称 | 建设内容 | 完成时限 | 责任单位 | 备注 |\n|---|---|---|---|---|---|\n";
    let row = |n: usize| {
        let note = if n == 30 { "含白石桥一座" } else { "按月报送" };
        format!("| {n} | 第{n}号村道 | 路面硬化及排水沟渠整修工程 | 2023年10月底 | 云溪县交通运输局 | {note} |\n")
    };
    let rows: String = (1..=40).map(row).collect();
    let text = format!(
        "云溪县人民政府办公室关于印发村道计划的通知\n\n云政办发〔2023〕7号\n\n各乡镇人民政府：\n\n\
         现将村道计划印发给你们，白石桥先修。\n\n{head}{rows}\n云溪县人民政府办公室\n\n2023年3月1日\n"
    );
    let issue = parse::parse(&SourceText::from_text("村道.txt", &text));
    let mut reader = Reader::new(60, 20, vec![issue]);
    reader.press(":7号<Enter>").sees("村道计划");
    reader
}

/// What is underlined below the heading.
fn marked(reader: &Reader) -> String {
    let (drawn, _) = reader.buffer();
    let cells = (1..drawn.area.height - 1).flat_map(|y| (0..drawn.area.width).map(move |x| (x, y)));
    let marked = cells.map(|at| &drawn[at]).filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    marked.map(|cell| cell.symbol()).collect::<String>().replace(' ', "")
}

#[test]
fn what_is_found_in_a_table_comes_into_sight_both_ways() {
    let mut reader = reader();
    reader.press("t").sees("1/40行").sees_not("按月报送");
    reader.press("/白石桥").sees("查找：白石桥").sees("含白石桥一座").sees("1/1处");
    assert_eq!(marked(&reader), "白石桥");
    reader.press("<Esc>").sees("1/40行").sees_not("含白石桥一座");
    reader.press("/白石桥<Enter>").sees("30/40行").press("n").sees("从头查找");
    reader.press("<Esc>").sees_not("1/1处").sees("30/40行");
    // Hits of the rows one has moved to come first; both ends lead to the other.
    reader.press("/村道<Enter>").sees("30/40处").press("5jn").sees("35/40处").press("N").sees("34/40处");
    reader.press("Gn").sees("40/40行").press("n").sees("1/40行").sees("从头查找");
    reader.press("/没有的<Enter>").sees("表里没有找到「没有的」").sees("1/40行");
}

#[test]
fn letters_move_the_columns_too() {
    let mut reader = reader();
    reader.press("t").sees("项目名称");
    let before = reader.screen();
    reader.press("ll");
    assert_ne!(reader.screen(), before);
    reader.press("2h");
    assert_eq!(reader.screen(), before);
}

#[test]
fn a_hit_of_the_document_is_shown_in_its_table() {
    let mut reader = reader();
    reader.press("/白石桥<Enter>n").sees("2/2处").press("t").sees("含白石桥一座").sees("1/1处");
}

#[test]
fn a_row_is_copied_alone_and_the_key_of_the_table_leads_back() {
    let mut reader = reader();
    reader.press("y").sees("已向终端发出");
    reader.copied.clear();
    reader.press("t").sees("y 复制").press("2jy").sees("已向终端发出");
    let row = "序号：3\n项目名称：第3号村道\n建设内容：路面硬化及排水沟渠整修工程\n完成时限：2023年10月底\n责任单位：云溪县交通运输局\n备注：按月报送";
    assert_eq!(reader.copied.pop().unwrap(), row);
    // From the page that says the whole row as well, and with its source.
    reader.press("<Enter>").sees("y 复制").press("Y");
    let cited = reader.copied.pop().unwrap();
    assert!(cited.starts_with(row) && cited.contains("\n——《") && cited.contains("云政办发〔2023〕7号"), "{cited}");
    // Help is no row.
    reader.press("q?").sees_not("y 复制").press("q").sees("3/40行").press("t").sees_not("3/40行").sees("? 帮助");
}
