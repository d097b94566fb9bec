//! Where the servers stand in what each client writes.
//!
//! The shapes are those of the clients' own documentation; `fixtures/imports` holds one of each.
//! Of a file that holds more than servers (`~/.claude.json`, Zed's settings), the rest is left
//! alone.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::sections::Syntax;
use crate::view::ImportFormat;

/// An entry that was found and not yet understood.
#[derive(Debug)]
pub(super) struct RawEntry {
    /// The way to it: keys and numbers, outermost first.
    pub(super) path: Vec<String>,
    /// Its name, where the shape gives one.
    pub(super) name: Option<String>,
    /// What stands there.
    pub(super) value: Value,
}

/// The entries of one format.
#[derive(Debug)]
pub(super) struct Find {
    pub(super) format: ImportFormat,
    pub(super) entries: Vec<RawEntry>,
}

/// Every place of `root` that holds servers, in order.
pub(super) fn find(root: Value, syntax: Syntax) -> Vec<Find> {
    match root {
        Value::Object(fields) => find_in(fields, syntax),
        // A list of servers by itself.
        Value::Array(items) if items.iter().any(looks_like_server) => {
            let format = match syntax {
                Syntax::Yaml => ImportFormat::ContinueYaml,
                _ => ImportFormat::McpServers,
            };
            vec![Find { format, entries: listed(&[], items) }]
        }
        _ => Vec::new(),
    }
}

fn find_in(fields: Map<String, Value>, syntax: Syntax) -> Vec<Find> {
    if fields.get("command").or_else(|| fields.get("url")).is_some_and(Value::is_string) {
        // One server by itself, as `code --add-mcp` takes it.
        let name = text_of(&fields, "name").or_else(|| text_of(&fields, "id"));
        let path = vec![name.clone().unwrap_or_else(|| "server".into())];
        let entry = RawEntry { path, name, value: Value::Object(fields) };
        return vec![Find { format: ImportFormat::McpServers, entries: vec![entry] }];
    }
    let bare = !fields.is_empty()
        && fields.iter().all(|(key, value)| !is_container(key) && looks_like_server(value));
    if bare {
        return vec![Find { format: ImportFormat::McpServers, entries: named(&[], fields) }];
    }
    fields.into_iter().filter_map(|(key, value)| find_under(&key, value, syntax)).collect()
}

fn is_container(key: &str) -> bool {
    matches!(key, "mcpServers" | "mcp_servers" | "servers" | "context_servers" | "providers")
}

fn find_under(key: &str, value: Value, syntax: Syntax) -> Option<Find> {
    use ImportFormat as F;
    let found = |format, entries| Some(Find { format, entries });
    match (key, value) {
        ("providers", Value::Array(items)) => {
            let entry = |(i, value): (usize, Value)| {
                let name = value.get("id").and_then(Value::as_str).map(str::to_owned);
                RawEntry { path: vec![key.to_owned(), i.to_string()], name, value }
            };
            found(F::Manifest, items.into_iter().enumerate().map(entry).collect())
        }
        ("mcpServers" | "amp.mcpServers", Value::Object(servers)) => {
            found(F::McpServers, named(&[key], servers))
        }
        ("mcpServers", Value::Array(items)) => found(F::ContinueYaml, listed(&[key], items)),
        ("mcp_servers", value) => {
            let format = if syntax == Syntax::Toml { F::CodexToml } else { F::McpServers };
            match value {
                Value::Object(servers) => found(format, named(&[key], servers)),
                Value::Array(items) => found(format, listed(&[key], items)),
                _ => None,
            }
        }
        ("servers", Value::Object(servers)) => found(F::VsCode, named(&[key], servers)),
        ("context_servers", Value::Object(servers)) => found(F::Zed, named(&[key], servers)),
        ("mcp", Value::Object(mut inner)) => match inner.remove("servers") {
            Some(Value::Object(servers)) => found(F::VsCode, named(&[key, "servers"], servers)),
            None if !inner.is_empty() && inner.values().all(Value::is_object) => {
                found(F::OpenCode, named(&[key], inner))
            }
            _ => None,
        },
        ("extensions", Value::Object(extensions)) if extensions.values().any(is_extension) => {
            found(F::GooseYaml, named(&[key], extensions))
        }
        ("projects", Value::Object(projects)) => {
            let entries: Vec<_> = projects.into_iter().flat_map(of_project).collect();
            if entries.is_empty() { None } else { found(F::McpServers, entries) }
        }
        _ => None,
    }
}

/// The servers of one of Claude Code's projects.
fn of_project((project, value): (String, Value)) -> Vec<RawEntry> {
    let Value::Object(mut fields) = value else { return Vec::new() };
    match fields.remove("mcpServers") {
        Some(Value::Object(servers)) => named(&["projects", &project, "mcpServers"], servers),
        _ => Vec::new(),
    }
}

fn named(path: &[&str], servers: Map<String, Value>) -> Vec<RawEntry> {
    let entry = |(name, value): (String, Value)| {
        let path = path.iter().copied().chain([name.as_str()]).map(str::to_owned).collect();
        RawEntry { path, name: Some(name), value }
    };
    servers.into_iter().map(entry).collect()
}

fn listed(path: &[&str], items: Vec<Value>) -> Vec<RawEntry> {
    let entry = |(i, value): (usize, Value)| {
        let name = value.get("name").and_then(Value::as_str).map(str::to_owned);
        let number = i.to_string();
        let path = path.iter().copied().chain([number.as_str()]).map(str::to_owned).collect();
        RawEntry { path, name, value }
    };
    items.into_iter().enumerate().map(entry).collect()
}

fn looks_like_server(value: &Value) -> bool {
    ["command", "url", "serverUrl", "httpUrl"].iter().any(|key| value.get(key).is_some())
}

/// An extension of Goose, and not what other programs keep under that key.
fn is_extension(value: &Value) -> bool {
    ["cmd", "uri"].iter().any(|key| value.get(key).is_some())
        || value.get("type").is_some_and(Value::is_string)
}

fn text_of(fields: &Map<String, Value>, key: &str) -> Option<String> {
    fields.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// How a way is written for people: `mcpServers.time`, `providers[2]`.
pub(super) fn field_of(path: &[String]) -> String {
    let mut field = String::new();
    for part in path {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && !field.is_empty() {
            let _infallible = write!(field, "[{part}]");
        } else {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(part);
        }
    }
    field
}
