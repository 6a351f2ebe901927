//! What the mouse does, where it is on: the wheel scrolls what is under the pointer, a click selects, a second one opens, a drag over
//! the text selects it as `v` does.
//!
//! What is under the pointer is said by the one that draws ([`Zone`]); what it means is decided here. A press upon text waits for
//! what follows: a drag selects from there, a release follows a citation.

use super::keymap::Action;
use super::list::List;
use super::prompt::PromptKind;
use super::reading::Place;
use super::{App, Effect, Screen};

/// What happened at a cell of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub what: What,
    pub col: u16,
    pub row: u16,
}

/// The left button, and the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Press,
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

/// What a cell of the screen shows, so far as it can be pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// An item of the list on the screen.
    Item(usize),
    /// A row of the outline, among those shown.
    Outline(usize),
    /// A line of the page, and a cell of it.
    Text { line: usize, cell: usize },
    /// A hint at the foot.
    Action(Action),
}

/// Lines that the wheel scrolls.
const NOTCH: usize = 3;

impl App {
    /// What is done about it; `zone`: what the cell shows.
    pub(super) fn mouse(&mut self, mouse: Mouse, zone: Option<Zone>) -> Vec<Effect> {
        // Nothing is meant for a screen that is not there yet.
        if self.is_opening() || self.awaiting {
            return Vec::new();
        }
        match mouse.what {
            What::WheelUp => self.wheel(Action::Up, zone),
            What::WheelDown => self.wheel(Action::Down, zone),
            What::Press => return self.click(zone),
            What::Drag => self.drag(mouse, zone),
            What::Release => return self.release(),
        }
        Vec::new()
    }

    fn wheel(&mut self, action: Action, zone: Option<Zone>) {
        let metrics = self.metrics();
        match (self.screens.last_mut(), zone) {
            (Some(Screen::Reading(reading)), Some(Zone::Outline(_))) => {
                let Some(outline) = &mut reading.outline else { return };
                // It would go back to what is read, if it had not the keys.
                outline.focused = true;
                outline.act(action, Some(NOTCH), &reading.landmarks, metrics.body());
            }
            (Some(Screen::Reading(reading)), _) => drop(reading.act(action, Some(NOTCH), &metrics)),
            _ => self.update_screen(action, Some(NOTCH)),
        }
    }

    fn click(&mut self, zone: Option<Zone>) -> Vec<Effect> {
        self.message = None;
        self.pressed = None;
        let typed = self.prompt.as_ref().map(|prompt| prompt.kind);
        match zone {
            Some(Zone::Action(action)) if typed.is_none() => {
                let count = self.count.take();
                return self.update(action, count);
            }
            // What is typed elsewhere than in a list is not left by a slip of the hand.
            _ if typed.is_some_and(|kind| kind != PromptKind::Narrow) => {}
            Some(Zone::Item(item)) => {
                self.prompt = None;
                if let Some(Screen::Search(search)) = self.screens.last_mut() {
                    search.typing = false;
                }
                let Some(list) = self.list() else { return Vec::new() };
                if list.selected == item {
                    return self.update(Action::Open, None);
                }
                list.selected = item;
            }
            Some(Zone::Outline(row)) => {
                let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return Vec::new() };
                let Some(outline) = &mut reading.outline else { return Vec::new() };
                self.prompt = None;
                if outline.focused && outline.list.selected == row {
                    return self.update(Action::Open, None);
                }
                (outline.focused, outline.list.selected) = (true, row);
            }
            Some(Zone::Text { line, cell }) => {
                let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return Vec::new() };
                reading.outline.iter_mut().for_each(|outline| outline.focused = false);
                reading.selection = None;
                self.pressed = reading.page.offset_at(line, cell).map(|(at, offset)| Place { at, offset });
            }
            _ => {}
        }
        Vec::new()
    }

    /// From where the button was pressed to here; above and below the text, what is out of sight comes in.
    fn drag(&mut self, mouse: Mouse, zone: Option<Zone>) {
        let metrics = self.metrics();
        let Some(from) = self.pressed else { return };
        let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return };
        let to = match zone {
            Some(Zone::Text { line, cell }) => reading.page.offset_at(line, cell),
            _ => {
                let up = mouse.row == 0;
                if !up && mouse.row as usize <= metrics.body() {
                    return;
                }
                reading.act(if up { Action::Up } else { Action::Down }, None, &metrics);
                let line = if up { reading.top } else { reading.top + metrics.body() - 1 };
                let last = reading.page.lines.len().saturating_sub(1);
                reading.page.offset_at(line.min(last), if up { 0 } else { metrics.cols as usize })
            }
        };
        if let Some((at, offset)) = to {
            reading.select_between(from, Place { at, offset });
        }
    }

    /// A press that was no drag follows the citation it was on.
    fn release(&mut self) -> Vec<Effect> {
        let Some(Place { at, offset }) = self.pressed.take() else { return Vec::new() };
        let Some(Screen::Reading(reading)) = self.screens.last_mut() else { return Vec::new() };
        if reading.selection.is_some() {
            return Vec::new();
        }
        let Some(links) = &mut reading.links else { return Vec::new() };
        let Some((number, _)) = links.in_block(at).find(|(_, link)| link.range.contains(&offset)) else {
            return Vec::new();
        };
        links.selected = Some(number);
        self.update(Action::Open, None)
    }

    /// The list on the screen.
    fn list(&mut self) -> Option<&mut List> {
        Some(match self.screens.last_mut() {
            None => &mut self.library.list,
            Some(Screen::Search(screen)) => &mut screen.list,
            Some(Screen::Contents(screen)) => &mut screen.list,
            Some(Screen::Table(screen)) => &mut screen.list,
            Some(Screen::Check(screen)) => &mut screen.list,
            Some(Screen::Ledger(screen)) => &mut screen.list,
            Some(Screen::Bookmarks(screen)) => &mut screen.list,
            Some(Screen::Cited(screen)) => &mut screen.list,
            Some(Screen::Choice(screen)) => &mut screen.list,
            Some(Screen::Compare(screen)) => &mut screen.list,
            Some(Screen::Reading(_) | Screen::Sheet(_)) => return None,
        })
    }
}
