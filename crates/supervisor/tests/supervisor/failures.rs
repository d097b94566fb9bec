//! Servers that do not come up, or do not stay up: each says why, and is tried again or not.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use console_domain::{
    ErrorCode, HttpFlavour, OpenError, Problem, RestartMode, ServerConfig, ServerState, Transport,
};
use console_supervisor::Pace;

use crate::support::{GOOD, House, command, in_directory, script, with_variable};

use ServerState::{Backoff, Degraded, Failed, Starting, Stopped, Up};

fn quick_health() -> Pace {
    Pace { health_interval: Duration::from_millis(50), ..Pace::default() }
}

#[tokio::test]
async fn a_crash_is_restarted_and_says_why() {
    let house = House::new();
    let (id, first) = house.up(script("crash", GOOD)).await;
    house.tell(&id, "run echo it hurts >&2; exit 3").await;
    let second = house
        .until(&id, "up again", |status| status.state == Up && status.instance != first.instance)
        .await;
    assert_eq!(second.restarts, 1);
    let problem = second.last_error.expect("a reason");
    assert_eq!(problem.code, ErrorCode::ProcessExited);
    assert_eq!(problem.message, "The server ended with exit code 3.");
    assert_eq!(problem.stderr_tail, ["it hurts"]);
    assert_eq!(house.recorded.states(), [Starting, Up, Backoff, Starting, Up]);
}

#[tokio::test]
async fn a_clean_exit_is_not_a_failure() {
    let house = House::new();
    let (id, _) = house.up(script("clean", GOOD)).await;
    house.tell(&id, "exit 0").await;
    house.until(&id, "stopped", |status| status.state == Stopped).await;
    let mut always = script("always", GOOD);
    always.restart.mode = RestartMode::Always;
    let (id, first) = house.up(always).await;
    house.tell(&id, "exit 0").await;
    house
        .until(&id, "up again", |status| status.state == Up && status.instance != first.instance)
        .await;
    let mut never = script("never", GOOD);
    never.restart.mode = RestartMode::Never;
    let (id, _) = house.up(never).await;
    house.tell(&id, "exit 1").await;
    let status = house.until(&id, "failed", |status| status.state == Failed).await;
    assert_eq!(status.last_error.expect("a reason").code, ErrorCode::ProcessExited);
}

#[tokio::test]
async fn a_crash_loop_ends_in_failed_and_a_start_begins_afresh() {
    let house = House::new();
    let mut config = script("loop", "echo no luck >&2; exit 7");
    config.restart.crash_limit = 2;
    let (id, status) = house.run(config).await;
    assert_eq!((status.state, status.restarts), (Failed, 2));
    let problem = status.last_error.expect("a reason");
    assert_eq!(problem.code, ErrorCode::CrashLoop);
    assert_eq!(problem.stderr_tail, ["no luck"]);
    assert_eq!(problem.details.expect("facts")["exit_code"], 7);
    house.supervisor.configure(script("loop", GOOD));
    house.supervisor.start(&id).await.expect("it is configured");
    let status = house.settled(&id).await;
    assert_eq!((status.state, status.restarts, status.last_error), (Up, 0, None));
}

#[tokio::test]
async fn backoff_can_be_stopped_or_cut_short() {
    let house = House::new();
    let mut config = script("patient", "exit 1");
    config.restart.backoff.initial_ms = 3_600_000;
    config.restart.backoff.max_ms = 3_600_000;
    let id = config.id.clone();
    house.supervisor.configure(config.clone());
    house.supervisor.start(&id).await.expect("it is configured");
    let status = house.until(&id, "backoff", |status| status.state == Backoff).await;
    let wait = status.retry_at.expect("a time").duration_since(status.since);
    assert_eq!(wait.as_hours(), 1);
    assert_eq!(house.stop(&id).await.state, Stopped);

    house.supervisor.start(&id).await.expect("it is configured");
    house.until(&id, "backoff", |status| status.state == Backoff).await;
    let transport = script("patient", GOOD).transport;
    house.supervisor.configure(ServerConfig { transport, ..config });
    let status = house.supervisor.start(&id).await.expect("it is configured");
    assert_eq!(status.state, Starting);
    assert_eq!(house.settled(&id).await.state, Up);
}

#[tokio::test]
async fn a_start_that_takes_too_long_is_a_failure_that_says_so() {
    let house = House::new();
    let mut config = script("slow", "echo 'Proceed? (y)' >&2; exec sleep 1000");
    config.timeouts.start_ms = 300;
    config.restart.mode = RestartMode::Never;
    let (_, status) = house.run(config).await;
    assert_eq!(status.state, Failed);
    let problem = status.last_error.expect("a reason");
    assert_eq!(problem.code, ErrorCode::StartTimeout);
    assert_eq!(problem.message, "The server did not finish its handshake within 0.3 s.");
    assert_eq!(problem.stderr_tail, ["Proceed? (y)"]);
}

#[tokio::test]
async fn lost_health_degrades_then_restarts() {
    let house = House::with_pace(quick_health());
    let deaf_once = GOOD.replace("ping) echo pong", "ping) [ -e deaf ] && echo pong; touch deaf");
    let config =
        in_directory(script("deaf", &deaf_once), house.dir.path().to_str().expect("UTF-8"));
    let (id, first) = house.up(config).await;
    let status = house.until(&id, "degraded", |status| status.state == Degraded).await;
    assert_eq!(status.last_error.expect("a reason").code, ErrorCode::CallTimeout);
    assert!(house.supervisor.session(&id).is_ok(), "calls can still be made");
    let status = house.until(&id, "healthy again", |status| status.state == Up).await;
    assert_eq!(status.instance, first.instance, "it was not restarted");

    let (id, first) = house.up(script("dead", &GOOD.replace("echo pong", ":"))).await;
    house
        .until(&id, "restarted", |status| status.restarts == 1 && status.instance != first.instance)
        .await;
}

#[tokio::test]
async fn what_the_protocol_reports_as_hopeless_is_not_tried_again() {
    let house = House::new();
    let refusal = Problem::new(ErrorCode::UnsupportedVersion, "No common version.");
    house.opener.next([Err(OpenError::Failed(refusal))]);
    let (_, status) = house.run(script("new", GOOD)).await;
    assert_eq!((status.state, status.restarts), (Failed, 0));
    assert_eq!(status.last_error.expect("a reason").code, ErrorCode::UnsupportedVersion);
}

#[tokio::test]
async fn a_remote_server_is_reconnected_for_ever_but_not_when_it_refuses_us() {
    let house = House::new();
    let transport = Transport::Http {
        url: "https://example.test/${WHERE:-mcp}".into(),
        headers: Vec::new(),
        flavour: HttpFlavour::Auto,
    };
    let mut config = ServerConfig { transport, ..script("remote", "") };
    config.restart.crash_limit = 1;
    let away = || Err(OpenError::Failed(Problem::new(ErrorCode::Unreachable, "Away.")));
    house.opener.next([away(), away(), away(), away()]);
    let (id, status) = house.run(config).await;
    assert_eq!((status.state, status.restarts, status.pid), (Up, 4, None));
    assert_eq!(house.opener.endpoints()[0].url, "https://example.test/mcp");

    house.opener.lose_remote();
    let status = house.until(&id, "reconnected", |s| s.state == Up && s.restarts == 5).await;
    assert_eq!(status.last_error.expect("a reason").code, ErrorCode::Unreachable);

    let refused = Problem::new(ErrorCode::Unauthorized, "A token is needed.");
    house.opener.next([Err(OpenError::Failed(refused))]);
    house.supervisor.restart(&id).await.expect("it is configured");
    let status = house.settled(&id).await;
    assert_eq!(status.state, Failed);
    assert_eq!(status.last_error.expect("a reason").code, ErrorCode::Unauthorized);
}

#[tokio::test]
async fn hopeless_settings_fail_at_once_with_the_field_and_the_next_step() {
    let house = House::new();
    let dir = house.dir.path();
    let plain = dir.join("plain");
    std::fs::write(&plain, "no program").expect("writable");
    let no_loader = dir.join("no-loader");
    std::fs::write(&no_loader, "#!/does/not/exist\n").expect("writable");
    std::fs::set_permissions(&no_loader, std::fs::Permissions::from_mode(0o755)).expect("ours");
    let text = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
    let good = || script("x", GOOD);
    let cases = [
        (command("a", "no-such-command", &[]), ErrorCode::CommandNotFound, "command"),
        (command("b", "/no/such/command", &[]), ErrorCode::CommandNotFound, "command"),
        (command("c", &text(&plain), &[]), ErrorCode::CommandNotExecutable, "command"),
        (command("d", &text(dir), &[]), ErrorCode::CommandNotExecutable, "command"),
        (in_directory(good(), "/no/such"), ErrorCode::BadWorkingDirectory, "cwd"),
        (in_directory(good(), &text(&plain)), ErrorCode::BadWorkingDirectory, "cwd"),
        (in_directory(good(), "relative"), ErrorCode::BadWorkingDirectory, "cwd"),
        (command("e", "sh", &["${NOT_SET_ANYWHERE}"]), ErrorCode::VariableMissing, "args[0]"),
        (
            with_variable(with_variable(good(), "A", "${B}"), "B", "${A}"),
            ErrorCode::VariableCycle,
            "env.A",
        ),
        (command("f", &text(&no_loader), &[]), ErrorCode::SpawnFailed, ""),
    ];
    for (config, code, field) in cases {
        let (_, status) = house.run(config).await;
        let problem = status.last_error.expect("a reason");
        assert_eq!((status.state, problem.code), (Failed, code), "{problem:?}");
        assert_eq!(problem.field.as_deref().unwrap_or_default(), field, "{problem:?}");
        assert!(problem.hint.is_some(), "{problem:?}");
        assert_eq!(status.restarts, 0);
    }
    let (_, status) = house.run(command("g", "uvx-that-is-not-there", &[])).await;
    let details = status.last_error.and_then(|problem| problem.details).expect("details");
    let searched = details["searched"].as_str().expect("a path");
    assert!(searched.contains("/usr/bin"), "it says what was searched: {searched}");
}

#[tokio::test]
async fn a_server_that_exits_at_once_says_how_even_with_code_0() {
    let house = House::new();
    let mut config = script("brief", "echo usage: brief >&2; exit 0");
    config.restart.mode = RestartMode::Never;
    let (_, status) = house.run(config).await;
    let problem = status.last_error.expect("a reason");
    assert_eq!((status.state, problem.code), (Failed, ErrorCode::ProcessExited));
    assert_eq!(problem.message, "The server ended with exit code 0 before its handshake was done.");
    assert_eq!(problem.stderr_tail, ["usage: brief"]);
    let mut config = script("killed", "kill -SEGV $$");
    config.restart.mode = RestartMode::Never;
    let (_, status) = house.run(config).await;
    let problem = status.last_error.expect("a reason");
    assert!(problem.message.contains("signal 11 (SIGSEGV"), "{}", problem.message);
}

#[tokio::test]
async fn a_server_that_is_busy_with_calls_is_not_restarted_for_its_silence() {
    let house = House::with_pace(quick_health());
    house.opener.set_in_flight(1);
    let (id, first) = house.up(script("busy", &GOOD.replace("echo pong", ":"))).await;
    let status = house.until(&id, "many failures", |status| status.health.failures > 7).await;
    assert_eq!((status.state, status.instance.as_ref()), (Degraded, first.instance.as_ref()));
    house.opener.set_in_flight(0);
    house.until(&id, "restarted", |status| status.restarts == 1).await;
}
