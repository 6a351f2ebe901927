//! The line at the foot of the screen in which the reader types: what to find, to narrow a list by, or where to go.
//! Lists narrow and hits show while one types; Enter goes on with it, Esc leaves everything as it was.

use super::going::{Goal, Offer};
use super::input_line::InputLine;
use super::journal::Landing;
use super::keymap::{Action, Places};
use super::list::Single;
use super::reading::Reading;
use super::{App, Content, Effect, Key, KeyCode, NotWritten, Screen};
use crate::export::{self, Format};
use crate::text::safe;
use crate::typeset::Options;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    Find,
    Narrow,
    GoTo,
    /// Where to write a file.
    Save,
    /// A note to a bookmark.
    Note,
}

#[derive(Debug, Clone)]
pub struct Prompt {
    pub kind: PromptKind,
    pub line: InputLine,
    /// What the line was opened with: Enter on it unchanged means the next hit.
    before: String,
    /// Nothing has been typed since the line was opened, or since its address led nowhere: the first character replaces
    /// what is there.
    pub fresh: bool,
    /// Where an address may lead.
    pub offer: Offer,
    /// What Enter and other keys do, shown where there is room.
    pub hint: &'static str,
    /// Where one was in a document when it was opened.
    from: Option<Landing>,
}

impl Prompt {
    /// A line opened with a text, which the first character typed replaces.
    pub(super) fn new(kind: PromptKind, before: &str) -> Prompt {
        let (line, fresh) = (InputLine::with(before), !before.is_empty());
        Prompt { kind, line, fresh, before: before.to_owned(), offer: Offer::default(), hint: kind.hint(), from: None }
    }
}

/// A file that was asked for and has not been answered for yet.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    /// What is written, for the message.
    what: String,
    /// Asked for by `e`, not by `:w`.
    export: bool,
    /// There is one of that name, so that to ask again means to replace it.
    exists: Option<String>,
}

impl PromptKind {
    /// What stands before the text typed.
    pub fn label(self) -> &'static str {
        match self {
            PromptKind::Find => "查找：",
            PromptKind::Narrow => "筛选：",
            PromptKind::GoTo => "前往：",
            PromptKind::Save => "导出到：",
            PromptKind::Note => "书签说明：",
        }
    }

    /// What stands after it where there is room; a screen may have something of its own to say.
    fn hint(self) -> &'static str {
        match self {
            PromptKind::Find => "回车 确定  上下 前后一处  Esc 取消",
            PromptKind::Narrow => "回车 打开  Tab 到列表  Esc 取消",
            PromptKind::Note => "可以不写  回车 记下  Esc 取消",
            PromptKind::GoTo => "第十二条  三（二）5  50%  29号  2021年第3期",
            PromptKind::Save => "扩展名定格式：md txt json",
        }
    }
}

impl App {
    /// Opens the line that an action asks with.
    pub(super) fn ask(&mut self, action: Action) {
        let (outline, from) = (self.place() == Places::OUTLINE, self.landing());
        let (kind, before) = match self.screens.last_mut() {
            Some(Screen::Sheet(_) | Screen::Search(_)) => return,
            _ if action == Action::GoTo => (PromptKind::GoTo, String::new()),
            None => (PromptKind::Narrow, self.library.filter.clone()),
            Some(Screen::Contents(contents)) => (PromptKind::Narrow, contents.filter.clone()),
            Some(Screen::Check(checkup)) => (PromptKind::Narrow, checkup.filter.clone()),
            Some(Screen::Ledger(screen)) => (PromptKind::Narrow, screen.filter.clone()),
            Some(Screen::Bookmarks(bookmarks)) => (PromptKind::Narrow, bookmarks.filter.clone()),
            Some(Screen::Cited(cited)) => (PromptKind::Narrow, cited.filter.clone()),
            Some(Screen::Table(table)) => {
                table.begin_find();
                (PromptKind::Find, table.find.as_ref().map(|find| find.query.clone()).unwrap_or_default())
            }
            Some(Screen::Compare(screen)) => {
                screen.begin_find();
                (PromptKind::Find, screen.find.as_ref().map(|find| find.query.clone()).unwrap_or_default())
            }
            Some(Screen::Choice(choice)) => (PromptKind::Narrow, choice.filter.clone()),
            Some(Screen::Reading(reading)) if outline => {
                (PromptKind::Narrow, reading.outline.as_ref().map(|o| o.filter.clone()).unwrap_or_default())
            }
            Some(Screen::Reading(reading)) => {
                reading.begin_find();
                (PromptKind::Find, reading.find.as_ref().map(|find| find.query.clone()).unwrap_or_default())
            }
        };
        let prompt = Prompt::new(kind, &before);
        let hint = match (kind, self.screens.last()) {
            (PromptKind::Narrow, Some(Screen::Ledger(_))) => "回车 到列表  Esc 取消",
            (PromptKind::GoTo, None | Some(Screen::Contents(_))) => "29号  2021年第3期  p14  标题里的字",
            _ => prompt.hint,
        };
        self.prompt = Some(Prompt { from, hint, ..prompt });
    }

    pub(super) fn prompt_key(&mut self, key: Key) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        match key.code {
            KeyCode::Char('c') if key.ctrl => return vec![Effect::Quit],
            KeyCode::Char('l') if key.ctrl => return vec![Effect::Repaint],
            KeyCode::Char('z') if key.ctrl => return vec![Effect::Suspend],
            KeyCode::Esc => self.prompt_cancelled(),
            // What there is to delete is gone: as Esc.
            KeyCode::Backspace if prompt.line.text().is_empty() => self.prompt_cancelled(),
            KeyCode::Enter => return self.prompt_accepted(),
            KeyCode::Tab if prompt.kind == PromptKind::Narrow => return self.leave_for_list(),
            KeyCode::Tab if prompt.kind == PromptKind::GoTo => self.complete(),
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => self.prompt_moved(key.code),
            _ => {
                let before = prompt.line.text().to_owned();
                if std::mem::take(&mut prompt.fresh) && matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt {
                    prompt.line = InputLine::default();
                }
                // The key that asks where to go, pressed again: no address begins with it.
                let asks_again = prompt.kind == PromptKind::GoTo && prompt.line.text().is_empty();
                if !(asks_again && matches!(key.code, KeyCode::Char(':' | '：'))) {
                    prompt.line.key(key);
                }
                if prompt.line.text() != before {
                    self.prompt_changed();
                }
            }
        }
        Vec::new()
    }

    pub(super) fn prompt_paste(&mut self, text: &str) {
        let Some(prompt) = &mut self.prompt else { return };
        if std::mem::take(&mut prompt.fresh) {
            prompt.line = InputLine::default();
        }
        prompt.line.paste(text);
        self.prompt_changed();
    }

    /// The text typed is another: narrows or finds by it.
    pub(super) fn prompt_changed(&mut self) {
        let metrics = self.metrics();
        let Some(prompt) = &self.prompt else { return };
        let text = prompt.line.text();
        match (prompt.kind, self.screens.last_mut()) {
            (PromptKind::Narrow, None) => self.library.narrow(text, &self.catalog, metrics.body()),
            (PromptKind::Narrow, Some(Screen::Contents(contents))) => contents.narrow(text, &metrics),
            (PromptKind::Narrow, Some(Screen::Check(checkup))) => checkup.narrow(text, &metrics),
            (PromptKind::Narrow, Some(Screen::Ledger(screen))) => screen.narrow(text, &metrics),
            (PromptKind::Narrow, Some(Screen::Bookmarks(bookmarks))) => bookmarks.narrow(text),
            (PromptKind::Narrow, Some(Screen::Cited(cited))) => cited.narrow(text),
            (PromptKind::Narrow, Some(Screen::Choice(choice))) => choice.narrow(text),
            (PromptKind::Narrow, Some(Screen::Reading(reading))) => {
                if let Some(outline) = &mut reading.outline {
                    outline.narrow(text, &reading.landmarks, metrics.body());
                }
            }
            (PromptKind::Find, Some(Screen::Reading(reading))) => reading.find_as_typed(text, &metrics),
            (PromptKind::Find, Some(Screen::Table(table))) => table.find_as_typed(text, &metrics),
            (PromptKind::Find, Some(Screen::Compare(screen))) => screen.find_as_typed(text, &metrics),
            (PromptKind::GoTo, _) => self.offer_places(),
            _ => {}
        }
    }

    /// Writes to the file named after `:w`; `:w!` replaces one.
    fn write(&mut self, path: &str, replace: bool) -> Vec<Effect> {
        if self.restricted {
            self.message = Some("受限模式：不能写文件".into());
            return Vec::new();
        }
        let Some(written) = self.to_write() else {
            self.message = Some("没有可写的文字：先复制，或者打开一份文件".into());
            return Vec::new();
        };
        let what = self.copied.as_ref().map(|copied| copied.what.clone()).unwrap_or_default();
        self.writing = Some(Writing { what, export: false, exists: None });
        let content = Content::Text(written.text + "\n");
        vec![Effect::Write { path: path.to_owned(), content, replace }]
    }

    /// Asks which file to export to: the rows of the ledger, or the document.
    pub(super) fn ask_for_file(&mut self) {
        let name = match self.screens.last() {
            Some(Screen::Ledger(screen)) if !screen.rows.is_empty() => "台账.xlsx".to_owned(),
            Some(Screen::Reading(reading)) => file_name(reading),
            _ => {
                self.message = Some("这里没有可以导出的".into());
                return;
            }
        };
        self.writing = None;
        self.prompt = Some(self.save_prompt(&name));
    }

    fn save_prompt(&self, path: &str) -> Prompt {
        let prompt = Prompt::new(PromptKind::Save, path);
        let rows = matches!(self.screens.last(), Some(Screen::Ledger(_)));
        Prompt { hint: if rows { "扩展名定格式：xlsx csv json" } else { prompt.hint }, ..prompt }
    }

    /// Writes the document, or the rows of the ledger, as the file's name asks.
    fn export(&mut self, path: &str) -> Vec<Effect> {
        let options = Options { width: self.measure, measure: self.measure, widths: self.widths };
        let (content, what) = match self.screens.last() {
            Some(Screen::Ledger(screen)) => (screen.to_save(path), format!("{} 条", screen.rows.len())),
            Some(Screen::Reading(reading)) => {
                let format = Format::of(path.as_ref()).ok_or("文件名要以 .md、.txt 或 .json 结尾");
                let text = |format| Some(Content::Text(export::write([reading.document()?], format, &options)));
                let content = format.and_then(|format| text(format).ok_or("这里没有可以导出的"));
                (content.map_err(str::to_owned), "全文".to_owned())
            }
            _ => return Vec::new(),
        };
        match content {
            Ok(content) => {
                let replace = self.writing.as_ref().is_some_and(|writing| writing.exists.as_deref() == Some(path));
                self.writing = Some(Writing { what, export: true, exists: None });
                self.message = Some("正在写文件".into());
                vec![Effect::Write { path: path.to_owned(), content, replace }]
            }
            Err(told) => {
                self.message = Some(told);
                self.prompt = Some(Prompt { fresh: false, ..self.save_prompt(path) });
                Vec::new()
            }
        }
    }

    /// What became of it.
    pub(super) fn take_written(&mut self, path: String, result: Result<(), NotWritten>) {
        let writing = self.writing.take();
        self.message = Some(match result {
            Ok(()) => {
                let what = writing.map(|writing| writing.what).filter(|what| !what.is_empty());
                format!("已写入 {path}{}", what.map(|what| format!("（{what}）")).unwrap_or_default())
            }
            Err(NotWritten::Failed(reason)) => format!("没有写成 {path}：{reason}"),
            Err(NotWritten::Exists) => {
                let again = match writing {
                    Some(writing) if writing.export => {
                        self.writing = Some(Writing { exists: Some(path.clone()), ..writing });
                        self.save_prompt(&path)
                    }
                    _ => Prompt::new(PromptKind::GoTo, &format!("w! {path}")),
                };
                self.prompt = Some(Prompt { fresh: false, ..again });
                format!("已有 {path}，没有动它；要覆盖，再按回车，Esc 取消")
            }
        });
    }

    /// Looks up where the address typed so far may lead.
    fn offer_places(&mut self) {
        let Some(typed) = self.prompt.as_ref().map(|prompt| prompt.line.text().to_owned()) else { return };
        let offer = match file_to_write(&typed) {
            Some(_) => Offer::default(),
            None => self.places_named(&typed),
        };
        if let Some(prompt) = &mut self.prompt {
            prompt.offer = offer;
        }
    }

    /// The directory of the library is there: what is offered without it may not be the best.
    pub(super) fn offer_more(&mut self) {
        let Some(Prompt { offer, .. }) = self.prompt.as_ref().filter(|prompt| prompt.offer.partial) else { return };
        let chosen = offer.chosen().filter(|_| offer.list.selected > 0).map(|chosen| chosen.goal.clone());
        self.offer_places();
        if let (Some(goal), Some(Prompt { offer, .. })) = (chosen, &mut self.prompt) {
            offer.list.selected = offer.candidates.iter().position(|one| one.goal == goal).unwrap_or(0);
        }
    }

    /// Types the rest of the place that is chosen.
    fn complete(&mut self) {
        let Some(prompt) = &mut self.prompt else { return };
        let Some(name) = prompt.offer.chosen().map(|chosen| chosen.name.clone()).filter(|name| !name.is_empty()) else {
            return;
        };
        if prompt.line.text() != name {
            prompt.line = InputLine::with(&name);
            self.offer_places();
        }
    }

    /// Moves in the list that is narrowed, among the places offered, or from hit to hit.
    fn prompt_moved(&mut self, code: KeyCode) {
        let metrics = self.metrics();
        let action = match code {
            KeyCode::Up => Action::Up,
            KeyCode::Down => Action::Down,
            KeyCode::PageUp => Action::PageUp,
            _ => Action::PageDown,
        };
        match self.prompt.as_ref().map(|prompt| prompt.kind) {
            Some(PromptKind::Narrow) => {
                self.update_screen(action, None);
                if self.screens.is_empty() {
                    self.library.leave_group(matches!(action, Action::Down | Action::PageDown), metrics.body());
                }
            }
            Some(PromptKind::Find) if action == Action::Up => self.update_screen(Action::FindPrevious, None),
            Some(PromptKind::Find) => self.update_screen(Action::FindNext, None),
            Some(PromptKind::GoTo) => {
                if let Some(Prompt { offer, .. }) = &mut self.prompt {
                    let rows = offer.rows(&metrics);
                    offer.list.act(action, None, &Single(offer.candidates.len()), rows);
                }
            }
            Some(PromptKind::Save | PromptKind::Note) | None => {}
        }
    }

    fn prompt_cancelled(&mut self) {
        let metrics = self.metrics();
        let Some(prompt) = &mut self.prompt else { return };
        match prompt.kind {
            PromptKind::Narrow => {
                prompt.line = InputLine::default();
                self.prompt_changed();
            }
            PromptKind::Find => match self.screens.last_mut() {
                Some(Screen::Reading(reading)) => reading.cancel_find(&metrics),
                Some(Screen::Table(table)) => table.cancel_find(),
                Some(Screen::Compare(screen)) => screen.cancel_find(),
                _ => {}
            },
            PromptKind::GoTo | PromptKind::Save | PromptKind::Note => {}
        }
        self.prompt = None;
    }

    fn prompt_accepted(&mut self) -> Vec<Effect> {
        let metrics = self.metrics();
        if self.prompt.as_ref().is_some_and(|prompt| prompt.offer.partial) {
            // Where an address leads does not depend on how fast it is typed.
            self.catalog.directory();
            self.offer_more();
        }
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.line.text();
        match (prompt.kind, self.screens.last_mut()) {
            (PromptKind::Narrow, None) if self.library.rows.is_empty() => self.nothing_left(prompt),
            (PromptKind::Narrow, Some(Screen::Contents(contents))) if contents.shown.is_empty() => {
                self.nothing_left(prompt)
            }
            (PromptKind::Narrow, Some(Screen::Check(checkup))) if checkup.shown.is_empty() => {
                self.nothing_left(prompt);
            }
            // What is not read yet may fit.
            (PromptKind::Narrow, Some(Screen::Ledger(screen)))
                if screen.rows.is_empty() && screen.gathered.is_some() =>
            {
                self.nothing_left(prompt);
            }
            (PromptKind::Narrow, Some(Screen::Choice(choice))) if choice.shown.is_empty() => self.nothing_left(prompt),
            // A ledger is narrowed to be looked through, other lists to find one thing.
            (PromptKind::Narrow, Some(Screen::Ledger(_))) => return self.leave_for_list(),
            (PromptKind::Narrow, _) => return self.update(Action::Open, None),
            (PromptKind::Save, _) => return self.export(text.trim()),
            (PromptKind::Find, Some(Screen::Reading(reading))) => {
                let again = !text.trim().is_empty() && text == prompt.before;
                self.message = match reading.end_find(&metrics) {
                    Err(told) => Some(told),
                    Ok(()) if again => reading.find_step(true, 1, &metrics).map(str::to_owned),
                    Ok(()) => None,
                };
                self.left_for_hit(prompt.from);
            }
            (PromptKind::Find, Some(Screen::Table(table))) => {
                let again = !text.trim().is_empty() && text == prompt.before;
                self.message = table.end_find().err();
                if again && self.message.is_none() {
                    self.update_screen(Action::FindNext, None);
                }
            }
            (PromptKind::Find, Some(Screen::Compare(screen))) => self.message = screen.end_find().err(),
            (PromptKind::Note, _) => return self.take_note(text),
            (PromptKind::GoTo, _) if file_to_write(text).is_some() => {
                let Some((path, replace)) = file_to_write(text) else { return Vec::new() };
                return self.write(path, replace);
            }
            (PromptKind::GoTo, _) if !text.trim().is_empty() => match prompt.offer.chosen() {
                Some(chosen) => {
                    let goal = chosen.goal.clone();
                    let is_command = matches!(goal, Goal::Command(_));
                    let effects = self.go(goal);
                    if !is_command {
                        self.left(prompt.from);
                    }
                    return effects;
                }
                None => {
                    self.message = Some(self.no_such_place(text));
                    self.prompt = Some(Prompt { fresh: true, ..prompt });
                }
            },
            _ => {}
        }
        Vec::new()
    }

    /// There is nothing to open: the line stays for another try.
    fn nothing_left(&mut self, prompt: Prompt) {
        self.message = Some("没有符合的条目".into());
        self.prompt = Some(prompt);
    }
}

/// What to call the file of a document: its number or title, without what a file's name must not have.
fn file_name(reading: &Reading) -> String {
    const LONGEST: usize = 40;
    let document = reading.document();
    let name = document.map(|document| document.doc_number.as_deref().unwrap_or(&document.title)).unwrap_or_default();
    let name = safe::copied(name);
    let fits = |c: &char| !c.is_whitespace() && !"/\\:*?\"<>|~.".contains(*c);
    let name: String = name.chars().filter(fits).take(LONGEST).collect();
    format!("{}.md", if name.is_empty() { "文件" } else { &name })
}

/// The file that `w FILE` or `写 FILE` names, and whether `w!` says that it may be replaced.
pub fn file_to_write(typed: &str) -> Option<(&str, bool)> {
    let rest = typed.trim().strip_prefix(['w', 'ｗ', '写'])?;
    let (rest, replace) = rest.strip_prefix(['!', '！']).map_or((rest, false), |rest| (rest, true));
    let path = rest.strip_prefix(char::is_whitespace)?.trim();
    (!path.is_empty()).then_some((path, replace))
}
