//! Where the citations of a document lead: into itself, or to documents of the library.

use std::ops::Range;

use super::{Citation, Name, Recognizer, Target};
use crate::address::{Step, inside};
use crate::check::attachments::{Announced, announced};
use crate::issue::{Block, BlockRef, Content, Document, MarkerKind};
use crate::library::directory::{Directory, DocumentId};

/// A citation in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub at: BlockRef,
    /// Bytes of the block's text.
    pub range: Range<usize>,
    pub goal: Goal,
}

/// Where a citation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    Here(BlockRef),
    There(DocumentId, Vec<Step>),
    /// To a document that the library does not hold.
    Absent(Name),
}

/// The citations of a document, in printed order. A document that only names itself cites nothing, and a clause of its own
/// that it does not have is no citation.
pub fn of(document: &Document, own: DocumentId, directory: Directory) -> Vec<Link> {
    let mut recognizer = Recognizer::default();
    let mut links = Vec::new();
    for (at, block) in document.blocks() {
        if matches!(block.content, Content::Furniture | Content::Label | Content::DocNumber) {
            continue;
        }
        if block.content == Content::AttachmentList {
            links.extend(attachment(document, at, &block.text));
            continue;
        }
        // A clause's own number is no citation.
        let from = block.clause().map_or(0, |clause| clause.marker_len as usize);
        let Some(text) = block.text.get(from..) else { continue };
        for Citation { range, target } in recognizer.read(text) {
            let goal = match target {
                Target::Document(name, steps) => {
                    match directory.cited(name.number.as_ref(), name.title.as_deref(), own) {
                        Some(id) if id == own => here(document, &steps, at),
                        Some(id) => Some(Goal::There(id, steps)),
                        None => Some(Goal::Absent(name)),
                    }
                }
                Target::Here(steps) => here(document, &steps, at),
                Target::PreviousParagraph => previous_paragraph(document, at).map(Goal::Here),
                Target::PreviousArticle => previous_article(document, at).map(Goal::Here),
            };
            links.extend(goal.map(|goal| Link { at, range: from + range.start..from + range.end, goal }));
        }
    }
    links
}

/// An item of the list of attachments leads to the attachment.
fn attachment(document: &Document, at: BlockRef, text: &str) -> Option<Link> {
    let Announced { title, printed } = announced(document, text)?;
    let (part, _) = printed?;
    // The title is what the item ends with, but for its stop.
    let start = text.rfind(title)?;
    let goal = Goal::Here(BlockRef { part: part as u32, block: 0 });
    Some(Link { at, range: start..start + title.len(), goal })
}

/// A place in the document itself; none where what is there is no article though an article is cited.
fn here(document: &Document, steps: &[Step], near: BlockRef) -> Option<Goal> {
    let first = steps.first()?;
    let article = matches!(first, Step::Clause(marker) if marker.kind == MarkerKind::Tiao);
    let found = inside::find(document, steps, near).into_iter().next()?.at();
    let is_article = || {
        let scope = inside::article_at(document, found);
        let head = scope.and_then(|scope| document.block(scope.at())?.clause());
        head.is_some_and(|clause| clause.marker.kind == MarkerKind::Tiao)
    };
    (!article || is_article()).then_some(Goal::Here(found))
}

/// The 款 before the one that a block is in.
fn previous_paragraph(document: &Document, at: BlockRef) -> Option<BlockRef> {
    let article = inside::article_at(document, at)?;
    let block = |block| document.block(BlockRef { part: at.part, block });
    let begins =
        |&n: &u32| n == article.blocks.start || block(n).is_some_and(|b: &Block| b.content == Content::Paragraph);
    let mut before = (article.blocks.start..=at.block).filter(begins).collect::<Vec<u32>>();
    before.pop();
    Some(BlockRef { part: at.part, block: before.pop()? })
}

/// The article before the one that a block is in.
fn previous_article(document: &Document, at: BlockRef) -> Option<BlockRef> {
    let own = inside::article_at(document, at)?;
    let place = |block| BlockRef { part: at.part, block };
    (0..own.blocks.start).rev().map(place).find(|&at| {
        let clause = document.block(at).and_then(Block::clause);
        clause.is_some_and(|clause| clause.marker.kind == MarkerKind::Tiao)
    })
}
