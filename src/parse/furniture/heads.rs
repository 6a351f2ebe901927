//! Running heads: lines at the edges of pages that say again where one is. Each is told by what it repeats (the gazette's name
//! or number, a category, a title, a chapter) or by repeating itself, and by where it stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{is_column_head, is_issue_number};
use crate::issue::{MarkerKind, Masthead, TocEntry};
use crate::parse::doc_number::is_han;
use crate::parse::endings::Ending;
use crate::parse::markup::Line;
use crate::parse::{clauses, entries, front, labels, signatures, tables, titles};

/// A longer line (in bytes) is no head that only repeats.
const LONGEST: usize = 90;

/// Any other short line that stands beside pages' numbers or cuts a sentence, again and again, and the latter at least once.
pub(super) fn repeated_heads(lines: &[Line], aside: &[bool]) -> Vec<usize> {
    const FEWEST: usize = 3;
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let beside = |index: usize| {
        index.checked_sub(1).is_some_and(|above| aside[printed[above]])
            || printed.get(index + 1).is_some_and(|&below| aside[below])
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut heads: HashMap<String, (usize, usize)> = HashMap::new();
    let mut above: Option<usize> = None;
    for (index, &at) in printed.iter().enumerate().filter(|&(_, &at)| !aside[at]) {
        // Asked of every line: most are longer.
        let short = lines[at].text.len() <= LONGEST;
        let cut = short && above.is_some_and(|above| is_cut(&lines[above]));
        let inside = short && above.is_some_and(|above| is_open(&lines[above]));
        if short && (cut || inside || beside(index)) && may_repeat(&lines[at]) && !is_row(lines, at) {
            let key: String = titles::key(&lines[at].text).chars().filter(|c| !c.is_numeric()).collect();
            let head = heads.entry(key.clone()).or_default();
            head.0 += 1;
            head.1 += usize::from(cut);
            found.push((at, key));
            if beside(index) {
                continue;
            }
        }
        above = Some(at);
    }
    let runs = |key: &str| heads.get(key).is_some_and(|&(count, cut)| count >= FEWEST && cut >= 1);
    found.into_iter().filter(|(_, key)| key.chars().count() >= 3 && runs(key)).map(|(at, _)| at).collect()
}

/// A text that may go on, as far as its end tells.
fn is_open(line: &Line) -> bool {
    let goes_on = match Ending::of(&line.text) {
        Ending::Stop => false,
        Ending::Open => line.text.chars().count() >= 8,
        Ending::MustGoOn | Ending::OpenBracket => true,
    };
    line.heading == 0
        && goes_on
        && !signatures::is_body(&line.text)
        && !entries::is_form(&line.text)
        && !entries::is_name_entry(&line.text)
}

/// Numbers of pages in any dress, told by their order: Page 5, ●6●, [7]. They only grow, and one of them cuts a sentence.
pub(super) fn dressed_pages(lines: &[Line], aside: &[bool]) -> Vec<usize> {
    const FEWEST: usize = 3;
    let mut dresses: HashMap<String, (Vec<usize>, Vec<u32>, bool)> = HashMap::new();
    let mut above: Option<usize> = None;
    for at in (0..lines.len()).filter(|&at| !lines[at].is_blank() && !aside[at]) {
        let Some((dress, page)) = dressed_page(&lines[at].text) else {
            above = Some(at);
            continue;
        };
        let found = dresses.entry(dress).or_default();
        found.0.push(at);
        found.1.push(page);
        found.2 |= above.is_some_and(|above| is_cut(&lines[above]));
    }
    let pages = dresses.into_values().filter(|(_, pages, cut)| {
        *cut && pages.len() >= FEWEST && pages.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= 8)
    });
    pages.flat_map(|(lines, ..)| lines).collect()
}

/// What is around the only number of a line that has hardly anything else, and the number.
fn dressed_page(text: &str) -> Option<(String, u32)> {
    if text.len() > 24 || text.contains(is_han) || text.ends_with(['.', '、', '．', '%', '％']) {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    let page = text[start..end].parse().ok().filter(|page| (1..=2000).contains(page))?;
    let dress = format!("{}#{}", text[..start].trim(), text[end..].trim());
    (dress.len() > 1 && !dress.contains(|c: char| c.is_ascii_digit())).then_some((dress, page))
}

/// A line below another that gaps part as well: 3　造林　县林业局.
fn is_row(lines: &[Line], at: usize) -> bool {
    at > 0 && [at, at - 1].iter().all(|&at| tables::is_parted(&lines[at].text))
}

/// A line that may be a head by its form: no sentence, no row, and nothing that documents print again and again themselves.
fn may_repeat(line: &Line) -> bool {
    let text = line.text.as_ref();
    !line.raw.contains(['\t', '|', '<'])
        && !text.ends_with(['。', '；', '：', ':', '，', '、', ';', ','])
        && titles::can_be_line(text)
        && clauses::marker(text).is_none()
        && signatures::date(text).is_none()
        && signatures::doc_number(text).is_none()
        && signatures::release_note(text).is_none()
        && signatures::signatories(text).is_none()
        && labels::label(text).is_none()
        && !entries::is_form(text)
        && !entries::is_print_note(text)
}

/// Lines that print a category or a title of the contents, or a column's name, with the page's number beside it:
/// 省政府文件　11, 8　政府工作报告. Any other name counts when it does so on page after page.
pub(super) fn paged_heads(lines: &[Line], toc: &[TocEntry]) -> Vec<usize> {
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
        .filter_map(|(at, line)| page_and_name(&line.text).map(|(name, page, wide)| (at, name, page, wide)))
        // A narrow gap will do beside a name that nothing else has.
        .filter(|(_, name, _, wide)| *wide || name.chars().count() >= 3 && known.contains(&titles::key(name)))
        .filter(|&(at, ..)| !is_row(lines, at))
        .map(|(at, name, page, _)| (at, name, page))
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

/// A name and, across a gap, a page's number on either side; and whether the gap is wide, or the name one that runs as a head.
fn page_and_name(text: &str) -> Option<(&str, u32, bool)> {
    let gap = |c: char| c == ' ' || c == '　';
    let latin = |name: &str| !name.contains(is_han) && name.chars().filter(char::is_ascii_alphabetic).count() >= 6;
    let of_gazette = |name: &str| name.chars().count() <= 12 && name.ends_with(['报', '報']);
    let wide = |space: &str, name: &str| {
        space.contains('　') || space.len() >= 2 || is_column_head(name) || latin(name) || of_gazette(name)
    };
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
    (!bare.is_empty() && clauses::marker(bare).is_none()).then(|| (bare, number, wide(space, bare)))
}

/// The gazette's name cut into lines anywhere, with or without the issue's number: 丁县人民 | 政府公报 2022年第7期.
pub(super) fn broken_heads(lines: &[Line], gazette: Option<&str>) -> Vec<Range<usize>> {
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

/// The issue's number, alone beside the gazette's name or another head: 2021年第3号, 2021.3.
pub(super) fn number_heads(lines: &[Line], aside: &[bool], gazette: &Masthead) -> Vec<usize> {
    let printed: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let beside = |index: usize| {
        index.checked_sub(1).is_some_and(|above| aside[printed[above]])
            || printed.get(index + 1).is_some_and(|&below| aside[below])
    };
    let heads = printed.iter().enumerate().filter(|&(index, &at)| {
        !aside[at] && lines[at].text.len() <= 60 && beside(index) && front::is_number_of(&lines[at].text, gazette)
    });
    heads.map(|(_, &at)| at).collect()
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
pub(super) fn category_heads(lines: &[Line], aside: &[bool], toc: &[TocEntry]) -> Vec<usize> {
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
pub(super) fn chapter_heads(lines: &[Line], aside: &[bool]) -> Vec<usize> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut above: Option<&Line> = None;
    let mut heads = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|&(at, line)| !line.is_blank() && !aside[at]) {
        let text = line.text.as_ref();
        let is_chapter = text.starts_with('第')
            && text.len() <= 120
            && clauses::marker(text)
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
    let found = clauses::marker(&line.text).filter(|found| found.marker.kind == MarkerKind::Tiao);
    found.is_some_and(|found| line.text.len() > found.len) && Ending::of(&line.text) != Ending::Stop
}

/// A line of prose that has not come to an end.
fn is_cut(line: &Line) -> bool {
    // A row of a table or of fields, or a note of print, ends without a stop by nature.
    !entries::is_form(&line.text)
        && !entries::is_print_note(&line.text)
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
pub(super) fn running_titles(lines: &[Line], aside: &[bool], toc: &[TocEntry]) -> Vec<Range<usize>> {
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
