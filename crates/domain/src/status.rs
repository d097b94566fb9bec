//! What is known of a running instance, and who is told when it changes.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::limits::HEALTH_SAMPLES;
use crate::session::Era;
use crate::{InstanceId, Problem, ServerId, ServerState};

/// How many things a server offers; what was quarantined is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct Counts {
    /// Tools.
    pub tools: u32,
    /// Resources.
    pub resources: u32,
    /// Resource templates.
    pub resource_templates: u32,
    /// Prompts.
    pub prompts: u32,
    /// Malformed entries that were set aside.
    pub quarantined: u32,
}

/// The last answers to health checks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, specta::Type)]
pub struct Health {
    /// When health last answered.
    #[serde(with = "crate::rfc3339::option")]
    #[specta(type = Option<String>)]
    pub last_ok_at: Option<Timestamp>,
    /// How long that answer took, milliseconds.
    pub latency_ms: Option<f64>,
    /// Failed checks in a row.
    pub failures: u32,
    /// Latencies of the last checks of this instance, milliseconds, oldest first; `None`: it
    /// failed. At most [`limits::HEALTH_SAMPLES`](crate::limits::HEALTH_SAMPLES).
    pub recent_ms: Vec<Option<f64>>,
}

impl Health {
    /// Notes an answer after `latency` at `now`.
    pub fn answered(&mut self, latency: Duration, now: Timestamp) {
        let ms = latency.as_secs_f64() * 1_000.0;
        self.last_ok_at = Some(now);
        self.latency_ms = Some(ms);
        self.failures = 0;
        self.sample(Some(ms));
    }

    /// Notes that there was no answer.
    pub fn silent(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.sample(None);
    }

    /// Forgets the samples and failures: a new instance begins. When health last answered stays
    /// known.
    pub fn begin(&mut self) {
        self.failures = 0;
        self.recent_ms.clear();
    }

    fn sample(&mut self, ms: Option<f64>) {
        if self.recent_ms.len() >= HEALTH_SAMPLES {
            self.recent_ms.drain(..=self.recent_ms.len() - HEALTH_SAMPLES);
        }
        self.recent_ms.push(ms);
    }
}

/// CPU and memory of an instance's whole process tree.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, specta::Type)]
pub struct ResourceUse {
    /// Percent of one core.
    pub cpu_percent: f32,
    /// Resident bytes.
    pub memory_bytes: u64,
    /// Processes in the tree.
    pub processes: u32,
}

/// How a server names itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub struct ServerInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub title: Option<String>,
}

/// Everything that is known of one instance at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceStatus {
    /// Its state.
    pub state: ServerState,
    /// Since when it is in this state.
    pub since: Timestamp,
    /// The instance, while there is one.
    pub instance: Option<InstanceId>,
    /// The process id of a stdio server's leader.
    pub pid: Option<u32>,
    /// When the present instance was started.
    pub started_at: Option<Timestamp>,
    /// When it became `up`.
    pub up_since: Option<Timestamp>,
    /// Restarts since a person last started it.
    pub restarts: u32,
    /// When the next restart is due, in `backoff`.
    pub retry_at: Option<Timestamp>,
    /// Stopped because nobody called it; the next use starts it again.
    pub asleep: bool,
    /// Era and version that were agreed on.
    pub era: Option<Era>,
    /// The protocol version, such as `2025-11-25`.
    pub protocol_version: Option<String>,
    /// How the server names itself.
    pub server_info: Option<ServerInfo>,
    /// What it offers.
    pub counts: Counts,
    /// Health.
    pub health: Health,
    /// CPU and memory, where they are known.
    pub usage: Option<ResourceUse>,
    /// Why it last went down or failed.
    pub last_error: Option<Problem>,
}

impl InstanceStatus {
    /// Nothing has been started yet.
    pub fn stopped(since: Timestamp) -> Self {
        Self {
            state: ServerState::Stopped,
            since,
            instance: None,
            pid: None,
            started_at: None,
            up_since: None,
            restarts: 0,
            retry_at: None,
            asleep: false,
            era: None,
            protocol_version: None,
            server_info: None,
            counts: Counts::default(),
            health: Health::default(),
            usage: None,
            last_error: None,
        }
    }
}

/// One change of state, as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct TransitionRecord {
    /// The server.
    pub server: ServerId,
    /// Its instance, where there was one.
    pub instance: Option<InstanceId>,
    /// When.
    pub at: Timestamp,
    /// The state that was left.
    pub from: ServerState,
    /// The state that was entered.
    pub to: ServerState,
    /// Why, where it was not asked for.
    pub problem: Option<Problem>,
}

/// Where a log line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LogStream {
    /// The server's stderr.
    Stderr,
    /// A line on stdout that is not the protocol.
    Stdout,
    /// The console's own remarks: started, stopped, restarted, why.
    Console,
    /// A `notifications/message` of the protocol.
    Protocol,
}

/// One line of a server's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LogLine {
    /// Number of the line, from 1; never repeats within the life of a host.
    pub seq: u64,
    /// When it arrived.
    #[serde(with = "crate::rfc3339")]
    #[specta(type = String)]
    pub at: Timestamp,
    /// Where it came from.
    pub stream: LogStream,
    /// Its text: valid UTF-8, no line break, bounded.
    pub text: String,
}

/// Is told what happens to instances. Implemented where facts are stored and events are sent.
#[async_trait]
pub trait InstanceObserver: Send + Sync {
    /// The state changes. Returns when the fact is stored (or storing it failed and was logged);
    /// only then can anybody see the new state.
    async fn transitioned(&self, record: &TransitionRecord);

    /// The new state can be seen: whoever is told now and looks finds it.
    fn announced(&self, record: TransitionRecord);

    /// A server answered in `era`; worth remembering.
    async fn era_learned(&self, server: &ServerId, era: Era);

    /// Health, usage or the catalogue changed; nothing to store.
    fn refreshed(&self, server: &ServerId);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_the_last_ones_of_the_instance() {
        let mut health = Health::default();
        for n in 0..HEALTH_SAMPLES as u64 {
            health.answered(Duration::from_millis(n), Timestamp::UNIX_EPOCH);
        }
        health.silent();
        assert_eq!(health.recent_ms.len(), HEALTH_SAMPLES);
        assert_eq!(health.recent_ms.first(), Some(&Some(1.0)), "the oldest went");
        assert_eq!(health.recent_ms.last(), Some(&None), "a failure is a gap");
        assert_eq!((health.failures, health.latency_ms), (1, Some(29.0)));
        health.begin();
        assert_eq!((health.failures, health.recent_ms.len()), (0, 0));
        assert!(health.last_ok_at.is_some());
    }
}
