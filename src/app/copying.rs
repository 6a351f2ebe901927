//! Copying text out: what of a document it is, and what to tell about it.
//!
//! Copied is the text of the source, joined over lines and pages, without what only setting it adds (line breaks, indents) and without
//! page furniture: a block a line, cells of tables parted by tabs. Nothing goes out that a terminal or shell could obey
//! ([`safe::copied`]). Nobody can know whether a terminal takes it (OSC 52 is not answered), so it is never said to have been
//! copied, only sent; `:w FILE` writes the same text instead.

use super::reading::{Place, Reading, Which};
use super::{Action, App, Effect, Screen};
use crate::address::inside::{self, Scope};
use crate::issue::{Block, BlockRef, Content, Document, PartKind};
use crate::text::safe;

/// Bytes of text that a terminal is asked to take at most: what the common ones have room for.
const LONGEST: usize = 74_994;

/// What is said of a paragraph alone.
const PARAGRAPH: &str = "这一段";
/// What is said of a whole table.
const TABLE: &str = "这张表";

/// A text that was taken, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub text: String,
    pub what: String,
}

impl App {
    /// Takes what the action names and sends it to the terminal.
    pub(super) fn copy(&mut self, action: Action) -> Vec<Effect> {
        // y again: only the paragraph.
        let paragraph = action == Action::Copy && std::mem::take(&mut self.copied_clause);
        let copied = match self.screens.last_mut() {
            Some(Screen::Reading(reading)) if action == Action::Copy && reading.selection.is_some() => {
                reading.selection.take().and_then(|selection| {
                    let (from, to) = selection.ends();
                    Some(Copied { text: between(reading.document()?, from, to), what: "选中的文字".into() })
                })
            }
            Some(Screen::Reading(reading)) => {
                let copied = if paragraph { here(reading) } else { clause(reading, action == Action::CopyCited) };
                self.copied_clause = action == Action::Copy && !paragraph;
                copied
            }
            Some(Screen::Contents(contents)) => contents.selected().map(|entry| {
                let number = entry.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
                Copied {
                    text: safe::copied(&format!("{}{number}", in_quotes(&entry.title))),
                    what: "标题和文号".into(),
                }
            }),
            Some(Screen::Table(_) | Screen::Sheet(_)) => self.row(action == Action::CopyCited),
            _ => None,
        };
        let Some(copied) = copied.filter(|copied| !copied.text.is_empty()) else {
            self.message = Some("这里没有可以复制的文字".into());
            return Vec::new();
        };
        let (characters, what) = (copied.text.chars().count(), &copied.what);
        let (text, told) = if copied.text.len() > LONGEST {
            let instead = if self.restricted { "请少选一些" } else { "请用 :w 文件名 存成文件" };
            (None, format!("{what}有{characters}字，终端收不下；{instead}"))
        } else {
            // What to do stands before what a narrow screen may cut.
            let again = match what.as_str() {
                TABLE => format!("；只要一行，先按 {}", self.keymap.name(Action::Table)),
                PARAGRAPH => String::new(),
                _ if self.copied_clause => "；再按一次只要一段".to_owned(),
                _ => String::new(),
            };
            let instead = if self.restricted { "" } else { "，贴不出来就用 :w 文件名" };
            let told = format!("已向终端发出{characters}字{instead}（{what}）{again}");
            (Some(copied.text.clone()), told)
        };
        self.message = Some(told);
        self.copied = Some(copied);
        text.map(Effect::Copy).into_iter().collect()
    }

    /// The row of a table that is selected, a line a column. `cited`: and where it comes from.
    fn row(&self, cited: bool) -> Option<Copied> {
        let table = self.row_shown()?;
        let mut text = clean(&table.row_in_words().join("\n"));
        let reading = self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Reading(reading) => Some(reading),
            _ => None,
        });
        if let Some(reading) = reading.filter(|_| cited) {
            text.push_str(&source(reading, table.at));
        }
        Some(Copied { text, what: if cited { "这一行，带出处" } else { "这一行" }.into() })
    }

    /// What `:w` writes: what was copied last; else the whole document.
    pub fn to_write(&self) -> Option<Copied> {
        if let Some(copied) = &self.copied {
            return Some(copied.clone());
        }
        let Some(Screen::Reading(reading)) = self.screens.last() else { return None };
        let document = reading.document()?;
        let (first, last) = (document.blocks().next()?.0, document.blocks().last()?);
        let end = Place { at: last.0, offset: last.1.text.len() };
        let text = between(document, Place { at: first, offset: 0 }, end);
        Some(Copied { text, what: "全文".into() })
    }
}

/// The clause one is at, with what it holds; before the first one, the paragraph. `cited`: and where it comes from.
fn clause(reading: &Reading, cited: bool) -> Option<Copied> {
    let document = reading.document()?;
    let at = reading.near();
    let Some(scope) = inside::clause_at(document, at) else {
        let mut copied = here(reading)?;
        if cited {
            copied.text.push_str(&source(reading, reading.block_here()?));
        }
        return Some(copied);
    };
    let mut text = of_scope(document, &scope);
    if cited {
        text.push_str(&source(reading, scope.at()));
    }
    let name = inside::cited(document, scope.at());
    Some(Copied { text, what: if cited { format!("{name}，带出处") } else { name } })
}

/// The paragraph one is at.
fn here(reading: &Reading) -> Option<Copied> {
    let at = reading.block_here()?;
    let block = reading.document()?.block(at)?;
    let what = if block.table().is_some() { TABLE } else { PARAGRAPH };
    Some(Copied { text: clean(&block.text), what: what.into() })
}

fn of_scope(document: &Document, scope: &Scope) -> String {
    let blocks = document.parts.get(scope.part as usize).map_or(&[][..], |part| &part.blocks);
    let blocks = scope.blocks.clone().filter_map(|at| blocks.get(at as usize));
    lines(blocks.map(|block| (block, &block.text[..])))
}

/// The text from one place up to another, the latter's character left out.
fn between(document: &Document, from: Place, to: Place) -> String {
    let blocks = document.blocks().filter(|(at, _)| (from.at..=to.at).contains(at));
    lines(blocks.map(|(at, block)| {
        let start = if at == from.at { from.offset } else { 0 };
        let end = if at == to.at { to.offset } else { block.text.len() };
        (block, block.text.get(start..end).unwrap_or_default())
    }))
}

fn lines<'a>(blocks: impl Iterator<Item = (&'a Block, &'a str)>) -> String {
    let texts = blocks.filter(|(block, _)| block.content != Content::Furniture).map(|(_, text)| clean(text));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn clean(text: &str) -> String {
    safe::copied(text.trim())
}

/// 《…方案》（泾政发〔2021〕13号）第三条第（二）项, on a line of its own.
fn source(reading: &Reading, at: BlockRef) -> String {
    citation(reading, at).map(|citation| format!("\n——{citation}")).unwrap_or_default()
}

/// How a place is cited: title, number, clause.
pub fn citation(reading: &Reading, at: BlockRef) -> Option<String> {
    let document = reading.document()?;
    let part = document.parts.get(at.part as usize)?;
    let enclosed = part.title.as_deref().filter(|_| part.kind == PartKind::Enclosed);
    let Which::Document(index) = reading.which else { return None };
    let listed = || document.toc.and_then(|at| reading.issue.toc.get(at as usize))?.doc_number.clone();
    let number = document.doc_number.clone().or_else(listed).map(|number| format!("（{number}）"));
    let title = enclosed.unwrap_or(&document.title);
    let title = if title.is_empty() { format!("第{}件", index + 1) } else { in_quotes(title) };
    Some(safe::copied(&format!("{title}{}{}", number.unwrap_or_default(), inside::cited(document, at))))
}

/// A title in 《》; those within it have 〈〉, those within these 《》 again, whatever is printed (GB/T 15834, 4.15).
fn in_quotes(title: &str) -> String {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let whole = title.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let inner = whole.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(&title);
    let mut depth = 1;
    let marks = inner.chars().map(|c| match c {
        '《' | '〈' => {
            depth += 1;
            if depth % 2 == 1 { '《' } else { '〈' }
        }
        '》' | '〉' if depth > 1 => {
            depth -= 1;
            if depth % 2 == 0 { '》' } else { '〉' }
        }
        c => c,
    });
    format!("《{}》", marks.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_titles_within_titles_alternate() {
        assert_eq!(in_quotes("青山县古树 名木保护办法"), "《青山县古树名木保护办法》");
        assert_eq!(in_quotes("关于印发《某方案》的通知"), "《关于印发〈某方案〉的通知》");
        assert_eq!(in_quotes("《某方案》"), "《某方案》");
        // Title marks alternate, however they are printed.
        for printed in
            ["关于印发《〈某报告〉分工》的通知", "关于印发〈〈某报告〉分工〉的通知", "关于印发《《某报告》分工》的通知"]
        {
            assert_eq!(in_quotes(printed), "《关于印发〈《某报告》分工〉的通知》");
        }
        assert_eq!(in_quotes("《甲办法》和《乙办法〈试行〉》"), "《〈甲办法〉和〈乙办法《试行》〉》");
        assert_eq!(in_quotes("关于印发《某方案的通知"), "《关于印发〈某方案的通知》");
    }
}
