//! How this program introduces itself, and the time-outs of its connections.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use console_domain::{Redact, RedactNothing};
use console_network::Network;

/// Options of [`crate::McpSessions`].
#[derive(Clone)]
pub struct McpOptions {
    /// The name that servers are told.
    pub client_name: String,
    /// The version that servers are told.
    pub client_version: String,
    /// Connections to remote servers.
    pub http: HttpOptions,
    /// How remote servers are reached.
    pub network: Arc<Network>,
    /// Takes the values of keys out of what a remote server says, before it is cut short.
    pub redact: Arc<dyn Redact>,
}

impl fmt::Debug for McpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { client_name, client_version, http, network, redact: _ } = self;
        f.debug_struct("McpOptions")
            .field("client_name", client_name)
            .field("client_version", client_version)
            .field("http", http)
            .field("network", network)
            .finish_non_exhaustive()
    }
}

impl McpOptions {
    /// Options with the default time-outs.
    pub fn new(client_name: impl Into<String>, client_version: impl Into<String>) -> Self {
        Self {
            client_name: client_name.into(),
            client_version: client_version.into(),
            http: HttpOptions::default(),
            network: Arc::default(),
            redact: Arc::new(RedactNothing),
        }
    }
}

/// Time-outs of connections to remote servers. The time of a call is the caller's.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// How long the server may take to accept a notification or an answer of ours.
    pub post_timeout: Duration,
    /// The pause before a broken event stream is opened again; doubled at each failure, up to
    /// a minute, unless the server names another.
    pub reconnect_pause: Duration,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self { post_timeout: Duration::from_secs(30), reconnect_pause: Duration::from_secs(1) }
    }
}
