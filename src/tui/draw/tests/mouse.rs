//! The mouse: what is under the pointer is scrolled, selected, opened, followed; a drag selects text.

use super::{Reader, fixture, reader};
use crate::app::Input;
use crate::app::mouse::{Mouse, What};
use crate::issue::{Block, Content};
use crate::tui::draw;

impl Reader {
    /// The cell in which a text begins on the screen.
    #[track_caller]
    fn cell(&self, text: &str) -> (u16, u16) {
        let (buffer, _) = self.buffer();
        for y in 0..buffer.area.height {
            let cells: Vec<(u16, &str)> = (0..buffer.area.width).map(|x| (x, buffer[(x, y)].symbol())).collect();
            for at in 0..cells.len() {
                let rest: String = cells[at..].iter().map(|cell| cell.1).collect();
                if !cells[at].1.is_empty() && rest.starts_with(text) {
                    return (cells[at].0, y);
                }
            }
        }
        panic!("「{text}」 is not on the screen:\n{}", self.screen());
    }

    fn point(&mut self, what: What, (col, row): (u16, u16)) -> &mut Self {
        let zone = draw::under(&self.app, col, row);
        self.input(Input::Mouse(Mouse { what, col, row }, zone));
        self
    }

    #[track_caller]
    fn click(&mut self, text: &str) -> &mut Self {
        let at = self.cell(text);
        self.point(What::Press, at).point(What::Release, at)
    }

    #[track_caller]
    fn drag(&mut self, from: &str, to: &str) -> &mut Self {
        let (from, to) = (self.cell(from), self.cell(to));
        self.point(What::Press, from).point(What::Drag, to).point(What::Release, to)
    }
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    for (cols, rows) in [(80, 24), (120, 40)] {
        let mut reader = reader(cols, rows);
        reader.click("2023-12-10   4件");
        assert!(reader.reversed().starts_with("第6期"), "{}", reader.reversed());
        reader.click("2023-12-10   4件").sees("> 目录").click("q 返回").sees("馆藏（");
        reader
            .press("z3")
            .click("2024-04-10   4件")
            .press("<Enter>")
            .click("古树名木")
            .click("古树名木")
            .sees("第一条");
    }
    // What a list is narrowed to, while one types.
    let mut reader = reader(80, 24);
    reader.press("/方案").click("青山县人民政府关于印发");
    let opened = reader.press("<Enter>").sees("一、总体要求").screen();
    assert!(!opened.contains("筛选："), "{opened}");
}

#[test]
fn a_hint_does_what_it_says() {
    let mut reader = reader(80, 24);
    reader.click("? 帮助").sees("馆藏的按键").press("q").click("/ 筛选").sees("筛选：").press("<Esc>");
    reader.press("<Enter><Enter>").click("] 下条").sees("> 一、").click("o 提纲").sees("- 二、重点任务");
}

#[test]
fn the_wheel_scrolls_what_is_under_the_pointer() {
    let mut reader = reader(120, 12);
    reader.press("<Enter>2G<Enter>o");
    let (outline, text) = ((3, 4), (80, 4));
    let (top, rows) = (reader.rows()[1].clone(), reader.rows());
    reader.point(What::WheelDown, text);
    assert_ne!(reader.rows()[1], top);
    reader.point(What::WheelUp, text);
    assert_eq!(reader.rows(), rows);
    reader.point(What::WheelDown, outline).point(What::WheelDown, outline);
    assert!(reader.reversed().starts_with("第七条"), "{}", reader.reversed());
    let half = |row: &String| row.split_once('|').map(|(_, text)| text.to_owned());
    assert_eq!(reader.rows().iter().map(half).nth(1), rows.iter().map(half).nth(1), "the text stays");
    // A click in the outline selects, a second one goes there; the text keeps the wheel.
    reader.click("第五条").click("第五条");
    assert!(reader.heading().ends_with("第五条"), "{}", reader.heading());
    let mut list = Reader::new(80, 24, fixture::library());
    list.point(What::WheelDown, (3, 3)).point(What::WheelUp, (60, 3));
    assert!(list.app.library.list.selected < 3);
}

#[test]
fn a_drag_selects_text_and_offers_the_copy() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>").drag("坚持生态", "发展，用").sees("回车 复制").press("y");
    assert_eq!(reader.copied, ["坚持生态优先、绿色发"]);
    // Backwards, over clauses; a click takes it away.
    reader.drag("（二）修复", "清除河道");
    assert!(reader.reversed().starts_with("清除河道"), "{}", reader.reversed());
    reader.click("重点任务").sees("] 下条");
    assert_eq!(reader.copied.len(), 1);
    // Below the text, what is out of sight comes in.
    let mut reader = Reader::new(80, 12, fixture::library());
    reader.press("<Enter>2G<Enter>");
    let (from, top) = (reader.cell("古树名木实行"), reader.rows()[1].clone());
    reader.point(What::Press, from);
    for _ in 0..20 {
        reader.point(What::Drag, (20, 11));
    }
    assert_ne!(reader.rows()[1], top);
    reader.point(What::Release, (20, 11)).press("y");
    assert!(reader.copied[0].contains("第九条"), "{:?}", reader.copied);
}

#[test]
fn a_citation_is_followed_by_a_click_but_not_by_a_drag() {
    let mut issues = fixture::library();
    let block = Block::new(Content::Paragraph, 3, "按照青政发〔2024〕4号第十二条办理。");
    issues[1].documents[2].parts[0].blocks.push(block);
    let mut reader = Reader::new(80, 24, issues);
    reader.press(":春季植树<Enter>").drag("政发〔2024〕4号第", "十二条办理").sees("回车 复制").press("<Esc>");
    reader.click("青政发〔2024〕4号第");
    assert!(reader.heading().ends_with("第十二条"), "{}", reader.heading());
}

#[test]
fn any_cell_of_any_screen_can_be_clicked_and_dragged_over() {
    let keys = [
        "",
        "<Enter>",
        "<Enter><Enter>",
        "<Enter><Enter>o",
        "<Enter><Enter>A",
        "<Enter><Enter>=",
        "?",
        "/方",
        "s河",
        ":2",
    ];
    for (cols, rows) in [(40, 12), (120, 40), (20, 5)] {
        for keys in keys {
            for y in 0..rows + 1 {
                let mut reader = reader(cols, rows);
                reader.press(keys);
                for x in (0..cols + 1).step_by(7) {
                    reader.point(What::Press, (x, y)).point(What::Drag, (cols - 1, rows - 1)).point(What::Drag, (x, 0));
                    reader.point(What::Release, (x, y)).point(What::WheelDown, (x, y)).point(What::WheelUp, (x, y));
                    reader.screen();
                }
            }
        }
    }
}
