//! A page of our own words that lies over a screen: the help, a long message.

use super::Metrics;
use super::keymap::{Action, Chord, Group};
use super::keys::Bound;
use super::lines::wrap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetLine {
    Heading(String),
    Text(String),
}

#[derive(Debug)]
pub struct Sheet {
    pub title: String,
    pub top: usize,
    pub lines: Vec<SheetLine>,
    source: Source,
    set_for: Option<Metrics>,
}

#[derive(Debug)]
enum Source {
    /// The keys of a place, below something to begin with.
    Help(Vec<String>, Vec<Bound>),
    Text(Vec<String>),
}

/// Cells of the column of keys, where there is room for columns.
const KEYS: usize = 22;

impl Sheet {
    /// The keys of a place; `first` are paragraphs above them.
    pub fn help(bindings: Vec<Bound>, name: &str, first: Vec<String>) -> Self {
        Sheet {
            title: format!("帮助：{name}的按键"),
            top: 0,
            lines: Vec::new(),
            source: Source::Help(first, bindings),
            set_for: None,
        }
    }

    pub fn text(title: &str, paragraphs: Vec<String>) -> Self {
        Sheet { title: title.into(), top: 0, lines: Vec::new(), source: Source::Text(paragraphs), set_for: None }
    }

    /// Whether it lists keys.
    pub fn is_help(&self) -> bool {
        matches!(self.source, Source::Help(..))
    }

    pub fn set(&mut self, metrics: &Metrics) {
        if self.set_for != Some(*metrics) {
            self.set_for = Some(*metrics);
            self.lines = match &self.source {
                Source::Help(first, bindings) => help(first, bindings, metrics),
                Source::Text(paragraphs) => text(paragraphs, metrics),
            };
        }
        self.top = self.top.min(self.lines.len().saturating_sub(metrics.body()));
    }

    pub fn act(&mut self, action: Action, count: Option<usize>, metrics: &Metrics) -> bool {
        let (times, body) = (count.unwrap_or(1), metrics.body());
        self.top = match action {
            Action::Down => self.top.saturating_add(times),
            Action::Up => self.top.saturating_sub(times),
            Action::PageDown => self.top.saturating_add(body.saturating_mul(times)),
            Action::PageUp => self.top.saturating_sub(body.saturating_mul(times)),
            Action::HalfDown => self.top.saturating_add((body / 2).saturating_mul(times)),
            Action::HalfUp => self.top.saturating_sub((body / 2).saturating_mul(times)),
            Action::Top => 0,
            Action::Bottom => usize::MAX,
            _ => return false,
        };
        self.set(metrics);
        true
    }
}

fn help(first: &[String], bindings: &[Bound], metrics: &Metrics) -> Vec<SheetLine> {
    let mut lines = text(first, metrics);
    let cols = (metrics.cols as usize).saturating_sub(2).max(2);
    for group in Group::ALL {
        let mut of_group = bindings.iter().filter(|bound| bound.binding.group == group).peekable();
        if of_group.peek().is_none() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(SheetLine::Text(String::new()));
        }
        lines.push(SheetLine::Heading(group.title().into()));
        for Bound { binding, keys } in of_group {
            let keys: Vec<String> = keys.iter().map(|&chord| Chord::name(chord)).collect();
            let keys = format!(" {}", keys.join("  "));
            if cols < 2 * KEYS + 10 {
                lines.extend(
                    wrap(&format!("{keys}  {}", binding.help), cols, metrics.widths)
                        .into_iter()
                        .map(|l| SheetLine::Text(l.into())),
                );
                continue;
            }
            let blank = " ".repeat(KEYS.saturating_sub(metrics.widths.str(&keys)).max(1));
            for (n, line) in wrap(binding.help, cols - KEYS, metrics.widths).into_iter().enumerate() {
                let left = if n == 0 { format!("{keys}{blank}") } else { " ".repeat(KEYS) };
                lines.push(SheetLine::Text(format!("{left}{line}")));
            }
        }
    }
    lines.push(SheetLine::Text(String::new()));
    let note = "中文输入法开着也能用：、当作 /，【 】当作 [ ]，全角字母、数字、标点与半角相同；字母被输入法截住时，用功能键、方向键、回车、退格。";
    lines.extend(text(&[note.into()], metrics));
    lines
}

fn text(paragraphs: &[String], metrics: &Metrics) -> Vec<SheetLine> {
    let cols = (metrics.cols as usize).saturating_sub(2).max(2);
    paragraphs.iter().flat_map(|p| wrap(p, cols, metrics.widths)).map(|line| SheetLine::Text(line.into())).collect()
}
