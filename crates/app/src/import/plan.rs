//! What would happen to each entry: compared with the servers that are here, and with the entries
//! above it.
//!
//! Invariant: a plan is a pure function of both; the preview shows it and the import carries it
//! out, so that what was shown is what is done.

use std::collections::HashSet;

use console_domain::limits::MAX_NAME_CHARS;
use console_domain::{ErrorCode, Problem, ServerConfig, ServerId, Transport};

use super::text::ImportedEntry;
use crate::servers::approval_target;
use crate::view::ImportVerdict;

/// An entry and what would happen to it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) verdict: ImportVerdict,
    /// The server as it would be added, or is written where it is here already.
    pub(super) config: Option<ServerConfig>,
    /// What is wrong with it, or what a person should know of it.
    pub(super) problem: Option<Problem>,
}

impl Planned {
    /// Whether it can be added.
    pub(super) fn can_be_added(&self) -> bool {
        matches!(self.verdict, ImportVerdict::New | ImportVerdict::NameTaken)
    }
}

/// Plans an import over the servers that are here.
pub(super) fn plan<'a>(
    entries: Vec<ImportedEntry>,
    here: impl IntoIterator<Item = &'a ServerConfig>,
) -> Vec<Planned> {
    let mut known = Known::default();
    for config in here {
        known.remember(config);
    }
    let mut above = Known::default();
    entries.into_iter().map(|entry| planned(entry, &mut known, &mut above)).collect()
}

fn planned(entry: ImportedEntry, known: &mut Known, above: &mut Known) -> Planned {
    let ImportedEntry { field, name, config, remark } = entry;
    let mut config = match config {
        Ok(config) => config,
        Err(problem) => {
            let verdict = ImportVerdict::Invalid;
            return Planned { field, name, verdict, config: None, problem: Some(problem) };
        }
    };
    if above.has(&config) {
        let message = format!("The server {:?} stands twice in this text.", config.name);
        let problem = Problem::new(ErrorCode::DuplicateName, message);
        let verdict = ImportVerdict::Present;
        return Planned { field, name, verdict, config: Some(config), problem: Some(problem) };
    }
    above.remember(&config);
    if known.has(&config) {
        let message = format!("The server {:?} is here already.", config.name);
        let problem = remark.unwrap_or_else(|| Problem::new(ErrorCode::DuplicateName, message));
        let verdict = ImportVerdict::Present;
        return Planned { field, name, verdict, config: Some(config), problem: Some(problem) };
    }
    let taken = known.ids.contains(&config.id);
    if taken {
        rename(&mut config, &known.ids);
    }
    known.remember(&config);
    let verdict = if taken { ImportVerdict::NameTaken } else { ImportVerdict::New };
    Planned { field, name, verdict, config: Some(config), problem: remark }
}

/// Servers to compare with.
#[derive(Debug, Default)]
struct Known {
    ids: HashSet<ServerId>,
    named_targets: HashSet<(ServerId, String)>,
    transports: HashSet<String>,
}

impl Known {
    fn remember(&mut self, config: &ServerConfig) {
        self.ids.insert(config.id.clone());
        self.named_targets.insert((config.id.clone(), approval_target(&config.transport)));
        self.transports.insert(whole(&config.transport));
    }

    /// The same server: it runs the same under the same name, or is the same in everything but
    /// the name. Two accounts at one service have one command and different variables.
    fn has(&self, config: &ServerConfig) -> bool {
        let named = (config.id.clone(), approval_target(&config.transport));
        self.named_targets.contains(&named) || self.transports.contains(&whole(&config.transport))
    }
}

/// A transport with its variables, in an order that does not depend on who wrote it.
fn whole(transport: &Transport) -> String {
    let mut pairs: Vec<(&str, &str)> = match transport {
        Transport::Stdio { env, .. } => {
            env.iter().map(|v| (v.name.as_str(), v.value.as_str())).collect()
        }
        Transport::Http { headers, .. } => {
            headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect()
        }
    };
    pairs.sort_unstable();
    let cwd = match transport {
        Transport::Stdio { cwd, .. } => cwd.as_deref(),
        Transport::Http { .. } => None,
    };
    serde_json::json!([approval_target(transport), pairs, cwd]).to_string()
}

/// Gives a server the first free name of `time 2`, `time 3`, ….
fn rename(config: &mut ServerConfig, taken: &HashSet<ServerId>) {
    // One of so many is free.
    for number in 2..=taken.len() + 2 {
        let suffix = format!(" {number}");
        let room = MAX_NAME_CHARS - suffix.len();
        let kept: String = config.name.chars().take(room).collect();
        let name = format!("{}{suffix}", kept.trim_end());
        let id: String = config.id.as_str().chars().take(room).collect();
        let id = format!("{}-{number}", id.trim_end_matches(['-', '.', '_']));
        if let Ok(id) = id.parse::<ServerId>()
            && !taken.contains(&id)
        {
            config.id = id;
            config.name = name;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use console_domain::EnvVar;

    use super::*;

    fn config(name: &str, command: &str, token: Option<&str>) -> ServerConfig {
        let env = token.map(|value| EnvVar { name: "TOKEN".into(), value: value.into() });
        let transport = Transport::Stdio {
            command: command.into(),
            args: vec![],
            env: env.into_iter().collect(),
            cwd: None,
        };
        ServerConfig::new(name, transport).expect("a valid name")
    }

    fn entry(field: usize, config: ServerConfig) -> ImportedEntry {
        let name = config.name.clone();
        ImportedEntry { field: field.to_string(), name, config: Ok(config), remark: None }
    }

    #[test]
    fn verdicts_tell_what_would_happen() {
        use ImportVerdict as V;
        let here = [config("time", "uvx", Some("a")), config("time 2", "other", None)];
        let long = "x".repeat(64);
        let cases = [
            (config("new", "npx", None), V::New, "new"),
            (config("Time", "uvx", Some("b")), V::Present, "time"),
            (config("clock", "uvx", Some("a")), V::Present, "clock"),
            (config("work", "uvx", Some("work")), V::New, "work"),
            (config("time", "npx", Some("c")), V::NameTaken, "time-3"),
            (config("time", "npx", Some("c")), V::Present, "time"),
            (config("time", "deno", None), V::NameTaken, "time-4"),
            (config(&long, "a", None), V::New, &long),
            (config(&long, "b", None), V::NameTaken, &format!("{}-2", "x".repeat(62))),
        ];
        let entries = cases.iter().enumerate().map(|(i, (c, ..))| entry(i, c.clone())).collect();
        let planned = plan(entries, &here);
        for (planned, (config, verdict, id)) in planned.iter().zip(&cases) {
            let found = planned.config.as_ref().expect("a server");
            assert_eq!((planned.verdict, found.id.as_str()), (*verdict, *id), "{config:?}");
            assert_eq!(found.validate(), Ok(()));
        }
        assert_eq!(planned[4].config.as_ref().map(|c| c.name.as_str()), Some("time 3"));
    }
}
