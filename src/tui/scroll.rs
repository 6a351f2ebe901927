//! Which rows of the screen moved: finds the band of rows that a scroll of the terminal puts right most cheaply.
//!
//! ```text
//!      shown          wanted
//!  0   heading 1      heading 1
//!  1   aaaa      ┐    bbbb        rows 1..=4 up by 1: three rows are right,
//!  2   bbbb      │    cccc        the fourth is written
//!  3   cccc      │    dddd
//!  4   dddd      ┘    eeee
//!  5   status 20%     status 25%
//! ```
//!
//! Two steps: pieces of rows that stand elsewhere in the shown screen vote for a shift (pieces, because a panel beside
//! the text doesn't move with it); then, for the shifts with most votes, the saved bytes of every band are compared by
//! running sums. The bytes are estimates: where they leave doubt, the emitter sends what proves shorter.

use std::collections::HashMap;

use super::grid::{Grid, Slot, Text};

/// A scroll of the rows `top..=bottom` up by `by`, down when negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    pub top: usize,
    pub bottom: usize,
    pub by: isize,
}

/// Cells in a piece of a row: long enough to be distinctive, short enough to fit beside a panel.
const PIECE: usize = 8;
/// How many shifts are looked at closely.
const CANDIDATES: usize = 2;
/// Bytes to set a region and take it back.
const OVERHEAD: i64 = 14;
/// Bytes to move the cursor to a run of cells.
const MOVE: i64 = 4;

/// How sure it is that a scroll is the shorter way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// By the estimate: both ways should be counted.
    Likely,
    /// Most of the frame is saved.
    Clear,
}

/// The scroll that saves most, if one saves anything.
pub fn find(shown: &Grid, wanted: &Grid) -> Option<(Scroll, Saving)> {
    if (shown.cols, shown.rows) != (wanted.cols, wanted.rows) {
        return None;
    }
    let bands = shifts(shown, wanted).into_iter().filter_map(|by| band(shown, wanted, by));
    let (scroll, saved) = bands.max_by_key(|(_, saved)| *saved).filter(|(_, saved)| *saved > 0)?;
    let whole: i64 = (0..wanted.rows).map(|y| cost(shown.row(y), wanted.row(y))).sum();
    Some((scroll, if saved > whole / 2 { Saving::Clear } else { Saving::Likely }))
}

/// The shifts that most pieces speak for.
fn shifts(shown: &Grid, wanted: &Grid) -> Vec<isize> {
    // Where a piece stands, if in one place only: others say nothing.
    let mut places: HashMap<u64, Option<usize>> = HashMap::new();
    for y in 0..shown.rows {
        for (x, piece) in shown.row(y).chunks(PIECE).enumerate() {
            if let Some(hash) = hash(x, piece) {
                places.entry(hash).and_modify(|place| *place = None).or_insert(Some(y));
            }
        }
    }
    let mut votes: HashMap<isize, usize> = HashMap::new();
    for y in 0..wanted.rows {
        for (x, (piece, stays)) in wanted.row(y).chunks(PIECE).zip(shown.row(y).chunks(PIECE)).enumerate() {
            let moved = hash(x, piece).filter(|_| piece != stays).and_then(|hash| places.get(&hash).copied().flatten());
            if let Some(from) = moved {
                *votes.entry(from as isize - y as isize).or_default() += 1;
            }
        }
    }
    let mut shifts: Vec<_> = votes.into_iter().filter(|(_, votes)| *votes > 1).collect();
    shifts.sort_by_key(|(by, votes)| (std::cmp::Reverse(*votes), by.unsigned_abs(), *by));
    shifts.into_iter().map(|(by, _)| by).take(CANDIDATES).collect()
}

/// A number for a piece in its column, none when there is nothing in it. A collision would only cost a wrong vote.
fn hash(x: usize, piece: &[Slot]) -> Option<u64> {
    if piece.iter().all(|slot| *slot == Slot::BLANK) {
        return None;
    }
    let mix = |hash: u64, value: u64| (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    Some(piece.iter().fold(x as u64 + 1, |hash, slot| mix(hash, u64::from(slot.text.number()))))
}

/// For a shift, the band that saves most, and how many bytes about.
fn band(shown: &Grid, wanted: &Grid, by: isize) -> Option<(Scroll, i64)> {
    let rows = wanted.rows;
    let blank = vec![Slot::BLANK; wanted.cols];
    // Running sums over the rows: what is saved when a row comes from its shifted place, and when it comes free.
    let (mut moved, mut freed) = (vec![0; rows + 1], vec![0; rows + 1]);
    for y in 0..rows {
        let stays = cost(shown.row(y), wanted.row(y));
        let from = y.checked_add_signed(by).filter(|from| *from < rows);
        let comes = from.map_or(stays, |from| cost(shown.row(from), wanted.row(y)));
        moved[y + 1] = moved[y] + stays - comes;
        freed[y + 1] = freed[y] + stays - cost(&blank, wanted.row(y));
    }
    let free = by.unsigned_abs();
    let mut best: Option<(Scroll, i64)> = None;
    for top in 0..rows {
        for bottom in top + free..rows {
            let saved = if by > 0 {
                let split = bottom + 1 - free;
                moved[split] - moved[top] + freed[bottom + 1] - freed[split]
            } else {
                let split = top + free;
                freed[split] - freed[top] + moved[bottom + 1] - moved[split]
            } - OVERHEAD
                - free as i64;
            if best.is_none_or(|(_, most)| saved > most) {
                best = Some((Scroll { top, bottom, by }, saved));
            }
        }
    }
    best
}

/// About how many bytes turn one row into another.
fn cost(from: &[Slot], to: &[Slot]) -> i64 {
    let (mut bytes, mut same, mut blanks) = (0, true, 0);
    for (from, to) in from.iter().zip(to) {
        if from == to {
            same = true;
            continue;
        }
        bytes += if std::mem::take(&mut same) { MOVE } else { 0 };
        if *to == Slot::BLANK {
            blanks += 1;
            continue;
        }
        // Blanks that nothing follows are erased at once.
        bytes += std::mem::take(&mut blanks);
        bytes += match to.text.char() {
            _ if to.text == Text::REST => 0,
            Some(c) => c.len_utf8() as i64,
            None => MOVE,
        };
    }
    bytes + blanks.min(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::Widths;
    use crate::tui::colours::Colours;
    use crate::tui::grid::Clusters;
    use ratatui::buffer::Buffer;

    fn grid(lines: &[&str]) -> Grid {
        Grid::of(
            &Buffer::with_lines(lines.iter().copied()),
            Widths::default(),
            Colours::default(),
            &mut Clusters::default(),
        )
    }

    fn found(shown: &Grid, wanted: &Grid) -> Option<Scroll> {
        find(shown, wanted).map(|(scroll, _)| scroll)
    }

    #[test]
    fn text_between_a_heading_and_a_status_line_scrolls() {
        let shown = grid(&[
            "heading one, of the page",
            "the first line of a text",
            "and the second line here",
            "then a third one follows",
            "at last a fourth and end",
            "status: 20 % of all read",
        ]);
        let wanted = grid(&[
            "heading one, of the page",
            "and the second line here",
            "then a third one follows",
            "at last a fourth and end",
            "a fifth line that is new",
            "status: 25 % of all read",
        ]);
        assert_eq!(found(&shown, &wanted), Some(Scroll { top: 1, bottom: 4, by: 1 }));
        assert_eq!(found(&wanted, &shown), Some(Scroll { top: 1, bottom: 4, by: -1 }));
    }

    #[test]
    fn text_beside_a_panel_that_stays_still_scrolls() {
        let (panel, text) = (["outline", "1 aims", "2 means", "3 ends", "", ""], "0123456789abcdef");
        let screen = |first: usize| {
            let lines: Vec<String> = (0..6)
                .map(|y| {
                    format!(
                        "{:8}{}",
                        panel[y],
                        text.chars().map(|c| char::from(c as u8 + (y + first) as u8)).collect::<String>()
                    )
                })
                .collect();
            grid(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(found(&screen(0), &screen(2)).map(|scroll| scroll.by), Some(2));
    }

    #[test]
    fn nothing_in_common_is_no_scroll() {
        let (shown, wanted) = (grid(&["abcdefgh", "ijklmnop"]), grid(&["qrstuvwx", "yz012345"]));
        assert_eq!(found(&shown, &wanted), None);
        assert_eq!(found(&shown, &shown), None);
    }
}
