//! Short texts of our own screens (titles in lists, messages, help), cut to a width. Broken into lines they are by
//! [`typeset`](crate::typeset), like everything else.

use crate::text::width::Widths;
pub use crate::typeset::wrap;

/// The text as far as it fits; two dots stand for what is left out.
pub fn cut(text: &str, width: usize, widths: Widths) -> String {
    if widths.str(text) <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(2);
    let mut out = String::new();
    for c in text.chars() {
        let wide = widths.char(c);
        if wide > room {
            break;
        }
        room -= wide;
        out.push(c);
    }
    out.push_str(&".."[..width.min(2)]);
    out
}

/// A title without what most titles begin and end with: who issued it, 关于印发, 的通知, the outermost quotation marks.
pub fn gist(title: &str) -> &str {
    let after = |text: &'_ str, word: &str| text.find(word).map(|at| at + word.len());
    let mut gist = title.trim();
    if let Some(at) = after(gist, "关于").filter(|&at| at < gist.len()) {
        gist = &gist[at..];
        for verb in ["印发", "转发", "批转", "公布"] {
            gist = gist.strip_prefix(verb).filter(|rest| !rest.is_empty()).unwrap_or(gist);
        }
    }
    let whole = gist;
    for end in ["的通知", "的公告", "的决定"] {
        gist = gist.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(gist);
    }
    match gist.strip_prefix('《').and_then(|rest| rest.strip_suffix('》')) {
        Some(inner) if !inner.is_empty() && !inner.contains(['《', '》']) => inner,
        _ if gist.is_empty() => whole,
        _ => gist,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_starts_with_a_closing_mark() {
        assert_eq!(wrap("一二三四，五", 8, Widths::default()), ["一二三", "四，五"]);
        assert_eq!(wrap("，，，，，", 4, Widths::default()), ["，，", "，，", "，"]);
        assert_eq!(wrap("关于加《办法》2023年", 8, Widths::default()), ["关于加", "《办法》", "2023年"]);
        assert_eq!(wrap("", 8, Widths::default()), [""]);
    }

    #[test]
    fn cutting_leaves_no_half_character() {
        assert_eq!(cut("青山县公报", 10, Widths::default()), "青山县公报");
        assert_eq!(cut("青山县公报", 9, Widths::default()), "青山县..");
        assert_eq!(cut("青山县公报", 1, Widths::default()), ".");
    }

    #[test]
    fn the_gist_of_a_title_is_what_tells_it_from_others() {
        assert_eq!(gist("青山县人民政府关于印发《青山县河长制实施方案》的通知"), "青山县河长制实施方案");
        assert_eq!(gist("青山县人民政府关于加强防汛工作的意见"), "加强防汛工作的意见");
        assert_eq!(gist("关于"), "关于");
        assert_eq!(gist("青山县大事记"), "青山县大事记");
    }
}
