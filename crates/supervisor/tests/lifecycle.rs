//! Servers come up, are looked after, and go down: real processes, real pipes.

#![cfg(all(test, target_os = "linux"))]
#![expect(unreachable_pub, reason = "shared by the test binaries of this crate")]

mod support;

use std::time::Duration;

use console_domain::{
    Era, ErrorCode, HttpFlavour, OpenError, Problem, RestartMode, ServerConfig, ServerState,
    Transport,
};
use console_supervisor::{INSTANCE_VARIABLE, Pace};
use support::{GOOD, House, PATIENCE, command, in_time, is_alive, script, until, with_variable};

use ServerState::{Backoff, Degraded, Failed, Starting, Stopped, Stopping, Up};

fn quick_health() -> Pace {
    Pace { health_interval: Duration::from_millis(50), ..Pace::default() }
}

#[tokio::test]
async fn a_server_goes_up_lists_its_tools_and_goes_down() {
    let house = House::new();
    let (id, status) = house.up(script("good", GOOD)).await;
    let pid = status.pid.expect("a process");
    assert!(is_alive(pid));
    assert_eq!(status.counts.tools, 2);
    assert_eq!(status.protocol_version.as_deref(), Some("2025-11-25"));
    assert!(status.instance.is_some() && status.up_since.is_some());
    assert!(house.supervisor.session(&id).is_ok());
    assert_eq!(house.supervisor.catalog(&id).expect("listed").tools[1].name, "two");

    let status = house.stop(&id).await;
    assert_eq!(status.state, Stopped);
    assert_eq!((status.pid, status.instance, status.last_error), (None, None, None));
    assert!(!is_alive(pid));
    let problem = house.supervisor.session(&id).err().expect("not up");
    assert_eq!(problem.code, ErrorCode::NotRunning);
    assert_eq!(house.recorded.states(), [Starting, Up, Stopping, Stopped]);
    let instances: Vec<_> =
        house.recorded.transitions().iter().map(|t| t.instance.clone()).collect();
    assert!(instances[0].is_some() && instances.iter().all(|i| *i == instances[0]));
    let ledger = std::fs::read_to_string(house.dir.path().join("processes.json"));
    assert_eq!(ledger.expect("written"), "[]");
}

#[tokio::test]
async fn requests_that_change_nothing_are_harmless() {
    let house = House::new();
    let (id, first) = house.up(script("good", GOOD)).await;
    let again = house.supervisor.start(&id).await.expect("it is configured");
    assert_eq!((again.state, again.pid), (Up, first.pid));
    house.stop(&id).await;
    let again = house.supervisor.stop(&id).await.expect("it is configured");
    assert_eq!(again.state, Stopped);
    let unknown = "nobody".parse().expect("an id");
    let problem = house.supervisor.start(&unknown).await.expect_err("not configured");
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_restart_takes_the_new_configuration() {
    let house = House::new();
    let (id, first) = house.up(script("good", GOOD)).await;
    house.supervisor.configure(script("good", &GOOD.replace("one two", "one two three")));
    assert_eq!(house.supervisor.status(&id).expect("there").pid, first.pid, "it still runs");
    house.supervisor.restart(&id).await.expect("it is configured");
    let second = house.settled(&id).await;
    assert_eq!((second.state, second.counts.tools, second.restarts), (Up, 3, 0));
    assert_ne!(second.instance, first.instance);
    assert!(!is_alive(first.pid.expect("a process")));
    assert_eq!(house.recorded.states(), [Starting, Up, Stopping, Stopped, Starting, Up]);
}

#[tokio::test]
async fn a_start_during_a_stop_follows_it() {
    let house = House::new();
    let slow = format!("trap 'sleep 0.3; exit 0' TERM\n{GOOD}\nwhile :; do sleep 0.05; done");
    let mut config = script("slow", &slow);
    config.timeouts.stop_ms = 300;
    let (id, first) = house.up(config).await;
    let status = house.supervisor.stop(&id).await.expect("it is configured");
    assert_eq!(status.state, Stopping);
    let status = house.supervisor.start(&id).await.expect("it is configured");
    assert_eq!(status.state, Stopping);
    let second = house.settled(&id).await;
    assert_eq!(second.state, Up);
    assert_ne!(second.pid, first.pid);
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
async fn a_stop_is_obeyed_during_a_slow_start() {
    let house = House::new();
    let config = script("slow", "sleep 1000");
    let id = config.id.clone();
    house.supervisor.configure(config);
    house.supervisor.start(&id).await.expect("it is configured");
    let status = house.until(&id, "spawned", |status| status.pid.is_some()).await;
    let pid = status.pid.expect("a process");
    let began = std::time::Instant::now();
    assert_eq!(house.stop(&id).await.state, Stopped);
    assert!(began.elapsed() < Duration::from_secs(15), "it did not wait for the handshake");
    assert!(!is_alive(pid));
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
    let config = support::in_directory(
        script("deaf", &deaf_once),
        house.dir.path().to_str().expect("UTF-8"),
    );
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
async fn a_changed_list_is_listed_again() {
    let house = House::new();
    let (id, _) = house.up(script("changing", GOOD)).await;
    assert_eq!(house.supervisor.status(&id).expect("there").counts.tools, 2);
    house.tell(&id, "run TOOLS='a b c'").await;
    house.tell(&id, "say notify notifications/tools/list_changed").await;
    house.until(&id, "three tools", |status| status.counts.tools == 3).await;
    assert_eq!(house.supervisor.catalog(&id).expect("listed").tools[2].name, "c");
}

#[tokio::test]
async fn a_listing_that_fails_degrades_nothing() {
    let house = House::new();
    let (id, status) =
        house.up(script("listless", &GOOD.replace("echo \"tools $TOOLS\"", ":"))).await;
    assert_eq!(status.counts.tools, 0);
    assert!(house.log(&id).contains("its listing failed"), "{}", house.log(&id));
}

#[tokio::test]
async fn an_older_server_is_spawned_again_and_its_era_remembered() {
    let house = House::new();
    house.opener.next([Err(OpenError::RespawnForLegacy)]);
    let (id, status) = house.up(script("old", GOOD)).await;
    assert_eq!(status.restarts, 0, "this is no restart");
    assert_eq!(house.recorded.states(), [Starting, Up]);
    assert_eq!(house.recorded.eras(), [Era::Legacy]);
    let asked: Vec<_> = house.opener.specs().iter().map(|spec| spec.learned_era).collect();
    assert_eq!(asked, [None, Some(Era::Legacy)]);
    house.supervisor.restart(&id).await.expect("it is configured");
    house.settled(&id).await;
    assert_eq!(house.opener.specs()[2].learned_era, Some(Era::Legacy));
    let ledger = std::fs::read_to_string(house.dir.path().join("processes.json"));
    let entries: Vec<serde_json::Value> =
        serde_json::from_str(&ledger.expect("written")).expect("JSON");
    assert_eq!(entries.len(), 1, "the first process was struck out");
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
async fn at_most_so_many_handshakes_run_at_once() {
    let house = House::with_pace(Pace { concurrent_starts: 3, ..Pace::default() });
    let slow = GOOD.replace("hello) echo ready", "hello) sleep 0.1; echo ready");
    let configs: Vec<_> = (0..12).map(|n| script(&format!("s{n}"), &slow)).collect();
    for config in &configs {
        house.supervisor.configure(config.clone());
        house.supervisor.start(&config.id).await.expect("it is configured");
    }
    for config in &configs {
        assert_eq!(house.settled(&config.id).await.state, Up);
    }
    assert_eq!(house.opener.most_opening(), 3);
    house.shutdown().await;
    let at_rest = |(_, status): &(_, console_domain::InstanceStatus)| status.state == Stopped;
    assert!(house.supervisor.statuses().iter().all(at_rest));
    let problem = house.supervisor.start(&configs[0].id).await.expect_err("closing");
    assert_eq!(problem.code, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_removed_server_is_stopped_and_forgotten() {
    let house = House::new();
    let (id, status) = house.up(script("gone", GOOD)).await;
    let mut watch = house.supervisor.watch(&id).expect("it is configured");
    house.supervisor.remove(&id).await.expect("it is configured");
    assert!(!is_alive(status.pid.expect("a process")));
    assert!(house.supervisor.status(&id).is_none());
    in_time("the end of the watch", async { while watch.changed().await.is_ok() {} }).await;
    let problem = house.supervisor.remove(&id).await.expect_err("gone");
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn an_abandoned_supervisor_leaves_nothing_running() {
    let house = House::new();
    let (_, up) = house.up(script("left", GOOD)).await;
    let slow = script("starting", "exec sleep 1000");
    let slow_id = slow.id.clone();
    house.supervisor.configure(slow);
    house.supervisor.start(&slow_id).await.expect("it is configured");
    let starting = house.until(&slow_id, "spawned", |status| status.pid.is_some()).await;
    drop(house.supervisor);
    for pid in [up.pid, starting.pid].into_iter().flatten() {
        until("the process is gone", || !is_alive(pid)).await;
    }
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
async fn a_child_is_given_its_own_variables_and_the_listed_ones() {
    let house = House::new();
    let print = format!("env >&2\n{GOOD}");
    let config = with_variable(script("env", &print), "ROOT", "/srv");
    let config = with_variable(config, "DATA", "${ROOT}/data");
    let (id, status) = house.up(config).await;
    until("the variables are in the log", || house.log(&id).contains("DATA=/srv/data")).await;
    let instance = status.instance.expect("an instance");
    until("the tag is in the log", || {
        house.log(&id).contains(&format!("{INSTANCE_VARIABLE}={instance}"))
    })
    .await;
    assert!(!house.log(&id).contains("CARGO_MANIFEST_DIR="), "only listed variables are inherited");
}

#[tokio::test]
async fn usage_of_the_whole_tree_is_read() {
    let pace = Pace { usage_interval: Duration::from_millis(100), ..Pace::default() };
    let house = House::with_pace(pace);
    let busy = format!("(while :; do :; done) &\n{GOOD}");
    let (id, _) = house.up(script("busy", &busy)).await;
    let is_busy = |usage: &console_domain::ResourceUse| {
        usage.processes == 2 && usage.cpu_percent > 1.0 && usage.memory_bytes > 100_000
    };
    let status = house.until(&id, "usage", |s| s.usage.as_ref().is_some_and(is_busy)).await;
    assert_eq!(status.state, Up);
    let status = house.stop(&id).await;
    assert_eq!(status.usage, None);
}

#[tokio::test]
async fn hopeless_settings_fail_at_once_with_the_field_and_the_next_step() {
    let house = House::new();
    let dir = house.dir.path();
    let plain = dir.join("plain");
    std::fs::write(&plain, "no program").expect("writable");
    let no_loader = dir.join("no-loader");
    std::fs::write(&no_loader, "#!/does/not/exist\n").expect("writable");
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&no_loader, std::fs::Permissions::from_mode(0o755)).expect("ours");
    let text = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
    let good = || script("x", GOOD);
    let cases = [
        (command("a", "no-such-command", &[]), ErrorCode::CommandNotFound, "command"),
        (command("b", "/no/such/command", &[]), ErrorCode::CommandNotFound, "command"),
        (command("c", &text(&plain), &[]), ErrorCode::CommandNotExecutable, "command"),
        (command("d", &text(dir), &[]), ErrorCode::CommandNotExecutable, "command"),
        (support::in_directory(good(), "/no/such"), ErrorCode::BadWorkingDirectory, "cwd"),
        (support::in_directory(good(), &text(&plain)), ErrorCode::BadWorkingDirectory, "cwd"),
        (support::in_directory(good(), "relative"), ErrorCode::BadWorkingDirectory, "cwd"),
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
    let hint = status.last_error.and_then(|problem| problem.hint).expect("a hint");
    assert!(hint.contains("/usr/bin"), "it says what was searched: {hint}");
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
async fn waiting_has_an_end() {
    let house = House::new();
    let config = script("slow", "sleep 1000");
    let id = config.id.clone();
    house.supervisor.configure(config);
    house.supervisor.start(&id).await.expect("it is configured");
    let waited = house.supervisor.wait_settled(&id, Duration::from_millis(50)).await;
    assert_eq!(waited.expect_err("it does not settle").code, ErrorCode::StartTimeout);
    tokio::time::timeout(PATIENCE, house.shutdown()).await.expect("it ends");
}
