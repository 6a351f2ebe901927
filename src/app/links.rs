//! Citations in the document that is read: walking from one to the next, and following one.
//!
//! They are looked up when a document is first shown, since what is marked depends on what the library holds.

use super::lines::gist;
use super::opening::{At, Spot};
use super::reading::{Reading, Which};
use super::{Action, App, Effect, Metrics, PromptKind, Screen};
use crate::address::{Step, inside};
use crate::citations::links::{self, Goal, Link};
use crate::issue::BlockRef;
use crate::library::directory::{Directory, DocumentId};

/// The citations of a document that lead somewhere, in printed order.
#[derive(Debug, Default)]
pub struct Links {
    pub all: Vec<Link>,
    /// The one that was walked to last.
    pub selected: Option<usize>,
}

impl Links {
    /// Those in a block, each with its number.
    pub fn in_block(&self, at: BlockRef) -> impl Iterator<Item = (usize, &Link)> {
        let first = self.all.partition_point(|link| link.at < at);
        self.all[first..].iter().take_while(move |link| link.at == at).zip(first..).map(|(link, number)| (number, link))
    }
}

impl Reading {
    fn look_up(&mut self, directory: Directory) {
        let own = match self.which {
            Which::Front => None,
            Which::Document(document) => Some(DocumentId { issue: self.id, document }),
        };
        let found = self.document().zip(own).map(|(document, own)| links::of(document, own, directory));
        let mut all = found.unwrap_or_default();
        all.retain(|link| !matches!(link.goal, Goal::Absent(_)));
        self.links = Some(Links { all, selected: None });
    }

    /// Selects the next citation: after the one selected, or from the top of the page on where that is out of sight; past the last
    /// comes the first. False where there is none.
    fn step_link(&mut self, forward: bool, count: usize, metrics: &Metrics) -> bool {
        let Some(links) = self.links.as_ref().filter(|links| !links.all.is_empty()) else { return false };
        let all = links.all.len();
        let from_top = self
            .page
            .position(self.top)
            .map_or(0, |(at, offset)| links.all.partition_point(|link| (link.at, link.range.end) <= (at, offset)));
        let by = (count - 1) % all;
        let next = match (self.link_in_sight(metrics), forward) {
            (Some(here), true) => here + 1 + by,
            (Some(here), false) => here + 2 * all - 1 - by,
            (None, true) => from_top + by,
            (None, false) => from_top + 2 * all - 1 - by,
        } % all;
        let line = links.all.get(next).map(|link| self.page.line_of(link.at, link.range.start));
        if let Some(links) = &mut self.links {
            links.selected = Some(next);
        }
        line.into_iter().for_each(|line| self.show_line(line, metrics));
        true
    }

    fn link_in_sight(&self, metrics: &Metrics) -> Option<usize> {
        let links = self.links.as_ref()?;
        let link = links.all.get(links.selected?)?;
        self.sees(link.at, link.range.start, metrics).then_some(links.selected?)
    }
}

impl App {
    /// Looks up where the citations lead of a document that is shown for the first time.
    pub(super) fn look_up_links(&mut self) {
        if !matches!(self.screens.last(), Some(Screen::Reading(reading)) if reading.links.is_none()) {
            return;
        }
        if let (Some(Screen::Reading(reading)), Some(directory)) =
            (self.screens.last_mut(), self.catalog.directory_at_once())
        {
            reading.look_up(directory);
        }
    }

    /// Has the directory made where it takes a while and something waits for it.
    pub(super) fn directory_needed(&mut self) -> Option<Effect> {
        let is_named = self.prompt.as_ref().is_some_and(|prompt| prompt.kind == PromptKind::GoTo);
        let is_cited = matches!(self.screens.last(), Some(Screen::Reading(reading)) if reading.links.is_none());
        let needed = (is_named || is_cited) && !self.directory_asked && self.catalog.directory_at_once().is_none();
        self.directory_asked |= needed;
        needed.then_some(Effect::MakeDirectory)
    }

    /// To the next citation, and says where it leads.
    pub(super) fn walk_links(&mut self, forward: bool, count: usize) {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return };
        if !reading.step_link(forward, count.max(1), &metrics) {
            self.message = Some(self.no_links());
            return;
        }
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let Some(links) = &reading.links else { return };
        let (at, all) = (links.selected.unwrap_or(0), links.all.len());
        let goal = links.all.get(at).map(|link| self.goal_name(reading, &link.goal)).unwrap_or_default();
        self.message = Some(format!("引用 {}/{all}  回车到：{goal}", at + 1));
    }

    fn no_links(&self) -> String {
        let [outline, cited] = [Action::Outline, Action::Cited].map(|action| self.keymap.name(action));
        format!("本文没有引用馆藏里的文件；{outline} 打开提纲，{cited} 看谁引用本文")
    }

    fn goal_name(&self, reading: &Reading, goal: &Goal) -> String {
        match goal {
            Goal::Here(at) => {
                let name = reading.document().map(|document| inside::cited(document, *at)).unwrap_or_default();
                format!("本文{name}")
            }
            Goal::There(id, steps) => {
                let Some(document) = id.summary(&self.catalog) else { return String::new() };
                let number = document.doc_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
                format!("{}{number}{}", gist(&document.title), named(steps))
            }
            Goal::Absent(_) => String::new(),
        }
    }

    /// Goes where the selected citation leads.
    pub(super) fn follow_link(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return Vec::new() };
        let selected = reading.link_in_sight(&metrics);
        let goal = selected.and_then(|at| Some(reading.links.as_ref()?.all.get(at)?.goal.clone()));
        match goal {
            Some(Goal::Here(at)) => reading.go_to_block(at, &metrics),
            Some(Goal::There(id, steps)) => {
                let at = if steps.is_empty() { At::Left } else { At::Clause(steps) };
                let which = Which::Document(id.document);
                return self.lead_to(Spot { id: id.issue, which, at, words: Vec::new() });
            }
            _ if reading.links.as_ref().is_none_or(|links| links.all.is_empty()) => {
                self.message = Some(self.no_links());
            }
            Some(Goal::Absent(_)) | None => {
                let [link, open] = [Action::Switch, Action::Open].map(|action| self.keymap.name(action));
                self.message = Some(format!("先按 {link} 选一处引用，再按{open}跟过去"));
            }
        }
        Vec::new()
    }
}

/// Steps as they are said: 第八条第二款. Of a document that is not at hand.
fn named(steps: &[Step]) -> String {
    steps.iter().map(|step| step.to_string()).collect()
}
