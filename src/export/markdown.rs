//! A document as Markdown: CommonMark and pipe tables, so that pandoc, an editor or a wiki reads the same.
//!
//! ```text
//! document's title      #
//! title of a part       ##      its label (附件1) stands before it
//! clause that is a heading     below its part's title, a level deeper for each clause it stands in
//! other clauses         paragraphs; their run-in heading is strong
//! tables                pipe tables, cells of several rows or columns written out
//! everything else       paragraphs
//! ```
//!
//! The text is the source's, and nothing of it becomes markup: whatever could begin some is escaped, in pandoc's Markdown too,
//! which has more of it than CommonMark (`@`, `$`, `^`, `~`, `(1)`, three dots). What cannot be seen is left out, as from a copy
//! ([`safe::copied`]).

use crate::issue::{Block, Clause, Content, Document, MarkerKind, Part, PartKind};
use crate::text::safe;
use crate::typeset;

/// Deeper ones Markdown does not have.
const DEEPEST: usize = 6;

/// Adds a document to `out`: blocks with a blank line between, each line ended.
pub fn document(document: &Document, out: &mut String) {
    let mut paragraphs = Vec::new();
    let mut titled = false;
    for part in &document.parts {
        let top = if part.kind == PartKind::Notice && !titled { 1 } else { 2 };
        titled = true;
        self::part(part, top, &mut paragraphs);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    out.push_str(&paragraphs.join("\n\n"));
    out.push('\n');
}

/// `top`: the level of the part's title.
fn part(part: &Part, top: usize, out: &mut Vec<String>) {
    let mut blocks = part.blocks.iter().peekable();
    let mut level = top;
    while let Some(block) = blocks.next() {
        match &block.content {
            Content::Title | Content::Label => {
                // The lines of one title are one heading.
                let label = (block.content == Content::Label).then_some(&block.text);
                let mut lines = Vec::from_iter(label.is_none().then_some(block.text.as_str()));
                while let Some(next) = blocks.next_if(|next| next.content == Content::Title) {
                    lines.push(&next.text);
                }
                let title = one_line(&lines, part.title.as_deref());
                let title = label.map(|label| inline(label)).into_iter().chain(title).collect::<Vec<_>>();
                out.push(heading(level, &title.join("\u{3000}")));
                // A second title within a part is below the first.
                level = top + 1;
            }
            Content::Table(_) => out.extend(table(block)),
            Content::Clause(clause) => out.push(self::clause(block, clause, top)),
            _ => out.push(paragraph(&block.text)),
        }
    }
}

/// The lines of a title as one: as the catalog has it, without the spaces of its setting, where these lines are that title.
fn one_line(lines: &[&str], title: Option<&str>) -> Option<String> {
    let printed = lines.join("\u{3000}");
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let title = title.filter(|title| letters(title) == letters(&printed)).unwrap_or(&printed);
    Some(inline(title)).filter(|title| !title.is_empty())
}

fn heading(level: usize, title: &str) -> String {
    format!("{} {title}", "#".repeat(level.min(DEEPEST)))
}

fn clause(block: &Block, clause: &Clause, top: usize) -> String {
    let text = block.text.as_str();
    let of_chapters = clause.marker.kind.is_division();
    let run_in = clause.heading.map_or(clause.marker_len, |(_, end)| end) as usize;
    let (head, rest) = text.split_at_checked(run_in).unwrap_or((text, ""));
    if of_chapters || (clause.heading.is_some() && rest.trim().is_empty()) {
        return heading(top + 1 + clause.level as usize, &inline(text));
    }
    // Strong text ends where CommonMark takes the stars for an end: after a letter, or before something that is none.
    let head = head.trim_end();
    let rest = &text[head.len()..];
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let named = clause.heading.is_some() || clause.marker.kind == MarkerKind::Tiao;
    if !named || (!is_letter(head.chars().next_back()) && is_letter(rest.chars().next())) {
        return paragraph(text);
    }
    format!("**{}**{}", inline(head), escaped(&clean(rest)))
}

fn table(block: &Block) -> Option<String> {
    let table = typeset::written_out(block)?;
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| inline(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines = vec![row(&table.names), format!("|{}", " --- |".repeat(table.names.len()))];
    lines.extend(table.rows.iter().map(|cells| row(cells)));
    Some(lines.join("\n"))
}

/// A paragraph: nothing at its beginning is taken for a list, a rule or a definition.
fn paragraph(text: &str) -> String {
    let text = inline(text);
    let word = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let after = &text[word..];
    // `1. ` `a) `
    let list = after.strip_prefix(['.', ')']).is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
    // `Table:` `:`; `(1)` `+` `-` `=` `%`
    if list || after.starts_with(':') || (word == 0 && text.starts_with(['(', '+', '-', '=', '%'])) {
        format!("{}\\{}", &text[..word], &text[word..])
    } else {
        text
    }
}

/// Text within a line.
fn inline(text: &str) -> String {
    escaped(clean(text).trim())
}

/// On one line, and without what a terminal would obey.
fn clean(text: &str) -> String {
    safe::copied(text).replace(['\n', '\t'], " ")
}

/// Everything that means something within a line, with a backslash before it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = ' ';
    let mut after = text.chars().skip(1);
    for c in text.chars() {
        let next = after.next().unwrap_or(' ');
        let means = match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '^' | '&' | '@'
            | '"' | '\'' => true,
            // -- becomes a dash, ... three dots in one.
            '-' | '.' => c == before || c == next,
            // https://
            ':' => next == '/',
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What a reader of Markdown makes of it: its text, and the tags that are not paragraphs.
    fn read(markdown: &str) -> (String, Vec<String>) {
        let (mut text, mut tags) = (String::new(), Vec::new());
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(run) => text.push_str(&run),
                Event::Start(tag) => tags.push(format!("{tag:?}")),
                Event::End(_) => {}
                other => tags.push(format!("{other:?}")),
            }
        }
        tags.retain(|tag| tag != "Paragraph");
        (text, tags)
    }

    #[test]
    fn nothing_of_the_text_becomes_markup() {
        for text in [
            "1. 建设",
            "12) 建设",
            "(1) 建设",
            "- 建设",
            "+ 建设",
            "* 建设",
            "# 建设",
            "> 引",
            "| a | b",
            "---",
            "===",
            "***",
            "_强_调_",
            "**强**",
            "`码`",
            "<b>粗</b>",
            "<!-- 注 -->",
            "&amp;",
            "[链](http://a.b)",
            "![图](a.png)",
            "~~删~~",
            "$x^2$",
            "https://example.org/a_b",
            "a@b.cn",
            "[^1]: 注",
            "- [ ] 任务",
            "10*20*30",
            "C:\\",
            ": 定义",
            "~~~",
            "```",
            "<a@b.cn>",
            "词\\",
            "# 建设 #",
            "{#标}",
            "1.",
            "—— —",
        ] {
            let (read, tags) = read(&paragraph(text));
            assert_eq!((read.as_str(), tags), (text, Vec::new()), "{text}");
        }
    }

    #[test]
    fn pandocs_own_markup_is_escaped() {
        for (text, expected) in [
            ("a. 甲", "a\\. 甲"),
            ("Table: 表", "Table\\: 表"),
            ("% 题", "\\% 题"),
            ("等等...", "等等\\.\\.\\."),
            ("3--5", "3\\-\\-5"),
            ("12.5万亩，2021-3", "12.5万亩，2021-3"),
        ] {
            assert_eq!(paragraph(text), expected);
        }
    }
}
