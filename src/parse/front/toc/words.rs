//! What the words of a contents line tell: whether a title is complete, whether one begins, who spoke.

use super::super::entry::is_leader;
use crate::parse::doc_number::{self, is_han};
use crate::parse::markup::is_space;
use crate::text::fold::fold;

/// The words that titles of documents end with.
const KINDS: &[&str] = &[
    "通知",
    "决定",
    "决议",
    "意见",
    "办法",
    "方案",
    "规定",
    "规则",
    "细则",
    "条例",
    "批复",
    "通报",
    "报告",
    "纪要",
    "计划",
    "规划",
    "要点",
    "名单",
    "解读",
    "请示",
    "公告",
    "通告",
    "公报",
    "的函",
    "的令",
    "命令",
    "政府令",
    "公示",
    "大事记",
    "讲话",
    "任免",
    "任职",
    "免职",
    "办法》",
    "制度",
    "措施",
    "清单",
    "标准",
    "预案",
    "目录",
    "章程",
    "指南",
    "分工",
    "任免职",
    "任命",
    "议案",
    "事项",
    "倡议书",
    "工作规程",
];

/// Whether a text ends as titles do: 的通知, 决定（试行）, 》.
pub fn ends_like_title(text: &str) -> bool {
    let folded = fold(text);
    let mut text = folded.trim_end_matches(['.', ',', ':', '"']);
    // （试行）, （2021年修订）: what a bracket adds at the end.
    if let Some(at) = text.ends_with(')').then(|| text.rfind('(')).flatten().filter(|&at| at > 0) {
        text = &text[..at];
    }
    text.ends_with('>') || KINDS.iter().any(|kind| text.ends_with(&*fold(kind)))
}

/// Brackets and quotes are closed.
pub fn is_balanced(text: &str) -> bool {
    let (mut depth, mut quotes) = (0i32, 0i32);
    for c in text.chars() {
        match c {
            '《' | '（' | '(' | '〈' => depth += 1,
            '》' | '）' | ')' | '〉' => depth -= 1,
            '“' => quotes += 1,
            '”' => quotes -= 1,
            _ => {}
        }
    }
    depth <= 0 && quotes <= 0
}

/// A title that nothing has to follow.
pub fn is_complete(title: &str) -> bool {
    is_balanced(title) && ends_like_title(title) && (!passes_on(title) || ends_like_cover(title))
}

/// 关于印发政府工作报告 … : what passes a paper on ends with 的通知, not with the name of the paper.
pub fn passes_on(title: &str) -> bool {
    let folded = fold(title);
    ["关于印发", "关于转发", "关于批转", "关于公布", "关于发布", "关于下达", "关于调整", "关于成立"]
        .iter()
        .any(|words| folded.contains(words))
}

fn ends_like_cover(title: &str) -> bool {
    let folded = fold(title);
    let text = match folded.ends_with(')').then(|| folded.rfind('(')).flatten() {
        Some(at) if at > 0 => &folded[..at],
        _ => &folded,
    };
    ["通知", "决定", "公告", "通告", "函", "批复", "通报", "令", "意见", "决议", "规定"]
        .iter()
        .any(|kind| text.ends_with(kind))
}

/// Whether a text begins a title: 关于 at once or behind an issuing body; `alone` also where it is a title without any.
pub fn begins_title(text: &str, alone: bool) -> bool {
    let folded = fold(text);
    let about = folded.find("关于").map(|at| folded[..at].chars().count());
    let issuer = ["人民政府", "办公室", "办公厅", "委员会", "国务院", "省政府", "市政府", "县政府", "区政府"]
        .iter()
        .any(|body| folded.find(body).is_some_and(|at| at < 60));
    about.is_some_and(|at| at == 0 || issuer)
        || issuer && (folded.contains("印发") || folded.contains("转发"))
        || alone && ends_like_title(text) && text.chars().count() >= 8
}

/// 在全县大会上的讲话　张三, 讲话……张三, 关于…的说明　县林业局局长　张　三: who spoke is not of the title.
pub fn without_author(text: &str) -> &str {
    const MOST_GAPS: usize = 8;
    let is_gap = |c: char| is_space(c) || is_leader(c);
    let gaps = text.char_indices().rev().filter(|&(_, c)| is_gap(c)).take(MOST_GAPS);
    let parted = gaps.map(|(at, _)| (text[..at].trim_end_matches(is_gap), text[at..].trim_start_matches(is_gap)));
    let said = parted.filter(|(head, author)| is_said(head) && is_author(author)).last();
    said.map_or(text, |(head, _)| head)
}

/// Whether a title is that of words whose speaker is printed beside them.
pub fn is_said(title: &str) -> bool {
    ["讲话", "报告", "致辞", "发言", "解读", "说明", "汇报"].iter().any(|kind| fold(title).ends_with(kind))
}

/// A person's name, perhaps behind a post, and nothing else.
pub fn is_author(text: &str) -> bool {
    const POSTS: [&str; 9] = ["长", "主任", "委员", "书记", "主席", "厅长", "代表", "干事", "研究员"];
    let is_name =
        |name: &str| (2..=4).contains(&name.chars().count()) && name.chars().all(is_han) && !ends_like_title(name);
    let bare = text.trim_matches(|c| is_space(c) || doc_number::is_open(c) || doc_number::is_close(c));
    let words: Vec<&str> = bare.split(is_space).filter(|word| !word.is_empty()).collect();
    let whole = words.concat();
    if is_name(&whole) {
        return true;
    }
    let Some((last, before)) = words.split_last() else { return false };
    // 张　三 is one name.
    let (name, post) = match before.split_last() {
        Some((first, post)) if last.chars().count() == 1 => (format!("{first}{last}"), post.concat()),
        _ => ((*last).to_owned(), before.concat()),
    };
    let is_post = |post: &str| {
        (2..=24).contains(&post.chars().count())
            && !post.contains("关于")
            && post.chars().all(|c| is_han(c) || c == '、')
            && POSTS.iter().any(|end| post.ends_with(end))
    };
    if is_name(&name) && is_post(&post) {
        return true;
    }
    // 县林业局局长张三
    let behind = POSTS.iter().filter_map(|post| whole.rfind(post).map(|at| at + post.len())).max();
    before.is_empty() && behind.is_some_and(|at| is_name(&whole[at..]) && is_post(&whole[..at]))
}
