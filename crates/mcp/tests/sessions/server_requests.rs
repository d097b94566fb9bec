//! What a server asks of its client.

use std::sync::Arc;

use async_trait::async_trait;
use console_domain::{CallError, EraSetting, ServerRequest, ServerRequestHandler, SessionRequest};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use super::peer::{Peer, calling, legacy, opening, raw, tool, value};

type Outcome = Result<Box<RawValue>, CallError>;

/// Hands each request to the test, which answers it.
struct Asked(mpsc::Sender<(ServerRequest, oneshot::Sender<Outcome>)>);

#[async_trait]
impl ServerRequestHandler for Asked {
    async fn answer(&self, request: ServerRequest) -> Outcome {
        let (sender, answer) = oneshot::channel();
        self.0.send((request, sender)).await.expect("the test listens");
        answer.await.expect("the test answers")
    }
}

/// Answers with what was asked.
struct Echo;

#[async_trait]
impl ServerRequestHandler for Echo {
    async fn answer(&self, request: ServerRequest) -> Outcome {
        let params: Option<Value> = request.params.map(|p| serde_json::from_str(p.get()).unwrap());
        Ok(raw(json!({"method": request.method, "params": params})))
    }
}

fn with(handler: impl ServerRequestHandler + 'static) -> SessionRequest {
    SessionRequest { answers: Some(Arc::new(handler)), ..tool("asks") }
}

async fn ask(peer: &mut Peer, method: &str) -> Value {
    peer.send(json!({"jsonrpc": "2.0", "id": "s-1", "method": method, "params": {"q": 1}})).await;
    let answer = peer.next().await;
    assert_eq!(answer["id"], "s-1", "the server's id comes back as it was");
    answer
}

#[tokio::test]
async fn capabilities_are_announced() {
    let (opened, mut peer) = opening(EraSetting::Legacy, None);
    let initialize = peer.initialize(json!({})).await;
    for capability in ["roots", "sampling", "elicitation"] {
        assert!(initialize["params"]["capabilities"][capability].is_object(), "{capability}");
    }
    let modes = &initialize["params"]["capabilities"]["elicitation"];
    assert_eq!(*modes, json!({"form": {}, "url": {}}), "both ways to ask a person");
    assert_eq!(initialize["params"]["protocolVersion"], "2025-11-25");
    assert_eq!(initialize["params"]["clientInfo"], json!({"name": "console", "version": "0.1.0"}));
    assert!(opened.await.unwrap().is_ok());
}

#[tokio::test]
async fn ping_and_strangers_are_answered_here() {
    let (_session, mut peer) = legacy(json!({})).await;
    assert_eq!(ask(&mut peer, "ping").await["result"], json!({}));
    assert_eq!(ask(&mut peer, "vendor/strange").await["error"]["code"], -32601);
}

#[tokio::test]
async fn the_only_caller_is_asked() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, with(Echo));
    let request = peer.next().await;
    for method in ["sampling/createMessage", "elicitation/create", "roots/list"] {
        let answer = ask(&mut peer, method).await;
        assert_eq!(answer["result"], json!({"method": method, "params": {"q": 1}}));
    }
    peer.answer(&request, json!("done")).await;
    assert_eq!(value(call).await, json!("done"));
}

#[tokio::test]
async fn with_none_or_two_calls_in_flight_nobody_is_asked() {
    let (session, mut peer) = legacy(json!({})).await;
    let refused = ask(&mut peer, "roots/list").await;
    assert_eq!(refused["error"]["code"], -32000);
    let _calls = [calling(&session, with(Echo)), calling(&session, with(Echo))];
    peer.next().await;
    peer.next().await;
    let refused = ask(&mut peer, "sampling/createMessage").await;
    let message = refused["error"]["message"].as_str().expect("a message");
    assert!(message.contains("exactly one call") && message.contains('2'), "{message}");
}

#[tokio::test]
async fn a_caller_that_does_not_answer_is_not_asked() {
    let (session, mut peer) = legacy(json!({})).await;
    let _call = calling(&session, tool("asks"));
    peer.next().await;
    assert_eq!(ask(&mut peer, "roots/list").await["error"]["code"], -32601);
}

#[tokio::test]
async fn a_callers_refusal_is_relayed() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let _call = calling(&session, with(Asked(sender)));
    peer.next().await;
    let refusal = CallError::Rpc { code: -1, message: "no, thanks".into(), data: None };
    let test = tokio::spawn(async move {
        let (request, answer) = asked.recv().await.expect("asked");
        assert_eq!(request.method, "sampling/createMessage");
        answer.send(Err(refusal)).expect("waited for");
    });
    let answer = ask(&mut peer, "sampling/createMessage").await;
    assert_eq!(answer["error"], json!({"code": -1, "message": "no, thanks"}));
    test.await.unwrap();
}

#[tokio::test]
async fn a_question_ends_with_its_call() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let call = calling(&session, with(Asked(sender)));
    let request = peer.next().await;
    peer.send(json!({"jsonrpc": "2.0", "id": 5, "method": "elicitation/create"})).await;
    let (_, mut answer) = asked.recv().await.expect("asked");
    peer.answer(&request, json!("done without you")).await;
    assert_eq!(value(call).await, json!("done without you"));
    let told = peer.next().await;
    assert_eq!(told["id"], 5);
    assert!(told["error"]["message"].as_str().expect("why").contains("is over"), "{told}");
    answer.closed().await;
}

#[tokio::test]
async fn a_server_may_take_its_question_back() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let _call = calling(&session, with(Asked(sender)));
    peer.next().await;
    peer.send(json!({"jsonrpc": "2.0", "id": "q", "method": "elicitation/create"})).await;
    let (_, mut answer) = asked.recv().await.expect("asked");
    let params = json!({"requestId": "q", "reason": "changed my mind"});
    peer.send(json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}))
        .await;
    answer.closed().await;
    assert!(peer.next().await["error"].is_object());
}

#[tokio::test(start_paused = true)]
async fn the_time_that_a_person_takes_is_not_the_servers() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let call = calling(&session, with(Asked(sender)));
    let request = peer.next().await;
    peer.send(json!({"jsonrpc": "2.0", "id": 1, "method": "elicitation/create"})).await;
    let (_, answer) = asked.recv().await.expect("asked");
    // Longer than the call may take in all, however much progress there is.
    tokio::time::sleep(super::peer::CALL * 15).await;
    assert!(!call.is_finished(), "the call waits while its caller is being asked");
    answer.send(Ok(raw(json!({"action": "accept"})))).expect("waited for");
    assert_eq!(peer.next().await["result"]["action"], "accept");
    peer.answer(&request, json!("thanks")).await;
    assert_eq!(value(call).await, json!("thanks"));
}

#[tokio::test(start_paused = true)]
async fn after_the_answer_the_servers_time_runs_again() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let call = calling(&session, with(Asked(sender)));
    peer.next().await;
    peer.send(json!({"jsonrpc": "2.0", "id": 1, "method": "elicitation/create"})).await;
    let (_, answer) = asked.recv().await.expect("asked");
    tokio::time::sleep(super::peer::CALL * 15).await;
    answer.send(Ok(raw(json!({"action": "accept"})))).expect("waited for");
    let answered = tokio::time::Instant::now();
    assert_eq!(peer.next().await["result"]["action"], "accept");
    assert_eq!(super::peer::failure(call).await.code, console_domain::ErrorCode::CallTimeout);
    let waited = answered.elapsed();
    assert!(waited >= super::peer::CALL, "{waited:?}");
    assert!(waited < super::peer::CALL * 2, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_answers_ends() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut asked) = mpsc::channel(1);
    let call = calling(&session, with(Asked(sender)));
    let request = peer.next().await;
    peer.send(json!({"jsonrpc": "2.0", "id": 1, "method": "elicitation/create"})).await;
    let (_, mut answer) = asked.recv().await.expect("asked");
    answer.closed().await;
    let told = peer.next().await;
    assert!(told["error"]["message"].as_str().expect("why").contains("nobody answered"), "{told}");
    peer.answer(&request, json!("without you, then")).await;
    assert_eq!(value(call).await, json!("without you, then"), "the call goes on");
}
