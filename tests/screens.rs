//! The reader's screens in a real pseudo-terminal, on the embedded sample: what a person sees who presses these keys.

mod emulators;
mod pty;

use std::time::Duration;

use pty::{Answers, Session, gongbao};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

/// The sample library, and the folder that is its reader's home.
fn sample(size: (u16, u16)) -> (Session, tempfile::TempDir) {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = gongbao(&[]);
    command.env("HOME", home.path());
    let session = Session::start(command, size, false, Answers::Right);
    session.wait_for("2023年");
    (session, home)
}

/// The document of the sample that has articles, open at its beginning.
fn measures(size: (u16, u16)) -> (Session, tempfile::TempDir) {
    let (session, home) = sample(size);
    session.keys("/学校供餐管理办法\t");
    session.wait_for("筛选「");
    session.keys("j\r");
    session.wait_for("提纲");
    (session, home)
}

fn wait_for_heading(session: &Session, end: &str) {
    session.wait_until(&format!("a heading that ends with {end}"), |seen| {
        seen.terminal.text().lines().next().is_some_and(|line| line.trim().ends_with(end))
    });
}

fn first_line(session: &Session) -> String {
    session.seen().terminal.text().lines().nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn from_the_library_to_a_clause_and_back_at_every_size() {
    for size in SIZES {
        let (mut session, _home) = sample(size);
        session.keys("/砚湖 2023年第9期\r");
        wait_for_heading(&session, "目录");
        session.wait_for("【市政府规章】");
        session.keys("/供餐管理办法\r");
        session.wait_for("提纲");
        // The outline lies over the text, or beside it: then Tab leads into it.
        session.keys("o");
        if size.0 >= 96 {
            session.wait_for("|");
            session.keys("\t");
        }
        session.wait_for("前往");
        session.keys("/第十二条\r");
        wait_for_heading(&session, "第十二条");
        session.keys("]");
        wait_for_heading(&session, "第十三条");
        session.keys("[[");
        wait_for_heading(&session, "第十一条");
        session.keys("q");
        session.wait_for("筛选「供餐管理");
        session.keys("q");
        session.wait_for("筛选「砚湖");
        session.keys("q");
        assert!(session.ends_within(Duration::from_secs(5)).is_some_and(|status| status.success()), "{size:?}");
    }
}

#[test]
fn an_article_is_reached_by_its_number_with_an_input_method_on() {
    for size in SIZES {
        let (session, _home) = measures(size);
        // What an input method sends for `:12`, `]` and `[`.
        session.keys("：１２\r");
        wait_for_heading(&session, "第十二条");
        session.keys("】");
        wait_for_heading(&session, "第十三条");
        session.keys("【");
        wait_for_heading(&session, "第十二条");
    }
}

#[test]
fn an_address_is_completed_and_leads_through_the_library() {
    for size in SIZES {
        let (session, _home) = sample(size);
        // By its number, brackets and width as they come; then a clause of it by numbers alone.
        session.keys(":鹭政发（２０２４）6");
        session.wait_for("> 鷺政发〔2024〕6号");
        session.keys("\t\r");
        session.wait_for("提纲");
        session.wait_until("the plan", |seen| seen.terminal.text().contains("茶梯田保护"));
        session.keys("：九九（九）");
        session.wait_for("没有这样的地方");
        session.keys("\r");
        session.wait_for("本文没有「九九（九）」");
        session.keys("\x1b");
        session.settle(Duration::from_millis(100));
        // Another issue, from within the document; its contents by their printed page.
        session.keys(":砚湖 2023/9");
        session.wait_for("2023年第9期");
        session.keys("\r");
        wait_for_heading(&session, "目录");
        session.keys(":p19");
        session.wait_for("第19页：");
        session.keys("\r");
        session.wait_for("提纲");
    }
}

#[test]
fn a_citation_is_followed_and_who_cites_is_listed() {
    for size in SIZES {
        let (session, _home) = sample(size);
        session.keys(":鹭政办规〔2025〕1号\r");
        session.wait_for("提纲");
        // Enter does nothing before a citation is chosen.
        session.keys("\r");
        session.wait_for("先按 Tab");
        session.keys("\t");
        session.wait_for("引用 1/");
        session.keys("\r");
        // As the plan itself prints its number, and no longer where the citation says it leads.
        session.wait_until("the plan that is cited", |seen| {
            let text = seen.terminal.text();
            text.contains("鷺政发〔2024〕6号") && !text.contains("引用 1/")
        });
        // From there the other way: by a key that an input method leaves alone.
        session.keys("\x1b[20~");
        wait_for_heading(&session, "谁引用");
        session.wait_for("1处");
        session.wait_for("古茶树认养");
        session.keys("\r");
        session.wait_for("1/1处");
        // The way back: the list, the plan, the rule with its citation.
        session.keys("q");
        wait_for_heading(&session, "谁引用");
        session.keys("qq\x1b[Z");
        session.wait_for("引用 ");
    }
}

#[test]
fn the_outline_folds_and_attachments_are_listed() {
    for size in SIZES {
        let (session, _home) = measures(size);
        session.keys("o");
        if size.0 >= 96 {
            session.wait_for("|");
            session.keys("\t");
        }
        session.wait_for("收起");
        // By an arrow, to the whole and into its fold; then by levels.
        session.keys("g\x1b[D");
        session.wait_for("+ 砚湖市学校供餐管理办法 (");
        session.keys("\x1b[C");
        session.wait_until("nothing folded", |seen| !seen.terminal.text().contains("+ "));
        session.keys("z2j");
        session.wait_for("+ 第一章");
        session.keys("]");
        wait_for_heading(&session, "第二章 设施与人员");
    }
    for size in SIZES {
        let (session, _home) = sample(size);
        session.keys("/统计公报\t");
        session.wait_for("筛选");
        session.keys("j\r");
        session.wait_for("提纲");
        // F12: an input method leaves it alone.
        session.keys("\x1b[24~");
        session.wait_for("表2");
        session.keys("/daikuan\r");
        session.wait_until("the table", |seen| {
            let text = seen.terminal.text();
            text.contains("四、财政") && text.contains("148.3")
        });
    }
}

#[test]
fn who_starts_without_a_library_is_told_what_this_is_and_how_to_add_one() {
    for size in [(80, 24), (120, 40)] {
        let (session, _home) = sample(size);
        session.wait_for("这是内置的示例");
        session.wait_for("gongbao add 目录");
        // In the way of nothing: a narrowed list has all the room.
        session.keys("/2023");
        session.wait_until("no such words", |seen| !seen.terminal.text().contains("这是内置的示例"));
    }
}

#[test]
fn a_document_is_compared_with_another_of_the_library() {
    for size in SIZES {
        let (mut session, _home) = measures(size);
        session.keys("\x1b[23~");
        session.wait_for("与哪一份");
        session.keys("/jinyu");
        session.wait_for("1条");
        session.keys("\r");
        session.wait_for("改动 ");
        // From one that differs to the next, by keys that an input method leaves alone; to its place, and back.
        session.keys("\x0e\x0e\x10");
        session.wait_until("a change", |seen| {
            ["【增加】", "【删去】", "【改动】"].iter().any(|w| seen.terminal.text().contains(w))
        });
        session.keys("\r");
        session.wait_for("提纲");
        session.keys("q");
        session.wait_for("原文");
        session.keys("\t");
        session.wait_for("改动 ");
        session.keys("\x7f");
        session.wait_for("提纲");
        session.keys("Q");
        assert!(session.ends_within(Duration::from_secs(5)).is_some_and(|status| status.success()), "{size:?}");
    }
}

/// A report of the mouse at the cell where a text begins on the screen: which button, and how it ends.
fn point(session: &Session, text: &str, button: u8, end: char) -> String {
    let shown = session.seen().terminal.text();
    let row = shown.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("「{text}」 in\n{shown}"));
    let before = shown.lines().nth(row).and_then(|line| line.split_once(text)).map_or("", |(before, _)| before);
    let col = gongbao::text::width::Widths::narrow().str(before);
    format!("\x1b[<{button};{};{}{end}", col + 1, row + 1)
}

#[test]
fn the_mouse_selects_opens_scrolls_and_drags_where_it_is_on() {
    for size in [(80, 24), (120, 40)] {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(home.path().join(".config/gongbao")).expect("a folder");
        std::fs::write(home.path().join(".config/gongbao/config.toml"), "mouse = true\n").expect("a file");
        let mut command = gongbao(&[]);
        command.env("HOME", home.path());
        let mut session = Session::start(command, size, false, Answers::Right);
        session.wait_for("2023年");
        session.settle(Duration::from_millis(100));
        let click = |text: &str| session.keys(&(point(&session, text, 0, 'M') + &point(&session, text, 0, 'm')));
        click("第3期  总第123期");
        session.wait_for("yanhu-2022-03.txt");
        click("第3期  总第123期");
        wait_for_heading(&session, "目录");
        session.keys("q");
        session.wait_for("馆藏（");
        session.keys("/学校供餐管理办法\t");
        session.wait_for("筛选「");
        session.keys("j\r");
        session.wait_for("提纲");
        session.keys(":第三条\r");
        wait_for_heading(&session, "第三条");
        session.settle(Duration::from_millis(100));
        let top = first_line(&session);
        session.keys(&point(&session, "第三条　", 65, 'M'));
        session.wait_until("another line at the top", |seen| {
            seen.terminal.text().lines().nth(1).is_some_and(|line| line.trim() != top)
        });
        session.settle(Duration::from_millis(100));
        session.keys(&(point(&session, "教育行政部门负责", 0, 'M') + &point(&session, "日常管理", 32, 'M')));
        session.wait_for("回车 复制");
        session.keys(&point(&session, "日常管理", 0, 'm'));
        session.keys("y");
        session.wait_for("已向终端发出");
        session.keys("\x1b");
        session.wait_for("q 返回");
        click("q 返回");
        session.wait_for("馆藏（");
        session.keys("Q");
        assert!(session.ends_within(Duration::from_secs(5)).is_some_and(|status| status.success()), "{size:?}");
    }
}

#[test]
fn a_clause_is_sent_to_the_clipboard_and_written_to_a_file() {
    for size in SIZES {
        let (session, home) = measures(size);
        session.keys(":第十二条\r");
        wait_for_heading(&session, "第十二条");
        session.keys("y");
        session.wait_for("已向终端发出");
        let sent = String::from_utf8_lossy(&session.seen().bytes).into_owned();
        let (_, sequence) = sent.split_once("\x1b]52;c;").expect("OSC 52");
        let encoded: String = sequence.chars().take_while(|&c| c != '\x07').collect();
        assert!(encoded.len() > 100 && encoded.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c)));
        let path = home.path().join("第十二条.txt");
        session.keys(":w ~/第十二条.txt\r");
        session.wait_for("已写入");
        let text = std::fs::read_to_string(&path).expect("the file");
        assert!(text.starts_with("第十二条"), "{text}");
        // There is one now: it is not touched unless one says so.
        std::fs::write(&path, "别的").expect("a file");
        session.keys(":w ~/第十二条.txt\r");
        session.wait_for("已有");
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "别的");
        session.keys("\r");
        session.wait_for("已写入");
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), text);
        session.keys(":w ~/没有/x\r");
        session.wait_for("没有写成");
    }
}

#[test]
fn a_document_is_opened_where_it_was_left_by_an_earlier_run() {
    let again = |home: &tempfile::TempDir| {
        let mut command = gongbao(&[]);
        command.env("HOME", home.path());
        let session = Session::start(command, (80, 24), false, Answers::Right);
        session.wait_for("2023年");
        session
    };
    let (mut session, home) = measures((80, 24));
    session.keys(":第二十条\r");
    wait_for_heading(&session, "第二十条");
    session.keys("b要核对\r");
    session.wait_for("已加书签");
    // However it ends: here the line is cut.
    session.hang_up();
    assert!(session.ends_within(Duration::from_secs(2)).is_some());
    let session = again(&home);
    session.keys("\x1b[19~");
    session.wait_for("书签  要核对  第二十条");
    session.keys("\r");
    wait_for_heading(&session, "第二十条");
    session.keys("qq/学校供餐管理办法\t");
    session.wait_for("筛选「");
    session.keys("j\r");
    session.wait_for("提纲");
    wait_for_heading(&session, "第二十条");
    session.keys("Q");
}

#[test]
fn a_home_that_cannot_be_written_to_is_said_and_read_on() {
    let home = tempfile::tempdir().expect("a folder");
    // Where the state's folder should be, there is a file.
    std::fs::create_dir_all(home.path().join(".local/state")).expect("a folder");
    std::fs::write(home.path().join(".local/state/gongbao"), "").expect("a file");
    let mut command = gongbao(&[]);
    command.env("HOME", home.path());
    let session = Session::start(command, (80, 24), false, Answers::Right);
    session.wait_for("2023年");
    session.keys("\r\rb\r");
    session.wait_for("存不下来");
    session.keys(" ");
    session.wait_for("提纲");
}

#[test]
fn finding_shows_how_many_and_walks_them_round() {
    for size in SIZES {
        let (session, _home) = measures(size);
        session.keys("/營養指導員");
        session.wait_for("1/2处");
        session.keys("\rn");
        session.wait_for("2/2处");
        session.keys("n");
        session.wait_for("1/2处");
        session.wait_for("从头查找");
        session.keys("/查不到的词\r");
        session.wait_for("没有找到「查不到的词」");
    }
}

#[test]
fn a_resize_keeps_the_place_in_the_text() {
    let (session, _home) = measures((80, 24));
    session.keys(":第十二条\r");
    wait_for_heading(&session, "第十二条");
    session.keys("j");
    session.settle(Duration::from_millis(200));
    let words: String = first_line(&session).chars().take(6).collect();
    for size in [(57, 30), (120, 40), (40, 12), (80, 24)] {
        session.resize(size.0, size.1);
        session.wait_until(&format!("第十二条 in the heading at {size:?}"), |seen| {
            seen.terminal.text().lines().next().is_some_and(|line| line.contains("第十二条"))
        });
    }
    session.settle(Duration::from_millis(300));
    assert!(first_line(&session).starts_with(&words), "{words} at the top of\n{}", session.seen().terminal.text());
    // Too small to show anything, and back.
    session.resize(30, 8);
    session.wait_for("窗口太小");
    session.resize(80, 24);
    session.wait_until("the same line at the top", |seen| {
        seen.terminal.text().lines().nth(1).is_some_and(|line| line.trim().starts_with(&words))
    });
}

#[test]
fn help_is_about_the_screen_it_was_asked_on() {
    for size in SIZES {
        let (session, _home) = sample(size);
        session.keys("？");
        session.wait_for("帮助：馆藏的按键");
        session.keys("q\r");
        wait_for_heading(&session, "目录");
        session.keys("\x1bOP");
        session.wait_for("帮助：目录的按键");
        session.keys("G");
        session.wait_for("中文输入法");
        session.keys("\x7f");
        wait_for_heading(&session, "目录");
    }
}

#[test]
fn a_table_is_seen_full_screen_and_a_row_in_words() {
    for size in SIZES {
        let (session, _home) = sample(size);
        session.keys("/统计公报\t");
        session.wait_for("筛选");
        session.keys("j\r");
        session.wait_for("提纲");
        session.keys("t");
        session.wait_for("全行");
        session.keys("j\r");
        session.wait_for("这一行的全部内容");
        session.keys("qq");
        session.wait_for("提纲");
    }
}

#[test]
fn findings_are_listed_and_lead_to_their_places() {
    for size in SIZES {
        let (session, _home) = sample(size);
        session.keys("/2023 9\t");
        session.wait_for("筛选");
        session.keys("\r");
        wait_for_heading(&session, "目录");
        session.keys("！");
        wait_for_heading(&session, "体检");
        session.wait_for("第");
        session.keys("/缺文件");
        session.wait_for("缺文件");
        session.keys("\r");
        session.wait_until("the front matter", |seen| seen.terminal.text().contains("刊头、目录与版权"));
        session.keys("q");
        session.wait_for("> 体检");
    }
}

#[test]
fn a_search_leads_through_the_documents_and_back_at_every_size() {
    for size in SIZES {
        let (session, _home) = sample(size);
        // F3, as an input method lets it through; then text as it comes from one.
        session.keys("\x1bOR");
        session.wait_for("检索：");
        session.keys("学校 年：2023");
        session.wait_for("第1/");
        session.keys("\r");
        session.wait_for("第1/");
        session.wait_for("提纲");
        session.keys("\x0e\x0e");
        session.wait_for("第3/");
        session.keys("\x10");
        session.wait_for("第2/");
        session.keys("\x7f");
        session.wait_for("检索：学校 年：2023");
        session.wait_for("第2/");
        session.keys("s查无此词");
        session.wait_for("没有找到「查无此词」");
        session.keys("\x15gongcan");
        session.wait_for("【拼音】");
        session.keys("\t");
        session.wait_for("检索：供餐");
        session.keys("\x1b");
        session.wait_for("改查询");
        session.keys("q");
        session.wait_for("馆藏");
    }
}
