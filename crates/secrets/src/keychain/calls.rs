//! A thread for calls that block, and that may never return.
//!
//! One thread holds one connection and makes one call at a time. A call that is not answered in
//! time is abandoned together with its thread and connection: the thread ends when the call returns,
//! and the next call starts another. At most [`MAX_KEYCHAIN_THREADS`] are alive at once; where so
//! many hang, further calls fail at once instead of adding to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use console_domain::limits::MAX_KEYCHAIN_THREADS;
use keyring_core::CredentialStore;
use tokio::sync::{Mutex, oneshot};
use tokio::time::{Instant, timeout_at};

/// Who is at the other end; a connection to one that was replaced is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Peer(pub(super) String);

/// What a thread keeps between two calls; absent before the first, and after one that broke it.
pub(super) type Connection = Option<Arc<CredentialStore>>;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Why a call has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It did not return in time, or too many others do not return.
    Late,
    /// It panicked, or no thread could be started.
    Crashed,
}

/// The thread that makes the calls.
pub(super) struct Calls {
    current: Mutex<Option<Thread>>,
    alive: Arc<AtomicUsize>,
}

struct Thread {
    jobs: mpsc::SyncSender<Job>,
    peer: Peer,
}

/// Counts a thread as long as it lives.
struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Calls {
    pub(super) fn new() -> Self {
        Self { current: Mutex::new(None), alive: Arc::default() }
    }

    /// Makes a call with the connection to `peer`. Waiting for one's turn counts too.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        peer: Peer,
        deadline: Instant,
        work: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let mut turn =
            timeout_at(deadline, self.current.lock()).await.map_err(|_| NoAnswer::Late)?;
        // Taken out, so that whoever gives up, or is given up, takes the thread along.
        let thread = match turn.take() {
            Some(thread) if thread.peer == peer => thread,
            _ => self.start(peer)?,
        };
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move |connection: &mut Connection| {
            // Who asked may be gone.
            let _ = answer.send(work(connection));
        });
        thread.jobs.try_send(job).map_err(|_| NoAnswer::Crashed)?;
        let result = timeout_at(deadline, answered)
            .await
            .map_err(|_| NoAnswer::Late)?
            .map_err(|_| NoAnswer::Crashed)?;
        *turn = Some(thread);
        Ok(result)
    }

    fn start(&self, peer: Peer) -> Result<Thread, NoAnswer> {
        if self.alive.fetch_add(1, Ordering::Relaxed) >= MAX_KEYCHAIN_THREADS {
            self.alive.fetch_sub(1, Ordering::Relaxed);
            tracing::warn!("{MAX_KEYCHAIN_THREADS} calls hang in the keychain: no more are made");
            return Err(NoAnswer::Late);
        }
        let alive = Alive(Arc::clone(&self.alive));
        let (jobs, next) = mpsc::sync_channel::<Job>(1);
        let run = move || {
            let _alive = alive;
            let mut connection = None;
            for job in next {
                job(&mut connection);
            }
        };
        match std::thread::Builder::new().name("keychain".into()).spawn(run) {
            Ok(_) => Ok(Thread { jobs, peer }),
            Err(error) => {
                tracing::warn!(%error, "no thread for the keychain");
                Err(NoAnswer::Crashed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread::{self, ThreadId};
    use std::time::Duration;

    use console_testkit::wait_until_async;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(50);

    fn peer(name: &str) -> Peer {
        Peer(name.to_owned())
    }

    async fn thread_of(calls: &Calls, name: &str) -> Result<ThreadId, NoAnswer> {
        calls.run(peer(name), Instant::now() + LONG, |_| thread::current().id()).await
    }

    #[tokio::test]
    async fn one_thread_per_peer() {
        let calls = Calls::new();
        let first = thread_of(&calls, "a").await;
        assert_eq!(thread_of(&calls, "a").await, first);
        assert_ne!(thread_of(&calls, "b").await, first);
        wait_until_async(LONG, "the first ended", async || {
            calls.alive.load(Ordering::Relaxed) == 1
        })
        .await;
    }

    #[tokio::test]
    async fn a_panic_costs_one_call() {
        let calls = Calls::new();
        let crashed = calls
            .run(peer("a"), Instant::now() + LONG, |_| -> () {
                std::panic::resume_unwind(Box::new("no output"));
            })
            .await;
        assert_eq!(crashed, Err(NoAnswer::Crashed));
        assert!(thread_of(&calls, "a").await.is_ok());
    }

    #[tokio::test]
    async fn calls_that_hang_are_abandoned_and_counted() {
        let calls = Calls::new();
        let (release, held) = mpsc::sync_channel::<()>(1);
        let held = Arc::new(std::sync::Mutex::new(held));
        for _ in 0..MAX_KEYCHAIN_THREADS {
            let held = Arc::clone(&held);
            let never_returns =
                move |_: &mut Connection| held.lock().is_ok_and(|held| held.recv().is_err());
            let hung = calls.run(peer("a"), Instant::now() + SHORT, never_returns).await;
            assert_eq!(hung, Err(NoAnswer::Late));
        }
        let start = Instant::now();
        assert_eq!(thread_of(&calls, "a").await, Err(NoAnswer::Late));
        assert!(start.elapsed() < LONG / 2, "no thread is started, nothing is waited for");

        drop(release);
        wait_until_async(LONG, "the threads end", async || {
            calls.alive.load(Ordering::Relaxed) == 0
        })
        .await;
        assert!(thread_of(&calls, "a").await.is_ok());
    }

    #[tokio::test]
    async fn waiting_for_a_turn_has_an_end() {
        let calls = Calls::new();
        let (release, held) = mpsc::sync_channel::<()>(1);
        let hung = calls.run(peer("a"), Instant::now() + LONG, move |_| held.recv().is_err());
        let waiting = async {
            let late = calls.run(peer("a"), Instant::now() + SHORT, |_| ()).await;
            drop(release);
            late
        };
        let (hung, late) = tokio::join!(hung, waiting);
        assert_eq!((hung, late), (Ok(true), Err(NoAnswer::Late)));
    }

    #[tokio::test]
    async fn whoever_stops_waiting_leaves_no_hanging_thread_to_others() {
        let calls = Calls::new();
        let (release, held) = mpsc::sync_channel::<()>(1);
        let hung = calls.run(peer("a"), Instant::now() + LONG, move |_| held.recv().is_err());
        assert!(tokio::time::timeout(SHORT, hung).await.is_err());
        assert!(thread_of(&calls, "a").await.is_ok());
        drop(release);
    }
}
