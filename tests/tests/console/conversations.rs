//! Servers that run and do not speak as they should: noise, silence, a line of 50 MB, bytes that
//! are no text. What can be used is used; what cannot fails by itself, not the session.

use console_testkit::{Mcpctl, TempHome, proc};
use serde_json::json;

use crate::support::{
    Witness, add_with_timeouts, any_contains, assert_explained, await_state, call, call_text, fake,
    first_failure, pid, show, start, start_fake, stop, tools,
};

/// Memory that the console may need while a server misbehaves, bytes.
const MEMORY_BOUND: u64 = 250_000_000;

#[test]
fn garbage_on_stdout_goes_to_the_log_and_the_server_works() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    start_fake(&mcpctl, "noisy", &["--mode", "garbage-stdout"]);
    assert!(tools(&mcpctl, "noisy").contains(&"echo".to_owned()));
    assert_eq!(
        call_text(&mcpctl, "noisy", "echo", &json!({"text": "through the noise"})),
        "through the noise"
    );

    let log = mcpctl.json(["servers", "logs", "noisy"]);
    let lines = log["lines"].as_array().unwrap();
    let noise = lines.iter().filter(|line| line["stream"] == "stdout");
    let noise: Vec<&str> = noise.filter_map(|line| line["text"].as_str()).collect();
    assert!(noise.contains(&"Starting the server, please wait..."), "{noise:?}");
    witness.is_undisturbed();
    stop(&mcpctl, "noisy");
}

#[test]
fn a_command_that_only_prints_garbage_is_given_up_at_its_start_time_out() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let endless = ["yes", "this is not the protocol"].map(str::to_owned);
    add_with_timeouts(&mcpctl, "endless", &endless, &json!({"start_ms": 2_000}));
    assert_explained(&first_failure(&mcpctl, "endless"), "start_timeout");
    assert!(proc::memory(host.pid()) < MEMORY_BOUND, "{} bytes", proc::memory(host.pid()));
    witness.is_undisturbed();
    stop(&mcpctl, "endless");
}

#[test]
fn a_server_that_never_answers_meets_its_start_time_out_and_is_killed() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let pid_file = home.work_dir().join("silent.pid");
    let silent = fake(&["--mode", "never-answers", "--pid-file", pid_file.to_str().unwrap()]);
    add_with_timeouts(&mcpctl, "silent", &silent, &json!({"start_ms": 1_500, "stop_ms": 300}));

    let starting = mcpctl.json(["servers", "start", "silent", "--no-wait"]);
    assert_eq!(starting["state"], "starting", "{starting:#}");
    witness.is_undisturbed();

    let server = await_state(&mcpctl, "silent", "backoff");
    let problem = &server["last_error"];
    assert_explained(problem, "start_timeout");
    assert_eq!(problem["field"], "timeouts.start_ms", "what to raise: {problem:#}");
    assert!(problem["message"].as_str().unwrap().contains("1.5 s"), "{problem:#}");
    let pids = std::fs::read_to_string(&pid_file).unwrap();
    let first = pids.lines().next().and_then(|line| line.split_once(' ')).unwrap().1;
    assert!(!proc::alive(first.parse().unwrap()), "what did not come up is cleared away");
    witness.is_undisturbed();
    stop(&mcpctl, "silent");
}

#[test]
fn waiting_for_a_start_ends_with_the_wait_and_the_start_goes_on() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let slow = fake(&["--mode", "slow-start", "--ms", "4000"]);
    add_with_timeouts(&mcpctl, "slow", &slow, &json!({}));
    let problem = mcpctl.error(["servers", "start", "slow", "--timeout", "1"]);
    assert_explained(&problem, "start_timeout");
    let server = await_state(&mcpctl, "slow", "up");
    assert_eq!(server["restarts"], 0, "the same start, not another one: {server:#}");
}

#[test]
fn a_line_of_50_mb_fails_its_call_and_not_the_session() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let before = start_fake(&mcpctl, "huge", &["--mode", "huge-line", "--bytes", "50000000"]);
    let problem = mcpctl.error(["call", "huge", "huge"]);
    assert_explained(&problem, "message_too_large");
    witness.is_undisturbed();
    // Just within the bound, an answer comes through whole.
    let large = call_text(&mcpctl, "huge", "big", &json!({"bytes": 20_000_000}));
    assert_eq!(large.len(), 20_000_000);
    let after = show(&mcpctl, "huge");
    assert_eq!((&after["state"], pid(&after)), (&json!("up"), pid(&before)), "{after:#}");
    assert!(proc::memory(host.pid()) < MEMORY_BOUND, "{} bytes", proc::memory(host.pid()));
}

#[test]
fn invalid_utf_8_fails_its_call_and_not_the_session() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let before = start_fake(&mcpctl, "bytes", &["--mode", "invalid-utf8"]);
    let problem = mcpctl.error(["call", "bytes", "invalid", "--timeout", "20"]);
    assert_explained(&problem, "protocol_violation");
    assert_eq!(call_text(&mcpctl, "bytes", "echo", &json!({"text": "é"})), "é");
    let after = show(&mcpctl, "bytes");
    assert_eq!((&after["state"], pid(&after)), (&json!("up"), pid(&before)), "{after:#}");
    witness.is_undisturbed();
}

#[test]
fn a_malformed_tool_is_set_aside_and_the_others_are_listed() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let server = start_fake(&mcpctl, "odd", &["--mode", "malformed-tool"]);
    let listed = tools(&mcpctl, "odd");
    assert!(
        listed.contains(&"echo".to_owned()) && listed.contains(&"add".to_owned()),
        "{listed:?}"
    );
    assert!(server["counts"]["quarantined"].as_u64() >= Some(3), "{server:#}");
    assert_eq!(server["counts"]["tools"], listed.len(), "{server:#}");
    let sum = call(&mcpctl, "odd", "add", &json!({"a": 2, "b": 3}));
    assert_eq!(sum["structuredContent"]["sum"], 5.0, "{sum}");
}

#[test]
fn a_version_that_nobody_speaks_fails_at_once() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    crate::support::add_fake(&mcpctl, "old", &["--mode", "wrong-version"]);
    let problem = mcpctl.error(["servers", "start", "old"]);
    assert_explained(&problem, "unsupported_version");
    assert!(problem["message"].as_str().unwrap().contains("1999-01-01"), "{problem:#}");
    assert_eq!(show(&mcpctl, "old")["state"], "failed");
    witness.is_undisturbed();
}

#[test]
fn every_protocol_habit_comes_up_and_answers() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    for (mode, version) in [
        ("ok", "2025-11-25"),
        ("modern", "2026-07-28"),
        ("legacy-strict", "2025-11-25"),
        ("legacy-silent-discover", "2025-11-25"),
        ("duplicate-ids", "2025-11-25"),
    ] {
        let server = start_fake(&mcpctl, mode, &["--mode", mode]);
        assert_eq!(server["protocol_version"], version, "{mode}");
        assert_eq!(call_text(&mcpctl, mode, "echo", &json!({"text": mode})), mode);
        // What was learned of the era is used the second time, with the same outcome.
        stop(&mcpctl, mode);
        assert_eq!(start(&mcpctl, mode)["protocol_version"], version, "{mode}, again");
    }
}

#[test]
fn a_call_that_takes_too_long_or_crashes_its_server_says_so() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    start_fake(&mcpctl, "frail", &[]);
    let late = mcpctl.error(["call", "frail", "slow", r#"{"ms": 30000}"#, "--timeout", "1"]);
    assert_explained(&late, "call_timeout");
    assert_eq!(call_text(&mcpctl, "frail", "echo", &json!({"text": "go on"})), "go on");

    let crashed = mcpctl.error(["call", "frail", "crash"]);
    assert_explained(&crashed, "session_closed");
    witness.is_undisturbed();
    let server = await_state(&mcpctl, "frail", "up");
    assert_eq!(server["restarts"], 1, "it is restarted by itself: {server:#}");
    let problem = &server["last_error"];
    assert_explained(problem, "process_exited");
    assert_eq!(problem["details"]["exit_code"], 3, "{problem:#}");
    assert!(any_contains(&problem["stderr_tail"], "crashing, as asked"), "{problem:#}");
}
