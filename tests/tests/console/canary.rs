//! Where the value of a key is, once it was given to the console: in the vault, in the server that
//! refers to it, and nowhere else.
//!
//! Values that exist nowhere else are given to a real host with a real keychain, in every way in
//! which it takes them, and everything is done with them that can go wrong: servers tell them to
//! stderr, in errors and in their own names, crash with them in their last words, providers repeat
//! them, the host is killed. Meanwhile every process is looked at, and every answer is kept. Then
//! the whole home is searched: database, WAL, backups, logs, the file of keys, the output of the
//! host, and what was left lying around.

mod servers;
mod stage;
mod values;
mod vault;
mod ways;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;

use console_testkit::{Canary, ProcessWatch, Sighting, TempHome, Trap, wait_until};

use crate::support::{DEADLINE, await_state};
use servers::{a_server_that_tells_everything, follow, remote_servers};
use stage::Stage;
use values::{Canaries, Names};
use vault::into_a_file_and_through_a_crash;
use ways::{
    a_proxy_with_a_password, providers_that_repeat, what_is_brought_along, what_is_refused,
};

/// What stands where a value stood.
const MASK: &str = "••••••";

/// Which server was given which keys in its environment.
const GIVEN: [(&str, &[&str]); 3] = [
    ("leaky", &["plain", "lines", "awkward", "before", "after"]),
    ("crashing", &["crashing"]),
    ("moved", &["moved"]),
];

fn may_have(words: &[String], canary: &str) -> bool {
    let name = words.iter().position(|word| word.ends_with("/leaky.py"));
    let name = name.and_then(|at| words.get(at + 1));
    GIVEN
        .iter()
        .any(|(server, keys)| name.is_some_and(|name| name == server) && keys.contains(&canary))
}

#[test]
fn a_value_is_in_the_vault_and_in_its_server_and_nowhere_else() {
    let home = TempHome::new();
    let canaries = Canaries::new();
    let trap = Arc::new(canaries.trap());
    let names = Names::new();
    let stage = Stage::new(&home);
    let watch = ProcessWatch::start(Arc::clone(&trap), may_have);
    let host = stage.mcpctl.serve();
    the_search_finds(&stage, &trap, &watch, &canaries.planted);

    let crashing = names.of("CRASHING");
    stage.set(&crashing, &canaries.crashing, &[]);
    stage.add_leaky("crashing", &[("LEAK_KEY", &names.refer("CRASHING"))], &["crash"]);
    stage.said(&["servers", "start", "crashing", "--no-wait"]);

    a_server_that_tells_everything(&stage, &host, &canaries, &names);
    let mut follower = follow(&stage, "leaky");
    remote_servers(&stage, &host, &canaries, &names);
    providers_that_repeat(&stage, &host, &canaries, &names);
    what_is_brought_along(&stage, &host, &canaries, &names);
    what_is_refused(&stage, &host, &canaries, &names);
    a_proxy_with_a_password(&stage, &host, &canaries, &names);
    stage.ask_around(&host, &["leaky", "crashing", "moved", "bearer"]);

    // It gave up at last, with its keys in its last words.
    let failed = await_state(&stage.mcpctl, "crashing", "failed");
    assert!(
        failed["last_error"].to_string().contains(MASK),
        "its last words are shown: {failed:#}"
    );
    stage.ask_around(&host, &["crashing"]);

    let host = into_a_file_and_through_a_crash(&stage, host, &canaries, &names);
    stage.ask_around(&host, &["leaky", "crashing", "moved", "bearer"]);
    follower.kill().unwrap();
    follower.wait().unwrap();
    assert!(host.terminate().success());

    let mut seen = trap.search_folder(home.path());
    seen.extend(stage.sightings(&trap));
    seen.extend(watch.sightings().filtered(|seen| seen.canary != "planted"));
    assert!(seen.is_empty(), "values got out:\n{seen}");
}

/// A search that finds nothing proves nothing, unless it finds what is there.
fn the_search_finds(stage: &Stage, trap: &Trap, watch: &ProcessWatch, planted: &Canary) {
    assert!(trap.search_folder(stage.home.path()).is_empty(), "nothing is there yet");
    let file = stage.home.data_dir().join("logs/planted");
    fs::write(&file, format!("{{\"key\": \"{}\"}}", planted.value())).unwrap();
    let found = trap.search_folder(stage.home.path());
    let place = file.display().to_string();
    let expected = Sighting { canary: "planted".into(), form: "text", place };
    assert_eq!(found.all(), BTreeSet::from([expected]));
    fs::remove_file(&file).unwrap();

    let mut thief = Command::new("sh");
    thief.args(["-c", "read -r line"]).env("KEY", planted.value()).stdin(Stdio::piped());
    let mut thief = thief.spawn().unwrap();
    wait_until(DEADLINE, "a process that has it is seen", || !watch.sightings().is_empty());
    drop(thief.stdin.take());
    thief.wait().unwrap();
}
