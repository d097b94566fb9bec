//! Opens the database: inspect, back up, migrate, pragmas.

use std::fs;
use std::time::Duration;

use console_domain::Clock;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use crate::inspect::{Inspection, inspect};
use crate::{DataDir, Keys, Notices, Servers, Settings, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a statement waits for another writer.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections: SQLite has one writer, so more than a few readers only cost memory.
const MAX_CONNECTIONS: u32 = 4;
/// Backups made before migrations that are kept.
const BACKUPS_KEPT: usize = 5;

/// The open database. Cheap to clone; the pool inside is internally synchronised.
#[derive(Debug, Clone)]
pub struct Database {
    pool: SqlitePool,
}

impl Database {
    /// Opens the database of `dir` and brings it to the present schema.
    ///
    /// The file is backed up before a migration touches it. One written by a newer version, or a
    /// damaged one, is refused and left as it is.
    pub async fn open(dir: &DataDir, clock: &dyn Clock) -> Result<Self, StoreError> {
        let known = known_schema();
        match inspect(dir).await? {
            Inspection::Sound(found) if found > known => {
                return Err(StoreError::TooNew { found, known });
            }
            Inspection::Sound(found) if found < known => back_up(dir, found, clock).await?,
            Inspection::Sound(_) | Inspection::Absent => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(dir.database())
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // A secret that stood in a configuration goes with it, and does not stay in a free page.
            .pragma("secure_delete", "ON")
            .optimize_on_close(true, None);
        let pool = SqlitePoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(BUSY_TIMEOUT)
            .after_release(|connection, _| Box::pin(is_reusable(connection)))
            .connect_with(options)
            .await?;
        MIGRATIONS.run(&pool).await.map_err(StoreError::Migration)?;
        Ok(Self { pool })
    }

    /// Looks at the database of `dir` without changing it: its schema, `None` where there is
    /// none yet.
    pub async fn inspect(dir: &DataDir) -> Result<Option<i64>, StoreError> {
        let known = known_schema();
        match inspect(dir).await? {
            Inspection::Absent => Ok(None),
            Inspection::Sound(found) if found > known => Err(StoreError::TooNew { found, known }),
            Inspection::Sound(found) => Ok(Some(found)),
        }
    }

    /// The servers.
    pub fn servers(&self) -> Servers {
        Servers::new(self.pool.clone())
    }

    /// The keys, without their values.
    pub fn keys(&self) -> Keys {
        Keys::new(self.pool.clone())
    }

    /// What happened while nobody looked.
    pub fn notices(&self) -> Notices {
        Notices::new(self.pool.clone())
    }

    /// The console's settings.
    pub fn settings(&self) -> Settings {
        Settings::new(self.pool.clone())
    }

    /// Makes the database's files forget what was overwritten or deleted before: the free space of
    /// pages, free pages, and the WAL. `false` where a long reader kept a part of the WAL; it goes
    /// when the database is closed.
    pub async fn forget_deleted(&self) -> Result<bool, StoreError> {
        // Rewrites every page: an earlier version may have left values in the space between.
        sqlx::query("VACUUM").execute(&self.pool).await?;
        let (busy, _in_wal, _moved): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await?;
        Ok(busy == 0)
    }

    /// Waits for writers, checkpoints the WAL and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// The newest migration of this version.
fn known_schema() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

/// Whether a connection that comes back to the pool may be used again.
///
/// Where SQLite itself rolls a transaction back (a full disk), the driver goes on to count it as
/// open, and every later transaction on that connection would be refused.
async fn is_reusable(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback that a dropped transaction has asked for is done by then.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Copies the database into the backups by `VACUUM INTO`, which reads a consistent state.
async fn back_up(dir: &DataDir, found: i64, clock: &dyn Clock) -> Result<(), StoreError> {
    let stamp = clock.now().strftime("%Y%m%dT%H%M%S%3fZ");
    let path = dir.backups().join(format!("console-schema{found}-{stamp}.db"));
    let options = SqliteConnectOptions::new().filename(dir.database());
    let mut connection = options.connect().await?;
    // The path stands as a bound value, so that no quoting can go wrong.
    sqlx::query(AssertSqlSafe("VACUUM INTO ?"))
        .bind(path.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    tracing::info!(backup = %path.display(), "database backed up before its migration");
    remove_old_backups(dir).map_err(StoreError::io(dir.backups()))
}

fn remove_old_backups(dir: &DataDir) -> std::io::Result<()> {
    let mut backups: Vec<_> = fs::read_dir(dir.backups())?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("console-schema") && name.ends_with("Z.db")
        })
        .collect();
    // The stamp in the name sorts by time within a schema, and schemas only grow.
    backups.sort_by_key(|path| fs::metadata(path).and_then(|m| m.modified()).ok());
    let surplus = backups.len().saturating_sub(BACKUPS_KEPT);
    backups.iter().take(surplus).try_for_each(fs::remove_file)
}
