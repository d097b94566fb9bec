//! What the tests of this binary share: a house with a console in it, a healthy server that
//! witnesses what happens to its neighbours, and how a problem must be told.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use console_testkit::{Host, Mcpctl, fake_mcp, proc, wait_for};
use serde_json::{Value, json};

/// For everything that is waited for: far more than it takes, so that only a hang exceeds it.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// What the console writes into the environment of each process it starts.
pub(crate) const TAG: &str = "MCP_CONSOLE_INSTANCE";

/// The command line of a fake server.
pub(crate) fn fake(args: &[&str]) -> Vec<String> {
    let program = fake_mcp().to_str().expect("a UTF-8 path").to_owned();
    std::iter::once(program).chain(args.iter().map(|&arg| arg.to_owned())).collect()
}

/// Adds a server with this command.
#[track_caller]
pub(crate) fn add<S: AsRef<str>>(mcpctl: &Mcpctl, name: &str, command: &[S]) -> Value {
    let words = ["servers", "add", name, "--"].into_iter();
    mcpctl.json(words.chain(command.iter().map(AsRef::as_ref)))
}

/// Adds a fake server.
#[track_caller]
pub(crate) fn add_fake(mcpctl: &Mcpctl, name: &str, args: &[&str]) -> Value {
    add(mcpctl, name, &fake(args))
}

/// Imports and approves a fake server with time-outs of its own (milliseconds), which the command
/// line cannot set.
#[track_caller]
pub(crate) fn add_with_timeouts(mcpctl: &Mcpctl, name: &str, command: &[String], timeouts: &Value) {
    let (program, args) = command.split_first().expect("a command");
    let entry = json!({"command": program, "args": args, "timeouts": timeouts});
    let report = import(mcpctl, &json!({"mcpServers": {name: entry}}));
    assert_eq!(report["skipped"], json!([]), "{report}");
    mcpctl.json(["servers", "approve", name]);
}

/// Imports servers from standard input; the report.
#[track_caller]
pub(crate) fn import(mcpctl: &Mcpctl, text: &Value) -> Value {
    let text = text.to_string();
    mcpctl.run_with_input(["--json", "servers", "import", "-"], &text).succeeded().json()
}

/// Starts a server that must come up.
#[track_caller]
pub(crate) fn start(mcpctl: &Mcpctl, id: &str) -> Value {
    let server = mcpctl.json(["servers", "start", id]);
    assert_eq!(server["state"], "up", "{server}");
    server
}

/// Adds a fake server that must come up.
#[track_caller]
pub(crate) fn start_fake(mcpctl: &Mcpctl, name: &str, args: &[&str]) -> Value {
    add_fake(mcpctl, name, args);
    start(mcpctl, name)
}

/// Stops a server; it must be down, and its process gone.
#[track_caller]
pub(crate) fn stop(mcpctl: &Mcpctl, id: &str) {
    let before = show(mcpctl, id);
    let server = mcpctl.json(["servers", "stop", id]);
    assert_eq!(server["state"], "stopped", "{server}");
    assert_eq!(server["pid"], Value::Null, "a stopped server has no process: {server}");
    if let Some(pid) = before["pid"].as_u64() {
        assert!(!proc::alive(pid_of(pid)), "process {pid} of {id} lives on");
    }
}

/// `servers show`.
#[track_caller]
pub(crate) fn show(mcpctl: &Mcpctl, id: &str) -> Value {
    mcpctl.json(["servers", "show", id])
}

/// Asks for a start that must fail and is to be tried again; why it failed. (`start` itself would
/// wait until the console gives up.)
#[track_caller]
pub(crate) fn first_failure(mcpctl: &Mcpctl, id: &str) -> Value {
    mcpctl.json(["servers", "start", id, "--no-wait"]);
    await_state(mcpctl, id, "backoff")["last_error"].clone()
}

/// Waits until a server is in `state`; how it is then.
#[track_caller]
pub(crate) fn await_state(mcpctl: &Mcpctl, id: &str, state: &str) -> Value {
    await_server(mcpctl, id, &format!("{id} is {state}"), |server| server["state"] == state)
}

/// Waits until `wanted` holds of a server; how it is then.
#[track_caller]
pub(crate) fn await_server(
    mcpctl: &Mcpctl,
    id: &str,
    what: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Value {
    let start = Instant::now();
    wait_for(2 * DEADLINE, what, || {
        let now = show(mcpctl, id);
        if wanted(&now) {
            return Some(now);
        }
        assert!(start.elapsed() < DEADLINE, "not within {DEADLINE:?}: {what}; now: {now:#}");
        None
    })
}

/// Calls a tool that must answer; the result as the server sent it.
#[track_caller]
pub(crate) fn call(mcpctl: &Mcpctl, id: &str, tool: &str, arguments: &Value) -> Value {
    let answer = mcpctl.json(["call", id, tool, &arguments.to_string()]);
    assert_eq!(answer["is_error"], false, "{answer}");
    answer["result"].clone()
}

/// [`call`]; the one text of its answer.
#[track_caller]
pub(crate) fn call_text(mcpctl: &Mcpctl, id: &str, tool: &str, arguments: &Value) -> String {
    let result = call(mcpctl, id, tool, arguments);
    let text = result["content"][0]["text"].as_str();
    text.unwrap_or_else(|| panic!("the answer has no text: {result}")).to_owned()
}

/// Sends one HTTP request, written as it goes over the wire but for its length; status and body of
/// the answer.
pub(crate) fn send(host: &Host, request: &str, body: &str) -> (u16, Value) {
    let authority = host.base_url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let length = body.len();
    write!(stream, "{request}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

/// The names of a server's tools.
#[track_caller]
pub(crate) fn tools(mcpctl: &Mcpctl, id: &str) -> Vec<String> {
    let tools = mcpctl.json(["tools", "list", id]);
    let tools = tools.as_array().expect("a list of tools");
    tools.iter().map(|tool| tool["name"].as_str().expect("a tool has a name").to_owned()).collect()
}

/// The ids of all servers, sorted.
#[track_caller]
pub(crate) fn ids(mcpctl: &Mcpctl) -> Vec<String> {
    let servers = mcpctl.json(["servers", "list"]);
    let servers = servers.as_array().expect("a list of servers");
    let id = |server: &Value| server["id"].as_str().expect("an id").to_owned();
    let mut ids: Vec<String> = servers.iter().map(id).collect();
    ids.sort();
    ids
}

/// The process id in JSON.
#[track_caller]
pub(crate) fn pid(server: &Value) -> proc::ProcessId {
    pid_of(server["pid"].as_u64().unwrap_or_else(|| panic!("it has no process: {server}")))
}

fn pid_of(number: u64) -> proc::ProcessId {
    number.try_into().expect("a process id")
}

/// A problem must have this code, a sentence that a person understands, and a next step.
#[track_caller]
pub(crate) fn assert_explained(problem: &Value, code: &str) {
    assert_eq!(problem["code"], code, "{problem:#}");
    for part in ["message", "hint"] {
        let text = problem[part].as_str().unwrap_or_default();
        assert!(text.len() > 10, "its {part} says something: {problem:#}");
        // An address may stand first.
        assert!(
            text.starts_with(|c: char| !c.is_lowercase()) || text.starts_with("http"),
            "its {part} begins a sentence: {text}"
        );
        for jargon in ["Os {", "Error {", "Some(", "panicked", "unwrap", "RUST_BACKTRACE"] {
            assert!(!text.contains(jargon), "its {part} is for people: {text}");
        }
    }
    let message = problem["message"].as_str().unwrap_or_default();
    assert!(message.ends_with('.'), "its message is a sentence: {message}");
}

/// Whether some string of a JSON list contains `part`.
pub(crate) fn any_contains(list: &Value, part: &str) -> bool {
    let mut items = list.as_array().into_iter().flatten();
    items.any(|item| item.as_str().is_some_and(|text| text.contains(part)))
}

/// A healthy server beside the one that misbehaves.
#[derive(Debug)]
pub(crate) struct Witness<'a> {
    mcpctl: &'a Mcpctl<'a>,
    server: Value,
}

impl<'a> Witness<'a> {
    const NAME: &'static str = "witness";

    /// Starts it.
    #[track_caller]
    pub(crate) fn start(mcpctl: &'a Mcpctl<'a>) -> Self {
        Self { mcpctl, server: start_fake(mcpctl, Self::NAME, &["--name", Self::NAME]) }
    }

    /// The same process is still up, was never restarted, and answers a call.
    #[track_caller]
    pub(crate) fn is_undisturbed(&self) {
        let now = show(self.mcpctl, Self::NAME);
        for field in ["state", "pid", "instance", "restarts", "last_error"] {
            assert_eq!(now[field], self.server[field], "{field} of the healthy server: {now:#}");
        }
        let text = call_text(self.mcpctl, Self::NAME, "echo", &json!({"text": "still here"}));
        assert_eq!(text, "still here");
    }
}

/// A process, told from a later one with the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    /// Its number.
    pub(crate) pid: proc::ProcessId,
    /// Clock ticks from the start of the machine to its own.
    started: u64,
}

impl Identity {
    /// The process that has this number now; `None` where none lives.
    pub(crate) fn of(pid: proc::ProcessId) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // Field 22 of proc(5), counted behind the name, which may hold anything.
        let started = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
        proc::alive(pid).then_some(Self { pid, started })
    }

    /// Whether it, and not a successor, still runs.
    pub(crate) fn lives(self) -> bool {
        Self::of(self.pid) == Some(self)
    }
}

/// `role pid` of each member of a family, as fake-mcp wrote them.
pub(crate) fn family(pid_file: &Path) -> Vec<(String, Identity)> {
    let text = std::fs::read_to_string(pid_file).unwrap_or_default();
    let member = |line: &str| {
        let (role, pid) = line.split_once(' ')?;
        Some((role.to_owned(), Identity::of(pid.parse().ok()?)?))
    };
    text.lines().filter_map(member).collect()
}
