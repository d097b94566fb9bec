//! One server's log, shared by everything that writes to it and everything that reads it.
//!
//! Invariants: a value that is known when a line arrives is masked before anybody can see the line,
//! in memory, on disk or as a follower; one that becomes known later is masked where lines are
//! read back. A line is cut after that, so that no half of a value is left at its end.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use console_domain::limits::{LOG_BROADCAST_LINES, STDERR_TAIL_LINES};
use console_domain::{Clock, LogLine, LogStream, Redact};
use tokio::runtime::Handle;
use tokio::sync::{broadcast, mpsc};

use super::file::{LogFile, read_tail};
use super::line::{bounded, clean_text};
use super::ring::Ring;

/// Batches that wait for the disk; a batch holds at most what one read of a pipe gave.
const BATCHES: usize = 16;
/// How long a writer waits for a slow disk before its batch stays out of the file.
const DISK_PATIENCE: Duration = Duration::from_millis(500);

type Batch = Vec<Arc<LogLine>>;

/// A server's log.
pub(crate) struct ServerLog {
    clock: Arc<dyn Clock>,
    redact: Arc<dyn Redact>,
    state: Mutex<State>,
    subscribers: broadcast::Sender<Arc<LogLine>>,
    /// Absent where there is no file.
    to_disk: Option<mpsc::Sender<Batch>>,
}

#[derive(Debug, Default)]
struct State {
    ring: Ring,
    lines: u64,
    not_on_disk: u64,
}

impl ServerLog {
    /// A log that is also written to `path`, and begins with what an earlier console wrote there
    /// last. The writing task ends when the log is dropped.
    pub(crate) fn new(
        path: PathBuf,
        clock: Arc<dyn Clock>,
        redact: Arc<dyn Redact>,
        runtime: &Handle,
    ) -> Arc<Self> {
        let mut state = State::default();
        for (at, stream, text) in read_tail(&path) {
            state.push(at, stream, redact.masked(text));
        }
        let (to_disk, batches) = mpsc::channel(BATCHES);
        runtime.spawn(write_batches(LogFile::new(path), batches));
        Self::build(clock, redact, state, Some(to_disk))
    }

    /// A log in memory only.
    pub(crate) fn detached(clock: Arc<dyn Clock>, redact: Arc<dyn Redact>) -> Arc<Self> {
        Self::build(clock, redact, State::default(), None)
    }

    fn build(
        clock: Arc<dyn Clock>,
        redact: Arc<dyn Redact>,
        state: State,
        to_disk: Option<mpsc::Sender<Batch>>,
    ) -> Arc<Self> {
        let (subscribers, _) = broadcast::channel(LOG_BROADCAST_LINES);
        Arc::new(Self { clock, redact, state: Mutex::new(state), subscribers, to_disk })
    }

    /// The last `count` lines, oldest first.
    pub(crate) fn tail(&self, count: usize) -> Vec<Arc<LogLine>> {
        let lines = self.state().ring.tail(count);
        lines.into_iter().map(|line| self.as_known_now(line)).collect()
    }

    /// The line without the values that became known since it arrived.
    fn as_known_now(&self, line: Arc<LogLine>) -> Arc<LogLine> {
        let masked = match self.redact.redact(&line.text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(Arc::new(LogLine { text, ..*line })),
        };
        masked.unwrap_or(line)
    }

    /// Every line from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<LogLine>> {
        self.subscribers.subscribe()
    }

    /// The number of the next line: where an instance's own lines begin.
    pub(crate) fn position(&self) -> u64 {
        self.state().lines + 1
    }

    /// The last lines that were written to stderr since `position`.
    pub(crate) fn stderr_tail(&self, position: u64) -> Vec<String> {
        let texts = self.state().ring.texts(LogStream::Stderr, position, STDERR_TAIL_LINES);
        texts.into_iter().map(|text| self.redact.masked(text)).collect()
    }

    /// Adds a remark of the console.
    pub(crate) fn remark(&self, text: &str) {
        self.add_one(LogStream::Console, text);
    }

    /// Adds one line. Does not wait: when the disk is behind, the line is in memory only.
    pub(crate) fn add_one(&self, stream: LogStream, text: &str) {
        let batch = self.record(stream, vec![clean_text(text)]);
        if let Some(Err(error)) = self.to_disk.as_ref().map(|disk| disk.try_send(batch)) {
            self.count_not_on_disk(error.into_inner().len());
        }
    }

    /// Adds lines that are clean already; waits a bounded time for a slow disk.
    pub(crate) async fn add(&self, stream: LogStream, texts: Vec<String>) {
        if texts.is_empty() {
            return;
        }
        let batch = self.record(stream, texts);
        let Some(to_disk) = &self.to_disk else { return };
        let count = batch.len();
        let sent = tokio::time::timeout(DISK_PATIENCE, to_disk.send(batch)).await;
        if !matches!(sent, Ok(Ok(()))) {
            self.count_not_on_disk(count);
        }
    }

    fn record(&self, stream: LogStream, mut texts: Vec<String>) -> Batch {
        let at = self.clock.now();
        for text in &mut texts {
            *text = bounded(self.redact.masked(std::mem::take(text)));
        }
        let mut state = self.state();
        let mut batch = Vec::with_capacity(texts.len() + 1);
        let missing = std::mem::take(&mut state.not_on_disk);
        if missing > 0 {
            let text = format!("{missing} lines are not in the log file: the disk was too slow");
            batch.push(state.push(at, LogStream::Console, text));
        }
        batch.extend(texts.into_iter().map(|text| state.push(at, stream, text)));
        // Sent under the lock, so that subscribers see the lines in the order of their numbers.
        if self.subscribers.receiver_count() > 0 {
            for line in &batch {
                // No receiver is left: nobody misses the line.
                self.subscribers.send(Arc::clone(line)).ok();
            }
        }
        batch
    }

    fn count_not_on_disk(&self, lines: usize) {
        self.state().not_on_disk += lines as u64;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, at: jiff::Timestamp, stream: LogStream, text: String) -> Arc<LogLine> {
        self.lines += 1;
        let line = Arc::new(LogLine { seq: self.lines, at, stream, text });
        self.ring.push(Arc::clone(&line));
        line
    }
}

async fn write_batches(mut file: LogFile, mut batches: mpsc::Receiver<Batch>) {
    let mut waiting = Vec::with_capacity(BATCHES);
    while batches.recv_many(&mut waiting, BATCHES).await > 0 {
        let lines: Batch = waiting.drain(..).flatten().collect();
        let written = tokio::task::spawn_blocking(move || {
            file.append(&lines);
            file
        });
        match written.await {
            Ok(given_back) => file = given_back,
            // The runtime is shutting down.
            Err(_) => return,
        }
    }
}
