//! `[keys]` of a configuration: commands and the keys that they are to have.

use std::fmt::Write;

use toml_edit::{Array, InlineTable, Item, Key, Value};

use super::settings::{Config, Wrong, unknown};
use crate::app::keymap::{Action, Chord};
use crate::app::keys::{self, Keymap};

/// Takes a section of keys over those that are there, command by command.
///
/// # Errors
/// At the first command or key that is not known, or that two commands would have at the same place.
pub fn read(config: &mut Config, item: &Item) -> Result<(), Wrong> {
    let table = item.as_table_like().ok_or("要写成一节：一行 [keys]，下面每行一个命令".to_owned())?;
    let at = |name: &str| table.key(name).and_then(Key::span);
    let mut taken = Vec::new();
    for (name, item) in table.iter() {
        let wrong = |why: String| Wrong { at: at(name), why };
        let action = named(name).map_err(wrong)?;
        let chords = chords(item, action).map_err(wrong)?;
        if chords.is_empty() && matches!(action, Action::Quit | Action::Help) {
            return Err(wrong(format!("{name} 至少要有一个键")));
        }
        config.keys.retain(|(rebound, _)| *rebound != action);
        config.keys.push((action, chords));
        taken.push((name, action));
    }
    let keymap = Keymap::with(&config.keys);
    for (name, action) in taken {
        if let Some((chord, other)) = keymap.conflict(action) {
            let (key, other) = (chord.written(), other.name());
            let why = format!("{key} 也是 {other} 的键；另写一个，或者在这里给 {other} 别的键");
            return Err(Wrong { at: at(name), why });
        }
    }
    Ok(())
}

fn named(name: &str) -> Result<Action, String> {
    let commands = keys::commands();
    let found = commands.iter().find(|(action, _)| action.name() == name);
    found.map(|(action, _)| *action).ok_or_else(|| match name == Action::Close.name() {
        true => keys::Unfit::Esc.to_string(),
        false => unknown("命令", name, commands.iter().map(|(action, _)| action.name())),
    })
}

fn chords(item: &Item, action: Action) -> Result<Vec<Chord>, String> {
    let texts: Option<Vec<&str>> = match item.as_str() {
        Some(one) => Some(vec![one]),
        None => item.as_array().and_then(|list| list.iter().map(Value::as_str).collect()),
    };
    let texts = texts.ok_or_else(|| "要写成键的列表，例如 [\"x\", \"Ctrl-E\"]".to_owned())?;
    texts.into_iter().map(|text| keys::chord(text, action).map_err(|unfit| unfit.to_string())).collect()
}

fn list(keys: &[Chord]) -> Array {
    keys.iter().map(|key| key.written()).collect()
}

/// The keys that were given to commands, as TOML.
pub fn show(config: &Config) -> String {
    let mut table = InlineTable::new();
    for (action, keys) in &config.keys {
        table.insert(action.name(), Value::Array(list(keys)));
    }
    table.to_string()
}

/// The whole section, every command with the keys that it has to begin with.
pub fn example() -> String {
    let mut text = String::from("[keys]\n");
    for (action, help) in keys::commands() {
        let _ = writeln!(text, "{} = {}  # {help}", action.name(), list(&keys::defaults(action)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::settings::{Reader, Source};

    fn take(text: &str) -> Result<Config, (usize, String)> {
        let mut config = Config::default();
        let reader = Reader { source: Source::User, home: None };
        config.take(text, &reader).map_err(|mistake| (mistake.line, mistake.why.unwrap_or_default()))?;
        Ok(config)
    }

    #[test]
    fn commands_are_given_keys_by_their_names() {
        let config = take("[keys]\nnext-clause = \"x\"\nexport = [\"Ctrl-E\", \"z s\"]\nwider = []\n").unwrap();
        assert_eq!(show(&config), r#"{ next-clause = ["x"], export = ["Ctrl-E", "z s"], wider = [] }"#);
        let keymap = Keymap::with(&config.keys);
        assert_eq!(
            (keymap.name(Action::Export), keymap.name(Action::Wider)),
            ("Ctrl-E".into(), "（wider 没有键）".into())
        );
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, line, words) in [
            ("keys = 3", 1, "要写成一节"),
            ("[keys]\n\nnext-claus = \"x\"", 3, "是不是 next-clause？"),
            ("[keys]\ndown = \"j\"\nup = 3", 3, "键的列表"),
            ("[keys]\nup = [\"k\", \"F99\"]", 2, "没有「F99」这个键"),
            ("[keys]\nup = \"7\"", 2, "数字"),
            ("[keys]\nup = \"Esc\"", 2, "Esc"),
            ("[keys]\nclose = \"x\"", 2, "Esc"),
            ("[keys]\nquit = []", 2, "至少要有一个键"),
            ("[keys]\nup = \"p\"\nnext-clause = \"j\"", 3, "j 也是 down 的键"),
            ("[keys]\nsort = \"w\"\nrole = \"w\"", 2, "w 也是 role 的键"),
        ] {
            let (at, why) = take(text).unwrap_err();
            assert!(at == line && why.contains(words), "{text}: {at} {why}");
        }
        assert!(take("[keys]\nnext-clause = \"j\"\ndown = \"Down\"").is_ok());
    }

    #[test]
    fn the_manual_lists_every_command() {
        let manual = include_str!("../../../docs/manual.md");
        for (action, help) in keys::commands() {
            let keys: Vec<String> = keys::defaults(action).iter().map(|key| format!("`{}`", key.written())).collect();
            let row = format!("| `{}` | {} | {help} |", action.name(), keys.join(" "));
            assert!(manual.lines().any(|line| line == row), "not in the manual:\n{row}");
        }
    }
}
