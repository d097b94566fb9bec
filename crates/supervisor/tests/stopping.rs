//! Nothing of a server survives its stop, its crash, or the end of the console.

#![cfg(all(test, target_os = "linux"))]
#![expect(unreachable_pub, reason = "shared by the test binaries of this crate")]

mod support;

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use console_domain::{InstanceId, ServerState};
use console_supervisor::INSTANCE_VARIABLE;
use support::{GOOD, House, descriptors, in_time, is_alive, script, tagged, until};

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
    let instances = transitions.iter().filter_map(|record| record.instance.clone());
    for instance in instances {
        assert_eq!(tagged(INSTANCE_VARIABLE, instance.as_str()), [0_u32; 0]);
    }
    until("descriptors and tasks are as before", || {
        descriptors() <= before.0 && tasks() <= before.1
    })
    .await;
}

/// The living processes of the instance, once there are `count`.
async fn family_of(status: &console_domain::InstanceStatus, count: usize) -> Vec<u32> {
    let leader = status.pid.expect("a process");
    let mut found = Vec::new();
    until("the family is complete", || {
        found = descendants(leader);
        found.len() >= count
    })
    .await;
    found
}

/// `leader` and what descends from it now.
fn descendants(leader: u32) -> Vec<u32> {
    let mut all = vec![leader];
    let mut next = 0;
    while let Some(pid) = all.get(next).copied() {
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let children = children.unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        next += 1;
    }
    all
}

#[expect(clippy::disallowed_methods, reason = "stands for a console that was killed")]
fn orphan(tag: &InstanceId, script: &str) -> Child {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).env(INSTANCE_VARIABLE, tag.as_str());
    command.stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
    command.spawn().expect("a shell")
}

/// Collects the child in the background, as init does for an orphan.
fn collect(mut child: Child) {
    tokio::task::spawn_blocking(move || child.wait());
}

fn start_time(pid: u32) -> u64 {
    let read = |path: &str| std::fs::read_to_string(path).expect("Linux");
    let stat = read("/proc/stat");
    let boot = stat.lines().find_map(|line| line.strip_prefix("btime "));
    let boot: u64 = boot.and_then(|boot| boot.parse().ok()).expect("a number");
    let stat = read(&format!("/proc/{pid}/stat"));
    let ticks = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(19));
    boot + ticks.and_then(|ticks| ticks.parse::<u64>().ok()).expect("a number") / 100
}

fn write_ledger(house_dir: &std::path::Path, entries: &[serde_json::Value]) {
    let text = serde_json::to_string(entries).expect("JSON");
    std::fs::write(house_dir.join("processes.json"), text).expect("writable");
}

fn entry(instance: &InstanceId, leader: serde_json::Value) -> serde_json::Value {
    let stat = std::fs::read_to_string("/proc/stat").expect("Linux");
    let boot = stat.lines().find_map(|line| line.strip_prefix("btime "));
    let boot: u64 = boot.and_then(|boot| boot.parse().ok()).expect("a number");
    serde_json::json!({
        "instance": instance, "server": "old", "leader": leader, "boot_time": boot,
    })
}

#[tokio::test]
async fn orphans_of_a_killed_console_are_reaped() {
    let dir = Arc::new(tempfile::tempdir().expect("a directory"));
    let (first, second, foreign) = (InstanceId::fresh(), InstanceId::fresh(), InstanceId::fresh());
    // Its leader, a member of its group without the variable, and one that left the group.
    let old = orphan(
        &first,
        "trap '' TERM; env -i /bin/sleep 1000 & setsid sleep 1000 & while :; do sleep 0.1; done",
    );
    // Announced and spawned, and killed before it was completed in the ledger.
    let unfinished = orphan(&second, "exec sleep 1000");
    // Another console's.
    let other = orphan(&foreign, "exec sleep 1000");
    let (old_pid, unfinished_pid, other_pid) = (old.id(), unfinished.id(), other.id());
    let mut family = Vec::new();
    until("the family is complete", || {
        family = descendants(old_pid);
        family.len() >= 4
    })
    .await;
    for child in [old, unfinished, other] {
        collect(child);
    }
    let leader = serde_json::json!({ "pid": old_pid, "start_time": start_time(old_pid) });
    // The number of a process that was not the one in the ledger.
    let reused = serde_json::json!({ "pid": other_pid, "start_time": 1_000 });
    write_ledger(
        dir.path(),
        &[
            entry(&first, leader),
            entry(&second, serde_json::Value::Null),
            entry(&InstanceId::fresh(), reused),
        ],
    );

    let house = House::in_dir(dir);
    let report = in_time("the reaping", house.supervisor.reap_orphans()).await.expect("writable");
    assert_eq!(report.found.len(), 2, "{report:?}");
    assert_eq!(report.survivors, [0_u32; 0]);
    assert!(report.found[0].processes.len() >= 4, "{report:?}");
    for pid in family.into_iter().chain([unfinished_pid]) {
        assert!(!is_alive(pid), "{pid} survived");
    }
    assert!(is_alive(other_pid), "another console's child is left alone");
    assert_eq!(tagged(INSTANCE_VARIABLE, first.as_str()), [0_u32; 0]);
    let ledger = std::fs::read_to_string(house.dir.path().join("processes.json"));
    assert_eq!(ledger.expect("written"), "[]");
    let other = rustix::process::Pid::from_raw(i32::try_from(other_pid).expect("small"));
    rustix::process::kill_process(other.expect("not 0"), rustix::process::Signal::KILL)
        .expect("it lives");

    let again = house.supervisor.reap_orphans().await.expect("writable");
    assert_eq!(again, console_supervisor::ReapReport::default());
}
