//! Homes, programs and what the kernel says of them.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use console_testkit::{Mcpctl, Pipe, TempHome, proc, real_servers, run, wait_until};
use serde_json::json;

const DEADLINE: Duration = Duration::from_secs(20);

/// A stand-in for `mcpctl`, with the contract that the harness relies on.
const STAND_IN: &str = r#"#!/usr/bin/env python3
import http.server, json, os, sys
args = sys.argv[1:]
if "serve" in args:
    assert args[args.index("--port") + 1] == "0"
    home = args[args.index("--data-dir") + 1]
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            answer = {"path": self.path, "authorization": self.headers["Authorization"]}
            self.wfile.write(json.dumps(answer).encode())
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    os.makedirs(home, exist_ok=True)
    with open(os.path.join(home, "endpoint.json"), "w") as file:
        url = "http://127.0.0.1:%d" % server.server_port
        json.dump({"pid": os.getpid(), "base_url": url, "token": "t0"}, file)
    server.serve_forever()
elif "fail" in args:
    print("2026-01-01 INFO {not the error}", file=sys.stderr)
    print(json.dumps({"code": "no_instance", "message": "none runs"}, indent=1), file=sys.stderr)
    sys.exit(1)
else:
    env = {key: os.environ.get(key) for key in ("MCP_CONSOLE_HOME", "HOME", "EXTRA")}
    print(json.dumps({"args": args, "env": env, "stdin": sys.stdin.read()}))
"#;

fn stand_in(home: &TempHome) -> PathBuf {
    let program = home.path().join("mcpctl");
    std::fs::write(&program, STAND_IN).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    program
}

#[test]
fn commands_run_in_their_home() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::at(&home, stand_in(&home)).env("EXTRA", "1");
    let answer = mcpctl.json(["servers", "list"]);
    assert_eq!(answer["args"], json!(["--json", "servers", "list"]));
    assert_eq!(answer["env"]["MCP_CONSOLE_HOME"], home.data_dir().to_str().unwrap());
    assert_eq!(answer["env"]["HOME"], home.home_dir().to_str().unwrap());
    assert_eq!(answer["env"]["EXTRA"], "1");
    let heard = mcpctl.run_with_input(["keys", "set", "X"], "secret").succeeded().json();
    assert_eq!(heard["stdin"], "secret");
    assert_eq!(mcpctl.error(["fail"])["code"], "no_instance");
}

#[test]
fn a_host_is_up_when_serve_returns_and_gone_when_killed() {
    let home = TempHome::new();
    let mcpctl = Mcpctl::at(&home, stand_in(&home));
    let mut host = mcpctl.serve();
    assert!(host.is_running());
    assert_eq!(host.token(), "t0");
    let answer = host.get("/api/v1/servers").json();
    assert_eq!(answer, json!({"path": "/api/v1/servers", "authorization": "Bearer t0"}));
    assert_eq!(home.processes(), [host.pid()]);
    let pid = host.pid();
    host.kill9();
    assert!(!proc::alive(pid));

    let host = mcpctl.serve();
    let pid = host.pid();
    host.terminate();
    assert!(!proc::alive(pid));
    let pid = mcpctl.serve().pid();
    wait_until(DEADLINE, "a dropped host is killed", || !proc::alive(pid));
}

#[test]
#[should_panic(expected = "did not end within")]
fn a_program_that_does_not_end_is_killed() {
    let mut command = Command::new("sleep");
    command.arg("600");
    run(command, "", Duration::from_millis(50));
}

#[test]
fn the_kernel_is_read_rightly() {
    let home = TempHome::new();
    // A shell with a name that would confuse a careless parser, and a child of its own.
    let mut command = Command::new("sh");
    command.args(["-c", "sleep 600 & wait", "a) b (c"]).envs(home.env());
    let mut shell = command.spawn().unwrap();
    let pid = shell.id();
    wait_until(DEADLINE, "the shell has a child", || proc::descendants(pid).len() == 1);

    let child = proc::descendants(pid)[0];
    assert!(proc::descendants(std::process::id()).contains(&child), "a grandchild of ours");
    wait_until(DEADLINE, "sleep has begun", || proc::command_line(child) == ["sleep", "600"]);
    assert_eq!(proc::command_line(pid)[3], "a) b (c");
    assert_eq!(proc::group(child), proc::group(std::process::id()));
    assert_eq!(proc::env_of(child, "HOME"), Some(home.home_dir().into()));
    assert!(proc::program(child).is_some());
    assert_eq!(proc::threads(child), 1);
    assert!(proc::open_files(child) >= 3);
    assert!(proc::memory(child) > 10_000, "{} bytes", proc::memory(child));
    assert!(proc::memory(child) < 100_000_000);

    let mut found = home.processes();
    found.sort_unstable();
    let mut both = [pid, child];
    both.sort_unstable();
    assert_eq!(found, both);

    proc::kill(pid);
    wait_until(DEADLINE, "a zombie is not alive", || !proc::alive(pid));
    assert!(proc::descendants(std::process::id()).contains(&pid), "but it is still there");
    shell.wait().unwrap();
    assert!(!proc::descendants(std::process::id()).contains(&pid));

    drop(home);
    wait_until(DEADLINE, "the orphan goes with its home", || !proc::alive(child));
}

#[test]
fn processor_time_is_that_of_the_process() {
    let mut busy = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
    let pid = busy.id();
    wait_until(DEADLINE, "a busy loop uses the processor", || {
        proc::cpu_time(pid) >= Duration::from_millis(200)
    });
    busy.kill().unwrap();
    busy.wait().unwrap();
    assert_eq!(proc::cpu_time(pid), Duration::ZERO, "nothing is left to count");
}

#[test]
fn a_login_shell_keeps_the_path() {
    let home = TempHome::new();
    for shell in ["sh", "bash"] {
        let mut command = Command::new(shell);
        command
            .args(["-l", "-c", "printf %s \"$PATH\""])
            .envs(home.env())
            .env("PATH", "/bin:/usr/bin");
        let finished = run(command, "", DEADLINE).succeeded();
        assert_eq!(finished.stdout, std::env::var("PATH").unwrap(), "{shell}");
    }
}

#[test]
fn real_servers_are_installed_and_answer_over_a_bare_pipe() {
    let home = TempHome::new();
    for server in real_servers(&home.work_dir()) {
        let mut command = Command::new(&server.program);
        command.args(&server.args).envs(home.env()).envs(server.env).current_dir(home.work_dir());
        let mut pipe = Pipe::open(command);
        let answer = pipe.initialize();
        assert!(answer["result"]["serverInfo"].is_object(), "{}: {answer}", server.name);
        let tools = pipe.request("tools/list", &json!({}));
        let count = tools["result"]["tools"].as_array().map_or(0, Vec::len);
        assert!(count >= 2, "{}: {tools}", server.name);
        pipe.close_input();
    }
}

#[test]
fn a_home_is_private_and_vanishes() {
    let home = TempHome::new();
    let path = home.path().to_path_buf();
    let env = home.env();
    assert!(env.iter().all(|(_, value)| value.starts_with(&path)), "{env:?}");
    let run_dir = &env.iter().find(|(key, _)| *key == "XDG_RUNTIME_DIR").unwrap().1;
    assert_eq!(std::fs::metadata(run_dir).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(!home.data_dir().exists(), "the console makes its own directory");
    drop(home);
    assert!(!path.exists());
}
