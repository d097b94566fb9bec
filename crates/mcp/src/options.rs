//! How this program introduces itself, and the time-outs of its connections.

use std::sync::Arc;
use std::time::Duration;

use console_network::Network;

/// Options of [`crate::McpSessions`].
#[derive(Debug, Clone)]
pub struct McpOptions {
    /// The name that servers are told.
    pub client_name: String,
    /// The version that servers are told.
    pub client_version: String,
    /// Connections to remote servers.
    pub http: HttpOptions,
    /// How remote servers are reached.
    pub network: Arc<Network>,
}

impl McpOptions {
    /// Options with the default time-outs.
    pub fn new(client_name: impl Into<String>, client_version: impl Into<String>) -> Self {
        Self {
            client_name: client_name.into(),
            client_version: client_version.into(),
            http: HttpOptions::default(),
            network: Arc::default(),
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
