//! Whether a line goes on with the text above it: what each rule looks at, and in which order they are asked.

use super::{Builder, LONGEST_BARE, LOOKED_BACK, Open, is_footnote};
use crate::issue::{Content, Marker, MarkerKind};
use crate::parse::clauses::{self, Found};
use crate::parse::documents::Row;
use crate::parse::endings::{Ending, STOPS, em, is_cut_after_comma, is_dangling, is_fragment, is_just_begun};
use crate::parse::entries::{
    are_names, ends_unit, ends_with_label, field_goes_on, goes_on_after_name, is_duty, is_field, is_figure, is_form,
    is_list_of_units, is_name_entry, is_print_note, is_promulgation, is_role_only, is_salutation, opens_sentence,
    says_seat,
};
use crate::parse::markup::is_space;
use crate::parse::seams::{overlap, repeats_end};
use crate::parse::{signatures, titles};

impl Builder<'_> {
    /// Whether the row goes on with the open text.
    pub(super) fn goes_on(&self, row: &Row, found: Option<Found>, next: Option<&Row>) -> bool {
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
    pub(super) fn is_heading(&self, open: &Open, above: &str) -> bool {
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
}

/// 青岚县____乡（镇、街道） | ____村（社区）: a blank to fill in can't begin a line of its own where a unit follows it.
fn is_cut_form(above: &str, here: &str) -> bool {
    let unit = here.trim_start_matches(|c| c == '_' || is_space(c));
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

/// 任命： a few words that introduce what is below them.
fn is_lead(text: &str) -> bool {
    text.ends_with(['：', ':']) && em(text) < 10.0
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
    let plain = row.line.heading == 0 && !here.contains(is_space) && !here.contains(STOPS);
    due && open.rows == 1 && em(above) >= 25.0 && em(here) <= 20.0 && plain
}
