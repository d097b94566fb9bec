//! Consents: which exact commands and URLs a person has agreed to, under whatever name.
//!
//! Invariant: a digest is stored and never the command, which may hold a key; what was agreed to
//! is remembered after the server has gone.

use console_domain::limits::MAX_CONSENTS;
use console_domain::rfc3339;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::{Servers, StoreError};

impl Servers {
    /// Whether a person has agreed to exactly this target before, also for a server that was
    /// removed since.
    pub async fn is_consented(&self, target: &str) -> Result<bool, StoreError> {
        let digest = digest(target);
        // A server that was approved before consents were remembered counts too.
        let found = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM consents WHERE target_sha256 = ?1)
                   OR EXISTS (SELECT 1 FROM servers WHERE approved_target = ?2) AS "found: bool""#,
            digest,
            target
        )
        .fetch_one(self.pool())
        .await?;
        Ok(found)
    }
}

/// Remembers that a person agrees to `target`; the oldest consents beyond the bound go.
pub(crate) async fn remember(
    connection: &mut SqliteConnection,
    target: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (digest, now) = (digest(target), rfc3339::format(now));
    let done = sqlx::query!(
        "INSERT INTO consents (target_sha256, approved_at) VALUES (?1, ?2)
         ON CONFLICT (target_sha256) DO UPDATE SET approved_at = ?2",
        digest,
        now
    )
    .execute(&mut *connection)
    .await?;
    StoreError::ensure_rows(1, done.rows_affected())?;
    sqlx::query!(
        "DELETE FROM consents WHERE target_sha256 IN (
             SELECT target_sha256 FROM consents
             ORDER BY approved_at DESC, target_sha256 LIMIT -1 OFFSET ?)",
        MAX_CONSENTS
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

fn digest(target: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(target).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}
