use super::super::entry::pieces;
use super::*;

fn read(style: Style, lines: &[&str]) -> Vec<TocEntry> {
    let mut contents = Contents::new(style);
    for (i, line) in lines.iter().enumerate() {
        contents.line(i as u32 + 1, &pieces(line));
    }
    contents.finish().0
}

#[test]
fn entries_over_several_lines() {
    let toc = read(
        Style { pages: true, ordinals: false, ..Style::default() },
        &[
            "关于印发《丁县购买服务加强基层经办",
            "服务能力的实施方案》的通知",
            "丁政办发[2020]3号",
            "..... (30)",
            "关于表彰的决定",
            "…… (33)",
        ],
    );
    assert_eq!(toc.len(), 2);
    assert_eq!(toc[0].title, "关于印发《丁县购买服务加强基层经办服务能力的实施方案》的通知");
    assert_eq!(
        (toc[0].doc_number.as_deref(), toc[0].page, &toc[0].lines[..]),
        (Some("丁政办发〔2020〕3号"), Some(30), &[1, 2, 3, 4][..])
    );
    assert_eq!((toc[1].title.as_str(), toc[1].page), ("关于表彰的决定", Some(33)));
}

#[test]
fn titles_whose_lines_a_recogniser_has_interleaved() {
    let toc = read(
        Style { pages: true, ordinals: true, ..Style::default() },
        &[
            "5．关于印发《丁县冬季",
            "6．关于做好野生动物",
            "取暖方案》的通知……（13）",
            "防范工作的通知……（22）",
            "7. 关于甲的通知……（25）",
        ],
    );
    let titles: Vec<_> = toc.iter().map(|entry| (entry.title.as_str(), entry.page)).collect();
    assert_eq!(
        titles,
        [
            ("关于印发《丁县冬季取暖方案》的通知", Some(13)),
            ("关于做好野生动物防范工作的通知", Some(22)),
            ("关于甲的通知", Some(25))
        ]
    );
}

#[test]
fn numbers_before_titles_that_wrap() {
    let toc = read(
        Style::default(),
        &[
            "丁政发〔2022〕3号　丁县人民政府办公室关于印发丁县防汛",
            "应急预案的通知",
            "丁政发〔2022〕4号　丁县人民政府关于表彰的决定",
        ],
    );
    assert_eq!(toc.len(), 2);
    assert_eq!(toc[0].title, "丁县人民政府办公室关于印发丁县防汛应急预案的通知");
}

#[test]
fn number_first_and_in_brackets() {
    let toc = read(
        Style { pages: true, ordinals: false, ..Style::default() },
        &[
            "丁政发〔2020〕1号",
            "关于甲的意见 ……1",
            "丁政发〔2020〕2号 关于乙的意见 ……2",
            "关于丙的意见（丁政发〔2020〕3号）……3",
        ],
    );
    let rows: Vec<_> = toc.iter().map(|e| (e.title.as_str(), e.doc_number.as_deref().unwrap_or(""), e.page)).collect();
    assert_eq!(
        rows,
        [
            ("关于甲的意见", "丁政发〔2020〕1号", Some(1)),
            ("关于乙的意见", "丁政发〔2020〕2号", Some(2)),
            ("关于丙的意见", "丁政发〔2020〕3号", Some(3))
        ]
    );
}

#[test]
fn without_pages() {
    let toc = read(
        Style::default(),
        &[
            "丁县人民政府关于印发《丁县2020年",
            "工作要点》的通知",
            "丁县人民政府办公室关于成立领导小组的通知",
            "丁政办发〔2020〕9号",
            "大事记",
            "关于张三等同志任免职的通知",
        ],
    );
    let titles: Vec<_> = toc.iter().map(|e| e.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "丁县人民政府关于印发《丁县2020年工作要点》的通知",
            "丁县人民政府办公室关于成立领导小组的通知",
            "大事记",
            "关于张三等同志任免职的通知"
        ]
    );
}

#[test]
fn a_lost_page_does_not_swallow_the_next_entry() {
    let toc = read(
        Style { pages: true, ordinals: true, ..Style::default() },
        &["1. 关于甲的通知", "2. 关于乙的", "通知……5", "3. 关于丙的通知……7"],
    );
    let titles: Vec<_> = toc.iter().map(|e| (e.ordinal, e.title.as_str(), e.page)).collect();
    assert_eq!(
        titles,
        [(Some(1), "关于甲的通知", None), (Some(2), "关于乙的通知", Some(5)), (Some(3), "关于丙的通知", Some(7))]
    );
}

#[test]
fn the_page_before_the_title() {
    let toc = read(
        Style { pages: false, ordinals: true, ..Style::default() },
        &["1 关于甲的通知", "4 关于乙的通知", "9 关于丙的通知"],
    );
    let rows: Vec<_> = toc.iter().map(|e| (e.ordinal, e.page)).collect();
    assert_eq!(rows, [(None, Some(1)), (None, Some(4)), (None, Some(9))]);
}

#[test]
fn a_title_that_breaks_behind_the_name_of_a_paper() {
    let toc = read(
        Style { pages: true, ordinals: false, ..Style::default() },
        &[
            "丁县人民政府关于印发丁县落实政府工作报告",
            "重点任务分工方案的通知",
            "（丁县人民政府令第3号）……8",
            "在大会上的讲话　张三……9",
        ],
    );
    let rows: Vec<_> = toc.iter().map(|e| (e.title.as_str(), e.doc_number.as_deref())).collect();
    assert_eq!(
        rows,
        [
            ("丁县人民政府关于印发丁县落实政府工作报告重点任务分工方案的通知", Some("丁县人民政府令第3号")),
            ("在大会上的讲话", None)
        ]
    );
}

#[test]
fn pages_in_a_column_of_their_own() {
    let lines = ["关于甲的通知", "丁政发〔2020〕1号", "关于乙的通知（丁政发〔2020〕2号）", "(1)", "(4)"];
    let toc = read(Style { pages: true, ordinals: false, ..Style::default() }, &lines);
    assert_eq!(toc.iter().map(|e| e.page).collect::<Vec<_>>(), [Some(1), Some(4)]);
}

#[test]
fn a_speaker_is_not_of_the_title() {
    let toc = read(
        Style { pages: true, ordinals: false, ..Style::default() },
        &["在大会上的讲话", "张 三……3", "关于甲的通知……5"],
    );
    assert_eq!(
        toc.iter().map(|e| (e.title.as_str(), e.page)).collect::<Vec<_>>(),
        [("在大会上的讲话", Some(3)), ("关于甲的通知", Some(5))]
    );
}

#[test]
fn contents_printed_twice() {
    let toc = read(
        Style { pages: true, ordinals: false, ..Style::default() },
        &["关于甲的通知……1", "人事任免……3", "關於甲的通知……1", "人事任免……9"],
    );
    assert_eq!(toc.len(), 3);
}

#[test]
fn who_spoke_with_a_post_before_the_page_or_below_it() {
    let style = Style { pages: true, ..Style::default() };
    let toc = read(
        style,
        &[
            "关于《丁市养犬管理条例（草案）》的说明",
            "市公安局局长　王　甲……………（9）",
            "关于2020年预算执行情况的报告　市财政局局长李乙……（12）",
            "在全市防汛会议上的讲话……（15）",
            "（市长　赵　丙）",
            "关于丁的通知……（17）",
        ],
    );
    let titles: Vec<_> = toc.iter().map(|entry| (entry.title.as_str(), entry.page)).collect();
    assert_eq!(
        titles,
        [
            ("关于《丁市养犬管理条例（草案）》的说明", Some(9)),
            ("关于2020年预算执行情况的报告", Some(12)),
            ("在全市防汛会议上的讲话", Some(15)),
            ("关于丁的通知", Some(17))
        ]
    );
}

#[test]
fn a_number_cut_before_its_last_character() {
    let toc = read(
        Style { pages: true, ..Style::default() },
        &[
            "丁县人民政府关于设立保护区的批复（丁政函〔2021〕36",
            "号）",
            "丁县人民政府关于表彰先进的决定",
            "（丁政发〔2021〕 23",
            "号）",
        ],
    );
    let numbers: Vec<_> =
        toc.iter().map(|entry| (entry.title.as_str(), entry.doc_number.as_deref(), entry.page)).collect();
    assert_eq!(
        numbers,
        [
            ("丁县人民政府关于设立保护区的批复", Some("丁政函〔2021〕36号"), None),
            ("丁县人民政府关于表彰先进的决定", Some("丁政发〔2021〕23号"), None)
        ]
    );
}

#[test]
fn numbers_in_a_column_of_their_own() {
    let titles = ["关于甲的通知", "关于乙的决定", "关于丙的批复"];
    let numbers = ["丁政发〔2020〕1号", "丁政发〔2020〕2号", "丁政函〔2020〕3号"];
    let pages = ["1", "4", "6"];
    let found = |lines: &[&str]| -> Vec<String> {
        let toc = read(Style::default(), lines);
        toc.iter().map(|e| format!("{} {} {:?}", e.title, e.doc_number.as_deref().unwrap_or("-"), e.page)).collect()
    };
    let expected = [
        "关于甲的通知 丁政发〔2020〕1号 Some(1)",
        "关于乙的决定 丁政发〔2020〕2号 Some(4)",
        "关于丙的批复 丁政函〔2020〕3号 Some(6)",
    ];
    assert_eq!(found(&[titles, numbers, pages].concat()), expected);
    assert_eq!(found(&[numbers, titles, pages].concat()), expected);
    // One too few: whose is lost, nobody knows.
    assert_ne!(found(&[&titles[..], &numbers[..2], &pages[..]].concat())[0], expected[0]);
}

#[test]
fn a_number_that_begins_on_the_line_above() {
    let toc = read(
        Style { pages: true, ..Style::default() },
        &[
            "丁市防汛办法 市政府令第11号………(1)",
            "丁市人民政府关于同意兼并的批复 丁",
            "政函(1997)9号………(5)",
            "关于做好护林工作的通知 丁政",
            "办发(1997)14号………(7)",
            "关于表彰先进的 通知",
            "丁政发(1997)15号………(9)",
        ],
    );
    let numbered: Vec<_> =
        toc.iter().map(|e| (e.title.as_str(), e.doc_number.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        numbered,
        [
            ("丁市防汛办法", "市政府令第11号"),
            ("丁市人民政府关于同意兼并的批复", "丁政函〔1997〕9号"),
            ("关于做好护林工作的通知", "丁政办发〔1997〕14号"),
            ("关于表彰先进的通知", "丁政发〔1997〕15号")
        ]
    );
}

#[test]
fn numbers_that_leave_some_out_and_stand_twice_are_pages() {
    assert!(are_pages(&[1, 3, 6, 7, 8, 9, 9, 10, 10, 11]));
    // An entry was lost; two have the same ordinal.
    assert!(!are_pages(&[1, 2, 3, 5, 6]) && !are_pages(&[1, 2, 3, 3, 4, 5]));
}
