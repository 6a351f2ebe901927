//! What a recogniser or an editor adds to the printed characters: heading marks, bold, bullets, escapes, hard breaks.
//!
//! A [`Line`] is a source line with those marks taken off and remembered. Heading levels mean little in recognised
//! text, so nothing in the parser relies on them alone; a bold run at the start is a hint for a run-in heading.

use std::borrow::Cow;

/// One source line, seen through its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based.
    pub number: u32,
    pub raw: &'a str,
    /// The line without marks and without space at its ends (marks alone stay); empty when nothing is printed on it.
    pub text: Cow<'a, str>,
    /// Number of `#` before it.
    pub heading: u8,
    /// Set in by two ems or more, as paragraphs, titles and signatures are in print.
    pub indented: bool,
    /// It was an item of a bullet list (`- `, `* `).
    pub bullet: bool,
    /// Bytes of `text` that a bold run at its very start, or right after its clause marker, reaches to; 0 without one.
    pub bold: u32,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// All lines of a text, numbered from 1.
pub fn lines(source: &[String]) -> Vec<Line<'_>> {
    let mut lines = source.iter().enumerate().map(|(i, raw)| line(i as u32 + 1, raw)).collect();
    without_margin(&mut lines);
    lines
}

/// Where a page's layout was kept, its margin is before every line, and what is set in stands further in than the margin.
fn without_margin(lines: &mut Vec<Line>) {
    /// Only long lines tell, so many at a time, and those before and after them: left and right pages have other margins.
    const LONG: usize = 20;
    const MANY: usize = 20;
    let leading = |line: &Line| {
        let raw = line.raw.trim_start_matches('\u{c}');
        raw.len() - raw.trim_start_matches(' ').len()
    };
    let long: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].text.chars().nth(LONG).is_some()).collect();
    let flush = long.iter().filter(|&&at| leading(&lines[at]) < 2).count();
    if long.len() < MANY || flush * 20 > long.len() {
        return;
    }
    let least: Vec<usize> =
        long.chunks(MANY).map(|chunk| chunk.iter().map(|&at| leading(&lines[at])).min().unwrap_or(0)).collect();
    let mut chunk = 0;
    for (at, line) in lines.iter_mut().enumerate() {
        while long.get((chunk + 1) * MANY).is_some_and(|&next| next <= at) {
            chunk += 1;
        }
        let near = &least[chunk.saturating_sub(1)..least.len().min(chunk + 2)];
        let margin = near.iter().min().copied().unwrap_or(0);
        line.indented &= leading(line) >= margin + 4;
    }
}

fn line(number: u32, raw: &str) -> Line<'_> {
    let mut rest = raw.trim_matches(is_space);
    let indented = raw.starts_with("　　") || raw.starts_with("    ");
    let hashes = rest.bytes().take_while(|&b| b == b'#').count();
    let mut heading = 0;
    // `#5` is a number, `##第一章` is not.
    if (1..=6).contains(&hashes) && !rest[hashes..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        heading = hashes as u8;
        rest = rest[hashes..].trim_start_matches(is_space);
    }
    let bullet = match rest.strip_prefix(['-', '*', '+']) {
        // `- 12 -` is a page number.
        Some(item) if item.starts_with(' ') && !item.trim_start().is_empty() && !item.ends_with('-') => {
            rest = item.trim_start_matches(is_space);
            true
        }
        _ => false,
    };
    let (mut text, bold) = strip_emphasis(rest);
    if text.is_empty() {
        // Nothing but marks: still something on the page.
        text = Cow::Borrowed(raw.trim_matches(is_space));
    }
    Line { number, raw, text, heading, indented, bullet, bold }
}

/// Space in print: what `trim` knows, the ideographic space, and the invisible ones that conversions leave behind.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// Removes `**` and the backslash of escapes. `***` stays: names are masked with it.
fn strip_emphasis(text: &str) -> (Cow<'_, str>, u32) {
    if memchr::memchr2(b'*', b'\\', text.as_bytes()).is_none() {
        return (Cow::Borrowed(text), 0);
    }
    let mut out = String::with_capacity(text.len());
    let (mut open, mut bold, mut runs) = (None, 0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '*' => {
                let stars = text[at..].bytes().take_while(|&b| b == b'*').count();
                for _ in 1..stars {
                    chars.next();
                }
                if stars != 2 && stars != 4 {
                    out.extend(std::iter::repeat_n('*', stars));
                    continue;
                }
                match open.take() {
                    None => open = Some(out.len()),
                    Some(start) if runs == 0 && leads(&out[..start]) => {
                        bold = out.len() as u32;
                        runs += 1;
                    }
                    Some(_) => runs += 1,
                }
            }
            '\\' if chars.peek().is_none_or(|&(_, next)| next.is_ascii_punctuation()) => {
                if let Some((_, next)) = chars.next() {
                    out.push(next);
                }
            }
            _ => out.push(c),
        }
    }
    if let (Some(start), 0) = (open, runs)
        && leads(&out[..start])
    {
        bold = out.trim_end_matches(is_space).len() as u32;
    }
    let end = out.trim_end_matches(is_space).len();
    out.truncate(end);
    let leading = out.len() - out.trim_start_matches(is_space).len();
    out.drain(..leading);
    (Cow::Owned(out), bold.saturating_sub(leading as u32).min(end as u32))
}

/// Whether a bold run after these characters is the line's beginning: nothing, or a clause's marker.
fn leads(before: &str) -> bool {
    let before = before.trim_matches(is_space);
    before.is_empty()
        || before.len() <= 36 && super::clauses::marker(before).is_some_and(|found| found.len == before.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Marks are taken off and nothing is added or moved.
        #[test]
        fn any_line_keeps_its_characters(raw in "([#*\\\\_+ 　-]|第一章|（一）|[县局。：a1]|\\PC){0,30}") {
            let line = line(1, &raw);
            let mut rest = raw.chars();
            prop_assert!(line.text.chars().all(|c| rest.any(|other| other == c)), "{:?}", line);
            prop_assert!(line.text.get(..line.bold as usize).is_some(), "{:?}", line);
            prop_assert_eq!(line.is_blank(), raw.chars().all(is_space), "{:?}", line);
        }
    }

    fn text(raw: &str) -> String {
        line(1, raw).text.into_owned()
    }

    #[test]
    fn marks_are_taken_off_and_remembered() {
        let raw = "## **（二）健全机制。**各镇要落实。  ".to_owned();
        let line = line(7, &raw);
        assert_eq!(line.text, "（二）健全机制。各镇要落实。");
        assert_eq!((line.number, line.heading, line.bullet), (7, 2, false));
        assert_eq!(&line.text[..line.bold as usize], "（二）健全机制。");
    }

    #[test]
    fn a_margin_is_no_indent() {
        let first = "          为加强全县防汛抗旱工作，保障人民群众生命财产安全，";
        let other = "      根据有关法律法规和县委、县政府的工作部署，现就有关事项";
        let page: Vec<String> =
            [first, other, other, "              丁县人民政府"].repeat(10).iter().map(|s| s.to_string()).collect();
        let indented = |source: &[String]| lines(source).iter().take(4).map(|line| line.indented).collect::<Vec<_>>();
        assert_eq!(indented(&page), [true, false, false, true]);
        // Lines at the very edge: there is no margin.
        let flush: Vec<String> = page.iter().map(|line| line.replacen("      根", "根", 1)).collect();
        assert_eq!(indented(&flush), [true, false, false, true]);
        let set_in: Vec<String> = page.iter().map(|line| format!("　　{}", line.trim())).collect();
        assert_eq!(indented(&set_in), [true; 4]);
    }

    #[test]
    fn bullets_escapes_and_masked_names() {
        assert_eq!(text("- 组 长：**"), "组 长：");
        assert_eq!(text(r"\_\_\_县登记表"), "___县登记表");
        assert_eq!(text("王***"), "王***");
        assert_eq!(text("—— 2 ——"), "—— 2 ——");
        assert_eq!(text("　　为全面落实"), "为全面落实");
        assert_eq!(text("#5标段"), "#5标段");
        assert_eq!(text("   "), "");
    }
}
