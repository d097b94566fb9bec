//! The port between the supervisor, which owns processes and connections, and the protocol
//! sessions over them.
//!
//! A session relays at message level: it reads the JSON-RPC envelope and keeps payloads raw.
//! Invariants: every request has a time-out; ids are remapped, so callers never see each other;
//! a request of the server reaches a caller only while exactly one call is in flight.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use crate::server::{EraSetting, Header, HttpFlavour};
use crate::{ErrorCode, InstanceId, Problem, ServerId, ServerInfo};

/// The two generations of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Era {
    /// Up to 2025-11-25: opened by `initialize`.
    Legacy,
    /// From 2026-07-28: stateless, `server/discover`.
    Modern,
}

impl Era {
    /// The era as it stands in JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::Modern => "modern",
        }
    }
}

/// What a session needs to know before it opens.
#[derive(Debug, Clone)]
pub struct SessionSpec {
    /// The server, for logs.
    pub server: ServerId,
    /// The instance, for logs.
    pub instance: InstanceId,
    /// Which era to try.
    pub era: EraSetting,
    /// The era that answered last time; tried first under `auto`.
    pub learned_era: Option<Era>,
    /// Time for the handshake.
    pub open_timeout: Duration,
}

/// The standard streams of a child process.
pub struct StdioPipes {
    /// What the server reads.
    pub stdin: Box<dyn AsyncWrite + Send + Unpin>,
    /// What the server writes.
    pub stdout: Box<dyn AsyncRead + Send + Unpin>,
    /// Where lines go that are not the protocol; full means they are dropped and counted.
    pub noise: mpsc::Sender<String>,
}

impl fmt::Debug for StdioPipes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StdioPipes")
    }
}

/// A remote endpoint, references resolved.
#[derive(Clone)]
pub struct HttpEndpoint {
    /// Where it is.
    pub url: String,
    /// Extra headers; may hold secrets.
    pub headers: Vec<Header>,
    /// Which transport.
    pub flavour: HttpFlavour,
}

impl fmt::Debug for HttpEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpEndpoint({} headers)", self.headers.len())
    }
}

/// Opens sessions.
#[async_trait]
pub trait SessionOpener: Send + Sync {
    /// Opens a session over a fresh child's streams.
    async fn open_stdio(
        &self,
        spec: &SessionSpec,
        pipes: StdioPipes,
    ) -> Result<Arc<dyn Session>, OpenError>;

    /// Opens a session with a remote endpoint.
    async fn open_http(
        &self,
        spec: &SessionSpec,
        endpoint: &HttpEndpoint,
    ) -> Result<Arc<dyn Session>, OpenError>;
}

/// Why a session did not open.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// The child did not survive the question for the newer era, or never answered it. Spawn it
    /// again and open with `learned_era` = legacy.
    #[error("the server does not answer server/discover; spawn it again for initialize")]
    RespawnForLegacy,
    /// It failed.
    #[error("{0}")]
    Failed(Problem),
}

/// What the handshake told.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    /// Which era answered.
    pub era: Era,
    /// The version agreed on.
    pub protocol_version: String,
    /// How the server names itself.
    pub server_info: ServerInfo,
    /// Its capabilities, raw.
    pub capabilities: serde_json::Value,
    /// Its instructions for models.
    pub instructions: Option<String>,
    /// How long the handshake took.
    pub handshake: Duration,
}

/// Who makes a call; names it in logs and in the run's record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller(pub String);

/// One request to the server.
pub struct SessionRequest {
    /// The method.
    pub method: String,
    /// The parameters, an object; raw.
    pub params: Option<Box<RawValue>>,
    /// How long to wait for the answer.
    pub timeout: Duration,
    /// Who asks.
    pub caller: Caller,
    /// Cancelled: the server is told, and the call ends with [`ErrorCode::Cancelled`].
    pub cancel: CancellationToken,
    /// Where progress goes; progress restarts the time-out.
    pub progress: Option<mpsc::Sender<Progress>>,
    /// Who answers requests of the server that belong to this call.
    pub answers: Option<Arc<dyn ServerRequestHandler>>,
}

impl SessionRequest {
    /// A request with a time-out and nothing else.
    pub fn new(method: impl Into<String>, caller: &str, timeout: Duration) -> Self {
        Self {
            method: method.into(),
            params: None,
            timeout,
            caller: Caller(caller.to_owned()),
            cancel: CancellationToken::new(),
            progress: None,
            answers: None,
        }
    }

    /// Adds parameters.
    #[must_use]
    pub fn params(mut self, params: Box<RawValue>) -> Self {
        self.params = Some(params);
        self
    }
}

impl fmt::Debug for SessionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionRequest({} by {})", self.method, self.caller.0)
    }
}

/// Progress of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// How far.
    pub progress: f64,
    /// Of how much.
    pub total: Option<f64>,
    /// In words.
    pub message: Option<String>,
}

/// A request that the server makes of its client: sampling, elicitation, roots.
#[derive(Debug)]
pub struct ServerRequest {
    /// The method.
    pub method: String,
    /// The parameters, raw.
    pub params: Option<Box<RawValue>>,
}

/// Answers requests of a server on behalf of a caller.
#[async_trait]
pub trait ServerRequestHandler: Send + Sync {
    /// The result to send back, or the error.
    async fn answer(&self, request: ServerRequest) -> Result<Box<RawValue>, CallError>;
}

/// A notification of the server that belongs to no call.
#[derive(Debug, Clone)]
pub struct Notification {
    /// The method.
    pub method: String,
    /// The parameters, raw.
    pub params: Option<Arc<RawValue>>,
}

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The server answered with a JSON-RPC error.
    #[error("the server answered with error {code}: {message}")]
    Rpc {
        /// JSON-RPC code.
        code: i64,
        /// Its message.
        message: String,
        /// Its data.
        data: Option<serde_json::Value>,
    },
    /// There was no answer.
    #[error("{0}")]
    Failed(Problem),
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Failed(problem) => problem,
            CallError::Rpc { code, message, data } => {
                let text = format!("The server answered with an error: {message}");
                Self::new(ErrorCode::ServerError, text)
                    .details(serde_json::json!({ "rpc_code": code, "rpc_data": data }))
            }
        }
    }
}

/// One entry of a listing: its name and the whole entry as the server sent it.
#[derive(Debug, Clone)]
pub struct CatalogItem {
    /// Tool or prompt name, resource URI, template.
    pub name: String,
    /// The entry.
    pub raw: Arc<RawValue>,
}

/// An entry that is not usable as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedItem {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// `tool`, `resource`, `resource_template` or `prompt`.
    pub kind: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

/// What a server offers.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Tools.
    pub tools: Vec<CatalogItem>,
    /// Resources.
    pub resources: Vec<CatalogItem>,
    /// Resource templates.
    pub resource_templates: Vec<CatalogItem>,
    /// Prompts.
    pub prompts: Vec<CatalogItem>,
    /// Malformed entries, set aside.
    pub quarantined: Vec<QuarantinedItem>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionEnd {
    /// We closed it.
    Closed,
    /// The server or the connection went away.
    Lost(Problem),
}

/// A session with one instance.
#[async_trait]
pub trait Session: Send + Sync {
    /// What the handshake told.
    fn facts(&self) -> &SessionFacts;

    /// Calls in flight.
    fn in_flight(&self) -> usize;

    /// Sends a request and waits for its result; the result is relayed raw.
    async fn request(&self, request: SessionRequest) -> Result<Box<RawValue>, CallError>;

    /// Sends a notification.
    async fn notify(&self, method: &str, params: Option<Box<RawValue>>) -> Result<(), Problem>;

    /// Asks whether the server lives (`ping`, or `server/discover` in the modern era); the
    /// answer's latency.
    async fn health(&self, timeout: Duration) -> Result<Duration, Problem>;

    /// Lists everything that the server's capabilities announce.
    async fn list(&self, timeout: Duration) -> Result<Catalog, Problem>;

    /// Notifications that belong to no call: list changes, log messages, resource updates.
    fn notifications(&self) -> broadcast::Receiver<Notification>;

    /// Waits until the session has ended; at once where it has.
    async fn ended(&self) -> SessionEnd;

    /// Ends it: calls in flight fail with [`ErrorCode::SessionClosed`], stdin is closed, an HTTP
    /// session is deleted. Returns when that is done or `timeout` has passed.
    async fn close(&self, timeout: Duration);
}
