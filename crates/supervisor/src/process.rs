//! One child process: its spawn, its pipes, and the task that keeps it.
//!
//! Invariants: the keeper alone holds the child, so that a group is signalled only while its
//! leader has not been collected, and no zombie is left; stderr is drained from the first moment
//! to the last; a dropped [`Process`] is killed.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use console_domain::{InstanceId, LogStream, StdioPipes};
use process_wrap::tokio::{ChildWrapper, CommandWrap};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::logs::{ServerLog, drain};
use crate::os::{self, Signal};
use crate::process_table::{INSTANCE_VARIABLE, ProcessKey};

/// Lines on stdout that are not the protocol and wait for the log.
const NOISE_LINES: usize = 256;
/// How long the last words of an ended process may take to arrive.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Everything that is needed to spawn a child; references resolved, the command found. It has no
/// `Debug`: its environment holds the values of keys.
#[derive(Clone)]
pub(crate) struct Program {
    /// The executable.
    pub(crate) path: PathBuf,
    /// Its arguments, which other programs can read: none of them holds a key.
    pub(crate) args: Vec<String>,
    /// Its whole environment, keys among it.
    pub(crate) env: BTreeMap<String, String>,
    /// Its working directory.
    pub(crate) directory: PathBuf,
}

/// A child that was spawned.
pub(crate) struct Process {
    pid: u32,
    key: Option<ProcessKey>,
    exit: watch::Receiver<Option<Ended>>,
    signals: mpsc::Sender<Signal>,
    stderr: JoinHandle<()>,
    noise: JoinHandle<()>,
    finish: CancellationToken,
    /// Counts this process among the running ones.
    _running: RunningCount,
}

/// How a child ended; `None` where the operating system would not tell.
pub(crate) type Ended = Option<ExitStatus>;

impl Process {
    /// Spawns the program in a group of its own.
    pub(crate) fn spawn(
        program: &Program,
        instance: &InstanceId,
        log: &Arc<ServerLog>,
        running: RunningCount,
    ) -> io::Result<(Self, StdioPipes)> {
        let mut command = CommandWrap::with_new(&program.path, |command| {
            command.args(&program.args).current_dir(&program.directory);
            command.env_clear().envs(&program.env).env(INSTANCE_VARIABLE, instance.as_str());
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        });
        os::in_own_group(&mut command);
        let mut child = command.spawn()?;
        let missing = || io::Error::other("a pipe of the child is missing");
        let pid = child.id().ok_or_else(missing)?;
        let stdin = child.stdin().take().ok_or_else(missing)?;
        let stdout = child.stdout().take().ok_or_else(missing)?;
        let stderr = child.stderr().take().ok_or_else(missing)?;

        // Before anybody waits for it, so that its number is its own.
        let key = ProcessKey::of_child(pid);

        let (told, exit) = watch::channel(None);
        let (signals, to_send) = mpsc::channel(4);
        tokio::spawn(keep(child, to_send, told));
        let stderr_log = Arc::clone(log);
        let stderr =
            tokio::spawn(async move { drain(stderr, LogStream::Stderr, &stderr_log).await });
        let (noise_to_log, noise_lines) = mpsc::channel(NOISE_LINES);
        let finish = CancellationToken::new();
        let noise = tokio::spawn(log_noise(noise_lines, Arc::clone(log), finish.clone()));

        let process = Self { pid, key, exit, signals, stderr, noise, finish, _running: running };
        let (stdin, stdout) = (Box::new(stdin), Box::new(stdout));
        Ok((process, StdioPipes { stdin, stdout, noise: noise_to_log }))
    }

    /// The number of the leader and of its group.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The leader, where it lived long enough to be looked at.
    pub(crate) fn key(&self) -> Option<ProcessKey> {
        self.key
    }

    /// Waits until the leader has ended; at once where it has.
    pub(crate) async fn ended(&self) -> Ended {
        let mut exit = self.exit.clone();
        let ended = exit.wait_for(Option::is_some).await;
        ended.ok().and_then(|ended| *ended).flatten()
    }

    /// Waits at most `time` for the end of the leader.
    pub(crate) async fn ended_within(&self, time: Duration) -> Option<Ended> {
        tokio::time::timeout(time, self.ended()).await.ok()
    }

    /// Signals the leader's group, as long as the leader lives.
    pub(crate) async fn signal(&self, signal: Signal) {
        // The keeper is gone only when the runtime is.
        self.signals.send(signal).await.ok();
    }

    /// Waits a bounded time until everything that was written has reached the log.
    pub(crate) async fn last_words(&mut self) {
        self.finish.cancel();
        for task in [&mut self.stderr, &mut self.noise] {
            if tokio::time::timeout(LAST_WORDS, &mut *task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// Counts one running process for as long as it exists.
pub(crate) struct RunningCount(watch::Sender<usize>);

impl RunningCount {
    /// Counts one more.
    pub(crate) fn one_more(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count.clone())
    }
}

impl Drop for RunningCount {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stderr.abort();
        self.noise.abort();
    }
}

/// Holds the child until it has ended and nobody is interested any more.
async fn keep(
    mut child: Box<dyn ChildWrapper>,
    mut signals: mpsc::Receiver<Signal>,
    told: watch::Sender<Option<Ended>>,
) {
    let ended = loop {
        tokio::select! {
            // The leader alone: a wait for the whole group would hide its end.
            ended = child.inner_mut().wait() => break ended,
            signal = signals.recv() => {
                signal_group(child.as_mut(), signal.unwrap_or(Signal::Kill));
                if signal.is_none() {
                    break child.inner_mut().wait().await;
                }
            }
        }
    };
    if let Err(error) = &ended {
        tracing::warn!(%error, "a child was not waited for");
    }
    os::end_rest_of_group(child.as_mut());
    told.send_replace(Some(ended.ok()));
}

fn signal_group(child: &mut dyn ChildWrapper, signal: Signal) {
    if let Err(error) = os::signal_group(child, signal) {
        tracing::debug!(?signal, %error, "a process group was not signalled");
    }
}

async fn log_noise(
    mut lines: mpsc::Receiver<String>,
    log: Arc<ServerLog>,
    finish: CancellationToken,
) {
    loop {
        tokio::select! {
            biased;
            line = lines.recv() => match line {
                Some(line) => log.add_one(LogStream::Stdout, &line),
                None => return,
            },
            // A caller may hold the session, and with it the sender, for a long time.
            () = finish.cancelled(), if !lines.is_closed() => lines.close(),
        }
    }
}
