//! Finding in a document: every place of a query in its blocks, compared folded (涇 = 泾, Ａ = a, spaces left out), as byte
//! ranges of the text as printed. A paragraph is one text here, over all its lines and page breaks.

use std::ops::Range;

use crate::issue::{Block, BlockRef, Document};
use crate::text::fold::{self, Folded};

/// A place where the query stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub at: BlockRef,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    pub query: String,
    /// What is marked, where one was led here.
    pub words: Vec<String>,
    /// In printed order, none overlapping another.
    pub matches: Vec<Match>,
    pub selected: Option<usize>,
    /// Marks where one was led to, not what was asked for here.
    pub led: bool,
}

/// A document's blocks as they are compared: made once, asked at every key.
#[derive(Debug)]
pub struct Searchable {
    blocks: Vec<(BlockRef, Folded)>,
}

impl Searchable {
    pub fn new(document: &Document) -> Self {
        Searchable { blocks: document.blocks().map(|(at, block)| (at, Folded::new(&block.text))).collect() }
    }

    /// A single block.
    pub fn of_block(at: BlockRef, block: &Block) -> Self {
        Searchable { blocks: vec![(at, Folded::new(&block.text))] }
    }

    /// Every place of each of these words, in printed order; where two overlap, the earlier and longer one.
    pub fn find(&self, words: &[String]) -> Vec<Match> {
        let words: Vec<String> = words.iter().map(|word| fold::fold(word)).filter(|word| !word.is_empty()).collect();
        let finders: Vec<_> = words.iter().map(|word| memchr::memmem::Finder::new(word.as_bytes())).collect();
        let mut matches = Vec::new();
        for (at, folded) in &self.blocks {
            let in_block = matches.len();
            for (word, finder) in words.iter().zip(&finders) {
                let found = finder.find_iter(folded.text().as_bytes());
                matches.extend(found.map(|start| Match { at: *at, range: folded.source(start..start + word.len()) }));
            }
            if words.len() > 1 {
                matches[in_block..].sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
                let mut end = 0;
                let mut kept = matches.split_off(in_block);
                kept.retain(|found| {
                    found.range.start >= end && {
                        end = found.range.end;
                        true
                    }
                });
                matches.append(&mut kept);
            }
        }
        matches
    }
}

impl Find {
    /// The matches within a block.
    pub fn in_block(&self, at: BlockRef) -> impl Iterator<Item = (usize, &Match)> {
        let first = self.matches.partition_point(|found| found.at < at);
        (first..).zip(&self.matches[first..]).take_while(move |(_, found)| found.at == at)
    }

    /// The first match at or after a place.
    pub fn from(&self, at: BlockRef, offset: usize) -> usize {
        self.matches.partition_point(|found| (found.at, found.range.start) < (at, offset))
    }

    /// A query that is being typed: the first match from a place on is selected, or the first of all.
    pub fn as_typed(query: &str, matches: Vec<Match>, from: Option<(BlockRef, usize)>) -> Option<Find> {
        let mut find = Find { query: query.to_owned(), matches, ..Find::default() };
        if !find.matches.is_empty() {
            let from = from.map_or(0, |(at, offset)| find.from(at, offset));
            find.selected = Some(if from < find.matches.len() { from } else { 0 });
        }
        Some(find).filter(|find| !find.query.trim().is_empty())
    }

    /// The match that is selected.
    pub fn current(&self) -> Option<&Match> {
        self.matches.get(self.selected?)
    }

    /// Selects the match so many on: from the one that is selected if it is `seen`, else from a place. Past either end it goes
    /// on from the other: whether it did.
    pub fn step(&mut self, forward: bool, count: usize, seen: bool, from: Option<(BlockRef, usize)>) -> bool {
        let Some(last) = self.matches.len().checked_sub(1) else { return false };
        let from = from.map_or(0, |(at, offset)| self.from(at, offset));
        let (mut at, mut wrapped) = (self.selected.filter(|_| seen), false);
        for n in 0..count.min(last + 1) {
            at = Some(match (at, forward) {
                (Some(at), true) if at < last => at + 1,
                (None, true) if n == 0 && from <= last => from,
                (Some(at), false) if at > 0 => at - 1,
                (None, false) if n == 0 && from > 0 => from - 1,
                (_, forward) => {
                    wrapped = true;
                    if forward { 0 } else { last }
                }
            });
        }
        self.selected = at;
        wrapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::{Block, Content, Part, PartKind};

    #[test]
    fn variants_widths_and_spaces_do_not_matter_and_ranges_are_of_the_printed_text() {
        let block = |text: &str| Block::new(Content::Paragraph, 1, text);
        let blocks = vec![block("涇源 縣ＡＢ，泾源县ab"), block("没有")];
        let part = Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks };
        let document = Document {
            lines: (1, 2),
            toc: None,
            title: String::new(),
            doc_number: None,
            addressees: None,
            signatories: Vec::new(),
            date: None,
            release_note: None,
            parts: vec![part],
            responsibilities: Vec::new(),
        };
        let found = Searchable::new(&document).find(&["泾源县AB".into()]);
        let text = &document.parts[0].blocks[0].text;
        let found: Vec<&str> = found.iter().map(|m| &text[m.range.clone()]).collect();
        assert_eq!(found, ["涇源 縣ＡＢ", "泾源县ab"]);
        assert!(Searchable::new(&document).find(&[" 　".into()]).is_empty());
        let found = Searchable::new(&document).find(&["源县".into(), "泾源".into(), "没有".into()]);
        let found: Vec<&str> =
            found.iter().map(|m| &document.parts[0].blocks[m.at.block as usize].text[m.range.clone()]).collect();
        assert_eq!(found, ["涇源", "泾源", "没有"], "in printed order, none over another");
    }
}
