//! Which servers there are: list, show, add, approve, remove, restore.

use std::collections::HashMap;
use std::path::Path;

use console_domain::limits::MAX_SERVERS;
use console_domain::{ErrorCode, EventKind, InstanceStatus, Problem, ServerId};
use console_store::{ServerSource, StoredKey, StoredServer};
use console_supervisor::KeysInUse;
use jiff::Timestamp;

use super::consent::{approval_target, exact, is_approved};
use super::draft::too_many;
use super::mend::mend;
use super::runtimes::System;
use super::shown::{history_entry, view};
use super::warnings::command_warnings;
use crate::Console;
use crate::import::{ImportedEntry, read_text};
use crate::masking::masked;
use crate::view::{AddServer, ServerDetail, ServerView};

/// Since when each key has its value, by its name.
type RotatedKeys = HashMap<String, Timestamp>;

/// Rows of history that a server's page shows.
const HISTORY_SHOWN: u32 = 100;

impl Console {
    /// Every server, in the order in which they were added.
    pub async fn list_servers(&self) -> Result<Vec<ServerView>, Problem> {
        let stored = self.servers().all().await?;
        self.views_of(&stored).await
    }

    /// One server with its configuration and history.
    pub async fn show_server(&self, id: &str) -> Result<ServerDetail, Problem> {
        let server = self.find_server(id).await?;
        let history = self.servers().history(&server.config.id, HISTORY_SHOWN).await?;
        let view = self.view_of(&server).await?;
        let transport = &server.config.transport;
        let problem = view.last_error.as_ref();
        let is_approved = is_approved(&server);
        let config = masked(server.config.clone());
        Ok(ServerDetail {
            warnings: command_warnings(transport),
            // Every word is shown to whoever is asked for consent, and a secret never again.
            exact: exact(if is_approved { &config.transport } else { transport }),
            mend: mend(&server.config, is_approved, view.state, problem, System::here()),
            history: history.into_iter().map(history_entry).collect(),
            config,
            view,
        })
    }

    /// Adds a server by hand; that is consent to its command.
    pub async fn add_server(&self, request: AddServer) -> Result<ServerView, Problem> {
        let config = self.draft(request, None).await?.into_config()?;
        let approved_target = Some(approval_target(&config.transport));
        let server = StoredServer { config, approved_target, wanted_up: false };
        self.insert(server, ServerSource::User).await
    }

    /// A person agrees to the server's exact command or URL as it stands now.
    pub async fn approve_server(&self, id: &str) -> Result<ServerView, Problem> {
        let approve = |server: &mut StoredServer| {
            server.approved_target = Some(approval_target(&server.config.transport));
            Ok(())
        };
        let server = self.change_server(&parse_id(id)?, approve).await?;
        self.view_of(&server).await
    }

    /// Stops a server and removes it. Until the console starts again, [`Self::restore_server`]
    /// brings it back.
    pub async fn remove_server(&self, id: &str) -> Result<ServerDetail, Problem> {
        let detail = self.show_server(id).await?;
        let id = &detail.view.id;
        self.supervisor().remove(id).await?;
        self.explorer().forget(id);
        self.servers().remove(id, self.clock().now()).await?;
        self.changed(id);
        Ok(detail)
    }

    /// Brings a removed server back, stopped.
    pub async fn restore_server(&self, id: &str) -> Result<ServerView, Problem> {
        let parsed = parse_id(id)?;
        if !self.servers().restore(&parsed).await? {
            return Err(Problem::new(
                ErrorCode::NotFound,
                format!("The server {id} can no longer be restored."),
            )
            .hint("Add it again."));
        }
        let server = self.find_server(id).await?;
        self.supervisor().configure(server.config.clone());
        self.changed(&parsed);
        self.view_of(&server).await
    }

    /// Adds what the manifest names and is not there yet; what was stored stays. Wrong entries
    /// are logged and left out.
    pub(crate) async fn load_manifest(&self, path: &Path) -> Result<(), Problem> {
        let text = tokio::fs::read_to_string(path).await.map_err(|e| {
            let message = format!("The manifest {} cannot be read: {e}.", path.display());
            Problem::new(ErrorCode::Io, message).field("CONSOLE_MCP_SERVERS_PATH")
        })?;
        for ImportedEntry { field, config, .. } in read_text(&text)?.entries {
            let inserted = match config {
                Ok(config) => {
                    let server = StoredServer { config, approved_target: None, wanted_up: false };
                    match self.insert(server, ServerSource::Manifest).await {
                        // It was read at an earlier start: what was stored stays.
                        Err(problem) if problem.code == ErrorCode::DuplicateName => continue,
                        inserted => inserted,
                    }
                }
                Err(problem) => Err(problem),
            };
            if let Err(problem) = inserted {
                let Problem { code, field: within, .. } = &problem;
                tracing::warn!(
                    entry = field,
                    ?within,
                    ?code,
                    "left out of the manifest: {problem}"
                );
            }
        }
        Ok(())
    }

    pub(crate) async fn find_server(&self, id: &str) -> Result<StoredServer, Problem> {
        let found = self.servers().find(&parse_id(id)?).await?;
        found.ok_or_else(|| not_found(id))
    }

    pub(crate) async fn view_of(&self, server: &StoredServer) -> Result<ServerView, Problem> {
        let rotated = self.rotated_keys(std::slice::from_ref(server)).await?;
        Ok(self.view_with(server, &rotated))
    }

    async fn views_of(&self, servers: &[StoredServer]) -> Result<Vec<ServerView>, Problem> {
        let rotated = self.rotated_keys(servers).await?;
        Ok(servers.iter().map(|server| self.view_with(server, &rotated)).collect())
    }

    /// `rotated` tells since when keys have their values.
    fn view_with(&self, server: &StoredServer, rotated: &RotatedKeys) -> ServerView {
        let id = &server.config.id;
        let stopped = || InstanceStatus::stopped(self.clock().now());
        let status = self.supervisor().status(id).unwrap_or_else(stopped);
        let runs_with = self.supervisor().keys_in_use(id);
        let restart_needed = self.supervisor().needs_restart(id)
            || runs_with.is_some_and(|keys| is_outdated(&keys, rotated));
        view(server, &status, restart_needed, self.clock())
    }

    /// Since when the keys have their values; read only where one of `servers` runs with a key.
    async fn rotated_keys(&self, servers: &[StoredServer]) -> Result<RotatedKeys, Problem> {
        let uses_keys = |server: &StoredServer| {
            let keys = self.supervisor().keys_in_use(&server.config.id);
            keys.is_some_and(|keys| !keys.names.is_empty())
        };
        if !servers.iter().any(uses_keys) {
            return Ok(RotatedKeys::new());
        }
        let keys = self.database().keys().all().await?.into_iter();
        Ok(keys.map(|StoredKey { key, .. }| (key.name.into(), key.rotated_at)).collect())
    }

    /// Adds a server. One that nobody typed in is approved where a person has agreed to exactly
    /// the same before.
    pub(crate) async fn insert(
        &self,
        mut server: StoredServer,
        source: ServerSource,
    ) -> Result<ServerView, Problem> {
        server.config.validate()?;
        if self.servers().all().await?.len() >= MAX_SERVERS {
            return Err(too_many());
        }
        let transport = &server.config.transport;
        if server.approved_target.is_none() && self.is_consented(transport).await? {
            server.approved_target = Some(approval_target(transport));
        }
        self.servers().insert(&server, source, self.clock().now()).await?;
        self.supervisor().configure(server.config.clone());
        self.changed(&server.config.id);
        self.view_of(&server).await
    }

    pub(super) fn changed(&self, server: &ServerId) {
        self.bus().publish(EventKind::ServersChanged { server: server.clone() });
    }
}

/// Whether one of the keys that an instance was started with has another value by now.
fn is_outdated(keys: &KeysInUse, rotated: &RotatedKeys) -> bool {
    keys.names.iter().any(|name| rotated.get(name).is_some_and(|at| *at > keys.since))
}

pub(crate) fn parse_id(id: &str) -> Result<ServerId, Problem> {
    // An id that cannot be one names nothing.
    id.parse().map_err(|_| not_found(id))
}

pub(crate) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no server {id:?}."))
        .hint("`mcpctl servers list` shows the servers and their ids.")
}
