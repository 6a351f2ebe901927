//! How a text ends and how the next begins: whether one goes on with the other.

use super::markup::is_space;
use super::seams::floor;

/// Whether a text ends with a word that ends no heading: 向, 由, 的 … but not 倾向, 自由, 目的.
pub(super) fn is_dangling(text: &str) -> bool {
    const WORDS: &str = "向对的和与在由将把被从为以或并及其至到于每逾第";
    const NOUNS: [&str; 44] = [
        "尽到", "周到", "报到", "倾向", "方向", "动向", "导向", "走向", "意向", "去向", "流向", "投向", "取向", "面向",
        "应对", "核对", "比对", "校对", "针对", "相对", "反对", "结对", "目的", "共和", "饱和", "参与", "给予", "存在",
        "现在", "自由", "理由", "行为", "作为", "成为", "认为", "可以", "服从", "普及", "涉及", "合并", "极其", "冬至",
        "夏至", "备至",
    ];
    // 人民政 | 府: of all words the one that is cut most often.
    text.ends_with("人民政")
        || text.chars().next_back().is_some_and(|last| WORDS.contains(last))
            && !NOUNS.iter().any(|noun| text.ends_with(noun))
}

/// What ends a sentence or a part of one, in either width.
pub(super) const STOPS: [char; 7] = ['。', '；', ';', '！', '!', '？', '?'];

/// How a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Stop,
    /// Nothing tells.
    Open,
    /// A comma, or a closing quote that no stop precedes.
    MustGoOn,
    /// A bracket or quote is open.
    OpenBracket,
}

impl Ending {
    pub fn of(text: &str) -> Ending {
        // The last sentence tells; a very long one need not be read whole.
        let tail_from = floor(text, text.len().saturating_sub(1500));
        let tail = &text[tail_from..];
        let tail = tail.trim_end_matches(is_space);
        let Some(last) = tail.chars().next_back() else { return Ending::Stop };
        match last {
            '；' | ';' | '：' | ':' if in_duty(tail) => Ending::OpenBracket,
            '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':' | '…' => Ending::Stop,
            '.' if !tail[..tail.len() - 1].trim_end().ends_with(|c: char| c.is_ascii_alphanumeric()) => Ending::Stop,
            '（' | '(' | '《' | '“' | '〔' | '〈' => Ending::OpenBracket,
            '、' | '，' | ',' if has_open_bracket(tail) => Ending::OpenBracket,
            '、' | '，' | ',' => Ending::MustGoOn,
            '）' | ')' | '】' | '］' => after_bracket(tail),
            '”' | '’' | '"' | '」' => match tail[..tail.len() - last.len_utf8()].chars().next_back() {
                Some('。' | '！' | '？' | '；' | ';' | '!' | '?') => Ending::Stop,
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
        let stopped = before.is_none_or(|c| matches!(c, '。' | '；' | '！' | '？' | '.' | ';' | '!' | '?'));
        let duty = ["责任", "牵头", "配合", "负责", "落实", "时限", "见附件"].iter().any(|word| inner.contains(word));
        return if stopped || duty { Ending::Stop } else { Ending::Open };
    }
    Ending::Open
}

/// Whether a bracket that names units is open: （责任单位：县水务局；
fn in_duty(tail: &str) -> bool {
    let open = tail.rfind(['（', '(']);
    open.is_some_and(|at| {
        let inner = &tail[at..];
        !inner.contains(['）', ')'])
            && ["责任", "牵头", "配合", "单位", "联系", "电话"].iter().any(|word| inner.contains(word))
    })
}

/// Whether a bracket is open in the last sentence.
fn has_open_bracket(tail: &str) -> bool {
    let sentence = tail.rfind('。').map_or(tail, |at| &tail[at..]);
    let count = |set: [char; 2]| sentence.chars().filter(|c| set.contains(c)).count();
    // A recogniser may read ” as “, so of quotes only one may be open.
    count(['（', '(']) > count(['）', ')'])
        || sentence.matches('《').count() > sentence.matches('》').count()
        || sentence.matches('“').count() == sentence.matches('”').count() + 1
}

/// Whether a text ends with the first few characters of a sentence: …按期完成。责任 | 单位：…
pub(super) fn is_just_begun(text: &str) -> bool {
    let begun = text.rfind(STOPS).map_or("", |at| text[at..].trim_start_matches(STOPS));
    (1..=6).contains(&begun.trim_matches(is_space).chars().count()) && Ending::of(text) == Ending::Open
}

/// Whether a text ends a character or two after a comma: 统一标识，统 | 一规范.
pub(super) fn is_cut_after_comma(text: &str) -> bool {
    let begun = text.rsplit_once(['，', ',']).map_or("", |(_, rest)| rest);
    (1..=2).contains(&begun.chars().count()) && Ending::of(text) == Ending::Open
}

/// Width in ems: half-width characters count half, spaces nothing.
pub(super) fn em(text: &str) -> f32 {
    text.chars()
        .map(|c| {
            if is_space(c) {
                0.0
            } else if c.is_ascii() {
                0.5
            } else {
                1.0
            }
        })
        .sum()
}

/// What can't begin a paragraph: a closing mark, a particle, or a few characters and a stop.
pub(super) fn is_fragment(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if matches!(
        first,
        '，' | '。'
            | '、'
            | '%'
            | '％'
            | '‰'
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
    text.char_indices().take(4).any(|(_, c)| matches!(c, '。' | '；' | ';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_texts_end() {
        for (text, ending) in [
            ("认真落实。", Ending::Stop),
            ("包括以下内容：", Ending::Stop),
            ("按期完成（责任单位：县水务局）", Ending::Stop),
            ("按期完成。（见附件1）", Ending::Stop),
            ("根据方案（试行）", Ending::Open),
            ("会议指出：“要落实。”", Ending::Stop),
            ("推进“放管服”", Ending::Open),
            ("各乡镇、", Ending::MustGoOn),
            ("落实措施（责任单位：水务局、", Ending::OpenBracket),
            ("按期完成。（责任单位：", Ending::OpenBracket),
            ("按期完成。（责任单位：县水务局；", Ending::OpenBracket),
            ("按期完成（见附件）；", Ending::Stop),
            ("根据《实施", Ending::OpenBracket),
            ("定名为“青岚", Ending::OpenBracket),
            ("推进“放管服“改革", Ending::Open),
            ("落实措施", Ending::Open),
            ("", Ending::Stop),
        ] {
            assert_eq!(Ending::of(text), ending, "{text}");
        }
    }

    #[test]
    fn dangling_words_and_fragments() {
        assert!(
            is_dangling("2021年9月15日至")
                && is_dangling("旅行社需提前三天向")
                && is_dangling("应当报经县人民政")
                && !is_dangling("坚决制止不良倾向")
        );
        assert!(
            is_fragment("%。")
                && is_fragment("的督促检查")
                && is_fragment("体系。开展")
                && !is_fragment("报送任务。各乡镇")
        );
        assert_eq!(em("防汛2021 年"), 5.0);
        assert!(is_just_begun("牵头单位：县教体局；责任") && is_just_begun("由其兼任。值班"));
        assert!(
            !is_just_begun("落实主体责任")
                && !is_just_begun("按期完成。")
                && !is_just_begun("按期完成。请各单位抓好落实")
        );
    }
}
