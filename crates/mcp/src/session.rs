//! A session as its callers see it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use console_domain::{
    CallError, Catalog, ErrorCode, Notification, Problem, Session, SessionEnd, SessionFacts,
    SessionRequest,
};
use serde_json::value::RawValue;
use tokio::sync::broadcast;
use tokio::time::{Instant, timeout};
use tracing::debug;

use crate::call::{Call, TOTAL_TIMEOUT_FACTOR, after};
use crate::input_required;
use crate::listing::{self, Scope};
use crate::params::ModernStamp;
use crate::pending::Kind;
use crate::router::Router;
use crate::transport::Outgoing;

/// How long the server may take to accept a notification.
const NOTIFY_TIMEOUT: Duration = Duration::from_secs(30);

/// A router that is closed when it is let go, so that no task of a session outlives it.
pub(crate) struct Held(Arc<Router>);

impl Held {
    pub(crate) fn new(router: Arc<Router>) -> Self {
        Self(router)
    }

    pub(crate) fn router(&self) -> &Arc<Router> {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A session that relays.
pub(crate) struct RelaySession {
    held: Held,
    facts: SessionFacts,
    modern: Option<ModernStamp>,
    over_http: bool,
}

impl RelaySession {
    pub(crate) fn new(
        held: Held,
        facts: SessionFacts,
        modern: Option<ModernStamp>,
        over_http: bool,
    ) -> Self {
        Self { held, facts, modern, over_http }
    }
}

#[async_trait]
impl Session for RelaySession {
    fn facts(&self) -> &SessionFacts {
        &self.facts
    }

    fn in_flight(&self) -> usize {
        self.held.router().pending.callers()
    }

    async fn request(&self, request: SessionRequest) -> Result<Box<RawValue>, CallError> {
        if request.method == "initialize" {
            let message = "The handshake is the session's own; it cannot be repeated.";
            return Err(CallError::Failed(Problem::invalid("method", message)));
        }
        let router = self.held.router();
        let began = Instant::now();
        let deadline = after(request.timeout.saturating_mul(TOTAL_TIMEOUT_FACTOR));
        let outcome = match &self.modern {
            Some(modern) => input_required::call(router, modern, &request, deadline).await,
            None => router.call(caller_call(&request, None, deadline)).await,
        };
        debug!(
            session = %router.name, method = request.method, caller = request.caller.0,
            took = ?began.elapsed(), ok = outcome.is_ok(), "a call ended"
        );
        outcome
    }

    async fn notify(&self, method: &str, params: Option<Box<RawValue>>) -> Result<(), Problem> {
        let router = self.held.router();
        router.notify(method, params.as_deref(), self.modern.as_ref(), NOTIFY_TIMEOUT).await
    }

    async fn health(&self, timeout: Duration) -> Result<Duration, Problem> {
        let began = Instant::now();
        let method = if self.modern.is_some() { "server/discover" } else { "ping" };
        let call = Call { modern: self.modern.as_ref(), ..Call::own(method, timeout) };
        match self.held.router().call(call).await {
            // Whatever it says: a server that answers lives.
            Ok(_) | Err(CallError::Rpc { .. }) => Ok(began.elapsed()),
            Err(CallError::Failed(problem)) => Err(problem),
        }
    }

    async fn list(&self, limit: Duration) -> Result<Catalog, Problem> {
        let router = self.held.router();
        let scope = Scope {
            router,
            modern: self.modern.as_ref(),
            param_headers: self.modern.is_some() && self.over_http,
            until: after(limit),
        };
        let listing = listing::list(&scope, &self.facts.capabilities).await?;
        if scope.param_headers {
            router.instruct(Outgoing::ParamHeaders(listing.param_headers)).await;
        }
        Ok(listing.catalog)
    }

    fn notifications(&self) -> broadcast::Receiver<Notification> {
        self.held.router().notifications()
    }

    async fn ended(&self) -> SessionEnd {
        self.held.router().ended().await
    }

    async fn close(&self, limit: Duration) {
        let router = self.held.router();
        router.close();
        if timeout(limit, router.released.cancelled()).await.is_err() {
            let code = ErrorCode::CallTimeout;
            debug!(session = %router.name, ?code, "the transport did not let go in time");
        }
    }
}

/// A caller's request as the router carries it.
pub(crate) fn caller_call<'a>(
    request: &'a SessionRequest,
    modern: Option<&'a ModernStamp>,
    deadline: Instant,
) -> Call<'a> {
    Call {
        method: &request.method,
        params: request.params.as_deref(),
        modern,
        kind: Kind::Caller,
        timeout: request.timeout,
        deadline,
        cancel: Some(&request.cancel),
        progress: request.progress.clone(),
        answers: request.answers.clone(),
    }
}
