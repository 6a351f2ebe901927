//! The JSON of a parsed issue, as `gongbao export` prints it: a contract with other programs.
//!
//! The model is richer than the contract: titles, numbers, addressees and signatures are blocks of their own there, so
//! that a reader sees every line where it stands. Here they are the document's fields, and `blocks` holds paragraphs,
//! clauses, lists of attachments, tables and events; the other blocks of a part follow in `frame`.

use serde_json::{Map, Value, json};

use super::*;

/// One issue as a JSON object: keys that the source does not fill are `null` or empty.
pub fn to_json(issue: &Issue) -> Value {
    let masthead = &issue.masthead;
    let imprint: Map<String, Value> = masthead.imprint.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
    json!({
        "source": issue.source,
        "kind": match issue.kind { IssueKind::Gazette => "gazette", IssueKind::Document => "document", IssueKind::Plain => "plain" },
        "masthead": {
            "title": masthead.title, "year": masthead.year, "number": masthead.number,
            "total_number": masthead.total_number, "published": masthead.published,
            "frequency": masthead.frequency, "imprint": imprint, "lines": masthead.lines,
        },
        "toc": issue.toc.iter().map(|entry| json!({
            "line": entry.lines.first(), "ordinal": entry.ordinal, "category": entry.category, "title": entry.title,
            "doc_number": entry.doc_number, "page": entry.page, "document": entry.document,
        })).collect::<Vec<_>>(),
        "documents": issue.documents.iter().map(document).collect::<Vec<_>>(),
    })
}

/// One document, as an issue's JSON has it.
pub fn document(document: &Document) -> Value {
    json!({
        "lines": document.lines, "toc": document.toc, "title": document.title, "doc_number": document.doc_number,
        "addressees": document.addressees, "signatories": document.signatories, "date": document.date,
        "release_note": document.release_note,
        "parts": document.parts.iter().map(part).collect::<Vec<_>>(),
        "responsibilities": document.responsibilities.iter().filter(|r| !r.prose).map(responsibility).collect::<Vec<_>>(),
        "duties": document.responsibilities.iter().filter(|r| r.prose).map(responsibility).collect::<Vec<_>>(),
    })
}

fn responsibility(row: &Responsibility) -> Value {
    let units: Vec<&str> = row.units.iter().map(|unit| unit.name.as_str()).collect();
    json!({
        "line": row.line, "role": row.role, "units": units, "clause": row.clause, "deadline": row.deadline, "table": row.table,
    })
}

fn part(part: &Part) -> Value {
    let (blocks, frame): (Vec<_>, Vec<_>) = part.blocks.iter().partition(|b| {
        matches!(
            b.content,
            Content::Paragraph
                | Content::Section(_)
                | Content::Clause(_)
                | Content::AttachmentList
                | Content::Table(_)
                | Content::Event { .. }
        )
    });
    json!({
        "kind": part.kind, "line": part.line, "label": part.label, "title": part.title,
        "blocks": blocks.into_iter().map(block).collect::<Vec<_>>(),
        "frame": frame.into_iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    let kind = match &block.content {
        Content::Title => "title",
        Content::Label => "label",
        Content::DocNumber => "doc_number",
        Content::Addressees => "addressees",
        Content::Paragraph | Content::Section(_) => "paragraph",
        Content::Clause(_) => "clause",
        Content::AttachmentList => "attachment_list",
        Content::Table(_) => "table",
        Content::Event { .. } => "event",
        Content::Signatory => "signatory",
        Content::Date => "date",
        Content::ReleaseNote => "release_note",
        Content::Furniture => "furniture",
        Content::Unknown => "unknown",
    };
    let mut value = json!({ "kind": kind, "lines": block.lines });
    match &block.content {
        Content::Table(_) => {
            let rows: Vec<Vec<&str>> =
                block.rows().map(|cells| cells.into_iter().map(|cell| &block.text[cell]).collect()).collect();
            value["rows"] = json!(rows);
            return value;
        }
        Content::Clause(clause) => {
            let mut marker = json!({ "kind": clause.marker.kind, "number": clause.marker.number });
            if let Some(sub) = clause.marker.sub {
                marker["sub"] = json!(sub);
            }
            value["marker"] = marker;
            value["path"] = json!(clause.path);
            value["heading"] = json!(block.heading());
        }
        Content::Section(section) => value["section"] = json!(block.text.get(..section.number_len as usize)),
        Content::Event { date } => value["date"] = json!(date),
        _ => {}
    }
    value["text"] = json!(block.text);
    value
}
