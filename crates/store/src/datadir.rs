//! The data directory: where everything of one console lies.

use std::fs;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// The paths within a data directory. Making one changes nothing on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    /// The directory at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Makes the directory and those in it (mode 0700) and checks that it can be written to.
    pub fn prepare(&self) -> Result<(), StoreError> {
        for dir in [self.root.clone(), self.backups(), self.server_logs(), self.run_logs()] {
            create_private(&dir).map_err(|e| self.unusable(&e))?;
        }
        let probe = self.root.join(".write-test");
        fs::write(&probe, b"").map_err(|e| self.unusable(&e))?;
        fs::remove_file(&probe).map_err(|e| self.unusable(&e))
    }

    /// The directory itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.root.join("console.db")
    }

    /// Copies of the database.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// The servers' logs.
    pub fn server_logs(&self) -> PathBuf {
        self.root.join("logs").join("servers")
    }

    /// The gateway's run log.
    pub fn run_logs(&self) -> PathBuf {
        self.root.join("logs").join("runs")
    }

    /// The console's own logs.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Held by the one running host.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Where the running host is.
    pub fn endpoint(&self) -> PathBuf {
        self.root.join("endpoint.json")
    }

    /// The ledger of child processes.
    pub fn processes(&self) -> PathBuf {
        self.root.join("processes.json")
    }

    fn unusable(&self, error: &std::io::Error) -> StoreError {
        use std::io::ErrorKind as K;
        let reason = match error.kind() {
            K::PermissionDenied => "permission denied".to_owned(),
            K::ReadOnlyFilesystem => "it is on a read-only file system".to_owned(),
            K::NotADirectory | K::AlreadyExists => "a file is in its place".to_owned(),
            K::StorageFull => "the disk is full".to_owned(),
            _ => error.to_string(),
        };
        StoreError::DataDirUnusable { path: self.root.clone(), reason }
    }
}

/// Makes a directory that only its owner can enter. An existing one is left as it is: `doctor`
/// warns about its mode.
fn create_private(dir: &Path) -> std::io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(dir)
}
