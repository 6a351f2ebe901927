//! How alike two titles are, whatever their script and spacing, and although one has a slip, a word more or less.
//!
//! Two measures, for two questions. [`Letters::similarity`] asks how much both print in the same order: contents against
//! body, few pairs, any slip counts little. [`shared_pairs`] asks whether these rows are that title: it is asked for every
//! row of a document, so it only counts pairs of neighbouring characters, and a line more or less of a title changes it more.

use crate::text::fold::fold_char;

/// Longer texts are compared by their first characters: a bound on the time, far beyond any title.
const LONGEST: usize = 240;

/// A title as it is compared: folded, without punctuation; a Latin word counts as one letter, so that one Chinese word
/// that was turned into English (质量, quality) weighs no more than a slip.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Letters(Vec<char>);

impl Letters {
    pub fn new(text: &str) -> Letters {
        let mut letters: Vec<char> = Vec::new();
        let mut in_word = false;
        for c in text.chars().filter_map(fold_char).take(LONGEST).filter(|c| c.is_alphanumeric()) {
            if !(c.is_ascii_alphabetic() && in_word) {
                letters.push(c);
            }
            in_word = c.is_ascii_alphabetic();
        }
        Letters(letters)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn chars(&self) -> &[char] {
        &self.0
    }

    /// 0 (nothing in common) to 1 (the same): twice the longest common subsequence over both lengths.
    pub fn similarity(&self, other: &Letters) -> f64 {
        match (self.is_empty() || other.is_empty(), self == other) {
            (true, _) => 0.0,
            (_, true) => 1.0,
            _ => 2.0 * self.common(other) as f64 / (self.len() + other.len()) as f64,
        }
    }

    /// Whether the similarity is at least `least`; quick where the lengths forbid it.
    pub fn alike(&self, other: &Letters, least: f64) -> bool {
        let most = 2.0 * self.len().min(other.len()) as f64 / (self.len() + other.len()).max(1) as f64;
        most >= least && self.similarity(other) >= least
    }

    /// The part of these characters that `other` has too, in their order: 0 to 1.
    pub fn within(&self, other: &Letters) -> f64 {
        if self.is_empty() { 0.0 } else { self.common(other) as f64 / self.len() as f64 }
    }

    /// Length of the longest common subsequence: 64 letters at a time, as Hyyrö counts it. A bit of `open` is 0 for each
    /// letter at which the subsequence has grown.
    fn common(&self, other: &Letters) -> usize {
        const WORDS: usize = LONGEST.div_ceil(64);
        let mut places: Vec<(char, usize)> = self.0.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let mut open = [u64::MAX; WORDS];
        for y in &other.0 {
            let first = places.partition_point(|(c, _)| c < y);
            let mut here = [0_u64; WORDS];
            for &(_, at) in places[first..].iter().take_while(|(c, _)| c == y) {
                here[at / 64] |= 1 << (at % 64);
            }
            let mut carry = false;
            for (open, here) in open.iter_mut().zip(here) {
                let (sum, over) = open.overflowing_add(*open & here);
                let (sum, more) = sum.overflowing_add(u64::from(carry));
                *open = sum | (*open & !here);
                carry = over || more;
            }
        }
        open.iter().map(|word| word.count_zeros() as usize).sum()
    }
}

/// [`Letters::similarity`] of two texts.
pub fn similarity(a: &str, b: &str) -> f64 {
    Letters::new(a).similarity(&Letters::new(b))
}

/// How alike two keys (`titles::key`) are, 0 to 1: shared pairs of neighbouring characters.
pub fn shared_pairs(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().take(200).collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    2.0 * shared as f32 / (a.len() + b.len()) as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips_and_script_cost_little() {
        let a = "关于印发《丁县教育质量提升行动实施方案》的通知";
        assert_eq!(similarity(a, "關於印發〈丁縣教育質量提升行動實施方案〉的通知"), 1.0);
        assert!(similarity(a, "丁县人民政府办公室关于印发《丁县教育 quality 提升行动实施方案》的通知") > 0.7);
        assert!(similarity(a, "关于加强耕地保护的意见") < 0.4);
        assert_eq!(similarity("", a), 0.0);
        assert!(Letters::new("丁县方案").within(&Letters::new("关于印发丁县实施方案的通知")) > 0.99);
        assert_eq!(shared_pairs("丁县防汛预案", "丁县防汛预案"), 1.0);
        assert!(shared_pairs("丁县防汛预案", "丁县防汛应急预案") > 0.6 && shared_pairs("丁县", "防汛") == 0.0);
        assert!(!Letters::new("丁县方案").alike(&Letters::new("关于印发丁县实施方案的通知"), 0.9));
    }

    proptest! {
        /// As the table of all pairs of letters has it, also over the ends of words of 64.
        #[test]
        fn the_longest_common_subsequence_is_longest(a in "[甲乙丙丁]{0,150}", b in "[甲乙丙丁]{0,150}") {
            let (a, b) = (Letters::new(&a), Letters::new(&b));
            let mut row = vec![0; b.len() + 1];
            for x in a.chars() {
                let mut diagonal = 0;
                for (i, y) in b.chars().iter().enumerate() {
                    let above = row[i + 1];
                    row[i + 1] = if x == y { diagonal + 1 } else { above.max(row[i]) };
                    diagonal = above;
                }
            }
            prop_assert_eq!(a.common(&b), row[b.len()]);
        }
    }
}
