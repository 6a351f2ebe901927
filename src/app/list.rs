//! A list on a screen: which item is selected, and which line is at the top.
//!
//! Items may take several lines; what only needs to be known is on which line each begins ([`Lines`]), so a list of ten
//! thousand rows costs no more than what is seen of it.

use super::keymap::Action;

/// Where the items of a list are.
pub trait Lines {
    fn items(&self) -> usize;
    /// The first line of an item; of `items()`: the number of lines.
    fn line(&self, item: usize) -> usize;
    /// The item that has this line.
    fn item_at(&self, line: usize) -> usize;
}

/// Every item takes one line.
pub struct Single(pub usize);

impl Lines for Single {
    fn items(&self) -> usize {
        self.0
    }
    fn line(&self, item: usize) -> usize {
        item
    }
    fn item_at(&self, line: usize) -> usize {
        line
    }
}

/// The first line of every item, and behind them the number of lines.
impl Lines for [usize] {
    fn items(&self) -> usize {
        self.len().saturating_sub(1)
    }
    fn line(&self, item: usize) -> usize {
        self.get(item).or(self.last()).copied().unwrap_or(0)
    }
    fn item_at(&self, line: usize) -> usize {
        self.partition_point(|&first| first <= line).saturating_sub(1)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    pub selected: usize,
    /// The line at the top of the screen.
    pub top: usize,
}

impl List {
    /// Moves the selection; false where the action is none of moving.
    pub fn act(&mut self, action: Action, count: Option<usize>, lines: &(impl Lines + ?Sized), height: usize) -> bool {
        let times = count.unwrap_or(1);
        if self.scroll_within(action, times, lines, height) {
            return true;
        }
        match action {
            Action::Down => self.selected = self.selected.saturating_add(times),
            Action::Up => self.selected = self.selected.saturating_sub(times),
            Action::PageDown => self.leap(lines, height.saturating_mul(times), true),
            Action::PageUp => self.leap(lines, height.saturating_mul(times), false),
            Action::HalfDown => self.leap(lines, (height / 2).max(1).saturating_mul(times), true),
            Action::HalfUp => self.leap(lines, (height / 2).max(1).saturating_mul(times), false),
            Action::Top => self.selected = 0,
            Action::Bottom => self.selected = count.map_or(usize::MAX, |n| n.saturating_sub(1)),
            _ => return false,
        }
        self.reveal(lines, height);
        true
    }

    /// An item taller than the screen is scrolled through before the selection leaves it.
    fn scroll_within(&mut self, action: Action, times: usize, lines: &(impl Lines + ?Sized), height: usize) -> bool {
        let (first, end) = (lines.line(self.selected), lines.line(self.selected + 1));
        let by = match action {
            Action::Down | Action::Up => times,
            Action::HalfDown | Action::HalfUp => (height / 2).max(1).saturating_mul(times),
            Action::PageDown | Action::PageUp => height.saturating_mul(times),
            _ => return false,
        };
        let before = self.top;
        match action {
            Action::Down | Action::HalfDown | Action::PageDown if end > self.top + height && end - first > height => {
                self.top = self.top.saturating_add(by).min(end - height);
            }
            Action::Up | Action::HalfUp | Action::PageUp if first < self.top => {
                self.top = self.top.saturating_sub(by).max(first);
            }
            _ => {}
        }
        self.top != before
    }

    /// A screenful on: the page moves with the selection, which always goes on by one item at least.
    fn leap(&mut self, lines: &(impl Lines + ?Sized), by: usize, down: bool) {
        let last = lines.items().saturating_sub(1);
        let from = lines.line(self.selected);
        if down {
            self.selected = lines.item_at(from.saturating_add(by)).max(self.selected + 1).min(last);
            self.top = self.top.saturating_add(by);
        } else {
            self.selected = lines.item_at(from.saturating_sub(by)).min(self.selected.saturating_sub(1));
            self.top = self.top.saturating_sub(by);
        }
    }

    /// Brings selection and top within bounds, and the selected item into sight.
    pub fn reveal(&mut self, lines: &(impl Lines + ?Sized), height: usize) {
        self.selected = self.selected.min(lines.items().saturating_sub(1));
        let (first, end) = (lines.line(self.selected), lines.line(self.selected + 1));
        self.top = self.top.min(lines.line(lines.items()).saturating_sub(height));
        // Of an item taller than the screen, what is shown of it stays.
        self.top = if end.saturating_sub(first) > height {
            self.top.clamp(first, end - height)
        } else {
            self.top.max(end.saturating_sub(height)).min(first)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_in_sight_and_the_list_scrolls_no_further_than_needed() {
        let mut list = List::default();
        list.act(Action::Down, Some(12), &Single(100), 10);
        assert_eq!((list.selected, list.top), (12, 3));
        list.act(Action::Up, None, &Single(100), 10);
        assert_eq!((list.selected, list.top), (11, 3));
        list.act(Action::Bottom, None, &Single(100), 10);
        assert_eq!((list.selected, list.top), (99, 90));
        list.act(Action::PageUp, None, &Single(100), 10);
        assert_eq!((list.selected, list.top), (89, 80));
        list.act(Action::Bottom, Some(28), &Single(100), 10);
        assert_eq!(list.selected, 27);
    }

    #[test]
    fn items_of_several_lines_are_shown_whole() {
        let starts: &[usize] = &[0, 3, 5, 9, 10];
        let mut list = List::default();
        list.act(Action::Down, Some(2), starts, 6);
        assert_eq!((list.selected, list.top), (2, 3));
        list.act(Action::PageDown, None, starts, 6);
        assert_eq!((list.selected, list.top), (3, 4));
    }

    #[test]
    fn an_item_taller_than_the_screen_is_scrolled_through() {
        let starts: &[usize] = &[0, 2, 22, 24];
        let mut list = List::default();
        let mut seen = Vec::new();
        for _ in 0..14 {
            list.act(Action::Down, None, starts, 10);
            seen.push((list.selected, list.top));
        }
        assert_eq!(seen[0], (1, 2));
        assert_eq!(seen[10], (1, 12));
        assert_eq!(seen[11], (2, 14));
        list.act(Action::Up, None, starts, 10);
        assert_eq!((list.selected, list.top), (1, 12), "from below, its end is shown");
        list.act(Action::PageUp, None, starts, 10);
        assert_eq!((list.selected, list.top), (1, 2));
    }

    #[test]
    fn an_empty_list_takes_any_key() {
        let mut list = List::default();
        for action in [Action::Down, Action::PageDown, Action::Bottom, Action::Up, Action::HalfUp] {
            list.act(action, Some(usize::MAX), &Single(0), 10);
            assert_eq!(list, List::default());
        }
    }
}
