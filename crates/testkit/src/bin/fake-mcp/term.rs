//! SIGTERM, ignored.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// From now on SIGTERM only sets a flag that nobody reads.
pub(crate) fn ignore() {
    signal_hook::flag::register(signal_hook::consts::SIGTERM, Arc::new(AtomicBool::new(false)))
        .expect("SIGTERM can be handled");
}
