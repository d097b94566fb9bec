//! How a session is used: whether a call is in flight, when the last one ended, and whether one
//! found that nobody is there any more.
//!
//! Invariant: once [`Uses::idle`] has returned, [`Uses::touch`] says no; whoever is given a
//! session for a use has at least the idle time to begin it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use console_domain::{
    CallError, Catalog, ErrorCode, Notification, Problem, Session, SessionEnd, SessionFacts,
    SessionRequest,
};
use serde_json::value::RawValue;
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;

/// The uses of one session.
#[derive(Debug)]
pub(crate) struct Uses {
    state: Mutex<State>,
    unreachable: Notify,
    limit_changed: Notify,
}

#[derive(Debug)]
struct State {
    in_flight: usize,
    last: Instant,
    closed: bool,
}

impl Uses {
    /// A session that nobody has used yet; its idle time begins now.
    pub(crate) fn new() -> Arc<Self> {
        let state = State { in_flight: 0, last: Instant::now(), closed: false };
        Arc::new(Self {
            state: Mutex::new(state),
            unreachable: Notify::new(),
            limit_changed: Notify::new(),
        })
    }

    /// Notes that a use is about to begin; `false` where it is too late for one.
    pub(crate) fn touch(&self) -> bool {
        let mut state = self.state();
        state.last = Instant::now();
        !state.closed
    }

    /// A call begins; it ends when the guard is dropped.
    fn begin(self: &Arc<Self>) -> InFlight {
        self.state().in_flight += 1;
        InFlight(Arc::clone(self))
    }

    /// Waits until a call found that the server cannot be reached.
    pub(crate) async fn found_unreachable(&self) {
        self.unreachable.notified().await;
    }

    /// Looks at the limit anew.
    pub(crate) fn limit_changed(&self) {
        self.limit_changed.notify_one();
    }

    /// Waits until no call was in flight for as long as `limit` says (`None`: for ever), and
    /// closes the door to further uses then. Costs the calls themselves nothing.
    pub(crate) async fn idle(&self, limit: impl Fn() -> Option<Duration>) {
        loop {
            let Some(limit) = limit() else {
                self.limit_changed.notified().await;
                continue;
            };
            let Some(next_look) = self.close_if_idle(limit) else { return };
            tokio::select! {
                () = tokio::time::sleep_until(next_look) => {}
                () = self.limit_changed.notified() => {}
            }
        }
    }

    /// Closes the door where it was idle for `limit`; else, when it can be at the earliest.
    fn close_if_idle(&self, limit: Duration) -> Option<Instant> {
        let mut state = self.state();
        let now = Instant::now();
        let due = if state.in_flight > 0 { now + limit } else { state.last + limit };
        state.closed = due <= now;
        (!state.closed).then_some(due)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct InFlight(Arc<Uses>);

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.in_flight -= 1;
        state.last = Instant::now();
    }
}

/// A session as callers get it: the same, and its uses are noted. The console's own health checks
/// and listings do not go through it.
pub(crate) struct UsedSession {
    session: Arc<dyn Session>,
    uses: Arc<Uses>,
}

impl UsedSession {
    pub(crate) fn new(session: Arc<dyn Session>, uses: Arc<Uses>) -> Self {
        Self { session, uses }
    }

    pub(crate) fn uses(&self) -> &Uses {
        &self.uses
    }
}

#[async_trait]
impl Session for UsedSession {
    fn facts(&self) -> &SessionFacts {
        self.session.facts()
    }

    fn in_flight(&self) -> usize {
        self.session.in_flight()
    }

    async fn request(&self, request: SessionRequest) -> Result<Box<RawValue>, CallError> {
        let _in_flight = self.uses.begin();
        let outcome = self.session.request(request).await;
        if let Err(CallError::Failed(problem)) = &outcome
            && problem.code == ErrorCode::Unreachable
        {
            self.uses.unreachable.notify_one();
        }
        outcome
    }

    async fn notify(&self, method: &str, params: Option<Box<RawValue>>) -> Result<(), Problem> {
        let _in_flight = self.uses.begin();
        self.session.notify(method, params).await
    }

    async fn health(&self, timeout: Duration) -> Result<Duration, Problem> {
        self.session.health(timeout).await
    }

    async fn list(&self, timeout: Duration) -> Result<Catalog, Problem> {
        let _in_flight = self.uses.begin();
        self.session.list(timeout).await
    }

    fn notifications(&self) -> broadcast::Receiver<Notification> {
        self.session.notifications()
    }

    async fn ended(&self) -> SessionEnd {
        self.session.ended().await
    }

    async fn close(&self, timeout: Duration) {
        self.session.close(timeout).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_mins(1);
    const ALMOST: Duration = Duration::from_millis(59_998);

    async fn is_idle_within(uses: &Uses, time: Duration) -> bool {
        tokio::time::timeout(time, uses.idle(|| Some(LIMIT))).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_idle_when_the_last_call_has_ended_for_long_enough() {
        let uses = Uses::new();
        tokio::time::sleep(LIMIT / 2).await;
        assert!(uses.touch());
        assert!(!is_idle_within(&uses, ALMOST).await);
        let call = uses.begin();
        assert!(!is_idle_within(&uses, LIMIT * 10).await, "a call is in flight");
        drop(call);
        assert!(!is_idle_within(&uses, ALMOST).await);
        assert!(is_idle_within(&uses, Duration::from_millis(4)).await);
        assert!(!uses.touch(), "it is too late for a use");
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_is_set_later_counts_from_the_last_use() {
        let uses = Uses::new();
        let limit = Mutex::new(None);
        let idle = uses.idle(|| *limit.lock().expect("no panic"));
        let mut idle = std::pin::pin!(idle);
        assert!(tokio::time::timeout(LIMIT * 10, &mut idle).await.is_err(), "there is no limit");
        *limit.lock().expect("no panic") = Some(LIMIT);
        uses.limit_changed();
        idle.await;
        assert!(!uses.touch());
    }
}
