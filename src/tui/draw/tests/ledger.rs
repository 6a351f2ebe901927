//! 台账: what a clerk sees who asks for every task of a bureau.

use std::sync::Arc;

use super::Reader;
use crate::app::ledger::{Gathered, News, Scope};
use crate::app::{Effect, Input, Key, KeyCode, NotWritten};
use crate::issue::Issue;
use crate::ledger::Ledger;
use crate::ledger::units::Units;
use crate::library::catalog::IssueId;
use crate::parse;
use crate::read::SourceText;

/// What the worker does.
pub fn gathered(issues: &[Arc<Issue>], scope: Scope) -> Gathered {
    let units = Units::new();
    let mut ledger = Ledger::default();
    match scope {
        Scope::Library => {
            for (at, issue) in issues.iter().enumerate() {
                for document in 0..issue.documents.len() {
                    ledger.add(IssueId(at as u32), issue, document, &units);
                }
            }
        }
        Scope::Issue(id) => ledger = Ledger::of_issue(id, &issues[id.0 as usize], &units),
        Scope::Document(id, document) => ledger.add(id, &issues[id.0 as usize], document as usize, &units),
    }
    Gathered::new(ledger, units)
}

/// A notice of a county with two clauses; `year`: of the notice.
fn notice(year: u16, first: &str, second: &str) -> Issue {
    let text = format!(
        "河口县人民政府办公室关于印发《河口县{year}年工作要点》的通知\n\n河政办发〔{year}〕9号\n\n各乡（镇）人民政府：\n\n\
         现将《河口县{year}年工作要点》印发给你们。\n\n一、新建校舍。{year}年8月底前完成主体。{first}\n\n\
         二、开展培训。按计划分批完成。{second}\n\n河口县人民政府办公室\n\n{year}年3月1日\n"
    );
    parse::parse(&SourceText::from_text(&format!("{year}.txt"), &text))
}

fn reader(cols: u16, rows: u16) -> Reader {
    let older = notice(2022, "（牵头单位：县教体局，配合单位：县财政局）", "（责任单位：县人社局）");
    let newer = notice(2023, "（责任单位：县财政局）", "（责任单位：县教育体育局、各乡（镇）人民政府）");
    Reader::new(cols, rows, vec![older, newer])
}

#[test]
fn the_librarys_ledger_narrows_to_a_unit_under_all_its_names() {
    let mut reader = reader(80, 24);
    reader.press("T").sees("馆藏 > 台账").sees("单位").sees("县教体局").sees("县人社局").sees("2022-08-31");
    assert!(reader.status().ends_with("6条"), "{}", reader.status());
    reader.press("/教体局").sees("县教体局").sees("县教育体育局").sees_not("县人社局");
    assert!(reader.status().ends_with("2条"), "{}", reader.status());
    // The strip says the selected row at length.
    reader
        .sees("县教体局＝教育体育局  牵头单位")
        .sees("2022年8月底前完成主体")
        .sees("（河政办发〔2022〕9号）  一  第9行");
}

#[test]
fn the_name_of_a_unit_asks_for_its_rows_and_says_what_else_may_be_meant() {
    let own = notice(2022, "（牵头单位：县教育局）", "请县教育局支持。（责任单位：县人社局）");
    let near = notice(2023, "（责任单位：县教体局）", "（责任单位：县财政局）");
    let mut reader = Reader::new(80, 24, vec![own, near]);
    // Enter leads to the list, not into the first document.
    reader.press("T/教育局<Enter>").sees("馆藏 > 台账").sees("县教育局").sees_not("县人社局");
    reader
        .sees("没有列出相近的：县教体局 1")
        .press("j")
        .sees_not("县教体局")
        .sees("1条")
        .sees("Esc 看全部")
        .sees("e 导出")
        .sees("x 按期限");
    reader.press("<Esc>/教育局、教体局<Enter>").sees("县教体局").sees_not("没有列出").sees("2条");
    // What is no unit's name is looked for everywhere.
    reader.press("<Esc>").sees_not("看全部").press("/支持<Enter>").sees("县人社局").sees_not("没有列出");
}

#[test]
fn where_else_a_unit_is_named_is_told_and_s_leads_there() {
    let own = notice(2022, "（牵头单位：县教育局）", "报县教育局备案。（责任单位：县人社局）");
    let mut reader = Reader::new(80, 24, vec![own, notice(2023, "（责任单位：县教体局）", "")]);
    let asked = |reader: &mut Reader| {
        let mut effects = reader.app.input(Input::Key(Key::of(KeyCode::Enter)));
        let Some(Effect::Mentions(request, unread)) = effects.pop() else { panic!("{effects:?}") };
        (request, unread)
    };
    reader.press("T/教育局");
    let (request, unread) = asked(&mut reader);
    assert_eq!((unread.scope, &unread.names[..]), (Scope::Library, &["教育局".to_owned()][..]));
    reader.sees("没有列出相近的：县教体局 1");
    reader.input(Input::Ledger(request, News::Mentioned(unread.clone(), 3)));
    reader.sees("另有 3 处提到教育局，没有读成任务，按 s 检索；没有列出相近的：");
    reader.press("s").sees("检索：教育局").press("<Esc><Esc>");
    // What comes when another unit is asked for is dropped.
    reader.press("/县人社局");
    asked(&mut reader);
    reader.input(Input::Ledger(request, News::Mentioned(unread, 3)));
    reader.sees("筛选「县人社局」").sees_not("另有");
}

#[test]
fn pinyin_roles_and_dates_narrow_too() {
    let mut reader = reader(80, 24);
    reader.press("T/rsj").sees("县人社局").sees_not("县教体局");
    reader.press("<Esc>").press("/牵头").sees("县教体局").sees_not("县人社局");
    reader.press("<Esc>").press("/2023-08 财政").sees("县财政局").sees_not("2022-08-31");
    reader.press("<Esc>").press("/没有的词").sees("没有符合的条目").sees_not("分开筛选");
    // Why there is nothing: what each word has, and what a year is taken for.
    reader.press("<Esc>").press("/人社局 2023").sees("没有符合的条目").sees("分开筛选：“人社局” 1 条，“2023” 3 条");
    reader.sees("“2023”是在期限、文件的年份和文号、任务的文字里找的");
}

#[test]
fn enter_opens_the_words_with_the_unit_marked_and_q_returns_to_the_row() {
    let mut reader = reader(80, 24);
    reader.press("T/教体局<Tab>j");
    let row = reader.reversed();
    assert!(row.starts_with("县教育体育局 责任"), "{row}");
    reader.press("<Enter>").sees("1/1处");
    assert!(reader.reversed().contains("县教育体育局"), "{}", reader.reversed());
    reader.press("q").sees("筛选「教体局」");
    assert_eq!(reader.reversed(), row);
    // Left and opened again, the library's ledger is as it was.
    reader.press("qT").sees("筛选「教体局」");
    assert_eq!(reader.reversed(), row);
}

#[test]
fn a_document_has_its_own() {
    let mut reader = reader(80, 24);
    reader.press("G<Enter>");
    let document = reader.heading();
    reader.press("T").sees("台账").sees("县人社局").sees_not("县教育体育局");
    assert!(reader.status().ends_with("3条"), "{}", reader.status());
    reader.press("q");
    assert_eq!(reader.heading(), document);
    reader.press("<F6>").sees("台账");
}

#[test]
fn by_role_by_year_by_deadline_in_groups() {
    let mut reader = reader(80, 24);
    reader.press("Tr").sees("台账 > 牵头").sees("县教体局").sees_not("县人社局");
    reader.press("r").sees("台账 > 责任").sees("县人社局").sees_not("县教体局");
    reader.press("rr").sees_not("台账 > ").sees("县教体局");
    reader.press("a").sees("2023年").sees_not("县人社局").press("a").sees("2022年").sees("县人社局").press("a");
    reader.press("x").sees("按期限");
    let first = reader.reversed();
    assert!(first.contains("2022-08-31"), "{first}");
    reader.press("xf").sees("分单位").sees("教育体育局  2 条").sees("财政局  2 条");
    reader.press("f").sees("分文件").sees("河口县2022年工作要点").sees("3 条");
    reader.press("f").sees("分月份").sees("2022年08月  2 条").sees("2023年08月  1 条").sees("未写期限  3 条");
    reader.press(")");
    assert!(reader.reversed().contains("2023-08-31"), "{}", reader.reversed());
    // Headings are passed over, and stay in sight.
    reader.press("k");
    assert!(reader.reversed().contains("2022-08-31"), "{}", reader.reversed());
    reader.press("Gg").sees("2022年08月");
    assert!(reader.reversed().contains("2022-08-31"), "{}", reader.reversed());
    reader.press("f").sees_not("分月份").sees_not("  2 条");
}

#[test]
fn rows_are_written_to_a_file_that_is_asked_for() {
    let mut reader = reader(80, 24);
    reader.press("T/教体局<Tab>e").sees("导出到：台账.xlsx");
    let enter = Input::Key(Key::of(KeyCode::Enter));
    let mut effects = reader.app.input(enter.clone());
    let Some(Effect::Write { path, content, replace: false }) = effects.pop() else { panic!("{effects:?}") };
    assert!(path == "台账.xlsx" && content.bytes().unwrap().starts_with(b"PK"), "a workbook");
    reader.input(Input::Written(path.clone(), Err(NotWritten::Exists)));
    reader.sees("已有 台账.xlsx，没有动它");
    assert!(matches!(&reader.app.input(enter)[..], [Effect::Write { replace: true, .. }]));
    reader.input(Input::Written(path, Ok(())));
    reader.sees("已写入 台账.xlsx（2 条）");
    reader.press("e表.doc<Enter>").sees("文件名要以 .xlsx、.csv 或 .json 结尾");
}

#[test]
fn groups_of_towns_are_shown_as_their_towns_when_asked() {
    let mut reader = reader(80, 24);
    reader.press("T/各乡<Tab>").sees("1条").sees("右箭头 展开").press("<Right>");
    reader.sees("不知道是哪些乡镇").sees("1条");
    let towns = notice(2021, "（责任单位：石桥镇、河滩乡）", "（责任单位：各乡镇）");
    let mut reader = Reader::new(120, 30, vec![towns]);
    reader.press("TG").sees("3条").press("l").sees("台账 > 展开乡镇").sees("4条").sees("左箭头 合并");
    assert!(reader.reversed().starts_with("河滩乡"), "the first town of the group: {}", reader.reversed());
    reader.sees("各乡镇＝");
    // What is written is what is shown.
    let mut effects = reader.press("e").app.input(Input::Paste("表.csv".into()));
    effects.extend(reader.app.input(Input::Key(Key::of(KeyCode::Enter))));
    let Some(Effect::Write { content, .. }) = effects.pop() else { panic!("{effects:?}") };
    assert_eq!(String::from_utf8(content.bytes().unwrap().to_vec()).unwrap().lines().count(), 1 + 4);
    reader.input(Input::Written("表.csv".into(), Ok(())));
    reader.press("h").sees("3条").sees_not("台账 > 展开乡镇").sees("右箭头 展开");
}

#[test]
fn it_is_there_before_its_rows_are_and_keys_are_never_held_up() {
    let mut reader = reader(80, 24);
    let effects = reader.app.input(Input::Key(Key::char('T')));
    let [Effect::Gather(request, Scope::Library)] = effects[..] else { panic!("{effects:?}") };
    reader.sees("正在读出任务");
    let progress = crate::library::Progress { done: 3, total: 9 };
    reader.input(Input::Ledger(request, News::Progress(progress)));
    reader.sees("3/9").press("/教体局").press("<Tab>fxrae?").press("<Esc>");
    // What comes for a ledger that was left is dropped.
    let late = gathered(&reader.issues, Scope::Library);
    reader.press("qq");
    reader.input(Input::Ledger(request, News::Done(late)));
    reader.sees_not("台账 >");
    reader.press("T").sees("县人社局");
}

#[test]
fn a_filter_that_is_left_before_the_rows_are_there_holds_for_them() {
    let mut reader = reader(80, 24);
    let effects = reader.app.input(Input::Key(Key::char('T')));
    let [Effect::Gather(request, Scope::Library)] = effects[..] else { panic!("{effects:?}") };
    reader.press("/教育局<Enter>").sees("还在读任务").sees("筛选「教育局」").sees_not("没有符合");
    // Keys are the list's again.
    reader.press("x").sees("按期限").sees("筛选「教育局」").press("/<Enter>").sees("还在读任务");
    let gathered = gathered(&reader.issues, Scope::Library);
    reader.input(Input::Ledger(request, News::Done(gathered)));
    reader.sees_not("还在读任务").sees("没有列出相近的：县教体局 1").sees("没有符合的条目");
}

#[test]
fn small_wide_and_long() {
    let mut reader = reader(120, 40);
    reader.press("T").sees("出处").sees("河政办发〔2022〕9号");
    for (cols, rows) in [(40, 12), (60, 16), (200, 60)] {
        reader.resize(cols, rows).sees("县教体局").sees("单位");
    }
    let many = |year| notice(year, &"（责任单位：县教体局）加强管理。".repeat(1500), "（责任单位：县人社局）");
    let mut reader = Reader::new(80, 24, (2016..2024).map(many).collect());
    reader.press("T").sees("12008条");
    reader.press("G").sees("县人社局").press("g9999j<PgUp>").sees("县教体局");
}

#[test]
fn a_very_narrow_screen_has_the_deadlines_and_marks_are_said_plainly() {
    let issue = notice(2022, r"补助$\frac{1}{3}$。（牵头单位：县教育局）", "（责任单位：县人社局）");
    let mut reader = Reader::new(40, 16, vec![issue]);
    reader.press("T").sees("期限").sees("2022-08-31").sees_not("角色").sees("牵头单位");
    reader.resize(80, 24).sees("角色").sees("补助1/3。");
}
