//! What is configured: `/etc/gongbao/config.toml` by the administrator, then `config.toml` in the user's configuration
//! folder, key by key over it; and what this run may do besides.
//!
//! ```toml
//! library = ["/srv/gongbao"]   # what is opened when no path is given
//! ambiguous = "auto"           # auto | narrow | wide
//! measure = 40                 # Chinese characters a line, at most
//! restricted = true            # see `rights`; what the administrator has set stays set
//! ```

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use serde::Deserialize;

use super::rights::{Folders, Rights};
use crate::ledger::units::Units;

/// The administrator's file.
pub const SYSTEM: &str = "/etc/gongbao/config.toml";
/// The administrator's names of units.
const SYSTEM_UNITS: &str = "/etc/gongbao/units.toml";

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub library: Option<Vec<PathBuf>>,
    pub ambiguous: Option<Ambiguous>,
    pub measure: Option<u16>,
    pub restricted: bool,
}

/// What a run begins with.
#[derive(Debug, Clone)]
pub struct Setup {
    pub config: Config,
    pub rights: Rights,
    /// None where there is no home: then nothing is kept.
    pub folders: Option<Folders>,
}

/// How many cells the terminal gives to characters whose width East Asian Width leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Ambiguous {
    /// 询问终端
    Auto,
    /// 一格
    Narrow,
    /// 两格
    Wide,
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
        // One that is there and can't be read may say `restricted`.
        let system = Config::from_file(system)?.unwrap_or_default();
        if restricted || system.restricted {
            let library = system.library.clone().unwrap_or_default();
            return Ok(Setup {
                config: system,
                rights: Rights::Restricted { library },
                folders: Folders::of_account(),
            });
        }
        let folders = Folders::of_environment();
        let user = folders.as_ref().map(|folders| Config::from_file(&folders.config.join("config.toml")));
        let user = match user {
            // A home that this user may not look into configures nothing either.
            Some(Err(error)) if is_forbidden(&error) => Config::default(),
            Some(user) => user?.unwrap_or_default(),
            None => Config::default(),
        };
        let config = user.over(system);
        if config.restricted {
            let library = config.library.clone().unwrap_or_default();
            return Ok(Setup { config, rights: Rights::Restricted { library }, folders });
        }
        Ok(Setup { config, rights: Rights::Full, folders })
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

impl Config {
    /// Key by key, these over those.
    fn over(self, below: Config) -> Config {
        Config {
            library: self.library.or(below.library),
            ambiguous: self.ambiguous.or(below.ambiguous),
            measure: self.measure.or(below.measure),
            restricted: self.restricted || below.restricted,
        }
    }

    /// Reads a file; none if there is none.
    fn from_file(path: &Path) -> anyhow::Result<Option<Config>> {
        let Some(text) = contents(path)? else { return Ok(None) };
        match toml::from_str(&text) {
            Ok(config) => Ok(Some(config)),
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                let words = text.lines().nth(line - 1).unwrap_or_default().trim();
                bail!("配置文件 {} 第 {line} 行看不懂：{words}", path.display());
            }
        }
    }
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
    fn a_mistake_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "library = [\"/srv\"]\nambiguous = \"wide\"\n").unwrap();
        let config = Config::from_file(&path).unwrap().unwrap();
        assert_eq!(config.ambiguous, Some(Ambiguous::Wide));
        assert_eq!(config.library, Some(vec![PathBuf::from("/srv")]));
        std::fs::write(&path, "ambiguous = \"wide\"\nlibary = [\"/srv\"]\n").unwrap();
        let message = Config::from_file(&path).unwrap_err().to_string();
        assert!(message.ends_with("第 2 行看不懂：libary = [\"/srv\"]"), "{message}");
        assert_eq!(Config::from_file(&folder.path().join("none.toml")).unwrap(), None);
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

    #[test]
    fn the_user_may_change_all_but_the_restriction() {
        let system = Config { measure: Some(30), restricted: true, ..Config::default() };
        let user = Config { measure: Some(50), restricted: false, ..Config::default() };
        assert_eq!(user.over(system), Config { measure: Some(50), restricted: true, ..Config::default() });
    }
}
