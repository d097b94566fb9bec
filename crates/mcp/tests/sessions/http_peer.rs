//! A remote server that answers as the test tells it to, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use console_domain::{
    Era, EraSetting, Header, HttpEndpoint, HttpFlavour, OpenError, Problem, SessionOpener,
};
use console_mcp::{McpOptions, McpSessions};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

use super::peer::{DEADLINE, Opened, spec};

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) http: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Seen {
    /// The JSON-RPC method of the body.
    pub(crate) fn method(&self) -> &str {
        self.body["method"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn result(&self, result: Value) -> Response {
        axum::Json(json!({"jsonrpc": "2.0", "id": self.body["id"], "result": result}))
            .into_response()
    }

    pub(crate) fn error(&self, status: u16, code: i64, message: &str) -> Response {
        let error = json!({"code": code, "message": message});
        let body = json!({"jsonrpc": "2.0", "id": self.body["id"], "error": error});
        (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
    }
}

pub(crate) fn status(code: u16) -> Response {
    StatusCode::from_u16(code).unwrap().into_response()
}

/// A stream of events: what is sent to the sender, until it is dropped.
pub(crate) fn events() -> (mpsc::Sender<Result<String, std::io::Error>>, Response) {
    let (sender, receiver) = mpsc::channel(64);
    let body = Body::from_stream(ReceiverStream::new(receiver));
    (sender, ([("content-type", "text/event-stream")], body).into_response())
}

/// A stream of events that is known beforehand.
pub(crate) fn event_text(text: impl Into<String>) -> Response {
    ([("content-type", "text/event-stream")], text.into()).into_response()
}

type Answer = dyn Fn(&Seen) -> Response + Send + Sync;

pub(crate) struct HttpPeer {
    pub(crate) address: SocketAddr,
    seen: watch::Receiver<Vec<Seen>>,
}

#[derive(Clone)]
struct Shared {
    seen: Arc<Mutex<watch::Sender<Vec<Seen>>>>,
    answer: Arc<Answer>,
}

impl HttpPeer {
    pub(crate) async fn start(
        answer: impl Fn(&Seen) -> Response + Send + Sync + 'static,
    ) -> HttpPeer {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, seen) = watch::channel(Vec::new());
        let shared = Shared { seen: Arc::new(Mutex::new(sender)), answer: Arc::new(answer) };
        let app = Router::new().fallback(take).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, app).await });
        HttpPeer { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    /// Everything that was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.borrow().clone()
    }

    /// Waits for a request like this.
    pub(crate) async fn saw(&mut self, what: &str, like: impl Fn(&Seen) -> bool) -> Seen {
        let found = self.seen.wait_for(|seen| seen.iter().any(&like));
        let seen = timeout(DEADLINE, found).await.unwrap_or_else(|_| panic!("never saw {what}"));
        let seen = seen.unwrap();
        seen.iter().find(|seen| like(seen)).cloned().unwrap()
    }

    pub(crate) async fn open(&self, era: EraSetting, learned: Option<Era>) -> Opened {
        open(&self.url(), era, learned, HttpFlavour::Auto, &[]).await
    }
}

async fn take(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let seen = Seen {
        http: parts.method,
        path: parts.uri.to_string(),
        headers: parts.headers,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    };
    let response = (shared.answer)(&seen);
    shared.seen.lock().unwrap().send_modify(|all| all.push(seen));
    response
}

pub(crate) fn http_opener() -> McpSessions {
    let mut options = McpOptions::new("console", "0.1.0");
    options.http.reconnect_pause = std::time::Duration::from_millis(20);
    McpSessions::new(&options)
}

pub(crate) async fn open(
    url: &str,
    era: EraSetting,
    learned: Option<Era>,
    flavour: HttpFlavour,
    headers: &[(&str, &str)],
) -> Opened {
    let headers = headers
        .iter()
        .map(|(name, value)| Header { name: (*name).into(), value: (*value).into() })
        .collect();
    let endpoint = HttpEndpoint { url: url.to_owned(), headers, flavour };
    let spec = spec(era, learned);
    let opener = http_opener();
    timeout(DEADLINE, opener.open_http(&spec, &endpoint)).await.expect("in time")
}

pub(crate) fn problem(opened: Opened) -> Problem {
    match opened {
        Err(OpenError::Failed(problem)) => problem,
        Err(OpenError::RespawnForLegacy) => panic!("there is nothing to spawn"),
        Ok(_) => panic!("it opened"),
    }
}

/// What a plain legacy server with a session answers; `None` for what the test answers itself.
pub(crate) fn legacy(seen: &Seen) -> Option<Response> {
    let response = match (seen.http.as_str(), seen.method()) {
        ("POST", "initialize") => {
            let result = json!({"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}});
            let mut response = seen.result(result);
            response.headers_mut().insert("mcp-session-id", "s-1".parse().unwrap());
            response
        }
        ("POST", "server/discover") => seen.error(400, -32000, "Server not initialized"),
        ("POST", method) if method.starts_with("notifications/") => status(202),
        ("DELETE", _) => status(200),
        _ => return None,
    };
    Some(response)
}
