//! The JSON of a parsed issue, as `gongbao export` prints it: a contract with other programs.
//!
//! The model is richer than the contract: titles, numbers, addressees and signatures are blocks of their own there, so
//! that a reader sees every line where it stands. Here they are the document's fields, and `blocks` holds paragraphs,
//! clauses, lists of attachments, tables and events; the other blocks of a part follow in `frame`.
//!
//! Everything is borrowed and written as it is come to, so that an issue's JSON takes no memory but its own text.

use serde::{Serialize, Serializer};

use super::{Block, Content, Document, Issue, IssueKind, MarkerKind, Part, PartKind, Responsibility, Source, TocEntry};

/// One issue as a JSON object: keys that the source does not fill are `null` or empty.
pub fn issue(issue: &Issue) -> impl Serialize + '_ {
    let masthead = &issue.masthead;
    IssueJson {
        source: &issue.source,
        kind: match issue.kind {
            IssueKind::Gazette => "gazette",
            IssueKind::Document => "document",
            IssueKind::Plain => "plain",
        },
        masthead: MastheadJson {
            title: masthead.title.as_deref(),
            year: masthead.year,
            number: masthead.number,
            total_number: masthead.total_number,
            published: masthead.published.as_deref(),
            frequency: masthead.frequency.as_deref(),
            imprint: &masthead.imprint,
            lines: masthead.lines,
        },
        toc: &issue.toc,
        documents: &issue.documents,
    }
}

/// One document, as an issue's JSON has it.
pub fn document(document: &Document) -> impl Serialize + '_ {
    DocumentJson {
        lines: document.lines,
        toc: document.toc,
        title: &document.title,
        doc_number: document.doc_number.as_deref(),
        addressees: document.addressees.as_deref(),
        signatories: &document.signatories,
        date: document.date.as_deref(),
        release_note: document.release_note.as_deref(),
        parts: &document.parts,
        responsibilities: &document.responsibilities,
        duties: &document.responsibilities,
    }
}

/// What [`issue`] or [`document`] gave, as text.
pub fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("every key is a string")
}

#[derive(Serialize)]
struct IssueJson<'a> {
    source: &'a Source,
    kind: &'static str,
    masthead: MastheadJson<'a>,
    #[serde(serialize_with = "toc")]
    toc: &'a [TocEntry],
    #[serde(serialize_with = "documents")]
    documents: &'a [Document],
}

#[derive(Serialize)]
struct MastheadJson<'a> {
    title: Option<&'a str>,
    year: Option<u16>,
    number: Option<u32>,
    total_number: Option<u32>,
    published: Option<&'a str>,
    frequency: Option<&'a str>,
    #[serde(serialize_with = "imprint")]
    imprint: &'a [(String, String)],
    lines: Option<(u32, u32)>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    line: Option<u32>,
    ordinal: Option<u32>,
    category: Option<&'a str>,
    title: &'a str,
    doc_number: Option<&'a str>,
    page: Option<u32>,
    document: Option<u32>,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    lines: (u32, u32),
    toc: Option<u32>,
    title: &'a str,
    doc_number: Option<&'a str>,
    addressees: Option<&'a str>,
    signatories: &'a [String],
    date: Option<&'a str>,
    release_note: Option<&'a str>,
    #[serde(serialize_with = "parts")]
    parts: &'a [Part],
    #[serde(serialize_with = "responsibilities")]
    responsibilities: &'a [Responsibility],
    #[serde(serialize_with = "duties")]
    duties: &'a [Responsibility],
}

#[derive(Serialize)]
struct PartJson<'a> {
    kind: PartKind,
    line: u32,
    label: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(serialize_with = "body")]
    blocks: &'a [Block],
    #[serde(serialize_with = "frame")]
    frame: &'a [Block],
}

#[derive(Serialize)]
struct BlockJson<'a> {
    kind: &'static str,
    lines: &'a [u32],
    #[serde(flatten)]
    own: Own<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// What only blocks of one kind have.
#[derive(Serialize)]
#[serde(untagged)]
enum Own<'a> {
    Clause {
        marker: MarkerJson,
        path: &'a str,
        heading: Option<&'a str>,
    },
    Section {
        section: Option<&'a str>,
    },
    Table {
        #[serde(serialize_with = "cells")]
        rows: &'a Block,
    },
    Event {
        date: Option<&'a str>,
    },
    Nothing {},
}

#[derive(Serialize)]
struct MarkerJson {
    kind: MarkerKind,
    number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<u32>,
}

#[derive(Serialize)]
struct ResponsibilityJson<'a> {
    line: u32,
    role: &'a str,
    #[serde(serialize_with = "units")]
    units: &'a Responsibility,
    clause: Option<&'a str>,
    deadline: Option<&'a str>,
    table: bool,
}

fn imprint<S: Serializer>(fields: &&[(String, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(fields.iter().map(|(name, value)| (name, value)))
}

fn toc<S: Serializer>(entries: &&[TocEntry], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(entries.iter().map(|entry| EntryJson {
        line: entry.lines.first().copied(),
        ordinal: entry.ordinal,
        category: entry.category.as_deref(),
        title: &entry.title,
        doc_number: entry.doc_number.as_deref(),
        page: entry.page,
        document: entry.document,
    }))
}

fn documents<S: Serializer>(documents: &&[Document], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(documents.iter().map(document))
}

fn parts<S: Serializer>(parts: &&[Part], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(parts.iter().map(|part| PartJson {
        kind: part.kind,
        line: part.line,
        label: part.label.as_deref(),
        title: part.title.as_deref(),
        blocks: &part.blocks,
        frame: &part.blocks,
    }))
}

fn body<S: Serializer>(blocks: &&[Block], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(blocks.iter().filter(|block| is_body(block)).map(block))
}

fn frame<S: Serializer>(blocks: &&[Block], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(blocks.iter().filter(|block| !is_body(block)).map(block))
}

fn is_body(block: &Block) -> bool {
    matches!(
        block.content,
        Content::Paragraph
            | Content::Section(_)
            | Content::Clause(_)
            | Content::AttachmentList
            | Content::Table(_)
            | Content::Event { .. }
    )
}

fn block(block: &Block) -> BlockJson<'_> {
    let (kind, own) = match &block.content {
        Content::Title => ("title", Own::Nothing {}),
        Content::Label => ("label", Own::Nothing {}),
        Content::DocNumber => ("doc_number", Own::Nothing {}),
        Content::Addressees => ("addressees", Own::Nothing {}),
        Content::Paragraph => ("paragraph", Own::Nothing {}),
        Content::Section(section) => {
            ("paragraph", Own::Section { section: block.text.get(..section.number_len as usize) })
        }
        Content::Clause(clause) => {
            let marker = MarkerJson { kind: clause.marker.kind, number: clause.marker.number, sub: clause.marker.sub };
            ("clause", Own::Clause { marker, path: &clause.path, heading: block.heading() })
        }
        Content::AttachmentList => ("attachment_list", Own::Nothing {}),
        Content::Table(_) => ("table", Own::Table { rows: block }),
        Content::Event { date } => ("event", Own::Event { date: date.as_deref() }),
        Content::Signatory => ("signatory", Own::Nothing {}),
        Content::Date => ("date", Own::Nothing {}),
        Content::ReleaseNote => ("release_note", Own::Nothing {}),
        Content::Furniture => ("furniture", Own::Nothing {}),
        Content::Unknown => ("unknown", Own::Nothing {}),
    };
    // A table's text is its rows.
    let text = block.table().is_none().then_some(block.text.as_str());
    BlockJson { kind, lines: &block.lines, own, text }
}

fn cells<S: Serializer>(table: &&Block, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(table.text.split('\n').map(Cells))
}

/// A table's row.
struct Cells<'a>(&'a str);

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.split('\t'))
    }
}

fn responsibilities<S: Serializer>(rows: &&[Responsibility], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(rows.iter().filter(|row| !row.prose).map(responsibility))
}

fn duties<S: Serializer>(rows: &&[Responsibility], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(rows.iter().filter(|row| row.prose).map(responsibility))
}

fn responsibility(row: &Responsibility) -> ResponsibilityJson<'_> {
    ResponsibilityJson {
        line: row.line,
        role: &row.role,
        units: row,
        clause: row.clause.as_deref(),
        deadline: row.deadline.as_deref(),
        table: row.table,
    }
}

fn units<S: Serializer>(row: &&Responsibility, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(row.units.iter().map(|unit| &unit.name))
}
