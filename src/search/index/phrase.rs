//! Which units of a segment hold a string: its bigrams' postings, intersected, rarest first, then their positions. tantivy
//! has such a query too, but every hit must be counted here, and scored by statistics of the library, not of segments.

use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use super::broken;
use super::tokens::bigrams;
use crate::search::corpus::Broken;

/// The postings of a bigram, and its distance from the string's start.
struct Gram {
    postings: SegmentPostings,
    offset: u32,
}

/// Calls `hit` with every document that holds `term`, how often, and whether it first stands in the document's heading.
///
/// `heading` says how many characters a document's heading has.
pub fn occurrences(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    heading: impl Fn(u32) -> u32,
    mut hit: impl FnMut(u32, u32, bool),
) -> Result<(), Broken> {
    let inverted = segment.inverted_index(field).map_err(broken)?;
    let length = term.chars().count() as u32;
    if length < 2 {
        return single(&inverted, term, segment.max_doc(), |doc, count| hit(doc, count, false));
    }
    let Some(mut grams) = open(&inverted, field, bigrams(term))? else { return Ok(()) };
    let in_heading = |doc, first: u32| first + length <= heading(doc);
    let Some((rarest, others)) = grams.split_first_mut() else { return Ok(()) };
    let (mut starts, mut positions) = (Vec::new(), Vec::new());
    while let Some(doc) = meet(rarest, others) {
        if others.is_empty() {
            // The positions of a single bigram are read only where they are asked for.
            let in_heading = heading(doc) >= length && {
                rarest.postings.positions(&mut positions);
                positions.first().is_some_and(|&first| in_heading(doc, first))
            };
            hit(doc, rarest.postings.term_freq(), in_heading);
        } else {
            begin(rarest, others, &mut positions, &mut starts);
            if let Some(&first) = starts.first() {
                hit(doc, starts.len() as u32, in_heading(doc, first));
            }
        }
        rarest.postings.advance();
    }
    Ok(())
}

/// Calls `hit` with every document that holds both strings with one character between them; each has two characters or more.
pub fn around(
    segment: &SegmentReader,
    field: Field,
    before: &str,
    after: &str,
    mut hit: impl FnMut(u32),
) -> Result<(), Broken> {
    let inverted = segment.inverted_index(field).map_err(broken)?;
    let gap = before.chars().count() as u32 + 1;
    let behind = bigrams(after).into_iter().map(|(offset, gram)| (offset + gap, gram));
    let grams = bigrams(before).into_iter().chain(behind);
    let Some(mut grams) = open(&inverted, field, grams)? else { return Ok(()) };
    let Some((rarest, others)) = grams.split_first_mut() else { return Ok(()) };
    let (mut starts, mut positions) = (Vec::new(), Vec::new());
    while let Some(doc) = meet(rarest, others) {
        begin(rarest, others, &mut positions, &mut starts);
        if !starts.is_empty() {
            hit(doc);
        }
        rarest.postings.advance();
    }
    Ok(())
}

/// Where all bigrams are at their distances, in the document at which they have met.
fn begin(rarest: &mut Gram, others: &mut [Gram], positions: &mut Vec<u32>, starts: &mut Vec<u32>) {
    rarest.starts(positions, starts);
    for other in others {
        if starts.is_empty() {
            return;
        }
        other.keep(positions, starts);
    }
}

/// Every document that holds a character: those of all bigrams that begin with it.
fn single(
    inverted: &InvertedIndexReader,
    character: &str,
    documents: u32,
    mut hit: impl FnMut(u32, u32),
) -> Result<(), Broken> {
    let mut counts = vec![0_u32; documents as usize];
    // UTF-8 has no byte 0xff: this is after all that begin with the character.
    let after = [character.as_bytes(), &[0xff]].concat();
    let mut bigrams = inverted.terms().range().ge(character).lt(after).into_stream().map_err(broken)?;
    // Thousands of lists, most of them short: they are read block by block with one reader.
    let mut reader: Option<BlockSegmentPostings> = None;
    while let Some((_, info)) = bigrams.next() {
        let blocks = match &mut reader {
            Some(blocks) => {
                inverted.reset_block_postings_from_terminfo(info, blocks).map_err(broken)?;
                blocks
            }
            None => {
                let blocks = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
                reader.insert(blocks.map_err(broken)?)
            }
        };
        while !blocks.docs().is_empty() {
            for (&doc, &freq) in blocks.docs().iter().zip(blocks.freqs()) {
                if let Some(count) = counts.get_mut(doc as usize) {
                    *count += freq;
                }
            }
            blocks.advance();
        }
    }
    (0..).zip(counts).filter(|&(_, count)| count > 0).for_each(|(doc, count)| hit(doc, count));
    Ok(())
}

/// The postings of bigrams, rarest first; none when one of them stands nowhere.
fn open<'a>(
    inverted: &InvertedIndexReader,
    field: Field,
    grams: impl IntoIterator<Item = (u32, &'a str)>,
) -> Result<Option<Vec<Gram>>, Broken> {
    let mut infos = Vec::new();
    for (offset, gram) in grams {
        let gram = Term::from_field_text(field, gram);
        let Some(info) = inverted.get_term_info(&gram).map_err(broken)? else { return Ok(None) };
        infos.push((info, offset));
    }
    infos.sort_by_key(|(info, _)| info.doc_freq);
    let mut grams = Vec::with_capacity(infos.len());
    for (info, offset) in infos {
        let postings =
            inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions).map_err(broken)?;
        grams.push(Gram { postings, offset });
    }
    Ok(Some(grams))
}

/// The next document, from the rarest's own on, that all have.
fn meet(rarest: &mut Gram, others: &mut [Gram]) -> Option<u32> {
    'next: loop {
        let doc = rarest.postings.doc();
        if doc == TERMINATED {
            return None;
        }
        for other in others.iter_mut() {
            let there = if other.postings.doc() < doc { other.postings.seek(doc) } else { other.postings.doc() };
            if there != doc {
                if there == TERMINATED {
                    return None;
                }
                rarest.postings.seek(there);
                continue 'next;
            }
        }
        return Some(doc);
    }
}

impl Gram {
    /// Where a string would start if this bigram were part of it.
    fn starts(&mut self, positions: &mut Vec<u32>, starts: &mut Vec<u32>) {
        self.postings.positions(positions);
        starts.clear();
        starts.extend(positions.iter().filter_map(|position| position.checked_sub(self.offset)));
    }

    /// Keeps the starts that agree with this bigram.
    fn keep(&mut self, positions: &mut Vec<u32>, starts: &mut Vec<u32>) {
        self.postings.positions(positions);
        let mut at = 0;
        starts.retain(|start| {
            let wanted = start + self.offset;
            while positions.get(at).is_some_and(|&position| position < wanted) {
                at += 1;
            }
            positions.get(at) == Some(&wanted)
        });
    }
}
