//! The heart of a session: gives each message from the server to whom it belongs, and carries
//! what we say to the transport.
//!
//! Invariants: what nobody waits for is counted and dropped; nothing here waits for the
//! transport but what sends to it; no payload is copied but once, from the line into the result;
//! the first end of a session counts, and after it nothing is waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use console_domain::limits::{MAX_MESSAGE_BYTES, NOTIFICATION_BUFFER};
use console_domain::{CallError, Notification, Problem, Progress, SessionEnd, SessionSpec};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::envelope::{self, Incoming, NotProtocol, Outcome};
use crate::params::ModernStamp;
use crate::pending::Pending;
use crate::problem;
use crate::server_requests::Answering;
use crate::transport::{Head, Outgoing};

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
    pub(crate) outgoing: mpsc::Sender<Outgoing>,
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

    /// Sends the answer to a request of the server if there is room for it, without waiting.
    pub(crate) fn reply_now(&self, bytes: Vec<u8>) {
        let message = Outgoing::OneWay { bytes, head: Head::default(), taken: None };
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

pub(crate) fn head(method: &str, modern: Option<&ModernStamp>) -> Head {
    Head { method: method.to_owned(), modern: modern.map(|modern| modern.version) }
}

fn read_progress(params: &RawValue) -> Option<(u64, Progress)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        progress_token: Box<RawValue>,
        progress: f64,
        total: Option<f64>,
        message: Option<String>,
    }
    let wire: Wire = serde_json::from_str(params.get()).ok()?;
    let Wire { progress_token, progress, total, message } = wire;
    Some((envelope::our_id(&progress_token)?, Progress { progress, total, message }))
}
