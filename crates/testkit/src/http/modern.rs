//! Streamable HTTP of 2026-07-28: every POST stands alone, and its headers say what its body says.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::exchange::Call;
use super::state::{Encoding, State};
use super::{Seen, stream};
use crate::protocol::wire::{self, Incoming, RpcError, code};
use crate::protocol::{Reply, check_request_meta, meta};

/// A request of the client; there is nothing else it could send.
pub(super) async fn post(state: &Arc<State>, seen: &Seen, text: &str) -> Response {
    let (id, method, params) = match wire::parse(text) {
        Ok(Incoming::Request { id, method, params }) => (id, method, params),
        Ok(_) => return StatusCode::ACCEPTED.into_response(),
        Err(error) => return refuse(&Value::Null, &error),
    };
    // Before a stream begins: afterwards there is no status left to set.
    let checked = if method == "initialize" {
        Ok(())
    } else {
        check_headers(seen, &method, &params).and_then(|()| check_request_meta(&params))
    };
    if let Err(error) = checked {
        return refuse(&id, &error);
    }
    if method == "subscriptions/listen" {
        return listen(state, &id, &params);
    }
    match state.encoding() {
        // What only a stream can carry is asked for on a stream.
        Encoding::Sse if method == "tools/call" => streamed(state, id, method, params),
        _ => {
            let ended = Call::new(state, "", &id, None).run(method, params).await;
            match ended.reply {
                Reply::Error(error) => refuse(&id, &error),
                Reply::Result(result) => Json(wire::result(&id, &result)).into_response(),
                Reply::Silence => stream::cut("application/json"),
            }
        }
    }
}

/// An error of the protocol has an HTTP status of its own.
fn refuse(id: &Value, error: &RpcError) -> Response {
    let status = match error.code {
        code::METHOD_NOT_FOUND => StatusCode::NOT_FOUND,
        _ => StatusCode::BAD_REQUEST,
    };
    (status, Json(wire::error(id, error))).into_response()
}

fn check_headers(seen: &Seen, method: &str, params: &Value) -> Result<(), RpcError> {
    let name = match method {
        "tools/call" | "prompts/get" => params["name"].as_str(),
        "resources/read" => params["uri"].as_str(),
        _ => None,
    };
    let expected = [
        ("mcp-protocol-version", params["_meta"][meta::PROTOCOL_VERSION].as_str()),
        ("mcp-method", Some(method)),
        ("mcp-name", name),
    ];
    for (header, value) in expected {
        if value.is_some() && seen.header(header) != value {
            let message = format!("{header} is {:?}, the body says {value:?}", seen.header(header));
            return Err(RpcError::new(code::HEADER_MISMATCH, message));
        }
    }
    Ok(())
}

/// The call runs while its stream is read; hanging up cancels it.
fn streamed(state: &Arc<State>, id: Value, method: String, params: Value) -> Response {
    let (outlet, messages) = mpsc::unbounded_channel();
    let call = Call::new(state, "", &id, Some(outlet.clone()));
    let hang_up = call.cancel_on_drop();
    tokio::spawn(async move {
        if let Some(message) = call.run(method, params).await.reply.into_message(&id) {
            // A client that hung up misses its answer.
            let _ = outlet.send(message);
        }
    });
    stream::response(stream::messages(messages, hang_up))
}

fn listen(state: &Arc<State>, id: &Value, params: &Value) -> Response {
    let filter = params["notifications"].clone();
    let mut acknowledged = json!({"notifications": filter});
    acknowledged["_meta"] = json!({meta::SUBSCRIPTION_ID: id});
    let (outlet, messages) = mpsc::unbounded_channel();
    let method = "notifications/subscriptions/acknowledged";
    outlet.send(wire::notification(method, &acknowledged)).expect("the receiver is here");
    state.add_listener(id.clone(), Some(filter), outlet);
    stream::response(stream::messages(messages, ()))
}
