//! The JSON-RPC envelope: read without copying, payloads raw.
//!
//! Invariants: an unknown or odd payload never makes an envelope unreadable; what is written is
//! always one line, whatever white space a caller's payload holds.

mod ids;

use std::borrow::Cow;

use console_domain::{CallError, ErrorCode, Problem};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use ids::MessageIds;

/// JSON-RPC codes that we send or branch on.
pub(crate) mod code {
    /// The request is not one at this time.
    pub(crate) const INVALID_REQUEST: i64 = -32600;
    /// No such method.
    pub(crate) const METHOD_NOT_FOUND: i64 = -32601;
    /// Something went wrong on our side.
    pub(crate) const INTERNAL: i64 = -32603;
    /// Ours (the range is the implementation's): the request cannot be given to any caller now.
    pub(crate) const NO_CALLER: i64 = -32000;
    /// 2026-07-28: headers and body differ.
    pub(crate) const HEADER_MISMATCH: i64 = -32020;
    /// 2026-07-28: the client lacks a capability.
    pub(crate) const MISSING_CAPABILITY: i64 = -32021;
    /// 2026-07-28: the version is not spoken.
    pub(crate) const UNSUPPORTED_VERSION: i64 = -32022;
}

/// One message from the server.
#[derive(Debug)]
pub(crate) enum Incoming<'a> {
    /// An answer; `id` is `None` where it names none of ours.
    Answer { id: Option<u64>, outcome: Outcome<'a> },
    /// A request to the client.
    Request { id: &'a RawValue, method: Cow<'a, str>, params: Option<&'a RawValue> },
    /// A notification.
    Notification { method: Cow<'a, str>, params: Option<&'a RawValue> },
}

/// What an answer says.
#[derive(Debug)]
pub(crate) enum Outcome<'a> {
    /// The result.
    Result(&'a RawValue),
    /// The error object.
    Error(&'a RawValue),
    /// Neither or both.
    Malformed,
}

/// The text is not JSON-RPC.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotProtocol;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    jsonrpc: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    method: Option<&'a RawValue>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    // A present `null` is a result; an absent member is none.
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads one message or a batch of 2025-03-26 and gives each message to `each`. Elements of a
/// batch that are no messages are passed over.
pub(crate) fn read<'a>(
    text: &'a str,
    mut each: impl FnMut(Incoming<'a>),
) -> Result<(), NotProtocol> {
    if !text.trim_ascii_start().starts_with('[') {
        return read_one(text).map(each);
    }
    let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| NotProtocol)?;
    let mut understood = false;
    for element in elements {
        if let Ok(message) = read_one(element.get()) {
            understood = true;
            each(message);
        }
    }
    if understood { Ok(()) } else { Err(NotProtocol) }
}

fn read_one(text: &str) -> Result<Incoming<'_>, NotProtocol> {
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|_| NotProtocol)?;
    let version_two = envelope.jsonrpc.is_some_and(|raw| raw.get() == "\"2.0\"");
    if let Some(method) = envelope.method {
        // A structured log line may well have a `method`; only the version tells.
        let method = string(method).filter(|_| version_two).ok_or(NotProtocol)?;
        let params = envelope.params;
        return Ok(match envelope.id {
            Some(id) => Incoming::Request { id, method, params },
            None => Incoming::Notification { method, params },
        });
    }
    let outcome = match (envelope.result, envelope.error) {
        (Some(result), None) => Outcome::Result(result),
        (None, Some(error)) => Outcome::Error(error),
        _ if version_two && envelope.id.is_some() => Outcome::Malformed,
        _ => return Err(NotProtocol),
    };
    let id = envelope.id.and_then(our_id);
    // Some servers forget the version in answers; with an id or the version it is still one.
    if id.is_none() && !version_two {
        return Err(NotProtocol);
    }
    Ok(Incoming::Answer { id, outcome })
}

/// An id that can be one of ours: an integer, or the same as a string (some servers do that).
pub(crate) fn our_id(raw: &RawValue) -> Option<u64> {
    raw.get().trim_matches('"').parse().ok()
}

fn string(raw: &RawValue) -> Option<Cow<'_, str>> {
    let text = raw.get();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(text).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// The error object of an answer. What it lacks is filled in rather than refused.
pub(crate) fn call_error(raw: &RawValue) -> CallError {
    match serde_json::from_str::<Value>(raw.get()) {
        Ok(Value::Object(mut error)) => CallError::Rpc {
            code: error.get("code").and_then(integer).unwrap_or(code::INTERNAL),
            message: match error.remove("message") {
                Some(Value::String(message)) => message,
                _ => "no message was given".to_owned(),
            },
            data: error.remove("data"),
        },
        Ok(Value::String(message)) => CallError::Rpc { code: code::INTERNAL, message, data: None },
        _ => CallError::Failed(Problem::new(
            ErrorCode::ProtocolViolation,
            "The server answered with an error that has no readable form.",
        )),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some servers write codes as floats: -32601.0")]
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().map(|float| float as i64))
}

/// A request as one line, without its line break.
pub(crate) fn request(id: u64, method: &str, params: Option<&RawValue>) -> Vec<u8> {
    write(&Written { id: Some(&id), method: Some(method), params, ..Written::default() })
}

/// A notification as one line.
pub(crate) fn notification(method: &str, params: Option<&RawValue>) -> Vec<u8> {
    write(&Written::<u64> { method: Some(method), params, ..Written::default() })
}

/// Tells the server that nobody waits for `id` any more.
pub(crate) fn cancelled(id: u64, reason: &str) -> Vec<u8> {
    let params = crate::fields::raw(&serde_json::json!({ "requestId": id, "reason": reason }));
    notification("notifications/cancelled", Some(&params))
}

/// The answer to a request of the server.
pub(crate) fn answer(id: &RawValue, outcome: &Result<Box<RawValue>, CallError>) -> Vec<u8> {
    let written = match outcome {
        Ok(result) => Written { id: Some(id), result: Some(result), ..Written::default() },
        Err(CallError::Rpc { code, message, data }) => {
            let error = WrittenError { code: *code, message, data: data.as_ref() };
            Written { id: Some(id), error: Some(error), ..Written::default() }
        }
        Err(CallError::Failed(problem)) => {
            let error =
                WrittenError { code: code::INTERNAL, message: &problem.message, data: None };
            Written { id: Some(id), error: Some(error), ..Written::default() }
        }
    };
    write(&written)
}

#[derive(Serialize)]
struct Written<'a, I: ?Sized> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a I>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<WrittenError<'a>>,
}

#[derive(Serialize)]
struct WrittenError<'a> {
    code: i64,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
}

impl<I: ?Sized> Default for Written<'_, I> {
    fn default() -> Self {
        Self { jsonrpc: "2.0", id: None, method: None, params: None, result: None, error: None }
    }
}

fn write<I: Serialize + ?Sized>(message: &Written<'_, I>) -> Vec<u8> {
    let payload = message.params.or(message.result).map_or(0, |raw| raw.get().len());
    let mut line = Vec::with_capacity(payload + 128);
    // Strings, numbers and raw values into memory: there is nothing that could fail.
    let written = serde_json::to_writer(&mut line, message);
    debug_assert!(written.is_ok(), "an envelope always serialises");
    // In JSON a line break outside a string is white space, inside it is always escaped.
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'\n', b'\r', &line[from..]) {
        line[from + at] = b' ';
        from += at + 1;
    }
    line
}

#[cfg(test)]
mod tests;
