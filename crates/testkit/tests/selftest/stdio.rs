//! `fake-mcp` and rmcp understand each other, in both eras.

use console_testkit::{fake_mcp, proc, wait_until_async};
use rmcp::ServiceExt;
use rmcp::service::ClientServiceExt;
use rmcp::transport::TokioChildProcess;
use serde_json::json;
use tokio::process::Command;

use crate::client::{self, Client, DEADLINE, Session, call, text};

async fn legacy(args: &[&str]) -> Session {
    let transport = TokioChildProcess::new(command(args)).expect("the fake starts");
    Client::default().serve(transport).await.expect("the handshake succeeds")
}

async fn modern(args: &[&str]) -> Session {
    let transport = TokioChildProcess::new(command(args)).expect("the fake starts");
    let session = Client::default().serve_with_lifecycle(transport, client::modern()).await;
    session.expect("discovery succeeds")
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(fake_mcp());
    command.args(args).env("FAKE_TEST", "here");
    command
}

#[tokio::test]
async fn a_legacy_server_does_everything() {
    for args in
        [&["--mode", "ok"][..], &["--page-size", "2"], &["--mode", "slow-start", "--ms", "100"]]
    {
        let session = legacy(args).await;
        client::expect_everything_to_work(&session).await;
        session.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn a_modern_server_does_everything() {
    for args in [&["--mode", "modern"][..], &["--mode", "modern", "--page-size", "2"]] {
        let session = modern(args).await;
        client::expect_everything_to_work(&session).await;
        session.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn the_server_tells_of_its_surroundings_and_ends_with_its_input() {
    let session = legacy(&[]).await;
    assert_eq!(text(&session, "env", json!({"name": "FAKE_TEST"})).await, "here");
    let here = std::env::current_dir().unwrap();
    assert_eq!(text(&session, "cwd", json!({})).await, here.to_str().unwrap());
    let pid = text(&session, "pid", json!({})).await.parse().unwrap();
    assert!(proc::alive(pid));
    session.cancel().await.unwrap();
    wait_until_async(DEADLINE, "the fake ends", async || !proc::alive(pid)).await;
}

#[tokio::test]
async fn notifications_arrive_and_the_list_changes() {
    let session = legacy(&[]).await;
    text(&session, "log", json!({"text": "hello"})).await;
    session.service().wait_to_hear("log \"hello\"").await;
    text(&session, "change_tools", json!({})).await;
    session.service().wait_to_hear("tools changed").await;
    let tools = session.list_all_tools().await.unwrap();
    assert!(tools.iter().any(|tool| tool.name == "surprise"));
}

#[tokio::test]
async fn a_modern_subscription_hears_of_changes() {
    let session = modern(&["--mode", "modern"]).await;
    let filter = rmcp::model::SubscriptionFilter::builder().tools_list_changed().build();
    let mut subscription = session.listen(filter).await.expect("the filter is acknowledged");
    text(&session, "change_tools", json!({})).await;
    let heard = tokio::time::timeout(DEADLINE, subscription.next()).await.expect("in time");
    assert!(heard.expect("no error").is_some(), "a notification arrives on the subscription");
}

#[tokio::test]
async fn the_eras_do_not_understand_each_other() {
    let transport = TokioChildProcess::new(command(&["--mode", "modern"])).unwrap();
    let refused = Client::default().serve(transport).await;
    assert!(refused.is_err(), "a modern server refuses initialize");
    let transport = TokioChildProcess::new(command(&["--mode", "ok"])).unwrap();
    let refused = Client::default().serve_with_lifecycle(transport, client::modern()).await;
    assert!(refused.is_err(), "a legacy server refuses discovery");
}

#[tokio::test]
async fn a_crash_ends_the_call_without_an_answer() {
    let session = legacy(&[]).await;
    call(&session, "crash", json!({})).await.expect_err("nobody answers");
}
