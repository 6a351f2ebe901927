//! How an issue's pages are printed, as far as its lines tell: which characters stand next to each other, and whether a line
//! of the source is a line of the page.
//!
//! A file that was copied from a page has a line feed at the end of every printed line. Most of its lines are then of one
//! width, the measure, and hardly any is wider. There a line that is full goes on.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::documents::Row;
use super::endings::{Ending, em};

/// What the pages of an issue have in common; looked up only where it is asked for.
pub(super) struct Page<'a> {
    rows: &'a [Row<'a>],
    pairs: OnceCell<HashSet<(char, char)>>,
    measure: OnceCell<Option<f32>>,
    parted: OnceCell<bool>,
}

/// How much a full line may lack of the measure: a mark that was moved to the next line, a word that was not cut.
const SLACK: f32 = 2.5;

impl<'a> Page<'a> {
    pub fn of(rows: &'a [Row<'a>]) -> Self {
        let (pairs, measure, parted) = Default::default();
        Page { rows, pairs, measure, parted }
    }

    /// Whether these characters stand next to each other on some line.
    pub fn prints(&self, first: char, second: char) -> bool {
        let pairs = self.pairs.get_or_init(|| {
            let lines = self.rows.iter().map(|row| row.text().chars());
            lines.flat_map(|chars| chars.clone().zip(chars.skip(1))).collect()
        });
        pairs.contains(&(first, second))
    }

    /// Whether lines of the source are lines of the page.
    pub fn is_measured(&self) -> bool {
        self.measure().is_some()
    }

    /// Whether a row fills a printed line; none where lines are no printed lines. `first`: it begins its paragraph.
    pub fn is_full(&self, row: &Row, first: bool) -> Option<bool> {
        let measure = self.measure()?;
        // Where indents are lost, a paragraph's first line is narrower by one.
        let indent = if first && !row.line.indented { 2.0 } else { 0.0 };
        Some(width(row) + indent >= measure - SLACK)
    }

    /// Whether blank lines part paragraphs of several printed lines, and stand nowhere else but at the edges of pages.
    pub fn is_parted(&self) -> bool {
        const FEWEST: usize = 10;
        *self.parted.get_or_init(|| {
            let Some(measure) = self.measure() else { return false };
            let (mut inside, mut between) = (Share::default(), Share::default());
            for pair in self.rows.windows(2).filter(|pair| !pair[0].is_table() && !pair[1].is_table()) {
                let next = pair[0].line.number + 1 == pair[1].line.number;
                let full = width(&pair[0]) >= measure - SLACK;
                match Ending::of(pair[0].text()) {
                    Ending::Stop if !full => between.add(!next),
                    Ending::Open | Ending::MustGoOn if full => inside.add(next),
                    _ => {}
                }
            }
            [inside, between].iter().all(|share| share.of >= FEWEST && share.hits * 10 >= share.of * 9)
        })
    }

    fn measure(&self) -> Option<f32> {
        *self.measure.get_or_init(|| measure(self.rows.iter().filter(|row| !row.is_table()).map(width)))
    }
}

/// How many of how many.
#[derive(Default)]
struct Share {
    hits: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }
}

/// Width of a printed line in ems, with the indent of a paragraph's first.
fn width(row: &Row) -> f32 {
    // As the file has it, escapes and all: that is what was cut.
    em(row.line.raw) + if row.line.indented { 2.0 } else { 0.0 }
}

/// The width that a good part of all lines have and hardly any exceeds, if there is one.
fn measure(widths: impl Iterator<Item = f32>) -> Option<f32> {
    /// Narrower lines are headings, dates and names; wider ones are no lines of a page.
    const LINES: std::ops::Range<usize> = 20..64;
    let mut counts = [0usize; LINES.end + 1];
    for width in widths.filter(|width| *width >= 10.0) {
        counts[(width.round() as usize).min(LINES.end)] += 1;
    }
    let all: usize = counts.iter().sum();
    let at = |width: usize| counts[width - 2..=width].iter().sum::<usize>();
    let best = LINES.rev().max_by_key(|&width| at(width))?;
    let wider: usize = counts[(best + 3).min(counts.len())..].iter().sum();
    (all >= 20 && at(best) * 5 >= all && wider * 50 <= all).then_some(best as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_what_most_lines_have_and_none_exceeds() {
        let printed = [40.0, 39.5, 40.0, 12.0, 38.0, 40.0, 39.0, 22.0, 40.0, 40.5];
        let lines = || printed.into_iter().cycle().take(60);
        assert_eq!(measure(lines()), Some(40.0));
        assert_eq!(measure(lines().chain([200.0; 9])), None);
        assert_eq!(measure(printed.into_iter()), None, "too few to tell");
        assert_eq!(measure((0..60).map(|n| 10.0 + n as f32 * 0.8)), None, "any width");
    }
}
