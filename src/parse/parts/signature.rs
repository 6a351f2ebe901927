//! Whom a document is addressed to, who signed it, and when.

use super::{Planner, Role};
use crate::parse::documents::Row;
use crate::parse::{clauses, signatures, titles};

impl Planner<'_> {
    /// Below who gave a report, and when, may stand whom it is given to: （2021年5月19日） | 县财政局局长　王小明 | 县人大常委会：
    pub(super) fn addressees_of_speech(&mut self, at: usize) -> Option<usize> {
        const BYLINES: usize = 3;
        if !self.is_speech() {
            return None;
        }
        let byline = |row: &Row| {
            !row.is_table()
                && row.text().chars().count() <= 40
                && !row.text().contains(['。', '，', '；', '：', ':'])
                && clauses::marker(row.text()).is_none()
        };
        let most = self.rows.len().min(at + BYLINES);
        let to = (at + 1..=most)
            .take_while(|&to| byline(&self.rows[to - 1]))
            .find(|&to| self.rows.get(to).is_some_and(|row| !row.is_table() && row.text().ends_with(['：', ':'])))?;
        let end = self.addressees(to)?;
        self.roles[to..end].fill(Role::Addressees);
        for row in at..to {
            if signatures::date(self.text(row)).is_some() {
                self.roles[row] = Role::Date;
            }
        }
        Some(end)
    }

    /// Addressees may take several lines; only the last ends with a colon.
    pub(super) fn addressees(&self, at: usize) -> Option<usize> {
        for end in at + 1..=(at + 5).min(self.rows.len()) {
            let last = &self.rows[end - 1];
            let frame = signatures::date(last.text()).is_some();
            if last.is_table() || frame || last.text().contains(['。', '；']) || clauses::marker(last.text()).is_some()
            {
                return None;
            }
            if end - at > 1 && !self.text(at).contains(['，', '、', ',']) {
                return None;
            }
            if last.text().ends_with(['：', ':']) {
                return signatures::addressees(&self.join(at..end)).then_some(end);
            }
        }
        None
    }

    /// The first date that signs: below a signatory, on a signatory's line, or right above what a date ends.
    pub(super) fn find_signature(&mut self, from: usize) {
        for at in from..self.rows.len() {
            let row = &self.rows[at];
            if row.is_table() {
                continue;
            }
            if self.labels[at].is_some() && self.is_attachment(at)
                || at > from && self.enclosed_title(at, 0.9).is_some()
            {
                return;
            }
            if signatures::trailing_date(row.text()).is_some() && self.is_byline(from, at) {
                self.roles[at] = Role::Date;
                continue;
            }
            if signatures::trailing_date(row.text()).is_some() {
                let start = self.signatories_above(from, at);
                self.roles[start..=at].fill(Role::Signatory);
                self.signature = Some(start..at + 1);
                return;
            }
            let Some(end) = self.date(at) else { continue };
            let start = self.signatories_above(from, at);
            let alone = start == at;
            // The speaker above it need not be one that signs: 县委副书记、县长 张三.
            if alone && self.is_speech() && (from..from + 3).contains(&at) && end < self.rows.len() {
                self.roles[at..end].fill(Role::Date);
                continue;
            }
            // The date first, then who signs.
            if alone
                && at > from
                && let Some(last) = self.signed_below(end)
            {
                self.roles[at..end].fill(Role::Date);
                self.roles[end..last].fill(Role::Signatory);
                self.signature = Some(at..last);
                return;
            }
            let ends = self.rows.get(end).is_none_or(|next| {
                signatures::release_note(next.text()).is_some() || self.enclosed_title(end, 0.6).is_some()
            });
            if alone && (!ends || at == from) {
                if at == from {
                    self.roles[at..end].fill(Role::Date);
                }
                continue;
            }
            self.roles[at..end].fill(Role::Date);
            // Under the title of a speech stand who gave it and when.
            if start == from && self.is_speech() && end < self.rows.len() {
                continue;
            }
            self.roles[start..at].fill(Role::Signatory);
            self.signature = Some(start..end);
            return;
        }
    }

    /// Whether a body and a date stand right under the title, as those of a bulletin do: no sentence is above them.
    pub(super) fn is_byline(&self, from: usize, at: usize) -> bool {
        let short = |row: &Row| row.text().chars().count() <= 20 && !row.text().contains(['。', '：', ':', '；']);
        at - from <= 1 && at + 1 < self.rows.len() && self.rows[from..at].iter().all(short)
    }

    /// The row after those that sign below their date: a body or a person, and then the end, a note of release, or another text.
    pub(super) fn signed_below(&self, date_end: usize) -> Option<usize> {
        let signs = |row: &Row| {
            !row.is_table()
                && signatures::date(row.text()).is_none()
                && signatures::signatories(row.text()).is_some_and(|names| !names.is_empty())
        };
        let last = date_end + self.rows[date_end..].iter().take(3).take_while(|row| signs(row)).count();
        let ends = self.rows.get(last).is_none_or(|next| {
            !next.is_table()
                && (signatures::release_note(next.text()).is_some()
                    || signatures::is_tail_note(next.text())
                    || self.labels[last].is_some()
                    || titles::can_be_line(next.text()) && titles::has_ending(next.text())
                    || self.enclosed_title(last, 0.6).is_some())
        });
        (last > date_end && ends).then_some(last)
    }

    pub(super) fn is_speech(&self) -> bool {
        let title = self.parts.first().and_then(|part| part.title.as_deref()).unwrap_or_default();
        ["讲话", "致辞", "发言", "报告", "说明", "汇报"].iter().any(|kind| titles::without_note(title).ends_with(kind))
    }

    /// The row after a date that begins at `at`; it may take two rows: 2021年6月 | 17日.
    pub(super) fn date(&self, at: usize) -> Option<usize> {
        let text = self.text(at);
        if signatures::date(text).is_some() {
            return Some(at + 1);
        }
        let next = self.rows.get(at + 1).filter(|next| !next.is_table() && next.text().chars().count() <= 8)?;
        let cut = text.chars().count() <= 16 && text.contains('年') && signatures::date(next.text()).is_none();
        (cut && signatures::date(&self.join(at..at + 2)).is_some() && next.text().ends_with('日')).then_some(at + 2)
    }

    /// First of the rows right above `at` that name who signed.
    pub(super) fn signatories_above(&self, from: usize, at: usize) -> usize {
        let mut start = at;
        while start > from && at - start < 6 {
            let above = &self.rows[start - 1];
            if above.is_table()
                || above.line.heading > 0 && at - start > 0
                || signatures::signatories(above.text()).is_none()
            {
                break;
            }
            start -= 1;
        }
        start
    }
}
