//! What a file is: an issue of a gazette, one single document, or something else, which is then shown as it stands.
//!
//! A gazette has front matter. A document has what the rules for official documents (GB/T 9704-2012) or for laws ask
//! for: a title of a kind, a number, addressees, a signature and date, articles. No single sign decides: a poem has a
//! title too, and a novel chapters.

use super::front::{self, Front};
use super::markup::Line;
use crate::issue::{Block, Content, Document, IssueKind, MarkerKind, Part, PartKind};
use crate::parse::doc_number::is_han;

/// What the file is, by what was found in it.
pub fn of(lines: &[Line], front: &Front, documents: &[Document]) -> IssueKind {
    if front.is_gazette() {
        return IssueKind::Gazette;
    }
    let numbered = documents.iter().filter(|document| document.doc_number.is_some()).count();
    match documents {
        _ if !is_chinese(lines) => IssueKind::Plain,
        // Several notices without a cover: what is left of an issue.
        [_, _, ..] if numbered >= 2 => IssueKind::Gazette,
        [document, ..] if has_header(lines) || signs(document) >= 3 => IssueKind::Document,
        _ => IssueKind::Plain,
    }
}

/// Most of its letters are Chinese: no program, table of figures or log.
fn is_chinese(lines: &[Line]) -> bool {
    let (mut han, mut others) = (0usize, 0usize);
    for c in lines.iter().take(2000).flat_map(|line| line.text.chars()) {
        if is_han(c) {
            han += 1;
        } else if c.is_alphanumeric() {
            others += 1;
        }
    }
    han > others
}

/// A collection of laws in markdown ends the head of each file (title, dates of adoption) with this comment.
fn has_header(lines: &[Line]) -> bool {
    lines.iter().take(40).any(|line| line.raw.trim() == "<!-- INFO END -->")
}

/// How much speaks for a document.
fn signs(document: &Document) -> u32 {
    let count = |kinds: &[MarkerKind]| {
        document
            .blocks()
            .filter_map(|(_, block)| block.clause())
            .filter(|clause| kinds.contains(&clause.marker.kind))
            .count()
    };
    let title = document.title.chars().count();
    let mut signs = 0;
    signs += 2 * u32::from(document.doc_number.is_some());
    signs += u32::from(document.addressees.is_some());
    signs += u32::from(!document.signatories.is_empty());
    signs += u32::from(document.date.is_some());
    signs += 2 * u32::from((6..=90).contains(&title) && front::ends_like_title(&document.title));
    // A very short law has an article or two.
    let articles = count(&[MarkerKind::Tiao]);
    signs += if articles >= 3 { 2 } else { u32::from(articles > 0) };
    let sections = document.blocks().filter(|(_, block)| matches!(block.content, Content::Section(_))).count();
    signs += 2 * u32::from(sections >= 3);
    signs += u32::from(count(&[MarkerKind::Han, MarkerKind::HanParen]) >= 3);
    signs
}

/// The file as it stands: a paragraph a line, indents kept. Nothing where nothing is printed.
pub fn plain(lines: &[Line], path: &str) -> Option<Document> {
    let blocks: Vec<Block> = lines
        .iter()
        .filter(|line| !line.raw.trim().is_empty())
        .map(|line| Block::new(Content::Paragraph, line.number, line.raw.trim_end()))
        .collect();
    let name = std::path::Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned());
    let first = blocks.first()?.text.trim().chars().take(60).collect();
    Some(Document {
        lines: (1, lines.len() as u32),
        toc: None,
        title: name.filter(|name| !name.is_empty()).unwrap_or(first),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::read::SourceText;

    fn kind(text: &str) -> IssueKind {
        parse(&SourceText::from_text("a.txt", text)).kind
    }

    #[test]
    fn documents() {
        let notice = "丁县人民政府关于做好防汛工作的通知\n丁政发〔2020〕3号\n各乡镇人民政府：\n现将有关事项通知如下。\n丁县人民政府\n2020年3月1日";
        assert_eq!(kind(notice), IssueKind::Document);
        let law = "# 丁省防汛条例\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了防汛，制定本条例。\n";
        assert_eq!(kind(law), IssueKind::Document);
        assert_eq!(kind("丁省防汛条例\n第一条 为了防汛，制定本条例。"), IssueKind::Document);
        assert_eq!(
            kind("丁省防汛条例\n第一条 为了防汛。\n第二条 本省适用。\n第三条 本条例自公布之日起施行。"),
            IssueKind::Document
        );
    }

    #[test]
    fn a_plan_in_decimal_numbers() {
        let plan =
            "丁县防汛预案\n1　总则\n1.1　目的\n做好防汛。\n1.2　原则\n预防为主。\n2　职责\n2.1　指挥部\n县长任指挥长。";
        assert_eq!(kind(plan), IssueKind::Document);
    }

    #[test]
    fn anything_else() {
        for text in [
            "",
            "静夜思\n床前明月光，疑是地上霜。\n举头望明月，低头思故乡。",
            "fn main() {\n    println!(\"通知\"); // 关于印发的通知\n}",
            "序号,姓名,金额\n1,甲,30\n2,乙,40",
            "2020-01-01 12:00:00 INFO 服务启动 port=8080 request_id=77aa",
            "第一章 风雪\n话说天下大势，分久必合。\n第二章 山雨\n欲来风满楼。",
        ] {
            assert_eq!(kind(text), IssueKind::Plain, "{text}");
        }
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        let text = "fn main() {\n    let x = 1;\n\n}\n";
        let issue = parse(&SourceText::from_text("src/a.rs", text));
        let lines: Vec<_> = issue.documents[0].blocks().map(|(_, b)| b.text.clone()).collect();
        assert_eq!(lines, ["fn main() {", "    let x = 1;", "}"]);
        assert_eq!(issue.documents[0].title, "a");
    }

    #[test]
    fn several_notices_are_a_gazette() {
        let one = |n: u32, about: &str| {
            format!(
                "丁县人民政府关于{about}的通知\n\n丁政发〔2020〕{n}号\n\n各乡镇人民政府：\n\n现将有关事项通知如下，请认真贯彻落实。\n\n丁县人民政府\n\n2020年3月{n}日\n\n"
            )
        };
        assert_eq!(kind(&(one(3, "做好防汛工作") + &one(4, "加强耕地保护"))), IssueKind::Gazette);
    }
}
