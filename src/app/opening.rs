//! Getting to a document: what is loaded for it, and what is laid on the screen once it is there.
//!
//! An issue that is not at hand is asked for (`Effect::LoadIssue`), and what was wanted of it waits as an [`Opening`]. Whoever knows
//! a place in the library (a finding, a hit, a row of a list) leads there with a [`Spot`].

use std::sync::Arc;

use super::checkup::Checkup;
use super::contents::{Contents, Target};
use super::going::{entry_on_page, page_start};
use super::library::Chosen;
use super::reading::{Place, Reading, Which};
use super::sheet::Sheet;
use super::{Action, App, Effect, Screen};
use crate::address::Step;
use crate::issue::{Issue, IssueKind};
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, IssueId};
use crate::state::Anchor;

/// A place in the library that one is led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub id: IssueId,
    pub which: Which,
    pub at: At,
    /// What to mark wherever it stands in the document, as printed or folded; the first of them from the place on is selected.
    pub words: Vec<String>,
}

/// Where in a document a [`Spot`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// Where the reader left the document; its beginning the first time.
    Left,
    /// A source line, 1-based.
    Line(u32),
    Place(Place),
    /// The way to a clause, as an address names it.
    Clause(Vec<Step>),
    /// Where one was before.
    Was(Place),
    /// As it was kept by an earlier run.
    Anchor(Box<Anchor>),
}

/// What is shown once an issue has been loaded.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) id: IssueId,
    /// This document of it at once.
    document: Option<u32>,
    purpose: Purpose,
}

/// What an issue is loaded for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    /// From this printed page on, or the document of the contents that it falls into.
    ReadPage(u32),
    /// To be led to this place.
    ReadAt(Spot),
    /// The same, in the place of what is being read.
    LeadOn(Spot),
    /// In the place of what is being read.
    ReadInstead,
    Check,
}

impl Opening {
    pub(super) fn new(id: IssueId, purpose: Purpose) -> Self {
        Opening { id, document: None, purpose }
    }

    /// The same of a catalog that takes the place of the one it was asked of; none where the issue is gone.
    pub(super) fn in_another(mut self, old: &Catalog, new: &Catalog) -> Option<Opening> {
        let path = &old.get(self.id)?.path;
        self.id = (0..).zip(&new.issues).find_map(|(at, issue)| (issue.path == *path).then_some(IssueId(at)))?;
        if let Purpose::ReadAt(spot) | Purpose::LeadOn(spot) = &mut self.purpose {
            spot.id = self.id;
        }
        Some(self)
    }
}

impl App {
    pub(super) fn open_chosen(&mut self) -> Vec<Effect> {
        let body = self.metrics().body();
        let opening = match self.library.choose(&self.catalog, body) {
            Chosen::Issue(id) => Opening { id, document: None, purpose: Purpose::Read },
            Chosen::Document(id, document) => Opening { id, document: Some(document), purpose: Purpose::Read },
            Chosen::Failure(at) => {
                if let Some(failure) = self.catalog.failures.get(at) {
                    let lines = vec![failure.path.display().to_string(), String::new(), failure.reason.clone()];
                    self.screens.push(Screen::Sheet(Box::new(Sheet::text("这个文件没有读成", lines))));
                }
                return Vec::new();
            }
            Chosen::Group | Chosen::Nothing => return Vec::new(),
        };
        let id = opening.id;
        self.opening = Some(opening);
        vec![Effect::LoadIssue(id)]
    }

    /// Lays a document on top, where it was left the last time.
    pub(super) fn show(&mut self, id: IssueId, issue: Arc<Issue>, which: Which) {
        let metrics = self.metrics();
        let plain = issue.kind == IssueKind::Plain;
        let Some(mut reading) = Reading::new(id, issue, which) else {
            self.message = Some("这一期里没有这一件".into());
            return;
        };
        self.recall_outline(&mut reading);
        reading.set(&metrics);
        if let Some(place) = self.place_left(&reading) {
            reading.go_to_place(place, &metrics);
        }
        if plain {
            self.message = Some("这个文件不像公报，也不像公文：按普通文本显示，没有目录和条款".into());
        }
        self.screens.push(Screen::Reading(Box::new(reading)));
    }

    /// Leads to a place in the library: at once where its issue is open already, else when it has been loaded.
    pub fn lead_to(&mut self, spot: Spot) -> Vec<Effect> {
        let open = self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Contents(contents) => Some((contents.id, &contents.issue)),
            Screen::Reading(reading) => Some((reading.id, &reading.issue)),
            Screen::Check(checkup) => Some((checkup.id, &checkup.issue)),
            Screen::Search(search) => search.issue(),
            Screen::Sheet(_) | Screen::Table(_) => None,
            Screen::Ledger(_) | Screen::Bookmarks(_) | Screen::Cited(_) | Screen::Choice(_) | Screen::Compare(_) => {
                None
            }
        });
        if let Some((_, issue)) = open.filter(|&(id, _)| id == spot.id) {
            let issue = issue.clone();
            self.show_spot(issue, &spot);
            return Vec::new();
        }
        let id = spot.id;
        self.opening = Some(Opening { id, document: None, purpose: Purpose::ReadAt(spot) });
        vec![Effect::LoadIssue(id)]
    }

    /// Leads on from what is being read: there, or in its place.
    pub(super) fn lead_on(&mut self, spot: Spot) -> Vec<Effect> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return self.lead_to(spot) };
        if reading.id == spot.id && reading.which == spot.which {
            self.lead_here(&spot);
            return Vec::new();
        }
        let id = spot.id;
        if reading.id == id {
            let issue = reading.issue.clone();
            self.show_instead(id, issue, spot.which);
            self.lead_here(&spot);
            return Vec::new();
        }
        self.opening = Some(Opening { id, document: None, purpose: Purpose::LeadOn(spot) });
        vec![Effect::LoadIssue(id)]
    }

    fn lead_here(&mut self, spot: &Spot) {
        let metrics = self.metrics();
        if let Some(Screen::Reading(reading)) = self.screens.last_mut() {
            reading.set(&metrics);
            if !reading.lead(spot, &metrics) {
                self.message = Some("这份文件里没有这一条，停在原处".into());
            }
        }
    }

    fn show_spot(&mut self, issue: Arc<Issue>, spot: &Spot) {
        let before = self.screens.len();
        self.show(spot.id, issue, spot.which);
        if self.screens.len() > before {
            self.lead_here(spot);
        }
    }

    /// The document after or before this one, in its place on the screen. Past the last one of a file that is no issue
    /// of a gazette comes that file's neighbour in the library.
    pub(super) fn neighbour(&mut self, forward: bool, count: Option<usize>) -> Vec<Effect> {
        let Some(Screen::Reading(reading)) = self.screens.last() else { return Vec::new() };
        let documents = reading.issue.documents.len();
        // The front matter stands before document 0.
        let here = match reading.which {
            Which::Front => 0,
            Which::Document(at) => at as usize + 1,
        };
        let first = usize::from(reading.issue.front.is_empty());
        let by = count.unwrap_or(1);
        let there = if forward { (here + by).min(documents) } else { here.saturating_sub(by).max(first) };
        if there == here {
            let single = reading.issue.kind != IssueKind::Gazette;
            if let Some(id) = self.library.beside(reading.id, forward, by).filter(|_| single) {
                self.opening = Some(Opening { id, document: None, purpose: Purpose::ReadInstead });
                return vec![Effect::LoadIssue(id)];
            }
            self.message = Some(if forward { "已是最后一件" } else { "已是第一件" }.into());
            return Vec::new();
        }
        let which = if there == 0 { Which::Front } else { Which::Document(there as u32 - 1) };
        let (id, issue) = (reading.id, reading.issue.clone());
        self.show_instead(id, issue, which);
        Vec::new()
    }

    /// Lays a document in the place of the one that is read; an outline stays open.
    fn show_instead(&mut self, id: IssueId, issue: Arc<Issue>, which: Which) {
        let (metrics, mut with_outline) = (self.metrics(), false);
        if let Some(Screen::Reading(left)) = self.screens.pop_if(|screen| matches!(screen, Screen::Reading(_))) {
            with_outline = left.outline.is_some();
            self.remember(&left);
        }
        self.show(id, issue, which);
        if let Some(Screen::Reading(reading)) = self.screens.last_mut()
            && with_outline
            && !reading.landmarks.is_empty()
        {
            reading.open_outline(&metrics);
        }
    }

    /// The findings of the issue that is open; in the library, of the one selected.
    pub(super) fn check(&mut self) -> Vec<Effect> {
        let (id, issue, which) = match self.screens.last() {
            Some(Screen::Contents(contents)) => {
                let selected = contents.selected().map(|entry| entry.target);
                let which = if let Some(Target::Document(at)) = selected { Which::Document(at) } else { Which::Front };
                (contents.id, contents.issue.clone(), which)
            }
            Some(Screen::Reading(reading)) => (reading.id, reading.issue.clone(), reading.which),
            None => return self.check_selected(),
            _ => return Vec::new(),
        };
        // The list one came from is still there.
        let below = self.screens.iter().rposition(|screen| matches!(screen, Screen::Check(_)));
        if let Some(below) = below.filter(|below| below + 2 == self.screens.len()) {
            self.screens.truncate(below + 1);
            return Vec::new();
        }
        self.show_findings(id, issue, which);
        Vec::new()
    }

    fn check_selected(&mut self) -> Vec<Effect> {
        let Some((id, document)) = self.library.selected_issue() else {
            self.message = Some(format!("先选中一期，再按 {} 体检", self.keymap.name(Action::Check)));
            return Vec::new();
        };
        self.opening = Some(Opening { id, document, purpose: Purpose::Check });
        vec![Effect::LoadIssue(id)]
    }

    fn show_findings(&mut self, id: IssueId, issue: Arc<Issue>, which: Which) {
        let metrics = self.metrics();
        match Checkup::new(id, issue, which, &metrics) {
            Some(checkup) => self.screens.push(Screen::Check(Box::new(checkup))),
            None => self.message = Some("体检：没有发现要留意的地方".into()),
        }
    }

    /// The place that the selected finding is about.
    pub(super) fn show_finding(&mut self) {
        let Some(Screen::Check(checkup)) = self.screens.last() else { return };
        let Some(finding) = checkup.selected() else { return };
        let (line, which) = (finding.line, finding.document.map_or(Which::Front, Which::Document));
        let told = format!("{}：{}", finding.kind.label(), finding.message);
        let (issue, spot) =
            (checkup.issue.clone(), Spot { id: checkup.id, which, at: At::Line(line), words: Vec::new() });
        self.show_spot(issue, &spot);
        self.message = Some(told);
    }

    pub(super) fn take_issue(&mut self, id: IssueId, result: Result<Arc<Issue>, LoadFailure>) -> Vec<Effect> {
        for screen in &mut self.screens {
            if let Screen::Search(search) = screen {
                search.take_issue(id, result.as_ref().ok());
            }
        }
        let Some(opening) = self.opening.take_if(|opening| opening.id == id) else { return Vec::new() };
        match result {
            Ok(issue) => {
                let only = issue.kind != IssueKind::Gazette && issue.documents.len() == 1;
                let document = opening.document.or(only.then_some(0)).map(Which::Document);
                match (opening.purpose, document) {
                    (Purpose::Check, _) => self.show_findings(id, issue, document.unwrap_or(Which::Front)),
                    (Purpose::ReadInstead, _) => {
                        self.library.select(id);
                        self.show_instead(id, issue, document.unwrap_or(Which::Document(0)));
                    }
                    (Purpose::ReadAt(spot), _) => self.show_spot(issue, &spot),
                    (Purpose::ReadPage(page), _) => match (page_start(id, &issue, page), entry_on_page(&issue, page)) {
                        (Some(spot), _) => self.show_spot(issue, &spot),
                        (None, Some(Target::Document(at))) => self.show(id, issue, Which::Document(at)),
                        _ => self.message = Some(format!("这一期里没有找到第{page}页")),
                    },
                    (Purpose::LeadOn(spot), _) => {
                        self.show_instead(id, issue, spot.which);
                        self.lead_here(&spot);
                    }
                    (Purpose::Read, Some(document)) => self.show(id, issue, document),
                    (Purpose::Read, None) => self.show_contents(id, issue),
                }
            }
            Err(failure) => {
                self.ahead.clear();
                self.message = Some(format!("打不开：{}", failure.reason));
            }
        }
        self.press_ahead()
    }

    /// Presses what was typed while something was waited for.
    pub(super) fn press_ahead(&mut self) -> Vec<Effect> {
        let ahead = std::mem::take(&mut self.ahead);
        ahead
            .into_iter()
            .flat_map(|key| {
                self.settle();
                self.key(key)
            })
            .collect()
    }

    fn show_contents(&mut self, id: IssueId, issue: Arc<Issue>) {
        let metrics = self.metrics();
        let left = self.entries.get(&issue.source.path).copied();
        let mut contents = Contents::new(id, issue);
        contents.set(&metrics);
        if let Some(target) = left {
            contents.select(target, &metrics);
        }
        self.screens.push(Screen::Contents(Box::new(contents)));
    }
}

pub(super) fn target(which: Which) -> Target {
    match which {
        Which::Front => Target::Front,
        Which::Document(at) => Target::Document(at),
    }
}
