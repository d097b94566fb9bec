//! The end of a call before its time.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// A flag that can be waited for.
#[derive(Debug, Default)]
pub struct Cancellation {
    cancelled: Mutex<bool>,
    changed: Condvar,
}

impl Cancellation {
    /// Cancels; a second time changes nothing.
    pub fn cancel(&self) {
        *self.cancelled.lock().unwrap() = true;
        self.changed.notify_all();
    }

    /// Waits for so long; true as soon as it is cancelled.
    pub fn within(&self, time: Duration) -> bool {
        let cancelled = self.cancelled.lock().unwrap();
        *self.changed.wait_timeout_while(cancelled, time, |cancelled| !*cancelled).unwrap().0
    }
}
