//! Holding a key down: bytes and time of a frame, ours against ratatui's own crossterm backend on the same screens.
//!
//! `cargo bench --bench emit` prints a table. Bytes are exact; times are of this machine, their ratio says more.

use std::hint::black_box;
use std::time::Instant;

use gongbao::text::width::Widths;
use gongbao::tui::canvas::Canvas;
use gongbao::tui::colours::Colours;
use gongbao::tui::emit::Emitter;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui_crossterm::CrosstermBackend;

/// A document of full lines, each different.
fn lines() -> Vec<String> {
    const WORDS: &str = "乡镇人民政府应当建立健全河道管护责任制度明确巡查频次及时发现并处置侵占岸线倾倒垃圾等行为县水务局会同有关部门每季度开展一次检查结果纳入年度考核";
    let words: Vec<char> = WORDS.chars().collect();
    let line = |number: usize| (0..40).map(|i| words[(number * 17 + i * (1 + number % 5)) % words.len()]).collect();
    (0..1000).map(line).collect()
}

/// The screen of a document from line `first` on.
fn screen(lines: &[String], first: usize, (cols, rows): (u16, u16)) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    let mut canvas = Canvas::new(&mut buffer, Widths::narrow());
    let bar = Style::new().add_modifier(Modifier::REVERSED);
    canvas.fill(Rect::new(0, rows - 1, cols, 1), bar);
    canvas.put(0, rows - 1, cols, &format!("{:3}%", first / 10), bar);
    for y in 0..rows - 1 {
        canvas.put((cols - 80) / 2, y, cols, &lines[(first + usize::from(y)) % lines.len()], Style::new());
    }
    buffer
}

/// The same screen as ratatui itself sets it: the second cell of a wide character is a blank that it passes over.
fn screen_of_ratatui(screen: &Buffer) -> Buffer {
    let mut buffer = Buffer::empty(screen.area);
    for y in 0..screen.area.height {
        for x in 0..screen.area.width {
            let cell = &screen[(x, y)];
            if !cell.symbol().is_empty() {
                buffer.set_string(x, y, cell.symbol(), cell.style());
            }
        }
    }
    buffer
}

/// Counts what is written to it.
struct Sink(usize);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += black_box(bytes).len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn ours(screens: &[Buffer]) -> usize {
    let mut emitter = Emitter::new(Colours::default());
    emitter.set_widths(Widths::narrow(), true);
    screens.iter().map(|screen| black_box(emitter.frame(screen, None)).len()).sum()
}

/// As `ratatui::Terminal` does: the difference of two buffers, each cell to the backend.
fn theirs(screens: &[Buffer]) -> usize {
    let mut sink = Sink(0);
    let mut backend = CrosstermBackend::new(&mut sink);
    let mut shown = Buffer::empty(screens[0].area);
    for screen in screens {
        backend.draw(shown.diff(screen).into_iter()).expect("a sink takes all");
        Backend::flush(&mut backend).expect("a sink takes all");
        shown = screen.clone();
    }
    sink.0
}

/// Bytes of a frame, and frames a second in the best of several runs: other programs only ever make it slower.
fn measured(frames: fn(&[Buffer]) -> usize, screens: &[Buffer]) -> (usize, f64) {
    let run = || {
        let begun = Instant::now();
        let bytes = frames(screens);
        (bytes / screens.len(), screens.len() as f64 / begun.elapsed().as_secs_f64())
    };
    (0..30).map(|_| run()).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default()
}

fn main() {
    let lines = lines();
    println!("                          bytes a frame               frames a second");
    println!("screen   moving by     ours  ratatui  ratio       ours  ratatui  ratio");
    for (cols, rows) in [(80, 24), (120, 40)] {
        for (name, step) in [("a line", 1), ("a page", usize::from(rows) - 2)] {
            let screens: Vec<Buffer> = (0..200).map(|n| screen(&lines, n * step, (cols, rows))).collect();
            let of_ratatui: Vec<Buffer> = screens.iter().map(screen_of_ratatui).collect();
            let (our_bytes, our_rate) = measured(ours, &screens);
            let (their_bytes, their_rate) = measured(theirs, &of_ratatui);
            println!(
                "{cols:>3}x{rows:<3}  {name:<10} {our_bytes:>7} {their_bytes:>8} {:>6.1} {our_rate:>10.0} {their_rate:>8.0} {:>6.2}",
                their_bytes as f64 / our_bytes as f64,
                our_rate / their_rate
            );
        }
    }
}
