//! What the rest of the console sees of one server, without asking its actor.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_domain::{
    Catalog, InstanceId, InstanceStatus, ResourceUse, ServerConfig, Session, Timeouts,
};
use tokio::sync::watch;

use crate::logs::ServerLog;
use crate::process_table::{Family, ProcessKey};

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
    session: Option<Arc<dyn Session>>,
    catalog: Option<Arc<Catalog>>,
    family: Option<Family>,
}

impl Face {
    pub(crate) fn new(config: ServerConfig, status: InstanceStatus, log: Arc<ServerLog>) -> Self {
        let inner = Inner { config, session: None, catalog: None, family: None };
        Self { log, status: watch::Sender::new(status), inner: Mutex::new(inner) }
    }

    /// The configuration of the next start.
    pub(crate) fn config(&self) -> ServerConfig {
        self.inner().config.clone()
    }

    /// How long its things may take.
    pub(crate) fn timeouts(&self) -> Timeouts {
        self.inner().config.timeouts
    }

    pub(crate) fn set_config(&self, config: ServerConfig) {
        self.inner().config = config;
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

    pub(crate) fn session(&self) -> Option<Arc<dyn Session>> {
        self.inner().session.clone()
    }

    pub(crate) fn set_session(&self, session: Option<Arc<dyn Session>>) {
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
