//! The headers with which the modern era shows to middle boxes what a request is about:
//! `Mcp-Method`, `Mcp-Name`, and `Mcp-Param-*` for arguments that a tool's schema marks with
//! `x-mcp-header` (2026-07-28, "Streamable HTTP", SEP-2243).

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::fields::Fields;

/// The mark in a schema.
const MARK: &str = "x-mcp-header";
/// How deep marks are looked for.
const MAX_DEPTH: usize = 32;

/// An argument that is repeated in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParamHeader {
    /// The names of the properties that lead to it.
    path: Vec<String>,
    /// The header.
    name: HeaderName,
}

/// What is wrong with a mark.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MarkError {
    #[error("two arguments use the header {0}")]
    Twice(HeaderName),
    #[error("{MARK} of {0} stands at a value that is not primitive")]
    NotPrimitive(String),
    #[error("{MARK} of {0} is not the name of a header")]
    NotAName(String),
}

/// The marked arguments of a tool; the reason where a mark is wrong, which makes the tool
/// unusable over HTTP.
pub(crate) fn marked(schema: &Value) -> Result<Vec<ParamHeader>, MarkError> {
    let mut found = Vec::new();
    collect(schema, &mut Vec::new(), &mut found)?;
    let mut names = HashSet::new();
    match found.iter().find(|header| !names.insert(header.name.clone())) {
        Some(twice) => Err(MarkError::Twice(twice.name.clone())),
        None => Ok(found),
    }
}

fn collect(
    schema: &Value,
    path: &mut Vec<String>,
    found: &mut Vec<ParamHeader>,
) -> Result<(), MarkError> {
    let Some(properties) = schema["properties"].as_object() else { return Ok(()) };
    if path.len() >= MAX_DEPTH {
        return Ok(());
    }
    for (name, property) in properties {
        path.push(name.clone());
        if let Some(mark) = property.get(MARK) {
            let primitive = matches!(
                property["type"].as_str(),
                Some("string" | "integer" | "boolean" | "number")
            );
            if !primitive {
                return Err(MarkError::NotPrimitive(path.join(".")));
            }
            let name = mark
                .as_str()
                .filter(|mark| !mark.is_empty())
                .and_then(|mark| HeaderName::try_from(format!("mcp-param-{mark}")).ok())
                .ok_or_else(|| MarkError::NotAName(path.join(".")))?;
            found.push(ParamHeader { path: path.clone(), name });
        }
        collect(property, path, found)?;
        path.pop();
    }
    Ok(())
}

/// Adds the headers of a request; `bytes` is the whole message.
pub(crate) fn add(
    headers: &mut HeaderMap,
    method: &str,
    bytes: &[u8],
    marked: &HashMap<String, Vec<ParamHeader>>,
) {
    let mut put = |name: HeaderName, text: &str| {
        if let Ok(value) = HeaderValue::from_str(&encoded(text)) {
            headers.insert(name, value);
        }
    };
    put(HeaderName::from_static("mcp-method"), method);
    let key = match method {
        "tools/call" | "prompts/get" => "name",
        "resources/read" | "resources/subscribe" | "resources/unsubscribe" => "uri",
        "tasks/get" | "tasks/update" | "tasks/cancel" => "taskId",
        _ => return,
    };
    let Ok(message) = serde_json::from_slice::<Fields<'_>>(bytes) else { return };
    let Some(params) = message.get("params").and_then(Fields::read) else { return };
    let Some(name) = params.text(key) else { return };
    put(HeaderName::from_static("mcp-name"), &name);
    let Some(marked) = marked.get(&name).filter(|_| method == "tools/call") else { return };
    let arguments = params.get("arguments").and_then(|raw| serde_json::from_str(raw.get()).ok());
    let arguments: Value = arguments.unwrap_or_default();
    for header in marked {
        let value = header.path.iter().try_fold(&arguments, |value, key| value.get(key));
        let text = match value {
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string(),
            _ => continue,
        };
        put(header.name.clone(), &text);
    }
}

/// A text as a header can carry it.
fn encoded(text: &str) -> String {
    let plain = text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
        && text.trim_matches([' ', '\t']) == text
        && !(text.starts_with("=?base64?") && text.ends_with("?="));
    if plain { text.to_owned() } else { format!("=?base64?{}?=", BASE64_STANDARD.encode(text)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema(mark: &Value, kind: &str) -> Value {
        json!({"properties": {"where": {"properties": {"region": {"type": kind, MARK: mark}}}}})
    }

    #[test]
    fn marked_arguments_become_headers() {
        let marked = marked(&schema(&json!("Region"), "string")).expect("a good mark");
        let message = json!({
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "größe", "arguments": {"where": {"region": "eu west"}}},
        });
        let mut headers = HeaderMap::new();
        let marked = HashMap::from([("größe".to_owned(), marked)]);
        add(&mut headers, "tools/call", message.to_string().as_bytes(), &marked);
        assert_eq!(headers["mcp-method"], "tools/call");
        assert_eq!(headers["mcp-name"], "=?base64?Z3LDtsOfZQ==?=");
        assert_eq!(headers["mcp-param-region"], "eu west");
    }

    #[test]
    fn other_requests_have_their_method_only() {
        let mut headers = HeaderMap::new();
        add(&mut headers, "tools/list", br#"{"params":{"name":"x"}}"#, &HashMap::new());
        assert_eq!(headers.len(), 1);
        assert_eq!(headers["mcp-method"], "tools/list");
    }

    #[test]
    fn a_wrong_mark_is_refused() {
        for (mark, kind) in [
            (json!(""), "string"),
            (json!("a b"), "string"),
            (json!(5), "string"),
            (json!("Region"), "object"),
        ] {
            assert!(marked(&schema(&mark, kind)).is_err(), "{mark} of {kind}");
        }
        let twice = json!({"properties": {
            "a": {"type": "string", MARK: "X"}, "b": {"type": "string", MARK: "x"},
        }});
        assert!(marked(&twice).is_err(), "names of headers have no case");
    }

    #[test]
    fn what_a_header_cannot_carry_is_encoded() {
        for (text, expected) in [
            ("plain text", "plain text"),
            (" edge", "=?base64?IGVkZ2U=?="),
            ("a\nb", "=?base64?YQpi?="),
            ("=?base64?x?=", "=?base64?PT9iYXNlNjQ/eD89?="),
        ] {
            assert_eq!(encoded(text), expected);
        }
    }
}
