//! 前往, 来路, 记号, 书签: how one gets somewhere and back.

use super::{Reader, fixture, reader};
use crate::app::{Effect, Input, Key, KeyCode};
use crate::state::State;

#[test]
fn an_address_shows_where_it_leads_while_it_is_typed_and_tab_completes_it() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>:二").sees(" > 二、重点任务").sees("回车 前往").press("（二");
    reader.sees("二（二）  （二）修复岸坡").press("<Tab>").sees("前往：二（二）").press("<Enter>");
    assert!(reader.heading().ends_with("（二）修复岸坡"), "{}", reader.heading());
    // Numbers alone do, and which of several is meant is chosen.
    reader.press(":3.1<Enter>");
    assert!(reader.heading().ends_with("（一）加强领导"), "{}", reader.heading());
    reader.press(":（一）<Down><Enter>");
    assert!(reader.heading().ends_with("（一）加强领导"), "{}", reader.heading());
    reader.press(":四（九）").sees("没有这样的地方").press("<Enter>").sees("本文没有「四（九）」").press("<Esc>");
}

#[test]
fn an_address_that_leads_nowhere_is_corrected_or_typed_over() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>:四（九）<Enter>").sees("本文没有「四（九）」");
    reader.press("<Back><Back>七）").sees("前往：四（七）").press("<Enter>").sees("本文没有「四（七）」");
    reader.press(":二").sees("前往：二").sees("二、重点任务").press("（九）<Enter>").sees("本文没有「二（九）」");
    reader.press("三").sees("前往：三").press("<Enter>");
    assert!(reader.heading().contains("三、"), "{}", reader.heading());
}

#[test]
fn a_clause_needs_a_document() {
    for at in ["", "<Enter>"] {
        let mut reader = reader(80, 24);
        reader.press(at).press(":（三）").sees("先打开一份文件").press("<Enter>").sees("「（三）」是文件里的条款");
    }
}

#[test]
fn documents_and_issues_are_gone_to_from_every_screen() {
    for at in ["", "<Enter>", "<Enter><Enter>"] {
        let mut reader = reader(80, 24);
        reader.press(at).press(":青政发[2024]3").sees("青政发〔2024〕3号").sees("（2024年第2期）");
        let mut reader = Reader::new(80, 24, fixture::library());
        reader.press(at).press(":2023/6").sees("青山县人民政府公报 2023年第6期").press("<Enter>");
        assert!(reader.heading().contains("2023年第6期"), "{}", reader.heading());
    }
    let mut reader = reader(80, 24);
    reader.press("：３号第九条<Enter>").sees("这份文件里没有这一条").press(":保护办法<Enter>").sees("第一条");
    let mut reader = Reader::new(80, 24, fixture::library());
    reader.press("<Enter>:p13").sees("第13页：").press("<Enter>").sees("第一条");
    reader.press("q:42%").sees("列表的 42%").press("<Esc>q:p1<Enter>").sees("一、总体要求");
    reader.press(":第31期").sees("没有这样的地方").press("<Enter>").sees("馆藏里也没有");
}

#[test]
fn a_printed_page_is_gone_to_where_it_begins() {
    let middle: String = (1..40).map(|n| format!("各地要做好第{n}批苗木的栽种。\n\n")).collect();
    let text = format!(
        "青山县人民政府公报\n2024年第2期\n目录\n1.关于植树的通知 1\n2.关于防火的通知 3\n\n# 关于植树的通知\n\n{middle}— 1 —\n\n\
         机关干部每人五株。\n\n{middle}2024年3月1日\n\n— 2 —\n\n# 关于防火的通知\n\n严禁携带火种上山。\n\n— 3 —\n"
    );
    let issue = || crate::parse::parse(&crate::read::SourceText::from_text("2024-2.txt", &text));
    for keys in ["", "<Enter>", "<Enter>2G<Enter>", "<Enter><Enter>"] {
        let mut reader = Reader::new(80, 24, vec![issue()]);
        reader.press(keys).sees_not("每人五株").press(":p2<Enter>").sees("每人五株").press("<BS>");
        reader.press(":p3<Enter>").sees("携带火种");
        assert!(reader.heading().ends_with("> 防火"), "{}", reader.heading());
    }
}

#[test]
fn an_article_is_gone_to_by_the_title_of_its_document() {
    for typed in ["保护办法第十二条", "《古树名木保护办法》第12条", "古树名木保护办法 12条"]
    {
        let mut reader = reader(80, 24);
        reader.press(":").press(typed).sees("青山县古树名木保护办法").press("<Enter>");
        assert!(reader.heading().ends_with("第十二条"), "{typed}: {}", reader.heading());
    }
}

#[test]
fn what_can_be_done_has_a_name_for_who_cannot_type_letters() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>：体检").sees("（键 !）").press("<Enter>").sees("体检");
    assert!(reader.heading().contains("体检"), "{}", reader.heading());
    let mut reader = super::reader(80, 24);
    reader.press("<Enter>2G<Enter>:第五条<Enter>：带出处").sees_not("（键").press("<Esc>：出处").sees("（键 Y）");
    let effects = reader.app.input(Input::Key(Key::of(KeyCode::Enter)));
    assert!(matches!(&effects[..], [Effect::Copy(text)] if text.contains("第五条")), "{effects:?}");
    reader.press("：写 第五条.txt");
    let effects = reader.app.input(Input::Key(Key::of(KeyCode::Enter)));
    assert!(matches!(&effects[..], [Effect::Write { .. }]), "{effects:?}");
}

#[test]
fn versions_of_a_law_are_told_apart() {
    let mut laws = ["2019-03-01", "2023-05-06"].map(|date| fixture::single("青山县防汛条例", date)).to_vec();
    for (law, date) in laws.iter_mut().zip(["2019-03-01", "2023-05-06"]) {
        law.source.path = format!("防汛条例({date}).md");
    }
    let mut reader = Reader::new(80, 24, laws);
    reader.press(":防汛条例").sees("青山县防汛条例（2019-03-01）").sees("青山县防汛条例（2023-05-06）");
    reader.press("<Enter>").sees("单行文件 2023-05-06 > 青山县防汛条例");
}

#[test]
fn a_document_is_found_by_the_title_that_the_contents_have() {
    let mut issue = fixture::gazette();
    issue.documents[0].title = "青山县人民政府关于印发《河道plan实施方案》的通知".into();
    let mut reader = Reader::new(80, 24, vec![issue]);
    reader.press("/河道管理<Enter><Enter>").sees("河道plan").press("qq<Esc>");
    reader.press(":河道管理实施<Enter>").sees("河道plan");
}

#[test]
fn every_jump_can_be_gone_back_and_forward() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>:第五条<Enter>:第十二条<Enter>/第二十条<Enter>");
    reader.press("<C-o>");
    assert!(reader.heading().ends_with("第十二条"), "{}", reader.heading());
    reader.press("<A-Left>");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    reader.press("<A-Right>");
    assert!(reader.heading().ends_with("第十二条"), "{}", reader.heading());
    // Into another document and back; over what was closed, too.
    reader.press(":3号<Enter>").sees("一、总体要求").press("<C-o>");
    assert!(reader.heading().ends_with("第十二条"), "{}", reader.heading());
    reader.press("qq<C-o>").sees("第十二条");
    reader.press("<C-o><C-o><C-o><C-o><C-o><C-o>").sees("没有更早的地方了");
}

#[test]
fn marks_lead_back_from_anywhere() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>:第五条<Enter>ma").sees("已记下 a").press("qq'a");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    reader.press("'b").sees("没有记过 b");
}

#[test]
fn bookmarks_have_notes_and_are_listed_opened_and_removed() {
    let mut reader = reader(80, 24);
    reader.press("<F8>").sees("还没有书签");
    reader.press("<Enter>2G<Enter>:第五条<Enter>b").sees("书签说明：").press("要核对<Enter>").sees("已加书签：第五条");
    reader.press("B").sees("书签与最近读过").sees("书签  要核对  第五条  青山县古树名木保护办法").sees("2024年第2期");
    reader.press("<Enter>");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    reader.press("qqqqB/核对<Enter>");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    reader.press("q<Del>").sees("没有符合的条目").press("<Esc>").sees_not("要核对");
}

#[test]
fn places_and_bookmarks_outlive_the_run_and_a_new_name_of_the_file() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>:第十五条<Enter>j");
    let kept = |reader: &mut Reader| match reader.app.input(Input::Closing).pop() {
        Some(Effect::Keep(changes)) => changes,
        other => panic!("{other:?}"),
    };
    let mut state = State::default();
    kept(&mut reader).into_iter().for_each(|change| state.put(change, 1));
    assert!(!reader.app.is_unsaved());
    let mut moved = fixture::library();
    moved.iter_mut().for_each(|issue| issue.source.path = format!("别处/{}", issue.source.path));
    moved.reverse();
    let mut later = Reader::new(80, 24, moved);
    later.input(Input::State(state, None));
    later.press("<Enter>2G<Enter>");
    assert_eq!(later.rows()[1..5], reader.rows()[1..5]);
    later.press("qqB").sees("读过  第");
    later.input(Input::Trouble("书签和位置存不下来：没有权限".into()));
    later.sees("存不下来");
}
