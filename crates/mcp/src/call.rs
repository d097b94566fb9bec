//! A call, from its caller to the server and back.
//!
//! Invariants: a caller's id is never used, ours are; a call ends by its answer, its time-out,
//! its cancellation, its caller's disappearance or the session's end, whichever is first; where
//! the server did not end it itself, it is told. While the caller is asked something, time-outs
//! stand still.

use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::MAX_MESSAGE_BYTES;
use console_domain::{CallError, Progress, ServerRequestHandler};
use serde_json::value::RawValue;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::envelope;
use crate::params::{ModernStamp, Stamp, stamped};
use crate::pending::{Kind, Waiting};
use crate::problem;
use crate::router::{Router, count, head};
use crate::transport::Outgoing;

/// Waits longer than this are as good as for ever; it keeps sums of instants in range.
const FAR: Duration = Duration::from_hours(24 * 365);

/// The instant after `wait`.
pub(crate) fn after(wait: Duration) -> Instant {
    Instant::now() + wait.min(FAR)
}

/// How much longer than its time-out a call may take in all, while progress keeps it alive.
pub(crate) const TOTAL_TIMEOUT_FACTOR: u32 = 10;

/// How often a call whose caller is being asked something is looked at, at most.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// One request, as the router carries it.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    pub(crate) params: Option<&'a RawValue>,
    /// Present in the modern era.
    pub(crate) modern: Option<&'a ModernStamp>,
    pub(crate) kind: Kind,
    /// Without a sign of life.
    pub(crate) timeout: Duration,
    /// In all.
    pub(crate) deadline: Instant,
    pub(crate) cancel: Option<&'a CancellationToken>,
    pub(crate) progress: Option<mpsc::Sender<Progress>>,
    pub(crate) answers: Option<Arc<dyn ServerRequestHandler>>,
}

impl<'a> Call<'a> {
    /// A request of our own: nothing but a time-out.
    pub(crate) fn own(method: &'a str, timeout: Duration) -> Self {
        Self {
            method,
            params: None,
            modern: None,
            kind: Kind::Own,
            timeout,
            deadline: after(timeout),
            cancel: None,
            progress: None,
            answers: None,
        }
    }
}

impl Router {
    /// Carries one request.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Box<RawValue>, CallError> {
        let size = call.params.map_or(0, |params| params.get().len());
        if size > MAX_MESSAGE_BYTES {
            return Err(CallError::Failed(problem::request_too_large(size)));
        }
        let wants_progress = call.progress.is_some();
        let can_answer = call.answers.is_some();
        let waiting = Waiting { kind: call.kind, progress: call.progress, answers: call.answers };
        let (id, arrives) = self.pending.enter(waiting).map_err(CallError::Failed)?;
        let mut guard = InFlight { router: self, id, method: call.method, sent: false, why: "" };
        let stamp = Stamp {
            progress: wants_progress.then_some(id),
            modern: call.modern,
            answers: can_answer,
        };
        let params = stamped(call.params, stamp).map_err(CallError::Failed)?;
        let bytes = envelope::request(id, call.method, params.as_deref());
        if bytes.len() > MAX_MESSAGE_BYTES {
            return Err(CallError::Failed(problem::request_too_large(bytes.len())));
        }
        let head = head(call.method, call.modern);
        let sent = &mut guard.sent;
        let answered = async {
            // The queue is gone only when the session is; then the outcome says why.
            *sent = self.outgoing.send(Outgoing::Request { id, bytes, head }).await.is_ok();
            arrives.await
        };
        tokio::pin!(answered);
        let began = Instant::now();
        let patience = call.timeout.min(FAR);
        let mut due = (began + patience).min(call.deadline);
        loop {
            tokio::select! {
                biased;
                outcome = &mut answered => {
                    let gone = || CallError::Failed(problem::session_closed("it was closed."));
                    return outcome.unwrap_or_else(|_| Err(gone()));
                }
                () = cancelled(call.cancel) => {
                    guard.why = "cancelled by the caller";
                    return Err(CallError::Failed(problem::cancelled(call.method)));
                }
                () = sleep_until(due) => {
                    let now = Instant::now();
                    let signs = self.pending.signs_of_life(id);
                    let asked = signs.map_or(Duration::ZERO, |signs| signs.asked);
                    let alive = signs.and_then(|signs| signs.last).unwrap_or(began);
                    let deadline = call.deadline + asked;
                    let later = if signs.is_some_and(|signs| signs.being_asked) {
                        // Looked at again; the question has a time-out of its own.
                        now + patience.max(LOOK_AGAIN)
                    } else {
                        (alive + patience).min(deadline)
                    };
                    if later > now {
                        due = later;
                        continue;
                    }
                    guard.why = "timed out";
                    let waited = if alive + patience < deadline {
                        call.timeout
                    } else {
                        (now - began).saturating_sub(asked)
                    };
                    return Err(CallError::Failed(problem::call_timeout(call.method, waited)));
                }
            }
        }
    }

    /// Tells the transport that nobody waits for request `id`, without waiting.
    fn abandon(&self, id: u64, notice: Option<Vec<u8>>) {
        let Err(TrySendError::Full(message)) =
            self.outgoing.try_send(Outgoing::Abandon { id, notice })
        else {
            return;
        };
        // Many calls that are given up at once. There is one such task per request that was sent
        // and not answered, at most.
        let Ok(runtime) = Handle::try_current() else {
            return count(&self.tally.unsent);
        };
        let (outgoing, closing) = (self.outgoing.clone(), self.closing.clone());
        runtime.spawn(async move { closing.run_until_cancelled(outgoing.send(message)).await });
    }
}

async fn cancelled(token: Option<&CancellationToken>) {
    match token {
        Some(token) => token.cancelled().await,
        None => std::future::pending().await,
    }
}

/// A call under way. However it ends, and be it that its caller's future is dropped, it leaves
/// the table, and a server that has not answered is told not to go on.
struct InFlight<'a> {
    router: &'a Router,
    id: u64,
    method: &'a str,
    sent: bool,
    why: &'static str,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let unanswered = self.router.pending.give_up(self.id);
        if !unanswered {
            return;
        }
        self.router.answering.stop_for(self.id);
        if self.sent {
            let why = if self.why.is_empty() { "the caller is gone" } else { self.why };
            debug!(session = %self.router.name, id = self.id, method = self.method, why, "a call was given up");
            // `initialize` must not be cancelled, says the protocol.
            let notice = (self.method != "initialize").then(|| envelope::cancelled(self.id, why));
            self.router.abandon(self.id, notice);
        }
    }
}
