//! Event streams.

use std::convert::Infallible;
use std::io;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;

/// One server-sent event.
pub(super) fn event(name: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// A response that sends each message as an event, until the last sender is gone. `guard` is
/// dropped with the stream: when it has ended, or when the client hung up.
pub(super) fn messages(
    messages: UnboundedReceiver<Value>,
    guard: impl Send + 'static,
) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    stream::unfold((messages, guard), async |(mut messages, guard)| {
        let message = messages.recv().await?;
        Some((Ok(event("message", &message.to_string())), (messages, guard)))
    })
}

/// The HTTP response around a stream of events.
pub(super) fn response(
    events: impl Stream<Item = Result<Bytes, impl Into<axum::BoxError>>> + Send + 'static,
) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    (headers, Body::from_stream(events)).into_response()
}

/// A response whose connection breaks before its first byte of content.
pub(super) fn cut(content_type: &'static str) -> Response {
    let nothing = stream::iter([Err::<Bytes, io::Error>(super::fault::broken())]);
    ([(header::CONTENT_TYPE, content_type)], Body::from_stream(nothing.boxed())).into_response()
}
