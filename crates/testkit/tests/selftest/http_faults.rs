//! Each fault of the HTTP fakes is what it says, seen by a bare HTTP client.

use std::time::{Duration, Instant};

use console_testkit::{FakeHttp, Fault, Flavour, wait_for_async, wait_until_async};
use futures::StreamExt;
use reqwest::{Client, Response, redirect};
use serde_json::{Value, json};

const DEADLINE: Duration = Duration::from_secs(20);

fn client() -> Client {
    Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap()
}

async fn post(server: &FakeHttp, session: Option<&str>, body: &Value) -> reqwest::Result<Response> {
    let mut request = client().post(server.url()).timeout(DEADLINE).json(body);
    if let Some(session) = session {
        request = request.header("mcp-session-id", session);
    }
    request.send().await
}

fn initialize() -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}}})
}

fn ping() -> Value {
    json!({"jsonrpc": "2.0", "id": 2, "method": "ping"})
}

#[tokio::test]
async fn refusals_come_with_their_status_and_headers() {
    let server = FakeHttp::start(Flavour::Streamable);
    let elsewhere = "http://127.0.0.1:9/".to_owned();
    let cases = [
        (Fault::Unauthorized, 401, Some(("www-authenticate", "Bearer"))),
        (Fault::Status(500), 500, None),
        (Fault::Redirect(elsewhere.clone()), 307, Some(("location", elsewhere.as_str()))),
        (Fault::Garbage, 200, Some(("content-type", "application/json"))),
    ];
    for (fault, status, header) in cases {
        server.fail(fault.clone());
        let response = post(&server, None, &initialize()).await.unwrap();
        assert_eq!(response.status(), status, "{fault:?}");
        if let Some((name, start)) = header {
            let value = response.headers()[name].to_str().unwrap();
            assert!(value.starts_with(start), "{fault:?}: {name} is {value}");
        }
        response.json::<Value>().await.expect_err("the body is not JSON");
    }
    server.heal();
    assert_eq!(post(&server, None, &initialize()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_fault_can_be_kept_to_one_method() {
    let server = FakeHttp::start(Flavour::Streamable);
    server.fail_on("ping", Fault::Status(503));
    let opened = post(&server, None, &initialize()).await.unwrap();
    let session = opened.headers()["mcp-session-id"].to_str().unwrap().to_owned();
    assert_eq!(post(&server, Some(&session), &ping()).await.unwrap().status(), 503);
    server.heal();
    assert_eq!(post(&server, Some(&session), &ping()).await.unwrap().status(), 200);
    assert_eq!(server.seen_of("ping").len(), 2);
}

#[tokio::test]
async fn sessions_are_demanded_and_checked() {
    let server = FakeHttp::start(Flavour::Streamable);
    assert_eq!(post(&server, None, &ping()).await.unwrap().status(), 400);
    assert_eq!(post(&server, Some("stale"), &ping()).await.unwrap().status(), 404);
}

#[tokio::test]
async fn modern_headers_must_say_what_the_body_says() {
    let server = FakeHttp::start(Flavour::Modern);
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }}});
    let send = async |method: &str| -> Response {
        let request = client().post(server.url()).json(&body);
        let request = request.header("mcp-protocol-version", "2026-07-28");
        request.header("mcp-method", method).send().await.unwrap()
    };
    assert_eq!(send("tools/list").await.status(), 200);
    let refused = send("tools/call").await;
    assert_eq!(refused.status(), 400);
    assert_eq!(refused.json::<Value>().await.unwrap()["error"]["code"], -32020);
    let old = post(&server, None, &initialize()).await.unwrap();
    assert_eq!(old.status(), 400);
    assert_eq!(old.json::<Value>().await.unwrap()["error"]["code"], -32022);
}

#[tokio::test]
async fn hanging_is_no_answer_and_slow_is_a_late_one() {
    let server = FakeHttp::start(Flavour::Streamable);
    server.fail(Fault::Hang);
    let body = initialize();
    let hanging = post(&server, None, &body);
    assert!(tokio::time::timeout(Duration::from_millis(300), hanging).await.is_err());
    server.fail(Fault::Slow(Duration::from_millis(200)));
    let start = Instant::now();
    assert_eq!(post(&server, None, &body).await.unwrap().status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_stream_breaks_in_the_middle() {
    let server = FakeHttp::start(Flavour::Streamable);
    server.fail(Fault::DropMidStream);
    let response = post(&server, None, &initialize()).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.bytes().await.expect_err("the connection is cut");
}

#[tokio::test]
async fn a_huge_body_is_huge_and_well_formed() {
    let server = FakeHttp::start(Flavour::Streamable);
    server.fail(Fault::HugeBody(3_000_000));
    let answer = post(&server, None, &initialize()).await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(answer["id"], 1);
    assert_eq!(answer["result"]["content"][0]["text"].as_str().unwrap().len(), 3_000_000);
}

#[tokio::test]
async fn the_old_transport_answers_on_its_stream() {
    let server = FakeHttp::start(Flavour::OldSse);
    let response = client().get(server.url()).send().await.unwrap();
    let mut chunks = response.bytes_stream();
    let mut text = String::new();
    let mut read_until = async |end: &str| -> String {
        wait_for_async(DEADLINE, end, async || {
            let chunk = chunks.next().await.expect("the stream goes on").unwrap();
            text.push_str(std::str::from_utf8(&chunk).unwrap());
            let found = text.contains(end) && text.ends_with("\n\n");
            found.then(|| std::mem::take(&mut text))
        })
        .await
    };
    let endpoint = read_until("event: endpoint").await;
    let path = endpoint.lines().find_map(|line| line.strip_prefix("data: ")).unwrap().to_owned();
    let url = server.url().replace("/sse", &path);
    let call = json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call",
        "params": {"name": "ask_roots", "arguments": {}}});
    for body in [initialize(), call] {
        assert_eq!(client().post(&url).json(&body).send().await.unwrap().status(), 202);
    }
    let question = read_until("roots/list").await;
    assert!(question.contains("2025-11-25"), "the handshake was answered first: {question}");
    let roots = json!({"jsonrpc": "2.0", "id": 1, "result": {"roots": [{"uri": "file:///x"}]}});
    client().post(&url).json(&roots).send().await.unwrap();
    let answer = read_until("\"id\":3").await;
    assert!(answer.contains("file:///x"), "{answer}");

    drop(chunks);
    wait_until_async(DEADLINE, "the session ends with its stream", async || server.sessions() == 0)
        .await;
    assert_eq!(client().post(&url).json(&ping()).send().await.unwrap().status(), 404);
}
