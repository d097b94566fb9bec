//! The contract of the command line: exit status, one JSON document, the fields that scripts read,
//! ids and times, secrets that stay out of sight, and the end by SIGTERM.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::{Mcpctl, TempHome, wait_until};
use regex::Regex;
use serde_json::{Value, json};

use crate::support::{
    DEADLINE, Identity, add_fake, assert_explained, call, call_text, fake, ids, pid, show, start,
    start_fake, stop,
};

#[test]
fn exit_status_is_0_done_1_failed_2_usage() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let cases: [(&[&str], i32); 12] = [
        (&["--version"], 0),
        (&["--help"], 0),
        (&["servers", "list"], 0),
        (&["servers", "add", "x", "--", "true"], 0),
        (&["servers", "show", "nobody"], 1),
        (&["servers", "start", "x"], 1),
        (&[], 2),
        (&["no-such-command"], 2),
        (&["servers", "add", "without-a-command"], 2),
        (&["servers", "start"], 2),
        (&["servers", "start", "x", "--all"], 2),
        (&["serve", "--port", "70000"], 2),
    ];
    for (args, status) in cases {
        let run = mcpctl.run(args);
        assert_eq!(run.code, Some(status), "mcpctl {args:?}: {run:#?}");
        if status != 0 {
            assert_eq!(run.stdout, "", "stdout carries the answer alone: {args:?}");
            assert!(!run.stderr.is_empty(), "{args:?} says why");
        }
    }
}

#[test]
fn json_is_one_document_on_stdout_and_nothing_else() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let add = [&["servers", "add", "x", "--"].map(str::to_owned)[..], &fake(&[])].concat();
    let commands: Vec<Vec<String>> = [
        &["servers", "list"][..],
        &["servers", "approve", "x"],
        &["servers", "start", "x"],
        &["servers", "start", "--all"],
        &["servers", "list"],
        &["servers", "show", "x"],
        &["servers", "logs", "x"],
        &["tools", "list", "x"],
        &["call", "x", "echo", r#"{"text": "a"}"#],
        &["servers", "restart", "x"],
        &["servers", "restart", "--all"],
        &["servers", "stop", "x"],
        &["servers", "stop", "--all"],
        &["servers", "remove", "x"],
        &["servers", "list"],
    ]
    .iter()
    .map(|words| words.iter().map(|&word| word.to_owned()).collect())
    .collect();
    for command in std::iter::once(add).chain(commands) {
        // In either place.
        let run = mcpctl.run([&["--json".to_owned()][..], &command].concat()).succeeded();
        run.json();
        assert_eq!(run.stderr, "", "nothing beside the answer: {command:?}");
    }
    // `doctor` may find something amiss on this machine; it is a document all the same.
    let report = mcpctl.run(["--json", "doctor"]).json();
    assert!(report["checks"].as_array().is_some_and(|checks| checks.len() > 5), "{report:#}");
    let run = mcpctl.run(["servers", "list", "--json"]).succeeded();
    assert_eq!(run.json(), json!([]), "the flag may stand behind, too");
    // `serve` prints one when it is ready, and goes on.
    assert!(host.stdout().contains(host.base_url()), "{}", host.stdout());
}

#[test]
fn an_error_is_one_json_document_on_stderr_and_words_without_json() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    start_fake(&mcpctl, "x", &[]);
    for (args, code) in [
        (&["servers", "show", "nobody"][..], "not_found"),
        (&["servers", "start", "nobody"], "not_found"),
        (&["servers", "show", "../../etc"], "not_found"),
        (&["call", "x", "echo", "[1]"], "invalid_input"),
        (&["call", "x", "echo", "{"], "invalid_input"),
        (&["call", "x", "no-such-tool"], "server_error"),
        (&["servers", "add", "x", "--", "true"], "duplicate_name"),
        (&["servers", "add", "!!!", "--", "true"], "invalid_input"),
        (&["servers", "add", "y", "--env", "1A=b", "--", "true"], "invalid_input"),
        (&["servers", "add", "y", "--url", "ftp://x"], "invalid_input"),
    ] {
        let run = mcpctl.run([&["--json"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{args:?}: {run:#?}");
        let problem: Value = serde_json::from_str(&run.stderr).expect("one document on stderr");
        assert_eq!(problem["code"], code, "{args:?}: {problem:#}");
        assert!(problem["message"].as_str().unwrap().len() > 10, "{problem:#}");
        if code == "invalid_input" || code == "duplicate_name" {
            assert!(problem["field"].is_string(), "{args:?} names the field: {problem:#}");
        }
        let words = mcpctl.run(args);
        assert_eq!((words.code, words.stdout.as_str()), (Some(1), ""), "{words:#?}");
        let message = problem["message"].as_str().unwrap();
        assert!(words.stderr.contains(message) && words.stderr.contains(code), "{words:#?}");
    }
    assert_eq!(ids(&mcpctl), ["x"], "nothing of that was stored");
}

#[test]
fn a_tool_that_says_it_failed_is_exit_status_1_with_its_answer() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    start_fake(&mcpctl, "x", &[]);
    let run = mcpctl.run(["--json", "call", "x", "fail", r#"{"text": "no luck"}"#]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert_eq!(run.json()["result"]["content"][0]["text"], "no luck");
    assert_eq!(run.error()["code"], "server_error");
    let run = mcpctl.run_with_input(["call", "x", "echo", "-"], r#"{"text": "from stdin"}"#);
    assert_eq!(run.succeeded().stdout.trim(), "from stdin");
    let sum = call(&mcpctl, "x", "add", &json!({"a": 1, "b": 2}));
    assert_eq!(sum["structuredContent"]["sum"], 3.0);

    stop(&mcpctl, "x");
    for args in [&["call", "x", "echo"][..], &["tools", "list", "x"]] {
        assert_explained(&mcpctl.error(args), "not_running");
    }
}

/// RFC 3339, UTC, milliseconds.
fn is_time(value: &Value) -> bool {
    let time = Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$").unwrap();
    value.as_str().is_some_and(|text| time.is_match(text))
}

#[test]
fn servers_show_has_the_fields_that_scripts_read() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    add_fake(&mcpctl, "Zeit & Raum", &["--name", "clock"]);
    let server = show(&mcpctl, "zeit-raum");
    for field in ["pid", "started_at", "uptime_ms", "protocol_version", "server_info"] {
        assert_eq!(server[field], Value::Null, "{field} of a server that never ran: {server:#}");
    }
    assert_eq!((&server["state"], &server["last_error"]), (&json!("stopped"), &Value::Null));

    start(&mcpctl, "zeit-raum");
    let server = show(&mcpctl, "zeit-raum");
    for (field, value) in [
        ("id", json!("zeit-raum")),
        ("name", json!("Zeit & Raum")),
        ("kind", json!("stdio")),
        ("state", json!("up")),
        ("restarts", json!(0)),
        ("protocol_version", json!("2025-11-25")),
        ("last_error", Value::Null),
    ] {
        assert_eq!(server[field], value, "{field}: {server:#}");
    }
    assert!(Identity::of(pid(&server)).is_some(), "its process runs");
    assert!(server["uptime_ms"].is_u64(), "{server:#}");
    assert_eq!(server["server_info"]["name"], "clock", "{server:#}");
    assert!(server["server_info"]["version"].is_string(), "{server:#}");
    let counts = &server["counts"];
    assert_eq!(
        (&counts["tools"], &counts["resources"], &counts["prompts"]),
        (&json!(15), &json!(3), &json!(2)),
        "{server:#}"
    );
    assert!(server["health"]["latency_ms"].is_number(), "{server:#}");
    let history = server["history"].as_array().unwrap();
    let steps: Vec<_> = history.iter().map(|entry| (&entry["from"], &entry["to"])).collect();
    let (stopped, starting, up) = (json!("stopped"), json!("starting"), json!("up"));
    assert_eq!(steps, [(&starting, &up), (&stopped, &starting)], "newest first: {server:#}");
    for time in [
        &server["started_at"],
        &server["since"],
        &server["health"]["last_ok_at"],
        &history[0]["at"],
        &mcpctl.json(["servers", "logs", "zeit-raum"])["lines"][0]["at"],
    ] {
        assert!(is_time(time), "{time} is RFC 3339 with milliseconds");
    }
}

#[test]
fn an_id_is_the_slug_of_the_name_and_is_unique() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    for (name, id) in [
        ("time", "time"),
        ("GitHub MCP", "github-mcp"),
        ("  Memória/Ação  ", "memoria-acao"),
        ("v1.2_beta", "v1.2_beta"),
    ] {
        let server = mcpctl.json(["servers", "add", name, "--", "true"]);
        assert_eq!(server["id"], id, "{name:?}");
    }
    let problem = mcpctl.error(["servers", "add", "github  mcp", "--", "true"]);
    assert_explained(&problem, "duplicate_name");
    assert_eq!(problem["field"], "name");
    assert_eq!(ids(&mcpctl).len(), 4);
}

#[test]
fn secrets_in_env_and_args_reach_the_server_and_are_never_shown() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let secrets = ["env-secret-2f81", "arg-secret-90ce"];
    let mut add = ["servers", "add", "keeper", "--env", "API_TOKEN=env-secret-2f81"]
        .map(str::to_owned)
        .to_vec();
    add.extend(["--env", "MODE=plain-value", "--", "sh", "-c"].map(str::to_owned));
    // A shell drops the argument that the fake server would not know.
    add.extend([r#"exec "$0""#.to_owned(), fake(&[])[0].clone()]);
    add.extend(["--api-key", "arg-secret-90ce"].map(str::to_owned));
    let mut said = vec![mcpctl.json(&add).to_string()];
    start(&mcpctl, "keeper");
    assert_eq!(call_text(&mcpctl, "keeper", "env", &json!({"name": "API_TOKEN"})), secrets[0]);

    for command in [
        &["servers", "list"][..],
        &["servers", "show", "keeper"],
        &["servers", "logs", "keeper"],
        &["--json", "servers", "list"],
        &["--json", "servers", "show", "keeper"],
        &["--json", "servers", "logs", "keeper"],
        &["--json", "servers", "remove", "keeper"],
    ] {
        said.push(mcpctl.run(command).succeeded().stdout);
    }
    assert!(said.iter().any(|text| text.contains("plain-value")), "what is no secret is shown");
    assert!(host.terminate().success());
    said.push(fs::read_to_string(home.data_dir().join("logs/console.log")).unwrap());
    for secret in secrets {
        let told = said.iter().find(|text| text.contains(secret));
        assert!(told.is_none(), "{secret} is shown in {}", told.unwrap());
    }
}

#[test]
fn a_server_inherits_only_what_is_allowed() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home).env("AWS_SECRET_ACCESS_KEY", "not-for-servers");
    let _host = mcpctl.serve();
    let add = ["servers", "add", "x", "--env", "OWN=${HOME}/own", "--"].map(str::to_owned);
    mcpctl.json(add.into_iter().chain(fake(&[])));
    start(&mcpctl, "x");
    let env = |name: &str| call_text(&mcpctl, "x", "env", &json!({"name": name}));
    assert_eq!(env("AWS_SECRET_ACCESS_KEY"), "");
    assert_eq!(env("HOME"), home.home_dir().to_str().unwrap());
    assert_eq!(env("OWN"), home.home_dir().join("own").to_str().unwrap());
}

#[test]
fn a_removed_server_is_stopped_and_unknown() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let process = Identity::of(pid(&start_fake(&mcpctl, "x", &[]))).expect("it runs");
    assert_eq!(mcpctl.json(["servers", "remove", "x"])["id"], "x");
    assert!(!process.lives());
    assert_explained(&mcpctl.error(["servers", "show", "x"]), "not_found");
    assert_eq!(ids(&mcpctl), [""; 0]);
    start_fake(&mcpctl, "x", &[]);
}

#[test]
fn data_dir_overrides_the_variable() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let other = home.path().join("other");
    mcpctl.json(["servers", "add", "here", "--", "true"]);
    let there = other.to_str().unwrap();
    mcpctl.json(["--data-dir", there, "servers", "add", "there", "--", "true"]);
    assert_eq!(ids(&mcpctl), ["here"]);
    let listed = mcpctl.json(["servers", "list", "--data-dir", there]);
    assert_eq!(listed[0]["id"], "there", "{listed:#}");
    let mode = fs::metadata(&other).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "only its owner may enter it");
}

#[test]
fn sigterm_stops_every_server_and_removes_the_endpoint() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let endpoint = home.data_dir().join("endpoint.json");
    let mode = fs::metadata(&endpoint).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it holds the token");
    let told: Value = serde_json::from_str(&fs::read_to_string(&endpoint).unwrap()).unwrap();
    assert_eq!((&told["pid"], &told["base_url"]), (&json!(host.pid()), &json!(host.base_url())));
    assert!(is_time(&told["started_at"]), "{told}");
    assert!(told["token"].as_str().is_some_and(|token| token.len() >= 32), "a long token");

    let servers: Vec<Identity> = ["a", "b", "c"]
        .iter()
        .map(|name| Identity::of(pid(&start_fake(&mcpctl, name, &[]))).expect("it runs"))
        .collect();
    let stdout = || host.stdout();
    assert!(stdout().contains("ready"), "{}", stdout());
    assert!(host.terminate().success(), "a clean exit");
    assert!(servers.iter().all(|server| !server.lives()), "{servers:?}");
    assert!(!endpoint.exists());
    wait_until(DEADLINE, "nothing runs any more", || home.processes().is_empty());
}
