//! Events: hints that facts have changed, with the cache tags that they make stale.
//!
//! Invariant: the fact is stored before its event is sent, so a receiver that lagged behind
//! reloads and has missed nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Notice, Problem, ServerId, ServerState};

/// Names something that a face may have cached: `servers`, `server:<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct CacheTag(pub String);

impl CacheTag {
    /// The list of servers.
    pub fn servers() -> Self {
        Self("servers".into())
    }

    /// The notifications centre.
    pub fn notices() -> Self {
        Self("notices".into())
    }

    /// How the console sits in the system.
    pub fn desktop() -> Self {
        Self("desktop".into())
    }

    /// The keys, and the vault that they live in.
    pub fn keys() -> Self {
        Self("keys".into())
    }

    /// One server.
    pub fn server(id: &ServerId) -> Self {
        Self(format!("server:{id}"))
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// A server was added, changed or removed.
    ServersChanged {
        /// Which one.
        server: ServerId,
    },
    /// A server's state changed.
    ServerState {
        /// Which one.
        server: ServerId,
        /// From which state.
        from: ServerState,
        /// To which state.
        to: ServerState,
        /// Why, where nobody asked for it.
        problem: Option<Problem>,
    },
    /// Health, usage or catalogue of a server changed.
    ServerRefreshed {
        /// Which one.
        server: ServerId,
    },
    /// Something happened that a person should hear of.
    NoticeAdded {
        /// What.
        notice: Notice,
    },
    /// Notices were read or cleared, or notifications were paused or resumed.
    NoticesChanged,
    /// A key was set, changed, tested, used or removed, or the vault was opened or exchanged.
    KeysChanged,
    /// A page should be opened, such as the one of a clicked notification.
    PageRequested {
        /// Its address in the window: `/servers/time`.
        path: String,
    },
    /// The window was asked to come to the front.
    FocusRequested,
    /// The host is going down.
    ShuttingDown,
}

/// An event on the bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Event {
    /// Position in this host's stream of events, from 1.
    pub seq: u64,
    /// When.
    #[serde(with = "crate::rfc3339")]
    #[specta(type = String)]
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// What it makes stale.
    pub tags: Vec<CacheTag>,
}

impl EventKind {
    /// The cache tags that this makes stale.
    pub fn tags(&self) -> Vec<CacheTag> {
        match self {
            Self::ServersChanged { server }
            | Self::ServerState { server, .. }
            | Self::ServerRefreshed { server } => {
                vec![CacheTag::servers(), CacheTag::server(server)]
            }
            Self::NoticeAdded { .. } | Self::NoticesChanged => vec![CacheTag::notices()],
            // Which keys a server misses shows in its row.
            Self::KeysChanged => vec![CacheTag::keys(), CacheTag::servers()],
            Self::PageRequested { .. } | Self::FocusRequested | Self::ShuttingDown => Vec::new(),
        }
    }
}
