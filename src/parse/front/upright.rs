//! Lines that print sets upright, which a recogniser reads a character a line: a cover's name, the categories beside the
//! contents. Each is one line to whoever reads the front matter; its roles go back to all the lines it was read from.

use std::borrow::Cow;
use std::collections::HashMap;

use super::look;
use super::masthead;
use crate::issue::FrontLine;
use crate::parse::doc_number::is_han;
use crate::parse::markup::Line;
use crate::text::numerals;

/// Printed lines among which such are looked for.
const FRONT_LINES: usize = 400;
/// Characters of the longest.
const MOST: usize = 24;

/// The lines, those set upright as one; borrowed where there are none. In contents what is set so is a category.
pub fn joined<'a>(lines: &'a [Line<'a>]) -> Cow<'a, [Line<'a>]> {
    let runs = runs(lines);
    if runs.is_empty() {
        return Cow::Borrowed(lines);
    }
    let mut in_contents = false;
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut done = 0;
    for (from, to) in runs {
        in_contents |= lines[done..from].iter().any(|line| look::is_toc_heading(&line.text));
        out.extend(lines[done..from].iter().cloned());
        let text: String = lines[from..to].iter().map(|line| line.text.as_ref()).collect();
        in_contents |= look::is_toc_heading(&text);
        let told = look::is_toc_heading(&text) || masthead::title(&text).is_some();
        let category = in_contents && !told && text.chars().count() <= 12 && masthead::numbers(&text, None).is_none();
        let text = if category { format!("【{text}】") } else { text };
        out.push(Line { text: Cow::Owned(text), ..lines[from].clone() });
        done = to;
    }
    out.extend(lines[done..].iter().cloned());
    Cow::Owned(out)
}

/// Where lines of one Chinese character stand below each other, as evenly as print sets them: `from..to`.
fn runs(lines: &[Line]) -> Vec<(usize, usize)> {
    let is_one = |line: &Line| {
        let mut chars = line.text.chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    };
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).take(FRONT_LINES).collect();
    let text_of = |printed: &[usize]| printed.iter().map(|&at| lines[at].text.as_ref()).collect::<String>();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < printed.len() {
        let mut end = at;
        let gap = |index: usize| printed[index] - printed[index - 1];
        while end < printed.len()
            && end - at < MOST
            && is_one(&lines[printed[end]])
            && (end < at + 2 || gap(end) == gap(at + 1))
        {
            end += 1;
            // 目 | 录, and at once the first category.
            if end == at + 2 && look::is_toc_heading(&text_of(&printed[at..end])) {
                break;
            }
        }
        let text = text_of(&printed[at..end]);
        // 一 | 二: numbers of something, or specks.
        if end - at >= 2 && gap(at + 1) <= 2 && !text.chars().all(numerals::is_numeral) {
            runs.push((printed[at], printed[end - 1] + 1));
        }
        // A sentence: the body has begun.
        if lines[printed[at]].text.contains('。') && lines[printed[at]].text.chars().count() >= 40 {
            break;
        }
        at = end.max(at + 1);
    }
    runs
}

/// The same role for every line that a joined one was read from.
pub fn spread(front: Vec<FrontLine>, lines: &[Line]) -> Vec<FrontLine> {
    let runs: HashMap<u32, (usize, usize)> = runs(lines).into_iter().map(|run| (lines[run.0].number, run)).collect();
    if runs.is_empty() {
        return front;
    }
    let all = |line: FrontLine| match runs.get(&line.line) {
        Some(&(from, to)) => lines[from..to]
            .iter()
            .filter(|line| !line.is_blank())
            .map(|one| FrontLine { line: one.number, text: one.text.to_string(), role: line.role })
            .collect(),
        None => vec![line],
    };
    front.into_iter().flat_map(all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markup;

    fn texts(text: &str) -> Vec<String> {
        let source: Vec<String> = text.lines().map(str::to_owned).collect();
        let lines = markup::lines(&source);
        let lines = joined(&lines);
        lines.iter().filter(|line| !line.is_blank()).map(|line| line.text.to_string()).collect()
    }

    #[test]
    fn a_name_and_categories_set_upright() {
        let text = "丁\n县\n政\n报\n1995年第2期\n目\n\n录\n\n县\n府\n文\n件\n关于甲的通知……1\n特\n载\n关于乙的决定……4";
        let read =
            ["丁县政报", "1995年第2期", "目录", "【县府文件】", "关于甲的通知……1", "【特载】", "关于乙的决定……4"];
        assert_eq!(texts(text), read);
    }

    #[test]
    fn what_only_stands_alone() {
        for text in ["目录\n关于甲的\n通\n3", "一\n二\n三", "丁\n\n\n\n戊", "甲\n关于乙的决定"] {
            assert_eq!(texts(text).len(), text.lines().filter(|line| !line.is_empty()).count(), "{text}");
        }
    }
}
