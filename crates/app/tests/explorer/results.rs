//! Results: what is kept, shown and saved of them.

use std::path::Path;

use console_app::view::CallOutcome;
use console_domain::ErrorCode;
use console_domain::limits::{MAX_CALLS_KEPT, MAX_SHOWN_TEXT_BYTES};
use serde_json::{Value, json};

use super::house::{House, failure, text, tool};

#[tokio::test]
async fn a_large_result_is_cut_and_saved_whole() {
    let house = House::with_fake(&[]).await;
    let size = 10_000_000;
    let record = house.call("fake", tool("big", json!({"bytes": size}))).await;
    let CallOutcome::Answered { bytes, cut: true, is_error: false, .. } = record.outcome else {
        panic!("{:?}", record.outcome);
    };
    assert!(bytes > size, "{bytes}");
    assert_eq!(text(&record).len(), MAX_SHOWN_TEXT_BYTES);
    let saved = house.console.save_call(&record.id).await.expect("saved");
    let path = Path::new(&saved.path);
    assert_eq!(path.file_name().and_then(|name| name.to_str()), Some("fake-big.json"));
    assert!(house.console.is_saved(path), "it may be revealed");
    let written = std::fs::read_to_string(path).expect("written");
    assert_eq!(written.len() as u64, saved.bytes);
    assert!(written.starts_with("{\n  \"content\": [\n    {\n"), "it is pretty");
    let whole: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(whole["content"][0]["text"].as_str().map(str::len), Some(10_000_000));
    house.leave().await;
}

#[tokio::test]
async fn a_result_beyond_all_bounds_costs_its_call_only() {
    let house = House::with_fake(&["--mode", "huge-line", "--bytes", "50000000"]).await;
    let record = house.call("fake", tool("huge", json!({}))).await;
    let problem = failure(&record);
    assert_eq!(problem.code, ErrorCode::MessageTooLarge, "{problem:?}");
    assert!(problem.hint.is_some(), "{problem:?}");
    let nothing = house.console.save_call(&record.id).await.expect_err("there is none");
    assert_eq!(nothing.code, ErrorCode::NotFound);
    let after = house.call("fake", tool("echo", json!({"text": "still here"}))).await;
    assert_eq!(text(&after), "still here", "the session lives on");
    house.leave().await;
}

#[tokio::test]
async fn what_is_no_text_is_told() {
    let house = House::with_fake(&["--mode", "invalid-utf8"]).await;
    let record = house.call("fake", tool("invalid", json!({}))).await;
    assert_eq!(failure(&record).code, ErrorCode::ProtocolViolation, "{record:?}");
    assert_eq!(house.history("fake"), [record.id]);
    house.leave().await;
}

#[tokio::test]
async fn the_oldest_calls_are_forgotten() {
    let house = House::with_fake(&[]).await;
    let mut newest_first = Vec::new();
    for number in 0..MAX_CALLS_KEPT + 3 {
        let record = house.call("fake", tool("echo", json!({"text": number.to_string()}))).await;
        newest_first.insert(0, record.id);
    }
    let forgotten = newest_first.split_off(MAX_CALLS_KEPT);
    assert_eq!(house.history("fake"), newest_first);
    let gone = house.console.save_call(&forgotten[0]).await.expect_err("it is forgotten");
    assert_eq!(gone.code, ErrorCode::NotFound);
    house.leave().await;
}
