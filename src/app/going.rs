//! Going somewhere by its name: the places that what is typed after `:` may mean, best first, as one sees them while typing, and
//! the way to the one chosen.
//!
//! What is nearest counts first: the document that is read, the issue that is open, then the library. Names that only begin with what was
//! typed, and headings and titles that have it in them, come behind those that are meant exactly; so an address can be completed.
//!
//! What can be done here has a name too, its words in the help: `：导出` is for hands whose input method swallows the letters.

use std::sync::Arc;

use super::contents::Target;
use super::keymap::Binding;
use super::library::{issue_label, version};
use super::lines::gist;
use super::list::List;
use super::opening::{At, Opening, Purpose, Spot};
use super::reading::{Place, Reading, Which};
use super::{Action, App, Effect, Metrics, Screen};
use crate::address::{Address, Step, inside, pages};
use crate::issue::{BlockRef, Issue, IssueKind};
use crate::library::catalog::IssueId;
use crate::library::directory::{Directory, DocumentId};
use crate::text::fold;

/// A place that what is typed may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What to type for it, as Tab completes it.
    pub name: String,
    /// What is there.
    pub label: String,
    pub goal: Goal,
}

/// Where a candidate leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// This share of what is on the screen.
    Share(usize),
    /// A source line of the document that is read.
    Line(u32),
    /// A block of the document that is read.
    Block(BlockRef),
    /// A document of the issue that is open.
    Entry(Target),
    /// A place in the issue that is open.
    Spot(Spot),
    Document(DocumentId, Vec<Step>),
    Issue(IssueId),
    /// A printed page of an issue that is not open yet.
    Page(IssueId, u32),
    /// Something that can be done here, as its key does.
    Command(Action),
}

/// The places offered while an address is typed.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    pub candidates: Vec<Candidate>,
    pub list: List,
    /// The library was not looked at yet.
    pub partial: bool,
    /// What was typed is a clause, and there is no document that it could be of.
    pub homeless: bool,
}

/// Places offered at most: nobody looks through more.
const OFFERED: usize = 40;
/// Rows of them that are shown.
const SHOWN: usize = 6;

impl Offer {
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.get(self.list.selected)
    }

    /// Rows of the screen that it takes.
    pub fn rows(&self, metrics: &Metrics) -> usize {
        self.candidates.len().min(SHOWN).min(metrics.body() / 2)
    }
}

impl App {
    /// The places that `typed` may mean here, the likeliest first; in the library, if its directory is there.
    pub(super) fn places_named(&self, typed: &str) -> Offer {
        let directory = self.catalog.directory_at_once();
        let mut found = Found { app: self, directory, candidates: Vec::new() };
        found.commands(typed, true);
        let readings = Address::readings(typed);
        readings.iter().for_each(|reading| found.here(reading));
        readings.iter().for_each(|reading| found.in_library(reading));
        if !typed.trim().is_empty() {
            found.like_here(typed);
            found.commands(typed, false);
            found.like_in_library(typed);
        }
        let (candidates, partial) = (found.candidates, directory.is_none());
        Offer { candidates, list: List::default(), partial, homeless: self.is_homeless(&readings) }
    }

    /// Whether an address can only be a clause, and no document is open.
    fn is_homeless(&self, readings: &[Address]) -> bool {
        let open = matches!(self.screens.last(), Some(Screen::Reading(reading)) if reading.document().is_some());
        !open && !readings.is_empty() && readings.iter().all(|reading| matches!(reading, Address::Inside(_)))
    }

    /// Goes where a candidate leads.
    pub(super) fn go(&mut self, goal: Goal) -> Vec<Effect> {
        let metrics = self.metrics();
        match (goal, self.screens.last_mut()) {
            (Goal::Share(percent), Some(Screen::Reading(reading))) => reading.go_to_share(percent, &metrics),
            (Goal::Share(percent), _) => {
                let items = self.items().max(1);
                self.update_screen(Action::Bottom, Some((items * percent.min(100)).div_ceil(100).max(1)));
            }
            (Goal::Line(line), Some(Screen::Reading(reading))) => drop(reading.go_to_line(line, &metrics)),
            (Goal::Block(at), Some(Screen::Reading(reading))) => reading.go_to_block(at, &metrics),
            (Goal::Entry(target), _) => return self.open_entry(target),
            (Goal::Spot(spot), Some(Screen::Reading(reading))) if reading.which == spot.which => {
                return self.lead_on(spot);
            }
            (Goal::Spot(spot), _) => return self.lead_to(spot),
            (Goal::Document(id, steps), _) => {
                let at = if steps.is_empty() { At::Left } else { At::Clause(steps) };
                let which = Which::Document(id.document);
                return self.lead_to(Spot { id: id.issue, which, at, words: Vec::new() });
            }
            (Goal::Issue(id), _) => return self.load(id, Purpose::Read),
            (Goal::Page(id, page), _) => return self.load(id, Purpose::ReadPage(page)),
            (Goal::Command(action), _) => return self.update(action, None),
            (Goal::Line(_) | Goal::Block(_), _) => {}
        }
        Vec::new()
    }

    fn load(&mut self, id: IssueId, purpose: Purpose) -> Vec<Effect> {
        self.opening = Some(Opening::new(id, purpose));
        vec![Effect::LoadIssue(id)]
    }

    /// Items of the list on the screen.
    fn items(&self) -> usize {
        match self.screens.last() {
            None => self.library.rows.len(),
            Some(Screen::Contents(contents)) => contents.shown.len(),
            _ => 0,
        }
    }

    /// Opens a document of the issue that is open.
    fn open_entry(&mut self, target: Target) -> Vec<Effect> {
        let Some((id, issue)) = self.open_issue().map(|(id, issue)| (id, issue.clone())) else { return Vec::new() };
        match target {
            Target::Front => self.show(id, issue, Which::Front),
            Target::Document(at) => self.show(id, issue, Which::Document(at)),
            Target::Missing(_) => self.message = Some("目录列了这一件，正文里没有找到".into()),
        }
        Vec::new()
    }

    /// The issue that the screen on top belongs to.
    pub(super) fn open_issue(&self) -> Option<(IssueId, &Arc<Issue>)> {
        match self.screens.last()? {
            Screen::Contents(contents) => Some((contents.id, &contents.issue)),
            Screen::Reading(reading) => Some((reading.id, &reading.issue)),
            Screen::Check(checkup) => Some((checkup.id, &checkup.issue)),
            _ => None,
        }
    }

    /// What to say of an address that leads nowhere.
    pub(super) fn no_such_place(&self, typed: &str) -> String {
        let typed = typed.trim();
        let folded = fold::fold(typed);
        if let Some(binding) = self.keymap.withheld(self.place()).find(|binding| is_called(binding, &folded)) {
            return format!("受限模式：不能{}", binding.name());
        }
        let readings = Address::readings(typed);
        match (readings.is_empty(), self.screens.last()) {
            _ if self.is_homeless(&readings) => format!("「{typed}」是文件里的条款：先打开一份文件，再去那里"),
            (true, _) => format!("看不懂「{typed}」：可以写 第十二条、三（二）5、附件2、50%、29号、2021年第3期、p14"),
            (false, Some(Screen::Reading(_))) => format!("本文没有「{typed}」，馆藏里也没有"),
            (false, _) => format!("馆藏里没有「{typed}」"),
        }
    }
}

/// Where a printed page begins, as far as the lines tell.
pub(super) fn page_start(id: IssueId, issue: &Issue, page: u32) -> Option<Spot> {
    let start = pages::start(issue, page)?;
    let at = At::Place(Place { at: start.at, offset: start.offset });
    Some(Spot { id, which: Which::Document(start.document), at, words: Vec::new() })
}

/// The printed page: the entry of the contents that it falls into.
pub(super) fn entry_on_page(issue: &Issue, page: u32) -> Option<Target> {
    let paged = (0..).zip(&issue.toc).filter_map(|(at, entry)| Some((entry.page?, at, entry)));
    let (_, at, entry) = paged.filter(|(first, ..)| *first <= page).max_by_key(|&(first, at, _)| (first, at))?;
    Some(entry.document.map_or(Target::Missing(at), Target::Document))
}

/// Whether a command is known by these words, folded.
fn is_called(binding: &Binding, typed: &str) -> bool {
    let hint = binding.hint.map_or("", |(_, word)| word);
    [binding.name(), hint].iter().any(|name| fold::fold(name) == typed)
}

/// The candidates found so far.
struct Found<'a> {
    app: &'a App,
    directory: Option<Directory<'a>>,
    candidates: Vec<Candidate>,
}

impl Found<'_> {
    fn is_full(&self) -> bool {
        self.candidates.len() >= OFFERED
    }

    fn add(&mut self, name: String, label: String, goal: Goal) {
        if !self.is_full() && !self.candidates.iter().any(|candidate| candidate.goal == goal) {
            self.candidates.push(Candidate { name, label, goal });
        }
    }

    /// What can be done here: by its name, or else (`named` not) by words of what the help says of it.
    fn commands(&mut self, typed: &str, named: bool) {
        let typed = fold::fold(typed.trim());
        // One character is in too many.
        if typed.chars().nth(1).is_none() {
            return;
        }
        let app = self.app;
        for bound in app.keymap.bindings(app.place()).filter(|bound| bound.binding.action != Action::GoTo) {
            let help = bound.binding.help;
            let name = bound.binding.name();
            if if named { is_called(bound.binding, &typed) } else { fold::fold(help).contains(&typed) } {
                let key = bound.keys.first().map(|key| format!("（键 {}）", key.name())).unwrap_or_default();
                self.add(name.to_owned(), format!("{help}{key}"), Goal::Command(bound.binding.action));
            }
        }
    }

    /// What an address means in the document or issue on the screen.
    fn here(&mut self, address: &Address) {
        let app = self.app;
        let reading = if let Some(Screen::Reading(reading)) = app.screens.last() { Some(reading) } else { None };
        match (address, reading) {
            (Address::Percent(percent), _) => {
                let of = if reading.is_some() { "全文" } else { "列表" };
                self.add(format!("{percent}%"), format!("{of}的 {percent}%"), Goal::Share(*percent));
            }
            (Address::Line(line), Some(reading)) => {
                let lines = reading.document().map_or((0, 0), |document| document.lines);
                if (lines.0..=lines.1).contains(line) {
                    self.add(format!("第{line}行"), format!("原文件第 {line} 行"), Goal::Line(*line));
                }
            }
            (Address::Page(page), _) => self.page(*page),
            (Address::Number(number), Some(reading)) => {
                if let Some(document) = reading.document() {
                    let found = inside::numbered(document, *number, reading.place().at);
                    self.clauses(reading, found.iter().map(inside::Scope::at).collect());
                }
            }
            (Address::Number(number), None) => self.entry(*number),
            (Address::Inside(steps), Some(reading)) => {
                if let Some(document) = reading.document() {
                    let found = inside::find(document, steps, reading.near());
                    self.clauses(reading, found.iter().map(inside::Scope::at).collect());
                }
            }
            _ => {}
        }
    }

    fn clauses(&mut self, reading: &Reading, places: Vec<BlockRef>) {
        let Some(document) = reading.document() else { return };
        for at in places {
            let landmark = reading.landmarks.iter().find(|landmark| landmark.at == at);
            let text = || document.block(at).map(|block| block.text.chars().take(40).collect());
            let label = landmark.map(|landmark| landmark.label.clone()).or_else(text).unwrap_or_default();
            let name = match document.block(at).is_some_and(|block| block.clause().is_none()) && landmark.is_none() {
                true => inside::cited(document, at),
                false => inside::name(document, at),
            };
            self.add(name, label, Goal::Block(at));
        }
    }

    /// An entry of the contents by its number.
    fn entry(&mut self, number: u32) {
        let Some(Screen::Contents(contents)) = self.app.screens.last() else { return };
        let found = contents.entries.iter().find(|entry| entry.ordinal == Some(number));
        if let Some(entry) = found {
            self.add(number.to_string(), entry.title.clone(), Goal::Entry(entry.target));
        }
    }

    fn page(&mut self, page: u32) {
        let name = format!("p{page}");
        if let Some((id, issue)) = self.app.open_issue() {
            let spot = page_start(id, issue, page);
            let target = match &spot {
                Some(Spot { which: Which::Document(at), .. }) => Some(Target::Document(*at)),
                _ => entry_on_page(issue, page),
            };
            let Some(target) = target else { return };
            let title = match target {
                Target::Document(at) => issue.documents.get(at as usize).map(|document| document.title.as_str()),
                Target::Missing(at) => issue.toc.get(at as usize).map(|entry| entry.title.as_str()),
                Target::Front => None,
            };
            let goal = spot.map_or(Goal::Entry(target), Goal::Spot);
            self.add(name, format!("第{page}页：{}", gist(title.unwrap_or_default())), goal);
        } else if let Some((id, _)) = self.app.library.selected_issue()
            && let Some(issue) = self.app.catalog.get(id).filter(|issue| issue.kind == IssueKind::Gazette)
        {
            self.add(name, format!("{} 目录第{page}页", issue_label(issue)), Goal::Page(id, page));
        }
    }

    /// What an address means in the library: of the issue that is open first.
    fn in_library(&mut self, address: &Address) {
        let Some(directory) = self.directory else { return };
        let open = self.app.open_issue().map(|(id, _)| id);
        match address {
            Address::Document(key, steps) => {
                let mut found = directory.numbered(key);
                found.sort_by_key(|id| Some(id.issue) != open);
                found.into_iter().take(OFFERED).for_each(|id| self.document(id, steps));
            }
            Address::Title(title, steps) => {
                let found = directory.like(title);
                let mut found: Vec<_> = found.take(OFFERED).collect();
                // The law before the rules that carry it out: the whole name before one that it is a part of.
                found.sort_by_key(|id| {
                    let length = id.summary(&self.app.catalog).map(|document| document.title.chars().count());
                    (length, Some(id.issue) != open)
                });
                found.into_iter().for_each(|id| self.document(id, steps));
            }
            Address::Issue(key) => {
                let found = directory.issues(key);
                found.into_iter().take(OFFERED).for_each(|id| self.issue(id));
            }
            _ => {}
        }
    }

    fn document(&mut self, id: DocumentId, steps: &[Step]) {
        let Some(issue) = self.app.catalog.get(id.issue) else { return };
        let Some(document) = id.summary(&self.app.catalog) else { return };
        let title = gist(&document.title);
        let label = match issue.kind {
            IssueKind::Gazette => format!("{title}（{}）", issue_label(issue)),
            kind => match version(kind, &issue.path) {
                Some(date) => format!("{title}（{date}）"),
                None => title.to_owned(),
            },
        };
        let mut name = document.doc_number.unwrap_or(title).to_owned();
        steps.iter().for_each(|step| name.push_str(&step.to_string()));
        self.add(name, label, Goal::Document(id, steps.to_vec()));
    }

    fn issue(&mut self, id: IssueId) {
        let Some(issue) = self.app.catalog.get(id).filter(|issue| issue.kind == IssueKind::Gazette) else { return };
        self.add(
            format!("{} {}", issue.title, issue_label(issue)),
            format!("{} 件", issue.documents.len()),
            Goal::Issue(id),
        );
    }

    /// Clauses whose names begin with what was typed, then those that have it in their heading.
    fn like_here(&mut self, typed: &str) {
        let Some(Screen::Reading(reading)) = self.app.screens.last() else { return };
        let Some(document) = reading.document() else { return };
        let typed = fold::fold(typed);
        let begins = |at: &BlockRef| fold::fold(&inside::name(document, *at)).starts_with(&typed);
        let begin: Vec<BlockRef> = reading.landmarks.iter().map(|landmark| landmark.at).filter(begins).collect();
        self.clauses(reading, begin);
        let has = reading.landmarks.iter().filter(|landmark| fold::fold(&landmark.label).contains(&typed));
        let has = has.map(|landmark| landmark.at).collect();
        self.clauses(reading, has);
    }

    /// Issues and documents whose names have what was typed.
    fn like_in_library(&mut self, typed: &str) {
        let typed = typed.trim().trim_matches(['《', '》']);
        let folded = fold::fold(typed);
        let app = self.app;
        let issues = app.catalog.issues.iter().enumerate().filter(|(_, issue)| {
            issue.kind == IssueKind::Gazette
                && fold::fold(&format!("{} {}", issue.title, issue_label(issue))).contains(&folded)
        });
        let mut issues: Vec<_> = issues.map(|(at, issue)| (issue, IssueId(at as u32))).collect();
        issues.sort_by_key(|(issue, _)| std::cmp::Reverse((issue.year, issue.number)));
        issues.into_iter().take(OFFERED / 4).for_each(|(_, id)| self.issue(id));
        for id in self.directory.into_iter().flat_map(|directory| directory.like(typed)) {
            if self.is_full() {
                break;
            }
            self.document(id, &[]);
        }
    }
}
