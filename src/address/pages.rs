//! Where a printed page begins, told by the page numbers that a recogniser left between the lines (`— 14 —`, `·14·`).
//!
//! A number stands below its page in most gazettes and above it in some. The contents tell which: a document that they have
//! on page 14 begins above a 14 in the one case, below it in the other.

use crate::issue::{BlockRef, Content, Document, Issue};
use crate::text::numerals;

/// Equal numbers at most that are looked at.
const MOST: usize = 20;

/// A byte of an issue's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Index into the issue's documents.
    pub document: u32,
    pub at: BlockRef,
    pub offset: usize,
}

/// The first of a page's text, where the number before it is known; else none.
pub fn start(issue: &Issue, page: u32) -> Option<Start> {
    let numbers = numbers(issue);
    let before = if above(issue, &numbers) { page } else { page.checked_sub(1)? };
    // A reprinted document may have kept page numbers of its own.
    let same = numbers.iter().filter(|(number, _)| *number == before).take(MOST);
    same.filter_map(|&(_, line)| text_after(issue, line)).find(|start| may_have(issue, start.document, page))
}

/// The first text below a line of furniture.
fn text_after(issue: &Issue, line: u32) -> Option<Start> {
    let first = issue.documents.partition_point(|document| document.lines.1 <= line);
    (first as u32..).zip(issue.documents.get(first..)?).find_map(|(index, document)| {
        let texts = document.blocks().filter(|(_, block)| block.content != Content::Furniture);
        let lines = texts.flat_map(|(at, block)| {
            block.lines.iter().zip(&block.starts).map(move |(&line, &offset)| (line, at, offset as usize))
        });
        let (_, at, offset) = lines.filter(|(of, ..)| *of > line).min_by_key(|(of, ..)| *of)?;
        Some(Start { document: index, at, offset })
    })
}

/// Whether the contents allow a page to begin in a document: neither does the document begin later, nor one behind it earlier.
fn may_have(issue: &Issue, document: u32, page: u32) -> bool {
    issue.toc.iter().all(|entry| match (entry.document, entry.page) {
        (Some(at), Some(begins)) if at <= document => begins <= page,
        (Some(_), Some(begins)) => begins >= page,
        _ => true,
    })
}

/// The page numbers between the lines, each with its line, in order of the lines.
fn numbers(issue: &Issue) -> Vec<(u32, u32)> {
    let blocks = issue.documents.iter().flat_map(Document::blocks);
    let furniture = blocks.filter(|(_, block)| block.content == Content::Furniture);
    let numbers = furniture.filter_map(|(_, block)| Some((number(&block.text)?, *block.lines.first()?)));
    let mut numbers: Vec<(u32, u32)> = numbers.collect();
    numbers.sort_by_key(|&(_, line)| line);
    numbers
}

/// Whether the numbers stand above their pages.
fn above(issue: &Issue, numbers: &[(u32, u32)]) -> bool {
    let mut votes = 0_i32;
    for entry in &issue.toc {
        let document = entry.document.and_then(|at| issue.documents.get(at as usize));
        let (Some(page), Some(document)) = (entry.page, document) else { continue };
        let next = numbers.get(numbers.partition_point(|(_, line)| *line < document.lines.0));
        match next.map(|(number, _)| number.checked_sub(page)) {
            Some(Some(0)) => votes -= 1,
            Some(Some(1)) => votes += 1,
            _ => {}
        }
    }
    votes > 0
}

/// The page that a line of furniture numbers: `— 14 —`, `第14页`, `14/60`; none where it says anything else.
fn number(text: &str) -> Option<u32> {
    let says_more = |c: char| c.is_alphanumeric() && numerals::arabic_digit(c).is_none() && !"第页頁共".contains(c);
    if text.contains(says_more) {
        return None;
    }
    let digits = |c: char| numerals::arabic_digit(c).is_some();
    let first = text.split(|c: char| !digits(c)).find(|run| !run.is_empty())?;
    numerals::parse(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::read::SourceText;

    /// Two documents on five pages, the numbers below the pages or above them.
    fn issue(above: bool) -> Issue {
        let contents = "青山县人民政府公报\n2024年第2期\n目录\n1.关于植树的通知 1\n2.关于防火的通知 4\n";
        let pages = [
            "# 关于植树的通知\n\n各乡镇人民政府：\n\n春季植树现在开始，各地要抓紧整地，",
            "备足苗木，确保成活。\n\n一、栽什么\n\n以本地树种为主，适地适树。",
            "二、谁来栽\n\n机关干部每人五株。\n\n青山县人民政府\n\n2024年3月1日",
            "# 关于防火的通知\n\n各乡镇人民政府：\n\n清明将至，严禁携带火种上山。",
            "请各地加强巡查。\n\n青山县人民政府\n\n2024年3月20日",
        ];
        let page = |(text, number): (&&str, u32)| match above {
            true => format!("— {number} —\n\n{text}\n\n"),
            false => format!("{text}\n\n— {number} —\n\n"),
        };
        let body: String = pages.iter().zip(1..).map(page).collect();
        parse::parse(&SourceText::from_text("2024-2.txt", &format!("{contents}\n{body}")))
    }

    #[test]
    fn a_page_begins_behind_the_number_of_the_one_before_or_below_its_own() {
        for above in [false, true] {
            let issue = issue(above);
            let text = |page| {
                let start = start(&issue, page)?;
                let block = issue.documents[start.document as usize].block(start.at)?;
                Some(block.text[start.offset..].chars().take(4).collect::<String>())
            };
            assert_eq!(issue.documents.len(), 2, "{:?}", issue.documents);
            for (page, begins) in [(2, "备足苗木"), (3, "二、谁来"), (4, "关于防火"), (5, "请各地加")] {
                assert_eq!(text(page).as_deref(), Some(begins), "page {page}, above: {above}");
            }
            assert_eq!(text(7), None);
        }
    }

    #[test]
    fn a_number_that_the_contents_contradict_is_none_of_the_issue() {
        let mut issue = issue(false);
        issue.toc[1].page = Some(40);
        assert_eq!(start(&issue, 4), None, "the first document goes on till page 40");
        assert!(start(&issue, 2).is_some());
        issue.toc[0].page = Some(30);
        assert_eq!(start(&issue, 2), None);
    }

    #[test]
    fn only_what_is_nothing_but_a_page_number_is_one() {
        for text in ["— 14 —", "·14·", "第14页", "14 / 60", "第 １４ 页 共 60 页", "14"] {
            assert_eq!(number(text), Some(14), "{text}");
        }
        for text in ["2024年第2期", "---", "![](images/14.jpg)", "青山县人民政府公报 14", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
