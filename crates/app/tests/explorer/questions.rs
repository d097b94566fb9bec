//! What a server asks of the person who called.

use std::time::Duration;

use console_app::view::{CallOutcome, QuestionAnswer, QuestionKind};
use console_domain::limits::MAX_QUESTIONS;
use console_domain::{ErrorCode, Timeouts};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::house::{House, accept, failure, message, text, tool};

/// The tools that ask, what they ask, and a fitting answer with what the server gets then.
fn questions() -> [(&'static str, QuestionKind, Value, Value); 3] {
    let roots = json!([{"uri": "file:///home/ada", "name": "home"}]);
    [
        (
            "ask_elicitation",
            QuestionKind::Elicitation,
            json!({"name": "Ada"}),
            json!({"action": "accept", "content": {"name": "Ada"}}),
        ),
        ("ask_sampling", QuestionKind::Sampling, message("Paris"), message("Paris")),
        ("ask_roots", QuestionKind::Roots, roots.clone(), json!({"roots": roots})),
    ]
}

#[tokio::test]
async fn a_person_says_yes_in_both_eras() {
    for mode in ["ok", "modern"] {
        let house = House::with_fake(&["--mode", mode]).await;
        for (name, kind, content, received) in questions() {
            let mut call = house.begin("fake", tool(name, json!({}))).await;
            let question = call.answer(accept(content)).await;
            assert_eq!(question.kind, kind, "{mode} {name}");
            let record = call.ended().await;
            let told: Value = serde_json::from_str(&text(&record)).expect("the client's answer");
            assert_eq!(told, received, "{mode} {name}");
        }
        house.leave().await;
    }
}

#[tokio::test]
async fn a_person_sees_what_the_server_sent() {
    let house = House::with_fake(&[]).await;
    let params = json!({
        "message": "Who?", "requestedSchema": {"type": "object", "properties": {
            "z": {"type": "string"}, "a": {"type": "number", "minimum": 0.5},
        }}, "_meta": {"k": 1},
    });
    let asks = tool("ask_elicitation", json!({"params": params}));
    let mut call = house.begin("fake", asks).await;
    let question = call.answer(QuestionAnswer::Cancel).await;
    // In order, too: the form's fields stand as the server wrote them.
    let expected: Value = serde_json::from_str(&params.to_string()).expect("JSON");
    assert_eq!(question.params.to_string(), expected.to_string());
    assert_eq!(text(&call.ended().await), r#"{"action":"cancel"}"#);
    house.leave().await;
}

#[tokio::test]
async fn a_person_says_no() {
    let house = House::with_fake(&[]).await;
    let cases = [
        ("ask_elicitation", QuestionAnswer::Decline, r#"{"action":"decline"}"#, false),
        ("ask_elicitation", QuestionAnswer::Cancel, r#"{"action":"cancel"}"#, false),
        ("ask_sampling", QuestionAnswer::Decline, "\"code\":-1,", true),
        ("ask_sampling", QuestionAnswer::Cancel, "\"code\":-1,", true),
        ("ask_roots", QuestionAnswer::Decline, "\"code\":-1,", true),
    ];
    for (name, answer, told, error) in cases {
        let mut call = house.begin("fake", tool(name, json!({}))).await;
        call.answer(answer.clone()).await;
        let record = call.ended().await;
        assert!(text(&record).contains(told), "{name} {answer:?}: {record:?}");
        let CallOutcome::Answered { is_error, .. } = record.outcome else { panic!("answered") };
        assert_eq!(is_error, error, "{name} {answer:?}");
    }
    house.leave().await;

    // The newer era has a word for a form that is declined, and none for the others.
    let house = House::with_fake(&["--mode", "modern"]).await;
    let mut call = house.begin("fake", tool("ask_elicitation", json!({}))).await;
    call.answer(QuestionAnswer::Decline).await;
    assert_eq!(text(&call.ended().await), r#"{"action":"decline"}"#);
    let mut call = house.begin("fake", tool("ask_sampling", json!({}))).await;
    call.answer(QuestionAnswer::Decline).await;
    let record = call.ended().await;
    assert_eq!(failure(&record).code, ErrorCode::Cancelled, "{record:?}");
    assert!(failure(&record).message.contains("rejected"), "{record:?}");
    house.leave().await;
}

#[tokio::test]
async fn an_answer_of_another_shape_leaves_the_question_standing() {
    let house = House::with_fake(&[]).await;
    let mut call = house.begin("fake", tool("ask_sampling", json!({}))).await;
    let question = call.question().await;
    let answer = |answer| house.console.answer_question(&question.id, answer);
    let refused = answer(accept(json!("Paris"))).expect_err("not a message");
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (ErrorCode::InvalidInput, Some("content"))
    );
    answer(accept(message("Paris"))).expect("it still waits");
    assert_eq!(answer(QuestionAnswer::Decline).expect_err("twice").code, ErrorCode::NotFound);
    assert!(text(&call.ended().await).contains("Paris"));
    house.leave().await;
}

#[tokio::test]
async fn a_question_is_taken_back() {
    let house = House::with_fake(&[]).await;
    let asks = tool("ask_elicitation", json!({"patience_ms": 200}));
    let mut call = house.begin("fake", asks).await;
    let question = call.question().await;
    call.gone(&question).await;
    let late = house.console.answer_question(&question.id, accept(json!({}))).expect_err("late");
    assert_eq!(late.code, ErrorCode::NotFound);
    assert_eq!(text(&call.ended().await), "taken back");
    house.leave().await;
}

#[tokio::test]
async fn a_question_ends_with_its_call() {
    let house = House::with_fake(&[]).await;
    let mut call = house.begin("fake", tool("ask_sampling", json!({}))).await;
    let question = call.question().await;
    house.console.cancel_call(&call.id).expect("under way");
    call.gone(&question).await;
    assert_eq!(failure(&call.ended().await).code, ErrorCode::Cancelled);
    let late = house.console.answer_question(&question.id, QuestionAnswer::Decline);
    assert_eq!(late.expect_err("late").code, ErrorCode::NotFound);
    house.leave().await;
}

#[tokio::test]
async fn the_time_that_a_person_takes_is_not_the_servers() {
    for mode in ["ok", "modern"] {
        let house = House::new().await;
        let timeouts = Timeouts { call_ms: 100, ..Timeouts::default() };
        house.start_fake("fake", &["--mode", mode], timeouts).await;
        let mut call = house.begin("fake", tool("ask_elicitation", json!({}))).await;
        let question = call.question().await;
        // Longer than a call may take in all, however much progress there is. The passing of time
        // is what is tested.
        sleep(Duration::from_millis(1_200)).await;
        house.console.answer_question(&question.id, accept(json!({"name": "A"}))).expect("waits");
        assert!(text(&call.ended().await).contains("accept"), "{mode}");
        house.leave().await;
    }
}

#[tokio::test]
async fn a_url_is_visited_or_not() {
    let house = House::with_fake(&[]).await;
    let asks = |url: &str| {
        let params = json!({"mode": "url", "message": "Sign in", "url": url, "elicitationId": "1"});
        tool("ask_elicitation", json!({"params": params}))
    };
    let mut call = house.begin("fake", asks("https://example.test/sign-in")).await;
    let question = call.answer(accept(json!(null))).await;
    assert_eq!(question.params["url"], "https://example.test/sign-in");
    assert_eq!(text(&call.ended().await), r#"{"action":"accept"}"#, "without a content");
    let record = house.call("fake", asks("javascript:alert(1)")).await;
    assert!(text(&record).contains("-32602"), "nobody is sent there: {record:?}");
    house.leave().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_and_the_call_goes_on() {
    let house = House::with_fake(&[]).await;
    let cases = [
        ("ask_elicitation", json!({"message": 7, "requestedSchema": {"type": "object"}})),
        ("ask_elicitation", json!({"message": "no schema"})),
        ("ask_elicitation", json!({"mode": "smoke signals", "message": "?"})),
        ("ask_sampling", json!({"messages": "not a list"})),
        ("ask_sampling", json!({"messages": [], "systemPrompt": "x".repeat(1024 * 1024)})),
    ];
    for (name, params) in cases {
        let record = house.call("fake", tool(name, json!({"params": params}))).await;
        assert!(text(&record).contains("-32602"), "{name}: {record:?}");
    }
    house.leave().await;
}

#[tokio::test]
async fn without_a_listener_nothing_is_asked() {
    let house = House::with_fake(&[]).await;
    let call = house.begin("fake", tool("ask_elicitation", json!({}))).await;
    let record = call.unheard().await;
    // The window may have gone before or after the question was put to it.
    assert!(text(&record).contains("nobody"), "{record:?}");
    house.leave().await;
}

#[tokio::test]
async fn questions_are_bounded() {
    let house = House::new().await;
    let mut calls = Vec::new();
    // A server asks while one call is in flight, so each needs a server of its own.
    for number in 0..=MAX_QUESTIONS {
        let name = format!("fake-{number}");
        house.start_fake(&name, &[], Timeouts::default()).await;
        calls.push(house.begin(&name, tool("ask_elicitation", json!({}))).await);
        if number < MAX_QUESTIONS {
            calls[number].question().await;
        }
    }
    let last = calls.pop().expect("one too many").ended().await;
    assert!(text(&last).contains("too many"), "{last:?}");
    house.leave().await;
}
