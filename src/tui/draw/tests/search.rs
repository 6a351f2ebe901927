//! 检索, on the sample library: asked and answered in one go.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::typed;
use crate::app::{App, Effect, Input, Screen};
use crate::library::{Library, LoadFailure, Place, Progress};
use crate::search::Engine;
use crate::search::bar::{Answer, Asker, Building, Making, Names, Request, Told, complete};
use crate::text::width::Widths;
use crate::tui::canvas::Canvas;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A reader of the sample library whose searches are answered at once, or when they are let.
struct Searcher {
    app: App,
    engine: Engine,
    names: Names,
    /// Requests that wait; none: they don't.
    held: Option<Vec<Request>>,
    /// Files that it is said can't be found in yet.
    unsearched: usize,
    /// The files can't be read any more.
    gone: bool,
}

impl Searcher {
    fn new(cols: u16, rows: u16) -> Searcher {
        let library = Library::load(Place::Sample, None, |_| {});
        let mut app = App::new(Arc::default());
        app.input(Input::Resize { cols, rows });
        app.input(Input::Library(library.catalog.clone()));
        let names = Names::new(&library.catalog);
        Searcher { app, engine: Engine::scanning(library), names, held: None, unsearched: 0, gone: false }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        typed(keys).for_each(|key| self.input(Input::Key(key)));
        self
    }

    fn input(&mut self, input: Input) {
        for effect in self.app.input(input) {
            match effect {
                Effect::LoadIssue(id) if self.gone => {
                    let failure = LoadFailure { path: "没了.txt".into(), reason: "没有这个文件".into() };
                    self.input(Input::Issue(id, Err(failure)));
                }
                Effect::LoadIssue(id) => {
                    let issue = self.engine.library().issue(id);
                    self.input(Input::Issue(id, issue));
                }
                Effect::Search(request) => match &mut self.held {
                    Some(held) => held.push(request),
                    None => self.answer(&request),
                },
                _ => {}
            }
        }
    }

    fn answer(&mut self, request: &Request) {
        let (names, stale) = (|| &self.names, AtomicBool::new(false));
        let answer = Asker { engine: &self.engine, names: &names, stale: &stale }.answer(request, 1);
        let completions = complete(request, &self.names);
        let answer = Answer { unsearched: self.unsearched, ..answer.unwrap().unwrap() };
        self.input(Input::Search(Told::Answer(Box::new(answer))));
        self.input(Input::Search(Told::Completions(completions)));
    }

    fn rows(&self) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.cols, self.app.rows));
        super::super::draw(&self.app, &mut Canvas::new(&mut buffer, Widths::default()));
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..buffer.area.height).map(row).collect()
    }

    fn status(&self) -> String {
        self.rows().pop().unwrap_or_default()
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.rows().join("\n");
        assert!(screen.contains(text), "「{text}」 is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    fn sees_not(&mut self, text: &str) -> &mut Self {
        let screen = self.rows().join("\n");
        assert!(!screen.contains(text), "「{text}」 is on the screen:\n{screen}");
        self
    }

    fn total(&self) -> usize {
        match self.app.screens.iter().rev().find_map(|s| if let Screen::Search(s) = s { Some(s) } else { None }) {
            Some(search) => search.total,
            None => 0,
        }
    }
}

#[test]
fn results_change_with_every_key_and_stand_under_their_documents() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s").sees("检索：").sees("几个词用空格隔开");
    searcher.press("营").sees("营");
    let broad = searcher.total();
    searcher.press("养");
    assert!(searcher.total() < broad && searcher.total() > 0);
    searcher.sees("第1/").sees("件");
}

#[test]
fn characters_typed_over_the_results_are_another_query() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s营养<Esc>").sees("s 改查询");
    let before = searcher.total();
    searcher.press("食堂").sees("检索：食堂");
    assert!(searcher.total() > 0 && searcher.total() != before, "{} and {before}", searcher.total());
    // A document opened from there says how to walk on.
    searcher.press("<Enter>").sees("n 下处  N 上处");
}

#[test]
fn the_next_hit_is_walked_to_across_documents_and_each_is_visited_once() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s工作<Enter>");
    let total = searcher.total();
    assert!(total > 40, "more than are asked for at first: {total}");
    let mut seen = std::collections::HashSet::new();
    for n in 1..=total {
        searcher.sees(&format!("第{n}/{total}处"));
        let Some(Screen::Search(search)) = searcher.app.screens.iter().rev().nth(1) else { panic!("no search below") };
        let hit = &search.selected().unwrap().hit;
        assert!(seen.insert((hit.issue, hit.unit.document, hit.unit.lines.clone(), hit.unit.text.clone())));
        let Some(Screen::Reading(reading)) = searcher.app.screens.last() else { panic!("no document") };
        assert_eq!(reading.id, hit.issue);
        searcher.press("n");
    }
    searcher.sees("已是最后一处");
    for n in (1..total).rev() {
        searcher.press("<C-p>");
        assert!(searcher.status().contains(&format!("第{n}/{total}处")));
    }
    searcher.press("N").sees("已是第一处").press("q").sees("检索：工作").sees(&format!("第1/{total}处"));
}

#[test]
fn one_comes_back_to_the_same_results_and_the_query_stays() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s工作<Down><Down><Enter>nn<Back>").sees("检索：工作").sees("第5/");
    searcher.press("q").sees("馆藏").press("s").sees("检索：工作").sees("第5/");
    // The first character replaces what was asked before.
    searcher.press("学").sees("检索：学 ");
    searcher.press("<Esc>q");
    searcher.app.input(Input::Paste("食品安全\n".into()));
    searcher.sees("检索：食品安全");
}

#[test]
fn what_waits_for_an_answer_is_pressed_when_it_comes() {
    let mut searcher = Searcher::new(80, 24);
    searcher.held = Some(Vec::new());
    searcher.press("s工作<Down><Enter>n").sees("正在查找");
    let held = searcher.held.take().unwrap();
    // All are asked, the newest is answered.
    assert_eq!(held.iter().map(|request| request.typed.as_str()).collect::<Vec<_>>(), ["工", "工作"]);
    searcher.answer(&held[0]);
    searcher.sees("正在查找");
    searcher.answer(&held[1]);
    searcher.sees("第3/");
}

#[test]
fn tab_waits_for_what_it_offers() {
    let mut searcher = Searcher::new(80, 24);
    searcher.held = Some(Vec::new());
    searcher.press("sgongcan");
    let request = searcher.held.take().unwrap().pop().unwrap();
    let (names, stale) = (|| &searcher.names, AtomicBool::new(false));
    let answer = Asker { engine: &searcher.engine, names: &names, stale: &stale }.answer(&request, 1);
    let completions = complete(&request, &searcher.names);
    searcher.input(Input::Search(Told::Answer(Box::new(answer.unwrap().unwrap()))));
    searcher.press("<Tab>").sees("检索：gongcan").sees_not("没有可以补全的");
    searcher.input(Input::Search(Told::Completions(completions)));
    searcher.sees("检索：供餐");
}

#[test]
fn what_is_not_understood_is_said_and_what_to_leave_out_is_proposed() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s年:去年 工作").sees("“去年”不是年份").sees("第1/");
    searcher.press("<C-u>标题:").sees("后面要有内容").sees_not("没有找到");
    searcher.press("<C-u>-工作").sees("还要写要找的").sees_not("没有找到");
    searcher.press("<C-u>foo:水 工作").sees("没有“foo：”这个字段").sees("已略去").sees("第1/");
    searcher.press("<C-u>工作 查无此词").sees("没有找到「工作 查无此词」").sees("去掉“查无此词”  ");
}

#[test]
fn what_is_proposed_can_be_taken() {
    let mut searcher = Searcher::new(80, 24);
    searcher
        .press("s工作 -供餐 查无此词")
        .sees("没有找到")
        .press("<Down><Up><Enter>")
        .sees("检索：工作 -供餐 ")
        .sees("第1/");
    assert!(searcher.total() > 0);
    searcher.press("<Esc>s<Up>").sees("检索：工作 -供餐 查无此词");
}

#[test]
fn a_character_that_is_wrong_can_be_put_right() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s供餐单住").sees("【相近】").sees("改查“供餐单位”").sees_not("第1/");
    let near = searcher.total();
    // The hits follow what is proposed.
    searcher.press("<Down>").sees(&format!("第1/{near}处")).press("<Enter>").sees("第1/").press("q").sees("第1/");
    searcher.press("ggk<Enter>").sees("检索：供餐单位 ").sees_not("【相近】").sees(&format!("第1/{near}处"));
}

#[test]
fn what_is_not_searched_yet_is_said_with_how_far_the_index_is() {
    for (cols, bar) in [(80, true), (40, false)] {
        let mut searcher = Searcher::new(cols, 24);
        searcher.unsearched = 436;
        searcher.press("s工作").sees("已查到").sees("还有 436 个文件没有查到");
        let progress = Progress { done: 268 << 20, total: 704 << 20 };
        let left = Some(Duration::from_secs(90));
        searcher.input(Input::Search(Told::Indexing(Some(Making::Here(Building { progress, left })))));
        if bar {
            searcher.sees("正在建索引 38%  [#######-------------]  约还要 2 分钟");
        }
        searcher.press("<C-u>查无此词").sees("已读的里面没有「查无此词」").sees("还有 436").sees_not("没有找到");
        // Once all can be found, the index is only mentioned; in the library, too.
        searcher.unsearched = 0;
        searcher.press("<C-u>工作").sees_not("已查到").sees_not("没有查到").sees("正在建索引 38%").sees("第1/");
        searcher.press("<Esc>q").sees("正在建索引 38%");
        searcher.input(Input::Search(Told::Indexing(Some(Making::Elsewhere))));
        searcher.sees("别处正在建索引").sees_not("38%");
        searcher.input(Input::Search(Told::Indexing(None)));
        searcher.sees_not("正在建索引");
    }
}

#[test]
fn a_file_that_has_gone_is_asked_for_once() {
    let mut searcher = Searcher::new(120, 40);
    searcher.gone = true;
    searcher.press("s工作").sees("--------").press("<Down><Enter>").sees("打不开").press("n").sees("第3/");
}

#[test]
fn a_sentence_that_stands_nowhere_is_looked_for_by_its_words() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s");
    searcher.app.input(Input::Paste("x".into()));
    searcher.press("<C-u>学校食堂的食品安全查无此词").sees("按词查：").sees("不含：查无");
    assert!(searcher.total() > 0);
    // Two words of it are not the sentence: they are only proposed.
    searcher.press("<C-u>营养查无此词甲乙丙丁").sees("没有找到").sees("只查“营养”");
    assert_eq!(searcher.total(), 0);
    searcher.press("<Down><Enter>").sees("检索：营养");
}

#[test]
fn small_letters_are_read_as_pinyin_and_tab_puts_them_into_characters() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("sgongcan").sees("【拼音】").sees("供餐");
    let by_pinyin = searcher.total();
    searcher.press("<Tab>").sees("检索：供餐").sees_not("【拼音】");
    assert!(by_pinyin >= searcher.total() && searcher.total() > 0);
}

#[test]
fn headings_are_read_in_pinyin_too() {
    let mut searcher = Searcher::new(80, 24);
    let catalog = searcher.app.catalog.clone();
    let mut details = catalog.issues.iter().flat_map(|issue| issue.documents.details());
    assert!(details.any(|details| details.headings.contains(&"保障措施")), "the sample has such a heading");
    searcher.press("sbaozhangcuoshi").sees("【拼音】").sees("保障措施");
}

#[test]
fn tab_completes_fields_and_their_values() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s标<Tab>").sees("检索：标题:");
    searcher.press("<C-u>年：<Tab>").sees("检索：年：202");
    assert!(searcher.total() > 0);
    searcher.press("<C-u>工作 unit:<Tab>").sees("检索：工作 unit:");
    assert!(searcher.total() > 0, "a value of the library is found in it");
}

#[test]
fn older_queries_come_back_with_the_up_key() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s学校<Enter>q s食堂<Enter>qs").sees("检索：食堂");
    searcher.press("<Up>").sees("检索：学校").press("<C-n>").sees("检索：食堂");
}

#[test]
fn a_large_screen_shows_the_hit_in_its_context() {
    let mut searcher = Searcher::new(120, 40);
    searcher.press("s供餐单位").sees("--------");
    assert!(searcher.app.is_late(), "the preview waits for a moment without a key");
    searcher.input(Input::Rest);
    assert!(!searcher.app.is_late());
    let rows = searcher.rows();
    let rule = rows.iter().position(|row| row.starts_with("----")).unwrap();
    assert!(rows[rule + 1..39].iter().any(|row| row.contains("供餐单位")), "{}", rows.join("\n"));
    searcher.press("<Down><Enter>").sees("第2/").press("q").sees("第2/");
}

#[test]
fn a_find_in_the_document_has_its_own_hits() {
    let mut searcher = Searcher::new(80, 24);
    searcher.press("s工作<Enter>").sees("第1/").press("/的<Enter>").sees("1/").sees_not("第1/");
    searcher.press("q").sees("检索：工作");
}
