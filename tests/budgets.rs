//! What moving about on a full page of Chinese prose costs on the line, in bytes. Bytes are exact: a number that grew is
//! a change someone should know of.

use gongbao::text::width::Widths;
use gongbao::tui::canvas::Canvas;
use gongbao::tui::colours::Colours;
use gongbao::tui::emit::Emitter;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Full lines of 40 ideographs, as provisions read, with quotes, dashes and numbers here and there.
fn line(number: usize) -> String {
    const WORDS: &str = "乡镇人民政府应当建立健全河道管护责任制度明确巡查频次及时发现并处置侵占岸线倾倒垃圾等行为县水务局会同有关部门每季度开展一次检查结果纳入年度考核";
    let words: Vec<char> = WORDS.chars().collect();
    let mut cells = 0;
    let mut text = String::new();
    let mut i = number * 17;
    while cells < 78 {
        let (piece, width) = match (number * 31 + i) % 53 {
            7 => ("，".to_owned(), 2),
            19 => ("、".to_owned(), 2),
            31 => ("“".to_owned(), 1),
            37 => ("”".to_owned(), 1),
            41 => ("15".to_owned(), 2),
            _ => (words[i % words.len()].to_string(), 2),
        };
        (text, cells, i) = (text + &piece, cells + width, i + 1);
    }
    text
}

struct Reader {
    cols: u16,
    rows: u16,
    emitter: Emitter,
}

impl Reader {
    fn new(cols: u16, rows: u16, told: bool) -> Reader {
        let mut emitter = Emitter::new(Colours::default());
        emitter.set_widths(Widths::narrow(), told);
        Reader { cols, rows, emitter }
    }

    /// The bytes to show a page that begins with line `first`, with clause `clause` marked.
    fn show(&mut self, first: usize, clause: usize) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.cols, self.rows));
        let mut canvas = Canvas::new(&mut buffer, Widths::narrow());
        let bar = Style::new().add_modifier(Modifier::REVERSED);
        canvas.fill(Rect::new(0, 0, self.cols, 1), bar);
        canvas.put(0, 0, self.cols, "河川县2023年第2期 › 河道管护办法 › 第三章", bar);
        canvas.fill(Rect::new(0, self.rows - 1, self.cols, 1), bar);
        canvas.put(0, self.rows - 1, self.cols, &format!("第{clause}条"), bar);
        let share = format!("{:3}%", first * 100 / 400);
        canvas.put(self.cols - 5, self.rows - 1, self.cols, &share, bar);
        let left = (self.cols - 80) / 2;
        for y in 1..self.rows - 1 {
            canvas.put(left, y, self.cols, &line(first + usize::from(y)), Style::new());
        }
        self.emitter.frame(&buffer, None).len()
    }
}

#[test]
fn moving_by_a_line_or_a_page_stays_within_its_budget() {
    for (cols, rows, told, a_line, a_page) in
        [(80, 24, true, 250, 3200), (80, 24, false, 250, 3200), (120, 40, true, 300, 5600), (120, 40, false, 300, 5600)]
    {
        let mut reader = Reader::new(cols, rows, told);
        reader.show(100, 3);
        let page = usize::from(rows) - 3;
        let down = (101..140).map(|first| reader.show(first, 3)).max().unwrap_or(0);
        let up = (100..139).rev().map(|first| reader.show(first, 3)).max().unwrap_or(0);
        let turned = (1..8).map(|n| reader.show(100 + n * page, 3)).max().unwrap_or(0);
        let clause = reader.show(100 + 7 * page, 4);
        println!("{cols}x{rows}, widths {told}: line down {down}, up {up}, page {turned}, clause {clause}");
        assert!(down <= a_line && up <= a_line, "a line: {down} down, {up} up");
        assert!(turned <= a_page, "a page: {turned}");
        assert!(clause <= 400, "next clause: {clause}");
        assert_eq!(reader.show(100 + 7 * page, 4), 0, "nothing changed");
    }
}
