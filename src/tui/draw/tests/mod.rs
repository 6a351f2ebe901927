//! Given this library, when I press these keys, I see that. No terminal: the app drawn into a buffer.

mod comparing;
mod contents;
mod copying;
mod everywhere;
mod fixture;
mod ledger;
mod library;
mod links;
mod mouse;
mod outline;
mod places;
mod reading;
mod search;
mod table;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::ledger::News;
use crate::app::{App, Effect, Input, Key, KeyCode};
use crate::compare::told::Compared;
use crate::issue::Issue;
use crate::library::LoadFailure;
use crate::library::catalog::{Catalog, summarize};
use crate::library::directory::DocumentId;
use crate::tui::canvas::Canvas;

/// A reader at a screen: presses keys, sees lines.
struct Reader {
    app: App,
    issues: Vec<Arc<Issue>>,
    quit: bool,
    /// What was sent to the clipboard.
    copied: Vec<String>,
    /// The number of the last request for citations.
    gathering: u64,
    /// How often the directory was asked for.
    directories: usize,
}

impl Reader {
    fn new(cols: u16, rows: u16, issues: Vec<Issue>) -> Self {
        Reader::with_failures(cols, rows, issues, Vec::new())
    }

    fn with_failures(cols: u16, rows: u16, issues: Vec<Issue>, failures: Vec<LoadFailure>) -> Self {
        let catalog = Catalog::new(issues.iter().map(summarize).collect(), failures);
        let mut app = App::new(Arc::default());
        app.input(Input::Resize { cols, rows });
        app.input(Input::Library(Arc::new(catalog)));
        Reader {
            app,
            issues: issues.into_iter().map(Arc::new).collect(),
            quit: false,
            copied: Vec::new(),
            gathering: 0,
            directories: 0,
        }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        typed(keys).for_each(|key| self.input(Input::Key(key)));
        self
    }

    /// What the caller of the app does: issues are loaded at once.
    fn input(&mut self, input: Input) {
        let effects = self.app.input(input);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::LoadIssue(id) => {
                    let issue = self.issues[id.0 as usize].clone();
                    self.input(Input::Issue(id, Ok(issue)));
                }
                Effect::Quit => self.quit = true,
                Effect::GatherCitations(request) => self.gathering = request,
                Effect::MakeDirectory => self.directories += 1,
                Effect::Compare { request, old, new } => {
                    let side = |id: DocumentId| (self.issues[id.issue.0 as usize].clone(), id.document as usize);
                    let compared = Compared::of(side(old), side(new)).ok_or("".to_owned());
                    self.input(Input::Compared(request, compared.map(Arc::new)));
                }
                Effect::Copy(text) => self.copied.push(text),
                Effect::Gather(request, scope) => {
                    let gathered = ledger::gathered(&self.issues, scope);
                    self.input(Input::Ledger(request, News::Done(gathered)));
                }
                _ => {}
            }
        }
    }

    fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.input(Input::Resize { cols, rows });
        self
    }

    fn buffer(&self) -> (Buffer, Option<(u16, u16)>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.cols, self.app.rows));
        let cursor = super::draw(&self.app, &mut Canvas::new(&mut buffer, self.app.widths));
        (buffer, cursor)
    }

    fn rows(&self) -> Vec<String> {
        let (buffer, _) = self.buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..buffer.area.height).map(row).collect()
    }

    fn screen(&self) -> String {
        self.rows().join("\n")
    }

    fn heading(&self) -> String {
        self.rows()[0].trim().to_owned()
    }

    fn status(&self) -> String {
        self.rows().pop().unwrap_or_default().trim().to_owned()
    }

    /// The text in reverse video between heading and status line.
    fn reversed(&self) -> String {
        let (buffer, _) = self.buffer();
        let body = (1..buffer.area.height - 1).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y)));
        let cells = body.map(|at| &buffer[at]).filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        let text: String = cells.map(|cell| cell.symbol()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        assert!(self.screen().contains(text), "「{text}」 is not on the screen:\n{}", self.screen());
        self
    }

    #[track_caller]
    fn sees_not(&mut self, text: &str) -> &mut Self {
        assert!(!self.screen().contains(text), "「{text}」 is on the screen:\n{}", self.screen());
        self
    }
}

/// Keys by their characters; `<Enter>`, `<F1>`, `<C-u>` for the others.
fn typed(mut keys: &str) -> impl Iterator<Item = Key> {
    std::iter::from_fn(move || {
        let first = keys.chars().next()?;
        let named = keys.strip_prefix('<').and_then(|r| r.split_once('>')).and_then(|(n, r)| Some((named(n)?, r)));
        let (key, rest) = named.unwrap_or((Key::char(first), &keys[first.len_utf8()..]));
        keys = rest;
        Some(key)
    })
}

fn named(name: &str) -> Option<Key> {
    use KeyCode::*;
    if let Some(c) = name.strip_prefix("A-") {
        return Some(Key { alt: true, ..named(c)? });
    }
    if let Some(c) = name.strip_prefix("C-") {
        return Some(Key { ctrl: true, ..named(c).unwrap_or(Key::char(c.chars().next()?)) });
    }
    Some(Key::of(match name {
        "Enter" => Enter,
        "Esc" => Esc,
        "Back" => Backspace,
        "Tab" => Tab,
        "S-Tab" => return Some(Key { shift: true, ..Key::of(Tab) }),
        "Up" => Up,
        "Down" => Down,
        "Left" => Left,
        "Right" => Right,
        "PgDn" => PageDown,
        "PgUp" => PageUp,
        "Home" => Home,
        "End" => End,
        "Del" => Delete,
        _ => F(name.strip_prefix('F')?.parse().ok()?),
    }))
}

fn reader(cols: u16, rows: u16) -> Reader {
    Reader::new(cols, rows, fixture::library())
}
