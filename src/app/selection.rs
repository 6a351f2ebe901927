//! A piece of a document that is selected by keys: from the character it began at to the one the cursor is on, both included.
//!
//! It is places in the text, like everything else one stands on: a resize sets the page anew and the selection stays.

use std::ops::Range;

use super::Metrics;
use super::keymap::Action;
use super::reading::{Place, Reading};
use crate::issue::BlockRef;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    anchor: (Place, usize),
    /// Where the cursor is, and the bytes of the character there.
    head: (Place, usize),
    /// The cell that moving up and down keeps to.
    cell: Option<usize>,
}

impl Selection {
    /// The first byte, and the byte after the last.
    pub fn ends(&self) -> (Place, Place) {
        let before = |a: &Place, b: &Place| (a.at, a.offset) <= (b.at, b.offset);
        let (first, last) =
            if before(&self.anchor.0, &self.head.0) { (self.anchor, self.head) } else { (self.head, self.anchor) };
        (first.0, Place { at: last.0.at, offset: last.0.offset + last.1 })
    }

    /// The bytes of a block that are selected.
    pub fn in_block(&self, at: BlockRef) -> Option<Range<usize>> {
        let (from, to) = self.ends();
        if at < from.at || at > to.at {
            return None;
        }
        let start = if at == from.at { from.offset } else { 0 };
        let end = if at == to.at { to.offset } else { usize::MAX };
        Some(start..end)
    }

    pub fn head(&self) -> Place {
        self.head.0
    }
}

impl Reading {
    /// Begins to select: at the current hit, else at the clause one is at if it is in sight, else on the first line.
    pub fn begin_selection(&mut self, metrics: &Metrics) {
        let hit = self.find.as_ref().and_then(|find| find.matches.get(find.selected?)).cloned();
        let hit = hit.filter(|hit| self.sees(hit.at, hit.range.start, metrics));
        let here = hit.map(|hit| (hit.at, hit.range)).or_else(|| Some((self.block_here()?, 0..0)));
        let Some((at, range)) = here else { return };
        let Some(anchor) = self.character(Place { at, offset: range.start }) else { return };
        let last = self.document().and_then(|d| d.block(at)?.text.get(range.clone())?.char_indices().last());
        let head = last.map_or(anchor, |(i, c)| (Place { at, offset: range.start + i }, c.len_utf8()));
        self.selection = Some(Selection { anchor, head, cell: None });
    }

    /// Selects from one place to another.
    pub fn select_between(&mut self, from: Place, to: Place) {
        let ends = self.character(from).zip(self.character(to));
        self.selection = ends.map(|(anchor, head)| Selection { anchor, head, cell: None });
    }

    /// The character at a place, or the first one after it.
    fn character(&self, place: Place) -> Option<(Place, usize)> {
        let document = self.document()?;
        if let Some(c) = document.block(place.at).and_then(|block| block.text.get(place.offset..)?.chars().next()) {
            return Some((place, c.len_utf8()));
        }
        let (at, block) = document.blocks().find(|(at, block)| *at > place.at && !block.text.is_empty())?;
        Some((Place { at, offset: 0 }, block.text.chars().next()?.len_utf8()))
    }

    fn character_before(&self, place: Place) -> Option<(Place, usize)> {
        let document = self.document()?;
        if let Some((offset, c)) = document.block(place.at)?.text.get(..place.offset)?.char_indices().next_back() {
            return Some((Place { at: place.at, offset }, c.len_utf8()));
        }
        let (at, block) = document.blocks().filter(|(at, block)| *at < place.at && !block.text.is_empty()).last()?;
        let (offset, c) = block.text.char_indices().next_back()?;
        Some((Place { at, offset }, c.len_utf8()))
    }

    fn last_character(&self) -> Option<(Place, usize)> {
        let (at, block) = self.document()?.blocks().last()?;
        self.character_before(Place { at, offset: block.text.len() })
    }

    /// Moves the end of the selection; false where the action is none of moving.
    pub fn select(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        let Some(mut selection) = self.selection else { return false };
        let times = count.unwrap_or(1);
        let body = metrics.body();
        let (rows, forward) = match action {
            Action::Down => (times, true),
            Action::Up => (times, false),
            Action::PageDown => (body.saturating_mul(times), true),
            Action::PageUp => (body.saturating_mul(times), false),
            Action::HalfDown => ((body / 2).max(1).saturating_mul(times), true),
            Action::HalfUp => ((body / 2).max(1).saturating_mul(times), false),
            Action::Top | Action::Bottom | Action::Left | Action::Right => (0, true),
            Action::NextClause | Action::PreviousClause => (0, true),
            _ => return false,
        };
        let head = selection.head;
        let moved = match action {
            Action::Right | Action::Left => {
                selection.cell = None;
                let mut head = head;
                for _ in 0..times.min(10_000) {
                    let next = match action {
                        Action::Right => self.character(Place { offset: head.0.offset + head.1, ..head.0 }),
                        _ => self.character_before(head.0),
                    };
                    head = next.unwrap_or(head);
                }
                head
            }
            Action::Top => self.character(Place { at: BlockRef { part: 0, block: 0 }, offset: 0 }).unwrap_or(head),
            Action::Bottom => self.last_character().unwrap_or(head),
            // To the last character of a clause, the next one's first line not yet begun.
            Action::NextClause => {
                let after = |found: &(Place, usize)| (found.0.at, found.0.offset) > (head.0.at, head.0.offset);
                let starts = self.landmarks.iter().filter(|landmark| landmark.at > head.0.at);
                let mut ends = starts.filter_map(|l| self.character_before(Place { at: l.at, offset: 0 }));
                ends.find(after).or_else(|| self.last_character()).unwrap_or(head)
            }
            Action::PreviousClause => {
                let before = |at: &BlockRef| (*at, 0) < (head.0.at, head.0.offset);
                let start = self.landmarks.iter().map(|landmark| landmark.at).rfind(before);
                start.and_then(|at| self.character(Place { at, offset: 0 })).unwrap_or(head)
            }
            _ => self.rows_away(&mut selection, rows, forward).unwrap_or(head),
        };
        selection.head = moved;
        self.selection = Some(selection);
        self.bring_into_sight(moved.0, metrics);
        true
    }

    /// The character so many lines of text below or above the cursor.
    fn rows_away(&self, selection: &mut Selection, rows: usize, forward: bool) -> Option<(Place, usize)> {
        let (place, bytes) = selection.head;
        let piece = self.page.pieces(place.at, place.offset..place.offset + bytes).into_iter().next();
        let line = piece.as_ref().map_or_else(|| self.page.line_of(place.at, place.offset), |piece| piece.line);
        let cell = *selection.cell.get_or_insert(piece.map_or(0, |piece| piece.cells.start));
        let with_text = |line: &usize| self.page.lines[*line].block.is_some();
        let target = match forward {
            true => (line + 1..self.page.lines.len()).filter(with_text).take(rows).last(),
            false => (0..line).rev().filter(with_text).take(rows).last(),
        }?;
        let (at, offset) = self.page.offset_at(target, cell)?;
        self.character(Place { at, offset })
    }
}
