//! When an ended instance is started again: pure rules over a history of ends.
//!
//! Backoff doubles from `initial_ms` to `max_ms`, each wait spread by `jitter` so that servers
//! that fell together do not rise together. An instance that stayed up for `stable_ms` starts
//! the count afresh. More than `crash_limit` ends within `crash_window_ms` is a crash loop.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which ends lead to a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RestartMode {
    /// An end is an end.
    Never,
    /// Only after an end with an error, or a lost connection.
    #[default]
    OnFailure,
    /// After every end that nobody asked for.
    Always,
}

/// The waits between restarts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Backoff {
    /// First wait, milliseconds.
    pub initial_ms: u32,
    /// Longest wait, milliseconds.
    pub max_ms: u32,
    /// Spread of a wait as a fraction of it, 0 to 1.
    pub jitter: f64,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { initial_ms: 1_000, max_ms: 300_000, jitter: 0.2 }
    }
}

impl Backoff {
    /// The wait before restart number `attempt` (from 1). `random` in 0..1 places it within the
    /// spread: the wait lies in `base × (1 ± jitter/2)`.
    pub fn wait(&self, attempt: u32, random: f64) -> Duration {
        let doubled = u64::from(self.initial_ms) << attempt.saturating_sub(1).min(30);
        let base = Duration::from_millis(doubled.min(u64::from(self.max_ms)));
        base.mul_f64(1.0 + self.jitter.clamp(0.0, 1.0) * (random.clamp(0.0, 1.0) - 0.5))
    }
}

/// A server's restart policy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct RestartPolicy {
    /// Which ends lead to a restart.
    pub mode: RestartMode,
    /// The waits.
    pub backoff: Backoff,
    /// Ends within the window that make a crash loop.
    pub crash_limit: u32,
    /// The window, milliseconds.
    pub crash_window_ms: u32,
    /// Time up after which earlier ends are forgotten, milliseconds.
    pub stable_ms: u32,
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            mode: RestartMode::default(),
            backoff: Backoff::default(),
            crash_limit: 5,
            crash_window_ms: 600_000,
            stable_ms: 300_000,
        }
    }
}

/// How an instance ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The process exited with status 0.
    Clean,
    /// The process exited with an error or by a signal, the handshake failed, health was lost.
    Failure,
    /// A remote server is away; it is tried for ever, since nothing of ours crashed.
    Unreachable,
    /// A restart cannot help: the command is missing, the configuration is wrong.
    Hopeless,
}

/// What happens after an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestartDecision {
    /// Start again after the wait; `attempt` counts from 1.
    Retry {
        /// The wait.
        after: Duration,
        /// Restarts in a row, this one included.
        attempt: u32,
    },
    /// Stay down: that is what the policy says of such an end.
    Stay,
    /// Give up.
    GiveUp(GiveUp),
}

/// Why no restart is tried any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveUp {
    /// Too many ends in the window.
    CrashLoop,
    /// The policy is never to restart, and it ended in error.
    Policy,
    /// A restart cannot help.
    Hopeless,
}

/// The recent ends of one instance.
#[derive(Debug, Clone, Default)]
pub struct RestartHistory {
    ends: VecDeque<Timestamp>,
    attempt: u32,
}

impl RestartHistory {
    /// Forgets everything; a person asked for a start.
    pub fn reset(&mut self) {
        self.ends.clear();
        self.attempt = 0;
    }

    /// Decides what follows an end at `now` of an instance that was up since `up_since`
    /// (`None`: it never was). `random` in 0..1 spreads the wait.
    pub fn decide(
        &mut self,
        policy: &RestartPolicy,
        exit: Exit,
        now: Timestamp,
        up_since: Option<Timestamp>,
        random: f64,
    ) -> RestartDecision {
        match (exit, policy.mode) {
            (Exit::Hopeless, _) => return RestartDecision::GiveUp(GiveUp::Hopeless),
            (Exit::Clean, RestartMode::Never | RestartMode::OnFailure) => {
                return RestartDecision::Stay;
            }
            (_, RestartMode::Never) => return RestartDecision::GiveUp(GiveUp::Policy),
            _ => {}
        }
        let stable = millis(policy.stable_ms);
        if up_since.is_some_and(|since| elapsed(since, now) >= stable) {
            self.reset();
        }
        let window = millis(policy.crash_window_ms);
        while self.ends.front().is_some_and(|end| elapsed(*end, now) >= window) {
            self.ends.pop_front();
        }
        if exit != Exit::Unreachable {
            self.ends.push_back(now);
            if self.ends.len() > policy.crash_limit.max(1) as usize {
                return RestartDecision::GiveUp(GiveUp::CrashLoop);
            }
        }
        self.attempt = self.attempt.saturating_add(1);
        RestartDecision::Retry {
            after: policy.backoff.wait(self.attempt, random),
            attempt: self.attempt,
        }
    }
}

fn millis(ms: u32) -> Duration {
    Duration::from_millis(u64::from(ms))
}

fn elapsed(from: Timestamp, to: Timestamp) -> Duration {
    to.duration_since(from).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn exact() -> RestartPolicy {
        RestartPolicy {
            backoff: Backoff { jitter: 0.0, ..Backoff::default() },
            ..RestartPolicy::default()
        }
    }

    #[test]
    fn waits_double_until_the_crash_loop() {
        let (policy, mut history) = (exact(), RestartHistory::default());
        for (attempt, seconds) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16)] {
            let decision = history.decide(&policy, Exit::Failure, at(attempt.into()), None, 0.5);
            let after = Duration::from_secs(seconds);
            assert_eq!(decision, RestartDecision::Retry { after, attempt });
        }
        let sixth = history.decide(&policy, Exit::Failure, at(6), None, 0.5);
        assert_eq!(sixth, RestartDecision::GiveUp(GiveUp::CrashLoop));
    }

    #[test]
    fn five_stable_minutes_start_the_count_afresh() {
        let (policy, mut history) = (exact(), RestartHistory::default());
        for second in 0..5 {
            history.decide(&policy, Exit::Failure, at(second), None, 0.5);
        }
        let decision = history.decide(&policy, Exit::Failure, at(400), Some(at(100)), 0.5);
        let after = Duration::from_secs(1);
        assert_eq!(decision, RestartDecision::Retry { after, attempt: 1 });
    }

    #[test]
    fn a_remote_server_is_tried_for_ever() {
        let (policy, mut history) = (exact(), RestartHistory::default());
        for second in 0..100 {
            let decision = history.decide(&policy, Exit::Unreachable, at(second), None, 0.5);
            assert!(matches!(decision, RestartDecision::Retry { .. }), "at {second}");
        }
    }

    #[test]
    fn modes_decide_which_ends_count() {
        use RestartDecision::{GiveUp as Gave, Stay};
        let cases = [
            (RestartMode::Never, Exit::Clean, Some(Stay)),
            (RestartMode::Never, Exit::Failure, Some(Gave(GiveUp::Policy))),
            (RestartMode::OnFailure, Exit::Clean, Some(Stay)),
            (RestartMode::OnFailure, Exit::Failure, None),
            (RestartMode::Always, Exit::Clean, None),
            (RestartMode::Always, Exit::Hopeless, Some(Gave(GiveUp::Hopeless))),
        ];
        for (mode, exit, expected) in cases {
            let policy = RestartPolicy { mode, ..exact() };
            let got = RestartHistory::default().decide(&policy, exit, at(0), None, 0.5);
            match expected {
                Some(decision) => assert_eq!(got, decision, "{mode:?} {exit:?}"),
                None => assert!(matches!(got, RestartDecision::Retry { .. }), "{mode:?} {exit:?}"),
            }
        }
    }

    proptest! {
        /// A wait stays within its spread and never exceeds the longest wait by more than that.
        #[test]
        fn a_wait_is_bounded(attempt in 1u32..2_000, random in 0.0f64..1.0) {
            let backoff = Backoff::default();
            let wait = backoff.wait(attempt, random);
            prop_assert!(wait <= Duration::from_secs(330));
            prop_assert!(wait >= Duration::from_millis(900));
        }
    }
}
