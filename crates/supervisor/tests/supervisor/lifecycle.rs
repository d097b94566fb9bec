//! Servers come up, are looked after, and go down: real processes, real pipes.

use std::time::Duration;

use console_domain::{Era, ErrorCode, InstanceStatus, OpenError, ResourceUse, ServerState};
use console_supervisor::{INSTANCE_VARIABLE, Pace};

use crate::support::{GOOD, House, PATIENCE, in_time, is_alive, script, until, with_variable};

use ServerState::{Starting, Stopped, Stopping, Up};

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
    let at_rest = |(_, status): &(_, InstanceStatus)| status.state == Stopped;
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
    let busy = format!("timeout 60 sh -c 'while :; do :; done' &\n{GOOD}");
    let (id, _) = house.up(script("busy", &busy)).await;
    let is_busy = |usage: &ResourceUse| {
        usage.processes == 3 && usage.cpu_percent > 1.0 && usage.memory_bytes > 100_000
    };
    let status = house.until(&id, "usage", |s| s.usage.as_ref().is_some_and(is_busy)).await;
    assert_eq!(status.state, Up);
    let status = house.stop(&id).await;
    assert_eq!(status.usage, None);
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

#[tokio::test]
async fn a_stop_is_obeyed_while_waiting_for_a_place_at_the_start() {
    let house = House::with_pace(Pace { concurrent_starts: 1, ..Pace::default() });
    let (first, second) = (script("first", "exec sleep 1000"), script("second", GOOD));
    for config in [&first, &second] {
        house.supervisor.configure(config.clone());
    }
    house.supervisor.start(&first.id).await.expect("it is configured");
    house.until(&first.id, "spawned", |status| status.pid.is_some()).await;
    let status = house.supervisor.start(&second.id).await.expect("it is configured");
    assert_eq!((status.state, status.pid), (Starting, None));
    assert_eq!(house.stop(&second.id).await.state, Stopped);
    let first_status = house.supervisor.status(&first.id).expect("there");
    assert_eq!(first_status.state, Starting, "the place is still taken");
    assert_eq!(house.recorded.states(), [Starting, Starting, Stopping, Stopped]);
}
