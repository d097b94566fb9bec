//! Reads servers from text: a manifest (`{"providers": […]}`) or what clients write
//! (`{"mcpServers": {…}}`, VS Code's `{"servers": {…}}`, or the bare inner object).
//!
//! Invariants: the text is bounded; each entry is read by itself, so that a wrong one is named
//! and the others go on; nothing is stored here.

use console_domain::limits::MAX_IMPORT_BYTES;
use console_domain::{
    EnvVar, ErrorCode, Header, HttpFlavour, Problem, ServerConfig, Timeouts, Transport,
    VariableError, Variables,
};
use serde_json::{Map, Value};

/// One entry of an import.
#[derive(Debug)]
pub(crate) struct ImportedEntry {
    /// Where it stands: `mcpServers.time`, `providers[2]`.
    pub(crate) field: String,
    /// The server, or what is wrong with the entry.
    pub(crate) config: Result<ServerConfig, Problem>,
}

/// Every entry of `text`.
///
/// # Errors
/// Where the text as a whole is no import: too long, not JSON, of no known shape.
pub(crate) fn parse_import(text: &str) -> Result<Vec<ImportedEntry>, Problem> {
    if text.len() > MAX_IMPORT_BYTES {
        let message = format!("The text is longer than {} MiB.", MAX_IMPORT_BYTES / 1024 / 1024);
        return Err(Problem::invalid("text", message));
    }
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
        let message = format!("This is not JSON: {e}.");
        Problem::invalid("text", message)
            .hint("Correct it there, then import it again; nothing was changed.")
            .details(serde_json::json!({ "line": e.line(), "column": e.column() }))
    })?;
    let Value::Object(mut root) = value else { return Err(unknown_shape()) };
    if let Some(Value::Array(providers)) = root.remove("providers") {
        return Ok(unique(providers.into_iter().enumerate().map(manifest_entry).collect()));
    }
    for key in ["mcpServers", "servers"] {
        if let Some(Value::Object(servers)) = root.remove(key) {
            return Ok(unique(client_entries(key, servers)));
        }
    }
    let is_server = |value: &Value| value.get("command").or_else(|| value.get("url")).is_some();
    if !root.is_empty() && root.values().all(is_server) {
        return Ok(unique(client_entries("", root)));
    }
    Err(unknown_shape())
}

fn unknown_shape() -> Problem {
    Problem::invalid("text", "No servers were found in this text.").hint(
        "Give an object with \"mcpServers\" as clients write it, or a manifest with \"providers\".",
    )
}

/// Refuses the second of two entries that would get the same id.
fn unique(mut entries: Vec<ImportedEntry>) -> Vec<ImportedEntry> {
    let mut seen = std::collections::HashSet::new();
    for entry in &mut entries {
        if let Ok(config) = &entry.config
            && !seen.insert(config.id.clone())
        {
            let message = format!("The name {:?} is used twice in this text.", config.name);
            let problem = Problem::new(ErrorCode::DuplicateName, message);
            entry.config = Err(problem.hint("Give one of the two another name."));
        }
    }
    entries
}

fn client_entries(key: &str, servers: Map<String, Value>) -> Vec<ImportedEntry> {
    let entry = |(name, value): (String, Value)| {
        let field = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        ImportedEntry { field, config: Fields::of(value).and_then(|f| f.into_config(&name)) }
    };
    servers.into_iter().map(entry).collect()
}

fn manifest_entry((index, value): (usize, Value)) -> ImportedEntry {
    let config = Fields::of(value).and_then(|mut fields| {
        let id = fields.required_text("id")?;
        let name = fields.text("name")?.unwrap_or_else(|| id.clone());
        let transport = fields.required_text("transport")?;
        if !matches!(transport.as_str(), "stdio" | "http") {
            let message = format!("The transport {transport:?} is not known.");
            return Err(Problem::invalid("transport", message).hint("Use \"stdio\" or \"http\"."));
        }
        let needed = if transport == "stdio" { "command" } else { "url" };
        if !fields.0.contains_key(needed) {
            let message = format!("A server with the transport {transport} needs {needed:?}.");
            return Err(Problem::invalid(needed, message));
        }
        let mut config = fields.into_config(&id)?;
        config.name = name;
        config.validate()?;
        Ok(config)
    });
    ImportedEntry { field: format!("providers[{index}]"), config }
}

/// The fields of one entry; each getter says which one is wrong.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(value: Value) -> Result<Self, Problem> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(Problem::new(ErrorCode::InvalidInput, "A server is described by an object.")),
        }
    }

    fn into_config(mut self, name: &str) -> Result<ServerConfig, Problem> {
        let transport = match (self.text("command")?, self.text("url")?) {
            (Some(command), _) => Transport::Stdio {
                command,
                args: self.list("args")?,
                env: self.variables("env")?,
                cwd: self.text("cwd")?,
            },
            (None, Some(url)) => Transport::Http {
                url,
                headers: self.headers()?,
                flavour: match self.text("type")?.as_deref() {
                    Some("sse") => HttpFlavour::Sse,
                    _ => HttpFlavour::Auto,
                },
            },
            (None, None) => {
                return Err(Problem::invalid("command", "A command or a URL is needed."));
            }
        };
        check_cycles(&transport)?;
        let mut config = ServerConfig::new(name, transport)?;
        config.description = self.text("description")?;
        config.tags = self.list("tags")?;
        config.autostart = self.flag("autostart")?;
        config.timeouts = self.timeouts()?;
        config.validate()?;
        Ok(config)
    }

    /// Our own addition to what clients write: `{"start_ms", "call_ms", "stop_ms"}`, each optional.
    fn timeouts(&mut self) -> Result<Timeouts, Problem> {
        let field = "timeouts";
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(Timeouts::default()),
            Some(Value::Object(times)) => serde_json::from_value(times.into()).map_err(|e| {
                Problem::invalid(field, format!("The field {field:?} cannot be read: {e}."))
                    .hint("Give start_ms, call_ms and stop_ms as whole milliseconds.")
            }),
            Some(other) => Err(wrong_type(field, "an object of milliseconds", &other)),
        }
    }

    fn text(&mut self, field: &str) -> Result<Option<String>, Problem> {
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong_type(field, "a text", &other)),
        }
    }

    fn required_text(&mut self, field: &str) -> Result<String, Problem> {
        self.text(field)?
            .ok_or_else(|| Problem::invalid(field, format!("The field {field:?} is missing.")))
    }

    fn flag(&mut self, field: &str) -> Result<bool, Problem> {
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(wrong_type(field, "true or false", &other)),
        }
    }

    fn list(&mut self, field: &str) -> Result<Vec<String>, Problem> {
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(i, item)| {
                    scalar(item).map_err(|v| wrong_type(&format!("{field}[{i}]"), "a text", &v))
                })
                .collect(),
            Some(other) => Err(wrong_type(field, "a list of texts", &other)),
        }
    }

    fn pairs(&mut self, field: &str) -> Result<Vec<(String, String)>, Problem> {
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(pairs)) => pairs
                .into_iter()
                .map(|(name, value)| match scalar(value) {
                    Ok(value) => Ok((name, value)),
                    Err(v) => Err(wrong_type(&format!("{field}.{name}"), "a text", &v)),
                })
                .collect(),
            Some(other) => Err(wrong_type(field, "an object of texts", &other)),
        }
    }

    fn variables(&mut self, field: &str) -> Result<Vec<EnvVar>, Problem> {
        let pairs = self.pairs(field)?;
        Ok(pairs.into_iter().map(|(name, value)| EnvVar { name, value }).collect())
    }

    fn headers(&mut self) -> Result<Vec<Header>, Problem> {
        let pairs = self.pairs("headers")?;
        Ok(pairs.into_iter().map(|(name, value)| Header { name, value }).collect())
    }
}

/// Texts, and the numbers and truth values that people write in their place.
fn scalar(value: Value) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(other),
    }
}

fn wrong_type(field: &str, wanted: &str, found: &Value) -> Problem {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Problem::invalid(field, format!("The field {field:?} must be {wanted}, not {found}."))
}

/// A circle of variables can never resolve, so it is refused when it is written down. A missing
/// variable is not: it may be there when the server starts.
fn check_cycles(transport: &Transport) -> Result<(), Problem> {
    let Transport::Stdio { env, .. } = transport else { return Ok(()) };
    let own = env.iter().map(|v| (v.name.as_str(), v.value.as_str()));
    let variables = Variables::new(own, []);
    for variable in env {
        if let Err(error @ VariableError::Cycle(_)) = variables.resolve_own(&variable.name) {
            let problem = Problem::new(ErrorCode::VariableCycle, capitalised(&error.to_string()));
            return Err(problem
                .field(format!("env.{}", variable.name))
                .hint("Give one of them a plain value."));
        }
    }
    Ok(())
}

fn capitalised(fragment: &str) -> String {
    let mut chars = fragment.chars();
    chars.next().map_or_else(String::new, |c| format!("{}{}.", c.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> (String, Result<ServerConfig, Problem>) {
        let mut entries = parse_import(text).expect("an import");
        assert_eq!(entries.len(), 1, "{entries:?}");
        let entry = entries.remove(0);
        (entry.field, entry.config)
    }

    #[test]
    fn the_shapes_of_clients_and_manifests_are_read() {
        for text in [
            r#"{"mcpServers":{"time":{"command":"uvx","args":["mcp-server-time"],"env":{"TZ":"UTC"}}}}"#,
            r#"{"servers":{"time":{"type":"stdio","command":"uvx","args":["mcp-server-time"],"env":{"TZ":"UTC"}}}}"#,
            r#"{"time":{"command":"uvx","args":["mcp-server-time"],"env":{"TZ":"UTC"}}}"#,
            r#"{"providers":[{"id":"time","name":"time","transport":"stdio","command":"uvx","args":["mcp-server-time"],"env":{"TZ":"UTC"}}]}"#,
        ] {
            let (_, config) = only(text);
            let config = config.expect(text);
            assert_eq!(config.id.as_str(), "time");
            let Transport::Stdio { command, args, env, .. } = config.transport else {
                panic!("a process: {text}")
            };
            assert_eq!((command.as_str(), args.len(), env.len()), ("uvx", 1, 1), "{text}");
        }
        let (_, config) = only(r#"{"mcpServers":{"r":{"type":"sse","url":"https://x/sse"}}}"#);
        let config = config.expect("a remote server");
        assert!(matches!(config.transport, Transport::Http { flavour: HttpFlavour::Sse, .. }));
        let (_, config) = only(r#"{"x":{"command":"x","timeouts":{"start_ms":900}}}"#);
        let expected = Timeouts { start_ms: 900, ..Timeouts::default() };
        assert_eq!(config.expect("a server with a time-out").timeouts, expected);
    }

    #[test]
    fn a_wrong_entry_is_named() {
        let cases = [
            (r#"{"mcpServers":{"a":{"command":["x"]}}}"#, "mcpServers.a", "command"),
            (r#"{"mcpServers":{"a":{"command":"x","args":"y"}}}"#, "mcpServers.a", "args"),
            (r#"{"mcpServers":{"a":{"command":"x","args":[{}]}}}"#, "mcpServers.a", "args[0]"),
            (r#"{"mcpServers":{"a":{"command":"x","env":{"A":[]}}}}"#, "mcpServers.a", "env.A"),
            (r#"{"mcpServers":{"a":{}}}"#, "mcpServers.a", "command"),
            (r#"{"x":{"command":"x","timeouts":{"start_ms":"1 s"}}}"#, "x", "timeouts"),
            (r#"{"x":{"command":"x","timeouts":{"start_ms":1}}}"#, "x", "timeouts.start_ms"),
            (r#"{"providers":[{"name":"x"}]}"#, "providers[0]", "id"),
            (r#"{"providers":[{"id":"x","transport":"ftp"}]}"#, "providers[0]", "transport"),
            (r#"{"providers":[{"id":"x","transport":"http"}]}"#, "providers[0]", "url"),
        ];
        for (text, entry, field) in cases {
            let (at, config) = only(text);
            let problem = config.expect_err(text);
            assert_eq!((at.as_str(), problem.field.as_deref()), (entry, Some(field)), "{text}");
        }
    }

    #[test]
    fn a_circle_and_a_double_name_are_refused() {
        let (_, config) = only(r#"{"x":{"command":"c","env":{"A":"${B}","B":"${A}"}}}"#);
        let problem = config.expect_err("a circle");
        assert_eq!(problem.code, ErrorCode::VariableCycle);
        assert!(problem.message.contains("A → B → A"), "{}", problem.message);

        let text = r#"{"mcpServers":{"Time":{"command":"a"},"time":{"command":"b"}}}"#;
        let entries = parse_import(text).expect("an import");
        assert!(entries[0].config.is_ok(), "the first keeps the name");
        let second = entries[1].config.as_ref().expect_err("the second is refused");
        assert_eq!(second.code, ErrorCode::DuplicateName);
    }

    #[test]
    fn what_is_no_import_says_so() {
        for (text, part) in [
            ("", "not JSON"),
            (r#"{"mcpServers":{"#, "not JSON"),
            ("[]", "No servers"),
            ("{}", "No servers"),
            (r#"{"x":1}"#, "No servers"),
        ] {
            let problem = parse_import(text).expect_err(text);
            assert!(problem.message.contains(part), "{text}: {}", problem.message);
        }
    }
}
