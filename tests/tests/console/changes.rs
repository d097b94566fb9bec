//! Changes of servers that are here: edited, mended, many at once; consent that is remembered;
//! servers that sleep until they are called.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use console_testkit::{Host, Mcpctl, TempHome, proc};
use serde_json::{Value, json};

use crate::support::{
    Witness, add, add_with_timeouts, assert_explained, await_server, await_state, call_text, fake,
    import, pid, send, show, start, start_fake, stop,
};

/// What the API shows in place of a value that looks like a secret.
const MASK: &str = "••••••";

/// One request of the API; status and answer.
fn request(host: &Host, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let head = format!(
        "{method} /api/v1/servers{path} HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer {}\r\nContent-Type: application/json\r\n",
        host.token()
    );
    send(host, &head, &body.to_string())
}

/// One that must succeed.
#[track_caller]
fn ask(host: &Host, method: &str, path: &str, body: &Value) -> Value {
    let (status, answer) = request(host, method, path, body);
    assert_eq!(status, 200, "{method} {path}: {answer:#}");
    answer
}

/// A server as a form sends it that was filled with what is shown.
fn form_of(shown: &Value) -> Value {
    let config = &shown["config"];
    let mut form = config["transport"].clone();
    for field in ["name", "tags", "autostart", "timeouts", "idle_stop_ms"] {
        form[field] = config[field].clone();
    }
    form
}

/// The value of a variable of a running process.
fn variable_of(server: &Value, name: &str) -> Option<String> {
    proc::env_of(pid(server), name)?.into_string().ok()
}

#[test]
fn an_edited_server_keeps_what_was_masked_and_runs_the_new_command_after_a_restart() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let words = ["servers", "add", "keys", "--env", "MY_TOKEN=s3cret", "--env", "MODE=a", "--"];
    mcpctl.json(words.map(str::to_owned).into_iter().chain(fake(&["--name", "before"])));
    let before = start(&mcpctl, "keys");
    let shown = show(&mcpctl, "keys");
    assert_eq!(shown["config"]["transport"]["env"][0]["value"], MASK, "{shown:#}");

    let mut form = form_of(&shown);
    form["name"] = json!("Renamed");
    form["args"] = json!(["--name", "after"]);
    form["env"][1]["value"] = json!("b");
    let check = ask(&host, "POST", "/check?editing=keys", &form);
    assert_eq!((&check["problems"], &check["cautions"]), (&json!([]), &json!([])), "{check:#}");
    let exact = [fake(&[]).as_slice(), &["--name".into(), "after".into()]].concat();
    assert_eq!(check["exact"], json!(exact));
    assert_eq!(check["resolved"], json!(fake(&[])[0]));

    let changed = ask(&host, "PUT", "/keys", &form);
    assert_eq!((&changed["id"], &changed["name"]), (&json!("keys"), &json!("Renamed")));
    assert_eq!((&changed["approved"], &changed["restart_needed"]), (&json!(true), &json!(true)));
    assert_eq!(changed["pid"], before["pid"], "what runs goes on as it was started");
    assert_eq!(changed["config"]["transport"]["env"][0]["value"], MASK, "{changed:#}");
    assert_eq!(variable_of(&changed, "MODE").as_deref(), Some("a"));

    let after = mcpctl.json(["servers", "restart", "keys"]);
    assert_eq!(after["restart_needed"], false, "{after:#}");
    assert_eq!(after["server_info"]["name"], "after", "{after:#}");
    assert_eq!(variable_of(&after, "MY_TOKEN").as_deref(), Some("s3cret"));
    assert_eq!(variable_of(&after, "MODE").as_deref(), Some("b"));
    assert!(!shown["history"].as_array().unwrap().is_empty());
    let history = &show(&mcpctl, "keys")["history"];
    assert!(history.as_array().unwrap().len() > shown["history"].as_array().unwrap().len());

    form["args"] = json!(["a\u{0}b"]);
    let (status, problem) = request(&host, "PUT", "/keys", &form);
    assert_eq!((status, &problem["field"]), (400, &json!("args[0]")), "{problem:#}");
    assert_eq!(show(&mcpctl, "keys")["name"], "Renamed", "nothing was changed");
    assert_eq!(request(&host, "PUT", "/nobody", &form_of(&shown)).0, 404);

    // A server may have the name of an action.
    for name in ["check", "bulk", "import"] {
        start_fake(&mcpctl, name, &[]);
        let mut form = form_of(&show(&mcpctl, name));
        form["tags"] = json!(["named"]);
        assert_eq!(ask(&host, "PUT", &format!("/{name}"), &form)["tags"], json!(["named"]));
        mcpctl.json(["servers", "remove", name]);
    }
    assert!(host.terminate().success());
}

#[test]
fn a_command_that_was_agreed_to_is_not_asked_for_again() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let command = fake(&["--name", "known"]);
    let entry =
        |mode: &str| json!({"command": command[0], "args": command[1..], "env": {"MODE": mode}});
    let approved = |name: &str, entry: Value| {
        let report = import(&mcpctl, &json!({"mcpServers": {name: entry}}));
        report["added"][0]["approved"].clone()
    };
    assert_eq!(approved("first", entry("a")), false);
    mcpctl.json(["servers", "approve", "first"]);
    assert_eq!(approved("second", entry("b")), true, "the same command under another name");
    for name in ["first", "second"] {
        mcpctl.json(["servers", "remove", name]);
    }
    assert!(host.terminate().success());

    let _host = mcpctl.serve();
    assert_eq!(approved("third", entry("c")), true, "nothing of the others is left");
    start(&mcpctl, "third");
    let mut longer = entry("d");
    longer["args"].as_array_mut().unwrap().push(json!("--page-size=1"));
    assert_eq!(approved("longer", longer), false, "consent is to every word");
    let mut preload = entry("e");
    preload["env"]["LD_PRELOAD"] = json!("/nowhere/evil.so");
    assert_eq!(approved("preload", preload), false, "other code would run");
}

#[test]
fn what_is_done_to_many_is_done_to_those_it_can_be_done_to() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    for name in ["one", "two"] {
        add(&mcpctl, name, &fake(&["--name", name]));
    }
    import(&mcpctl, &json!({"mcpServers": {"unseen": {"command": "true"}}}));
    let ids = json!(["one", "unseen", "nobody", "two"]);
    let bulk = |action: &Value| ask(&host, "POST", "/bulk", &json!({"ids": ids, "action": action}));

    let report = bulk(&json!({"kind": "start"}));
    assert_eq!(report["done"], json!(["one", "two"]), "{report:#}");
    let failed = report["failed"].as_array().unwrap();
    let why: Vec<_> = failed.iter().map(|f| (&f["id"], &f["problem"]["code"])).collect();
    let expected = [("unseen", "needs_approval"), ("nobody", "not_found")];
    let expected = expected.map(|(id, code)| (json!(id), json!(code)));
    assert_eq!(why, expected.each_ref().map(|(id, code)| (id, code)), "{report:#}");
    for name in ["one", "two"] {
        await_state(&mcpctl, name, "up");
    }

    bulk(&json!({"kind": "add_tag", "tag": "work"}));
    assert_eq!(show(&mcpctl, "unseen")["tags"], json!(["work"]));
    let report = bulk(&json!({"kind": "remove"}));
    assert_eq!(report["done"], json!(["one", "unseen", "two"]), "{report:#}");
    assert_eq!(crate::support::ids(&mcpctl), ["witness"]);
    let report = bulk(&json!({"kind": "restore"}));
    assert_eq!(report["done"], json!(["one", "unseen", "two"]), "{report:#}");
    assert_eq!(show(&mcpctl, "one")["tags"], json!(["work"]), "an undo is whole");
    start(&mcpctl, "one");
    witness.is_undisturbed();
}

#[test]
fn a_missing_variable_is_set_and_a_time_out_raised_and_the_server_comes_up() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let words = ["servers", "add", "keyed", "--env", "MY_TOKEN=${MY_TOKEN}", "--"];
    mcpctl.json(words.map(str::to_owned).into_iter().chain(fake(&[])));
    assert_explained(&mcpctl.error(["servers", "start", "keyed"]), "variable_missing");
    let mend = show(&mcpctl, "keyed")["mend"].clone();
    assert_eq!(mend, json!({"kind": "set_variable", "name": "MY_TOKEN"}));
    let step = json!({"kind": "set_variable", "name": "MY_TOKEN", "value": "t0ken"});
    let server = ask(&host, "POST", "/keyed/mend?wait_ms=60000", &step);
    assert_eq!(server["state"], "up", "{server:#}");
    assert_eq!(variable_of(&server, "MY_TOKEN").as_deref(), Some("t0ken"));
    let shown = show(&mcpctl, "keyed");
    assert_eq!((&shown["mend"], &shown["last_error"]), (&Value::Null, &Value::Null));
    assert_eq!(shown["config"]["transport"]["env"][0]["value"], MASK);

    let slow = fake(&["--mode", "slow-start", "--ms", "1500"]);
    let timeouts = json!({"start_ms": 300});
    add_with_timeouts(&mcpctl, "slow", &slow, &timeouts);
    mcpctl.json(["servers", "start", "slow", "--no-wait"]);
    let late = await_state(&mcpctl, "slow", "backoff");
    assert_explained(&late["last_error"], "start_timeout");
    let expected = json!({"kind": "raise_start_timeout", "from_ms": 300, "to_ms": 600});
    assert_eq!(late["mend"], expected, "{late:#}");
    let step = json!({"kind": "raise_start_timeout", "to_ms": 60_000});
    let server = ask(&host, "POST", "/slow/mend?wait_ms=60000", &step);
    assert_eq!(server["state"], "up", "{server:#}");
    assert_eq!(show(&mcpctl, "slow")["config"]["timeouts"]["start_ms"], 60_000);

    let step = json!({"kind": "raise_start_timeout", "to_ms": 1});
    let (status, problem) = request(&host, "POST", "/slow/mend", &step);
    assert_eq!((status, &problem["field"]), (400, &json!("timeouts.start_ms")), "{problem:#}");
    let step = json!({"kind": "set_variable", "name": "1A", "value": "x"});
    let (status, problem) = request(&host, "POST", "/keyed/mend", &step);
    assert_eq!((status, &problem["field"]), (400, &json!("env.1A")), "{problem:#}");
}

#[test]
fn a_runtime_that_is_missing_can_be_installed_and_is_found_then() {
    let home = TempHome::new();
    // Nothing but what every system has.
    let path = "/usr/bin:/bin";
    for profile in [".profile", ".zprofile"] {
        fs::write(home.home_dir().join(profile), format!("export PATH={path}\n")).unwrap();
    }
    let mcpctl = Mcpctl::new(&home).env("PATH", path);
    let host = mcpctl.serve();
    add(&mcpctl, "later", &["deno", "run"]);
    assert_explained(&mcpctl.error(["servers", "start", "later"]), "command_not_found");
    let failed = await_state(&mcpctl, "later", "failed");
    assert_eq!(failed["mend"]["kind"], "install_runtime", "{failed:#}");
    assert_eq!(failed["mend"]["runtime"], "deno");
    let commands = failed["mend"]["commands"].as_array().unwrap();
    assert!(commands.iter().all(|line| line.as_str().is_some_and(|line| line.contains("deno"))));

    // As its installer would put it there.
    let bin = home.home_dir().join(".deno/bin");
    fs::create_dir_all(&bin).unwrap();
    let deno = bin.join("deno");
    fs::write(&deno, format!("#!/bin/sh\nexec {}\n", fake(&[])[0])).unwrap();
    fs::set_permissions(&deno, fs::Permissions::from_mode(0o755)).unwrap();
    let server = ask(&host, "POST", "/later/mend?wait_ms=60000", &json!({"kind": "retry"}));
    assert_eq!(server["state"], "up", "{server:#}");
}

#[test]
fn a_server_that_nobody_calls_sleeps_and_the_next_call_wakes_it() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let names = ["called", "stopped", "left"];
    for name in names {
        let command = fake(&["--name", name]);
        let form = json!({
            "name": name, "command": command[0], "args": command[1..], "idle_stop_ms": 10_000,
        });
        ask(&host, "POST", "", &form);
        start(&mcpctl, name);
    }
    for name in names {
        let asleep = await_server(&mcpctl, name, "it sleeps", |server| {
            server["asleep"] == true && server["state"] == "stopped"
        });
        assert_eq!((&asleep["pid"], &asleep["last_error"]), (&Value::Null, &Value::Null));
        assert_eq!(asleep["mend"], Value::Null, "nothing is wrong with it");
    }
    witness.is_undisturbed();

    assert_eq!(call_text(&mcpctl, "called", "echo", &json!({"text": "awake"})), "awake");
    let awake = show(&mcpctl, "called");
    assert_eq!((&awake["state"], &awake["asleep"]), (&json!("up"), &json!(false)), "{awake:#}");

    stop(&mcpctl, "stopped");
    let refused = mcpctl.error(["call", "stopped", "echo", r#"{"text": "x"}"#]);
    assert_explained(&refused, "not_running");

    assert!(host.terminate().success());
    let _host = mcpctl.serve();
    for name in ["called", "left"] {
        await_state(&mcpctl, name, "up");
    }
    assert_eq!(show(&mcpctl, "stopped")["state"], "stopped", "a person stopped it");
    start_fake(&mcpctl, "another", &[]);
}
