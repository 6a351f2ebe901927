//! Roles in running text, and what belongs to each.

use std::collections::VecDeque;
use std::ops::Range;

use super::{times, units};
use crate::parse::doc_number::{is_close, is_han, is_open};
use crate::parse::markup::is_space;

/// The role of a duty (县财政局：负责…), which has no name in print.
pub const DUTY: &str = "职责";
/// The role of a sentence that says who leads (由县财政局牵头，…).
const LEAD: &str = "牵头";

/// Whether a role of prose is one of a sentence that says what somebody does, rather than 县财政局为牵头单位.
pub fn is_duty(role: &str) -> bool {
    [DUTY, LEAD].contains(&role)
}

/// Something said about who answers or until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// `at`: byte where the row starts (its label, or its first unit); `units`: bytes of the list; `prose`: a sentence says it.
    Role { at: usize, role: String, units: Range<usize>, prose: bool },
    /// `at`: bytes of the label with its value.
    Deadline { at: Range<usize>, value: String },
}

impl Mark {
    fn position(&self) -> usize {
        match self {
            Mark::Role { at, .. } => *at,
            Mark::Deadline { .. } => usize::MAX,
        }
    }
}

/// Everything a text says, in printed order, deadlines last. `from`: where its text begins, after a clause's marker.
pub fn find(text: &str, from: usize) -> Vec<Mark> {
    let labels = labels(text);
    let mut marks = labelled(text, &labels);
    marks.extend(brackets(text, &labels));
    drop(labels);
    marks.extend(sentences(text));
    if marks.is_empty() {
        marks.extend(duty_behind_colon(text, from));
    }
    if marks.is_empty() {
        marks.extend(duties_of_sentences(text, from));
    }
    marks.sort_by_key(Mark::position);
    marks.shrink_to_fit();
    marks
}

/// Where a text says a deadline behind a label (完成时限：…): bytes of the label with its value.
pub fn deadlines(text: &str) -> Vec<Range<usize>> {
    let at = |mark| match mark {
        Mark::Deadline { at, .. } => Some(at),
        Mark::Role { .. } => None,
    };
    labelled(text, &labels(text)).into_iter().filter_map(at).collect()
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Role,
    Deadline,
}

struct Label {
    start: usize,
    /// After the colon.
    end: usize,
    name: String,
    means: Means,
}

/// Every role or deadline that stands before a colon.
fn labels(text: &str) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (colon, c) in text.char_indices().filter(|&(_, c)| matches!(c, '：' | ':')) {
        let from = labels.last().map_or(0, |label| label.end);
        let mut start = colon;
        let mut name = String::new();
        let mut bracket = false;
        for (at, c) in text[from..colon].char_indices().rev().take(24) {
            match c {
                _ if is_space(c) => continue,
                // 牵头（责任）单位：, but （责任单位：
                _ if is_close(c) => bracket = true,
                _ if is_open(c) && bracket => bracket = false,
                _ if is_han(c) => {}
                _ => break,
            }
            name.insert(0, c);
            start = from + at;
        }
        // 责任单位：县水务局 完成时限：: behind another label's unit only what follows the gap.
        if let Some(gap) = labels.last().and_then(|_| gap_after_unit(&text[start..colon])) {
            start += gap;
            name = text[start..colon].chars().filter(|&c| !is_space(c)).collect();
        }
        let plain: String = name.chars().filter(|&c| is_han(c)).collect();
        let value = &text[colon + c.len_utf8()..];
        // 责任单位：县水务局 完成时限：6月底前: the label stands behind the value of another.
        let last = text[start..colon].char_indices().rev().find(|&(_, c)| is_space(c));
        if meaning(&plain, value).is_none()
            && let Some(at) = last.map(|(at, gap)| start + at + gap.len_utf8())
            && times::is_label(&text[at..colon], value)
        {
            let name = text[at..colon].to_owned();
            labels.push(Label { start: at, end: colon + c.len_utf8(), name, means: Means::Deadline });
            continue;
        }
        let Some((length, means)) = meaning(&plain, value) else { continue };
        if plain.chars().count() > length {
            // Only the end of a longer run is the label: 同时抓落实责任单位：. Its start is found again from the right.
            let mut left = length;
            for (at, c) in text[start..colon].char_indices().rev() {
                left -= usize::from(is_han(c));
                if left == 0 {
                    start += at;
                    break;
                }
            }
            name = text[start..colon].chars().filter(|&c| !is_space(c)).collect();
        }
        labels.push(Label { start, end: colon + c.len_utf8(), name, means });
    }
    labels
}

/// Where a label starts that stands behind a unit and a gap: 县水务局 完成时限.
fn gap_after_unit(run: &str) -> Option<usize> {
    let gaps = run.char_indices().filter(|&(_, c)| is_space(c)).map(|(at, c)| at + c.len_utf8());
    let is_label = |label: &str| {
        let count = label.chars().count();
        times::is_label(label, "") || role_length(label) == Some(count)
    };
    gaps.filter(|&gap| units::is_unit(run[..gap].trim_matches(is_space))).find(|&gap| {
        let label: String = run[gap..].chars().filter(|&c| !is_space(c)).collect();
        is_label(&label)
    })
}

/// What the run of characters before a colon means, and how many of its last characters are the label. `value`: the text behind it.
fn meaning(run: &str, value: &str) -> Option<(usize, Means)> {
    let count = run.chars().count();
    if times::is_label(run, value) {
        return Some((count, Means::Deadline));
    }
    let length = role_length(run)?;
    // 主要责任单位, 县级牵头部门: a word before the role belongs to it; a sentence does not.
    Some((if count <= length + 4 { count } else { length }, Means::Role))
}

const HEADS: [&str; 19] = [
    "协办", "承办", "责任", "牵头", "配合", "落实", "主责", "协同", "协助", "参与", "实施", "督办", "督导", "指导",
    "分管", "包抓", "包保", "包联", "协作",
];
const TAILS: [&str; 13] =
    ["单位", "部门", "领导", "责任人", "人", "科室", "股室", "处室", "主体", "机构", "机关", "县区", "专班"];

/// How many characters at the end of a run name a role: 责任单位, 牵头及配合单位, or 牵头 alone.
pub(super) fn role_length(run: &str) -> Option<usize> {
    if ["牵头", "配合", "责任"].contains(&run) {
        return Some(2);
    }
    let tail = TAILS.iter().find(|tail| run.ends_with(**tail))?;
    let before = &run[..run.len() - tail.len()];
    let tail_length = tail.chars().count();
    if *tail == "责任人" {
        return Some(tail_length);
    }
    let head = HEADS.iter().find(|head| before.ends_with(**head))?;
    let mut length = tail_length + head.chars().count();
    // 牵头责任单位, 具体落实单位, 责任领导
    let mut rest = &before[..before.len() - head.len()];
    while let Some(more) = HEADS.iter().chain(&["和", "及", "或", "具体", "主要"]).find(|more| rest.ends_with(**more))
    {
        rest = &rest[..rest.len() - more.len()];
        length += more.chars().count();
    }
    Some(length)
}

/// Roles whose units are persons.
pub fn is_person(role: &str) -> bool {
    role.ends_with('人') || role.ends_with("领导")
}

/// Labels with what stands behind each.
fn labelled(text: &str, labels: &[Label]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let limit = labels.get(index + 1).map_or(text.len(), |next| next.start);
        let list = label.end..list_end(text, label.end, limit);
        match label.means {
            Means::Role => {
                marks.push(Mark::Role { at: label.start, role: label.name.clone(), units: list, prose: false })
            }
            Means::Deadline => {
                let list = list.start..field_end(text, list);
                let value = text[list.clone()]
                    .trim_matches(|c: char| is_space(c) || matches!(c, '；' | ';' | '，' | ',' | '。'));
                // 时间节点 may also tell what is done when: no deadline.
                let longest = if label.name.contains("节点") { 24 } else { 60 };
                if (1..=longest).contains(&value.chars().count()) {
                    marks.push(Mark::Deadline { at: label.start..list.end, value: value.to_owned() });
                }
            }
        }
    }
    marks
}

/// Where a field's value ends before another field on the same line: 2023年3月 形式：….
fn field_end(text: &str, value: Range<usize>) -> usize {
    let colons = text[value.clone()].char_indices().filter(|&(_, c)| matches!(c, '：' | ':'));
    for (at, _) in colons {
        let name: usize =
            text[value.start..value.start + at].chars().rev().take_while(|&c| is_han(c)).map(char::len_utf8).sum();
        let start = at - name;
        if name >= "形式".len()
            && text[value.start..value.start + start].ends_with(|c| is_space(c) || "，,；;".contains(c))
        {
            return value.start + start;
        }
    }
    value.end
}

/// Where a list that starts at `from` ends: at a full stop, at the bracket that encloses it, or before `limit`.
fn list_end(text: &str, from: usize, limit: usize) -> usize {
    let mut depth = 0usize;
    for (at, c) in text[from..limit].char_indices() {
        match c {
            _ if is_open(c) => depth += 1,
            _ if is_close(c) && depth == 0 => return from + at,
            _ if is_close(c) => depth -= 1,
            '。' | '\n' => return from + at,
            // What follows a semicolon may be a sentence again.
            '；' | ';' if depth == 0 => {
                let rest = &text[from + at + c.len_utf8()..limit];
                let next = units::pieces(rest).first().copied().unwrap_or_default();
                if !units::is_unit(next.trim_matches(is_space)) && !next.starts_with(|c: char| c.is_ascii_digit()) {
                    return from + at;
                }
            }
            _ => {}
        }
    }
    limit
}

/// What the clauses of a bracket end with: one of the core words, with any of the others around it (分别牵头, 负责落实,
/// 按职责分工负责).
const CORE: [&str; 11] = ["牵头", "负责", "配合", "落实", "协助", "参与", "承办", "主办", "实施", "指导", "督导"];
const AROUND: [&str; 20] = [
    "按照职责分工",
    "按职责分工",
    "按职能分工",
    "根据职责分工",
    "按各自职责",
    "按照职责",
    "按职责",
    "按分工",
    "分工",
    "分别",
    "共同",
    "联合",
    "具体",
    "组织",
    "抓好",
    "做好",
    "推进",
    "办理",
    "督促",
    "各负其责",
];

/// The text before the word that it ends with, a recogniser's spaces in it or not: 配 合.
fn without_end<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text;
    for (at, c) in word.chars().rev().enumerate() {
        let bare = if at == 0 { rest } else { rest.trim_end_matches(is_space) };
        rest = bare.strip_suffix(c)?;
    }
    Some(rest)
}

/// The role that a clause ends with, as printed; empty where there is none.
fn role_at_end(clause: &str) -> &str {
    let (mut rest, mut core) = (clause, false);
    let end = |words: &[&'static str], text| words.iter().find_map(|word| Some((*word, without_end(text, word)?)));
    loop {
        if let Some((_, before)) = end(&CORE, rest) {
            rest = before;
            core = true;
        } else if let Some((word, before)) = end(&AROUND, rest) {
            rest = before;
            core |= word == "各负其责";
        } else {
            return if core { &clause[rest.len()..] } else { "" };
        }
    }
}

/// Bytes of the longest bracket that may say who answers.
const LONGEST_BRACKET: usize = 1500;

/// Brackets without a label: （A牵头，B、C等部门配合）.
fn brackets(text: &str, labels: &[Label]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut opens: VecDeque<usize> = VecDeque::new();
    for (at, c) in text.char_indices() {
        if is_open(c) {
            // What is not closed by now is no bracket, and there may be many of it.
            while opens.front().is_some_and(|start| at - start > LONGEST_BRACKET) {
                opens.pop_front();
            }
            opens.push_back(at + c.len_utf8());
        } else if is_close(c)
            && let Some(start) = opens.pop_back()
            && at - start <= LONGEST_BRACKET
        {
            // （A牵头，B配合；完成时限：5月底）: up to its first label.
            let label =
                labels.get(labels.partition_point(|label| label.start < start)).filter(|label| label.start < at);
            marks.extend(bracket(text, start..label.map_or(at, |label| label.start)));
        }
    }
    marks
}

/// The rows of one bracket; none where a piece before a verb is no unit.
fn bracket(text: &str, inner: Range<usize>) -> Vec<Mark> {
    let body = &text[inner.clone()];
    let bare = bare_label(text, inner.clone());
    let compact: String = body.chars().filter(|&c| !is_space(c)).collect();
    if !bare.is_empty() || !CORE.iter().any(|word| compact.contains(word)) {
        return bare;
    }
    let mut marks = Vec::new();
    let mut list_start = None;
    for piece in units::pieces(body) {
        let offset = inner.start + units::place(body, piece).start;
        let trimmed = piece.trim_end_matches(is_space);
        let lead = trimmed.len() - trimmed.trim_start_matches(is_space).len();
        let start = *list_start.get_or_insert(offset + lead);
        let verb = role_at_end(trimmed);
        if verb.is_empty() {
            continue;
        }
        let end = offset + trimmed.len() - verb.len();
        let list = &text[start..end];
        let (names, _) = units::split(list, false);
        // 负责 and 落实 alone are words of prose too: the bodies before them must look like bodies.
        if names.is_empty() || !names.iter().all(|unit| units::is_unit(&unit.name)) {
            list_start = None;
            continue;
        }
        let role = verb.chars().filter(|&c| !is_space(c)).collect();
        marks.push(Mark::Role { at: start, role, units: start..end, prose: false });
        list_start = None;
    }
    // 2020年底前完成 behind the roles.
    if !marks.is_empty()
        && let Some(rest) = list_start
        && let (_, Some(value)) = units::split(&text[rest..inner.end], false)
    {
        marks.push(Mark::Deadline { at: rest..inner.end, value });
    }
    marks
}

/// （牵头单位 县发改局）: a label without its colon.
fn bare_label(text: &str, inner: Range<usize>) -> Vec<Mark> {
    let body = &text[inner.clone()];
    let Some((at, tail)) = ["单位", "部门"].iter().filter_map(|tail| body.find(tail).map(|at| (at, tail.len()))).min()
    else {
        return Vec::new();
    };
    let end = at + tail;
    let name = &body[..end];
    if name.chars().count() > 8 || role_length(name) != Some(name.chars().count()) {
        return Vec::new();
    }
    let (names, _) = units::split(&body[end..], false);
    if names.is_empty() || !names.iter().all(|unit| units::is_unit(&unit.name)) {
        return Vec::new();
    }
    vec![Mark::Role { at: inner.start, role: name.to_owned(), units: inner.start + end..inner.end, prose: false }]
}

/// 县发改局为牵头单位，县财政局、各镇为责任单位。
fn sentences(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices('为') {
        let after = at + "为".len();
        let name: String = text[after..].chars().take(8).take_while(|&c| is_han(c)).collect();
        let ends = text[after + name.len()..]
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '，' | '。' | '；' | ',' | ';' | '、') || is_close(c));
        if !ends || role_length(&name) != Some(name.chars().count()) {
            continue;
        }
        // 以各级供销合作社为实施主体 names a means, no task.
        let means = |start: usize| {
            text[..start].rsplit(['，', '。', '；', ',', ';']).next().is_some_and(|said| said.trim().starts_with('以'))
        };
        if let Some(start) = list_start(text, from, at).filter(|&start| !means(start)) {
            marks.push(Mark::Role { at: start, role: name.clone(), units: start..at, prose: true });
        }
        from = after + name.len();
    }
    marks
}

/// 县财政局：负责资金保障。 A paragraph that says what one body, or a few, must do.
fn duty_behind_colon(text: &str, from: usize) -> Option<Mark> {
    const VERBS: [&str; 14] =
        ["负责", "牵头", "承担", "组织", "做好", "配合", "会同", "统筹", "落实", "指导", "监督", "协助", "要", "加强"];
    let body = text.get(from..)?;
    let (at, colon) = body.char_indices().take(40).find(|&(_, c)| matches!(c, '：' | ':'))?;
    let does = body[at + colon.len_utf8()..].trim_start_matches(is_space);
    let start = from + (at - body[..at].trim_start_matches(is_space).len());
    let list = &text[start..from + at];
    let (names, _) = units::split(list, false);
    let fits = !names.is_empty()
        && names.iter().all(|unit| units::is_unit(&unit.name))
        && VERBS.iter().any(|verb| does.starts_with(verb));
    fits.then(|| Mark::Role { at: start, role: DUTY.into(), units: start..from + at, prose: true })
}

/// Where the sentence begins in which a byte of a text lies, where the text has no other before `from`.
pub fn sentence_start(text: &str, from: usize, at: usize) -> usize {
    let before = text.get(from..at).unwrap_or_default();
    let end = before.char_indices().rev().find(|&(_, c)| ends_sentence(c)).map(|(end, c)| end + c.len_utf8());
    from.min(at) + end.unwrap_or(0)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '\n')
}

/// 县财政局负责资金保障；由县教育局牵头，…。 Sentences that open with a body, or a few, and say what it must do.
fn duties_of_sentences(text: &str, from: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    let ends = text.char_indices().filter(|&(_, c)| ends_sentence(c)).map(|(at, c)| at + c.len_utf8());
    for start in [from].into_iter().chain(ends.filter(|&end| end > from)) {
        let Some(sentence) = text.get(start..) else { continue };
        let body = sentence.trim_start_matches(|c| is_space(c) || c == '*');
        let body = body.strip_prefix('由').unwrap_or(body);
        let Some(verb) = verb_of_duty(body) else { continue };
        let list = body[..verb].trim_end_matches(|c| is_space(c) || c == '*');
        let (names, _) = units::split(list, false);
        if names.is_empty() || !names.iter().all(|unit| units::is_named_body(&unit.name)) {
            continue;
        }
        let units = units::place(text, list);
        let role = if body[verb..].starts_with(LEAD) { LEAD } else { DUTY };
        marks.push(Mark::Role { at: units.start, role: role.into(), units, prose: true });
    }
    marks
}

/// Where the word stands that makes a sentence a duty; what is before it may be a list of bodies.
fn verb_of_duty(sentence: &str) -> Option<usize> {
    const VERBS: [(&str, &[&str]); 5] = [
        ("会同", &[]),
        ("负责", &["人", "同志", "的"]),
        ("要", &["求", "点", "素", "害", "闻", "件", "务", "领", "道", "么"]),
        ("承担", &["单位", "部门", "的"]),
        (LEAD, &["单位", "部门", "领导", "的", "、"]),
    ];
    let list: usize = sentence
        .chars()
        .take(60)
        .take_while(|&c| !matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':' | '\n'))
        .map(char::len_utf8)
        .sum();
    let found = |(word, others): &(&str, &[&str])| {
        let at = sentence[..list].find(word)?;
        let behind = &sentence[at + word.len()..];
        (!others.iter().any(|other| behind.starts_with(other))).then_some(at)
    };
    VERBS.iter().filter_map(found).min()
}

/// Where the list of units that ends at `end` starts: back over pieces that are units.
fn list_start(text: &str, from: usize, end: usize) -> Option<usize> {
    let sentence = text[from..end]
        .rfind(['。', '；', ';', '：', ':', '\n'])
        .map_or(from, |at| from + at + text[from + at..].chars().next().map_or(1, char::len_utf8));
    let list = &text[sentence..end];
    let mut start = None;
    for piece in units::pieces(list).into_iter().rev() {
        let name = piece.trim_matches(is_space);
        if name.is_empty() && start.is_none() && !piece.is_empty() || !units::is_unit(name) || name.contains('为') {
            break;
        }
        start =
            Some(sentence + units::place(list, piece).start + (piece.len() - piece.trim_start_matches(is_space).len()));
    }
    start
}
