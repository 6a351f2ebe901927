//! 提纲: the places of a document that one steers by (its parts, clauses, dated events), as a tree that folds.
//!
//! A [`Landmark`] has a depth; what it holds are the landmarks after it that are deeper, up to the next that is not.

use std::collections::HashSet;

use super::keymap::Action;
use super::list::{List, Single};
use crate::issue::{Block, BlockRef, Content, Document, Part, PartKind};
use crate::text::{fold, pinyin};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    pub at: BlockRef,
    pub depth: usize,
    /// 三、重点任务; 附件1 …; the beginning of the text where there is no heading.
    pub label: String,
    /// How many bytes of the label name it in a path: all of it; the marker alone where the rest is running text; none
    /// where it goes without saying.
    pub name: usize,
}

impl Landmark {
    pub fn name(&self) -> &str {
        self.label.get(..self.name).unwrap_or(&self.label).trim()
    }
}

/// Characters of a label at most.
const LABEL: usize = 48;

/// Every part with a name, clause and event, in printed order.
pub fn landmarks(document: &Document) -> Vec<Landmark> {
    let mut landmarks = Vec::new();
    let title = fold::fold(&document.title);
    let with_parts = document.parts.len() > 1;
    for (p, part) in document.parts.iter().enumerate() {
        let place = |block: usize| BlockRef { part: p as u32, block: block as u32 };
        if p > 0
            && let Some(label) = part_label(part)
        {
            // What a notice encloses is what its title speaks of: a path need not say it twice.
            let said = part.kind == PartKind::Enclosed && title.contains(&fold::fold(&label));
            let name = if said { 0 } else { label.len() };
            landmarks.push(Landmark { at: place(0), depth: 0, name, label });
        }
        // Clauses stand inside the section above them.
        let mut inside = 0;
        for (b, block) in part.blocks.iter().enumerate() {
            let level = match &block.content {
                Content::Clause(clause) => inside + clause.level as usize,
                Content::Section(section) => {
                    inside = section.level as usize + 1;
                    section.level as usize
                }
                Content::Event { .. } => 0,
                _ => continue,
            };
            let depth = level + usize::from(with_parts && p > 0);
            let label = label(block);
            let name = match block.clause() {
                Some(clause) if clause.heading.is_none() => label.len().min(clause.marker_len as usize),
                _ => label.len(),
            };
            landmarks.push(Landmark { at: place(b), depth, name, label });
        }
    }
    landmarks
}

fn part_label(part: &Part) -> Option<String> {
    let words: Vec<&str> = [part.label.as_deref(), part.title.as_deref()].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A clause's marker and heading; without one, the beginning of its first sentence.
fn label(block: &Block) -> String {
    let marker = block.clause().map_or(0, |clause| clause.marker_len as usize);
    let text = match block.heading() {
        Some(heading) => {
            let marker = block.text.get(..marker).unwrap_or("").trim_end();
            // 第一章 总则, but 一、总则.
            let space = if marker.ends_with(['编', '章', '节', '条']) { " " } else { "" };
            format!("{marker}{space}{heading}")
        }
        None => match &block.content {
            Content::Section(section) => block.text.get(..section.heading_end as usize).unwrap_or_default().to_owned(),
            _ => block.text.clone(),
        },
    };
    let sentence = text.find(['。', '；', '\n']).filter(|&end| end > marker).unwrap_or(text.len());
    text[..sentence].trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(LABEL).collect()
}

/// The outline as it is shown.
#[derive(Debug, Default)]
pub struct Outline {
    pub list: List,
    /// Keys go to it, not to the text.
    pub focused: bool,
    pub filter: String,
    /// Landmarks that are shown, by position.
    pub shown: Vec<usize>,
    folded: HashSet<usize>,
}

impl Outline {
    pub fn new(landmarks: &[Landmark]) -> Self {
        Outline { shown: (0..landmarks.len()).collect(), ..Outline::default() }
    }

    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.list.selected).copied()
    }

    pub fn is_folded(&self, landmark: usize) -> bool {
        self.filter.trim().is_empty() && self.folded.contains(&landmark)
    }

    /// Selects the landmark that is being read, or what it is folded into.
    pub fn follow(&mut self, landmark: Option<usize>, height: usize) {
        let after = self.shown.partition_point(|&shown| Some(shown) <= landmark);
        self.list.selected = after.saturating_sub(1);
        // Come from afar, it is shown with what stands around it.
        if !(self.list.top..self.list.top + height).contains(&self.list.selected) {
            self.list.top = self.list.selected.saturating_sub(height / 2);
        }
        self.list.reveal(&Single(self.shown.len()), height);
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, landmarks: &[Landmark], height: usize) -> bool {
        let Some(selected) = self.selected() else { return false };
        let folds = holds(landmarks, selected);
        match action {
            Action::FoldToggle if !self.folded.remove(&selected) && folds => drop(self.folded.insert(selected)),
            Action::FoldToggle => {}
            Action::Right => drop(self.folded.remove(&selected)),
            Action::Left if folds && !self.folded.contains(&selected) => drop(self.folded.insert(selected)),
            Action::Left => {
                return self.refresh(landmarks, above(landmarks, selected).unwrap_or(selected), height);
            }
            Action::FoldAll => self.folded = (0..landmarks.len()).filter(|&at| holds(landmarks, at)).collect(),
            Action::UnfoldAll => self.folded.clear(),
            Action::FoldLevel => {
                let top = landmarks.iter().map(|landmark| landmark.depth).min().unwrap_or(0);
                let deep = |&at: &usize| landmarks[at].depth - top + 1 >= count.unwrap_or(1) && holds(landmarks, at);
                self.folded = (0..landmarks.len()).filter(deep).collect();
            }
            Action::Fold if folds && !self.folded.contains(&selected) => drop(self.folded.insert(selected)),
            Action::Fold => {
                let above = above(landmarks, selected).unwrap_or(selected);
                if holds(landmarks, above) {
                    self.folded.insert(above);
                }
                return self.refresh(landmarks, above, height);
            }
            _ => return self.list.act(action, count, &Single(self.shown.len()), height),
        }
        self.refresh(landmarks, selected, height)
    }

    /// Selects the next or previous of those that are shown; with `peers` only of this depth or above. None where there is none.
    pub fn step(&mut self, action: Action, count: usize, landmarks: &[Landmark], height: usize) -> Option<usize> {
        let forward = matches!(action, Action::NextClause | Action::NextPeer);
        let peers = matches!(action, Action::NextPeer | Action::PreviousPeer);
        let depth = if peers { landmarks.get(self.selected()?)?.depth } else { usize::MAX };
        let fits = |&at: &usize| landmarks[self.shown[at]].depth <= depth;
        let here = self.list.selected;
        let step = count.max(1) - 1;
        // As far as it goes, if not as far as asked.
        let row = match forward {
            true => (here + 1..self.shown.len()).filter(fits).take(step + 1).last(),
            false => (0..here).rev().filter(fits).take(step + 1).last(),
        };
        self.list.selected = row?;
        self.list.reveal(&Single(self.shown.len()), height);
        self.selected()
    }

    pub fn narrow(&mut self, filter: &str, landmarks: &[Landmark], height: usize) {
        let selected = self.selected().unwrap_or(0);
        self.filter = filter.to_owned();
        self.refresh(landmarks, selected, height);
        if !filter.trim().is_empty() {
            self.list = List::default();
        }
    }

    fn refresh(&mut self, landmarks: &[Landmark], selected: usize, height: usize) -> bool {
        let terms: Vec<String> = self.filter.split_whitespace().map(fold::fold).collect();
        self.shown.clear();
        let mut hidden_below = usize::MAX;
        for (at, landmark) in landmarks.iter().enumerate() {
            if !terms.is_empty() {
                let label = fold::fold(&landmark.label);
                if terms.iter().all(|term| pinyin::holds(&label, term)) {
                    self.shown.push(at);
                }
            } else if landmark.depth <= hidden_below {
                self.shown.push(at);
                hidden_below = if self.folded.contains(&at) { landmark.depth } else { usize::MAX };
            }
        }
        self.follow(Some(selected), height);
        true
    }
}

/// Whether a landmark holds others.
pub fn holds(landmarks: &[Landmark], at: usize) -> bool {
    matches!((landmarks.get(at), landmarks.get(at + 1)), (Some(a), Some(b)) if b.depth > a.depth)
}

/// How many landmarks one holds, at any depth: what folding it hides.
pub fn held(landmarks: &[Landmark], at: usize) -> usize {
    let Some(holder) = landmarks.get(at) else { return 0 };
    landmarks[at + 1..].iter().take_while(|landmark| landmark.depth > holder.depth).count()
}

/// What a landmark stands in.
fn above(landmarks: &[Landmark], at: usize) -> Option<usize> {
    let depth = landmarks[at].depth;
    landmarks[..at].iter().rposition(|landmark| landmark.depth < depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::read::SourceText;

    #[test]
    fn clauses_stand_inside_the_section_above_them() {
        let plan = "丁县防汛预案\n1　总则\n1.1　目的\n做好防汛。\n1.2　原则\n（1）预防为主。\n（2）分级负责。\n2　职责\n2.1　指挥部\n县长任指挥长。\n";
        let document = parse(&SourceText::from_text("a.txt", plan)).documents.remove(0);
        let outline: Vec<(usize, String)> =
            landmarks(&document).into_iter().map(|landmark| (landmark.depth, landmark.label)).collect();
        let expected = [
            (0, "1　总则"),
            (1, "1.1　目的"),
            (1, "1.2　原则"),
            (2, "（1）预防为主"),
            (2, "（2）分级负责"),
            (0, "2　职责"),
            (1, "2.1　指挥部"),
        ];
        assert_eq!(outline, expected.map(|(depth, label)| (depth, label.to_owned())));
    }

    fn marks() -> Vec<Landmark> {
        let mark = |block, depth, label: &str| Landmark {
            at: BlockRef { part: 0, block },
            depth,
            label: label.into(),
            name: 0,
        };
        vec![
            mark(1, 0, "一、总体要求"),
            mark(2, 0, "二、任务"),
            mark(3, 1, "（一）河道"),
            mark(4, 2, "1.清淤"),
            mark(5, 1, "（二）水库"),
            mark(6, 0, "三、保障"),
        ]
    }

    fn labels(outline: &Outline, marks: &[Landmark]) -> Vec<String> {
        outline.shown.iter().map(|&at| marks[at].label.clone()).collect()
    }

    #[test]
    fn folding_hides_what_a_clause_holds_and_nothing_after_it() {
        let marks = marks();
        let mut outline = Outline::new(&marks);
        outline.follow(Some(1), 10);
        outline.act(Action::FoldToggle, None, &marks, 10);
        assert_eq!(labels(&outline, &marks), ["一、总体要求", "二、任务", "三、保障"]);
        outline.follow(Some(3), 10);
        assert_eq!(outline.selected(), Some(1), "what is folded away is shown as what holds it");
        outline.act(Action::UnfoldAll, None, &marks, 10);
        assert_eq!(outline.shown.len(), marks.len());
    }

    #[test]
    fn levels_are_folded_at_once_and_a_leaf_folds_what_it_is_in() {
        let marks = marks();
        let mut outline = Outline::new(&marks);
        outline.act(Action::FoldLevel, Some(2), &marks, 10);
        assert_eq!(labels(&outline, &marks), ["一、总体要求", "二、任务", "（一）河道", "（二）水库", "三、保障"]);
        assert_eq!((held(&marks, 1), held(&marks, 2), held(&marks, 5)), (3, 1, 0));
        outline.act(Action::FoldLevel, Some(1), &marks, 10);
        assert_eq!(labels(&outline, &marks), ["一、总体要求", "二、任务", "三、保障"]);
        outline.act(Action::UnfoldAll, None, &marks, 10);
        outline.follow(Some(3), 10);
        outline.act(Action::Fold, None, &marks, 10);
        assert_eq!((outline.selected(), outline.shown.len()), (Some(2), 5));
        outline.act(Action::Fold, None, &marks, 10);
        assert_eq!((outline.selected(), outline.shown.len()), (Some(1), 3));
        outline.act(Action::Right, None, &marks, 10);
        assert_eq!(outline.shown.len(), 5, "what was folded inside stays folded");
    }

    #[test]
    fn stepping_stays_among_what_is_shown() {
        let marks = marks();
        let mut outline = Outline::new(&marks);
        outline.act(Action::FoldLevel, Some(2), &marks, 10);
        outline.follow(Some(2), 10);
        assert_eq!(outline.step(Action::NextClause, 1, &marks, 10), Some(4), "over what is folded");
        assert_eq!(outline.step(Action::PreviousPeer, 1, &marks, 10), Some(2));
        assert_eq!(outline.step(Action::NextPeer, 9, &marks, 10), Some(5), "as far as it goes");
        assert_eq!(outline.step(Action::NextClause, 1, &marks, 10), None);
    }

    #[test]
    fn left_goes_to_the_parent() {
        let marks = marks();
        let mut outline = Outline::new(&marks);
        outline.follow(Some(3), 10);
        outline.act(Action::Left, None, &marks, 10);
        assert_eq!(outline.selected(), Some(2));
    }

    #[test]
    fn narrowing_keeps_what_matches_in_either_script() {
        let marks = marks();
        let mut outline = Outline::new(&marks);
        outline.narrow("水庫", &marks, 10);
        assert_eq!(labels(&outline, &marks), ["（二）水库"]);
        outline.narrow("", &marks, 10);
        assert_eq!(outline.selected(), Some(4));
        outline.narrow("hed", &marks, 10);
        assert_eq!(labels(&outline, &marks), ["（一）河道"], "in pinyin");
    }
}
