//! From the caller to the server and back.

use std::time::Duration;

use console_domain::limits::{MAX_IN_FLIGHT, MAX_MESSAGE_BYTES};
use console_domain::{CallError, ErrorCode, Progress, SessionEnd, SessionRequest};
use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use super::peer::{CALL, DEADLINE, calling, failure, legacy, raw, tool, value};

#[tokio::test]
async fn every_caller_gets_its_own_answer() {
    let (session, mut peer) = legacy(json!({})).await;
    let calls: Vec<_> = (0..200).map(|n| calling(&session, tool(&n.to_string()))).collect();
    let mut requests = Vec::new();
    for _ in 0..200 {
        requests.push(peer.expect("tools/call").await);
    }
    assert_eq!(session.in_flight(), 200);
    let ids: std::collections::HashSet<u64> =
        requests.iter().map(|request| request["id"].as_u64().expect("an integer")).collect();
    assert_eq!(ids.len(), 200, "no id is given twice");
    for request in requests.iter().rev() {
        peer.answer(request, json!({"for": request["params"]["name"]})).await;
    }
    for (n, call) in calls.into_iter().enumerate() {
        assert_eq!(value(call).await, json!({"for": n.to_string()}));
    }
    assert_eq!(session.in_flight(), 0);
}

#[tokio::test]
async fn payloads_pass_byte_for_byte() {
    let (session, mut peer) = legacy(json!({})).await;
    let params = RawValue::from_string(r#"{"name":"x","n":1.50e2,"u":"\u00e9"}"#.into()).unwrap();
    let request = SessionRequest::new("tools/call", "test", CALL).params(params);
    let call = calling(&session, request);
    let request = peer.next().await;
    let result = r#"{ "content" : [] , "n":2.00,"u":"\u00e8" }"#;
    peer.raw(
        format!("{{\"id\":{},\"result\":{result},\"jsonrpc\":\"2.0\"}}\r\n", request["id"])
            .as_bytes(),
    )
    .await;
    let relayed = call.await.unwrap().expect("a result");
    assert_eq!(relayed.get(), result);
    assert_eq!(request["params"]["u"], "é");
}

#[tokio::test]
async fn an_error_of_the_server_is_relayed() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("x"));
    let request = peer.next().await;
    let error = json!({"code": -32602, "message": "no such tool", "data": [1]});
    peer.send(json!({"jsonrpc": "2.0", "id": request["id"], "error": error})).await;
    let expected =
        CallError::Rpc { code: -32602, message: "no such tool".into(), data: Some(json!([1])) };
    assert_eq!(call.await.unwrap().expect_err("refused"), expected);
}

#[tokio::test]
async fn a_cancelled_call_ends_and_the_server_is_told() {
    let (session, mut peer) = legacy(json!({})).await;
    let request = tool("slow");
    let cancel = request.cancel.clone();
    let call = calling(&session, request);
    let asked = peer.next().await;
    cancel.cancel();
    assert_eq!(failure(call).await.code, ErrorCode::Cancelled);
    let notice = peer.expect("notifications/cancelled").await;
    assert_eq!(notice["params"]["requestId"], asked["id"]);
    assert!(notice["params"]["reason"].is_string());

    peer.answer(&asked, json!("late")).await;
    let next = calling(&session, tool("next"));
    let asked = peer.next().await;
    peer.answer(&asked, json!("in time")).await;
    assert_eq!(value(next).await, json!("in time"), "a late answer hits nobody");
}

#[tokio::test]
async fn a_caller_that_disappears_takes_its_call_with_it() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("slow"));
    let asked = peer.next().await;
    call.abort();
    let notice = peer.expect("notifications/cancelled").await;
    assert_eq!(notice["params"]["requestId"], asked["id"]);
    assert_eq!(session.in_flight(), 0);
}

#[tokio::test]
async fn every_one_of_many_cancelled_calls_is_told() {
    let (session, mut peer) = legacy(json!({})).await;
    let requests: Vec<_> = (0..500).map(|_| tool("slow")).collect();
    let cancels: Vec<_> = requests.iter().map(|request| request.cancel.clone()).collect();
    let calls: Vec<_> = requests.into_iter().map(|request| calling(&session, request)).collect();
    let mut open = std::collections::HashSet::new();
    for _ in 0..500 {
        open.insert(peer.next().await["id"].as_u64());
    }
    for cancel in cancels {
        cancel.cancel();
    }
    for _ in 0..500 {
        let notice = peer.expect("notifications/cancelled").await;
        assert!(open.remove(&notice["params"]["requestId"].as_u64()), "each is told once");
    }
    for call in calls {
        assert_eq!(failure(call).await.code, ErrorCode::Cancelled);
    }
}

#[tokio::test]
async fn an_endless_time_out_is_one() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, SessionRequest { timeout: Duration::MAX, ..tool("x") });
    let asked = peer.next().await;
    peer.answer(&asked, json!("fine")).await;
    assert_eq!(value(call).await, json!("fine"));
}

#[tokio::test(start_paused = true)]
async fn a_call_times_out_and_the_session_lives_on() {
    let (session, mut peer) = legacy(json!({})).await;
    let began = Instant::now();
    let call = calling(&session, tool("silent"));
    let asked = peer.next().await;
    let problem = failure(call).await;
    assert_eq!(problem.code, ErrorCode::CallTimeout);
    assert!(problem.message.contains("10 s"), "{}", problem.message);
    assert_eq!(began.elapsed().as_secs(), 10);
    peer.expect("notifications/cancelled").await;

    for id in [asked["id"].clone(), asked["id"].clone(), json!(987_654_321), json!("odd")] {
        peer.send(json!({"jsonrpc": "2.0", "id": id, "result": "stray"})).await;
    }
    let call = calling(&session, tool("next"));
    let asked = peer.next().await;
    peer.answer(&asked, json!(1)).await;
    peer.answer(&asked, json!(2)).await;
    assert_eq!(value(call).await, json!(1), "late, repeated and unknown answers are dropped");
}

#[tokio::test(start_paused = true)]
async fn progress_is_routed_and_restarts_the_time_out_up_to_a_bound() {
    let (session, mut peer) = legacy(json!({})).await;
    let (sender, mut progress) = mpsc::channel(64);
    let mut request = SessionRequest::new("tools/call", "test", Duration::from_secs(10))
        .params(raw(json!({"name": "x", "_meta": {"progressToken": "mine", "k": 1}})));
    request.progress = Some(sender);
    let began = Instant::now();
    let call = calling(&session, request);
    let asked = peer.next().await;
    let token = &asked["params"]["_meta"]["progressToken"];
    assert_eq!(*token, asked["id"], "the token is ours");
    assert_eq!(asked["params"]["_meta"]["k"], 1);
    for step in 1..20 {
        tokio::time::sleep(Duration::from_secs(9)).await;
        if call.is_finished() {
            break;
        }
        let params = json!({"progressToken": token, "progress": step, "total": 20, "message": "m"});
        peer.send(json!({"jsonrpc": "2.0", "method": "notifications/progress", "params": params}))
            .await;
    }
    assert_eq!(failure(call).await.code, ErrorCode::CallTimeout);
    assert_eq!(began.elapsed().as_secs() / 10, 10, "ten times the time-out, and no more");
    let first = progress.recv().await.expect("progress");
    assert_eq!(first, Progress { progress: 1.0, total: Some(20.0), message: Some("m".into()) });
}

#[tokio::test]
async fn a_full_session_refuses_at_once() {
    let (session, mut peer) = legacy(json!({})).await;
    let calls: Vec<_> = (0..MAX_IN_FLIGHT).map(|_| calling(&session, tool("x"))).collect();
    for _ in 0..MAX_IN_FLIGHT {
        peer.next().await;
    }
    assert_eq!(failure(calling(&session, tool("x"))).await.code, ErrorCode::TooBusy);
    drop(calls);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_read_costs_only_time_outs() {
    let (session, _peer) = legacy(json!({})).await;
    let big = "x".repeat(50 * 1024);
    let calls: Vec<_> = (0..100).map(|_| calling(&session, tool(&big))).collect();
    for call in calls {
        assert_eq!(failure(call).await.code, ErrorCode::CallTimeout);
    }
    let problem = session.notify("notifications/x", None).await.expect_err("not taken");
    assert_eq!(problem.code, ErrorCode::CallTimeout);
    session.close(DEADLINE).await;
}

#[tokio::test]
async fn a_request_beyond_the_bound_is_refused() {
    let (session, _peer) = legacy(json!({})).await;
    let problem = failure(calling(&session, tool(&"x".repeat(MAX_MESSAGE_BYTES)))).await;
    assert_eq!(problem.code, ErrorCode::MessageTooLarge);
    assert_eq!(session.in_flight(), 0);
}

#[tokio::test]
async fn the_handshake_cannot_be_repeated_by_a_caller() {
    let (session, _peer) = legacy(json!({})).await;
    let request = SessionRequest::new("initialize", "test", CALL);
    assert_eq!(failure(calling(&session, request)).await.code, ErrorCode::InvalidInput);
}

#[tokio::test]
async fn closing_fails_the_calls_in_flight_and_closes_stdin() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("slow"));
    peer.next().await;
    session.close(DEADLINE).await;
    assert_eq!(failure(call).await.code, ErrorCode::SessionClosed);
    peer.client_is_gone().await;
    assert_eq!(session.ended().await, SessionEnd::Closed);
    let late = failure(calling(&session, tool("late"))).await;
    assert_eq!(late.code, ErrorCode::SessionClosed);
}

#[tokio::test]
async fn a_session_that_is_let_go_closes_stdin() {
    let (session, mut peer) = legacy(json!({})).await;
    drop(session);
    peer.client_is_gone().await;
}

#[tokio::test]
async fn a_server_that_goes_away_ends_the_session() {
    let (session, mut peer) = legacy(json!({})).await;
    let call = calling(&session, tool("crash"));
    peer.next().await;
    drop(peer);
    let problem = failure(call).await;
    assert_eq!(problem.code, ErrorCode::SessionClosed);
    let end = timeout(DEADLINE, session.ended()).await.expect("ends");
    let SessionEnd::Lost(why) = end else { panic!("{end:?}") };
    assert_eq!(why.code, ErrorCode::ProcessExited);
    assert!(problem.message.contains(&why.message), "{}", problem.message);
}

#[tokio::test]
async fn notifications_go_both_ways() {
    let (session, mut peer) = legacy(json!({})).await;
    let mut notifications = session.notifications();
    session.notify("notifications/roots/list_changed", None).await.expect("taken");
    peer.expect("notifications/roots/list_changed").await;
    let params = json!({"level": "info", "data": "hello"});
    peer.send(json!({"jsonrpc": "2.0", "method": "notifications/message", "params": params})).await;
    let heard = timeout(DEADLINE, notifications.recv()).await.expect("in time").expect("heard");
    assert_eq!(heard.method, "notifications/message");
    assert_eq!(heard.params.expect("parameters").get(), params.to_string());
}

#[tokio::test]
async fn health_is_any_answer() {
    let (session, mut peer) = legacy(json!({})).await;
    let asked = std::sync::Arc::clone(&session);
    let health = tokio::spawn(async move { asked.health(CALL).await });
    let request = peer.expect("ping").await;
    assert_eq!(session.in_flight(), 0, "a health check is no call");
    peer.refuse(&request, -32601, "what?").await;
    assert!(health.await.unwrap().is_ok(), "a server that answers lives");
    let asked = std::sync::Arc::clone(&session);
    let health = tokio::spawn(async move { asked.health(Duration::from_millis(50)).await });
    assert_eq!(health.await.unwrap().expect_err("silence").code, ErrorCode::CallTimeout);
}

#[tokio::test]
async fn a_session_leaves_no_task_behind() {
    let alive = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = alive();
    for _ in 0..50 {
        let (session, mut peer) = legacy(json!({})).await;
        let abandoned = calling(&session, tool("x"));
        peer.next().await;
        session.close(DEADLINE).await;
        failure(abandoned).await;
    }
    let gone = async {
        while alive() > before {
            tokio::task::yield_now().await;
        }
    };
    timeout(DEADLINE, gone).await.expect("every task has ended");
}
