//! What of a document is the same at every width of the page: running text cut into units with how well a line may end
//! before each, tables cut into cells. It is most of the work of setting, so whoever sets a document again (a resize,
//! another measure) keeps it.
//!
//! It costs about five times the bytes of the text: a copy of it, and a [`Unit`] of twelve bytes a character (a table of many
//! short cells some more).

use std::sync::Arc;

use rayon::prelude::*;

use super::cells::Cells;
use super::page::Text;
use super::units::{self, Unit};
use super::{breaks, names, shape};
use crate::issue::{Block, Content, Document};
use crate::text::width::Widths;

/// A document ready to be set to any width.
#[derive(Debug)]
pub struct Prepared {
    /// Every block in order.
    pub(super) blocks: Vec<Ready>,
    pub(super) widths: Widths,
}

#[derive(Debug)]
pub(super) enum Ready {
    Running(Running),
    Table(Arc<Cells>),
}

/// Running text: everything but tables.
#[derive(Debug)]
pub(super) struct Running {
    pub text: Arc<Text>,
    /// From the first that is no blank on.
    pub units: Box<[Unit]>,
    /// Some unit is drawn otherwise than its bytes say.
    pub special: bool,
    /// A row of a list of names.
    pub names: Option<names::Row>,
}

impl Ready {
    pub fn names(&self) -> Option<&names::Row> {
        match self {
            Ready::Running(running) => running.names.as_ref(),
            Ready::Table(_) => None,
        }
    }
}

impl Prepared {
    pub fn new(document: &Document, widths: Widths) -> Prepared {
        let rows = document.parts.iter().flat_map(|part| names::rows(part, widths));
        let blocks: Vec<(&Block, Option<names::Row>)> = document.blocks().map(|(_, block)| block).zip(rows).collect();
        let prepare = |units: &mut Vec<Unit>, (block, row): (&Block, _)| match &block.content {
            Content::Table(table) => Ready::Table(Arc::new(Cells::new(block, table, widths))),
            _ => Ready::Running(Running::new(block, row, widths, units)),
        };
        // Each block by itself, so a long document uses every core.
        Prepared { blocks: blocks.into_par_iter().with_min_len(16).map_init(Vec::new, prepare).collect(), widths }
    }

    /// The widths of characters that it was prepared for.
    pub fn widths(&self) -> Widths {
        self.widths
    }
}

/// Units of a text that is long.
const ROOM: usize = 1 << 14;

impl Running {
    /// `units` is room to work in.
    fn new(block: &Block, names: Option<names::Row>, widths: Widths, units: &mut Vec<Unit>) -> Running {
        let text = block.text.as_str();
        let start = text.len() - text.trim_start_matches([' ', '\t', '\u{3000}']).len();
        units.clear();
        units.reserve_exact(text[start..].chars().count());
        units::cut(text, start..text.len(), widths, units);
        let marker = block.clause().map_or(0, |clause| clause.marker_len as usize);
        breaks::find(units, marker);
        if let Some(row) = &names {
            names::widen(units, row);
        }
        Running {
            names,
            text: Arc::new(Text { text: text.into(), roles: shape::roles(block) }),
            special: units.iter().any(|unit| unit.is_special()),
            // A long text keeps the room it was cut in instead of a copy.
            units: if units.len() > ROOM { std::mem::take(units).into() } else { units.as_slice().into() },
        }
    }
}
