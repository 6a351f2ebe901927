//! 谁引用: the places of the library that cite a document, those that cite the clause one was at first; each leads to its words.
//!
//! A worker gathers the citations of the whole library ([`Effect::GatherCitations`]) the first time they are asked for; they are
//! kept until the library is read again.

use std::sync::Arc;

use super::contents::Target;
use super::keymap::Action;
use super::library::issue_label;
use super::lines::gist;
use super::list::{Lines, List};
use super::opening::{At, Spot};
use super::reading::{Place, Which};
use super::{App, Effect, Metrics, Screen};
use crate::address::inside;
use crate::citations::gather::{Citations, Citing};
use crate::issue::{BlockRef, Issue};
use crate::library::Progress;
use crate::library::catalog::Catalog;
use crate::library::directory::DocumentId;
use crate::text::{fold, pinyin};

/// What the worker has to say.
#[derive(Debug, Clone)]
pub enum News {
    Progress(Progress),
    Done(Arc<Citations>),
}

/// A place that cites the document.
#[derive(Debug, Clone)]
pub struct Item {
    pub citing: Citing,
    /// The clause that is cited, as it is said: 第八条. Empty where it is the document.
    pub clause: String,
    /// Whether that is the clause one was at.
    pub here: bool,
    /// Title and number of what cites.
    pub by: String,
    pub issue: String,
}

/// Every item takes two lines: who cites, and how.
pub struct Pairs(pub usize);

impl Lines for Pairs {
    fn items(&self) -> usize {
        self.0
    }
    fn line(&self, item: usize) -> usize {
        2 * item
    }
    fn item_at(&self, line: usize) -> usize {
        line / 2
    }
}

#[derive(Debug)]
pub struct Cited {
    id: DocumentId,
    issue: Arc<Issue>,
    /// The clause one was at.
    near: Option<BlockRef>,
    title: String,
    pub progress: Option<Progress>,
    /// None until they are gathered.
    pub items: Option<Vec<Item>>,
    /// Which are shown, by position.
    pub shown: Vec<usize>,
    pub filter: String,
    pub list: List,
}

impl Cited {
    pub fn titles(&self) -> Vec<String> {
        vec![self.title.clone(), "谁引用".into()]
    }

    pub fn selected(&self) -> Option<&Item> {
        self.items.as_ref()?.get(*self.shown.get(self.list.selected)?)
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        self.list.act(action, count, &Pairs(self.shown.len()), metrics.body())
    }

    pub fn set(&mut self, metrics: &Metrics) {
        self.list.reveal(&Pairs(self.shown.len()), metrics.body());
    }

    /// Narrows to what has every word of `filter`.
    pub fn narrow(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.list = List::default();
        let terms: Vec<String> = filter.split_whitespace().map(fold::fold).collect();
        let fits = |item: &Item| {
            let text = fold::fold(&format!("{} {} {} {}", item.clause, item.by, item.issue, item.citing.text));
            terms.iter().all(|term| pinyin::holds(&text, term))
        };
        let items = self.items.iter().flatten().enumerate();
        self.shown = items.filter(|(_, item)| fits(item)).map(|(at, _)| at).collect();
    }

    fn take(&mut self, citations: &Citations, catalog: &Catalog) {
        let document = self.issue.documents.get(self.id.document as usize);
        let near = document.zip(self.near).and_then(|(document, near)| inside::article_at(document, near));
        let item = |citing: &Citing| {
            let found = document.filter(|_| !citing.steps.is_empty()).and_then(|document| {
                let at = inside::find(document, &citing.steps, BlockRef { part: 0, block: 0 }).first()?.at();
                Some((inside::cited(document, at), at))
            });
            let issue = catalog.get(citing.by.issue)?;
            let by = citing.by.summary(catalog)?;
            let number = by.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
            let here = near
                .as_ref()
                .zip(found.as_ref())
                .is_some_and(|(near, (_, at))| near.part == at.part && near.blocks.contains(&at.block));
            let clause = found.map(|(clause, _)| clause).unwrap_or_default();
            let (by, issue) = (format!("{}{number}", gist(&by.title)), issue_label(issue));
            Some(Item { citing: citing.clone(), clause, here, by, issue })
        };
        let mut items: Vec<Item> = citations.of(self.id).iter().filter_map(item).collect();
        items.sort_by_key(|item| !item.here);
        (self.progress, self.items) = (None, Some(items));
        self.narrow("");
    }
}

impl App {
    /// Who cites the document that is read, or selected.
    pub(super) fn show_cited(&mut self) -> Vec<Effect> {
        let (id, issue, which, near) = match self.screens.last() {
            Some(Screen::Reading(reading)) => (reading.id, &reading.issue, reading.which, Some(reading.near())),
            Some(Screen::Contents(contents)) => match contents.selected().map(|entry| entry.target) {
                Some(Target::Document(at)) => (contents.id, &contents.issue, Which::Document(at), None),
                _ => (contents.id, &contents.issue, Which::Front, None),
            },
            _ => return Vec::new(),
        };
        let Which::Document(document) = which else {
            self.message = Some(format!("先选一份文件，再按 {} 看谁引用它", self.keymap.name(Action::Cited)));
            return Vec::new();
        };
        let (id, issue) = (DocumentId { issue: id, document }, issue.clone());
        let title = id.summary(&self.catalog).map(|document| gist(&document.title).to_owned()).unwrap_or_default();
        let mut screen = Cited {
            id,
            issue,
            near,
            title: crate::text::safe::line(&title).into_owned(),
            progress: None,
            items: None,
            shown: Vec::new(),
            filter: String::new(),
            list: List::default(),
        };
        let mut effects = Vec::new();
        match &self.citations {
            Some(citations) => screen.take(citations, &self.catalog),
            None => {
                self.gatherings += 1;
                effects.push(Effect::GatherCitations(self.gatherings));
            }
        }
        self.screens.push(Screen::Cited(Box::new(screen)));
        effects
    }

    /// What the worker has to say about the citations it gathers.
    pub(super) fn hear_of_citations(&mut self, request: u64, told: News) {
        if request != self.gatherings {
            return;
        }
        if let News::Done(citations) = &told {
            if !citations.failures.is_empty() {
                self.message = Some(format!("{} 个文件读不了，没有计入", citations.failures.len()));
            }
            self.citations = Some(citations.clone());
        }
        for screen in &mut self.screens {
            let Screen::Cited(screen) = screen else { continue };
            match &told {
                News::Progress(progress) => screen.progress = Some(*progress),
                News::Done(citations) if screen.items.is_none() => screen.take(citations, &self.catalog),
                News::Done(_) => {}
            }
        }
    }

    /// Positions in the catalog are new: nothing of what was gathered holds.
    pub(super) fn forget_citations(&mut self) {
        self.gatherings += 1;
        self.citations = None;
        self.screens.retain(|screen| !matches!(screen, Screen::Cited(_) | Screen::Choice(_) | Screen::Compare(_)));
        for screen in &mut self.screens {
            if let Screen::Reading(reading) = screen {
                reading.links = None;
            }
        }
    }

    /// Leads to the words of the selected item.
    pub(super) fn open_citing(&mut self) -> Vec<Effect> {
        let Some(Screen::Cited(screen)) = self.screens.last() else { return Vec::new() };
        let Some(Item { citing, .. }) = screen.selected() else { return Vec::new() };
        self.lead_to(Spot {
            id: citing.by.issue,
            which: Which::Document(citing.by.document),
            at: At::Place(Place { at: citing.at, offset: citing.offset }),
            words: citing.text.get(citing.mark.clone()).map(str::to_owned).into_iter().collect(),
        })
    }
}
