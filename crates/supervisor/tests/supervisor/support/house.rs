//! A supervisor in a temporary data directory, and a record of what it told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use console_domain::{
    Era, InstanceObserver, InstanceStatus, LogLine, ManualClock, ServerConfig, ServerId,
    ServerState, TransitionRecord,
};
use console_supervisor::{Environment, Pace, Supervisor, SupervisorOptions};
use jiff::Timestamp;
use tempfile::TempDir;

use super::{Keyring, LineOpener, PATIENCE, in_time};

/// What an observer was told.
#[derive(Default)]
pub(crate) struct Recorded {
    transitions: Mutex<Vec<TransitionRecord>>,
    eras: Mutex<Vec<Era>>,
}

impl Recorded {
    /// Every transition so far.
    pub(crate) fn transitions(&self) -> Vec<TransitionRecord> {
        self.transitions.lock().expect("no panic").clone()
    }

    /// The states that were entered so far, in order.
    pub(crate) fn states(&self) -> Vec<ServerState> {
        self.transitions().iter().map(|record| record.to).collect()
    }

    /// The eras that were learned so far.
    pub(crate) fn eras(&self) -> Vec<Era> {
        self.eras.lock().expect("no panic").clone()
    }
}

#[async_trait]
impl InstanceObserver for Recorded {
    async fn transitioned(&self, record: &TransitionRecord) {
        self.transitions.lock().expect("no panic").push(record.clone());
    }

    fn announced(&self, _record: TransitionRecord) {}

    async fn era_learned(&self, _server: &ServerId, era: Era) {
        self.eras.lock().expect("no panic").push(era);
    }

    fn refreshed(&self, _server: &ServerId) {}
}

/// A supervisor with everything around it.
pub(crate) struct House {
    pub(crate) supervisor: Supervisor,
    pub(crate) opener: Arc<LineOpener>,
    pub(crate) recorded: Arc<Recorded>,
    pub(crate) keys: Arc<Keyring>,
    pub(crate) dir: Arc<TempDir>,
}

impl House {
    /// A supervisor in a fresh directory that does not ask a login shell.
    pub(crate) fn new() -> Self {
        Self::with_pace(Pace::default())
    }

    /// The same at another pace.
    pub(crate) fn with_pace(pace: Pace) -> Self {
        Self::build(Self::fresh_dir(), pace, Self::plain_environment())
    }

    /// A supervisor whose servers have this environment.
    pub(crate) fn in_environment(environment: Environment) -> Self {
        Self::build(Self::fresh_dir(), Pace::default(), environment)
    }

    /// A supervisor in a directory that another one may have left.
    pub(crate) fn in_dir(dir: Arc<TempDir>) -> Self {
        Self::build(dir, Pace::default(), Self::plain_environment())
    }

    fn fresh_dir() -> Arc<TempDir> {
        Arc::new(tempfile::tempdir().expect("a directory"))
    }

    fn plain_environment() -> Environment {
        Environment::of_this_process().without_login_shell()
    }

    fn build(dir: Arc<TempDir>, pace: Pace, environment: Environment) -> Self {
        let opener = Arc::new(LineOpener::default());
        let recorded = Arc::new(Recorded::default());
        let keys = Arc::new(Keyring::default());
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let mut options =
            SupervisorOptions::new(dir.path().to_owned(), clock, opener.clone(), recorded.clone());
        options.environment = environment;
        options.pace = pace;
        options.secrets = keys.clone();
        options.redact = keys.clone();
        let supervisor = Supervisor::new(options);
        Self { supervisor, opener, recorded, keys, dir }
    }

    /// Configures and starts a server and waits until it has settled.
    pub(crate) async fn run(&self, config: ServerConfig) -> (ServerId, InstanceStatus) {
        let id = config.id.clone();
        self.supervisor.configure(config);
        self.supervisor.start(&id).await.expect("it is configured");
        let status = self.settled(&id).await;
        (id, status)
    }

    /// Configures and starts a server, which must come up.
    pub(crate) async fn up(&self, config: ServerConfig) -> (ServerId, InstanceStatus) {
        let (id, status) = self.run(config).await;
        assert_eq!(status.state, ServerState::Up, "{status:?}\n{}", self.log(&id));
        (id, status)
    }

    pub(crate) async fn settled(&self, id: &ServerId) -> InstanceStatus {
        self.supervisor.wait_settled(id, PATIENCE).await.expect("it settles")
    }

    pub(crate) async fn stop(&self, id: &ServerId) -> InstanceStatus {
        self.supervisor.stop(id).await.expect("it is configured");
        self.settled(id).await
    }

    /// Waits for a status that `wanted` accepts.
    pub(crate) async fn until(
        &self,
        id: &ServerId,
        what: &str,
        wanted: impl FnMut(&InstanceStatus) -> bool,
    ) -> InstanceStatus {
        let mut watch = self.supervisor.watch(id).expect("it is configured");
        let found = in_time(what, watch.wait_for(wanted)).await;
        found.expect("it is not removed").clone()
    }

    /// Sends a line to a server that is up; [`super::GOOD`] obeys some.
    pub(crate) async fn tell(&self, id: &ServerId, line: &str) {
        let session = self.supervisor.session(id).expect("it is up");
        session.notify(line, None).await.expect("its stdin is open");
    }

    /// The whole log as text.
    pub(crate) fn log(&self, id: &ServerId) -> String {
        let lines = self.supervisor.log_tail(id, usize::MAX).expect("it is configured");
        let line = |line: &Arc<LogLine>| format!("{:?} {}\n", line.stream, line.text);
        lines.iter().map(line).collect()
    }

    pub(crate) async fn shutdown(&self) {
        self.supervisor.shutdown(Duration::from_secs(20)).await;
    }
}
