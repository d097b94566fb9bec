//! The console is killed with twenty servers up. The next one ends whatever the first left,
//! brings up what was up, and touches nobody else's processes.

use std::collections::HashMap;
use std::path::PathBuf;

use console_testkit::{Mcpctl, TempHome, proc, wait_until};
use serde_json::{Value, json};

use crate::support::{
    DEADLINE, Identity, TAG, add_fake, add_with_timeouts, await_state, call_text, fake, family,
    pid, show, start, start_fake,
};

/// Well-behaved, with descendants, deaf to SIGTERM, and both.
const KINDS: [(&str, usize, &[&str]); 4] = [
    ("ok", 8, &[]),
    ("family", 5, &["--mode", "grandchildren"]),
    ("deaf", 4, &["--mode", "ignore-term"]),
    ("deaf-family", 3, &["--mode", "grandchildren", "--ignore-term"]),
];

/// Every living process that was started by a console in this home.
fn tagged(home: &TempHome) -> Vec<Identity> {
    let started = home.processes().into_iter().filter(|pid| proc::env_of(*pid, TAG).is_some());
    started.filter_map(Identity::of).collect()
}

fn servers(mcpctl: &Mcpctl) -> HashMap<String, Value> {
    let list = mcpctl.json(["servers", "list"]);
    let servers = list.as_array().unwrap().iter();
    servers.map(|server| (server["id"].as_str().unwrap().to_owned(), server.clone())).collect()
}

#[test]
fn after_kill_9_with_twenty_servers_up_no_process_lives_on_and_all_come_up_again() {
    // Another console's server, which the next console must not touch.
    let neighbours = TempHome::new();
    let neighbour = Mcpctl::new(&neighbours);
    let _neighbours_host = neighbour.serve();
    let beside = start_fake(&neighbour, "beside", &[]);

    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let mut pid_files: Vec<PathBuf> = Vec::new();
    for (kind, count, args) in KINDS {
        for n in 1..=count {
            let name = format!("{kind}-{n}");
            let pid_file = home.work_dir().join(&name);
            let with_file = [args, &["--pid-file", pid_file.to_str().unwrap()]].concat();
            add_with_timeouts(&mcpctl, &name, &fake(&with_file), &json!({"stop_ms": 1_000}));
            pid_files.push(pid_file);
        }
    }
    // Stopped servers stay stopped.
    add_fake(&mcpctl, "at-rest", &[]);
    start(&mcpctl, "at-rest");
    mcpctl.json(["servers", "stop", "at-rest"]);
    let started = servers(&mcpctl).into_keys().filter(|id| id != "at-rest").collect::<Vec<_>>();
    assert_eq!(started.len(), 20);
    for id in &started {
        mcpctl.json(["servers", "start", id, "--no-wait"]);
    }
    for id in &started {
        await_state(&mcpctl, id, "up");
    }

    let before = servers(&mcpctl);
    let old: Vec<Identity> = tagged(&home);
    let registered: Vec<Identity> =
        pid_files.iter().flat_map(|file| family(file)).map(|(_, member)| member).collect();
    // 12 alone, and 8 with two pairs and a daemon each.
    assert_eq!(registered.len(), 12 + 8 * 6);
    for member in &registered {
        assert!(old.contains(member), "each member carries the console's tag: {member:?}");
    }
    let old_tags: Vec<_> = old.iter().filter_map(|old| proc::env_of(old.pid, TAG)).collect();

    host.kill9();
    let orphans = registered.iter().filter(|member| member.lives()).count();
    assert!(
        orphans >= 3 * 6 + 4,
        "the deaf outlive their console, or this shows nothing: {orphans}"
    );

    let host = mcpctl.serve();
    for id in &started {
        let server = await_state(&mcpctl, id, "up");
        assert_ne!(pid(&server), pid(&before[id]), "{id} is a new process");
        assert_ne!(server["instance"], before[id]["instance"], "{id} is a new instance");
    }
    assert_eq!(show(&mcpctl, "at-rest")["state"], "stopped");
    let alive: Vec<_> = old.iter().chain(&registered).filter(|old| old.lives()).collect();
    assert!(alive.is_empty(), "of the first console these live on: {alive:?}");
    let tags: Vec<_> = tagged(&home).iter().filter_map(|new| proc::env_of(new.pid, TAG)).collect();
    assert!(tags.iter().all(|tag| !old_tags.contains(tag)), "no process has an old instance's tag");
    for id in ["ok-1", "family-1", "deaf-1", "deaf-family-1"] {
        assert_eq!(call_text(&mcpctl, id, "echo", &json!({"text": id})), id);
    }

    let now = show(&neighbour, "beside");
    assert_eq!((&now["pid"], &now["instance"]), (&beside["pid"], &beside["instance"]));
    assert_eq!(call_text(&neighbour, "beside", "echo", &json!({"text": "here"})), "here");

    assert!(host.terminate().success());
    wait_until(DEADLINE, "nothing runs any more", || home.processes().is_empty());
}

#[test]
fn a_console_that_was_stopped_properly_brings_up_what_was_up() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    start_fake(&mcpctl, "was-up", &[]);
    start_fake(&mcpctl, "was-stopped", &[]);
    mcpctl.json(["servers", "stop", "was-stopped"]);
    let autostart = ["servers", "add", "every-time", "--autostart", "--"].map(str::to_owned);
    mcpctl.json(autostart.into_iter().chain(crate::support::fake(&[])));
    assert!(host.terminate().success());

    let _host = mcpctl.serve();
    await_state(&mcpctl, "was-up", "up");
    await_state(&mcpctl, "every-time", "up");
    assert_eq!(show(&mcpctl, "was-stopped")["state"], "stopped");
}
