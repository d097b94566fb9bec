//! What the rest of the console sees of one server, without asking its actor.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use console_domain::{
    Catalog, EraSetting, InstanceId, InstanceStatus, ResourceUse, RestartPolicy, ServerConfig,
    ServerState, Session, Timeouts, Transport, key_references,
};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::logs::ServerLog;
use crate::process_table::{Family, ProcessKey};
use crate::uses::UsedSession;

/// The keys that an instance was started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysInUse {
    /// When it was started; each key was read after that.
    pub since: Timestamp,
    /// Their names.
    pub names: BTreeSet<String>,
}

/// One server as it is seen from outside. Written by its actor, and by the usage sampler where
/// the function says so.
pub(crate) struct Face {
    /// Its log.
    pub(crate) log: Arc<ServerLog>,
    status: watch::Sender<InstanceStatus>,
    inner: Mutex<Inner>,
}

struct Inner {
    config: ServerConfig,
    /// What the last start was made with.
    started_with: Option<(Transport, EraSetting)>,
    session: Option<Arc<UsedSession>>,
    catalog: Option<Arc<Catalog>>,
    family: Option<Family>,
}

impl Face {
    pub(crate) fn new(config: ServerConfig, status: InstanceStatus, log: Arc<ServerLog>) -> Self {
        let inner =
            Inner { config, started_with: None, session: None, catalog: None, family: None };
        Self { log, status: watch::Sender::new(status), inner: Mutex::new(inner) }
    }

    /// The configuration, for a start that begins.
    pub(crate) fn config_for_start(&self) -> ServerConfig {
        let mut inner = self.inner();
        inner.started_with = Some((inner.config.transport.clone(), inner.config.era));
        inner.config.clone()
    }

    /// When it is restarted, as it is configured now.
    pub(crate) fn restart_policy(&self) -> RestartPolicy {
        self.inner().config.restart
    }

    /// After how long without a call it is stopped, as it is configured now.
    pub(crate) fn idle_limit(&self) -> Option<Duration> {
        self.inner().config.idle_stop_ms.map(|ms| Duration::from_millis(ms.into()))
    }

    /// Whether what runs was started with another transport or era than is configured now. All
    /// else takes effect without a restart.
    pub(crate) fn needs_restart(&self) -> bool {
        let runs = self.runs();
        let inner = self.inner();
        runs && inner.started_with.as_ref().is_some_and(|(transport, era)| {
            (transport, era) != (&inner.config.transport, &inner.config.era)
        })
    }

    /// The keys that what runs was started with.
    pub(crate) fn keys_in_use(&self) -> Option<KeysInUse> {
        let since = self.status.borrow().started_at.filter(|_| self.runs())?;
        let inner = self.inner();
        let (transport, _) = inner.started_with.as_ref()?;
        let names = key_references(transport).into_iter().map(|reference| reference.name);
        Some(KeysInUse { since, names: names.collect() })
    }

    fn runs(&self) -> bool {
        let state = self.status.borrow().state;
        matches!(state, ServerState::Starting | ServerState::Up | ServerState::Degraded)
    }

    /// How long its things may take.
    pub(crate) fn timeouts(&self) -> Timeouts {
        self.inner().config.timeouts
    }

    pub(crate) fn set_config(&self, config: ServerConfig) {
        let mut inner = self.inner();
        inner.config = config;
        if let Some(session) = &inner.session {
            session.uses().limit_changed();
        }
    }

    pub(crate) fn status(&self) -> InstanceStatus {
        self.status.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<InstanceStatus> {
        self.status.subscribe()
    }

    pub(crate) fn update(&self, change: impl FnOnce(&mut InstanceStatus)) {
        self.status.send_modify(change);
    }

    /// The session of a server that is up or degraded.
    pub(crate) fn session(&self) -> Option<Arc<dyn Session>> {
        Some(self.live_session()?)
    }

    /// The same, about to be used; `None` also where it is being stopped for want of uses.
    pub(crate) fn session_for_use(&self) -> Option<Arc<dyn Session>> {
        Some(self.live_session().filter(|session| session.uses().touch())?)
    }

    fn live_session(&self) -> Option<Arc<UsedSession>> {
        let is_live = self.status.borrow().state.is_live();
        self.inner().session.clone().filter(|_| is_live)
    }

    pub(crate) fn set_session(&self, session: Option<Arc<UsedSession>>) {
        self.inner().session = session;
    }

    /// What the server offers, as it was last listed.
    pub(crate) fn catalog(&self) -> Option<Arc<Catalog>> {
        self.inner().catalog.clone()
    }

    pub(crate) fn set_catalog(&self, catalog: Arc<Catalog>) {
        self.inner().catalog = Some(catalog);
    }

    /// The processes of the present instance: how they are recognised, and which were seen.
    pub(crate) fn family(&self) -> Option<Family> {
        self.inner().family.clone()
    }

    pub(crate) fn set_family(&self, family: Option<Family>) {
        self.inner().family = family;
    }

    /// Notes what the usage sampler saw of `instance`; too late where that has ended.
    pub(crate) fn set_usage(
        &self,
        instance: &InstanceId,
        usage: ResourceUse,
        seen: Vec<ProcessKey>,
    ) -> bool {
        let family = &mut self.inner().family;
        let Some(family) = family.as_mut().filter(|family| family.tag == instance.as_str()) else {
            return false;
        };
        family.known = seen;
        self.status.send_if_modified(|status| {
            let current = status.instance.as_ref() == Some(instance);
            if current {
                status.usage = Some(usage);
            }
            current
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
