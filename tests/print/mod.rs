//! The same issue printed otherwise: what another recogniser, another press or another hand would have made of the page.
//! A print changes how the text stands, never what it says, so whatever the parser finds in it must be the same.

use serde_json::{Value, json};

/// An issue printed otherwise: its lines, each with the line of the original that it stands for.
pub struct Print {
    pub name: &'static str,
    lines: Vec<(u64, String)>,
}

/// Every way to print a text.
pub fn prints(text: &str) -> Vec<Print> {
    let lines: Vec<(u64, &str)> = (1..).zip(text.lines()).collect();
    let each = |name, print: fn(&str) -> String| Print {
        name,
        lines: lines.iter().map(|&(number, line)| (number, print(line))).collect(),
    };
    vec![
        each("without marks", |line| line.trim_start_matches('#').trim_start_matches(' ').replace("**", "")),
        each("with half-width punctuation", half_width),
        each("with spaces at the end of every line", |line| format!("{line}  ")),
        each("with spaces around digits", spaced),
        each("indented", indented),
        Print {
            name: "with two blank lines for one",
            lines: lines
                .iter()
                .flat_map(|&(number, line)| vec![(number, line.to_owned()); 1 + usize::from(line.trim().is_empty())])
                .collect(),
        },
        Print { name: "without blank lines", lines: close_up(&lines) },
        Print { name: "with page numbers", lines: paged(&lines) },
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
            document["lines"][1] = json!(next);
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
                        ("lines", Value::Array(lines)) => lines.iter_mut().for_each(|line| *line = self.original(line)),
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
        if before.is_some_and(|b: char| b.is_ascii_digit() != c.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn indented(line: &str) -> String {
    let stands = line.trim().is_empty() || in_table(line) || line.starts_with(['#', '　']);
    if stands { line.to_owned() } else { format!("　　{line}") }
}

/// Takes out the blank lines, but for those that keep two tables apart.
fn close_up(lines: &[(u64, &str)]) -> Vec<(u64, String)> {
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
