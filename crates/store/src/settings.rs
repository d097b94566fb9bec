//! The console's settings: small JSON values under a key.

use console_domain::rfc3339;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqlitePool;

use crate::StoreError;

/// The repository of settings.
#[derive(Debug, Clone)]
pub struct Settings {
    pool: SqlitePool,
}

impl Settings {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    /// The value under `key`, if there is one.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let json = sqlx::query_scalar!("SELECT value FROM settings WHERE key = ?", key)
            .fetch_optional(&self.pool)
            .await?;
        json.map(|json| serde_json::from_str(&json)).transpose().map_err(|e| wrong(key, e))
    }

    /// Puts `value` under `key`.
    pub async fn put<T: Serialize>(
        &self,
        key: &str,
        value: &T,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(value).map_err(|e| wrong(key, e))?;
        let now = rfc3339::format(now);
        let done = sqlx::query!(
            "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET value = ?2, updated_at = ?3",
            key,
            json,
            now
        )
        .execute(&self.pool)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }

    /// Changes some fields of the object under `key` and leaves the others as they are, in one
    /// step; a field that is `null` in `changes` is taken away (RFC 7396).
    pub async fn merge<T: Serialize>(
        &self,
        key: &str,
        changes: &T,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(changes).map_err(|e| wrong(key, e))?;
        let now = rfc3339::format(now);
        let done = sqlx::query!(
            "INSERT INTO settings (key, value, updated_at) VALUES (?1, json_patch('{}', ?2), ?3)
             ON CONFLICT (key) DO UPDATE SET value = json_patch(value, ?2), updated_at = ?3",
            key,
            json,
            now
        )
        .execute(&self.pool)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }
}

fn wrong(key: &str, source: serde_json::Error) -> StoreError {
    StoreError::Inconsistent { table: "settings", column: "value", row: key.to_owned(), source }
}
