//! What lies on the library, and what leads from one screen to another: screens know nothing of each other.

use super::bookmarks::Bookmarks;
use super::checkup::Checkup;
use super::choice::Choice;
use super::cited::Cited;
use super::comparing::Comparing;
use super::contents::{Contents, Target};
use super::keymap::{Action, Places};
use super::ledger::{LedgerScreen, Scope};
use super::opening::target;
use super::reading::{Reading, Which};
use super::search::Search;
use super::sheet::Sheet;
use super::table::Table;
use super::{App, Effect, commands, list};
use crate::issue::IssueKind;

/// What lies on the library.
#[derive(Debug)]
pub enum Screen {
    Search(Box<Search>),
    Contents(Box<Contents>),
    Reading(Box<Reading>),
    Table(Box<Table>),
    Check(Box<Checkup>),
    Ledger(Box<LedgerScreen>),
    Bookmarks(Box<Bookmarks>),
    Cited(Box<Cited>),
    Choice(Box<Choice>),
    Compare(Box<Comparing>),
    Sheet(Box<Sheet>),
}

impl App {
    /// Where keys go: decides what they mean, what the help lists and what the status line hints at.
    pub fn place(&self) -> Places {
        match self.screens.last() {
            None => Places::LIBRARY,
            Some(Screen::Search(_)) => Places::SEARCH,
            Some(Screen::Contents(_)) => Places::CONTENTS,
            Some(Screen::Reading(reading)) if reading.outline.as_ref().is_some_and(|o| o.focused) => Places::OUTLINE,
            Some(Screen::Reading(reading)) if reading.selection.is_some() => Places::SELECTION,
            Some(Screen::Reading(_)) => Places::DOCUMENT,
            Some(Screen::Table(_)) => Places::TABLE,
            Some(Screen::Check(_)) => Places::CHECK,
            Some(Screen::Ledger(_)) => Places::LEDGER,
            Some(Screen::Bookmarks(_)) => Places::BOOKMARKS,
            Some(Screen::Cited(_)) => Places::CITED,
            Some(Screen::Choice(_)) => Places::CHOICE,
            Some(Screen::Compare(_)) => Places::COMPARE,
            Some(Screen::Sheet(_)) => Places::HELP,
        }
    }

    /// Whether an action could do anything here: what could not is not hinted at.
    pub fn is_of_use(&self, action: Action) -> bool {
        if action == Action::Close {
            return self.is_narrowed();
        }
        let reading = match self.screens.last() {
            None => return action != Action::Check || self.library.selected_issue().is_some(),
            Some(Screen::Table(table)) => {
                return match action {
                    Action::Left | Action::Right => table.is_wide(&self.metrics()),
                    Action::FindNext | Action::FindPrevious => table.find.is_some(),
                    _ => true,
                };
            }
            Some(Screen::Ledger(screen)) => {
                return match action {
                    Action::Left => screen.expanded,
                    Action::Right => !screen.expanded && screen.is_on_group(),
                    _ => true,
                };
            }
            Some(Screen::Sheet(sheet)) => {
                return match action {
                    Action::PageDown => sheet.lines.len() > self.metrics().body(),
                    Action::Copy => self.row_shown().is_some(),
                    _ => true,
                };
            }
            Some(Screen::Reading(reading)) => reading,
            Some(_) => return true,
        };
        match action {
            Action::Outline | Action::NextClause | Action::PreviousClause => !reading.landmarks.is_empty(),
            Action::NextDocument if reading.issue.kind == IssueKind::Gazette => reading.issue.documents.len() > 1,
            Action::NextDocument => self.library.beside(reading.id, true, 1).is_some(),
            Action::Check => reading.issue.kind != IssueKind::Plain,
            Action::Table => reading.has_tables(),
            Action::Annexes => reading.has_annexes(),
            Action::FindNext | Action::FindPrevious => reading.find.is_some() || self.walking().is_some(),
            _ => true,
        }
    }

    /// Whether the list on top shows only what fits a filter.
    fn is_narrowed(&self) -> bool {
        let filter = match self.screens.last() {
            None => &self.library.filter,
            Some(Screen::Contents(contents)) => &contents.filter,
            Some(Screen::Check(checkup)) => &checkup.filter,
            Some(Screen::Ledger(screen)) => &screen.filter,
            Some(Screen::Bookmarks(bookmarks)) => &bookmarks.filter,
            Some(Screen::Cited(cited)) => &cited.filter,
            Some(Screen::Choice(choice)) => &choice.filter,
            Some(Screen::Reading(reading)) => match &reading.outline {
                Some(outline) if outline.focused => &outline.filter,
                _ => return false,
            },
            Some(Screen::Search(_) | Screen::Table(_) | Screen::Compare(_) | Screen::Sheet(_)) => return false,
        };
        !filter.trim().is_empty()
    }

    /// The table whose row is selected, or shown on a page of its own.
    pub(super) fn row_shown(&self) -> Option<&Table> {
        match self.screens.as_slice() {
            [.., Screen::Table(table)] => Some(table),
            [.., Screen::Table(table), Screen::Sheet(sheet)] if !sheet.is_help() => Some(table),
            _ => None,
        }
    }

    /// Puts what is seen where the size wants it.
    pub(super) fn settle(&mut self) {
        self.look_up_links();
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => self.library.list.reveal(&list::Single(self.library.rows.len()), metrics.body()),
            Some(Screen::Contents(contents)) => contents.set(&metrics),
            Some(Screen::Search(search)) => search.set(&metrics),
            Some(Screen::Reading(reading)) => {
                // Without a panel beside the text, an outline that is open has the screen.
                if let Some(outline) = reading.outline.as_mut().filter(|_| metrics.panel().is_none()) {
                    outline.focused = true;
                }
                reading.set(&metrics);
            }
            Some(Screen::Table(table)) => table.set(&metrics),
            Some(Screen::Check(checkup)) => checkup.set(&metrics),
            Some(Screen::Ledger(screen)) => screen.set(&metrics),
            Some(Screen::Bookmarks(bookmarks)) => bookmarks.set(&metrics),
            Some(Screen::Cited(cited)) => cited.set(&metrics),
            Some(Screen::Choice(choice)) => choice.set(&metrics),
            Some(Screen::Compare(screen)) => screen.set(&metrics),
            Some(Screen::Sheet(sheet)) => sheet.set(&metrics),
        }
    }

    /// What concerns the screen on top alone.
    pub(super) fn update_screen(&mut self, action: Action, count: Option<usize>) {
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => drop(self.library.act(action, count, &self.catalog, metrics.body())),
            Some(Screen::Contents(contents)) => drop(contents.act(action, count, &metrics)),
            Some(Screen::Search(search)) => drop(search.act(action, count, &metrics)),
            Some(Screen::Table(table)) => self.message = table.act(action, count, &metrics).map(str::to_owned),
            Some(Screen::Check(checkup)) => drop(checkup.act(action, count, &metrics)),
            Some(Screen::Ledger(screen)) => self.message = screen.act(action, count, &metrics).map(str::to_owned),
            Some(Screen::Bookmarks(bookmarks)) => drop(bookmarks.act(action, count, &metrics)),
            Some(Screen::Cited(cited)) => drop(cited.act(action, count, &metrics)),
            Some(Screen::Choice(choice)) => drop(choice.act(action, count, &metrics)),
            Some(Screen::Compare(screen)) => self.message = screen.act(action, count, &metrics),
            Some(Screen::Sheet(sheet)) => drop(sheet.act(action, count, &metrics)),
            Some(Screen::Reading(reading)) => self.message = commands::read(reading, action, count, &metrics),
        }
    }

    pub(super) fn help(&mut self) {
        if !matches!(self.screens.last(), Some(Screen::Sheet(_))) {
            let name = match self.screens.last() {
                None => "馆藏",
                Some(Screen::Contents(_)) => "目录",
                Some(Screen::Search(_)) => "检索",
                Some(Screen::Table(_)) => "表格",
                Some(Screen::Check(_)) => "体检",
                Some(Screen::Ledger(_)) => "台账",
                Some(Screen::Bookmarks(_)) => "书签",
                Some(Screen::Cited(_)) => "谁引用",
                Some(Screen::Choice(choice)) => choice.kind.name(),
                Some(Screen::Compare(_)) => "对照",
                _ if self.place() == Places::OUTLINE => "提纲",
                _ if self.place() == Places::SELECTION => "选择",
                _ => "正文",
            };
            let bindings = self.keymap.bindings(self.place()).cloned().collect();
            let first = if self.screens.is_empty() { self.welcome.clone() } else { Vec::new() };
            self.screens.push(Screen::Sheet(Box::new(Sheet::help(bindings, name, first))));
        }
    }

    /// Takes off what lies on top of what is being read; never that itself.
    pub(super) fn close(&mut self) {
        let metrics = self.metrics();
        if self.opening.take().is_some() {
            self.ahead.clear();
            return;
        }
        match self.screens.last_mut() {
            None => self.library.narrow("", &self.catalog, metrics.body()),
            Some(Screen::Table(table)) if table.find.is_some() => table.find = None,
            Some(Screen::Sheet(_) | Screen::Table(_)) => drop(self.screens.pop()),
            Some(Screen::Contents(contents)) if !contents.filter.is_empty() => contents.narrow("", &metrics),
            Some(Screen::Contents(_)) => {}
            Some(Screen::Search(_)) => drop(self.back()),
            Some(Screen::Check(checkup)) if !checkup.filter.is_empty() => checkup.narrow("", &metrics),
            Some(Screen::Check(_)) => drop(self.screens.pop()),
            Some(Screen::Bookmarks(bookmarks)) if !bookmarks.filter.is_empty() => bookmarks.narrow(""),
            Some(Screen::Bookmarks(_)) => drop(self.screens.pop()),
            Some(Screen::Cited(cited)) if !cited.filter.is_empty() => cited.narrow(""),
            Some(Screen::Cited(_)) => drop(self.screens.pop()),
            Some(Screen::Choice(choice)) if !choice.filter.is_empty() => choice.narrow(""),
            Some(Screen::Compare(screen)) if screen.find.is_some() => screen.find = None,
            Some(Screen::Choice(_) | Screen::Compare(_)) => drop(self.screens.pop()),
            Some(Screen::Reading(reading)) if reading.selection.is_some() => reading.selection = None,
            Some(Screen::Ledger(screen)) if !screen.filter.is_empty() => screen.narrow("", &metrics),
            Some(Screen::Ledger(_)) => {}
            Some(Screen::Reading(reading)) => match &mut reading.outline {
                Some(outline) if outline.focused && !outline.filter.is_empty() => {
                    outline.narrow("", &reading.landmarks, metrics.body());
                }
                Some(outline) if outline.focused && metrics.panel().is_some() => outline.focused = false,
                Some(outline) if outline.focused => reading.close_outline(),
                _ if reading.find.is_some() => reading.find = None,
                _ => reading.close_outline(),
            },
        }
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if let Some(Screen::Reading(reading)) = self.screens.last_mut()
            && reading.selection.take().is_some()
        {
            return Vec::new();
        }
        if let Some(Screen::Reading(reading)) = self.screens.last_mut()
            && reading.outline.as_ref().is_some_and(|outline| outline.focused)
        {
            reading.close_outline();
            return Vec::new();
        }
        let metrics = self.metrics();
        match self.screens.pop() {
            None => return vec![Effect::Quit],
            Some(Screen::Reading(reading)) => {
                self.remember(&reading);
                if let Some(Screen::Contents(contents)) = self.screens.last_mut() {
                    contents.set(&metrics);
                    contents.select(target(reading.which), &metrics);
                }
            }
            Some(Screen::Contents(contents)) => {
                if let Some(entry) = contents.selected() {
                    self.entries.insert(contents.issue.source.path.clone(), entry.target);
                }
            }
            Some(Screen::Search(mut search)) => {
                self.pending.extend(search.remember());
                self.search_left = Some(search);
            }
            Some(Screen::Ledger(screen)) if screen.scope == Scope::Library => self.ledger_left = Some(screen),
            Some(Screen::Cited(_) | Screen::Choice(_) | Screen::Compare(_)) => {}
            Some(Screen::Bookmarks(_) | Screen::Ledger(_)) => {}
            Some(Screen::Sheet(_) | Screen::Table(_) | Screen::Check(_)) => {}
        }
        Vec::new()
    }

    pub(super) fn open(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        match self.screens.last_mut() {
            None => return self.open_chosen(),
            Some(Screen::Search(_)) => return self.open_hit(),
            Some(Screen::Contents(contents)) => {
                let (id, issue) = (contents.id, contents.issue.clone());
                match contents.selected().map(|entry| entry.target) {
                    Some(Target::Front) => self.show(id, issue, Which::Front),
                    Some(Target::Document(at)) => self.show(id, issue, Which::Document(at)),
                    Some(Target::Missing(_)) => self.message = Some("目录列了这一件，正文里没有找到".into()),
                    None => {}
                }
            }
            Some(Screen::Reading(reading)) if reading.selection.is_some() => return self.copy(Action::Copy),
            Some(Screen::Reading(reading)) if reading.outline.as_ref().is_none_or(|outline| !outline.focused) => {
                return self.follow_link();
            }
            Some(Screen::Reading(reading)) => {
                let chosen = reading.outline.as_ref().and_then(|outline| outline.selected());
                if metrics.panel().is_none() {
                    reading.close_outline();
                } else if let Some(outline) = &mut reading.outline {
                    outline.focused = false;
                }
                reading.set(&metrics);
                if let Some(landmark) = chosen {
                    reading.go_to_landmark(landmark, &metrics);
                }
            }
            Some(Screen::Check(_)) => self.show_finding(),
            Some(Screen::Ledger(_)) => return self.open_row(),
            Some(Screen::Bookmarks(_)) => return self.open_bookmark(),
            Some(Screen::Cited(_)) => return self.open_citing(),
            Some(Screen::Choice(_)) => return self.open_choice(),
            Some(Screen::Compare(_)) => return self.open_compared(),
            Some(Screen::Table(table)) => {
                let words = table.row_in_words();
                self.screens.push(Screen::Sheet(Box::new(Sheet::text("这一行的全部内容", words))));
            }
            Some(Screen::Sheet(_)) => {}
        }
        Vec::new()
    }

    /// The table that is in sight, or the nearest one.
    pub(super) fn show_table(&mut self) {
        let metrics = self.metrics();
        let Some(Screen::Reading(reading)) = self.screens.last() else { return };
        let block = reading.table_here(&metrics).and_then(|at| Some((at, reading.document()?.block(at)?)));
        let table = block.and_then(|(at, block)| Table::new(at, block, reading.titles(), &metrics));
        let table = table.map(|table| table.marked_as(reading.find.as_ref(), &metrics));
        match table {
            Some(table) => self.screens.push(Screen::Table(Box::new(table))),
            None => self.message = Some("本文没有表格".into()),
        }
    }
}
