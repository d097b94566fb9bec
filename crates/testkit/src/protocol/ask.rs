//! What a server asks of its client in the middle of a call: sampling, elicitation, roots.
//!
//! In the legacy era the server sends a request and waits; in the modern era the call ends with
//! `input_required` and is repeated by the client with the answer.
//!
//! Each `ask_*` tool takes `params`, an object to ask with instead of its own, well-formed or not,
//! and `patience_ms`, after which it takes its question back (legacy era).

use std::time::Duration;

use serde_json::{Value, json};

use super::Reply;
use super::tools::{Exchange, Refusal, text};
use super::version::{Era, meta};
use super::wire::{RpcError, code};

/// The one key under which we ask and expect the answer.
const KEY: &str = "answer";
/// What a client must bring back unchanged.
const STATE: &str = "fake-request-state-1";

struct Question {
    capability: &'static str,
    method: &'static str,
    params: Value,
}

fn question(tool: &str, arguments: &Value) -> Question {
    let mut question = own_question(tool);
    if arguments["params"].is_object() {
        question.params = arguments["params"].clone();
    }
    question
}

fn own_question(tool: &str) -> Question {
    match tool {
        "ask_sampling" => Question {
            capability: "sampling",
            method: "sampling/createMessage",
            params: json!({
                "messages": [{
                    "role": "user",
                    "content": {"type": "text", "text": "What is the capital of France?"},
                }],
                "maxTokens": 100,
            }),
        },
        "ask_elicitation" => Question {
            capability: "elicitation",
            method: "elicitation/create",
            params: json!({
                "mode": "form",
                "message": "Who are you?",
                "requestedSchema": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}},
                    "required": ["name"],
                },
            }),
        },
        _ => Question { capability: "roots", method: "roots/list", params: json!({}) },
    }
}

/// Runs one of the `ask_*` tools; the answer of the client is the text of the result, as JSON.
pub(super) fn run(era: Era, tool: &str, params: &Value, exchange: &dyn Exchange) -> Reply {
    let arguments = &params["arguments"];
    let question = question(tool, arguments);
    let patience = arguments["patience_ms"].as_u64().map(Duration::from_millis);
    match era {
        Era::Legacy => match exchange.ask(question.method, &question.params, patience) {
            Ok(answer) => Reply::Result(text(&answer.to_string())),
            Err(Refusal::Error(error)) => {
                let mut result = text(&format!("the client refused: {error}"));
                result["isError"] = json!(true);
                Reply::Result(result)
            }
            Err(Refusal::TakenBack) => Reply::Result(text("taken back")),
            Err(Refusal::NoAnswer) => Reply::Silence,
        },
        Era::Modern => repeat(&question, params),
    }
}

fn repeat(question: &Question, params: &Value) -> Reply {
    if let Some(answer) = params["inputResponses"].get(KEY) {
        if params["requestState"].as_str() == Some(STATE) {
            return Reply::Result(text(&answer.to_string()));
        }
        return Reply::Error(RpcError::new(code::INVALID_PARAMS, "requestState was not returned"));
    }
    if !params["_meta"][meta::CLIENT_CAPABILITIES][question.capability].is_object() {
        let required = json!({"requiredCapabilities": {question.capability: {}}});
        let error = RpcError::new(code::MISSING_CAPABILITY, "missing client capability");
        return Reply::Error(error.with_data(required));
    }
    Reply::Result(json!({
        "resultType": "input_required",
        "inputRequests": {KEY: {"method": question.method, "params": question.params}},
        "requestState": STATE,
    }))
}
