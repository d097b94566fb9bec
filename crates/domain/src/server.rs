//! A server's configuration: what a person writes down about it.
//!
//! Values may hold references (`${NAME}`, `${env:NAME}`, `${secret:NAME}`); they are resolved
//! when an instance starts and are stored as written. The maps are lists, so that the order a
//! person gave survives.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::session::Era;
use crate::{Problem, RestartPolicy, ServerId};

/// How a server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ServerKind {
    /// A child process.
    Stdio,
    /// A remote endpoint.
    Http,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value, references unresolved.
    pub value: String,
}

/// One HTTP header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, references unresolved.
    pub value: String,
}

/// Which HTTP transport a remote server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum HttpFlavour {
    /// Streamable HTTP first, HTTP+SSE where the server refuses it.
    #[default]
    Auto,
    /// Streamable HTTP only.
    Streamable,
    /// HTTP+SSE of 2024-11-05 only.
    Sse,
}

/// Where a server is and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Transport {
    /// A child process that speaks over its standard streams.
    Stdio {
        /// The program: a name on the search path, or a path. `~/` at its beginning is the home
        /// directory.
        command: String,
        /// Its arguments.
        #[serde(default)]
        args: Vec<String>,
        /// Its own variables, on top of the allow-listed ones.
        #[serde(default)]
        env: Vec<EnvVar>,
        /// Its working directory, absolute; `~/` at its beginning is the home directory, and so
        /// it is where none is given.
        #[serde(default)]
        cwd: Option<String>,
    },
    /// An HTTP endpoint.
    Http {
        /// The endpoint, `http` or `https`.
        url: String,
        /// Extra request headers.
        #[serde(default)]
        headers: Vec<Header>,
        /// Streamable HTTP or HTTP+SSE.
        #[serde(default)]
        flavour: HttpFlavour,
    },
}

impl Transport {
    /// Process or endpoint.
    pub fn kind(&self) -> ServerKind {
        match self {
            Self::Stdio { .. } => ServerKind::Stdio,
            Self::Http { .. } => ServerKind::Http,
        }
    }
}

/// Which protocol era is spoken with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum EraSetting {
    /// Ask for the newer one, fall back, remember the answer.
    #[default]
    Auto,
    /// `initialize` (2025-11-25 and older).
    Legacy,
    /// `server/discover` (2026-07-28).
    Modern,
}

/// Who shares an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// One instance for all callers.
    #[default]
    Shared,
    /// One instance per client session.
    PerSession,
}

/// How long things may take, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Timeouts {
    /// From spawn to the end of the handshake and listing.
    pub start_ms: u32,
    /// One call.
    pub call_ms: u32,
    /// From closing stdin to TERM, and from TERM to KILL.
    pub stop_ms: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { start_ms: 60_000, call_ms: 60_000, stop_ms: 3_000 }
    }
}

impl Timeouts {
    /// Time for the handshake.
    pub fn start(&self) -> Duration {
        Duration::from_millis(u64::from(self.start_ms))
    }

    /// Time for one call.
    pub fn call(&self) -> Duration {
        Duration::from_millis(u64::from(self.call_ms))
    }

    /// Time for each step of a stop.
    pub fn stop(&self) -> Duration {
        Duration::from_millis(u64::from(self.stop_ms))
    }
}

/// A server as configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ServerConfig {
    /// Its id.
    pub id: ServerId,
    /// Its name, as shown.
    pub name: String,
    /// What it is for, one line.
    #[serde(default)]
    pub description: Option<String>,
    /// Where it is.
    pub transport: Transport,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Started with the console.
    #[serde(default)]
    pub autostart: bool,
    /// When it is restarted.
    #[serde(default)]
    pub restart: RestartPolicy,
    /// Which protocol era is spoken.
    #[serde(default)]
    pub era: EraSetting,
    /// The era that answered last time, where the setting is `auto`.
    #[serde(default)]
    pub learned_era: Option<Era>,
    /// Who shares an instance.
    #[serde(default)]
    pub sharing: Sharing,
    /// How long things may take.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// Stopped after this long without a call, milliseconds, within
    /// [`limits::IDLE_STOP_MS`](crate::limits::IDLE_STOP_MS); the next call starts it again.
    #[serde(default)]
    pub idle_stop_ms: Option<u32>,
}

impl ServerConfig {
    /// A server with default settings.
    pub fn new(name: &str, transport: Transport) -> Result<Self, Problem> {
        Ok(Self {
            id: Self::id_of(name)?,
            name: name.trim().to_owned(),
            description: None,
            transport,
            tags: Vec::new(),
            autostart: false,
            restart: RestartPolicy::default(),
            era: EraSetting::default(),
            learned_era: None,
            sharing: Sharing::default(),
            timeouts: Timeouts::default(),
            idle_stop_ms: None,
        })
    }

    /// The id of a server that is added under `name`.
    pub fn id_of(name: &str) -> Result<ServerId, Problem> {
        ServerId::from_name(name).map_err(|error| Problem::invalid("name", sentence(&error)))
    }

    /// Checks every field against its bounds; the first wrong one is named.
    pub fn validate(&self) -> Result<(), Problem> {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }
}

/// An error fragment as a sentence.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}
