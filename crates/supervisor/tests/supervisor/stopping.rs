//! Nothing of a server survives its stop, its crash, or the end of the console.

use std::time::{Duration, Instant};

use crate::support::{GOOD, House, descendants, descriptors, is_alive, script, tagged, until};
use console_domain::{InstanceStatus, ServerState};
use console_supervisor::Pace;

use ServerState::{Backoff, Failed, Stopped, Up};

/// Processes that ignore TERM, one in the group, one that left it, one that hides its
/// environment as well.
const STUBBORN_FAMILY: &str = r#"
trap '' TERM
(trap '' TERM; exec sleep 1000) &
setsid sh -c "trap '' TERM; exec sleep 1000" &
setsid env -i sh -c "trap '' TERM; exec /bin/sleep 1001" &
"#;

#[tokio::test]
async fn a_server_that_ignores_its_stdin_is_asked_to_end() {
    let house = House::new();
    let mut config = script("deaf", &format!("{GOOD}\nexec sleep 1000"));
    config.timeouts.stop_ms = 200;
    let (id, status) = house.up(config).await;
    assert_eq!(house.stop(&id).await.state, Stopped);
    assert!(!is_alive(status.pid.expect("a process")));
}

#[tokio::test]
async fn a_server_that_ignores_term_is_killed_with_all_its_descendants() {
    let house = House::new();
    let stays = format!("{STUBBORN_FAMILY}{GOOD}\nwhile :; do sleep 0.1; done");
    let mut config = script("stubborn", &stays);
    config.timeouts.stop_ms = 200;
    let (id, status) = house.up(config).await;
    let family = family_of(&status, 4).await;
    assert_eq!(house.stop(&id).await.state, Stopped);
    for pid in family {
        assert!(!is_alive(pid), "{pid} survived");
    }
}

#[tokio::test]
async fn descendants_go_when_the_leader_ends_with_its_stdin() {
    let house = House::new();
    let mut config = script("leaves", &format!("{STUBBORN_FAMILY}{GOOD}"));
    config.timeouts.stop_ms = 2_000;
    let (id, status) = house.up(config).await;
    let family = family_of(&status, 4).await;
    house.stop(&id).await;
    for pid in family {
        assert!(!is_alive(pid), "{pid} survived");
    }
}

#[tokio::test]
async fn descendants_of_a_crashed_leader_go_before_it_is_started_again() {
    let house = House::new();
    let family = "(trap '' TERM; exec sleep 1000) &\nsetsid sleep 1000 &\n";
    let (id, first) = house.up(script("crash", &format!("{family}{GOOD}"))).await;
    let instance = first.instance.clone().expect("an instance");
    let old = family_of(&first, 3).await;
    house.tell(&id, "run kill -KILL $$").await;
    house.until(&id, "backoff", |status| status.state == Backoff).await;
    for pid in old {
        assert!(!is_alive(pid), "{pid} survived the crash of its leader");
    }
    house
        .until(&id, "up again", |status| {
            status.state == Up && status.instance != Some(instance.clone())
        })
        .await;
    house.shutdown().await;
}

#[tokio::test]
async fn a_descendant_without_variable_and_group_goes_with_a_crash_if_it_was_seen_before() {
    let pace = Pace { usage_interval: Duration::from_millis(50), ..Pace::default() };
    let house = House::with_pace(pace);
    let hidden = "setsid env -i /bin/sleep 1000 &\n";
    let (id, first) = house.up(script("hidden", &format!("{hidden}{GOOD}"))).await;
    let old = family_of(&first, 2).await;
    house.until(&id, "seen", |s| s.usage.is_some_and(|usage| usage.processes == 2)).await;
    house.tell(&id, "run kill -KILL $$").await;
    house.until(&id, "backoff", |status| status.state == Backoff).await;
    for pid in old {
        assert!(!is_alive(pid), "{pid} survived the crash of its leader");
    }
    house.shutdown().await;
}

#[tokio::test]
async fn a_grandchild_that_holds_stderr_does_not_hide_the_exit() {
    let house = House::new();
    let mut config = script("held", "(trap '' TERM; sleep 1000) & echo gone >&2; exit 4");
    config.restart.crash_limit = 1;
    let began = Instant::now();
    let (_, status) = house.run(config).await;
    let problem = status.last_error.expect("a reason");
    assert_eq!(status.state, Failed);
    assert_eq!(problem.stderr_tail, ["gone"]);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_shutdown_stops_everything_at_once_and_before_its_deadline() {
    let house = House::new();
    let mut pids = Vec::new();
    for n in 0..6 {
        let stays = format!("trap '' TERM\n{GOOD}\nwhile :; do sleep 0.1; done");
        let mut config = script(&format!("s{n}"), &stays);
        config.timeouts.stop_ms = 600_000;
        pids.push(house.up(config).await.1.pid.expect("a process"));
    }
    let began = Instant::now();
    house.supervisor.shutdown(Duration::from_secs(8)).await;
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(pids.iter().all(|pid| !is_alive(*pid)));
}

#[tokio::test]
async fn two_hundred_cycles_leak_nothing() {
    let house = House::new();
    let script_with_child = GOOD.to_owned();
    let (id, _) = house.up(script("cycle", &script_with_child)).await;
    house.stop(&id).await;
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = (descriptors(), tasks());
    for cycle in 0..200 {
        house.supervisor.start(&id).await.expect("it is configured");
        let status = house.settled(&id).await;
        assert_eq!(status.state, Up, "cycle {cycle}: {status:?}");
        let pid = status.pid.expect("a process");
        assert_eq!(house.stop(&id).await.state, Stopped);
        assert!(!is_alive(pid));
    }
    let transitions = house.recorded.transitions();
    let instances = transitions.into_iter().filter_map(|record| record.instance).collect();
    assert_eq!(tagged(&instances), [0_u32; 0]);
    until("descriptors and tasks are as before", || {
        descriptors() <= before.0 && tasks() <= before.1
    })
    .await;
}

/// The living processes of the instance, once there are `count`.
async fn family_of(status: &InstanceStatus, count: usize) -> Vec<u32> {
    let leader = status.pid.expect("a process");
    let mut found = Vec::new();
    until("the family is complete", || {
        found = descendants(leader);
        found.len() >= count
    })
    .await;
    found
}
