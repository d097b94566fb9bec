//! From a request to a configuration, with everything that is wrong with it.
//!
//! Invariant: adding, changing and checking go through here, so that they never disagree.

use console_domain::limits::MAX_SERVERS;
use console_domain::{ErrorCode, Problem, RestartPolicy, ServerConfig, ServerId, Transport};
use console_store::StoredServer;

use crate::unmasking::unmask;
use crate::view::AddServer;

/// A configuration that may be wrong.
pub(super) struct Draft {
    /// It; where its name gives no id, under another one.
    pub(super) config: ServerConfig,
    /// Its id, where its name gives one.
    pub(super) id: Option<ServerId>,
    /// Everything that is wrong with it by itself.
    pub(super) problems: Vec<Problem>,
}

impl Draft {
    /// The configuration, or the first thing that is wrong.
    pub(super) fn into_config(self) -> Result<ServerConfig, Problem> {
        self.problems.into_iter().next().map_or(Ok(self.config), Err)
    }

    /// Notes where its name or id is that of another server, or there is no place for one more.
    /// A server that is changed may keep the name that it has.
    pub(super) fn compare(&mut self, all: &[StoredServer], stored: Option<&ServerConfig>) {
        let others = all.iter().filter(|other| stored.is_none_or(|s| s.id != other.config.id));
        let is_kept = stored.is_some_and(|stored| stored.name == self.config.name);
        let name = self.config.name.to_lowercase();
        let same = |other: &&StoredServer| {
            (stored.is_none() && self.id.as_ref() == Some(&other.config.id))
                || other.config.name.to_lowercase() == name
        };
        if let Some(other) = others.into_iter().find(same).filter(|_| !is_kept) {
            let message = format!(
                "There is already a server named {} with the id {}.",
                other.config.name, other.config.id
            );
            let problem = Problem::new(ErrorCode::DuplicateName, message).field("name");
            self.problems.push(problem.hint("Choose another name, or remove the other one first."));
        }
        if stored.is_none() && all.len() >= MAX_SERVERS {
            self.problems.push(too_many());
        }
    }
}

/// There is no place for one more server.
pub(super) fn too_many() -> Problem {
    let message = format!("There are already {MAX_SERVERS} servers, the most there can be.");
    Problem::new(ErrorCode::TooBusy, message).hint("Remove one that is no longer needed.")
}

/// Reads a request; `stored` is the server that it changes. The one that is changed keeps its id,
/// what was learned of it, and what a request does not name.
pub(super) fn draft(mut request: AddServer, stored: Option<&ServerConfig>) -> Draft {
    let mut problems = unmask(&mut request, stored.map(|config| &config.transport));
    let name = request.name.trim().to_owned();
    let id = match stored {
        Some(config) => Some(config.id.clone()),
        None => match ServerConfig::id_of(&name) {
            Ok(id) => Some(id),
            Err(problem) => {
                problems.push(problem);
                None
            }
        },
    };
    let transport = transport(&mut request, &mut problems);
    let learned_era = stored.filter(|config| config.transport == transport);
    let config = ServerConfig {
        id: id.clone().unwrap_or_else(ServerId::unnamed),
        name,
        description: request.description.filter(|text| !text.trim().is_empty()),
        transport,
        tags: labels(request.tags),
        autostart: request.autostart,
        restart: RestartPolicy {
            mode: request.restart,
            ..stored.map(|config| config.restart).unwrap_or_default()
        },
        era: request.era,
        learned_era: learned_era.and_then(|config| config.learned_era),
        sharing: request.sharing,
        timeouts: request.timeouts,
        idle_stop_ms: request.idle_stop_ms,
    };
    let is_told = |problem: &Problem| problems.iter().any(|told| told.field == problem.field);
    let more: Vec<Problem> =
        config.problems().into_iter().filter(|problem| !is_told(problem)).collect();
    problems.extend(more);
    Draft { config, id, problems }
}

fn transport(request: &mut AddServer, problems: &mut Vec<Problem>) -> Transport {
    let (command, url) = (request.command.take(), request.url.take());
    match (&command, &url) {
        (Some(_), Some(_)) => {
            problems.push(Problem::invalid("url", "A server has a command or a URL, not both."));
        }
        (None, None) => {
            problems.push(Problem::invalid("command", "A command or a URL is needed."));
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
    match (command, url) {
        (None, Some(url)) => Transport::Http {
            url,
            headers: std::mem::take(&mut request.headers),
            flavour: request.flavour,
        },
        (command, _) => Transport::Stdio {
            command: command.unwrap_or_default(),
            args: std::mem::take(&mut request.args),
            env: std::mem::take(&mut request.env),
            cwd: request.cwd.take().filter(|cwd| !cwd.trim().is_empty()),
        },
    }
}

/// Labels without surrounding white space, each once.
fn labels(tags: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let trimmed = tags.into_iter().map(|tag| tag.trim().to_owned());
    trimmed.filter(|tag| seen.insert(tag.clone())).collect()
}

/// A request that says what `config` is: what somebody starts from who changes it.
#[cfg(test)]
pub(super) fn request_of(config: &ServerConfig) -> AddServer {
    let mut request = AddServer {
        name: config.name.clone(),
        description: config.description.clone(),
        tags: config.tags.clone(),
        autostart: config.autostart,
        restart: config.restart.mode,
        timeouts: config.timeouts,
        era: config.era,
        sharing: config.sharing,
        idle_stop_ms: config.idle_stop_ms,
        ..AddServer::default()
    };
    match config.transport.clone() {
        Transport::Stdio { command, args, env, cwd } => {
            (request.command, request.args, request.env, request.cwd) =
                (Some(command), args, env, cwd);
        }
        Transport::Http { url, headers, flavour } => {
            (request.url, request.headers, request.flavour) = (Some(url), headers, flavour);
        }
    }
    request
}
