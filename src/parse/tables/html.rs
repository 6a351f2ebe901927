//! What stands in a cell, and the rows of an HTML table: tags, entities and stars as a recogniser leaves them → text.

use crate::parse::responsibilities::units;

/// The rows of an HTML table, or of a piece of one; cells that span columns or rows are followed by empty ones. `tall`: for
/// each column how many rows below are still spanned, kept from piece to piece.
pub(in crate::parse) fn rows(html: &str, tall: &mut Vec<usize>) -> Vec<Vec<String>> {
    let lower = html.to_ascii_lowercase();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut room = html.len() + SPANNED;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &lower.as_bytes()[at..]).map(|o| at + o) {
        let Some(close) = memchr::memchr(b'>', &lower.as_bytes()[open..]).map(|c| open + c) else { break };
        stray(&mut rows, &html[at..open]);
        let tag = &lower[open + 1..close];
        at = close + 1;
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match name {
            "table" => tall.clear(),
            "tr" => rows.push(Vec::new()),
            // Spanned cells at a row's end.
            "" if tag.starts_with("/tr") => {
                if let Some(row) = rows.last_mut() {
                    spanned(row, tall, &mut room);
                }
            }
            "td" | "th" => {
                let end = cell_end(&lower, at);
                let cell = clean(&html[at..end]);
                at = end;
                if rows.is_empty() {
                    rows.push(Vec::new());
                }
                if let Some(row) = rows.last_mut() {
                    spanned(row, tall, &mut room);
                    let at = row.len();
                    row.push(cell);
                    let wide = attribute(tag, "colspan").unwrap_or(1).clamp(1, 60);
                    let more = (wide - 1).min(room);
                    room -= more;
                    row.extend(std::iter::repeat_n(String::new(), more));
                    let below = attribute(tag, "rowspan").unwrap_or(1).clamp(1, 1000) - 1;
                    tall.resize(tall.len().max(row.len()), 0);
                    tall[at..row.len()].fill(below);
                }
            }
            _ => {}
        }
    }
    stray(&mut rows, &html[at..]);
    rows.retain(|row| !row.is_empty());
    rows
}

/// Empty cells that the spans of a piece add, beyond one for each of its bytes: no few bytes may ask for millions.
const SPANNED: usize = 16;

/// Adds the empty cells of what is spanned from above, up to the next that is free, while there is `room`.
fn spanned(row: &mut Vec<String>, tall: &mut [usize], room: &mut usize) {
    while let Some(below) = tall.get_mut(row.len()).filter(|below| **below > 0 && *room > 0) {
        *below -= 1;
        *room -= 1;
        row.push(String::new());
    }
}

/// Text outside of any cell: a caption, or a cell that the line above opened.
fn stray(rows: &mut Vec<Vec<String>>, text: &str) {
    let text = clean(text);
    if text.is_empty() {
        return;
    }
    match rows.last_mut() {
        Some(row) => row.push(text),
        None => rows.push(vec![text]),
    }
}

fn cell_end(lower: &str, from: usize) -> usize {
    let rest = &lower[from..];
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &rest.as_bytes()[at..]).map(|o| at + o) {
        if ["</td", "</th", "<td", "<th>", "<th ", "</tr", "<tr", "</table"]
            .iter()
            .any(|tag| rest[open..].starts_with(tag))
        {
            return from + open;
        }
        at = open + 1;
    }
    lower.len()
}

fn attribute(tag: &str, name: &str) -> Option<usize> {
    let rest = tag[tag.find(name)? + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let digits = rest.trim_start_matches(['"', '\'']);
    digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())].parse().ok()
}

/// A cell without markup: tags gone (a break leaves a space only between words), boxes as characters, entities decoded.
pub(in crate::parse) fn clean(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell.trim();
    while let Some(at) = memchr::memchr3(b'<', b'&', b'*', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (shown, len) = markup(rest);
        match shown {
            " " if out.is_empty() || out.ends_with(' ') => {}
            // A break parts the names of a list and is inside the words of a text.
            "" if is_break(rest) && units::is_unit(last_word(&out)) => out.push(' '),
            _ => out.push_str(shown),
        }
        rest = &rest[len..];
    }
    out.push_str(rest);
    let mut text = String::with_capacity(out.len());
    for c in out.trim().chars() {
        // The separators of the block's text must not occur inside a cell.
        let c = if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c };
        if !(c == ' ' && text.ends_with(' ')) {
            text.push(c);
        }
    }
    text
}

/// What stands behind the last space or comma; nothing where that is too long for a name.
fn last_word(text: &str) -> &str {
    const LONGEST_NAME: usize = 200;
    let mut from = text.len().saturating_sub(LONGEST_NAME);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    match text[from..].rfind([' ', '、', '，']) {
        Some(at) => text[from + at..].trim_start_matches([' ', '、', '，']),
        None if from == 0 => text,
        None => "",
    }
}

fn is_break(markup: &str) -> bool {
    markup.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
}

/// What the markup at the start of `text` shows, and its length.
fn markup(text: &str) -> (&'static str, usize) {
    if let Some(rest) = text.strip_prefix('<') {
        let near = &rest.as_bytes()[..rest.len().min(201)];
        let Some(end) = memchr::memchr(b'>', near) else { return ("<", 1) };
        let tag = rest[..end].trim_start_matches('/').to_ascii_lowercase();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let shown = match name {
            "br" => "",
            "p" | "div" | "li" | "ul" | "ol" => " ",
            "input" if tag.contains("radio") => {
                if tag.contains("checked") {
                    "●"
                } else {
                    "○"
                }
            }
            "input" => {
                if tag.contains("checked") {
                    "☑"
                } else {
                    "□"
                }
            }
            "b" | "i" | "u" | "em" | "strong" | "span" | "font" | "sup" | "sub" | "a" | "img" | "s" | "del"
            | "center" | "table" | "tbody" | "thead" | "tr" | "td" | "th" | "html" | "body" | "h1" | "h2" | "h3"
            | "h4" => "",
            _ => return ("<", 1),
        };
        return (shown, end + 2);
    }
    const ENTITIES: [(&str, &str); 13] = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&emsp;", " "),
        ("&ensp;", " "),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&middot;", "·"),
        ("&mdash;", "—"),
    ];
    if text.starts_with('&') {
        return ENTITIES
            .iter()
            .find(|(name, _)| text.starts_with(name))
            .map_or(("&", 1), |(name, shown)| (shown, name.len()));
    }
    let stars = text.bytes().take_while(|&b| b == b'*').count();
    match stars {
        2 | 4 => ("", stars),
        1 => ("*", 1),
        3 => ("***", 3),
        _ => ("*", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A table comes out as it was put into tags, in either case, with attributes and entities.
        #[test]
        fn what_is_written_in_tags_is_read(
            table in prop::collection::vec(prop::collection::vec("[县局甲乙1-9 <&>]{0,6}", 1..5), 1..5), upper: bool,
        ) {
            let mut html = String::from("<table border=1>");
            for row in &table {
                html.push_str("<tr style='x'>");
                for cell in row {
                    let cell = cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                    html.push_str(&format!("<td class=\"a\">{cell}</td>"));
                }
                html.push_str("</tr>");
            }
            html.push_str("</table>");
            let tagged = if upper { html.replace("td", "TD").replace("tr", "TR").replace("table", "TABLE") } else { html };
            let tidy = |cell: &String| cell.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            let wanted: Vec<Vec<String>> = table.iter().map(|row| row.iter().map(tidy).collect()).collect();
            prop_assert_eq!(rows(&tagged, &mut Vec::new()), wanted, "{}", tagged);
        }

        #[test]
        fn any_tags_are_rows(pieces in prop::collection::vec(
            "</?(table|tr|td|th|TD|b|br|p|div|input|x)( (colspan|rowspan|type|checked)=?[\"']?[0-9]{0,5}[\"']?)?>?|&(amp|lt|nbsp|x);?|\\*{1,5}|\\PC{1,4}|[ \t\n]",
            0..24,
        )) {
            let html = pieces.concat();
            let rows = rows(&html, &mut Vec::new());
            let cells = rows.iter().flatten();
            prop_assert!(cells.clone().all(|cell| !cell.contains(['\t', '\n', '\r'])));
            let text: usize = cells.clone().map(String::len).sum();
            prop_assert!(text <= html.len() && rows.iter().all(|row| !row.is_empty()));
            prop_assert!(cells.count() <= 2 * html.len() + SPANNED);
        }
    }

    /// Cells that span what nobody could print must not fill the memory.
    #[test]
    fn spans_do_not_grow_without_measure() {
        let wide = "<td colspan=60 rowspan=1000></td>".repeat(2000);
        let html = format!("<table><tr>{wide}</tr>{}</table>", "<tr></tr>".repeat(2000));
        let cells: usize = rows(&html, &mut Vec::new()).iter().map(Vec::len).sum();
        assert!(cells < 2 * html.len(), "{cells} cells of {} bytes", html.len());
    }
}
