//! The body of an issue: its lines after the front matter → documents.
//!
//! Four questions, asked in this order, each in its own file: where does a document begin (`boundaries`), what are its
//! parts (`parts`), which lines belong together (`paragraphs`, `tables`), and what is each block (`clauses`,
//! `signatures`, `chronicle`). Furniture of the pages (`furniture`) is put aside first, so that nothing of this has to
//! step over it, and put back in its place at the end.

use super::boundaries::{self, Head};
use super::markup::Line;
use super::page::Page;
use super::parts::{self, PartPlan, Plan, Role};
use super::{chronicle, furniture, paragraphs, signatures, tables, titles};
use crate::issue::{Block, Content, Document, Masthead, Part, TocEntry};

/// A line with text that is no furniture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub line: &'a Line<'a>,
    table: Option<&'a tables::Set>,
}

impl<'a> Row<'a> {
    pub fn text(&self) -> &'a str {
        &self.line.text
    }

    /// A row of a table.
    pub fn is_table(&self) -> bool {
        self.table.is_some()
    }

    /// The cells of a row that only gaps part.
    pub fn cut(&self) -> Option<&'a tables::Cut> {
        match self.table {
            Some(tables::Set::Gaps(cut)) => Some(cut),
            _ => None,
        }
    }
}

/// Documents that cover the lines from `first_body_line` (1-based) to the end without gaps.
///
/// Every line with text ends up in exactly one block (a line of a chronicle that tells several events, or one that ends an
/// article and begins the next, in several that follow each other). `toc` helps to find where documents begin; linking the two
/// is `links`' business. The name of the `gazette` and the issue's number are what may run as heads.
pub fn documents(lines: &[Line], first_body_line: u32, toc: &[TocEntry], gazette: &Masthead) -> Vec<Document> {
    let body = lines.get(first_body_line.saturating_sub(1) as usize..).unwrap_or_default();
    let aside = furniture::find(body, toc, gazette);
    let set = tables::find(body, &aside);
    let (mut rows, mut asides) = (Vec::new(), Vec::new());
    for (at, line) in body.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
        if aside[at] {
            asides.push(line);
        } else {
            rows.push(Row { line, table: set[at].as_ref() });
        }
    }
    if rows.is_empty() {
        return asides
            .first()
            .map(|first| furniture_only(first.number, lines.len() as u32, &asides))
            .into_iter()
            .collect();
    }
    let heads = boundaries::heads(&rows, toc);
    let page = Page::of(&rows);
    let last_line = lines.len() as u32;
    let mut documents = Vec::with_capacity(heads.len());
    let mut asides = asides.into_iter().peekable();
    for (index, head) in heads.iter().enumerate() {
        let end = heads.get(index + 1).map_or(rows.len(), |next| next.at);
        let until = heads.get(index + 1).map_or(last_line, |next| rows[next.at].line.number - 1);
        let mut document = document(&rows[head.at..end], head, &page);
        document.lines.1 = until;
        if index == 0
            && let Some(first) = asides.peek().filter(|a| a.number < document.lines.0)
        {
            document.lines.0 = first.number;
        }
        let mine: Vec<&Line> = std::iter::from_fn(|| asides.next_if(|line| line.number <= until)).collect();
        put_back(&mut document, &mine);
        documents.push(document);
    }
    documents
}

/// A text of rules and page numbers is still a text.
fn furniture_only(first: u32, last: u32, lines: &[&Line]) -> Document {
    let mut document = document(&[], &Head { at: 0, title: 0..0 }, &Page::of(&[]));
    document.lines = (first, last);
    for part in &mut document.parts {
        part.line = first;
    }
    put_back(&mut document, lines);
    document
}

fn document(rows: &[Row], head: &Head, page: &Page) -> Document {
    let title = head.title.start - head.at..head.title.end - head.at;
    let Plan { parts, roles } = parts::plan(rows, title);
    let mut document = Document {
        lines: (rows.first().map_or(1, |row| row.line.number), 0),
        toc: None,
        title: parts.first().and_then(|p| p.title.clone()).unwrap_or_default(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: Vec::with_capacity(parts.len()),
        responsibilities: Vec::new(),
    };
    for plan in &parts {
        let (rows, roles) = (&rows[plan.rows.clone()], &roles[plan.rows.clone()]);
        let calendar = plan.title.as_deref().and_then(chronicle::of_title);
        let blocks = paragraphs::blocks(rows, roles, calendar, page);
        document.parts.push(part(plan, blocks, rows));
    }
    summarise(&mut document);
    document
}

fn part(plan: &PartPlan, blocks: Vec<Block>, rows: &[Row]) -> Part {
    Part {
        kind: plan.kind,
        line: rows.first().map_or(0, |row| row.line.number),
        label: plan.label.clone(),
        title: plan.title.clone(),
        blocks,
    }
}

/// The fields that screens ask for, from the blocks of the notice that say them.
fn summarise(document: &mut Document) {
    let Some(notice) = document.parts.first() else { return };
    let mut subtitle_date = None;
    for block in &notice.blocks {
        let text = block.text.as_str();
        match block.content {
            Content::DocNumber if document.doc_number.is_none() => document.doc_number = signatures::doc_number(text),
            Content::Addressees => document.addressees = Some(text.trim_end_matches(['：', ':']).to_owned()),
            Content::Signatory => match signatures::trailing_date(text) {
                Some((names, date)) => {
                    document.signatories.extend(signatures::signatories(names).unwrap_or_default());
                    document.date = Some(date);
                }
                None => document.signatories.extend(signatures::signatories(text).unwrap_or_default()),
            },
            // A report says under its title when it was given.
            Content::Title => subtitle_date = subtitle_date.or_else(|| signatures::spoken(text)),
            // （2021年5月19日县第九届人大常委会第三次会议通过）
            Content::Paragraph if subtitle_date.is_none() => subtitle_date = signatures::adopted(text),
            Content::Date => {
                let behind_body = || Some(signatures::trailing_date(text)?.1);
                document.date = signatures::date(text).or_else(behind_body);
            }
            Content::ReleaseNote if document.release_note.is_none() => {
                document.release_note = signatures::release_note(text)
            }
            _ => {}
        }
    }
    if document.addressees.is_none()
        && let Some(first) = notice
            .blocks
            .iter()
            .find(|block| !matches!(block.content, Content::Title | Content::DocNumber | Content::Furniture))
        && matches!(first.content, Content::Paragraph)
    {
        document.addressees = signatures::leading_addressees(&first.text).map(str::to_owned);
    }
    document.date = document.date.take().or(subtitle_date).filter(|date| signatures::is_of_calendar(date));
    document.title = titles::join([document.title.as_str()]);
}

/// Puts furniture back: each line as a block before the first block that begins after it.
fn put_back(document: &mut Document, lines: &[&Line]) {
    if lines.is_empty() {
        return;
    }
    let starts: Vec<u32> = document.parts.iter().map(|p| p.line).collect();
    let mut lines = lines.iter().peekable();
    for (index, part) in document.parts.iter_mut().enumerate() {
        let until = starts.get(index + 1).copied().unwrap_or(u32::MAX);
        if lines.peek().is_none_or(|line| line.number >= until) {
            continue;
        }
        let mut blocks = Vec::with_capacity(part.blocks.len() + 4);
        for block in std::mem::take(&mut part.blocks) {
            let first = block.lines.first().copied().unwrap_or(0);
            while let Some(line) = lines.next_if(|line| line.number < first && line.number < until) {
                blocks.push(aside(line));
            }
            blocks.push(block);
        }
        while let Some(line) = lines.next_if(|line| line.number < until) {
            blocks.push(aside(line));
        }
        part.blocks = blocks;
    }
}

fn aside(line: &Line) -> Block {
    Block::new(Content::Furniture, line.number, line.text.as_ref())
}

/// The content of a frame's row.
pub(super) fn frame(role: Role) -> Option<Content> {
    Some(match role {
        Role::Title => Content::Title,
        Role::Label => Content::Label,
        Role::Number => Content::DocNumber,
        Role::Addressees => Content::Addressees,
        Role::List => Content::AttachmentList,
        Role::Signatory => Content::Signatory,
        Role::Date => Content::Date,
        Role::Release => Content::ReleaseNote,
        Role::Repeated => Content::Furniture,
        Role::Contents => Content::Paragraph,
        Role::Body => return None,
    })
}
