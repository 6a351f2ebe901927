//! What stands on a page without belonging to its text: rules, image marks, comments, page numbers, running heads.

use std::collections::{HashMap, HashSet};

use super::endings::Ending;
use super::markup::{Line, is_space};
use super::{signatures, titles};
use crate::issue::{MarkerKind, TocEntry};
use crate::text::numerals;

/// For each line whether it is furniture of the page or the recogniser. `toc` gives titles that may run as heads, `gazette`
/// is the gazette's name where it is known.
pub(super) fn find(lines: &[Line], toc: &[TocEntry], gazette: Option<&str>) -> Vec<bool> {
    let heads = running_heads(lines);
    let name = gazette.and_then(head_key);
    let names_gazette = |key: &str| name.as_deref().is_some_and(|name| is_name_of(key, name));
    let mut in_comment = false;
    let mut aside: Vec<bool> = lines
        .iter()
        .map(|line| {
            let raw = line.raw.trim_matches([' ', '　']);
            if in_comment {
                in_comment = !raw.contains("-->");
                return true;
            }
            if raw.starts_with("<!--") {
                in_comment = !raw.contains("-->");
                return in_comment || raw.ends_with("-->");
            }
            let text = line.text.as_ref();
            !text.is_empty()
                && !raw.contains('\t')
                && (is_image(raw)
                    || is_rule(text)
                    || is_speck(text)
                    || is_turning(text)
                    || is_scan_note(text)
                    || is_page_number(text)
                    || is_column_head(text)
                    || head_key(text)
                        .is_some_and(|key| heads.get(&key).is_some_and(|&n| n >= 2) || names_gazette(&key)))
        })
        .collect();
    for at in paged_heads(lines, toc) {
        aside[at] = true;
    }
    for run in broken_heads(lines, gazette) {
        aside[run].fill(true);
    }
    for at in category_heads(lines, &aside, toc).into_iter().chain(chapter_heads(lines, &aside)) {
        aside[at] = true;
    }
    for run in running_titles(lines, &aside, toc) {
        aside[run].fill(true);
    }
    aside
}

/// Lines that print a category or a title of the contents, or a column's name, with the page's number beside it:
/// 省政府文件　11, 8　政府工作报告. Any other name counts when it does so on page after page.
fn paged_heads(lines: &[Line], toc: &[TocEntry]) -> Vec<usize> {
    let known: HashSet<String> = toc
        .iter()
        .flat_map(|entry| entry.category.iter().chain([&entry.title]))
        .map(|name| titles::key(name))
        .filter(|key| key.chars().count() >= 2)
        .collect();
    let found: Vec<(usize, String, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.raw.contains('\t'))
        .filter_map(|(at, line)| page_and_name(&line.text).map(|(name, page)| (at, name, page)))
        .map(|(at, name, page)| (at, if is_column_head(name) { String::new() } else { titles::key(name) }, page))
        .collect();
    let mut pages: HashMap<&str, Vec<u32>> = HashMap::new();
    for (_, key, page) in &found {
        pages.entry(key).or_default().push(*page);
    }
    let runs = |key: &str| pages.get(key).is_some_and(|pages| pages.len() >= 3 && pages.is_sorted_by(|a, b| a < b));
    let heads = found.iter().filter(|(_, key, _)| key.is_empty() || known.contains(key) || runs(key));
    heads.map(|&(at, ..)| at).collect()
}

/// A name and, across a wide gap, a page's number on either side.
fn page_and_name(text: &str) -> Option<(&str, u32)> {
    let gap = |c: char| c == ' ' || c == '　';
    let wide = |space: &str, name: &str| space.contains('　') || space.len() >= 2 || is_column_head(name);
    if text.len() > 120 || !text.contains(gap) || text.contains(['。', '，', '；', '：', ':', '…']) {
        return None;
    }
    let page = |digits: &str| {
        crate::text::numerals::parse(digits).filter(|_| digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let (first, last) = (text.find(gap)?, text.rfind(gap)?);
    let last_end = last + text[last..].chars().next()?.len_utf8();
    let (name, number) = match (page(&text[last_end..]), page(&text[..first])) {
        (Some(number), _) => (&text[..last_end], number),
        (None, Some(number)) => (&text[first..], number),
        _ => return None,
    };
    let bare = name.trim_matches(gap);
    let space = if name.ends_with(gap) {
        &name[name.trim_end_matches(gap).len()..]
    } else {
        &name[..name.len() - name.trim_start_matches(gap).len()]
    };
    (wide(space, bare) && !bare.is_empty() && super::clauses::marker(bare).is_none()).then_some((bare, number))
}

/// Whether the letters of a head are the gazette's name, one of them misread at most, and little else before or behind it.
fn is_name_of(key: &str, name: &str) -> bool {
    let (key, name): (Vec<char>, Vec<char>) = (key.chars().collect(), name.chars().collect());
    let slips = |at: usize| key[at..].iter().zip(&name).filter(|(a, b)| a != b).count();
    let Some(more) = key.len().checked_sub(name.len()).filter(|&more| more <= 6) else { return false };
    [0, more].iter().any(|&at| slips(at) <= usize::from(name.len() >= 6))
}

/// The gazette's name cut into lines anywhere, with or without the issue's number: 丁县人民 | 政府公报 2022年第7期.
fn broken_heads(lines: &[Line], gazette: Option<&str>) -> Vec<std::ops::Range<usize>> {
    let name = gazette.map(titles::key).filter(|name| name.chars().count() >= 4);
    let Some(name) = name else { return Vec::new() };
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let mut runs = Vec::new();
    for (index, &at) in printed.iter().enumerate() {
        let first = key_of_head(&lines[at].text);
        if first.is_empty() || first.len() >= name.len() || !name.starts_with(&first) {
            continue;
        }
        let mut joined = first;
        for &next in printed[index + 1..].iter().take(2).take_while(|&&next| next - at <= 4) {
            joined.push_str(&key_of_head(&lines[next].text));
            if joined.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || is_issue_number(rest)) {
                runs.push(at..next + 1);
                break;
            }
        }
    }
    runs
}

/// A short line without marks as running heads are compared; empty for any other.
fn key_of_head(text: &str) -> String {
    if text.len() > 200 || text.contains(['。', '，', ',', '；', ';', '：', ':', '《', '|', '\t']) {
        String::new()
    } else {
        titles::key(text)
    }
}

/// A category of the contents alone on a line at the edge of a page, above or below its number or another head, or where it
/// cuts a sentence. One that is a document's title as well only does the latter.
fn category_heads(lines: &[Line], aside: &[bool], toc: &[TocEntry]) -> Vec<usize> {
    let categories: HashSet<String> =
        toc.iter().filter_map(|entry| entry.category.as_deref()).map(titles::key).collect();
    let named: HashSet<String> = toc.iter().map(|entry| titles::key(&entry.title)).collect();
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let is_head = |at: usize| {
        let line = &lines[at];
        !aside[at]
            && line.text.chars().count() <= 24
            && !line.raw.contains('\t')
            && categories.contains(&titles::key(&line.text))
    };
    let heads = printed.iter().enumerate().filter(|&(_, &at)| is_head(at)).filter(|&(index, &at)| {
        // …名录的 | 公告: the end of a title, whatever a category is called.
        let ends_title = |above: &Line| above.text.ends_with('的') && titles::is_bare_kind(&lines[at].text);
        let cut = printed[..index]
            .iter()
            .rev()
            .find(|&&above| !aside[above])
            .is_some_and(|&above| is_cut(&lines[above]) && !ends_title(&lines[above]));
        let edge = index.checked_sub(1).is_some_and(|above| aside[printed[above]])
            || printed.get(index + 1).is_some_and(|&below| aside[below]);
        cut || edge && !named.contains(&titles::key(&lines[at].text))
    });
    heads.map(|(_, &at)| at).collect()
}

/// 第五章 法律责任 once more, in the middle of a sentence.
fn chapter_heads(lines: &[Line], aside: &[bool]) -> Vec<usize> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut above: Option<&Line> = None;
    let mut heads = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|&(at, line)| !line.is_blank() && !aside[at]) {
        let text = line.text.as_ref();
        let is_chapter = text.starts_with('第')
            && text.len() <= 120
            && super::clauses::marker(text)
                .is_some_and(|found| found.marker.kind.is_division() && found.marker.kind != MarkerKind::Jie);
        if is_chapter
            && !seen.insert(titles::key(text))
            && above.is_some_and(|above| is_cut(above) || is_cut_article(above))
        {
            heads.push(at);
        } else {
            above = Some(line);
        }
    }
    heads
}

/// 第十九条 违反本条例: an article that has hardly begun.
fn is_cut_article(line: &Line) -> bool {
    let found = super::clauses::marker(&line.text).filter(|found| found.marker.kind == MarkerKind::Tiao);
    found.is_some_and(|found| line.text.len() > found.len) && Ending::of(&line.text) != Ending::Stop
}

/// A line of prose that has not come to an end.
fn is_cut(line: &Line) -> bool {
    // A row of a table or of fields, or a note of print, ends without a stop by nature.
    !super::entries::is_form(&line.text)
        && !super::entries::is_print_note(&line.text)
        && line.text.chars().count() >= 30
        && Ending::of(&line.text) != Ending::Stop
        && !line.raw.contains('\t')
        && !line.text.starts_with(['|', '<'])
}

/// Most lines of a title that runs as a head.
const HEAD_LINES: usize = 3;

/// The first characters that count of a title.
fn start(text: &str) -> String {
    let first: String = text.chars().take(12).collect();
    titles::key(&first).chars().take(3).collect()
}

/// Lines that print a document's title again at the edge of a page: the title has been before, a page's number or the
/// like is next to it or a sentence is cut by it, and nothing follows that begins a document.
fn running_titles(lines: &[Line], aside: &[bool], toc: &[TocEntry]) -> Vec<std::ops::Range<usize>> {
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let shown: Vec<usize> = printed.iter().copied().filter(|&at| !aside[at]).collect();
    let mut titles: HashSet<String> = toc.iter().map(|entry| titles::key(&entry.title)).collect();
    let is_number: Vec<bool> = shown.iter().map(|&at| signatures::doc_number(&lines[at].text).is_some()).collect();
    let key = |run: &[usize]| title_key(lines, run);
    for at in (1..shown.len()).filter(|&at| is_number[at]) {
        let from = (0..at).rev().take(6).take_while(|&i| titles::can_be_line(&lines[shown[i]].text) && !is_number[i]);
        titles.extend(from.map(|i| key(&shown[i..at])));
    }
    titles.retain(|title| title.chars().count() >= 8);
    let starts: HashSet<String> = titles.iter().map(|title| start(title)).collect();
    let mut seen: HashSet<String> = HashSet::new();
    let (mut runs, mut at) = (Vec::new(), 0);
    let mut place = 0;
    while at < shown.len() {
        let line = &lines[shown[at]];
        let may = titles::can_be_line(&line.text) && starts.contains(&start(&line.text));
        let run = may
            .then(|| {
                (1..=HEAD_LINES).find_map(|n| {
                    let run = shown.get(at..at + n)?;
                    // Lines of one head stand together.
                    let together = run[n - 1] - run[0] < 2 * n;
                    let key = key(run);
                    (together && titles.contains(&key)).then_some((n, key))
                })
            })
            .flatten();
        let Some((n, key)) = run else {
            at += 1;
            continue;
        };
        while printed[place] < shown[at] {
            place += 1;
        }
        let beside = place.checked_sub(1).is_some_and(|above| aside[printed[above]])
            || printed.get(place + n).is_some_and(|&below| aside[below]);
        let cut = at.checked_sub(1).is_some_and(|above| is_cut(&lines[shown[above]]));
        let below = shown.get(at + n).map(|&below| lines[below].text.as_ref());
        let heads = below.is_none_or(|text| is_number[at + n] || signatures::addressees(text));
        if !heads && (beside && (cut || seen.contains(&key)) || cut && seen.contains(&key)) {
            runs.push(shown[at]..shown[at + n - 1] + 1);
        }
        // The rows above a number may be more than its title: names that the document before ends with.
        seen.extend((at..at + n).map(|from| title_key(lines, &shown[from..at + n])).filter(|key| titles.contains(key)));
        at += n;
    }
    runs
}

fn title_key(lines: &[Line], rows: &[usize]) -> String {
    titles::key(&titles::join(rows.iter().map(|&at| lines[at].text.as_ref())))
}

/// `![](images/3.jpg)` and nothing else.
fn is_image(text: &str) -> bool {
    text.starts_with("![") && text.ends_with(')') || text.starts_with("<img") && text.ends_with('>')
}

/// `---`, `***`, `====`, or marks with nothing to mark.
fn is_rule(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '#' | '*' | ' '))
        || text.chars().nth(2).is_some()
            && text.chars().all(|c| matches!(c, '-' | '=' | '*' | '~' | '—' | '─' | '－' | ' '))
}

/// （下转第12页）, （上接第9页）
fn is_turning(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '（' | '）' | '(' | ')') || is_space(c));
    let page = ["上接", "下转", "接", "转"].iter().find_map(|word| inner.strip_prefix(word));
    page.is_some_and(|page| {
        page.ends_with(['页', '版', '頁']) && page.chars().count() <= 10 && is_page_number(page.trim_end_matches('版'))
    })
}

/// 扫一扫，关注“丁县发布”微信公众号: what is printed beside a code to scan.
fn is_scan_note(text: &str) -> bool {
    let scans =
        ["扫一扫", "扫码", "扫描", "微信扫", "长按", "请扫", "手机扫"].iter().any(|start| text.starts_with(start));
    let tells = ["二维码", "公众号", "关注", "扫一扫", "扫码"].iter().any(|word| text.contains(word));
    scans && tells && text.chars().count() <= 30 && !text.contains(['。', '；', '：', ':', '、'])
}

/// One or two marks that a recogniser makes of a speck or an ornament. Those that may end a sentence are none.
fn is_speck(text: &str) -> bool {
    text.chars().count() <= 2
        && text.chars().all(|c| {
            matches!(
                c,
                '.' | '·'
                    | '•'
                    | '~'
                    | '～'
                    | '*'
                    | '`'
                    | '\''
                    | '^'
                    | '|'
                    | '_'
                    | '■'
                    | '●'
                    | '◆'
                    | '★'
                    | '▲'
                    | ' '
            )
        })
}

/// `12`, `- 12 -`, `· 12 ·`, `第 12 页 共 30 页`, `12/30`; also badly read: `l2`, `一 12 一`.
pub(super) fn is_page_number(text: &str) -> bool {
    if text.len() > 36 {
        return false;
    }
    let repaired = numerals::repaired(text);
    let mark = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '•' | '一');
    // A dash that was read as 一 stands on both sides, or across from another.
    let text = match repaired.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
        Some(inner) if inner.contains(|c: char| c.is_ascii_digit()) => inner.trim_matches(is_space),
        _ => repaired.as_ref(),
    };
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits += 1,
            '-' | '—' | '–' | '－' | '·' | '•' | '・' | '.' | '~' | '～' | '/' | ' ' | '　' | '第' | '页' | '共'
            | '頁' => {}
            _ => return false,
        }
    }
    // 12. alone is a clause's number, 2.5 a figure.
    let inner = text.trim_matches(|c: char| !c.is_ascii_digit() && !('０'..='９').contains(&c));
    (1..=7).contains(&digits)
        && inner.len() <= 15
        && !text.ends_with('.')
        && !inner.contains(['.', '-', '—'])
        && inner.split(|c: char| !c.is_ascii_digit()).all(|n| n.len() <= 4)
}

/// The name of a column of the gazette printed above a page: 【政府文件】, 县政府办公室文件.
pub(super) fn is_column_head(text: &str) -> bool {
    let bare = text.trim_matches(|c| matches!(c, '【' | '】' | '▲' | '◆' | '■' | '●' | '★' | ' ' | '　' | '[' | ']'));
    if text.starts_with('【') && text.ends_with('】') {
        return bare.chars().count() <= 16;
    }
    bare.chars().count() <= 12
        && bare.strip_suffix("文件").is_some_and(|name| {
            [
                "政府",
                "党委",
                "县委",
                "市委",
                "区委",
                "省委",
                "办公室",
                "办公厅",
                "部门",
                "政府办",
                "规范性",
                "重要",
                "委办",
            ]
            .iter()
            .any(|end| name.ends_with(end))
        })
}

/// A running head names the gazette or the issue, with or without the page's number.
fn head_key(text: &str) -> Option<String> {
    if text.len() > 200
        || !text.contains(['期', '报', '報'])
        || text.contains(['。', '，', ',', '；', ';', '：', ':', '《'])
    {
        return None;
    }
    let key = titles::key(text);
    let names = ["公报", "政报"].iter().any(|name| key.contains(name)) || is_issue_number(&key);
    names.then(|| key.chars().filter(|c| c.is_alphabetic()).collect())
}

/// 2021年第3期（总第16期）
fn is_issue_number(text: &str) -> bool {
    text.contains('第') && text.contains('期') && text.chars().filter(|c| c.is_alphabetic()).count() <= 6
}

/// How often each head occurs.
fn running_heads(lines: &[Line]) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for key in lines.iter().filter_map(|line| head_key(&line.text)) {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markup;

    fn furniture(text: &[&str]) -> Vec<bool> {
        let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
        find(&markup::lines(&source), &[], None)
    }

    #[test]
    fn pages_and_rules() {
        for text in [
            "- 12 -",
            "12",
            "· 3 ·",
            "—15—",
            "第 3 页 共 20 页",
            "3/20",
            "---",
            "![](images/a.jpg)",
            "<!-- x -->",
            "【政府文件】",
            "县政府办公室文件",
            "l2",
            "— I2 —",
            "一 12 一",
            "-12一",
            "·",
            "（下转第 12 页）",
            "(上接第9页)",
        ] {
            assert!(furniture(&[text])[0], "{text}");
        }
        for text in [
            "3.",
            "2021-2023",
            "3.5",
            "（3）",
            "第三页",
            "关于文件",
            "20210503112",
            "各部门要重视公报",
            "——",
            "1、",
            "一、",
            "。",
            "一",
        ] {
            assert!(!furniture(&[text])[0], "{text}");
        }
    }

    #[test]
    fn a_running_head_is_one_that_runs() {
        let text = ["青岚县人民政府公报 2021年第3期", "正文。", "12 青岚县人民政府公报 2021年第3期"];
        assert_eq!(furniture(&text), [true, false, true]);
        assert_eq!(furniture(&text[..2]), [false, false]);
    }

    #[test]
    fn a_head_that_is_cut_anywhere() {
        let text = [
            "实行城",
            "·3·",
            "青岚县人民",
            "政府公报　　2021年第3期",
            "乡统筹。",
            "清 岚县人民政府公 报",
            "青岚县人民政府公",
            "报",
            "青岚县人民",
            "医院",
        ];
        let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
        let aside = find(&markup::lines(&source), &[], Some("青岚县人民政府公报"));
        assert_eq!(aside, [0, 1, 1, 1, 0, 1, 1, 1, 0, 0].map(|n| n == 1));
    }

    #[test]
    fn a_category_at_the_edge_of_a_page() {
        let entry = |category: &str, title: &str| TocEntry {
            lines: vec![1],
            ordinal: None,
            category: Some(category.to_owned()),
            title: title.to_owned(),
            doc_number: None,
            page: None,
            document: None,
        };
        let toc = [entry("省政府令", "青岚省防汛办法"), entry("大事记", "大事记")];
        let text = [
            "·5·",
            "省政府令",
            "第一条",
            "省政府令",
            "—6—",
            "大 事 记",
            "各县（区）要按照统一部署认真组织开展防汛工作，切实做好各项防汛",
            "大 事 记",
            "准备。",
        ];
        let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
        let expected = [1, 1, 0, 1, 1, 0, 0, 1, 0].map(|n| n == 1);
        assert_eq!(find(&markup::lines(&source), &toc, None), expected);
    }

    #[test]
    fn a_name_with_the_pages_number_beside_it() {
        let text = [
            "县政府文件　11",
            "县直机关　7",
            "8  县委办文件",
            "县政府文件 12",
            "统计资料　3",
            "正文",
            "统计资料　5",
            "统计资料　8",
            "合计　8",
        ];
        assert_eq!(furniture(&text), [1, 0, 1, 1, 1, 0, 1, 1, 0].map(|n| n == 1));
    }

    #[test]
    fn a_title_below_a_table_does_not_run() {
        let title = "青岚县城市管理局关于规范停车秩序的通告";
        let row = "| 12 | 青岚县历史公报数字化工作，含目录整理与扫描上网 | 县档案局 |";
        let text = [row, "- 7 -", title, "为规范停车秩序，现通告如下。"];
        let entry = TocEntry {
            lines: vec![1],
            ordinal: None,
            category: None,
            title: title.to_owned(),
            doc_number: None,
            page: None,
            document: None,
        };
        let source: Vec<String> = text.iter().map(|s| s.to_string()).collect();
        assert_eq!(find(&markup::lines(&source), &[entry], None), [false, true, false, false]);
    }

    #[test]
    fn a_title_that_runs_over_the_pages() {
        let title = ["青岚县人民政府关于", "加快发展养老服务业的实施意见"];
        let text = [
            title[0],
            title[1],
            "青政发〔2021〕3号",
            "各乡镇人民政府：",
            "为加快发展养老服务业，现提出以下意见，要求各乡镇力争到",
            title[0],
            title[1],
            "· 7 ·",
            "2025年底全面覆盖。",
            title[0],
            title[1],
            "青政发〔2021〕4号",
        ];
        let expected = [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0].map(|n| n == 1);
        assert_eq!(furniture(&text), expected);
    }

    #[test]
    fn comments_over_lines() {
        assert_eq!(furniture(&["<!-- a", "b", "c -->", "正文"]), [true, true, true, false]);
    }
}
