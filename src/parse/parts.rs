//! What a document is made of: the covering notice, what it encloses, the attachments; and what each line of their
//! frame is.
//!
//! Read from the top: title, 文号, addressees; then the notice's text, which ends in a signature (bodies, then a date)
//! or where a title that the document announces stands alone; then the enclosed text; and from each label 附件1 on an
//! attachment. The list 附件：1.… after a body looks like the labels it announces. It is told from them by what follows:
//! a list is followed by its next item, by a signature, by the end, or by the title it has just given.

mod signature;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::clauses;
use super::documents::Row;
use super::labels::{Label, label};
use super::similar::shared_pairs;
use super::{signatures, titles};
use crate::issue::{MarkerKind, PartKind};

/// What a row of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Label,
    Number,
    Addressees,
    List,
    Signatory,
    Date,
    Release,
    /// A caption printed again where a page breaks a table.
    Repeated,
    /// A line of the contents that a long text prints at its own head.
    Contents,
    Body,
}

/// A part and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartPlan {
    pub kind: PartKind,
    pub rows: Range<usize>,
    pub label: Option<String>,
    pub title: Option<String>,
}

/// A document's parts, and the role of each of its rows.
#[derive(Debug)]
pub(super) struct Plan {
    pub parts: Vec<PartPlan>,
    pub roles: Vec<Role>,
}

/// Finds the parts of a document; `title` is its title's rows, within `rows`.
pub(super) fn plan(rows: &[Row], title: Range<usize>) -> Plan {
    let labels: Vec<Option<Label>> = rows.iter().map(|r| if r.is_table() { None } else { label(r.text()) }).collect();
    let (mut last_label, mut last_bare) = (HashMap::new(), HashMap::new());
    for (at, label) in labels.iter().enumerate().filter_map(|(at, l)| Some((at, l.as_ref()?))) {
        last_label.insert(label.number, at);
        if label.rest.is_empty() {
            last_bare.insert(label.number, at);
        }
    }
    let mut planner = Planner {
        rows,
        roles: vec![Role::Body; rows.len()],
        parts: Vec::new(),
        announced: titles::Announced::default(),
        listed: Vec::new(),
        text_from: 0,
        signature: None,
        labels,
        last_label,
        last_bare,
    };
    planner.run(title);
    planner.inner_contents();
    planner.repeated_captions();
    Plan { parts: planner.parts, roles: planner.roles }
}

/// A title that the list of attachments gives.
struct Listed {
    number: Option<u32>,
    key: String,
    found: bool,
}

struct Planner<'a> {
    rows: &'a [Row<'a>],
    roles: Vec<Role>,
    parts: Vec<PartPlan>,
    announced: titles::Announced,
    listed: Vec<Listed>,
    /// Where the head ends.
    text_from: usize,
    /// Rows of the signature, once found.
    signature: Option<Range<usize>>,
    labels: Vec<Option<Label<'a>>>,
    /// By number, the last row with a label, and with a label alone on its line.
    last_label: HashMap<Option<u32>, usize>,
    last_bare: HashMap<Option<u32>, usize>,
}

/// Titles that a list of attachments may give; more are no list.
const MOST_LISTED: usize = 60;

impl<'a> Planner<'a> {
    fn text(&self, at: usize) -> &'a str {
        let row: &'a Row<'a> = &self.rows[at];
        row.text()
    }

    fn join(&self, range: Range<usize>) -> String {
        titles::join(self.rows[range].iter().map(Row::text))
    }

    fn run(&mut self, title: Range<usize>) {
        let name = self.join(title.clone());
        self.parts.push(PartPlan {
            kind: PartKind::Notice,
            rows: 0..self.rows.len(),
            label: None,
            title: Some(name.clone()).filter(|n| !n.is_empty()),
        });
        self.roles[title.clone()].fill(Role::Title);
        let mut at = self.head(title);
        let mut announced = titles::announced(&name);
        let below = self.rows[at..].iter().take_while(|row| !row.is_table());
        announced.extend(titles::announced_below(below.map(Row::text)));
        self.announced = titles::Announced::new(&announced);
        self.text_from = at;
        self.find_signature(at);
        while at < self.rows.len() {
            at = self.step(at);
        }
    }

    /// Number and addressees below (or the number above) the title; the row where the text begins.
    fn head(&mut self, title: Range<usize>) -> usize {
        for above in 0..title.start {
            let number = signatures::doc_number(self.text(above)).is_some();
            self.roles[above] = if number { Role::Number } else { Role::Title };
        }
        let mut at = title.end;
        while at < self.rows.len() && !self.rows[at].is_table() {
            let text = self.text(at);
            if signatures::doc_number(text).is_some() {
                self.roles[at] = Role::Number;
            } else if at == title.end
                && (text.starts_with("——") || self.is_speech() && signatures::spoken(text).is_some())
            {
                self.roles[at] = Role::Title;
            } else if let Some(end) = self.addressees(at) {
                self.roles[at..end].fill(Role::Addressees);
                return end;
            } else if let Some(end) = self.addressees_of_speech(at) {
                return end;
            } else if !signatures::is_head_note(text) {
                break;
            }
            at += 1;
        }
        at
    }

    /// Takes one step: a row, a list or the head of a part. Returns the next row.
    fn step(&mut self, at: usize) -> usize {
        let row = &self.rows[at];
        if row.is_table() || self.roles[at] != Role::Body {
            return at + 1;
        }
        if signatures::release_note(row.text()).is_some() && self.signature.as_ref().is_none_or(|s| at < s.end + 4) {
            self.roles[at] = Role::Release;
            return at + 1;
        }
        if self.labels[at].is_some() {
            return if self.is_attachment(at) { self.labelled_attachment(at) } else { self.list(at) };
        }
        if let Some(end) = self.unlabelled_attachment(at) {
            return end;
        }
        if self.parts.len() == 1
            && let Some(end) = self.enclosed(at)
        {
            return end;
        }
        at + 1
    }

    fn open(&mut self, kind: PartKind, at: usize, label: Option<String>, title: Option<String>) {
        if let Some(last) = self.parts.last_mut() {
            last.rows.end = at;
        }
        self.parts.push(PartPlan { kind, rows: at..self.rows.len(), label, title: title.filter(|t| !t.is_empty()) });
    }

    /// Whether the label at `at` opens an attachment, rather than a list of them.
    fn is_attachment(&self, at: usize) -> bool {
        let Some(label) = &self.labels[at] else { return false };
        let next = self.rows.get(at + 1);
        let next_label = self.labels.get(at + 1).and_then(Option::as_ref);
        let signed = self.signature.as_ref().is_some_and(|s| s.start == at + 1);
        if label.rest.is_empty() {
            let item = next.is_some_and(|row| is_first_item(row)) && label.number.is_none();
            return !(item || signed || label.number.is_none() && next_label.is_some());
        }
        if clauses::marker(label.rest).is_some_and(|f| f.marker.number == 1) {
            return false;
        }
        let Some(next) = next else { return false };
        let again = self.last_label.get(&label.number).is_some_and(|&last| last > at);
        if again || signed || next_label.is_some() || self.is_frame(at + 1) {
            return false;
        }
        let key = titles::key(label.rest);
        let repeats = (1..=3).any(|n| {
            let end = (at + 1 + n).min(self.rows.len());
            self.rows[at + 1..end].iter().all(|r| !r.is_table())
                && shared_pairs(&titles::key(&self.join(at + 1..end)), &key) > 0.7
        });
        let second =
            clauses::marker(next.text()).is_some_and(|f| f.marker.kind == MarkerKind::Arabic && f.marker.number == 2);
        !(repeats || second)
    }

    /// A row that signs, dates or releases.
    fn is_frame(&self, at: usize) -> bool {
        let text = self.text(at);
        !self.rows[at].is_table()
            && (signatures::date(text).is_some()
                || signatures::release_note(text).is_some()
                || signatures::is_body(text))
    }

    /// The list 附件：1.… from its label on; the row after it.
    fn list(&mut self, at: usize) -> usize {
        let rest = self.labels[at].as_ref().map(|l| (l.number, l.rest)).unwrap_or_default();
        let mut items: Vec<(Option<u32>, String)> = Vec::new();
        if !rest.1.is_empty() {
            items.push(item(rest.1, rest.0));
        }
        let mut end = at + 1;
        while end < self.rows.len()
            && !self.rows[end].is_table()
            && self.roles[end] == Role::Body
            && !self.is_frame(end)
        {
            let text = self.text(end);
            if let Some(label) = &self.labels[end] {
                if label.rest.is_empty() || self.is_attachment(end) {
                    break;
                }
                items.push(item(label.rest, label.number));
            } else if clauses::marker(text).is_some_and(|f| f.marker.kind != MarkerKind::Tiao)
                && text.chars().count() <= 90
            {
                items.push(item(text, None));
            } else if !self.continues_item(end, &items) {
                break;
            } else if let Some((_, title)) = items.last_mut() {
                title.push_str(text);
            }
            end += 1;
        }
        self.roles[at..end].fill(Role::List);
        let room = MOST_LISTED.saturating_sub(self.listed.len());
        self.listed.extend(
            items
                .into_iter()
                .map(|(number, title)| Listed { number, key: titles::key(&title), found: false })
                .take(room),
        );
        end
    }

    /// Whether a row goes on with the last item of a list: short, no sentence, and not the title that the item gives.
    fn continues_item(&self, at: usize, items: &[(Option<u32>, String)]) -> bool {
        let Some((_, last)) = items.last() else { return false };
        let text = self.text(at);
        let short = text.chars().count() <= 40 && !text.contains(['。', '：', ':']) && self.rows[at].line.heading == 0;
        if !short || last.ends_with(['；', ';', '。']) {
            return false;
        }
        let end = (at..self.rows.len().min(at + 4)).take_while(|&i| !self.rows[i].is_table()).count() + at;
        let alike = |rows: Range<usize>| {
            let key = titles::key(&self.join(rows));
            items.iter().rev().take(10).map(|(_, title)| shared_pairs(&titles::key(title), &key)).fold(0.0, f32::max)
        };
        // The row begins that title if the title is more alike with it than without it.
        !(at + 1..=end).any(|end| alike(at..end) > 0.75 && alike(at..end) > alike(at + 1..end))
    }

    fn labelled_attachment(&mut self, at: usize) -> usize {
        let Some(label) = self.labels[at].clone() else { return at + 1 };
        let expected = self.listed.iter_mut().find(|l| l.number.or(Some(1)) == label.number.or(Some(1)) && !l.found);
        let expected = expected.map(|l| {
            l.found = true;
            l.key.clone()
        });
        self.roles[at] = Role::Label;
        let (title, end) = if label.rest.is_empty() {
            let lines = self.title_lines(at + 1, expected.as_deref());
            self.roles[at + 1..at + 1 + lines].fill(Role::Title);
            (self.join(at + 1..at + 1 + lines), at + 1 + lines)
        } else {
            (titles::join([label.rest]), at + 1)
        };
        self.open(PartKind::Attachment, at, Some(label.name), Some(title));
        end
    }

    /// A title that the list has given, standing alone without a label.
    fn unlabelled_attachment(&mut self, at: usize) -> Option<usize> {
        if !titles::can_be_line(self.text(at)) || self.listed.iter().all(|l| l.found) {
            return None;
        }
        let (mut best, mut score) = (None, 0.85);
        for lines in 1..=3 {
            if at + lines > self.rows.len() || !titles::can_be_line(self.text(at + lines - 1)) {
                break;
            }
            let key = titles::key(&self.join(at..at + lines));
            for (index, listed) in self.listed.iter().enumerate().filter(|(_, l)| !l.found) {
                let labelled = self.last_bare.get(&listed.number).is_some_and(|&last| last >= at);
                let similarity = shared_pairs(&key, &listed.key);
                if !labelled && similarity > score {
                    (best, score) = (Some((index, lines)), similarity);
                }
            }
        }
        let (index, lines) = best?;
        self.listed[index].found = true;
        self.roles[at..at + lines].fill(Role::Title);
        let title = self.join(at..at + lines);
        self.open(PartKind::Attachment, at, None, Some(title));
        Some(at + lines)
    }

    /// How many lines at `at` read like the announced title, if they are at least `least` alike.
    fn enclosed_title(&self, at: usize, least: f32) -> Option<usize> {
        if clauses::marker(self.text(at)).is_some()
            || self.labels[at].is_some()
            || !self.announced.keys().iter().any(|key| shares_start(self.text(at), key))
        {
            return None;
        }
        // A sentence about the title may be cut anywhere: 《…方案》 | 已经县政府同意.
        let ahead = self.rows[at..].iter().take(3).take_while(|row| !row.is_table()).map(Row::text);
        let next = self.rows.get(at + 1).filter(|row| !row.is_table());
        if self.text(at).starts_with('《') && titles::says_of_title(&titles::join(ahead))
            || next.is_some_and(|next| titles::goes_on_about(self.text(at), next.text()))
        {
            return None;
        }
        let (mut best, mut score) = (None, least);
        for lines in 1..=5 {
            let Some(row) = self.rows.get(at + lines - 1) else { break };
            let text = row.text();
            if row.is_table()
                || !titles::can_be_line(text)
                || titles::says_of_title(text)
                || self.roles[at + lines - 1] != Role::Body
                || signatures::date(text).is_some()
                || signatures::release_note(text).is_some()
            {
                break;
            }
            let title = self.join(at..at + lines);
            if !titles::balanced(&title) {
                continue;
            }
            let similarity = self.announced.alike(&titles::key(&title));
            if similarity >= score + if best.is_some() { 0.02 } else { 0.0 } {
                (best, score) = (Some(lines), similarity);
            }
        }
        best
    }

    /// The enclosed text begins: its announced title, or after the signature whatever looks like a title.
    fn enclosed(&mut self, at: usize) -> Option<usize> {
        let signed = self.signature.as_ref().is_some_and(|s| at >= s.end);
        let lines = match self.enclosed_title(at, if signed { 0.55 } else { 0.85 }) {
            Some(lines) => lines,
            // Right after the signature; further down a short line is no title.
            None if self.is_below_signature(at) && at + 1 < self.rows.len() => match self.title_lines(at, None) {
                // Below a notice that issues nothing, what is titled like no text is an advertisement or the like.
                lines
                    if self.announced.is_empty()
                        && self.rows[at].line.heading == 0
                        && !titles::ends_text(&self.join(at..at + lines)) =>
                {
                    0
                }
                lines => lines,
            },
            None => 0,
        };
        if lines == 0 {
            return None;
        }
        self.roles[at..at + lines].fill(Role::Title);
        let title = self.join(at..at + lines);
        // What a notice does not say it issues is attached to it.
        let attached = self.announced.is_empty() && titles::is_attachment_like(&title);
        self.open(if attached { PartKind::Attachment } else { PartKind::Enclosed }, at, None, Some(title));
        Some(at + lines)
    }

    /// In the few rows after a signature that ends a text. A body and a date right under a title sign nothing yet.
    fn is_below_signature(&self, at: usize) -> bool {
        self.signature.as_ref().is_some_and(|s| {
            // A clause between them belongs to the text that was signed.
            let clause = |row: usize| self.roles[row] == Role::Body && clauses::marker(self.text(row)).is_some();
            s.start > self.text_from && (s.end..s.end + 8).contains(&at) && !(s.end..at).any(clause)
        })
    }

    /// How many rows from `at` are a part's title. `expected` is the key of what the list or the notice says it is.
    fn title_lines(&self, at: usize, expected: Option<&str>) -> usize {
        let can = |at: usize| {
            self.rows.get(at).is_some_and(|row| {
                let text = row.text();
                !row.is_table()
                    && self.roles[at] == Role::Body
                    && self.labels[at].is_none()
                    && titles::can_be_line(text)
                    && clauses::marker(text).is_none()
                    && !text.contains(['：', ':'])
                    && !super::entries::is_print_note(text)
                    && (row.line.heading > 0 || !super::entries::is_name_entry(text))
            })
        };
        let most = (0..5).take_while(|n| can(at + n)).count();
        let best = expected.and_then(|key| {
            let alike = |lines: usize| shared_pairs(&titles::key(&self.join(at..at + lines)), key);
            (1..=most).map(|lines| (lines, alike(lines))).filter(|l| l.1 > 0.5).max_by(|a, b| a.1.total_cmp(&b.1))
        });
        if let Some((lines, _)) = best {
            return lines;
        }
        let whole = (1..=most).find(|&lines| titles::ends_text(&self.join(at..at + lines)));
        whole.unwrap_or(most.min(1))
    }

    /// 目录 at the head of a plan or a law, down to where its first entry is printed again; with leaders also without that word.
    /// Its lines name chapters and are none.
    fn inner_contents(&mut self) {
        let mut at = 0;
        while at < self.rows.len() {
            let heading = self.is_body(at) && matches!(titles::key(self.text(at)).as_str(), "目录" | "目次");
            let first = at + usize::from(heading);
            let end =
                (first..self.rows.len()).find(|&row| !self.is_contents_entry(row, first)).unwrap_or(self.rows.len());
            let leaders = (first..end).filter(|&row| has_leaders(self.text(row))).count();
            let again =
                end > first && self.rows.get(end).is_some_and(|row| is_same_entry(row.text(), self.text(first)));
            if heading && (again || leaders > 0) || leaders >= 3 && leaders == end - first {
                self.roles[at..end].fill(Role::Contents);
                at = end;
            } else {
                at += 1;
            }
        }
    }

    fn is_body(&self, at: usize) -> bool {
        !self.rows[at].is_table() && self.roles[at] == Role::Body
    }

    /// A chapter or section by its form, or anything that leads to a page; the first of them again is the text.
    fn is_contents_entry(&self, at: usize, first: usize) -> bool {
        let text = self.text(at);
        self.is_body(at)
            && !(at > first && !has_leaders(text) && is_same_entry(text, self.text(first)))
            && (has_leaders(text)
                || text.chars().count() <= 40
                    && clauses::marker(text).is_some_and(|found| found.marker.kind.is_division()))
    }

    /// Captions that stand again between the pieces of a table.
    fn repeated_captions(&mut self) {
        for part in &self.parts {
            let mut captions: HashSet<String> = part.title.iter().map(|t| titles::key(t)).collect();
            for at in part.rows.clone() {
                let row = &self.rows[at];
                let before_table = self.rows.get(at + 1).filter(|_| at + 1 < part.rows.end).is_some_and(Row::is_table);
                if row.is_table() || !before_table || self.roles[at] != Role::Body {
                    continue;
                }
                let key = titles::key(row.text());
                if at > part.rows.start && self.rows[at - 1].is_table() && captions.contains(&key) {
                    self.roles[at] = Role::Repeated;
                } else {
                    captions.insert(key);
                }
            }
        }
    }
}

/// 第一章 总则……………3
fn has_leaders(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '）' | '·' | '-' | '—'))
        && ["……", "....", "····", "．．．", "⋯⋯", "-----"].iter().any(|leader| text.contains(leader))
}

/// Whether a line is what an entry of the contents names.
fn is_same_entry(text: &str, entry: &str) -> bool {
    let name = |text: &str| {
        let key = titles::key(text);
        key.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
    };
    let (text, entry) = (name(text), name(entry));
    !entry.is_empty() && (text == entry || text.starts_with(&entry))
}

/// Whether some of the first characters of a line occur together in the key of a title: a quick look before comparing.
fn shares_start(text: &str, key: &str) -> bool {
    if !titles::can_be_line(text) {
        return false;
    }
    let start: Vec<char> = titles::key(text).chars().take(8).collect();
    start.windows(2).any(|pair| key.contains(&String::from_iter(pair)))
}

/// `1. 青岚县防汛物资表` as the first item of a list.
fn is_first_item(row: &Row) -> bool {
    let text = row.text();
    !row.is_table()
        && text.chars().count() <= 90
        && !text.trim_end_matches('。').contains('。')
        && clauses::marker(text).is_some_and(|f| f.marker.number == 1 && f.marker.kind != MarkerKind::Han)
}

/// An item of the list: its number and title.
fn item(text: &str, number: Option<u32>) -> (Option<u32>, String) {
    match clauses::marker(text) {
        Some(found) => (Some(found.marker.number), text[found.len..].to_owned()),
        None => (number, text.to_owned()),
    }
}
