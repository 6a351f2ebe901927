//! One name in two spellings: a document that prints 涇源 here and 泾源 there.
//!
//! A character is taken with its neighbour, so that two characters which the simplified script has merged (乾 and 干)
//! are not confused: 乾隆 and 干部 never meet, 涇源 and 泾源 do.

use std::collections::HashMap;

use super::{Finding, FindingKind};
use crate::issue::Document;
use crate::text::fold::simplified;

/// How one pair of characters is printed: how often, and where first.
struct Spelling {
    printed: (char, char),
    count: u32,
    line: u32,
}

pub fn findings(document: &Document) -> Vec<Finding> {
    // First the pairs that are not in the simplified script, which are few; then how often those are printed in it.
    let mut spellings: HashMap<(char, char), Vec<Spelling>> = HashMap::new();
    for_pairs(document, |pair, line| {
        let key = (simplified(pair.0), simplified(pair.1));
        if key != pair {
            count(spellings.entry(key).or_default(), pair, line);
        }
    });
    if spellings.is_empty() {
        return Vec::new();
    }
    for_pairs(document, |pair, line| {
        if let Some(forms) = spellings.get_mut(&pair) {
            count(forms, pair, line);
        }
    });
    // Of all the words with that character the one that is printed most.
    let mut by_character: HashMap<char, &[Spelling]> = HashMap::new();
    for (key, forms) in spellings.iter().filter(|(_, forms)| forms.len() > 1) {
        let character = if forms.iter().any(|form| form.printed.0 != key.0) { key.0 } else { key.1 };
        let best = by_character.entry(character).or_insert(forms);
        if weight(forms) > weight(best) {
            *best = forms;
        }
    }
    let mut found: Vec<Finding> = by_character.values().filter_map(|forms| finding(forms)).collect();
    found.sort_by(|a, b| (a.line, &a.message).cmp(&(b.line, &b.message)));
    found
}

/// How often a word is printed; of equals the one that comes first.
fn weight(forms: &[Spelling]) -> (u32, std::cmp::Reverse<u32>) {
    let first = forms.iter().map(|form| form.line).min().unwrap_or(0);
    (forms.iter().map(|form| form.count).sum(), std::cmp::Reverse(first))
}

/// Calls `with` for every two ideographs that stand together, and the line they are on.
fn for_pairs(document: &Document, mut with: impl FnMut((char, char), u32)) {
    for (_, block) in document.blocks() {
        let mut before: Option<char> = None;
        for (at, c) in block.text.char_indices() {
            let here = is_ideograph(c).then_some(c);
            if let (Some(first), Some(second)) = (before, here) {
                with((first, second), block.line_at(at));
            }
            before = here;
        }
    }
}

fn count(forms: &mut Vec<Spelling>, printed: (char, char), line: u32) {
    match forms.iter_mut().find(|form| form.printed == printed) {
        Some(form) => form.count += 1,
        None => forms.push(Spelling { printed, count: 1, line }),
    }
}

/// Reported at the first line of the rarer spelling.
fn finding(forms: &[Spelling]) -> Option<Finding> {
    let most = forms.iter().max_by_key(|form| form.count)?;
    let rare = forms.iter().filter(|form| form.printed != most.printed).min_by_key(|form| form.line)?;
    let show = |form: &Spelling| format!("“{}{}”（{}处）", form.printed.0, form.printed.1, form.count);
    let message = format!("同一文件里{}又作{}", show(most), show(rare));
    Some(Finding { line: rare.line, kind: FindingKind::Variant, message, document: None })
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
