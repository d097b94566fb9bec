//! HTTP+SSE of 2024-11-05.

use std::sync::Mutex;

use axum::http::Method;
use axum::response::Response;
use console_domain::{EraSetting, ErrorCode, HttpFlavour, SessionEnd};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::http_peer::{HttpPeer, Seen, events, open, problem, status};
use super::peer::{DEADLINE, calling, failure, tool, value};

type Stream = mpsc::Sender<Result<String, std::io::Error>>;

/// A server of the older transport: the stream names `endpoint`, answers come on it.
async fn older(endpoint: &'static str) -> HttpPeer {
    let stream: Mutex<Option<Stream>> = Mutex::default();
    HttpPeer::start(move |seen| {
        let mut stream = stream.lock().unwrap();
        if seen.http == Method::GET {
            let (sender, response) = events();
            sender.try_send(Ok(format!("event: endpoint\ndata: {endpoint}\n\n"))).unwrap();
            *stream = Some(sender);
            return response;
        }
        if !seen.path.starts_with("/messages") {
            return status(405);
        }
        posted(seen, &mut stream)
    })
    .await
}

fn posted(seen: &Seen, stream: &mut Option<Stream>) -> Response {
    let result = match seen.method() {
        "initialize" => json!({"protocolVersion": "2024-11-05", "capabilities": {}}),
        "tools/call" if seen.body["params"]["name"] == "crash" => {
            *stream = None;
            return status(202);
        }
        "tools/call" => json!("fine"),
        _ => return status(202),
    };
    let answer = json!({"jsonrpc": "2.0", "id": seen.body["id"], "result": result});
    let sender = stream.as_ref().expect("the stream comes first");
    sender.try_send(Ok(format!("event: message\ndata: {answer}\n\n"))).unwrap();
    status(202)
}

#[tokio::test]
async fn an_older_server_is_found_and_spoken_with() {
    for flavour in [HttpFlavour::Auto, HttpFlavour::Sse] {
        let peer = older("/messages?session=1").await;
        let url = format!("http://{}/sse", peer.address);
        let key = [("X-Api-Key", "k")];
        let session = open(&url, EraSetting::Auto, None, flavour, &key).await.expect("opens");
        assert_eq!(session.facts().protocol_version, "2024-11-05");
        assert_eq!(value(calling(&session, tool("x"))).await, json!("fine"));
        let seen = peer.seen();
        let call = seen.iter().find(|seen| seen.method() == "tools/call").unwrap();
        assert_eq!(call.path, "/messages?session=1");
        assert_eq!(call.header("x-api-key"), Some("k"));

        let call = calling(&session, tool("crash"));
        assert_eq!(failure(call).await.code, ErrorCode::SessionClosed);
        let end = timeout(DEADLINE, session.ended()).await.expect("ends");
        assert!(matches!(end, SessionEnd::Lost(_)), "{end:?}");
    }
}

#[tokio::test]
async fn messages_are_not_sent_to_another_host() {
    let peer = older("http://127.0.0.1:9/messages").await;
    let opened = open(&peer.url(), EraSetting::Auto, None, HttpFlavour::Sse, &[]).await;
    let problem = problem(opened);
    assert_eq!(problem.code, ErrorCode::ProtocolViolation);
    assert!(problem.message.contains("another host"), "{}", problem.message);
}

#[tokio::test]
async fn settings_that_exclude_each_other_are_refused() {
    let peer = older("/messages").await;
    let opened = open(&peer.url(), EraSetting::Modern, None, HttpFlavour::Sse, &[]).await;
    assert_eq!(problem(opened).field.as_deref(), Some("era"));
    let opened = open(&peer.url(), EraSetting::Auto, None, HttpFlavour::Streamable, &[]).await;
    let problem = problem(opened);
    assert_eq!(problem.code, ErrorCode::ServerError);
    assert!(problem.message.contains("405"), "{}", problem.message);
}
