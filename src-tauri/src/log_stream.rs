//! The way of log lines to a view: asked for, batch by batch.
//!
//! Invariants: a batch is made only when the view has taken the one before, so that what it cannot
//! draw piles up nowhere: not in the webview, and here only in the log's own bounded buffer. What
//! falls out of that buffer is missing from the view, and the numbers of the lines tell. (A channel
//! of Tauri's parks what is sent and not fetched yet, without a bound.)

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use console_domain::{ErrorCode, LogLine, Problem};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Between two batches of one view: a few frames. The first line after a silence does not wait.
const PACE: Duration = Duration::from_millis(60);
/// How long a view waits for a line before it is told that there is none.
const SILENCE: Duration = Duration::from_secs(25);
/// Bytes of one batch in JSON, about; a view that draws more than this at once stutters.
const BATCH_BYTES: usize = 256 * 1024;
/// What a line costs in JSON besides its text.
const LINE_OVERHEAD: usize = 96;
/// Subscriptions at once; beyond, the oldest ends. A page that was reloaded never ends its own.
const MAX_SUBSCRIPTIONS: usize = 16;

type Line = Arc<LogLine>;

/// The views that follow a log.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    last: u32,
    /// By number, so that the first is the oldest.
    streams: BTreeMap<u32, Stream>,
}

#[derive(Debug, Clone)]
struct Stream {
    lines: Arc<tokio::sync::Mutex<Lines>>,
    ended: CancellationToken,
}

#[derive(Debug)]
struct Lines {
    receiver: Receiver<Line>,
    /// When the next batch may go.
    due: Instant,
}

impl Subscriptions {
    /// A new subscription.
    pub(crate) fn begin(&self, receiver: Receiver<Line>) -> u32 {
        let mut open = self.open();
        open.last = open.last.wrapping_add(1);
        let id = open.last;
        let lines = Lines { receiver, due: Instant::now() };
        let lines = Arc::new(tokio::sync::Mutex::new(lines));
        open.streams.insert(id, Stream { lines, ended: CancellationToken::new() });
        if open.streams.len() > MAX_SUBSCRIPTIONS
            && let Some((_, oldest)) = open.streams.pop_first()
        {
            oldest.ended.cancel();
        }
        id
    }

    /// The next lines of a subscription; none after [`SILENCE`].
    ///
    /// # Errors
    /// `not_found` where it has ended, or its server was removed.
    pub(crate) async fn next(&self, id: u32) -> Result<Vec<LogLine>, Problem> {
        let stream = self.open().streams.get(&id).cloned().ok_or_else(over)?;
        let batch = async { stream.lines.lock().await.batch().await };
        let batch = tokio::select! {
            batch = tokio::time::timeout(SILENCE, batch) => batch.unwrap_or_else(|_| Some(Vec::new())),
            () = stream.ended.cancelled() => None,
        };
        batch.ok_or_else(|| {
            self.end(id);
            over()
        })
    }

    /// Ends a subscription; one that has ended stays so.
    pub(crate) fn end(&self, id: u32) {
        let ended = self.open().streams.remove(&id);
        if let Some(stream) = ended {
            stream.ended.cancel();
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    /// Waits for a line, then takes what there is; `None` where the log has ended. Nothing is
    /// taken before there is an answer to put it into: a wait can be given up at any moment.
    async fn batch(&mut self) -> Option<Vec<LogLine>> {
        tokio::time::sleep_until(self.due).await;
        let first = loop {
            match self.receiver.recv().await {
                Ok(line) => break line,
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        };
        self.due = Instant::now() + PACE;
        let mut bytes = cost(&first);
        let mut batch = vec![LogLine::clone(&first)];
        while bytes < BATCH_BYTES {
            match self.receiver.try_recv() {
                Ok(line) => {
                    bytes += cost(&line);
                    batch.push(LogLine::clone(&line));
                }
                Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        Some(batch)
    }
}

fn cost(line: &LogLine) -> usize {
    line.text.len() + LINE_OVERHEAD
}

fn over() -> Problem {
    Problem::new(ErrorCode::NotFound, "This view of the log has ended.").hint("Open the log again.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use console_domain::LogStream;
    use tokio::sync::broadcast;

    fn line(seq: u64) -> Line {
        let at = std::time::SystemTime::UNIX_EPOCH.try_into().expect("a time");
        Arc::new(LogLine { seq, at, stream: LogStream::Stderr, text: "x".repeat(100) })
    }

    fn numbers(lines: &[LogLine]) -> Vec<u64> {
        lines.iter().map(|line| line.seq).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn lines_come_in_batches_at_a_pace_and_silence_is_told() {
        let (log, receiver) = broadcast::channel(8);
        let subscriptions = Subscriptions::default();
        let id = subscriptions.begin(receiver);
        let begun = Instant::now();
        for seq in 1..=3 {
            log.send(line(seq)).expect("it listens");
        }
        assert_eq!(numbers(&subscriptions.next(id).await.expect("open")), [1, 2, 3]);
        assert_eq!(begun.elapsed(), Duration::ZERO, "the first lines do not wait");
        log.send(line(4)).expect("it listens");
        assert_eq!(numbers(&subscriptions.next(id).await.expect("open")), [4]);
        assert_eq!(begun.elapsed(), PACE);
        assert!(subscriptions.next(id).await.expect("open").is_empty(), "nothing was logged");
        assert!(begun.elapsed() >= SILENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_taken_in_time_is_missing_and_the_numbers_tell() {
        let (log, receiver) = broadcast::channel(4);
        let subscriptions = Subscriptions::default();
        let id = subscriptions.begin(receiver);
        for seq in 1..=10 {
            log.send(line(seq)).expect("it listens");
        }
        assert_eq!(numbers(&subscriptions.next(id).await.expect("open")), [7, 8, 9, 10]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_is_bounded_and_the_rest_comes_with_the_next() {
        let count = 2 * BATCH_BYTES / cost(&line(0));
        let (log, receiver) = broadcast::channel(count);
        let subscriptions = Subscriptions::default();
        let id = subscriptions.begin(receiver);
        for seq in 0..count as u64 {
            log.send(line(seq)).expect("it listens");
        }
        let first = subscriptions.next(id).await.expect("open");
        assert!(first.iter().map(cost).sum::<usize>() < BATCH_BYTES + cost(&line(0)));
        let second = subscriptions.next(id).await.expect("open");
        assert_eq!(second[0].seq, first[first.len() - 1].seq + 1, "nothing is lost between");
    }

    #[tokio::test(start_paused = true)]
    async fn an_ended_subscription_frees_who_waits_and_stays_ended() {
        let (_log, receiver) = broadcast::channel(4);
        let subscriptions = Arc::new(Subscriptions::default());
        let id = subscriptions.begin(receiver);
        let waiting = tokio::spawn({
            let subscriptions = Arc::clone(&subscriptions);
            async move { subscriptions.next(id).await }
        });
        tokio::task::yield_now().await;
        subscriptions.end(id);
        let problem = waiting.await.expect("it runs").expect_err("it has ended");
        assert_eq!(problem.code, ErrorCode::NotFound);
        assert!(subscriptions.next(id).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_removed_server_ends_its_streams_and_so_do_too_many_views() {
        let (log, receiver) = broadcast::channel(4);
        let subscriptions = Subscriptions::default();
        let first = subscriptions.begin(log.subscribe());
        for _ in 0..MAX_SUBSCRIPTIONS {
            subscriptions.begin(log.subscribe());
        }
        assert!(subscriptions.next(first).await.is_err(), "the oldest made room");
        let last = subscriptions.begin(receiver);
        drop(log);
        assert!(subscriptions.next(last).await.is_err(), "there is no log any more");
    }
}
