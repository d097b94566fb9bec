//! Waiting for a condition with a deadline: the only way in which tests let time pass.

use std::time::{Duration, Instant};

/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(10);

/// Waits until `condition` holds; panics with `what` when it does not within `deadline`.
#[track_caller]
pub fn wait_until(deadline: Duration, what: &str, mut condition: impl FnMut() -> bool) {
    wait_for(deadline, what, || condition().then_some(()));
}

/// Waits until `look` finds a value; panics with `what` when it does not within `deadline`.
#[track_caller]
pub fn wait_for<T>(deadline: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = look() {
            return value;
        }
        assert!(start.elapsed() < deadline, "not within {deadline:?}: {what}");
        std::thread::sleep(INTERVAL);
    }
}

/// [`wait_until`] for asynchronous code: gives way to other tasks between two looks.
pub async fn wait_until_async(
    deadline: Duration,
    what: &str,
    mut condition: impl AsyncFnMut() -> bool,
) {
    wait_for_async(deadline, what, async || condition().await.then_some(())).await;
}

/// [`wait_for`] for asynchronous code: gives way to other tasks between two looks.
pub async fn wait_for_async<T>(
    deadline: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = look().await {
            return value;
        }
        assert!(start.elapsed() < deadline, "not within {deadline:?}: {what}");
        tokio::time::sleep(INTERVAL).await;
    }
}
