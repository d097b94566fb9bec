//! The floor of everything that concerns a server: a child, its two pipes, blocking reads and
//! writes on the caller's own thread, and no look at what the server says.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use console_testkit::fake_mcp;
use serde_json::{Value, json};

/// A server on bare pipes, its handshake done. Dropping it ends the server.
#[derive(Debug)]
pub(crate) struct BareServer {
    child: Child,
    // Goes first, so that the server sees the end of its input.
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    line: Vec<u8>,
    next_id: u64,
}

impl BareServer {
    /// Spawns the fake server with these arguments and shakes hands.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_with_stderr(args, Stdio::null())
    }

    /// [`Self::start`], its standard error going there.
    pub(crate) fn start_with_stderr(args: &[&str], stderr: Stdio) -> Self {
        let mut child = Command::new(fake_mcp())
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .expect("fake-mcp starts");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut server = Self { child, stdin, stdout, line: Vec::new(), next_id: 1 };
        let params = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "bench", "version": "0"},
        });
        server.request("initialize", &params);
        server.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        server
    }

    /// The child, to take its standard error from.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Sends a request and waits for the next line, which must be its answer; the line.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> &[u8] {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&format!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{params}}}"#
        ));
        self.line.clear();
        let length = self.stdout.read_until(b'\n', &mut self.line).expect("the server answers");
        assert!(length > 0, "the server ended instead of answering {method}");
        &self.line
    }

    fn send(&mut self, message: &str) {
        let line = format!("{message}\n");
        let stdin = self.stdin.as_mut().expect("open until the end");
        stdin.write_all(line.as_bytes()).expect("the server reads");
    }
}

impl Drop for BareServer {
    fn drop(&mut self) {
        self.stdin = None;
        // A server that does not end by itself must not hold up the next round.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How long it takes until `count` servers have shaken hands, `at_once` of them at a time.
pub(crate) fn start_many(count: usize, at_once: usize, args: &[&str]) -> Duration {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let (took, servers) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once.min(count))
            .map(|_| {
                scope.spawn(|| {
                    let mut started = Vec::new();
                    while next.fetch_add(1, Ordering::Relaxed) < count {
                        started.push(BareServer::start(args));
                    }
                    started
                })
            })
            .collect();
        let servers: Vec<_> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
        (began.elapsed(), servers)
    });
    drop(servers);
    took
}
