//! Commands that cannot work. Each is refused with a code, the reason and the next step; what it
//! wrote last is shown; its neighbour does not notice, and nothing stored is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use console_testkit::{Mcpctl, TempHome};
use serde_json::{Value, json};

use crate::support::{
    Witness, add, add_fake, any_contains, assert_explained, await_server, fake, first_failure,
    show, start, stop,
};

/// A file with this mode.
fn file(folder: &Path, name: &str, mode: u32, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

/// A command, what makes it wrong, and how that must be told.
struct Hopeless {
    name: &'static str,
    command: Vec<String>,
    code: &'static str,
    /// What the message or the hint must name.
    names: &'static str,
}

fn hopeless(work: &Path) -> Vec<Hopeless> {
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let case = |name, command: &str, code, names| Hopeless {
        name,
        command: vec![command.to_owned()],
        code,
        names,
    };
    let plain = file(work, "plain.txt", 0o644, "not a program\n");
    let orphaned = file(work, "no-interpreter", 0o755, "#!/nowhere/to/be/found\n");
    vec![
        case("no-such-name", "no-such-command-here", "command_not_found", "no-such-command-here"),
        case("no-such-path", "/nowhere/server", "command_not_found", "/nowhere/server"),
        case("not-executable", &text(&plain), "command_not_executable", "chmod +x"),
        case("a-folder", &text(work), "command_not_executable", "is a directory"),
        case("no-interpreter", &text(&orphaned), "spawn_failed", "#!"),
        case("no-value", "${MCP_TEST_UNSET}/server", "variable_missing", "MCP_TEST_UNSET"),
    ]
}

#[test]
fn a_command_that_does_not_exist_or_may_not_be_run_fails_at_once_and_says_why() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    for Hopeless { name, command, code, names } in hopeless(&home.work_dir()) {
        add(&mcpctl, name, &command);
        let problem = mcpctl.error(["servers", "start", name]);
        assert_explained(&problem, code);
        let told = format!("{} {}", problem["message"], problem["hint"]);
        assert!(told.contains(names), "{name} is told as {told}");

        let server = show(&mcpctl, name);
        assert_eq!(server["state"], "failed", "trying again cannot help: {server:#}");
        assert_eq!(server["last_error"], problem, "the same is shown later");
        assert_eq!((&server["pid"], &server["restarts"]), (&Value::Null, &json!(0)), "{server:#}");
        witness.is_undisturbed();
    }
    assert!(host.terminate().success());
}

#[test]
fn a_working_directory_that_is_not_there_is_named() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let add = ["servers", "add", "lost", "--cwd", "/nowhere", "--"].map(str::to_owned);
    mcpctl.json(add.into_iter().chain(fake(&[])));
    let problem = mcpctl.error(["servers", "start", "lost"]);
    assert_explained(&problem, "bad_working_directory");
    assert_eq!(problem["field"], "cwd");
    assert!(problem["message"].as_str().unwrap().contains("/nowhere"), "{problem}");
    witness.is_undisturbed();
}

#[test]
fn a_command_that_appears_later_starts_without_being_added_again() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let late = home.work_dir().join("late-server");
    add(&mcpctl, "late", &[late.to_str().unwrap()]);
    assert_explained(&mcpctl.error(["servers", "start", "late"]), "command_not_found");

    file(&home.work_dir(), "late-server", 0o755, &format!("#!/bin/sh\nexec {}\n", fake(&[])[0]));
    let server = start(&mcpctl, "late");
    assert_eq!(server["last_error"], Value::Null, "what is over is not shown: {server:#}");
    stop(&mcpctl, "late");
}

#[test]
fn a_command_that_exits_at_once_shows_its_exit_code_and_its_last_words() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    let last_words = "licence.json: no such file; set LICENCE_FILE";
    for (name, code) in [("exits-with-7", 7), ("exits-with-0", 0)] {
        let mode = ["--mode", "exit-at-once", "--stderr", last_words, "--code"];
        add_fake(&mcpctl, name, &[&mode[..], &[&code.to_string()]].concat());
        let problem = first_failure(&mcpctl, name);
        assert_explained(&problem, "process_exited");
        assert_eq!(problem["details"]["exit_code"], code, "{problem:#}");
        assert!(any_contains(&problem["stderr_tail"], last_words), "{problem:#}");

        let server = show(&mcpctl, name);
        assert_eq!(server["last_error"]["details"]["exit_code"], code, "{server:#}");
        assert!(any_contains(&server["last_error"]["stderr_tail"], last_words), "{server:#}");
        assert!(server["retry_at"].is_string(), "it is tried again later: {server:#}");
        witness.is_undisturbed();

        // For people, too.
        let shown = mcpctl.run(["servers", "show", name]).succeeded().stdout;
        assert!(shown.contains(last_words) && shown.contains("process_exited"), "{shown}");
        stop(&mcpctl, name);
    }
    assert!(host.terminate().success());
}

#[test]
fn a_server_that_may_not_be_restarted_fails_with_its_first_end() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    let witness = Witness::start(&mcpctl);
    add_restarting(&mcpctl, "once", "never", &["--mode", "exit-at-once", "--code", "3"]);
    let problem = mcpctl.error(["servers", "start", "once"]);
    assert_explained(&problem, "process_exited");
    let server = show(&mcpctl, "once");
    assert_eq!(server["state"], "failed", "{server:#}");
    assert_eq!(server["last_error"]["details"]["exit_code"], 3);
    witness.is_undisturbed();
}

fn add_restarting(mcpctl: &Mcpctl, name: &str, policy: &str, args: &[&str]) {
    let add = ["servers", "add", name, "--restart", policy, "--"].map(str::to_owned);
    mcpctl.json(add.into_iter().chain(fake(args)));
}

#[test]
fn the_restart_policy_decides_what_follows_an_end() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::new(&home);
    let _host = mcpctl.serve();
    // All at once: each runs for a moment, then ends with this status.
    let cases = [
        ("never", 0, "stopped"),
        ("never", 1, "failed"),
        ("on-failure", 0, "stopped"),
        ("on-failure", 1, "restarted"),
        ("always", 0, "restarted"),
        ("always", 1, "restarted"),
    ];
    let name = |policy: &str, code: u8| format!("{policy}-{code}");
    for (policy, code, _) in cases {
        let args = ["--mode", "crash-after", "--ms", "600", "--code", &code.to_string()];
        add_restarting(&mcpctl, &name(policy, code), policy, &args);
        start(&mcpctl, &name(policy, code));
    }
    for (policy, code, outcome) in cases {
        let what = format!("{policy} after exit code {code}: {outcome}");
        let server = await_server(&mcpctl, &name(policy, code), &what, |now| match outcome {
            "restarted" => now["restarts"].as_u64() >= Some(1),
            resting => now["state"] == resting,
        });
        let restarts = server["restarts"].as_u64() >= Some(1);
        assert_eq!(restarts, outcome == "restarted", "{what}: {server:#}");
    }
}
