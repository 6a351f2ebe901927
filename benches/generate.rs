//! Makes a large library of invented gazettes: `generate FOLDER ISSUES [FIRST]`, from the root of the repository.
//!
//! Needs nothing but the standard library (`rustc -O benches/generate.rs`), and the same arguments make the same bytes. What
//! it mixes are the documents of `samples` and `tests/gazettes`, cut where their references say: an issue takes as many as
//! make some 270 kB, under a cover and contents of its own. In each the place, the years and the amounts are others, and
//! every running paragraph is one of all documents' paragraphs, or several, so that a document is as long as a real one
//! (13 kB) and the library's words are spread as in a real one. Issues are in a folder a government: `FOLDER/鹭涧县/2012-03.txt`.
//! FIRST counts the issues that are there already, so that some can be added.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, process};

/// Bytes of an issue's documents, about, and of one.
const ISSUE: usize = 260_000;
const DOCUMENT: usize = 13_000;

/// Issues of one government.
const RUN: usize = 90;

const FIRSTS: &str = "云溪青白石龙凤松梅兰竹清沧澄岚嵩洛洮汾涧鹤鹭雁鹿麓岭峪渠浦泽沅澧湄渭泾漳淮沂沭汶";
const SECONDS: &str = "川山江河湖溪原平宁安阳阴城陵丰和昌兴德义水泉口门桥关屯堡湾塘林州岩冈坪坝集";
/// What a government is of.
const KINDS: [&str; 5] = ["自治县", "县", "市", "区", "省"];
const PEOPLE: &str = "沈祝岑罗樊阮喻温蒋陆韩冯邹柏章苗鲁葛范彭";

/// A document of a base gazette, and whose it is.
struct Document {
    title: String,
    number: Option<String>,
    year: i32,
    /// The place's own name, 鹭涧, and what it is, 县.
    place: String,
    kind: String,
    lines: Vec<String>,
}

/// The numbers of Knuth's linear congruence: the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let count = |at: usize| arguments.get(at).and_then(|n| n.parse::<usize>().ok());
    let (Some(folder), Some(issues)) = (arguments.get(1), count(2)) else {
        // `cargo bench` and `cargo test` start every bench; this one is a tool.
        eprintln!("generate FOLDER ISSUES [FIRST]");
        process::exit(i32::from(arguments.len() > 1 && !arguments[1].starts_with("--")) * 2);
    };
    let documents = base();
    let plain: Vec<&str> =
        documents.iter().flat_map(|d| &d.lines).map(String::as_str).filter(|l| is_plain(l)).collect();
    let first = count(3).unwrap_or(0);
    for at in first..first + issues {
        let (name, text) = issue(at, &documents, &plain);
        let path = Path::new(folder).join(name);
        let written = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("{}: {error}", path.display());
            process::exit(1);
        }
    }
}

/// The documents of the project's own gazettes.
fn base() -> Vec<Document> {
    let mut documents = Vec::new();
    for folder in ["samples", "tests/gazettes"] {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap_or_else(|error| panic!("{folder}: {error}; run it in the root of the repository"))
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "txt"))
            .collect();
        names.sort();
        for path in names {
            let reference = path.with_extension("json");
            let reference = Path::new(folder).join("reference").join(reference.file_name().unwrap_or_default());
            let text = fs::read_to_string(&path).expect("a gazette");
            let reference = fs::read_to_string(&reference).expect("its reference");
            documents.extend(documents_of(&text, &reference));
        }
    }
    documents
}

/// The documents of one gazette. Of the reference only flat fields are read, so no parser of JSON is needed.
fn documents_of(text: &str, reference: &str) -> Vec<Document> {
    let lines: Vec<&str> = text.lines().collect();
    let year = field(reference, "\"year\": ").and_then(|y| y.parse().ok()).unwrap_or(2020);
    let title = field(reference, "\"title\": \"").unwrap_or_default();
    let name = &title[..["人民政府", "管", "政府"].iter().find_map(|end| title.find(end)).unwrap_or(title.len())];
    let short = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    let place = short.split(['经', '土']).next().unwrap_or(short).to_owned();
    let kind = name[place.len()..].to_owned();
    let mut documents = Vec::new();
    for piece in reference.split("{\"line_start\": ").skip(1).filter(|piece| piece.contains("\"toc_index\": ")) {
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>();
        let (Ok(start), Some(Ok(end))) = (number(piece), piece.split("\"line_end\": ").nth(1).map(number)) else {
            continue;
        };
        documents.push(Document {
            title: field(piece, "\"title\": \"").unwrap_or_default().to_owned(),
            number: field(piece, "\"doc_number\": \"").map(str::to_owned),
            year,
            place: place.clone(),
            kind: kind.clone(),
            lines: lines[start - 1..end.min(lines.len())].iter().map(|line| (*line).to_owned()).collect(),
        });
    }
    documents
}

/// What stands behind a key, to the end of the value.
fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let rest = text.split_once(key)?.1;
    rest.split(['"', ',', '}']).next()
}

/// Whether a line is a running paragraph: nothing hangs on its place.
fn is_plain(line: &str) -> bool {
    let marked = line
        .starts_with(['#', '|', '<', '（', '(', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '第'])
        || line.starts_with(|c: char| c.is_ascii())
        || line.contains(['\t', '|', '<']);
    !marked && line.chars().count() >= 40 && line.ends_with('。')
}

/// An issue by its number: its path, and its text.
fn issue(at: usize, documents: &[Document], plain: &[&str]) -> (String, String) {
    let government = at / RUN;
    let mut dice = Dice(government as u64 * 7919 + 11);
    let (firsts, seconds): (Vec<char>, Vec<char>) = (FIRSTS.chars().collect(), SECONDS.chars().collect());
    let place = format!(
        "{}{}",
        firsts[government % firsts.len()],
        seconds[(government / firsts.len() * 7 + government) % seconds.len()]
    );
    let whose = (place.as_str(), *dice.of(&KINDS));
    let mut dice = Dice(at as u64 + 1);
    let (year, number) = (2010 + (at % RUN / 6) as i32, at % RUN % 6 + 1);
    let (mut contents, mut body) = (String::new(), String::new());
    let mut ordinal = 0;
    let mut left: Vec<&Document> = documents.iter().collect();
    while body.len() < ISSUE && !left.is_empty() {
        ordinal += 1;
        let of = left.swap_remove(dice.below(left.len()));
        let page = body.len() / 4_000 + 1;
        let number = of.number.as_deref().map(|n| format!(" {}", changed(n, of, whose, year, &mut dice)));
        let title = changed(&of.title, of, whose, year, &mut dice);
        let _ = write!(contents, "{ordinal}. {title}{}……………({page})\n\n", number.as_deref().unwrap_or_default());
        write_document(&mut body, of, plain, whose, year, &mut dice);
    }
    let people: Vec<char> = PEOPLE.chars().collect();
    let mut person = || format!("{}{}{}", dice.of(&people), dice.of(&firsts), dice.of(&seconds));
    let (chief, editor) = (person(), person());
    let kind = whose.1;
    let text = format!(
        "# {place}{kind}人民政府公报\n\n(双月刊)\n\n{year}年第{number:02}期\n\n(总第{}期)\n\n{year}年{}月28日出版\n\n## 目 录\n\n\
         {contents}主 编：{chief}\n\n责任编辑：{editor}\n\n主 办：{place}{kind}人民政府办公室\n\n{body}",
        at % RUN + 1,
        number * 2,
    );
    (format!("{place}{kind}/{year}-{number:02}.txt"), text)
}

/// A document of another place and year, each running paragraph one or more of all there are.
fn write_document(body: &mut String, of: &Document, plain: &[&str], whose: (&str, &str), year: i32, dice: &mut Dice) {
    let own: usize = of.lines.iter().map(String::len).sum();
    let paragraphs = of.lines.iter().filter(|line| is_plain(line)).count().max(1);
    let each = DOCUMENT.saturating_sub(own) / paragraphs;
    for line in &of.lines {
        if is_plain(line) {
            let mut room = each + line.len();
            while room > 0 {
                let other = dice.of(plain);
                let _ = write!(body, "{}\n\n", changed(other, of, whose, year, dice));
                room = room.saturating_sub(other.len());
            }
        } else {
            body.push_str(&changed(line, of, whose, year, dice));
            body.push('\n');
        }
    }
    body.push('\n');
}

/// A text with another place, other years and, where they are no numbers of clauses or dates, other amounts.
fn changed(text: &str, of: &Document, whose: (&str, &str), year: i32, dice: &mut Dice) -> String {
    let (place, kind) = whose;
    let text = text.replace(&format!("{}{}", of.place, of.kind), &format!("{place}{kind}")).replace(&of.place, place);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(from);
        let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())];
        out.push_str(before);
        rest = &rest[from + digits.len()..];
        match digits.parse::<i32>() {
            Ok(value @ 1980..=2060) if digits.len() == 4 => out.push_str(&(value + year - of.year).to_string()),
            Ok(value)
                if digits.len() <= 5
                    && rest.starts_with(['亩', '万', '个', '户', '人', '元', '公', '号', '家', '吨']) =>
            {
                let _ = write!(out, "{}", value / 2 + 1 + dice.below(value.unsigned_abs() as usize + 1) as i32);
            }
            _ => out.push_str(digits),
        }
    }
    out.push_str(rest);
    out
}
