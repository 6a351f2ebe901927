//! How large a text is.

/// The size of a text, in bytes, by which its memory is measured. A line, a cell of a table and a character that is shown by its
/// number are kept one by one, so they count more than their byte or two.
pub fn weight(text: &str) -> usize {
    let lines = text.matches('\n').count();
    let cells = text.matches(['|', '\t']).count() + text.matches("<t").count();
    let shown = text.chars().filter(|&c| matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{202e}')).count();
    text.len() + 100 * (lines + cells) + 8 * shown
}
