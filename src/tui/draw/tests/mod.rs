//! Given this library, when I press these keys, I see that. No terminal: the app drawn into a buffer.

mod fixture;
mod ledger;
mod links;
mod search;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::ledger::News;
use crate::app::{App, Effect, Input, Key, KeyCode, NotWritten};
use crate::issue::Issue;
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, summarize};
use crate::state::State;
use crate::text::width::Widths;
use crate::tui::canvas::Canvas;

/// A reader at a screen: presses keys, sees lines.
struct Reader {
    app: App,
    issues: Vec<Arc<Issue>>,
    quit: bool,
    /// What was sent to the clipboard.
    copied: Vec<String>,
    /// The number of the last request for citations.
    gathering: u64,
}

impl Reader {
    fn new(cols: u16, rows: u16, issues: Vec<Issue>) -> Self {
        Reader::with_failures(cols, rows, issues, Vec::new())
    }

    fn with_failures(cols: u16, rows: u16, issues: Vec<Issue>, failures: Vec<LoadFailure>) -> Self {
        let catalog = Catalog { issues: issues.iter().map(summarize).collect(), failures };
        let mut app = App::new(Arc::default());
        app.input(Input::Resize { cols, rows });
        app.input(Input::Library(Arc::new(catalog)));
        Reader {
            app,
            issues: issues.into_iter().map(Arc::new).collect(),
            quit: false,
            copied: Vec::new(),
            gathering: 0,
        }
    }

    /// Keys by their characters; `<Enter>`, `<F1>`, `<C-u>` for the others.
    fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|r| r.split_once('>')).and_then(|(n, r)| Some((named(n)?, r)));
            let (key, after) = named.unwrap_or((Key::char(c), &rest[c.len_utf8()..]));
            rest = after;
            self.input(Input::Key(key));
        }
        self
    }

    /// What the caller of the app does: issues are loaded at once.
    fn input(&mut self, input: Input) {
        let effects = self.app.input(input);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::LoadIssue(id) => {
                    let issue = self.issues[id.0 as usize].clone();
                    self.input(Input::Issue(id, Ok(issue)));
                }
                Effect::Quit => self.quit = true,
                Effect::GatherCitations(request) => self.gathering = request,
                Effect::Copy(text) => self.copied.push(text),
                Effect::Gather(request, scope) => {
                    let gathered = ledger::gathered(&self.issues, scope);
                    self.input(Input::Ledger(request, News::Done(gathered)));
                }
                Effect::SaveLedger { path, rows, .. } => {
                    let told = format!("已写入 {path}：{} 条", rows.len());
                    self.input(Input::Ledger(0, News::Saved(told)));
                }
                _ => {}
            }
        }
    }

    fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.input(Input::Resize { cols, rows });
        self
    }

    fn buffer(&self) -> (Buffer, Option<(u16, u16)>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.cols, self.app.rows));
        let cursor = super::draw(&self.app, &mut Canvas { buffer: &mut buffer, widths: self.app.widths });
        (buffer, cursor)
    }

    fn rows(&self) -> Vec<String> {
        let (buffer, _) = self.buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..buffer.area.height).map(row).collect()
    }

    fn screen(&self) -> String {
        self.rows().join("\n")
    }

    fn heading(&self) -> String {
        self.rows()[0].trim().to_owned()
    }

    fn status(&self) -> String {
        self.rows().pop().unwrap_or_default().trim().to_owned()
    }

    /// The text in reverse video between heading and status line.
    fn reversed(&self) -> String {
        let (buffer, _) = self.buffer();
        let body = (1..buffer.area.height - 1).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y)));
        let cells = body.map(|at| &buffer[at]).filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        let text: String = cells.map(|cell| cell.symbol()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        assert!(self.screen().contains(text), "「{text}」 is not on the screen:\n{}", self.screen());
        self
    }

    #[track_caller]
    fn sees_not(&mut self, text: &str) -> &mut Self {
        assert!(!self.screen().contains(text), "「{text}」 is on the screen:\n{}", self.screen());
        self
    }
}

fn named(name: &str) -> Option<Key> {
    use KeyCode::*;
    if let Some(c) = name.strip_prefix("A-") {
        return Some(Key { alt: true, ..named(c)? });
    }
    if let Some(c) = name.strip_prefix("C-") {
        return Some(Key { ctrl: true, ..named(c).unwrap_or(Key::char(c.chars().next()?)) });
    }
    Some(Key::of(match name {
        "Enter" => Enter,
        "Esc" => Esc,
        "Back" => Backspace,
        "Tab" => Tab,
        "S-Tab" => return Some(Key { shift: true, ..Key::of(Tab) }),
        "Up" => Up,
        "Down" => Down,
        "Left" => Left,
        "Right" => Right,
        "PgDn" => PageDown,
        "PgUp" => PageUp,
        "Home" => Home,
        "End" => End,
        "Del" => Delete,
        _ => F(name.strip_prefix('F')?.parse().ok()?),
    }))
}

fn reader(cols: u16, rows: u16) -> Reader {
    Reader::new(cols, rows, fixture::library())
}

// 馆藏

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
fn folding_a_year_hides_its_issues_and_unfolding_shows_them() {
    let mut reader = reader(80, 24);
    reader.press("<Left><Left>").sees("+ 2024年").sees_not("第2期  总第8期");
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
    let mut app =
        Reader { app: App::new(Arc::default()), issues: Vec::new(), quit: false, copied: Vec::new(), gathering: 0 };
    app.input(Input::Progress { done: 12, total: 704 });
    app.sees("正在读取 12/704").press("j<Enter>/x<Esc>").press("q");
    assert!(app.quit);
}

#[test]
fn what_is_typed_while_the_library_loads_narrows_it() {
    let issues = fixture::library();
    let catalog = Catalog { issues: issues.iter().map(summarize).collect(), failures: Vec::new() };
    let mut reader =
        Reader { app: App::new(Arc::default()), issues: Vec::new(), quit: false, copied: Vec::new(), gathering: 0 };
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
    reader.input(Input::Library(Arc::new(Catalog { issues, failures: Vec::new() })));
    assert_eq!(reader.reversed(), before);
}

// 目录

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

// 正文

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
    reader.press("----").press("====");
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

// 复制

#[test]
fn a_clause_is_copied_with_what_it_holds_and_a_paragraph_alone() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>]]y").sees("已向终端发出").sees("第二部分");
    let clause = reader.copied.pop().unwrap();
    assert!(
        clause.starts_with("二、重点任务\n（一）清理河道。") && clause.ends_with("（责任单位：县林业局）"),
        "{clause}"
    );
    assert_eq!(clause.lines().count(), 3, "no line breaks of the page: {clause}");
    reader.press("y").sees("这一段");
    assert_eq!(reader.copied.pop().unwrap(), "二、重点任务");
    reader.press("]Y").sees("带出处");
    let cited = reader.copied.pop().unwrap();
    let source = "——《青山县人民政府关于印发〈河道管理实施方案〉的通知》（青政发〔2024〕3号）第二部分第（一）项";
    assert_eq!(cited.lines().last(), Some(source));
    reader.press("q").press("y");
    assert_eq!(
        reader.copied.pop().unwrap(),
        "《青山县人民政府关于印发〈河道管理实施方案〉的通知》（青政发〔2024〕3号）"
    );
}

#[test]
fn text_is_selected_by_keys_over_lines_and_blocks() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>/沿河群众<Enter>v").sees("回车 复制").press("<Right><Right>");
    assert_eq!(reader.reversed(), "沿河群众普遍", "the hit and two more");
    reader.press("<Enter>").sees("选中的文字");
    assert_eq!(reader.copied.pop().unwrap(), "沿河群众普遍", "over the end of a line");
    // Down by lines into other blocks; back to nothing selected by Esc.
    reader.press("<Esc>:一、<Enter>v<Down><Down>y");
    assert_eq!(reader.copied.pop().unwrap().lines().count(), 2);
    reader.press("v]]y");
    let clauses = reader.copied.pop().unwrap();
    assert!(clauses.starts_with("一、总体要求。") && clauses.ends_with("二、重点任务"), "{clauses}");
    reader.press("v<Right><Esc>").sees_not("回车 复制").press("vG<Left>q").sees("] 下条");
    assert!(reader.copied.is_empty());
}

#[test]
fn nothing_in_a_file_reaches_the_clipboard_but_text() {
    let mut issue = fixture::plain();
    issue.documents[0].parts[0].blocks[0].text = "买米\u{1b}]52;c;xx\u{7}\u{202e}两斤\u{200b}\u{9b}".into();
    let mut reader = Reader::new(80, 24, vec![issue]);
    reader.press("<Enter>y");
    assert_eq!(reader.copied.pop().unwrap(), "买米]52;c;xx两斤");
}

#[test]
fn what_would_be_written_is_said_before_it_is() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>:w 河道.txt").sees("把全文（").sees("写入文件 河道.txt").press("<Esc>");
    reader.press("]y:w 河道.txt").sees("把第一部分（").press("<Enter>");
    reader.input(Input::Written("河道.txt".into(), Err(NotWritten::Exists)));
    reader.sees("已有 河道.txt").press("x").sees("覆盖").press("<Back>").sees("w! 河道.txt").press("<Enter>");
    reader.input(Input::Written("河道.txt".into(), Ok(())));
    reader.sees("已写入 河道.txt（第一部分）");
}

#[test]
fn a_document_is_exported_by_the_files_extension() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>e").sees("导出到：").sees(".md");
    let export = |reader: &mut Reader, path: &str| {
        reader.press("<C-u>");
        reader.app.input(Input::Paste(path.into()));
        let enter = Key { code: KeyCode::Enter, ctrl: false, alt: false, shift: false };
        reader.app.input(Input::Key(enter))
    };
    assert_eq!(export(&mut reader, "河道.doc"), []);
    reader.sees("要以 .md、.txt 或 .json 结尾");
    let Some(Effect::Write { text, replace: false, .. }) = export(&mut reader, "河道.md").pop() else { panic!() };
    assert!(text.starts_with("# ") && text.contains("**第一条**"), "{text}");
    // There is one: Enter again replaces it, but only that one.
    reader.input(Input::Written("河道.md".into(), Err(NotWritten::Exists)));
    reader.sees("已有 河道.md");
    assert!(matches!(export(&mut reader, "河道.txt")[..], [Effect::Write { replace: false, .. }]));
    reader.input(Input::Written("河道.txt".into(), Err(NotWritten::Exists)));
    assert!(matches!(export(&mut reader, "河道.txt")[..], [Effect::Write { replace: true, .. }]));
    reader.input(Input::Written("河道.txt".into(), Ok(())));
    reader.sees("已写入 河道.txt（全文）");
}

// 来路、记号、书签

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

// 前往

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

// 体检

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

// 帮助 and everywhere

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
