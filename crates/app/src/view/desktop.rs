//! What the shell of the desktop shows: notices, and how the console sits in the system.

use console_domain::Notice;
use serde::{Deserialize, Serialize};

/// What happened, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NoticePage {
    /// The notices; at most `limits::MAX_NOTICES`.
    pub notices: Vec<Notice>,
    /// How many were not read yet.
    pub unread: u32,
    /// Whether native notifications are paused.
    pub paused: bool,
}

/// How the console sits in the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DesktopState {
    /// Whether it starts at login; `None` where that cannot be had.
    pub start_at_login: Option<bool>,
    /// Whether there is a tray to stay in when the window is closed.
    pub tray: bool,
    /// The command-line tool.
    pub cli: CliState,
}

/// Where the command-line tool is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CliState {
    /// It comes with this app and can be put on the search path.
    Available,
    /// It is on the login shell's search path.
    Installed {
        /// Where.
        path: String,
        /// Whether we put it there, so that we may take it away again.
        ours: bool,
    },
    /// It is at its place, and the login shell does not look there.
    OffPath {
        /// Where.
        path: String,
        /// The line that a shell's profile needs.
        line: String,
    },
    /// It does not come with this app (it was built without its package).
    Missing,
}
