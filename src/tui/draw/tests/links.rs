//! Citations: marked, walked, followed; who cites a document.

use std::sync::Arc;

use ratatui::style::Modifier;

use super::{Reader, fixture};
use crate::app::Input;
use crate::app::cited::News;
use crate::citations::gather::Citations;
use crate::issue::{Block, Content, Issue};
use crate::library::catalog::IssueId;

/// The fixture's library, with a document that cites an article of another, an attachment and nothing that is there.
fn citing() -> Vec<Issue> {
    let mut issues = fixture::library();
    let text = "按照《古树名木保护办法》（青政发〔2024〕4号）第十二条和青政发〔2024〕3号办理，《没有的办法》除外。";
    let block = Block::new(Content::Paragraph, 3, text);
    issues[1].documents[2].parts[0].blocks.push(block);
    issues
}

fn underlined(reader: &Reader) -> String {
    let mut words = String::new();
    let (drawn, _) = reader.buffer();
    for y in 1..drawn.area.height - 1 {
        for x in 0..drawn.area.width {
            let cell = &drawn[(x, y)];
            if cell.modifier.contains(Modifier::UNDERLINED) && cell.symbol() != " " {
                words.push_str(cell.symbol());
            }
        }
    }
    words
}

#[test]
fn what_the_library_holds_is_marked_and_followed() {
    let mut reader = Reader::new(80, 24, citing());
    reader.press(":春季植树<Enter>").sees("除外");
    let marked = underlined(&reader);
    assert!(marked.contains("《古树名木保护办法》") && marked.contains("青政发〔2024〕3号"), "{marked}");
    assert!(!marked.contains("没有的办法"), "{marked}");
    reader.press("<Enter>").sees("先按 Tab");
    reader.press("<Tab>").sees("引用 1/2").sees("第十二条");
    reader.press("<Tab><Tab>").sees("引用 1/2");
    reader.press("<S-Tab>").sees("引用 2/2").sees("河道管理实施方案");
    reader.press("<S-Tab><Enter>");
    assert!(reader.heading().ends_with("第十二条"), "{}", reader.heading());
    reader.press("q").sees("除外");
    // With an outline open, Tab is its.
    let mut reader = Reader::new(120, 24, citing());
    reader.press(":古树名木<Enter>o<Tab>").sees("前往");
    reader.press("<Tab><Esc><Tab>").sees("本文没有引用");
}

/// In a large library the text is there first, and what it cites is marked when that has been found out.
#[test]
fn a_large_library_is_looked_up_in_meanwhile() {
    let mut issues = citing();
    let one = fixture::single("关于防汛的通知", "2020-01-01");
    issues.push(Issue { documents: vec![one.documents[0].clone(); 5_000], ..one });
    let mut reader = Reader::new(80, 24, issues.clone());
    reader.press("<Enter><Enter>]").press("q<Down><Down><Enter>").sees("除外");
    assert_eq!(underlined(&reader), "");
    assert_eq!(reader.directories, 1, "asked for once");
    reader.app.catalog.directory();
    reader.input(Input::Directory);
    assert!(underlined(&reader).contains("《古树名木保护办法》"));
    // An address that is typed faster leads where it would lead later, and what was chosen stays chosen.
    let mut reader = Reader::new(80, 24, issues.clone());
    reader.press(":青政发〔2024〕4号<Enter>").sees("第一条");
    let mut reader = Reader::new(80, 24, issues);
    reader.press(":防").sees("正在查馆藏");
    reader.app.catalog.directory();
    reader.input(Input::Directory);
    reader.sees("防火（2024年第2期）").sees_not("正在查馆藏");
}

#[test]
fn who_cites_is_listed_once_it_is_gathered() {
    let mut reader = Reader::new(80, 24, citing());
    reader.press(":古树名木<Enter>:12<Enter>c").sees("正在读出引用");
    let directory = reader.app.catalog.directory();
    let mut citations = Citations::default();
    for (issue, id) in reader.issues.iter().zip(0..) {
        citations.add(IssueId(id), issue, directory);
    }
    let citations = Arc::new(citations);
    let asked = reader.gathering;
    // What was asked before is not what is waited for.
    reader.input(Input::Citations(asked - 1, News::Done(Arc::default())));
    reader.sees("正在读出引用").input(Input::Citations(asked, News::Done(citations)));
    reader.sees("春季植树").sees("【引这里：第十二条】").sees("1处");
    reader
        .press("/chunji")
        .sees("1处")
        .sees("【引这里：第十二条】")
        .press("<C-u>查不到")
        .sees("没有符合的条目")
        .sees("0处");
    reader.press("<Esc>").sees("1处").press("/十二条<Enter>").sees("除外").press("q").sees("筛选「十二条」");
    reader.press("<Esc>").sees_not("筛选「").press("<Esc>").sees_not("谁引用");
}

#[test]
fn an_item_of_the_list_of_attachments_leads_to_the_attachment() {
    let mut issues = fixture::library();
    let list = Block::new(Content::AttachmentList, 80, "附件：1.河道名录");
    issues[1].documents[0].parts[0].blocks.push(list);
    for size in [(80, 24), (40, 12)] {
        let mut reader = Reader::new(size.0, size.1, issues.clone());
        reader.press("<Enter><Enter><Tab>").sees("引用 1/1").sees("附件1").press("<Enter>");
        assert!(reader.heading().ends_with("附件1"), "{}", reader.heading());
        reader.press("<C-o>").sees("1.河道名录");
    }
}
