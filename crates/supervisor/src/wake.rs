//! Starts a server because somebody uses it: one that was stopped for want of calls, or one that
//! waits for its restart.
//!
//! Invariant: a use never starts what a person stopped, and never makes a crash loop's count
//! begin afresh.

use std::sync::Arc;
use std::time::Duration;

use console_domain::{ErrorCode, InstanceStatus, Problem, ServerId, ServerState, Session, Trigger};

use crate::Supervisor;
use crate::actor::{Actor, fresh};
use crate::obey::{Command, Heeded};
use crate::supervisor::not_found;

impl Supervisor {
    /// The session of a server that is about to be used. One that is asleep or waits for its
    /// restart is started at once; one that is starting is awaited, as long as a start may take.
    ///
    /// # Errors
    /// `not_found`; `not_running` where it is stopped or failed; why it did not come up.
    pub async fn session_for_use(&self, id: &ServerId) -> Result<Arc<dyn Session>, Problem> {
        let face = self.face(id).ok_or_else(|| not_found(id))?;
        if let Some(session) = face.session_for_use() {
            return Ok(session);
        }
        self.refuse_when_closing()?;
        let asked = self.ask(id, Command::Use).await?;
        if !comes_up(&asked) {
            return Err(not_running(id, &asked));
        }
        let timeouts = face.timeouts();
        // What is still being stopped has to be gone first.
        let patience = timeouts.start() + 2 * timeouts.stop();
        let mut watch = face.watch();
        let status = tokio::select! {
            settled = self.wait_settled(id, patience) => settled?,
            // It will be tried again, but whoever asked wants to know now. An error means that it
            // was removed, which the other branch tells.
            Ok(status) = watch.wait_for(|status| status.state == ServerState::Backoff) => {
                status.clone()
            }
        };
        face.session_for_use().ok_or_else(|| {
            let why = status.last_error.clone().filter(|_| !status.state.is_live());
            why.unwrap_or_else(|| not_running(id, &status))
        })
    }

    /// Whether a server can be used: it is up, or a use would bring it up.
    ///
    /// # Errors
    /// `not_found`, `not_running`.
    pub fn ensure_usable(&self, id: &ServerId) -> Result<(), Problem> {
        let status = self.status(id).ok_or_else(|| not_found(id))?;
        if status.state.is_live() || status.asleep {
            return Ok(());
        }
        Err(not_running(id, &status))
    }
}

impl Actor {
    /// A use was asked for.
    pub(crate) async fn heed_use(&mut self, state: ServerState) -> Heeded {
        let asleep = self.face.status().asleep;
        match state {
            ServerState::Backoff => {
                self.retry().await;
                Heeded::Start
            }
            ServerState::Stopped if asleep && !self.retiring => {
                self.wake().await;
                Heeded::Start
            }
            ServerState::Stopping if asleep => {
                self.start_again = !self.retiring;
                Heeded::Nothing
            }
            _ => Heeded::Nothing,
        }
    }

    /// What was asleep starts.
    pub(crate) async fn wake(&mut self) {
        self.face.log.remark("started by a call");
        self.change(Trigger::StartRequested, None, |status| {
            fresh(status);
            status.last_error = None;
        })
        .await;
    }

    /// A restart begins, when it is due or before.
    pub(crate) async fn retry(&mut self) {
        self.change(Trigger::RetryDue, None, |status| {
            fresh(status);
            status.restarts += 1;
        })
        .await;
    }

    /// Nobody has called the server for `limit`: its stop begins.
    pub(crate) async fn fall_asleep(&mut self, limit: Option<Duration>) {
        let seconds = limit.unwrap_or_default().as_secs_f64();
        let remark = format!("no call for {seconds:.0} s: stopped until the next one");
        self.face.log.remark(&remark);
        self.change(Trigger::StopRequested, None, |status| status.asleep = true).await;
    }

    /// A person decided: no use starts the server any more.
    pub(crate) fn forget_sleep(&self) {
        if self.face.status().asleep {
            self.face.update(|status| status.asleep = false);
            self.shared.observer.refreshed(&self.server);
        }
    }
}

fn comes_up(status: &InstanceStatus) -> bool {
    match status.state {
        ServerState::Starting | ServerState::Up | ServerState::Degraded => true,
        ServerState::Stopping => status.asleep,
        ServerState::Stopped | ServerState::Backoff | ServerState::Failed => false,
    }
}

pub(crate) fn not_running(id: &ServerId, status: &InstanceStatus) -> Problem {
    let message = format!("The server {id} is not up; it is {}.", status.state.as_str());
    Problem::new(ErrorCode::NotRunning, message).hint("Start it first.")
}
