//! Streamable HTTP in both eras.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::Method;
use axum::response::IntoResponse;
use console_domain::limits::MAX_MESSAGE_BYTES;
use console_domain::{CallError, Era, EraSetting, ErrorCode, HttpFlavour, SessionEnd};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::http_peer::{HttpPeer, Seen, event_text, events, legacy, open, problem, status};
use super::peer::{CALL, DEADLINE, calling, failure, tool, value};

fn message(id: &Value, result: &Value) -> String {
    format!("data: {}\n\n", json!({"jsonrpc": "2.0", "id": id, "result": result}))
}

fn is_call(seen: &Seen) -> bool {
    seen.method() == "tools/call"
}

#[tokio::test]
async fn a_legacy_session_keeps_its_id_and_version_and_is_deleted() {
    let mut peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| match seen.method() {
            "tools/call" => seen.result(json!("fine")),
            _ => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Auto, None).await.expect("opens");
    assert_eq!(session.facts().era, Era::Legacy);
    assert_eq!(session.facts().protocol_version, "2025-06-18");
    assert_eq!(value(calling(&session, tool("x"))).await, json!("fine"));
    session.close(DEADLINE).await;
    let deleted = peer.saw("DELETE", |seen| seen.http == Method::DELETE).await;
    assert_eq!(deleted.header("mcp-session-id"), Some("s-1"));

    let seen = peer.seen();
    let initialize = seen.iter().find(|seen| seen.method() == "initialize").unwrap();
    assert_eq!(initialize.header("mcp-session-id"), None);
    for later in seen.iter().filter(|seen| is_call(seen) || seen.method().starts_with("notif")) {
        assert_eq!(later.header("mcp-session-id"), Some("s-1"), "{}", later.method());
        assert_eq!(later.header("mcp-protocol-version"), Some("2025-06-18"));
        assert_eq!(later.header("accept"), Some("application/json, text/event-stream"));
        assert_eq!(later.header("mcp-method"), None, "that is a modern header");
    }
}

#[tokio::test]
async fn an_answer_may_be_a_stream_with_progress() {
    let peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| match seen.method() {
            "tools/call" => {
                let token = &seen.body["params"]["_meta"]["progressToken"];
                let params = json!({"progressToken": token, "progress": 1});
                let progress = json!({
                    "jsonrpc": "2.0", "method": "notifications/progress", "params": params,
                });
                let answer = message(&seen.body["id"], &json!("streamed"));
                event_text(format!(": hello\n\ndata: {progress}\n\nevent: message\n{answer}"))
            }
            _ => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    let (sender, mut progress) = mpsc::channel(4);
    let mut request = tool("x");
    request.progress = Some(sender);
    assert_eq!(value(calling(&session, request)).await, json!("streamed"));
    assert!((progress.recv().await.expect("progress").progress - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn a_broken_answer_is_taken_up_again() {
    let id = Mutex::new(Value::Null);
    let mut peer = HttpPeer::start(move |seen| {
        legacy(seen).unwrap_or_else(|| match (seen.method(), seen.header("last-event-id")) {
            ("tools/call", _) => {
                *id.lock().unwrap() = seen.body["id"].clone();
                event_text("retry: 10\nid: e-1\ndata:\n\n")
            }
            (_, Some("e-1")) => event_text(message(&id.lock().unwrap(), &json!("resumed"))),
            _ => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    assert_eq!(value(calling(&session, tool("x"))).await, json!("resumed"));
    peer.saw("the stream taken up", |seen| seen.header("last-event-id").is_some()).await;
}

#[tokio::test]
async fn an_answer_that_ends_without_a_result_fails_its_call() {
    let peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| match seen.method() {
            "tools/call" => event_text(": nothing\n\n"),
            _ => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    assert_eq!(failure(calling(&session, tool("x"))).await.code, ErrorCode::Unreachable);
}

#[tokio::test]
async fn the_servers_own_stream_is_opened_and_opened_again() {
    let opened = AtomicUsize::new(0);
    let mut peer = HttpPeer::start(move |seen| {
        legacy(seen).unwrap_or_else(|| {
            let nth = opened.fetch_add(1, Ordering::SeqCst);
            let changed = json!({
                "jsonrpc": "2.0", "method": "notifications/tools/list_changed",
                "params": {"nth": nth},
            });
            event_text(format!("id: e-{nth}\ndata: {changed}\n\n"))
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    let mut notifications = session.notifications();
    let heard = timeout(DEADLINE, notifications.recv()).await.expect("in time").expect("heard");
    assert_eq!(heard.method, "notifications/tools/list_changed");
    let again = peer.saw("a second stream", |seen| {
        seen.header("last-event-id").is_some_and(|id| id.starts_with("e-"))
    });
    let again = again.await;
    assert_eq!(again.http, Method::GET);
    assert_eq!(again.header("mcp-session-id"), Some("s-1"));
}

#[tokio::test]
async fn a_forgotten_session_is_lost() {
    let peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| if is_call(seen) { status(404) } else { status(405) })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    assert_eq!(failure(calling(&session, tool("x"))).await.code, ErrorCode::SessionClosed);
    let end = timeout(DEADLINE, session.ended()).await.expect("ends");
    assert!(matches!(end, SessionEnd::Lost(_)), "{end:?}");
}

#[tokio::test]
async fn a_refusal_says_what_it_is_about_and_no_secret() {
    let peer = HttpPeer::start(|seen| {
        let echo = seen.header("authorization").unwrap_or_default();
        let challenge = format!("Bearer error=\"invalid_token\", echo=\"{echo}\"");
        (axum::http::StatusCode::UNAUTHORIZED, [("www-authenticate", challenge)]).into_response()
    })
    .await;
    let url = format!("{}?key=query-s3cret", peer.url());
    let secret = [("Authorization", "Bearer header-s3cret")];
    for era in [EraSetting::Auto, EraSetting::Legacy, EraSetting::Modern] {
        let problem = problem(open(&url, era, None, HttpFlavour::Auto, &secret).await);
        assert_eq!(problem.code, ErrorCode::Unauthorized);
        assert!(problem.message.contains("invalid_token"), "{}", problem.message);
        let shown = format!("{problem:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    assert_eq!(peer.seen().len(), 3, "credentials are not tried a second way");
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_in_plain_words() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let refused = format!("http://user:s3cret@{address}/mcp?k=s3cret");
    let refused = problem(open(&refused, EraSetting::Auto, None, HttpFlavour::Auto, &[]).await);
    assert_eq!(refused.code, ErrorCode::Unreachable);
    assert!(refused.message.contains("nothing listens there"), "{}", refused.message);
    assert!(!format!("{refused:?}").contains("s3cret"), "{refused:?}");

    let plain = HttpPeer::start(|_| status(200)).await;
    let tls = format!("https://{}/mcp", plain.address);
    let tls = problem(open(&tls, EraSetting::Auto, None, HttpFlavour::Auto, &[]).await);
    assert_eq!(tls.code, ErrorCode::Unreachable);
    assert!(tls.message.contains("TLS"), "{}", tls.message);
}

#[tokio::test]
async fn a_redirect_is_followed_on_the_same_origin_only() {
    let elsewhere = HttpPeer::start(|_| status(200)).await;
    let target = elsewhere.url();
    let peer = HttpPeer::start(move |seen| {
        let to = match seen.path.as_str() {
            "/mcp" => "/mcp/".to_owned(),
            "/away" => format!("{target}?secret=1"),
            _ => return legacy(seen).unwrap_or_else(|| status(405)),
        };
        (axum::http::StatusCode::TEMPORARY_REDIRECT, [("location", to)]).into_response()
    })
    .await;
    peer.open(EraSetting::Legacy, None).await.expect("the redirect repeats the request");

    let away = format!("http://{}/away", peer.address);
    let key = [("X-Api-Key", "s3cret")];
    let problem = problem(open(&away, EraSetting::Legacy, None, HttpFlavour::Auto, &key).await);
    assert_eq!(problem.code, ErrorCode::Unreachable);
    assert!(problem.message.contains("redirects"), "{}", problem.message);
    assert!(elsewhere.seen().is_empty(), "no header may reach another host");
}

#[tokio::test]
async fn an_answer_beyond_the_bound_fails_its_call_alone() {
    let peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| match seen.body["params"]["name"].as_str() {
            Some("big") => seen.result(json!("x".repeat(MAX_MESSAGE_BYTES))),
            Some("big stream") => {
                event_text(message(&seen.body["id"], &json!("x".repeat(MAX_MESSAGE_BYTES))))
            }
            Some(_) => seen.result(json!("fine")),
            None => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    for name in ["big", "big stream"] {
        let problem = failure(calling(&session, tool(name))).await;
        assert_eq!(problem.code, ErrorCode::MessageTooLarge, "{name}");
    }
    assert_eq!(value(calling(&session, tool("small"))).await, json!("fine"));
}

#[tokio::test]
async fn what_is_no_protocol_is_said_to_be_none() {
    let peer = HttpPeer::start(|_| axum::response::Html("<h1>Welcome</h1>").into_response()).await;
    let problem = problem(peer.open(EraSetting::Auto, None).await);
    assert_eq!(problem.code, ErrorCode::ProtocolViolation);
    assert!(problem.message.contains("text/html"), "{}", problem.message);
}

#[tokio::test]
async fn an_error_with_a_status_is_the_servers_error() {
    let peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| match seen.body["params"]["name"].as_str() {
            Some("json") => seen.error(400, -32602, "bad arguments"),
            Some(_) => (axum::http::StatusCode::BAD_GATEWAY, "upstream is down").into_response(),
            None => status(405),
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    let refused = calling(&session, tool("json")).await.unwrap().expect_err("refused");
    assert!(matches!(refused, CallError::Rpc { code: -32602, .. }), "{refused:?}");
    let problem = failure(calling(&session, tool("text"))).await;
    assert_eq!(problem.code, ErrorCode::ServerError);
    assert!(problem.message.contains("upstream is down"), "{}", problem.message);
}

fn modern(seen: &Seen) -> Option<axum::response::Response> {
    (seen.method() == "server/discover").then(|| {
        let capabilities = json!({"tools": {}});
        seen.result(json!({"supportedVersions": ["2026-07-28"], "capabilities": capabilities}))
    })
}

#[tokio::test]
async fn modern_requests_carry_their_headers() {
    let mut peer = HttpPeer::start(|seen| {
        modern(seen).unwrap_or_else(|| match seen.method() {
            "tools/list" => {
                let region = json!({"type": "string", "x-mcp-header": "Region"});
                let schema = json!({"type": "object", "properties": {"region": region}});
                seen.result(json!({"tools": [{"name": "größe", "inputSchema": schema}]}))
            }
            _ => seen.result(json!({"resultType": "complete"})),
        })
    })
    .await;
    let session = peer.open(EraSetting::Auto, None).await.expect("opens");
    assert_eq!(session.facts().era, Era::Modern);
    assert_eq!(session.list(CALL).await.expect("listed").tools.len(), 1);
    let params = json!({"name": "größe", "arguments": {"region": "eu"}});
    let request = console_domain::SessionRequest::new("tools/call", "test", CALL)
        .params(super::peer::raw(params));
    value(calling(&session, request)).await;
    let call = peer.saw("the call", is_call).await;
    assert_eq!(call.header("mcp-protocol-version"), Some("2026-07-28"));
    assert_eq!(call.header("mcp-method"), Some("tools/call"));
    assert_eq!(call.header("mcp-name"), Some("=?base64?Z3LDtsOfZQ==?="));
    assert_eq!(call.header("mcp-param-region"), Some("eu"));
    assert_eq!(call.header("mcp-session-id"), None);
    session.close(DEADLINE).await;
    assert!(
        peer.seen().iter().all(|seen| seen.http == Method::POST),
        "the modern era has no session to listen to or to delete"
    );
}

#[tokio::test]
async fn a_cancelled_modern_call_closes_its_stream() {
    let (closed, mut streams) = mpsc::channel(1);
    let mut peer = HttpPeer::start(move |seen| {
        modern(seen).unwrap_or_else(|| {
            let (sender, response) = events();
            let closed = closed.clone();
            tokio::spawn(async move {
                sender.closed().await;
                closed.send(()).await
            });
            response
        })
    })
    .await;
    let session = peer.open(EraSetting::Modern, None).await.expect("opens");
    let request = tool("slow");
    let cancel = request.cancel.clone();
    let call = calling(&session, request);
    peer.saw("the call", is_call).await;
    cancel.cancel();
    assert_eq!(failure(call).await.code, ErrorCode::Cancelled);
    timeout(DEADLINE, streams.recv()).await.expect("the stream is closed");
    assert!(peer.seen().iter().all(|seen| seen.method() != "notifications/cancelled"));
}

#[tokio::test]
async fn a_cancelled_legacy_call_is_told() {
    let mut peer = HttpPeer::start(|seen| {
        legacy(seen).unwrap_or_else(|| {
            if !is_call(seen) {
                return status(405);
            }
            let (sender, response) = events();
            tokio::spawn(async move { sender.closed().await });
            response
        })
    })
    .await;
    let session = peer.open(EraSetting::Legacy, None).await.expect("opens");
    let mut request = tool("slow");
    request.timeout = Duration::from_millis(200);
    assert_eq!(failure(calling(&session, request)).await.code, ErrorCode::CallTimeout);
    let notice = peer.saw("the notice", |seen| seen.method() == "notifications/cancelled").await;
    let call = peer.saw("the call", is_call).await;
    assert_eq!(notice.body["params"]["requestId"], call.body["id"]);
}

#[tokio::test]
async fn a_learned_legacy_server_that_was_updated_is_found() {
    let peer = HttpPeer::start(|seen| {
        modern(seen).unwrap_or_else(|| seen.error(404, -32601, "unknown method"))
    })
    .await;
    let session = peer.open(EraSetting::Auto, Some(Era::Legacy)).await.expect("opens");
    assert_eq!(session.facts().era, Era::Modern);
}
