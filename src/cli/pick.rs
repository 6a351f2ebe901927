//! Which document of an issue is meant: 3, 泾政发〔2021〕13号, 29号.

use anyhow::bail;

use crate::issue::{Document, Issue};
use crate::library::directory::NumberKey;
use crate::text::numerals;

/// A document as it is named in an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// From 1.
    Nth(usize),
    Numbered(NumberKey),
}

impl Pick {
    /// Reads a position or a document number.
    pub fn read(typed: &str) -> Result<Pick, String> {
        match numerals::parse(typed.trim()) {
            Some(0) => Err("从 1 数起".into()),
            Some(nth) => Ok(Pick::Nth(nth as usize)),
            None => NumberKey::read(typed).map(Pick::Numbered).ok_or_else(|| "要用序号或文号".into()),
        }
    }

    /// The document of an issue that is meant; the first where a number is found more than once.
    ///
    /// # Errors
    /// When it has none, in the reader's words.
    pub fn find<'a>(&self, issue: &'a Issue) -> anyhow::Result<&'a Document> {
        let found = match self {
            Pick::Nth(nth) => issue.documents.get(nth.saturating_sub(1)),
            Pick::Numbered(key) => issue.documents.iter().find(|document| {
                let number = number(issue, document).and_then(NumberKey::read);
                number.is_some_and(|number| key.asks_for(&number))
            }),
        };
        let (path, count) = (&issue.source.path, issue.documents.len());
        match (found, self) {
            (Some(document), _) => Ok(document),
            (None, Pick::Nth(nth)) => bail!("{path} 没有第 {nth} 份文件，共 {count} 份"),
            (None, Pick::Numbered(_)) => bail!("{path} 没有这个文号的文件，共 {count} 份"),
        }
    }
}

/// A document's number, from the contents where the document does not print it.
fn number<'a>(issue: &'a Issue, document: &'a Document) -> Option<&'a str> {
    let listed = || issue.toc.get(document.toc? as usize)?.doc_number.as_deref();
    document.doc_number.as_deref().or_else(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_argument_picks_or_is_refused(typed in "[0-9０-９一二十青政发〔〕号第 ]{0,12}|\\PC{0,12}", nth in 1..9999_usize) {
            if let Ok(Pick::Nth(picked)) = Pick::read(&typed) {
                prop_assert!(picked > 0);
            }
            prop_assert_eq!(Pick::read(&format!(" {nth} ")), Ok(Pick::Nth(nth)));
            prop_assert_eq!(Pick::read(&numerals::format(nth as u32)), Ok(Pick::Nth(nth)));
        }
    }
}
