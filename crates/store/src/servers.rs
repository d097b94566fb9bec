//! The servers aggregate: configuration, approval, what is wanted, and the history of states.

use console_domain::limits::HISTORY_ROWS_PER_SERVER;
use console_domain::{
    Era, Problem, ServerConfig, ServerId, ServerState, TransitionRecord, rfc3339,
};
use jiff::Timestamp;
use sqlx::SqlitePool;

use crate::{StoreError, consents};

/// Where a server's configuration came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerSource {
    /// Added by hand; that is consent to its command.
    User,
    /// Imported from a file or snippet.
    Import,
    /// Named by the manifest that is read at each start.
    Manifest,
}

impl ServerSource {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Import => "import",
            Self::Manifest => "manifest",
        }
    }
}

/// A server as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredServer {
    /// Its configuration.
    pub config: ServerConfig,
    /// The exact target that was approved, as JSON.
    pub approved_target: Option<String>,
    /// Whether it should be up.
    pub wanted_up: bool,
}

/// A change of state as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredTransition {
    /// When, RFC 3339.
    pub at: String,
    /// The instance.
    pub instance: Option<String>,
    /// The state left.
    pub from: ServerState,
    /// The state entered.
    pub to: ServerState,
    /// Why.
    pub problem: Option<Problem>,
}

/// The repository of servers.
#[derive(Debug, Clone)]
pub struct Servers {
    pool: SqlitePool,
}

struct ServerRow {
    id: String,
    config: String,
    approved_target: Option<String>,
    wanted_up: bool,
}

impl TryFrom<ServerRow> for StoredServer {
    type Error = StoreError;

    fn try_from(row: ServerRow) -> Result<Self, StoreError> {
        let config = serde_json::from_str(&row.config).map_err(|source| {
            StoreError::Inconsistent { table: "servers", column: "config", row: row.id, source }
        })?;
        let ServerRow { approved_target, wanted_up, .. } = row;
        Ok(Self { config, approved_target, wanted_up })
    }
}

impl Servers {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Every server, in the order in which they were added.
    pub async fn all(&self) -> Result<Vec<StoredServer>, StoreError> {
        let rows = sqlx::query_as!(
            ServerRow,
            r#"SELECT id, config, approved_target, wanted_up AS "wanted_up: bool"
               FROM servers WHERE removed_at IS NULL ORDER BY created_at, id"#
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(StoredServer::try_from).collect()
    }

    /// One server.
    pub async fn find(&self, id: &ServerId) -> Result<Option<StoredServer>, StoreError> {
        let id = id.as_str();
        let row = sqlx::query_as!(
            ServerRow,
            r#"SELECT id, config, approved_target, wanted_up AS "wanted_up: bool"
               FROM servers WHERE id = ? AND removed_at IS NULL"#,
            id
        )
        .fetch_optional(&self.pool)
        .await?;
        row.map(StoredServer::try_from).transpose()
    }

    /// Adds a server. What is approved already is remembered as a consent.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] where the id is taken; nothing is changed then.
    pub async fn insert(
        &self,
        server: &StoredServer,
        source: ServerSource,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let id = server.config.id.as_str();
        let config = encode(&server.config)?;
        let (source, now) = (source.as_str(), rfc3339::format(at));
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        // A removed server that still waits for an undo does not hold its id.
        sqlx::query!("DELETE FROM servers WHERE id = ? AND removed_at IS NOT NULL", id)
            .execute(&mut *tx)
            .await?;
        let done = sqlx::query!(
            "INSERT INTO servers (id, config, approved_target, wanted_up, source, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (id) DO NOTHING",
            id,
            config,
            server.approved_target,
            server.wanted_up,
            source,
            now
        )
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            // Not even the removed server of this id is touched.
            tx.rollback().await?;
            return Err(StoreError::Duplicate(id.to_owned()));
        }
        if let Some(target) = &server.approved_target {
            consents::remember(&mut tx, target, at).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Changes a server's configuration or approval: `change` is given what is stored and says
    /// what shall be, with nobody else writing in between. A new approval is remembered as a
    /// consent. `None` where there is no such server.
    ///
    /// # Errors
    /// What `change` says; nothing is changed then.
    pub async fn change<E: From<StoreError>>(
        &self,
        id: &ServerId,
        now: Timestamp,
        change: impl FnOnce(&mut StoredServer) -> Result<(), E> + Send,
    ) -> Result<Option<StoredServer>, E> {
        let driver = |error: sqlx::Error| E::from(error.into());
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(driver)?;
        let key = id.as_str();
        let row = sqlx::query_as!(
            ServerRow,
            r#"SELECT id, config, approved_target, wanted_up AS "wanted_up: bool"
               FROM servers WHERE id = ? AND removed_at IS NULL"#,
            key
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(driver)?;
        let Some(row) = row else { return Ok(None) };
        let before = StoredServer::try_from(row)?;
        let mut server = before.clone();
        change(&mut server)?;
        server.config.id.clone_from(id);
        let (json, at) = (encode(&server.config)?, rfc3339::format(now));
        let done = sqlx::query!(
            "UPDATE servers SET config = ?, approved_target = ?, updated_at = ? WHERE id = ?",
            json,
            server.approved_target,
            at,
            key
        )
        .execute(&mut *tx)
        .await
        .map_err(driver)?;
        StoreError::ensure_rows(1, done.rows_affected())?;
        if let Some(target) = &server.approved_target
            && before.approved_target != server.approved_target
        {
            consents::remember(&mut tx, target, now).await?;
        }
        tx.commit().await.map_err(driver)?;
        Ok(Some(server))
    }

    /// Remembers whether the server should be up.
    pub async fn want_up(&self, id: &ServerId, wanted: bool) -> Result<(), StoreError> {
        let id = id.as_str();
        let done = sqlx::query!("UPDATE servers SET wanted_up = ? WHERE id = ?", wanted, id)
            .execute(&self.pool)
            .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }

    /// Remembers the era in which a server answered.
    pub async fn learn_era(&self, id: &ServerId, era: Era) -> Result<(), StoreError> {
        let (id, era) = (id.as_str(), era.as_str());
        let done = sqlx::query!(
            "UPDATE servers SET config = json_set(config, '$.learned_era', ?) WHERE id = ?",
            era,
            id
        )
        .execute(&self.pool)
        .await?;
        StoreError::ensure_rows(1, done.rows_affected())
    }

    /// Removes a server; [`Self::restore`] undoes it until [`Self::purge_removed`]. That a person
    /// agreed to its command stays remembered.
    pub async fn remove(&self, id: &ServerId, now: Timestamp) -> Result<(), StoreError> {
        let (id, at) = (id.as_str(), rfc3339::format(now));
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let approved = sqlx::query_scalar!(
            "UPDATE servers SET removed_at = ?, wanted_up = 0 WHERE id = ? AND removed_at IS NULL
             RETURNING approved_target",
            at,
            id
        )
        .fetch_all(&mut *tx)
        .await?;
        StoreError::ensure_rows(1, approved.len() as u64)?;
        for target in approved.iter().flatten() {
            consents::remember(&mut tx, target, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Brings a removed server back, history and all; `false` where there is none to bring back.
    pub async fn restore(&self, id: &ServerId) -> Result<bool, StoreError> {
        let id = id.as_str();
        let done = sqlx::query!(
            "UPDATE servers SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL",
            id
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Deletes what was removed, with its history; how many servers that were.
    pub async fn purge_removed(&self) -> Result<u64, StoreError> {
        let done = sqlx::query!("DELETE FROM servers WHERE removed_at IS NOT NULL")
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }

    /// Stores a change of state; the oldest rows beyond the bound go.
    pub async fn record(&self, transition: &TransitionRecord) -> Result<(), StoreError> {
        let server = transition.server.as_str();
        let instance = transition.instance.as_ref().map(console_domain::InstanceId::as_str);
        let at = rfc3339::format(transition.at);
        let (from, to) = (transition.from.as_str(), transition.to.as_str());
        let problem = transition.problem.as_ref().map(encode_problem).transpose()?;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query!(
            "INSERT INTO server_transitions (server_id, instance_id, at, from_state, to_state, problem)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)",
            server,
            instance,
            at,
            from,
            to,
            problem
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "DELETE FROM server_transitions WHERE server_id = ?1 AND id <= (
                 SELECT id FROM server_transitions WHERE server_id = ?1
                 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            server,
            HISTORY_ROWS_PER_SERVER
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// A server's last changes of state, newest first.
    pub async fn history(
        &self,
        id: &ServerId,
        limit: u32,
    ) -> Result<Vec<StoredTransition>, StoreError> {
        let id = id.as_str();
        let rows = sqlx::query!(
            "SELECT id, at, instance_id, from_state, to_state, problem
             FROM server_transitions WHERE server_id = ? ORDER BY id DESC LIMIT ?",
            id,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| {
                    move |source| StoreError::Inconsistent {
                        table: "server_transitions",
                        column,
                        row: row.id.to_string(),
                        source,
                    }
                };
                Ok(StoredTransition {
                    at: row.at,
                    instance: row.instance_id,
                    from: state(row.from_state).map_err(wrong("from_state"))?,
                    to: state(row.to_state).map_err(wrong("to_state"))?,
                    problem: row
                        .problem
                        .map(|json| serde_json::from_str(&json))
                        .transpose()
                        .map_err(wrong("problem"))?,
                })
            })
            .collect()
    }
}

fn state(text: String) -> Result<ServerState, serde_json::Error> {
    serde_json::from_value(serde_json::Value::String(text))
}

fn encode(config: &ServerConfig) -> Result<String, StoreError> {
    serde_json::to_string(config).map_err(|source| StoreError::Inconsistent {
        table: "servers",
        column: "config",
        row: config.id.to_string(),
        source,
    })
}

fn encode_problem(problem: &Problem) -> Result<String, StoreError> {
    serde_json::to_string(problem).map_err(|source| StoreError::Inconsistent {
        table: "server_transitions",
        column: "problem",
        row: "new".into(),
        source,
    })
}
