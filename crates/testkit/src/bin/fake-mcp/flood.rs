//! A server that cannot stop talking to stderr.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::args::Amount;

static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Bytes written to stderr so far. Stands still while nobody drains the pipe.
pub(crate) fn written() -> u64 {
    WRITTEN.load(Ordering::Relaxed)
}

/// Lines in one write.
const BLOCK_LINES: u32 = 64;

/// Starts the flood on a thread of its own; at `rate` lines a second where one is given.
pub(crate) fn start(amount: Amount, rate: Option<u32>) {
    let limit = match amount {
        Amount::Megabytes(n) => n * 1_000_000,
        Amount::Forever => u64::MAX,
    };
    std::thread::spawn(move || {
        // 64 lines of 128 bytes per write: without a rate the reader is what limits the flood.
        let line = format!("{:<127}\n", "flood: the same line of 128 bytes, again and again");
        let block = line.repeat(BLOCK_LINES as usize);
        let pause = rate.map(|rate| Duration::from_secs(1) * BLOCK_LINES / rate.max(1));
        let mut due = Instant::now();
        let mut stderr = std::io::stderr().lock();
        while written() < limit {
            if stderr.write_all(block.as_bytes()).is_err() {
                return;
            }
            WRITTEN.fetch_add(block.len() as u64, Ordering::Relaxed);
            if let Some(pause) = pause {
                // By the clock, so that a late write is made up for.
                due += pause;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
            }
        }
    });
}
