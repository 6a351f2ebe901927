//! The sample library compiled into the program: issues of places that do not exist, written for it.

use crate::read::SourceText;

/// Name and text of each issue.
const ISSUES: [(&str, &str); 4] = [
    ("lujian-2024-02.txt", include_str!("../../samples/lujian-2024-02.txt")),
    ("lujian-2025-01.txt", include_str!("../../samples/lujian-2025-01.txt")),
    ("yanhu-2022-03.txt", include_str!("../../samples/yanhu-2022-03.txt")),
    ("yanhu-2023-09.txt", include_str!("../../samples/yanhu-2023-09.txt")),
];

/// How many issues it has.
pub fn count() -> usize {
    ISSUES.len()
}

/// The text of one of them.
pub fn text(index: usize) -> Option<SourceText> {
    ISSUES.get(index).map(|(name, text)| SourceText::from_text(name, text))
}
