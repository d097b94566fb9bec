//! What is particular to the modern era.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use console_domain::limits::QUESTION_TIMEOUT;
use console_domain::{
    CallError, EraSetting, ErrorCode, ServerRequest, ServerRequestHandler, Session, SessionRequest,
};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::peer::{CALL, DEADLINE, Peer, calling, failure, opening, raw, tool, value};

const CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";

struct Always(Value);

#[async_trait]
impl ServerRequestHandler for Always {
    async fn answer(&self, request: ServerRequest) -> Result<Box<RawValue>, CallError> {
        assert_eq!(request.method, "elicitation/create");
        Ok(raw(self.0.clone()))
    }
}

async fn modern(capabilities: Value) -> (Arc<dyn Session>, Peer) {
    let (opened, mut peer) = opening(EraSetting::Modern, None);
    let request = peer.expect("server/discover").await;
    let result = json!({"supportedVersions": ["2026-07-28"], "capabilities": capabilities});
    peer.answer(&request, result).await;
    (opened.await.unwrap().expect("opens"), peer)
}

fn answering(answer: Value) -> SessionRequest {
    SessionRequest { answers: Some(Arc::new(Always(answer))), ..tool("asks") }
}

fn question(state: &str) -> Value {
    json!({
        "resultType": "input_required", "requestState": state,
        "inputRequests": {"who": {"method": "elicitation/create", "params": {"message": "?"}}},
    })
}

#[tokio::test]
async fn health_asks_again_who_the_server_is() {
    let (session, mut peer) = modern(json!({})).await;
    let asked = Arc::clone(&session);
    let health = tokio::spawn(async move { asked.health(CALL).await });
    let request = peer.expect("server/discover").await;
    peer.answer(&request, json!({})).await;
    assert!(health.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_question_is_answered_and_the_call_repeated() {
    let (session, mut peer) = modern(json!({})).await;
    let call = calling(&session, answering(json!({"action": "accept"})));
    let first = peer.expect("tools/call").await;
    assert!(first["params"]["_meta"][CAPABILITIES]["elicitation"].is_object());
    peer.answer(&first, question("s1")).await;
    let second = peer.expect("tools/call").await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(second["params"]["name"], "asks");
    assert_eq!(second["params"]["requestState"], "s1");
    assert_eq!(second["params"]["inputResponses"], json!({"who": {"action": "accept"}}));
    assert_eq!(second["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"], "2026-07-28");
    let only_state = json!({"resultType": "input_required", "requestState": "s2"});
    peer.answer(&second, only_state).await;
    let third = peer.expect("tools/call").await;
    assert_eq!(third["params"]["requestState"], "s2");
    assert!(third["params"].get("inputResponses").is_none(), "nothing was asked");
    peer.answer(&third, json!({"resultType": "complete", "content": []})).await;
    assert_eq!(value(call).await["resultType"], "complete");
}

#[tokio::test]
async fn without_somebody_who_answers_the_question_is_the_result() {
    let (session, mut peer) = modern(json!({})).await;
    let call = calling(&session, tool("asks"));
    let request = peer.next().await;
    assert_eq!(request["params"]["_meta"][CAPABILITIES], json!({}), "nobody is promised");
    peer.answer(&request, question("s")).await;
    assert_eq!(value(call).await, question("s"));
}

#[tokio::test]
async fn endless_questions_end() {
    let (session, mut peer) = modern(json!({})).await;
    let call = calling(&session, answering(json!({"action": "accept"})));
    for _ in 0..=10 {
        let request = peer.expect("tools/call").await;
        peer.answer(&request, question("again")).await;
    }
    assert_eq!(failure(call).await.code, ErrorCode::ProtocolViolation);
}

/// Takes its time, then answers or refuses.
struct Slow(Duration, Result<Value, i64>);

#[async_trait]
impl ServerRequestHandler for Slow {
    async fn answer(&self, _: ServerRequest) -> Result<Box<RawValue>, CallError> {
        tokio::time::sleep(self.0).await;
        let refusal = |code| CallError::Rpc { code, message: "no".into(), data: None };
        self.1.clone().map(raw).map_err(refusal)
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_that_a_person_takes_is_not_the_servers() {
    let (session, mut peer) = modern(json!({})).await;
    let slow = Slow(CALL * 15, Ok(json!({"action": "accept"})));
    let call = calling(&session, SessionRequest { answers: Some(Arc::new(slow)), ..tool("asks") });
    let first = peer.expect("tools/call").await;
    peer.answer(&first, question("s1")).await;
    tokio::time::sleep(CALL * 15).await;
    let second = peer.expect("tools/call").await;
    peer.answer(&second, json!("thanks")).await;
    assert_eq!(value(call).await, json!("thanks"));
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_refused_or_not_answered_ends_the_call() {
    let (session, mut peer) = modern(json!({})).await;
    for (wait, code) in
        [(Duration::ZERO, ErrorCode::Cancelled), (QUESTION_TIMEOUT + CALL, ErrorCode::CallTimeout)]
    {
        let slow = Arc::new(Slow(wait, Err(-1)));
        let call = calling(&session, SessionRequest { answers: Some(slow), ..tool("asks") });
        let first = peer.expect("tools/call").await;
        peer.answer(&first, question("s1")).await;
        tokio::time::sleep(wait).await;
        assert_eq!(failure(call).await.code, code, "it is not the server's error");
    }
}

#[tokio::test]
async fn a_question_for_something_else_is_a_violation() {
    let (session, mut peer) = modern(json!({})).await;
    let call = calling(&session, answering(json!({})));
    let request = peer.next().await;
    let odd = json!({"x": {"method": "tools/call", "params": {}}});
    peer.answer(&request, json!({"resultType": "input_required", "inputRequests": odd})).await;
    assert_eq!(failure(call).await.code, ErrorCode::ProtocolViolation);
}

#[tokio::test]
async fn list_changes_are_subscribed_to() {
    let (session, mut peer) = modern(json!({"tools": {"listChanged": true}, "prompts": {}})).await;
    let mut notifications = session.notifications();
    let listen = peer.expect("subscriptions/listen").await;
    assert_eq!(listen["params"]["notifications"], json!({"toolsListChanged": true}));
    assert_eq!(session.in_flight(), 0, "a subscription is no call");
    peer.send(json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})).await;
    let heard = timeout(DEADLINE, notifications.recv()).await.expect("in time").expect("heard");
    assert_eq!(heard.method, "notifications/tools/list_changed");
}
