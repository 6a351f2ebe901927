//! Where two lines of one text meet: what both sides of a page break print is kept once.

use crate::issue::Block;

/// Appends a row's text to a block. At a page's seam what both sides print is kept once; where nothing stands between two
/// lines of the source no page ends, unless they repeat more than happens by chance (省局 | 局务会议).
pub(super) fn append(block: &mut Block, number: u32, text: &str, seam: bool) {
    let apart = block.lines.last().is_some_and(|last| last + 1 < number);
    let overlap = if seam { overlap(&block.text, text) } else { 0 };
    let overlap = if apart || text[..overlap].chars().nth(LONG - 1).is_some() { overlap } else { 0 };
    let latin = |c: char| c.is_ascii_alphabetic();
    if overlap == 0 && block.text.ends_with(latin) && text.starts_with(latin) {
        block.text.push(' ');
    }
    block.lines.push(number);
    block.starts.push(block.text.len() as u32);
    if overlap > 0 {
        block.repeated.push((number, text[..overlap].to_owned()));
    }
    block.text.push_str(&text[overlap..]);
}

/// Longest seam that is looked for, in bytes.
const SEAM: usize = 3000;
/// A repeat this long (in characters) is one even after a stop.
const LONG: usize = 8;

/// Bytes of `here` that `above` already ends with.
pub(super) fn overlap(above: &str, here: &str) -> usize {
    let mut chars = here.char_indices();
    let (Some((_, first)), Some((_, second))) = (chars.next(), chars.next()) else { return 0 };
    let tail = &above[floor(above, above.len().saturating_sub(SEAM))..];
    // The earliest place where the row's first two characters stand and go on to the end is the longest repeat.
    let start = &here[..first.len_utf8() + second.len_utf8()];
    let places = tail.match_indices(start).take(64).map(|(at, _)| &tail[at..]);
    let repeated = places.filter(|rest| here.starts_with(rest)).map(str::len).next().unwrap_or(0);
    if repeated > 0 {
        let told = here[..repeated].chars().any(|c| !c.is_ascii() && c.is_alphanumeric());
        return if told { repeated } else { 0 };
    }
    // One character is doubled in words as well (人人, 20|00).
    let doubled = !first.is_alphabetic() || first.is_ascii() || DOUBLED.contains(first);
    if above.ends_with(first) && !doubled { first.len_utf8() } else { 0 }
}

/// Characters that Chinese doubles.
const DOUBLED: &str = "人各年天处层步家户村事件个代常渐仅等多大好慢点日月级项逐一样种条时刻环往回次块本色岁世街镇乡县";

/// Whether a row begins with a long piece of what stands right above it, although that has ended.
pub(super) fn repeats_end(above: &str, here: &str) -> bool {
    let Some((at, _)) = here.char_indices().nth(LONG) else { return false };
    let tail = &above[floor(above, above.len().saturating_sub(SEAM))..];
    // 丁市林业局 | 丁市林业局城关分局: not the end of the text above, but all of it.
    tail.contains(&here[..at]) && (at..above.len()).contains(&overlap(above, here))
}

/// The character boundary at or before `at`.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Content;

    fn joined(above: &str, here: &str) -> (String, Vec<(u32, String)>) {
        let mut block = Block::new(Content::Paragraph, 1, above);
        append(&mut block, 3, here, true);
        assert_eq!(block.lines, [1, 3]);
        (block.text, block.repeated)
    }

    #[test]
    fn what_both_sides_print_is_kept_once() {
        assert_eq!(joined("坚持新思想", "想为指导"), ("坚持新思想为指导".into(), vec![(3, "想".into())]));
        assert_eq!(joined("县中心主任", "主任"), ("县中心主任".into(), vec![(3, "主任".into())]));
        let sentence = "全面落实防汛责任制度。";
        assert_eq!(
            joined(&format!("要求：{sentence}"), sentence),
            (format!("要求：{sentence}"), vec![(3, sentence.into())])
        );
        assert!(repeats_end(&format!("要求：{sentence}"), sentence));
    }

    #[test]
    fn what_is_doubled_by_right_stays() {
        assert_eq!(joined("做到人", "人有责").0, "做到人人有责");
        assert_eq!(joined("投资200", "0万元").0, "投资2000万元");
        assert_eq!(joined("smart", "city").0, "smart city");
        assert!(!repeats_end("完成任务。", "任务。"));
        let mut block = Block::new(Content::Paragraph, 1, "已经省局");
        append(&mut block, 2, "局务会议通过", true);
        assert_eq!(block.text, "已经省局局务会议通过", "no page ends between two lines");
    }
}
