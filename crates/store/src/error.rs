//! Why storage failed, and which code a face shows for it.

use std::io;
use std::path::PathBuf;

use console_domain::{ErrorCode, Problem};

/// Why storage failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The data directory cannot be used.
    #[error("the data directory {} cannot be used: {reason}", path.display())]
    DataDirUnusable {
        /// The directory.
        path: PathBuf,
        /// What stands in the way.
        reason: String,
    },
    /// Another host holds the directory.
    #[error("another console runs on {}", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
        /// The holder's process id, where it could be read.
        pid: Option<u32>,
    },
    /// The database has migrations that this version does not know.
    #[error(
        "the database was written by a newer version (its schema is {found}, this version knows {known})"
    )]
    TooNew {
        /// Newest migration in the file.
        found: i64,
        /// Newest migration of this version.
        known: i64,
    },
    /// The database file is damaged.
    #[error("the database {} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the copy was put.
        kept_aside: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// A stored value cannot be read.
    #[error("{table}.{column} of row {row} holds a value that cannot be read")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// A write touched another number of rows than it must.
    #[error("a write touched {actual} rows instead of {expected}")]
    RowsAffected {
        /// How many it must touch.
        expected: u64,
        /// How many it touched.
        actual: u64,
    },
    /// The row exists already.
    #[error("{0} exists already")]
    Duplicate(String),
    /// SQLite or its driver failed.
    #[error("the database failed")]
    Driver(#[source] sqlx::Error),
    /// A migration failed; the file is as it was, and so is its backup.
    #[error("a migration of the database failed")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// A file could not be read or written.
    #[error("failed to access {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// SQLite's primary result code for a full disk.
const SQLITE_FULL: &str = "13";

impl StoreError {
    /// An I/O error at `path`.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// Checks that a write touched `expected` rows.
    pub(crate) fn ensure_rows(expected: u64, actual: u64) -> Result<(), Self> {
        if expected == actual { Ok(()) } else { Err(Self::RowsAffected { expected, actual }) }
    }

    fn is_disk_full(&self) -> bool {
        match self {
            Self::Driver(sqlx::Error::Database(e)) => e.code().is_some_and(|c| c == SQLITE_FULL),
            Self::Io { source, .. } => source.kind() == io::ErrorKind::StorageFull,
            _ => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Driver(error)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_disk_full() {
            return Self::new(ErrorCode::DiskFull, "The disk is full; nothing was changed.")
                .hint("Free some space and try again.");
        }
        match &error {
            StoreError::DataDirUnusable { path, reason } => {
                let message =
                    format!("The data directory {} cannot be used: {reason}.", path.display());
                Self::new(ErrorCode::DataDirUnusable, message).hint(
                    "Make it a directory that you own and can write to, or name another with --data-dir or MCP_CONSOLE_HOME.",
                )
            }
            StoreError::Locked { path, pid } => {
                let who = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
                let message = format!("A console already runs on {}{who}.", path.display());
                Self::new(ErrorCode::InstanceRunning, message)
                    .hint("Use that one, stop it first, or name another directory with --data-dir.")
                    .details(serde_json::json!({ "pid": pid, "data_dir": path }))
            }
            StoreError::TooNew { found, known } => {
                let message = format!(
                    "The database was written by a newer version of MCP Console (schema {found}; this version knows {known}). It was left untouched."
                );
                Self::new(ErrorCode::DatabaseTooNew, message)
                    .hint("Install that version again, or name another directory with --data-dir.")
            }
            StoreError::Damaged { path, kept_aside, reason } => {
                let message = format!("The database {} is damaged: {reason}.", path.display());
                let hint = format!(
                    "It was left in place and copied to {}. Put a copy from the backups folder beside it in its place, or move it away to begin afresh.",
                    kept_aside.display()
                );
                Self::new(ErrorCode::DatabaseDamaged, message).hint(hint)
            }
            StoreError::Io { path, source } => {
                let message = format!("{} cannot be read or written: {source}.", path.display());
                Self::new(ErrorCode::Io, message)
            }
            StoreError::Duplicate(id) => {
                let message = format!("There is already a server with the id {id}.");
                Self::new(ErrorCode::DuplicateName, message)
                    .field("name")
                    .hint("Choose another name, or remove the other one first.")
            }
            other => {
                tracing::error!(error = &error as &dyn std::error::Error, "storage failed");
                Self::new(ErrorCode::Internal, format!("Storage failed: {other}."))
                    .hint("The log console.log in the data directory has the details.")
            }
        }
    }
}
