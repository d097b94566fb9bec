//! JSON-RPC 2.0 messages: taking one apart and putting one together.

use serde_json::{Value, json};

/// Error codes of JSON-RPC and of the protocol.
pub mod code {
    /// The line is not JSON.
    pub const PARSE: i64 = -32700;
    /// JSON, but not a message that can be answered now.
    pub const INVALID_REQUEST: i64 = -32600;
    /// A method that the server does not know.
    pub const METHOD_NOT_FOUND: i64 = -32601;
    /// Wrong or missing parameters; since 2026-07-28 also an unknown resource.
    pub const INVALID_PARAMS: i64 = -32602;
    /// Unknown resource, up to 2025-11-25.
    pub const RESOURCE_NOT_FOUND: i64 = -32002;
    /// An HTTP header contradicts the body (2026-07-28).
    pub const HEADER_MISMATCH: i64 = -32020;
    /// The request needs a capability that the client did not declare (2026-07-28).
    pub const MISSING_CAPABILITY: i64 = -32021;
    /// The request's protocol version is not spoken here (2026-07-28).
    pub const UNSUPPORTED_VERSION: i64 = -32022;
}

/// One message that arrived.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// Wants an answer with the same id.
    Request {
        /// The sender's id, echoed unchanged.
        id: Value,
        /// Such as `tools/call`.
        method: String,
        /// `{}` where the message has none.
        params: Value,
    },
    /// Wants no answer.
    Notification {
        /// Such as `notifications/cancelled`.
        method: String,
        /// `{}` where the message has none.
        params: Value,
    },
    /// The answer to a request that the fake sent.
    Answer {
        /// The id of the fake's request.
        id: Value,
        /// The `result`, or the whole `error` object.
        outcome: Result<Value, Value>,
    },
}

/// A JSON-RPC error object.
#[derive(Debug, Clone, PartialEq)]
pub struct RpcError {
    /// One of [`code`].
    pub code: i64,
    /// One short sentence.
    pub message: String,
    /// What a program can use.
    pub data: Option<Value>,
}

impl RpcError {
    /// An error without data.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// The same error with `data`.
    #[must_use]
    pub fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }
}

/// Takes one message apart.
pub fn parse(text: &str) -> Result<Incoming, RpcError> {
    let mut message: Value = serde_json::from_str(text)
        .map_err(|error| RpcError::new(code::PARSE, format!("not JSON: {error}")))?;
    let id = message.get("id").cloned();
    let method = message.get("method").and_then(Value::as_str).map(str::to_owned);
    let params = || message.get("params").cloned().unwrap_or_else(|| json!({}));
    match (id, method) {
        (Some(id), Some(method)) => Ok(Incoming::Request { id, method, params: params() }),
        (None, Some(method)) => Ok(Incoming::Notification { method, params: params() }),
        (Some(id), None) if message.get("result").is_some() => {
            Ok(Incoming::Answer { id, outcome: Ok(message["result"].take()) })
        }
        (Some(id), None) if message.get("error").is_some() => {
            Ok(Incoming::Answer { id, outcome: Err(message["error"].take()) })
        }
        _ => Err(RpcError::new(code::INVALID_REQUEST, "neither request, notification nor answer")),
    }
}

/// A successful answer.
pub fn result(id: &Value, result: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "result": result})
}

/// An error answer; `id` is null where the request's is unknown.
pub fn error(id: &Value, error: &RpcError) -> Value {
    let mut object = json!({"code": error.code, "message": error.message});
    if let Some(data) = &error.data {
        object["data"] = data.clone();
    }
    json!({"jsonrpc": "2.0", "id": id, "error": object})
}

/// A message that wants no answer.
pub fn notification(method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// A request of the fake to its client.
pub fn request(id: &Value, method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
}
