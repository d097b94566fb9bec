//! Running a program to its end, with a deadline.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

/// What a program that ended left.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// All of its standard output.
    pub stdout: String,
    /// All of its standard error.
    pub stderr: String,
    /// From start to end.
    pub took: Duration,
}

impl Finished {
    /// Itself, where the exit code is 0.
    #[track_caller]
    #[must_use]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "it failed: {self:#?}");
        self
    }

    /// Standard output as the one JSON document that it must be.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("stdout is not one JSON document ({error}): {self:#?}"))
    }

    /// The error document (`{code, message, …}`) on standard error, among log lines or alone.
    #[track_caller]
    pub fn error(&self) -> Value {
        let is_error = |value: &Value| value["code"].is_string() && value["message"].is_string();
        let starts = self.stderr.match_indices('{').map(|(at, _)| at);
        starts
            .filter_map(|at| {
                let mut values = serde_json::Deserializer::from_str(&self.stderr[at..]).into_iter();
                values.next()?.ok()
            })
            .find(is_error)
            .unwrap_or_else(|| panic!("no error document on stderr: {self:#?}"))
    }
}

/// Runs `command` with `stdin` as its input.
///
/// # Panics
/// Where it cannot be started, or has not ended after `deadline`; then it is killed first.
#[track_caller]
pub fn run(mut command: Command, stdin: &str, deadline: Duration) -> Finished {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let mut input = child.stdin.take().expect("stdin is piped");
    let text = stdin.to_owned();
    // A program that does not read its input must not stop us.
    let writer = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
    let stdout = read_all(child.stdout.take().expect("stdout is piped"));
    let stderr = read_all(child.stderr.take().expect("stderr is piped"));
    let status = wait(&mut child, start + deadline);
    let took = start.elapsed();
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let finished = Finished {
        code: status.and_then(|status| status.code()),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        took,
    };
    writer.join().unwrap();
    assert!(status.is_some(), "{command:?} did not end within {deadline:?}: {finished:#?}");
    finished
}

fn read_all(mut source: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = source.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The status, or `None` where the deadline passes first.
pub(super) fn wait(child: &mut Child, deadline: Instant) -> Option<std::process::ExitStatus> {
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return Some(status);
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
