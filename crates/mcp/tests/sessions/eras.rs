//! Which era is tried, in which order, and what a failure leads to.

use std::time::Duration;

use console_domain::{Era, EraSetting, ErrorCode, OpenError, Problem};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::peer::{Opened, Peer, opening};

fn discovery() -> Value {
    json!({
        "resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {},
        "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "peer", "version": "2"}},
    })
}

fn era(opened: Opened) -> Era {
    opened.unwrap_or_else(|error| panic!("{error:?}")).facts().era
}

fn problem(opened: Opened) -> Problem {
    match opened {
        Err(OpenError::Failed(problem)) => problem,
        Err(OpenError::RespawnForLegacy) => panic!("a respawn is not what is wanted"),
        Ok(_) => panic!("it opened"),
    }
}

fn wants_respawn(opened: &Opened) -> bool {
    matches!(opened, Err(OpenError::RespawnForLegacy))
}

async fn refuse_discover(peer: &mut Peer) {
    let request = peer.expect("server/discover").await;
    peer.refuse(&request, -32601, "unknown method").await;
}

#[tokio::test]
async fn a_modern_server_is_found() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    let request = peer.expect("server/discover").await;
    let meta = &request["params"]["_meta"];
    assert_eq!(meta["io.modelcontextprotocol/protocolVersion"], "2026-07-28");
    assert_eq!(meta["io.modelcontextprotocol/clientInfo"]["name"], "console");
    assert!(meta["io.modelcontextprotocol/clientCapabilities"].is_object());
    peer.answer(&request, discovery()).await;
    let session = opened.await.unwrap().expect("opens");
    assert_eq!(session.facts().era, Era::Modern);
    assert_eq!(session.facts().protocol_version, "2026-07-28");
    assert_eq!(session.facts().server_info.name, "peer");
}

#[tokio::test]
async fn a_refusal_is_followed_by_initialize_in_the_same_process() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    refuse_discover(&mut peer).await;
    peer.initialize(json!({"tools": {}})).await;
    let session = opened.await.unwrap().expect("opens");
    assert_eq!(session.facts().era, Era::Legacy);
    assert_eq!(session.facts().protocol_version, "2025-11-25");
    assert!(session.facts().capabilities["tools"].is_object());
}

#[tokio::test]
async fn a_server_that_discovers_older_versions_is_initialized() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    let request = peer.expect("server/discover").await;
    peer.answer(&request, json!({"supportedVersions": ["2025-11-25"], "capabilities": {}})).await;
    peer.initialize(json!({})).await;
    assert_eq!(era(opened.await.unwrap()), Era::Legacy);
}

#[tokio::test]
async fn a_server_that_dies_of_the_question_is_wanted_again() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    peer.expect("server/discover").await;
    drop(peer);
    assert!(wants_respawn(&opened.await.unwrap()));
}

#[tokio::test(start_paused = true)]
async fn silence_is_followed_by_initialize() {
    let began = Instant::now();
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    peer.expect("server/discover").await;
    peer.expect("notifications/cancelled").await;
    assert_eq!(began.elapsed(), Duration::from_secs(3));
    peer.initialize(json!({})).await;
    assert_eq!(era(opened.await.unwrap()), Era::Legacy);
}

#[tokio::test(start_paused = true)]
async fn a_slow_modern_server_is_asked_again() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    let late = peer.expect("server/discover").await;
    peer.expect("notifications/cancelled").await;
    let request = peer.expect("initialize").await;
    peer.answer(&late, discovery()).await;
    peer.refuse(&request, -32601, "unknown method").await;
    let request = peer.expect("server/discover").await;
    peer.answer(&request, discovery()).await;
    assert_eq!(era(opened.await.unwrap()), Era::Modern);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_is_wanted_again_and_then_given_up() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    peer.expect("server/discover").await;
    assert!(wants_respawn(&opened.await.unwrap()));
    peer.client_is_gone().await;

    let began = Instant::now();
    let (opened, mut peer) = opening(EraSetting::Auto, Some(Era::Legacy));
    peer.expect("initialize").await;
    let problem = problem(opened.await.unwrap());
    assert_eq!(problem.code, ErrorCode::StartTimeout);
    assert!(began.elapsed() <= Duration::from_mins(1), "all attempts keep to the time-out");
}

#[tokio::test]
async fn a_failed_initialize_after_the_question_wants_a_fresh_process() {
    let (opened, mut peer) = opening(EraSetting::Auto, None);
    refuse_discover(&mut peer).await;
    let request = peer.expect("initialize").await;
    peer.refuse(&request, -32600, "confused").await;
    assert!(wants_respawn(&opened.await.unwrap()));
}

#[tokio::test]
async fn a_learned_era_is_tried_first_and_falls_back() {
    let (opened, mut peer) = opening(EraSetting::Auto, Some(Era::Legacy));
    peer.initialize(json!({})).await;
    assert_eq!(era(opened.await.unwrap()), Era::Legacy);

    let (opened, mut peer) = opening(EraSetting::Auto, Some(Era::Legacy));
    let request = peer.expect("initialize").await;
    let data = json!({"supported": ["2026-07-28"], "requested": "2025-11-25"});
    let error = json!({"code": -32022, "message": "unsupported", "data": data});
    peer.send(json!({"jsonrpc": "2.0", "id": request["id"], "error": error})).await;
    let request = peer.expect("server/discover").await;
    peer.answer(&request, discovery()).await;
    assert_eq!(era(opened.await.unwrap()), Era::Modern, "the server was updated");

    let (opened, mut peer) = opening(EraSetting::Auto, Some(Era::Modern));
    refuse_discover(&mut peer).await;
    peer.initialize(json!({})).await;
    assert_eq!(era(opened.await.unwrap()), Era::Legacy, "the server was set back");

    let (opened, mut peer) = opening(EraSetting::Auto, Some(Era::Modern));
    peer.expect("server/discover").await;
    drop(peer);
    assert!(wants_respawn(&opened.await.unwrap()));
}

#[tokio::test]
async fn a_setting_is_kept_to() {
    let (opened, mut peer) = opening(EraSetting::Modern, Some(Era::Legacy));
    refuse_discover(&mut peer).await;
    assert_eq!(problem(opened.await.unwrap()).code, ErrorCode::UnsupportedVersion);
    peer.client_is_gone().await;

    let (opened, mut peer) = opening(EraSetting::Legacy, Some(Era::Modern));
    let request = peer.expect("initialize").await;
    peer.refuse(&request, -32603, "no licence").await;
    let problem = problem(opened.await.unwrap());
    assert_eq!(problem.code, ErrorCode::ServerError);
    assert!(problem.message.contains("no licence"), "{}", problem.message);
}

#[tokio::test]
async fn a_version_from_nowhere_is_refused() {
    for setting in [EraSetting::Legacy, EraSetting::Auto] {
        let (opened, mut peer) = opening(setting, Some(Era::Legacy));
        let request = peer.expect("initialize").await;
        peer.answer(&request, json!({"protocolVersion": "1999-01-01", "capabilities": {}})).await;
        let problem = problem(opened.await.unwrap());
        assert_eq!(problem.code, ErrorCode::UnsupportedVersion);
        assert!(problem.message.contains("1999-01-01"), "{}", problem.message);
    }
}

#[tokio::test]
async fn a_server_that_dies_of_initialize_has_failed() {
    let (opened, mut peer) = opening(EraSetting::Legacy, None);
    peer.expect("initialize").await;
    drop(peer);
    assert_eq!(problem(opened.await.unwrap()).code, ErrorCode::ProcessExited);
}

#[tokio::test]
async fn noise_and_pings_before_the_handshake_do_not_matter() {
    let (opened, mut peer) = opening(EraSetting::Legacy, None);
    peer.raw(b"Server v1.0 starting\n").await;
    peer.send(json!({"jsonrpc": "2.0", "id": 1, "method": "ping"})).await;
    let mut seen = [peer.next().await, peer.next().await];
    seen.sort_by_key(|message| message["method"].is_null());
    let [initialize, pong] = seen;
    assert_eq!(pong["result"], json!({}));
    peer.answer(&initialize, json!({"protocolVersion": "2024-11-05", "capabilities": {}})).await;
    peer.expect("notifications/initialized").await;
    assert_eq!(opened.await.unwrap().expect("opens").facts().protocol_version, "2024-11-05");
}
