//! A server's configuration: what a person writes down about it.
//!
//! Values may hold references (`${NAME}`, `${env:NAME}`, `${secret:NAME}`); they are resolved
//! when an instance starts and are stored as written. The maps are lists, so that the order a
//! person gave survives.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_ARGS, MAX_NAME_CHARS, MAX_VALUE_BYTES, MAX_VARIABLES};
use crate::session::Era;
use crate::{Problem, RestartPolicy, ServerId};

/// How a server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ServerKind {
    /// A child process.
    Stdio,
    /// A remote endpoint.
    Http,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value, references unresolved.
    pub value: String,
}

/// One HTTP header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, references unresolved.
    pub value: String,
}

/// Which HTTP transport a remote server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum HttpFlavour {
    /// Streamable HTTP first, HTTP+SSE where the server refuses it.
    #[default]
    Auto,
    /// Streamable HTTP only.
    Streamable,
    /// HTTP+SSE of 2024-11-05 only.
    Sse,
}

/// Where a server is and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Transport {
    /// A child process that speaks over its standard streams.
    Stdio {
        /// The program: a name on the search path or a path.
        command: String,
        /// Its arguments.
        #[serde(default)]
        args: Vec<String>,
        /// Its own variables, on top of the allow-listed ones.
        #[serde(default)]
        env: Vec<EnvVar>,
        /// Its working directory; the home directory where none is given.
        #[serde(default)]
        cwd: Option<String>,
    },
    /// An HTTP endpoint.
    Http {
        /// The endpoint, `http` or `https`.
        url: String,
        /// Extra request headers.
        #[serde(default)]
        headers: Vec<Header>,
        /// Streamable HTTP or HTTP+SSE.
        #[serde(default)]
        flavour: HttpFlavour,
    },
}

impl Transport {
    /// Process or endpoint.
    pub fn kind(&self) -> ServerKind {
        match self {
            Self::Stdio { .. } => ServerKind::Stdio,
            Self::Http { .. } => ServerKind::Http,
        }
    }
}

/// Which protocol era is spoken with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum EraSetting {
    /// Ask for the newer one, fall back, remember the answer.
    #[default]
    Auto,
    /// `initialize` (2025-11-25 and older).
    Legacy,
    /// `server/discover` (2026-07-28).
    Modern,
}

/// Who shares an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// One instance for all callers.
    #[default]
    Shared,
    /// One instance per client session.
    PerSession,
}

/// How long things may take, milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Timeouts {
    /// From spawn to the end of the handshake and listing.
    pub start_ms: u32,
    /// One call.
    pub call_ms: u32,
    /// From closing stdin to TERM, and from TERM to KILL.
    pub stop_ms: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { start_ms: 60_000, call_ms: 60_000, stop_ms: 3_000 }
    }
}

impl Timeouts {
    /// Time for the handshake.
    pub fn start(&self) -> Duration {
        Duration::from_millis(u64::from(self.start_ms))
    }

    /// Time for one call.
    pub fn call(&self) -> Duration {
        Duration::from_millis(u64::from(self.call_ms))
    }

    /// Time for each step of a stop.
    pub fn stop(&self) -> Duration {
        Duration::from_millis(u64::from(self.stop_ms))
    }
}

/// A server as configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ServerConfig {
    /// Its id.
    pub id: ServerId,
    /// Its name, as shown.
    pub name: String,
    /// What it is for, one line.
    #[serde(default)]
    pub description: Option<String>,
    /// Where it is.
    pub transport: Transport,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Started with the console.
    #[serde(default)]
    pub autostart: bool,
    /// When it is restarted.
    #[serde(default)]
    pub restart: RestartPolicy,
    /// Which protocol era is spoken.
    #[serde(default)]
    pub era: EraSetting,
    /// The era that answered last time, where the setting is `auto`.
    #[serde(default)]
    pub learned_era: Option<Era>,
    /// Who shares an instance.
    #[serde(default)]
    pub sharing: Sharing,
    /// How long things may take.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// Stopped after this long without a call, milliseconds; the next call starts it again.
    #[serde(default)]
    pub idle_stop_ms: Option<u32>,
}

impl ServerConfig {
    /// A server with default settings.
    pub fn new(name: &str, transport: Transport) -> Result<Self, Problem> {
        let id = ServerId::from_name(name).map_err(|e| Problem::invalid("name", sentence(&e)))?;
        Ok(Self {
            id,
            name: name.trim().to_owned(),
            description: None,
            transport,
            tags: Vec::new(),
            autostart: false,
            restart: RestartPolicy::default(),
            era: EraSetting::default(),
            learned_era: None,
            sharing: Sharing::default(),
            timeouts: Timeouts::default(),
            idle_stop_ms: None,
        })
    }

    /// Checks every field against its bounds; the first wrong one is named.
    pub fn validate(&self) -> Result<(), Problem> {
        if self.name.trim().is_empty() || self.name.chars().count() > MAX_NAME_CHARS {
            let message = format!("The name needs 1 to {MAX_NAME_CHARS} characters.");
            return Err(Problem::invalid("name", message));
        }
        match &self.transport {
            Transport::Stdio { command, args, env, cwd } => {
                validate_stdio(command, args, env, cwd.as_deref())?;
            }
            Transport::Http { url, headers, .. } => validate_http(url, headers)?,
        }
        let t = &self.timeouts;
        let bounded = [("start_ms", t.start_ms), ("call_ms", t.call_ms), ("stop_ms", t.stop_ms)];
        for (field, ms) in bounded {
            if !(100..=3_600_000).contains(&ms) {
                let message = "A time-out lies between 100 ms and one hour.";
                return Err(Problem::invalid(format!("timeouts.{field}"), message));
            }
        }
        Ok(())
    }
}

fn validate_stdio(
    command: &str,
    args: &[String],
    env: &[EnvVar],
    cwd: Option<&str>,
) -> Result<(), Problem> {
    if command.trim().is_empty() {
        let problem = Problem::invalid("command", "A command is needed.");
        return Err(problem.hint("Give the program that starts the server, such as npx or uvx."));
    }
    bounded("command", command)?;
    if args.len() > MAX_ARGS {
        return Err(Problem::invalid("args", format!("At most {MAX_ARGS} arguments.")));
    }
    for (i, arg) in args.iter().enumerate() {
        bounded(&format!("args[{i}]"), arg)?;
    }
    unique_names("env", env.iter().map(|v| v.name.as_str()))?;
    for variable in env {
        let field = format!("env.{}", variable.name);
        if !is_variable_name(&variable.name) {
            let message = "A variable's name is made of letters, digits and '_' and does not begin with a digit.";
            return Err(Problem::invalid(field, message));
        }
        bounded(&field, &variable.value)?;
    }
    cwd.map_or(Ok(()), |cwd| bounded("cwd", cwd))
}

fn validate_http(url: &str, headers: &[Header]) -> Result<(), Problem> {
    bounded("url", url)?;
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
        let problem =
            Problem::invalid("url", "The URL must begin with http:// or https:// and name a host.");
        return Err(problem.hint("For example https://mcp.example.com/mcp."));
    }
    unique_names("headers", headers.iter().map(|h| h.name.as_str()))?;
    for header in headers {
        let field = format!("headers.{}", header.name);
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if header.name.is_empty() || !header.name.chars().all(token) {
            return Err(Problem::invalid(field, "This is not a valid header name."));
        }
        bounded(&field, &header.value)?;
        if header.value.contains(['\r', '\n']) {
            return Err(Problem::invalid(field, "A header's value is one line."));
        }
    }
    Ok(())
}

fn bounded(field: &str, value: &str) -> Result<(), Problem> {
    if value.contains('\0') {
        return Err(Problem::invalid(field, "A value cannot contain a NUL character."));
    }
    if value.len() > MAX_VALUE_BYTES {
        let message = format!("A value has at most {} KiB.", MAX_VALUE_BYTES / 1024);
        return Err(Problem::invalid(field, message));
    }
    Ok(())
}

fn unique_names<'a>(field: &str, names: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Problem::invalid(format!("{field}.{name}"), "This name is used twice."));
        }
    }
    if seen.len() > MAX_VARIABLES {
        return Err(Problem::invalid(field, format!("At most {MAX_VARIABLES} entries.")));
    }
    Ok(())
}

fn is_variable_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// An error fragment as a sentence.
fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stdio(command: &str, env: &[(&str, &str)]) -> ServerConfig {
        let env = env
            .iter()
            .map(|(name, value)| EnvVar { name: (*name).into(), value: (*value).into() })
            .collect();
        let transport = Transport::Stdio { command: command.into(), args: vec![], env, cwd: None };
        ServerConfig::new("test", transport).expect("a valid name")
    }

    #[test]
    fn wrong_fields_are_named() {
        let http = |url: &str| {
            let transport =
                Transport::Http { url: url.into(), headers: vec![], flavour: HttpFlavour::Auto };
            ServerConfig::new("test", transport).expect("a valid name")
        };
        let cases = [
            (stdio("  ", &[]), "command"),
            (stdio("npx\0", &[]), "command"),
            (stdio("npx", &[("1A", "x")]), "env.1A"),
            (stdio("npx", &[("A", "x"), ("A", "y")]), "env.A"),
            (stdio("npx", &[("A", &"x".repeat(40_000))]), "env.A"),
            (http("ftp://x"), "url"),
            (http("https:///path"), "url"),
        ];
        for (config, field) in cases {
            let problem = config.validate().expect_err(field);
            assert_eq!(problem.field.as_deref(), Some(field));
        }
        assert_eq!(stdio("npx", &[("A", "x")]).validate(), Ok(()));
        let problem = ServerConfig::new(" ", stdio("x", &[]).transport).expect_err("no name");
        assert_eq!(problem.message, "A name needs at least one letter or digit.");
    }
}
