//! Several copies of the program keep what their readers leave, at the same time, in one folder.

use std::process::Command;

use gongbao::state::store::{Store, now};
use gongbao::state::{Anchor, Change, State};

const FOLDER: &str = "GONGBAO_TEST_STATE_FOLDER";
const COPY: &str = "GONGBAO_TEST_STATE_COPY";
const SAVES: usize = 10;

fn bookmark(words: &str) -> Change {
    Change::bookmark("记".into(), Anchor { words: words.into(), ..Anchor::default() })
}

/// One of the copies below: a process of its own.
#[test]
#[ignore = "started by the other test"]
fn one_copy() {
    let variable = |name| std::env::var(name).expect("what the other test says");
    let (store, copy) = (Store::new(variable(FOLDER).as_ref()), variable(COPY));
    for n in 0..SAVES {
        store.keep(&[(bookmark(&format!("{copy} {n}")), now())]).expect("it is saved");
    }
}

#[test]
fn eight_processes_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("not/there/yet");
    assert_eq!(Store::new(&state).read().expect("nothing"), State::default());
    let copies = (0..8).map(|copy| {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--ignored", "--exact", "one_copy"]).env(FOLDER, &state).env(COPY, copy.to_string());
        command.spawn().expect("a process")
    });
    for mut copy in copies.collect::<Vec<_>>() {
        assert!(copy.wait().expect("its end").success());
    }
    assert_eq!(Store::new(&state).read().expect("the state").bookmarks().len(), 8 * SAVES);
}
