//! What a killed console left running is found and ended, and nothing else is.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use console_domain::InstanceId;
use console_supervisor::{INSTANCE_VARIABLE, ReapReport};

use crate::support::{House, descendants, in_time, is_alive, tagged, until};

#[expect(clippy::disallowed_methods, reason = "stands for a console that was killed")]
fn orphan(tag: &InstanceId, script: &str) -> Child {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).env(INSTANCE_VARIABLE, tag.as_str());
    command.stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
    command.spawn().expect("a shell")
}

/// Collects the child in the background, as init does for an orphan.
fn collect(mut child: Child) {
    std::thread::spawn(move || child.wait());
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

fn entry(instance: &InstanceId, leader: &serde_json::Value) -> serde_json::Value {
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
            entry(&first, &leader),
            entry(&second, &serde_json::Value::Null),
            entry(&InstanceId::fresh(), &reused),
        ],
    );

    let house = House::in_dir(dir);
    let report = in_time("the reaping", house.supervisor.reap_orphans()).await.expect("writable");
    assert_eq!(report.found.len(), 2, "{report:?}");
    assert_eq!(report.survivors, [0_u32; 0]);
    // The fourth, the sleep of the loop, comes and goes.
    assert!(report.found[0].processes.len() >= 3, "{report:?}");
    for pid in family.into_iter().chain([unfinished_pid]) {
        assert!(!is_alive(pid), "{pid} survived");
    }
    assert!(is_alive(other_pid), "another console's child is left alone");
    assert_eq!(tagged(&[first].into()), [0_u32; 0]);
    let ledger = std::fs::read_to_string(house.dir.path().join("processes.json"));
    assert_eq!(ledger.expect("written"), "[]");
    let other = rustix::process::Pid::from_raw(i32::try_from(other_pid).expect("small"));
    rustix::process::kill_process(other.expect("not 0"), rustix::process::Signal::KILL)
        .expect("it lives");

    let again = house.supervisor.reap_orphans().await.expect("writable");
    assert_eq!(again, ReapReport::default());
}
