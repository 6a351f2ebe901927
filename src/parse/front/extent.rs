//! Where the front matter ends and the first document begins.
//!
//! Front matter has no sentences. So: find the first line that can only be body (a sentence, or 各乡镇人民政府：), then walk
//! back to the first line of the title above it. The line after the last one that can only be front (a contents entry
//! with its page, an imprint field, the gazette's name or number) is where that title starts; contents without pages
//! leave it open, and there the body begins where an entry's title is printed a second time.

use std::ops::Range;

use super::look::{self, Kind, Sight};
use crate::parse::similar::Letters;
use crate::parse::titles;

/// How many printed lines a cover, its captions and contents may take before the contents begin.
const COVER_LINES: usize = 400;
/// A title takes at most this many lines.
const TITLE_LINES: usize = 4;
/// Between the last line that is sure to be front matter and the first title there are at most this many.
const SKIPPED_LINES: usize = 24;
/// Lines between a title's first line and the first sentence below it: number, note, signature.
const HEAD_LINES: usize = 14;

/// Index into `sights` of the first line of the first document, when there is front matter. The contents may be at the `back`.
pub fn end(sights: &[Sight], back: &[Sight]) -> Option<usize> {
    let contents = contents(sights);
    let masthead = names_gazette(sights);
    if contents.is_none() && !masthead {
        return None;
    }
    let sentence = first_sentence(sights, contents.unwrap_or(0));
    let settled = settled(sights, sentence, contents);
    let paged = look::pages(&sights[settled.start..settled.end]) >= 2;
    let from = settled.end;
    if from >= sentence {
        return Some(from.min(sights.len()));
    }
    let title = if paged || contents.is_none() {
        first_title(sights, back, settled.start, from, sentence)
    } else {
        repeated_title(sights, settled.start, from, sentence)
    };
    Some(title.unwrap_or_else(|| (from..sentence).find(|&at| !sights[at].is_left_over()).unwrap_or(from)))
}

/// The first contents heading that contents follow, or the first of several entries with leaders where no heading is printed.
fn contents(sights: &[Sight]) -> Option<usize> {
    for (at, sight) in sights.iter().enumerate().take(COVER_LINES) {
        match sight.kind {
            Kind::TocHeading => {
                let page = &sights[at + 1..sights.len().min(at + 40)];
                let entries = page.iter().filter(|s| s.is_entry()).count();
                let clauses = page.iter().filter(|s| s.kind == Kind::Text && s.is_clause()).count();
                if entries >= 1 && clauses * 2 < entries.max(3) {
                    return Some(at);
                }
            }
            // A document has begun: contents below it are its own.
            Kind::Addressee | Kind::DocNumber if !leads_to_page(&sights[at..]) => break,
            _ => {}
        }
    }
    let first = first_sentence(sights, 0).min(COVER_LINES);
    let numbered: Vec<usize> = (0..first).filter(|&at| sights[at].leads_with_number()).collect();
    if numbered.len() >= 2 {
        return Some(numbered[0]);
    }
    let paged: Vec<usize> = (0..first).filter(|&at| sights[at].has_leaders() && !sights[at].is_clause()).collect();
    (paged.len() >= 3).then(|| paged[0])
}

/// A number line that a page follows belongs to a contents entry.
fn leads_to_page(sights: &[Sight]) -> bool {
    sights.iter().take(3).any(Sight::has_page)
}

/// The gazette's name and its number stand at the top.
fn names_gazette(sights: &[Sight]) -> bool {
    let top = &sights[..sights.len().min(40)];
    let title = top.iter().position(|s| matches!(s.kind, Kind::Title(_)));
    title.is_some_and(|at| at < 12) && top.iter().any(|s| s.names_issue())
}

/// The first line from `from` on that only a document can have.
fn first_sentence(sights: &[Sight], from: usize) -> usize {
    let mut at = from;
    while at < sights.len() {
        if matches!(sights[at].kind, Kind::Sentence | Kind::Addressee) {
            // A caption or a note between contents pages: another page of contents follows at once.
            let next = (at + 1..sights.len().min(at + 12)).find(|&next| {
                sights[next].kind == Kind::TocHeading
                    && sights[next + 1..sights.len().min(next + 12)].iter().filter(|s| s.has_page()).count() >= 2
            });
            match next {
                Some(next) if !matches!(sights[at].kind, Kind::Addressee) => at = next,
                _ => return at,
            }
        }
        at += 1;
    }
    sights.len()
}

/// From the contents to the line after the last that can only be front matter.
fn settled(sights: &[Sight], sentence: usize, contents: Option<usize>) -> Range<usize> {
    let start = contents.unwrap_or(0);
    let mut end = start + usize::from(contents.is_some());
    for (at, sight) in sights.iter().enumerate().take(sentence).skip(start) {
        if sight.is_front() && !(at > start && numbers_title(&sights[at - 1], sight)) {
            end = at + 1;
        }
    }
    start..end.min(sights.len())
}

/// 2021年第3号 below 关于…的公告 is the announcement's number, not the issue's.
fn numbers_title(above: &Sight, number: &Sight) -> bool {
    let title = above.kind == Kind::Text && above.is_title() && !above.has_page();
    title && matches!(number.kind, Kind::Number(_)) && number.text().trim_end().ends_with(['号', '）', ')'])
}

/// The line from `from` on at which a title of the contents is printed, over what an imprint leaves behind: the rest of an
/// address, names, fields that nobody knows.
fn first_title(sights: &[Sight], back: &[Sight], contents: usize, from: usize, sentence: usize) -> Option<usize> {
    let limit = sentence.min(from + SKIPPED_LINES);
    let title = best_title(sights, &[&sights[contents..from], back], from..limit, sentence)?;
    // A number above the title belongs to it.
    Some((from..title).find(|&above| sights[above].kind == Kind::DocNumber).unwrap_or(title))
}

/// Where a line from `from` on is printed a second time above the first sentence.
fn repeated_title(sights: &[Sight], contents: usize, from: usize, sentence: usize) -> Option<usize> {
    let lowest = sentence.saturating_sub(HEAD_LINES).max(from);
    let mut best: Option<(f64, usize)> = None;
    for at in lowest..sentence.min(sights.len()) {
        let score = title_score(sights, &entry_titles(&sights[contents..at]), at, sentence);
        if score > 0.0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    let title = best.map(|(_, at)| at).or_else(|| fallback_title(sights, lowest, sentence))?;
    Some(with_issuers(sights, title, from))
}

/// The line of `range` that is most like the start of a title in `contents`, with the issuing bodies above it.
fn best_title(sights: &[Sight], contents: &[&[Sight]], range: Range<usize>, sentence: usize) -> Option<usize> {
    let entries: Vec<Letters> = contents.iter().flat_map(|sights| entry_titles(sights)).collect();
    let from = range.start;
    let mut best: Option<(f64, usize)> = None;
    for at in range {
        let score = title_score(sights, &entries, at, sentence);
        if score > 0.0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| with_issuers(sights, at, from))
}

/// How much the title that would start at `at` is like one of the entries; 0 where it is not enough.
fn title_score(sights: &[Sight], entries: &[Letters], at: usize, sentence: usize) -> f64 {
    let titles = title_at(sights, at, sentence);
    let pairs = titles
        .iter()
        .filter(|title| title.len() >= 6)
        .flat_map(|title| entries.iter().map(move |entry| (entry, title)));
    pairs
        .filter(|(entry, title)| entry.alike(title, 0.75))
        .map(|(entry, title)| entry.similarity(title))
        .fold(0.0, f64::max)
}

/// Up over lines that are only an issuing body.
fn with_issuers(sights: &[Sight], mut at: usize, from: usize) -> usize {
    while at > from && sights[at - 1].is_issuer() {
        at -= 1;
    }
    at
}

/// No entry is printed twice (the first document is not in the contents): the last title above the sentence.
fn fallback_title(sights: &[Sight], from: usize, sentence: usize) -> Option<usize> {
    let end = (from..sentence).rev().find(|&at| matches!(sights[at].kind, Kind::Text) && sights[at].is_title())?;
    Some(
        (from..=end)
            .rev()
            .take(TITLE_LINES)
            .take_while(|&at| at == end || !sights[at].is_title() && matches!(sights[at].kind, Kind::Text))
            .last()
            .unwrap_or(end),
    )
}

/// The texts that a title starting at `at` may have: one to four lines, folded.
fn title_at(sights: &[Sight], at: usize, sentence: usize) -> Vec<Letters> {
    let mut found = Vec::new();
    let mut joined = String::new();
    for sight in sights.iter().take(sentence).skip(at).take(TITLE_LINES) {
        if !matches!(sight.kind, Kind::Text | Kind::Title(_)) {
            break;
        }
        joined.push_str(sight.text());
        found.push(Letters::new(&joined));
        // The contents leave out who issued it.
        let about = sights[at].text().find("关于").filter(|&about| about > 0);
        if let Some(about) = about.filter(|&about| titles::is_issuer(&joined[..about])) {
            found.push(Letters::new(&joined[about..]));
        }
    }
    found
}

/// Texts that may be entries of the contents: lines, and each with the one or two after it.
fn entry_titles(sights: &[Sight]) -> Vec<Letters> {
    let mut titles = Vec::new();
    for at in 0..sights.len().min(COVER_LINES) {
        let mut joined = String::new();
        for sight in sights[at..].iter().take(3) {
            let text = sight.entry_text();
            if text.is_empty() {
                break;
            }
            joined.push_str(text);
            titles.push(Letters::new(&joined));
            // 丁市人民政府令（丁市防汛办法）: the body prints the first half.
            if let Some((order, _)) = joined.split_once(['（', '(']).filter(|(order, _)| order.ends_with(['令', '告']))
            {
                titles.push(Letters::new(order));
            }
            if sight.has_page() {
                break;
            }
        }
    }
    titles
}
