//! 台账 in the reader: whose task is what by when, of a document, an issue or the whole library; narrowed as one types, by
//! role and year; sorted, grouped; each row leads to the words it was read from.
//!
//! The rows are gathered by a worker ([`Effect::Gather`]); until they come the screen is there, and its keys. Every item takes
//! one line, so ten thousand rows cost what is seen of them; what a row says at length stands in the strip below the list.

use std::sync::Arc;

use super::keymap::Action;
use super::list::{List, Single};
use super::opening::{At, Spot};
use super::reading::{Place, Which};
use super::{App, Content, Effect, Metrics, Screen};
use crate::ledger::units::Units;
use crate::ledger::view::{self, Due, Filter, Group, Item, Order, Texts};
use crate::ledger::write::{ENDINGS, Kind};
use crate::ledger::{Ledger, Role, Row};
use crate::library::Progress;
use crate::library::catalog::IssueId;

/// Whose ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Library,
    Issue(IssueId),
    /// Index into the issue's documents.
    Document(IssueId, u32),
}

/// What the worker has to say to a request.
#[derive(Debug, Clone)]
pub enum News {
    Progress(Progress),
    Done(Gathered),
    /// So many places were found for what was asked.
    Mentioned(Unread, usize),
    /// Why there is no ledger, in the reader's language.
    Failed(String),
}

/// Where units are named without a task being read is asked for: a list is complete when these places were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub scope: Scope,
    pub ledger: Arc<Ledger>,
    pub names: Vec<String>,
    /// Of documents.
    pub year: Option<i32>,
}

/// A ledger and what narrowing it needs.
#[derive(Debug, Clone)]
pub struct Gathered {
    pub ledger: Arc<Ledger>,
    pub units: Arc<Units>,
    pub texts: Arc<Texts>,
}

impl Gathered {
    pub fn new(ledger: Ledger, units: Units) -> Gathered {
        Gathered { texts: Arc::new(Texts::new(&ledger)), ledger: Arc::new(ledger), units: Arc::new(units) }
    }

    /// With a row for every town where a group of towns is printed.
    fn expanded(&self) -> Gathered {
        let ledger = (*self.ledger).clone().expanded(&self.units);
        Gathered { texts: Arc::new(Texts::new(&ledger)), ledger: Arc::new(ledger), units: self.units.clone() }
    }
}

#[derive(Debug)]
pub struct LedgerScreen {
    pub scope: Scope,
    /// What it is the ledger of, for the heading.
    titles: Vec<String>,
    /// Which request it waits for, or was answered by.
    request: u64,
    pub progress: Option<Progress>,
    /// What is shown.
    pub gathered: Option<Gathered>,
    /// Groups of towns are shown as their towns.
    pub expanded: bool,
    /// The same ledger with its groups the other way, once it was asked for.
    other: Option<Gathered>,
    pub filter: String,
    pub role: Option<Role>,
    pub year: Option<i32>,
    pub order: Order,
    pub group: Group,
    pub items: Vec<Item>,
    /// Rows shown, each once.
    pub rows: Vec<u32>,
    /// Where there are none: why ([`LedgerScreen::why_none`]).
    pub none: Vec<String>,
    pub list: List,
}

/// Said to a reader who narrows what is not there yet.
const STILL_READING: &str = "还在读任务，读完就列出符合的";

/// Lines of the strip below the list: a rule, the unit and its deadline, the task, the source.
pub const STRIP: usize = 6;
/// On lower screens the task has a line less.
const LOW_STRIP: usize = 4;
/// From this height on there is room for the whole strip.
const HIGH: u16 = 20;

/// Lines of the strip.
pub fn strip(metrics: &Metrics) -> usize {
    if metrics.rows >= HIGH { STRIP } else { LOW_STRIP }
}

/// Lines of the list, below the names of its columns.
fn height(metrics: &Metrics) -> usize {
    metrics.body().saturating_sub(1 + strip(metrics)).max(1)
}

impl LedgerScreen {
    fn new(scope: Scope, titles: Vec<String>, request: u64) -> Self {
        LedgerScreen {
            scope,
            titles,
            request,
            progress: None,
            gathered: None,
            expanded: false,
            other: None,
            filter: String::new(),
            role: None,
            year: None,
            order: Order::Printed,
            group: Group::None,
            items: Vec::new(),
            rows: Vec::new(),
            none: Vec::new(),
            list: List::default(),
        }
    }

    pub fn titles(&self) -> Vec<String> {
        let mut titles = self.titles.clone();
        titles.push("台账".into());
        titles.extend(self.role.map(|role| role.name().to_owned()));
        titles.extend(self.year.map(|year| format!("{year}年")));
        titles.extend(self.expanded.then(|| "展开乡镇".to_owned()));
        match self.group {
            Group::None if self.order == Order::Deadline => titles.push("按期限".into()),
            Group::None => {}
            Group::Unit => titles.push("分单位".into()),
            Group::Document => titles.push("分文件".into()),
            Group::Month => titles.push("分月份".into()),
        }
        titles
    }

    /// The row that is selected; none where there are none.
    pub fn selected(&self) -> Option<&Row> {
        let ledger = &self.gathered.as_ref()?.ledger;
        ledger.rows.get(self.items.get(self.list.selected)?.row()? as usize)
    }

    pub fn set(&mut self, metrics: &Metrics) {
        self.list.reveal(&Single(self.items.len()), height(metrics));
    }

    /// Moves in the list, or lists other rows, or in another way; what to tell the reader.
    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> Option<&'static str> {
        match action {
            Action::Right | Action::Left => return self.expand(action == Action::Right, metrics).err(),
            Action::NextDocument => self.step_group(true, count.unwrap_or(1), metrics),
            Action::PreviousDocument => self.step_group(false, count.unwrap_or(1), metrics),
            Action::Role => {
                let mut roles: Vec<Role> = self.present(|_, row| Some(row.role));
                roles.sort();
                self.role = after(&roles, self.role);
                self.arrange(metrics);
            }
            Action::Year => {
                let mut years = self.present(view::year);
                years.sort_by_key(|year| std::cmp::Reverse(*year));
                self.year = after(&years, self.year);
                self.arrange(metrics);
            }
            Action::Sort => {
                self.order = if self.order == Order::Printed { Order::Deadline } else { Order::Printed };
                self.arrange(metrics);
            }
            Action::Group => {
                self.group = match self.group {
                    Group::None => Group::Unit,
                    Group::Unit => Group::Document,
                    Group::Document => Group::Month,
                    Group::Month => Group::None,
                };
                self.arrange(metrics);
            }
            _ => {
                let before = self.list.selected;
                if self.list.act(action, count, &Single(self.items.len()), height(metrics)) {
                    self.pass_heading(before);
                    self.set(metrics);
                }
            }
        }
        None
    }

    /// Whether the row selected is that of a group of towns.
    pub fn is_on_group(&self) -> bool {
        let group = |gathered: &Gathered| Some(Units::is_group(gathered.ledger.body(self.selected()?)));
        self.gathered.as_ref().and_then(group).unwrap_or(false)
    }

    /// Shows each town that a group (各乡镇) means in the place of the group, or the group again. An error is what to tell the
    /// reader.
    fn expand(&mut self, expand: bool, metrics: &Metrics) -> Result<(), &'static str> {
        let Some(gathered) = self.gathered.take_if(|_| self.expanded != expand) else { return Ok(()) };
        let other = self.other.take().unwrap_or_else(|| gathered.expanded());
        if other.ledger.rows == gathered.ledger.rows {
            (self.gathered, self.other) = (Some(gathered), Some(other));
            return Err("没有“各乡镇”这样的，或者不知道是哪些乡镇");
        }
        let selected = self.items.get(self.list.selected).and_then(Item::row);
        let selected = selected.map(|row| gathered.ledger.rows[row as usize].clone());
        (self.gathered, self.other, self.expanded) = (Some(other), Some(gathered), expand);
        self.arrange(metrics);
        // On with the row that was selected, or the first town of it.
        if let (Some(selected), Some(Gathered { ledger, .. })) = (selected, &self.gathered) {
            let same =
                |row: &Row| (row.task, row.block, &row.bytes) == (selected.task, selected.block, &selected.bytes);
            let again = self.items.iter().position(|item| item.row().is_some_and(|at| same(&ledger.rows[at as usize])));
            self.list.selected = again.unwrap_or(self.list.selected);
            self.set(metrics);
        }
        Ok(())
    }

    /// A heading is not selected: the row after it in the way one went, with the heading in sight.
    fn pass_heading(&mut self, before: usize) {
        let is_heading = |at: usize| matches!(self.items.get(at), Some(Item::Heading(..)));
        let at = self.list.selected;
        if is_heading(at) {
            self.list.selected = if at < before && at > 0 { at - 1 } else { at + 1 };
        }
        if self.list.top == self.list.selected && self.list.top > 0 && is_heading(self.list.top - 1) {
            self.list.top -= 1;
        }
    }

    /// What the rows have of something, each once.
    fn present<T: PartialEq>(&self, of: impl Fn(&Ledger, &Row) -> Option<T>) -> Vec<T> {
        let Some(Gathered { ledger, .. }) = &self.gathered else { return Vec::new() };
        let mut present = Vec::new();
        for value in ledger.rows.iter().filter_map(|row| of(ledger, row)) {
            if !present.contains(&value) {
                present.push(value);
            }
        }
        present
    }

    /// The first row of the next group, or of the next document where there are no groups.
    fn step_group(&mut self, forward: bool, times: usize, metrics: &Metrics) {
        let Some(Gathered { ledger, .. }) = &self.gathered else { return };
        let starts_group = |at: usize| match (&self.items[at], at.checked_sub(1).map(|before| &self.items[before])) {
            (Item::Heading(..), _) => false,
            (Item::Row(_), None | Some(Item::Heading(..))) => true,
            (Item::Row(here), Some(Item::Row(before))) => {
                let document = |row: u32| ledger.task(&ledger.rows[row as usize]).source;
                self.group == Group::None && document(*here) != document(*before)
            }
        };
        let here = self.list.selected;
        let found = if forward {
            (here + 1..self.items.len()).filter(|&at| starts_group(at)).nth(times - 1)
        } else {
            (0..here).rev().filter(|&at| starts_group(at)).nth(times - 1)
        };
        if let Some(at) = found {
            self.list.selected = at;
            self.set(metrics);
        }
    }

    /// The rows as they are shown, for a file of that name; an error is what to tell the reader.
    pub(super) fn to_save(&self, path: &str) -> Result<Content, String> {
        let kind = Kind::of(path.as_ref()).ok_or_else(|| format!("文件名要以 {ENDINGS} 结尾"))?;
        let Gathered { ledger, .. } = self.gathered.as_ref().ok_or("任务还没有读完")?;
        let mut rows: Vec<u32> = self.items.iter().filter_map(Item::row).collect();
        // A task with deadlines in several months is one row of a file.
        let mut seen = vec![false; ledger.rows.len()];
        rows.retain(|&row| !std::mem::replace(&mut seen[row as usize], true));
        Ok(Content::Rows(ledger.clone(), rows, kind))
    }

    /// Narrows to the rows that have every word of `filter`.
    pub fn narrow(&mut self, filter: &str, metrics: &Metrics) {
        self.filter = filter.to_owned();
        self.arrange(metrics);
    }

    /// What to tell a reader who left the filter for the list: that it is still being read, or what else may be meant.
    pub fn told_of_filter(&self) -> Option<String> {
        if self.gathered.is_none() {
            return Some(STILL_READING.into());
        }
        self.near()
    }

    /// Units whose names are like one that the list is narrowed to, and how many rows they have that are not listed: the
    /// reader may mean them as well.
    fn near(&self) -> Option<String> {
        const MOST: usize = 5;
        let Gathered { ledger, units, .. } = self.gathered.as_ref()?;
        let near = Texts::near(ledger, &self.filter, &view::rows(ledger, &self.asked(), units), &self.rows);
        let names: Vec<String> = near.iter().take(MOST).map(|(name, count)| format!("{name} {count}")).collect();
        (!names.is_empty()).then(|| format!("没有列出相近的：{}", names.join("、")))
    }

    /// Why nothing is listed that was typed: how many rows each word has by itself, and what a date is taken for.
    fn why_none(&self) -> Vec<String> {
        let Some(Gathered { ledger, units, texts }) = &self.gathered else { return Vec::new() };
        let words: Vec<&str> = self.filter.split_whitespace().collect();
        let mut told = Vec::new();
        if words.len() > 1 {
            let asked = view::rows(ledger, &self.asked(), units);
            let alone = |word: &&str| {
                let mut rows = asked.clone();
                texts.narrow(ledger, units, word, &mut rows);
                format!("“{word}” {} 条", rows.len())
            };
            told.push(format!("分开筛选：{}", words.iter().map(alone).collect::<Vec<_>>().join("，")));
        }
        let date = words.into_iter().find(|word| matches!(Due::parse(word), Some(Due::Between(..))));
        told.extend(date.map(|date| format!("“{date}”是在期限、文件的年份和文号、任务的文字里找的")));
        told
    }

    /// The units that the list is narrowed to, and what is to be looked up of them; none where it is to none.
    fn unread(&self) -> Option<Unread> {
        let names: Vec<String> = view::units_named(&self.filter).collect();
        let ledger = self.gathered.as_ref()?.ledger.clone();
        (!names.is_empty()).then_some(Unread { scope: self.scope, ledger, names, year: self.year })
    }

    /// What is asked for beside the words typed.
    fn asked(&self) -> Filter {
        let (roles, years) = (self.role.into_iter().collect(), self.year.map(|year| year..=year));
        Filter { roles, years, ..Filter::default() }
    }

    /// Puts the rows together anew, from the top.
    fn arrange(&mut self, metrics: &Metrics) {
        let Some(Gathered { ledger, units, texts }) = &self.gathered else { return };
        self.rows = view::rows(ledger, &self.asked(), units);
        texts.narrow(ledger, units, &self.filter, &mut self.rows);
        self.items = view::arrange(ledger, &self.rows, self.order, self.group);
        self.none = if self.items.is_empty() { self.why_none() } else { Vec::new() };
        // The first row, below its heading.
        let first = self.items.iter().position(|item| item.row().is_some());
        self.list = List { selected: first.unwrap_or(0), top: 0 };
        self.set(metrics);
    }
}

/// The value after `now`, all before the first and after the last.
fn after<T: Copy + PartialEq>(values: &[T], now: Option<T>) -> Option<T> {
    match now {
        None => values.first().copied(),
        Some(now) => values.iter().position(|&value| value == now).and_then(|at| values.get(at + 1)).copied(),
    }
}

impl App {
    /// The list stays as it is narrowed, and has the keys.
    pub(super) fn leave_for_list(&mut self) -> Vec<Effect> {
        self.prompt = None;
        let Some(Screen::Ledger(screen)) = self.screens.last() else { return Vec::new() };
        self.message = screen.told_of_filter();
        screen.unread().map(|unread| Effect::Mentions(screen.request, unread)).into_iter().collect()
    }

    /// The one unit that the ledger here is narrowed to: what a search from here asks for.
    pub(super) fn unit_narrowed_to(&self) -> Option<String> {
        let Some(Screen::Ledger(screen)) = self.screens.last() else { return None };
        let mut names = view::units_named(&screen.filter);
        names.next().filter(|_| names.next().is_none())
    }

    /// The ledger of what is seen: the document, the issue, the library.
    pub(super) fn show_ledger(&mut self) -> Vec<Effect> {
        let (scope, titles) = match self.screens.last() {
            None => (Scope::Library, vec!["馆藏".to_owned()]),
            Some(Screen::Contents(contents)) => {
                (Scope::Issue(contents.id), vec![super::reading::issue_name(&contents.issue)])
            }
            Some(Screen::Reading(reading)) => match reading.which {
                Which::Document(at) => (Scope::Document(reading.id, at), reading.titles()),
                Which::Front => (Scope::Issue(reading.id), vec![super::reading::issue_name(&reading.issue)]),
            },
            Some(_) => return Vec::new(),
        };
        // The library's is kept as it was left: gathering it again takes its time.
        if let Some(left) = self.ledger_left.take_if(|left| left.scope == scope && left.gathered.is_some()) {
            self.screens.push(Screen::Ledger(left));
            return Vec::new();
        }
        self.ledgers += 1;
        self.screens.push(Screen::Ledger(Box::new(LedgerScreen::new(scope, titles, self.ledgers))));
        vec![Effect::Gather(self.ledgers, scope)]
    }

    /// Leads to the words of the selected row.
    pub(super) fn open_row(&mut self) -> Vec<Effect> {
        let Some(Screen::Ledger(screen)) = self.screens.last() else { return Vec::new() };
        let Some(Gathered { ledger, .. }) = &screen.gathered else { return Vec::new() };
        let Some(row) = screen.selected() else { return Vec::new() };
        let source = ledger.source(row);
        let spot = Spot {
            id: source.issue,
            which: Which::Document(source.document),
            at: At::Place(Place { at: row.block, offset: row.bytes.start }),
            words: vec![row.unit.clone()],
        };
        self.lead_to(spot)
    }

    /// What a worker has to say about a ledger.
    pub(super) fn hear_of_ledger(&mut self, request: u64, told: News) -> Vec<Effect> {
        let metrics = self.metrics();
        let last = self.screens.last().filter(|_| self.prompt.is_none());
        let on_top = matches!(last, Some(Screen::Ledger(screen)) if screen.request == request);
        let screens = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::Ledger(screen) => Some(screen),
            _ => None,
        });
        let Some(screen) = screens.into_iter().find(|screen| screen.request == request) else { return Vec::new() };
        match told {
            News::Progress(progress) => screen.progress = Some(progress),
            News::Done(gathered) => {
                screen.progress = None;
                if !gathered.ledger.failures.is_empty() {
                    self.message = Some(format!("{} 个文件读不了，没有计入", gathered.ledger.failures.len()));
                }
                (screen.gathered, screen.other) = (Some(gathered), None);
                if std::mem::take(&mut screen.expanded) {
                    let _ = screen.expand(true, &metrics);
                }
                screen.arrange(&metrics);
                if on_top && self.message.as_deref().is_none_or(|message| message == STILL_READING) {
                    return self.leave_for_list();
                }
            }
            News::Mentioned(of, count) => {
                let near = screen.near();
                if on_top && screen.unread().as_ref() == Some(&of) && (self.message.is_none() || self.message == near) {
                    let names = of.names.join("、");
                    let places = if count == 0 {
                        format!("没有别处提到{names}")
                    } else {
                        format!("另有 {count} 处提到{names}，没有读成任务，按 s 检索")
                    };
                    self.message = Some([Some(places), near].into_iter().flatten().collect::<Vec<_>>().join("；"));
                }
            }
            News::Failed(message) => {
                self.message = Some(message);
                self.screens.retain(|screen| !matches!(screen, Screen::Ledger(screen) if screen.request == request));
            }
        }
        Vec::new()
    }

    /// Positions in the catalog are new: what is open is gathered again.
    pub(super) fn gather_again(&mut self) -> Vec<Effect> {
        self.ledger_left = None;
        let mut effects = Vec::new();
        for screen in &mut self.screens {
            if let Screen::Ledger(screen) = screen {
                self.ledgers += 1;
                (screen.request, screen.gathered, screen.other) = (self.ledgers, None, None);
                screen.items.clear();
                effects.push(Effect::Gather(self.ledgers, screen.scope));
            }
        }
        effects
    }
}
