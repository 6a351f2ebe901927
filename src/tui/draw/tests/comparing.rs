//! 对照: the counterpart proposed first, both texts, changed words, what is the same folded.

use ratatui::style::Modifier;

use super::Reader;
use crate::issue::Issue;
use crate::parse::parse;
use crate::read::SourceText;

/// This year's measures and last year's; among others.
fn two_years() -> Vec<Issue> {
    let text = |year: u16, often: &str, more: &str| {
        let mut text = format!("澄浦县{year}年古井保护办法\n\n");
        let articles = [
            "为了保护古井，制定本办法。",
            "本办法所称古井，是指一百年以上的水井。",
            "县文物部门负责古井的普查。",
            "镇人民政府负责日常看护。",
        ];
        let often = format!("镇人民政府应当每{often}巡查一次。");
        let all = articles.into_iter().chain([often.as_str()]).chain(more.split('|').filter(|text| !text.is_empty()));
        for (text_of, n) in all.zip(1..) {
            text.push_str(&format!("第{}条　{text_of}\n\n", crate::text::numerals::format(n)));
        }
        text
    };
    let issue = |path: &str, text: &str| parse(&SourceText::from_text(path, text));
    vec![
        issue("2023-01-05.txt", &text(2023, "季度", "任何单位不得填埋古井。")),
        issue("2024-01-05.txt", &text(2024, "月", "所需经费列入预算。|任何单位不得填埋古井。")),
        issue("2022-01-05.txt", "澄浦县关于防汛的通知\n\n各镇人民政府：\n\n现将有关事项通知如下。\n\n一、加强巡查。\n"),
    ]
}

fn underlined(reader: &Reader) -> String {
    let (drawn, _) = reader.buffer();
    let cells = (1..drawn.area.height - 1).flat_map(|y| (0..drawn.area.width).map(move |x| (x, y)));
    let marked = cells.map(|at| &drawn[at]).filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    marked.map(|cell| cell.symbol()).collect::<String>().split_whitespace().collect()
}

fn opened(cols: u16, rows: u16) -> Reader {
    let mut reader = Reader::new(cols, rows, two_years());
    reader.press("/2024 古井<Enter>").sees("第一条").press("D").sees("与哪一份");
    reader.sees("同名").press("<Enter>").sees("改动 ");
    reader
}

#[test]
fn the_same_title_of_another_year_is_proposed_and_every_other_document_can_be_chosen() {
    let mut reader = Reader::new(80, 24, two_years());
    reader.press("/2024 古井<Enter>D");
    assert!(reader.rows()[1].contains("同名") && reader.rows()[1].contains("2023年"), "{}", reader.screen());
    reader.press("/fangxun").sees("2022-01-05").sees_not("同名").press("<Enter>").sees("【增加】");
    reader.press("q").sees("第一条").press("D<Esc>").sees("第一条");
}

#[test]
fn the_older_version_is_the_old_one_whichever_was_open() {
    for open in ["2023", "2024"] {
        let mut reader = Reader::new(120, 24, two_years());
        reader.press("/").press(open).press(" 古井<Enter>D<Enter>").sees("改动 ");
        let row = reader.rows()[1].to_owned();
        assert!(row.find("2023年") < row.find("2024年") && row.contains("2023年"), "{open}: {row}");
    }
}

#[test]
fn in_one_text_changed_words_stand_in_signs_and_what_is_the_same_is_folded() {
    for (cols, rows) in [(80, 24), (40, 12)] {
        let mut reader = opened(cols, rows);
        // The title differs; the older one is the old one.
        reader.sees("[-2023-]{+2024+}").sees("+ 4 处相同").press("n").sees("【改动】第五条").sees("[-季度-]");
        reader.press("n").sees("【增加】第六条").press("n").sees("【改号】第六条 → 第七条").sees("4/4处");
        reader.press("n").sees("后面没有不同了").press("NNN").press("j<Enter>").sees("县文物部门").press("<Left>");
        reader.sees("+ 4 处相同").press("zR").sees("县文物部门").press("zM").sees("+ 4 处相同");
    }
}

#[test]
fn side_by_side_the_columns_say_which_is_which() {
    let mut reader = opened(120, 40);
    reader.sees("旧：澄浦县2023年").sees("新：澄浦县2024年").sees("每季度巡查").sees("每月巡查").sees_not("[-");
    let marked = underlined(&reader);
    assert!(marked.contains("季度") && marked.contains("月"), "{marked}");
    let row = reader.rows().into_iter().find(|row| row.contains("每季度")).unwrap();
    assert!(row.contains("每月") && row.contains(" | "), "{row}");
    // The other way round.
    reader
        .press("<Tab>")
        .sees("旧：澄浦县2024年")
        .sees("【删去】第六条")
        .press("<Tab>")
        .resize(80, 24)
        .sees("[-季度-]");
}

#[test]
fn a_row_leads_to_its_place_and_back_to_the_comparison() {
    let mut reader = opened(80, 24);
    reader.press("n<Enter>");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    reader.press("q").sees("【改动】第五条").press("<Back>").sees("第一条");
    assert!(!reader.quit && !reader.heading().contains("对照"));
}

#[test]
fn two_that_are_the_same_say_so() {
    let mut issues = two_years();
    issues[1] = Issue { source: issues[1].source.clone(), ..issues[0].clone() };
    let mut reader = Reader::new(80, 24, issues);
    reader.press("/古井<Enter>D<Enter>").sees("两份没有不同").sees("处相同").press("n").sees("后面没有不同了");
}

#[test]
fn both_texts_are_searched_and_what_is_folded_unfolds() {
    let mut reader = opened(80, 24);
    // The first articles are the same, and folded.
    reader.sees("处相同").sees_not("一百年以上").press("/一百年").sees("一百年以上").sees("1/1处").press("<Esc>");
    reader.press("/古井<Enter>").sees("处");
    let (_, all) = position(&reader);
    assert!(all > 1, "{}", reader.status());
    reader.press("gn");
    let (first, _) = position(&reader);
    reader.press("n");
    assert_eq!(position(&reader), (first + 1, all));
    reader.press("N");
    assert_eq!(position(&reader), (first, all));
    // Without a query, n goes to differences again.
    reader.press("<Esc>").sees("对照 > ");
    assert!(position(&reader).1 < all, "{}", reader.status());
    reader.press("/没有的<Enter>").sees("没有找到「没有的」");
}

/// The last two numbers of the status line.
fn position(reader: &Reader) -> (usize, usize) {
    let status = reader.status();
    let last = status.split_whitespace().last().and_then(|last| last.strip_suffix("处")?.split_once('/'));
    let (at, all) = last.unwrap_or_else(|| panic!("{status}"));
    (at.parse().unwrap(), all.parse().unwrap())
}
