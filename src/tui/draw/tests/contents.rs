//! 目录 of an issue, and opening what it lists.

use super::{Reader, fixture, reader};
use crate::app::{Input, Key, KeyCode};
use crate::text::width::Widths;

#[test]
fn the_contents_stand_under_their_categories_with_number_and_page() {
    let mut reader = reader(80, 24);
    reader
        .press("<Enter>")
        .sees("【政府文件】")
        .sees("   1 青山县人民政府关于印发")
        .sees("青政发〔2024〕3号")
        .sees("12");
    assert_eq!(reader.heading(), "青山县人民政府公报 2024年第2期 > 目录");
    reader.sees("【正文缺】").sees("【目录未列】");
}

#[test]
fn an_entry_without_its_document_says_so_when_opened() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>3G<Enter>").sees("目录列了这一件，正文里没有找到");
}

#[test]
fn keys_typed_while_an_issue_is_loaded_are_meant_for_it() {
    let mut reader = reader(80, 24);
    let effects = reader.app.input(Input::Key(Key::of(KeyCode::Enter)));
    for key in ['2', 'G'] {
        reader.app.input(Input::Key(Key::char(key)));
    }
    reader.app.input(Input::Key(Key::of(KeyCode::Enter)));
    reader.sees("正在打开");
    reader.perform(effects);
    reader.sees("第一条");
}

#[test]
fn a_number_and_g_go_to_the_entry_of_that_ordinal() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G");
    assert!(reader.reversed().starts_with("2 青山县古树名木保护办法"), "{}", reader.reversed());
}

#[test]
fn in_a_narrow_terminal_number_and_page_stand_below_the_title() {
    let mut reader = reader(40, 12);
    reader.press("<Enter>").sees("青政发〔2024〕3号  第1页");
}

#[test]
fn the_front_matter_can_be_read_as_printed() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>g<Enter>").sees("青山县人民政府主办").press(")").sees("一、总体要求");
    reader.press("(").sees("青山县人民政府主办");
}

#[test]
fn the_contents_are_narrowed_and_come_back_where_they_were() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>/古树").sees("古树名木").sees_not("河道").press("<Enter>").sees("第一条");
    reader.press("q").sees("筛选「古树」").press("<Esc>").sees("河道");
    assert!(reader.reversed().contains("古树名木"), "{}", reader.reversed());
    reader.press("q<Enter>");
    assert!(reader.reversed().contains("古树名木"), "{}", reader.reversed());
}

#[test]
fn an_issue_without_contents_lists_its_documents_unmarked() {
    let mut reader = Reader::new(80, 24, vec![fixture::without_contents()]);
    reader.press("<Enter>").sees("青山县古树名木保护办法").sees_not("【目录未列】");
}

#[test]
fn on_a_wide_screen_a_page_number_is_not_far_from_its_title() {
    let columns = |cols| {
        let mut reader = reader(cols, 24);
        let rows = reader.press("<Enter>").rows();
        let row = rows.into_iter().find(|row| row.contains("古树名木")).expect("an entry");
        let row = row.trim_end().to_owned();
        (Widths::narrow().str(&row), Widths::narrow().str(row.trim_start()))
    };
    let (right, width) = columns(120);
    assert!((110..=120).contains(&right) && width > 110, "{right} {width}");
    let (right, width) = columns(200);
    assert!((160..=170).contains(&right) && width < 134, "{right} {width}");
}
