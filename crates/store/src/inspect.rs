//! A look at a database file before it is opened for writing: is it ours, whole, and not newer.
//!
//! Invariant: inspection never changes the file.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::{DataDir, StoreError};

/// Files up to this size are checked page by page at each start; a larger one only by its
/// schema, since a full check would cost seconds. Errors met later are reported when met.
const FULL_CHECK_BYTES: u64 = 64 * 1024 * 1024;

/// What the file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Inspection {
    /// There is none yet.
    Absent,
    /// Whole; its newest migration (0: none).
    Sound(i64),
}

/// Looks at the database of `dir`. A damaged one is copied aside and reported.
pub(crate) async fn inspect(dir: &DataDir) -> Result<Inspection, StoreError> {
    let path = dir.database();
    let size = match fs::metadata(&path) {
        Ok(metadata) => metadata.len(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Inspection::Absent),
        Err(e) => return Err(StoreError::Io { path, source: e }),
    };
    if size == 0 {
        return Ok(Inspection::Absent);
    }
    if !has_sqlite_header(&path).map_err(StoreError::io(&path))? {
        return Err(keep_aside(dir, "it is not an SQLite database"));
    }
    match check(&path, size).await {
        Ok(version) => Ok(Inspection::Sound(version)),
        Err(CheckError::Damaged(reason)) => Err(keep_aside(dir, &reason)),
        Err(CheckError::Driver(error)) => Err(StoreError::Driver(error)),
    }
}

enum CheckError {
    Damaged(String),
    Driver(sqlx::Error),
}

impl From<sqlx::Error> for CheckError {
    fn from(error: sqlx::Error) -> Self {
        // SQLITE_CORRUPT and SQLITE_NOTADB with their extended codes.
        let damaged =
            error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(
                |code| code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 11 | 26)),
            );
        if damaged { Self::Damaged(error.to_string()) } else { Self::Driver(error) }
    }
}

async fn check(path: &Path, size: u64) -> Result<i64, CheckError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = options.connect().await?;
    let result = check_connection(&mut connection, size).await;
    connection.close().await?;
    result
}

async fn check_connection(connection: &mut SqliteConnection, size: u64) -> Result<i64, CheckError> {
    if size <= FULL_CHECK_BYTES {
        let verdict: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?;
        if verdict != "ok" {
            return Err(CheckError::Damaged(verdict));
        }
    }
    let migrated: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !migrated {
        return Ok(0);
    }
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await?;
    Ok(newest.unwrap_or(0))
}

fn has_sqlite_header(path: &Path) -> std::io::Result<bool> {
    let mut header = Vec::with_capacity(16);
    fs::File::open(path)?.take(16).read_to_end(&mut header)?;
    Ok(header == b"SQLite format 3\0")
}

/// Copies the damaged file (and its WAL) into the backups, once per state of the file, and makes
/// the error that says so.
fn keep_aside(dir: &DataDir, reason: &str) -> StoreError {
    let path = dir.database();
    let stamp = fs::metadata(&path)
        .and_then(|m| m.modified())
        .ok()
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |d| d.as_millis());
    let kept_aside = dir.backups().join(format!("console.db.damaged-{stamp}"));
    if !kept_aside.exists()
        && let Err(source) = copy_with_wal(&path, &kept_aside)
    {
        return StoreError::Io { path: kept_aside, source };
    }
    StoreError::Damaged { path, kept_aside, reason: reason.to_owned() }
}

fn copy_with_wal(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::copy(from, to)?;
    let with_suffix = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    };
    let wal = with_suffix(from);
    if wal.exists() {
        fs::copy(wal, with_suffix(to))?;
    }
    Ok(())
}
