//! Servers from files: what clients write, and manifests. A wrong entry is named and left out, the
//! others are added; nothing runs before a person has agreed to it.

use std::fs;
use std::path::Path;

use console_testkit::{Mcpctl, TempHome, wait_until};
use serde_json::{Value, json};

use crate::support::{
    DEADLINE, Witness, assert_explained, fake, ids, import, show, start, start_fake,
};

#[test]
fn an_imported_server_needs_approval_before_its_first_start() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let file = home.work_dir().join("client.json");
    let command = fake(&["--mode", "ok"]);
    let entry = json!({"command": command[0], "args": command[1..], "env": {"MODE": "test"}});
    fs::write(&file, json!({"mcpServers": {"My Server": entry}}).to_string()).unwrap();
    let report = mcpctl.json(["servers", "import", file.to_str().unwrap()]);
    assert_eq!(report["added"][0]["id"], "my-server", "{report:#}");

    let problem = mcpctl.error(["servers", "start", "my-server"]);
    assert_explained(&problem, "needs_approval");
    assert!(problem["hint"].as_str().unwrap().contains("servers approve my-server"), "{problem}");
    let server = show(&mcpctl, "my-server");
    assert_eq!((&server["approved"], &server["state"]), (&json!(false), &json!("stopped")));
    assert_eq!(mcpctl.json(["servers", "start", "--all"])[0]["state"], "stopped");

    mcpctl.json(["servers", "approve", "my-server"]);
    start(&mcpctl, "my-server");
}

/// Entries that are wrong, and how the report names them.
fn wrong_entries() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    vec![
        ("a", json!({"command": ["npx"]}), "invalid_input", "mcpServers.a.command"),
        ("b", json!({"command": "npx", "args": "-y"}), "invalid_input", "mcpServers.b.args"),
        ("c", json!({"command": "x", "env": {"1X": "y"}}), "invalid_input", "mcpServers.c.env.1X"),
        ("d", json!({"url": "ftp://host"}), "invalid_input", "mcpServers.d.url"),
        ("e", json!({}), "invalid_input", "mcpServers.e.command"),
        (
            "f",
            json!({"command": "x", "env": {"A": "${B}", "B": "${C}", "C": "${A}"}}),
            "variable_cycle",
            "mcpServers.f.env.A",
        ),
    ]
}

#[test]
fn a_wrong_field_and_a_cycle_are_named_and_the_rest_is_added() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let mut servers = serde_json::Map::new();
    servers.insert("good".into(), json!({"command": "x"}));
    // Others have these names; they get the next free ones.
    servers.insert("WITNESS".into(), json!({"command": "y"}));
    servers.insert("Good".into(), json!({"command": "z"}));
    for (name, entry, ..) in wrong_entries() {
        servers.insert(name.into(), entry);
    }
    let report = import(&mcpctl, &json!({"mcpServers": servers}));
    let added: Vec<_> = report["added"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
    assert_eq!(added, ["good", "witness-2", "good-2"], "{report:#}");
    let skipped = report["skipped"].as_array().unwrap();
    for (name, _, code, field) in wrong_entries() {
        let problem = skipped.iter().find(|problem| problem["field"] == field);
        let problem =
            problem.unwrap_or_else(|| panic!("{name} is reported as {field}: {report:#}"));
        assert_eq!(problem["code"], code, "{problem:#}");
        let message = problem["message"].as_str().unwrap();
        assert!(message.ends_with('.') && message.len() > 10, "{message}");
        if code != "invalid_input" {
            assert!(problem["hint"].is_string(), "the next step: {problem:#}");
        }
    }
    assert_eq!(skipped.len(), wrong_entries().len(), "{report:#}");
    assert_eq!(ids(&mcpctl), ["good", "good-2", "witness", "witness-2"]);
    witness.is_undisturbed();

    // Again: what was added is here, and stays as it is.
    let again = import(&mcpctl, &json!({"mcpServers": servers}));
    assert_eq!(again["added"], json!([]), "{again:#}");
    assert_eq!(again["skipped"].as_array().unwrap().len(), 3 + wrong_entries().len());
}

#[test]
fn a_text_that_is_no_import_changes_nothing_and_says_where_it_is_wrong() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    mcpctl.json(["servers", "add", "kept", "--", "true"]);
    for (text, field) in [("{\"mcpServers\": {", "text"), ("[]", "text"), ("", "text")] {
        let refused = mcpctl.run_with_input(["--json", "servers", "import", "-"], text);
        assert_eq!(refused.code, Some(1), "{refused:#?}");
        let problem = refused.error();
        assert_explained(&problem, "invalid_input");
        assert_eq!(problem["field"], field, "{problem:#}");
    }
    let missing = mcpctl.error(["servers", "import", "/nowhere.json"]);
    assert_explained(&missing, "io");
    assert_eq!(missing["field"], "file");
    assert_eq!(ids(&mcpctl), ["kept"]);
}

#[test]
fn a_cycle_of_variables_that_was_added_by_hand_is_refused_at_the_start() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let cycle = ["servers", "add", "circle", "--env", "A=${B}", "--env", "B=${A}", "--"];
    let added = mcpctl.run(cycle.map(str::to_owned).into_iter().chain(fake(&[])));
    // Refused here or at the start: never a hang, never a server that runs with half a value.
    let problem = if added.code == Some(0) {
        mcpctl.error(["servers", "start", "circle"])
    } else {
        mcpctl.error(cycle.map(str::to_owned).into_iter().chain(fake(&[])))
    };
    assert_explained(&problem, "variable_cycle");
    assert!(problem["message"].as_str().unwrap().contains("A → B → A"), "{problem:#}");
    witness.is_undisturbed();
}

#[test]
fn a_manifest_with_wrong_entries_keeps_no_server_down() {
    let home = TempHome::new();
    let manifest = home.work_dir().join("manifest.json");
    let mcpctl = Mcpctl::new(&home).env("CONSOLE_MCP_SERVERS_PATH", &manifest);
    let plain = Mcpctl::new(&home);
    let host = plain.serve();
    start_fake(&plain, "known", &[]);
    assert!(host.terminate().success());

    let command = fake(&[]);
    let manifest_of = |id: &str, more: Value| {
        let mut entry = json!({"id": id, "name": id, "transport": "stdio", "command": command[0]});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry
    };
    let entries = json!({"providers": [
        // Not the command of the known one, which was agreed to.
        manifest_of("good", json!({"tags": ["work"], "args": ["--name", "good"]})),
        manifest_of("wrong-transport", json!({"transport": "carrier-pigeon"})),
        manifest_of("wrong-args", json!({"args": {"a": 1}})),
        manifest_of("good", json!({"description": "the second of this name"})),
        manifest_of("known", json!({"command": "/somebody/else"})),
        manifest_of("circle", json!({"env": {"A": "${B}", "B": "${A}"}})),
    ]});
    fs::write(&manifest, entries.to_string()).unwrap();
    let host = mcpctl.serve();
    crate::support::await_state(&mcpctl, "known", "up");
    assert_eq!(ids(&mcpctl), ["good", "known"]);
    assert_ne!(show(&mcpctl, "known")["target"], "/somebody/else", "what was stored stays");
    assert_explained(&mcpctl.error(["servers", "start", "good"]), "needs_approval");
    let log = home.data_dir().join("logs/console.log");
    wait_until(DEADLINE, "the log names what was left out", || {
        let log = fs::read_to_string(&log).unwrap_or_default();
        ["providers[1]", "providers[2]", "providers[3]", "providers[5]"]
            .iter()
            .all(|entry| log.contains(entry))
    });
    assert!(host.terminate().success());

    // Nor does one that cannot be read at all.
    fs::write(&manifest, "{ half a manifest").unwrap();
    let host = mcpctl.serve();
    crate::support::await_state(&mcpctl, "known", "up");
    assert_eq!(ids(&mcpctl), ["good", "known"], "nothing stored is lost");
    assert!(host.stderr().contains("not JSON"), "{}", host.stderr());
    assert!(host.terminate().success());
}

/// A sample of a client's configuration.
fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/imports").join(name);
    fs::read_to_string(path).expect(name)
}

#[test]
fn the_configuration_of_every_client_is_shown_and_added() {
    for (file, format, added) in [
        ("claude-desktop.json", "mcp_servers", &["filesystem", "github"][..]),
        ("vscode.jsonc", "vs_code", &["perplexity", "github"]),
        ("zed.jsonc", "zed", &["postgres", "old", "remote"]),
        ("opencode.jsonc", "open_code", &["everything", "context7"]),
        ("codex.toml", "codex_toml", &["time", "figma", "off"]),
        ("goose.yaml", "goose_yaml", &["fetch", "search"]),
        ("continue.yaml", "continue_yaml", &["browser-search", "remote"]),
        ("manifest.json", "manifest", &["time", "docs"]),
        ("commands.txt", "command_line", &["everything", "search", "github", "sentry"]),
    ] {
        let home = TempHome::new();
        let mcpctl = Mcpctl::new(&home);
        let text = sample(file);
        let shown = mcpctl.run_with_input(["--json", "servers", "import", "-", "--dry-run"], &text);
        let shown = shown.json();
        assert_eq!(shown["format"], format, "{file}: {shown:#}");
        assert_eq!(ids(&mcpctl), [""; 0], "{file}: a dry run adds nothing");

        let report = mcpctl.run_with_input(["--json", "servers", "import", "-"], &text).json();
        let ids: Vec<_> = report["added"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
        assert_eq!(ids[..added.len()], *added, "{file}: {report:#}");
        assert!(report["added"].as_array().unwrap().iter().all(|s| s["approved"] == false));
    }
}

#[test]
fn what_is_shown_hides_keys_and_warns_of_what_runs() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let text = json!({"mcpServers": {
        "a": {"command": "npx", "args": ["-y", "x", "--api-key", "sk-secret"], "env": {"TOKEN": "t0p"}},
        "b": {"url": "https://ana:pw@host/mcp?key=sk-secret", "headers": {"Authorization": "t0p"}},
        "c": {"command": ["no"]},
    }})
    .to_string();
    let shown = mcpctl.run_with_input(["--json", "servers", "import", "-", "--dry-run"], &text);
    let table = mcpctl.run_with_input(["servers", "import", "-", "--dry-run"], &text);
    for text in [&shown.stdout, &table.stdout] {
        assert!(!text.contains("sk-secret") && !text.contains("t0p"), "no key is shown: {text}");
    }
    let shown = shown.json();
    let [a, b, c] = [0, 1, 2].map(|i| &shown["entries"][i]);
    assert_eq!((&a["verdict"], &a["variables"]), (&json!("new"), &json!(["TOKEN"])));
    assert_eq!(a["warnings"][0]["kind"], "fetches_code", "{a:#}");
    assert_eq!(b["variables"], json!(["Authorization"]));
    assert_eq!((&c["verdict"], &c["problem"]["field"]), (&json!("invalid"), &json!("command")));
    for part in ["WOULD BE", "fetches code", "left: invalid", "Nothing was changed."] {
        assert!(table.stdout.contains(part), "{part}: {}", table.stdout);
    }
}

#[test]
fn a_command_that_was_agreed_to_before_needs_no_second_yes() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    mcpctl.json(["servers", "add", "mine", "--", "uvx", "known", "--flag"]);
    mcpctl.json(["servers", "remove", "mine"]);
    let report = import(
        &mcpctl,
        &json!({"mcpServers": {
            "known": {"command": "uvx", "args": ["known", "--flag"]},
            "other": {"command": "uvx", "args": ["known", "--other"]},
        }}),
    );
    let approved: Vec<_> =
        report["added"].as_array().unwrap().iter().map(|s| &s["approved"]).collect();
    assert_eq!(approved, [true, false], "{report:#}");
}

#[test]
fn a_snippet_beyond_the_bound_is_refused_and_one_of_five_megabytes_is_read() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let text = |count: usize| {
        let entry = json!({"command": "x", "args": ["y".repeat(10_000)]});
        let servers: serde_json::Map<_, _> =
            (0..count).map(|i| (format!("s{i}"), entry.clone())).collect();
        json!({"mcpServers": servers}).to_string()
    };
    let dry_run = ["--json", "servers", "import", "-", "--dry-run"];
    let shown = mcpctl.run_with_input(dry_run, &text(500)).json();
    assert_eq!(shown["entries"].as_array().unwrap().len(), 500);
    let refused = mcpctl.run_with_input(dry_run, &text(1_000));
    let problem = refused.error();
    assert_explained(&problem, "invalid_input");
    assert!(problem["message"].as_str().unwrap().contains("8 MiB"), "{problem:#}");
}
