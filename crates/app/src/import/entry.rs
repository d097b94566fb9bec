//! One entry into a server.
//!
//! Clients name the same things differently (`env`, `environment`, `envs`; `url`, `serverUrl`,
//! `uri`), and no name means two things, so every name is understood in every format. What a
//! format alone decides (units, `type`) is asked of it.

use console_domain::{EnvVar, Header, HttpFlavour, Problem, ServerConfig, Timeouts, Transport};
use serde_json::Value;

use super::fields::{Fields, wrong_type};
use super::references::{Inputs, References, check_cycles};
use super::remarks::Remarks;
use super::shapes::RawEntry;
use crate::view::ImportFormat;

/// A server, and what a person should know of how it was read.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) config: ServerConfig,
    pub(super) remark: Option<Problem>,
}

/// Bounds of every time-out of a server, milliseconds.
const TIMEOUT_BOUNDS: (f64, f64) = (100.0, 3_600_000.0);

/// Understands an entry.
///
/// # Errors
/// What is wrong with it; the field is the entry's own.
pub(super) fn understand(
    raw: RawEntry,
    format: ImportFormat,
    inputs: &Inputs,
) -> Result<Understood, Problem> {
    let entry = Entry {
        fields: Fields::of(raw.value)?,
        format,
        references: References::new(inputs),
        remarks: Remarks::default(),
    };
    if format == ImportFormat::Manifest {
        return entry.manifest();
    }
    let name =
        raw.name.ok_or_else(|| Problem::invalid("name", "The field \"name\" is missing."))?;
    entry.server(&name, None)
}

struct Entry<'a> {
    fields: Fields,
    format: ImportFormat,
    references: References<'a>,
    remarks: Remarks,
}

impl Entry<'_> {
    fn manifest(mut self) -> Result<Understood, Problem> {
        let id = self.fields.required_text("id")?;
        let name = self.fields.text("name")?;
        let transport = self.fields.required_text("transport")?;
        if !matches!(transport.as_str(), "stdio" | "http") {
            let message = format!("The transport {transport:?} is not known.");
            return Err(Problem::invalid("transport", message).hint("Use \"stdio\" or \"http\"."));
        }
        let needed = if transport == "stdio" { "command" } else { "url" };
        if !self.fields.has(needed) {
            let message = format!("A server with the transport {transport} needs {needed:?}.");
            return Err(Problem::invalid(needed, message));
        }
        self.server(&id, name)
    }

    fn server(mut self, id: &str, name: Option<String>) -> Result<Understood, Problem> {
        let transport = self.transport()?;
        check_cycles(&transport)?;
        let mut config = ServerConfig::new(id, transport)?;
        if let Some(name) = name {
            config.name = name;
        }
        config.description = self.fields.text("description")?.filter(|text| !text.is_empty());
        config.tags = self.fields.list("tags")?;
        config.autostart = self.fields.flag("autostart")?.unwrap_or_default();
        config.timeouts = self.timeouts()?;
        config.validate()?;
        self.say_what_stays_behind()?;
        let needed = std::mem::take(&mut self.references.needed);
        Ok(Understood { remark: self.remarks.into_problem(&config.transport, needed), config })
    }

    fn transport(&mut self) -> Result<Transport, Problem> {
        let kind = match self.fields.text("type")? {
            None => match self.fields.raw("transport") {
                Some(Value::String(kind)) => Some(kind),
                _ => None,
            },
            kind => kind,
        };
        let url = self.fields.first(&["url", "serverUrl", "httpUrl", "uri"]);
        let is_http = match kind.as_deref() {
            None | Some("") => None,
            Some("stdio" | "local") => Some(false),
            Some(
                "http" | "sse" | "remote" | "streamable-http" | "streamable_http"
                | "streamableHttp",
            ) => Some(true),
            // Goose's own kinds, which are no servers.
            Some(kind @ ("builtin" | "platform" | "frontend" | "inline_python")) => {
                let message = format!("It is a part of the client itself ({kind}) and no server.");
                return Err(
                    Problem::invalid("type", message).hint("It can be used in that client only.")
                );
            }
            Some(kind) => {
                let message = format!("The type {kind:?} is not known.");
                return Err(
                    Problem::invalid("type", message).hint("Use \"stdio\", \"http\" or \"sse\".")
                );
            }
        };
        let command = self.fields.first(&["command", "cmd"]);
        match (is_http.unwrap_or(command.is_none()), command, url) {
            (true, _, Some(url)) => self.http(url, kind.as_deref() == Some("sse")),
            (false, Some(command), _) => self.stdio(command),
            (true, ..) if is_http.is_some() => {
                Err(Problem::invalid("url", "A remote server needs a URL."))
            }
            _ => Err(Problem::invalid("command", "A command or a URL is needed.")),
        }
    }

    fn stdio(&mut self, field: &str) -> Result<Transport, Problem> {
        let (command, mut args) = match self.fields.raw(field) {
            Some(Value::String(command)) => (command, Vec::new()),
            // OpenCode writes the whole command as a list, older Zed as an object.
            Some(Value::Array(words)) if self.format == ImportFormat::OpenCode => {
                let mut words = words.into_iter().enumerate().map(|(i, word)| match word {
                    Value::String(word) => Ok(word),
                    other => Err(wrong_type(&format!("{field}[{i}]"), "a text", &other)),
                });
                let command = words.next().transpose()?.unwrap_or_default();
                (command, words.collect::<Result<_, _>>()?)
            }
            Some(Value::Object(inner)) if self.format == ImportFormat::Zed => {
                return self.old_zed(inner);
            }
            Some(other) => return Err(wrong_type(field, "a text", &other)),
            None => (String::new(), Vec::new()),
        };
        args.extend(self.fields.list("args")?);
        let env = self.environment()?;
        let command = self.references.convert(&command);
        let args = args.iter().map(|arg| self.references.convert(arg)).collect();
        let cwd = self.fields.text("cwd")?.map(|cwd| self.references.convert(&cwd));
        Ok(Transport::Stdio { command, args, env, cwd })
    }

    /// `"command": {"path": …, "args": […], "env": {…}}`.
    fn old_zed(&mut self, inner: serde_json::Map<String, Value>) -> Result<Transport, Problem> {
        let mut fields = Fields::of(Value::Object(inner))?;
        let command = fields.required_text("path").map_err(|p| p.field("command.path"))?;
        let args = fields.list("args").map_err(|p| p.field("command.args"))?;
        let env = fields.variables("env").map_err(|p| p.field("command.env"))?;
        let args = args.iter().map(|arg| self.references.convert(arg)).collect();
        let env = env.into_iter().map(|variable| self.variable(variable)).collect();
        Ok(Transport::Stdio { command: self.references.convert(&command), args, env, cwd: None })
    }

    fn environment(&mut self) -> Result<Vec<EnvVar>, Problem> {
        let field = self.fields.first(&["env", "environment", "envs"]).unwrap_or("env");
        let own = self.fields.variables(field)?;
        let mut env: Vec<_> = own.into_iter().map(|variable| self.variable(variable)).collect();
        // Names of variables that the client passes on (Codex) or keeps in its keychain (Goose).
        let passed = self.fields.list("env_vars")?;
        let kept = self.fields.list("env_keys")?;
        self.references.needed.extend(kept.iter().cloned());
        for name in passed.into_iter().chain(kept) {
            if env.iter().all(|known| known.name != name) {
                env.push(EnvVar { value: format!("${{{name}}}"), name });
            }
        }
        Ok(env)
    }

    fn variable(&mut self, EnvVar { name, value }: EnvVar) -> EnvVar {
        EnvVar { value: self.references.convert(&value), name }
    }

    fn http(&mut self, field: &str, sse: bool) -> Result<Transport, Problem> {
        let url = self.fields.text(field)?.unwrap_or_default();
        let mut headers = Vec::new();
        for field in ["headers", "http_headers"] {
            for (name, value) in self.fields.pairs(field)? {
                headers.push(Header { name, value: self.references.convert(&value) });
            }
        }
        // Continue's.
        if let Some(mut options) = self.fields.inner("requestOptions") {
            let pairs = options.pairs("headers").map_err(|p| p.field("requestOptions.headers"))?;
            for (name, value) in pairs {
                headers.push(Header { name, value: self.references.convert(&value) });
            }
        }
        // Codex's.
        for (name, variable) in self.fields.pairs("env_http_headers")? {
            headers.push(Header { name, value: format!("${{env:{variable}}}") });
        }
        if let Some(variable) = self.fields.text("bearer_token_env_var")? {
            let value = format!("Bearer ${{env:{variable}}}");
            headers.push(Header { name: "Authorization".into(), value });
        }
        let flavour = if sse { HttpFlavour::Sse } else { HttpFlavour::Auto };
        Ok(Transport::Http { url: self.references.convert(&url), headers, flavour })
    }

    fn timeouts(&mut self) -> Result<Timeouts, Problem> {
        let mut timeouts = self.own_timeouts()?;
        let seconds = |number: f64| milliseconds(number * 1_000.0);
        if let Some(time) = self.fields.number("startup_timeout_sec")? {
            timeouts.start_ms = seconds(time);
        }
        if let Some(time) = self.fields.number("startup_timeout_ms")? {
            timeouts.start_ms = milliseconds(time);
        }
        if let Some(time) = self.fields.number("tool_timeout_sec")? {
            timeouts.call_ms = seconds(time);
        }
        if let Some(time) = self.fields.number("timeout")? {
            match self.format {
                // OpenCode waits so long for the list of tools.
                ImportFormat::OpenCode => timeouts.start_ms = milliseconds(time),
                ImportFormat::GooseYaml => timeouts.call_ms = seconds(time),
                // Gemini counts milliseconds, Cline seconds; neither waits for an hour.
                _ if time < 1_000.0 => timeouts.call_ms = seconds(time),
                _ => timeouts.call_ms = milliseconds(time),
            }
        }
        Ok(timeouts)
    }

    /// Our own addition to what clients write: `{"start_ms", "call_ms", "stop_ms"}`, each optional.
    fn own_timeouts(&mut self) -> Result<Timeouts, Problem> {
        let field = "timeouts";
        match self.fields.raw(field) {
            None => Ok(Timeouts::default()),
            Some(Value::Object(times)) => serde_json::from_value(times.into()).map_err(|e| {
                Problem::invalid(field, format!("The field {field:?} cannot be read: {e}."))
                    .hint("Give start_ms, call_ms and stop_ms as whole milliseconds.")
            }),
            Some(other) => Err(wrong_type(field, "an object of milliseconds", &other)),
        }
    }

    /// What the entry has and the server will not have.
    fn say_what_stays_behind(&mut self) -> Result<(), Problem> {
        if self.fields.flag("enabled")? == Some(false)
            || self.fields.flag("disabled")? == Some(true)
        {
            self.remarks.switched_off();
        }
        if let Some(file) = self.fields.first(&["envFile", "env_file"]) {
            let path = self.fields.text(file).ok().flatten().unwrap_or_default();
            self.remarks.env_file(&path);
        }
        if self.fields.first(&["oauth", "oauth2", "auth", "authProviderType"]).is_some() {
            self.remarks.sign_in();
        }
        Ok(())
    }
}

/// A time-out within its bounds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought between 100 and 3,600,000 just before"
)]
fn milliseconds(time: f64) -> u32 {
    time.clamp(TIMEOUT_BOUNDS.0, TIMEOUT_BOUNDS.1) as u32
}
