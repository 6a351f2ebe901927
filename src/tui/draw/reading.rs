//! 正文: the page as it was set, hits and the current clause marked on it; the outline beside it or over it.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::lines::cut;
use crate::app::mouse::Zone;
use crate::app::outline::{Outline, held, holds};
use crate::app::reading::Reading;
use crate::issue::BlockRef;
use crate::text::safe;
use crate::tui::canvas::Canvas;
use crate::typeset::{Line, Role};

pub fn draw(reading: &Reading, metrics: &Metrics, canvas: &mut Canvas) {
    bar::heading(canvas, metrics, &reading.titles());
    let mut left = 0;
    if let Some(outline) = &reading.outline {
        match metrics.panel() {
            None => return draw_outline(reading, outline, 0, metrics.cols, metrics, canvas),
            Some(panel) => {
                draw_outline(reading, outline, 0, panel - 3, metrics, canvas);
                for y in 1..=metrics.body() as u16 {
                    canvas.put(panel - 2, y, panel, "|", theme::FAINT);
                }
                left = panel;
            }
        }
    }
    if reading.page.lines.is_empty() {
        canvas.put(left + 2, 2, metrics.cols, "这一件没有文字。", theme::PLAIN);
        return;
    }
    text(reading, left, 1, metrics.body(), metrics, canvas);
    mark_selection(reading, &View::new(reading, left, 1, metrics.body(), metrics), canvas);
}

/// So many lines of the page, from column `left` and row `top` on.
pub(super) fn text(reading: &Reading, left: u16, top: u16, rows: usize, metrics: &Metrics, canvas: &mut Canvas) {
    let lines = reading.page.lines.iter().skip(reading.top).take(rows);
    let area = Rect::new(left, top, metrics.cols.saturating_sub(left), rows as u16);
    let first = reading.top;
    canvas.zone(area, |x, y| Zone::Text { line: first + y as usize, cell: x as usize });
    for (y, line) in (top..).zip(lines) {
        draw_line(reading, line, left, y, metrics, canvas);
    }
    let view = View::new(reading, left, top, rows, metrics);
    mark_links(reading, &view, canvas);
    mark_hits(reading, &view, canvas);
}

fn draw_line(reading: &Reading, line: &Line, left: u16, y: u16, metrics: &Metrics, canvas: &mut Canvas) {
    // The marker of the clause one went to stands out; without a marker, the first words do.
    let mut marked = line.range.start == 0 && line.block.is_some() && line.block == reading.marked();
    let mut x = left;
    for span in line.spans().iter() {
        let mut style = theme::role(span.role);
        if marked
            && span.source.is_some()
            && matches!(span.role, Role::Marker | Role::Title | Role::Body | Role::Heading)
        {
            // Said by a sign too: not every terminal draws reverse video well. Where a line is set flush there is no room.
            if x >= left + 2 {
                canvas.put(x - 2, y, x, ">", theme::HEADING);
            }
            let few = if span.role == Role::Body { few_words(&span.text) } else { span.text.len() };
            x = canvas.put(x, y, metrics.cols, &span.text[..few], theme::MARKED);
            x = canvas.put(x, y, metrics.cols, &span.text[few..], style);
            marked = false;
            continue;
        }
        if span.role == Role::Marker && span.source.is_none() {
            style = theme::PLAIN;
        }
        x = canvas.put(x, y, metrics.cols, &span.text, style);
    }
}

/// The bytes of the first four characters.
fn few_words(text: &str) -> usize {
    text.char_indices().nth(4).map_or(text.len(), |(at, _)| at)
}

/// Which lines of the page are seen, and where on the screen.
struct View {
    seen: Range<usize>,
    left: u16,
    top: u16,
    cols: u16,
}

impl View {
    fn new(reading: &Reading, left: u16, top: u16, rows: usize, metrics: &Metrics) -> View {
        View { seen: reading.top..reading.top + rows, left, top, cols: metrics.cols }
    }

    /// The bytes of each block that are seen: of a block of a whole book, only these are asked for.
    fn stretches<'a>(&self, reading: &'a Reading) -> impl Iterator<Item = (BlockRef, Range<usize>)> + use<'a> {
        let lines = &reading.page.lines;
        let seen = &lines[self.seen.start.min(lines.len())..self.seen.end.min(lines.len())];
        seen.chunk_by(|a, b| a.block == b.block).filter_map(|lines| {
            let (first, last) = (lines.first()?, lines.last()?);
            Some((first.block?, first.range.start..last.range.end))
        })
    }

    /// Draws what is seen of these bytes of a block in another style.
    fn mark(&self, reading: &Reading, at: BlockRef, bytes: Range<usize>, style: Style, canvas: &mut Canvas) {
        for piece in reading.page.pieces(at, bytes).into_iter().filter(|piece| self.seen.contains(&piece.line)) {
            let y = (piece.line - self.seen.start) as u16 + self.top;
            let (start, end) = (self.left + piece.cells.start as u16, self.left + piece.cells.end as u16);
            let area = Rect::new(start, y, end.min(self.cols).saturating_sub(start), 1);
            canvas.buffer.set_style(area.intersection(canvas.area()), style);
        }
    }
}

/// Citations: each underlined, the one that was walked to in reverse video.
fn mark_links(reading: &Reading, view: &View, canvas: &mut Canvas) {
    let Some(links) = &reading.links else { return };
    for (at, bytes) in view.stretches(reading) {
        let cited = links.in_block(at).skip_while(|(_, link)| link.range.end <= bytes.start);
        for (number, link) in cited.take_while(|(_, link)| link.range.start < bytes.end) {
            let style = if links.selected == Some(number) { theme::CURRENT_LINK } else { theme::LINK };
            view.mark(reading, at, link.range.clone(), style, canvas);
        }
    }
}

/// Hits: every one underlined, the current one in reverse video.
fn mark_hits(reading: &Reading, view: &View, canvas: &mut Canvas) {
    let Some(find) = &reading.find else { return };
    for (at, bytes) in view.stretches(reading) {
        let hits = find.in_block(at).skip_while(|(_, hit)| hit.range.end <= bytes.start);
        for (number, hit) in hits.take_while(|(_, hit)| hit.range.start < bytes.end) {
            let style = if find.selected == Some(number) { theme::CURRENT_HIT } else { theme::HIT };
            view.mark(reading, at, hit.range.clone(), style, canvas);
        }
    }
}

/// What is selected, in reverse video.
fn mark_selection(reading: &Reading, view: &View, canvas: &mut Canvas) {
    let Some(selection) = &reading.selection else { return };
    for (at, bytes) in view.stretches(reading) {
        let Some(selected) = selection.in_block(at) else { continue };
        let range = selected.start.max(bytes.start)..selected.end.min(bytes.end);
        view.mark(reading, at, range, theme::SELECTED, canvas);
    }
}

fn draw_outline(reading: &Reading, outline: &Outline, x: u16, end: u16, metrics: &Metrics, canvas: &mut Canvas) {
    if outline.shown.is_empty() {
        let text = cut("没有符合的条款。Esc 看全部。", (end - x) as usize, metrics.widths);
        canvas.put(x + 1, 2, end, &text, theme::PLAIN);
        return;
    }
    let rows = outline.shown.iter().enumerate().skip(outline.list.top).take(metrics.body());
    for (y, (row, &at)) in (1..).zip(rows) {
        canvas.zone(Rect::new(x, y, end - x, 1), |_, _| Zone::Outline(row));
        let landmark = &reading.landmarks[at];
        let selected = row == outline.list.selected;
        let style = match (selected, outline.focused) {
            (true, true) => theme::SELECTED,
            (true, false) => theme::FOLLOWED,
            _ if landmark.depth == 0 => theme::HEADING,
            _ => theme::PLAIN,
        };
        if selected && outline.focused {
            canvas.fill(Rect::new(x, y, end - x, 1), style);
        }
        let mark = match (holds(&reading.landmarks, at), outline.is_folded(at)) {
            (true, true) => "+ ",
            (true, false) => "- ",
            _ => "  ",
        };
        let indent = 2 * landmark.depth.min(6) as u16;
        let here = if selected && !outline.focused { ">" } else { " " };
        let from = canvas.put(x, y, end, here, style) + indent;
        // What is hidden is counted, so that a folded clause is not taken for a short one.
        let hidden = match mark {
            "+ " => format!(" ({})", held(&reading.landmarks, at)),
            _ => String::new(),
        };
        let room = end.saturating_sub(from).saturating_sub(hidden.len() as u16) as usize;
        let label = cut(&safe::line(&landmark.label), room.saturating_sub(mark.len()), metrics.widths);
        canvas.put(from, y, end, &format!("{mark}{label}{hidden}"), style);
    }
}
