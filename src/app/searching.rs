//! What the keys of 检索 do: asking with every key, opening hits, walking from hit to hit through the documents.

use super::keymap::Action;
use super::search::Search;
use super::{App, Effect, Key, KeyCode, Screen};
use crate::search::bar::{Answer, Completions};

impl App {
    /// Opens 检索, or gives its line the keys: as it was left, or with a text that was pasted.
    pub(super) fn search(&mut self, text: Option<&str>) -> Vec<Effect> {
        let open = self.screens.iter().rposition(|screen| matches!(screen, Screen::Search(_)));
        let search = match open {
            // Whatever lies on it has been led to from it.
            Some(at) => {
                for screen in self.screens.drain(at + 1..).collect::<Vec<_>>() {
                    if let Screen::Reading(reading) = screen {
                        self.remember(&reading);
                    }
                }
                None
            }
            None => Some(self.search_left.take().unwrap_or_default()),
        };
        self.screens.extend(search.map(Screen::Search));
        let Some(search) = top(&mut self.screens) else { return Vec::new() };
        search.begin();
        search.know(self.state.queries());
        if let Some(text) = text {
            search.paste(text);
        }
        if search.is_waiting() || text.is_some() { self.ask_search() } else { Vec::new() }
    }

    /// Asks for what stands in the line now.
    fn ask_search(&mut self) -> Vec<Effect> {
        let Some(search) = top(&mut self.screens) else { return Vec::new() };
        self.requests += 1;
        vec![Effect::Search(search.request(self.requests))]
    }

    /// A key while the line has them. What depends on an answer that is still to come waits for it.
    pub(super) fn search_key(&mut self, key: Key) -> Vec<Effect> {
        let metrics = self.metrics();
        let Some(search) = top(&mut self.screens) else { return Vec::new() };
        let plain = !key.ctrl && !key.alt;
        match key.code {
            KeyCode::Char('c') if key.ctrl => return vec![Effect::Quit],
            KeyCode::Char('l') if key.ctrl => return vec![Effect::Repaint],
            KeyCode::Char('z') if key.ctrl => return vec![Effect::Suspend],
            KeyCode::F(1) => self.help(),
            KeyCode::F(3) => search.begin(),
            KeyCode::F(10) => return vec![Effect::Quit],
            KeyCode::Esc if search.lines.is_empty() => return self.back(),
            KeyCode::Esc => search.typing = false,
            // What there is to delete is gone.
            KeyCode::Backspace if search.line.text().is_empty() => return self.back(),
            KeyCode::Up if plain && search.is_unmoved() => return self.recall(true),
            KeyCode::Char('p') if key.ctrl => return self.recall(true),
            KeyCode::Char('n') if key.ctrl => return self.recall(false),
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down | KeyCode::PageDown if search.is_waiting() => {
                self.wait_for_answer(key);
            }
            KeyCode::Tab if search.is_completing() => self.wait_for_answer(key),
            KeyCode::Enter => return self.open_hit(),
            KeyCode::Tab => {
                if search.complete(!key.shift) {
                    return self.ask_search();
                }
                self.message = Some("没有可以补全的".into());
            }
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown if plain => {
                let action = match key.code {
                    KeyCode::Up => Action::Up,
                    KeyCode::Down => Action::Down,
                    KeyCode::PageUp => Action::PageUp,
                    _ => Action::PageDown,
                };
                search.fresh = false;
                search.act(action, None, &metrics);
            }
            _ => {
                if search.edit(key) {
                    return self.ask_search();
                }
            }
        }
        Vec::new()
    }

    fn recall(&mut self, older: bool) -> Vec<Effect> {
        let recalled = top(&mut self.screens).is_some_and(|search| search.recall(older));
        if recalled { self.ask_search() } else { Vec::new() }
    }

    pub(super) fn search_paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(search) = top(&mut self.screens) {
            search.paste(text);
        }
        self.ask_search()
    }

    /// Keeps a key, and those after it, until the answer has come.
    fn wait_for_answer(&mut self, key: Key) {
        self.awaiting = true;
        self.ahead.push(key);
    }

    pub(super) fn take_answer(&mut self, answer: Answer) -> Vec<Effect> {
        let metrics = self.metrics();
        let mut searches = self.screens.iter_mut().filter_map(as_search).chain(self.search_left.as_deref_mut());
        let taken = searches.next().is_some_and(|search| search.take_answer(answer, &metrics));
        if taken && std::mem::take(&mut self.awaiting) { self.press_ahead() } else { Vec::new() }
    }

    pub(super) fn take_completions(&mut self, completions: Completions) -> Vec<Effect> {
        let mut searches = self.screens.iter_mut().filter_map(as_search).chain(self.search_left.as_deref_mut());
        let Some(search) = searches.next() else { return Vec::new() };
        search.take_completions(completions);
        let come = !search.is_completing() && !search.is_waiting();
        if come && std::mem::take(&mut self.awaiting) { self.press_ahead() } else { Vec::new() }
    }

    /// Whether something waits to be shown until no key has been pressed for a moment ([`super::Input::Rest`]).
    pub fn is_late(&self) -> bool {
        matches!(self.screens.last(), Some(Screen::Search(search)) if search.is_late())
    }

    pub(super) fn rest(&mut self) {
        let metrics = self.metrics();
        if let Some(search) = top(&mut self.screens) {
            search.rest(&metrics);
        }
    }

    /// What the list needs that is not here yet: more hits, the document to preview.
    pub(super) fn search_needs(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        let Some(search) = top(&mut self.screens) else { return Vec::new() };
        let mut effects: Vec<Effect> = search.wanted(&metrics).map(Effect::LoadIssue).into_iter().collect();
        if let Some(request) = search.more(self.requests + 1, false, &metrics) {
            self.requests += 1;
            effects.push(Effect::Search(request));
        }
        effects
    }

    /// The document of the selected hit, at the hit.
    pub(super) fn open_hit(&mut self) -> Vec<Effect> {
        let Some(search) = top(&mut self.screens) else { return Vec::new() };
        if search.proposed().is_some() {
            self.pending.extend(search.remember());
            search.take_proposal();
            return self.ask_search();
        }
        let Some(spot) = search.spot() else {
            self.message =
                Some(if search.line.text().trim().is_empty() { "先输入要找的词" } else { "没有找到" }.into());
            return Vec::new();
        };
        let kept = search.remember();
        search.typing = false;
        self.pending.extend(kept);
        self.lead_to(spot)
    }

    /// Which hit is being read, counted from 1, and of how many.
    pub fn walking(&self) -> Option<(usize, usize)> {
        match self.screens.as_slice() {
            [.., Screen::Search(search), Screen::Reading(reading)] if reading.is_led() => {
                Some((search.hit_selected()? + 1, search.total))
            }
            _ => None,
        }
    }

    /// To the next hit in the order of the results, or the one before, in whatever document it is.
    pub(super) fn walk(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        let metrics = self.metrics();
        let [.., Screen::Search(search), Screen::Reading(_)] = self.screens.as_mut_slice() else { return Vec::new() };
        if search.step(forward, count) {
            let (spot, height) = (search.spot(), search.layout(&metrics).list);
            search.reveal(height);
            return spot.map(|spot| self.lead_on(spot)).unwrap_or_default();
        }
        if forward && search.has_more() {
            let request = search.more(self.requests + 1, true, &metrics);
            self.requests += u64::from(request.is_some());
            self.awaiting = true;
            self.ahead.extend(self.keymap.press(Action::FindNext));
            return request.map(Effect::Search).into_iter().collect();
        }
        self.message = Some(if forward { "已是最后一处" } else { "已是第一处" }.into());
        Vec::new()
    }
}

fn as_search(screen: &mut Screen) -> Option<&mut Search> {
    if let Screen::Search(search) = screen { Some(search) } else { None }
}

/// The search that is seen.
fn top(screens: &mut [Screen]) -> Option<&mut Search> {
    screens.last_mut().and_then(as_search)
}
