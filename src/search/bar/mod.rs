//! What stands behind a query bar: an answer for every key, from a worker that is never waited for.
//!
//! ```text
//! key ─▶ Request ─▶ worker ─▶ answer    hits: exact, else 相近, else of a sentence's words; below them what pinyin stands for
//!                         └─▶ complete  what the word at the cursor could become
//! ```

mod answer;
mod complete;
mod names;
mod worker;

pub use answer::{Answer, Asker, Found, How, Key};
pub use complete::{Completion, Completions, complete};
pub use names::Names;
pub use worker::{Building, Making, Told, Worker};

/// What is asked with one key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// Counts up; only the newest is answered.
    pub number: u64,
    pub typed: String,
    /// Byte offset in `typed`.
    pub cursor: usize,
    /// Hits that are wanted.
    pub limit: usize,
}
