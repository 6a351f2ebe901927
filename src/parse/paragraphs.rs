//! Lines → blocks: which lines belong together, and what each begins.
//!
//! Print breaks a paragraph anywhere: at a page's end, often at every line. So a line goes on with the paragraph above
//! when that has not come to an end and the line begins nothing of its own. Neither is certain alone: headings have no
//! end mark, lists of names have none, and a line may begin with a digit or bracket by accident. What decides:
//!
//! - *how the text above ends* ([`Ending`]): a stop; nothing; or a comma or an open bracket, which must go on;
//! - *what the line begins* by its form: a clause (and whether its number is due), a labelled field, a name with a post;
//! - *what kind of text the one above is*: a bare heading, a name, a field, or prose.
//!
//! Characters that the recogniser repeats on both sides of the break are shown once and kept in `repeated`.

use super::clauses::{self, Found, Series};
use super::documents::{Row, frame};
use super::parts::Role;
use super::{chronicle, tables};
use crate::issue::{Block, Clause, Content, Marker, MarkerKind};

/// The blocks of a part. A 大事记 has a calendar.
pub(super) fn blocks(rows: &[Row], roles: &[Role], calendar: Option<chronicle::Calendar>) -> Vec<Block> {
    let mut builder =
        Builder { blocks: Vec::new(), open: None, series: Series::default(), calendar, indents: indents(rows, roles) };
    let mut at = 0;
    while at < rows.len() {
        at = match roles[at] {
            Role::Body if rows[at].is_table() => builder.table(rows, roles, at),
            Role::Body => {
                builder.text(&rows[at]);
                at + 1
            }
            role => {
                builder.frame(&rows[at], role, at > 0 && roles[at - 1] == role);
                at + 1
            }
        };
    }
    builder.close();
    clauses::set_levels(&mut builder.blocks);
    builder.blocks
}

/// The text that may go on: the last block, and what its lines looked like.
struct Open {
    block: usize,
    marker: Option<Found>,
    /// Rows so far; the first one's heading mark.
    rows: u32,
    heading: bool,
    /// Bold runs to the end of its last line.
    bold_end: bool,
    bold: u32,
    indented: bool,
    /// It has a stop in it, or is longer than any heading or name.
    prose: bool,
}

/// Longer texts (in bytes) are prose without being looked at.
const LONGEST_BARE: usize = 400;

fn is_prose(text: &str) -> bool {
    text.len() > LONGEST_BARE || text.contains(['。', '；', '！', '？'])
}

struct Builder {
    blocks: Vec<Block>,
    open: Option<Open>,
    series: Series,
    calendar: Option<chronicle::Calendar>,
    /// Indents tell paragraphs from lines that go on.
    indents: bool,
}

/// Whether a text sets paragraphs in and lines that go on not: what follows a long line without an end is the test.
fn indents(rows: &[Row], roles: &[Role]) -> bool {
    let body = |at: usize| roles[at] == Role::Body && !rows[at].is_table() && rows[at].line.heading == 0;
    let (mut flush, mut indented) = (0, 0);
    for at in (1..rows.len()).filter(|&at| body(at) && body(at - 1)) {
        let above = rows[at - 1].text();
        if (40..=400).contains(&above.len()) && Ending::of(above) != Ending::Stop {
            if rows[at].line.indented { indented += 1 } else { flush += 1 }
        }
    }
    flush > indented && rows.iter().filter(|row| row.line.indented).count() >= 2
}

impl Builder {
    /// A row of the frame; addressees and items of a list may take several rows.
    fn frame(&mut self, row: &Row, role: Role, follows: bool) {
        self.close();
        let Some(content) = frame(role) else { return };
        let text = row.text();
        let begins = match role {
            Role::Addressees => false,
            Role::List => super::parts::label(text).is_some() || clauses::marker(text).is_some(),
            _ => true,
        };
        match self.blocks.last_mut() {
            Some(block) if follows && !begins => append(block, row.line.number, text, false),
            _ => self.blocks.push(Block::new(content, row.line.number, text)),
        }
    }

    /// The table that begins at `at`, with what repeats its caption between its pieces; returns the row after it.
    fn table(&mut self, rows: &[Row], roles: &[Role], at: usize) -> usize {
        self.close();
        let (mut pieces, mut captions) = (Vec::new(), Vec::new());
        let mut end = at;
        while end < rows.len() && (rows[end].is_table() || roles[end] == Role::Repeated) {
            if rows[end].is_table() {
                pieces.push(rows[end]);
            } else {
                captions.push(Block::new(Content::Furniture, rows[end].line.number, rows[end].text()));
            }
            end += 1;
        }
        self.blocks.push(tables::block(&pieces));
        self.blocks.append(&mut captions);
        end
    }

    fn text(&mut self, row: &Row) {
        let found = clauses::marker(row.text());
        if self.goes_on(row, found) {
            self.join(row);
            return;
        }
        self.close();
        if self.calendar.is_some() && self.events(row) {
            return;
        }
        let number = row.line.number;
        let content = match found.filter(|f| self.accepts(row, *f)) {
            Some(found) => {
                self.series.accept(found.marker);
                Content::Clause(Clause {
                    marker: found.marker,
                    marker_len: found.len as u32,
                    level: 0,
                    path: String::new(),
                    heading: None,
                })
            }
            None => Content::Paragraph,
        };
        let marker = found.filter(|_| matches!(content, Content::Clause(_)));
        self.blocks.push(Block::new(content, number, row.text()));
        self.start(row, marker);
    }

    fn start(&mut self, row: &Row, marker: Option<Found>) {
        let line = row.line;
        self.open = Some(Open {
            block: self.blocks.len() - 1,
            marker,
            rows: 1,
            heading: line.heading > 0,
            bold_end: line.bold as usize >= line.text.len(),
            bold: line.bold,
            indented: line.indented,
            prose: is_prose(&line.text),
        });
    }

    /// Whether a marker that opens a block really numbers it: 一是 only where it starts or carries on a series.
    fn accepts(&self, _row: &Row, found: Found) -> bool {
        found.marker.kind != MarkerKind::First || found.marker.number == 1 || self.series.expects(found.marker)
    }

    /// Events of a chronicle that a line tells; false when it tells none.
    fn events(&mut self, row: &Row) -> bool {
        let Some(calendar) = &mut self.calendar else { return false };
        let text = row.text();
        if text.chars().count() <= 12 && calendar.heading(text) {
            return false;
        }
        if calendar.event(text).is_none() {
            return false;
        }
        self.tell(row, text);
        true
    }

    /// The events that a piece of a row tells, one a block.
    fn tell(&mut self, row: &Row, text: &str) {
        let Some(calendar) = &mut self.calendar else { return };
        let mut start = 0;
        for next in chronicle::later_events(text).into_iter().chain([text.len()]) {
            let date = calendar.event(&text[start..]).and_then(|(date, _)| date);
            let event = text[start..next].trim_end_matches(super::markup::is_space);
            self.blocks.push(Block::new(Content::Event { date }, row.line.number, event));
            start = next;
        }
        self.start(row, None);
    }

    /// A row that ends one event and, from `next` on, tells others.
    fn join_events(&mut self, row: &Row, next: usize) {
        let (rest, later) = row.text().split_at(next);
        if let Some(open) = self.open.take() {
            let rest = rest.trim_end_matches(super::markup::is_space);
            append(&mut self.blocks[open.block], row.line.number, rest, true);
        }
        self.tell(row, later);
    }

    /// Whether the row goes on with the open text.
    fn goes_on(&self, row: &Row, found: Option<Found>) -> bool {
        let Some(open) = &self.open else { return false };
        let block = &self.blocks[open.block];
        let above = block.text.as_str();
        let here = row.text();
        if repeats_end(above, here) {
            return true;
        }
        if let Some(marker) = open.marker
            && marker.len == above.len()
        {
            // A marker alone on its line.
            return found.is_none();
        }
        let ending = Ending::of(above);
        if ending == Ending::Stop {
            return false;
        }
        let prose = open.prose;
        if !prose && (is_name_entry(above) || is_role_only(above)) {
            return goes_on_after_name(above, here, found.is_some());
        }
        let must = ending == Ending::MustGoOn;
        // Where indents are kept, they say it: a paragraph is set in, what goes on is not.
        if self.indents && row.line.indented && !must && ending != Ending::OpenBracket {
            return false;
        }
        if self.indents && open.indented && !row.line.indented && !is_field(here) && (open.prose || em(above) >= 15.0) {
            return true;
        }
        if let Some(found) = found
            && self.is_due(found.marker, row, must, open)
        {
            return false;
        }
        if is_field(here) && ending != Ending::OpenBracket {
            return false;
        }
        if must || ending == Ending::OpenBracket {
            return !(row.line.heading > 0 && found.is_some());
        }
        if self.calendar.is_some_and(|mut c| c.event(here).is_some()) {
            return false;
        }
        if row.line.heading > 0
            || row.line.bullet
            || here.starts_with(['●', '■', '◆', '★', '○', '□'])
            || here.starts_with("——")
        {
            return false;
        }
        if row.line.bold > 0 && !open.bold_end {
            return false;
        }
        if !prose && is_field(above) {
            return field_goes_on(above, here);
        }
        if open.bold_end && row.line.bold > 0 && found.is_none() {
            return true;
        }
        let fragment = is_fragment(here);
        if !above.contains(['。', '；', '！', '？'])
            && (self.is_heading(open, above) || is_form(above) || is_form(here))
        {
            return fragment;
        }
        true
    }

    /// Whether a marker begins a clause although the text above has not ended.
    fn is_due(&self, marker: Marker, row: &Row, must: bool, open: &Open) -> bool {
        let here = row.text();
        if self.series.expects(marker) {
            return true;
        }
        if must {
            return false;
        }
        let above = &self.blocks[open.block].text;
        // 1. after a short （三） is its first item, whatever the fellows of （三） are.
        let first_inside =
            marker.number == 1 && open.marker.is_some_and(|f| f.marker.kind != marker.kind) && em(above) <= 45.0;
        let bare = !open.prose && (first_inside || self.is_heading(open, above));
        if bare || row.line.heading > 0 || row.line.bold > 0 || row.line.bullet {
            return true;
        }
        let short =
            here.chars().count() <= 36 && !here.contains(['。', '，', ',']) && Ending::of(here) != Ending::OpenBracket;
        marker.number == 1 && marker.kind != MarkerKind::First && short
            || marker.kind == MarkerKind::Tiao && marker.number == 1
    }

    /// Whether a text without any stop is a heading or caption, complete as it stands.
    fn is_heading(&self, open: &Open, above: &str) -> bool {
        let width = em(above);
        if width > 45.0 {
            return false;
        }
        if open.heading {
            return true;
        }
        if is_dangling(above) {
            return false;
        }
        if let Some(found) = open.marker {
            // An article is a sentence; so is what follows a run-in heading.
            if found.marker.kind == MarkerKind::Tiao && width >= 15.0 && !open.bold_end {
                return false;
            }
            if let Some((_, end)) = clauses::heading(above, found, open.bold.min(above.len() as u32))
                && em(&above[end as usize..]) >= 10.0
            {
                return false;
            }
            // Where its fellows are sentences, one without an end was cut.
            return !self.series.are_sentences(found.marker.kind);
        }
        open.bold_end && open.bold > 0 || width < 15.0
    }

    fn join(&mut self, row: &Row) {
        if let Some(next) = self.calendar.and_then(|_| chronicle::later_events(row.text()).first().copied())
            && self.open.as_ref().is_some_and(|open| matches!(self.blocks[open.block].content, Content::Event { .. }))
        {
            return self.join_events(row, next);
        }
        let Some(open) = &mut self.open else { return };
        open.rows += 1;
        open.bold_end = row.line.bold as usize >= row.line.text.len();
        let block = &mut self.blocks[open.block];
        append(block, row.line.number, row.text(), true);
        open.prose |= is_prose(row.text()) || block.text.len() > LONGEST_BARE;
    }

    /// The open text is complete: what it was tells what to expect of its fellows.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let block = &mut self.blocks[open.block];
        let Some(found) = open.marker else { return };
        self.series.note(found.marker.kind, block.text.contains(['。', '；']));
        let heading = clauses::heading(&block.text, found, open.bold.min(block.text.len() as u32));
        if let Content::Clause(clause) = &mut block.content {
            clause.heading = heading;
        }
    }
}

/// Whether a text ends with a word that ends no heading: 向, 由, 的 … but not 倾向, 自由, 目的.
fn is_dangling(text: &str) -> bool {
    const WORDS: &str = "向对的和与在由将把被从为以或并及其";
    const NOUNS: [&str; 38] = [
        "倾向", "方向", "动向", "导向", "走向", "意向", "去向", "流向", "投向", "取向", "面向", "应对", "核对", "比对",
        "校对", "针对", "相对", "反对", "结对", "目的", "共和", "饱和", "参与", "给予", "存在", "现在", "自由", "理由",
        "行为", "作为", "成为", "认为", "可以", "服从", "普及", "涉及", "合并", "极其",
    ];
    text.chars().next_back().is_some_and(|last| WORDS.contains(last)) && !NOUNS.iter().any(|noun| text.ends_with(noun))
}

/// How a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Stop,
    /// Nothing tells.
    Open,
    /// A comma, or a closing quote that no stop precedes.
    MustGoOn,
    /// A bracket or quote is open.
    OpenBracket,
}

impl Ending {
    fn of(text: &str) -> Ending {
        // The last sentence tells; a very long one need not be read whole.
        let tail_from = floor(text, text.len().saturating_sub(1500));
        let tail = &text[tail_from..];
        let tail = tail.trim_end_matches(super::markup::is_space);
        let Some(last) = tail.chars().next_back() else { return Ending::Stop };
        match last {
            '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':' | '…' => Ending::Stop,
            '.' if !tail[..tail.len() - 1].ends_with(|c: char| c.is_ascii_alphanumeric()) => Ending::Stop,
            '（' | '(' | '《' | '“' | '〔' | '〈' => Ending::OpenBracket,
            '、' | '，' | ',' if has_open_bracket(tail) => Ending::OpenBracket,
            '、' | '，' | ',' => Ending::MustGoOn,
            '）' | ')' | '】' | '］' => after_bracket(tail),
            '”' | '’' | '"' | '」' => match tail[..tail.len() - last.len_utf8()].chars().next_back() {
                Some('。' | '！' | '？' | '；') => Ending::Stop,
                _ => Ending::Open,
            },
            _ if has_open_bracket(tail) => Ending::OpenBracket,
            _ => Ending::Open,
        }
    }
}

/// A text that ends with a bracket: （责任单位：…） and a bracket after a stop end it, （试行） does not.
fn after_bracket(tail: &str) -> Ending {
    let mut depth = 0;
    for (at, c) in tail.char_indices().rev() {
        match c {
            '）' | ')' | '】' | '］' | '〕' => depth += 1,
            '（' | '(' | '【' | '［' | '〔' => depth -= 1,
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let inner = &tail[at..];
        let before = tail[..at].trim_end().chars().next_back();
        let stopped = before.is_none_or(|c| matches!(c, '。' | '；' | '！' | '？' | '.' | ';'));
        let duty = ["责任", "牵头", "配合", "负责", "落实", "时限", "见附件"].iter().any(|word| inner.contains(word));
        return if stopped || duty { Ending::Stop } else { Ending::Open };
    }
    Ending::Open
}

/// Whether a bracket is open in the last sentence.
fn has_open_bracket(tail: &str) -> bool {
    let sentence = tail.rfind('。').map_or(tail, |at| &tail[at..]);
    let count = |set: [char; 2]| sentence.chars().filter(|c| set.contains(c)).count();
    count(['（', '(']) > count(['）', ')']) || sentence.matches('《').count() > sentence.matches('》').count()
}

/// Width in ems: half-width characters count half, spaces nothing.
fn em(text: &str) -> f32 {
    text.chars()
        .map(|c| {
            if super::markup::is_space(c) {
                0.0
            } else if c.is_ascii() {
                0.5
            } else {
                1.0
            }
        })
        .sum()
}

/// 责任单位：, 完成时限：, 组 长：, 备注： … : a line that says one thing of what stands above it.
pub(super) fn is_field(text: &str) -> bool {
    const WORDS: [&str; 34] = [
        "单位",
        "部门",
        "领导",
        "时限",
        "责任人",
        "联系人",
        "负责人",
        "电话",
        "邮箱",
        "地址",
        "形式",
        "时间",
        "地点",
        "组长",
        "成员",
        "主任",
        "委员",
        "备注",
        "说明",
        "指导",
        "节点",
        "日期",
        "机关",
        "文号",
        "编号",
        "表号",
        "附注",
        "来源",
        "抄送",
        "主持人",
        "参加人员",
        "出席",
        "列席",
        "记录",
    ];
    let start = text.trim_start_matches(['（', '(']);
    let Some(colon) = start[..floor(start, start.len().min(64))].find(['：', ':']) else {
        return false;
    };
    let word: String = start[..colon].chars().filter(|c| !super::markup::is_space(*c)).collect();
    let chars = word.chars().count();
    if matches!(word.as_str(), "注" | "附" | "表号") {
        return true;
    }
    (2..=10).contains(&chars)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '（' | '）' | '(' | ')'))
        && WORDS.iter().any(|w| word.ends_with(w))
}

/// Whether a field without a stop (责任单位：甲局、乙) goes on: its list was cut in mid-name, or the line is more of it.
fn field_goes_on(above: &str, here: &str) -> bool {
    const UNITS: [&str; 33] = [
        "局", "委", "办", "府", "会", "部", "室", "院", "厅", "站", "所", "队", "处", "镇", "乡", "道", "场", "馆",
        "行", "校", "业", "位", "门", "联", "协", "社", "团", "司", "心", "人", "）", ")", "组",
    ];
    let complete = UNITS.iter().any(|end| above.ends_with(end));
    let units = em(here) <= 60.0
        && !here.contains(['。', '；'])
        && here.split(['、', '，', ',']).all(|unit| UNITS.iter().any(|end| unit.trim_end().ends_with(end)));
    if is_fragment(here) || units {
        return !complete || units && here.contains(['、', '，']) || em(here) <= 6.0 && units;
    }
    // A field that is prose (完成时限：5月底前完成 …) goes on like prose.
    !complete && em(above) >= 25.0
}

/// 王小明 县财政局局长: a name, a space, a post. With a role before it: 组 长：王小明 县长.
pub(super) fn is_name_entry(text: &str) -> bool {
    if text.len() > 180 || text.ends_with(['。', '；', '：', ':']) || text.contains(['。', '；', '！']) {
        return false;
    }
    let rest = match text.find(['：', ':']) {
        Some(at) if is_role(&text[..at]) => {
            text[at..].trim_start_matches(['：', ':']).trim_start_matches(super::markup::is_space)
        }
        Some(_) => return false,
        None => text,
    };
    let mut pieces = rest.split(super::markup::is_space).filter(|p| !p.is_empty());
    let Some(first) = pieces.next() else { return false };
    let han =
        |piece: &str| piece.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c == '·' || c >= '\u{20000}');
    let mut name = first.to_owned();
    if first.chars().count() == 1 {
        // 王 明 is one name.
        let Some(given) = pieces.next().filter(|p| p.chars().count() <= 2) else { return false };
        name.push_str(given);
    }
    let chars = name.chars().count();
    // 青岚县 人民政府 is a body with a space in it.
    if name.ends_with(['县', '市', '区', '省', '州', '旗', '镇', '乡', '局', '委']) {
        return false;
    }
    let long = name.contains('·') && chars <= 15;
    let post: String = pieces.collect();
    han(&name)
        && ((2..=4).contains(&chars) || long)
        && !post.is_empty()
        && post.chars().count() <= 40
        && !is_sentence_like(&post)
}

fn is_sentence_like(post: &str) -> bool {
    post.contains(['，', ',', '“', '《']) && !post.ends_with(['，', ','])
}

/// 组长, 副 组 长, 成员, 责任领导 …
fn is_role(text: &str) -> bool {
    let word: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    word.chars().count() <= 10
        && [
            "组长",
            "成员",
            "主任",
            "委员",
            "领导",
            "责任人",
            "总指挥",
            "指挥长",
            "指挥",
            "秘书长",
            "主席",
            "召集人",
            "顾问",
            "队长",
            "负责人",
        ]
        .iter()
        .any(|role| word.ends_with(role))
}

/// A role alone, its names below.
fn is_role_only(text: &str) -> bool {
    text.chars().count() <= 12 && is_role(text.trim_end_matches(['：', ':']))
}

/// After a name and its post only the rest of a cut post goes on: short, without a name of its own.
fn goes_on_after_name(above: &str, here: &str, marker: bool) -> bool {
    if marker || is_role_only(above) || is_field(here) || is_name_entry(here) || em(here) > 14.0 {
        return false;
    }
    let complete = above.ends_with(['，', ',', '、']);
    !complete
        && !here.contains(super::markup::is_space)
        && !here.contains(['：', ':', '，', '。', '《'])
        && !here.is_empty()
}

/// A blank to fill in, or several fields on a line.
fn is_form(text: &str) -> bool {
    text.contains("__") || text.matches(['：', ':']).count() >= 2 && em(text) < 40.0
}

/// What can't begin a paragraph: a closing mark, a particle, or a few characters and a stop.
fn is_fragment(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if matches!(
        first,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '）'
            | ')'
            | '》'
            | '”'
            | '！'
            | '？'
            | ','
            | ';'
            | '.'
            | '的'
            | '了'
            | '等'
            | '及'
            | '和'
    ) {
        return true;
    }
    text.char_indices().take(4).any(|(_, c)| matches!(c, '。' | '；'))
}

/// Appends a row's text to a block. At a page's seam what both sides print is kept once.
fn append(block: &mut Block, number: u32, text: &str, seam: bool) {
    let overlap = if seam { overlap(&block.text, text) } else { 0 };
    let latin = |c: char| c.is_ascii_alphabetic();
    if overlap == 0 && block.text.ends_with(latin) && text.starts_with(latin) {
        block.text.push(' ');
    }
    block.lines.push(number);
    block.starts.push(block.text.len() as u32);
    if overlap > 0 {
        block.repeated.push((number, text[..overlap].to_owned()));
    }
    block.text.push_str(&text[overlap..]);
}

/// Longest seam that is looked for, in bytes.
const SEAM: usize = 3000;
/// A repeat this long (in characters) is one even after a stop.
const LONG: usize = 8;

/// Bytes of `here` that `above` already ends with.
fn overlap(above: &str, here: &str) -> usize {
    let mut chars = here.char_indices();
    let (Some((_, first)), Some((_, second))) = (chars.next(), chars.next()) else { return 0 };
    let tail = &above[floor(above, above.len().saturating_sub(SEAM))..];
    // The earliest place where the row's first two characters stand and go on to the end is the longest repeat.
    let start = &here[..first.len_utf8() + second.len_utf8()];
    let places = tail.match_indices(start).take(64).map(|(at, _)| &tail[at..]);
    let repeated = places.filter(|rest| here.starts_with(rest)).map(str::len).next().unwrap_or(0);
    if repeated > 0 {
        let told = here[..repeated].chars().any(|c| !c.is_ascii() && c.is_alphanumeric());
        return if told { repeated } else { 0 };
    }
    // One character is doubled in words as well (人人, 20|00).
    let doubled = !first.is_alphabetic() || first.is_ascii() || DOUBLED.contains(first);
    if above.ends_with(first) && !doubled { first.len_utf8() } else { 0 }
}

/// Characters that Chinese doubles.
const DOUBLED: &str = "人各年天处层步家户村事件个代常渐仅等多大好慢点日月级项逐一样种条时刻环往回次块本色岁世街镇乡县";

/// Whether a row begins with a long piece of what stands right above it, although that has ended.
fn repeats_end(above: &str, here: &str) -> bool {
    let Some((at, _)) = here.char_indices().nth(LONG) else { return false };
    let tail = &above[floor(above, above.len().saturating_sub(SEAM))..];
    tail.contains(&here[..at]) && overlap(above, here) >= at
}

/// The character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
