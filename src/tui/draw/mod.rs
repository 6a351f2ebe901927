//! One place that turns state into cells: each screen drawn from the app's state and nothing else.
//!
//! ```text
//! row 0          where one is                      (reverse video)
//! rows 1..n-1    the screen's own
//! row n-1        message, input line or hints, and the position at the right end   (reverse video)
//! ```
//!
//! Our own marks use ASCII and full-width punctuation only: what else a terminal may draw wider than we think.

mod bar;
mod bookmarks;
mod checkup;
mod choice;
mod cited;
mod comparing;
mod contents;
mod ledger;
mod library;
mod offer;
mod reading;
mod search;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod theme;

use crate::app::keymap::Action;
use crate::app::mouse::Zone;
use crate::app::{App, MIN_COLS, MIN_ROWS, Metrics, Screen, lines};
use crate::tui::canvas::Canvas;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the current screen; returns where the cursor is shown, if anywhere.
pub fn draw(app: &App, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let metrics = app.metrics();
    if metrics.too_small() {
        return too_small(app, &metrics, canvas);
    }
    let mut cursor = None;
    match app.screens.last() {
        None => library::draw(app, &metrics, canvas),
        Some(Screen::Contents(contents)) => contents::draw(contents, &metrics, canvas),
        Some(Screen::Search(search)) => cursor = search::draw(app, search, &metrics, canvas),
        Some(Screen::Reading(reading)) => reading::draw(reading, &metrics, canvas),
        Some(Screen::Check(checkup)) => checkup::draw(checkup, &metrics, canvas),
        Some(Screen::Ledger(screen)) => ledger::draw(screen, &metrics, canvas),
        Some(Screen::Bookmarks(bookmarks)) => bookmarks::draw(bookmarks, &metrics, canvas),
        Some(Screen::Cited(cited)) => cited::draw(cited, &metrics, canvas),
        Some(Screen::Choice(choice)) => choice::draw(choice, &metrics, canvas),
        Some(Screen::Compare(screen)) => comparing::draw(screen, &metrics, canvas),
        Some(Screen::Table(table)) => table::draw(table, &metrics, canvas),
        Some(Screen::Sheet(sheet)) => sheet::draw(sheet, &metrics, canvas),
    }
    if let Some(prompt) = &app.prompt {
        offer::draw(prompt, app.to_write(), &metrics, canvas);
    }
    bar::status(app, &metrics, canvas).or(cursor)
}

/// What a cell of the screen shows, so far as it can be pointed at.
pub fn under(app: &App, col: u16, row: u16) -> Option<Zone> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.cols, app.rows));
    let mut canvas = Canvas::asking(&mut buffer, app.widths, (col, row));
    draw(app, &mut canvas);
    canvas.answer()
}

fn too_small(app: &App, metrics: &Metrics, canvas: &mut Canvas) -> Option<(u16, u16)> {
    let (cols, rows) = (metrics.cols, metrics.rows);
    let [back, quit] = [Action::Back, Action::Quit].map(|action| app.keymap.name(action));
    let text = format!(
        "窗口太小：至少要 {MIN_COLS} 列 {MIN_ROWS} 行，现在是 {cols} 列 {rows} 行。请放大窗口；按键照常有用，{back} 返回，{quit} 退出。"
    );
    for (y, line) in (0..rows).zip(lines::wrap(&text, cols as usize, metrics.widths)) {
        canvas.put(0, y, cols, line, theme::PLAIN);
    }
    None
}
