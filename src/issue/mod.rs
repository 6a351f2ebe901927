//! What an issue of a gazette is: plain data, no I/O.
//!
//! An [`Issue`] holds every line of its source exactly once. The front matter (cover, contents pages, imprint) is
//! [`Issue::front`], line by line with the role of each; everything after it is [`Document`]s, which cover the rest
//! without gaps. A document is a sequence of [`Part`]s (the covering notice, the plan it encloses, attachments), a part
//! is a sequence of [`Block`]s, and a block is text joined from one or more source lines:
//!
//! ```text
//! Issue ─ front: [FrontLine]              lines 1..=103 of the source
//!       ├ masthead, toc                   what those lines say
//!       └ documents: [Document]           lines 104..=209, 210..=305, …
//!           └ parts: [Part]               notice, enclosed, attachment
//!               └ blocks: [Block]         Title, DocNumber, Addressees, Paragraph, Clause, Table, Signatory, Date, …
//! ```
//!
//! Nothing is stored twice that can be derived, except the summary fields of a document (title, number, date …): they
//! are what screens and indexes ask for, taken from the blocks by the parser.
//!
//! Line numbers are 1-based lines of the source text. Offsets are bytes of a block's `text`.

pub mod export;

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One number of a gazette, a single document, or a plain text: whatever one file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    pub source: Source,
    pub kind: IssueKind,
    pub masthead: Masthead,
    /// Every non-blank line of the front matter, in order.
    pub front: Vec<FrontLine>,
    pub toc: Vec<TocEntry>,
    /// In order of their lines; the first starts after the front matter, each ends where the next begins.
    pub documents: Vec<Document>,
}

/// What the file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IssueKind {
    /// A gazette issue: a masthead or a table of contents, and documents.
    Gazette,
    /// One single document (a notice, a law) without a gazette around it.
    Document,
    /// Neither: shown as it stands, one document of paragraphs.
    Plain,
}

/// Where the text came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// The path as it was given to the loader.
    pub path: String,
    /// File format by name: `text`, `markdown`.
    pub format: String,
    /// Name of the encoding (WHATWG name): `UTF-8`, `GB18030`, `UTF-16LE`, `Big5`.
    pub encoding: String,
    /// Number of lines.
    pub lines: u32,
}

/// 刊头: what the cover and the imprint say of the issue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Masthead {
    pub title: Option<String>,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub total_number: Option<u32>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    /// 双月刊, 月刊 …
    pub frequency: Option<String>,
    /// Printed field name → value, in printed order.
    pub imprint: Vec<(String, String)>,
    /// First and last line of the front matter.
    pub lines: Option<(u32, u32)>,
}

/// A line of the front matter and what it is there. Of a line that holds contents as a table there is one for each row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontLine {
    pub line: u32,
    /// The line as printed, without heading marks and surrounding space.
    pub text: String,
    pub role: FrontRole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrontRole {
    /// The gazette's name.
    Title,
    /// Year, number, total number, date, frequency.
    Number,
    /// 编辑委员会 and its members.
    Board,
    /// 目录.
    TocHeading,
    /// A category 【…】 of the contents.
    Category,
    /// A line of the contents entry with this index into `toc`.
    Entry(u32),
    /// A field of the imprint, or the continuation of one.
    Imprint,
    /// Slogans and other page furniture.
    Furniture,
    /// Not understood: shown, and reported by `check`.
    Unknown,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TocEntry {
    /// Every source line of the entry; the first is where its title starts.
    pub lines: Vec<u32>,
    /// As printed before the title.
    pub ordinal: Option<u32>,
    /// The category 【…】 in force.
    pub category: Option<String>,
    pub title: String,
    pub doc_number: Option<String>,
    pub page: Option<u32>,
    /// Index into `documents`; none where the body does not have it.
    pub document: Option<u32>,
}

/// 文件: one notice, decision or law of an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// First line of the title … last line before the next document.
    pub lines: (u32, u32),
    /// Index into `toc`; none where the contents do not list it.
    pub toc: Option<u32>,
    pub title: String,
    /// Brackets 〔〕, no spaces, characters as printed.
    pub doc_number: Option<String>,
    pub addressees: Option<String>,
    pub signatories: Vec<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub release_note: Option<String>,
    pub parts: Vec<Part>,
    pub responsibilities: Vec<Responsibility>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    Notice,
    Enclosed,
    Attachment,
}

/// A part of a document, in printed order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub kind: PartKind,
    /// Its first line: the title, or for an attachment its label where one is printed.
    pub line: u32,
    /// 附件1: spaces and colon removed.
    pub label: Option<String>,
    pub title: Option<String>,
    pub blocks: Vec<Block>,
}

/// A piece of text that is set as one: joined from one or more source lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    pub content: Content,
    /// Every source line it was joined from, ascending.
    pub lines: Vec<u32>,
    /// For each of `lines`: the byte offset in `text` where that line's text begins.
    pub starts: Vec<u32>,
    /// The text without markup (heading marks, bold). A table's cells are separated by tabs, its rows by line feeds.
    pub text: String,
    /// Characters that the source repeats at a page break and that are left out of `text`: the line that repeats them, and what.
    pub repeated: Vec<(u32, String)>,
}

/// What kind of block it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A line of the document's or the part's title.
    Title,
    /// 附件1 on a line of its own.
    Label,
    /// 文号.
    DocNumber,
    /// 主送机关.
    Addressees,
    Paragraph,
    /// A numbered paragraph; `text` begins with its marker.
    Clause(Clause),
    /// A heading of decimal numbering (2.3.1 抢险救援组), maybe with the text that runs on behind it. It is no clause: the
    /// contract knows no marker for it.
    Section(Section),
    /// An item of the list 附件：1.… after a body.
    AttachmentList,
    Table(Table),
    /// A dated entry of a chronicle.
    Event {
        date: Option<String>,
    },
    Signatory,
    /// 成文日期.
    Date,
    /// （此件公开发布）
    ReleaseNote,
    /// Furniture of the page or the recogniser (rules, image marks, comments): shown dimmed.
    Furniture,
    /// Not understood: shown as it stands, and reported by `check`.
    Unknown,
}

/// A section's number: `text` begins with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Byte length of the number (2.3.1) at the start of the block's text.
    pub number_len: u32,
    /// 0 for 2, 2 for 2.3.1.
    pub level: u8,
    /// Where its name ends, a byte of the block's text.
    pub heading_end: u32,
}

/// A clause's number and where it stands among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    pub marker: Marker,
    /// Byte length of the marker at the start of the block's text.
    pub marker_len: u32,
    /// 0 for the outermost clause of its part.
    pub level: u8,
    /// 二/（一）/1
    pub path: String,
    /// The run-in heading, a range of the block's text after the marker.
    pub heading: Option<(u32, u32)>,
}

/// A clause's marker: its kind and number (第一百二十条之一 is `Tiao` 120, sub 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Marker {
    pub kind: MarkerKind,
    pub number: u32,
    pub sub: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// 第一编
    Bian,
    /// 第一分编
    Fenbian,
    /// 第一章
    Zhang,
    /// 第一节
    Jie,
    /// 第一条
    Tiao,
    /// 一、
    Han,
    /// （一）
    HanParen,
    /// 1. 1、
    Arabic,
    /// （1） 1)
    ArabicParen,
    /// ①
    Circled,
    /// 一是 一要
    First,
}

impl MarkerKind {
    /// The kinds that are numbered with 第 and named after it, with their names.
    const NAMED: [(MarkerKind, &str); 5] = [
        (MarkerKind::Bian, "编"),
        (MarkerKind::Fenbian, "分编"),
        (MarkerKind::Zhang, "章"),
        (MarkerKind::Jie, "节"),
        (MarkerKind::Tiao, "条"),
    ];

    /// 编 of 第一编; none for a kind whose number stands alone.
    pub fn name(self) -> Option<&'static str> {
        MarkerKind::NAMED.iter().find(|(kind, _)| *kind == self).map(|(_, name)| *name)
    }

    /// The kind whose name a text begins with, and what follows the name.
    pub fn named(text: &str) -> Option<(MarkerKind, &str)> {
        MarkerKind::NAMED.iter().find_map(|(kind, name)| Some((*kind, text.strip_prefix(name)?)))
    }

    /// Whether it heads articles and says nothing itself: 编, 分编, 章, 节.
    pub fn is_division(self) -> bool {
        matches!(self, MarkerKind::Bian | MarkerKind::Fenbian | MarkerKind::Zhang | MarkerKind::Jie)
    }
}

/// A table: its cells are in the block's text, separated by tabs and line feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// For each row of the text: the source line it starts on.
    pub row_lines: Vec<u32>,
    /// How many of the first rows are the header.
    pub header_rows: u32,
    /// Number of columns of the widest row.
    pub columns: u32,
}

/// Who answers for a clause or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsibility {
    pub line: u32,
    /// Where the row starts: its label, or its first unit; in a table the row's first cell.
    pub block: BlockRef,
    pub offset: u32,
    /// As printed: 责任单位, 牵头 …
    pub role: String,
    pub units: Vec<NamedUnit>,
    /// Path of the clause it belongs to; for a table's row of the clause that the table stands in.
    pub clause: Option<String>,
    pub deadline: Option<String>,
    /// Read from a table's columns.
    pub table: bool,
    /// Said in a sentence (甲局为牵头单位) or as a duty (甲局：负责…), with the role 职责 or 牵头 there, instead of by a label or a
    /// bracket. The export lists these apart, as `duties`.
    pub prose: bool,
}

/// A body, or a person, as a list of responsibilities names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    /// Without the recogniser's spaces, 等部门 behind it and 由 before it.
    pub name: String,
    /// Where it is printed: a range of that block's text. It may be in a paragraph after the label, or, where a tall cell
    /// of a table holds for several rows, in a row above.
    pub block: BlockRef,
    pub start: u32,
    pub end: u32,
}

/// A block of a document, by position: part index, block index in the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockRef {
    pub part: u32,
    pub block: u32,
}

impl Document {
    /// Every block in printed order, with its position.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockRef, &Block)> {
        self.parts.iter().enumerate().flat_map(|(part, p)| {
            p.blocks.iter().enumerate().map(move |(block, b)| (BlockRef { part: part as u32, block: block as u32 }, b))
        })
    }

    /// The block at `at`, if there is one.
    pub fn block(&self, at: BlockRef) -> Option<&Block> {
        self.parts.get(at.part as usize)?.blocks.get(at.block as usize)
    }
}

impl Block {
    /// A block of one source line.
    pub fn new(content: Content, line: u32, text: impl Into<String>) -> Self {
        Block { content, lines: vec![line], starts: vec![0], text: text.into(), repeated: Vec::new() }
    }

    pub fn clause(&self) -> Option<&Clause> {
        match &self.content {
            Content::Clause(clause) => Some(clause),
            _ => None,
        }
    }

    pub fn table(&self) -> Option<&Table> {
        match &self.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }

    /// A clause's run-in heading.
    pub fn heading(&self) -> Option<&str> {
        let (start, end) = self.clause()?.heading?;
        self.text.get(start as usize..end as usize)
    }

    /// The rows of a table: for each its cells, as byte ranges of `text`.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Range<usize>>> {
        let mut at = 0;
        self.text.split('\n').map(move |row| {
            let mut cells = Vec::new();
            for cell in row.split('\t') {
                cells.push(at..at + cell.len());
                at += cell.len() + 1;
            }
            cells
        })
    }

    /// The source line that the byte at `offset` of `text` was printed on.
    pub fn line_at(&self, offset: usize) -> u32 {
        let after = self.starts.partition_point(|&start| start as usize <= offset);
        self.lines.get(after.saturating_sub(1)).copied().unwrap_or(0)
    }
}
