//! 正文: steering by clauses, the outline, finding, keeping the place.

use super::{Reader, fixture, reader};

#[test]
fn the_heading_says_where_one_is() {
    let mut reader = reader(120, 40);
    reader.press("<Enter><Enter>");
    reader.press("]]]");
    assert_eq!(reader.heading(), "青山县人民政府公报 2024年第2期 > 河道管理实施方案 > 二、重点任务 > （一）清理河道");
    let mut narrow = Reader::new(40, 12, fixture::library());
    narrow.press("<Enter><Enter>]]]");
    assert!(narrow.heading().ends_with("（一）清理河道"), "{}", narrow.heading());
}

#[test]
fn clauses_are_stepped_through_and_marked_where_they_stand() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>").press("]");
    assert!(reader.reversed().starts_with("一"), "{}", reader.reversed());
    let page = reader.rows()[1].clone();
    reader.press("]]");
    assert_eq!(reader.rows()[1], page, "what is in sight is marked, the page stays");
    reader.press("}}");
    assert!(reader.heading().ends_with("三、保障措施"), "{}", reader.heading());
    reader.press("{").press("[");
    reader.press("99]").sees("落实责任").press("]").sees("后面没有条款了");
    reader.press("99[").press("[").sees("前面没有条款了");
}

#[test]
fn the_current_clause_has_a_sign_before_it_that_needs_no_colour() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>").sees_not("> 一、").press("]").sees("> 一、").press("]").sees_not("> 一、");
}

#[test]
fn how_far_one_is_begins_with_nothing_and_ends_with_all() {
    let mut reader = reader(80, 12);
    reader.press("<Enter><Enter>").sees(" 0%").press(":50%<Enter>");
    assert!(["50%", "51%", "52%", "53%", "54%"].iter().any(|p| reader.status().ends_with(p)), "{}", reader.status());
    reader.press("G").sees("100%").press("g").sees(" 0%");
    reader.resize(80, 200);
    assert!(reader.status().ends_with("全文"), "{}", reader.status());
}

#[test]
fn control_arrows_step_too_and_brackets_of_an_input_method() {
    let (mut a, mut b) = (reader(80, 24), reader(80, 24));
    a.press("<Enter><Enter>]][");
    b.press("<Enter><Enter><C-Down>】【");
    assert_eq!(a.heading(), b.heading());
}

#[test]
fn an_article_is_gone_to_by_its_number() {
    for keys in [":第十二条<Enter>", "：12<Enter>", "<F4>十二<Enter>", "12G"] {
        let mut reader = reader(80, 24);
        reader.press("<Enter>2G<Enter>").press(keys);
        assert!(reader.heading().contains("第十二条"), "{keys}: {}", reader.heading());
        reader.sees("第十二条");
    }
    let mut reader = reader(80, 24);
    reader
        .press("<Enter>2G<Enter>:第九十条<Enter>")
        .sees("本文没有「第九十条」")
        .press("<Esc>:水<Enter>")
        .sees("看不懂")
        .press("<Esc>");
    reader.press(":100%<Enter>").sees("100%").press(":1%<Enter>").sees("第一条");
}

#[test]
fn clauses_are_gone_to_by_their_path() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>:三（二）<Enter>");
    assert!(reader.heading().ends_with("（二）落实责任"), "{}", reader.heading());
    reader.press(":附件1<Enter>").sees("附件1");
    assert!(reader.heading().contains("附件1"), "{}", reader.heading());
}

#[test]
fn the_outline_beside_the_text_follows_and_jumps() {
    let mut reader = reader(120, 24);
    reader.press("<Enter><Enter>o").sees("（二）落实责任").sees("> ");
    reader.press("]]");
    let here: Vec<_> = reader.rows().into_iter().filter(|row| row.starts_with('>')).collect();
    assert!(here.len() == 1 && here[0].contains("二、重点任务"), "{here:?}");
    reader.press("<Tab>jj<Enter>");
    assert!(reader.heading().contains("（二）"), "{}", reader.heading());
    reader.press("<Esc>").sees_not(" | ");
}

#[test]
fn in_a_narrow_terminal_the_outline_lies_over_the_text() {
    let mut reader = reader(40, 12);
    reader.press("<Enter><Enter>o").sees("一、总体要求").press("/落实").sees("（二）落实责任").sees_not("总体要求");
    reader.press("<Enter>");
    assert!(reader.heading().ends_with("（二）落实责任"), "{}", reader.heading());
    reader.sees("落实责任");
    reader.press("o").press("<Esc>").sees_not("一、总体要求\n");
}

#[test]
fn an_outline_of_nothing_is_said_in_words() {
    let mut reader = Reader::new(80, 24, vec![fixture::single("关于放假的通知", "2024-01-01")]);
    reader.press("<Enter>o").sees("本文没有条款").press("]").sees("本文没有条款");
}

#[test]
fn finding_marks_every_hit_and_walks_them_round() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>/责任单位");
    reader.sees("1/3处");
    assert_eq!(reader.reversed(), "责任单位");
    reader.press("<Enter>n").sees("2/3处").press("n").sees("3/3处").press("n").sees("1/3处").sees("从头查找");
    reader.press("N").sees("3/3处").sees("从末尾查找").press("<Esc>").sees_not("处");
}

#[test]
fn the_heading_names_the_clause_of_the_hit_wherever_it_stands_on_the_page() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>/岸坡<Enter>");
    assert!(reader.heading().ends_with("（二）修复岸坡"), "{}", reader.heading());
    // From there on clauses are stepped through.
    reader.press("]");
    assert!(reader.heading().ends_with("三、保障措施"), "{}", reader.heading());
    reader.press("/违章<Enter>");
    assert!(reader.heading().ends_with("（一）清理河道"), "{}", reader.heading());
    reader.press("g");
    assert!(!reader.heading().contains("（一）"), "at the beginning: {}", reader.heading());
}

#[test]
fn enter_in_the_find_line_again_goes_on_and_typing_replaces_the_query() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>/责任单位<Enter>/<Enter>").sees("2/3处");
    reader.press("/青<Esc>").sees("2/3处");
    reader.press("、靑山縣").sees("处").sees_not("/3处");
}

#[test]
fn what_is_not_found_leaves_the_place() {
    let mut reader = reader(80, 12);
    reader.press("<Enter><Enter>jjj");
    let before = reader.rows()[1].clone();
    reader.press("/没有这个词<Enter>").sees("没有找到「没有这个词」");
    assert_eq!(reader.rows()[1], before);
}

#[test]
fn a_resize_and_another_measure_keep_the_place() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>:第十二条<Enter>jj");
    let first_word = |reader: &Reader| reader.rows()[1].trim().chars().take(4).collect::<String>();
    let before = first_word(&reader);
    for (cols, rows) in [(52, 20), (120, 24), (40, 12), (80, 24)] {
        reader.resize(cols, rows);
    }
    assert_eq!(first_word(&reader), before);
    reader.press("----").press("++++");
    assert_eq!(first_word(&reader), before);
}

#[test]
fn a_document_opened_again_is_where_it_was_left() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>d");
    let before = reader.screen();
    reader.press("qgG2G<Enter>");
    assert_eq!(reader.screen(), before);
    reader.press("qq").press("<Enter>").press("<Enter>");
    assert_eq!(reader.screen(), before);
}

#[test]
fn the_next_document_and_the_contents_agree() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>)").sees("第一条").press("q");
    assert!(reader.reversed().contains("古树名木"), "{}", reader.reversed());
    reader.press("<Enter>9)").press(")").sees("已是最后一件");
}

#[test]
fn the_next_single_document_is_the_next_one_of_the_library() {
    let law = |title: &str, date: &str| fixture::single(title, date);
    let laws = vec![law("青山县防汛条例", "2022-06-01"), law("青山县抗旱条例", "2020-05-01"), fixture::gazette()];
    let mut reader = Reader::new(80, 24, laws);
    reader.press("/防汛<Enter><Esc>").sees("单行文件 > 青山县防汛条例");
    reader.press("q<Esc><Enter>").sees(") 下件").press("）").sees("单行文件 > 青山县抗旱条例");
    reader.sees_not(") 下件").press(")").sees("已是最后一件").sees("单行文件 > 青山县抗旱条例");
    reader.press("q");
    assert!(reader.reversed().contains("抗旱条例"), "the library is where one reads: {}", reader.reversed());
    reader.press("<Enter>(").sees("单行文件 > 青山县防汛条例").press("(").sees("已是第一件");
    // Of a narrowed list, what is left is gone through.
    let mut reader = Reader::new(
        80,
        24,
        vec![law("甲条例", "2022-06-01"), law("乙办法", "2021-06-01"), law("丙条例", "2020-06-01")],
    );
    reader.press("/条例<Enter>)").sees("单行文件 > 丙条例");
}

#[test]
fn plain_text_is_shown_and_said_to_be_no_gazette() {
    let mut reader = Reader::new(80, 24, vec![fixture::plain()]);
    reader.sees("普通文本（不是公报）").press("<Enter>").sees("不像公报").sees("买米");
}

#[test]
fn a_clause_is_chosen_in_the_outline_by_its_number() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>o3G").sees("三、保障措施");
    assert_eq!(reader.reversed(), "- 三、保障措施", "the third of the outermost, not the third row");
    reader.press("9G").sees("本文没有第9条").press("<Enter>");
    assert!(reader.heading().ends_with("三、保障措施"), "{}", reader.heading());
}
