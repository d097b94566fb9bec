//! Calls: how they go on, and every way in which they end.

use std::time::Instant;

use console_app::view::{CallEvent, CallOutcome, CompletionReference, CompletionRequest};
use console_domain::{ErrorCode, Timeouts};
use serde_json::{Value, json};

use super::house::{House, failure, prompt, resource, result, text, tool};

#[tokio::test]
async fn tools_resources_and_prompts_answer() {
    let house = House::with_fake(&[]).await;
    let sum = house.call("fake", tool("add", json!({"a": 20, "b": 22}))).await;
    assert_eq!(result(&sum)["structuredContent"], json!({"sum": 42.0}));
    assert!(sum.duration_ms > 0.0 && sum.at.ends_with('Z'), "{sum:?}");
    let read = house.call("fake", resource("fake://notes/milk")).await;
    assert_eq!(result(&read)["contents"][0]["text"], "about milk");
    let greet = house.call("fake", prompt("greet", json!({"name": "Ada"}))).await;
    assert_eq!(result(&greet)["messages"][0]["content"]["text"], "Say hello to Ada.");
    let plain = house.call("fake", prompt("plain", json!({}))).await;
    assert_eq!(result(&plain)["messages"][0]["content"]["text"], "Say something.");

    assert_eq!(house.history("fake"), [&plain.id, &greet.id, &read.id, &sum.id].map(String::clone));
    assert_eq!(house.console.calls("fake").expect("calls")[3], sum, "as it was told");
    house.leave().await;
}

#[tokio::test]
async fn progress_is_told_in_order_and_keeps_a_call_alive() {
    let house = House::with_fake(&[]).await;
    // Four steps of 300 ms: none is longer than the time-out, all of them are.
    let slow = tool("slow", json!({"ms": 1_200}));
    let mut call = house.begin_within("fake", slow, Some(900)).await;
    let mut steps = Vec::new();
    while let Some(event) = call.next().await {
        match event {
            CallEvent::Progress { progress, total, message } => {
                assert_eq!(total, Some(4.0));
                steps.push((progress, message.expect("in words")));
            }
            other => panic!("{other:?}"),
        }
    }
    let words: Vec<_> = steps.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["step 1 of 4", "step 2 of 4", "step 3 of 4", "step 4 of 4"]);
    assert!(steps.is_sorted_by(|a, b| a.0 < b.0), "{steps:?}");
    assert_eq!(text(&call.ended().await), "slept 1200 ms");
    house.leave().await;
}

#[tokio::test]
async fn a_call_is_cancelled() {
    let house = House::with_fake(&[]).await;
    let call = house.begin("fake", tool("slow", json!({"ms": 600_000}))).await;
    house.console.cancel_call(&call.id).expect("it is under way");
    let id = call.id.clone();
    let record = call.ended().await;
    assert_eq!(failure(&record).code, ErrorCode::Cancelled);
    assert_eq!(house.history("fake"), std::slice::from_ref(&id), "it is remembered");
    let late = house.console.cancel_call(&id).expect_err("it is over");
    assert_eq!(late.code, ErrorCode::NotFound);
    let after = house.call("fake", tool("echo", json!({"text": "still here"}))).await;
    assert_eq!(text(&after), "still here");
    house.leave().await;
}

#[tokio::test]
async fn a_call_has_the_servers_time_out_or_its_own() {
    let house = House::new().await;
    let timeouts = Timeouts { call_ms: 300, ..Timeouts::default() };
    house.start_fake("fake", &[], timeouts).await;
    let slow = || tool("slow", json!({"ms": 600_000}));
    let began = Instant::now();
    let record = house.call("fake", slow()).await;
    assert_eq!(failure(&record).code, ErrorCode::CallTimeout);
    assert!(failure(&record).message.contains("300 ms"), "{:?}", record.outcome);
    assert!(began.elapsed().as_millis() >= 300);
    let record = house.begin_within("fake", slow(), Some(50)).await.ended().await;
    assert!(failure(&record).message.contains("50 ms"), "{:?}", record.outcome);
    assert_eq!(house.history("fake").len(), 2);
    house.leave().await;
}

#[tokio::test]
async fn what_a_server_says_against_it_is_told() {
    let house = House::with_fake(&[]).await;
    let failed = house.call("fake", tool("fail", json!({"text": "no luck"}))).await;
    assert!(matches!(failed.outcome, CallOutcome::Answered { is_error: true, .. }), "{failed:?}");
    assert_eq!(text(&failed), "no luck");
    for target in
        [tool("no such tool", json!({})), resource("fake://nowhere"), prompt("greet", json!({}))]
    {
        let record = house.call("fake", target).await;
        let problem = failure(&record);
        assert_eq!(problem.code, ErrorCode::ServerError, "{problem:?}");
        let details = problem.details.as_ref().expect("what the server said");
        assert!(details["rpc_code"].is_i64(), "{details}");
    }
    let crashed = house.call("fake", tool("crash", json!({}))).await;
    assert_eq!(failure(&crashed).code, ErrorCode::SessionClosed);
    assert_eq!(house.history("fake").len(), 5, "all of them are remembered");
    house.leave().await;
}

#[tokio::test]
async fn what_cannot_be_called_is_refused_and_not_remembered() {
    let house = House::with_fake(&[]).await;
    let cases = [
        (tool("echo", json!(["text"])), ErrorCode::InvalidInput),
        (tool("", json!({})), ErrorCode::InvalidInput),
        (prompt("greet", json!({"name": 7})), ErrorCode::InvalidInput),
        (resource(""), ErrorCode::InvalidInput),
    ];
    for (target, code) in cases {
        assert_eq!(house.refused("fake", target.clone()).await.code, code, "{target:?}");
    }
    let echo = || tool("echo", json!({"text": "x"}));
    assert_eq!(house.refused("nobody", echo()).await.code, ErrorCode::NotFound);
    house.console.stop_server("fake", console_app::Wait::No).await.expect("stopped");
    assert_eq!(house.refused("fake", echo()).await.code, ErrorCode::NotRunning);
    assert!(house.history("fake").is_empty());
    house.leave().await;
}

#[tokio::test]
async fn calls_of_two_servers_do_not_know_each_other() {
    let house = House::with_fake(&[]).await;
    house.start_fake("other", &["--name", "other"], Timeouts::default()).await;
    let slow = house.begin("fake", tool("slow", json!({"ms": 600_000}))).await;
    let mut asks = house.begin("other", tool("ask_elicitation", json!({}))).await;
    let question = asks.question().await;
    house.console.cancel_call(&slow.id).expect("under way");
    assert_eq!(failure(&slow.ended().await).code, ErrorCode::Cancelled);
    house.console.answer_question(&question.id, super::house::accept(json!({}))).expect("waits");
    let answered = asks.ended().await;
    assert!(text(&answered).contains("accept"), "{answered:?}");
    assert_eq!((house.history("fake").len(), house.history("other").len()), (1, 1));

    house.console.remove_server("other").await.expect("removed");
    assert!(house.history("other").is_empty(), "what is removed is forgotten");
    assert_eq!(house.history("fake").len(), 1);
    house.leave().await;
}

#[tokio::test]
async fn a_catalog_is_what_the_server_listed() {
    let house = House::with_fake(&["--mode", "malformed-tool"]).await;
    let catalog = house.console.catalog("fake").expect("it is up");
    assert!(catalog.tools.iter().any(|tool| tool.name == "add" && tool.output_schema.is_some()));
    assert_eq!(catalog.resources.len(), 3);
    let variables: Vec<_> = catalog.templates.iter().map(|each| each.variables.clone()).collect();
    assert_eq!(variables, [["name"], ["day"]]);
    let greet = catalog.prompts.iter().find(|prompt| prompt.name == "greet").expect("listed");
    assert!(greet.arguments[0].required);
    assert_eq!(catalog.quarantined.len(), 5, "{:?}", catalog.quarantined);
    assert!(catalog.quarantined.iter().all(|each| each.kind == "tool" && !each.reason.is_empty()));
    assert!(catalog.completes);
    assert!(catalog.instructions.expect("told").contains("believe nothing"));
    house.leave().await;
}

#[tokio::test]
async fn arguments_are_completed() {
    let house = House::with_fake(&[]).await;
    let request = |reference, value: &str| CompletionRequest {
        server: "fake".into(),
        reference,
        argument: "name".into(),
        value: value.into(),
        context: json!({"name": value}),
    };
    let prompt = || CompletionReference::Prompt { name: "greet".into() };
    let template = CompletionReference::Template { uri_template: "fake://notes/{name}".into() };
    let complete = |request| house.console.complete(request);
    assert_eq!(complete(request(prompt(), "A")).await.expect("values"), ["Ada", "Alan"]);
    assert_eq!(complete(request(template, "G")).await.expect("values"), ["Grace"]);
    assert!(complete(request(prompt(), "X")).await.expect("values").is_empty());
    assert!(house.history("fake").is_empty(), "a completion is no call of a person");
    house.leave().await;
}

#[tokio::test]
async fn the_newer_era_answers_as_well() {
    let house = House::with_fake(&["--mode", "modern"]).await;
    let sum = house.call("fake", tool("add", json!({"a": 1, "b": 2}))).await;
    assert_eq!(result(&sum)["structuredContent"]["sum"], 3.0);
    let mut slow = house.begin("fake", tool("slow", json!({"ms": 40}))).await;
    let mut steps = 0;
    while let Some(event) = slow.next().await {
        steps += usize::from(matches!(event, CallEvent::Progress { .. }));
    }
    assert_eq!(steps, 4);
    let catalog = house.console.catalog("fake").expect("it is up");
    assert!(catalog.completes && !catalog.tools.is_empty());
    let record: Value = result(&house.call("fake", resource("fake://readme")).await).clone();
    assert_eq!(record["contents"][0]["text"], "read me");
    house.leave().await;
}
