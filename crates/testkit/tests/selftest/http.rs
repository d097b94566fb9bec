//! `FakeHttp` and rmcp understand each other, in every flavour that rmcp speaks.

use console_testkit::protocol::Change;
use console_testkit::{Encoding, FakeHttp, Flavour, wait_until_async};
use rmcp::ServiceExt;
use rmcp::service::ClientServiceExt;
use rmcp::transport::StreamableHttpClientTransport;
use serde_json::json;

use crate::client::{self, Client, DEADLINE, Session, call, text};

async fn legacy(server: &FakeHttp) -> Session {
    let transport = StreamableHttpClientTransport::from_uri(server.url());
    Client::default().serve(transport).await.expect("the handshake succeeds")
}

async fn modern(server: &FakeHttp) -> Session {
    let transport = StreamableHttpClientTransport::from_uri(server.url());
    let session = Client::default().serve_with_lifecycle(transport, client::modern()).await;
    session.expect("discovery succeeds")
}

#[tokio::test]
async fn a_legacy_server_does_everything_on_streams() {
    let server = FakeHttp::start(Flavour::Streamable);
    let session = legacy(&server).await;
    client::expect_everything_to_work(&session).await;
    assert_eq!(server.sessions(), 1);
    session.cancel().await.unwrap();
    wait_until_async(DEADLINE, "the session is deleted", async || server.sessions() == 0).await;
    assert_eq!(server.seen_of("DELETE").len(), 1);
}

#[tokio::test]
async fn a_modern_server_does_everything() {
    let server = FakeHttp::start(Flavour::Modern);
    let session = modern(&server).await;
    client::expect_everything_to_work(&session).await;
    let seen = server.seen_of("tools/call");
    assert_eq!(seen[0].header("mcp-name"), Some("echo"));
    assert_eq!(seen[0].header("mcp-protocol-version"), Some("2026-07-28"));
    assert_eq!(server.sessions(), 0, "the modern era has no sessions");
}

#[tokio::test]
async fn answers_can_be_json() {
    let server = FakeHttp::start(Flavour::Streamable);
    server.answer_in(Encoding::Json);
    let session = legacy(&server).await;
    assert_eq!(text(&session, "echo", json!({"text": "flat"})).await, "flat");
    let refused = text(&session, "ask_roots", json!({})).await;
    assert!(refused.contains("no stream"), "{refused}");

    let server = FakeHttp::start(Flavour::Modern);
    server.answer_in(Encoding::Json);
    let session = modern(&server).await;
    assert_eq!(text(&session, "echo", json!({"text": "flat"})).await, "flat");
}

#[tokio::test]
async fn news_travel_on_the_get_stream() {
    let server = FakeHttp::start(Flavour::Streamable);
    let session = legacy(&server).await;
    wait_until_async(DEADLINE, "a stream is open", async || server.open_streams() == 1).await;
    server.announce(&Change::Tools);
    session.service().wait_to_hear("tools changed").await;
    server.cut_streams();
    wait_until_async(DEADLINE, "rmcp comes back", async || server.seen_of("GET").len() > 1).await;
}

#[tokio::test]
async fn a_forgotten_session_is_opened_anew() {
    let server = FakeHttp::start(Flavour::Streamable);
    let session = legacy(&server).await;
    server.forget_sessions();
    assert_eq!(text(&session, "echo", json!({"text": "again"})).await, "again");
    assert_eq!(server.seen_of("initialize").len(), 2, "rmcp had to start over");
}

#[tokio::test]
async fn a_crash_ends_the_call_without_an_answer() {
    let server = FakeHttp::start(Flavour::Modern);
    server.answer_in(Encoding::Json);
    let session = modern(&server).await;
    call(&session, "crash", json!({})).await.expect_err("the connection is cut");
}

#[tokio::test]
async fn a_server_comes_back_at_the_same_address() {
    let mut server = FakeHttp::start(Flavour::Modern);
    let url = server.url();
    let session = modern(&server).await;
    server.stop();
    call(&session, "echo", json!({"text": "?"})).await.expect_err("nobody is there");
    server.start_again();
    assert_eq!(server.url(), url);
    assert_eq!(text(&session, "echo", json!({"text": "back"})).await, "back");
}
