//! What the fakes offer: tools, resources, resource templates, prompts, completions; and pages.

use serde_json::{Value, json};

use super::wire::{RpcError, code};

/// The tools of every fake, in the order in which they are listed.
pub(super) fn tools() -> Vec<Value> {
    let text = json!({"text": {"type": "string"}});
    let add = json!({"a": {"type": "number"}, "b": {"type": "number"}});
    let mut add = tool("add", "Adds two numbers", &add, &["a", "b"]);
    add["outputSchema"] = json!({
        "type": "object", "properties": {"sum": {"type": "number"}}, "required": ["sum"]
    });
    let mut echo = tool("echo", "Gives back its text", &text, &["text"]);
    echo["annotations"] = json!({"readOnlyHint": true, "idempotentHint": true});
    let mut crash = tool("crash", "Dies without an answer", &json!({}), &[]);
    crash["annotations"] = json!({"readOnlyHint": false, "destructiveHint": true});
    vec![
        echo,
        add,
        tool("slow", "Takes ms milliseconds", &json!({"ms": {"type": "integer"}}), &["ms"]),
        crash,
        tool("env", "An environment variable", &json!({"name": {"type": "string"}}), &["name"]),
        tool("cwd", "The working directory", &json!({}), &[]),
        tool("pid", "The process id", &json!({}), &[]),
        tool("ask_sampling", "Asks the client's model", &json!({}), &[]),
        tool("ask_elicitation", "Asks the client's user", &json!({}), &[]),
        tool("ask_roots", "Asks for the client's roots", &json!({}), &[]),
        tool("log", "Sends a log message", &text, &[]),
        tool("change_tools", "Adds the tool 'surprise'", &json!({}), &[]),
        tool("touch", "Says that a resource changed", &json!({"uri": {"type": "string"}}), &[]),
        tool(
            "big",
            "A text of that many bytes",
            &json!({"bytes": {"type": "integer"}}),
            &["bytes"],
        ),
        tool("fail", "A result that is an error", &text, &[]),
    ]
}

/// The tool that `change_tools` adds.
pub(super) fn surprise() -> Value {
    tool("surprise", "Was not here before", &json!({}), &[])
}

/// A tool's definition with an object schema.
pub(super) fn tool(name: &str, description: &str, properties: &Value, required: &[&str]) -> Value {
    json!({
        "name": name,
        "description": description,
        "inputSchema": {"type": "object", "properties": properties, "required": required},
    })
}

/// The resources that are listed.
pub(super) fn resources() -> Vec<Value> {
    vec![
        json!({"uri": "fake://readme", "name": "readme", "mimeType": "text/plain"}),
        json!({"uri": "fake://data.json", "name": "data", "mimeType": "application/json"}),
        json!({"uri": "fake://pixel", "name": "pixel", "mimeType": "image/gif"}),
    ]
}

/// The templates that are listed.
pub(super) fn resource_templates() -> Vec<Value> {
    vec![
        json!({"uriTemplate": "fake://notes/{name}", "name": "note", "mimeType": "text/plain"}),
        json!({"uriTemplate": "fake://days/{day}", "name": "day", "mimeType": "text/plain"}),
    ]
}

/// One resource's content; `None` where there is no such resource.
pub(super) fn read(uri: &str) -> Option<Value> {
    let content = match uri {
        "fake://readme" => json!({"uri": uri, "mimeType": "text/plain", "text": "read me"}),
        "fake://data.json" => {
            json!({"uri": uri, "mimeType": "application/json", "text": "{\"answer\":42}"})
        }
        "fake://pixel" => {
            json!({"uri": uri, "mimeType": "image/gif", "blob": "R0lGODlhAQABAAAAACw="})
        }
        _ => {
            let name = uri.strip_prefix("fake://notes/").or(uri.strip_prefix("fake://days/"))?;
            json!({"uri": uri, "mimeType": "text/plain", "text": format!("about {name}")})
        }
    };
    Some(json!({"contents": [content]}))
}

/// The prompts that are listed.
pub(super) fn prompts() -> Vec<Value> {
    vec![
        json!({"name": "plain", "description": "A prompt without arguments"}),
        json!({
            "name": "greet",
            "description": "Greets a person",
            "arguments": [{"name": "name", "description": "Who", "required": true}],
        }),
    ]
}

/// One prompt, filled in.
pub(super) fn prompt(name: &str, arguments: &Value) -> Result<Value, RpcError> {
    let text = match name {
        "plain" => "Say something.".to_owned(),
        "greet" => match arguments["name"].as_str() {
            Some(who) => format!("Say hello to {who}."),
            None => return Err(RpcError::new(code::INVALID_PARAMS, "missing argument 'name'")),
        },
        _ => return Err(RpcError::new(code::INVALID_PARAMS, format!("unknown prompt '{name}'"))),
    };
    Ok(json!({
        "description": format!("Prompt {name}"),
        "messages": [{"role": "user", "content": {"type": "text", "text": text}}],
    }))
}

/// Names that begin with what is typed so far; the same for every argument.
pub(super) fn complete(params: &Value) -> Value {
    let typed = params["argument"]["value"].as_str().unwrap_or_default();
    let values: Vec<&str> =
        ["Ada", "Alan", "Barbara", "Grace"].into_iter().filter(|n| n.starts_with(typed)).collect();
    json!({"completion": {"values": values, "total": values.len(), "hasMore": false}})
}

/// One page of `entries` under `key`; a cursor is the index of the next entry, dressed up.
pub(super) fn page(
    key: &str,
    entries: &[Value],
    page_size: Option<usize>,
    params: &Value,
) -> Result<Value, RpcError> {
    let start = match params["cursor"].as_str() {
        None => 0,
        Some(cursor) => cursor
            .strip_prefix("after-")
            .and_then(|n| n.parse::<usize>().ok())
            .filter(|n| *n <= entries.len())
            .ok_or_else(|| RpcError::new(code::INVALID_PARAMS, "unknown cursor"))?,
    };
    let size = page_size.unwrap_or(usize::MAX).max(1);
    let end = start.saturating_add(size).min(entries.len());
    let mut page = json!({key: entries[start..end]});
    if end < entries.len() {
        page["nextCursor"] = json!(format!("after-{end}"));
    }
    Ok(page)
}
