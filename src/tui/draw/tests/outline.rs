//! 提纲: folded, stepped through; 附件与表格.

use super::{Reader, fixture, reader};
use crate::issue::{Block, Content, Issue, Table};

#[test]
fn what_is_folded_is_counted_and_stays_folded_when_the_outline_is_closed() {
    let mut reader = reader(120, 40);
    reader.press("<Enter><Enter>o<Tab>").sees("- 二、重点任务").sees("（二）修复岸坡");
    reader.press("j<Left>").sees("+ 二、重点任务 (2)").press("oo").sees("+ 二、重点任务 (2)");
    reader.press("<Tab>zR").sees("- 二、重点任务").press("z1").sees("+ 二、重点任务 (2)").sees("+ 三、保障措施 (2)");
    reader.press("z2").sees("- 三、保障措施").press("zM").sees("+ 三、保障措施 (2)");
    reader.press("gjzo").sees("- 二、重点任务").press("jzc").sees("+ 二、重点任务 (2)");
}

#[test]
fn the_arrows_fold_and_unfold_in_a_narrow_terminal_too() {
    let mut reader = reader(40, 12);
    reader.press("<Enter><Enter>o").sees("- 二、重点任务").press("j<Left>").sees("+ 二、重点任务 (2)");
    reader.press("<Right>").sees("- 二、重点任务").press("<Right><Enter>");
    assert!(reader.heading().ends_with("二、重点任务"), "{}", reader.heading());
}

#[test]
fn clauses_are_stepped_through_in_the_outline_and_the_text_follows() {
    let mut reader = reader(120, 40);
    reader.press("<Enter><Enter>o<Tab>]");
    assert!(reader.heading().ends_with("二、重点任务"), "{}", reader.heading());
    reader.press("<C-Down>}");
    assert!(reader.heading().ends_with("（二）修复岸坡"), "{}", reader.heading());
    reader.press("}");
    assert!(reader.heading().ends_with("三、保障措施"), "{}", reader.heading());
    reader.press("[{");
    assert!(reader.heading().ends_with("（一）清理河道"), "{}", reader.heading());
    reader.press("99]").press("]").sees("后面没有了");
}

#[test]
fn shelves_and_years_of_the_library_fold_by_level() {
    let mut reader = reader(80, 24);
    reader
        .press("z1")
        .sees("+ 青山县人民政府公报")
        .sees_not("- 2024年")
        .press("z2")
        .sees("+ 2024年")
        .sees_not("总第8期");
    reader
        .press("z3")
        .sees("总第8期")
        .press("gj")
        .press("zc")
        .sees("+ 2024年")
        .press("zc")
        .sees("+ 青山县人民政府公报");
}

fn with_table() -> Vec<Issue> {
    let mut issues = fixture::library();
    let part = &mut issues[1].documents[0].parts[1];
    part.blocks.push(Block::new(Content::Paragraph, 94, "河道长度一览"));
    let text = "河道\t长度\n清水河\t12公里\n白沙河\t8公里";
    let table = Table { row_lines: vec![95, 96, 97], header_rows: 1, columns: 2 };
    part.blocks.push(Block::new(Content::Table(table), 95, text));
    issues
}

#[test]
fn attachments_and_tables_are_listed_with_their_places_and_lead_there() {
    for size in [(80, 24), (40, 12)] {
        let mut reader = Reader::new(size.0, size.1, with_table());
        reader.press("<Enter><Enter>A").sees("> 附件与表格").sees("附件1").sees("表1").sees("河道长度一览").sees("2条");
        reader.press("/changdu").sees_not("河道名录").press("<Enter>").sees("清水河");
        reader.press("<C-o>").sees("一、总体要求").press("<F12><Esc>").sees("一、总体要求");
        reader.press("<F12>/没有<Enter>").sees("没有符合的条目").press("<Esc>q").sees("一、总体要求");
    }
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>A").sees("本文没有附件，也没有表格");
}
