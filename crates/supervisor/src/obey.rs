//! How an actor listens: it takes each request in whatever state its server is.
//!
//! Invariant: a request is answered when it was taken, never when it is done; whoever wants to
//! know that it is done asks to [`settle`](Command::Settle).

use std::future::Future;

use console_domain::{InstanceStatus, ServerState, Trigger};
use tokio::sync::oneshot;

use crate::actor::Actor;

/// What an actor is asked. Each reply is the state after the request was taken.
pub(crate) enum Command {
    /// Start, where it is at rest; at once, where it waits for a restart.
    Start(oneshot::Sender<InstanceStatus>),
    /// Stop.
    Stop(oneshot::Sender<InstanceStatus>),
    /// Somebody is about to call it: start, where it is asleep or waits for a restart.
    Use(oneshot::Sender<InstanceStatus>),
    /// Stop where it runs, then start.
    Restart(oneshot::Sender<InstanceStatus>),
    /// Answer when it is up, or at rest.
    Settle(oneshot::Sender<InstanceStatus>),
    /// Stop and end the actor; answered when nothing of the server runs.
    Retire(oneshot::Sender<()>),
}

/// What a command means to the phase that took it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heeded {
    /// Nothing.
    Nothing,
    /// The state is `starting` now.
    Start,
    /// The state is `stopping` now (or `stopped`, where there was nothing to stop).
    Stop,
}

/// A stop was asked for; the state is `stopping`.
#[derive(Debug)]
pub(crate) struct StopAsked;

impl Actor {
    /// Does the work while listening; gives it up when a stop is asked for.
    pub(crate) async fn obeying<T>(
        &mut self,
        work: impl Future<Output = T>,
    ) -> Result<T, StopAsked> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                command = self.next_command() => {
                    if self.heed(command).await == Heeded::Stop {
                        return Err(StopAsked);
                    }
                }
                done = &mut work => return Ok(done),
            }
        }
    }

    /// The next command; `None` once, when the supervisor is gone, and nothing after that.
    pub(crate) async fn next_command(&mut self) -> Option<Command> {
        if self.abandoned {
            return std::future::pending().await;
        }
        let command = self.mailbox.recv().await;
        self.abandoned = command.is_none();
        command
    }

    /// Takes a command in whatever state the server is. No command means that the supervisor is
    /// gone.
    pub(crate) async fn heed(&mut self, command: Option<Command>) -> Heeded {
        let state = self.face.status().state;
        let (heeded, reply) = match command {
            Some(Command::Start(reply)) => (self.heed_start(state).await, reply),
            Some(Command::Use(reply)) => (self.heed_use(state).await, reply),
            Some(Command::Stop(reply)) => {
                self.start_again = false;
                self.forget_sleep();
                (self.heed_stop(state).await, reply)
            }
            Some(Command::Restart(reply)) if is_waiting(state) => {
                (self.heed_start(state).await, reply)
            }
            Some(Command::Restart(reply)) => {
                self.forget_sleep();
                self.start_again = !self.retiring;
                (self.heed_stop(state).await, reply)
            }
            Some(Command::Settle(reply)) => {
                // Those whose patience is over do not pile up.
                self.waiting.retain(|waiting| !waiting.is_closed());
                self.waiting.push(reply);
                self.answer_waiting();
                return Heeded::Nothing;
            }
            Some(Command::Retire(reply)) => {
                self.retired.push(reply);
                return self.retire(state).await;
            }
            None => return self.retire(state).await,
        };
        // Whoever asked may have gone.
        reply.send(self.face.status()).ok();
        heeded
    }

    async fn heed_start(&mut self, state: ServerState) -> Heeded {
        match state {
            _ if is_waiting(state) => {
                self.begin().await;
                Heeded::Start
            }
            ServerState::Stopping => {
                self.forget_sleep();
                self.start_again = !self.retiring;
                Heeded::Nothing
            }
            _ => Heeded::Nothing,
        }
    }

    async fn heed_stop(&mut self, state: ServerState) -> Heeded {
        match state {
            ServerState::Stopped | ServerState::Stopping => Heeded::Nothing,
            _ => {
                self.change(Trigger::StopRequested, None, |status| status.retry_at = None).await;
                Heeded::Stop
            }
        }
    }

    async fn retire(&mut self, state: ServerState) -> Heeded {
        self.retiring = true;
        self.start_again = false;
        match state {
            // What failed stays failed: it is at rest.
            ServerState::Failed => Heeded::Nothing,
            _ => self.heed_stop(state).await,
        }
    }

    /// Answers those who wait for the server to settle, if it has.
    pub(crate) fn answer_waiting(&mut self) {
        let status = self.face.status();
        let settled = status.state.is_live() || status.state.is_resting();
        if settled && !self.start_again {
            for waiting in self.waiting.drain(..) {
                waiting.send(status.clone()).ok();
            }
        }
    }
}

/// At rest or waiting for a restart: a start can begin at once.
fn is_waiting(state: ServerState) -> bool {
    state.is_resting() || state == ServerState::Backoff
}
