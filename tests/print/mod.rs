//! The same issue printed otherwise: what another recogniser, another press or another hand would have made of the page.
//! A print changes how the text stands, never what it says, so whatever the parser finds in it must be the same.

use std::collections::HashSet;

use serde_json::{Value, json};

/// An issue printed otherwise: its lines, each with the line of the original that it stands for.
pub struct Print {
    pub name: &'static str,
    /// The part of every figure, and of the joins, that is kept at least: less than all where the print leaves open what the
    /// original says.
    pub least: f64,
    pub joins: f64,
    lines: Vec<(u64, String)>,
}

/// Halves of an em to a printed line.
const MEASURE: usize = 80;

/// Every way to print a text. `goes_on` are the lines that go on with the one above, so that no press would set them in.
pub fn prints(text: &str, goes_on: &HashSet<u64>) -> Vec<Print> {
    let lines: Vec<(u64, &str)> = (1..).zip(text.lines()).collect();
    let each = |name, print: fn(&str) -> String| Print {
        name,
        least: 1.0,
        joins: 1.0,
        lines: lines.iter().map(|&(number, line)| (number, print(line))).collect(),
    };
    vec![
        each("without marks", without_marks),
        each("with half-width punctuation", half_width),
        each("with spaces at the end of every line", |line| format!("{line}  ")),
        each("with spaces around digits", spaced),
        Print { name: "indented", least: 1.0, joins: 1.0, lines: indented(&lines, goes_on) },
        Print {
            name: "with two blank lines for one",
            least: 1.0,
            joins: 1.0,
            lines: lines
                .iter()
                .flat_map(|&(number, line)| vec![(number, line.to_owned()); 1 + usize::from(line.trim().is_empty())])
                .collect(),
        },
        Print { name: "without blank lines", least: 1.0, joins: 1.0, lines: close_up(&lines, goes_on) },
        Print { name: "with page numbers", least: 1.0, joins: 1.0, lines: paged(&lines) },
        // Where no indent says it, a sentence that ends with the line may be the last of its paragraph or not.
        Print { name: "cut at every line", least: 0.95, joins: 0.75, lines: cut(&lines, "", goes_on) },
        Print {
            name: "cut at every line, paragraphs set in",
            least: 1.0,
            joins: 1.0,
            lines: cut(&lines, "　　", goes_on),
        },
    ]
}

impl Print {
    pub fn text(&self) -> String {
        self.lines.iter().map(|(_, line)| format!("{line}\n")).collect()
    }

    /// An export of this print as if it were one of the original: the same lines, in the original's numbers.
    pub fn renumber(&self, mut export: Value, original_lines: u64) -> Value {
        self.renumber_lines(&mut export);
        // Where a document ends is where the next one begins: the blank lines between them are the print's.
        let documents = export["documents"].as_array_mut().expect("documents");
        let starts: Vec<u64> = documents.iter().filter_map(|d| d["lines"][0].as_u64()).collect();
        for (document, next) in
            documents.iter_mut().zip(starts.iter().skip(1).map(|next| next - 1).chain([original_lines]))
        {
            document["lines"] = json!([document["lines"][0], next]);
        }
        export
    }

    fn renumber_lines(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.renumber_lines(item)),
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("line", line) => *line = self.original(line),
                        ("lines", Value::Array(lines)) => {
                            lines.iter_mut().for_each(|line| *line = self.original(line));
                            // The pieces of a line that was cut are one line.
                            lines.dedup();
                        }
                        (_, value) => self.renumber_lines(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn original(&self, line: &Value) -> Value {
        let found = line.as_u64().and_then(|line| self.lines.get(line as usize - 1));
        found.map_or(Value::Null, |(number, _)| json!(number))
    }
}

fn in_table(line: &str) -> bool {
    line.contains('\t') || line.starts_with('|')
}

fn half_width(line: &str) -> String {
    let half = |c| match c {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '？' => '?',
        '！' => '!',
        _ => c,
    };
    line.chars().map(half).collect()
}

fn spaced(line: &str) -> String {
    if in_table(line) {
        return line.to_owned();
    }
    let mut out = String::new();
    let mut before = None;
    for c in line.chars() {
        // A letter beside a digit may be a digit that was misread.
        if before.is_some_and(|b: char| {
            b.is_ascii_digit() != c.is_ascii_digit() && b.is_ascii_alphabetic() == c.is_ascii_alphabetic()
        }) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Sets every line in, unless indents mean something already: by their look, or because many lines go on and are not set in.
fn indented(lines: &[(u64, &str)], goes_on: &HashSet<u64>) -> Vec<(u64, String)> {
    let printed = lines.iter().filter(|(_, line)| !line.trim().is_empty()).count();
    let set_in = lines.iter().filter(|(_, line)| line.starts_with('　')).count();
    let kept = lines.iter().any(|(_, line)| line.starts_with("    "))
        || goes_on.len() * 5 > printed
        || goes_on.len() * 6 > printed && set_in * 3 > printed;
    let stands = |line: &str| kept || line.trim().is_empty() || in_table(line) || line.starts_with(['#', '　']);
    let print = |line: &str| if stands(line) { line.to_owned() } else { format!("　　{line}") };
    lines.iter().map(|&(number, line)| (number, print(line))).collect()
}

fn without_marks(line: &str) -> String {
    let bare = line.trim_start_matches('#');
    let bare = if bare.len() < line.len() { bare.trim_start_matches(' ') } else { bare };
    bare.replace("**", "")
}

/// Takes out the blank lines, but for those that keep two tables apart, or paragraphs of several printed lines each.
fn close_up(lines: &[(u64, &str)], goes_on: &HashSet<u64>) -> Vec<(u64, String)> {
    let printed = lines.iter().filter(|(_, line)| !line.trim().is_empty()).count();
    if goes_on.len() * 5 > printed {
        return lines.iter().map(|&(number, line)| (number, line.to_owned())).collect();
    }
    let mut out: Vec<(u64, String)> = Vec::new();
    for (at, &(number, line)) in lines.iter().enumerate() {
        let next = lines.get(at + 1).is_some_and(|(_, next)| in_table(next));
        let apart = next && out.last().is_some_and(|(_, last)| in_table(last));
        if !line.trim().is_empty() || apart {
            out.push((number, line.to_owned()));
        }
    }
    out
}

/// Cuts every line that is longer than a printed one, but for rows of tables, as a file does that was copied from a page.
fn cut(lines: &[(u64, &str)], indent: &str, goes_on: &HashSet<u64>) -> Vec<(u64, String)> {
    let mut out = Vec::new();
    for &(number, line) in lines {
        let begins = !goes_on.contains(&number) && !line.is_empty() && !line.starts_with('#');
        let leaders = line.contains("……") || line.contains("....");
        if in_table(line) || leaders || line.starts_with(['<', '!', '　', ' ']) {
            out.push((number, line.to_owned()));
            continue;
        }
        let mut piece = if begins { indent.to_owned() } else { String::new() };
        for c in line.chars() {
            let (before, after) = (piece.chars().next_back(), c);
            let full = halves(&piece) + halves(c.encode_utf8(&mut [0; 4])) > MEASURE;
            // No line begins with a closing mark, none ends with an opening one, and no word is cut.
            let opening = before.is_some_and(|b| "（《“(〔[".contains(b));
            let word = before.is_some_and(|b| b.is_ascii_alphanumeric()) && c.is_ascii_alphanumeric();
            let may = !("，。、；：）》”！？,;:)…".contains(after) || opening || word);
            if full && may {
                out.push((number, std::mem::take(&mut piece)));
            }
            piece.push(c);
        }
        out.push((number, piece));
    }
    out
}

/// Width in halves of an em.
fn halves(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Puts a page number below every thirtieth line, wherever in a sentence that is, but not into a table.
fn paged(lines: &[(u64, &str)]) -> Vec<(u64, String)> {
    let mut out = Vec::new();
    for (at, &(number, line)) in lines.iter().enumerate() {
        out.push((number, line.to_owned()));
        let table = in_table(line) || lines.get(at + 1).is_none_or(|(_, next)| in_table(next));
        if (at + 1) % 30 == 0 && !table {
            out.extend([String::new(), format!("· {} ·", (at + 1) / 30), String::new()].map(|foot| (number, foot)));
        }
    }
    out
}
