//! Completing an argument as it is typed.

use std::collections::HashSet;

use console_domain::limits::{COMPLETION_TIMEOUT, MAX_COMPLETIONS, MAX_VALUE_BYTES};
use console_domain::{CallError, Problem, Redact, SessionRequest};
use serde_json::{Map, Value, json};

use super::shown::readable;
use super::targets::raw;
use crate::Console;
use crate::servers::parse_id;
use crate::view::{CompletionReference, CompletionRequest};

/// JSON-RPC: no such method.
const METHOD_NOT_FOUND: i64 = -32601;

impl Console {
    /// What an argument could be, best first; at most [`MAX_COMPLETIONS`]. Nothing where the
    /// server does not complete.
    ///
    /// # Errors
    /// `not_found`, `not_running`, `call_timeout` and the other codes of a call.
    pub async fn complete(&self, request: CompletionRequest) -> Result<Vec<String>, Problem> {
        let id = parse_id(&request.server)?;
        let session = self.session_for_use(&id).await?;
        if !session.facts().capabilities["completions"].is_object() {
            return Ok(Vec::new());
        }
        let configured = self.supervisor().timeouts(&id).unwrap_or_default().call();
        let timeout = configured.min(COMPLETION_TIMEOUT);
        let params = raw(&params(&request))?;
        let asked = SessionRequest::new("completion/complete", "explorer", timeout).params(params);
        let redact = self.known_secrets();
        match session.request(asked).await {
            Ok(result) => {
                let values = values(&readable(result.get()).unwrap_or_default());
                Ok(values.into_iter().map(|value| redact.masked(value)).collect())
            }
            // Announced but not there: some servers announce by habit.
            Err(CallError::Rpc { code: METHOD_NOT_FOUND, .. }) => Ok(Vec::new()),
            Err(error) => Err(redact.masked_problem(error.into())),
        }
    }
}

fn params(request: &CompletionRequest) -> Value {
    let CompletionRequest { reference, argument, value, context, .. } = request;
    let reference = match reference {
        CompletionReference::Prompt { name } => json!({ "type": "ref/prompt", "name": name }),
        CompletionReference::Template { uri_template } => {
            json!({ "type": "ref/resource", "uri": uri_template })
        }
    };
    let mut params = json!({ "ref": reference, "argument": { "name": argument, "value": value } });
    // The others that were filled in; older servers do not know this member.
    let others = context.as_object().into_iter().flatten();
    let others: Map<String, Value> = others
        .filter(|(name, value)| *name != argument && value.is_string())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if !others.is_empty() {
        params["context"] = json!({ "arguments": others });
    }
    params
}

/// The values of a result; what is not a usable one is passed over.
fn values(result: &Value) -> Vec<String> {
    let listed = result["completion"]["values"].as_array().into_iter().flatten();
    let mut seen = HashSet::new();
    listed
        .filter_map(Value::as_str)
        .filter(|value| value.len() <= MAX_VALUE_BYTES && seen.insert(*value))
        .take(MAX_COMPLETIONS)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_what_the_protocol_says() {
        let request = |reference, context| CompletionRequest {
            server: "s".into(),
            reference,
            argument: "name".into(),
            value: "A".into(),
            context,
        };
        let prompt = || CompletionReference::Prompt { name: "greet".into() };
        assert_eq!(
            params(&request(prompt(), json!({"name": "A", "odd": 1, "style": "warm"}))),
            json!({
                "ref": {"type": "ref/prompt", "name": "greet"},
                "argument": {"name": "name", "value": "A"},
                "context": {"arguments": {"style": "warm"}},
            })
        );
        let template = CompletionReference::Template { uri_template: "x://{name}".into() };
        assert_eq!(
            params(&request(template, json!({}))),
            json!({
                "ref": {"type": "ref/resource", "uri": "x://{name}"},
                "argument": {"name": "name", "value": "A"},
            })
        );
        assert!(params(&request(prompt(), json!("odd"))).get("context").is_none());
    }

    #[test]
    fn values_are_bounded_texts() {
        let many: Vec<_> = (0..500).map(|n| n.to_string()).collect();
        assert_eq!(values(&json!({"completion": {"values": many}})).len(), MAX_COMPLETIONS);
        let long = "x".repeat(MAX_VALUE_BYTES + 1);
        let odd = json!({"completion": {"values": ["a", 7, null, "a", long, "b"]}});
        assert_eq!(values(&odd), ["a", "b"]);
        for nothing in [json!({}), json!([]), json!({"completion": {"values": "a"}})] {
            assert!(values(&nothing).is_empty(), "{nothing}");
        }
    }
}
