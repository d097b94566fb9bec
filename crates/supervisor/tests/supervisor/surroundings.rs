//! The login shell's environment, and programs that are only asked something.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use console_domain::{EnvVar, ErrorCode, Transport};
use console_supervisor::{Environment, probe};
use tempfile::TempDir;

use crate::support::House;

const PATIENCE: Duration = Duration::from_secs(20);

/// Writes an executable script.
fn program(path: &Path, script: &str) -> String {
    std::fs::create_dir_all(path.parent().expect("a directory")).expect("writable");
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("writable");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("ours");
    path.to_str().expect("UTF-8").to_owned()
}

/// An environment whose login shell is a script; it finds what it is asked in `$4`.
fn environment(dir: &TempDir, shell: &str) -> Environment {
    let home = dir.path().to_str().expect("UTF-8").to_owned();
    let shell = program(&dir.path().join("shell"), shell);
    let variables = [("HOME", home), ("SHELL", shell), ("PATH", "/usr/bin:/bin".to_owned())];
    Environment::of_variables(variables.map(|(name, value)| (name.to_owned(), value)))
}

#[tokio::test]
async fn a_command_is_found_where_only_the_login_shell_knows() {
    let dir = tempfile::tempdir().expect("a directory");
    let tool = program(&dir.path().join("tools/only-here"), "echo version 1; echo $https_proxy");
    let shell = format!(
        "echo 'Welcome, PATH=/wrong'; test \"$1$2$3\" = -l-i-c || exit 1\n\
         export PATH={}/tools:$PATH https_proxy=http://proxy SECRET=x\n\
         eval \"$4\"; echo bye; sleep 1000 &",
        dir.path().display()
    );
    let found = probe(&environment(&dir, &shell), "only-here", &[], PATIENCE).await;
    let found = found.expect("the login shell knows it");
    assert_eq!(found.path, Path::new(&tool));
    assert_eq!(found.output, "version 1\nhttp://proxy");
}

#[tokio::test]
async fn the_plainest_shell_is_understood_and_its_path_is_what_it_says() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::write(dir.path().join(".profile"), "export PATH=$HOME/own:/usr/bin:/bin\n")
        .expect("writable");
    let home = dir.path().to_str().expect("UTF-8").to_owned();
    // A shell before this one has left `_` behind, which dash keeps up to date.
    let variables = [("HOME", home), ("SHELL", "/bin/sh".into()), ("PATH", "/bin".into())];
    let variables = variables.into_iter().chain([("_", "/usr/bin/env".into())]);
    let environment =
        Environment::of_variables(variables.map(|(name, value)| (name.to_owned(), value)));
    let path = environment.login_path().await;
    assert_eq!(path, [dir.path().join("own"), "/usr/bin".into(), "/bin".into()]);
}

#[tokio::test]
async fn a_shell_that_hangs_is_given_up_and_leaves_nothing() {
    let dir = tempfile::tempdir().expect("a directory");
    let pids = dir.path().join("pids");
    let shell = format!(
        "trap '' TERM HUP; setsid sleep 1000 & echo $! $$ > {}; while :; do sleep 1; done",
        pids.display()
    );
    let environment = environment(&dir, &shell).login_shell_patience(Duration::from_millis(700));
    let began = Instant::now();
    let found = probe(&environment, "sh", &["-c", "echo $PATH"], PATIENCE).await;
    let output = found.expect("the own path is enough").output;
    assert!(output.starts_with("/usr/bin:/bin"), "{output}");
    assert!(began.elapsed() < Duration::from_secs(10));
    let pids = std::fs::read_to_string(pids).expect("the shell was started");
    for pid in pids.split_whitespace() {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        assert!(stat.is_empty() || stat.contains(") Z "), "{pid} survived: {stat}");
    }
}

#[tokio::test]
async fn a_shell_that_fails_or_is_missing_is_done_without() {
    for shell in ["exit 1", "echo nonsense"] {
        let dir = tempfile::tempdir().expect("a directory");
        let environment = environment(&dir, shell);
        assert!(probe(&environment, "sh", &["-c", ":"], PATIENCE).await.is_ok(), "{shell}");
    }
    let variables = [("SHELL", "/no/such/shell"), ("PATH", "/usr/bin:/bin")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let environment = Environment::of_variables(variables);
    assert!(probe(&environment, "sh", &["-c", ":"], PATIENCE).await.is_ok());
}

#[tokio::test]
async fn a_probe_says_why_it_has_no_answer() {
    let environment = Environment::of_this_process().without_login_shell();
    let ask = async |script: &str, patience| {
        let asked = probe(&environment, "sh", &["-c", script], patience).await;
        asked.expect_err("no answer").code
    };
    assert_eq!(ask("exit 3", PATIENCE).await, ErrorCode::ProcessExited);
    assert_eq!(ask("sleep 1000", Duration::from_millis(100)).await, ErrorCode::StartTimeout);
    let missing = probe(&environment, "no-such-program", &[], PATIENCE).await;
    assert_eq!(missing.expect_err("missing").code, ErrorCode::CommandNotFound);
}

#[tokio::test]
async fn a_configuration_is_looked_at_as_a_start_would() {
    let dir = tempfile::tempdir().expect("a directory");
    let tool = program(&dir.path().join("tools/late"), "echo here");
    let path = dir.path().join("path");
    std::fs::write(&path, "/usr/bin:/bin").expect("writable");
    let shell = format!(
        "export PATH=$(cat {}); export HOME={}; eval \"$4\"",
        path.display(),
        dir.path().display()
    );
    let house = House::in_environment(environment(&dir, &shell));
    let transport = |command: &str, env: &[(&str, &str)], cwd: Option<&str>| Transport::Stdio {
        command: command.into(),
        args: vec!["${NOWHERE}".into(), "${HOME}".into(), "${HALF".into()],
        env: env.iter().map(|(n, v)| EnvVar { name: (*n).into(), value: (*v).into() }).collect(),
        cwd: cwd.map(str::to_owned),
    };
    let wrong = transport("late", &[("A", "${B}"), ("B", "x"), ("C", "${GONE}")], Some("/nowhere"));
    let examined = house.supervisor.examine(wrong).await;
    let told: Vec<_> =
        examined.problems.iter().map(|p| (p.field.as_deref().unwrap_or("-"), p.code)).collect();
    let expected = [
        ("cwd", ErrorCode::BadWorkingDirectory),
        ("env.C", ErrorCode::VariableMissing),
        ("args[0]", ErrorCode::VariableMissing),
        ("args[2]", ErrorCode::InvalidInput),
        ("command", ErrorCode::CommandNotFound),
    ];
    assert_eq!(told, expected);
    assert_eq!(examined.problems[1].details, Some(serde_json::json!({"variable": "GONE"})));
    assert_eq!(examined.resolved, None);

    // It is installed; the login shell has to be asked anew.
    std::fs::write(&path, format!("{}/tools:/usr/bin:/bin", dir.path().display())).expect("ours");
    let right = transport("late", &[("NOWHERE", "x"), ("HALF", "y")], None);
    house.supervisor.forget_environment(Duration::from_hours(1)).await;
    let before = house.supervisor.examine(right.clone()).await;
    assert_eq!(before.resolved, None, "what the shell said a moment ago is kept");
    house.supervisor.forget_environment(Duration::ZERO).await;
    let after = house.supervisor.examine(right).await;
    assert_eq!(after.resolved.as_deref(), Some(Path::new(&tool)));
    let fields: Vec<_> = after.problems.iter().filter_map(|p| p.field.as_deref()).collect();
    assert_eq!(fields, ["args[2]"]);
}
