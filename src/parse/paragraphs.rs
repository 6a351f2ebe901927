//! Lines → blocks: which lines belong together, and what each begins.
//!
//! Print breaks a paragraph anywhere: at a page's end, often at every line. So a line goes on with the paragraph above
//! when that has not come to an end and the line begins nothing of its own. Neither is certain alone: headings have no
//! end mark, lists of names have none, and a line may begin with a digit or bracket by accident. What decides:
//!
//! - *how the text above ends* ([`Ending`]): a stop; nothing; or a comma or an open bracket, which must go on;
//! - *what the line begins* by its form: a clause (and whether its number is due), a labelled field, a name with a post;
//! - *what kind of text the one above is*: a bare heading, a name, a field, or prose.
//!
//! Characters that the recogniser repeats on both sides of the break are shown once and kept in `repeated`.

use super::clauses::{self, Found, Series};
use super::documents::{Row, frame};
use super::endings::{Ending, STOPS, em, is_cut_after_comma, is_dangling, is_fragment, is_just_begun};
use super::entries::{
    are_names, ends_unit, ends_with_label, field_goes_on, goes_on_after_name, is_duty, is_field, is_figure, is_form,
    is_list_of_units, is_name_entry, is_print_note, is_promulgation, is_role_only, is_salutation, opens_sentence,
    says_seat,
};
use super::page::Page;
use super::parts::Role;
use super::seams::{append, floor, overlap, repeats_end};
use super::sections::{self, Sections};
use super::{chronicle, signatures, tables, titles};
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

/// 青岚县____乡（镇、街道） | ____村（社区）: a blank to fill in can't begin a line of its own where a unit follows it.
fn is_cut_form(above: &str, here: &str) -> bool {
    let unit = here.trim_start_matches(|c| c == '_' || super::markup::is_space(c));
    here.starts_with("__")
        && above.len() <= LONGEST_BARE
        && is_form(above)
        && !above.contains(['：', ':'])
        && Ending::of(above) != Ending::Stop
        && unit.starts_with(['县', '市', '区', '乡', '镇', '村', '组', '号', '户', '街', '社'])
}

/// 0900- | 1234567: a number that goes on behind its dash.
fn is_cut_number(above: &str, here: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    here.starts_with(digit) && above.strip_suffix(['-', '－', '—']).is_some_and(|above| above.ends_with(digit))
}

/// [1] 两重：指…: a note at the foot of a page.
fn is_footnote(text: &str) -> bool {
    // [1]政策 is the mark behind a word, at the start of a line.
    let tells = |note: &str| note.starts_with(super::markup::is_space) || note.chars().take(24).any(|c| c == '：');
    text.starts_with(['[', '［']) && clauses::marker(text).is_some_and(|found| tells(&text[found.len..]))
}

/// 任命： a few words that introduce what is below them.
fn is_lead(text: &str) -> bool {
    text.ends_with(['：', ':']) && em(text) < 10.0
}

/// Whether a marker is the first of its kind and the next row has the second: a list, whatever stands above it.
fn opens_series(found: Found, row: &Row, next: Option<&Row>) -> bool {
    let Some(second) = next.and_then(|next| clauses::marker(next.text())) else { return false };
    found.marker.number == 1
        && second.marker == (Marker { number: 2, ..found.marker })
        && Ending::of(row.text()) == Ending::Stop
        && row.text().len() > found.len
}

/// Whether a long clause without an end was cut, and no heading of `here`: the clause after it follows, and is a sentence.
fn is_among_sentences(open: &Open, above: &str, here: &str, next: Option<&Row>) -> bool {
    let (Some(Found { marker, .. }), Some(next)) = (open.marker, next) else { return false };
    let due = clauses::marker(next.text()).is_some_and(|f| f.marker == Marker { number: marker.number + 1, ..marker });
    due && em(above) >= 25.0 && here.ends_with(STOPS) && next.text().ends_with(STOPS)
}

/// Whether a long item without an end was cut, and a few characters are its rest: the item after it follows at once.
fn is_among_items(open: &Open, above: &str, row: &Row, next: Option<&Row>) -> bool {
    let (Some(Found { marker, .. }), Some(next), here) = (open.marker, next, row.text()) else { return false };
    let due = clauses::marker(next.text()).is_some_and(|f| f.marker == Marker { number: marker.number + 1, ..marker });
    let plain = row.line.heading == 0 && !here.contains(super::markup::is_space) && !here.contains(STOPS);
    due && open.rows == 1 && em(above) >= 25.0 && em(here) <= 20.0 && plain
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

    /// Whether the row goes on with the open text.
    fn goes_on(&self, row: &Row, found: Option<Found>, next: Option<&Row>) -> bool {
        let Some(open) = &self.open else { return false };
        let block = &self.blocks[open.block];
        let above = self.above(open);
        let here = row.text();
        if repeats_end(above, here) {
            return true;
        }
        if let Some(marker) = open.marker
            && marker.len == block.text.len()
        {
            // A marker alone on its line.
            return found.is_none();
        }
        if is_salutation(here) {
            return false;
        }
        if is_cut_number(above, here) {
            return true;
        }
        let ending = Ending::of(above);
        // 将第十八条、第 | 二十三条: nothing ends so. ①…；②…； | ③…: nor does a run-in list.
        if row.line.heading == 0 && found.is_none() && ends_with_label(above) {
            return true;
        }
        if row.line.heading == 0 && ends_unit(above, here) && !(self.indents && row.line.indented) {
            return true;
        }
        if row.line.heading == 0 && (above.ends_with('第') || found.is_some_and(|f| self.runs_on(above, here, f))) {
            return true;
        }
        if self.is_chain(open, above, row, found) || is_cut_form(above, here) && row.line.heading == 0 {
            return true;
        }
        if self.page.is_measured()
            && let Some(goes_on) = self.line_tells(open, ending, row, found)
        {
            return goes_on;
        }
        if ending == Ending::Stop || [above, here].iter().any(|text| is_figure(text) || is_print_note(text)) {
            return false;
        }
        // Who wrote a text, and when, stands under its title: 县水务局　县财政局 | （2021年5月19日） | 为…
        let dated = |text: &str| text.starts_with(['（', '(']) && signatures::date(text).is_some();
        if open.rows == 1 && dated(above) && !is_fragment(here) || dated(here) && !open.prose && em(above) < 40.0 {
            return false;
        }
        let prose = open.prose;
        if open.rows == 1 && ending != Ending::OpenBracket && is_promulgation(above) {
            return is_fragment(here);
        }
        if ending != Ending::MustGoOn
            && ending != Ending::OpenBracket
            && is_list_of_units(above)
            && opens_sentence(here)
        {
            return false;
        }
        if !prose && ending != Ending::MustGoOn && ending != Ending::OpenBracket && says_seat(here) {
            return false;
        }
        if !prose && open.marker.is_none() && (is_name_entry(above) || is_role_only(above)) {
            return goes_on_after_name(above, here, found.is_some());
        }
        let must = ending == Ending::MustGoOn;
        // Lists of names have no stops: each line is complete.
        if !prose && !must && found.is_none() && are_names(above, here) {
            return false;
        }
        // Where indents are kept, they say it: a paragraph is set in, what goes on is not.
        if self.indents && row.line.indented && !must && ending != Ending::OpenBracket {
            return false;
        }
        let flush = !row.line.indented && row.line.heading == 0;
        if self.indents && open.indented && flush && !is_field(here) && (open.prose || em(above) >= 15.0) {
            return true;
        }
        if let Some(found) = found
            && self.is_due(found.marker, row, must, open)
        {
            return false;
        }
        if is_field(here) && ending != Ending::OpenBracket {
            // （联系人：王小明）。 The stop is that of the sentence before the bracket.
            let bracket = here.starts_with(['（', '(']) && here.ends_with(['。', '；']);
            // …报县农业局科教股， | 联系人：王小明，电话：…
            let contact = must && ["联系人", "联系电话", "电话"].iter().any(|word| here.starts_with(word));
            return prose && (bracket || contact || is_just_begun(above));
        }
        if must || ending == Ending::OpenBracket {
            return !(row.line.heading > 0 && found.is_some());
        }
        if let Some((date, _)) = self.calendar.and_then(|mut c| c.event(here)) {
            // Days go up: an earlier one, in a sentence that has not ended, is a part of it (为期 | 3日，…).
            return matches!(&block.content, Content::Event { date: told } if date < *told);
        }
        // A mark before a line that only goes on is the recogniser's.
        let sentence = row.line.bold == 0 && here.ends_with(['。', '；']) && em(here) >= 8.0;
        let marked = (row.line.heading > 0 || row.line.bold > 0)
            && found.is_none()
            && prose
            && (is_fragment(here) || sentence && Ending::of(above) == Ending::Open);
        if row.line.heading > 0 && !marked
            || row.line.bullet
            || here.starts_with(['●', '■', '◆', '★', '○', '□'])
            || here.starts_with("——")
        {
            return false;
        }
        if row.line.bold > 0 && !open.bold_end && !marked {
            return false;
        }
        let list = above.len() <= LONGEST_BARE && !above.contains('。');
        if (!prose || list) && is_field(above) {
            return field_goes_on(above, here);
        }
        if open.bold_end && row.line.bold > 0 && found.is_none() {
            return true;
        }
        let digit = |c: char| c.is_ascii_digit();
        let cut_number = above.ends_with(digit) && here.starts_with(digit) && here.ends_with(STOPS);
        // 《…》 | 已经县政府同意
        let about = titles::goes_on_about(above, here);
        let fragment = is_fragment(here) || found.is_none() && cut_number || about;
        if !above.contains(STOPS) && (self.is_heading(open, above) || is_form(above) || is_form(here)) {
            if found.is_none()
                && (is_among_sentences(open, above, here, next) || is_among_items(open, above, row, next))
            {
                return true;
            }
            return fragment || self.ends_item(open, here) || found.is_none() && self.is_cut_word(above, here);
        }
        true
    }

    /// Whether a numbered row is the next item of a list that runs inside the text above, and not one of paragraphs.
    fn runs_on(&self, above: &str, here: &str, found: Found) -> bool {
        let (marker, printed) = (found.marker, here[..found.len].trim_end());
        let inner = matches!(marker.kind, MarkerKind::Circled | MarkerKind::ArabicParen);
        if !inner || marker.number < 3 || self.series.expects(marker) || Ending::of(above) != Ending::Stop {
            return false;
        }
        let before = match marker.kind {
            MarkerKind::Circled => printed.chars().next().and_then(|c| char::from_u32(c as u32 - 1)).map(String::from),
            _ => Some(printed.replace(&marker.number.to_string(), &(marker.number - 1).to_string())),
        };
        above.ends_with(['；', ';']) && before.is_some_and(|before| above.find(&before).is_some_and(|at| at > 0))
    }

    /// Whether the text above is a sentence of several parts that ends with ；, and the row its last: 甲要…；乙要…； | 丙要…。
    /// Items of a list end so as well, but they are numbered, or each a part of its own.
    fn is_chain(&self, open: &Open, above: &str, row: &Row, found: Option<Found>) -> bool {
        let Some(text) = above.strip_suffix(['；', ';']) else { return false };
        let plain = found.is_none() && row.line.heading == 0 && !row.line.bullet && row.line.bold == 0;
        plain
            && open.prose
            && row.text().ends_with(['。', '！', '!'])
            && !is_field(row.text())
            && self.calendar.is_none()
            && (above.len() >= LOOKED_BACK
                || em(text) >= if is_field(text) { 30.0 } else { 60.0 } && text.contains(['。', '；', ';']))
    }

    /// Whether a row is the month or the day of a chronicle.
    fn dates(&self, here: &str) -> bool {
        self.calendar.is_some_and(|mut calendar| calendar.event(here).is_some() || calendar.heading(here))
    }

    /// Where a line of the source is a printed line, a full one goes on. A short one tells nothing: files are cut at pages too.
    fn line_tells(&self, open: &Open, ending: Ending, row: &Row, found: Option<Found>) -> Option<bool> {
        let (full, here) = (open.full?, row.text());
        let above = self.above(open);
        let begins = row.line.heading > 0 || row.line.bullet || self.indents && row.line.indented;
        // Where paragraphs are set in, the line below is the paragraph's, full or not; a page may stand between others.
        let below = open.line + 1 == row.line.number;
        let set_in = self.indents && (full || below && open.prose && open.indented);
        let field = is_field(here) && ending != Ending::OpenBracket && !set_in;
        let first = |found: Found| {
            found.marker.number == 1 && open.marker.is_some() && !open.prose && self.is_heading(open, above)
        };
        let due = found.is_some_and(|found| self.series.expects(found.marker) || first(found)) && !set_in;
        let duty = ending == Ending::Stop && is_duty(here) && !set_in;
        let stands = field || due || duty || is_figure(here) || is_print_note(here);
        let signs = signatures::date(here).is_some() || signatures::is_body(here) && ending == Ending::Stop;
        if begins || stands || signs || are_names(above, here) || self.dates(here) {
            return None;
        }
        match ending {
            // Paragraphs are set in, and this line is not.
            _ if set_in => Some(true),
            // Most sentences that end with the line are not their paragraph's last.
            Ending::Stop if !below && !above.ends_with(['；', ';']) && self.page.is_parted() => Some(false),
            Ending::Stop => {
                let list = above.ends_with(['：', ':']) && !(below && self.page.is_parted());
                (full && found.is_none() && !list && !is_lead(here)).then_some(true)
            }
            // 三、加强保障, as its fellows are, and below it a line that is full: a heading that fills its line by chance.
            Ending::Open if full && self.is_heading_above_text(open, above, row) => None,
            _ => full.then_some(true),
        }
    }

    fn is_heading_above_text(&self, open: &Open, above: &str, row: &Row) -> bool {
        open.rows == 1
            && !open.prose
            && open.marker.is_some_and(|found| self.series.are_headings(found.marker.kind))
            && self.is_heading(open, above)
            && self.page.is_full(row, false) == Some(true)
    }

    /// The end of an item that a number or the page cut: 3次以上的；
    fn ends_item(&self, open: &Open, here: &str) -> bool {
        let above = self.above(open);
        open.marker.is_some() && em(above) >= 10.0 && here.ends_with(['；', ';']) && em(here) <= 20.0 && !is_form(here)
    }

    /// A heading's last characters on a line of their own: the word across the seam is one that is used elsewhere
    /// (强化保 | 障机制, where 保障 occurs), or its first half is printed twice (治 | 治理).
    fn is_cut_word(&self, above: &str, here: &str) -> bool {
        let (Some(last), Some(first)) = (above.chars().next_back(), here.chars().next()) else { return false };
        let plain = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        if em(here) > 6.0 || em(above) < 8.0 || !here.chars().all(plain) || !plain(last) {
            return false;
        }
        overlap(above, here) > 0 || self.page.prints(last, first)
    }

    /// Whether a marker begins a clause although the text above has not ended.
    fn is_due(&self, marker: Marker, row: &Row, must: bool, open: &Open) -> bool {
        let here = row.text();
        if self.series.expects(marker) || self.skips_to(marker, here) {
            return true;
        }
        if must {
            return false;
        }
        let above = self.above(open);
        // 1. after a short （三） is its first item, whatever the fellows of （三） are.
        let first_inside = marker.number == 1
            && open.marker.is_some_and(|f| f.marker.kind != marker.kind)
            && em(above) <= 45.0
            && !is_cut_after_comma(above);
        let bare = !open.prose && (first_inside || self.is_heading(open, above));
        if bare || row.line.heading > 0 || row.line.bold > 0 || row.line.bullet {
            return true;
        }
        let short =
            here.chars().count() <= 36 && !here.contains(['。', '，', ',']) && Ending::of(here) != Ending::OpenBracket;
        marker.number == 1 && marker.kind != MarkerKind::First && short
            || marker.kind == MarkerKind::Tiao && marker.number == 1
    }

    /// Whether （七） begins a clause although （六） is not there: it is not cited (（七）项规定的), and what follows is a sentence.
    fn skips_to(&self, marker: Marker, here: &str) -> bool {
        let text = here.trim_start_matches(|c| !matches!(c, '）' | ')')).trim_start_matches(['）', ')', ' ']);
        marker.kind == MarkerKind::HanParen
            && self.series.skips_to(marker)
            && em(here) >= 15.0
            && text.contains('。')
            && !text.starts_with(['项', '款', '条', '目', '、', '，', '至', '和', '及', '或'])
    }

    /// Whether a text without any stop is a heading or caption, complete as it stands.
    fn is_heading(&self, open: &Open, above: &str) -> bool {
        let width = em(above);
        if width > 45.0 || is_footnote(above) {
            return false;
        }
        if open.heading {
            return true;
        }
        // 严格按照…，不得…，切实做: of several parts, or of two long ones, a sentence.
        let parts = above.matches(['，', ',']).count();
        // 其余时段单向通行，限速: a heading's parts are of a length.
        let cut = above.rsplit(['，', ',']).next().is_some_and(|last| em(last) < 4.0);
        if is_dangling(above) || parts >= 2 || parts == 1 && (width > 30.0 || cut) {
            return false;
        }
        if let Some(found) = open.marker {
            // An article is a sentence; so is what follows a run-in heading.
            if found.marker.kind == MarkerKind::Tiao && width >= 15.0 && !open.bold_end {
                return false;
            }
            if let Some((_, end)) = clauses::heading(above, found, open.bold.min(above.len() as u32))
                && em(&above[end as usize..]) >= 10.0
            {
                return false;
            }
            // Where its fellows are sentences, one without an end was cut.
            return !self.series.are_sentences(found.marker.kind);
        }
        // 县气象局：负责提供 | 24小时雨情: a division of work is a sentence.
        let duty = above
            .split_once(['：', ':'])
            .is_some_and(|(_, duty)| ["负责", "承担", "组织", "协助"].iter().any(|verb| duty.starts_with(verb)));
        open.bold_end && open.bold > 0 || width < 15.0 && !duty
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
