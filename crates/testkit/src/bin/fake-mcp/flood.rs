//! A server that cannot stop talking to stderr.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::args::Amount;

static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Bytes written to stderr so far. Stands still while nobody drains the pipe.
pub(crate) fn written() -> u64 {
    WRITTEN.load(Ordering::Relaxed)
}

/// Starts the flood on a thread of its own.
pub(crate) fn start(amount: Amount) {
    let limit = match amount {
        Amount::Megabytes(n) => n * 1_000_000,
        Amount::Forever => u64::MAX,
    };
    std::thread::spawn(move || {
        // 64 lines of 128 bytes per write: the reader is what limits the flood.
        let line = format!("{:<127}\n", "flood: the same line of 128 bytes, again and again");
        let block = line.repeat(64);
        let mut stderr = std::io::stderr().lock();
        while written() < limit {
            if stderr.write_all(block.as_bytes()).is_err() {
                return;
            }
            WRITTEN.fetch_add(block.len() as u64, Ordering::Relaxed);
        }
    });
}
