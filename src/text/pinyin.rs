//! Pinyin: what Latin letters stand for when no input method is at hand. A run of characters matches letters that spell it
//! out, or abbreviate it character by character: in full, by its initial, or, for the last one, as far as it has been typed.
//!
//! ```
//! use gongbao::text::pinyin::{find, matches};
//!
//! assert!(matches("县教体局", "jtj") && matches("县教体局", "jiaotiju") && matches("县教体局", "jiaotj"));
//! assert!(matches("重庆", "cq") && matches("重庆", "zhongqing"), "any reading of a character will do");
//! assert_eq!(find("县教体局", "jtj"), Some("县".len().."县教体局".len()));
//! ```
//!
//! Letters and digits of the text stand for themselves; spaces, brackets and other marks between are passed over.

use std::ops::Range;

use pinyin::{ToPinyin, ToPinyinMulti};

use super::fold::fold_char;

/// More letters than anyone types of one name; one bit each in [`Reached`].
const LONGEST: usize = 63;

/// How many of the letters typed can have been used up: bit n for n letters.
type Reached = u64;

/// Whether a word can be pinyin at all: small letters, and digits among them.
pub fn is_pinyin(typed: &str) -> bool {
    typed.len() <= LONGEST
        && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && typed.bytes().any(|b| b.is_ascii_lowercase())
}

/// Whether `typed` stands for some run of characters of the text. Never for what [`is_pinyin`] rules out.
pub fn matches(text: &str, typed: &str) -> bool {
    find(text, typed).is_some()
}

/// Whether a folded text holds a folded word as it is, or in pinyin: what lists are narrowed by.
pub fn holds(text: &str, word: &str) -> bool {
    text.contains(word) || matches(text, word)
}

/// What names are sorted by, as a Chinese reader looks for them: by sound, character by character.
pub fn order(text: &str) -> Vec<(&'static str, char)> {
    text.chars().map(|c| (c.to_pinyin().map_or("", |sound| sound.plain()), c)).collect()
}

/// The first run of characters of the text that `typed` stands for, in bytes.
pub fn find(text: &str, typed: &str) -> Option<Range<usize>> {
    if !is_pinyin(typed) {
        return None;
    }
    text.char_indices().find_map(|(start, _)| Some(start..start + run(&text[start..], typed.as_bytes())?))
}

/// How many bytes at the beginning of `text` the letters stand for.
fn run(text: &str, typed: &[u8]) -> Option<usize> {
    let all: Reached = 1 << typed.len();
    let mut reached: Reached = 1;
    for (at, c) in text.char_indices() {
        let Some(next) = after(c, typed, reached) else {
            // A mark between two characters; one to begin with stands for nothing.
            if at == 0 {
                return None;
            }
            continue;
        };
        if next & all != 0 {
            return Some(at + c.len_utf8());
        }
        if next == 0 {
            return None;
        }
        reached = next;
    }
    None
}

/// What is reached after one character more; none where the character has no sound.
fn after(c: char, typed: &[u8], reached: Reached) -> Option<Reached> {
    let mut next = 0;
    if let Some(readings) = c.to_pinyin_multi() {
        for reading in readings {
            each(reached, |from| next |= spelled(reading.plain(), &typed[from..]) << from);
        }
        return Some(next);
    }
    let own = fold_char(c).filter(|c| c.is_alphanumeric())?;
    each(reached, |from| next |= Reached::from(typed.get(from).is_some_and(|&b| char::from(b) == own)) << (from + 1));
    Some(next)
}

fn each(reached: Reached, mut with: impl FnMut(usize)) {
    let mut rest = reached;
    while rest != 0 {
        with(rest.trailing_zeros() as usize);
        rest &= rest - 1;
    }
}

/// How many of the letters one reading can use up: all of its own, its initial, or every one that is left.
fn spelled(reading: &str, typed: &[u8]) -> Reached {
    // ü is on no key: u or v.
    let same = |letter: char, typed: u8| letter == char::from(typed) || matches!((letter, typed), ('ü', b'u' | b'v'));
    let common = reading.chars().zip(typed).take_while(|&(letter, &typed)| same(letter, typed)).count();
    let is_whole = |used: usize| used == reading.chars().count() || used == typed.len() || used == 1;
    let is_initial = |used: usize| used == 2 && ["zh", "ch", "sh"].iter().any(|initial| reading.starts_with(initial));
    (1..=common).filter(|&used| is_whole(used) || is_initial(used)).fold(0, |reached, used| reached | 1 << used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn in_full_by_initials_and_as_far_as_typed() {
        for typed in ["yygs", "yingyanggaishan", "yygaishan", "yingyanggs", "yingyanggai", "yyg", "ygs", "gaish", "gsh"]
        {
            assert!(matches("营养改善", typed), "{typed}");
        }
        for typed in ["yzgs", "yyygs", "yingyangs", "yingynag", "YYGS", "", "营", "12"] {
            assert!(!matches("营养改善", typed), "{typed}");
        }
    }

    #[test]
    fn names_are_in_the_order_of_their_sounds() {
        let mut names = ["岚江省", "临汐区", "望澜市", "云岭省", "砚湖市", "宁溪县", "临川区", "ABC"];
        names.sort_by_cached_key(|name| order(name));
        assert_eq!(names, ["ABC", "岚江省", "临川区", "临汐区", "宁溪县", "望澜市", "砚湖市", "云岭省"]);
    }

    #[test]
    fn any_reading_of_a_character_will_do() {
        assert!(matches("重庆", "chongqing") && matches("重庆", "zhongq") && matches("局长", "juzhang"));
        assert!(matches("長沙", "changsha") && matches("长沙", "zs"));
        assert!(matches("吕梁", "lvliang") && matches("吕梁", "luliang") && matches("女子", "nvz"));
    }

    #[test]
    fn letters_and_digits_stand_for_themselves_and_marks_are_passed_over() {
        assert!(matches("青政发〔2021〕13号", "qzf202113h"));
        assert!(matches("《河道 管理（ＰＰＰ）办法》", "hdglpppbf"));
        assert_eq!(find("《河道》", "hd"), Some(3..9));
        assert!(!matches("（）", "h"));
    }

    proptest! {
        /// What is found is on character boundaries, and spells itself.
        #[test]
        fn what_is_found_spells_what_was_typed(text in "[教体局重庆长《 a1]{0,12}", typed in "[jtqchanguo1]{1,8}") {
            if let Some(range) = find(&text, &typed) {
                prop_assert_eq!(find(&text[range.clone()], &typed), Some(0..range.len()));
            }
        }

        #[test]
        fn the_initials_of_any_text_match_it(text in "[\u{4e00}-\u{9fa5}]{1,20}") {
            let sounds: Option<Vec<_>> = text.chars().map(|c| c.to_pinyin_multi()).collect();
            prop_assume!(sounds.is_some());
            let last = sounds.into_iter().flatten().filter_map(|c| c.into_iter().last()?.plain().chars().next());
            let initials: String = last.map(|c| if c == 'ü' { 'v' } else { c }).collect();
            prop_assert!(!is_pinyin(&initials) || matches(&text, &initials));
        }
    }
}
