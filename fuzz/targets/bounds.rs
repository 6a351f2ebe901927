//! What reading and parsing may take, whatever the text: ten times its size in memory, a second for a megabyte.

use std::time::Duration;

use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes, and time, that a text of any size may take: buffers, and what the machine does besides.
const MEMORY_AT_LEAST: usize = 64 << 10;
const TIME_AT_LEAST: Duration = Duration::from_millis(100);

/// What a step took.
pub struct Cost {
    time: Duration,
    /// Bytes in use at most, beyond what was in use before.
    peak: usize,
}

/// Runs a step on this thread.
pub fn measured<T>(run: impl FnOnce() -> T) -> (T, Cost) {
    let cpu = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
    };
    MEMORY.reset_peak_usage();
    let (used, before) = (MEMORY.current_usage(), cpu());
    let made = run();
    let time = cpu() - before;
    (made, Cost { time, peak: MEMORY.peak_usage().saturating_sub(used) })
}

impl Cost {
    /// Fails if it is more than a text of so many bytes may take.
    pub fn hold(&self, bytes: usize) {
        assert!(self.peak <= MEMORY_AT_LEAST + 10 * bytes, "{} bytes in use for {bytes}", self.peak);
        assert!(self.time <= TIME_AT_LEAST + Duration::from_micros(bytes as u64), "{:?} for {bytes} bytes", self.time);
    }
}
