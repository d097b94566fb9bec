//! Routes of the host itself: liveness, who it is, focus, handover, events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event as SseEvent, KeepAlive};
use axum::routing::{get, post};
use axum::{Json, Router};
use console_app::Console;
use console_app::view::{HostFace, HostInfo};
use console_domain::{ErrorCode, Event, Problem};
use futures::stream::{self, Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use crate::problem::HttpProblem;

pub(crate) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/api/v1/healthz", get(healthz))
        .route("/api/v1/host", get(host))
        .route("/api/v1/host/focus", post(focus))
        .route("/api/v1/host/handover", post(handover))
        .route("/api/v1/events", get(events))
}

async fn healthz(State(console): State<Arc<Console>>) -> Json<serde_json::Value> {
    let HostInfo { version, started_at, .. } = console.info();
    Json(serde_json::json!({ "status": "ok", "version": version, "started_at": started_at }))
}

async fn host(State(console): State<Arc<Console>>) -> Json<HostInfo> {
    Json(console.info().clone())
}

/// Brings the window of a desktop host to the front.
async fn focus(State(console): State<Arc<Console>>) -> Result<StatusCode, HttpProblem> {
    if console.info().face == HostFace::Headless {
        let message = "This console runs without a window.";
        return Err(Problem::new(ErrorCode::Conflict, message).into());
    }
    console.request_focus();
    Ok(StatusCode::NO_CONTENT)
}

/// Asks a headless host to stop, so that a desktop can take over.
async fn handover(State(console): State<Arc<Console>>) -> Result<StatusCode, HttpProblem> {
    if console.info().face == HostFace::Desktop {
        let message = "A desktop does not hand over; bring its window to the front instead.";
        return Err(Problem::new(ErrorCode::Conflict, message).into());
    }
    console.request_quit();
    Ok(StatusCode::ACCEPTED)
}

/// The bus as server-sent events, resumable by `Last-Event-ID`. An event named `gap` says that
/// some were missed and what is shown must be reloaded.
async fn events(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let last =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let (gap, missed, receiver) = match last {
        Some(last) => {
            let stream = console.bus().resume(last);
            (stream.gap, stream.missed, stream.receiver)
        }
        None => (false, Vec::new(), console.bus().subscribe()),
    };
    let gap = stream::iter(gap.then(gap_event));
    let missed = stream::iter(missed.into_iter().filter_map(|event| sse(&event)));
    let live = BroadcastStream::new(receiver).filter_map(async |event| match event {
        Ok(event) => sse(&event),
        Err(_lagged) => Some(gap_event()),
    });
    let all = gap.chain(missed).chain(live).map(Ok);
    Sse::new(all).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn sse(event: &Event) -> Option<SseEvent> {
    let message = SseEvent::default().id(event.seq.to_string()).event("event");
    message.json_data(event).ok()
}

fn gap_event() -> SseEvent {
    SseEvent::default().event("gap").data("{}")
}
