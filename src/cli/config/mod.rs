//! What is configured: `/etc/gongbao/config.toml` by the administrator, then `config.toml` in the user's configuration
//! folder, setting by setting over it; and what this run may do besides. `settings` is the table of what there is to set.

mod command;
mod keys;
mod settings;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use super::rights::{Folders, Rights};
use crate::ledger::units::Units;
pub use command::Configure;
pub use settings::{Ambiguous, Config, Source, Theme, expanded, no_color};
use settings::{Mistake, Reader};

/// The administrator's file.
pub const SYSTEM: &str = "/etc/gongbao/config.toml";
/// The administrator's names of units.
const SYSTEM_UNITS: &str = "/etc/gongbao/units.toml";

/// What a run begins with.
#[derive(Debug, Clone)]
pub struct Setup {
    pub config: Config,
    pub rights: Rights,
    /// None where there is no home: then nothing is kept.
    pub folders: Option<Folders>,
}

impl Setup {
    /// Finds out what is configured and what may be done; `restricted`: the command line says so already.
    ///
    /// # Errors
    /// With the path and the line that is not understood. A file that does not exist configures nothing.
    pub fn read(restricted: bool) -> anyhow::Result<Setup> {
        Setup::of(Path::new(SYSTEM), restricted)
    }

    fn of(system: &Path, restricted: bool) -> anyhow::Result<Setup> {
        let mut config = Config::default();
        // By the system's accounts, not by the environment: a folder of the restricted library must not be the user's to move.
        let administrator = Reader { source: Source::Administrator, home: Folders::home_of_account() };
        // One that is there and can't be read may say `restricted`.
        read(&mut config, system, &administrator)?;
        if restricted {
            config.restrict();
        }
        if config.restricted {
            let library = config.library.clone();
            return Ok(Setup { config, rights: Rights::Restricted { library }, folders: Folders::of_account() });
        }
        let folders = Folders::of_environment();
        if let Some(folders) = &folders {
            let user = Reader { source: Source::User, home: std::env::home_dir() };
            match read(&mut config, &folders.config.join("config.toml"), &user) {
                // A home that this user may not look into configures nothing either.
                Err(error) if is_forbidden(&error) => {}
                read => read?,
            }
        }
        let rights = match config.restricted {
            true => Rights::Restricted { library: config.library.clone() },
            false => Rights::Full,
        };
        Ok(Setup { config, rights, folders })
    }

    /// The file of the user's own configuration, there or not; none where there is no home.
    pub fn user_file(&self) -> Option<PathBuf> {
        self.folders.as_ref().map(|folders| folders.config.join("config.toml"))
    }

    /// The names of units: the program's table, the administrator's over it, then the user's `units.toml` in the configuration
    /// folder.
    ///
    /// # Errors
    /// With the path and the line that is not understood.
    pub fn units(&self) -> anyhow::Result<Units> {
        let own = self.folders.as_ref().filter(|_| !self.rights.is_restricted());
        let own = own.map(|folders| folders.config.join("units.toml"));
        let mut units = Units::new();
        for path in [Some(PathBuf::from(SYSTEM_UNITS)), own].into_iter().flatten() {
            let text = match contents(&path) {
                // A home that this user may not look into configures nothing either.
                Err(error) if is_forbidden(&error) => None,
                text => text?,
            };
            let read = text.map_or(Ok(()), |text| units.extend(&text));
            read.map_err(|(line, words)| anyhow!("单位名表 {} 第 {line} 行看不懂：{words}", path.display()))?;
        }
        Ok(units)
    }
}

fn is_forbidden(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

/// Takes what a file says, if there is one.
fn read(config: &mut Config, path: &Path, reader: &Reader) -> anyhow::Result<()> {
    let Some(text) = contents(path)? else { return Ok(()) };
    let Err(Mistake { line, why }) = config.take(&text, reader) else { return Ok(()) };
    let words = text.lines().nth(line - 1).unwrap_or_default().trim();
    let why = why.map(|why| format!("（{why}）")).unwrap_or_default();
    bail!("配置文件 {} 第 {line} 行看不懂：{words}{why}", path.display());
}

/// What a file holds; none if there is none.
pub fn contents(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("读不了配置文件 {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named_with_its_file_line_and_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let user = Reader { source: Source::User, home: None };
        let mut config = Config::default();
        std::fs::write(&path, "library = [\"/srv\"]\nambiguous = \"wide\"\n").unwrap();
        read(&mut config, &path, &user).unwrap();
        assert_eq!((config.ambiguous, &config.library[..]), (Ambiguous::Wide, &[PathBuf::from("/srv")][..]));
        std::fs::write(&path, "ambiguous = \"wide\"\nlibary = [\"/srv\"]\n").unwrap();
        let message = read(&mut config, &path, &user).unwrap_err().to_string();
        let (named, words) = message.split_once(" 第 2 行看不懂：").unwrap();
        assert!(named.ends_with("config.toml"), "{message}");
        assert_eq!(words, "libary = [\"/srv\"]（没有 libary 这个设置，是不是 library？）");
        assert!(read(&mut Config::default(), &folder.path().join("none.toml"), &user).is_ok());
    }

    #[test]
    fn what_the_administrator_restricts_stays_restricted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "library = [\"/srv\"]\nrestricted = true\n").unwrap();
        let setup = Setup::of(&path, false).unwrap();
        assert_eq!(setup.rights, Rights::Restricted { library: vec![PathBuf::from("/srv")] });
        // A file that can't be understood restricts nobody by mistake, and frees nobody: nothing runs.
        std::fs::write(&path, "restricted = ja\n").unwrap();
        assert!(Setup::of(&path, false).is_err());
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(Setup::of(&path, false).is_err());
        let asked = Setup::of(&folder.path().join("none.toml"), true).unwrap();
        assert_eq!(asked.rights, Rights::Restricted { library: Vec::new() });
    }
}
