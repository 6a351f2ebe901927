//! 附件与表格: what a document has beside its clauses, in printed order, each with where it stands.

use super::choice::{Choice, Goal, Item, Kind};
use super::lines::gist;
use super::{App, Screen};
use crate::address::inside;
use crate::issue::{Block, BlockRef, Content, Document, PartKind};
use crate::text::numerals;

/// The attachments and tables of a document.
fn items(document: &Document) -> Vec<Item> {
    let mut items = Vec::new();
    let mut tables = 0;
    for (p, part) in (0..).zip(&document.parts) {
        if part.kind == PartKind::Attachment {
            let at = BlockRef { part: p, block: 0 };
            let words = part.title.clone().unwrap_or_default();
            let tag = Some(inside::name(document, at)).filter(|name| !name.is_empty());
            let tag = tag.or(part.label.clone()).unwrap_or_else(|| "附件".into());
            items.push(Item { tag, words, place: String::new(), goal: Goal::Block(at) });
        }
        for (b, block) in (0..).zip(&part.blocks).filter(|(_, block)| block.table().is_some()) {
            tables += 1;
            let at = BlockRef { part: p, block: b };
            let words = caption(&part.blocks[..b as usize]).unwrap_or_else(|| header(block));
            let place = inside::cited(document, at);
            // Where its own number is printed, that is it.
            let (tag, words) = numbered(&words).unwrap_or((format!("表{tables}"), words));
            items.push(Item { tag, words, place, goal: Goal::Block(at) });
        }
    }
    items
}

/// The line above a table that names it: short, and no sentence.
fn caption(before: &[Block]) -> Option<String> {
    const LONGEST: usize = 40;
    let block = before.iter().rev().find(|block| block.content != Content::Furniture)?;
    let text = block.text.trim();
    let names = matches!(block.content, Content::Title | Content::Paragraph | Content::Clause(_) | Content::Section(_));
    (names && !text.is_empty() && text.chars().count() <= LONGEST && !text.ends_with(['。', '；', '：', ':']))
        .then(|| text.replace(['\n', '\t'], " "))
}

/// 表2-1　河道长度 → 表2-1, 河道长度.
fn numbered(caption: &str) -> Option<(String, String)> {
    let number = caption.strip_prefix('表')?;
    let is_number = |c: char| c.is_ascii_digit() || numerals::is_numeral(c) || matches!(c, '-' | '—' | '.');
    let rest = number.trim_start_matches(is_number);
    let tag = &caption[..caption.len() - rest.len()];
    let named = rest.starts_with(char::is_whitespace) && tag.len() > '表'.len_utf8();
    named.then(|| (tag.to_owned(), rest.trim_start().to_owned()))
}

/// What its columns are.
fn header(block: &Block) -> String {
    let cells = block.rows().next().unwrap_or_default();
    let cells = cells.into_iter().filter_map(|cell| block.text.get(cell)).map(str::trim);
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("、")
}

impl App {
    pub(super) fn list_annexes(&mut self) {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let Some(document) = reading.document() else { return };
        let items = items(document);
        if items.is_empty() {
            self.message = Some("本文没有附件，也没有表格".into());
            return;
        }
        let choice = Choice::new(Kind::Annexes, gist(&document.title), items);
        self.screens.push(Screen::Choice(Box::new(choice)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_is_the_tables_own() {
        let read = |caption| numbered(caption).map(|(tag, words)| format!("{tag}|{words}"));
        assert_eq!(read("表2-1　河道长度").as_deref(), Some("表2-1|河道长度"));
        assert_eq!(read("表彰名单"), None);
        assert_eq!(read("表一 河道").as_deref(), Some("表一|河道"));
    }
}
