//! Lists of names, in columns as print has them:
//!
//! ```text
//! 组 长：马义 县委副书记          组　长：马义　　县委副书记
//! 副组长：兰长东 县水务局局长     副组长：兰长东　县水务局局长
//! 成 员：杨 志 县发改局局长   →   成　员：杨　志　县发改局局长
//! 仇晓辉 县财政局局长             　　　　仇晓辉　县财政局局长
//! ```
//!
//! Only white space that the source has is drawn wider, and rows without a label stand below the name above: no byte is
//! added or left out. A row alone is none; what is no name and no label stays as it is.

use std::ops::Range;

use super::shape;
use super::units::{Drawn, Kind, Unit};
use crate::issue::{Block, Content, Part};
use crate::text::width::Widths;

/// How a row of such a list is drawn.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// White space, and the cells that it takes.
    gaps: Vec<(Range<usize>, usize)>,
    /// Cells before the row, and before its further lines.
    pub first: usize,
    pub rest: usize,
}

/// Characters of a row at most.
const ROW: usize = 40;
/// Characters of a label (责任编辑) and of a name at most.
const LABEL: usize = 5;
const NAME: usize = 3;

/// For each block of a part how it is drawn, where it is a row.
pub(super) fn rows(part: &Part, widths: Widths) -> Vec<Option<Row>> {
    let byline = shape::byline(part);
    let read = |(at, block)| if byline.contains(&at) { None } else { Read::new(block) };
    let read: Vec<Option<Read>> = part.blocks.iter().enumerate().map(read).collect();
    let mut rows = Vec::with_capacity(read.len());
    for run in read.chunk_by(|a, b| a.is_some() && b.is_some()) {
        let label = run.iter().flatten().map(|row| row.label_cells()).max().unwrap_or(0).next_multiple_of(2);
        let mut column = 0;
        rows.extend(run.iter().map(|row| {
            let row = row.as_ref().filter(|_| run.len() > 1)?;
            Some(row.drawn(label, &mut column, widths))
        }));
    }
    rows
}

/// Draws the white space of a row as wide as it shall be.
pub(super) fn widen(units: &mut [Unit], row: &Row) {
    for (gap, cells) in &row.gaps {
        let first = units.partition_point(|unit| (unit.start as usize) < gap.start);
        let spaces = units[first..].iter_mut().take_while(|unit| (unit.start as usize) < gap.end);
        for (at, unit) in spaces.filter(|unit| unit.kind == Kind::Space).enumerate() {
            unit.cells = if at == 0 { *cells as u8 } else { 0 };
            unit.drawn = Drawn::Otherwise;
        }
    }
}

/// A row as it is read.
#[derive(Debug)]
struct Read<'a> {
    text: &'a str,
    /// The pieces of the label, and where its colon ends; none and the row's start where it has no label.
    label: Vec<Range<usize>>,
    start: usize,
    /// The pieces behind it.
    pieces: Vec<Range<usize>>,
}

impl<'a> Read<'a> {
    fn new(block: &'a Block) -> Option<Read<'a>> {
        let text = block.text.as_str();
        let stops = |c: char| matches!(c, '\t' | '\n' | '，' | '。' | '；' | '！' | '？' | ',' | ';');
        if !matches!(block.content, Content::Paragraph | Content::Unknown)
            || text.chars().nth(ROW).is_some()
            || text.contains(stops)
        {
            return None;
        }
        let colon = text.char_indices().find(|(_, c)| matches!(c, '：' | ':'));
        let (label, start) = match colon {
            Some((at, colon)) => (pieces(text, 0..at), at + colon.len_utf8()),
            None => (Vec::new(), 0),
        };
        let row = Read { text, start, pieces: pieces(text, start..text.len()), label };
        let characters: usize = row.label.iter().map(|piece| row.characters(piece)).sum();
        let is_row = match colon {
            Some(_) => (2..=LABEL).contains(&characters) && row.label.iter().all(|piece| row.is_han(piece)),
            None => row.name(0).is_some(),
        };
        is_row.then_some(row)
    }

    fn characters(&self, piece: &Range<usize>) -> usize {
        self.text[piece.clone()].chars().count()
    }

    fn is_han(&self, piece: &Range<usize>) -> bool {
        self.text[piece.clone()].chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    /// How many pieces the name at a piece consists of, and its characters: 马玉鹏, 马 杨.
    fn name(&self, at: usize) -> Option<(usize, usize)> {
        let of = |at: usize| Some(self.characters(self.pieces.get(at).filter(|piece| self.is_han(piece))?));
        match (of(at)?, of(at + 1)) {
            (1, Some(1)) => Some((2, 2)),
            (2..=NAME, _) => Some((1, self.characters(&self.pieces[at]))),
            _ => None,
        }
    }

    /// The least cells of the label.
    fn label_cells(&self) -> usize {
        let characters: usize = self.label.iter().map(|piece| self.characters(piece)).sum();
        2 * characters + self.label.len().saturating_sub(1)
    }

    /// The row with its label as wide as `label`; `column` is where the names of the rows above begin.
    fn drawn(&self, label: usize, column: &mut usize, widths: Widths) -> Row {
        let mut row = Row::default();
        let between = |a: &Range<usize>, b: &Range<usize>| a.end..b.start;
        let own = self.label_cells();
        if let Some(gaps) = self.label.len().checked_sub(1).filter(|&gaps| gaps > 0) {
            let blank = label - (own - gaps);
            let share = |at: usize| blank / gaps + usize::from(at < blank % gaps);
            row.gaps
                .extend(self.label.windows(2).enumerate().map(|(at, pair)| (between(&pair[0], &pair[1]), share(at))));
        }
        if self.start > 0 {
            let drawn = if self.label.len() > 1 { label } else { own };
            row.rest = drawn + self.text[..self.start].chars().next_back().map_or(0, |colon| widths.char(colon));
            *column = if self.name(0).is_some() { row.rest } else { 0 };
        } else {
            (row.first, row.rest) = (*column, *column);
        }
        let mut at = 0;
        while let Some((pieces, characters)) = self.name(at) {
            if pieces == 2 {
                row.gaps.push((between(&self.pieces[at], &self.pieces[at + 1]), 2));
            }
            at += pieces;
            let Some(next) = self.pieces.get(at) else { break };
            // A post stands an em behind the longest name, the next name two.
            let office = self.text[next.clone()].ends_with(['长', '任', '记', '员', '席', '师']);
            let name = self.name(at).is_some() && !office;
            let gap = 2 * (NAME - characters) + if name { 4 } else { 2 };
            row.gaps.push((between(&self.pieces[at - 1], next), if pieces == 2 { gap - 2 } else { gap }));
            if !name {
                break;
            }
        }
        row
    }
}

/// What white space parts.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match pieces.last_mut() {
            _ if matches!(c, ' ' | '\u{3000}' | '\u{A0}') => {}
            Some(piece) if piece.end == at => piece.end += c.len_utf8(),
            _ => pieces.push(at..at + c.len_utf8()),
        }
    }
    pieces
}
