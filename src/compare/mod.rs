//! Two documents compared clause by clause: this year's plan with last year's, a law with its revision.
//!
//! ```text
//! document ─ items: title, paragraph, clause, row of a table     without their markers: renumbering changes none
//!          ─ pairs: likeness first, the marker's path decides among the equally like
//!          ─ rows:  same, changed, added, dropped, in the new document's order; what left its order has moved
//! changed  ─ words: which of the old text are gone, which of the new one are new
//! ```
//!
//! Texts are compared folded ([`fold`]), so that a recogniser's other comma or space is no change.
//!
//! Likeness is how many pairs of neighbouring characters two texts share (Dice), counted over an index of such pairs; what stands in
//! too many items to tell them apart is not counted. So a long law takes no longer than its length.

pub mod told;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use crate::issue::{Block, BlockRef, Content, Document};
use crate::text::fold::fold;

pub use words::{Piece, words};

/// What is compared as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub at: BlockRef,
    /// Bytes of the block's text: all of it, or a table's row.
    pub bytes: Range<usize>,
    /// Bytes of its marker, at its beginning.
    pub marker: usize,
    /// The marker as it is compared.
    number: String,
    /// The path of the clause it stands in, and which item of that it is.
    place: (String, u32),
    /// Its text without the marker, folded.
    body: String,
}

/// How an item fared. Indices into the items of the old and the new document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Pair {
        old: usize,
        new: usize,
        /// Other words.
        changed: bool,
        /// Another marker.
        renumbered: bool,
        /// It stands before what it stood behind.
        moved: bool,
    },
    Added(usize),
    Dropped(usize),
}

/// A comparison.
#[derive(Debug)]
pub struct Comparison {
    pub old: Vec<Item>,
    pub new: Vec<Item>,
    /// Every item of both, in the order of the new document; what was dropped follows what it followed.
    pub rows: Vec<Row>,
}

impl Row {
    /// Neither words nor number nor place are others.
    pub fn is_same(self) -> bool {
        matches!(self, Row::Pair { changed: false, renumbered: false, moved: false, .. })
    }
}

impl Comparison {
    pub fn of(old: &Document, new: &Document) -> Comparison {
        let (old, new) = (items(old), items(new));
        let partner = pair(&old, &new);
        let rows = rows(&old, &new, &partner);
        Comparison { old, new, rows }
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.rows.iter().all(|row| row.is_same())
    }
}

/// What of a document is compared: all but the furniture of its pages.
fn items(document: &Document) -> Vec<Item> {
    let mut items = Vec::new();
    let mut place = (String::new(), 0);
    for (at, block) in document.blocks().filter(|(_, block)| block.content != Content::Furniture) {
        if let Some(clause) = block.clause() {
            place = (format!("{}:{}", at.part, clause.path), 0);
        }
        for bytes in pieces(block) {
            let marker = block.clause().map_or(0, |clause| clause.marker_len as usize);
            let text = &block.text[bytes.clone()];
            let (number, body) = text.split_at_checked(marker).unwrap_or(("", text));
            let body = fold(body);
            if !(body.is_empty() && number.is_empty()) {
                items.push(Item { at, bytes, marker: number.len(), number: fold(number), place: place.clone(), body });
                place.1 += 1;
            }
        }
    }
    items
}

/// A table's rows; else the whole block.
fn pieces(block: &Block) -> Vec<Range<usize>> {
    if block.table().is_none() {
        return std::iter::once(0..block.text.len()).collect();
    }
    block.rows().filter_map(|cells| Some(cells.first()?.start..cells.last()?.end)).collect()
}

/// Less of a text than this is no likeness.
const ALIKE: f32 = 0.5;
/// Under the same marker, less will do.
const ALIKE_AT_PLACE: f32 = 0.25;
/// A pair of characters in more items than this tells nothing about any of them.
const COMMON: usize = 64;

/// For each old item its partner in the new document.
fn pair(old: &[Item], new: &[Item]) -> Vec<Option<usize>> {
    let mut holders: HashMap<(char, char), Vec<(u32, u32)>> = HashMap::new();
    let new_sizes: Vec<u32> = (0..)
        .zip(new)
        .map(|(at, item)| {
            let pairs = bigrams(&item.body);
            let size = pairs.values().sum();
            for (pair, count) in pairs {
                holders.entry(pair).or_default().push((at, count));
            }
            size
        })
        .collect();
    let mut by_body: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, item) in new.iter().enumerate() {
        by_body.entry(&item.body).or_default().push(at);
    }
    let by_place: HashMap<_, usize> = new.iter().enumerate().map(|(at, item)| (&item.place, at)).collect();
    // There may be many: hence the narrow numbers.
    let mut candidates: Vec<(f32, u32, u32)> = Vec::new();
    for (at, item) in old.iter().enumerate() {
        let same_place = by_place.get(&item.place).copied();
        let pairs = bigrams(&item.body);
        let size: u32 = pairs.values().sum();
        let mut shared: HashMap<usize, u32> = HashMap::new();
        for (pair, count) in &pairs {
            let known = holders.get(pair).map_or(&[][..], Vec::as_slice);
            let telling = if known.len() <= COMMON {
                known
            } else {
                let here =
                    same_place.and_then(|place| known.binary_search_by_key(&place, |holder| holder.0 as usize).ok());
                here.map_or(&[][..], |here| &known[here..=here])
            };
            for &(other, others) in telling {
                *shared.entry(other as usize).or_default() += others.min(*count);
            }
        }
        let equal = by_body.get(item.body.as_str()).map_or(&[][..], Vec::as_slice);
        // A form's empty lines are equal a thousand times: the nearest are enough.
        let first = equal.partition_point(|&other| other < at).saturating_sub(COMMON / 2);
        let here = same_place.filter(|&place| new[place].body == item.body);
        for other in equal.iter().skip(first).take(COMMON).copied().chain(here) {
            shared.insert(other, u32::MAX);
        }
        candidates.extend(shared.into_iter().filter_map(|(other, count)| {
            let likeness =
                if count == u32::MAX { 1.0 } else { 2.0 * count as f32 / (size + new_sizes[other]).max(1) as f32 };
            let here = same_place == Some(other);
            let enough = likeness >= if here { ALIKE_AT_PLACE } else { ALIKE };
            // Among those equally like, the one at the same place; then the nearest.
            let far = at.abs_diff(other) as f32 / (old.len() + new.len()) as f32;
            enough.then_some((likeness + if here { 0.2 } else { 0.0 } - far * 0.1, at as u32, other as u32))
        }));
    }
    candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let (mut partner, mut taken) = (vec![None; old.len()], vec![false; new.len()]);
    for (at, other) in candidates.into_iter().map(|(_, at, other)| (at as usize, other as usize)) {
        if partner[at].is_none() && !taken[other] {
            (partner[at], taken[other]) = (Some(other), true);
        }
    }
    partner
}

/// How often each pair of neighbouring characters is in a text; a single character is a pair with nothing.
fn bigrams(text: &str) -> HashMap<(char, char), u32> {
    let mut pairs = HashMap::new();
    let mut before = '\0';
    for c in text.chars() {
        if before != '\0' || text.len() == c.len_utf8() {
            *pairs.entry((before, c)).or_default() += 1;
        }
        before = c;
    }
    pairs
}

/// Puts pairs and what is left over in order.
fn rows(old: &[Item], new: &[Item], partner: &[Option<usize>]) -> Vec<Row> {
    let pairs: Vec<(usize, usize)> =
        partner.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?))).collect();
    let mut kept = vec![false; new.len()];
    for at in longest_rising(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>()) {
        kept[pairs[at].1] = true;
    }
    // What was dropped follows the item before it that stayed in its order; at the beginning, nothing.
    let mut dropped: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut before = None;
    let mut old_of = vec![None; new.len()];
    for (at, other) in partner.iter().enumerate() {
        match *other {
            Some(other) => {
                old_of[other] = Some(at);
                if kept[other] {
                    before = Some(other);
                }
            }
            None => dropped.entry(before).or_default().push(at),
        }
    }
    let mut rows = Vec::with_capacity(old.len() + new.len());
    let mut drop_after = |at: Option<usize>, rows: &mut Vec<Row>| {
        rows.extend(dropped.remove(&at).unwrap_or_default().into_iter().map(Row::Dropped));
    };
    drop_after(None, &mut rows);
    for (at, item) in new.iter().enumerate() {
        rows.push(old_of[at].map_or(Row::Added(at), |before| Row::Pair {
            old: before,
            new: at,
            changed: old[before].body != item.body,
            renumbered: old[before].number != item.number,
            moved: !kept[at],
        }));
        drop_after(Some(at), &mut rows);
    }
    rows
}

/// The positions of a longest rising run of numbers, none of which is there twice.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        ends.truncate(ends.len().max(length));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |&at| before[at]).collect();
    run.reverse();
    run
}

#[cfg(test)]
mod tests;
