//! The line between the program and the terminal: what is asked, and how many bytes reading costs. Bytes are exact.

mod emulators;
mod pty;

use std::time::Duration;

use portable_pty::CommandBuilder;
use pty::{Answers, Session, gongbao};

/// A home of its own, with a document in it that fills pages from edge to edge.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Home {
        let home = Home(tempfile::tempdir().expect("a folder"));
        std::fs::write(home.document(), document()).expect("a file");
        home
    }

    fn document(&self) -> String {
        self.0.path().join("云岫县河道管护办法.txt").display().to_string()
    }

    fn reader(&self, arguments: &[&str]) -> CommandBuilder {
        let document = self.document();
        let mut command = gongbao(&[&[document.as_str()], arguments].concat());
        command.env("HOME", self.0.path());
        command
    }
}

/// A set of provisions as they are printed: full lines, no two alike, quotes and numbers here and there.
fn document() -> String {
    const WHO: [&str; 11] = [
        "乡镇人民政府",
        "县水务局",
        "生态环境部门",
        "沿线村民委员会",
        "河道保洁单位",
        "县人民政府",
        "自然资源部门",
        "任何单位和个人",
        "流域管理机构",
        "“河长”办公室",
        "公安机关",
    ];
    const HOW: [&str; 13] = [
        "应当依法",
        "不得擅自",
        "每季度",
        "按照职责分工",
        "会同有关部门",
        "在汛期以前",
        "自2024年起",
        "经批准可以",
        "应当及时",
        "至少每月一次",
        "通过招标",
        "以书面形式",
        "在15日内",
    ];
    const WHAT: [&str; 17] = [
        "清理漂浮物和岸边杂物",
        "公布检查结果",
        "制止侵占岸线的行为",
        "编制巡查计划",
        "修复损毁的堤防",
        "在管理范围内修建构筑物",
        "统筹安排管护经费",
        "设立界桩和公示牌",
        "受理群众举报",
        "开展联合执法",
        "评定管护等级",
        "划定保护范围",
        "报送月度台账",
        "组织应急演练",
        "核减补助资金",
        "移送涉嫌犯罪的案件",
        "签订“门前三包”协议",
    ];
    let mut state = 7_usize;
    let mut next = move |most: usize| {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        (state >> 16) % most
    };
    let mut text = String::from("云岫县河道管护办法\n\n");
    for clause in 1..=199 {
        text += &format!("第{}条　", number(clause));
        let parts = 8 + next(5);
        for part in 1..=parts {
            let (who, how, what) = (WHO[next(WHO.len())], HOW[next(HOW.len())], WHAT[next(WHAT.len())]);
            text += &format!("{who}{how}{what}{}", if part == parts { "。\n\n" } else { "，" });
        }
    }
    text
}

/// 1 to 199 in Chinese.
fn number(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    match (hundreds, tens) {
        (0, 0) => DIGITS[ones].into(),
        (0, 1) => format!("十{}", DIGITS[ones]),
        (0, _) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        (_, 0) if ones == 0 => "一百".into(),
        (_, 0) => format!("一百零{}", DIGITS[ones]),
        _ => format!("一百{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// Opens the document and turns to a page in its midst.
fn reading(home: &Home, size: (u16, u16), answers: Answers) -> Session {
    let session = Session::start(home.reader(&[]), size, false, answers);
    session.wait_for("管护");
    session.settle(Duration::from_millis(300));
    while !session.seen().terminal.text().contains("第一条　") && !session.seen().terminal.text().contains("第一条 ")
    {
        session.press("\r");
    }
    session.press("   ");
    session
}

#[test]
fn reading_on_costs_no_more_than_its_budget() {
    for (size, answers, a_line, a_page) in [
        ((80, 24), Answers::Right, 250, 3200),
        ((80, 24), Answers::Never, 250, 3200),
        ((120, 40), Answers::Right, 300, 5800),
        ((120, 40), Answers::Never, 300, 5800),
    ] {
        let home = Home::new();
        let session = reading(&home, size, answers);
        let most = |keys: &str| (0..8).map(|_| session.press(keys)).max().unwrap_or(0);
        let (down, up, page) = (most("j"), most("k"), most(" "));
        // Where the next clause is on the page, nothing but the path in the heading changes.
        let clause = session.press("]");
        println!("{size:?}, {answers:?}: a line down {down}, up {up}, a page {page}, the next clause {clause}");
        assert!((1..=a_line).contains(&down), "{size:?}, {answers:?}: a line down costs {down}");
        assert!((1..=a_line).contains(&up), "{size:?}, {answers:?}: a line up costs {up}");
        assert!((1..=a_page).contains(&page), "{size:?}, {answers:?}: a page costs {page}");
        assert!((1..=400).contains(&clause), "{size:?}, {answers:?}: the next clause costs {clause}");
        let outline = session.press("o");
        println!("  outline opened {outline}, then a line {}, a page {}", most("j"), most(" "));
    }
}

/// Each key of a query, on the sample: the line, what is found, what Tab offers.
#[test]
fn a_key_in_the_query_costs_no_more_than_its_budget() {
    for (size, a_key, a_hit) in [((80, 24), 2900, 320), ((120, 40), 6000, 3500)] {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = gongbao(&[]);
        command.env("HOME", home.path());
        let session = Session::start(command, size, false, Answers::Right);
        session.wait_for("2023年");
        session.press("s");
        session.keys("学");
        session.wait_for("第1/");
        session.settle(Duration::from_millis(300));
        let cost = |key: &str| {
            let before = session.seen().bytes.len();
            session.keys(key);
            session.settle(Duration::from_millis(400));
            session.seen().bytes.len() - before
        };
        let keys: Vec<usize> = ["校", "供", "餐", " ", "管", "理"].iter().map(|key| cost(key)).collect();
        let (down, up) = (cost("\x1b[B"), cost("\x1b[A"));
        println!("{size:?}: keys {keys:?}, the next hit {down}, the one before {up}");
        assert!(keys.iter().all(|&bytes| bytes <= a_key), "{size:?}: a key costs {keys:?}");
        assert!(down <= a_hit && up <= a_hit, "{size:?}: the next hit costs {down}, the one before {up}");
    }
}

#[test]
fn an_idle_reader_sends_nothing() {
    let home = Home::new();
    let session = reading(&home, (80, 24), Answers::Right);
    let before = session.seen().bytes.len();
    std::thread::sleep(Duration::from_secs(10));
    assert_eq!(session.seen().bytes.len(), before);
}

/// Opens the document in a terminal and returns what it shows in the end.
fn shown(home: &Home, arguments: &[&str], wide: bool, answers: Answers) -> String {
    let session = Session::start(home.reader(arguments), (80, 24), wide, answers);
    session.wait_for("管护");
    session.press("\r");
    session.settle(Duration::from_millis(900));
    let seen = session.seen();
    seen.terminal.assert_at_rest();
    seen.terminal.text()
}

#[test]
fn a_terminal_that_answers_is_believed() {
    let home = Home::new();
    for wide in [false, true] {
        let setting = if wide { "wide" } else { "narrow" };
        let told = shown(&home, &["--ambiguous", setting], wide, Answers::Never);
        assert_eq!(shown(&home, &[], wide, Answers::Right), told, "wide: {wide}");
        // Late answers count too, and none of them becomes a key.
        assert_eq!(shown(&home, &[], wide, Answers::Late(Duration::from_millis(600))), told, "wide: {wide}, late");
    }
}

#[test]
fn no_answer_and_nonsense_are_narrow_and_leave_nothing_behind() {
    let home = Home::new();
    let narrow = shown(&home, &["--ambiguous", "narrow"], false, Answers::Never);
    assert_eq!(shown(&home, &[], false, Answers::Never), narrow);
    assert_eq!(shown(&home, &[], false, Answers::Wrong), narrow);
}

#[test]
fn a_setting_and_a_multiplexer_are_not_asked() {
    let home = Home::new();
    let asked = |command: CommandBuilder| {
        let session = Session::start_as_is(command, (80, 24), false, Answers::Never);
        session.wait_for("管护");
        let bytes = String::from_utf8_lossy(&session.seen().bytes).into_owned();
        bytes.contains("\x1b[6n")
    };
    let with = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = home.reader(arguments);
        ["TMUX", "STY"].iter().for_each(|name| command.env_remove(name));
        command.env("TERM", "xterm-256color");
        variables.iter().for_each(|(name, value)| command.env(name, value));
        command
    };
    assert!(asked(with(&[], &[])));
    assert!(!asked(with(&["--ambiguous", "wide"], &[])));
    assert!(!asked(with(&[], &[("TMUX", "/tmp/tmux-0/default,1,0")])));
    assert!(!asked(with(&[], &[("TERM", "screen-256color")])));
}

/// The question stands in row 2 for the moment that it takes; nothing of it may stay.
#[test]
fn the_first_screen_waits_for_answers_but_not_for_long() {
    let home = Home::new();
    let begun = std::time::Instant::now();
    let session = Session::start(home.reader(&[]), (80, 24), false, Answers::Never);
    session.wait_until("the question", |seen| seen.terminal.was_asked());
    let asked = begun.elapsed();
    session.wait_for("管护");
    let waited = begun.elapsed() - asked;
    assert!(waited < Duration::from_millis(450), "it waited {waited:?} for answers that never come");
    let text = session.seen().terminal.text();
    assert!(!text.contains(['①', 'α', '×']), "the question is still there:\n{text}");
}
