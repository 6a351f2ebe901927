//! A place in a document that is found again when the file is another: moved, renamed, or recognised anew with other line breaks, other
//! blocks and a few other characters.
//!
//! Words say it best: the folded text from the place on, and before it. Where they stand several times, the one in the clause of
//! that name and nearest to the same share of the text is meant; where they stand nowhere any more, the clause; else the share.

use serde::{Deserialize, Serialize};

use crate::address::{inside, steps};
use crate::issue::{BlockRef, Document};
use crate::text::fold::Folded;

/// A place by what stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Anchor {
    /// Of the document: [`identity`](crate::library::directory::identity).
    pub identity: String,
    /// As printed, for lists and as a second way to the document.
    pub title: String,
    /// 青山县人民政府公报 2021年第3期
    pub issue: String,
    /// Its address: 三（二）5; empty before the first clause.
    pub clause: String,
    /// The folded text from the place on, and what stands before it.
    pub words: String,
    pub before: String,
    /// Parts in ten thousand of the text that stand before it.
    pub share: u32,
}

/// Characters of words kept on each side.
const WORDS: usize = 24;
/// Fewer than this could stand anywhere.
const FEWEST: usize = 4;

impl Anchor {
    /// The anchor of a byte of a block; who the document is, is the caller's to fill in.
    pub fn of(document: &Document, at: BlockRef, offset: usize) -> Anchor {
        let flat = Flat::new(document);
        let here = flat.offset(at, offset);
        let (before, after) = flat.text.split_at(here);
        let clause = inside::clause_at(document, at).map(|scope| inside::name(document, scope.at()));
        let start = before.char_indices().rev().nth(WORDS - 1).map_or(0, |(start, _)| start);
        Anchor {
            clause: clause.unwrap_or_default(),
            words: after.chars().take(WORDS).collect(),
            before: before[start..].to_owned(),
            share: (here as u64 * 10_000 / flat.text.len().max(1) as u64) as u32,
            ..Anchor::default()
        }
    }

    /// Where it is in a document: the block and the byte.
    pub fn find(&self, document: &Document) -> (BlockRef, usize) {
        let flat = Flat::new(document);
        let there = flat.text.len() * self.share.min(10_000) as usize / 10_000;
        // The words may be partly recognised anew: half of them will do.
        let half = |text: &str, first: bool| -> String {
            let at = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
            if first { text[..at].to_owned() } else { text[at..].to_owned() }
        };
        let ways = [
            (self.words.clone(), 0),
            (self.before.clone(), self.before.len()),
            (half(&self.words, true), 0),
            (half(&self.before, false), half(&self.before, false).len()),
        ];
        for (words, skip) in ways.iter().filter(|(words, _)| words.chars().count() >= FEWEST || *words == self.words) {
            if words.is_empty() {
                continue;
            }
            let found = flat.text.match_indices(words.as_str()).map(|(at, _)| (at + skip).min(flat.text.len()));
            let nearest = found.min_by_key(|&at| {
                let (block, _) = flat.place(at);
                let clause = inside::clause_at(document, block).map(|scope| inside::name(document, scope.at()));
                (clause.unwrap_or_default() != self.clause, at.abs_diff(there))
            });
            if let Some(at) = nearest {
                return flat.place(at);
            }
        }
        let steps = steps(&self.clause).filter(|steps| !steps.is_empty());
        let clause =
            steps.and_then(|steps| inside::find(document, &steps, BlockRef { part: 0, block: 0 }).into_iter().next());
        match clause {
            Some(scope) => (scope.at(), 0),
            None => flat.place(there),
        }
    }
}

/// All blocks of a document as one folded text.
struct Flat {
    text: String,
    /// Each block, and where it begins in the text.
    blocks: Vec<(usize, BlockRef, Folded)>,
}

impl Flat {
    fn new(document: &Document) -> Flat {
        let mut flat = Flat { text: String::new(), blocks: Vec::new() };
        for (at, block) in document.blocks() {
            let folded = Folded::new(&block.text);
            let start = flat.text.len();
            flat.text.push_str(folded.text());
            flat.blocks.push((start, at, folded));
        }
        flat
    }

    fn offset(&self, at: BlockRef, offset: usize) -> usize {
        let Ok(found) = self.blocks.binary_search_by_key(&at, |(_, at, _)| *at) else { return 0 };
        let (start, _, folded) = &self.blocks[found];
        // The first folded character that stands at the place or after it.
        let inside = folded.text().char_indices().map(|(i, c)| (i, i + c.len_utf8()));
        let here = inside.map(|(i, end)| (i, folded.source(i..end))).find(|(_, source)| source.start >= offset);
        start + here.map_or(folded.text().len(), |(i, _)| i)
    }

    fn place(&self, flat: usize) -> (BlockRef, usize) {
        let after = self.blocks.partition_point(|(start, ..)| *start <= flat);
        // Of blocks that begin there, the one that has text.
        let Some((start, at, folded)) = after.checked_sub(1).and_then(|last| self.blocks.get(last)) else {
            return (BlockRef { part: 0, block: 0 }, 0);
        };
        let inner = flat - start;
        let Some(c) = folded.text().get(inner..).and_then(|rest| rest.chars().next()) else { return (*at, 0) };
        (*at, folded.source(inner..inner + c.len_utf8()).start)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::library::sample;
    use crate::{parse, read};
    use proptest::prelude::*;

    fn parsed(text: &str) -> Vec<Document> {
        parse::parse(&read::read_bytes_as(Path::new("公报.txt"), text.as_bytes()).expect("text")).documents
    }

    fn samples() -> impl Iterator<Item = String> {
        (0..sample::count()).filter_map(sample::text).map(|text| text.lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// A place that was kept leads to the same words, whatever the document is; kept words that are not there, to some place in it.
        #[test]
        fn any_place_is_found_again(
            lines in prop::collection::vec("(第[一二三四五]条 |（[一二]）|[12]\\.|)[各乡镇要落实防汛责任]{1,12}[。；]", 1..12),
            at in any::<prop::sample::Index>(), share in any::<u32>(), words in "\\PC{0,12}",
        ) {
            for document in parsed(&format!("青岚县人民政府关于防汛的通知\n\n各乡镇人民政府：\n{}\n", lines.join("\n"))) {
                let places: Vec<(BlockRef, usize)> = document
                    .blocks()
                    .flat_map(|(block, text)| text.text.char_indices().map(move |(offset, _)| (block, offset)).collect::<Vec<_>>())
                    .collect();
                let (block, offset) = places[at.index(places.len())];
                let kept = Anchor::of(&document, block, offset);
                let (found, there) = kept.find(&document);
                let again = Anchor::of(&document, found, there);
                prop_assert_eq!((&again.words, &again.before), (&kept.words, &kept.before));
                let elsewhere = Anchor { share, words: words.clone(), clause: words.clone(), before: words.clone(), ..Anchor::default() };
                let (found, there) = elsewhere.find(&document);
                prop_assert!(document.block(found).is_some_and(|block| block.text.is_char_boundary(there)));
            }
        }
    }

    #[test]
    fn every_block_is_found_again_in_the_same_document() {
        for text in samples() {
            for document in parsed(&text) {
                for (at, block) in
                    document.blocks().filter(|(_, block)| !crate::text::fold::fold(&block.text).is_empty())
                {
                    let found = Anchor::of(&document, at, 0).find(&document);
                    let text = |at| document.block(at).map(|block| block.text.as_str());
                    assert!(found.0 == at || text(found.0) == Some(&block.text), "{} found elsewhere", block.text);
                }
            }
        }
    }

    /// Recognised anew: other line breaks, the other script in places, here and there another character.
    #[test]
    fn a_place_is_found_again_when_the_text_was_recognised_anew() {
        let (mut tried, mut same) = (0, 0);
        for text in samples() {
            let anew: String = text
                .chars()
                .enumerate()
                .map(|(n, c)| match c {
                    '县' => '縣',
                    '（' => '(',
                    '）' => ')',
                    c if n % 97 == 0 && !c.is_whitespace() && c.is_alphabetic() => '某',
                    c => c,
                })
                .collect();
            let (old, new) = (parsed(&text), parsed(&anew));
            for (old, new) in old.iter().zip(&new) {
                for (at, block) in old.blocks().filter(|(_, block)| block.clause().is_some()) {
                    let (found, _) = Anchor::of(old, at, 0).find(new);
                    let wanted = block.clause().map(|clause| (clause.marker, clause.level));
                    tried += 1;
                    same += u32::from(new.block(found).and_then(|b| b.clause()).map(|c| (c.marker, c.level)) == wanted);
                }
            }
        }
        assert!(tried > 100 && same * 100 >= tried * 95, "{same} of {tried}");
    }

    #[test]
    fn what_is_gone_leads_to_its_clause() {
        let document =
            samples().flat_map(|text| parsed(&text)).find(|d| d.title.contains("巡库员")).expect("it is there");
        let anchor = Anchor { clause: "第三条".into(), words: "这里的字都改了".into(), ..Anchor::default() };
        let (at, _) = anchor.find(&document);
        assert!(document.block(at).is_some_and(|block| block.text.starts_with("第三条")));
        let nowhere = Anchor { share: 10_000, words: "没有".into(), ..Anchor::default() }.find(&document);
        assert!(document.block(nowhere.0).is_some());
    }
}
