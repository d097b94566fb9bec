//! `mcpctl doctor`: what it finds is true, a look changes nothing, and what it mends is mended.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::{Mcpctl, TempHome, wait_until};
use serde_json::{Value, json};

use crate::support::{DEADLINE, Identity, add_fake, pid, start};

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("there is a check {id}: {report:#}"))
}

fn status(report: &Value, id: &str) -> String {
    check(report, id)["status"].as_str().expect("a status").to_owned()
}

#[test]
fn a_look_changes_nothing_and_every_check_says_what_to_do() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let report = mcpctl.run(["--json", "doctor"]).json();
    assert!(!home.data_dir().exists(), "not even the data directory is made");
    for check in report["checks"].as_array().expect("checks") {
        let (status, fix) = (check["status"].as_str().unwrap(), &check["fix"]);
        let message = check["message"].as_str().unwrap();
        assert!(message.ends_with('.'), "a sentence: {check:#}");
        assert_eq!(fix.is_string(), status != "ok", "a fix where one is needed: {check:#}");
    }
    for id in ["data_dir", "database", "disk", "runtime.node", "display", "keychain", "port"] {
        check(&report, id);
    }
    let words = mcpctl.run(["doctor"]);
    assert!(words.stdout.contains("does not exist yet"), "{words:?}");
}

#[test]
fn what_a_killed_console_left_is_found_and_ended() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    // It stays when its input closes.
    add_fake(&mcpctl, "deaf", &["--mode", "ignore-term"]);
    let server = Identity::of(pid(&start(&mcpctl, "deaf"))).expect("it runs");
    let report = mcpctl.json(["doctor"]);
    assert_eq!(status(&report, "processes"), "ok", "its console looks after it: {report:#}");
    assert_eq!(status(&report, "endpoint"), "ok", "{report:#}");
    host.kill9();

    let report = mcpctl.json(["doctor"]);
    let found = check(&report, "processes");
    assert_eq!((&found["status"], &found["fixable"]), (&json!("warn"), &json!(true)));
    let message = found["message"].as_str().unwrap();
    assert!(message.contains("1 process") && message.contains("deaf"), "{message}");
    assert_eq!(status(&report, "endpoint"), "warn", "its address is stale: {report:#}");
    assert!(server.lives(), "a look ends nothing");

    fs::set_permissions(home.data_dir(), fs::Permissions::from_mode(0o755)).unwrap();
    let report = mcpctl.json(["doctor", "--fix"]);
    assert_eq!(report["fixed"].as_array().map(Vec::len), Some(4), "{report:#}");
    wait_until(DEADLINE, "the orphan is gone", || !server.lives());
    for id in ["data_dir", "processes", "downloads"] {
        assert_eq!(status(&report, id), "ok", "{report:#}");
    }
    assert!(!home.data_dir().join("endpoint.json").exists());
    let mode = fs::metadata(home.data_dir()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert!(home.home_dir().join("Downloads").is_dir(), "saved files have a folder now");

    let again = mcpctl.run(["doctor", "--fix"]);
    assert!(again.stdout.contains("nothing that the console can mend"), "{again:?}");
}
