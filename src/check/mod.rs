//! 体检: what an editor would want to know about an issue.
//!
//! Findings are derived from the parsed issue alone, so the subcommand and the reader's list are the same. Each is about
//! one source line. None is a fault of the program: what it could not understand is a finding too.

pub(crate) mod attachments;
mod contents;
mod names;
mod numbering;

use serde::Serialize;

use crate::issue::{Block, Content, FrontRole, Issue, IssueKind};
use crate::parse::tables::header;

/// Something worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// 1-based source line.
    pub line: u32,
    pub kind: FindingKind,
    /// One sentence in Chinese, without the line number.
    pub message: String,
    /// Index into the issue's documents; none where it is about the front matter.
    pub document: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// In the contents, not in the body.
    MissingDocument,
    /// In the body, not in the contents.
    MissingEntry,
    /// Contents and body print different titles, or an attachment's list and the attachment.
    TitleDiffers,
    /// Contents and body print different document numbers.
    NumberDiffers,
    /// A clause number is left out.
    ClauseSkipped,
    /// A clause number comes twice, or goes back.
    ClauseRepeated,
    /// The same word is written with two forms of a character.
    Variant,
    /// Characters that a page break repeats were left out.
    Seam,
    /// Announced, but not printed.
    AttachmentMissing,
    /// Names of a table's columns stand a column too far to the left.
    ColumnsMoved,
    /// No rule explains the line.
    NotUnderstood,
}

impl FindingKind {
    /// What the reader sees before the message.
    pub fn label(self) -> &'static str {
        match self {
            FindingKind::MissingDocument => "缺文件",
            FindingKind::MissingEntry => "缺目录",
            FindingKind::TitleDiffers => "标题",
            FindingKind::NumberDiffers => "文号",
            FindingKind::ClauseSkipped => "跳号",
            FindingKind::ClauseRepeated => "重号",
            FindingKind::Variant => "字形",
            FindingKind::Seam => "接缝",
            FindingKind::AttachmentMissing => "缺附件",
            FindingKind::ColumnsMoved => "列错位",
            FindingKind::NotUnderstood => "未识别",
        }
    }
}

/// Everything to be said about an issue, by line. A text that is no gazette and no document has no findings.
pub fn findings(issue: &Issue) -> Vec<Finding> {
    if issue.kind == IssueKind::Plain {
        return Vec::new();
    }
    let mut found = contents::findings(issue);
    for line in issue.front.iter().filter(|line| line.role == FrontRole::Unknown) {
        found.push(not_understood(line.line, &line.text, None));
    }
    for (index, document) in issue.documents.iter().enumerate() {
        let index = index as u32;
        let mut of_document = Vec::new();
        for (_, block) in document.blocks() {
            if block.content == Content::Unknown {
                of_document.push(not_understood(block.line_at(0), &block.text, Some(index)));
            }
            of_document.extend(moved_columns(block));
            for (line, repeated) in &block.repeated {
                let message = format!("换页处重复的“{}”已略去", clip(repeated));
                of_document.push(Finding { line: *line, kind: FindingKind::Seam, message, document: None });
            }
        }
        for part in &document.parts {
            of_document.extend(numbering::findings(part));
        }
        of_document.extend(attachments::findings(document));
        of_document.extend(names::findings(document));
        found.extend(of_document.into_iter().map(|finding| Finding { document: Some(index), ..finding }));
    }
    found.sort_by_key(|finding| (finding.line, finding.kind));
    found
}

/// A table whose header is one column short: which names it means is a reading, not what is printed.
fn moved_columns(block: &Block) -> Option<Finding> {
    let table = block.table()?;
    let rows: Vec<Vec<&str>> =
        block.rows().map(|row| row.into_iter().map(|cell| block.text[cell].trim()).collect()).collect();
    let header = table.header_rows as usize;
    let columns = header::moved(&rows, header)?;
    let first = rows[header - 1].get(*columns.start()).copied().unwrap_or_default();
    let line = table.row_lines.get(header - 1).copied().unwrap_or_else(|| block.line_at(0));
    let message = format!("表头少一格，从“{}”起的列名按右移一列理解", clip(first));
    Some(Finding { line, kind: FindingKind::ColumnsMoved, message, document: None })
}

fn not_understood(line: u32, text: &str, document: Option<u32>) -> Finding {
    Finding { line, kind: FindingKind::NotUnderstood, message: format!("未能识别：{}", clip(text)), document }
}

/// The beginning of a text, short enough for a list.
fn clip(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
