//! Notices: what happened while nobody looked, shown natively and in the window.
//!
//! Invariant: a notice is stored before it is shown, so that the window has what the system's
//! notification said, also where the system could not show it.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Problem, ServerId};

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NoticeKind {
    /// A server gave up: once per episode, until it recovers.
    ServerFailed {
        /// Which one.
        server: ServerId,
        /// Why.
        problem: Option<Problem>,
    },
    /// A server that had failed is up again.
    ServerRecovered {
        /// Which one.
        server: ServerId,
    },
}

impl NoticeKind {
    /// The server that it is about.
    pub fn server(&self) -> &ServerId {
        match self {
            Self::ServerFailed { server, .. } | Self::ServerRecovered { server } => server,
        }
    }

    /// The page of the window that shows what it is about, such as `/servers/time`.
    pub fn page(&self) -> String {
        format!("/servers/{}", self.server())
    }
}

/// How a notice reached the system's notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It was given to the system.
    Shown,
    /// Notifications are paused.
    Paused,
    /// The system has nothing that shows notifications, or refused it.
    Unavailable,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Notice {
    /// Its id; ascends.
    pub id: i64,
    /// When.
    #[serde(with = "crate::rfc3339")]
    #[specta(type = String)]
    pub at: Timestamp,
    /// What.
    pub kind: NoticeKind,
    /// Whether a person has seen it in the window, or clicked it.
    pub read: bool,
    /// How it reached the system's notifications.
    pub delivery: Delivery,
}

/// Shows notices outside the window. Implemented by the desktop, and by the log where there is
/// none.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Shows a notice; a click on it leads to what it is about.
    ///
    /// # Errors
    /// Why the system could not show it, a fragment for the log.
    async fn show(&self, notice: &Notice) -> Result<(), NotifyError>;
}

/// Why a notice could not be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotifyError(pub String);
