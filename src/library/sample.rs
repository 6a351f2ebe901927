//! The sample library compiled into the program: issues of a county that does not exist, written for it.

use crate::read::SourceText;

const ISSUES: [(&str, &str); 0] = [];

/// How many issues it has.
pub fn count() -> usize {
    ISSUES.len()
}

/// The text of one of them.
pub fn text(index: usize) -> Option<SourceText> {
    ISSUES.get(index).map(|(name, text)| SourceText::from_text(name, text))
}
