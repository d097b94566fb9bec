//! HTTP+SSE of 2024-11-05: a GET opens the stream and learns where to POST; the stream carries
//! everything that comes back.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::sync::mpsc;

use super::Seen;
use super::exchange::{Call, key};
use super::state::State;
use super::stream::{event, messages, response};
use crate::protocol::wire::{self, Incoming};

/// Opens a session, which lives as long as its stream.
pub(super) fn get(state: &Arc<State>) -> Response {
    let session = state.open_session();
    let (outlet, incoming) = mpsc::unbounded_channel();
    state.add_listener(json!(session), None, outlet);
    let endpoint = event("endpoint", &format!("/messages?session={session}"));
    let hang_up = CloseOnDrop { state: Arc::clone(state), session };
    response(stream::iter([Ok(endpoint)]).chain(messages(incoming, hang_up)))
}

/// A message of the client; 202, and the answer comes on the stream.
pub(super) fn post(state: &Arc<State>, seen: &Seen, text: &str) -> Response {
    let session = seen.path.split_once("session=").map_or("", |(_, id)| id).to_owned();
    if !state.has_session(&session) {
        return (StatusCode::NOT_FOUND, "unknown session").into_response();
    }
    match wire::parse(text) {
        Ok(Incoming::Request { id, method, params }) => {
            let Some(outlet) = state.outlet_of(&session) else {
                return (StatusCode::GONE, "the stream is closed").into_response();
            };
            let call = Call::new(state, &session, &id, Some(outlet.clone()));
            let state = Arc::clone(state);
            tokio::spawn(async move {
                let ended = call.run(method, params).await;
                if ended.crashed {
                    state.close_session(&session);
                }
                if let Some(message) = ended.reply.into_message(&id) {
                    // A client that hung up misses its answer.
                    let _ = outlet.send(message);
                }
            });
        }
        Ok(Incoming::Notification { method, params }) => {
            if method == "notifications/cancelled" {
                state.cancel_call(&key(&session, &params["requestId"]));
            }
        }
        Ok(Incoming::Answer { id, outcome }) => state.take_answer(&id, outcome),
        Err(error) => return (StatusCode::BAD_REQUEST, error.message).into_response(),
    }
    (StatusCode::ACCEPTED, "Accepted").into_response()
}

/// Closes the session when its stream ends.
struct CloseOnDrop {
    state: Arc<State>,
    session: String,
}

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.state.close_session(&self.session);
    }
}
