//! A bare conversation with a stdio server: no library, no supervisor between.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::proc::ProcessId;
use crate::protocol::{LEGACY_VERSIONS, wire};

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// The floor that the product is measured against, and the probe that fault tests of the fakes
/// use. Its stderr is discarded. Dropping it kills the server.
#[derive(Debug)]
pub struct Pipe {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<Vec<u8>>,
    next_id: u64,
}

impl Pipe {
    /// Starts the server.
    #[track_caller]
    pub fn open(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let mut line = Vec::new();
            while stdout.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Self { child, stdin, lines, next_id: 1 }
    }

    /// The server's process.
    pub fn pid(&self) -> ProcessId {
        self.child.id()
    }

    /// Sends one message. A server that is gone is no error: its silence shows.
    pub fn send(&mut self, message: &Value) {
        let stdin = self.stdin.as_mut().expect("the input is open");
        let _ = stdin.write_all(format!("{message}\n").as_bytes());
    }

    /// Sends a request; its id.
    pub fn ask(&mut self, method: &str, params: &Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&wire::request(&json!(id), method, params));
        id
    }

    /// The next line as it came, without its newline; `None` at the end, or after `deadline`.
    pub fn next_line(&self, deadline: Duration) -> Option<Vec<u8>> {
        let mut line = self.lines.recv_timeout(deadline).ok()?;
        line.pop_if(|last| *last == b'\n');
        Some(line)
    }

    /// The next message; lines that are no JSON objects are passed over.
    ///
    /// # Panics
    /// Where none comes.
    #[track_caller]
    pub fn next_message(&self) -> Value {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.next_line(left).expect("the server says something");
            if let Ok(message @ Value::Object(_)) = serde_json::from_slice(&line) {
                return message;
            }
        }
    }

    /// Sends a request and waits for its answer, passing over everything else.
    #[track_caller]
    pub fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.ask(method, params);
        loop {
            let message = self.next_message();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// The legacy handshake; the answer to `initialize`.
    #[track_caller]
    pub fn initialize(&mut self) -> Value {
        let params = json!({
            "protocolVersion": LEGACY_VERSIONS[0],
            "capabilities": {"roots": {}, "sampling": {}, "elicitation": {}},
            "clientInfo": {"name": "testkit", "version": "0"},
        });
        let answer = self.request("initialize", &params);
        self.send(&wire::notification("notifications/initialized", &json!({})));
        answer
    }

    /// Calls a tool; the answer, result or error.
    #[track_caller]
    pub fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.request("tools/call", &json!({"name": tool, "arguments": arguments}))
    }

    /// Closes the server's input, as a client does that is done.
    pub fn close_input(&mut self) {
        self.stdin = None;
    }

    /// The exit code, once the server has ended; `None` after a signal.
    ///
    /// # Panics
    /// Where it does not end.
    #[track_caller]
    pub fn exit_code(&mut self) -> Option<i32> {
        let status = super::run::wait(&mut self.child, Instant::now() + DEADLINE);
        status.expect("the server ends").code()
    }

    /// Whether the server still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a child can be waited for").is_none()
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
