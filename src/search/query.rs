//! What is typed into the query bar, understood: words that must all occur, phrases, exclusions, alternatives and fields.
//!
//! ```text
//! 营养改善 "2021 年" -寄宿 学校 或 幼儿园   标题:方案   年:2021..2023
//! ```
//!
//! Whatever is not understood is said in a note, and the rest is searched.

use std::fmt;

use crate::text::fold::fold;

/// A string to be found, as typed and as compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub typed: String,
    /// Folded; never empty.
    pub folded: String,
}

/// What is asked of the document that a hit stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Title,
    Number,
    Issuer,
    Gazette,
    Year,
    Category,
    Unit,
}

impl Field {
    /// Every field, its name, and its name in English.
    pub const ALL: [(Field, &'static str, &'static str); 7] = [
        (Field::Title, "标题", "title"),
        (Field::Number, "文号", "number"),
        (Field::Issuer, "机关", "issuer"),
        (Field::Gazette, "刊", "gazette"),
        (Field::Year, "年", "year"),
        (Field::Category, "类", "category"),
        (Field::Unit, "单位", "unit"),
    ];

    /// The field of this name, in either language, script and width.
    pub fn named(name: &str) -> Option<Field> {
        let name = fold(name);
        Field::ALL.iter().find(|(_, chinese, english)| name == *chinese || name == *english).map(|f| f.0)
    }
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It holds this text.
    Text(Term),
    /// It lies between these, both included.
    Years(u16, u16),
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    Text(Term),
    Field(Field, Value),
}

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// All are required; of each, any.
    pub required: Vec<Vec<Ask>>,
    /// None may be.
    pub excluded: Vec<Ask>,
    /// What was not understood, in the reader's language.
    pub notes: Vec<String>,
}

impl Query {
    /// Understands what was typed; never fails.
    pub fn parse(typed: &str) -> Query {
        let mut query = Query::default();
        let mut or = false;
        let words = words(typed, &mut query.notes);
        for (index, word) in words.iter().enumerate() {
            if word.is_or() {
                let dangling = query.required.is_empty() || index + 1 == words.len() || or;
                if dangling {
                    query.notes.push(format!("“{}”前后都要有词", word.text));
                }
                or = !query.required.is_empty();
                continue;
            }
            let (excluded, rest) = word.excluded();
            let quoted = word.quoted.map(|at| at.saturating_sub(word.text.len() - rest.len()));
            let Some(ask) = ask(rest, quoted, &mut query.notes) else { continue };
            match query.required.last_mut() {
                _ if excluded => query.excluded.push(ask),
                Some(last) if or => last.push(ask),
                _ => query.required.push(vec![ask]),
            }
            or = false;
        }
        if query.required.is_empty() && !query.excluded.is_empty() {
            query.notes.push("只写了不要的词：还要写要找的".into());
        }
        query
    }

    /// Nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.required.is_empty()
    }

    /// The strings whose occurrences are marked.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.required.iter().flatten().filter_map(|ask| match ask {
            Ask::Text(term) => Some(term),
            Ask::Field(..) => None,
        })
    }
}

/// As it could have been typed: understood again, it is the same.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let any = |group: &Vec<Ask>| group.iter().map(Ask::to_string).collect::<Vec<_>>().join(" 或 ");
        let excluded = self.excluded.iter().map(|ask| format!("-{ask}"));
        f.write_str(&self.required.iter().map(any).chain(excluded).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Ask::Text(term) if term.is_plain() => f.write_str(&term.typed),
            Ask::Text(term) => write!(f, "\"{}\"", term.typed),
            Ask::Field(field, value) => {
                let name = Field::ALL.iter().find(|known| known.0 == *field).map_or("", |known| known.1);
                match value {
                    Value::Text(term) if term.typed.contains(char::is_whitespace) => {
                        write!(f, "{name}:\"{}\"", term.typed)
                    }
                    Value::Text(term) => write!(f, "{name}:{}", term.typed),
                    Value::Years(from, to) if from == to => write!(f, "{name}:{from}"),
                    Value::Years(0, to) => write!(f, "{name}:..{to}"),
                    Value::Years(from, u16::MAX) => write!(f, "{name}:{from}.."),
                    Value::Years(from, to) => write!(f, "{name}:{from}..{to}"),
                }
            }
        }
    }
}

impl Term {
    pub fn new(typed: &str) -> Option<Term> {
        let folded = fold(typed);
        (!folded.is_empty()).then(|| Term { typed: typed.trim().to_owned(), folded })
    }

    /// It is understood as itself without quotes.
    fn is_plain(&self) -> bool {
        let is_field = |(name, _): (&str, &str)| Field::named(name).is_some();
        !(self.typed.contains(char::is_whitespace)
            || self.typed.starts_with(['-', '－'])
            || is_or(&self.typed)
            || self.typed.split_once([':', '：']).is_some_and(is_field))
    }
}

/// Between two words: either will do.
fn is_or(word: &str) -> bool {
    matches!(word, "或" | "OR" | "ＯＲ" | "|" | "｜")
}

/// What stands between spaces, with the quotes taken off.
struct Word {
    text: String,
    /// Where its first quote stood, in bytes of `text`: nothing after it is an operator.
    quoted: Option<usize>,
}

impl Word {
    fn is_or(&self) -> bool {
        self.quoted.is_none() && is_or(&self.text)
    }

    fn excluded(&self) -> (bool, &str) {
        let rest = self.text.strip_prefix(['-', '－']).filter(|rest| !rest.is_empty() && self.quoted != Some(0));
        (rest.is_some(), rest.unwrap_or(&self.text))
    }
}

/// Splits at spaces outside of quotes.
fn words(typed: &str, notes: &mut Vec<String>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word { text: String::new(), quoted: None };
    let mut open = false;
    for c in typed.chars() {
        match c {
            '"' | '“' | '”' | '＂' => {
                open = !open;
                word.quoted.get_or_insert(word.text.len());
            }
            c if c.is_whitespace() && !open => {
                words.push(std::mem::replace(&mut word, Word { text: String::new(), quoted: None }));
            }
            c => word.text.push(c),
        }
    }
    if open {
        notes.push("引号没有关上：到末尾都算引文".into());
    }
    words.push(word);
    words.retain(|word| !word.text.trim().is_empty());
    words
}

fn ask(word: &str, quoted: Option<usize>, notes: &mut Vec<String>) -> Option<Ask> {
    let colon = word.char_indices().find(|(_, c)| matches!(c, ':' | '：'));
    if let Some((at, colon)) = colon.filter(|(at, _)| quoted.is_none_or(|quoted| *at < quoted)) {
        let (name, value) = (&word[..at], &word[at + colon.len_utf8()..]);
        match Field::named(name) {
            Some(_) if fold(value).is_empty() => {
                notes.push(format!("“{name}：”后面要有内容"));
                return None;
            }
            Some(Field::Year) => match years(value) {
                Some((from, to)) => return Some(Ask::Field(Field::Year, Value::Years(from, to))),
                None => {
                    notes.push(format!("“{value}”不是年份：写 2021 或 2021..2023"));
                    return None;
                }
            },
            Some(field) => return Some(Ask::Field(field, Value::Text(Term::new(value)?))),
            None if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()) => {
                notes.push(format!("没有“{name}：”这个字段：按原文查找"));
            }
            None => {}
        }
    }
    Term::new(word).map(Ask::Text)
}

/// 2021, 2021..2023, 2021.., ..2023
fn years(value: &str) -> Option<(u16, u16)> {
    let value = fold(value).replace('年', "");
    let year = |text: &str, open: u16| if text.is_empty() { Some(open) } else { text.parse().ok() };
    let (from, to) = match value.split_once("..").or_else(|| value.split_once('…')).or_else(|| value.split_once('-'))
    {
        Some((from, to)) => {
            (year(from.trim_end_matches('-'), 0)?, year(to.trim_start_matches(['.', '-', '…']), u16::MAX)?)
        }
        None => {
            let year = value.parse().ok()?;
            (year, year)
        }
    };
    Some((from.min(to), from.max(to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is typed into the bar: operators, quotes and fields of every make between words.
    fn typed() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[-－]?[\"“”＂]?(标题|機關|number|年|foo|類|)[:：]?[\"“]?(水 ?土|[a-zＡ-Ｚ]{1,3}|营養|20[12][0-9](\\.\\.|…|-|．．)?(20[12][0-9])?|-|或)?[\"”]?",
            "或|OR|\\||｜|ＯＲ",
            "\\PC{0,6}",
            "[\u{0}-\u{1f}\u{200b}　\"-:]{0,4}",
        ];
        prop::collection::vec((word, "[ 　\t\n]{1,2}"), 0..8)
            .prop_map(|words| words.into_iter().map(|(word, space)| word + &space).collect())
    }

    fn without_notes(typed: &str) -> Query {
        Query { notes: Vec::new(), ..Query::parse(typed) }
    }

    proptest! {
        #[test]
        fn any_query_is_written_and_understood_again(typed in typed()) {
            let query = without_notes(&typed);
            prop_assert_eq!(without_notes(&query.to_string()), query.clone(), "{:?} as {}", typed, query);
            let folded = |ask: &Ask| match ask {
                Ask::Text(term) | Ask::Field(_, Value::Text(term)) => term.folded.clone(),
                Ask::Field(_, Value::Years(from, to)) => if from <= to { "年".into() } else { String::new() },
            };
            prop_assert!(query.required.iter().flatten().chain(&query.excluded).all(|ask| !folded(ask).is_empty()));
            prop_assert!(query.required.iter().all(|any| !any.is_empty()));
        }

        /// An input method that is set to full width, or more space between the words, asks for the same.
        #[test]
        fn width_and_space_change_nothing(typed in typed()) {
            let wide: String = typed.chars().map(|c| match c {
                ' ' => '\u{3000}',
                '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
                c => c,
            }).collect();
            let spaced = format!("  {typed} ");
            let asked = shown(&Query::parse(&typed));
            prop_assert_eq!(&shown(&Query::parse(&wide)), &asked, "{}", wide);
            prop_assert_eq!(&shown(&Query::parse(&spaced)), &asked);
        }
    }

    fn shown(query: &Query) -> Vec<String> {
        let one = |ask: &Ask| match ask {
            Ask::Text(term) => term.folded.clone(),
            Ask::Field(field, Value::Text(term)) => format!("{field:?}={}", term.folded),
            Ask::Field(_, Value::Years(from, to)) => format!("{from}..{to}"),
        };
        let required = query.required.iter().map(|any| any.iter().map(one).collect::<Vec<_>>().join("|"));
        required.chain(query.excluded.iter().map(|ask| format!("-{}", one(ask)))).collect()
    }

    #[test]
    fn the_language_in_either_width() {
        let query =
            Query::parse("營養　“2021 年”  －寄宿 學校 或 幼兒園 OR 托儿所 标题：方案 number:13号 年：2021．．2023");
        assert_eq!(
            shown(&query),
            ["营养", "2021年", "学校|幼儿园|托儿所", "Title=方案", "Number=13号", "2021..2023", "-寄宿"]
        );
        assert!(query.notes.is_empty(), "{:?}", query.notes);
    }

    #[test]
    fn what_is_not_understood_is_said_and_the_rest_is_searched() {
        for (typed, rest, note) in [
            ("foo:水 土", vec!["foo:水", "土"], "没有“foo：”这个字段：按原文查找"),
            ("年:去年 水", vec!["水"], "“去年”不是年份：写 2021 或 2021..2023"),
            ("标题: 水", vec!["水"], "“标题：”后面要有内容"),
            ("水 “土 石", vec!["水", "土石"], "引号没有关上：到末尾都算引文"),
            ("水 或", vec!["水"], "“或”前后都要有词"),
            ("-水", vec!["-水"], "只写了不要的词：还要写要找的"),
        ] {
            let query = Query::parse(typed);
            assert_eq!(shown(&query), rest, "{typed}");
            assert_eq!(query.notes, [note], "{typed}");
        }
    }

    #[test]
    fn a_query_is_written_as_it_is_understood() {
        for typed in [
            "营養 “2021 年” －寄宿 學校 或 幼兒園 OR 托儿所 标题：方案 number:13号 年：2021．．2023",
            "\"-水\" \"或\" \"标题：水\" 责任单位：教体局 -\"土 石\" -标题:\"一 二\" foo:水 年:..2021 或 年:2022..",
            "-水",
            "年:2021",
        ] {
            let query = Query { notes: Vec::new(), ..Query::parse(typed) };
            let again = Query { notes: Vec::new(), ..Query::parse(&query.to_string()) };
            assert_eq!(again, query, "{query}");
        }
    }

    #[test]
    fn marks_that_are_no_operators_are_text() {
        assert_eq!(shown(&Query::parse("责任单位：教体局")), ["责任单位:教体局"]);
        assert_eq!(shown(&Query::parse("-")), ["-"]);
        assert_eq!(shown(&Query::parse("\"-水\" \"或\"")), ["-水", "或"]);
        assert!(Query::parse(" 　\u{200b}").is_empty());
    }
}
