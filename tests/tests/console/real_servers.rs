//! Servers that nobody here wrote: each goes up, lists its tools, answers a call, goes down, and
//! leaves no process.

use std::fs;
use std::path::Path;
use std::process::Command;

use console_testkit::{Mcpctl, RealServer, TempHome, real_servers, run};
use serde_json::{Value, json};

use crate::support::{
    DEADLINE, Identity, TAG, add, call, call_text, pid, show, start, stop, tools,
};

/// One server's life, with `ask` in the middle of it.
#[track_caller]
fn live(name: &str, tool: &str, ask: impl Fn(&Mcpctl, &Path)) {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let work = home.work_dir();
    let server = real_servers(&work).into_iter().find(|server| server.name == name).unwrap();
    add_real(&mcpctl, &server);
    assert_eq!(show(&mcpctl, name)["state"], "stopped", "added, not started");

    let up = start(&mcpctl, name);
    assert_eq!(up["last_error"], Value::Null, "{up:#}");
    assert!(!up["server_info"]["name"].as_str().unwrap().is_empty(), "{up:#}");
    let listed = tools(&mcpctl, name);
    assert!(listed.contains(&tool.to_owned()), "{name} lists {tool}: {listed:?}");
    assert_eq!(up["counts"]["tools"], listed.len(), "{up:#}");
    assert!(Identity::of(pid(&up)).is_some(), "its process is there");
    ask(&mcpctl, &work);

    let mine = || -> Vec<Identity> {
        let of_server = |pid: &u32| console_testkit::proc::env_of(*pid, TAG).is_some();
        home.processes().into_iter().filter(of_server).filter_map(Identity::of).collect()
    };
    let running = mine();
    assert!(!running.is_empty(), "it runs, and carries the console's tag");
    stop(&mcpctl, name);
    assert!(running.iter().all(|process| !process.lives()), "gone: {running:?}");
    assert_eq!(mine(), [], "and nothing came after them");
    assert!(host.terminate().success());
}

fn add_real(mcpctl: &Mcpctl, server: &RealServer) {
    let program = server.program.to_str().unwrap().to_owned();
    let command: Vec<String> = std::iter::once(program).chain(server.args.clone()).collect();
    if server.env.is_empty() {
        add(mcpctl, server.name, &command);
        return;
    }
    let mut words = vec!["servers".to_owned(), "add".into(), server.name.into()];
    for (key, value) in &server.env {
        words.extend(["--env".to_owned(), format!("{key}={value}")]);
    }
    mcpctl.json(words.into_iter().chain(["--".to_owned()]).chain(command));
}

#[test]
fn everything_goes_up_answers_and_goes_down() {
    live("everything", "echo", |mcpctl, _| {
        let text = call_text(mcpctl, "everything", "echo", &json!({"message": "hello"}));
        assert_eq!(text, "Echo: hello");
    });
}

#[test]
fn filesystem_goes_up_answers_and_goes_down() {
    live("filesystem", "read_text_file", |mcpctl, work| {
        let note = work.join("note.txt");
        fs::write(&note, "written by the test\n").unwrap();
        let path = json!({"path": note});
        let text = call_text(mcpctl, "filesystem", "read_text_file", &path);
        assert_eq!(text, "written by the test\n");
        let outside = mcpctl.run([
            "--json",
            "call",
            "filesystem",
            "read_text_file",
            r#"{"path": "/etc/hostname"}"#,
        ]);
        assert_eq!(outside.code, Some(1), "a tool that says it failed is a failure: {outside:#?}");
        assert_eq!(outside.json()["is_error"], true);
        assert_eq!(outside.error()["code"], "server_error");
    });
}

#[test]
fn memory_goes_up_answers_and_goes_down() {
    live("memory", "create_entities", |mcpctl, work| {
        let ada = json!({"name": "Ada", "entityType": "person", "observations": ["wrote notes"]});
        call(mcpctl, "memory", "create_entities", &json!({"entities": [ada]}));
        let graph = call_text(mcpctl, "memory", "read_graph", &json!({}));
        let graph: Value = serde_json::from_str(&graph).unwrap();
        assert_eq!(graph["entities"][0]["name"], "Ada", "{graph:#}");
        let file = fs::read_to_string(work.join("memory.jsonl")).unwrap();
        assert!(file.contains("wrote notes"), "its own variable told it where: {file}");
    });
}

#[test]
fn time_goes_up_answers_and_goes_down() {
    live("time", "convert_time", |mcpctl, _| {
        let noon = json!({
            "source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"
        });
        let answer: Value =
            serde_json::from_str(&call_text(mcpctl, "time", "convert_time", &noon)).unwrap();
        let there = answer["target"]["datetime"].as_str().unwrap();
        assert!(there.contains("T21:00:00+09:00"), "{answer:#}");
    });
}

#[test]
fn git_goes_up_answers_and_goes_down() {
    live("git", "git_status", |mcpctl, work| {
        let repository = work.join("repository");
        fs::create_dir(&repository).unwrap();
        let mut init = Command::new("git");
        init.args(["init", "--quiet", "--initial-branch=trunk"]).current_dir(&repository);
        let _ = run(init, "", DEADLINE).succeeded();
        fs::write(repository.join("new.txt"), "new").unwrap();
        let status = call_text(mcpctl, "git", "git_status", &json!({"repo_path": repository}));
        assert!(status.contains("On branch trunk"), "{status}");
        assert!(status.contains("new.txt"), "{status}");
    });
}

#[test]
fn all_five_run_at_once_and_stop_at_once() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let servers = real_servers(&home.work_dir());
    for server in &servers {
        add_real(&mcpctl, server);
    }
    let started = mcpctl.json(["servers", "start", "--all"]);
    let states: Vec<_> =
        started.as_array().unwrap().iter().map(|server| &server["state"]).collect();
    assert_eq!(states, ["up"; 5], "{started:#}");
    assert_eq!(mcpctl.json(["servers", "stop", "--all"]), 5);
    let states = mcpctl.json(["servers", "list"]);
    assert!(states.as_array().unwrap().iter().all(|s| s["state"] == "stopped"), "{states:#}");
    let left: Vec<_> = home.processes().into_iter().filter(|pid| *pid != host.pid()).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(host.terminate().success());
}
