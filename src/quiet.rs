//! Panics that are no news: libraries below us panic on damaged files, and what then is done is decided where it is caught.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic on damaged files; none if it did. Nobody is told ([`is_quiet`]).
pub fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = QUIET.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(before);
    done
}

/// Whether a panic of this thread is to be passed over in silence: for the hooks that tell of panics.
pub fn is_quiet() -> bool {
    QUIET.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runs_inside_is_quiet() {
        assert_eq!(quietly(|| quietly(is_quiet)), Some(Some(true)));
        assert_eq!(quietly(|| quietly(|| panic!("damaged")).is_none() && is_quiet()), Some(true));
        assert!(!is_quiet());
    }
}
