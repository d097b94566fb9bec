//! Servers that write what they should not.

use console_domain::limits::{MAX_LOG_LINE_BYTES, MAX_MESSAGE_BYTES};
use console_domain::{CallError, ErrorCode};
use serde_json::json;
use tokio::time::timeout;

use super::peer::{DEADLINE, calling, failure, legacy, tool, value};

#[tokio::test]
async fn a_line_beyond_the_bound_fails_its_call_alone() {
    let (session, mut peer) = legacy(json!({})).await;
    let bystander = calling(&session, tool("bystander"));
    let theirs = peer.next().await;
    let greedy = calling(&session, tool("greedy"));
    let request = peer.next().await;
    peer.raw(format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":\"", request["id"]).as_bytes())
        .await;
    let chunk = vec![b'x'; 1024 * 1024];
    for _ in 0..=MAX_MESSAGE_BYTES / chunk.len() {
        peer.raw(&chunk).await;
    }
    peer.raw(b"\"}\n").await;
    assert_eq!(failure(greedy).await.code, ErrorCode::MessageTooLarge);
    peer.answer(&theirs, json!("fine")).await;
    assert_eq!(value(bystander).await, json!("fine"));
}

#[tokio::test]
async fn a_line_beyond_the_bound_that_names_nobody_fails_the_only_call() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("greedy"));
    peer.next().await;
    let chunk = vec![b'x'; 1024 * 1024];
    for _ in 0..=MAX_MESSAGE_BYTES / chunk.len() {
        peer.raw(&chunk).await;
    }
    peer.raw(b"\n").await;
    assert_eq!(failure(call).await.code, ErrorCode::MessageTooLarge);
}

#[tokio::test]
async fn garbage_is_noise_and_disturbs_nobody() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("x"));
    let request = peer.next().await;
    peer.raw(b"Starting...\n\n[]\n").await;
    peer.raw(b"{\"level\":\"info\",\"id\":1,\"method\":\"GET\"}\n").await;
    peer.raw(format!("{}\u{e9}\n", "y".repeat(MAX_LOG_LINE_BYTES - 1)).as_bytes()).await;
    peer.answer(&request, json!("fine")).await;
    assert_eq!(value(call).await, json!("fine"));
    assert_eq!(peer.noise.recv().await.as_deref(), Some("Starting..."));
    assert_eq!(peer.noise.recv().await.as_deref(), Some("[]"));
    assert!(peer.noise.recv().await.expect("the log line").contains("GET"));
    let cut = peer.noise.recv().await.expect("the long line");
    assert_eq!(cut.len(), MAX_LOG_LINE_BYTES - 1, "cut at a character, within the bound");
}

#[tokio::test]
async fn noise_that_nobody_reads_is_dropped() {
    let (session, mut peer) = legacy(json!({})).await;
    for _ in 0..10_000 {
        peer.raw(b"chatter\n").await;
    }
    let call = calling(&session, tool("x"));
    let request = peer.next().await;
    peer.answer(&request, json!("fine")).await;
    assert_eq!(value(call).await, json!("fine"), "a full queue must not stop the reader");
}

#[tokio::test]
async fn an_answer_that_is_not_utf8_fails_its_call() {
    let (session, mut peer) = legacy(json!({})).await;
    let bystander = calling(&session, tool("bystander"));
    let theirs = peer.next().await;
    let call = calling(&session, tool("x"));
    let request = peer.next().await;
    let mut line =
        format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":\"", request["id"]).into_bytes();
    line.extend_from_slice(b"\xff\xfe\xc3\x28\"}\n");
    peer.raw(&line).await;
    assert_eq!(failure(call).await.code, ErrorCode::ProtocolViolation);
    peer.answer(&theirs, json!("fine")).await;
    assert_eq!(value(bystander).await, json!("fine"));
    peer.raw(b"\xff\xfe no message at all\n").await;
    assert!(peer.noise.recv().await.expect("noise").contains("no message at all"));
}

#[tokio::test]
async fn a_broken_answer_fails_its_call_at_once() {
    let (session, mut peer) = legacy(json!({})).await;
    for broken in [r#""result":{"a":"#, r#""x":1}"#, r#""result":1,"error":{"code":1}}"#] {
        let call = calling(&session, tool("x"));
        let request = peer.next().await;
        peer.raw(format!("{{\"jsonrpc\":\"2.0\",\"id\":{},{broken}\n", request["id"]).as_bytes())
            .await;
        assert_eq!(failure(call).await.code, ErrorCode::ProtocolViolation, "{broken}");
    }
}

#[tokio::test]
async fn an_error_that_names_no_call_is_the_only_calls() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("x"));
    peer.next().await;
    let error = json!({"code": -32700, "message": "cannot parse"});
    peer.send(json!({"jsonrpc": "2.0", "id": null, "error": error})).await;
    let outcome = timeout(DEADLINE, call).await.expect("in time").unwrap();
    assert!(matches!(outcome, Err(CallError::Rpc { code: -32700, .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_batch_is_as_good_as_its_messages() {
    let (session, mut peer) = legacy(json!({})).await;
    let calls = [calling(&session, tool("a")), calling(&session, tool("b"))];
    let answers: Vec<_> = [peer.next().await, peer.next().await]
        .iter()
        .map(
            |asked| json!({"jsonrpc": "2.0", "id": asked["id"], "result": asked["params"]["name"]}),
        )
        .collect();
    peer.send(json!(answers)).await;
    let [a, b] = calls;
    assert_eq!((value(a).await, value(b).await), (json!("a"), json!("b")));
}
