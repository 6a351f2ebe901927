//! What the one who runs the program may do: the one place that decides it.
//!
//! Usually everything that the system lets them. In restricted mode (受限模式), for a login shell or a forced command,
//! the program must be no way to anything but the administrator's library: no other file is opened, none is written
//! where the user says, nothing is configured by the user or by the environment, and there is no way out to a shell.
//!
//! Restricted is who says so in any of three places, none of which the other two can take back: `--restricted`, the
//! administrator's `restricted = true`, and the name `rgongbao`, because a login shell is started without arguments.
//!
//! Everything that opens or writes a path that was given by the user asks [`Rights`] first.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::library::Place;

/// What may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    Full,
    /// Only to read, only in these folders.
    Restricted {
        library: Vec<PathBuf>,
    },
}

/// Refused in restricted mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("受限模式：只能打开馆藏里的文件")]
    Open,
    #[error("受限模式：不能写文件")]
    Write,
}

impl Rights {
    /// What the paths a user asks for may lead to; none were given: `library`, or the sample where there is none either.
    ///
    /// # Errors
    /// In restricted mode, when one of them is not in the administrator's library. Whether there is such a file at all
    /// is not said.
    pub fn open(&self, asked: Vec<PathBuf>, library: &[PathBuf]) -> Result<Place, Refused> {
        let given = |paths: Vec<PathBuf>| if paths.is_empty() { library.to_vec() } else { paths };
        match self {
            Rights::Full => match given(asked) {
                paths if paths.is_empty() => Ok(Place::Sample),
                paths => Ok(Place::Paths(paths)),
            },
            Rights::Restricted { library } => {
                if asked.is_empty() {
                    let place = if library.is_empty() { Place::Sample } else { Place::Confined(library.clone()) };
                    return Ok(place);
                }
                let roots: Vec<PathBuf> = library.iter().filter_map(|root| root.canonicalize().ok()).collect();
                let inside = |path: PathBuf| {
                    let path = path.canonicalize().map_err(|_| Refused::Open)?;
                    if roots.iter().any(|root| path.starts_with(root)) { Ok(path) } else { Err(Refused::Open) }
                };
                Ok(Place::Confined(asked.into_iter().map(inside).collect::<Result<_, _>>()?))
            }
        }
    }

    /// Whether a file or folder that the user names may be written to.
    ///
    /// # Errors
    /// In restricted mode.
    pub fn write(&self, _path: &Path) -> Result<(), Refused> {
        match self {
            Rights::Full => Ok(()),
            Rights::Restricted { .. } => Err(Refused::Write),
        }
    }

    pub fn is_restricted(&self) -> bool {
        matches!(self, Rights::Restricted { .. })
    }
}

/// Whether the program was started by the name that means restricted; a login shell's name begins with `-`.
pub fn is_restricted_name(name: &OsStr) -> bool {
    let name = Path::new(name).file_name().unwrap_or(name).as_encoded_bytes();
    name.strip_prefix(b"-").unwrap_or(name) == b"rgongbao"
}

/// The folders of this program below a user's home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    pub config: PathBuf,
    /// What can be deleted at any time.
    pub cache: PathBuf,
    /// What the reader left: bookmarks, places.
    pub state: PathBuf,
}

impl Folders {
    /// Where the environment says; none where there is no home.
    pub fn of_environment() -> Option<Folders> {
        let folders = ProjectDirs::from("", "", "gongbao")?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(Folders { config: folders.config_dir().into(), cache: folders.cache_dir().into(), state: state.into() })
    }

    /// Where the system's accounts say this user's home is, whatever `HOME` and `XDG_…` say.
    pub fn home_of_account() -> Option<PathBuf> {
        let home = nix::unistd::User::from_uid(nix::unistd::Uid::effective()).ok()??.dir;
        home.is_absolute().then_some(home)
    }

    /// Below the home that the system's accounts say.
    pub fn of_account() -> Option<Folders> {
        let home = Folders::home_of_account()?;
        let below = |folder: &str| home.join(folder).join("gongbao");
        Some(Folders { config: below(".config"), cache: below(".cache"), state: below(".local/state") })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn restricted_opens_what_is_in_the_library_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("srv/2023")).unwrap();
        fs::write(root.join("srv/2023/a.txt"), "公报").unwrap();
        fs::write(root.join("secret.txt"), "密").unwrap();
        fs::create_dir(root.join("srv-other")).unwrap();
        symlink(root.join("secret.txt"), root.join("srv/link.txt")).unwrap();
        symlink(root.join("srv"), root.join("library")).unwrap();
        let rights = Rights::Restricted { library: vec![root.join("library")] };
        let open = |path: &str| rights.open(vec![root.join(path)], &[root.join("srv-other")]);
        assert_eq!(open("srv/2023"), Ok(Place::Confined(vec![root.join("srv/2023")])));
        assert_eq!(open("library/2023/a.txt"), Ok(Place::Confined(vec![root.join("srv/2023/a.txt")])));
        for outside in ["secret.txt", "srv/../secret.txt", "srv/link.txt", "srv-other", "none.txt", "srv/none.txt", "."]
        {
            assert_eq!(open(outside), Err(Refused::Open), "{outside}");
        }
        assert_eq!(rights.open(Vec::new(), &[]), Ok(Place::Confined(vec![root.join("library")])));
        assert_eq!(Rights::Restricted { library: Vec::new() }.open(Vec::new(), &[]), Ok(Place::Sample));
        assert_eq!(rights.write(&root.join("srv/new.txt")), Err(Refused::Write));
        assert_eq!(Rights::Full.write(&root.join("srv/new.txt")), Ok(()));
    }

    #[test]
    fn a_login_shell_is_known_by_its_name() {
        for name in ["rgongbao", "-rgongbao", "/usr/local/bin/rgongbao"] {
            assert!(is_restricted_name(OsStr::new(name)), "{name}");
        }
        for name in ["gongbao", "-gongbao", "/home/rgongbao/gongbao", "rgongbao2", ""] {
            assert!(!is_restricted_name(OsStr::new(name)), "{name}");
        }
    }
}
