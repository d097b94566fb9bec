//! Which servers there are: list, show, add, approve, remove, restore, import.

use std::path::Path;

use console_domain::limits::MAX_SERVERS;
use console_domain::{
    ErrorCode, EventKind, InstanceStatus, Problem, RestartPolicy, ServerConfig, ServerId, Transport,
};
use console_store::{ServerSource, StoredServer};

use super::shown::{approval_target, history_entry, view};
use crate::Console;
use crate::import::{ImportedEntry, parse_import};
use crate::masking::masked;
use crate::view::{AddServer, ImportReport, ServerDetail, ServerView};

/// Rows of history that a server's page shows.
const HISTORY_SHOWN: u32 = 100;

impl Console {
    /// Every server, in the order in which they were added.
    pub async fn list_servers(&self) -> Result<Vec<ServerView>, Problem> {
        let stored = self.servers().all().await?;
        Ok(stored.iter().map(|server| self.view_of(server)).collect())
    }

    /// One server with its configuration and history.
    pub async fn show_server(&self, id: &str) -> Result<ServerDetail, Problem> {
        let server = self.find_server(id).await?;
        let history = self.servers().history(&server.config.id, HISTORY_SHOWN).await?;
        Ok(ServerDetail {
            view: self.view_of(&server),
            config: masked(server.config),
            history: history.into_iter().map(history_entry).collect(),
            warnings: Vec::new(),
            exact: Vec::new(),
            mend: None,
        })
    }

    /// Adds a server by hand; that is consent to its command.
    pub async fn add_server(&self, request: AddServer) -> Result<ServerView, Problem> {
        let config = config_from(request)?;
        let approved_target = Some(approval_target(&config.transport));
        let server = StoredServer { config, approved_target, wanted_up: false };
        self.insert(server, ServerSource::User).await
    }

    /// Adds the servers of a snippet or manifest. They need approval before their first start.
    /// An entry that is wrong is left out and named; the others are added.
    pub async fn import_servers(&self, text: &str) -> Result<ImportReport, Problem> {
        let mut report = ImportReport { added: Vec::new(), skipped: Vec::new() };
        for ImportedEntry { field, config } in parse_import(text)? {
            let outcome = match config {
                Ok(config) => {
                    let server = StoredServer { config, approved_target: None, wanted_up: false };
                    self.insert(server, ServerSource::Import).await
                }
                Err(problem) => Err(problem),
            };
            match outcome {
                Ok(view) => report.added.push(view),
                Err(problem) => report.skipped.push(within(&field, problem)),
            }
        }
        Ok(report)
    }

    /// A person agrees to the server's exact command or URL as it stands now.
    pub async fn approve_server(&self, id: &str) -> Result<ServerView, Problem> {
        let mut server = self.find_server(id).await?;
        let target = approval_target(&server.config.transport);
        self.servers().approve(&server.config.id, &target).await?;
        server.approved_target = Some(target);
        self.changed(&server.config.id);
        Ok(self.view_of(&server))
    }

    /// Stops a server and removes it. Until the console starts again, [`Self::restore_server`]
    /// brings it back.
    pub async fn remove_server(&self, id: &str) -> Result<ServerDetail, Problem> {
        let detail = self.show_server(id).await?;
        let id = &detail.view.id;
        self.supervisor().remove(id).await?;
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
        Ok(self.view_of(&server))
    }

    /// Adds what the manifest names and is not there yet; what was stored stays. Wrong entries
    /// are logged and left out.
    pub(crate) async fn load_manifest(&self, path: &Path) -> Result<(), Problem> {
        let text = tokio::fs::read_to_string(path).await.map_err(|e| {
            let message = format!("The manifest {} cannot be read: {e}.", path.display());
            Problem::new(ErrorCode::Io, message).field("CONSOLE_MCP_SERVERS_PATH")
        })?;
        for ImportedEntry { field, config } in parse_import(&text)? {
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

    pub(crate) fn view_of(&self, server: &StoredServer) -> ServerView {
        let status = self
            .supervisor()
            .status(&server.config.id)
            .unwrap_or_else(|| InstanceStatus::stopped(self.clock().now()));
        view(server, &status, self.clock())
    }

    async fn insert(
        &self,
        server: StoredServer,
        source: ServerSource,
    ) -> Result<ServerView, Problem> {
        server.config.validate()?;
        if self.servers().all().await?.len() >= MAX_SERVERS {
            let message =
                format!("There are already {MAX_SERVERS} servers, the most there can be.");
            return Err(Problem::new(ErrorCode::TooBusy, message)
                .hint("Remove one that is no longer needed."));
        }
        self.servers().insert(&server, source, self.clock().now()).await?;
        self.supervisor().configure(server.config.clone());
        self.changed(&server.config.id);
        Ok(self.view_of(&server))
    }

    fn changed(&self, server: &ServerId) {
        self.bus().publish(EventKind::ServersChanged { server: server.clone() });
    }
}

pub(crate) fn parse_id(id: &str) -> Result<ServerId, Problem> {
    // An id that cannot be one names nothing.
    id.parse().map_err(|_| not_found(id))
}

pub(crate) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no server {id:?}."))
        .hint("`mcpctl servers list` shows the servers and their ids.")
}

/// Names the entry of an import that a problem belongs to.
fn within(entry: &str, mut problem: Problem) -> Problem {
    problem.field = Some(match problem.field {
        Some(field) => format!("{entry}.{field}"),
        None => entry.to_owned(),
    });
    problem
}

fn config_from(request: AddServer) -> Result<ServerConfig, Problem> {
    let AddServer { name, description, command, args, env, cwd, url, headers, flavour, .. } =
        request;
    let transport = match (command, url) {
        (Some(command), None) => Transport::Stdio { command, args, env, cwd },
        (None, Some(url)) => Transport::Http { url, headers, flavour },
        (Some(_), Some(_)) => {
            return Err(Problem::invalid("url", "A server has a command or a URL, not both."));
        }
        (None, None) => {
            return Err(Problem::invalid("command", "A command or a URL is needed."));
        }
    };
    let mut config = ServerConfig::new(&name, transport)?;
    config.description = description.filter(|text| !text.trim().is_empty());
    config.tags = request.tags;
    config.autostart = request.autostart;
    config.restart = RestartPolicy { mode: request.restart, ..RestartPolicy::default() };
    config.timeouts = request.timeouts;
    config.era = request.era;
    config.sharing = request.sharing;
    config.idle_stop_ms = request.idle_stop_ms;
    Ok(config)
}
