//! Notices: what the notifications centre shows.
//!
//! Invariant: at most [`MAX_NOTICES`] are kept; an id is never used again.

use console_domain::limits::MAX_NOTICES;
use console_domain::{Delivery, Notice, NoticeKind, rfc3339};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqlitePool;

use crate::StoreError;

/// The repository of notices.
#[derive(Debug, Clone)]
pub struct Notices {
    pool: SqlitePool,
}

struct NoticeRow {
    id: i64,
    at: String,
    kind: String,
    read: bool,
    delivery: String,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;

    fn try_from(row: NoticeRow) -> Result<Self, StoreError> {
        let NoticeRow { id, at, kind, read, delivery } = row;
        let at = at.parse::<Timestamp>().map_err(|e| {
            let source = serde::de::Error::custom(e);
            wrong(id, "at", source)
        })?;
        Ok(Self {
            id,
            at,
            kind: serde_json::from_str(&kind).map_err(|e| wrong(id, "kind", e))?,
            read,
            delivery: from_word(delivery).map_err(|e| wrong(id, "delivery", e))?,
        })
    }
}

impl Notices {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    /// Stores what happened and gives it its id; the oldest beyond [`MAX_NOTICES`] go.
    pub async fn add(
        &self,
        kind: NoticeKind,
        delivery: Delivery,
        at: Timestamp,
    ) -> Result<Notice, StoreError> {
        let json = serde_json::to_string(&kind).map_err(|e| wrong(0, "kind", e))?;
        let word = to_word(delivery).map_err(|e| wrong(0, "delivery", e))?;
        let text = rfc3339::format(at);
        let kept = i64::try_from(MAX_NOTICES).unwrap_or(i64::MAX);
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let done = sqlx::query!(
            "INSERT INTO notices (at, kind, delivery) VALUES (?, ?, ?)",
            text,
            json,
            word
        )
        .execute(&mut *tx)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())?;
        sqlx::query!(
            "DELETE FROM notices WHERE id <= (SELECT id FROM notices ORDER BY id DESC LIMIT 1 OFFSET ?)",
            kept
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        // As it is read back: with milliseconds.
        let at = text.parse().unwrap_or(at);
        Ok(Notice { id: done.last_insert_rowid(), at, kind, read: false, delivery })
    }

    /// Remembers how a notice reached the system's notifications; `false` where it was cleared
    /// meanwhile.
    pub async fn delivered(&self, id: i64, delivery: Delivery) -> Result<bool, StoreError> {
        let word = to_word(delivery).map_err(|e| wrong(id, "delivery", e))?;
        let done = sqlx::query!("UPDATE notices SET delivery = ? WHERE id = ?", word, id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Every notice, newest first.
    pub async fn all(&self) -> Result<Vec<Notice>, StoreError> {
        let rows = sqlx::query_as!(
            NoticeRow,
            r#"SELECT id, at, kind, read AS "read: bool", delivery FROM notices ORDER BY id DESC"#
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Notice::try_from).collect()
    }

    /// Marks some notices as read; how many were not. Ids that are not there are passed over.
    pub async fn mark_read(&self, ids: &[i64]) -> Result<u64, StoreError> {
        let ids = serde_json::json!(ids).to_string();
        let done = sqlx::query!(
            "UPDATE notices SET read = 1
             WHERE read = 0 AND id IN (SELECT value FROM json_each(?))",
            ids
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Marks every notice as read; how many were not.
    pub async fn mark_all_read(&self) -> Result<u64, StoreError> {
        let done =
            sqlx::query!("UPDATE notices SET read = 1 WHERE read = 0").execute(&self.pool).await?;
        Ok(done.rows_affected())
    }

    /// Removes every notice; how many there were.
    pub async fn clear(&self) -> Result<u64, StoreError> {
        let done = sqlx::query!("DELETE FROM notices").execute(&self.pool).await?;
        Ok(done.rows_affected())
    }
}

/// A closed set as its word in JSON.
fn to_word(value: impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(value)?)
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::String(word))
}

fn wrong(id: i64, column: &'static str, source: serde_json::Error) -> StoreError {
    StoreError::Inconsistent { table: "notices", column, row: id.to_string(), source }
}
