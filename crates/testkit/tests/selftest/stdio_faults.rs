//! Each bad server is bad in exactly the way it says.

use std::process::Command;
use std::time::{Duration, Instant};

use console_testkit::protocol::wire;
use console_testkit::{Pipe, TempHome, fake_mcp, proc, run, wait_until};
use serde_json::{Value, json};

const DEADLINE: Duration = Duration::from_secs(20);
/// How long silence must last to count as silence.
const SILENCE: Duration = Duration::from_millis(300);

fn fake(args: &[&str]) -> Command {
    let mut command = Command::new(fake_mcp());
    command.args(args);
    command
}

fn up(args: &[&str]) -> Pipe {
    let mut pipe = Pipe::open(fake(args));
    assert!(pipe.initialize()["result"].is_object(), "the handshake succeeds");
    pipe
}

fn text(answer: &Value) -> &str {
    answer["result"]["content"][0]["text"].as_str().expect("a text")
}

#[test]
fn negotiates_the_version() {
    for (asked, answered) in
        [("2024-11-05", "2024-11-05"), ("2025-06-18", "2025-06-18"), ("1999-01-01", "2025-11-25")]
    {
        let mut pipe = Pipe::open(fake(&[]));
        let answer = pipe.request("initialize", &json!({"protocolVersion": asked}));
        assert_eq!(answer["result"]["protocolVersion"], answered, "asked for {asked}");
    }
    let mut pipe = Pipe::open(fake(&["--mode", "wrong-version"]));
    assert_eq!(pipe.initialize()["result"]["protocolVersion"], "1999-01-01");
}

#[test]
fn before_initialize_each_kind_of_old_server_has_its_own_way() {
    let mut ok = Pipe::open(fake(&[]));
    assert_eq!(ok.request("server/discover", &json!({}))["error"]["code"], -32601);

    let mut strict = Pipe::open(fake(&["--mode", "legacy-strict"]));
    strict.ask("server/discover", &json!({}));
    assert_eq!(strict.exit_code(), Some(1));

    let mut silent = Pipe::open(fake(&["--mode", "legacy-silent-discover"]));
    silent.ask("server/discover", &json!({}));
    assert_eq!(silent.next_line(SILENCE), None, "no answer");
    assert!(silent.initialize()["result"].is_object(), "and yet it serves");
}

#[test]
fn a_modern_server_wants_its_meta() {
    let mut pipe = Pipe::open(fake(&["--mode", "modern"]));
    assert_eq!(pipe.initialize()["error"]["code"], -32022);
    assert_eq!(pipe.request("tools/list", &json!({}))["error"]["code"], -32602);
    let old = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "2025-11-25"}});
    let error = pipe.request("tools/list", &old)["error"].clone();
    assert_eq!(error["data"]["supported"], json!(["2026-07-28"]));
}

#[test]
fn exits_at_once_with_the_given_words() {
    let command = fake(&["--mode", "exit-at-once", "--code", "7", "--stderr", "no token"]);
    let finished = run(command, "", DEADLINE);
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(7), "no token\n"));
}

#[test]
fn garbage_surrounds_good_messages() {
    let mut pipe = up(&["--mode", "garbage-stdout"]);
    assert_eq!(text(&pipe.call("echo", &json!({"text": "still here"}))), "still here");
    pipe.ask("ping", &json!({}));
    pipe.close_input();
    let mut lines = Vec::new();
    while let Some(line) = pipe.next_line(DEADLINE) {
        lines.push(line);
    }
    let bad = lines.iter().filter(|line| serde_json::from_slice::<Value>(line).is_err()).count();
    assert!(bad > 0, "noise among {} lines", lines.len());
}

#[test]
fn silence_is_complete_and_outlives_the_input() {
    let mut pipe = Pipe::open(fake(&["--mode", "never-answers"]));
    pipe.ask("initialize", &json!({}));
    assert_eq!(pipe.next_line(SILENCE), None);
    pipe.close_input();
    assert_eq!(pipe.next_line(SILENCE), None);
    assert!(pipe.is_running());
}

#[test]
fn a_flood_is_counted_and_the_server_serves() {
    let mut pipe = up(&["--mode", "flood-stderr", "--mb", "5"]);
    wait_until(DEADLINE, "5 MB have been written", || {
        text(&pipe.call("stderr_bytes", &json!({}))).parse::<u64>().unwrap() >= 5_000_000
    });
    let finished = run(fake(&["--mode", "flood-stderr", "--mb", "forever"]), "", DEADLINE);
    assert_eq!(finished.code, Some(0), "an endless flood ends with the input");
}

#[test]
fn sigterm_and_the_end_of_input_are_ignored() {
    let mut pipe = up(&["--mode", "ignore-term"]);
    pipe.close_input();
    proc::terminate(pipe.pid());
    assert_eq!(pipe.next_line(SILENCE), None);
    assert!(pipe.is_running());

    let mut polite = up(&[]);
    proc::terminate(polite.pid());
    assert_eq!(polite.exit_code(), None, "others die of SIGTERM");
}

#[test]
fn the_family_outlives_the_server_in_its_own_sessions() {
    let home = TempHome::new();
    let pid_file = home.path().join("pids");
    let mut command = fake(&["--mode", "grandchildren", "--ignore-term", "--pid-file"]);
    command.arg(&pid_file).envs(home.env());
    let mut pipe = Pipe::open(command);
    pipe.initialize();

    let lines = std::fs::read_to_string(&pid_file).unwrap();
    let family: Vec<(&str, u32)> = lines
        .lines()
        .map(|line| line.split_once(' ').map(|(role, pid)| (role, pid.parse().unwrap())).unwrap())
        .collect();
    let count = |role| family.iter().filter(|(other, _)| *other == role).count();
    assert_eq!(
        [count("server"), count("child"), count("grandchild"), count("daemon")],
        [1, 2, 2, 1],
        "complete once the server serves"
    );
    let (_, daemon) = family.iter().find(|(role, _)| *role == "daemon").unwrap();
    assert_eq!(proc::group(*daemon), Some(*daemon), "the daemon leads a group of its own");
    assert!(!proc::descendants(pipe.pid()).contains(daemon), "and is nobody's child here");

    drop(pipe);
    let survivors = family.iter().filter(|(_, pid)| proc::alive(*pid)).count();
    assert_eq!(survivors, 5, "all but the server live on");
    for (_, pid) in &family {
        proc::terminate(*pid);
    }
    assert_eq!(home.processes().len(), 5, "they ignore SIGTERM, and their home knows them");

    drop(home);
    wait_until(DEADLINE, "the home takes them along", || {
        family.iter().all(|(_, pid)| !proc::alive(*pid))
    });
}

#[test]
fn a_huge_line_is_as_long_as_it_says() {
    let mut pipe = up(&["--mode", "huge-line", "--bytes", "3000000"]);
    pipe.ask("tools/call", &json!({"name": "huge"}));
    assert_eq!(pipe.next_line(DEADLINE).unwrap().len(), 3_000_000);
    assert_eq!(text(&pipe.call("echo", &json!({"text": "on"}))), "on");
}

#[test]
fn invalid_utf8_is_invalid_and_the_next_call_is_not() {
    let mut pipe = up(&["--mode", "invalid-utf8"]);
    pipe.ask("tools/call", &json!({"name": "invalid"}));
    let line = pipe.next_line(DEADLINE).unwrap();
    assert!(std::str::from_utf8(&line).is_err());
    assert_eq!(text(&pipe.call("echo", &json!({"text": "on"}))), "on");
}

#[test]
fn crashes_come_when_they_are_due() {
    let mut later = up(&["--mode", "crash-after", "--ms", "100", "--code", "9"]);
    assert_eq!(later.exit_code(), Some(9));

    let mut looping = up(&["--mode", "crash-loop", "--code", "4"]);
    looping.ask("tools/list", &json!({}));
    assert_eq!(looping.exit_code(), Some(4));
}

#[test]
fn a_crash_loop_can_end_and_every_start_is_logged() {
    let home = TempHome::new();
    let log = home.path().join("starts");
    let args = ["--mode", "crash-loop", "--crashes", "1", "--start-log", log.to_str().unwrap()];
    let mut first = up(&args);
    first.ask("tools/list", &json!({}));
    assert_eq!(first.exit_code(), Some(1));
    let mut second = up(&args);
    assert_eq!(text(&second.call("echo", &json!({"text": "well again"}))), "well again");
    assert_eq!(std::fs::read_to_string(log).unwrap().lines().count(), 2);
}

#[test]
fn malformed_tools_stand_among_good_ones() {
    let mut pipe = up(&["--mode", "malformed-tool"]);
    let answer = pipe.request("tools/list", &json!({}));
    let tools = answer["result"]["tools"].as_array().unwrap();
    let good = |tool: &&Value| tool["name"].is_string() && tool["inputSchema"].is_object();
    assert_eq!(tools.iter().filter(good).count(), 15);
    assert_eq!(tools.len(), 20);
}

#[test]
fn a_slow_start_is_slow() {
    let start = Instant::now();
    up(&["--mode", "slow-start", "--ms", "300"]);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn pings_stop_and_calls_do_not() {
    let mut pipe = up(&["--mode", "hang-ping", "--after", "2"]);
    for _ in 0..2 {
        assert!(pipe.request("ping", &json!({}))["result"].is_object());
    }
    pipe.ask("ping", &json!({}));
    assert_eq!(pipe.next_line(SILENCE), None);
    assert_eq!(text(&pipe.call("echo", &json!({"text": "on"}))), "on");
}

#[test]
fn answers_come_twice_and_unasked() {
    let mut pipe = Pipe::open(fake(&["--mode", "duplicate-ids"]));
    let id = pipe.ask("initialize", &json!({}));
    let ids: Vec<Value> = (0..3).map(|_| pipe.next_message()["id"].clone()).collect();
    assert_eq!(ids, [json!(id), json!(id), json!(987_654_321)]);
}

#[test]
fn the_least_start_up_serves() {
    let mut pipe = up(&["--mode", "spawn-time"]);
    assert_eq!(text(&pipe.call("echo", &json!({"text": "on"}))), "on");
    assert_eq!(proc::threads(pipe.pid()), 1);
}

#[test]
fn a_cancelled_call_is_never_answered() {
    let mut pipe = up(&[]);
    let id = pipe.ask("tools/call", &json!({"name": "slow", "arguments": {"ms": 60_000}}));
    pipe.send(&wire::notification("notifications/cancelled", &json!({"requestId": id})));
    assert_eq!(pipe.next_line(SILENCE), None);
    assert_eq!(text(&pipe.call("echo", &json!({"text": "on"}))), "on");
}
