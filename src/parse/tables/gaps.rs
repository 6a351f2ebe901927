//! Tables whose columns only gaps tell, as `pdftotext -layout` and some recognisers leave them.
//!
//! Between the columns of such a table runs a lane of blank, down through all of its lines. A header says how many there
//! are; each line below leaves less of them, and one that would close a lane is no line of the table:
//!
//! ```text
//! 序号  积水点          整治措施                  责任单位
//! 1     望江路与学府路  更换雨水管 320 米，增设   县城市管理局
//!       交叉口          双箅雨水口
//!     ↓↓              ↓↓                       ↓↓
//! ```
//!
//! A page may begin further to the left or right, and print the header again. Cells are wrapped: what has nothing in the
//! first column goes on with the row above where a cell above is full, or all cells are set around the middle of their row.
//!
//! Lists of names are set so as well, and are none. So a header is a line that only a table has: it begins with 序号, and
//! numbers stand below, or most of its names are such as columns have. Figures below need no names ([`figures`]).

use std::ops::Range;

use super::{are_units, clean, is_figure, is_serial};
use crate::parse::clauses;
use crate::parse::markup::{Line, is_space};
use crate::text::numerals;

/// A line of a table, cut into its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) struct Cut {
    /// Bytes of the raw line; empty where a cell is.
    pub cells: Vec<Range<u32>>,
    pub kind: Kind,
}

impl Cut {
    pub fn texts(&self, raw: &str) -> Vec<String> {
        let text = |cell: &Range<u32>| raw.get(cell.start as usize..cell.end as usize).map_or_else(String::new, clean);
        self.cells.iter().map(text).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Kind {
    /// The header's first line.
    Head,
    /// The header goes on.
    HeadMore,
    Row,
    /// The row above goes on.
    More,
}

/// Columns of a table: two only beside numbers, and no more than a page has room for.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=24;

/// Fewest lines of a table.
const LINES: usize = 3;

/// Longer lines (in bytes) are prose.
const LONGEST: usize = 600;

/// How many lines below may be blank or furniture, at a page's end and elsewhere.
const BREAK: usize = 12;
const BLANK: usize = 2;

/// So many lines with one cell may follow each other.
const SINGLE: usize = 12;

/// A cell is full that leaves less blank before the next column: a gap of two, and a character that had no room.
const SLACK: i32 = 4;

/// How many stretches of blank a lane may consist of, while it isn't known which of them is a gap inside of a cell.
const STRETCHES: usize = 8;

/// How far a cell that is too long pushes the next one.
const PUSHED: i32 = 2;

/// What ends the names of units, and is no word inside of them.
const UNITS: [char; 14] = ['局', '委', '办', '府', '院', '室', '会', '队', '司', '站', '处', '部', '校', '心'];

/// How far a page may be moved against the one before.
const MOVED: i32 = 12;

const SERIALS: [&str; 5] = ["序号", "编号", "序", "项次", "项目序号"];

/// What stands in the column of numbers beside them.
const TOTALS: [&str; 5] = ["合计", "小计", "总计", "共计", "总和"];

/// Names of columns end so.
const NAMES: &str = "名称 姓名 单位 类型 类别 标准 区域 范围 编号 内容 时间 时限 期限 年限 日期 地点 \
    地区 地址 位置 项目 指标 备注 数量 金额 电话 职务 职称 产品 原因 措施 方式 对象 \
    部门 企业 任务 事项 依据 目标 进度 投资 规模 性质 性别 年龄 比例 情况 等级 级别 \
    规格 型号 价格 增长 增减 增速 乡镇 户主 责任人 联系人 科目 编码 代码 专业 学历 \
    来源 说明 用途 面积 人数 户数 品种 种类 等次 机构 负责人 主体 领导 要求 标准号";

/// The lines of tables with a header, in order.
pub(super) fn find(lines: &[Line], aside: &[bool], found: &[bool]) -> Vec<(usize, Cut)> {
    let page = Pages { lines, aside, found };
    let (mut out, mut at) = (Vec::new(), 0);
    while at < lines.len() {
        let Some(head) = Some(&lines[at]).filter(|_| page.is_free(at)).and_then(Head::read) else {
            at += 1;
            continue;
        };
        // Most count a Chinese character as two columns, some programs as one.
        let (mut table, mut end) = page.table(&head, at, 2);
        if table.is_empty() {
            let (narrow, other) = page.table(&head, at, 1);
            (table, end) = (narrow, end.max(other));
        }
        out.append(&mut table);
        at = end;
    }
    out
}

/// The names of a header.
struct Head {
    names: Vec<String>,
    /// The first column holds numbers.
    serial: bool,
}

impl Head {
    fn read(line: &Line) -> Option<Head> {
        let text = line.text.as_ref();
        let gap = text.contains("  ") || text.contains("　　") || text.contains(" 　") || text.contains("　 ");
        if !gap || text.len() > LONGEST || line.raw.contains('\t') || text.contains(['。', '；', '：', '，', '|']) {
            return None;
        }
        let bare = |name: &str| name.chars().filter(|&c| !is_space(c)).collect::<String>();
        let names: Vec<String> = pieces(line.raw).map(bare).collect();
        let han = |name: &str| name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let short = |name: &String| han(name) && name.chars().count() <= 16 && !is_serial(name);
        if !COLUMNS.contains(&names.len()) || !names.iter().all(short) {
            return None;
        }
        let serial = SERIALS.contains(&names[0].as_str());
        // 标准（元/平方米）
        let word = |name: &str| {
            let end = name.find(['（', '(']).filter(|&at| at > 0).unwrap_or(name.len());
            NAMES.split(' ').any(|word| name[..end].ends_with(word))
        };
        let named = names.iter().filter(|name| word(name)).count();
        (serial || names.len() >= 3 && named >= 2 && named * 2 >= names.len()).then_some(Head { names, serial })
    }
}

/// A word of a line: where it stands, in columns and in bytes.
#[derive(Debug, Clone, Copy)]
struct Word {
    from: i32,
    to: i32,
    start: u32,
    end: u32,
    /// Only one space stands before it.
    near: bool,
}

fn words(raw: &str, em: i32) -> Vec<Word> {
    let (mut words, mut x): (Vec<Word>, i32) = (Vec::new(), 0);
    let mut spaces = 2;
    for (at, c) in raw.char_indices() {
        let width = if c.is_ascii_control() {
            0
        } else if c.is_ascii() {
            1
        } else {
            em
        };
        let end = (at + c.len_utf8()) as u32;
        if is_space(c) {
            spaces += 1;
        } else {
            match words.last_mut().filter(|_| spaces == 0) {
                Some(word) => (word.to, word.end) = (x + width, end),
                None => words.push(Word { from: x, to: x + width, start: at as u32, end, near: spaces == 1 }),
            }
            spaces = 0;
        }
        x += width;
    }
    words
}

/// The lanes between columns: of each the stretches that all lines so far leave blank.
#[derive(Clone)]
struct Lanes {
    stretches: Vec<Vec<Range<i32>>>,
    /// How far this page is moved to the right.
    moved: i32,
}

impl Lanes {
    /// Those that a header leaves: wherever two spaces stand, or more.
    fn of(words: &[Word], moved: i32) -> Lanes {
        let pairs = words.windows(2).filter(|pair| !pair[1].near);
        let gap = |pair: &[Word]| pair[0].to - moved..pair[1].from - moved;
        Lanes { stretches: pairs.map(|pair| Vec::from([gap(pair)])).collect(), moved }
    }

    /// What a line leaves of them; none if it closes one. A cell that is too long may push the one behind it a little, but leaves
    /// a space before it.
    fn below(&self, words: &[Word]) -> Option<Lanes> {
        let mut pieces: Vec<Range<i32>> = Vec::with_capacity(words.len());
        for word in words {
            match pieces.last_mut().filter(|_| word.near) {
                Some(piece) => piece.end = word.to - self.moved,
                None => pieces.push(word.from - self.moved..word.to - self.moved),
            }
        }
        let mut stretches = Vec::with_capacity(self.stretches.len());
        let mut pushed = 0;
        for lane in &self.stretches {
            let left = blank(lane, &pieces, pushed).or_else(|| blank(lane, &pieces, 0)).or_else(|| {
                let by = words.iter().filter(|word| word.near).map(|word| word.from - self.moved - edge(lane));
                pushed = by.filter(|by| (0..=PUSHED).contains(by)).find(|_| pushed == 0)?;
                Some(lane.clone())
            });
            stretches.push(left?);
        }
        Some(Lanes { stretches, moved: self.moved })
    }

    fn columns(&self) -> Columns {
        Columns { edges: self.stretches.iter().map(|lane| edge(lane)).collect(), moved: self.moved }
    }
}

/// What pieces of a line, pushed so far, leave blank of a lane.
fn blank(lane: &[Range<i32>], pieces: &[Range<i32>], pushed: i32) -> Option<Vec<Range<i32>>> {
    let mut left = Vec::with_capacity(lane.len());
    for stretch in lane {
        let mut from = stretch.start;
        let first = pieces.partition_point(|piece| piece.end - pushed <= from);
        for piece in pieces[first..].iter().take_while(|piece| piece.start - pushed < stretch.end) {
            if piece.start - pushed > from {
                left.push(from..piece.start - pushed);
            }
            from = piece.end - pushed;
        }
        if from < stretch.end {
            left.push(from..stretch.end);
        }
    }
    // Of many, the last stand before the next column.
    left.drain(..left.len().saturating_sub(STRETCHES));
    (!left.is_empty()).then_some(left)
}

/// Where the widest stretch of a lane ends, and the next column begins.
fn edge(lane: &[Range<i32>]) -> i32 {
    lane.iter().max_by_key(|stretch| stretch.end - stretch.start).map_or(0, |stretch| stretch.end)
}

/// Where the columns of a page begin, but for the first.
struct Columns {
    edges: Vec<i32>,
    moved: i32,
}

impl Columns {
    /// The cells of a line, each from its first word to its last.
    fn cells(&self, words: &[Word]) -> Vec<Option<Word>> {
        let mut cells = vec![None; self.edges.len() + 1];
        let mut edges = self.edges.iter().peekable();
        let mut column = 0;
        for word in words {
            while edges.next_if(|edge| **edge <= word.from - self.moved).is_some() {
                column += 1;
            }
            let cell: &mut Option<Word> = &mut cells[column];
            match cell {
                Some(cell) => (cell.to, cell.end) = (word.to - self.moved, word.end),
                None => *cell = Some(Word { from: word.from - self.moved, to: word.to - self.moved, ..*word }),
            }
        }
        cells
    }
}

/// A line that may be of the table: where it stands, what page's lanes hold for it.
struct Candidate {
    at: usize,
    page: usize,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Head,
    Cells,
    /// 一、产业发展 over all columns.
    Section,
}

struct Pages<'a> {
    lines: &'a [Line<'a>],
    aside: &'a [bool],
    found: &'a [bool],
}

impl Pages<'_> {
    fn is_aside(&self, at: usize) -> bool {
        self.aside.get(at) == Some(&true)
    }

    /// Whether a line is no row of another table, nor too long for one.
    fn is_free(&self, at: usize) -> bool {
        let raw = self.lines[at].raw;
        !self.found[at] && !self.is_aside(at) && raw.len() <= LONGEST && !raw.contains('\t')
    }

    /// The next line with text, whether a page ends before it, and whether anything at all stands between.
    fn next(&self, from: usize) -> Option<(usize, bool, bool)> {
        let until = self.lines.len().min(from + BREAK);
        let next = (from..until).find(|&at| !self.lines[at].is_blank() && !self.is_aside(at))?;
        let page = (from..next).any(|at| self.is_aside(at));
        (self.is_free(next) && (page || next - from <= BLANK)).then_some((next, page, next > from))
    }

    /// The table below a header, empty if there is none, and the line after all that were looked at.
    fn table(&self, head: &Head, at: usize, em: i32) -> (Vec<(usize, Cut)>, usize) {
        let first = words(self.lines[at].raw, em);
        let left = first.first().map_or(0, |word| word.from);
        let mut lanes = Lanes::of(&first, 0);
        let columns = lanes.stretches.len() + 1;
        let mut pages = Vec::new();
        let mut lines = vec![Candidate { at, page: 0, form: Form::Head }];
        let (mut single, mut last, mut end) = (0, None, at + 1);
        while let Some((next, page, apart)) = self.next(end) {
            let words = words(self.lines[next].raw, em);
            let moved = words.first().map_or(0, |word| word.from - left);
            if let Some(again) = Head::read(&self.lines[next]) {
                if again.names != head.names || lines.last().is_some_and(|line| line.form == Form::Head) {
                    break;
                }
                pages.push(lanes.columns());
                lanes = Lanes::of(&words, moved);
                lines.push(Candidate { at: next, page: pages.len(), form: Form::Head });
                end = next + 1;
                continue;
            }
            let below = lanes.below(&words).or_else(|| {
                let moved = Some(moved).filter(|moved| page && moved.abs() <= MOVED)?;
                Lanes { moved, ..lanes.clone() }.below(&words)
            });
            let row = below.and_then(|below| {
                let cells = below.columns().cells(&words);
                let filled = cells.iter().flatten().count();
                let name = cells[0].map_or("", |cell| self.text(next, cell));
                let fits = match (cells[0].is_some(), head.serial) {
                    (true, true) => number(name).is_some() || TOTALS.contains(&name),
                    (true, false) => filled == 1 && !apart || filled * 2 >= columns + usize::from(apart),
                    // Above the first number stands more of the header.
                    (false, true) if last.is_none() => {
                        !apart && words.first().is_some_and(|word| !is_figure(self.text(next, *word)))
                    }
                    (false, _) => page || !apart,
                };
                (fits && (filled > 1 || single < SINGLE)).then(|| (below, filled, number(name)))
            });
            let form = match row {
                Some((below, filled, number)) => {
                    single = if filled == 1 { single + 1 } else { 0 };
                    last = number.filter(|_| filled > 1).or(last);
                    if below.moved != lanes.moved {
                        pages.push(lanes.columns());
                    }
                    lanes = below;
                    Form::Cells
                }
                None if head.serial && self.is_section(next, &lanes, last, em) => Form::Section,
                None => break,
            };
            lines.push(Candidate { at: next, page: pages.len(), form });
            end = next + 1;
        }
        pages.push(lanes.columns());
        let mut table = self.cut(&lines, &pages, em);
        if head.serial {
            self.centre(&mut table);
        }
        while table.pop_if(|(_, cut)| !stands(cut)).is_some() {}
        let rows = table.iter().filter(|(_, cut)| cut.kind == Kind::Row).count();
        let gaps =
            |(at, cut): &(usize, Cut)| cut.texts(self.lines[*at].raw).iter().any(|cell| pieces(cell).nth(1).is_some());
        if table.len() < LINES
            || em == 1 && table.iter().any(gaps)
            || if head.serial { last.is_none() } else { rows < 2 }
        {
            table.clear();
        }
        (table, end)
    }

    fn text(&self, at: usize, cell: Word) -> &str {
        &self.lines[at].raw[cell.start as usize..cell.end as usize]
    }

    /// Whether a line is a heading between rows: it has no gap, and the row below has the number that is due.
    fn is_section(&self, at: usize, lanes: &Lanes, last: Option<u32>, em: i32) -> bool {
        let text = self.lines[at].text.as_ref();
        if text.chars().count() > 40 || text.contains(['。', '；', '：', ':']) || pieces(text).nth(1).is_some() {
            return false;
        }
        let Some((next, ..)) = self.next(at + 1) else { return false };
        let raw = self.lines[next].raw;
        let words = words(raw, em);
        let Some(below) = lanes.below(&words) else { return false };
        let cells = below.columns().cells(&words);
        let number = cells[0].and_then(|cell| number(self.text(next, cell)));
        cells.iter().flatten().count() > 1
            && number.is_some_and(|number| number == 1 || last.is_some_and(|last| number == last + 1))
    }

    /// Cuts the lines where the columns part, and says which go on with the row above.
    fn cut(&self, lines: &[Candidate], pages: &[Columns], em: i32) -> Vec<(usize, Cut)> {
        let mut out: Vec<(usize, Cut)> = Vec::with_capacity(lines.len());
        // The lowest pieces of the row's cells; how many lines the header has, and how many of them one that is repeated.
        let mut above: Vec<Option<(usize, Word)>> = Vec::new();
        let (mut head, mut again) = (0, None);
        let mut widest = 0;
        for (index, line) in lines.iter().enumerate() {
            let words = words(self.lines[line.at].raw, em);
            let page = &pages[line.page];
            let mut cells = page.cells(&words);
            if line.form == Form::Section {
                cells.fill(None);
                cells[0] = words.first().zip(words.last()).map(|(a, z)| Word { to: z.to, end: z.end, ..*a });
            }
            above.resize(cells.len(), None);
            let filled = || cells.iter().enumerate().filter_map(|(at, cell)| Some((at, (*cell)?)));
            let kind = match line.form {
                Form::Head => {
                    again = (index > 0).then_some(1);
                    Kind::Head
                }
                Form::Section => Kind::Row,
                Form::Cells => {
                    // How much blank a cell leaves before the next column.
                    let room = |column: usize, cell: Word| match page.edges.get(column) {
                        Some(edge) => edge - cell.to,
                        None => 2 + widest - (cell.to - cell.from),
                    };
                    let same = |at: usize| self.lines[lines[at].at].text == self.lines[line.at].text;
                    // Names are wrapped where columns are narrow.
                    let narrow =
                        |(at, _): (usize, Word)| above[at].is_some_and(|(_, over)| room(at, over) <= 2 * SLACK);
                    if again.is_some_and(|at| at < head && same(at))
                        || index == head && cells[0].is_none() && filled().all(narrow)
                    {
                        Kind::HeadMore
                    } else if self.goes_on(line.at, &cells, &above, room) {
                        Kind::More
                    } else {
                        Kind::Row
                    }
                }
            };
            match kind {
                Kind::HeadMore if again.is_some() => again = again.map(|at| at + 1),
                Kind::Head if again.is_some() => {}
                Kind::Row => {
                    again = None;
                    above = cells.iter().map(|cell| cell.map(|cell| (line.at, cell))).collect();
                }
                _ => {
                    head += usize::from(kind != Kind::More);
                    again = None;
                    for (above, cell) in above.iter_mut().zip(&cells) {
                        *above = cell.map(|cell| (line.at, cell)).or(*above);
                    }
                }
            }
            widest = widest.max(cells.last().copied().flatten().map_or(0, |cell| cell.to - cell.from));
            let cells: Vec<Range<u32>> =
                cells.iter().map(|cell| cell.map_or(0..0, |cell| cell.start..cell.end)).collect();
            out.push((line.at, Cut { cells, kind }));
        }
        out
    }

    /// Where text stands above the first number, all cells are set around the middle of their row: as many lines of it are
    /// above the number as below.
    fn centre(&self, table: &mut [(usize, Cut)]) {
        let body: Vec<usize> =
            (0..table.len()).filter(|&at| !matches!(table[at].1.kind, Kind::Head | Kind::HeadMore)).collect();
        let name =
            |at: usize| table[at].1.cells.first().filter(|cell| !cell.is_empty()).map(|cell| (table[at].0, cell));
        let middles: Vec<usize> = (0..body.len()).filter(|&at| name(body[at]).is_some()).collect();
        let numbered = |(line, cell): (usize, &Range<u32>)| {
            let name = &self.lines[line].raw[cell.start as usize..cell.end as usize];
            number(name).is_some() || TOTALS.contains(&name)
        };
        if middles.first().is_none_or(|&first| first == 0)
            || !middles.iter().all(|&at| name(body[at]).is_some_and(numbered))
        {
            return;
        }
        // Where rows begin, and the last one ends.
        let mut starts = vec![0];
        for (at, middle) in middles.iter().enumerate() {
            let end = 2 * middle + 1 - starts[at];
            if end > middles.get(at + 1).copied().unwrap_or(body.len()) {
                return;
            }
            starts.push(end);
        }
        for (at, &line) in body.iter().enumerate() {
            let begins = starts.binary_search(&at).is_ok() || at >= starts[starts.len() - 1];
            table[line].1.kind = if begins { Kind::Row } else { Kind::More };
        }
    }

    /// Whether a line goes on with the row above: it has nothing in the first column, or nothing but that, and is below a cell
    /// that is full. Figures, or lists of units that are complete, below each other are cells of their own.
    fn goes_on(
        &self,
        at: usize,
        cells: &[Option<Word>],
        above: &[Option<(usize, Word)>],
        room: impl Fn(usize, Word) -> i32,
    ) -> bool {
        let single = cells.iter().flatten().count() == 1;
        if cells[0].is_some_and(|cell| !single || clauses::marker(self.text(at, cell)).is_some()) {
            return false;
        }
        let mut full = false;
        for (column, (here, over)) in cells.iter().zip(above).enumerate() {
            let (Some(here), Some((line, over))) = (*here, *over) else { continue };
            let (room, indent) = (room(column, over), here.from - over.from);
            let (here, over) = (self.text(at, here), self.text(line, over));
            let figures = is_figure(here) && is_figure(over);
            // 县住房和城乡 | 建设局
            let units = over.ends_with(UNITS)
                && here.chars().nth(2).is_some()
                && !here.starts_with('、')
                && are_units(over, here);
            if room > 2 * SLACK || figures || units {
                return false;
            }
            full |= room <= SLACK && (!single || indent.abs() <= 2);
        }
        full
    }
}

/// Whether a table may end with a line: with a row of more than one cell, or one that goes on.
fn stands(cut: &Cut) -> bool {
    match cut.kind {
        Kind::Head | Kind::HeadMore => false,
        Kind::Row => cut.cells.iter().filter(|cell| !cell.is_empty()).count() > 1,
        Kind::More => true,
    }
}

fn number(text: &str) -> Option<u32> {
    if is_serial(text) { numerals::parse(text.trim_end_matches(['.', '、'])) } else { None }
}

/// Whether gaps part a text into three pieces or more, as a row of a table.
pub(in crate::parse) fn is_parted(text: &str) -> bool {
    pieces(text).nth(2).is_some()
}

/// The pieces of a line between gaps of two spaces or more, of whatever kind.
fn pieces(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = raw.trim_matches(is_space);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut spaces = 0;
        let gap = rest.char_indices().find(|&(_, c)| {
            spaces = if is_space(c) { spaces + 1 } else { 0 };
            spaces == 2
        });
        let (piece, after) = rest.split_at(gap.map_or(rest.len(), |(at, _)| at));
        rest = after.trim_start_matches(is_space);
        Some(piece.trim_end_matches(is_space))
    })
}

/// Fewest rows and columns of a table that only figures tell.
const FIGURES: usize = 3;

/// The rows in runs of lines that have as many cells each, and below the first most hold figures: those need neither names nor lanes.
pub(super) fn figures(lines: &[Line], aside: &[bool], found: &[bool]) -> Vec<usize> {
    let columns = |at: usize| {
        let line = &lines[at];
        let plain = !line.is_blank() && !found[at] && aside.get(at) != Some(&true) && line.raw.contains("  ");
        if plain && !line.text.contains(['。', '；']) { gapped(line.raw).len() } else { 0 }
    };
    let (mut runs, mut at): (Vec<usize>, usize) = (Vec::new(), 0);
    while at < lines.len() {
        let count = columns(at);
        let (mut end, mut rows) = (at + 1, vec![at]);
        // A page's foot may stand between the rows.
        let bridge = |from: usize| {
            let next =
                (from..lines.len().min(from + 6)).find(|&at| !lines[at].is_blank() && aside.get(at) != Some(&true));
            next.filter(|&next| next == from || (from..next).any(|at| aside.get(at) == Some(&true)))
        };
        while let Some(next) = bridge(end).filter(|&next| count >= FIGURES && columns(next) == count) {
            rows.push(next);
            end = next + 1;
        }
        if rows.len() >= FIGURES {
            let cells = rows[1..].iter().flat_map(|&row| gapped(lines[row].raw).into_iter().skip(1));
            let figures = cells.filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).count();
            if figures * 2 > (rows.len() - 1) * (count - 1) {
                runs.extend(rows);
            }
        }
        at = end;
    }
    runs
}

/// The pieces of a line between gaps of two spaces or more.
pub(super) fn gapped(raw: &str) -> Vec<&str> {
    raw.split("  ").map(|piece| piece.trim_matches(is_space)).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests;
