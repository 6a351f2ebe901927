//! How each kind of block is placed: indents, alignment, roles, and the space between blocks.
//!
//! As print has it (GB/T 9704 for 公文): the title centred, the document number or the speaker of a report below it, addressees flush left, a
//! paragraph's first line two em in, the signature to the right and centred upon its date.
//!
//! Numbered paragraphs hang (凸排): the first line begins two em in, as in print, and one em more for each level, so
//! that levels are told apart without colours; the lines after it begin below the text behind the marker. Articles of a
//! law (第十二条) do not hang: the paragraphs (款) that follow them are printed in the same shape, two em in and back to
//! the margin. 编, 章 and 节 are centred. Where the measure is narrow, hanging would eat the text: the levels then
//! differ by their margins only, and below twelve ems everything but the two-em indent is given up.
//!
//! A paragraph that says who answers for a hanging clause (责任单位：…) stands in the column of its text, the units hanging
//! behind the label, and so do its neighbours with labels (时间：). Other paragraphs below a clause may belong to a higher one, which print does not tell: they keep the
//! shape that they were printed in.

use std::collections::HashMap;
use std::ops::Range;

use crate::issue::{Block, BlockRef, Clause, Content, Document, MarkerKind, Part};
use crate::text::markup;
use crate::text::width::Widths;

use super::Role;
use super::fill::Room;
use super::names;
use super::page::Roles;

/// Cells of an em: one Chinese character.
const EM: usize = 2;
/// Narrower than this (in cells), nothing hangs.
const HANGING: usize = 56;
/// Narrower than this, levels are not told apart by indents.
const LEVELS: usize = 24;
/// Characters of a label at most: 责任单位, 牵头单位及责任人.
const LABEL: usize = 12;
/// Narrower than this, there are no indents at all.
const INDENTS: usize = 12;

/// Where a block's lines stand in the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Indents of the first line and the lines after it, in cells.
    Left { first: usize, rest: usize },
    /// Each line in the middle, the lines of like length.
    Centre,
    /// Part of the group of signatures and dates, which is placed together.
    Signature,
    /// Set by rows and columns.
    Table,
}

impl Shape {
    /// The same for a row of names: below those above it, whose list begins at `margin`.
    pub fn with_names(self, row: Option<&names::Row>, margin: &mut usize, measure: usize) -> Shape {
        match (self, row) {
            (Shape::Left { first, .. }, Some(row)) if measure >= HANGING => {
                *margin = if row.first == 0 { first } else { *margin };
                Shape::Left { first: *margin + row.first, rest: *margin + row.rest }
            }
            _ => self,
        }
    }

    /// The cells that text may take in a measure.
    pub fn room(self, measure: usize) -> Room {
        let (first, rest) = match self {
            Shape::Left { first, rest } => (first, rest),
            // A title that fills the measure does not look centred.
            Shape::Centre if measure >= 40 => (4 * EM, 4 * EM),
            Shape::Centre if measure >= LEVELS => (2 * EM, 2 * EM),
            _ => (0, 0),
        };
        Room { first: measure.saturating_sub(first).max(1), rest: measure.saturating_sub(rest).max(1) }
    }
}

/// Follows the blocks of a part and gives each its shape.
#[derive(Debug, Clone)]
pub(super) struct Shaper {
    measure: usize,
    widths: Widths,
    /// The kinds of the clauses that the current one is in, by level.
    path: Vec<MarkerKind>,
    /// The column of the text of the current clause, where it hangs.
    column: Option<usize>,
    /// Where the list of attachments began after 附件：, the column of its numbers.
    list: Option<usize>,
}

impl Shaper {
    pub fn new(measure: usize, widths: Widths) -> Self {
        Shaper { measure, widths, path: Vec::new(), column: None, list: None }
    }

    /// `label`: what [`labels`] has for the block.
    pub fn shape(&mut self, block: &Block, label: Option<&str>) -> Shape {
        let list = self.list.take();
        if let (Content::Paragraph, Some(label)) = (&block.content, label) {
            return self.answering(label);
        }
        match &block.content {
            Content::Title | Content::DocNumber | Content::Furniture => Shape::Centre,
            Content::Paragraph if is_division(block) => {
                self.path.clear();
                self.column = None;
                Shape::Centre
            }
            Content::Signatory | Content::Date => Shape::Signature,
            Content::Table(_) => Shape::Table,
            Content::Label | Content::Addressees | Content::Unknown => self.left(0, 0),
            Content::Paragraph | Content::Event { .. } | Content::ReleaseNote => self.left(2 * EM, 0),
            // A name alone stands at the margin, as plans print it; with text behind it, it is a paragraph.
            Content::Section(section) => {
                self.path.clear();
                self.column = None;
                self.left(if section.heading_end as usize == block.text.len() { 0 } else { 2 * EM }, 0)
            }
            Content::AttachmentList => self.attachment(block, list),
            Content::Clause(clause) => self.clause(block, clause),
        }
    }

    fn left(&self, first: usize, rest: usize) -> Shape {
        match self.measure {
            0..INDENTS => Shape::Left { first: 0, rest: 0 },
            INDENTS..LEVELS => Shape::Left { first: first.min(2 * EM), rest: 0 },
            _ => Shape::Left { first, rest },
        }
    }

    /// 附件：1.… with its second item below the first.
    fn attachment(&mut self, block: &Block, list: Option<usize>) -> Shape {
        let text = block.text.trim_start();
        let after_label = text.strip_prefix("附件").map(|rest| rest.trim_start().trim_start_matches(['：', ':', ' ']));
        let label = after_label.map(|rest| self.widths.str(&text[..text.len() - rest.len()]));
        let number = number_width(after_label.unwrap_or(text), self.widths);
        let column = match label {
            Some(label) => 2 * EM + label,
            None => list.unwrap_or(2 * EM),
        };
        self.list = Some(column);
        let first = if label.is_some() { 2 * EM } else { column };
        if self.measure < HANGING { self.left(2 * EM, 0) } else { self.left(first, column + number) }
    }

    fn clause(&mut self, block: &Block, clause: &Clause) -> Shape {
        use MarkerKind::*;
        self.path.truncate(clause.level as usize);
        let structure = |kind: &MarkerKind| kind.is_division() || *kind == Tiao;
        let depth = self.path.iter().filter(|kind| !structure(kind)).count();
        self.path.push(clause.marker.kind);
        self.column = None;
        if clause.marker.kind.is_division() {
            return Shape::Centre;
        }
        if clause.marker.kind == Tiao {
            return self.left(2 * EM, 0);
        }
        let step = depth.min(4) * EM;
        if self.measure < HANGING {
            let step = step.min(2 * EM);
            self.column = Some(step);
            return self.left(2 * EM + step, step);
        }
        let marker = block.text.get(..clause.marker_len as usize).unwrap_or_default();
        // Brackets differ by the page: those of a list hang alike.
        let cells = marker.trim().chars().map(|c| if matches!(c, '(' | ')') { EM } else { self.widths.char(c) });
        let hang = cells.sum::<usize>().next_multiple_of(EM).clamp(2 * EM, 4 * EM);
        let column = 2 * EM + step + hang;
        self.column = Some(column);
        self.left(2 * EM + step, column)
    }

    /// 责任单位：… below a clause.
    fn answering(&self, label: &str) -> Shape {
        match self.column {
            None => self.left(2 * EM, 0),
            Some(step) if self.measure < HANGING => self.left(2 * EM + step, step),
            Some(column) => self.left(column, column + self.widths.str(label).min(6 * EM)),
        }
    }
}

/// The blocks of a part that are printed in the middle below its title: who speaks and when, above 各位代表：; a note in brackets
/// (（共10名，按姓氏笔画排列）).
pub(super) fn byline(part: &Part) -> Range<usize> {
    /// Lines of it at most, and characters of each.
    const LINES: usize = 4;
    const LINE: usize = 30;
    let head = |block: &&Block| matches!(block.content, Content::Label | Content::Title | Content::DocNumber);
    let short = |block: &Block| block.text.chars().nth(LINE).is_none();
    let running = |block: &Block| block.content == Content::Paragraph && short(block);
    let says = |block: &&Block| {
        short(block)
            && matches!(block.content, Content::Paragraph | Content::Signatory | Content::Date)
            && !block.text.contains(['，', '。', '；', '：', ':', '！', '？'])
    };
    let start = part.blocks.iter().take_while(head).count();
    let rest = &part.blocks[start..];
    let lines = rest.iter().take(LINES).take_while(says).count();
    let greets = rest.get(lines).is_some_and(|block| {
        let hearers = ["各位", "同志", "代表", "朋友", "来宾"];
        running(block)
            && block.text.trim_end().ends_with(['：', ':'])
            && hearers.iter().any(|hearers| block.text.contains(hearers))
    });
    let noted =
        |block: &Block| running(block) && block.text.starts_with(['（', '(']) && block.text.ends_with(['）', ')']);
    let lines = match part.blocks[..start].last() {
        None | Some(Block { content: Content::Label, .. }) => 0,
        _ if greets => lines,
        _ => usize::from(rest.first().is_some_and(noted)),
    };
    start..start + lines
}

/// The labels, with their colons, of the paragraphs that say what holds for the clause above: 责任单位：, and next to it 时间：.
pub(super) fn labels(document: &Document) -> HashMap<BlockRef, &str> {
    let rows = document.responsibilities.iter();
    let of_clauses =
        rows.filter(|row| row.clause.is_some() && !row.table && !row.prose).map(|row| (row.block, row.offset));
    let answering: HashMap<BlockRef, u32> = of_clauses.rev().collect();
    let mut labels = HashMap::new();
    let mut run: Vec<(BlockRef, &str)> = Vec::new();
    let mut answers = false;
    for (at, block) in document.blocks() {
        match label(block).filter(|_| block.content == Content::Paragraph) {
            Some((start, label)) => {
                answers |= answering.get(&at).is_some_and(|&offset| offset as usize == start);
                run.push((at, label));
            }
            None => {
                labels.extend(run.drain(..).filter(|_| answers));
                answers = false;
            }
        }
    }
    labels.extend(run.into_iter().filter(|_| answers));
    labels
}

/// The short label that a block begins with, brackets before it aside, and the byte of its first letter.
fn label(block: &Block) -> Option<(usize, &str)> {
    let text = block.text.as_str();
    let start = text.find(char::is_alphanumeric)?;
    let (colon, mark) = text.match_indices([':', '：']).next()?;
    let short = text.get(start..colon).is_some_and(|label| label.chars().count() <= LABEL);
    short.then(|| (start, text[..colon + mark.len()].trim_start()))
}

/// Cells of the number that an item of a list starts with, the space behind it included: `1. `, `2、`.
fn number_width(text: &str, widths: Widths) -> usize {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let marked = text[digits..].chars().next().filter(|&c| digits > 0 && matches!(c, '.' | '．' | '、'));
    let Some(mark) = marked else { return 0 };
    let rest = &text[digits + mark.len_utf8()..];
    let space = &rest[..rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len()];
    digits + widths.char(mark) + widths.str(space).min(EM)
}

/// Whether a block heads what follows, as a chapter does: 第一章 总则; or 附则 and its like, which have no number.
fn is_division(block: &Block) -> bool {
    const UNNUMBERED: [&str; 6] = ["附则", "总则", "序言", "前言", "引言", "目录"];
    match &block.content {
        Content::Clause(clause) => clause.marker.kind.is_division(),
        Content::Paragraph => {
            let text: String = block.text.chars().filter(|c| !c.is_whitespace()).take(3).collect();
            UNNUMBERED.contains(&text.as_str())
        }
        _ => false,
    }
}

/// The roles of a block's text.
pub(super) fn roles(block: &Block) -> Roles {
    let end = block.text.len();
    let role = match &block.content {
        Content::Title => Role::Title,
        Content::Label | Content::DocNumber | Content::Addressees | Content::AttachmentList => Role::Formal,
        Content::Signatory | Content::Date | Content::ReleaseNote => Role::Formal,
        Content::Furniture => Role::Dim,
        _ if markup::is_note(&block.text) => Role::Dim,
        Content::Paragraph if is_division(block) => Role::Heading,
        Content::Section(section) => {
            let name = section.heading_end as usize;
            let name = if block.text.is_char_boundary(name) { name.min(end) } else { 0 };
            return [(name, Role::Heading), (end, Role::Body), (end, Role::Body), (end, Role::Body)];
        }
        Content::Clause(clause) => {
            let boundary = |at: usize| if block.text.is_char_boundary(at) { at.min(end) } else { 0 };
            let marker = boundary(clause.marker_len as usize);
            let body = (end, Role::Body);
            if let Some((start, stop)) = clause.heading {
                let (start, stop) = (boundary(start as usize), boundary(stop as usize));
                if marker <= start && start < stop {
                    return [(marker, Role::Marker), (start, Role::Body), (stop, Role::Heading), body];
                }
            }
            return [(marker, Role::Marker), body, body, body];
        }
        _ => Role::Body,
    };
    [(end, role); 4]
}

/// Blank lines between two blocks of a part that is no byline.
pub(super) fn space(before: &Block, after: &Block) -> usize {
    use Content::*;
    match (&before.content, &after.content) {
        (Title, Title) | (Title, DocNumber) => 0,
        (Title | DocNumber, _) => 1,
        (_, Title) => 1,
        (Table(_), _) | (_, Table(_)) => 1,
        (AttachmentList, AttachmentList) => 0,
        (_, AttachmentList) => 1,
        (Signatory | Date, Signatory | Date) => 0,
        (_, Signatory | Date) | (Signatory | Date, _) => 1,
        (Label, _) => 1,
        (_, Label) => 2,
        _ if is_division(before) || is_division(after) => 1,
        _ => 0,
    }
}

/// Blank lines between two parts of a document.
pub(super) const BETWEEN_PARTS: usize = 2;

/// Where the lines of a group of signatures and dates begin, given their widths and which of them is a date.
///
/// A date ends four em from the right margin, and what stands above it is centred upon it (GB/T 9704-2012, 7.3.5.1);
/// where that would leave the measure, the whole moves left.
pub(super) fn signature_columns(lines: &[(usize, bool)], measure: usize) -> Vec<usize> {
    let inset = if measure >= HANGING {
        4 * EM
    } else if measure >= LEVELS {
        EM
    } else {
        0
    };
    let room = measure.saturating_sub(inset);
    let axis = lines.iter().rev().find(|(_, date)| *date).or(lines.last()).map_or(0, |&(width, _)| width);
    // Twice the middle, to stay whole.
    let middle = (2 * room).saturating_sub(axis);
    let overhang =
        lines.iter().map(|&(width, _)| (middle + width).div_ceil(2).saturating_sub(measure)).max().unwrap_or(0);
    let middle = middle.saturating_sub(2 * overhang);
    lines.iter().map(|&(width, _)| (middle.saturating_sub(width) / 2).min(measure.saturating_sub(width))).collect()
}
