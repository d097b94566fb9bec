//! The supervisor: the servers of one data directory and what they share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use console_domain::limits::{ACTOR_MAILBOX, CONCURRENT_STARTS, HEALTH_INTERVAL, USAGE_INTERVAL};
use console_domain::{
    Catalog, Clock, ErrorCode, InstanceId, InstanceObserver, InstanceStatus, LogLine, NoSecrets,
    Problem, Redact, RedactNothing, ResourceUse, SecretSource, ServerConfig, ServerId, Session,
    SessionOpener, Timeouts,
};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::actor::Actor;
use crate::environment::Environment;
use crate::examine::CONCURRENT_EXAMINATIONS;
use crate::face::{Face, KeysInUse};
use crate::ledger::Ledger;
use crate::logs::{ServerLog, log_path};
use crate::obey::Command;
use crate::process_table::{Family, ProcessKey, Scanner};
use crate::reaper::{self, ReapReport};
use crate::usage;
use crate::wake::not_running;

/// The last part of a shutdown's time, in which nothing is waited for any more.
const HURRY: Duration = Duration::from_secs(3);

/// How often a supervisor looks.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two health checks of a session.
    pub health_interval: Duration,
    /// Between two readings of CPU and memory.
    pub usage_interval: Duration,
    /// Starts under way at once.
    pub concurrent_starts: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            health_interval: HEALTH_INTERVAL,
            usage_interval: USAGE_INTERVAL,
            concurrent_starts: CONCURRENT_STARTS,
        }
    }
}

/// What a supervisor is made of.
pub struct SupervisorOptions {
    /// Where `processes.json` and `logs/servers/` stand.
    pub data_dir: PathBuf,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Opens sessions.
    pub sessions: Arc<dyn SessionOpener>,
    /// Is told what happens.
    pub observer: Arc<dyn InstanceObserver>,
    /// Gives the values of keys that configurations refer to.
    pub secrets: Arc<dyn SecretSource>,
    /// Takes known values out of what is logged.
    pub redact: Arc<dyn Redact>,
    /// What children inherit.
    pub environment: Environment,
    /// How often it looks.
    pub pace: Pace,
    /// Numbers from 0 to 1, which spread the waits between restarts.
    pub random: Arc<dyn Fn() -> f64 + Send + Sync>,
}

impl SupervisorOptions {
    /// The usual pace and randomness, and the environment of this process.
    pub fn new(
        data_dir: PathBuf,
        clock: Arc<dyn Clock>,
        sessions: Arc<dyn SessionOpener>,
        observer: Arc<dyn InstanceObserver>,
    ) -> Self {
        Self {
            data_dir,
            clock,
            sessions,
            observer,
            secrets: Arc::new(NoSecrets),
            redact: Arc::new(RedactNothing),
            environment: Environment::of_this_process(),
            pace: Pace::default(),
            random: Arc::new(fastrand::f64),
        }
    }
}

/// What the actors of one supervisor share.
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sessions: Arc<dyn SessionOpener>,
    pub(crate) observer: Arc<dyn InstanceObserver>,
    pub(crate) secrets: Arc<dyn SecretSource>,
    pub(crate) redact: Arc<dyn Redact>,
    pub(crate) environment: Arc<Environment>,
    pub(crate) pace: Pace,
    pub(crate) random: Arc<dyn Fn() -> f64 + Send + Sync>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) scanner: Scanner,
    /// Places for starts under way.
    pub(crate) starts: Arc<Semaphore>,
    /// Places for configurations that are looked at.
    pub(crate) examinations: Arc<Semaphore>,
    /// Cancelled when a shutdown has no time left: every patience ends.
    pub(crate) hurry: CancellationToken,
    /// How many child processes run.
    pub(crate) running: watch::Sender<usize>,
}

/// The servers by their ids.
#[derive(Clone, Default)]
pub(crate) struct Registry(Arc<RwLock<HashMap<ServerId, Entry>>>);

#[derive(Clone)]
struct Entry {
    face: Arc<Face>,
    mailbox: mpsc::Sender<Command>,
}

impl Registry {
    fn get(&self, id: &ServerId) -> Option<Entry> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn all(&self) -> Vec<(ServerId, Entry)> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        entries.iter().map(|(id, entry)| (id.clone(), entry.clone())).collect()
    }

    /// The families of all running processes.
    pub(crate) fn families(&self) -> Vec<Family> {
        self.all().iter().filter_map(|(_, entry)| entry.face.family()).collect()
    }

    /// Notes what was seen of `instance` and tells the observer.
    pub(crate) fn set_usage(
        &self,
        instance: &InstanceId,
        usage: ResourceUse,
        seen: Vec<ProcessKey>,
        shared: &Shared,
    ) {
        let is_its = |(_, entry): &(ServerId, Entry)| {
            entry.face.family().is_some_and(|family| family.tag == instance.as_str())
        };
        if let Some((id, entry)) = self.all().into_iter().find(is_its)
            && entry.face.set_usage(instance, usage, seen)
        {
            shared.observer.refreshed(&id);
        }
    }
}

/// Runs the servers of one data directory.
pub struct Supervisor {
    pub(crate) shared: Arc<Shared>,
    registry: Registry,
    pub(crate) runtime: Handle,
    logs: PathBuf,
    /// Cancelled when no start is taken any more.
    pub(crate) closing: CancellationToken,
    /// Trials under way.
    pub(crate) tries: TaskTracker,
    background: Vec<AbortHandle>,
}

impl Supervisor {
    /// A supervisor without servers. Reads the ledger that an earlier one left and starts nothing.
    /// Call it within a tokio runtime.
    pub fn new(options: SupervisorOptions) -> Self {
        let runtime = Handle::current();
        let shared = Arc::new(Shared {
            clock: options.clock,
            sessions: options.sessions,
            observer: options.observer,
            secrets: options.secrets,
            redact: options.redact,
            environment: Arc::new(options.environment),
            pace: options.pace,
            random: options.random,
            ledger: Ledger::open(options.data_dir.join("processes.json")),
            scanner: Scanner::default(),
            starts: Arc::new(Semaphore::new(options.pace.concurrent_starts.max(1))),
            examinations: Arc::new(Semaphore::new(CONCURRENT_EXAMINATIONS)),
            hurry: CancellationToken::new(),
            running: watch::Sender::new(0),
        });
        let registry = Registry::default();
        let sampling = runtime.spawn(usage::sample(Arc::clone(&shared), registry.clone()));
        Self {
            shared,
            registry,
            runtime,
            logs: options.data_dir.join("logs").join("servers"),
            closing: CancellationToken::new(),
            tries: TaskTracker::new(),
            background: vec![sampling.abort_handle()],
        }
    }

    /// Begins to ask the login shell for its environment, so that the first start does not wait
    /// for it.
    pub fn warm_up(&self) {
        let environment = Arc::clone(&self.shared.environment);
        self.runtime.spawn(async move {
            environment.found().await;
        });
    }

    /// Forgets what the login shell said, where that is at least so old: the next start asks it
    /// anew, and finds what was installed since.
    pub async fn forget_environment(&self, older_than: Duration) {
        self.shared.environment.forget(older_than).await;
    }

    /// Ends what a killed console left running. To be called before anything is started; takes
    /// at most a few seconds, and no time where nothing was left.
    pub async fn reap_orphans(&self) -> Result<ReapReport, Problem> {
        let reaped = reaper::reap(&self.shared.ledger, &self.shared.scanner).await;
        reaped.map_err(|error| {
            let message = format!("The list of processes could not be written: {error}.");
            let hint =
                "Check that the data directory can be written and that the disk is not full.";
            Problem::new(ErrorCode::Io, message).hint(hint)
        })
    }

    /// Adds a server, or replaces its configuration; a running instance keeps the one that it was
    /// started with.
    pub fn configure(&self, config: ServerConfig) {
        let mut entries = self.registry.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(&config.id) {
            entry.face.set_config(config);
            return;
        }
        let id = config.id.clone();
        let path = log_path(&self.logs, &id);
        let (clock, redact) = (Arc::clone(&self.shared.clock), Arc::clone(&self.shared.redact));
        let log = ServerLog::new(path, clock, redact, &self.runtime);
        let status = InstanceStatus::stopped(self.shared.clock.now());
        let face = Arc::new(Face::new(config, status, log));
        let (mailbox, commands) = mpsc::channel(ACTOR_MAILBOX);
        let shared = Arc::clone(&self.shared);
        let actor = Actor::new(id.clone(), shared, Arc::clone(&face), commands);
        self.runtime.spawn(actor.live());
        entries.insert(id, Entry { face, mailbox });
    }

    /// Stops a server and forgets it. Its log file stays.
    pub async fn remove(&self, id: &ServerId) -> Result<(), Problem> {
        let entry = {
            let mut entries = self.registry.0.write().unwrap_or_else(PoisonError::into_inner);
            entries.remove(id).ok_or_else(|| not_found(id))?
        };
        retire(&entry.mailbox).await;
        Ok(())
    }

    /// Asks for a start; returns its state when the request was taken. Nothing happens to a
    /// server that is starting or up; one that waits for its restart is started at once.
    pub async fn start(&self, id: &ServerId) -> Result<InstanceStatus, Problem> {
        self.refuse_when_closing()?;
        self.ask(id, Command::Start).await
    }

    /// Asks for a stop; returns its state when the request was taken.
    pub async fn stop(&self, id: &ServerId) -> Result<InstanceStatus, Problem> {
        self.ask(id, Command::Stop).await
    }

    /// Asks for a stop and a start; returns its state when the request was taken.
    pub async fn restart(&self, id: &ServerId) -> Result<InstanceStatus, Problem> {
        self.refuse_when_closing()?;
        self.ask(id, Command::Restart).await
    }

    /// Waits until the server is up (or degraded), stopped or failed, and every request that was
    /// taken before has had its effect.
    pub async fn wait_settled(
        &self,
        id: &ServerId,
        timeout: Duration,
    ) -> Result<InstanceStatus, Problem> {
        let settled = tokio::time::timeout(timeout, self.ask(id, Command::Settle)).await;
        settled.unwrap_or_else(|_| {
            let state = self.status(id).map_or("unknown", |status| status.state.as_str());
            let seconds = timeout.as_secs_f64();
            let message = format!("The server is still {state} after {seconds} s.");
            let hint = "It goes on in the background; its state and its log show how.";
            Err(Problem::new(ErrorCode::StartTimeout, message).hint(hint))
        })
    }

    /// What is known of a server at this moment.
    pub fn status(&self, id: &ServerId) -> Option<InstanceStatus> {
        self.registry.get(id).map(|entry| entry.face.status())
    }

    /// What is known of every server, in no order.
    pub fn statuses(&self) -> Vec<(ServerId, InstanceStatus)> {
        let all = self.registry.all().into_iter();
        all.map(|(id, entry)| (id, entry.face.status())).collect()
    }

    /// Follows a server. The sender is gone when the server was removed.
    pub fn watch(&self, id: &ServerId) -> Option<watch::Receiver<InstanceStatus>> {
        self.registry.get(id).map(|entry| entry.face.watch())
    }

    /// Whether what runs was started with another command, endpoint or era than is configured
    /// now.
    pub fn needs_restart(&self, id: &ServerId) -> bool {
        self.face(id).is_some_and(|face| face.needs_restart())
    }

    /// Which keys a server runs with that is starting, up or degraded; `None` for another.
    pub fn keys_in_use(&self, id: &ServerId) -> Option<KeysInUse> {
        self.face(id)?.keys_in_use()
    }

    /// The session of a server that is up or degraded. Looking at it is no use; whoever calls
    /// asks for [`Self::session_for_use`].
    pub fn session(&self, id: &ServerId) -> Result<Arc<dyn Session>, Problem> {
        let face = self.face(id).ok_or_else(|| not_found(id))?;
        face.session().ok_or_else(|| not_running(id, &face.status()))
    }

    /// What a server offers, as it was last listed by this supervisor; also after it has stopped.
    pub fn catalog(&self, id: &ServerId) -> Option<Arc<Catalog>> {
        self.registry.get(id)?.face.catalog()
    }

    /// How long a server's things may take, as it is configured now.
    pub fn timeouts(&self, id: &ServerId) -> Option<Timeouts> {
        self.registry.get(id).map(|entry| entry.face.timeouts())
    }

    /// The last lines of a server's log, oldest first; as many as memory holds.
    pub fn log_tail(&self, id: &ServerId, lines: usize) -> Option<Vec<Arc<LogLine>>> {
        Some(self.registry.get(id)?.face.log.tail(lines))
    }

    /// The lines of a server's log from now on, whichever instance writes them.
    pub fn log_subscribe(&self, id: &ServerId) -> Option<broadcast::Receiver<Arc<LogLine>>> {
        Some(self.registry.get(id)?.face.log.subscribe())
    }

    /// Stops every server at the same time and takes no start any more. Toward the deadline every
    /// patience ends and what still runs is killed.
    pub async fn shutdown(&self, deadline: Duration) {
        self.closing.cancel();
        let mut retiring = JoinSet::new();
        for (_, entry) in self.registry.all() {
            retiring.spawn(async move { retire(&entry.mailbox).await });
        }
        let hurry = HURRY.min(deadline / 2);
        self.tries.close();
        let all = async { tokio::join!(retiring.join_all(), self.tries.wait()) };
        let mut all = std::pin::pin!(all);
        if tokio::time::timeout(deadline.saturating_sub(hurry), &mut all).await.is_ok() {
            return;
        }
        self.shared.hurry.cancel();
        if tokio::time::timeout(hurry, all).await.is_err() {
            tracing::error!("not every server was stopped before the deadline");
        }
    }

    pub(crate) fn face(&self, id: &ServerId) -> Option<Arc<Face>> {
        self.registry.get(id).map(|entry| entry.face)
    }

    pub(crate) fn refuse_when_closing(&self) -> Result<(), Problem> {
        if self.closing.is_cancelled() {
            return Err(Problem::new(ErrorCode::Conflict, "The console is shutting down."));
        }
        Ok(())
    }

    pub(crate) async fn ask(
        &self,
        id: &ServerId,
        command: impl FnOnce(oneshot::Sender<InstanceStatus>) -> Command,
    ) -> Result<InstanceStatus, Problem> {
        let entry = self.registry.get(id).ok_or_else(|| not_found(id))?;
        let (reply, answer) = oneshot::channel();
        let gone = || Problem::new(ErrorCode::Conflict, "The server is being removed.");
        entry.mailbox.send(command(reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        for task in &self.background {
            task.abort();
        }
        // The actors end when their mailboxes do.
        self.registry.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Stops a server's instance and ends its actor; returns when both are done.
async fn retire(mailbox: &mpsc::Sender<Command>) {
    let (reply, retired) = oneshot::channel();
    if mailbox.send(Command::Retire(reply)).await.is_ok() {
        // An error means that the actor has ended, which is what was wanted.
        retired.await.ok();
    }
}

pub(crate) fn not_found(id: &ServerId) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no server {id}."))
}
