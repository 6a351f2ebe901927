use super::*;
use crate::parse::parse;
use crate::read::SourceText;

const ARTICLES: [&str; 6] = [
    "为了加强古井保护，制定本办法。",
    "县水务局负责古井的普查、登记和建档工作。",
    "镇人民政府应当每季度巡查一次，并把结果报县水务局。",
    "任何单位和个人不得填埋古井。",
    "对破坏古井的行为，群众可以向镇人民政府举报。",
    "本办法自2024年5月1日起施行。",
];

fn law(articles: &[&str]) -> Document {
    const NUMBERS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let mut text = String::from("澄浦县古井保护办法\n\n");
    for (number, article) in NUMBERS.iter().zip(articles) {
        text.push_str(&format!("第{number}条　{article}\n\n"));
    }
    parse(&SourceText::from_text("a.txt", &text)).documents.remove(0)
}

/// The rows that are not the same: what happened, and the text (of the new document, where it has it).
fn differences(old: &Document, new: &Document) -> Vec<(String, String)> {
    let comparison = Comparison::of(old, new);
    let text = |document: &Document, item: &Item| document.block(item.at).unwrap().text[item.bytes.clone()].to_owned();
    let rows = comparison.rows.iter().filter(|row| !row.is_same());
    rows.map(|row| match *row {
        Row::Added(at) => ("added".to_owned(), text(new, &comparison.new[at])),
        Row::Dropped(at) => ("dropped".to_owned(), text(old, &comparison.old[at])),
        Row::Pair { new: at, changed, renumbered, moved, .. } => {
            let said = [(changed, "changed"), (renumbered, "renumbered"), (moved, "moved")];
            let said: Vec<&str> = said.into_iter().filter_map(|(is, name)| is.then_some(name)).collect();
            (said.join(" "), text(new, &comparison.new[at]))
        }
    })
    .collect()
}

fn kinds(differences: &[(String, String)]) -> Vec<&str> {
    differences.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[test]
fn a_document_is_the_same_as_itself_whatever_its_commas_and_spaces() {
    let old = law(&ARTICLES);
    assert!(Comparison::of(&old, &old).is_same());
    let other = ARTICLES.map(|article| article.replace('，', ", "));
    assert_eq!(differences(&old, &law(&other.each_ref().map(String::as_str))), []);
}

#[test]
fn a_changed_word_is_found_in_its_article() {
    let mut articles = ARTICLES;
    articles[2] = "镇人民政府应当每月巡查两次，并把结果报县水务局。";
    let found = differences(&law(&ARTICLES), &law(&articles));
    assert_eq!(kinds(&found), ["changed"]);
    assert!(found[0].1.starts_with("第三条"), "{found:?}");
}

#[test]
fn an_article_put_in_renumbers_those_after_it_and_changes_none() {
    let mut articles = ARTICLES.to_vec();
    articles.insert(2, "保护古井所需的经费列入本级预算。");
    let found = differences(&law(&ARTICLES), &law(&articles));
    assert_eq!(kinds(&found), ["added", "renumbered", "renumbered", "renumbered", "renumbered"]);
    assert!(found[0].1.contains("经费"));
    let back = differences(&law(&articles), &law(&ARTICLES));
    assert_eq!(kinds(&back), ["dropped", "renumbered", "renumbered", "renumbered", "renumbered"]);
    assert!(back[0].1.contains("经费"), "it stands where it stood: {back:?}");
}

#[test]
fn a_moved_article_is_the_only_one_that_moved() {
    let mut articles = ARTICLES.to_vec();
    let moved = articles.remove(4);
    articles.insert(1, moved);
    let found = differences(&law(&ARTICLES), &law(&articles));
    let gone: Vec<_> = found.iter().filter(|(kind, _)| kind.contains("moved")).collect();
    assert_eq!(gone.len(), 1, "{found:?}");
    assert!(gone[0].1.contains("举报"));
}

#[test]
fn an_added_paragraph_and_another_text_under_the_same_number() {
    let mut articles = ARTICLES;
    articles[3] = "任何单位和个人不得填埋古井。\n\n因抢险需要临时封闭的，事后应当恢复原状。";
    let found = differences(&law(&ARTICLES), &law(&articles));
    assert_eq!(kinds(&found), ["added"], "{found:?}");
    articles[3] = "县文物部门每年公布一批重点名录。";
    let found = differences(&law(&ARTICLES), &law(&articles));
    assert_eq!(kinds(&found), ["dropped", "added"], "{found:?}");
}

#[test]
fn rows_of_a_table_are_compared_one_by_one() {
    let table = |cost: &str| {
        let text = format!(
            "某县重点项目表\n\n| 序号 | 项目 | 投资 |\n|---|---|---|\n| 1 | 修渠引水工程 | 300万元 |\n| 2 | 通村道路改造 | {cost} |\n"
        );
        parse(&SourceText::from_text("a.md", &text)).documents.remove(0)
    };
    let found = differences(&table("120万元"), &table("150万元"));
    assert_eq!(kinds(&found), ["changed"], "{found:?}");
    assert!(found[0].1.contains("通村道路") && !found[0].1.contains("修渠"));
}

#[test]
fn nothing_of_either_document_is_left_out() {
    let (old, new) = (law(&ARTICLES[..4]), law(&[ARTICLES[5], ARTICLES[0], "完全是另一句话，谈的是桥。"]));
    let comparison = Comparison::of(&old, &new);
    let (mut olds, mut news) = (vec![0; comparison.old.len()], vec![0; comparison.new.len()]);
    for row in &comparison.rows {
        match *row {
            Row::Pair { old, new, .. } => (olds[old], news[new]) = (olds[old] + 1, news[new] + 1),
            Row::Added(new) => news[new] += 1,
            Row::Dropped(old) => olds[old] += 1,
        }
    }
    assert!(olds.iter().chain(&news).all(|&times| times == 1), "{olds:?} {news:?}");
}

#[test]
fn words_that_changed() {
    let marked = |old: &str, new: &str| -> String {
        let pieces = words(old, new);
        assert_eq!(pieces.iter().map(|piece| &old[piece.old.clone()]).collect::<String>(), old);
        assert_eq!(pieces.iter().map(|piece| &new[piece.new.clone()]).collect::<String>(), new);
        let shown = |piece: &Piece| match piece.changed {
            true => format!("[{}>{}]", &old[piece.old.clone()], &new[piece.new.clone()]),
            false => new[piece.new.clone()].to_owned(),
        };
        pieces.iter().map(shown).collect()
    };
    assert_eq!(marked("每季度巡查一次", "每月巡查一次"), "每[季度>月]巡查一次");
    assert_eq!(marked("投资12.5万元", "投资13.5万元"), "投资[12.5>13.5]万元");
    assert_eq!(marked("由镇负责", "由镇人民政府负责"), "由镇[>人民政府]负责");
    assert_eq!(marked("甲，乙", "甲, 乙"), "甲, 乙");
    assert_eq!(marked("", "新"), "[>新]");
}
