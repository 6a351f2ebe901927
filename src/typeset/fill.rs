//! Units → lines: how far each line reaches.
//!
//! A line takes what fits and ends at the last place where a line may end; what may not be parted moves to the next
//! line as a whole (pushing out). Only where a run without any such place is wider than the line, a worse place is
//! taken, the best there is. White space at a line's end takes no room.
//!
//! Two refinements: a paragraph's last line gets a second character from the line before rather than stand alone, and a
//! title is broken into lines of like length, at places where its sense allows.

use std::ops::Range;

use super::units::{Break, Kind, TAB, Unit};

/// The cells of a line: of the first, and of those after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub first: usize,
    pub rest: usize,
}

/// Lines as ranges of units, at least one, without gaps.
pub(super) fn fill(units: &[Unit], room: Room) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    fill_into(units, room, &mut lines);
    lines
}

/// The same, in place of what is in `lines`.
pub(super) fn fill_into(units: &[Unit], room: Room, lines: &mut Vec<Range<usize>>) {
    lines.clear();
    lines.extend(greedy(units, room));
    if lines.is_empty() {
        lines.push(0..0);
    }
    keep_company(units, lines, room);
}

/// How many lines [`fill`] makes.
pub(super) fn count(units: &[Unit], room: Room) -> usize {
    greedy(units, room).count().max(1)
}

/// Each line as long as it may be.
fn greedy(units: &[Unit], room: Room) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let limit = if from == 0 { room.first } else { room.rest };
        let line = (from < units.len()).then(|| from..line_end(units, from, limit))?;
        from = line.end;
        Some(line)
    })
}

/// Where the line that starts at `from` ends.
fn line_end(units: &[Unit], from: usize, limit: usize) -> usize {
    let mut column = 0;
    for (i, unit) in units.iter().enumerate().skip(from) {
        if unit.before == Break::Must && i > from {
            return i;
        }
        column += cells_at(unit, column);
        if column > limit && unit.kind != Kind::Space {
            return best_place(units, from, i).unwrap_or(i.max(from + 1));
        }
    }
    units.len()
}

/// The last of the best places after `from` and up to `to` where a line may end.
fn best_place(units: &[Unit], from: usize, to: usize) -> Option<usize> {
    let mut best = None;
    let mut quality = Break::Never;
    for i in (from + 1..=to).rev() {
        if units[i].before > quality {
            (best, quality) = (Some(i), units[i].before);
            if quality == Break::Free {
                break;
            }
        }
    }
    best
}

/// Cells of a unit that starts at a column.
pub(super) fn cells_at(unit: &Unit, column: usize) -> usize {
    if unit.c == '\t' { TAB - column % TAB } else { unit.cells as usize }
}

/// A line without the white space at its end.
pub(super) fn drawn(units: &[Unit], line: &Range<usize>) -> Range<usize> {
    let spaces = units[line.clone()].iter().rev().take_while(|unit| unit.kind == Kind::Space).count();
    line.start..line.end - spaces
}

/// Cells of a line as it is drawn.
pub(super) fn width(units: &[Unit], line: &Range<usize>) -> usize {
    units[drawn(units, line)].iter().fold(0, |column, unit| column + cells_at(unit, column))
}

/// No lone character on the last line: it gets company from the line before, which stays at least half full.
fn keep_company(units: &[Unit], lines: &mut [Range<usize>], room: Room) {
    let [before @ .., previous, last] = lines else { return };
    if units[last.start].before == Break::Must || !is_lone(&units[last.clone()]) {
        return;
    }
    let limit = if before.is_empty() { room.first } else { room.rest };
    let better = (previous.start + 1..last.start)
        .rev()
        .find(|&at| units[at].before == Break::Free && !is_lone(&units[at..last.end]));
    if let Some(at) = better
        && width(units, &(at..last.end)) <= room.rest
        && width(units, &(previous.start..at)) * 2 >= limit
    {
        previous.end = at;
        last.start = at;
    }
}

/// Whether a line holds one character only, marks not counted.
fn is_lone(line: &[Unit]) -> bool {
    let counts = |unit: &&Unit| matches!(unit.kind, Kind::Ideograph | Kind::Digit | Kind::Letter | Kind::Code);
    line.iter().filter(counts).take(2).count() < 2
}

/// A title's lines in place of what is in `lines`: the printer's where they are known and fit, else as few as `limit`
/// cells allow, of like length, broken where the sense allows. `breaks` are the bytes where the source began a new line.
pub(super) fn title(units: &[Unit], limit: usize, breaks: &[u32], lines: &mut Vec<Range<usize>>) {
    *lines = printed(units, limit, breaks).unwrap_or_else(|| balance(units, limit, breaks));
}

/// The lines of a title as it was printed: a recogniser leaves a space where a line of the title ended. Spaces that only
/// spread a word (目　录) are told by the few characters between them.
fn printed(units: &[Unit], limit: usize, breaks: &[u32]) -> Option<Vec<Range<usize>>> {
    /// A printed line of a title has at least this many cells.
    const LEAST: usize = 8;
    let begins = |i: usize| {
        let unit = &units[i];
        unit.kind != Kind::Space
            && unit.before == Break::Free
            && (units[i - 1].kind == Kind::Space || breaks.binary_search(&unit.start).is_ok())
    };
    let mut starts: Vec<usize> = (1..units.len()).filter(|&i| begins(i)).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([units.len()]);
    let lines: Vec<Range<usize>> = starts.iter().zip(ends).map(|(&start, end)| start..end).collect();
    let fits = |line: &Range<usize>| (LEAST..=limit).contains(&width(units, line));
    (lines.len() > 1 && lines.iter().all(fits)).then_some(lines)
}

fn balance(units: &[Unit], limit: usize, breaks: &[u32]) -> Vec<Range<usize>> {
    /// Beyond this a text is no title, and the search below is no longer instant.
    const MOST_PLACES: usize = 160;
    let greedy = fill(units, Room { first: limit, rest: limit });
    let mut places: Vec<usize> = (1..units.len()).filter(|&i| units[i].before == Break::Free).collect();
    if greedy.len() < 2 || places.len() > MOST_PLACES || units.iter().any(|unit| unit.before == Break::Must) {
        return greedy;
    }
    places.insert(0, 0);
    places.push(units.len());
    let ideal = width(units, &(0..units.len())) / greedy.len();
    let lines = title_lines(units, &places, limit, ideal, breaks);
    // For each step (one line more) and place: the least cost of the text before it, and where its last line starts.
    let mut best = vec![vec![(NEVER, 0); places.len()]];
    best[0][0].0 = 0;
    for step in 0..greedy.len() {
        let mut next = vec![(NEVER, 0); places.len()];
        for line in &lines {
            let cost = best[step][line.start].0.saturating_add(line.cost);
            if cost < next[line.end].0 {
                next[line.end] = (cost, line.start);
            }
        }
        best.push(next);
    }
    let mut end = places.len() - 1;
    if best[greedy.len()][end].0 >= NEVER {
        return greedy;
    }
    let mut lines = Vec::new();
    for step in best[1..].iter().rev() {
        let start = step[end].1;
        lines.push(places[start]..places[end]);
        end = start;
    }
    lines.reverse();
    lines
}

const NEVER: usize = usize::MAX / 2;

/// A line that a title may have.
struct TitleLine {
    /// The places where it starts and ends.
    start: usize,
    end: usize,
    /// How bad it is: how far from the ideal length, and what its end parts.
    cost: usize,
}

/// All lines of a title that fit, by their starts.
fn title_lines(units: &[Unit], places: &[usize], limit: usize, ideal: usize, breaks: &[u32]) -> Vec<TitleLine> {
    let inner = &places[1..places.len() - 1];
    let parted: Vec<usize> = inner.iter().map(|&at| parting(units, at, breaks)).chain([0]).collect();
    let mut lines = Vec::new();
    for start in 0..places.len() {
        let (mut column, mut cells) = (0, 0);
        for (end, piece) in (start + 1..).zip(places[start..].windows(2)) {
            for unit in &units[piece[0]..piece[1]] {
                column += cells_at(unit, column);
                if unit.kind != Kind::Space {
                    cells = column;
                }
            }
            if cells > limit {
                break;
            }
            lines.push(TitleLine { start, end, cost: cells.abs_diff(ideal).pow(2) + parted[end - 1] });
        }
    }
    lines
}

/// How much the sense suffers when a title is broken before the unit at `at`.
fn parting(units: &[Unit], at: usize, breaks: &[u32]) -> usize {
    /// Words that titles are made of: a line does not end inside one.
    const WORDS: [&str; 40] = [
        "关于", "印发", "通知", "通报", "通告", "公告", "决定", "决议", "意见", "批复", "方案", "办法", "规定", "规划",
        "计划", "条例", "细则", "规则", "制度", "实施", "工作", "行动", "推进", "建设", "管理", "发展", "改革", "人民",
        "政府", "委员", "办公", "公室", "员会", "行政", "自治", "项目", "领导", "小组", "年度", "任务",
    ];
    let (before, after) = (units[at - 1], units[at]);
    let pair = [before.c, after.c];
    let inside = WORDS.iter().any(|word| word.chars().eq(pair));
    let starts = |word: &str| units[at..].iter().take(2).map(|unit| unit.c).eq(word.chars());
    if inside {
        400
    } else if breaks.binary_search(&after.start).is_ok() || before.kind == Kind::Space || starts("关于") {
        0
    } else if matches!(before.kind, Kind::Close) || matches!(after.kind, Kind::Open) {
        16
    } else if "的和与及等之了在县市区省州镇乡村局".contains(after.c) {
        200
    } else if "的和与及等".contains(before.c) {
        24
    } else {
        64
    }
}
