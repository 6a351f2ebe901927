//! Lines of units → spans: what is drawn, in which role, and which bytes it shows.

use std::ops::Range;

use crate::text::safe::{Shown, shown};

use super::fill::cells_at;
use super::units::{Kind, Unit};
use super::{Role, Span};

/// A text that was cut into units, and the roles of its bytes.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub text: &'a str,
    /// Where the last unit ends.
    pub end: usize,
    pub units: &'a [Unit],
    /// Up to which byte each role reaches, ascending.
    pub roles: &'a [(usize, Role)],
}

/// Appends the spans of a range of bytes that is drawn as it is.
pub(super) fn plain(text: &str, roles: &[(usize, Role)], range: Range<usize>, spans: &mut Vec<Span>) {
    let mut start = range.start;
    for &(end, role) in roles {
        let end = end.min(range.end);
        if start < end {
            spans.push(Span { text: text[start..end].to_owned(), role, source: Some(start..end) });
            start = end;
        }
    }
}

impl Source<'_> {
    /// Where the bytes of the unit at `i` begin; for the one after the last: where the text ends.
    pub fn start_of(&self, i: usize) -> usize {
        self.units.get(i).map_or(self.end, |unit| unit.start as usize)
    }

    /// Appends the spans of the units `drawn`.
    pub fn spans(&self, drawn: Range<usize>, spans: &mut Vec<Span>) {
        let mut from = drawn.start;
        let mut column = 0;
        for i in drawn.clone() {
            let unit = &self.units[i];
            if unit.is_special() {
                plain(self.text, self.roles, self.start_of(from)..self.start_of(i), spans);
                self.special(i, i > from || i == drawn.start, column, spans);
                from = i + 1;
            }
            column += cells_at(unit, column);
        }
        plain(self.text, self.roles, self.start_of(from)..self.start_of(drawn.end), spans);
    }

    /// A unit that is drawn otherwise than its bytes say; `fresh` where no other such unit stands before it.
    fn special(&self, i: usize, fresh: bool, column: usize, spans: &mut Vec<Span>) {
        let unit = &self.units[i];
        let source = self.start_of(i)..self.start_of(i + 1);
        let role = || {
            let reached = self.roles.partition_point(|&(end, _)| end <= source.start);
            self.roles.get(reached).or(self.roles.last()).map_or(Role::Body, |&(_, role)| role)
        };
        match (unit.kind, spans.last_mut()) {
            (_, Some(Span { text, source: Some(_), .. })) if unit.is_standing() && !fresh && source.is_empty() => {
                text.push(unit.c);
            }
            _ if unit.is_standing() && unit.c != '\n' => {
                spans.push(Span { text: unit.c.into(), role: role(), source: Some(source) });
            }
            (Kind::Code, Some(Span { text, source: Some(shown), .. })) if !fresh && unit.c != '<' => {
                text.push(unit.c);
                shown.end = source.end;
            }
            (Kind::Code, _) => spans.push(Span { text: unit.c.into(), role: Role::Dim, source: Some(source) }),
            (Kind::Space, _) => {
                let text = " ".repeat(cells_at(unit, column));
                spans.push(Span { text, role: Role::Body, source: Some(source) });
            }
            _ => {
                let text = self.text[source.clone()].chars().filter(|&c| shown(c) == Shown::Plain).collect();
                spans.push(Span { text, role: role(), source: Some(source) });
            }
        }
    }
}
