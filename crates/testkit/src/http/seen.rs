//! What arrives: written down first, then answered.

use std::sync::Arc;

use axum::body::{self, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::state::{Flavour, State};
use super::{modern, old_sse, streamable};

/// More than any test sends.
const MAX_BODY: usize = 256 * 1024 * 1024;

/// One request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    /// `POST`, `GET`, `DELETE`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as JSON; null where it is none.
    pub body: Value,
}

impl Seen {
    /// The JSON-RPC method; without one, the HTTP method.
    pub fn what(&self) -> &str {
        self.body["method"].as_str().unwrap_or(&self.method)
    }

    /// The first header of this name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Handles every request, whatever its path.
pub(super) async fn receive(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = body::to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let seen = Seen {
        method: parts.method.to_string(),
        path,
        headers: headers(&parts.headers),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    };
    state.remember(seen.clone());
    if let Some(fault) = state.faults().find(seen.what())
        && let Some(response) = fault.respond(&seen).await
    {
        return response;
    }
    route(&state, &parts.method, seen, &bytes).await
}

async fn route(state: &Arc<State>, method: &Method, seen: Seen, bytes: &Bytes) -> Response {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let path = seen.path.split('?').next().unwrap_or_default().to_owned();
    match (state.flavour(), path.as_str(), method) {
        (Flavour::Streamable, "/mcp", &Method::POST) => streamable::post(state, &seen, &text).await,
        (Flavour::Streamable, "/mcp", &Method::GET) => streamable::get(state, &seen),
        (Flavour::Streamable, "/mcp", &Method::DELETE) => streamable::delete(state, &seen),
        (Flavour::Modern, "/mcp", &Method::POST) => modern::post(state, &seen, &text).await,
        (Flavour::OldSse, "/sse", &Method::GET) => old_sse::get(state),
        (Flavour::OldSse, "/messages", &Method::POST) => old_sse::post(state, &seen, &text),
        (_, "/mcp" | "/sse" | "/messages", _) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, String)> {
    map.iter()
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}
