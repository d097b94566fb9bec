//! `endpoint.json`: where the running host is.
//!
//! The file holds the host's token, so it is readable by its owner only. It may outlive a host
//! that was killed; the directory lock tells whether one lives.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use console_domain::{ErrorCode, Problem};
use console_store::{DataDir, DirectoryLock};
use serde::{Deserialize, Serialize};

/// Where a host is and how to speak to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Its process id.
    pub pid: u32,
    /// When it started, RFC 3339.
    pub started_at: String,
    /// Where its HTTP API is: `http://127.0.0.1:PORT`.
    pub base_url: String,
    /// The token that opens everything.
    pub token: String,
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Endpoint({} of process {})", self.base_url, self.pid)
    }
}

/// The written file; removed on drop.
#[derive(Debug)]
pub struct Handle {
    path: PathBuf,
}

impl Endpoint {
    /// Writes the file (mode 0600), replacing an old one in one step.
    pub fn publish(&self, dir: &DataDir) -> Result<Handle, Problem> {
        let path = dir.endpoint();
        let fail = |e: std::io::Error| {
            let message = format!("{} cannot be written: {e}.", dir.endpoint().display());
            Problem::new(ErrorCode::Io, message)
        };
        let json = serde_json::to_vec_pretty(self).map_err(|e| fail(e.into()))?;
        let temporary = path.with_extension("json.new");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&temporary).map_err(fail)?;
        file.write_all(&json).and_then(|()| file.sync_all()).map_err(fail)?;
        fs::rename(&temporary, &path).map_err(fail)?;
        Ok(Handle { path })
    }

    /// The endpoint of the host that runs on `dir`; `None` where none runs.
    ///
    /// # Errors
    /// Where a host holds the lock and its file is not there (yet) or cannot be read.
    pub fn find(dir: &DataDir) -> Result<Option<Self>, Problem> {
        if !DirectoryLock::is_held(dir) {
            return Ok(None);
        }
        let read = fs::read(dir.endpoint()).map_err(|e| e.to_string());
        let parsed =
            read.and_then(|json| serde_json::from_slice::<Self>(&json).map_err(|e| e.to_string()));
        parsed.map(Some).map_err(|reason| {
            let message = format!(
                "A console runs on {}, but {} cannot be read: {reason}.",
                dir.root().display(),
                dir.endpoint().display()
            );
            Problem::new(ErrorCode::Io, message)
                .hint("It may still be starting: try again in a moment.")
        })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "failed to remove endpoint.json");
        }
    }
}
