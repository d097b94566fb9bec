//! Servers that do not want to go: they ignore SIGTERM, or leave behind grandchildren, one of
//! which has left the session and the tree. A stop ends all of it.

use std::path::Path;

use console_testkit::{Mcpctl, TempHome, proc, wait_until};
use serde_json::json;

use crate::support::{
    DEADLINE, Identity, Witness, add_with_timeouts, await_server, fake, family, pid, start,
    start_fake, stop,
};

/// A server, two pairs of child and grandchild, and a daemon.
const FAMILY: usize = 6;

/// The living members; all must be there.
#[track_caller]
fn whole_family(pid_file: &Path) -> Vec<Identity> {
    let members = family(pid_file);
    assert_eq!(members.len(), FAMILY, "{members:?}");
    let (_, daemon) = members.iter().find(|(role, _)| role == "daemon").expect("a daemon");
    let (_, server) = members.iter().find(|(role, _)| role == "server").expect("a server");
    assert_ne!(proc::group(daemon.pid), proc::group(server.pid), "the daemon has left the group");
    members.into_iter().map(|(_, member)| member).collect()
}

#[track_caller]
fn assert_all_gone(members: &[Identity]) {
    let left: Vec<_> = members.iter().filter(|member| member.lives()).collect();
    assert!(left.is_empty(), "these live on: {left:?}");
}

#[test]
fn a_server_that_ignores_term_is_killed_by_a_stop() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let stubborn = fake(&["--mode", "ignore-term"]);
    add_with_timeouts(&mcpctl, "stubborn", &stubborn, &json!({"stop_ms": 400}));
    let process = Identity::of(pid(&start(&mcpctl, "stubborn"))).expect("it runs");
    proc::terminate(process.pid);
    assert!(process.lives(), "it does ignore SIGTERM");
    stop(&mcpctl, "stubborn");
    assert!(!process.lives());
    witness.is_undisturbed();
    assert!(host.terminate().success());
}

#[test]
fn a_stop_ends_grandchildren_also_one_that_left_the_session() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    for (name, more) in [("family", &[][..]), ("stubborn-family", &["--ignore-term"][..])] {
        let pid_file = home.work_dir().join(name);
        let path = pid_file.to_str().unwrap();
        let command = fake(&[&["--mode", "grandchildren", "--pid-file", path], more].concat());
        add_with_timeouts(&mcpctl, name, &command, &json!({"stop_ms": 400}));
        start(&mcpctl, name);
        let members = whole_family(&pid_file);
        stop(&mcpctl, name);
        assert_all_gone(&members);
        witness.is_undisturbed();
    }
    assert!(host.terminate().success());
}

#[test]
fn when_the_server_dies_its_grandchildren_go_before_it_is_restarted() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let pid_file = home.work_dir().join("family");
    let args = ["--mode", "grandchildren", "--pid-file", pid_file.to_str().unwrap()];
    let server = start_fake(&mcpctl, "family", &args);
    let members = whole_family(&pid_file);
    // The next generation writes a file of its own.
    std::fs::remove_file(&pid_file).unwrap();
    proc::kill(pid(&server));

    let again = await_server(&mcpctl, "family", "up again", |now| {
        now["state"] == "up" && now["restarts"] == 1
    });
    assert_ne!(pid(&again), pid(&server));
    assert_eq!(again["last_error"]["details"]["signal_name"], "SIGKILL", "{again:#}");
    assert_all_gone(&members);
    witness.is_undisturbed();
    let next = whole_family(&pid_file);
    stop(&mcpctl, "family");
    assert_all_gone(&next);
}

#[test]
fn sigterm_to_the_console_ends_every_family() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    Witness::start(&mcpctl);
    let pid_file = home.work_dir().join("family");
    let path = pid_file.to_str().unwrap();
    let family = ["--mode", "grandchildren", "--ignore-term", "--pid-file", path];
    for (name, args) in [("family", &family[..]), ("stubborn", &["--mode", "ignore-term"])] {
        add_with_timeouts(&mcpctl, name, &fake(args), &json!({"stop_ms": 1_000}));
        start(&mcpctl, name);
    }
    let members = whole_family(&pid_file);
    assert!(host.terminate().success(), "it ends by itself, with status 0");
    assert_all_gone(&members);
    // A zombie may wait for its reaper a moment longer.
    wait_until(DEADLINE, "nothing runs any more", || home.processes().is_empty());
}
