//! Where a command acts: on the running host through its API, or on the data directory itself
//! where none runs. Each use case has the same answer either way.

use std::sync::Arc;
use std::time::Duration;

use console_app::view::{
    AddServer, HostFace, ImportPreview, ImportReport, ImportSource, LogTail, ServerDetail,
    ServerView,
};
use console_app::{Console, ConsoleOptions, DataDir, Endpoint, Wait, guard_crashes};
use console_domain::{ErrorCode, Problem};

use crate::remote::Remote;

/// Where a command acts.
#[derive(Debug)]
pub(crate) enum Backend {
    /// The running host.
    Remote(Remote),
    /// The data directory; the lock is held for the length of the command.
    Local(Box<Console>),
}

impl Backend {
    /// The running host, else the directory.
    pub(crate) async fn any(dir: &DataDir) -> Result<Self, Problem> {
        if let Some(endpoint) = Endpoint::find(dir)? {
            return Ok(Self::Remote(Remote::new(endpoint)?));
        }
        let options = ConsoleOptions::new(dir.clone(), HostFace::Headless);
        guard_crashes(Arc::clone(&options.known_secrets));
        Ok(Self::Local(Box::new(Console::open(options).await?)))
    }

    /// The running host.
    ///
    /// # Errors
    /// `no_instance` where none runs.
    pub(crate) fn running(dir: &DataDir) -> Result<Remote, Problem> {
        let endpoint = Endpoint::find(dir)?.ok_or_else(|| {
            let message = format!("No console runs on {}.", dir.root().display());
            Problem::new(ErrorCode::NoInstance, message)
                .hint("Start one with `mcpctl serve`, or open the desktop app.")
        })?;
        Remote::new(endpoint)
    }

    pub(crate) async fn list(&self) -> Result<Vec<ServerView>, Problem> {
        match self {
            Self::Remote(host) => host.get("/servers").await,
            Self::Local(console) => console.list_servers().await,
        }
    }

    pub(crate) async fn show(&self, id: &str) -> Result<ServerDetail, Problem> {
        match self {
            Self::Remote(host) => host.get(&server_path(id, "")).await,
            Self::Local(console) => console.show_server(id).await,
        }
    }

    pub(crate) async fn add(&self, request: AddServer) -> Result<ServerView, Problem> {
        match self {
            Self::Remote(host) => host.post_json("/servers", &request, Duration::ZERO).await,
            Self::Local(console) => console.add_server(request).await,
        }
    }

    pub(crate) async fn import(&self, text: String) -> Result<ImportReport, Problem> {
        match self {
            Self::Remote(host) => host.post_text("/servers/import", text).await,
            Self::Local(console) => console.import_servers(&text).await,
        }
    }

    pub(crate) async fn preview_import(&self, text: String) -> Result<ImportPreview, Problem> {
        match self {
            Self::Remote(host) => host.post_text("/servers/import/preview", text).await,
            Self::Local(console) => console.preview_import(&ImportSource::Text { text }).await,
        }
    }

    pub(crate) async fn approve(&self, id: &str) -> Result<ServerView, Problem> {
        match self {
            Self::Remote(host) => host.post(&server_path(id, "/approve"), Duration::ZERO).await,
            Self::Local(console) => console.approve_server(id).await,
        }
    }

    pub(crate) async fn remove(&self, id: &str) -> Result<ServerDetail, Problem> {
        match self {
            Self::Remote(host) => host.delete(&server_path(id, "")).await,
            Self::Local(console) => console.remove_server(id).await,
        }
    }

    pub(crate) async fn logs(&self, id: &str, lines: usize) -> Result<LogTail, Problem> {
        match self {
            Self::Remote(host) => host.get(&server_path(id, &format!("/logs?lines={lines}"))).await,
            Self::Local(console) => console.server_log(id, lines).await,
        }
    }

    /// Closes what was opened.
    pub(crate) async fn close(self) {
        if let Self::Local(console) = self {
            console.shutdown().await;
        }
    }
}

/// The API's path of a server; an id is made safe for a URL.
pub(crate) fn server_path(id: &str, rest: &str) -> String {
    path_of("/servers/", id, rest)
}

/// The API's path of a key; a name is made safe for a URL.
pub(crate) fn key_path(name: &str, rest: &str) -> String {
    path_of("/keys/", name, rest)
}

fn path_of(collection: &str, id: &str, rest: &str) -> String {
    use std::fmt::Write;
    let mut path = String::from(collection);
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            path.push(char::from(byte));
        } else {
            let _infallible = write!(path, "%{byte:02X}");
        }
    }
    path + rest
}

/// The query that makes a request wait.
pub(crate) fn wait_query(wait: Wait) -> String {
    match wait {
        Wait::No => String::new(),
        Wait::Until(time) => format!("?wait_ms={}", time.as_millis()),
    }
}
