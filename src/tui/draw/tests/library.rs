//! 馆藏: the tree of what there is, narrowed, folded, read again.

use std::sync::Arc;

use super::{Reader, fixture, reader};
use crate::app::{App, Input};
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, summarize};

#[test]
fn the_library_lists_gazettes_years_and_issues_newest_first_beside_a_summary() {
    let mut reader = reader(80, 24);
    let rows = reader.rows();
    assert_eq!(rows[0].trim(), "馆藏（4 个文件）");
    assert!(rows[1].starts_with(" - 青山县人民政府公报"), "{}", rows[1]);
    assert!(rows[2].starts_with("   - 2024年"), "{}", rows[2]);
    assert!(rows[3].starts_with("     第2期  总第8期"), "{}", rows[3]);
    assert!(rows[5].starts_with("     第6期"), "{}", rows[5]);
    reader.sees("单行文件").sees("文件 4 件").sees("1. 青山县人民政府关于印发").sees("? 帮助");
}

#[test]
fn a_year_says_how_much_there_is_of_it_and_which_numbers_are_missing() {
    let mut reader = reader(80, 24);
    reader
        .press("<Up>")
        .sees("| 2024年")
        .sees("| 1期，文件 4 件")
        .sees("馆藏里没有第1期（")
        .sees("| 第2期  总第8期  2024-04-10   4件");
    reader.press("<Down><Down>").sees("| 2023年").sees("馆藏里没有第1至5期（");
    let mut issues = fixture::library();
    issues[0].masthead.number = Some(76);
    Reader::new(80, 24, issues).press("<Down>").sees("| 2023年").sees_not("馆藏里没有");
}

#[test]
fn folding_a_year_hides_its_issues_and_unfolding_shows_them() {
    let mut reader = reader(80, 24);
    reader.press("<Left><Left>").sees("+ 2024年").sees_not("     第2期  总第8期");
    reader.press("<Enter>").sees("- 2024年").sees("第2期  总第8期");
    reader.press("zM").sees("+ 青山县人民政府公报").sees_not("第2期").press("zR").sees("第2期  总第8期");
}

#[test]
fn typing_narrows_the_library_to_issues_and_documents() {
    let mut reader = reader(80, 24);
    reader.press("/河道 2024").sees("青山县人民政府关于印发").sees_not("第6期").sees_not("单行文件");
    reader.press("<Enter>").sees("一、总体要求").press("q").sees("筛选「河道 2024」");
    reader.press("<Esc>").sees("第6期");
}

#[test]
fn a_year_leads_to_its_issues_before_titles_that_name_it() {
    use crate::app::library::Row;
    let mut issues = fixture::library();
    issues[1].documents[2].title = "关于印发2023年植树任务的通知".into();
    let mut reader = Reader::new(80, 24, issues);
    reader.press("/2023").sees("2023年植树任务").sees("第6期");
    let older = reader.app.catalog.issues.iter().position(|issue| issue.path == "2023-6.txt").unwrap() as u32;
    assert_eq!(reader.app.library.selected(), Some(Row::Issue(crate::library::catalog::IssueId(older))));
    reader.press("<Tab>").sees("Esc 看全部").press("<Esc>").sees_not("看全部");
    // Backspace leads out of a filter too, but never out of the program.
    reader.press("/2023<Tab>").sees("Esc 看全部").press("<Back>").sees_not("看全部").press("<Back>").sees("馆藏");
    reader.press("/植树任务");
    assert!(matches!(reader.app.library.selected(), Some(Row::Document(..))));
}

#[test]
fn gazettes_stand_in_the_order_of_their_sounds() {
    let mut issues = vec![fixture::gazette(), fixture::gazette(), fixture::gazette()];
    for (issue, name) in issues.iter_mut().zip(["云溪县人民政府公报", "白石县人民政府公报", "临河县人民政府公报"])
    {
        issue.masthead.title = Some(name.into());
        issue.source.path = name.into();
    }
    let reader = Reader::new(80, 24, issues);
    let titles: Vec<&str> = reader.app.library.shelves.iter().map(|shelf| shelf.title.as_str()).collect();
    assert_eq!(titles, ["白石县人民政府公报", "临河县人民政府公报", "云溪县人民政府公报"]);
}

#[test]
fn lists_are_narrowed_by_pinyin_too() {
    let mut reader = Reader::new(80, 24, fixture::library());
    reader.press("/hdgl").sees("青山县人民政府关于印发").sees_not("青山县防汛条例");
    reader.press("<C-u>fangxun").sees("青山县防汛条例").sees_not("关于印发");
    reader.press("<Esc>g<Down><Down><Enter>/gsmm<Enter>").sees("青山县古树名木保护办法");
}

#[test]
fn groups_are_passed_over_while_a_filter_is_typed_and_count_what_is_left() {
    let mut reader = Reader::new(80, 24, fixture::library());
    reader.press("/202").sees("青山县人民政府公报");
    let mut selected = Vec::new();
    for _ in 0..3 {
        selected.push(reader.app.library.selected());
        reader.press("<Down>");
    }
    use crate::app::library::Row;
    assert!(selected.iter().all(|row| matches!(row, Some(Row::Issue(_) | Row::Document(..)))), "{selected:?}");
    selected.dedup();
    assert_eq!(selected.len(), 3, "each key goes on");
    reader.press("<Up><Up><Up>");
    assert_eq!(reader.app.library.selected(), selected[0]);
    reader.press("<C-u>2023").sees("1期").sees_not("2期");
}

#[test]
fn narrowing_takes_either_script_and_any_width() {
    reader(80, 24).press("/靑山縣　２０２３").sees("第6期").sees_not("总第8期");
    reader(80, 24)
        .press("/没有这个")
        .sees("没有符合的条目")
        .press("<Enter>")
        .sees("没有符合的条目")
        .press("<Esc>")
        .sees("第6期");
}

#[test]
fn what_could_not_be_read_is_listed_with_its_reason() {
    let failure = LoadFailure { path: "公报/坏.txt".into(), reason: "不是文本文件".into() };
    let mut reader = Reader::with_failures(80, 24, fixture::library(), vec![failure.clone()]);
    reader.sees("没有读成的文件").press("G").sees("坏.txt：不是文本文件");
    let mut narrow = Reader::with_failures(40, 12, fixture::library(), vec![failure]);
    narrow.press("G<Enter>").sees("公报/坏.txt").sees("不是文本文件").press("q").sees("馆藏");
}

#[test]
fn an_empty_library_says_so_and_loading_shows_how_far_it_is() {
    Reader::new(80, 24, Vec::new()).sees("馆藏是空的");
    let mut app = Reader {
        app: App::new(Arc::default()),
        issues: Vec::new(),
        quit: false,
        copied: Vec::new(),
        gathering: 0,
        directories: 0,
    };
    app.input(Input::Progress { done: 12, total: 704 });
    app.sees("正在读取 12/704").press("j<Enter>/x<Esc>").press("q");
    assert!(app.quit);
}

#[test]
fn what_is_typed_while_the_library_loads_narrows_it() {
    let issues = fixture::library();
    let catalog = Catalog::new(issues.iter().map(summarize).collect(), Vec::new());
    let mut reader = Reader {
        app: App::new(Arc::default()),
        issues: Vec::new(),
        quit: false,
        copied: Vec::new(),
        gathering: 0,
        directories: 0,
    };
    reader.press("/河道").input(Input::Library(Arc::new(catalog)));
    reader.sees("河道").sees_not("单行文件");
}

#[test]
fn ten_thousand_rows_move_as_one() {
    let issues = (0..10_000u32).map(|n| fixture::single(&format!("关于事项{n}的通知"), "2024-03-01")).collect();
    let mut reader = Reader::new(80, 24, issues);
    reader.press("gG").sees("关于事项9999的通知").press("k").press("<PgUp>");
    reader.press("/事项4711").sees("关于事项4711的通知");
}

#[test]
fn reloading_keeps_folds_and_selection() {
    let mut reader = reader(80, 24);
    reader.press("jjj");
    let before = reader.reversed();
    let catalog = reader.app.catalog.clone();
    let mut issues = catalog.issues.clone();
    issues.reverse();
    reader.input(Input::Library(Arc::new(Catalog::new(issues, Vec::new()))));
    assert_eq!(reader.reversed(), before);
}
