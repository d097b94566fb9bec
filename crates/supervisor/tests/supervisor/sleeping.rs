//! Servers that nobody calls are stopped, and come back when they are used; what a call finds out
//! is noticed at once.

use std::time::Duration;

use console_domain::{
    EraSetting, ErrorCode, HttpFlavour, RestartMode, ServerConfig, ServerState, SessionRequest,
    Transport,
};
use console_supervisor::Pace;

use crate::support::{GOOD, House, PATIENCE, in_time, is_alive, script, with_variable};

use ServerState::{Backoff, Failed, Starting, Stopped, Stopping, Up};

/// Short, for a test; what a person may set is longer.
const IDLE_MS: u32 = 200;

fn sleepy(name: &str) -> ServerConfig {
    let mut config = script(name, GOOD);
    config.idle_stop_ms = Some(IDLE_MS);
    config
}

fn remote() -> ServerConfig {
    let url = "http://localhost:1/mcp".into();
    let transport = Transport::Http { url, headers: vec![], flavour: HttpFlavour::Auto };
    ServerConfig::new("remote", transport).expect("a valid name")
}

fn request() -> SessionRequest {
    SessionRequest::new("tools/call", "test", PATIENCE)
}

#[tokio::test]
async fn a_server_without_calls_is_stopped_and_the_next_use_starts_it() {
    // Health is asked all the time: that is no use.
    let pace = Pace { health_interval: Duration::from_millis(20), ..Pace::default() };
    let house = House::with_pace(pace);
    let (id, first) = house.up(sleepy("sleepy")).await;
    let asleep = house.until(&id, "asleep", |s| s.asleep && s.state == Stopped).await;
    assert_eq!((asleep.last_error, asleep.pid), (None, None), "nothing is wrong with it");
    assert!(!is_alive(first.pid.expect("a process")));
    assert!(house.log(&id).contains("no call for"), "{}", house.log(&id));
    assert!(house.supervisor.session(&id).is_err());
    house.supervisor.ensure_usable(&id).expect("a use would bring it up");

    let uses = (0..10).map(|_| house.supervisor.session_for_use(&id));
    let sessions = in_time("the uses", join_all(uses)).await;
    for session in sessions {
        session.expect("it comes up").request(request()).await.expect("it answers");
    }
    let status = house.supervisor.status(&id).expect("there");
    assert_eq!((status.state, status.asleep, status.restarts), (Up, false, 0));
    let expected = [Starting, Up, Stopping, Stopped, Starting, Up];
    assert_eq!(house.recorded.states()[..6], expected, "ten uses start it once");
}

async fn join_all<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut outcomes = Vec::new();
    let mut pending: Vec<_> = all.map(Box::pin).collect();
    std::future::poll_fn(|cx| {
        pending.retain_mut(|one| match one.as_mut().poll(cx) {
            std::task::Poll::Ready(outcome) => {
                outcomes.push(outcome);
                false
            }
            std::task::Poll::Pending => true,
        });
        if pending.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    outcomes
}

#[tokio::test]
async fn a_use_while_it_is_being_stopped_starts_it_again() {
    let house = House::new();
    let slow = format!("trap 'sleep 0.3; exit 0' TERM\n{GOOD}\nwhile :; do sleep 0.05; done");
    let mut config = script("slow", &slow);
    config.idle_stop_ms = Some(IDLE_MS);
    config.timeouts.stop_ms = 300;
    let (id, first) = house.up(config).await;
    house.until(&id, "stopping", |status| status.state == Stopping).await;
    let session = in_time("the use", house.supervisor.session_for_use(&id)).await;
    session.expect("it comes up").request(request()).await.expect("it answers");
    assert_ne!(house.supervisor.status(&id).expect("there").instance, first.instance);
}

#[tokio::test]
async fn a_use_does_not_start_what_a_person_stopped() {
    let house = House::new();
    let (id, _) = house.up(script("stopped", GOOD)).await;
    house.stop(&id).await;
    let refused = house.supervisor.session_for_use(&id).await.err().expect("it is stopped");
    assert_eq!(refused.code, ErrorCode::NotRunning);

    let (id, _) = house.up(sleepy("asleep")).await;
    house.until(&id, "asleep", |s| s.asleep && s.state == Stopped).await;
    house.stop(&id).await;
    let refused = house.supervisor.session_for_use(&id).await.err().expect("it is stopped");
    assert_eq!(refused.code, ErrorCode::NotRunning);
    let refused = house.supervisor.ensure_usable(&id).expect_err("it is stopped");
    assert_eq!(refused.code, ErrorCode::NotRunning);
}

#[tokio::test]
async fn a_use_does_not_wait_for_a_restart_that_is_due_later() {
    let house = House::new();
    let file = house.dir.path().join("second");
    let once = format!("test -e {0} || {{ touch {0}; exit 3; }}\n{GOOD}", file.display());
    let mut config = script("later", &once);
    config.restart.backoff.initial_ms = 3_600_000;
    config.restart.backoff.max_ms = 3_600_000;
    let id = config.id.clone();
    house.supervisor.configure(config);
    house.supervisor.start(&id).await.expect("it is configured");
    house.until(&id, "waiting", |status| status.state == Backoff).await;
    in_time("the use", house.supervisor.session_for_use(&id)).await.expect("it comes up");
    let status = house.supervisor.status(&id).expect("there");
    assert_eq!((status.state, status.restarts), (Up, 1), "it counts as a restart");
}

#[tokio::test]
async fn uses_of_a_server_that_crashes_are_told_why_and_end_in_its_crash_loop() {
    let house = House::new();
    let mut config = script("crashing", "echo because >&2; exit 3");
    config.restart.backoff.initial_ms = 3_600_000;
    config.restart.backoff.max_ms = 3_600_000;
    let limit = config.restart.crash_limit;
    let id = config.id.clone();
    house.supervisor.configure(config);
    house.supervisor.start(&id).await.expect("it is configured");
    house.until(&id, "waiting", |status| status.state == Backoff).await;
    for n in 2..=limit + 1 {
        let told = in_time("the use", house.supervisor.session_for_use(&id)).await;
        let told = told.err().expect("it ends at once");
        let expected = if n > limit { ErrorCode::CrashLoop } else { ErrorCode::ProcessExited };
        assert_eq!((told.code, told.stderr_tail), (expected, vec!["because".to_owned()]), "{n}");
    }
    assert_eq!(house.supervisor.status(&id).expect("there").state, Failed);
    let refused = house.supervisor.session_for_use(&id).await.err().expect("it gave up");
    assert_eq!(refused.code, ErrorCode::NotRunning);
}

#[tokio::test]
async fn only_another_command_or_era_needs_a_restart() {
    let house = House::new();
    let config = script("edited", GOOD);
    let (id, first) = house.up(config.clone()).await;
    let mut settings = config.clone();
    settings.name = "Another name".into();
    settings.restart.mode = RestartMode::Never;
    settings.timeouts.call_ms = 1_000;
    settings.idle_stop_ms = Some(IDLE_MS);
    house.supervisor.configure(settings.clone());
    assert!(!house.supervisor.needs_restart(&id));
    let asleep = house.until(&id, "asleep", |s| s.asleep && s.state == Stopped).await;
    assert_ne!(asleep.instance, first.instance, "a new limit counts for what runs");

    settings.idle_stop_ms = None;
    for changed in [
        with_variable(settings.clone(), "A", "1"),
        ServerConfig { era: EraSetting::Legacy, ..settings.clone() },
    ] {
        house.supervisor.configure(settings.clone());
        house.supervisor.restart(&id).await.expect("it is configured");
        house.settled(&id).await;
        assert!(!house.supervisor.needs_restart(&id));
        house.supervisor.configure(changed);
        assert!(house.supervisor.needs_restart(&id));
        house.stop(&id).await;
        assert!(!house.supervisor.needs_restart(&id), "nothing of it runs");
    }
}

#[tokio::test]
async fn a_call_that_finds_nobody_is_noticed_at_once() {
    // The next health check is far away.
    let pace = Pace { health_interval: Duration::from_hours(1), ..Pace::default() };
    let house = House::with_pace(pace);
    let (id, _) = house.up(remote()).await;
    let session = house.supervisor.session_for_use(&id).await.expect("it is up");
    house.opener.vanish();
    session.request(request()).await.expect_err("nobody is there");
    let status = house.until(&id, "noticed", |status| status.state == Backoff).await;
    assert_eq!(status.last_error.expect("why").code, ErrorCode::Unreachable);
}

#[tokio::test]
async fn latencies_begin_with_the_handshake_and_anew_with_each_instance() {
    let pace = Pace { health_interval: Duration::from_millis(30), ..Pace::default() };
    let house = House::with_pace(pace);
    let (id, status) = house.up(script("timed", GOOD)).await;
    assert_eq!(status.health.recent_ms.first(), Some(&Some(1.0)), "the handshake");
    house.until(&id, "samples", |status| status.health.recent_ms.len() > 3).await;
    house.supervisor.restart(&id).await.expect("it is configured");
    house.settled(&id).await;
    let again = house.until(&id, "up again", |s| s.state == Up && s.instance != status.instance);
    assert!(again.await.health.recent_ms.len() <= 3, "they are those of the new instance");
}
