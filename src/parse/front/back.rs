//! What stands behind the last document: the back cover with its imprint, and contents that are printed on its page.

use std::collections::HashSet;

use super::look::{self, Kind, Sight};
use super::{entry, imprint, rows};
use crate::parse::markup::Line;
use crate::parse::titles;

/// Printed lines that a back cover takes at most.
const COVER_LINES: usize = 60;
/// The same, with contents above it.
const CONTENTS_LINES: usize = 400;

/// Pages of such contents, each with a heading.
const CONTENTS_PAGES: usize = 4;

/// Index of the first line behind the last document; the number of lines if nothing is there.
pub fn start(lines: &[Line]) -> usize {
    let from = last_lines(lines, COVER_LINES);
    let last = rows::imprints(&lines[from..]);
    let sights = look::sights(&last);
    let cover = line_of(&sights, cover(&sights), lines.len());
    contents(lines, cover).unwrap_or(cover)
}

fn line_of(sights: &[Sight], at: usize, end: usize) -> usize {
    sights.get(at).map_or(end, |sight| sight.line.number as usize - 1)
}

/// Index of the line that starts the last `most` with text.
fn last_lines(lines: &[Line], most: usize) -> usize {
    let printed = lines.iter().enumerate().rev().filter(|(_, line)| !line.is_blank());
    printed.take(most).last().map_or(0, |(at, _)| at)
}

/// Where the back cover starts: a last run of imprint lines, with one that only a publisher prints.
fn cover(sights: &[Sight]) -> usize {
    const PUBLISHER: [&str; 12] = [
        "主编",
        "主管",
        "主办",
        "主管单位",
        "主办单位",
        "编辑出版",
        "承办",
        "准印证号",
        "刊号",
        "编印",
        "印刷",
        "编辑",
    ];
    let (mut first, mut loose, mut fields, mut publisher, mut named) = (sights.len(), 0, 0, 0, false);
    for (at, sight) in sights.iter().enumerate().rev() {
        match &sight.kind {
            Kind::Imprint(found) => {
                fields += found.len();
                publisher += found.iter().filter(|(name, _)| PUBLISHER.contains(&name.as_str())).count();
            }
            Kind::Number(_) if sight.names_issue() => {}
            Kind::Title(_) | Kind::BoardHeading | Kind::Statement | Kind::Value => {}
            // 主编 丁一一, or the name of whoever makes the gazette.
            Kind::Text if imprint::bare_fields(sight.text()).is_some() => {
                fields += 1;
                publisher += usize::from(PUBLISHER.iter().any(|name| sight.text().starts_with(name)));
            }
            Kind::Text if imprint::is_publisher(sight.text()) => publisher += 1,
            // Continuations, slogans, the last page's furniture: only between or below lines of the imprint.
            Kind::Slogan | Kind::Foreign | Kind::Mark | Kind::Text
                if loose < 3 && sight.text().chars().count() <= 24 =>
            {
                loose += 1;
                continue;
            }
            _ => break,
        }
        named = matches!(sight.kind, Kind::Title(_));
        first = at;
        loose = 0;
    }
    // One publisher will do beside an address and the like, two fields below the gazette's name. A file of nothing else is a
    // cover, but no back cover.
    let enough =
        fields >= 3 && publisher >= 2 || fields >= 4 && publisher >= 1 || named && fields >= 2 && publisher >= 1;
    if enough && first > 0 { first } else { sights.len() }
}

/// Where contents start that stand between the last sentence and the back cover, with the gazette's name and number above
/// them. A gazette that prints its contents in front can only have the same here: others would be a list's.
fn contents(lines: &[Line], cover: usize) -> Option<usize> {
    let from = last_lines(lines, CONTENTS_LINES);
    let headings = (from..cover).rev().filter(|&at| look::is_toc_heading(&lines[at].text)).take(CONTENTS_PAGES);
    headings.filter_map(|heading| contents_from(lines, heading, cover)).last()
}

/// The same, where they start with this heading.
fn contents_from(lines: &[Line], heading: usize, cover: usize) -> Option<usize> {
    let is_prose = |sight: &Sight| matches!(sight.kind, Kind::Sentence | Kind::Addressee);
    let below = look::sights(&lines[heading..]);
    let entries = &below[..below.iter().position(|sight| sight.line.number as usize > cover).unwrap_or(below.len())];
    let pages: Vec<u32> = entries.iter().filter(|s| s.has_page()).filter_map(|s| s.pieces.page).collect();
    let prose = below.iter().any(is_prose);
    let tells = below.iter().any(|sight| matches!(sight.kind, Kind::Imprint(_)) || sight.names_issue());
    let documents = entries.iter().filter(|sight| sight.is_title()).count();
    if prose || !tells || pages.len() < 2 || !pages.is_sorted() || documents < 2 {
        return None;
    }
    let front = &lines[..heading.min(CONTENTS_LINES)];
    if let Some(listed) = front.iter().position(|line| look::is_toc_heading(&line.text)) {
        let listed: HashSet<String> =
            front[listed..].iter().map(|line| titles::key(entry::pieces(&line.text).text)).collect();
        let again = entries.iter().filter(|s| s.is_title() && listed.contains(&titles::key(s.pieces.text))).count();
        if again * 2 < documents {
            return None;
        }
    }
    // Front matter without a body has its contents last, too.
    if !look::sights(&lines[..heading]).iter().any(is_prose) {
        return None;
    }
    let above = look::sights(&lines[last_lines(&lines[..heading], 12)..heading]);
    let masthead = above.iter().rev().take_while(|sight| {
        matches!(sight.kind, Kind::Title(_) | Kind::Slogan | Kind::Mark | Kind::Foreign) || sight.names_issue()
    });
    let first = masthead.filter(|sight| matches!(sight.kind, Kind::Title(_)) || sight.names_issue()).last();
    Some(first.map_or(heading, |sight| sight.line.number as usize - 1))
}
