//! Streamable HTTP as it was up to 2025-11-25: sessions, a GET stream, DELETE.

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::exchange::{Call, key};
use super::state::{Encoding, State};
use super::{Seen, stream};
use crate::protocol::wire::{self, Incoming};

const SESSION: &str = "mcp-session-id";

/// A message of the client.
pub(super) async fn post(state: &Arc<State>, seen: &Seen, text: &str) -> Response {
    let incoming = match wire::parse(text) {
        Ok(incoming) => incoming,
        Err(error) => {
            return (StatusCode::BAD_REQUEST, Json(wire::error(&Value::Null, &error)))
                .into_response();
        }
    };
    if let Incoming::Request { id, method, params } = &incoming
        && method == "initialize"
    {
        let session = state.open_session();
        let call = (id.clone(), method.clone(), params.clone());
        let mut response = answer(state, &session, call).await;
        let value = HeaderValue::from_str(&session).expect("a UUID is a valid header");
        response.headers_mut().insert(SESSION, value);
        return response;
    }
    let session = match session_of(state, seen) {
        Ok(session) => session.to_owned(),
        Err(response) => return response,
    };
    match incoming {
        Incoming::Request { id, method, params } => {
            answer(state, &session, (id, method, params)).await
        }
        Incoming::Notification { method, params } => {
            if method == "notifications/cancelled" {
                state.cancel_call(&key(&session, &params["requestId"]));
            }
            StatusCode::ACCEPTED.into_response()
        }
        Incoming::Answer { id, outcome } => {
            state.take_answer(&id, outcome);
            StatusCode::ACCEPTED.into_response()
        }
    }
}

/// The stream on which the server speaks unasked.
pub(super) fn get(state: &Arc<State>, seen: &Seen) -> Response {
    let session = match session_of(state, seen) {
        Ok(session) => session,
        Err(response) => return response,
    };
    let (outlet, messages) = mpsc::unbounded_channel();
    state.add_listener(json!(session), None, outlet);
    stream::response(stream::messages(messages, ()))
}

/// The end of a session.
pub(super) fn delete(state: &Arc<State>, seen: &Seen) -> Response {
    match session_of(state, seen) {
        Ok(session) => {
            state.close_session(session);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(response) => response,
    }
}

/// The request's session; 400 without one, 404 with one that is not known (any more).
fn session_of<'a>(state: &State, seen: &'a Seen) -> Result<&'a str, Response> {
    match seen.header(SESSION) {
        None => Err((StatusCode::BAD_REQUEST, "missing Mcp-Session-Id").into_response()),
        Some(id) if state.has_session(id) => Ok(id),
        Some(_) => Err((StatusCode::NOT_FOUND, "unknown session").into_response()),
    }
}

async fn answer(
    state: &Arc<State>,
    session: &str,
    (id, method, params): (Value, String, Value),
) -> Response {
    match state.encoding() {
        Encoding::Json => {
            let ended = Call::new(state, session, &id, None).run(method, params).await;
            match ended.reply.into_message(&id) {
                Some(message) if !ended.crashed => Json(message).into_response(),
                _ => stream::cut("application/json"),
            }
        }
        Encoding::Sse => {
            let (outlet, messages) = mpsc::unbounded_channel();
            let call = Call::new(state, session, &id, Some(outlet.clone()));
            tokio::spawn(async move {
                if let Some(message) = call.run(method, params).await.reply.into_message(&id) {
                    // A client that hung up misses its answer.
                    let _ = outlet.send(message);
                }
            });
            stream::response(stream::messages(messages, ()))
        }
    }
}
