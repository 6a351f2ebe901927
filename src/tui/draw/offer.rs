//! Where the address that is being typed may lead: a few rows over the status line, the one that Enter goes to marked.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme;
use crate::app::copying::Copied;
use crate::app::going::Offer;
use crate::app::lines::cut;
use crate::app::prompt::file_to_write;
use crate::app::{Metrics, Prompt, PromptKind};
use crate::text::safe;
use crate::tui::canvas::Canvas;

pub fn draw(prompt: &Prompt, written: Option<Copied>, metrics: &Metrics, canvas: &mut Canvas) {
    let offer = &prompt.offer;
    if let (PromptKind::GoTo, Some((path, replace))) = (prompt.kind, file_to_write(prompt.line.text())) {
        let y = metrics.rows - 2;
        let verb = if replace { "覆盖" } else { "写入" };
        let told = match written {
            Some(written) => {
                let (characters, what) = (written.text.chars().count(), written.what);
                format!("把{what}（{characters}字）{verb}文件 {}", safe::line(path))
            }
            None => "没有可写的文字：先复制，或者打开一份文件".to_owned(),
        };
        canvas.fill(Rect::new(0, y, metrics.cols, 1), Style::reset());
        canvas.put(3, y, metrics.cols, &cut(&told, metrics.cols as usize - 4, metrics.widths), theme::PLAIN);
        return;
    }
    if prompt.kind == PromptKind::GoTo && offer.candidates.is_empty() && !prompt.line.text().trim().is_empty() {
        let y = metrics.rows - 2;
        canvas.fill(Rect::new(0, y, metrics.cols, 1), Style::reset());
        let told = match offer {
            Offer { partial: true, .. } => "正在查馆藏",
            Offer { homeless: true, .. } => "条款在文件里：先打开一份文件",
            _ => "没有这样的地方",
        };
        canvas.put(3, y, metrics.cols, told, theme::PLAIN);
    }
    let shown = offer.rows(metrics);
    let top = metrics.rows - 1 - shown as u16;
    let rows = offer.candidates.iter().enumerate().skip(offer.list.top).take(shown);
    for (y, (at, candidate)) in (top..).zip(rows) {
        let chosen = at == offer.list.selected;
        let style = if chosen { theme::SELECTED } else { theme::PLAIN };
        // The page below may be bold or coloured there.
        canvas.fill(Rect::new(0, y, metrics.cols, 1), Style::reset().patch(style));
        let x = canvas.put(0, y, metrics.cols, if chosen { " > " } else { "   " }, style);
        let name = safe::line(&candidate.name);
        // 三、 and 三、总体要求: what is there says it already.
        let said = candidate.label.starts_with(candidate.name.trim_end_matches('.'));
        let x = if said { x } else { canvas.put(x, y, metrics.cols, &cut(&name, 36, metrics.widths), style) + 2 };
        let room = metrics.cols.saturating_sub(x + 1) as usize;
        canvas.put(x, y, metrics.cols, &cut(&safe::line(&candidate.label), room, metrics.widths), style);
    }
}
