//! 体检, 帮助, and what holds on every screen.

use super::{Reader, fixture, reader};
use crate::app::Input;
use crate::text::width::Widths;

#[test]
fn findings_lead_to_their_places_and_back_to_the_list() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>！").sees("> 体检").sees("缺目录");
    reader.press("/关于防火的通知<Enter>").sees("现将有关事项通知如下").sees("缺目录：");
    reader.press("q").sees("筛选「关于防火的通知」").press("<Esc>").sees("缺文件").press("q").sees("> 目录");
}

#[test]
fn an_issue_can_be_checked_from_the_library() {
    let mut reader = reader(80, 24);
    reader.sees("! 体检").press("！").sees("> 体检").sees("回车 查看");
    reader.press("<Enter>").sees_not("回车 查看").press("q").sees("> 体检").press("q").sees("馆藏（4 个文件）");
    reader.press("<Up>").sees_not("! 体检").press("!").sees("先选中一期，再按 ! 体检");
}

#[test]
fn where_nothing_is_found_it_says_so() {
    let mut reader = Reader::new(80, 24, vec![fixture::plain()]);
    reader.press("<Enter>!").sees("没有发现要留意的地方").sees("买米");
}

#[test]
fn every_screen_fits_its_terminal() {
    for (cols, rows) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
        for widths in [Widths::narrow(), Widths::wide()] {
            for keys in ["", "<Enter>", "<Enter><Enter>", "<Enter><Enter>o", "<Enter><Enter>/河道", "?", "/方案"] {
                let mut reader = reader(cols, rows);
                reader.input(Input::Widths(widths));
                reader.press(keys);
                for row in reader.rows() {
                    assert!(widths.str(&row) <= cols as usize, "{keys} at {cols}: {row}");
                }
                assert!(!reader.heading().is_empty() && !reader.status().is_empty());
            }
        }
    }
}

#[test]
fn help_lists_the_keys_of_the_screen_it_was_asked_on_and_no_others() {
    let mut reader = reader(80, 40);
    reader.press("？").sees("馆藏的按键").sees("筛选").sees_not("下一条款").press("q").sees("第2期");
    reader
        .press("<Enter><Enter><F1>")
        .sees("正文的按键")
        .sees("下一条款")
        .sees_not("重新读取")
        .press("<Esc>")
        .sees("总体要求");
}

#[test]
fn escape_never_leaves_what_is_read_and_backspace_never_the_program() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter><Esc><Esc><Esc>").sees("一、总体要求");
    reader.press("<Back><Back><Back><Back><Back>").sees("第2期");
    assert!(!reader.quit);
    reader.press("q");
    assert!(reader.quit);
}

#[test]
fn a_character_from_an_input_method_says_how_to_go_on() {
    let mut reader = reader(80, 24);
    reader.press("哦").sees("「哦」不是按键").sees("F1");
}

#[test]
fn an_unknown_key_says_where_the_keys_are() {
    reader(80, 24).press("w").sees("? 或 F1 看所有按键");
}

#[test]
fn a_terminal_too_small_says_so_and_keys_still_work() {
    let mut reader = reader(30, 8);
    reader.sees("窗口太小").press("<Enter>").resize(80, 24).sees("目录");
}

#[test]
fn scrolling_a_line_changes_no_cell_of_the_bars_but_the_position() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>:第三条<Enter>");
    let (heading, status) = (reader.heading(), reader.status());
    reader.press("j");
    assert_eq!(reader.heading(), heading);
    assert_eq!(
        reader.status().replace(|c: char| c.is_ascii_digit() || c == ' ', ""),
        status.replace(|c: char| c.is_ascii_digit() || c == ' ', "")
    );
}
