//! Finding a clause in a document by its address, and the address of a clause.
//!
//! Each step of an address narrows a set of [`Scope`]s, stretches of blocks that begin with what was found last: 三（二） is
//! every 三、 with what it holds, and in those every （二）. Where nothing has the very markers, numbers alone count, so that
//! `3.2.5` is found whatever the markers look like.

use std::ops::Range;

use super::Step;
use crate::issue::{Block, BlockRef, Clause, Content, Document, Marker, MarkerKind, Part, PartKind};
use crate::text::numerals;

/// Blocks of a part, beginning with what an address has led to so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub part: u32,
    pub blocks: Range<u32>,
}

impl Scope {
    /// Where it begins.
    pub fn at(&self) -> BlockRef {
        BlockRef { part: self.part, block: self.blocks.start }
    }

    fn of(document: &Document, part: u32) -> Option<Scope> {
        let blocks = document.parts.get(part as usize)?.blocks.len() as u32;
        Some(Scope { part, blocks: 0..blocks })
    }

    /// The clauses in it, its own head left out.
    fn clauses<'a>(&self, document: &'a Document) -> impl Iterator<Item = (u32, &'a Clause)> + use<'a> {
        let (blocks, whole) = (self.blocks.clone(), self.blocks.start == 0);
        let part = document.parts.get(self.part as usize);
        let blocks = blocks.filter_map(move |at| Some((at, part?.blocks.get(at as usize)?.clause()?)));
        let head = (!whole).then_some(self.blocks.start);
        blocks.filter(move |(at, _)| Some(*at) != head)
    }
}

/// Every place of an address: those in the part of `near` first, then as printed. Empty where there is none.
pub fn find(document: &Document, steps: &[Step], near: BlockRef) -> Vec<Scope> {
    let parts = 0..document.parts.len() as u32;
    let in_order = parts.clone().filter(|&part| part == near.part).chain(parts.filter(|&part| part != near.part));
    let mut whole: Vec<Scope> = in_order.filter_map(|part| Scope::of(document, part)).collect();
    // 第二款 alone is one of the article that is being read.
    if let Some(Step::Paragraph(_) | Step::Item(_)) = steps.first() {
        whole.splice(0..0, article_at(document, near));
    }
    let by = |same: fn(&Marker, &Marker) -> bool| {
        steps.iter().fold(whole.clone(), |scopes, step| narrow(document, &scopes, step, same))
    };
    let exact = by(|a, b| a == b);
    if exact.is_empty() { by(|a, b| a.number == b.number) } else { exact }
}

/// Every place of a bare number: 第N条 where there are articles, else the outermost clauses of that number.
pub fn numbered(document: &Document, number: u32, near: BlockRef) -> Vec<Scope> {
    let article = Marker { kind: MarkerKind::Tiao, number, sub: None };
    let articles = find(document, &[Step::Clause(article)], near);
    let mut found: Vec<Scope> = articles.into_iter().filter(|scope| is_article(document, scope)).collect();
    if found.is_empty() {
        let parts = 0..document.parts.len() as u32;
        for scope in parts.filter_map(|part| Scope::of(document, part)) {
            let outer =
                scope.clauses(document).filter(|(_, clause)| clause.level == 0 && clause.marker.number == number);
            found.extend(outer.map(|(at, clause)| extent(document, scope.part, at, clause.level)));
        }
        found.sort_by_key(|scope| scope.part != near.part);
    }
    found
}

fn is_article(document: &Document, scope: &Scope) -> bool {
    let clause = document.block(scope.at()).and_then(Block::clause);
    clause.is_some_and(|clause| clause.marker.kind == MarkerKind::Tiao)
}

fn narrow(document: &Document, scopes: &[Scope], step: &Step, same: fn(&Marker, &Marker) -> bool) -> Vec<Scope> {
    let mut found = Vec::new();
    for scope in scopes {
        match *step {
            Step::Attachment(number) => found.extend(attachment(document, scope, number)),
            Step::Clause(marker) => {
                let clauses = scope.clauses(document).filter(|(_, clause)| same(&clause.marker, &marker));
                found.extend(
                    outermost(clauses, scope).into_iter().map(|(at, level)| extent(document, scope.part, at, level)),
                );
            }
            Step::Item(number) => {
                let clauses = scope.clauses(document).filter(|(_, clause)| clause.marker.number == number);
                let mut items = outermost(clauses, scope);
                // Within a clause, numbers that begin again are of another; （三） and （3） are two series.
                let mut kinds = Vec::new();
                items.retain(|&(at, _)| {
                    let kind = document.block(BlockRef { part: scope.part, block: at }).and_then(Block::clause);
                    let kind = kind.map(|clause| clause.marker.kind);
                    let is_first = scope.blocks.start == 0 || !kinds.contains(&kind);
                    kinds.push(kind);
                    is_first
                });
                found.extend(items.into_iter().map(|(at, level)| extent(document, scope.part, at, level)));
            }
            Step::Paragraph(number) => found.extend(paragraph_of(document, scope, number)),
        }
    }
    found
}

/// In what an address has led to, only the outermost of its clauses are meant; in a whole part, every one may be.
fn outermost<'a>(clauses: impl Iterator<Item = (u32, &'a Clause)>, scope: &Scope) -> Vec<(u32, u8)> {
    let mut clauses: Vec<(u32, u8)> = clauses.map(|(at, clause)| (at, clause.level)).collect();
    let least = clauses.iter().map(|&(_, level)| level).min();
    clauses.retain(|&(_, level)| scope.blocks.start == 0 || Some(level) == least);
    clauses
}

/// A clause with what it holds: up to the next that is not deeper.
fn extent(document: &Document, part: u32, at: u32, level: u8) -> Scope {
    let blocks = document.parts.get(part as usize).map_or(&[][..], |part| &part.blocks);
    let after = blocks.iter().skip(at as usize + 1);
    let end = after.take_while(|block| ends_clause(block, level)).count() as u32 + at + 1;
    Scope { part, blocks: at..end }
}

/// Whether a block still belongs to a clause of this level.
fn ends_clause(block: &Block, level: u8) -> bool {
    match &block.content {
        Content::Clause(clause) => clause.level > level,
        Content::Section(_)
        | Content::Signatory
        | Content::Date
        | Content::ReleaseNote
        | Content::AttachmentList
        | Content::Label => false,
        _ => true,
    }
}

/// The clause at a block, with what it holds; a paragraph belongs to the clause before it.
pub fn clause_at(document: &Document, at: BlockRef) -> Option<Scope> {
    let blocks = &document.parts.get(at.part as usize)?.blocks;
    let (start, clause) =
        (0..=at.block).rev().find_map(|block| Some((block, blocks.get(block as usize)?.clause()?)))?;
    let scope = extent(document, at.part, start, clause.level);
    scope.blocks.contains(&at.block).then_some(scope)
}

/// The article (第N条) that a block is in; elsewhere its clause.
pub fn article_at(document: &Document, at: BlockRef) -> Option<Scope> {
    let blocks = &document.parts.get(at.part as usize)?.blocks;
    let article = (0..=at.block).rev().find_map(|block| {
        let clause = blocks.get(block as usize)?.clause()?;
        (clause.marker.kind == MarkerKind::Tiao).then_some((block, clause))
    });
    match article.map(|(start, clause)| extent(document, at.part, start, clause.level)) {
        Some(scope) if scope.blocks.contains(&at.block) => Some(scope),
        _ => clause_at(document, at),
    }
}

/// 第N款: an article's first line is its first, each paragraph after it that has no marker the next.
fn paragraph_of(document: &Document, scope: &Scope, number: u32) -> Option<Scope> {
    let part = document.parts.get(scope.part as usize)?;
    let begins = |at: &u32| {
        *at == scope.blocks.start || part.blocks.get(*at as usize).is_some_and(|b| b.content == Content::Paragraph)
    };
    let mut starts = scope.blocks.clone().filter(begins).skip(number.checked_sub(1)? as usize);
    let start = starts.next()?;
    Some(Scope { part: scope.part, blocks: start..starts.next().unwrap_or(scope.blocks.end) })
}

fn attachment(document: &Document, scope: &Scope, number: Option<u32>) -> Option<Scope> {
    let part = document.parts.get(scope.part as usize).filter(|part| part.kind == PartKind::Attachment)?;
    let own = attachment_number(document, scope.part, part);
    number.is_none_or(|number| own == number).then(|| scope.clone())
}

/// The number on an attachment's label; without one, which attachment it is.
fn attachment_number(document: &Document, at: u32, part: &Part) -> u32 {
    let digits: String = part.label.iter().flat_map(|label| label.chars()).filter(|&c| is_digit(c)).collect();
    numerals::parse(&digits).unwrap_or_else(|| {
        let before = &document.parts[..at as usize];
        before.iter().filter(|part| part.kind == PartKind::Attachment).count() as u32 + 1
    })
}

fn is_digit(c: char) -> bool {
    numerals::arabic_digit(c).is_some() || numerals::is_numeral(c)
}

/// A clause's marker, and how it is printed.
type Printed<'a> = (Marker, &'a str);

/// The markers from the outermost clause to the one at `at`; empty where there is none.
fn chain(document: &Document, at: BlockRef) -> Vec<Printed<'_>> {
    let blocks = document.parts.get(at.part as usize).map_or(&[][..], |part| &part.blocks);
    let mut level = u8::MAX;
    let mut chain = Vec::new();
    for block in blocks[..blocks.len().min(at.block as usize + 1)].iter().rev() {
        let Some(clause) = block.clause() else { continue };
        // The clause itself, then whatever is further out.
        if chain.is_empty() || clause.level < level {
            level = clause.level;
            chain.push((clause.marker, block.text.get(..clause.marker_len as usize).unwrap_or_default()));
        }
        if level == 0 {
            break;
        }
    }
    chain.reverse();
    chain
}

/// How to type the way to a clause or part, as short as it goes: 第十二条, 三（二）5, 附件2. Empty where there is none.
pub fn name(document: &Document, at: BlockRef) -> String {
    let part = document.parts.get(at.part as usize).filter(|part| part.kind == PartKind::Attachment);
    let attachment = part.map(|part| format!("附件{}", attachment_number(document, at.part, part))).unwrap_or_default();
    let clause = document.block(at).and_then(Block::clause);
    if clause.is_none() {
        return attachment;
    }
    let chain = chain(document, at);
    // Articles are numbered through their chapters: nobody names those.
    let chain = &chain[innermost_article(&chain)..];
    let mut name = attachment;
    // Not 附件21.
    if !name.is_empty() && chain.first().is_some_and(|marker| short(marker).starts_with(is_digit)) {
        name.push('/');
    }
    for (n, marker) in (1..).zip(chain) {
        name.push_str(&short(marker));
        // 三（二）, but 三、一是 and 第一条之一/二、: two numerals side by side would be one.
        let next = chain.get(n);
        let runs_on = next.is_some_and(|next| short(next).starts_with(is_digit));
        if marker.0.kind == MarkerKind::Han && (runs_on || next.is_none()) {
            name.push('、');
        } else if runs_on && name.ends_with(is_digit) {
            name.push('/');
        }
    }
    name
}

/// Where the innermost article of a chain stands; 0 without one.
fn innermost_article(chain: &[Printed]) -> usize {
    chain.iter().rposition(|(marker, _)| marker.kind == MarkerKind::Tiao).unwrap_or(0)
}

/// How a marker is typed among others.
fn short((marker, printed): &Printed) -> String {
    let han = numerals::format(marker.number);
    let sub = marker.sub.map(|sub| format!("之{}", numerals::format(sub))).unwrap_or_default();
    if let Some(name) = marker.kind.name() {
        return format!("第{han}{name}{sub}");
    }
    match marker.kind {
        MarkerKind::HanParen => format!("（{han}）"),
        MarkerKind::Arabic => format!("{}.", marker.number),
        MarkerKind::ArabicParen => format!("（{}）", marker.number),
        // No parser reads one without its character.
        MarkerKind::Circled => numerals::circled(marker.number).map(String::from).unwrap_or_default(),
        MarkerKind::First if printed.ends_with('要') => format!("{han}要"),
        MarkerKind::First => format!("{han}是"),
        _ => han,
    }
}

/// How a marker is cited among others: 第三条, 第三部分, 第（二）项, 第5点; 第三点 for 三是 and 三要.
pub(super) fn said(marker: &Marker) -> String {
    let han = numerals::format(marker.number);
    match marker.kind {
        kind if kind.name().is_some() => short(&(*marker, "")),
        MarkerKind::Han => format!("第{han}部分"),
        MarkerKind::HanParen => format!("第（{han}）项"),
        MarkerKind::ArabicParen => format!("第（{}）点", marker.number),
        MarkerKind::First => format!("第{han}点"),
        _ => format!("第{}点", marker.number),
    }
}

/// How the clause at `at` is cited in writing: 第三条第（二）项, 第三部分第（二）项第5点, 附件2第三条. Empty where there is none.
/// A paragraph of an article is its 款, wherever it stands among the items.
pub fn cited(document: &Document, at: BlockRef) -> String {
    let mut cited = part_name(document, at.part);
    let paragraph = document.block(at).is_some_and(|block| block.content == Content::Paragraph);
    let article = article_at(document, at).filter(|scope| paragraph && is_article(document, scope));
    let Some(scope) = article.clone().or_else(|| clause_at(document, at)) else { return cited };
    let chain = chain(document, scope.at());
    for (marker, _) in &chain[innermost_article(&chain)..] {
        cited.push_str(&said(marker));
    }
    let blocks = document.parts.get(at.part as usize).map_or(&[][..], |part| &part.blocks);
    let is_paragraph = |n: &u32| blocks.get(*n as usize).is_some_and(|block| block.content == Content::Paragraph);
    let number = article.map(|scope| 1 + (scope.blocks.start + 1..=at.block).filter(is_paragraph).count() as u32);
    if let Some(number) = number {
        cited.push_str(&format!("第{}款", numerals::format(number)));
    }
    cited
}

fn part_name(document: &Document, part: u32) -> String {
    let attachment = document.parts.get(part as usize).filter(|part| part.kind == PartKind::Attachment);
    attachment.map(|found| format!("附件{}", attachment_number(document, part, found))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Address, steps};
    use crate::library::sample;
    use crate::parse;
    use crate::read::SourceText;
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// A document of clauses of every kind, nested as they come, over a notice and its attachments.
    fn clauses() -> impl Strategy<Value = String> {
        let marker = (0..11_usize, 1..40_u32).prop_map(|(kind, n)| {
            let han = numerals::format(n);
            match kind {
                0 => format!("第{han}章 总则"),
                1 => format!("第{han}条 "),
                2 => format!("第{han}条之一 "),
                3 => format!("{han}、"),
                4 => format!("（{han}）"),
                5 => format!("{n}."),
                6 => format!("（{n}）"),
                7 => numerals::circled(n).map(String::from).unwrap_or_default(),
                8 => format!("{}{}", numerals::format(n % 9 + 1), if n % 2 == 0 { "是" } else { "要" }),
                9 => format!("附件{}\n\n名单表\n\n", n % 4 + 1),
                _ => String::new(),
            }
        });
        prop::collection::vec((marker, "各乡镇要认真落实防汛[甲乙丙丁戊己庚辛壬癸]{3}的责任。"), 1..14).prop_map(
            |lines| {
                let lines: Vec<String> = lines.into_iter().map(|(marker, text)| marker + &text).collect();
                format!(
                    "青岚县人民政府关于防汛工作的通知\n青政发〔2021〕3号\n\n各乡镇人民政府：\n{}\n",
                    lines.join("\n")
                )
            },
        )
    }

    proptest! {
        /// What the screen calls a clause, and how it is cited in writing, lead to it.
        #[test]
        fn any_clause_is_found_by_its_name(text in clauses()) {
            for document in parse::parse(&SourceText::from_text("a.txt", &text)).documents {
                // Of two that print the same number side by side, a citation can say no more.
                let mut paths = HashSet::new();
                let clauses = document.blocks().filter_map(|(at, block)| Some((at.part, &block.clause()?.path)));
                let is_doubled = !clauses.into_iter().all(|path| paths.insert(path));
                for (at, block) in document.blocks() {
                    let name = name(&document, at);
                    if block.clause().is_some() {
                        let steps = Address::readings(&name).into_iter().find_map(|reading| match reading {
                            Address::Inside(steps) => Some(steps),
                            _ => None,
                        });
                        let found = find(&document, &steps.unwrap_or_default(), at);
                        prop_assert!(found.iter().any(|scope| scope.at() == at), "{} of {}", name, text);
                    }
                    let words = cited(&document, at);
                    let Some(found) = steps(&words).filter(|steps| !is_doubled && !steps.is_empty()) else { continue };
                    let holds = |scope: &Scope| scope.part == at.part && scope.blocks.contains(&at.block);
                    prop_assert!(find(&document, &found, at).iter().any(holds), "{} of {}", words, text);
                }
            }
        }
    }

    fn documents() -> impl Iterator<Item = Document> {
        (0..sample::count()).filter_map(sample::text).flat_map(|text| parse::parse(&text).documents)
    }

    #[test]
    fn the_name_of_a_clause_leads_back_to_it() {
        let mut tried = 0;
        for document in documents() {
            for (at, _) in document.blocks().filter(|(_, block)| block.clause().is_some()) {
                let name = name(&document, at);
                let Some(Address::Inside(steps)) = Address::readings(&name).into_iter().next() else {
                    panic!("{name} is no address");
                };
                let found = find(&document, &steps, at);
                assert!(found.iter().any(|scope| scope.at() == at), "{name} in {} leads elsewhere", document.title);
                tried += 1;
            }
        }
        assert!(tried > 100);
    }

    #[test]
    fn a_citation_of_a_clause_leads_back_to_it() {
        let mut tried = 0;
        for document in documents() {
            for (at, block) in document.blocks() {
                if block.clause().is_none() && block.content != Content::Paragraph {
                    continue;
                }
                let cited = cited(&document, at);
                let Some(found) = steps(&cited).filter(|steps| !steps.is_empty()) else { continue };
                tried += 1;
                let scopes = find(&document, &found, at);
                assert!(
                    scopes.iter().any(|scope| scope.part == at.part && scope.blocks.contains(&at.block)),
                    "{cited} in {} leads elsewhere",
                    document.title
                );
            }
        }
        assert!(tried > 100);
    }

    #[test]
    fn a_clause_is_named_and_cited_as_it_is_printed() {
        let text = "青岚县人民政府关于防汛工作的通知\n青政发〔2021〕3号\n\n各乡镇人民政府：\n\n一是压实责任。各乡镇人民政府要把责任落到人。\n\n\
                    二要落实避险转移。各村要备好转移的路线和地点。\n";
        let issue = parse::parse(&SourceText::from_text("a.txt", text));
        let document = &issue.documents[0];
        let clauses: Vec<BlockRef> =
            document.blocks().filter(|(_, b)| b.clause().is_some()).map(|(at, _)| at).collect();
        let [first, second] = clauses[..] else { panic!("two clauses: {clauses:?}") };
        assert_eq!([name(document, first), name(document, second)], ["一是", "二要"]);
        assert_eq!(cited(document, second), "第二点");
        for typed in ["二要", "二是", "二", "第二点"] {
            let found = find(document, &steps(typed).unwrap(), BlockRef { part: 0, block: 0 });
            assert_eq!(found.first().map(Scope::at), Some(second), "{typed}");
        }
    }

    #[test]
    fn paragraphs_and_items_of_an_article() {
        let document = documents().find(|document| document.title.contains("巡库员")).expect("the sample has it");
        let text = |address: &str, near| {
            let scope = find(&document, &steps(address)?, near).into_iter().next()?;
            Some(document.block(scope.at())?.text.clone())
        };
        let near = BlockRef { part: 0, block: 0 };
        assert!(text("第三条第（二）项", near).unwrap().starts_with("（二）常住水库"));
        let second = text("第三条2款", near).unwrap();
        assert!(!second.starts_with(['（', '第']), "{second}");
        let article = find(&document, &steps("第三条").unwrap(), near)[0].clone();
        assert_eq!(text("第二款", article.at()).unwrap(), second, "of the article one is at");
        assert_eq!(text("第三条第九款", near), None);
        let (at, _) = document.blocks().find(|(_, block)| block.text == second).unwrap();
        assert_eq!(cited(&document, at), "第三条第二款");
    }
}
