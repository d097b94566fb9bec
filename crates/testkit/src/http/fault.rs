//! Ways to fail.

use std::sync::Mutex;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use futures::stream;
use serde_json::Value;

use super::Seen;

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 401 with a `WWW-Authenticate` challenge.
    Unauthorized,
    /// This status, with a body that is not JSON.
    Status(u16),
    /// This status, with a body that repeats the request: path, headers and all.
    Repeats(u16),
    /// No answer, ever.
    Hang,
    /// An event stream that breaks off in the middle of an event.
    DropMidStream,
    /// A result whose text has so many bytes.
    HugeBody(usize),
    /// 307 to this address.
    Redirect(String),
    /// The right answer, after this time.
    Slow(Duration),
    /// 200, `application/json`, and not JSON.
    Garbage,
}

impl Fault {
    /// The bad answer, or `None` where the good one follows.
    pub(super) async fn respond(self, seen: &Seen) -> Option<Response> {
        Some(match self {
            Self::Unauthorized => {
                let challenge =
                    r#"Bearer error="invalid_token", error_description="the token expired""#;
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
            }
            Self::Status(code) => {
                let status = StatusCode::from_u16(code).expect("a test names a valid status");
                (status, "<html>something went wrong</html>").into_response()
            }
            Self::Repeats(code) => {
                let status = StatusCode::from_u16(code).expect("a test names a valid status");
                let headers: Vec<_> =
                    seen.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                (status, format!("cannot serve {} {}", seen.path, headers.join(", ")))
                    .into_response()
            }
            Self::Hang => futures::future::pending().await,
            Self::DropMidStream => {
                let half = b"event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":";
                let breaking = stream::once(async {
                    // The HTTP library writes what it has only while the body makes it wait.
                    tokio::task::yield_now().await;
                    Err(broken())
                });
                let chunks = stream::iter([Ok(Bytes::from_static(half))]).chain(breaking);
                let headers = [(header::CONTENT_TYPE, "text/event-stream")];
                (headers, Body::from_stream(chunks)).into_response()
            }
            Self::HugeBody(bytes) => huge(&seen.body["id"], bytes),
            Self::Redirect(location) => {
                (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
            }
            Self::Slow(time) => {
                tokio::time::sleep(time).await;
                return None;
            }
            Self::Garbage => {
                ([(header::CONTENT_TYPE, "application/json")], "{this is not json").into_response()
            }
        })
    }
}

/// The error that makes the HTTP library cut the connection.
pub(super) fn broken() -> std::io::Error {
    std::io::ErrorKind::ConnectionReset.into()
}

/// Streamed in pieces, so that the size costs the fake no memory.
fn huge(id: &Value, bytes: usize) -> Response {
    const CHUNK: usize = 64 * 1024;
    let head =
        format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{"content":[{{"type":"text","text":""#);
    let piece = Bytes::from(vec![b'x'; CHUNK]);
    let pieces =
        (0..bytes.div_ceil(CHUNK)).map(move |n| piece.slice(..CHUNK.min(bytes - n * CHUNK)));
    let body = stream::iter([Bytes::from(head)])
        .chain(stream::iter(pieces))
        .chain(stream::iter([Bytes::from_static(b"\"}]}}")]))
        .map(Ok::<_, std::io::Error>);
    ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(body)).into_response()
}

/// Which requests fail, and how.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The method it applies to; `None`: to all.
    active: Mutex<Vec<(Option<String>, Fault)>>,
}

impl Faults {
    pub(super) fn set(&self, method: Option<&str>, fault: Fault) {
        let mut active = self.active.lock().unwrap();
        active.retain(|(other, _)| other.as_deref() != method);
        active.push((method.map(str::to_owned), fault));
    }

    pub(super) fn clear(&self) {
        self.active.lock().unwrap().clear();
    }

    /// The fault of this method, else the one of all.
    pub(super) fn find(&self, method: &str) -> Option<Fault> {
        let active = self.active.lock().unwrap();
        let of = |wanted: Option<&str>| {
            active.iter().find(|(of, _)| of.as_deref() == wanted).map(|(_, fault)| fault.clone())
        };
        of(Some(method)).or_else(|| of(None))
    }
}
