//! The list behind a role: 县发改局、县财政局，各乡（镇）等部门 → units, and a deadline that stands among them.

use std::ops::Range;

use crate::parse::doc_number::{is_close, is_han, is_open};
use crate::parse::front::join_names;
use crate::parse::markup::is_space;

/// Longer pieces are no names.
const LONGEST: usize = 40;

/// A unit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    /// Bytes of the list.
    pub at: Range<usize>,
}

/// Splits a list at 、 ， and ； outside brackets; also gives the deadline that stands among the units (2020年底前完成).
pub fn split(list: &str, persons: bool) -> (Vec<Name>, Option<String>) {
    let mut units: Vec<Name> = Vec::new();
    let mut deadline = None;
    for piece in pieces(list) {
        let piece = tidy(piece);
        // A form to fill in names nobody.
        if piece.is_empty() || piece.contains(['□', '_']) {
            continue;
        }
        let at = place(list, piece);
        if is_deadline(piece) {
            deadline.get_or_insert(piece.to_owned());
        } else if let Some(last) = units.last_mut().filter(|_| persons && is_post(piece)) {
            // 张三 县委常委、副县长: the second post of the same person.
            last.name.push('、');
            last.name.push_str(piece);
            last.at.end = at.end;
        } else if persons {
            units.push(Name { name: join_names(piece), at });
        } else {
            units.extend(words(list, piece));
        }
    }
    // They are kept as long as the issue is, and most lists are short.
    units.shrink_to_fit();
    (units, deadline)
}

/// Where a slice of `text` stands in it.
pub fn place(text: &str, slice: &str) -> Range<usize> {
    let start = slice.as_ptr() as usize - text.as_ptr() as usize;
    start..start + slice.len()
}

/// The pieces of a list: cut at separators outside brackets.
pub fn pieces(list: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, c) in list.char_indices() {
        match c {
            _ if is_open(c) => depth += 1,
            _ if is_close(c) => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '；' | ';' | '\n' | '。' if depth == 0 => {
                pieces.push(&list[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&list[start..]);
    pieces
}

/// A unit without 等部门 behind it, 由 before it, or a bracket that is closed but not opened.
fn tidy(piece: &str) -> &str {
    let mut piece = piece.trim_matches(|c: char| {
        is_space(c) || matches!(c, ':' | '：' | '.' | '。' | '*' | '|' | '/' | '—' | '-' | '_')
    });
    if let Some(last) = piece.chars().next_back().filter(|&c| is_close(c))
        && !piece.chars().any(is_open)
    {
        piece = &piece[..piece.len() - last.len_utf8()];
    }
    if let Some(first) = piece.chars().next().filter(|&c| is_open(c))
        && !piece.chars().any(is_close)
    {
        piece = &piece[first.len_utf8()..];
    }
    piece = piece.strip_prefix('由').unwrap_or(piece);
    const TAILS: [&str; 14] = [
        "等有关部门和单位",
        "等相关部门和单位",
        "等部门和单位",
        "等部门（单位）",
        "等部门单位",
        "等相关部门",
        "等有关部门",
        "等相关单位",
        "等有关单位",
        "等责任单位",
        "等成员单位",
        "等单位",
        "等部门",
        "等",
    ];
    let end = TAILS.iter().find_map(|tail| piece.strip_suffix(tail)).unwrap_or(piece);
    end.trim_matches(is_space)
}

/// 县发改局 县财政局: several units between spaces; else one, without the recogniser's spaces.
fn words(list: &str, piece: &str) -> Vec<Name> {
    let parts: Vec<&str> = piece.split(is_space).filter(|word| !word.is_empty()).collect();
    // 生态环境局 河口分局 is one, and so is 县政府 办公室, 乡（镇）人 民政府, 农业农村 局: a piece that is no name by itself.
    let branch = parts.windows(2).any(|two| {
        let word = &two[1];
        goes_on(two[0], word)
            || ["分局", "分公司", "支公司"].iter().any(|end| word.ends_with(end))
            || ["办公室", "人民政府", "民政府", "政府", "委员会", "管委会", "管理委员会"].contains(word)
    });
    if parts.len() > 1 && !branch && parts.iter().all(|word| is_unit(word) && word.chars().count() >= 3) {
        return parts.into_iter().map(|word| Name { name: word.to_owned(), at: place(list, word) }).collect();
    }
    let unit = parts.concat();
    let count = unit.chars().count();
    if (1..=LONGEST).contains(&count) && unit.chars().any(is_han) {
        vec![Name { name: unit, at: place(list, piece) }]
    } else {
        Vec::new()
    }
}

/// Whether a word behind a space is more of the name before it, which a narrow cell broke: 农业农村 局, 县委 政法委.
pub fn goes_on(name: &str, word: &str) -> bool {
    const PARTY: [&str; 14] = [
        "政法委",
        "组织部",
        "宣传部",
        "统战部",
        "网信办",
        "编办",
        "党校",
        "巡察办",
        "改革办",
        "农办",
        "政研室",
        "督查室",
        "老干部局",
        "依法治",
    ];
    word.chars().count() < 2
        || word.starts_with(['局', '委', '部', '办', '会', '镇', '（', '('])
        || ["县委", "市委", "区委", "党委"].iter().any(|party| name.ends_with(party))
            && PARTY.iter().any(|department| word.starts_with(department))
}

/// The words of a text between spaces; what stands in a bracket is not cut.
pub fn spaced(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_open(c) && depth == 0 => {
                // 马志宏(县委常委): a name and its post.
                words.push(&text[start..at]);
                (start, depth) = (at, 1);
            }
            _ if is_open(c) => depth += 1,
            _ if is_close(c) => depth = depth.saturating_sub(1),
            _ if is_space(c) && depth == 0 => {
                words.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// A cell whose lines a narrow column broke inside names of places: 六盘山 镇 集美 村 → 六盘山镇 集美村. Spaces that part names stay.
pub fn closed_up(cell: &str) -> String {
    const ENDS: &str = "省市县区旗州镇乡村社组局委办部站会院校厅处所";
    let mut text = String::with_capacity(cell.len());
    for word in cell.split(' ') {
        let mut chars = word.chars();
        let end = chars.next().is_some_and(|c| ENDS.contains(c)) && chars.next().is_none();
        if !(text.is_empty() || end && text.ends_with(is_han)) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// Whether a name is that of one body, beyond doubt: what stands before 负责 and 要 in running text is many other things.
pub fn is_named_body(name: &str) -> bool {
    const ENDS: [&str; 40] = [
        "局",
        "办",
        "厅",
        "镇",
        "乡",
        "街道",
        "政府",
        "办公室",
        "管委会",
        "委员会",
        "公司",
        "银行",
        "支行",
        "法院",
        "检察院",
        "党校",
        "医院",
        "大队",
        "支队",
        "团县委",
        "团市委",
        "妇联",
        "残联",
        "总工会",
        "工商联",
        "科协",
        "文联",
        "红十字会",
        "宣传部",
        "组织部",
        "统战部",
        "武装部",
        "政法委",
        "纪委",
        "监委",
        "编委",
        "发改委",
        "卫健委",
        "供销社",
        "县委",
    ];
    const OTHER: [&str; 16] = [
        "有关",
        "相关",
        "其他",
        "其它",
        "该",
        "本",
        "上述",
        "地方",
        "上级",
        "全",
        "我",
        "县级以上",
        "各级",
        "各部",
        "各单",
        "市级以上",
    ];
    is_unit(name)
        && ENDS.iter().any(|end| name.ends_with(end))
        && !OTHER.iter().any(|start| name.starts_with(start))
        && (!name.starts_with('各')
            || name.starts_with("各乡")
            || name.starts_with("各镇")
            || name.starts_with("各街道"))
        && name.chars().all(|c| is_han(c) || is_open(c) || is_close(c) || c == '、')
        && !["主管", "以上", "负责", "坚持", "是", "由"].iter().any(|word| name.contains(word))
}

/// Whether a text may be the name of a body: it ends as bodies' names do.
pub fn is_unit(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "局",
        "司",
        "委",
        "办",
        "部",
        "室",
        "会",
        "院",
        "校",
        "中心",
        "公司",
        "银行",
        "政府",
        "镇",
        "乡",
        "县",
        "区",
        "市",
        "街道",
        "单位",
        "部门",
        "厅",
        "处",
        "所",
        "站",
        "队",
        "社",
        "联",
        "署",
        "团",
        "科",
        "园",
        "场",
        "企业",
        "支行",
        "分行",
        "工会",
        "科协",
        "专班",
        "小组",
        "组",
        "馆",
        "库",
        "台",
        "县委",
        "市委",
        "党委",
        "支部",
        "党组",
        "大学",
        "学校",
        "集团",
        "基地",
        "协会",
        "税务",
        "消防",
        "供电",
        "电信",
        "移动",
        "联通",
        "村",
        "社区",
        "机构",
        "机关",
        "团委",
        "团县委",
        "妇联",
        "海关",
        "中央",
        "残联",
    ];
    let mut text = text.trim_matches(is_space);
    if let Some(open) = text.ends_with(is_close).then(|| text.rfind(is_open)).flatten().filter(|&at| at > 0) {
        text = &text[..open];
    }
    let count = text.chars().count();
    (2..=28).contains(&count)
        && (ENDS.iter().any(|end| text.ends_with(end))
            || text.ends_with("（镇")
            || count <= 8
                && ["各", "有关", "相关"].iter().any(|start| text.starts_with(start))
                && !text.contains(['要', '应', '须', '将', '按']))
}

/// Whether a cell of a table holds nothing but names of units.
pub fn is_list(cell: &str) -> bool {
    let (units, _) = split(cell, false);
    !units.is_empty()
        && cell
            .split(|c: char| is_space(c) || matches!(c, '、' | '，' | ','))
            .all(|word| word.is_empty() || is_unit(word))
}

/// 2020年12月底前, 长期坚持, 持续推进, 即时: a time instead of a body.
fn is_deadline(piece: &str) -> bool {
    let dated = piece.chars().next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '每' | '今' | '全'))
        && piece.contains(['年', '月', '季'])
        && (piece.contains("完成") || piece.ends_with('前') || piece.ends_with('底') || piece.ends_with('日'));
    dated || ["长期", "长期坚持", "持续推进", "持续实施", "常态化推进", "全年", "立即完成"].contains(&piece)
}

/// A person with a post, on a line of its own: 张三 县政协副主席.
pub fn is_person_with_post(text: &str) -> bool {
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    let name: usize = words.iter().take_while(|word| word.chars().count() <= 3).map(|word| word.chars().count()).sum();
    (2..=4).contains(&name)
        && text.chars().all(|c| is_han(c) || is_space(c) || matches!(c, '、' | '，' | '（' | '）' | '·'))
}

pub fn is_post(piece: &str) -> bool {
    let words = piece.split(is_space).filter(|word| !word.is_empty()).count();
    words == 1
        && piece.chars().count() >= 3
        && [
            "书记", "主任", "局长", "县长", "市长", "区长", "镇长", "乡长", "主席", "部长", "委员", "组长", "厅长",
            "常委",
        ]
        .iter()
        .any(|end| piece.ends_with(end))
}
