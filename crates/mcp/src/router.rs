//! The heart of a session: gives each message from the server to whom it belongs, and carries
//! each call from its caller to the server and back.
//!
//! Invariants: a caller's id is never used, ours are; a call ends by its answer, its time-out,
//! its cancellation, its caller's disappearance or the session's end, whichever is first, and
//! the server is told where it did not end it itself; what nobody waits for is counted and
//! dropped. No payload is copied but once, from the line into the result.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use console_domain::limits::{MAX_MESSAGE_BYTES, NOTIFICATION_BUFFER};
use console_domain::{
    CallError, Notification, Problem, Progress, ServerRequestHandler, SessionEnd, SessionSpec,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::envelope::{self, Incoming, NotProtocol, Outcome};
use crate::params::{ModernStamp, Stamp, stamped};
use crate::pending::{Kind, Pending, Waiting};
use crate::problem;
use crate::server_requests::Answering;
use crate::transport::{Head, Outgoing};

/// How much longer than its time-out a call may take in all, while progress keeps it alive.
pub(crate) const TOTAL_TIMEOUT_FACTOR: u32 = 10;

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
            deadline: Instant::now() + timeout,
            cancel: None,
            progress: None,
            answers: None,
        }
    }
}

/// What was dropped, for the log.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Answers that nobody waited for: late, unknown, repeated.
    pub(crate) unmatched: AtomicU64,
    /// Progress that nobody wanted or had room for.
    pub(crate) progress: AtomicU64,
    /// Lines that are not the protocol and found the noise queue full.
    pub(crate) noise: AtomicU64,
    /// Messages that could not be queued.
    pub(crate) unsent: AtomicU64,
}

/// Adds one to a counter of the tally.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// See the module.
pub(crate) struct Router {
    /// For logs.
    pub(crate) name: String,
    pub(crate) pending: Pending,
    pub(crate) answering: Answering,
    pub(crate) tally: Tally,
    /// Cancelled when the session is over: every task of it ends.
    pub(crate) closing: CancellationToken,
    /// Cancelled by the transport when it has let go: stdin closed, HTTP session deleted.
    pub(crate) released: CancellationToken,
    outgoing: mpsc::Sender<Outgoing>,
    notifications: broadcast::Sender<Notification>,
    end: watch::Sender<Option<SessionEnd>>,
}

impl Router {
    /// A router that sends through `outgoing`.
    pub(crate) fn new(spec: &SessionSpec, outgoing: mpsc::Sender<Outgoing>) -> Arc<Self> {
        Arc::new(Self {
            name: format!("{}/{}", spec.server, spec.instance),
            pending: Pending::default(),
            answering: Answering::default(),
            tally: Tally::default(),
            closing: CancellationToken::new(),
            released: CancellationToken::new(),
            outgoing,
            notifications: broadcast::Sender::new(NOTIFICATION_BUFFER),
            end: watch::Sender::new(None),
        })
    }

    /// Takes what the server sent: one message or a batch.
    pub(crate) fn receive(self: &Arc<Self>, text: &str) -> Result<(), NotProtocol> {
        envelope::read(text, |message| match message {
            Incoming::Answer { id, outcome } => self.settle(id, &outcome),
            Incoming::Notification { method, params } => self.notified(&method, params),
            Incoming::Request { id, method, params } => self.asked(id, &method, params),
        })
    }

    fn settle(&self, id: Option<u64>, outcome: &Outcome<'_>) {
        let outcome = match outcome {
            Outcome::Result(raw) => Ok((*raw).to_owned()),
            Outcome::Error(raw) => Err(envelope::call_error(raw)),
            Outcome::Malformed => Err(CallError::Failed(problem::violation(
                "The server's answer has neither a result nor an error, or both.",
            ))),
        };
        // An error without an id is about a message that the server could not read.
        let id = id.or_else(|| outcome.is_err().then(|| self.pending.only_one()).flatten());
        if !id.is_some_and(|id| self.finish(id, outcome)) {
            count(&self.tally.unmatched);
            debug!(session = %self.name, ?id, "an answer that nobody waits for was dropped");
        }
    }

    /// Ends call `id`; false where nobody waits for it.
    pub(crate) fn finish(&self, id: u64, outcome: crate::pending::Outcome) -> bool {
        let settled = self.pending.settle(id, outcome);
        self.answering.stop_for(id);
        settled
    }

    /// Fails call `id`.
    pub(crate) fn fail(&self, id: u64, problem: Problem) -> bool {
        self.finish(id, Err(CallError::Failed(problem)))
    }

    fn notified(&self, method: &str, params: Option<&RawValue>) {
        match method {
            "notifications/progress" => {
                let delivered = params
                    .and_then(read_progress)
                    .is_some_and(|(token, progress)| self.pending.progress(token, progress));
                if !delivered {
                    count(&self.tally.progress);
                }
            }
            "notifications/cancelled" => {
                if let Some(id) = params.and_then(crate::server_requests::cancelled_id) {
                    self.answering.stop(&id);
                }
            }
            _ => {
                let params = params.map(|raw| Arc::from(raw.to_owned()));
                // Nobody listens: then nobody needs it.
                let _ = self.notifications.send(Notification { method: method.to_owned(), params });
            }
        }
    }

    /// Carries one request.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Box<RawValue>, CallError> {
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
        let mut due = (began + call.timeout).min(call.deadline);
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
                    let alive = self.pending.last_sign_of_life(id).unwrap_or(began);
                    let later = (alive + call.timeout).min(call.deadline);
                    if later > Instant::now() {
                        due = later;
                        continue;
                    }
                    guard.why = "timed out";
                    let waited = if due < call.deadline { call.timeout } else { due - began };
                    return Err(CallError::Failed(problem::call_timeout(call.method, waited)));
                }
            }
        }
    }

    /// Sends a notification and waits until the server has taken it, at most `limit`.
    pub(crate) async fn notify(
        &self,
        method: &str,
        params: Option<&RawValue>,
        modern: Option<&ModernStamp>,
        limit: Duration,
    ) -> Result<(), Problem> {
        let bytes = envelope::notification(method, params);
        if bytes.len() > MAX_MESSAGE_BYTES {
            return Err(problem::request_too_large(bytes.len()));
        }
        let (taken, done) = oneshot::channel();
        let message = Outgoing::OneWay { bytes, head: head(method, modern), taken: Some(taken) };
        let gone = || self.why_closed();
        let delivery = async {
            self.outgoing.send(message).await.map_err(|_| gone())?;
            done.await.map_err(|_| gone())?
        };
        timeout(limit, delivery).await.unwrap_or_else(|_| Err(problem::call_timeout(method, limit)))
    }

    /// Sends the answer to a request of the server.
    pub(crate) async fn reply(&self, bytes: Vec<u8>) {
        let message = Outgoing::OneWay { bytes, head: Head::default(), taken: None };
        tokio::select! {
            biased;
            () = self.closing.cancelled() => {}
            sent = self.outgoing.send(message) => if sent.is_err() { count(&self.tally.unsent) },
        }
    }

    /// Tells the transport something, without waiting.
    pub(crate) fn tell(&self, message: Outgoing) {
        if self.outgoing.try_send(message).is_err() {
            count(&self.tally.unsent);
        }
    }

    /// Tells the transport something that must not be lost, in its turn.
    pub(crate) async fn instruct(&self, message: Outgoing) {
        if self.outgoing.send(message).await.is_err() {
            count(&self.tally.unsent);
        }
    }

    /// Notifications that belong to no call.
    pub(crate) fn notifications(&self) -> broadcast::Receiver<Notification> {
        self.notifications.subscribe()
    }

    /// The server or the connection went away.
    pub(crate) fn lost(&self, why: Problem) {
        let for_callers = problem::session_closed(&why.message);
        self.over(&for_callers, SessionEnd::Lost(why));
    }

    /// We close the session.
    pub(crate) fn close(&self) {
        self.over(&problem::session_closed("it was closed."), SessionEnd::Closed);
    }

    /// The first end counts.
    fn over(&self, for_callers: &Problem, end: SessionEnd) {
        self.end.send_if_modified(|present| {
            if present.is_some() {
                return false;
            }
            debug!(session = %self.name, ?end, tally = ?self.tally, "the session has ended");
            *present = Some(end);
            true
        });
        self.pending.close(for_callers);
        self.closing.cancel();
    }

    /// Waits for the end.
    pub(crate) async fn ended(&self) -> SessionEnd {
        let mut end = self.end.subscribe();
        let ended = end.wait_for(Option::is_some).await.map(|end| end.clone());
        ended.ok().flatten().unwrap_or(SessionEnd::Closed)
    }

    /// Why the server or the connection went away, where it did.
    pub(crate) fn loss(&self) -> Option<Problem> {
        match &*self.end.borrow() {
            Some(SessionEnd::Lost(problem)) => Some(problem.clone()),
            _ => None,
        }
    }

    fn why_closed(&self) -> Problem {
        let why = self.loss().map_or_else(|| "it was closed.".to_owned(), |loss| loss.message);
        problem::session_closed(&why)
    }
}

fn head(method: &str, modern: Option<&ModernStamp>) -> Head {
    Head { method: method.to_owned(), modern: modern.map(|modern| modern.version) }
}

async fn cancelled(token: Option<&CancellationToken>) {
    match token {
        Some(token) => token.cancelled().await,
        None => std::future::pending().await,
    }
}

fn read_progress(params: &RawValue) -> Option<(u64, Progress)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        progress_token: u64,
        progress: f64,
        total: Option<f64>,
        message: Option<String>,
    }
    let wire: Wire = serde_json::from_str(params.get()).ok()?;
    let Wire { progress_token, progress, total, message } = wire;
    Some((progress_token, Progress { progress, total, message }))
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
            self.router.tell(Outgoing::Abandon { id: self.id, notice });
        }
    }
}
