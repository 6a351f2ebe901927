//! Documents in an issue of a county that does not exist, and what the parser finds in them.

use gongbao::issue::{Content, Document, Issue, Part, PartKind};
use gongbao::parse::parse;
use gongbao::read::SourceText;

pub fn read(text: &str) -> Issue {
    parse(&SourceText::from_text("test.txt", text))
}

/// Several documents after a short cover, as an issue has them.
pub fn issue(documents: &str) -> Vec<Document> {
    let cover = "# 青岚县人民政府公报\n\n2021年第3期\n\n（总第16期）\n\n目 录\n\n【政府文件】\n\n\
                 1. 青岚县人民政府关于加强耕地保护的决定 青政发〔2021〕1号 …… 1\n\n\
                 主办：青岚县人民政府\n\n地址：青岚县行政中心\n\n电话：0000-0000000\n\n";
    let first = "青岚县人民政府关于加强耕地保护的决定\n\n青政发〔2021〕1号\n\n各乡镇人民政府：\n\n为加强耕地保护，作出决定。\n\n\
                 青岚县人民政府\n\n2021年5月1日\n\n（此件公开发布）\n\n";
    let issue = read(&format!("{cover}{first}{documents}"));
    assert!(!issue.documents.is_empty(), "no documents");
    assert_eq!(issue.documents[0].title, "青岚县人民政府关于加强耕地保护的决定");
    issue.documents.into_iter().skip(1).collect()
}

pub fn only(documents: &str) -> Document {
    let mut found = issue(documents);
    let titles: Vec<&str> = found.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(found.len(), 1, "{titles:?}");
    found.remove(0)
}

pub fn kinds(document: &Document) -> Vec<(PartKind, Option<&str>, Option<&str>)> {
    document.parts.iter().map(|p| (p.kind, p.label.as_deref(), p.title.as_deref())).collect()
}

pub fn texts(part: &Part) -> Vec<&str> {
    let body = |content: &Content| {
        matches!(content, Content::Paragraph | Content::Clause(_) | Content::Table(_) | Content::Event { .. })
    };
    part.blocks.iter().filter(|b| body(&b.content)).map(|b| b.text.as_str()).collect()
}

pub fn paths(document: &Document) -> Vec<&str> {
    document.blocks().filter_map(|(_, b)| b.clause()).map(|c| c.path.as_str()).collect()
}
