//! A comparison in words: what happened to each row, where it stands, its text on both sides with the changed words apart; and how
//! that is set into lines. The command line and the reader's screen both show it.

use std::sync::Arc;

use super::{Comparison, Item, Piece, Row, words};
use crate::address::inside;
use crate::issue::{Content, Document, Issue};
use crate::text::safe;
use crate::text::width::Widths;
use crate::typeset;

/// How a stretch of text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Gone,
    New,
    /// What the program says itself.
    Own,
}

pub type Run = (Look, String);

/// The text of a row: of either side, and of both in one.
#[derive(Debug, Default)]
pub struct Runs {
    pub old: Vec<Run>,
    pub new: Vec<Run>,
    pub both: Vec<Run>,
}

/// Two documents and how they compare: made once, which may take a while.
#[derive(Debug)]
pub struct Compared {
    old: (Arc<Issue>, usize),
    new: (Arc<Issue>, usize),
    pub comparison: Comparison,
    /// For each row what of it changed; nothing where no words did.
    words: Vec<Vec<Piece>>,
}

impl Compared {
    /// Each document by its issue and its position there. None where there is none.
    pub fn of(old: (Arc<Issue>, usize), new: (Arc<Issue>, usize)) -> Option<Compared> {
        let (before, after) = (old.0.documents.get(old.1)?, new.0.documents.get(new.1)?);
        let comparison = Comparison::of(before, after);
        let changes = |row: &Row| match *row {
            Row::Pair { old, new, changed: true, .. } => {
                words(text(before, &comparison.old[old]), text(after, &comparison.new[new]))
            }
            _ => Vec::new(),
        };
        let words = comparison.rows.iter().map(changes).collect();
        Some(Compared { old, new, comparison, words })
    }

    pub fn old_document(&self) -> &Document {
        &self.old.0.documents[self.old.1]
    }

    pub fn new_document(&self) -> &Document {
        &self.new.0.documents[self.new.1]
    }

    /// The old and the new item of a row.
    pub fn items(&self, row: usize) -> (Option<&Item>, Option<&Item>) {
        match self.comparison.rows[row] {
            Row::Added(new) => (None, Some(&self.comparison.new[new])),
            Row::Dropped(old) => (Some(&self.comparison.old[old]), None),
            Row::Pair { old, new, .. } => (Some(&self.comparison.old[old]), Some(&self.comparison.new[new])),
        }
    }

    /// How many rows of each kind there are.
    pub fn counts(&self) -> String {
        let rows = &self.comparison.rows;
        let count = |of: fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count();
        format!(
            "相同 {}，改动 {}，增加 {}，删去 {}，只是移动或改号 {}",
            count(|row| row.is_same()),
            count(|row| matches!(row, Row::Pair { changed: true, .. })),
            count(|row| matches!(row, Row::Added(_))),
            count(|row| matches!(row, Row::Dropped(_))),
            count(|row| !row.is_same() && matches!(row, Row::Pair { changed: false, .. })),
        )
    }

    /// What happened to a row, and where: 【改动、改号】第三条 → 第四条.
    pub fn label(&self, row: usize) -> String {
        let what = match self.comparison.rows[row] {
            Row::Added(_) => "增加".to_owned(),
            Row::Dropped(_) => "删去".to_owned(),
            Row::Pair { changed, renumbered, moved, .. } => {
                let said = [(changed, "改动"), (renumbered, "改号"), (moved, "移动")];
                let said: Vec<&str> = said.into_iter().filter_map(|(is, name)| is.then_some(name)).collect();
                if said.is_empty() { "相同".to_owned() } else { said.join("、") }
            }
        };
        let (old, new) = self.items(row);
        let name = |document: &Document, item: Option<&Item>| {
            let Some(item) = item else { return String::new() };
            let is_title = document.block(item.at).is_some_and(|block| block.content == Content::Title);
            match inside::name(document, item.at) {
                _ if is_title => "标题".to_owned(),
                // A paragraph without a number, by the clause that it is in.
                name if name.is_empty() => inside::cited(document, item.at),
                name => name,
            }
        };
        let (from, to) = (name(self.old_document(), old), name(self.new_document(), new));
        let place = match (from.is_empty(), to.is_empty()) {
            (false, false) if from != to => format!("{from} → {to}"),
            (true, _) => to,
            (false, _) => from,
        };
        format!("【{what}】{place}")
    }

    pub fn runs(&self, row: usize) -> Runs {
        let (old, new) = self.items(row);
        let (old, new) =
            (old.map(|item| text(self.old_document(), item)), new.map(|item| text(self.new_document(), item)));
        let mut runs = Runs::default();
        match (old, new) {
            (Some(old), Some(new)) if self.words[row].is_empty() => {
                runs.old.push((Look::Plain, shown(old)));
                runs.new.push((Look::Plain, shown(new)));
                runs.both = runs.new.clone();
            }
            (Some(old), Some(new)) => {
                for piece in &self.words[row] {
                    runs.add(&old[piece.old.clone()], &new[piece.new.clone()], piece.changed);
                }
            }
            (old, new) => runs.add(old.unwrap_or_default(), new.unwrap_or_default(), true),
        }
        runs
    }
}

impl Runs {
    fn add(&mut self, old: &str, new: &str, changed: bool) {
        if !changed {
            self.old.push((Look::Plain, shown(old)));
            self.new.push((Look::Plain, shown(new)));
            self.both.push((Look::Plain, shown(new)));
            return;
        }
        if !old.is_empty() {
            self.old.push((Look::Gone, shown(old)));
            self.both.push((Look::Gone, shown(old)));
        }
        if !new.is_empty() {
            self.new.push((Look::New, shown(new)));
            self.both.push((Look::New, shown(new)));
        }
    }
}

fn text<'a>(document: &'a Document, item: &Item) -> &'a str {
    document.block(item.at).and_then(|block| block.text.get(item.bytes.clone())).unwrap_or_default()
}

/// Safe to show; the cells of a table's row apart.
fn shown(text: &str) -> String {
    safe::line(&text.replace('\t', " | ")).into_owned()
}

/// The signs around words that are gone, and around new ones.
fn signs(look: Look) -> Option<[&'static str; 2]> {
    match look {
        Look::Gone => Some(["[-", "-]"]),
        Look::New => Some(["{+", "+}"]),
        Look::Plain | Look::Own => None,
    }
}

/// Sets runs into lines of at most so many cells, by the typesetter's rules; nothing gives no line. `with_signs`: words that are gone
/// are `[-so-]`, new ones `{+so+}`, for where their look alone does not say it.
pub fn set(runs: &[Run], cells: usize, widths: Widths, with_signs: bool) -> Vec<Vec<Run>> {
    // While lines are broken, brackets of the same width stand for the signs: none begins or ends a line where it must not.
    const BRACKETS: [&str; 2] = ["【", "】"];
    let mut whole = String::new();
    // Where each piece of it ends, how it looks, and the sign that it stands for.
    let mut pieces: Vec<(usize, Look, Option<&str>)> = Vec::new();
    for (look, text) in runs.iter().filter(|(_, text)| !text.is_empty()) {
        let mut piece = |text: &str, sign| {
            whole.push_str(text);
            pieces.push((whole.len(), *look, sign));
        };
        if let Some([open, close]) = signs(*look).filter(|_| with_signs) {
            piece(BRACKETS[0], Some(open));
            piece(text, None);
            piece(BRACKETS[1], Some(close));
        } else {
            piece(text, None);
        }
    }
    if whole.is_empty() {
        return Vec::new();
    }
    let mut at = 0;
    let line = |line: &str| {
        // Between lines there is nothing but white space.
        let start = at + whole[at..].find(line).unwrap_or(0);
        at = start + line.len();
        let mut set: Vec<Run> = Vec::new();
        let mut from = start;
        for &(end, look, sign) in &pieces[pieces.partition_point(|piece| piece.0 <= start)..] {
            let to = end.min(at);
            if from >= to {
                break;
            }
            let text = sign.unwrap_or(&whole[from..to]);
            match set.last_mut().filter(|last| last.0 == look) {
                Some(last) => last.1.push_str(text),
                None => set.push((look, text.to_owned())),
            }
            from = to;
        }
        set
    };
    typeset::wrap(&whole, cells, widths).into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stay_with_their_words_and_nothing_is_lost() {
        let runs: Vec<Run> = [
            (Look::Plain, "镇人民政府应当每"),
            (Look::Gone, "季度"),
            (Look::New, "月"),
            (Look::Plain, "巡查【一】次。"),
        ]
        .map(|(look, text)| (look, text.to_owned()))
        .into();
        for cells in 8..40 {
            let lines = set(&runs, cells, Widths::narrow(), true);
            let text = |line: &Vec<Run>| line.iter().map(|run| run.1.as_str()).collect::<String>();
            for line in lines.iter().map(text) {
                assert!(
                    !line.starts_with("-]") && !line.starts_with("+}") && !line.starts_with('。'),
                    "{cells}: {line}"
                );
                assert!(!line.ends_with("[-") && !line.ends_with("{+"), "{cells}: {line}");
                assert!(Widths::narrow().str(&line) <= cells, "{cells}: {line}");
            }
            let all: String = lines.iter().map(text).collect();
            assert_eq!(all, "镇人民政府应当每[-季度-]{+月+}巡查【一】次。");
            let plain: String = set(&runs, cells, Widths::narrow(), false).iter().map(text).collect();
            assert_eq!(plain, "镇人民政府应当每季度月巡查【一】次。");
        }
    }
}
