//! Contents that a recogniser wrote as a table, in HTML or in pipes: each row as lines of their own, the category and the
//! entry in pipes, its page last. And lines that hold more than an entry: several with their pages, or the category before the
//! first. Those lines share the number of the source line that they are read from.

use std::borrow::Cow;

use super::{entry, imprint, look};
use crate::parse::doc_number::{digit, is_close, is_han, is_open};
use crate::parse::markup::{Line, is_space};
use crate::parse::tables;

/// Printed lines among which contents are looked for, and lines that one table takes at most.
const FRONT_LINES: usize = 400;
const TABLE_LINES: usize = 200;

/// The lines with their contents' rows apart; borrowed where there are none.
pub fn apart<'a>(lines: &'a [Line<'a>]) -> Cow<'a, [Line<'a>]> {
    let mut out: Vec<Line> = Vec::new();
    let (mut done, mut at, mut printed, mut headed) = (0, 0, 0, false);
    while at < lines.len() && printed < FRONT_LINES {
        let line = &lines[at];
        printed += usize::from(!line.is_blank());
        headed |= look::is_toc_heading(&line.text);
        // A row of pipes below its heading.
        if headed && line.text.starts_with('|') {
            let cells: Vec<String> = line.text.trim_matches('|').split('|').map(tables::clean).collect();
            let texts = texts(&cells, false);
            if texts.iter().any(|text| text.starts_with('【')) {
                out.extend(lines[done..at].iter().cloned());
                out.extend(texts.into_iter().map(|text| Line { text: Cow::Owned(text), ..line.clone() }));
                done = at + 1;
            }
            at += 1;
            continue;
        }
        let parts = if headed { parts(&line.text) } else { Vec::new() };
        if parts.len() > 1 {
            out.extend(lines[done..at].iter().cloned());
            out.extend(parts.into_iter().map(|text| Line { text: Cow::Owned(text.to_owned()), ..line.clone() }));
            at += 1;
            done = at;
            continue;
        }
        // A document has begun.
        if line.text.contains('。') && line.text.chars().count() >= 40 && !tables::starts_html_table(line.raw) {
            break;
        }
        if tables::starts_html_table(line.raw) {
            let (end, rows) = html(lines, at);
            let pages_first = rows.iter().take(2).any(|(_, cells)| filled(cells).next().is_some_and(names_pages));
            let told = if is_contents(&rows, headed) {
                Some(spread(&lines[at..end], &rows, |cells| texts(cells, pages_first)))
            } else {
                is_imprint(&rows).then(|| spread(&lines[at..end], &rows, fields))
            };
            if let Some(told) = told {
                out.extend(lines[done..at].iter().cloned());
                out.extend(told);
                at = end;
                done = at;
                continue;
            }
        }
        at += 1;
    }
    if out.is_empty() {
        return Cow::Borrowed(lines);
    }
    out.extend(lines[done..].iter().cloned());
    Cow::Owned(out)
}

/// The same of a back cover, which has no contents but may have its imprint in a table.
pub fn imprints<'a>(lines: &'a [Line<'a>]) -> Cow<'a, [Line<'a>]> {
    let mut out: Vec<Line> = Vec::new();
    let (mut done, mut at) = (0, 0);
    while at < lines.len() {
        if !tables::starts_html_table(lines[at].raw) {
            at += 1;
            continue;
        }
        let (end, rows) = html(lines, at);
        if is_imprint(&rows) {
            out.extend(lines[done..at].iter().cloned());
            out.extend(spread(&lines[at..end], &rows, fields));
            done = end;
        }
        at = end;
    }
    if out.is_empty() {
        return Cow::Borrowed(lines);
    }
    out.extend(lines[done..].iter().cloned());
    Cow::Owned(out)
}

/// The table that begins at a line: the line behind it, and its rows.
fn html(lines: &[Line], at: usize) -> (usize, Vec<(usize, Vec<String>)>) {
    let most = lines.len().min(at + TABLE_LINES);
    let closes = |row: &usize| memchr::memmem::find(lines[*row].raw.as_bytes(), b"</table").is_some();
    // One that is not closed here may be anything.
    let end = (at..most).find(closes).unwrap_or(at) + 1;
    (end, table(&lines[at..end]))
}

/// A table's lines, each as what its rows say.
fn spread<'a>(
    lines: &[Line<'a>],
    rows: &[(usize, Vec<String>)],
    says: impl Fn(&[String]) -> Vec<String>,
) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let rows = rows.iter().filter(|row| row.0 == index);
        let texts: Vec<String> = rows.flat_map(|(_, cells)| says(cells)).collect();
        if texts.is_empty() {
            out.push(line.clone());
        }
        out.extend(texts.into_iter().map(|text| Line { text: Cow::Owned(text), ..line.clone() }));
    }
    out
}

/// A row of an imprint: a field's name and its value.
fn fields(cells: &[String]) -> Vec<String> {
    let words: Vec<&str> = filled(cells).collect();
    if words.is_empty() { Vec::new() } else { vec![format!("| {} |", words.join(" | "))] }
}

/// A table whose rows begin with names of fields of the imprint.
fn is_imprint(rows: &[(usize, Vec<String>)]) -> bool {
    let named = rows.iter().filter(|(_, cells)| filled(cells).next().and_then(imprint::bare_name).is_some()).count();
    named >= 2 && named * 2 >= rows.len()
}

/// What a line of contents is made of: 【政府文件】关于甲的通知……1关于乙的通知……4 is a category and two entries.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for entry in entries(line) {
        match entry.find('】').filter(|_| entry.starts_with('【')).map(|at| entry.split_at(at + '】'.len_utf8())) {
            Some((name, rest)) if entry::category(name, false, false).is_some() && han(rest) >= 4 => {
                parts.extend([name, rest.trim()]);
            }
            _ => parts.push(entry),
        }
    }
    parts
}

/// Cuts a line behind each page that leaders lead to, if its last entry has one as well.
fn entries(line: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut rest = line.trim();
    while let Some(end) = first_page(rest) {
        entries.push(rest[..end].trim());
        rest = rest[end..].trim();
    }
    let whole = rest.is_empty() || entries.is_empty() || entry::pieces(rest).page.is_some();
    if !whole {
        return vec![line];
    }
    entries.extend((!rest.is_empty()).then_some(rest));
    entries
}

/// The end of the first page that leaders lead to and that a title follows.
fn first_page(text: &str) -> Option<usize> {
    let mut dots = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if entry::is_leader(c) {
            dots += entry::dots(c);
        } else if !is_space(c) {
            dots = 0;
        }
        if dots < entry::LEADERS {
            continue;
        }
        let mut ahead = chars.clone();
        let names = |c: char| matches!(c, '【' | '〖' | '<' | '〈');
        let is = |c: char| digit(c).is_some() || is_space(c) || is_close(c) || is_open(c) && !names(c);
        let page: String = std::iter::from_fn(|| ahead.next_if(|&(_, c)| is(c))).take(8).map(|(_, c)| c).collect();
        let digits = page.chars().filter(|&c| digit(c).is_some()).count();
        if let Some(&(at, next)) = ahead.peek().filter(|_| (1..=3).contains(&digits))
            && (is_han(next) || matches!(next, '《' | '【'))
        {
            return Some(at);
        }
    }
    None
}

fn han(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// The rows of a table, each with the index of its line.
fn table(lines: &[Line]) -> Vec<(usize, Vec<String>)> {
    let mut tall = Vec::new();
    let rows = |(at, line): (usize, &Line)| {
        tables::rows(line.raw, &mut tall).into_iter().map(|row| (at, row)).collect::<Vec<_>>()
    };
    lines.iter().enumerate().flat_map(rows).collect()
}

fn filled(cells: &[String]) -> impl DoubleEndedIterator<Item = &str> {
    cells.iter().map(|cell| cell.trim()).filter(|cell| cell.chars().any(char::is_alphanumeric))
}

/// A table with a column of pages, or below the heading of contents one of titles.
fn is_contents(rows: &[(usize, Vec<String>)], headed: bool) -> bool {
    let is_header = |(_, cells): &(usize, Vec<String>)| look::is_header(&filled(cells).collect::<Vec<_>>());
    let heads = rows.iter().take(2).any(|row| is_header(row) && filled(&row.1).any(names_pages));
    let titles = rows.iter().filter(|(_, cells)| filled(cells).any(names_document)).count();
    titles >= 1 && (heads || headed && titles * 2 >= rows.len())
}

/// The name of a column of pages.
fn names_pages(cell: &str) -> bool {
    matches!(cell, "页码" | "页次" | "页数" | "页" | "起始页" | "頁碼")
}

fn names_document(cell: &str) -> bool {
    han(cell) >= 6 && (cell.contains("关于") || super::ends_like_title(cell))
}

/// What a row says, as lines: its category, and the entry. `pages_first`: the first column is that of the pages.
fn texts(cells: &[String], pages_first: bool) -> Vec<String> {
    let mut words: Vec<&str> = filled(cells).collect();
    if pages_first && words.len() >= 2 {
        words.rotate_left(1);
    }
    let row = |words: &[&str]| format!("| {} |", words.join(" | "));
    let dressed = |name: &str| format!("【{}】", entry::category(name, false, true).unwrap_or(name.to_owned()));
    let is_name = |word: &str| (2..=16).contains(&word.chars().count()) && word.chars().any(is_han);
    match words.as_slice() {
        [] => Vec::new(),
        [name] if cells.len() > 1 && is_name(name) && !name.contains("关于") => vec![dressed(name)],
        words if look::is_header(words) => vec![row(words)],
        [name, rest @ ..] if !rest.is_empty() && entry::category(name, false, true).is_some() => {
            vec![dressed(name), row(rest)]
        }
        words => vec![row(words)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markup;

    fn lines(text: &str) -> Vec<String> {
        let source: Vec<String> = text.lines().map(str::to_owned).collect();
        let lines = markup::lines(&source);
        apart(&lines).iter().map(|line| format!("{} {}", line.number, line.text)).collect()
    }

    #[test]
    fn a_table_of_contents_in_one_line() {
        let text = "丁县人民政府公报\n<table><tr><td>序号</td><td>标题</td><td>文号</td><td>页码</td></tr><tr><td colspan=\"4\">县文件</td></tr><tr><td>1</td><td>关于印发<br>《丁县防汛预案》的通知</td><td>—</td><td>3</td></tr></table>\n完";
        let rows = [
            "1 丁县人民政府公报",
            "2 | 序号 | 标题 | 文号 | 页码 |",
            "2 【县文件】",
            "2 | 1 | 关于印发《丁县防汛预案》的通知 | 3 |",
            "3 完",
        ];
        assert_eq!(lines(text), rows);
    }

    #[test]
    fn a_row_to_a_line_with_a_column_of_categories() {
        let text = "目　录\n<table>\n<tr><td rowspan=\"2\">部门文件</td><td>关于甲的通知</td><td>5</td></tr>\n<tr><td>关于乙的决定</td><td>9</td></tr>\n</table>";
        let rows = [
            "1 目　录",
            "2 <table>",
            "3 【部门文件】",
            "3 | 关于甲的通知 | 5 |",
            "4 | 关于乙的决定 | 9 |",
            "5 </table>",
        ];
        assert_eq!(lines(text), rows);
    }

    #[test]
    fn rows_of_pipes_with_categories_and_a_first_column_of_pages() {
        let text = "目录\n| 栏目 | 标题 | 页码 |\n|---|---|---|\n| **政府文件** | | |\n| 人事任免 | 关于甲的通知 | 6 |\n| | 关于乙的通知 | 7 |";
        let rows = [
            "1 目录",
            "2 | 栏目 | 标题 | 页码 |",
            "3 |---|---|---|",
            "4 【政府文件】",
            "5 【人事任免】",
            "5 | 关于甲的通知 | 6 |",
            "6 | | 关于乙的通知 | 7 |",
        ];
        assert_eq!(lines(text), rows);
        let text = "<table><tr><th>页码</th><th>文件名称</th></tr><tr><td>3</td><td>关于甲乙的通知</td></tr></table>";
        assert_eq!(lines(text), ["1 | 文件名称 | 页码 |", "1 | 关于甲乙的通知 | 3 |"]);
    }

    #[test]
    fn lines_that_hold_more_than_an_entry() {
        let text = "目录\n【县政府文件】关于甲的通知……1关于乙的决定（丁政发〔2020〕2号）.....（4） 【人事】关于丙任职的通知……12\n【其他】大事记…… 20\n关于……2个事项的意见\n关于丁的若干规定……（21）";
        let parts = [
            "1 目录",
            "2 【县政府文件】",
            "2 关于甲的通知……1",
            "2 关于乙的决定（丁政发〔2020〕2号）.....（4）",
            "2 【人事】",
            "2 关于丙任职的通知……12",
            "3 【其他】大事记…… 20",
            "4 关于……2个事项的意见",
            "5 关于丁的若干规定……（21）",
        ];
        assert_eq!(lines(text), parts);
    }

    #[test]
    fn tables_of_documents_stay() {
        for text in [
            "<table><tr><td>序号</td><td>材料名称</td></tr><tr><td>1</td><td>关于甲的通知</td></tr></table>",
            "目录\n为进一步加强防汛抗旱工作，保障人民群众生命财产安全，根据有关法律法规，现将有关事项通知如下。\n<table><tr><td>标题</td><td>页码</td></tr><tr><td>关于甲乙的通知</td><td>3</td></tr></table>",
        ] {
            assert_eq!(lines(text).len(), text.lines().count(), "{text}");
        }
    }
}
