//! Changes of servers that are here: check, update, mend.

use std::time::Duration;

use console_domain::limits::{MAX_ARGS, MAX_VARIABLES};
use console_domain::{EnvVar, ErrorCode, Problem, ServerId, Transport, key_references};
use console_store::StoredServer;
use console_supervisor::Examination;

use super::consent::{approval_target, exact, exact_of, is_approved};
use super::draft::{Draft, draft};
use super::inventory::{not_found, parse_id};
use super::warnings::command_warnings;
use crate::view::{AddServer, MendRequest, ServerCheck, ServerDetail, ServerView, UpdateServer};
use crate::{Console, Wait};

impl Console {
    /// What is known of a server that somebody is typing in; `editing` is the server that is
    /// changed, whose name is not taken then. Changes nothing, and takes a bounded time.
    pub async fn check_server(
        &self,
        request: AddServer,
        editing: Option<&str>,
    ) -> Result<ServerCheck, Problem> {
        let stored = match editing {
            Some(id) => Some(self.find_server(id).await?),
            None => None,
        };
        let typed = exact_of(&request);
        let Draft { config, id, problems } = self.draft(request, stored.as_ref()).await?;
        let transport = config.transport;
        let Examination { problems: mut cautions, resolved } = if is_bounded(&transport) {
            self.supervisor().examine(transport.clone()).await
        } else {
            Examination::default()
        };
        cautions.extend(self.missing_keys(&transport).await?);
        let is_told = |caution: &Problem| problems.iter().any(|p| p.field == caution.field);
        let cautions = cautions.into_iter().filter(|caution| !is_told(caution)).collect();
        // What stands masked was agreed to before, and is not shown again.
        let is_known = stored.as_ref().is_some_and(is_approved);
        let exact = if is_known { typed } else { exact(&transport) };
        Ok(ServerCheck {
            id,
            cautions,
            warnings: command_warnings(&transport),
            consented: !exact.is_empty() && self.is_consented(&transport).await?,
            exact,
            resolved: resolved.map(|path| path.display().to_string()),
            problems,
        })
    }

    /// Which keys `transport` refers to that are known not to be there. No value is read: nobody is
    /// prompted while somebody types.
    async fn missing_keys(&self, transport: &Transport) -> Result<Vec<Problem>, Problem> {
        let references = key_references(transport);
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let stored = self.database().keys().all().await?;
        let is_there = |name: &str| {
            stored.iter().any(|stored| stored.key.name.as_str() == name && !stored.is_lost)
        };
        let missing = references.into_iter().filter(|used| !is_there(&used.name));
        Ok(missing.map(|used| Problem::key_missing(&used.name).field(used.field)).collect())
    }

    /// Changes a server's configuration; a running instance keeps the old command until it
    /// restarts. Another command or URL than before is consent to it.
    pub async fn update_server(&self, request: UpdateServer) -> Result<ServerDetail, Problem> {
        let UpdateServer { id, server } = request;
        let id = parse_id(&id)?;
        let all = self.servers().all().await?;
        self.change_server(&id, |stored| {
            let mut draft = draft(server, Some(&stored.config));
            draft.compare(&all, Some(&stored.config));
            let config = draft.into_config()?;
            let target = approval_target(&config.transport);
            if target != approval_target(&stored.config.transport) {
                stored.approved_target = Some(target);
            }
            stored.config = config;
            Ok(())
        })
        .await?;
        self.show_server(id.as_str()).await
    }

    /// Mends a server and starts it again, waiting as `wait` says.
    pub async fn mend_server(
        &self,
        id: &str,
        request: MendRequest,
        wait: Wait,
    ) -> Result<ServerView, Problem> {
        let id = parse_id(id)?;
        match request {
            MendRequest::Retry => self.look_anew(&id, Duration::ZERO).await,
            MendRequest::SetVariable { name, value } => {
                self.change_server(&id, |stored| set_variable(stored, name, value)).await?;
            }
            MendRequest::RaiseStartTimeout { to_ms } => {
                self.change_server(&id, |stored| {
                    stored.config.timeouts.start_ms = to_ms;
                    stored.config.validate()
                })
                .await?;
            }
        }
        self.restart_server(id.as_str(), wait).await
    }

    /// What a request comes to, compared with the servers that there are; `stored` is the one
    /// that it changes.
    pub(super) async fn draft(
        &self,
        request: AddServer,
        stored: Option<&StoredServer>,
    ) -> Result<Draft, Problem> {
        let stored = stored.map(|server| &server.config);
        let mut draft = draft(request, stored);
        draft.compare(&self.servers().all().await?, stored);
        Ok(draft)
    }

    /// Changes what is stored of a server, then what is known of it, then tells everybody.
    pub(crate) async fn change_server(
        &self,
        id: &ServerId,
        change: impl FnOnce(&mut StoredServer) -> Result<(), Problem> + Send,
    ) -> Result<StoredServer, Problem> {
        let changed = self.servers().change(id, self.clock().now(), change).await?;
        let server = changed.ok_or_else(|| not_found(id.as_str()))?;
        self.supervisor().configure(server.config.clone());
        self.changed(id);
        Ok(server)
    }
}

/// Whether there is no more of anything than may be stored.
fn is_bounded(transport: &Transport) -> bool {
    match transport {
        Transport::Stdio { args, env, .. } => args.len() <= MAX_ARGS && env.len() <= MAX_VARIABLES,
        Transport::Http { headers, .. } => headers.len() <= MAX_VARIABLES,
    }
}

fn set_variable(stored: &mut StoredServer, name: String, value: String) -> Result<(), Problem> {
    let Transport::Stdio { env, .. } = &mut stored.config.transport else {
        let message = "A server that is reached by a URL has no variables of its own.";
        return Err(Problem::new(ErrorCode::Conflict, message).hint(
            "Write the value where the variable is named, or set it where the console starts.",
        ));
    };
    match env.iter_mut().find(|variable| variable.name == name) {
        Some(variable) => variable.value = value,
        None => env.push(EnvVar { name, value }),
    }
    stored.config.validate()
}
