//! The repositories of servers and settings.
#![expect(clippy::expect_used, reason = "a failed expectation is the report of a test")]

use console_domain::limits::{HISTORY_ROWS_PER_SERVER, MAX_CONSENTS};
use console_domain::{
    Clock, Era, ErrorCode, InstanceId, ManualClock, Problem, ServerConfig, ServerState,
    TransitionRecord, Transport,
};
use console_store::{DataDir, Database, ServerSource, StoreError, StoredServer};
use jiff::{SignedDuration, Timestamp};

struct Fixture {
    _temp: tempfile::TempDir,
    db: Database,
    clock: ManualClock,
}

async fn fixture() -> Fixture {
    let temp = tempfile::tempdir().expect("a temporary directory");
    let dir = DataDir::new(temp.path());
    dir.prepare().expect("it can be made");
    let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
    let db = Database::open(&dir, &clock).await.expect("a fresh database");
    Fixture { _temp: temp, db, clock }
}

fn server(name: &str) -> StoredServer {
    let transport =
        Transport::Stdio { command: "npx".into(), args: vec![], env: vec![], cwd: None };
    let config = ServerConfig::new(name, transport).expect("a valid name");
    StoredServer { config, approved_target: None, wanted_up: false }
}

#[tokio::test]
async fn what_is_stored_is_what_is_read() {
    let f = fixture().await;
    let servers = f.db.servers();
    let mut time = server("time");
    servers.insert(&time, ServerSource::User, f.clock.now()).await.expect("stored");
    let id = time.config.id.clone();

    assert_eq!(servers.find(&id).await.expect("readable"), Some(time.clone()));
    let approve = |server: &mut StoredServer| {
        server.approved_target = Some("[\"npx\"]".into());
        Ok::<_, StoreError>(())
    };
    servers.change(&id, f.clock.now(), approve).await.expect("stored");
    servers.want_up(&id, true).await.expect("stored");
    servers.learn_era(&id, Era::Modern).await.expect("stored");
    time.approved_target = Some("[\"npx\"]".into());
    time.wanted_up = true;
    time.config.learned_era = Some(Era::Modern);
    assert_eq!(servers.all().await.expect("readable"), vec![time.clone()]);

    time.config.description = Some("Tells the time".into());
    let describe = |server: &mut StoredServer| {
        server.config.description.clone_from(&time.config.description);
        Ok::<_, StoreError>(())
    };
    let changed = servers.change(&id, f.clock.now(), describe).await.expect("stored");
    assert_eq!(changed.as_ref(), Some(&time));
    assert_eq!(servers.find(&id).await.expect("readable"), changed);
    let refuse = |server: &mut StoredServer| {
        server.config.tags.push("never".into());
        Err(StoreError::Duplicate("refused".into()))
    };
    let refused = servers.change(&id, f.clock.now(), refuse).await;
    assert!(matches!(refused, Err(StoreError::Duplicate(_))), "{refused:?}");
    assert_eq!(servers.find(&id).await.expect("readable"), Some(time), "nothing was changed");

    servers.remove(&id, f.clock.now()).await.expect("removed");
    assert_eq!(servers.find(&id).await.expect("readable"), None);
    assert!(matches!(
        servers.remove(&id, f.clock.now()).await,
        Err(StoreError::RowsAffected { expected: 1, actual: 0 })
    ));
}

#[tokio::test]
async fn consent_outlives_the_server_and_is_bounded() {
    let f = fixture().await;
    let servers = f.db.servers();
    let agree = |target: &str| {
        let target = Some(target.to_owned());
        move |server: &mut StoredServer| {
            server.approved_target = target;
            Ok::<_, StoreError>(())
        }
    };
    let time = server("time");
    let id = time.config.id.clone();
    servers.insert(&time, ServerSource::Import, f.clock.now()).await.expect("stored");
    assert!(!servers.is_consented("[\"a\"]").await.expect("readable"));
    servers.change(&id, f.clock.now(), agree("[\"a\"]")).await.expect("stored");
    servers.remove(&id, f.clock.now()).await.expect("removed");
    servers.purge_removed().await.expect("purged");
    assert!(servers.is_consented("[\"a\"]").await.expect("readable"), "it is remembered");
    assert!(!servers.is_consented("[\"a\",\"-x\"]").await.expect("readable"), "exact");

    servers.insert(&time, ServerSource::User, f.clock.now()).await.expect("stored");
    for n in 0..MAX_CONSENTS {
        f.clock.advance(SignedDuration::from_secs(1));
        servers.change(&id, f.clock.now(), agree(&n.to_string())).await.expect("stored");
    }
    assert!(!servers.is_consented("[\"a\"]").await.expect("readable"), "the oldest went");
    assert!(servers.is_consented("0").await.expect("readable"));
}

#[tokio::test]
async fn a_taken_id_is_refused_and_changes_nothing() {
    let f = fixture().await;
    let servers = f.db.servers();
    let first = server("time");
    servers.insert(&first, ServerSource::User, f.clock.now()).await.expect("stored");
    let mut second = server("Time");
    second.config.description = Some("an impostor".into());
    let error = servers
        .insert(&second, ServerSource::Import, f.clock.now())
        .await
        .expect_err("the id is taken");
    assert_eq!(Problem::from(error).code, ErrorCode::DuplicateName);
    assert_eq!(servers.all().await.expect("readable"), vec![first]);
}

#[tokio::test]
async fn history_is_newest_first_bounded_and_goes_with_its_server() {
    let f = fixture().await;
    let servers = f.db.servers();
    let time = server("time");
    let id = time.config.id.clone();
    servers.insert(&time, ServerSource::User, f.clock.now()).await.expect("stored");
    let instance = InstanceId::fresh();
    let record = |to, problem| TransitionRecord {
        server: id.clone(),
        instance: Some(instance.clone()),
        at: f.clock.now(),
        from: ServerState::Starting,
        to,
        problem,
    };
    let bound = u32::try_from(HISTORY_ROWS_PER_SERVER).expect("a small bound");
    for _ in 0..bound + 5 {
        f.clock.advance(SignedDuration::from_secs(1));
        servers.record(&record(ServerState::Up, None)).await.expect("stored");
    }
    let problem = Problem::new(ErrorCode::ProcessExited, "It ended.");
    servers.record(&record(ServerState::Backoff, Some(problem.clone()))).await.expect("stored");

    let history = servers.history(&id, bound * 2).await.expect("readable");
    assert_eq!(history.len(), bound as usize, "the oldest rows are dropped");
    assert_eq!(history[0].to, ServerState::Backoff);
    assert_eq!(history[0].problem, Some(problem));
    assert!(history[1].at > history[2].at, "newest first");

    servers.remove(&id, f.clock.now()).await.expect("removed");
    assert!(servers.restore(&id).await.expect("restored"));
    assert!(!servers.history(&id, 1).await.expect("readable").is_empty(), "an undo is whole");
    servers.remove(&id, f.clock.now()).await.expect("removed");
    assert_eq!(servers.purge_removed().await.expect("purged"), 1);
    assert!(!servers.restore(&id).await.expect("readable"), "nothing is left to restore");
    assert!(servers.history(&id, 10).await.expect("readable").is_empty());
    let late = servers.record(&record(ServerState::Stopped, None)).await;
    assert!(late.is_ok(), "a fact about a removed server is dropped, not an error");
}

#[tokio::test]
async fn settings_hold_plain_data() {
    let f = fixture().await;
    let settings = f.db.settings();
    assert_eq!(settings.get::<u16>("port").await.expect("readable"), None);
    settings.put("port", &8000_u16, f.clock.now()).await.expect("stored");
    settings.put("port", &8001_u16, f.clock.now()).await.expect("replaced");
    assert_eq!(settings.get::<u16>("port").await.expect("readable"), Some(8001));
    assert!(settings.get::<Vec<String>>("port").await.is_err(), "of another shape");
}

#[tokio::test]
async fn a_removed_server_does_not_hold_its_name() {
    let f = fixture().await;
    let servers = f.db.servers();
    let time = server("time");
    let id = time.config.id.clone();
    for _ in 0..2 {
        servers.insert(&time, ServerSource::User, f.clock.now()).await.expect("stored");
        servers.remove(&id, f.clock.now()).await.expect("removed");
    }
    servers.insert(&time, ServerSource::User, f.clock.now()).await.expect("stored");
    assert!(!servers.restore(&id).await.expect("readable"), "the new one is not a removed one");
}
