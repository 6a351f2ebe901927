//! What must hold of any parsed text: each line with something on it is a line of the front matter or of exactly one block
//! (events of a chronicle, and articles, may share theirs), and the letters and digits of a block's text are those of its
//! lines, but for what the block says is repeated at a seam. Used by tests and by the fuzzer.

use std::collections::BTreeMap;

use gongbao::issue::{Block, Content, Issue, MarkerKind};
use gongbao::parse::parse;
use gongbao::read::SourceText;

/// Letters and digits: what no markup adds or takes away.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().collect();
    chars.sort_unstable();
    chars
}

/// What is wrong with the parse of `text`, if anything.
pub fn lost(text: &str) -> Result<(), String> {
    let source = SourceText::from_text("test.txt", text);
    let issue = parse(&source);
    lines_are_covered(&source, &issue)?;
    documents_are_seamless(&source, &issue)?;
    for document in &issue.documents {
        // A running head that stood in a sentence stands behind its block, perhaps between two articles that share a line.
        let (heads, blocks): (Vec<&Block>, Vec<&Block>) =
            document.blocks().map(|(_, block)| block).partition(|block| block.content == Content::Furniture);
        for head in heads.chunks(1) {
            letters_are_kept(&source, head)?;
        }
        let mut at = 0;
        while at < blocks.len() {
            // Events, or articles, that share a line speak for it together.
            let mut end = at + 1;
            while end < blocks.len()
                && may_share(blocks[end - 1])
                && may_share(blocks[end])
                && blocks[end].lines.first() == blocks[end - 1].lines.last()
            {
                end += 1;
            }
            letters_are_kept(&source, &blocks[at..end])?;
            at = end;
        }
    }
    Ok(())
}

/// Events and articles: one may begin in the line that ends the one before.
fn may_share(block: &Block) -> bool {
    match &block.content {
        Content::Event { .. } => true,
        Content::Clause(clause) => clause.marker.kind == MarkerKind::Tiao,
        _ => false,
    }
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| {
        !c.is_alphanumeric() && (c.is_whitespace() || "\u{feff}\u{200b}\u{200c}\u{200d}\u{2060}\u{ad}".contains(c))
    })
}

fn lines_are_covered(source: &SourceText, issue: &Issue) -> Result<(), String> {
    let mut seen: BTreeMap<u32, (u32, bool)> = BTreeMap::new();
    // A line that holds a whole table of contents is there row by row.
    for rows in issue.front.chunk_by(|above, row| above.line == row.line) {
        seen.entry(rows[0].line).or_default().0 += 1;
    }
    for (_, block) in issue.documents.iter().flat_map(|d| d.blocks()) {
        if block.lines.is_empty() || block.lines.len() != block.starts.len() {
            return Err(format!("lines and starts of {block:?}"));
        }
        if !block.lines.is_sorted_by(|a, b| a < b) || !block.starts.is_sorted() {
            return Err(format!("order of {block:?}"));
        }
        if block.starts.iter().any(|&start| !block.text.is_char_boundary(start as usize)) {
            return Err(format!("boundaries of {block:?}"));
        }
        for &line in &block.lines {
            let entry = seen.entry(line).or_default();
            if !(entry.0 > 0 && entry.1 && may_share(block)) {
                entry.0 += 1;
            }
            entry.1 = may_share(block);
        }
    }
    for (index, line) in source.lines.iter().enumerate() {
        let number = index as u32 + 1;
        let times = seen.remove(&number).unwrap_or_default().0;
        if times > 1 || (times == 0 && !is_blank(line)) {
            return Err(format!("line {number} is shown {times} times: {line}"));
        }
    }
    seen.is_empty().then_some(()).ok_or_else(|| format!("lines that do not exist: {seen:?}"))
}

fn documents_are_seamless(source: &SourceText, issue: &Issue) -> Result<(), String> {
    if source.lines.is_empty() {
        return Ok(());
    }
    for pair in issue.documents.windows(2) {
        if pair[0].lines.1 + 1 != pair[1].lines.0 {
            return Err(format!("gap between {:?} and {:?}", pair[0].lines, pair[1].lines));
        }
    }
    for document in &issue.documents {
        let (first, last) = document.lines;
        if first == 0 || first > last || last as usize > source.lines.len() {
            return Err(format!("document range {first}..{last}"));
        }
        for (_, block) in document.blocks() {
            if block.lines.iter().any(|line| !(first..=last).contains(line)) {
                return Err(format!("block outside of its document {first}..{last}: {block:?}"));
            }
        }
    }
    Ok(())
}

fn letters_are_kept(source: &SourceText, blocks: &[&Block]) -> Result<(), String> {
    let block = blocks[0];
    let mut lines: Vec<u32> = blocks.iter().flat_map(|block| block.lines.iter().copied()).collect();
    lines.dedup();
    let printed: Vec<&str> = lines.iter().map(|&line| source.lines[line as usize - 1].as_str()).collect();
    let fail = |what: &str| Err(format!("{what}: {block:?}\nprinted: {printed:?}"));
    if block.table().is_some() {
        if printed.iter().any(|line| line.contains(['<', '&'])) {
            return Ok(());
        }
        let repeated: String = block.repeated.iter().map(|(_, text)| text.as_str()).collect();
        let shown = letters(&(block.text.clone() + &repeated));
        if sorted(&shown) != sorted(&letters(&printed.concat())) {
            return fail("letters of a table");
        }
        return Ok(());
    }
    let mut shown = String::new();
    for block in blocks {
        for (index, &line) in block.lines.iter().enumerate() {
            let end = block.starts.get(index + 1).map_or(block.text.len(), |&next| next as usize);
            for (_, text) in block.repeated.iter().filter(|(at, _)| *at == line) {
                shown.push_str(text);
            }
            shown.push_str(&block.text[block.starts[index] as usize..end]);
        }
    }
    if letters(&shown) != letters(&printed.concat()) {
        return fail("letters");
    }
    Ok(())
}
