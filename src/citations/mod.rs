//! Citations in running text: which documents and clauses a text names, and where in it.
//!
//! Here is the pure part, text → [`Citation`]s. Its names are looked up in the library by [`links`]; [`gather`] does so for every
//! document there is, and so knows who cites whom.
//!
//! ```text
//! of a document   《某办法》第八条  《某办法》（甲政发〔2021〕3号）  甲政发〔2021〕3号第八条、第九条  甲县人民政府令第3号
//! of this one     本办法第十二条  第十二条第二款  前款  前条  附件3
//! ```
//!
//! A [`Recognizer`] goes through the texts of one document in order, because a short name holds from where it is given
//! (以下简称《条例》).

pub mod gather;
pub mod links;

use std::collections::HashMap;
use std::ops::Range;

use crate::address::{self, Step};
use crate::issue::MarkerKind;
use crate::library::directory::NumberKey;
use crate::parse::doc_number;
use crate::text::{fold, numerals};

/// A citation, and the bytes of the text that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub range: Range<usize>,
    pub target: Target,
}

/// What is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Document(Name, Vec<Step>),
    /// A place in this document.
    Here(Vec<Step>),
    /// 前款
    PreviousParagraph,
    /// 前条
    PreviousArticle,
}

/// By what a document is cited; at least one of both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    pub number: Option<NumberKey>,
    /// Folded, without 《》.
    pub title: Option<String>,
}

impl Name {
    /// Reads a name that stands alone: 甲政发〔2021〕3号, 《某办法》, 某办法.
    pub fn read(text: &str) -> Name {
        let number = NumberKey::read(text).filter(|number| !number.issuer.is_empty());
        let inner = text.trim().trim_start_matches('《').trim_end_matches('》');
        let title = number.is_none().then(|| fold::fold(inner)).filter(|title| !title.is_empty());
        Name { number, title }
    }
}

/// Bytes of a title at most: a mark that is never closed does not swallow the rest.
const LONGEST_TITLE: usize = 400;
/// Bytes before 号 that a document number is looked for in.
const LONGEST_NUMBER: usize = 120;
/// Bytes of a remark in brackets behind a title.
const LONGEST_REMARK: usize = 240;

/// What a document calls itself behind 本.
const SELVES: [&str; 14] = [
    "法",
    "办法",
    "条例",
    "规定",
    "细则",
    "实施细则",
    "实施办法",
    "方案",
    "意见",
    "通知",
    "规则",
    "规划",
    "决定",
    "制度",
];
/// What runs into a number from before it.
const LEADS: [&str; 17] = [
    "违反", "根据", "按照", "依据", "依照", "遵照", "参照", "废止", "印发", "下发", "转发", "以及", "按", "见", "和",
    "与", "及",
];

/// Finds the citations of one document's texts, given in order.
#[derive(Debug, Default)]
pub struct Recognizer {
    /// Folded short names, and what they stand for.
    short: HashMap<String, Name>,
}

impl Recognizer {
    /// The citations of a text, in order and apart from each other.
    pub fn read(&mut self, text: &str) -> Vec<Citation> {
        let mut found: Vec<Citation> = Vec::new();
        let mut at = 0;
        let mut sentence = Sentence::default();
        while let Some(next) = text[at..].find(['《', '号', '第', '附', '前', '本']).map(|next| at + next) {
            let done = found.last().map_or(0, |citation| citation.range.end);
            let citation = match text[next..].chars().next() {
                Some('《') => self.titled(text, next),
                Some('号') => numbered(text, done, next + '号'.len_utf8()),
                Some('第') => clause(text, next, found.last(), &mut sentence),
                Some('附') => attachment(text, next),
                Some('前') => previous(text, next),
                Some('本') => this_article(text, next),
                _ => None,
            };
            at = citation.as_ref().map_or(next, |citation| citation.range.end).max(next + '第'.len_utf8());
            found.extend(citation);
        }
        found
    }

    /// 《某办法》（甲政发〔2021〕3号，以下简称《办法》）第八条
    fn titled(&mut self, text: &str, start: usize) -> Option<Citation> {
        let mut end = start + quoted(&text[start..])?;
        let title = fold::fold(&text[start + '《'.len_utf8()..end - '》'.len_utf8()]);
        let mut name =
            self.short.get(&title).cloned().unwrap_or_else(|| Name { number: None, title: Some(title.clone()) });
        if let Some((remark, length)) = remark(&text[end..]) {
            let pieces = || remark.split(['，', ',', '；', ';', '。']).map(str::trim);
            let numbers = |piece: &str| doc_number::trailing(piece).map(|number| number.text).or(order(piece));
            let number = pieces().find_map(numbers).as_deref().and_then(NumberKey::read);
            let short = pieces().find_map(short_name);
            if number.is_some() || short.is_some() {
                end += length;
            }
            name.number = number.or(name.number);
            if let Some(short) = short {
                self.short.insert(fold::fold(short), name.clone());
            }
        }
        let (steps, length) = steps(&text[end..]);
        Some(Citation { range: start..end + length, target: Target::Document(name, steps) })
    }
}

/// The length of a title in marks that the text begins with, marks within it included.
fn quoted(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take_while(|&(at, _)| at < LONGEST_TITLE) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\t' | '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            let end = at + c.len_utf8();
            return (at > '《'.len_utf8()).then_some(end);
        }
    }
    None
}

/// What stands in the brackets that the text begins with, and their length.
fn remark(text: &str) -> Option<(&str, usize)> {
    let open = text.trim_start_matches(' ');
    let inner = open.strip_prefix(['（', '('])?;
    let mut depth = 1;
    for (at, c) in inner.char_indices().take_while(|&(at, _)| at < LONGEST_REMARK) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], text.len() - inner.len() + at + c.len_utf8()));
        }
    }
    None
}

/// 甲县人民政府令第3号, as a whole.
fn order(text: &str) -> Option<String> {
    let rest = text.strip_suffix('号')?.trim_end_matches(|c: char| numeral(c) || c == ' ');
    let issuer = rest.trim_end().strip_suffix('第')?.trim_end();
    (issuer.ends_with('令') && issuer.chars().count() > 3).then(|| text.to_owned())
}

/// 以下简称《办法》, 以下简称“办法”
fn short_name(remark: &str) -> Option<&str> {
    let name = remark.strip_prefix("以下简称").or(remark.strip_prefix("下称")).or(remark.strip_prefix("简称"))?;
    let name = name.trim_start_matches(['为', '：', ' ']).trim_matches(['《', '》', '“', '”', '"', '「', '」', ' ']);
    (!name.is_empty()).then_some(name)
}

/// A document number that ends here, and the steps behind it. `from`: where what has been read ends.
fn numbered(text: &str, from: usize, end: usize) -> Option<Citation> {
    let mut from = from.max(end.saturating_sub(LONGEST_NUMBER));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = &text[from..end];
    let number = match doc_number::trailing(window) {
        Some(number) => &window[number.start..],
        None => {
            let han = |c: char| doc_number::is_han(c) && !matches!(c, '的' | '由');
            let order = window.rfind('第').map(|at| window[..at].trim_end_matches([' ', '\u{3000}']));
            let start = order.map(|head| head.trim_end_matches(han).len())?;
            &window[start..]
        }
    };
    let number = LEADS.iter().fold(number, |number, lead| number.rsplit_once(lead).map_or(number, |(_, rest)| rest));
    let dated = doc_number::trailing(number).map(|number| number.text).or_else(|| order(number))?;
    let key = NumberKey::read(&dated).filter(|key| !key.issuer.is_empty())?;
    let (steps, length) = steps(&text[end..]);
    let name = Name { number: Some(key), title: None };
    Some(Citation { range: end - number.len()..end + length, target: Target::Document(name, steps) })
}

/// Where the sentence begins that is being read: known up to `seen`, so that a text is looked through once.
#[derive(Default)]
struct Sentence {
    start: usize,
    seen: usize,
}

impl Sentence {
    /// The start of the sentence of the byte at `at`, which is no less than the last one asked for.
    fn of(&mut self, text: &str, at: usize) -> usize {
        if let Some(end) = text[self.seen..at].rfind(['。', '；', '\n', '\t']) {
            self.start = self.seen + end;
        }
        self.seen = at;
        self.start
    }
}

/// 第十二条: of the document named before it, or of this one.
fn clause(text: &str, start: usize, before: Option<&Citation>, sentence: &mut Sentence) -> Option<Citation> {
    let (mut steps, length) = steps(&text[start..]);
    let (end, first) = (start + length, *steps.first()?);
    // 第八条、第九条; 第八条第一款和第二款
    let joined = before.filter(|before| {
        let between = &text[before.range.end..start];
        between.len() <= 3 * '、'.len_utf8()
            && between.chars().count() <= 3
            && between.chars().all(|c| "、，和或及与至以的 ".contains(c))
    });
    if let Some(joined) = joined {
        let (Target::Document(_, led) | Target::Here(led)) = &joined.target else { return None };
        let outer = led.iter().take_while(|step| !is_of_a_kind(step, &first));
        steps = outer.copied().chain(steps).collect();
        let target = match &joined.target {
            Target::Document(name, _) => Target::Document(name.clone(), steps),
            _ => Target::Here(steps),
        };
        return Some(Citation { range: start..end, target });
    }
    let head = &text[..start];
    let own = SELVES.iter().filter_map(|name| head.strip_suffix(name)?.strip_suffix('本')).map(str::len).next();
    let is_article = matches!(first, Step::Clause(marker) if marker.kind == MarkerKind::Tiao);
    // Of another document that was named earlier in the sentence: which one is not said.
    let begins = sentence.of(text, start);
    let other = before.is_some_and(|b| b.range.end > begins && matches!(b.target, Target::Document(..)));
    if own.is_none() && (!is_article || other) {
        return None;
    }
    Some(Citation { range: own.unwrap_or(start)..end, target: Target::Here(steps) })
}

fn is_of_a_kind(a: &Step, b: &Step) -> bool {
    match (a, b) {
        (Step::Clause(a), Step::Clause(b)) => a.kind == b.kind,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// 附件3; 见附件
fn attachment(text: &str, start: usize) -> Option<Citation> {
    let (steps, length) = steps(&text[start..]);
    let first = steps.first()?;
    let pointed = || ["见", "按", "按照", "详见"].iter().any(|word| text[..start].ends_with(word));
    let fits = matches!(first, Step::Attachment(Some(_))) || pointed();
    fits.then(|| Citation { range: start..start + length, target: Target::Here(steps) })
}

/// 前款, 前条
fn previous(text: &str, start: usize) -> Option<Citation> {
    let (target, rest) = if let Some(rest) = text[start..].strip_prefix("前款") {
        (Target::PreviousParagraph, rest)
    } else {
        (Target::PreviousArticle, text[start..].strip_prefix("前条")?)
    };
    // 提前款项, 前条件
    let part_of_a_word = rest.starts_with(['项', '件', '例', '目']) || text[..start].ends_with(['提', '以', '之']);
    (!part_of_a_word).then(|| Citation { range: start..text.len() - rest.len(), target })
}

/// 本条第二款
fn this_article(text: &str, start: usize) -> Option<Citation> {
    let rest = text[start..].strip_prefix("本条")?;
    let (steps, length) = steps(rest);
    let within = matches!(steps.first(), Some(Step::Paragraph(_) | Step::Item(_)));
    within.then(|| Citation { range: start..text.len() - rest.len() + length, target: Target::Here(steps) })
}

/// The steps that a text begins with as it is printed, 第八条第二款第（一）项, and their bytes.
fn steps(text: &str) -> (Vec<Step>, usize) {
    let mut end = 0;
    while let Some(length) = step_length(&text[end..]) {
        end += length;
    }
    let printed: String = text[..end].chars().filter(|c| !c.is_whitespace()).collect();
    match address::steps(&printed) {
        Some(steps) => (steps, end),
        None => (Vec::new(), 0),
    }
}

fn step_length(text: &str) -> Option<usize> {
    let spaces = |text: &str| text.trim_start_matches([' ', '\u{3000}']).len();
    if let Some(rest) = text.strip_prefix("附件") {
        let rest = &rest[rest.len() - spaces(rest)..];
        let number = rest.trim_start_matches(numeral);
        // 附件一览
        let number = if number.starts_with('览') { rest } else { number };
        return Some(if number.len() < rest.len() { text.len() - number.len() } else { "附件".len() });
    }
    let rest = text.strip_prefix('第')?.trim_start_matches(' ');
    let rest = rest.strip_prefix(['（', '(']).unwrap_or(rest);
    let after = rest.trim_start_matches(numeral);
    if after.len() == rest.len() {
        return None;
    }
    let after = after.strip_prefix(['）', ')']).unwrap_or(after).trim_start_matches(' ');
    let rest = after.strip_prefix("部分").or_else(|| after.strip_prefix(['章', '节', '条', '款', '项', '目', '点']))?;
    let sub =
        rest.strip_prefix('之').filter(|_| after.starts_with('条')).map(|sub| (sub, sub.trim_start_matches(numeral)));
    let rest = sub.filter(|(sub, rest)| rest.len() < sub.len()).map_or(rest, |(_, rest)| rest);
    Some(text.len() - rest.len())
}

fn numeral(c: char) -> bool {
    numerals::arabic_digit(c).is_some() || numerals::is_numeral(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Marker;
    use proptest::prelude::*;

    fn article(number: u32) -> Step {
        Step::Clause(Marker { kind: MarkerKind::Tiao, number, sub: None })
    }

    /// The words of each citation, and what they cite: title, number (issuer, year, serial), steps.
    fn read(text: &str) -> Vec<(&str, Target)> {
        Recognizer::default().read(text).into_iter().map(|c| (&text[c.range], c.target)).collect()
    }

    fn number(issuer: &str, year: Option<u16>, serial: u32) -> Option<NumberKey> {
        Some(NumberKey { issuer: fold::fold(issuer), year, serial })
    }

    fn titled(title: &str) -> Name {
        Name { number: None, title: Some(fold::fold(title)) }
    }

    #[test]
    fn numbers_in_any_bracket_with_the_recognisers_spaces() {
        let expected = Name { number: number("青政发", Some(2021), 13), title: None };
        for printed in [
            "青政发〔2021〕13号",
            "青政发[2021]13号",
            "青政发（2021）13号",
            "青政发〔 2021 〕 13 号",
            "青政发〔２０２１〕１３号",
        ] {
            let text = format!("现将有关事项按照{printed}执行。");
            assert_eq!(read(&text), [(printed, Target::Document(expected.clone(), vec![]))], "{text}");
        }
        let found = read("违反青山县人民政府令第18号第三条的");
        assert_eq!(found.len(), 1);
        let Target::Document(name, steps) = &found[0].1 else { panic!("{found:?}") };
        assert_eq!((name.number.as_ref().map(|n| n.serial), steps.as_slice()), (Some(18), &[article(3)][..]));
        for none in ["大街13号", "2021年第3号", "一号文件", "号", "第18号", "〔2021〕13号"] {
            assert_eq!(read(none), [], "{none}");
        }
    }

    #[test]
    fn titles_with_their_numbers_and_articles() {
        let text = "依照《青山县河道办法》（青政发〔2021〕13号）第八条第二款、第九条和《古树条例》办理";
        let name = Name { number: number("青政发", Some(2021), 13), ..titled("青山县河道办法") };
        assert_eq!(
            read(text),
            [
                (
                    "《青山县河道办法》（青政发〔2021〕13号）第八条第二款",
                    Target::Document(name.clone(), vec![article(8), Step::Paragraph(2)])
                ),
                ("第九条", Target::Document(name, vec![article(9)])),
                ("《古树条例》", Target::Document(titled("古树条例"), vec![])),
            ]
        );
        let nested = "转发《关于印发〈青山县办法〉的通知》和《关于印发《乙办法》的通知》。";
        let words: Vec<&str> = read(nested).into_iter().map(|(words, _)| words).collect();
        assert_eq!(words, ["《关于印发〈青山县办法〉的通知》", "《关于印发《乙办法》的通知》"]);
        assert_eq!(read("《没有合上的书名"), []);
        assert_eq!(read("《》"), []);
    }

    #[test]
    fn a_short_name_stands_for_the_whole_from_there_on() {
        let mut recognizer = Recognizer::default();
        let target = |citation: &Citation| citation.target.clone();
        let before = recognizer.read("《条例》");
        assert_eq!(target(&before[0]), Target::Document(titled("条例"), vec![]));
        let text = "根据《青山县防汛条例》（以下简称《条例》），制定本办法。";
        assert_eq!(recognizer.read(text).len(), 1);
        let after = recognizer.read("违反《条例》第三条的");
        assert_eq!(target(&after[0]), Target::Document(titled("青山县防汛条例"), vec![article(3)]));
        recognizer.read("《青山县规划》（青政发〔2021〕3号，以下简称“规划”）");
        let Target::Document(name, _) = target(&recognizer.read("《规划》")[0]) else { panic!() };
        assert_eq!(name.number, number("青政发", Some(2021), 3));
    }

    #[test]
    fn places_in_the_document_itself() {
        let here = Target::Here;
        assert_eq!(read("违反本办法第十二条规定的"), [("本办法第十二条", here(vec![article(12)]))]);
        assert_eq!(
            read("第三条第一款和第二款"),
            [
                ("第三条第一款", here(vec![article(3), Step::Paragraph(1)])),
                ("第二款", here(vec![article(3), Step::Paragraph(2)]))
            ]
        );
        assert_eq!(read("见附件3。"), [("附件3", here(vec![Step::Attachment(Some(3))]))]);
        assert_eq!(read("名单见附件。附件一览"), [("附件", here(vec![Step::Attachment(None)]))]);
        assert_eq!(read("前款规定"), [("前款", Target::PreviousParagraph)]);
        assert_eq!(read("依照前条处理"), [("前条", Target::PreviousArticle)]);
        assert_eq!(read("本条第二款"), [("本条第二款", here(vec![Step::Paragraph(2)]))]);
        // Whose article it is is not said.
        assert_eq!(read("《甲法》施行后，第八条另有规定的").len(), 1);
        for none in ["第三次", "提前款项", "前条件", "第一", "本条例"] {
            assert_eq!(read(none), [], "{none}");
        }
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "《|》|号|第|附件|前款|前条|本条|本办法|（|）|〔2021〕|令第|条|款|项|之一|、|和|。|以下简称| |　|\n",
            "[0-9０-９一二十百]{1,3}",
            "青政发|青山县人民政府|条例",
            "\\PC{1,3}",
        ];
        prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_citations_stand_apart(text in pieces()) {
            let mut end = 0;
            for citation in Recognizer::default().read(&text) {
                prop_assert!(citation.range.start >= end && citation.range.start < citation.range.end);
                prop_assert!(text.get(citation.range.clone()).is_some());
                end = citation.range.end;
            }
        }

        /// A document and a place in it, cited as they are written, are what is cited, whatever stands around.
        #[test]
        fn what_is_cited_is_found(
            serial in 1..9999_u32, year in 1990..2030_u16, step in 1..300_u32, inner in 1..9_u32,
            before in "(根据|违反|按照|，依照|)", after in "(的规定，|，特此通知。|)",
        ) {
            let steps = vec![article(step), Step::Paragraph(inner)];
            let place: String = steps.iter().map(Step::to_string).collect();
            for (cited, name) in [
                (format!("青政发〔{year}〕{serial}号"), Name { number: number("青政发", Some(year), serial), title: None }),
                ("《青山县防汛办法》".into(), titled("青山县防汛办法")),
                (format!("《青山县防汛办法》（青政办〔{year}〕{serial}号）"), Name { number: number("青政办", Some(year), serial), ..titled("青山县防汛办法") }),
            ] {
                let whole = format!("{cited}{place}");
                let text = format!("{before}{whole}{after}");
                prop_assert_eq!(read(&text), [(whole.as_str(), Target::Document(name, steps.clone()))], "{}", text);
            }
        }
    }
}
