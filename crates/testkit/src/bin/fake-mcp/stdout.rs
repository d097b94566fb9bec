//! Standard output: one message per line, whole lines only, whoever writes.

use std::io::Write;
use std::sync::Mutex;

use serde_json::{Value, json};

/// Lines that are no messages, taken in turn: prose, nothing, JSON of another kind, broken JSON.
const NOISE: [&str; 5] = [
    "Starting the server, please wait...",
    "",
    r#"{"level":"info","msg":"not a message"}"#,
    r#"{"jsonrpc":"2.0","id":"#,
    "[]",
];

/// The writing end.
#[derive(Debug)]
pub(crate) struct Stdout {
    noise: bool,
    twice: bool,
    lines: Mutex<usize>,
}

impl Stdout {
    /// `noise`: garbage before and after each message; `twice`: answers are repeated.
    pub(crate) fn new(noise: bool, twice: bool) -> Self {
        Self { noise, twice, lines: Mutex::new(0) }
    }

    /// Sends one message.
    pub(crate) fn send(&self, message: &Value) {
        self.send_line(message.to_string().as_bytes());
        let is_answer = message.get("method").is_none();
        if self.twice && is_answer {
            self.send_line(message.to_string().as_bytes());
            let stray = json!({"jsonrpc": "2.0", "id": 987_654_321, "result": {"stray": true}});
            self.send_line(stray.to_string().as_bytes());
        }
    }

    /// Sends one line as it is.
    pub(crate) fn send_line(&self, line: &[u8]) {
        let mut lines = self.lines.lock().unwrap();
        let mut bytes = Vec::with_capacity(line.len() + 64);
        let mut noise = || {
            let text = NOISE[*lines % NOISE.len()];
            *lines += 1;
            text
        };
        if self.noise {
            bytes.extend_from_slice(noise().as_bytes());
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
        if self.noise {
            bytes.extend_from_slice(noise().as_bytes());
            bytes.push(b'\n');
        }
        // The reader may be gone; then nobody misses the message.
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(&bytes).and_then(|()| stdout.flush());
    }
}
