//! Requests of one call, on their way to the server: with its time-out, its cancellation, its
//! answers to what the server asks, and its progress told while it lasts.

use std::sync::Arc;
use std::time::Duration;

use console_domain::{Problem, Progress, Redact, ServerRequestHandler, Session, SessionRequest};
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::view::CallEvent;

/// Reports of progress that wait for the window; what comes faster is passed over.
const PROGRESS_BUFFER: usize = 16;

/// What the requests of one call share.
pub(super) struct Carriage<'a> {
    pub(super) session: &'a dyn Session,
    pub(super) timeout: Duration,
    pub(super) cancel: &'a CancellationToken,
    pub(super) answers: Arc<dyn ServerRequestHandler>,
    /// Where the person who called looks.
    pub(super) events: &'a mpsc::Sender<CallEvent>,
    /// Masks what they see.
    pub(super) redact: &'a dyn Redact,
}

impl Carriage<'_> {
    /// Sends a request and tells its progress until it is over.
    pub(super) async fn request(
        &self,
        method: &str,
        params: Box<RawValue>,
    ) -> Result<Box<RawValue>, Problem> {
        let (progress, mut reported) = mpsc::channel(PROGRESS_BUFFER);
        let request = SessionRequest {
            cancel: self.cancel.clone(),
            progress: Some(progress),
            answers: Some(Arc::clone(&self.answers)),
            ..SessionRequest::new(method, "explorer", self.timeout).params(params)
        };
        let mut answer = std::pin::pin!(self.session.request(request));
        let outcome = loop {
            tokio::select! {
                biased;
                outcome = &mut answer => break outcome,
                Some(report) = reported.recv() => self.tell(report),
            }
        };
        while let Ok(report) = reported.try_recv() {
            self.tell(report);
        }
        outcome.map_err(Problem::from)
    }

    /// Tells how far it is.
    pub(super) fn tell(&self, Progress { progress, total, message }: Progress) {
        let message = message.map(|message| self.redact.masked(message));
        // A window that lags behind needs the next report more than this one.
        self.events.try_send(CallEvent::Progress { progress, total, message }).ok();
    }
}
