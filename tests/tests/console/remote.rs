//! Servers that are reached over HTTP, in three flavours: up and called, away and back, refusing
//! us; and what a person put into their headers stays out of sight.

use std::fs;
use std::time::{Duration, Instant};

use console_testkit::{Encoding, FakeHttp, Fault, Flavour, Mcpctl, TempHome};
use serde_json::{Value, json};

use crate::support::{
    Witness, assert_explained, await_server, await_state, call_text, first_failure, show, start,
    stop, tools,
};

/// Each transport, and the protocol version that its fake speaks.
const FLAVOURS: [(Flavour, &str); 3] = [
    (Flavour::Streamable, "2025-11-25"),
    (Flavour::Modern, "2026-07-28"),
    (Flavour::OldSse, "2025-11-25"),
];

/// Far below the time between two health checks.
const NOTICED: Duration = Duration::from_secs(15);

fn add_remote(mcpctl: &Mcpctl, name: &str, remote: &FakeHttp) {
    let server = mcpctl.json(["servers", "add", name, "--url", &remote.url()]);
    assert_eq!(server["kind"], "http", "{server:#}");
}

#[test]
fn each_flavour_comes_up_lists_its_tools_answers_and_is_left() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    for (flavour, version) in FLAVOURS {
        let remote = FakeHttp::start(flavour);
        let name = format!("{flavour:?}").to_lowercase();
        add_remote(&mcpctl, &name, &remote);
        let server = start(&mcpctl, &name);
        assert_eq!(server["protocol_version"], version, "{flavour:?}: {server:#}");
        assert_eq!(server["pid"], Value::Null, "nothing of it runs here");
        assert!(tools(&mcpctl, &name).contains(&"add".to_owned()), "{flavour:?}");
        let text = json!({"text": "over the wire"});
        assert_eq!(call_text(&mcpctl, &name, "echo", &text), "over the wire", "{flavour:?}");
        if flavour != Flavour::OldSse {
            remote.answer_in(Encoding::Json);
            assert_eq!(call_text(&mcpctl, &name, "echo", &text), "over the wire", "{flavour:?}");
        }
        stop(&mcpctl, &name);
        assert_eq!(remote.sessions(), 0, "{flavour:?}: its session was ended");
        assert_eq!(remote.open_streams(), 0, "{flavour:?}: its streams were closed");
    }
    assert!(host.terminate().success());
}

/// All three at once. One without a stream is found to be away by the call, long before its next
/// health check.
#[test]
fn a_server_that_vanishes_is_waited_for_and_comes_up_again_by_itself() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let mut remotes = FLAVOURS
        .map(|(flavour, _)| (format!("{flavour:?}").to_lowercase(), FakeHttp::start(flavour)));
    for (name, remote) in &remotes {
        add_remote(&mcpctl, name, remote);
        start(&mcpctl, name);
    }
    for (name, remote) in &mut remotes {
        remote.stop();
        // Whoever calls meanwhile hears that it is away, at once.
        let problem = mcpctl.error(["call", name, "echo", r#"{"text": "x"}"#, "--timeout", "20"]);
        let code = problem["code"].as_str().unwrap();
        assert!(["unreachable", "session_closed", "not_running"].contains(&code), "{problem:#}");
        assert_explained(&problem, code);
        let called = Instant::now();
        await_server(&mcpctl, name, "noticed", |server| server["state"] != "up");
        assert!(called.elapsed() < NOTICED, "{name}: by the call, not by a health check");
    }
    // Backwards: the old transport notices at once, and its waits would have grown meanwhile.
    for (name, remote) in remotes.iter_mut().rev() {
        let away = await_state(&mcpctl, name, "backoff");
        assert_explained(&away["last_error"], "unreachable");
        assert!(away["retry_at"].is_string(), "{away:#}");
        witness.is_undisturbed();

        remote.start_again();
        let back = await_state(&mcpctl, name, "up");
        assert!(back["restarts"].as_u64() >= Some(1), "{name}: {back:#}");
        assert_eq!(call_text(&mcpctl, name, "echo", &json!({"text": "back"})), "back");
        stop(&mcpctl, name);
    }
    witness.is_undisturbed();
}

#[test]
fn a_server_that_was_never_there_is_unreachable_and_tried_again() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let mut remote = FakeHttp::start(Flavour::Streamable);
    remote.stop();
    add_remote(&mcpctl, "away", &remote);
    assert_explained(&first_failure(&mcpctl, "away"), "unreachable");
    remote.start_again();
    await_state(&mcpctl, "away", "up");
}

#[test]
fn a_server_that_was_deployed_anew_and_forgot_its_sessions_is_spoken_to_again() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let remote = FakeHttp::start(Flavour::Streamable);
    add_remote(&mcpctl, "deployed", &remote);
    start(&mcpctl, "deployed");
    remote.forget_sessions();
    let echo = || {
        let answer = mcpctl.run(["call", "deployed", "echo", r#"{"text": "new"}"#]);
        (answer.code == Some(0)).then_some(answer.stdout)
    };
    let text = console_testkit::wait_for(crate::support::DEADLINE, "it answers again", echo);
    assert_eq!(text.trim(), "new");
    assert_eq!(await_state(&mcpctl, "deployed", "up")["state"], "up");
}

#[test]
fn credentials_that_are_refused_fail_for_good_and_say_so() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    for (flavour, _) in FLAVOURS {
        let remote = FakeHttp::start(flavour);
        remote.fail(Fault::Unauthorized);
        let name = format!("{flavour:?}").to_lowercase();
        add_remote(&mcpctl, &name, &remote);
        let problem = mcpctl.error(["servers", "start", &name]);
        assert_explained(&problem, "unauthorized");
        let server = show(&mcpctl, &name);
        assert_eq!(server["state"], "failed", "trying again cannot help: {server:#}");
        assert_eq!(server["last_error"]["code"], "unauthorized");
        // Once it is mended, a person's start is enough.
        remote.heal();
        start(&mcpctl, &name);
        stop(&mcpctl, &name);
    }
    witness.is_undisturbed();
}

#[test]
fn what_is_no_mcp_server_is_told_in_words() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    for (name, fault, code) in [
        ("not-found", Fault::Status(404), "server_error"),
        ("broken", Fault::Status(500), "server_error"),
        ("garbage", Fault::Garbage, "protocol_violation"),
        ("cut", Fault::DropMidStream, "unreachable"),
    ] {
        let remote = FakeHttp::start(Flavour::Streamable);
        remote.fail(fault);
        add_remote(&mcpctl, name, &remote);
        assert_explained(&first_failure(&mcpctl, name), code);
        stop(&mcpctl, name);
    }
}

const SECRETS: [(&str, &str); 3] = [
    ("Authorization", "Bearer tok-5f3a9c"),
    ("X-Api-Key", "key-77d1e0"),
    ("X-Tenant", "tenant-b42c88"),
];

#[test]
fn header_values_are_sent_and_never_shown() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let remote = FakeHttp::start(Flavour::Streamable);
    let mut add = vec!["servers".to_owned(), "add".into(), "secretive".into()];
    add.extend(["--url".to_owned(), format!("{}?api_key=query-19be", remote.url())]);
    for (name, value) in SECRETS {
        add.extend(["--header".to_owned(), format!("{name}={value}")]);
    }
    let mut said = vec![mcpctl.json(&add).to_string()];
    start(&mcpctl, "secretive");
    call_text(&mcpctl, "secretive", "echo", &json!({"text": "x"}));
    let seen = remote.seen_of("tools/call");
    for (name, value) in SECRETS {
        assert_eq!(seen[0].header(&name.to_lowercase()), Some(value), "the server gets it");
    }
    assert!(seen[0].path.contains("api_key=query-19be"), "{}", seen[0].path);

    // Now everything that is said of it, also when it fails.
    stop(&mcpctl, "secretive");
    remote.fail(Fault::Unauthorized);
    said.push(mcpctl.error(["servers", "start", "secretive"]).to_string());
    for fault in [Fault::Status(500), Fault::Garbage] {
        remote.fail(fault);
        said.push(first_failure(&mcpctl, "secretive").to_string());
        stop(&mcpctl, "secretive");
    }
    drop(remote);
    said.push(first_failure(&mcpctl, "secretive").to_string());
    for command in [
        &["servers", "list"][..],
        &["servers", "show", "secretive"],
        &["servers", "logs", "secretive"],
        &["--json", "servers", "list"],
        &["--json", "servers", "show", "secretive"],
        &["--json", "servers", "logs", "secretive"],
        &["--json", "servers", "remove", "secretive"],
    ] {
        let output = mcpctl.run(command).succeeded();
        said.push(output.stdout + &output.stderr);
    }
    said.push(host.stdout() + &host.stderr());
    assert!(host.terminate().success());
    for log in ["logs/console.log", "logs/servers/secretive.log"] {
        said.push(fs::read_to_string(home.data_dir().join(log)).unwrap());
    }
    let secrets = SECRETS.iter().map(|(_, value)| value.trim_start_matches("Bearer "));
    for secret in secrets.chain(["query-19be"]) {
        let told = said.iter().find(|text| text.contains(secret));
        assert!(told.is_none(), "{secret} is shown in {}", told.unwrap());
    }
    assert!(said.iter().any(|text| text.contains("Authorization")), "the names are shown");
}
