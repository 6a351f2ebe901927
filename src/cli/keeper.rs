//! Keeps what the reader leaves, on a thread of its own: a slow disk must not hold up a key.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crate::app::Input;
use crate::state::store::{Store, now};
use crate::state::{Change, State};

/// How long the end of the program waits for the last save: less than a terminal that hung up may keep us.
const LAST_SAVE: Duration = Duration::from_millis(500);

pub struct Keeper {
    changes: Option<Sender<Vec<(Change, u64)>>>,
    done: Receiver<()>,
}

/// What was kept when the program started, and what to tell of it.
pub fn kept(folder: Option<&Path>) -> (State, Option<String>) {
    match folder.map(|folder| Store::new(folder).read()) {
        None => (State::default(), None),
        Some(Ok(state)) => (state, None),
        Some(Err(trouble)) => (State::default(), Some(format!("读不了上次的书签和位置：{trouble}"))),
    }
}

impl Keeper {
    /// Begins; none where there is no folder to keep anything in. What is kept by then, and the first trouble, go to `inputs`.
    pub fn start(folder: Option<&Path>, inputs: Sender<Input>) -> Keeper {
        let (changes, arrived) = mpsc::channel::<Vec<(Change, u64)>>();
        let (finished, done) = mpsc::channel();
        let store = folder.map(Store::new);
        thread::spawn(move || {
            let mut waiting = Vec::new();
            let mut told = false;
            while let Ok(first) = arrived.recv() {
                waiting.extend(first);
                waiting.extend(arrived.try_iter().flatten());
                let Some(store) = &store else { continue };
                match store.keep(&waiting) {
                    Ok(kept) => {
                        waiting.clear();
                        told = false;
                        let aside =
                            kept.aside.map(|path| format!("状态文件损坏，已改名为 {}，重新开始记", path.display()));
                        let _ = inputs.send(Input::State(kept.state, aside));
                    }
                    // What could not be kept is tried again with the next change.
                    Err(trouble) if !std::mem::replace(&mut told, true) => {
                        let _ = inputs.send(Input::Trouble(format!("书签和位置存不下来：{trouble}；照常可以读")));
                    }
                    Err(_) => {}
                }
            }
            let _ = finished.send(());
        });
        Keeper { changes: Some(changes), done }
    }

    pub fn keep(&self, changes: Vec<Change>) {
        let stamped = changes.into_iter().map(|change| (change, now())).collect();
        if let Some(sender) = &self.changes {
            let _ = sender.send(stamped);
        }
    }

    /// Waits for the last save, but not long.
    pub fn finish(mut self) {
        self.changes = None;
        let _ = self.done.recv_timeout(LAST_SAVE);
    }
}
