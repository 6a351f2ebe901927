//! Which attributes and which ink a role has: the one place that decides how something looks. Which colour an ink is, the
//! theme says (`tui/colours.rs`); whatever a colour says is also said by an attribute or in words, so that the theme without
//! colours loses nothing.

use ratatui::style::{Modifier, Style};

use crate::tui::colours::{ACCENT, FAINT as FAINT_INK, MARKER as MARKER_INK};
use crate::typeset::Role;

pub const PLAIN: Style = Style::new();
pub const BAR: Style = Style::new().add_modifier(Modifier::REVERSED);
/// What stands in an input line and will be replaced by what is typed.
pub const REPLACED: Style = Style::new().add_modifier(Modifier::REVERSED.union(Modifier::UNDERLINED));
pub const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// What is selected in a panel that has no keys now.
pub const FOLLOWED: Style = Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED));
pub const HEADING: Style = Style::new().add_modifier(Modifier::BOLD);
pub const FAINT: Style = Style::new().fg(FAINT_INK);
/// What is odd: said in words as well.
pub const ODD: Style = Style::new().fg(ACCENT);
/// A citation that can be followed, and the one that was walked to.
pub const LINK: Style = Style::new().add_modifier(Modifier::UNDERLINED);
pub const CURRENT_LINK: Style = Style::new().add_modifier(Modifier::REVERSED.union(Modifier::UNDERLINED));
/// A hit, and the one that is current.
pub const HIT: Style = Style::new().fg(ACCENT).add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD));
pub const CURRENT_HIT: Style = Style::new().fg(ACCENT).add_modifier(Modifier::REVERSED.union(Modifier::BOLD));
/// Words that are gone, and new ones.
pub const GONE: Style = Style::new().fg(ACCENT).add_modifier(Modifier::UNDERLINED);
pub const NEW: Style = Style::new().fg(MARKER_INK).add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD));
/// The marker of the clause one went to.
pub const MARKED: Style = Style::new().add_modifier(Modifier::REVERSED);

pub fn role(role: Role) -> Style {
    match role {
        Role::Body | Role::Formal => PLAIN,
        Role::Title | Role::Heading | Role::TableHead => HEADING,
        Role::Marker => Style::new().fg(MARKER_INK),
        Role::Dim | Role::Frame => FAINT,
    }
}
