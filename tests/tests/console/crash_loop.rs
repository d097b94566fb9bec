//! A server that ends again and again: restarted after growing waits, then given up for good, and
//! started afresh when a person asks.

use console_testkit::{Mcpctl, TempHome};
use serde_json::{Value, json};

use crate::support::{
    Witness, add_fake, any_contains, assert_explained, await_state, call_text, show,
};

/// Restarts before the console gives up, and the seconds before each.
const WAITS: [f64; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];
/// A wait is spread by so much of itself in either direction.
const SPREAD: f64 = 0.1;
/// What a busy machine may add to a wait, seconds.
const SLACK: f64 = 4.0;

/// Seconds since midnight of an RFC 3339 time; no test runs for a day.
fn seconds(time: &Value) -> f64 {
    let clock = time.as_str().unwrap().split_once('T').unwrap().1.trim_end_matches('Z');
    clock.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap())
}

/// The waits between going to `backoff` and starting again, oldest first.
fn waits(server: &Value) -> Vec<f64> {
    let history = server["history"].as_array().expect("a history");
    // Newest first: what follows an entry stands before it.
    let pairs = history.windows(2).rev().filter(|pair| pair[1]["to"] == "backoff");
    pairs
        .map(|pair| {
            assert_eq!(pair[0]["to"], "starting", "a wait ends in a start: {pair:#?}");
            (seconds(&pair[0]["at"]) - seconds(&pair[1]["at"])).rem_euclid(86_400.0)
        })
        .collect()
}

/// Two kinds at once, since the waits are the same: one crashes after its handshake, the other
/// before it.
#[test]
fn a_crash_loop_backs_off_is_given_up_and_can_be_started_again() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let start_log = home.work_dir().join("starts");
    let log = start_log.to_str().unwrap();
    // The seventh start, which a person will ask for, behaves.
    let crash = ["--mode", "crash-loop", "--crashes", "6", "--code", "42", "--start-log", log];
    add_fake(&mcpctl, "crashes", &crash);
    add_fake(&mcpctl, "exits", &["--mode", "exit-at-once", "--code", "9", "--stderr", "no way"]);
    for name in ["crashes", "exits"] {
        mcpctl.json(["servers", "start", name, "--no-wait"]);
    }
    let waiting = await_state(&mcpctl, "exits", "backoff");
    assert!(waiting["retry_at"].is_string(), "when it is tried again is shown: {waiting:#}");
    witness.is_undisturbed();

    for (name, code) in [("crashes", 42), ("exits", 9)] {
        let server = await_state(&mcpctl, name, "failed");
        let problem = &server["last_error"];
        assert_explained(problem, "crash_loop");
        assert_eq!(problem["details"]["last_code"], "process_exited", "{problem:#}");
        assert_eq!(problem["details"]["exit_code"], code, "{problem:#}");
        assert_eq!(server["restarts"], 5, "{server:#}");
        assert_eq!((&server["pid"], &server["retry_at"]), (&Value::Null, &Value::Null));

        let waits = waits(&server);
        assert_eq!(waits.len(), WAITS.len(), "{waits:?}");
        for (waited, wait) in waits.iter().zip(WAITS) {
            let range = wait * (1.0 - SPREAD) - 0.01..wait * (1.0 + SPREAD) + SLACK;
            assert!(range.contains(waited), "{name} waited {waits:?}, not {WAITS:?}");
        }
    }
    let exits = show(&mcpctl, "exits");
    assert!(any_contains(&exits["last_error"]["stderr_tail"], "no way"), "{exits:#}");
    witness.is_undisturbed();

    let starts = || std::fs::read_to_string(&start_log).unwrap().lines().count();
    assert_eq!(starts(), 6, "once by a person, five times by itself");
    let server = mcpctl.json(["servers", "start", "crashes"]);
    assert_eq!(server["state"], "up", "{server:#}");
    assert_eq!(server["restarts"], 0, "the count begins afresh: {server:#}");
    assert_eq!(server["last_error"], Value::Null, "{server:#}");
    assert_eq!(call_text(&mcpctl, "crashes", "echo", &json!({"text": "well"})), "well");
    assert_eq!(starts(), 7);
    assert!(host.terminate().success());
}
