//! What servers write to stderr: kept, bounded, followed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;

use console_testkit::{Mcpctl, TempHome, proc, wait_until};
use serde_json::{Value, json};

use crate::support::{DEADLINE, Witness, call_text, start_fake, stop};

/// Bytes of the log's current and rotated files, which are bounded to 5 MiB each, and slack.
const LOG_BOUND: u64 = 3 * 5 * 1024 * 1024 + 1_000_000;
/// Memory that the console may need meanwhile, bytes.
const MEMORY_BOUND: u64 = 200_000_000;
/// How much must have passed before the bounds say something.
const FLOOD: u64 = 60_000_000;

#[test]
fn a_flood_on_stderr_is_drained_and_bounded() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    start_fake(&mcpctl, "flood", &["--mode", "flood-stderr"]);
    wait_until(DEADLINE, "the flood passes", || {
        let written: u64 =
            call_text(&mcpctl, "flood", "stderr_bytes", &json!({})).parse().expect("a number");
        written > FLOOD
    });
    witness.is_undisturbed();
    let memory = proc::memory(host.pid());
    assert!(memory < MEMORY_BOUND, "the console holds {memory} bytes");
    let files = fs::read_dir(home.data_dir().join("logs/servers")).unwrap().flatten();
    let of_flood: Vec<_> =
        files.filter(|file| file.file_name().to_string_lossy().starts_with("flood")).collect();
    let bytes: u64 = of_flood.iter().filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    assert!(of_flood.len() > 1, "the log was rotated: {of_flood:?}");
    assert!(bytes < LOG_BOUND, "its logs take {bytes} bytes: {of_flood:?}");
    stop(&mcpctl, "flood");
    witness.is_undisturbed();
}

#[test]
fn logs_shows_the_last_lines_and_follows_with_f_across_a_restart() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    start_fake(&mcpctl, "chatty", &["--stderr", "hello from stderr"]);
    let tail = mcpctl.json(["servers", "logs", "chatty", "-n", "2"]);
    assert_eq!(tail["lines"].as_array().map(Vec::len), Some(2), "{tail:#}");
    let words = mcpctl.run(["servers", "logs", "chatty"]).succeeded().stdout;
    assert!(words.contains("hello from stderr"), "{words}");

    let mut follower = mcpctl
        .command(["--json", "servers", "logs", "chatty", "-f", "-n", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(follower.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in stdout.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    // The follower subscribes at its own pace: lines are made until one arrives.
    let mut first = None;
    wait_until(DEADLINE, "a line is followed", || {
        call_text(&mcpctl, "chatty", "log", &json!({"text": "followed"}));
        first = lines.try_iter().find(|line| line.contains("followed"));
        first.is_some()
    });
    let line: Value = serde_json::from_str(&first.unwrap()).expect("one JSON object a line");
    assert_eq!(line["stream"], "protocol", "{line}");
    assert!(line["seq"].is_u64() && line["at"].is_string(), "{line}");

    mcpctl.json(["servers", "restart", "chatty"]);
    let mut seen = Vec::new();
    wait_until(DEADLINE, "the next instance's words are followed", || {
        seen.extend(lines.try_iter());
        seen.iter().any(|line| line.contains("hello from stderr"))
    });
    follower.kill().unwrap();
    follower.wait().unwrap();
}
