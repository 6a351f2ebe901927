//! What is configured: `/etc/gongbao/config.toml` by the administrator, then `config.toml` in the user's configuration
//! folder, key by key over it.
//!
//! ```toml
//! library = ["/srv/gongbao"]   # what is opened when no path is given
//! ambiguous = "auto"           # auto | narrow | wide
//! measure = 40                 # Chinese characters a line, at most
//! ```

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use directories::ProjectDirs;
use serde::Deserialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub library: Option<Vec<PathBuf>>,
    pub ambiguous: Option<Ambiguous>,
    pub measure: Option<u16>,
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

/// The folders of this program below the user's home; none where there is no home.
pub fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "gongbao")
}

impl Config {
    /// Reads what is configured.
    ///
    /// # Errors
    /// With the path and the line that is not understood. A file that does not exist configures nothing.
    pub fn read() -> anyhow::Result<Config> {
        let system = Config::from_file(Path::new("/etc/gongbao/config.toml"))?;
        let Some(folders) = folders() else { return Ok(system) };
        let user = Config::from_file(&folders.config_dir().join("config.toml"))?;
        Ok(Config {
            library: user.library.or(system.library),
            ambiguous: user.ambiguous.or(system.ambiguous),
            measure: user.measure.or(system.measure),
        })
    }

    fn from_file(path: &Path) -> anyhow::Result<Config> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            // A home that this user may not look into configures nothing either.
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound
                        | std::io::ErrorKind::NotADirectory
                        | std::io::ErrorKind::PermissionDenied
                ) =>
            {
                return Ok(Config::default());
            }
            Err(error) => return Err(error).with_context(|| format!("读不了配置文件 {}", path.display())),
        };
        let config: Config = match toml::from_str(&text) {
            Ok(config) => config,
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                let words = text.lines().nth(line - 1).unwrap_or_default().trim();
                bail!("配置文件 {} 第 {line} 行看不懂：{words}", path.display());
            }
        };
        Ok(config)
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
        let config = Config::from_file(&path).unwrap();
        assert_eq!(config.ambiguous, Some(Ambiguous::Wide));
        assert_eq!(config.library, Some(vec![PathBuf::from("/srv")]));
        std::fs::write(&path, "ambiguous = \"wide\"\nlibary = [\"/srv\"]\n").unwrap();
        let message = Config::from_file(&path).unwrap_err().to_string();
        assert!(message.ends_with("第 2 行看不懂：libary = [\"/srv\"]"), "{message}");
        assert_eq!(Config::from_file(&folder.path().join("none.toml")).unwrap(), Config::default());
    }
}
