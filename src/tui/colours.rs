//! Which colour an ink has.
//!
//! Drawing knows roles (`draw/theme.rs`): each is attributes and one of three inks. What an ink looks like is decided here, by
//! the theme and by how many colours the terminal may be sent, when a screen becomes a [`Grid`](super::grid::Grid). So
//! another theme is another table of three colours, and without colours nothing is lost but the ink.

use ratatui::style::Color;

use crate::app::Theme;

/// What is there but does not matter now: frames, page numbers, what is repeated.
pub const FAINT: Color = Color::DarkGray;
/// Markers of clauses.
pub const MARKER: Color = Color::Cyan;
/// What one looks for, and what is odd.
pub const ACCENT: Color = Color::Yellow;

/// How many colours may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// Those that every terminal has, as its user has set them: five bytes a change.
    #[default]
    Sixteen,
    Indexed,
    /// Three times as many bytes.
    True,
}

/// The colours of the inks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    faint: Color,
    marker: Color,
    accent: Color,
    /// No colour is sent; what stands on one is reversed.
    pub mono: bool,
}

impl Default for Colours {
    fn default() -> Colours {
        Colours::new(Theme::Dark, Depth::Sixteen)
    }
}

impl Colours {
    pub fn new(theme: Theme, depth: Depth) -> Colours {
        // Each as one of the sixteen, by its number among 256, and exactly.
        let [faint, marker, accent] = match theme {
            Theme::Mono => {
                return Colours { faint: Color::Reset, marker: Color::Reset, accent: Color::Reset, mono: true };
            }
            Theme::Dark => {
                [(Color::DarkGray, 246, 0x94_94_94), (Color::Cyan, 80, 0x5f_d7_d7), (Color::Yellow, 221, 0xff_d7_5f)]
            }
            Theme::Light => {
                [(Color::DarkGray, 242, 0x6c_6c_6c), (Color::Blue, 24, 0x00_5f_87), (Color::Red, 124, 0xaf_00_00)]
            }
        }
        .map(|(sixteen, index, rgb)| match depth {
            Depth::Sixteen => sixteen,
            Depth::Indexed => Color::Indexed(index),
            Depth::True => Color::from_u32(rgb),
        });
        Colours { faint, marker, accent, mono: false }
    }

    /// The colour that is sent for what was drawn.
    pub fn of(&self, drawn: Color) -> Color {
        match drawn {
            _ if self.mono => Color::Reset,
            FAINT => self.faint,
            MARKER => self.marker,
            ACCENT => self.accent,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_are_apart_in_every_theme_and_none_is_sent_in_mono() {
        for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
            for theme in [Theme::Dark, Theme::Light] {
                let colours = Colours::new(theme, depth);
                let inks = [FAINT, MARKER, ACCENT].map(|ink| colours.of(ink));
                assert!(inks[0] != inks[1] && inks[1] != inks[2] && inks[0] != inks[2], "{inks:?}");
                let fits = |ink: &Color| match depth {
                    Depth::Sixteen => !matches!(ink, Color::Rgb(..) | Color::Indexed(_)),
                    Depth::Indexed => matches!(ink, Color::Indexed(16..)),
                    Depth::True => matches!(ink, Color::Rgb(..)),
                };
                assert!(inks.iter().all(fits), "{inks:?}");
                assert_eq!(colours.of(Color::Reset), Color::Reset);
            }
            let mono = Colours::new(Theme::Mono, depth);
            assert!([FAINT, MARKER, ACCENT, Color::Red].iter().all(|&drawn| mono.of(drawn) == Color::Reset));
        }
    }
}
