//! Joins the supervisor to the store and the bus: a fact is stored, then its event is sent.

use async_trait::async_trait;
use console_domain::{Era, EventKind, InstanceObserver, ServerId, TransitionRecord};
use console_store::Servers;

use crate::Bus;

/// Stores what happens to instances and tells the bus.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) servers: Servers,
    pub(crate) bus: Bus,
}

#[async_trait]
impl InstanceObserver for Recorder {
    async fn transitioned(&self, record: &TransitionRecord) {
        if let Err(error) = self.servers.record(record).await {
            // The server must go on; its state is known in memory, only its history has a hole.
            let error = &error as &dyn std::error::Error;
            tracing::error!(server = %record.server, error, "failed to store a transition");
        }
    }

    fn announced(&self, record: TransitionRecord) {
        let TransitionRecord { server, from, to, problem, .. } = record;
        self.bus.publish(EventKind::ServerState { server, from, to, problem });
    }

    async fn era_learned(&self, server: &ServerId, era: Era) {
        if let Err(error) = self.servers.learn_era(server, era).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(%server, error, "failed to remember the protocol era");
        }
    }

    fn refreshed(&self, server: &ServerId) {
        self.bus.publish(EventKind::ServerRefreshed { server: server.clone() });
    }
}
