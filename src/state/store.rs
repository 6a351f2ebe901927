//! The file that the state is kept in: `state.json` in the user's state folder.
//!
//! Saving takes a lock that running copies share, reads what is there now, merges, writes a new file beside it, has it on disk, and puts it in
//! the old one's place: at every moment the file is whole, and nobody's changes are lost. A file that cannot be understood is put
//! aside under another name, never written over; one of a later version is left alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Change, State};

/// Version of the file's form.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Form {
    version: u32,
    #[serde(flatten)]
    state: State,
}

/// Why nothing can be kept, in the reader's words.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("写不了 {0}：{1}")]
    Io(PathBuf, io::Error),
    #[error("{0} 是更新版本的程序写的")]
    Newer(PathBuf),
}

/// The state's folder.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// What was read or saved, and where a damaged file was put.
#[derive(Debug)]
pub struct Kept {
    pub state: State,
    pub aside: Option<PathBuf>,
}

/// Microseconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as u64)
}

impl Store {
    pub fn new(folder: &Path) -> Store {
        Store { folder: folder.to_owned() }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("state.json")
    }

    /// What is kept; nothing where there is no file. Changes nothing on disk.
    ///
    /// # Errors
    /// When there is a file that can't be read, or one of a later version. A damaged one is no error: it is put aside when
    /// something is saved.
    pub fn read(&self) -> Result<State, Trouble> {
        Ok(self.parsed()?.unwrap_or_default())
    }

    /// None: damaged.
    fn parsed(&self) -> Result<Option<State>, Trouble> {
        let path = self.file();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(State::default())),
            Err(error) => return Err(Trouble::Io(path, error)),
        };
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        match serde_json::from_slice::<Head>(&bytes) {
            Ok(head) if head.version > VERSION => Err(Trouble::Newer(path)),
            _ => Ok(serde_json::from_slice::<Form>(&bytes).ok().map(|form| form.state)),
        }
    }

    /// Saves changes over what is on disk now, and says what is there then.
    ///
    /// # Errors
    /// When it can't be saved; what is on disk is as it was.
    pub fn keep(&self, changes: &[(Change, u64)]) -> Result<Kept, Trouble> {
        let io = |error| Trouble::Io(self.folder.clone(), error);
        fs::create_dir_all(&self.folder).map_err(io)?;
        let _lock = self.lock()?;
        let (mut state, aside) = match self.parsed()? {
            Some(state) => (state, None),
            None => (State::default(), Some(self.put_aside().map_err(io)?)),
        };
        changes.iter().for_each(|(change, when)| state.put(change.clone(), *when));
        state.prune(now());
        let form = Form { version: VERSION, state };
        let bytes = serde_json::to_vec(&form).map_err(|error| io(error.into()))?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(io)?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(io)?;
        file.persist(self.file()).map_err(|error| io(error.error))?;
        // The folder's entry too; where a file system knows no such thing, it is there all the same.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(Kept { state: form.state, aside })
    }

    /// A lock that all copies share; it ends with the process, however that ends. Waits as long as another copy saves.
    fn lock(&self) -> Result<File, Trouble> {
        let path = self.folder.join("state.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let locked = file.and_then(|file| file.lock().map(|()| file));
        locked.map_err(|error| Trouble::Io(path, error))
    }

    fn put_aside(&self) -> io::Result<PathBuf> {
        let aside = self.folder.join(format!("state.damaged-{}.json", now()));
        fs::rename(self.file(), &aside)?;
        Ok(aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Anchor;
    use crate::state::tests::changes;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// What is kept is what is read, whatever text it is; what is cut or damaged is put aside, and never taken for something else
        /// in silence.
        #[test]
        fn what_is_kept_is_read(changes in changes(), cut in any::<prop::sample::Index>()) {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::new(folder.path());
            // Of now, or what was removed would be forgotten.
            let changes: Vec<(Change, u64)> = changes.into_iter().map(|(change, when)| (change, now() + when)).collect();
            let kept = store.keep(&changes).unwrap().state;
            let mut wanted = State::default();
            changes.iter().for_each(|(change, when)| wanted.put(change.clone(), *when));
            prop_assert_eq!(&kept, &wanted);
            prop_assert_eq!(store.read().unwrap(), kept);
            let bytes = fs::read(store.file()).unwrap();
            let part = &bytes[..cut.index(bytes.len())];
            fs::write(store.file(), part).unwrap();
            prop_assert_eq!(store.read().unwrap(), State::default());
            let kept = store.keep(&[(bookmark("一"), now())]).unwrap();
            prop_assert_eq!(fs::read(kept.aside.unwrap()).unwrap(), part);
        }
    }

    fn bookmark(words: &str) -> Change {
        Change::bookmark("记".into(), Anchor { words: words.into(), ..Anchor::default() })
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        for damaged in ["{\"version\":1,\"records\":{\"mark a\":", "", "[]"] {
            fs::write(store.file(), damaged).unwrap();
            assert_eq!(store.read().unwrap(), State::default(), "reading changes nothing");
            let kept = store.keep(&[(bookmark("一"), 1)]).unwrap();
            assert_eq!(fs::read_to_string(kept.aside.unwrap()).unwrap(), damaged);
            assert_eq!(store.read().unwrap().bookmarks().len(), 1);
        }
        // Of a later version: not ours to touch.
        fs::write(store.file(), "{\"version\":2,\"other\":[]}").unwrap();
        assert!(matches!(store.keep(&[(bookmark("一"), 1)]), Err(Trouble::Newer(_))));
        assert_eq!(fs::read_to_string(store.file()).unwrap(), "{\"version\":2,\"other\":[]}");
    }

    #[test]
    fn where_nothing_can_be_written_it_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "").unwrap();
        assert!(matches!(Store::new(&path).keep(&[(bookmark("一"), 1)]), Err(Trouble::Io(..))));
    }
}
