//! What the catalog knows of an issue's documents, packed: a large library has hundreds of thousands of them, and a screen
//! shows a few. One is unpacked when it is asked for, and borrows its texts from where all are packed.
//!
//! ```text
//! packed:  [end of 0][end of 1]…  [summary 0 · details 0][summary 1 · details 1]…
//! ```
//!
//! The bytes are of a vector, or of a file that is mapped (the cache): then they cost no memory of this process, and all
//! readers of a library on one machine share them.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

/// What one document is, as lists show it and addresses find it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DocumentSummary<'a> {
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// As the contents have it, where they differ by more than spacing or script: either may hold the recogniser's slip.
    #[serde(borrow)]
    pub listed: Option<&'a str>,
    #[serde(borrow)]
    pub doc_number: Option<&'a str>,
    #[serde(borrow)]
    pub date: Option<&'a str>,
    /// Who signed.
    #[serde(borrow)]
    pub issuers: Vec<&'a str>,
    /// Of the contents.
    #[serde(borrow)]
    pub category: Option<&'a str>,
}

/// What one is called, and no more: a summary begins with it, and it is quickly unpacked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Called<'a> {
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    #[serde(borrow)]
    pub listed: Option<&'a str>,
    #[serde(borrow)]
    pub doc_number: Option<&'a str>,
}

/// What else searches and ledgers want to know of one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Details<'a> {
    /// Who answers for something in it, each once.
    #[serde(borrow)]
    pub units: Vec<&'a str>,
    /// Of its clauses, without their markers, each once.
    #[serde(borrow)]
    pub headings: Vec<&'a str>,
}

/// The documents of an issue, in printed order.
#[derive(Clone)]
pub struct Documents {
    packed: OwnedBytes,
    count: u32,
}

/// Bytes of an end in the table before the documents.
const END: usize = size_of::<u32>();

impl Documents {
    /// So many documents from bytes that were packed, or so it is said: what can't be unpacked is not there.
    pub(in crate::library) fn unpacked(packed: OwnedBytes, count: u32) -> Documents {
        Documents { packed, count }
    }

    pub(in crate::library) fn packed(&self) -> &[u8] {
        &self.packed
    }

    pub fn len(&self) -> usize {
        self.count as usize
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn get(&self, at: usize) -> Option<DocumentSummary<'_>> {
        Some(self.summary(at)?.0)
    }

    /// What else is known of one.
    pub fn detail(&self, at: usize) -> Option<Details<'_>> {
        postcard::from_bytes(self.summary(at)?.1).ok()
    }

    /// What else is known of each.
    pub fn details(&self) -> impl Iterator<Item = Details<'_>> {
        (0..self.len()).map_while(|at| self.detail(at))
    }

    pub fn iter(&self) -> impl Iterator<Item = DocumentSummary<'_>> {
        (0..self.len()).map_while(|at| self.get(at))
    }

    /// What one is called.
    pub fn called(&self, at: usize) -> Option<Called<'_>> {
        Some(postcard::take_from_bytes(self.bytes(at)?).ok()?.0)
    }

    /// A summary, and the bytes of its details.
    fn summary(&self, at: usize) -> Option<(DocumentSummary<'_>, &[u8])> {
        postcard::take_from_bytes(self.bytes(at)?).ok()
    }

    /// Both, packed.
    fn bytes(&self, at: usize) -> Option<&[u8]> {
        let table = self.len() * END;
        let end = |at: usize| {
            let end = self.packed.get(at * END..(at + 1) * END)?.first_chunk().copied()?;
            Some(table + u32::from_le_bytes(end) as usize)
        };
        let start = at.checked_sub(1).map_or(Some(table), end)?;
        (at < self.len()).then(|| self.packed.get(start..end(at)?))?
    }
}

impl Default for Documents {
    fn default() -> Self {
        Documents { packed: OwnedBytes::empty(), count: 0 }
    }
}

impl PartialEq for Documents {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.packed() == other.packed()
    }
}

impl Eq for Documents {}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> FromIterator<(DocumentSummary<'a>, Details<'a>)> for Documents {
    fn from_iter<I: IntoIterator<Item = (DocumentSummary<'a>, Details<'a>)>>(documents: I) -> Self {
        let (mut table, mut bodies) = (Vec::new(), Vec::new());
        for document in documents {
            // Texts in memory can always be written.
            bodies.append(&mut postcard::to_stdvec(&document).unwrap_or_default());
            table.extend((bodies.len() as u32).to_le_bytes());
        }
        let count = (table.len() / END) as u32;
        table.append(&mut bodies);
        Documents { packed: OwnedBytes::new(table), count }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn document<'a>(title: &'a str, unit: &'a str) -> (DocumentSummary<'a>, Details<'a>) {
        let summary = DocumentSummary {
            title: title.into(),
            doc_number: Some("云政发〔2021〕7号"),
            issuers: vec![title, unit],
            ..DocumentSummary::default()
        };
        (summary, Details { units: vec![unit], headings: Vec::new() })
    }

    #[test]
    fn what_is_packed_is_found_by_its_place() {
        let packed: Documents =
            [document("通知", "县林业局"), document("", ""), document("意见", "县水务局")].into_iter().collect();
        assert_eq!((packed.len(), packed.iter().count()), (3, 3));
        assert_eq!(packed.get(2), Some(document("意见", "县水务局").0));
        assert_eq!(
            packed.called(2).map(|called| (called.title, called.doc_number)),
            Some(("意见".into(), Some("云政发〔2021〕7号")))
        );
        assert_eq!(packed.detail(0), Some(document("通知", "县林业局").1));
        assert!(packed.get(3).is_none() && Documents::default().get(0).is_none() && Documents::default().is_empty());
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(texts in prop::collection::vec(("\\PC{0,8}", "\\PC{0,8}"), 0..6)) {
            let documents: Documents = texts.iter().map(|(title, unit)| document(title, unit)).collect();
            let again = Documents::unpacked(OwnedBytes::new(documents.packed().to_vec()), documents.len() as u32);
            let wanted = || texts.iter().map(|(title, unit)| document(title, unit));
            prop_assert!(again.iter().eq(wanted().map(|(summary, _)| summary)));
            prop_assert!(again.details().eq(wanted().map(|(_, details)| details)));
        }

        #[test]
        fn any_bytes_are_documents_or_none(bytes: Vec<u8>, count in 0..9_u32) {
            let documents = Documents::unpacked(OwnedBytes::new(bytes), count);
            prop_assert!(documents.iter().count() <= count as usize);
            for at in 0..10 {
                let _ = (documents.detail(at), documents.called(at));
            }
        }
    }
}
