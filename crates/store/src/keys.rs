//! Keys: what is known of each. Values are never here.

use console_domain::{Key, KeyName, KeyTarget, KeyTest, rfc3339};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::SqlitePool;

use crate::StoreError;

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// What is known of it. Its fingerprint is empty where it is not known.
    pub key: Key,
    /// The fingerprint of the value that was last tested.
    pub tested_fingerprint: Option<String>,
    /// Whether the vault had no value when it was last asked.
    pub is_lost: bool,
}

impl StoredKey {
    /// Whether its value is another one than its last test saw.
    pub fn test_is_stale(&self) -> bool {
        let tested = self.tested_fingerprint.as_deref();
        self.key.last_test.is_some() && tested != Some(&self.key.fingerprint)
    }
}

/// The repository of keys.
#[derive(Debug, Clone)]
pub struct Keys {
    pool: SqlitePool,
}

struct KeyRow {
    name: String,
    target: String,
    fingerprint: String,
    created_at: String,
    rotated_at: String,
    last_used_at: Option<String>,
    last_test: Option<String>,
    tested_fingerprint: Option<String>,
    is_lost: bool,
}

impl TryFrom<KeyRow> for StoredKey {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let wrong = |column, source| inconsistent(&row.name, column, source);
        let time =
            |column, text: &str| text.parse::<Timestamp>().map_err(|e| wrong(column, custom(e)));
        let name = row.name.parse::<KeyName>().map_err(|e| wrong("name", custom(e)))?;
        let last_test = row.last_test.as_deref().map(serde_json::from_str).transpose();
        let key = Key {
            name,
            target: serde_json::from_str(&row.target).map_err(|e| wrong("target", e))?,
            created_at: time("created_at", &row.created_at)?,
            rotated_at: time("rotated_at", &row.rotated_at)?,
            last_used_at: row
                .last_used_at
                .as_deref()
                .map(|text| time("last_used_at", text))
                .transpose()?,
            last_test: last_test.map_err(|e| wrong("last_test", e))?,
            fingerprint: row.fingerprint,
        };
        Ok(Self { key, tested_fingerprint: row.tested_fingerprint, is_lost: row.is_lost })
    }
}

impl Keys {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    /// Every key, by name.
    pub async fn all(&self) -> Result<Vec<StoredKey>, StoreError> {
        let rows = sqlx::query_as!(
            KeyRow,
            r#"SELECT name, target, fingerprint, created_at, rotated_at, last_used_at, last_test,
                      tested_fingerprint, is_lost AS "is_lost: bool"
               FROM keys ORDER BY name"#
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(StoredKey::try_from).collect()
    }

    /// One key.
    pub async fn find(&self, name: &KeyName) -> Result<Option<StoredKey>, StoreError> {
        let name = name.as_str();
        let row = sqlx::query_as!(
            KeyRow,
            r#"SELECT name, target, fingerprint, created_at, rotated_at, last_used_at, last_test,
                      tested_fingerprint, is_lost AS "is_lost: bool"
               FROM keys WHERE name = ?"#,
            name
        )
        .fetch_optional(&self.pool)
        .await?;
        row.map(StoredKey::try_from).transpose()
    }

    /// Stores a new key, neither used nor tested yet; `false` where the name is taken, and nothing
    /// is changed then.
    pub async fn insert(
        &self,
        name: &KeyName,
        target: &KeyTarget,
        fingerprint: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let target = encode(name, "target", target)?;
        let (name, at) = (name.as_str(), rfc3339::format(at));
        let done = sqlx::query!(
            "INSERT INTO keys (name, target, fingerprint, created_at, rotated_at)
             VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT (name) DO NOTHING",
            name,
            target,
            fingerprint,
            at
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remembers that a key has another value since `at`.
    pub async fn rotate(
        &self,
        name: &KeyName,
        fingerprint: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (name, at) = (name.as_str(), rfc3339::format(at));
        let done = sqlx::query!(
            "UPDATE keys SET fingerprint = ?, rotated_at = ?, is_lost = 0 WHERE name = ?",
            fingerprint,
            at,
            name
        )
        .execute(&self.pool)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }

    /// Remembers what a key opens; what was tested before says nothing of that.
    pub async fn retarget(&self, name: &KeyName, target: &KeyTarget) -> Result<(), StoreError> {
        let target = encode(name, "target", target)?;
        let name = name.as_str();
        let done = sqlx::query!(
            "UPDATE keys SET target = ?, last_test = NULL, tested_fingerprint = NULL WHERE name = ?",
            target,
            name
        )
        .execute(&self.pool)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }

    /// Remembers how the test of the value with this fingerprint ended; `false` where the key was
    /// removed, or opens something else than `target` meanwhile.
    pub async fn record_test(
        &self,
        name: &KeyName,
        target: &KeyTarget,
        test: &KeyTest,
        fingerprint: &str,
    ) -> Result<bool, StoreError> {
        let target = encode(name, "target", target)?;
        let test = encode(name, "last_test", test)?;
        let name = name.as_str();
        let done = sqlx::query!(
            "UPDATE keys SET last_test = ?, tested_fingerprint = ? WHERE name = ? AND target = ?",
            test,
            fingerprint,
            name,
            target
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remembers that a key's value was given to something; `false` where it was removed.
    pub async fn touch(&self, name: &KeyName, at: Timestamp) -> Result<bool, StoreError> {
        let (name, at) = (name.as_str(), rfc3339::format(at));
        let done =
            sqlx::query!("UPDATE keys SET last_used_at = ?, is_lost = 0 WHERE name = ?", at, name)
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remembers whether the vault has the key's value; `false` where that was known, or the key
    /// was removed.
    pub async fn set_lost(&self, name: &KeyName, is_lost: bool) -> Result<bool, StoreError> {
        let name = name.as_str();
        let done = sqlx::query!(
            "UPDATE keys SET is_lost = ?1 WHERE name = ?2 AND is_lost <> ?1",
            is_lost,
            name
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remembers the fingerprint of a value whose own was not known. A test of that value stays one
    /// of it.
    pub async fn learn_fingerprint(
        &self,
        name: &KeyName,
        fingerprint: &str,
    ) -> Result<bool, StoreError> {
        let name = name.as_str();
        let done = sqlx::query!(
            "UPDATE keys SET fingerprint = ?1,
                    tested_fingerprint = iif(tested_fingerprint = '', ?1, tested_fingerprint)
             WHERE name = ?2 AND fingerprint = ''",
            fingerprint,
            name
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets every fingerprint, since what they were keyed with is gone; how many keys that were.
    /// Which tests are stale stays known.
    pub async fn forget_fingerprints(&self) -> Result<u64, StoreError> {
        let done = sqlx::query!(
            "UPDATE keys SET fingerprint = '',
                    tested_fingerprint = iif(tested_fingerprint = fingerprint, '', NULL)"
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Removes a key; `false` where there is none.
    pub async fn remove(&self, name: &KeyName) -> Result<bool, StoreError> {
        let name = name.as_str();
        let done =
            sqlx::query!("DELETE FROM keys WHERE name = ?", name).execute(&self.pool).await?;
        Ok(done.rows_affected() == 1)
    }
}

fn encode(
    name: &KeyName,
    column: &'static str,
    value: &impl Serialize,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| inconsistent(name.as_str(), column, e))
}

fn custom(error: impl std::fmt::Display) -> serde_json::Error {
    serde::de::Error::custom(error)
}

fn inconsistent(name: &str, column: &'static str, source: serde_json::Error) -> StoreError {
    StoreError::Inconsistent { table: "keys", column, row: name.to_owned(), source }
}
