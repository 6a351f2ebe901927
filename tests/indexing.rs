//! A library that is large enough for an index, opened for the first time: it is searched and read while the index is made,
//! how far that is can be seen, and no answer is shown as complete that is not.

mod emulators;
mod pty;

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use pty::{Answers, Session, gongbao};

const FILES: usize = 42;
/// Clauses of a file, one of which is looked for.
const CLAUSES: usize = 700;

/// A notice of a county that does not exist, of about 100 kB.
fn notice(number: usize) -> String {
    let mut text = format!(
        "云溪县人民政府办公室关于印发第{number}号河段巡查方案的通知\n\n云政办发〔2021〕{number}号\n\n各乡镇人民政府：\n\n\
         现将第{number}号河段巡查方案印发给你们，请认真执行。\n\n"
    );
    for clause in 1..=CLAUSES {
        let what = if clause == 300 { "下游拦污栅每日清理" } else { "发现问题当日上报" };
        let _ = writeln!(
            text,
            "第{clause}条　第{number}号河段第{clause}处巡查点由乡镇人民政府确定专人负责，{what}，巡查记录按季度汇总。\n"
        );
    }
    text + "云溪县人民政府办公室\n\n2021年3月1日\n"
}

/// What stands at the right end of the first line; what is above the list.
fn told(session: &Session) -> (String, String) {
    let screen = session.seen().terminal.text();
    let first = screen.lines().next().unwrap_or_default().trim().to_owned();
    let count = first.rsplit_once("  ").map_or(String::new(), |(_, count)| count.trim().to_owned());
    (count, screen)
}

#[test]
fn it_is_searched_and_read_while_the_index_is_made() {
    let (home, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for number in 1..=FILES {
        fs::write(library.path().join(format!("巡查{number}.txt")), notice(number)).unwrap();
    }
    let mut command = gongbao(&[library.path().to_str().unwrap()]);
    command.env("HOME", home.path());
    let mut session = Session::start(command, (80, 24), false, Answers::Right);
    session.wait_for("检索");
    session.keys("s拦污栅");
    let complete = format!("{FILES}处 {FILES}件");
    let (mut partly, mut building) = (false, false);
    let begun = Instant::now();
    while !building {
        assert!(begun.elapsed() < Duration::from_secs(120), "no index is made:\n{}", told(&session).1);
        let (count, screen) = told(&session);
        partly |= count.starts_with("已查到");
        assert!(!count.starts_with("已查到") || screen.contains("没有查到"), "{screen}");
        let says_all = count.contains("处 ") && !count.starts_with("已查到");
        assert!(!says_all || count == complete, "less than all as if it were all:\n{screen}");
        assert!(!screen.contains("没有找到「拦污栅」"), "{screen}");
        building = screen.contains("正在建索引");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(partly, "what was searched first was shown");
    // Reading goes on, and walking from hit to hit.
    session.keys("\r");
    session.wait_for("第1/");
    session.keys("n");
    session.wait_for("第2/");
    session.keys("q");
    session.wait_for("检索：拦污栅");
    session.keys("q");
    session.wait_for("馆藏（");
    session.keys("s");
    // What is made is used: the same answer, and nothing is said any more.
    let begun = Instant::now();
    loop {
        let (count, screen) = told(&session);
        if count == complete && !screen.contains("正在建索引") && !screen.contains("没有查到") {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "the index is never done:\n{screen}");
        std::thread::sleep(Duration::from_millis(20));
    }
    session.keys("\x1b[21~");
    assert!(session.ends_within(Duration::from_secs(5)).is_some_and(|status| status.success()));
}
