//! Tables: rows of tabs or pipes, HTML tables, and columns that only gaps tell, as recognisers and converters write them.
//!
//! [`find`] says which lines are rows, and how they are set; runs of rows that only blank lines, furniture or a repeated caption part are one
//! table, because that is what a page break leaves of it. [`block`] makes the text of one: cells without markup, separated by
//! tabs, rows by line feeds. A header that a page repeats is shown once; a row that goes on after a page break is joined
//! to its row cell by cell:
//!
//! ```text
//! 1 <tab> 完善机制 <tab> 健全县、乡、村三级服务体
//! (page break)
//!   <tab>          <tab> 系。                        → 1 | 完善机制 | 健全县、乡、村三级服务体系。
//! ```

mod gaps;
pub mod header;
mod html;

pub(super) use self::gaps::{Cut, is_parted};
pub(super) use self::html::{clean, rows};
use super::documents::Row;
use super::markup::Line;
use super::responsibilities::units;
use crate::issue::{Block, Content, Table};

/// How a row is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Set {
    /// Its own text says where its cells are.
    Apart,
    /// Only the rows around it do.
    Gaps(gaps::Cut),
}

/// For each line how it is set, if it is a row of a table.
pub(super) fn find(lines: &[Line], aside: &[bool]) -> Vec<Option<Set>> {
    let mut in_html = false;
    let mut rows: Vec<Likely> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let raw = line.raw;
        if in_html || starts_html_table(raw) {
            let lower = raw.to_ascii_lowercase();
            let opens = lower.matches("<table").count() + usize::from(in_html);
            in_html = lower.matches("</table").count() < opens;
            rows.push(if line.is_blank() { Likely::No } else { Likely::Yes });
            continue;
        }
        rows.push(if line.is_blank() || aside.get(at) == Some(&true) { Likely::Blank } else { likely(raw) });
    }
    let mut found = settle(&rows);
    let gaps = gaps::find(lines, aside, &found);
    for (row, _) in &gaps {
        found[*row] = true;
    }
    for row in gaps::figures(lines, aside, &found) {
        found[row] = true;
    }
    let mut set: Vec<Option<Set>> = found.iter().map(|&found| found.then_some(Set::Apart)).collect();
    for (row, cut) in gaps {
        set[row] = Some(Set::Gaps(cut));
    }
    set
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Likely {
    Blank,
    No,
    /// A row if its neighbour is one.
    Beside,
    Yes,
}

pub(super) fn starts_html_table(raw: &str) -> bool {
    let start = raw.trim_start();
    start.starts_with('<')
        && ["<table", "<TABLE", "<tr", "<TR", "<html><body><table"].iter().any(|tag| start.starts_with(tag))
}

fn likely(raw: &str) -> Likely {
    let text = raw.trim_matches([' ', '\r', '\n', '　']);
    if text.starts_with('|') && memchr::memchr_iter(b'|', text.as_bytes()).count() >= 2 {
        return Likely::Yes;
    }
    let tabs = memchr::memchr_iter(b'\t', text.as_bytes()).count();
    if tabs == 0 {
        return Likely::No;
    }
    let filled = text.split('\t').filter(|cell| !cell.trim().is_empty()).count();
    match (tabs, filled) {
        (_, 0) => Likely::No,
        (1, 1) if text.starts_with('\t') => Likely::No,
        (1, 1) => Likely::Beside,
        // Two pieces of which one is prose: a tab that stands for a space.
        (1, 2) if text.ends_with('。') && text.chars().count() > 60 => Likely::Beside,
        _ => Likely::Yes,
    }
}

/// Doubtful rows take after their nearest neighbours with text.
fn settle(rows: &[Likely]) -> Vec<bool> {
    let mut out: Vec<bool> = rows.iter().map(|&row| row == Likely::Yes).collect();
    let mut previous = false;
    for at in 0..rows.len() {
        match rows[at] {
            Likely::Blank => {}
            Likely::Beside => {
                let next = rows[at + 1..].iter().take(3).find(|&&row| row != Likely::Blank);
                out[at] = previous || next == Some(&Likely::Yes);
                previous = out[at];
            }
            row => previous = row == Likely::Yes,
        }
    }
    out
}

/// A rule below more rows than this ends no header.
const LONGEST_HEADER: usize = 10;

/// A cell of a header that is longer is the same only as it stands, in bytes.
const LONGEST_NAME: usize = 1000;

/// A row as cells, and where it was printed.
struct Cells {
    cells: Vec<String>,
    /// The rows' position in the run of lines.
    at: usize,
    /// A blank line or something else stands between it and the row before.
    after_gap: bool,
}

/// The tables of a run of rows: one, or several where a header comes again with other names.
pub(super) fn blocks(rows: &[Row]) -> Vec<Block> {
    let mut starts = vec![0];
    let mut head: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let raw = row.line.raw.trim_matches([' ', '\r', '\n', '　']);
        let begins = row.cut().map(|cut| cut.kind == gaps::Kind::Head);
        // What only gaps tell begins with a header, and is no part of another table.
        if at > 0 && begins.is_some() != rows[at - 1].cut().is_some() {
            starts.push(at);
            head.clear();
        }
        // A header has three columns at least to be known again.
        if begins == Some(false) || begins.is_none() && (raw.starts_with('<') || !raw.contains(['\t', '|'])) {
            continue;
        }
        let cells = row.cut().map_or_else(|| split(raw), |cut| cut.texts(row.line.raw));
        let filled = || cells.iter().filter(|cell| !cell.is_empty()).count();
        let same = |a: &[String], b: &[String]| a.iter().zip(b).all(|(a, b)| a.replace(' ', "") == b.replace(' ', ""));
        if head.is_empty() {
            head = if filled() >= 3 { cells } else { head };
        } else if (begins.is_some() || header::begins_again(&head, &cells)) && !same(&head, &cells) {
            starts.push(at);
            head = cells;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([rows.len()]);
    starts.iter().zip(ends).map(|(&start, end)| block(&rows[start..end])).collect()
}

/// One table from a run of rows.
fn block(rows: &[Row]) -> Block {
    let mut table = Builder::default();
    let mut html = String::new();
    let mut tall = Vec::new();
    let mut last = 0;
    let mut ruled = false;
    for (at, row) in rows.iter().enumerate() {
        let number = row.line.number;
        let after_gap = at > 0 && number > last + 1;
        last = number;
        table.begin_line(number);
        if let Some(cut) = row.cut() {
            table.push_cut(cut.kind, Cells { cells: cut.texts(row.line.raw), at, after_gap });
            continue;
        }
        let raw = row.line.raw.trim_matches([' ', '\r', '\n', '　']);
        if !html.is_empty() || starts_html_table(raw) || raw.starts_with("<t") {
            html = raw.to_owned();
            for cells in html::rows(&html, &mut tall) {
                table.push(Cells { cells, at, after_gap });
            }
            continue;
        }
        if is_rule(raw) {
            if !ruled && raw.starts_with('|') && table.rows.len() <= LONGEST_HEADER {
                table.header_rows = table.header_rows.max(table.rows.len());
            }
            ruled = true;
            continue;
        }
        table.push(Cells { cells: split(raw), at, after_gap });
    }
    table.finish()
}

/// `|---|:--|` or a row of dashes between tabs.
fn is_rule(raw: &str) -> bool {
    raw.contains("--") && raw.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '+'))
}

fn split(raw: &str) -> Vec<String> {
    if let Some(inner) = raw.strip_prefix('|') {
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        // `\|` is a bar that is text.
        let mut cells = vec![String::new()];
        let mut escaped = false;
        for c in inner.chars() {
            match c {
                '|' if !escaped => cells.push(String::new()),
                '|' => {
                    let cell = cells.last_mut().expect("one cell at least");
                    cell.pop();
                    cell.push('|');
                }
                _ => cells.last_mut().expect("one cell at least").push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        return cells.iter().map(|cell| clean(cell)).collect();
    }
    if !raw.contains('\t') {
        return gaps::gapped(raw).into_iter().map(clean).collect();
    }
    raw.split('\t').map(clean).collect()
}

#[derive(Default)]
struct Builder {
    lines: Vec<u32>,
    /// For each line the row it is shown in and the column it begins in.
    shown: Vec<Option<(usize, usize, usize)>>,
    rows: Vec<Cells>,
    header_rows: usize,
    repeated: Vec<(u32, String)>,
    /// The row before was the header's again.
    again: bool,
}

impl Builder {
    fn begin_line(&mut self, number: u32) {
        self.lines.push(number);
        self.shown.push(None);
    }

    fn push(&mut self, row: Cells) {
        if (row.after_gap || self.begins_again(&row.cells)) && self.is_repeated(&row.cells) {
            self.repeated.push((self.lines[row.at], row.cells.join("\t")));
            return;
        }
        if row.after_gap && self.goes_on(&row.cells) {
            self.join(row);
            return;
        }
        self.show(row.at, self.rows.len(), 0, 0);
        self.rows.push(row);
    }

    /// A line of a table that only gaps make: it has been said what it is.
    fn push_cut(&mut self, kind: gaps::Kind, row: Cells) {
        use gaps::Kind;
        let again = kind == Kind::Head && !self.rows.is_empty() || kind == Kind::HeadMore && self.again;
        self.again = again;
        match kind {
            _ if again => self.repeated.push((self.lines[row.at], row.cells.join("\t"))),
            Kind::HeadMore | Kind::More if !self.rows.is_empty() => self.append(row, false),
            _ => {
                self.show(row.at, self.rows.len(), 0, 0);
                self.rows.push(row);
                self.header_rows = self.header_rows.max(usize::from(kind == Kind::Head));
            }
        }
    }

    fn show(&mut self, at: usize, row: usize, column: usize, offset: usize) {
        if let Some(shown @ None) = self.shown.get_mut(at) {
            *shown = Some((row, column, offset));
        }
    }

    /// The whole header again, in mid-table.
    fn begins_again(&self, cells: &[String]) -> bool {
        self.rows.len() > 1 && self.rows.iter().take(2).any(|row| header::begins_again(&row.cells, cells))
    }

    /// One of the header's rows again.
    fn is_repeated(&self, cells: &[String]) -> bool {
        let shown = |row: &[String]| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let bare = |cell: &String| cell.replace(' ', "");
        let same = |row: &[String]| {
            let mut pairs = row.iter().zip(cells);
            shown(row) == shown(cells) && pairs.all(|(a, b)| a == b || a.len() <= LONGEST_NAME && bare(a) == bare(b))
        };
        let filled = cells.iter().filter(|c| !c.is_empty()).count();
        filled >= 2 && self.rows.iter().take(3).any(|row| !is_serial(&row.cells[0]) && same(&row.cells))
    }

    /// The row before was cut by the page: this one has no serial number of its own, and some cell of the other ends in
    /// mid-sentence where this one goes on.
    fn goes_on(&self, cells: &[String]) -> bool {
        let Some(before) = self.rows.last() else { return false };
        if before.cells.len() != cells.len() || self.rows.len() <= self.header_rows.max(1) || cells.len() < 2 {
            return false;
        }
        let long = |text: &str| text.chars().nth(11).is_some();
        let cut = |above: &str, here: &str| {
            !above.ends_with(['。', '；', ';', '！', '：', ':', '.', '）', ')'])
                && super::clauses::marker(here).is_none()
                && !is_figure(here)
        };
        // A numbered cell may be cut as well: 12. 激发学校办学活 | 力.
        let numbered = |above: &str, here: &str| super::clauses::marker(above).is_some() && !long(here);
        let mut some = false;
        for (above, here) in before.cells.iter().zip(cells).filter(|(_, here)| !here.is_empty()) {
            if above == here || are_units(above, here) {
                continue;
            }
            if above.is_empty() || !cut(above, here) || !(long(above) || numbered(above, here)) {
                return false;
            }
            some |= long(above);
        }
        let filled = |cells: &[String]| cells.iter().filter(|c| !c.is_empty()).count();
        some && (cells[0].is_empty() || before.cells[0] != cells[0]) && filled(cells) < filled(&before.cells).max(2)
    }

    fn join(&mut self, row: Cells) {
        self.append(row, true);
    }

    /// `seam`: a page's end is between the pieces, so the same may be printed twice.
    fn append(&mut self, row: Cells, seam: bool) {
        let index = self.rows.len() - 1;
        let first = row.cells.iter().position(|c| !c.is_empty()).unwrap_or(0);
        let offset = self.rows[index].cells.get(first).map_or(0, String::len);
        self.show(row.at, index, first, offset);
        let before = &mut self.rows[index].cells;
        for (above, here) in before.iter_mut().zip(row.cells) {
            if seam && *above == here && !here.is_empty() {
                self.repeated.push((self.lines[row.at], here));
            } else {
                if seam && are_units(above, &here) {
                    above.push(' ');
                }
                above.push_str(&here);
            }
        }
    }

    fn finish(self) -> Block {
        let mut text = String::new();
        let mut row_lines = Vec::with_capacity(self.rows.len());
        let mut cell_starts: Vec<Vec<usize>> = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            row_lines.push(self.lines[row.at]);
            let mut starts = Vec::with_capacity(row.cells.len());
            for (column, cell) in row.cells.iter().enumerate() {
                if column > 0 {
                    text.push('\t');
                }
                starts.push(text.len());
                text.push_str(cell);
            }
            cell_starts.push(starts);
        }
        // A line that shows nothing (a rule, a repeated header) stands where the next one does.
        let mut starts = vec![text.len() as u32; self.lines.len()];
        let mut next = text.len();
        for at in (0..self.lines.len()).rev() {
            if let Some((row, column, offset)) = self.shown[at] {
                next = cell_starts[row].get(column).map_or(next, |start| start + offset).min(next);
            }
            starts[at] = next as u32;
        }
        let header_rows = self.header_rows().min(self.rows.len());
        let columns = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        Block {
            content: Content::Table(Table { row_lines, header_rows: header_rows as u32, columns: columns as u32 }),
            lines: self.lines,
            starts,
            text,
            repeated: self.repeated,
        }
    }

    /// A header is one row of names, or two where the second names what a merged cell of the first holds.
    fn header_rows(&self) -> usize {
        // A caption that stands in the table's first row is part of the header.
        let caption =
            self.rows.first().filter(|r| r.cells.len() > 1 && r.cells.iter().filter(|c| !c.is_empty()).count() == 1);
        let start = usize::from(caption.is_some() && self.rows.len() > 1);
        let Some(first) = self.rows.get(start) else { return 0 };
        let named = |cells: &[String]| {
            cells
                .iter()
                .filter(|c| !c.is_empty())
                .all(|c| c.chars().count() <= 24 && !c.ends_with(['。', '；', '：', ':']) && !is_figure(c))
        };
        if self.header_rows == 0 && (is_serial(&first.cells[0]) || first.cells[0].is_empty() || !named(&first.cells)) {
            return 0;
        }
        let mut rows = start + 1;
        while let Some(next) = self.rows.get(rows).filter(|_| rows < start + 3) {
            let has_gap = self.rows[rows - 1].cells.iter().any(String::is_empty)
                || self.rows[rows - 1].cells.windows(2).any(|pair| pair[0] == pair[1]);
            let filled = next.cells.iter().filter(|c| !c.is_empty()).count();
            // The table's own rows begin with text; between may stand another row of names.
            let mut below = self.rows.iter().skip(rows + 1).take(2);
            let below = below.find(|row| !row.cells[0].is_empty() || !named(&row.cells));
            let below = below.is_some_and(|row| !row.cells[0].is_empty());
            if !(next.cells[0].is_empty() && has_gap && filled >= 2 && named(&next.cells) && below) {
                break;
            }
            rows += 1;
        }
        rows.max(self.header_rows)
    }
}

/// Two lists of units, of which one may go on with the other.
fn are_units(above: &str, here: &str) -> bool {
    const LONGEST: usize = 4096;
    above.len() <= LONGEST && units::is_list(here) && units::is_list(above)
}

fn is_figure(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '—' | '/' | ' '))
}

/// A row's serial number.
fn is_serial(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && crate::text::numerals::parse(text.trim_end_matches(['.', '、'])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Cells come out of pipes and of tabs as they went in.
        #[test]
        fn what_is_set_between_bars_is_read(row in prop::collection::vec("[县局甲乙1-9（）|]{1,6}", 2..6)) {
            let piped: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            prop_assert_eq!(&split(&format!("| {} |", piped.join(" | "))), &row);
            let plain: Vec<String> = row.iter().map(|cell| cell.replace('|', "")).collect();
            prop_assert_eq!(split(&plain.join("\t")), plain);
        }

        /// A table of any cells keeps them all: between tabs, a row a line.
        #[test]
        fn a_table_is_its_cells(table in prop::collection::vec(prop::collection::vec("[县局甲乙丙丁]{1,6}", 3), 2..6), tabs: bool) {
            let mut seen = std::collections::HashSet::new();
            prop_assume!(table.iter().all(|row| seen.insert(row)));
            let line = |row: &Vec<String>| if tabs { row.join("\t") } else { format!("|{}|", row.join("|")) };
            let lines: Vec<String> = table.iter().map(line).collect();
            let text = format!(
                "青岚县人民政府关于公布名单的通知\n青政发〔2021〕3号\n\n各乡镇人民政府：\n现将名单公布如下：\n\n{}\n",
                lines.join("\n")
            );
            let issue = crate::parse::parse(&crate::read::SourceText::from_text("a.txt", &text));
            let blocks = issue.documents.iter().flat_map(|document| document.blocks());
            let tables: Vec<&str> = blocks.filter(|(_, block)| matches!(block.content, Content::Table(_))).map(|(_, block)| block.text.as_str()).collect();
            prop_assert_eq!(tables.join("\n").replace('\n', "\t"), table.concat().join("\t"));
        }
    }
}
