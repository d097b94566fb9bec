//! The state machine of an instance: one enum, one function that makes the transitions.

use serde::{Deserialize, Serialize};

/// The state of a server's instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ServerState {
    /// Not running, and not meant to.
    Stopped,
    /// Spawned or connecting; the handshake is under way.
    Starting,
    /// The handshake is done and health answers.
    Up,
    /// Alive, but health fails.
    Degraded,
    /// Waiting to be restarted.
    Backoff,
    /// Gave up: crash loop or bad configuration. A person has to act.
    Failed,
    /// Being stopped.
    Stopping,
}

impl ServerState {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 7] = [
        Self::Stopped,
        Self::Starting,
        Self::Up,
        Self::Degraded,
        Self::Backoff,
        Self::Failed,
        Self::Stopping,
    ];

    /// Whether calls can be made.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Up | Self::Degraded)
    }

    /// Whether the state lasts until someone acts.
    pub fn is_resting(self) -> bool {
        matches!(self, Self::Stopped | Self::Failed)
    }

    /// The state as it stands in JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Starting => "starting",
            Self::Up => "up",
            Self::Degraded => "degraded",
            Self::Backoff => "backoff",
            Self::Failed => "failed",
            Self::Stopping => "stopping",
        }
    }
}

/// What makes an instance change its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// A person, autostart or a client asks for the server.
    StartRequested,
    /// The handshake is done.
    Ready,
    /// Health checks fail.
    HealthLost,
    /// Health answers again.
    HealthRegained,
    /// It ended and will be restarted after a wait.
    RetryScheduled,
    /// The wait is over.
    RetryDue,
    /// It ended and will not be restarted: crash loop, bad configuration.
    GaveUp,
    /// It ended by itself and its policy says that this is fine.
    Ended,
    /// Someone asks to stop it.
    StopRequested,
    /// Nothing of it runs any more.
    StopFinished,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 10] = [
        Self::StartRequested,
        Self::Ready,
        Self::HealthLost,
        Self::HealthRegained,
        Self::RetryScheduled,
        Self::RetryDue,
        Self::GaveUp,
        Self::Ended,
        Self::StopRequested,
        Self::StopFinished,
    ];
}

/// The state after `trigger`, or `None` where the trigger means nothing in `state`.
pub fn transition(state: ServerState, trigger: Trigger) -> Option<ServerState> {
    use ServerState::{Backoff, Degraded, Failed, Starting, Stopped, Stopping, Up};
    use Trigger as T;
    match (state, trigger) {
        (Stopped | Failed | Backoff, T::StartRequested) | (Backoff, T::RetryDue) => Some(Starting),
        (Starting, T::Ready) | (Degraded, T::HealthRegained) => Some(Up),
        (Up, T::HealthLost) => Some(Degraded),
        (Starting | Up | Degraded, T::RetryScheduled) => Some(Backoff),
        (Starting | Up | Degraded | Backoff, T::GaveUp) => Some(Failed),
        // A server that gave up runs nothing, so there is nothing to stop.
        (Starting | Up | Degraded, T::Ended)
        | (Stopping, T::StopFinished)
        | (Failed, T::StopRequested) => Some(Stopped),
        (Starting | Up | Degraded | Backoff, T::StopRequested) => Some(Stopping),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_left_and_stopped() {
        for state in ServerState::ALL {
            assert!(
                Trigger::ALL.iter().any(|t| transition(state, *t).is_some()),
                "{state:?} must not be a trap"
            );
            if !matches!(state, ServerState::Stopped | ServerState::Stopping) {
                let next = transition(state, Trigger::StopRequested);
                assert!(
                    matches!(next, Some(ServerState::Stopping | ServerState::Stopped)),
                    "{state:?} must obey a stop, got {next:?}"
                );
            }
        }
    }

    #[test]
    fn only_a_start_or_a_due_retry_starts() {
        for state in ServerState::ALL {
            for trigger in Trigger::ALL {
                if transition(state, trigger) == Some(ServerState::Starting) {
                    assert!(matches!(trigger, Trigger::StartRequested | Trigger::RetryDue));
                }
            }
        }
    }

    #[test]
    fn a_stopping_instance_only_finishes_stopping() {
        for trigger in Trigger::ALL {
            let next = transition(ServerState::Stopping, trigger);
            assert_eq!(next.is_some(), trigger == Trigger::StopFinished, "{trigger:?}");
        }
    }

    #[test]
    fn json_and_text_agree() {
        for state in ServerState::ALL {
            assert_eq!(serde_json::json!(state), state.as_str());
        }
    }
}
