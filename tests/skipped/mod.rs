//! Saying loudly that a test could not be made here.

use std::io::Write;

/// Written past the test harness, which keeps what a passing test prints to itself.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
