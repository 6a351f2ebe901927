//! The ledger (台账): who must do what by when, over an issue or a whole library.
//!
//! ```text
//! Issue ──build──▶ Ledger ──view──▶ rows in order, under headings ──write──▶ csv, json, xlsx, a terminal's table
//!                   │ units      one body under many names
//!                   │ mentions   where a unit is named and no task was read
//!                   │ task       what the row is about: a clause, a sentence, a table's row
//!                   └ deadline   words → dates
//! ```
//!
//! A **row** is one name in one list: （县教育局牵头，县财政局、各乡镇配合） are three. Rows share their task, tasks their document,
//! so a ledger is three tables, and a row is small. What is printed is kept beside what it means: the name of the unit and the
//! role as printed, the words of a deadline; and every row knows the bytes it was read from, so a reader can always check.

pub mod deadline;
pub mod mentions;
mod task;
pub mod units;
pub mod view;
pub mod write;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::issue::{BlockRef, Document, Issue};
use crate::library::catalog::{Documents, IssueId};
use crate::library::{Library, LoadFailure, Progress};
use crate::text::fold::fold;
use deadline::{Base, Deadline};
use units::{Body, Units};

/// What somebody is to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 牵头, 主办.
    Lead,
    /// 责任, 负责, 落实.
    Answer,
    /// 实施, 承办.
    Carry,
    /// 配合, 协助, 参与.
    Support,
    /// 督导, 指导.
    Oversee,
    /// 责任领导.
    Leader,
    /// 责任人.
    Person,
    /// A duty: 县财政局：负责….
    Duty,
}

impl Role {
    pub const ALL: [Role; 8] =
        [Role::Lead, Role::Answer, Role::Carry, Role::Support, Role::Oversee, Role::Leader, Role::Person, Role::Duty];

    /// What a printed role is: 配合落实 is 配合, 牵头责任单位 is 牵头.
    pub fn of(printed: &str) -> Role {
        let has = |words: &[&str]| words.iter().any(|word| printed.contains(word));
        if printed.ends_with('人') {
            Role::Person
        } else if printed.ends_with("领导") {
            Role::Leader
        } else if has(&["配合", "协助", "协同", "协办", "协作", "参与", "会办"]) {
            Role::Support
        } else if has(&["牵头", "主办", "主责"]) {
            Role::Lead
        } else if has(&["督导", "督办", "指导"]) {
            Role::Oversee
        } else if has(&["实施", "承办"]) {
            Role::Carry
        } else if printed == "职责" {
            Role::Duty
        } else {
            Role::Answer
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Role::Lead => "牵头",
            Role::Answer => "责任",
            Role::Carry => "实施",
            Role::Support => "配合",
            Role::Oversee => "督导",
            Role::Leader => "责任领导",
            Role::Person => "责任人",
            Role::Duty => "职责",
        }
    }

    /// Whether it is held by persons instead of bodies.
    pub fn is_person(self) -> bool {
        matches!(self, Role::Leader | Role::Person)
    }
}

/// A document that rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub issue: IssueId,
    /// Index into the issue's documents.
    pub document: u32,
    pub path: String,
    /// The gazette's name.
    pub gazette: String,
    pub title: String,
    pub doc_number: Option<String>,
    /// `YYYY-MM-DD`: when it was signed, or else the issue published.
    pub date: Option<String>,
    /// The place whose government issued it; empty where that is not said.
    pub home: String,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Index into the ledger's sources.
    pub source: u32,
    /// Where it stands: an attachment's label, the clause's path; in a table the heading row above it.
    pub place: String,
    /// Heading of the clause; in a table the row's first words.
    pub heading: String,
    /// The words that say it.
    pub text: String,
    /// For a row of a table: the names of its columns and what they hold, without roles and deadline.
    pub columns: Vec<(String, String)>,
    /// The earliest last day first.
    pub deadlines: Vec<Deadline>,
}

impl Task {
    /// What a reader is told of it: the heading, unless the text begins with it, and the text.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let heading = Some(self.heading.as_str()).filter(|heading| !self.text.starts_with(heading));
        heading.into_iter().chain([self.text.as_str()]).filter(|words| !words.is_empty())
    }
}

/// One unit's part in one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index into the ledger's tasks.
    pub task: u32,
    pub role: Role,
    /// The role as printed.
    pub said: String,
    /// The unit as printed.
    pub unit: String,
    /// Indices into the ledger's bodies; never empty. The first is the unit, others are second names of it.
    pub bodies: Vec<u32>,
    /// Source line, 1-based, of the label or of the table's row.
    pub line: u32,
    /// Where the unit is printed: a block of the document, and bytes of its text.
    pub block: BlockRef,
    pub bytes: Range<usize>,
    /// Where the row belongs: the block of the label or of the table, and the byte where it starts.
    pub at: (BlockRef, usize),
    /// The town is meant by the group that is printed.
    pub expanded: bool,
}

/// All rows of what was asked for, in printed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub sources: Vec<Source>,
    pub tasks: Vec<Task>,
    pub rows: Vec<Row>,
    pub bodies: Vec<Body>,
    /// Issues that could no longer be read.
    pub failures: Vec<LoadFailure>,
    known: HashMap<Body, u32>,
}

impl Row {
    /// Whether its unit is printed in a row of the table above: a tall cell, or an empty one that is read as one.
    pub fn is_above(&self) -> bool {
        self.block == self.at.0 && self.bytes.end <= self.at.1
    }
}

impl Ledger {
    /// The ledger of a whole library: reads and parses every issue, on all cores. `progress` is called from worker threads.
    pub fn of_library(library: &Library, units: &Units, progress: impl Fn(Progress) + Sync) -> Ledger {
        Ledger::of_rest(library, Vec::new(), units, progress)
    }

    /// The same where some issues have been read already: of each its ledger ([`Ledger::of_issue`], of any id), or none yet.
    pub fn of_rest(
        library: &Library,
        mut read: Vec<Option<Ledger>>,
        units: &Units,
        progress: impl Fn(Progress) + Sync,
    ) -> Ledger {
        let total = library.catalog.issues.len();
        read.resize_with(total, || None);
        let done = AtomicUsize::new(0);
        let parts: Vec<Result<Ledger, LoadFailure>> = read
            .into_par_iter()
            .zip(0..total as u32)
            .map(|(read, at)| {
                // An issue that names nobody need not be read.
                let id = IssueId(at);
                let nobody = |documents: &Documents| {
                    documents.details().filter(|details| details.units.is_empty()).count() == documents.len()
                };
                let none = library.catalog.get(id).is_some_and(|issue| nobody(&issue.documents));
                let part = match read {
                    Some(read) => Ok(read.in_issue(id)),
                    None if none => Ok(Ledger::default()),
                    None => library.issue(id).map(|issue| Ledger::of_issue(id, &issue, units)),
                };
                progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
                part
            })
            .collect();
        let mut ledger = Ledger::default();
        for part in parts {
            match part {
                Ok(part) => ledger.append(part),
                Err(failure) => ledger.failures.push(failure),
            }
        }
        ledger
    }

    /// The ledger of one issue.
    pub fn of_issue(id: IssueId, issue: &Issue, units: &Units) -> Ledger {
        let mut ledger = Ledger::default();
        for index in 0..issue.documents.len() {
            ledger.add(id, issue, index, units);
        }
        ledger
    }

    fn in_issue(mut self, id: IssueId) -> Ledger {
        self.sources.iter_mut().for_each(|source| source.issue = id);
        self
    }

    /// Adds the rows of one document.
    pub fn add(&mut self, id: IssueId, issue: &Issue, index: usize, units: &Units) {
        let Some(document) = issue.documents.get(index).filter(|document| !document.responsibilities.is_empty()) else {
            return;
        };
        let source = source(id, issue, index, document);
        let base = Base {
            date: source.date.as_deref().and_then(deadline::from_iso),
            year: deadline::title_year(&document.title).filter(|&year| recent(year, &source)),
        };
        let at = self.sources.len() as u32;
        let mut last: Option<(u32, task::Key)> = None;
        let mut tasks = task::Reader::new(document);
        for row in &document.responsibilities {
            let key = tasks.key(row);
            let task = match &last {
                Some((task, before)) if *before == key => *task,
                _ => {
                    self.tasks.push(tasks.read(row, &key, at, base));
                    self.tasks.len() as u32 - 1
                }
            };
            last = Some((task, key));
            let role = Role::of(&row.role);
            let names: Vec<&str> = row.units.iter().map(|unit| unit.name.as_str()).collect();
            let bodies = if role.is_person() {
                names.iter().map(|name| (*name, vec![person(name, &source.home)])).collect()
            } else {
                units.of_list(&names, &source.home)
            };
            for (unit, (_, bodies)) in row.units.iter().zip(bodies) {
                let bodies = bodies.into_iter().map(|body| self.intern(body)).collect();
                self.rows.push(Row {
                    task,
                    role,
                    said: row.role.clone(),
                    unit: unit.name.clone(),
                    bodies,
                    line: row.line,
                    block: unit.block,
                    bytes: unit.start as usize..unit.end as usize,
                    at: (row.block, row.offset as usize),
                    expanded: false,
                });
            }
        }
        self.sources.push(source);
    }

    fn append(&mut self, other: Ledger) {
        let (sources, tasks) = (self.sources.len() as u32, self.tasks.len() as u32);
        let bodies: Vec<u32> = other.bodies.into_iter().map(|body| self.intern(body)).collect();
        self.sources.extend(other.sources);
        self.tasks.extend(other.tasks.into_iter().map(|task| Task { source: task.source + sources, ..task }));
        self.rows.extend(other.rows.into_iter().map(|row| Row {
            task: row.task + tasks,
            bodies: row.bodies.iter().filter_map(|&at| bodies.get(at as usize).copied()).collect(),
            ..row
        }));
    }

    fn intern(&mut self, body: Body) -> u32 {
        *self.known.entry(body).or_insert_with_key(|body| {
            self.bodies.push(body.clone());
            self.bodies.len() as u32 - 1
        })
    }

    pub fn task(&self, row: &Row) -> &Task {
        &self.tasks[row.task as usize]
    }

    pub fn source(&self, row: &Row) -> &Source {
        &self.sources[self.task(row).source as usize]
    }

    /// The unit of a row.
    pub fn body(&self, row: &Row) -> &Body {
        &self.bodies[row.bodies[0] as usize]
    }

    /// A body's name as a heading says it: with its place where the ledger has several.
    pub fn name(&self, body: &Body, home: &str) -> String {
        if body.place.is_empty() || body.place == fold(home) {
            body.name.clone()
        } else {
            format!("{}{}", body.place, body.name)
        }
    }

    /// Every town that is named.
    pub fn towns(&self) -> BTreeSet<Body> {
        self.bodies.iter().filter(|body| Units::is_town(body)).cloned().collect()
    }

    /// The same ledger with a row for every town where a group of towns is printed; the group's row stays where no town of it
    /// is known. The printed name is kept.
    pub fn expanded(mut self, units: &Units) -> Ledger {
        let towns = self.towns();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for (at, body) in self.bodies.clone().into_iter().enumerate().filter(|(_, body)| Units::is_group(body)) {
            let named = units.members(&body, &towns).into_iter().map(|town| self.intern(town)).collect();
            members.insert(at as u32, named);
        }
        let towns_of = |row: Row| match members.get(&row.bodies[0]).filter(|towns| !towns.is_empty()) {
            Some(towns) => {
                towns.iter().map(|&town| Row { bodies: vec![town], expanded: true, ..row.clone() }).collect()
            }
            None => vec![row],
        };
        self.rows = std::mem::take(&mut self.rows).into_iter().flat_map(towns_of).collect();
        self
    }
}

/// A person, without the post behind the name.
fn person(printed: &str, home: &str) -> Body {
    Body { place: fold(home), name: fold(printed.split(' ').next().unwrap_or_default()) }
}

/// A year in a title counts where the document was made for it: signed in it or shortly before.
fn recent(year: i32, source: &Source) -> bool {
    let signed = source.date.as_deref().and_then(deadline::from_iso);
    signed.is_none_or(|date| (0..=1).contains(&(year - date.year())))
}

fn source(id: IssueId, issue: &Issue, index: usize, document: &Document) -> Source {
    let title = issue.masthead.title.clone();
    Source {
        issue: id,
        document: index as u32,
        path: issue.source.path.clone(),
        home: home(title.as_deref(), document),
        gazette: title.unwrap_or_default(),
        title: document.title.clone(),
        // Some bodies are printed without the number that the contents give.
        doc_number: document.doc_number.clone().or_else(|| {
            let entry = document.toc.and_then(|at| issue.toc.get(at as usize));
            entry?.doc_number.clone()
        }),
        date: document.date.clone().or_else(|| issue.masthead.published.clone()),
    }
}

/// The place whose government speaks: of the gazette's name, or else of who signed or of the title.
fn home(gazette: Option<&str>, document: &Document) -> String {
    let said =
        gazette.into_iter().chain(document.signatories.iter().map(String::as_str)).chain([document.title.as_str()]);
    said.filter_map(|text| place(&fold(text))).next().unwrap_or_default()
}

/// 泾源县 of 泾源县人民政府公报 or 中共泾源县委办公室.
fn place(folded: &str) -> Option<String> {
    let text = folded.strip_prefix("中共").or_else(|| folded.strip_prefix("中国共产党")).unwrap_or(folded);
    let end = ["人民政府", "政府", "委员会", "委办公室", "委"].iter().filter_map(|word| text.find(word)).min()?;
    let place = &text[..end];
    let place = place.strip_suffix("人民代表大会常务").unwrap_or(place);
    let count = place.chars().count();
    let level = ["县", "市", "区", "旗", "省", "州"].iter().any(|level| place.ends_with(level));
    ((3..=12).contains(&count) && level).then(|| place.to_owned())
}

#[cfg(test)]
mod tests;
