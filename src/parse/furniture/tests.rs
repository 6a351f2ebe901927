//! Furniture of pages that were never printed.

use super::*;
use crate::parse::markup;

fn furniture(text: &[&str]) -> Vec<bool> {
    let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
    find(&markup::lines(&source), &[], &Masthead::default())
}

#[test]
fn pages_and_rules() {
    for text in [
        "- 12 -",
        "12",
        "· 3 ·",
        "—15—",
        "第 3 页 共 20 页",
        "3/20",
        "---",
        "![](images/a.jpg)",
        "<!-- x -->",
        "【政府文件】",
        "县政府办公室文件",
        "l2",
        "— I2 —",
        "一 12 一",
        "-12一",
        ". 3 .",
        "·",
        "（下转第 12 页）",
        "(上接第9页)",
    ] {
        assert!(furniture(&[text])[0], "{text}");
    }
    for text in [
        "3.",
        "2021-2023",
        "3.5",
        "（3）",
        "第三页",
        "关于文件",
        "20210503112",
        "各部门要重视公报",
        "——",
        "1、",
        "一、",
        "。",
        "一",
    ] {
        assert!(!furniture(&[text])[0], "{text}");
    }
}

#[test]
fn a_running_head_is_one_that_runs() {
    let text = ["青岚县人民政府公报 2021年第3期", "正文。", "12 青岚县人民政府公报 2021年第3期"];
    assert_eq!(furniture(&text), [true, false, true]);
    assert_eq!(furniture(&text[..2]), [false, false]);
}

#[test]
fn a_head_that_is_cut_anywhere() {
    let text = [
        "实行城",
        "·3·",
        "青岚县人民",
        "政府公报　　2021年第3期",
        "乡统筹。",
        "清 岚县人民政府公 报",
        "青岚县人民政府公",
        "报",
        "青岚县人民",
        "医院",
    ];
    let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
    let gazette = Masthead { title: Some("青岚县人民政府公报".to_owned()), ..Masthead::default() };
    let aside = find(&markup::lines(&source), &[], &gazette);
    assert_eq!(aside, [0, 1, 1, 1, 0, 1, 1, 1, 0, 0].map(|n| n == 1));
}

#[test]
fn a_category_at_the_edge_of_a_page() {
    let entry = |category: &str, title: &str| TocEntry {
        lines: vec![1],
        ordinal: None,
        category: Some(category.to_owned()),
        title: title.to_owned(),
        doc_number: None,
        page: None,
        document: None,
    };
    let toc = [entry("省政府令", "青岚省防汛办法"), entry("大事记", "大事记")];
    let text = [
        "·5·",
        "省政府令",
        "第一条",
        "省政府令",
        "—6—",
        "大 事 记",
        "各县（区）要按照统一部署认真组织开展防汛工作，切实做好各项防汛",
        "大 事 记",
        "准备。",
        "省政府令 7",
        "甲类 7",
    ];
    let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
    let expected = [1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0].map(|n| n == 1);
    assert_eq!(find(&markup::lines(&source), &toc, &Masthead::default()), expected);
}

#[test]
fn a_name_with_the_pages_number_beside_it() {
    let text = [
        "县政府文件　11",
        "县直机关　7",
        "8  县委办文件",
        "县政府文件 12",
        "统计资料　3",
        "正文",
        "统计资料　5",
        "统计资料　8",
        "合计　8",
    ];
    assert_eq!(furniture(&text), [1, 0, 1, 1, 1, 0, 1, 1, 0].map(|n| n == 1));
}

#[test]
fn the_issues_number_below_the_gazettes_name() {
    let gazette =
        Masthead {
            title: Some("青岚兵团公报".to_owned()), year: Some(2021), number: Some(3), ..Masthead::default()
        };
    let text = [
        "青岚兵团公报",
        "2021年第3号",
        "QINGLAN GAZETTE 3",
        "正文",
        "2021年第3号",
        "正文",
        "青岚兵团公报",
        "2021年第4号",
    ];
    let latin = ["QINGLAN GAZETTE 5", "正文", "9 QINGLAN GAZETTE"];
    let source: Vec<String> = text.iter().chain(&latin).map(|s| s.to_string()).collect();
    let aside = find(&markup::lines(&source), &[], &gazette);
    assert_eq!(aside, [1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1].map(|n| n == 1));
}

#[test]
fn a_title_below_a_table_does_not_run() {
    let title = "青岚县城市管理局关于规范停车秩序的通告";
    let row = "| 12 | 青岚县历史公报数字化工作，含目录整理与扫描上网 | 县档案局 |";
    let text = [row, "- 7 -", title, "为规范停车秩序，现通告如下。"];
    let entry = TocEntry {
        lines: vec![1],
        ordinal: None,
        category: None,
        title: title.to_owned(),
        doc_number: None,
        page: None,
        document: None,
    };
    let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
    assert_eq!(find(&markup::lines(&source), &[entry], &Masthead::default()), [false, true, false, false]);
}

#[test]
fn a_title_that_runs_over_the_pages() {
    let title = ["青岚县人民政府关于", "加快发展养老服务业的实施意见"];
    let text = [
        title[0],
        title[1],
        "青政发〔2021〕3号",
        "各乡镇人民政府：",
        "为加快发展养老服务业，现提出以下意见，要求各乡镇力争到",
        title[0],
        title[1],
        "· 7 ·",
        "2025年底全面覆盖。",
        title[0],
        title[1],
        "青政发〔2021〕4号",
    ];
    let expected = [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0].map(|n| n == 1);
    assert_eq!(furniture(&text), expected);
}

#[test]
fn comments_over_lines() {
    assert_eq!(furniture(&["<!-- a", "b", "c -->", "正文"]), [true, true, true, false]);
}

#[test]
fn whatever_is_said_at_the_edge_of_page_after_page() {
    let cut = "全县各级各部门要切实提高政治站位，充分认识做好防汛抗旱工作的极端重要性，坚决克服麻痹";
    let text = [
        "为民务实清廉",
        cut,
        "- 1 -",
        "为民务实清廉",
        "思想。",
        "为民务实清廉",
        "- 2 -",
        "- 3 -",
        "为民务实清廉",
        "正文。",
    ];
    assert_eq!(furniture(&text), [0, 0, 1, 1, 0, 1, 1, 1, 1, 0].map(|n| n == 1));
    // Names and days at the end of documents do so, too, but they cut nothing and are of another form.
    let signed = ["青岚县人民政府", "2021年5月1日", "- 1 -"].repeat(4);
    assert!(furniture(&signed).chunks(3).all(|three| three == [false, false, true]));
}

#[test]
fn numbers_of_pages_in_any_dress() {
    let cut = "全县各级各部门要切实提高政治站位，充分认识做好防汛抗旱工作的极端重要性，坚决克服麻痹";
    for dress in ["Page 5", "[5]", "●5●", "（5）", "P.5"] {
        let page = |number: &str| dress.replace('5', number);
        let (one, two, three) = (page("3"), page("4"), page("7"));
        let text = ["第一条 为了防汛。", &one, cut, &two, "思想。", &three, "正文。"];
        assert_eq!(furniture(&text), [0, 1, 0, 1, 0, 1, 0].map(|n| n == 1), "{dress}");
        // What does not only grow is a number of something else, and so is what cuts nothing.
        let text = [cut, &one, "正文。", &one, "正文。", &two];
        assert!(furniture(&text).iter().all(|aside| !aside), "{dress}");
        let text = ["正文。", &one, "正文。", &two, "正文。", &three];
        assert!(furniture(&text).iter().all(|aside| !aside), "{dress}");
    }
}

#[test]
fn a_head_that_repeats_without_a_page() {
    let cut = "全县各级各部门要切实提高政治站位，充分认识做好防汛抗旱工作的极端重要性，坚决克服麻痹";
    let head = "QINGLAN RENMIN ZHENGFU";
    let text = [cut, head, "思想。", cut, head, "思想。", cut, head, "思想。"];
    assert_eq!(furniture(&text), [0, 1, 0, 0, 1, 0, 0, 1, 0].map(|n| n == 1));
    assert!(furniture(&text[..6]).iter().all(|aside| !aside));
}
