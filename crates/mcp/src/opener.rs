//! Opens sessions: joins a transport, a router and a handshake.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use console_domain::{
    Era, EraSetting, HttpEndpoint, HttpFlavour, OpenError, Problem, Redact, Session, SessionOpener,
    SessionSpec, StdioPipes,
};
use console_network::Network;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tracing::debug;

use crate::call::after;
use crate::handshake::{self, Failure, FailureKind, Introduction};
use crate::listen;
use crate::options::{HttpOptions, McpOptions};
use crate::router::Router;
use crate::session::{Held, RelaySession};
use crate::transport::http::{self, Endpoint};
use crate::transport::{OUTGOING_QUEUE, stdio};

/// Opens sessions with MCP servers of both eras.
pub struct McpSessions {
    introduction: Introduction,
    http: HttpOptions,
    network: Arc<Network>,
    redact: Arc<dyn Redact>,
}

impl fmt::Debug for McpSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { introduction, http, network, redact: _ } = self;
        f.debug_struct("McpSessions")
            .field("introduction", introduction)
            .field("http", http)
            .field("network", network)
            .finish_non_exhaustive()
    }
}

impl McpSessions {
    /// An opener; opens nothing yet.
    pub fn new(options: &McpOptions) -> Self {
        Self {
            introduction: Introduction::new(options),
            http: options.http.clone(),
            network: Arc::clone(&options.network),
            redact: Arc::clone(&options.redact),
        }
    }

    async fn begin(
        &self,
        held: Held,
        spec: &SessionSpec,
        over_http: bool,
    ) -> Result<Arc<dyn Session>, Failure> {
        let facts = handshake::open(held.router(), &self.introduction, spec).await?;
        let modern = (facts.era == Era::Modern).then(|| self.introduction.modern.clone());
        if let Some(modern) = &modern {
            listen::start(held.router(), modern.clone(), &facts.capabilities);
        }
        Ok(Arc::new(RelaySession::new(held, facts, modern, over_http)))
    }

    /// Streamable HTTP; where it fails, the status with which `initialize` was answered, too.
    async fn open_streamable(
        &self,
        spec: &SessionSpec,
        endpoint: Endpoint,
    ) -> Result<Arc<dyn Session>, (Failure, u16)> {
        let (sender, outgoing) = mpsc::channel(OUTGOING_QUEUE);
        let held = Held::new(Router::new(spec, sender));
        let transport = http::start_streamable(held.router(), endpoint, outgoing);
        let opened = self.begin(held, spec, true).await;
        opened.map_err(|failure| (failure, transport.initialize_status()))
    }

    async fn open_http_sse(
        &self,
        spec: &SessionSpec,
        endpoint: Endpoint,
    ) -> Result<Arc<dyn Session>, Failure> {
        let (sender, outgoing) = mpsc::channel(OUTGOING_QUEUE);
        let held = Held::new(Router::new(spec, sender));
        http::start_http_sse(held.router(), endpoint, outgoing);
        // This transport is older than the modern era.
        let spec = SessionSpec { era: EraSetting::Legacy, ..spec.clone() };
        self.begin(held, &spec, true).await
    }
}

#[async_trait]
impl SessionOpener for McpSessions {
    async fn open_stdio(
        &self,
        spec: &SessionSpec,
        pipes: StdioPipes,
    ) -> Result<Arc<dyn Session>, OpenError> {
        let (sender, outgoing) = mpsc::channel(OUTGOING_QUEUE);
        let held = Held::new(Router::new(spec, sender));
        stdio::start(held.router(), pipes, outgoing);
        let asked_modern = spec.era == EraSetting::Auto && spec.learned_era != Some(Era::Legacy);
        self.begin(held, spec, false).await.map_err(|failure| {
            debug!(server = %spec.server, ?failure, "a session did not open");
            // The question for the newer era may be what the server could not bear.
            if asked_modern && failure.kind != FailureKind::Final {
                OpenError::RespawnForLegacy
            } else {
                OpenError::Failed(failure.problem)
            }
        })
    }

    async fn open_http(
        &self,
        spec: &SessionSpec,
        endpoint: &HttpEndpoint,
    ) -> Result<Arc<dyn Session>, OpenError> {
        let until = after(spec.open_timeout);
        let flavour = endpoint.flavour;
        let endpoint = Endpoint::new(endpoint, &self.network, &self.http, &self.redact).await;
        let endpoint = endpoint.map_err(OpenError::Failed)?;
        if flavour == HttpFlavour::Sse {
            if spec.era == EraSetting::Modern {
                let message = "HTTP+SSE is older than the era of 2026-07-28.";
                let problem = Problem::invalid("era", message);
                return Err(OpenError::Failed(
                    problem.hint("Set the protocol era to auto or the transport to streamable."),
                ));
            }
            let opened = self.open_http_sse(spec, endpoint).await;
            return opened.map_err(|failure| OpenError::Failed(failure.problem));
        }
        let (failure, status) = match self.open_streamable(spec, endpoint.clone()).await {
            Ok(session) => return Ok(session),
            Err(failed) => failed,
        };
        debug!(server = %spec.server, ?failure, status, "Streamable HTTP did not open");
        let left: Duration = until.saturating_duration_since(Instant::now());
        let may_be_older = flavour == HttpFlavour::Auto
            && spec.era != EraSetting::Modern
            && matches!(status, 400 | 404 | 405)
            && !left.is_zero();
        if may_be_older {
            let spec = SessionSpec { open_timeout: left, ..spec.clone() };
            if let Ok(session) = self.open_http_sse(&spec, endpoint).await {
                return Ok(session);
            }
        }
        Err(OpenError::Failed(failure.problem))
    }
}
