//! 帮助 and long messages.

use super::{bar, theme};
use crate::app::Metrics;
use crate::app::sheet::{Sheet, SheetLine};
use crate::text::safe;
use crate::tui::canvas::Canvas;

pub fn draw(sheet: &Sheet, metrics: &Metrics, canvas: &mut Canvas) {
    bar::heading(canvas, metrics, std::slice::from_ref(&sheet.title));
    for (y, line) in (1..).zip(sheet.lines.iter().skip(sheet.top).take(metrics.body())) {
        let (text, style) = match line {
            SheetLine::Heading(text) => (text, theme::HEADING),
            SheetLine::Text(text) => (text, theme::PLAIN),
        };
        canvas.put(1, y, metrics.cols, &safe::line(text), style);
    }
}
