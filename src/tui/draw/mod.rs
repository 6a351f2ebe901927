//! One place that turns state into cells: each screen drawn from the app's state and nothing else.

use ratatui::style::Style;

use crate::app::App;
use crate::tui::canvas::Canvas;

/// Draws the current screen; returns where the cursor is shown, if anywhere.
pub fn draw(app: &App, canvas: &mut Canvas) -> Option<(u16, u16)> {
    canvas.put(0, 0, app.cols, "公报", Style::new());
    None
}
