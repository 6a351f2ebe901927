//! How a unit is written in a pack: its places and its text, in as few bytes as most units need. Most are one line of one
//! block, or a paragraph that begins with its block, below the same clause as the unit before.
//!
//! ```text
//! flags  [path]  [heading]  places  text
//! ```
//!
//! Numbers are seven bits a byte, the lowest first. The text goes on to the end.

use crate::issue::BlockRef;
use crate::search::unit::Piece;

/// A unit as it is kept; the texts are in the pack's letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept<'a> {
    pub path: Path<'a>,
    pub pieces: Vec<Piece>,
    pub lines: Vec<(u32, u32)>,
    pub heading: u32,
    pub text: &'a [u8],
}

/// Where a unit's path is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Path<'a> {
    #[default]
    Empty,
    Here(&'a [u8]),
    /// As many units before this one.
    Back(u32),
}

const PATH_HERE: u8 = 1;
const PATH_BACK: u8 = 2;
const HEADING: u8 = 4;
/// One line, and no block: of the front matter.
const FRONT: u8 = 8;
/// One line of one block, the beginning of both.
const WHOLE: u8 = 16;

impl<'a> Kept<'a> {
    pub fn write(&self, out: &mut Vec<u8>) {
        let form = match (&self.pieces[..], &self.lines[..]) {
            ([], [(0, _)]) => FRONT,
            ([Piece { at: 0, offset: 0, .. }], [(0, _)]) => WHOLE,
            _ => 0,
        };
        let path = match self.path {
            Path::Empty => 0,
            Path::Here(_) => PATH_HERE,
            Path::Back(_) => PATH_BACK,
        };
        out.push(form | path | if self.heading > 0 { HEADING } else { 0 });
        match self.path {
            Path::Empty => {}
            Path::Here(path) => {
                number(path.len() as u32, out);
                out.extend_from_slice(path);
            }
            Path::Back(back) => number(back, out),
        }
        if self.heading > 0 {
            number(self.heading, out);
        }
        if form == 0 {
            number(self.pieces.len() as u32, out);
        }
        for piece in &self.pieces {
            number(piece.block.part, out);
            number(piece.block.block, out);
            if form == 0 {
                number(piece.at, out);
                number(piece.offset, out);
            }
        }
        if form == 0 {
            number(self.lines.len() as u32, out);
        }
        for &(at, line) in &self.lines {
            if form == 0 {
                number(at, out);
            }
            number(line, out);
        }
        out.extend_from_slice(self.text);
    }

    /// What was written; none if the bytes are damaged.
    pub fn read(mut bytes: &'a [u8]) -> Option<Kept<'a>> {
        let from = &mut bytes;
        let flags = *from.split_off_first()?;
        let path = match flags & (PATH_HERE | PATH_BACK) {
            0 => Path::Empty,
            PATH_HERE => {
                let length = read_number(from)? as usize;
                Path::Here(from.split_off(..length)?)
            }
            _ => Path::Back(read_number(from)?),
        };
        let heading = if flags & HEADING > 0 { read_number(from)? } else { 0 };
        let form = flags & (FRONT | WHOLE);
        let count = |from: &mut &'a [u8], one: u8| if form == 0 { read_number(from) } else { Some(one.into()) };
        let place = |from: &mut &'a [u8]| if form == 0 { read_number(from) } else { Some(0) };
        let mut pieces = Vec::new();
        for _ in 0..count(from, u8::from(form == WHOLE))? {
            let block = BlockRef { part: read_number(from)?, block: read_number(from)? };
            pieces.push(Piece { at: place(from)?, block, offset: place(from)? });
        }
        let mut lines = Vec::new();
        for _ in 0..count(from, 1)? {
            lines.push((place(from)?, read_number(from)?));
        }
        Some(Kept { path, pieces, lines, heading, text: bytes })
    }
}

/// Appends a number.
pub fn number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off the beginning; none if there is none, or too great a one.
pub fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = u32::from(*bytes.split_off_first()?);
        number |= (byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some_numbers() -> impl Strategy<Value = u32> {
        prop_oneof![Just(0), 0..300_u32, any::<u32>()]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            back in prop::option::of(1..u32::MAX),
            path in prop::collection::vec(any::<u8>(), 0..20),
            pieces in prop::collection::vec((some_numbers(), some_numbers(), some_numbers(), some_numbers()), 0..3),
            lines in prop::collection::vec((some_numbers(), some_numbers()), 0..3),
            heading in some_numbers(),
            text in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let path = match back {
                Some(back) => Path::Back(back),
                None if path.is_empty() => Path::Empty,
                None => Path::Here(&path),
            };
            let piece = |&(at, part, block, offset): &_| Piece { at, block: BlockRef { part, block }, offset };
            let kept = Kept { path, pieces: pieces.iter().map(piece).collect(), lines, heading, text: &text };
            let mut bytes = Vec::new();
            kept.write(&mut bytes);
            prop_assert_eq!(Kept::read(&bytes), Some(kept));
        }

        #[test]
        fn damaged_bytes_are_no_unit_or_another(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = Kept::read(&bytes);
        }
    }
}
