//! Lines → blocks: which lines belong together, and what each begins.
//!
//! Print breaks a paragraph anywhere: at a page's end, often at every line. So a line goes on with the paragraph above
//! when that has not come to an end and the line begins nothing of its own. Neither is certain alone: headings have no
//! end mark, lists of names have none, and a line may begin with a digit or bracket by accident. What decides (`goes_on`):
//!
//! - *how the text above ends* ([`Ending`]): a stop; nothing; or a comma or an open bracket, which must go on;
//! - *what the line begins* by its form: a clause (and whether its number is due), a labelled field, a name with a post;
//! - *what kind of text the one above is*: a bare heading, a name, a field, or prose.
//!
//! Characters that the recogniser repeats on both sides of the break are shown once and kept in `repeated`.

mod goes_on;

use super::clauses::{self, Found, Series};
use super::documents::{Row, frame};
use super::endings::{Ending, STOPS, em};
use super::entries::{is_field, is_figure};
use super::page::Page;
use super::parts::Role;
use super::seams::{append, floor};
use super::sections::{self, Sections};
use super::{chronicle, signatures, tables};
use crate::issue::{Block, Clause, Content, Marker, MarkerKind, Section};

/// The blocks of a part. A 大事记 has a calendar.
pub(super) fn blocks(rows: &[Row], roles: &[Role], calendar: Option<chronicle::Calendar>, page: &Page) -> Vec<Block> {
    let body = |at: usize| roles[at] == Role::Body && !rows[at].is_table();
    let mut builder = Builder {
        sections: Sections::of((0..rows.len()).filter(|&at| body(at)).map(|at| &rows[at])),
        page,
        blocks: Vec::new(),
        open: None,
        interrupted: None,
        series: Series::default(),
        calendar,
        indents: indents(rows, roles),
    };
    let mut at = 0;
    while at < rows.len() {
        at = match roles[at] {
            Role::Body if rows[at].is_table() => builder.table(rows, roles, at),
            Role::Body => {
                let next = rows.get(at + 1).filter(|row| roles[at + 1] == Role::Body && !row.is_table());
                builder.text(&rows[at], next);
                at + 1
            }
            role => {
                builder.frame(&rows[at], role, at > 0 && roles[at - 1] == role);
                at + 1
            }
        };
    }
    builder.close();
    builder.open = builder.interrupted.take();
    builder.close();
    clauses::set_levels(&mut builder.blocks);
    // They are kept as long as the issue is.
    builder.blocks.shrink_to_fit();
    builder.blocks
}

/// The text that may go on: the last block, and what its lines looked like.
struct Open {
    block: usize,
    marker: Option<Found>,
    /// Rows so far; the first one's heading mark.
    rows: u32,
    heading: bool,
    /// Bold runs to the end of its last line.
    bold_end: bool,
    bold: u32,
    indented: bool,
    /// It has a stop in it, or is longer than any heading or name.
    prose: bool,
    /// Its last row fills the printed line, or does not; unknown where lines are no printed lines.
    full: Option<bool>,
    /// The number of its last line.
    line: u32,
}

/// Longer texts (in bytes) are prose without being looked at.
const LONGEST_BARE: usize = 400;

/// How far back (in bytes) a text tells whether it goes on: far beyond what anything but prose, or a seam, is long.
const LOOKED_BACK: usize = 3000;

fn is_prose(text: &str) -> bool {
    text.len() > LONGEST_BARE || text.contains(STOPS)
}

struct Builder<'a> {
    page: &'a Page<'a>,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// A sentence that footnotes interrupt, at the foot of its page.
    interrupted: Option<Open>,
    series: Series,
    sections: Sections,
    calendar: Option<chronicle::Calendar>,
    /// Indents tell paragraphs from lines that go on.
    indents: bool,
}

/// Whether a text sets paragraphs in and lines that go on not: what follows a long line without an end is the test.
fn indents(rows: &[Row], roles: &[Role]) -> bool {
    let body = |at: usize| roles[at] == Role::Body && !rows[at].is_table() && rows[at].line.heading == 0;
    let (mut flush, mut indented) = (0, 0);
    for at in (1..rows.len()).filter(|&at| body(at) && body(at - 1)) {
        let above = rows[at - 1].text();
        if (40..=400).contains(&above.len()) && Ending::of(above) != Ending::Stop {
            if rows[at].line.indented { indented += 1 } else { flush += 1 }
        }
    }
    flush > indented && rows.iter().filter(|row| row.line.indented).count() >= 2
}

/// [1] 两重：指…: a note at the foot of a page.
fn is_footnote(text: &str) -> bool {
    // [1]政策 is the mark behind a word, at the start of a line.
    let tells = |note: &str| note.starts_with(super::markup::is_space) || note.chars().take(24).any(|c| c == '：');
    text.starts_with(['[', '［']) && clauses::marker(text).is_some_and(|found| tells(&text[found.len..]))
}

/// Whether a marker is the first of its kind and the next row has the second: a list, whatever stands above it.
fn opens_series(found: Found, row: &Row, next: Option<&Row>) -> bool {
    let Some(second) = next.and_then(|next| clauses::marker(next.text())) else { return false };
    found.marker.number == 1
        && second.marker == (Marker { number: 2, ..found.marker })
        && Ending::of(row.text()) == Ending::Stop
        && row.text().len() > found.len
}

impl Builder<'_> {
    /// A row of the frame; addressees and items of a list may take several rows.
    fn frame(&mut self, row: &Row, role: Role, follows: bool) {
        self.close();
        let Some(content) = frame(role) else { return };
        let text = row.text();
        let begins = match role {
            Role::Addressees => false,
            Role::List => {
                // 1-1. 推荐表
                let second = text.split_once(['-', '－', '—']).is_some_and(|(first, rest)| {
                    first.trim_end().parse::<u8>().is_ok()
                        && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
                });
                second || super::labels::label(text).is_some() || clauses::marker(text).is_some()
            }
            // 2021年6月 | 17日
            Role::Date => self.blocks.last().is_none_or(|above| signatures::date(&above.text).is_some()),
            _ => true,
        };
        match self.blocks.last_mut() {
            Some(block) if follows && !begins => append(block, row.line.number, text, false),
            _ => self.blocks.push(Block::new(content, row.line.number, text)),
        }
    }

    /// The table that begins at `at`, with what repeats its caption between its pieces; returns the row after it.
    fn table(&mut self, rows: &[Row], roles: &[Role], at: usize) -> usize {
        self.close();
        let (mut pieces, mut captions) = (Vec::new(), Vec::new());
        let mut end = at;
        while end < rows.len() && (rows[end].is_table() || roles[end] == Role::Repeated) {
            if rows[end].is_table() {
                pieces.push(rows[end]);
            } else {
                captions.push(Block::new(Content::Furniture, rows[end].line.number, rows[end].text()));
            }
            end += 1;
        }
        self.blocks.extend(tables::blocks(&pieces));
        self.blocks.append(&mut captions);
        end
    }

    fn text(&mut self, row: &Row, next: Option<&Row>) {
        self.resume(row);
        if let Some(section) = self.sections.due(row.text()).filter(|_| !self.is_unfinished()) {
            return self.section(row, &section);
        }
        let found = clauses::marker(row.text())
            .or_else(|| self.misread_marker(row, next))
            .filter(|_| !self.sections.is_figure(row.text()))
            .filter(|found| !clauses::may_be_decimal(row.text(), *found) || self.may_number(found.marker));
        let note = is_footnote(row.text()) && self.is_unfinished();
        if !note && !found.is_some_and(|found| opens_series(found, row, next)) && self.goes_on(row, found, next) {
            self.join(row);
            return;
        }
        // A figure's caption between the halves of a sentence: the sentence stays open.
        if is_figure(row.text()) && self.open.as_ref().is_some_and(|open| open.prose) && self.is_unfinished() {
            self.blocks.push(Block::new(Content::Paragraph, row.line.number, row.text()));
            return;
        }
        if note && self.interrupted.is_none() {
            self.interrupted = self.open.take();
        }
        self.close();
        if self.calendar.is_some() && self.events(row) {
            return;
        }
        let number = row.line.number;
        let content = match found.filter(|f| self.accepts(row, *f)) {
            Some(found) => {
                self.series.accept(found.marker);
                Content::Clause(Clause {
                    marker: found.marker,
                    marker_len: found.len as u32,
                    level: 0,
                    path: String::new(),
                    heading: None,
                })
            }
            None => Content::Paragraph,
        };
        let marker = found.filter(|_| matches!(content, Content::Clause(_)));
        self.blocks.push(Block::new(content, number, row.text()));
        self.start(row, marker);
    }

    /// Goes back to the sentence that a footnote interrupts, where the footnote and its page have ended.
    fn resume(&mut self, row: &Row) {
        let ended = |note: &Open| note.line + 1 < row.line.number && Ending::of(self.above(note)) == Ending::Stop;
        if self.interrupted.is_some() && !is_footnote(row.text()) && self.open.as_ref().is_none_or(ended) {
            self.close();
            self.open = self.interrupted.take();
        }
    }

    /// Whether a number that may be half a decimal is more likely a clause's: the one that is due, after a text that has ended.
    fn may_number(&self, marker: Marker) -> bool {
        let must = self.open.as_ref().is_some_and(|open| Ending::of(self.above(open)) == Ending::MustGoOn);
        !must && (marker.number == 1 || self.series.expects(marker))
    }

    /// A marker with a slip, after a text that has ended: its number is due, or it is the first and the next row has the second.
    fn misread_marker(&self, row: &Row, next: Option<&Row>) -> Option<Found> {
        let (found, sure) = clauses::misread(row.text())?;
        let ended = self.open.as_ref().is_none_or(|open| {
            let above = self.above(open);
            Ending::of(above) == Ending::Stop || !open.prose && self.is_heading(open, above)
        });
        let second = Marker { number: 2, ..found.marker };
        let marker = |text| clauses::marker(text).or_else(|| clauses::misread(text).map(|(found, _)| found));
        let followed = || next.is_some_and(|next| marker(next.text()).is_some_and(|next| next.marker == second));
        let first = found.marker.number == 1 && (sure || row.line.heading > 0 || followed());
        (ended && (first || self.series.expects(found.marker))).then_some(found)
    }

    /// The open text, as far as it is looked at: a paragraph of ten thousand lines is not read anew for each of them.
    fn above(&self, open: &Open) -> &str {
        let text = &self.blocks[open.block].text;
        &text[floor(text, text.len().saturating_sub(LOOKED_BACK))..]
    }

    /// Whether the open text is a sentence that has not ended.
    fn is_unfinished(&self) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| !open.heading) else { return false };
        let above = self.above(open);
        // 责任单位：甲局、乙局 is complete without a stop.
        let last = above.rfind(STOPS).map_or(above, |at| above[at..].trim_start_matches(STOPS));
        if is_field(last) && Ending::of(above) == Ending::Open {
            return false;
        }
        Ending::of(above) != Ending::Stop && (open.prose || em(above) >= 25.0)
    }

    /// A heading of decimal numbering; text behind its name may go on.
    fn section(&mut self, row: &Row, number: &sections::Number) {
        self.close();
        self.sections.accept(number);
        let text = row.text();
        let name = sections::name_end(text, number.len);
        let section =
            Section { number_len: number.len as u32, level: number.groups.len() as u8 - 1, heading_end: name as u32 };
        self.blocks.push(Block::new(Content::Section(section), row.line.number, text));
        self.start(row, None);
        if let Some(open) = &mut self.open {
            open.heading = name == text.len();
            // 2.1 县水务局：负责提供 is cut; a section with text behind its name is no heading.
            open.prose |= name < text.len();
        }
    }

    fn start(&mut self, row: &Row, marker: Option<Found>) {
        let line = row.line;
        self.open = Some(Open {
            block: self.blocks.len() - 1,
            marker,
            rows: 1,
            heading: line.heading > 0,
            bold_end: line.bold as usize >= line.text.len(),
            bold: line.bold,
            indented: line.indented,
            prose: is_prose(&line.text),
            full: self.page.is_full(row, true),
            line: line.number,
        });
    }

    /// Whether a marker that opens a block really numbers it: 一是 only where it starts or carries on a series of paragraphs.
    fn accepts(&self, row: &Row, found: Found) -> bool {
        let run_in = || ["二是", "二要"].iter().any(|second| row.text().contains(second));
        found.marker.kind != MarkerKind::First
            || found.marker.number == 1 && !run_in()
            || self.series.expects(found.marker)
    }

    /// Events of a chronicle that a line tells; false when it tells none.
    fn events(&mut self, row: &Row) -> bool {
        let Some(calendar) = &mut self.calendar else { return false };
        let text = row.text();
        if text.chars().count() <= 12 && calendar.heading(text) {
            return false;
        }
        if calendar.event(text).is_none() {
            return false;
        }
        self.tell(row, text);
        true
    }

    /// The events that a piece of a row tells, one a block.
    fn tell(&mut self, row: &Row, text: &str) {
        let Some(calendar) = &mut self.calendar else { return };
        let mut start = 0;
        for next in chronicle::later_events(text).into_iter().chain([text.len()]) {
            let date = calendar.event(&text[start..]).and_then(|(date, _)| date);
            let event = text[start..next].trim_end_matches(super::markup::is_space);
            self.blocks.push(Block::new(Content::Event { date }, row.line.number, event));
            start = next;
        }
        self.start(row, None);
    }

    /// A row that ends one event and, from `next` on, tells others.
    fn join_events(&mut self, row: &Row, next: usize) {
        let (rest, later) = row.text().split_at(next);
        if let Some(open) = self.open.take() {
            let rest = rest.trim_end_matches(super::markup::is_space);
            append(&mut self.blocks[open.block], row.line.number, rest, true);
        }
        self.tell(row, later);
    }

    fn join(&mut self, row: &Row) {
        if let Some(next) = self.calendar.and_then(|_| chronicle::later_events(row.text()).first().copied())
            && self.open.as_ref().is_some_and(|open| matches!(self.blocks[open.block].content, Content::Event { .. }))
        {
            return self.join_events(row, next);
        }
        if let Some(next) = self.next_article(row.text()) {
            return self.join_article(row, next);
        }
        let Some(open) = &mut self.open else { return };
        open.rows += 1;
        open.full = self.page.is_full(row, false);
        open.line = row.line.number;
        open.bold_end = row.line.bold as usize >= row.line.text.len();
        let block = &mut self.blocks[open.block];
        append(block, row.line.number, row.text(), true);
        open.prose |= is_prose(row.text()) || block.text.len() > LONGEST_BARE;
    }

    /// Where the article that is due begins behind the end of the one before: 投入使用。第十条 ….
    fn next_article(&self, text: &str) -> Option<usize> {
        let open = self.open.as_ref()?.marker?;
        let (stop, _) = text.char_indices().take(60).find(|&(_, c)| c == '。')?;
        let rest = text[stop + '。'.len_utf8()..].trim_start_matches(super::markup::is_space);
        let found = clauses::marker(rest).filter(|found| found.marker.kind == MarkerKind::Tiao)?;
        let due = open.marker.kind == MarkerKind::Tiao && self.series.expects(found.marker) && rest.len() > found.len;
        due.then_some(text.len() - rest.len())
    }

    /// A row that ends one article and begins the next.
    fn join_article(&mut self, row: &Row, next: usize) {
        let (rest, article) = row.text().split_at(next);
        if let Some(open) = &self.open {
            let rest = rest.trim_end_matches(super::markup::is_space);
            append(&mut self.blocks[open.block], row.line.number, rest, true);
        }
        self.close();
        let Some(found) = clauses::marker(article) else { return };
        self.series.accept(found.marker);
        let clause =
            Clause { marker: found.marker, marker_len: found.len as u32, level: 0, path: String::new(), heading: None };
        self.blocks.push(Block::new(Content::Clause(clause), row.line.number, article));
        self.start(row, Some(found));
    }

    /// The open text is complete: what it was tells what to expect of its fellows.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let block = &mut self.blocks[open.block];
        let Some(found) = open.marker else { return };
        // 第三条 禁止下列行为： introduces, and is no heading.
        let introduces = found.marker.kind == MarkerKind::Tiao && block.text.ends_with(['：', ':']);
        self.series.note(found.marker.kind, introduces || block.text.contains(STOPS));
        let heading = clauses::heading(&block.text, found, open.bold.min(block.text.len() as u32));
        if let Content::Clause(clause) = &mut block.content {
            clause.heading = heading;
        }
    }
}
