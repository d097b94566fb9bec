//! Any text ends in servers or a reason; what a client would write is read as the same server.

use std::fmt::Write;

use console_domain::{EnvVar, Header, HttpFlavour, Transport};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::text::read_text;
use super::read;
use crate::view::ImportFormat as F;

const FIXTURES: [&str; 9] = [
    include_str!("../../../../../fixtures/imports/claude-code.json"),
    include_str!("../../../../../fixtures/imports/vscode.jsonc"),
    include_str!("../../../../../fixtures/imports/zed.jsonc"),
    include_str!("../../../../../fixtures/imports/opencode.jsonc"),
    include_str!("../../../../../fixtures/imports/codex.toml"),
    include_str!("../../../../../fixtures/imports/goose.yaml"),
    include_str!("../../../../../fixtures/imports/continue.yaml"),
    include_str!("../../../../../fixtures/imports/commands.txt"),
    include_str!("../../../../../fixtures/imports/readme.md"),
];

/// Texts of every kind, with a piece taken out and another put in.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof!["[\\[\\]{}\"':,=\n \\\\#`$&*é-]{0,6}", "\\PC{0,8}"];
    (0..FIXTURES.len(), any::<(prop::sample::Index, prop::sample::Index)>(), piece).prop_map(
        |(which, (from, to), piece)| {
            let letters: Vec<char> = FIXTURES[which].chars().collect();
            let (a, b) = (from.index(letters.len()), to.index(letters.len()));
            // A short piece, or all that follows.
            let (a, b) = (a.min(b), if b % 3 == 0 { letters.len() } else { a.max(b).min(a + 9) });
            letters[..a.min(b)].iter().collect::<String>()
                + &piece
                + &letters[b..].iter().collect::<String>()
        },
    )
}

/// Values without what means a reference.
fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9_./@=: \"'\\\\#é,-]{1,16}".prop_filter("not blank", |word| !word.trim().is_empty())
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::btree_map("[A-Z][A-Z0-9_]{0,8}", word(), 0..4)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn transport() -> impl Strategy<Value = Transport> {
    let stdio = (word(), prop::collection::vec(word(), 0..5), pairs()).prop_map(
        |(command, args, pairs)| Transport::Stdio {
            command,
            args,
            env: pairs.into_iter().map(|(name, value)| EnvVar { name, value }).collect(),
            cwd: None,
        },
    );
    let http = ("[a-z]{1,8}\\.[a-z]{2,3}/[a-z0-9?=&]{0,8}", any::<bool>(), pairs()).prop_map(
        |(rest, sse, pairs)| Transport::Http {
            url: format!("https://{rest}"),
            headers: pairs.into_iter().map(|(name, value)| Header { name, value }).collect(),
            flavour: if sse { HttpFlavour::Sse } else { HttpFlavour::Auto },
        },
    );
    prop_oneof![stdio, http]
}

/// A server as a client with these names for things writes it.
fn fields(transport: &Transport, names: &Names) -> Map<String, Value> {
    let mut fields = Map::new();
    match transport {
        Transport::Stdio { command, args, env, .. } => {
            let env: Map<_, _> = env.iter().map(|v| (v.name.clone(), json!(v.value))).collect();
            if names.whole_command {
                let words: Vec<_> = std::iter::once(command).chain(args).collect();
                fields.insert("command".into(), json!(words));
                fields.insert("type".into(), json!("local"));
            } else {
                fields.insert(names.command.into(), json!(command));
                fields.insert("args".into(), json!(args));
            }
            fields.insert(names.env.into(), env.into());
        }
        Transport::Http { url, headers, flavour } => {
            let headers: Map<_, _> =
                headers.iter().map(|h| (h.name.clone(), json!(h.value))).collect();
            fields.insert(names.url.into(), json!(url));
            fields.insert(names.headers.into(), headers.into());
            let kind = if *flavour == HttpFlavour::Sse { "sse" } else { names.http };
            fields.insert("type".into(), json!(kind));
        }
    }
    fields
}

struct Names {
    command: &'static str,
    env: &'static str,
    url: &'static str,
    headers: &'static str,
    http: &'static str,
    whole_command: bool,
}

const PLAIN: Names = Names {
    command: "command",
    env: "env",
    url: "url",
    headers: "headers",
    http: "http",
    whole_command: false,
};

/// The server in the words of each client.
fn rendered(transport: &Transport) -> Vec<(F, String)> {
    let plain = Value::from(fields(transport, &PLAIN));
    let windsurf = fields(transport, &Names { url: "serverUrl", http: "streamable-http", ..PLAIN });
    let gemini = fields(transport, &Names { url: "httpUrl", ..PLAIN });
    let cline = fields(transport, &Names { http: "streamableHttp", ..PLAIN });
    let codex = fields(transport, &Names { headers: "http_headers", ..PLAIN });
    let goose = fields(
        transport,
        &Names { command: "cmd", env: "envs", url: "uri", http: "streamable_http", ..PLAIN },
    );
    let opencode = fields(
        transport,
        &Names { env: "environment", http: "remote", whole_command: true, ..PLAIN },
    );
    let mut listed = fields(transport, &PLAIN);
    listed.insert("name".into(), json!("one"));
    let manifest = {
        let mut fields = fields(transport, &PLAIN);
        fields.insert("id".into(), json!("one"));
        let kind = if matches!(transport, Transport::Stdio { .. }) { "stdio" } else { "http" };
        fields.insert("transport".into(), json!(kind));
        fields
    };
    let mut texts: Vec<(F, String)> = vec![
        (F::McpServers, json!({"mcpServers": {"one": plain}}).to_string()),
        (F::McpServers, format!("{:#}", json!({"mcpServers": {"one": windsurf}}))),
        (F::McpServers, json!({"mcpServers": {"one": gemini}}).to_string()),
        (F::McpServers, json!({"mcpServers": {"one": cline}}).to_string()),
        (F::McpServers, json!({"amp.mcpServers": {"one": plain}}).to_string()),
        (F::McpServers, json!({"projects": {"/x": {"mcpServers": {"one": plain}}}}).to_string()),
        (F::McpServers, json!({"one": plain}).to_string()),
        (F::VsCode, json!({"servers": {"one": plain}, "inputs": []}).to_string()),
        (F::Zed, json!({"context_servers": {"one": plain}}).to_string()),
        (F::OpenCode, json!({"mcp": {"one": opencode}}).to_string()),
        (F::Manifest, json!({"providers": [manifest]}).to_string()),
        (F::GooseYaml, yaml(&json!({"extensions": {"one": goose}}), 0)),
        (F::ContinueYaml, yaml(&json!({"mcpServers": [listed]}), 0)),
        (F::CodexToml, toml(&codex)),
    ];
    if let Transport::Stdio { command, args, env, .. } = transport {
        let words = std::iter::once(command).chain(args).map(String::as_str);
        let line = shlex::try_join(words).expect("no NUL");
        let env = env.iter().flat_map(|v| ["-e".to_owned(), format!("{}={}", v.name, v.value)]);
        let env: Vec<_> = env.collect();
        let env = shlex::try_join(env.iter().map(String::as_str)).expect("no NUL");
        texts.push((F::CommandLine, format!("claude mcp add one {env} -- {line}")));
    }
    texts
}

/// Block YAML, with scalars as JSON writes them.
fn yaml(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) if !fields.is_empty() => fields
            .iter()
            .map(|(key, value)| match value {
                Value::Object(inner) if !inner.is_empty() => {
                    format!("{indent}{key}:\n{}", yaml(value, depth + 1))
                }
                Value::Array(inner) if !inner.is_empty() => {
                    format!("{indent}{key}:\n{}", yaml(value, depth + 1))
                }
                scalar => format!("{indent}{key}: {scalar}\n"),
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .map(|item| match item {
                Value::Object(_) => {
                    let inner = yaml(item, depth + 1);
                    format!("{indent}- {}", inner.trim_start())
                }
                scalar => format!("{indent}- {scalar}\n"),
            })
            .collect(),
        scalar => format!("{indent}{scalar}\n"),
    }
}

/// A table of Codex, with texts as JSON writes them (which TOML reads the same).
fn toml(fields: &Map<String, Value>) -> String {
    let mut text = String::from("[mcp_servers.one]\n");
    for (key, value) in fields {
        let value = match value {
            Value::Object(inner) => {
                let pairs: Vec<_> = inner.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
            other => other.to_string(),
        };
        let _infallible = writeln!(text, "{key} = {value}");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}|[\\[\\]{}\"':,=a \n\\\\#-]{0,60}") {
        let _either = read_text(&text);
    }

    #[test]
    fn a_mutated_text_is_read_or_refused(text in mutated()) {
        if let Ok(read) = read_text(&text) {
            let mut fields: Vec<_> = read.entries.iter().map(|e| e.field.clone()).collect();
            fields.sort();
            fields.dedup();
            prop_assert_eq!(fields.len(), read.entries.len(), "no two fields are the same");
            for entry in read.entries {
                if let Ok(config) = entry.config {
                    prop_assert_eq!(config.validate(), Ok(()));
                }
            }
        }
    }

    #[test]
    fn what_a_client_writes_is_read_as_the_same_server(transport in transport()) {
        for (format, text) in rendered(&transport) {
            let read = read(&text);
            prop_assert_eq!(read.format, format, "{}", text);
            prop_assert_eq!(read.entries.len(), 1);
            let config = read.entries[0].config.as_ref();
            let config = config.map_err(|p| TestCaseError::fail(format!("{p}: {text}")))?;
            prop_assert_eq!(&config.transport, &transport, "{}", text);
            prop_assert_eq!(config.id.as_str(), "one");
        }
    }
}
