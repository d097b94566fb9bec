//! What is read and what is written.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Each message as one word and its details.
fn seen(text: &str) -> Result<Vec<String>, NotProtocol> {
    let mut seen = Vec::new();
    read(text, |message| {
        seen.push(match message {
            Incoming::Answer { id, outcome } => match outcome {
                Outcome::Result(raw) => format!("result {id:?} {}", raw.get()),
                Outcome::Error(raw) => format!("error {id:?} {}", raw.get()),
                Outcome::Malformed => format!("malformed {id:?}"),
            },
            Incoming::Request { id, method, .. } => format!("request {} {method}", id.get()),
            Incoming::Notification { method, params } => {
                format!("notification {method} {}", params.map_or("-", |raw| raw.get()))
            }
        });
    })?;
    Ok(seen)
}

#[test]
fn every_kind_of_message_is_told_apart() {
    let cases = [
        (r#"{"jsonrpc":"2.0","id":1,"result":{"a": 1.0}}"#, r#"result Some(1) {"a": 1.0}"#),
        (r#"{"jsonrpc":"2.0","id":1,"result":null}"#, "result Some(1) null"),
        (r#"{"id":1,"result":{}}"#, "result Some(1) {}"),
        (r#"{"jsonrpc":"2.0","id":"7","result":{}}"#, "result Some(7) {}"),
        (r#"{"jsonrpc":"2.0","id":"abc","result":{}}"#, "result None {}"),
        (r#"{"jsonrpc":"2.0","id":1,"error":{"code":1}}"#, r#"error Some(1) {"code":1}"#),
        (r#"{"jsonrpc":"2.0","id":null,"error":{}}"#, "error None {}"),
        (r#"{"jsonrpc":"2.0","error":{}}"#, "error None {}"),
        (r#"{"jsonrpc":"2.0","id":1,"result":1,"error":{}}"#, "malformed Some(1)"),
        (r#"{"jsonrpc":"2.0","id":1}"#, "malformed Some(1)"),
        (r#"{"jsonrpc":"2.0","id":"s","method":"ping"}"#, r#"request "s" ping"#),
        (r#"{"jsonrpc":"2.0","method":"n","params":[1]}"#, "notification n [1]"),
        (r#"{"jsonrpc":"2.0","method":"n\u002fx"}"#, "notification n/x -"),
    ];
    for (text, expected) in cases {
        assert_eq!(seen(text).as_deref(), Ok(&[expected.to_owned()][..]), "{text}");
    }
}

#[test]
fn what_is_not_the_protocol_is_said_to_be_not() {
    for text in [
        "",
        "Starting...",
        "[]",
        "42",
        r#""text""#,
        r#"{"level":"info","msg":"hello"}"#,
        r#"{"method":"GET","id":"req-1","path":"/"}"#,
        r#"{"jsonrpc":"2.0","method":7}"#,
        r#"{"jsonrpc":"1.0","method":"x"}"#,
        r#"{"jsonrpc":"2.0","id":"#,
        r#"{"result":"of a log line"}"#,
        r#"[{"msg":"a log line"}]"#,
    ] {
        assert_eq!(seen(text), Err(NotProtocol), "{text}");
    }
}

#[test]
fn a_batch_is_read_and_its_strangers_are_passed_over() {
    let text = r#" [{"jsonrpc":"2.0","id":1,"result":{}}, 5, {"jsonrpc":"2.0","method":"n"}]"#;
    let expected = vec!["result Some(1) {}".to_owned(), "notification n -".to_owned()];
    assert_eq!(seen(text), Ok(expected));
}

#[test]
fn errors_are_read_leniently() {
    let read = |text: &str| {
        let raw = RawValue::from_string(text.to_owned()).expect("JSON");
        call_error(&raw)
    };
    let full = read(r#"{"code":-32601.0,"message":"no","data":{"x":1}}"#);
    let data = Some(json!({"x": 1}));
    assert_eq!(full, CallError::Rpc { code: -32601, message: "no".into(), data });
    assert!(matches!(read("{}"), CallError::Rpc { code: code::INTERNAL, .. }));
    assert!(matches!(read(r#""oops""#), CallError::Rpc { message, .. } if message == "oops"));
    assert!(matches!(read("[1]"), CallError::Failed(p) if p.code == ErrorCode::ProtocolViolation));
}

#[test]
fn what_is_written_is_one_line() {
    let params = RawValue::from_string("{\r\n \"a\": \"x\\ny\"\n}".to_owned()).expect("JSON");
    let line = String::from_utf8(request(3, "tools/call", Some(&params))).expect("UTF-8");
    assert!(!line.contains(['\n', '\r']), "a line break would cut the message in two: {line}");
    let value: Value = serde_json::from_str(&line).expect("still JSON");
    assert_eq!(value["params"]["a"], "x\ny");
    assert_eq!(value["id"], 3);

    let id = RawValue::from_string("\"abc\"".to_owned()).expect("JSON");
    let refused = CallError::Rpc { code: -1, message: "no".into(), data: None };
    assert_eq!(
        String::from_utf8(answer(&id, &Err(refused))).as_deref(),
        Ok(r#"{"jsonrpc":"2.0","id":"abc","error":{"code":-1,"message":"no"}}"#)
    );
}

/// Any JSON value, small.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    /// No text makes the reader fail in any other way than by saying so.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = seen(&text);
    }

    /// Any object of the right members is read, whatever their values are.
    #[test]
    fn any_members_are_read_or_refused(
        members in prop::collection::btree_map(
            prop_oneof![
                Just("jsonrpc"), Just("id"), Just("method"), Just("params"), Just("result"),
                Just("error"),
            ],
            any_json(), 0..6,
        ),
    ) {
        let text = json!(members).to_string();
        let _ = seen(&text);
    }

    /// A result comes out byte for byte as it went in.
    #[test]
    fn payloads_are_relayed_exactly(id in any::<u64>(), payload in any_json()) {
        let pretty = serde_json::to_string_pretty(&payload).expect("JSON");
        let text = format!(r#"{{"result":{pretty},"id":{id},"jsonrpc":"2.0"}}"#);
        prop_assert_eq!(seen(&text), Ok(vec![format!("result Some({id}) {pretty}")]));
    }
}
