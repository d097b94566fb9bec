//! What servers do with the keys that they were given.

use std::fs;
use std::process::Child;

use console_testkit::{FakeHttp, Fault, Flavour, Host, Trap, wait_until};
use serde_json::json;

use super::MASK;
use super::stage::{Stage, secret_tool};
use super::values::{Canaries, Names};
use crate::support::DEADLINE;

pub(super) fn a_server_that_tells_everything(
    stage: &Stage,
    host: &Host,
    canaries: &Canaries,
    names: &Names,
) {
    for (what, canary) in [
        ("PLAIN", &canaries.plain),
        ("LINES", &canaries.lines),
        ("AWKWARD", &canaries.awkward),
        ("TURNED", &canaries.before),
    ] {
        let name = names.of(what);
        stage.set(&name, canary, &[]);
        let kept = secret_tool(&name);
        assert_eq!(kept.trim_end(), canary.value().trim_end(), "the keychain has {what}");
    }
    let refer = |what: &str| names.refer(what);
    let (plain, lines, awkward, turned) =
        (refer("PLAIN"), refer("LINES"), refer("AWKWARD"), refer("TURNED"));
    let env = [
        ("LEAK_PLAIN", plain.as_str()),
        ("LEAK_LINES", &lines),
        ("LEAK_AWKWARD", &awkward),
        ("LEAK_TURNED", &turned),
    ];
    stage.add_leaky("leaky", &env, &[]);
    assert_eq!(stage.said(&["servers", "start", "leaky"])["state"], "up");
    let given = stage.keys_of("leaky");
    assert_eq!(given["LEAK_PLAIN"], canaries.plain.value(), "the server has the value itself");
    assert_eq!(given["LEAK_AWKWARD"], canaries.awkward.value());

    stage.said(&["call", "leaky", "shout"]);
    let problem = stage.refused(&["call", "leaky", "refuse"], b"");
    assert!(problem.to_string().contains(MASK), "the refusal is told, masked: {problem:#}");
    let log = stage.said(&["servers", "logs", "leaky", "-n", "5000"]).to_string();
    for how in ["as it is", "json", "percent", "form", "base64", "basic"] {
        assert!(log.contains(&format!("LEAK_PLAIN {how}: ")), "what it said is kept: {how}");
    }
    assert!(log.contains(&format!("LEAK_PLAIN as it is: {MASK}")), "masked: {log}");
    stage.ask_around(host, &["leaky"]);

    // Another value: who runs with the old one is told, and gets the new one.
    let turned = stage.set(&names.of("TURNED"), &canaries.after, &[]);
    assert_eq!(turned["to_restart"][0]["server"], "leaky", "{turned:#}");
    stage.said(&["servers", "restart", "leaky"]);
    assert_eq!(stage.keys_of("leaky")["LEAK_TURNED"], canaries.after.value());

    // Proven by a second instance, which tells its keys in its own name.
    let prove = ["keys", "test", &names.of("PLAIN")];
    let target = json!({"kind": "mcp", "server": "leaky"});
    stage.ask(host, "PUT", &format!("/keys/{}", names.of("PLAIN")), &target);
    assert_eq!(stage.said(&prove)["last_test"]["outcome"], "works");

    // It dies with its keys on its lips, and comes up again.
    let first = stage.said(&["servers", "show", "leaky"])["instance"].clone();
    stage.tried(&["call", "leaky", "die"]);
    wait_until(2 * DEADLINE, "another instance is up", || {
        let now = stage.said(&["servers", "show", "leaky"]);
        now["state"] == "up" && now["instance"] != first
    });
}

/// Follows a log until it is killed; what it says is a file in the home, and is searched there.
pub(super) fn follow(stage: &Stage, id: &str) -> Child {
    let to = fs::File::create(stage.home.path().join("followed")).unwrap();
    let args = ["--json", "servers", "logs", id, "--follow", "-n", "5000"];
    let follower = stage.mcpctl.command(args).stdout(to).spawn().unwrap();
    let said = || fs::read_to_string(stage.home.path().join("followed")).unwrap();
    wait_until(DEADLINE, "the log is followed", || said().contains(MASK));
    stage.said(&["call", id, "shout"]);
    follower
}

/// Keys in a header and in an address: told to the server, and to nobody when it refuses, fails
/// or is gone.
pub(super) fn remote_servers(stage: &Stage, host: &Host, canaries: &Canaries, names: &Names) {
    stage.set(&names.of("BEARER"), &canaries.bearer, &[]);
    stage.set(&names.of("QUERY"), &canaries.query, &[]);
    let mut remote = FakeHttp::start(Flavour::Streamable);
    let url = format!("{}?api_key={}", remote.url(), names.refer("QUERY"));
    let header = format!("Authorization=Bearer {}", names.refer("BEARER"));
    let add = ["servers", "add", "bearer", "--url", &url, "--header", &header];
    let _ = stage.mcpctl(&add, b"").succeeded();
    assert_eq!(stage.said(&["servers", "start", "bearer"])["state"], "up");
    let trap = Trap::new([&canaries.bearer, &canaries.query]);
    let seen = remote.seen();
    let arrived = trap.search(format!("{seen:?}").as_bytes(), "");
    assert_eq!(arrived.all().len(), 2, "both reach the server: {arrived}");

    for status in [401, 403, 500] {
        remote.fail(Fault::Repeats(status));
        stage.tried(&["call", "bearer", "echo"]);
        stage.said(&["servers", "stop", "bearer"]);
        stage.said(&["servers", "start", "bearer", "--no-wait"]);
        wait_until(DEADLINE, "it is refused", || {
            !stage.said(&["servers", "show", "bearer"])["last_error"].is_null()
        });
        stage.ask_around(host, &["bearer"]);
    }
    remote.stop();
    stage.said(&["servers", "stop", "bearer"]);
    stage.said(&["servers", "start", "bearer", "--no-wait"]);
    wait_until(DEADLINE, "it is gone", || {
        stage.said(&["servers", "show", "bearer"])["last_error"]["code"] == "unreachable"
    });
    stage.ask_around(host, &["bearer"]);
    stage.said(&["servers", "stop", "bearer"]);
}
