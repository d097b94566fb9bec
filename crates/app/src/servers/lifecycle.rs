//! Starting, stopping, restarting, and the log.

use std::sync::Arc;
use std::time::Duration;

use console_domain::{ErrorCode, LogLine, Problem, ServerId, ServerState};
use tokio::sync::broadcast;

use super::consent::is_approved;
use super::inventory::not_found;
use super::mend::cause;
use crate::Console;
use crate::view::{LogTail, ServerView};

/// The login shell is not asked again sooner, unless a person mends what was not found: many
/// servers may be started at once.
const ASKED_LATELY: Duration = Duration::from_secs(10);

/// How long a use case waits for its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// It returns once the request was taken.
    No,
    /// It returns once the server is up, failed or waits to be restarted, at the latest after
    /// this time.
    Until(Duration),
}

impl Console {
    /// Starts a server; one that is up already stays as it is.
    ///
    /// # Errors
    /// `not_found`, `needs_approval`; with [`Wait::Until`] also why the server failed, or
    /// `start_timeout` where it was still starting.
    pub async fn start_server(&self, id: &str, wait: Wait) -> Result<ServerView, Problem> {
        let server = self.find_server(id).await?;
        if !is_approved(&server) {
            let message = format!("The command of {id} has not been approved yet.");
            return Err(Problem::new(ErrorCode::NeedsApproval, message).hint(format!(
                "Look at it with `mcpctl servers show {id}`, then `mcpctl servers approve {id}`."
            )));
        }
        let id = &server.config.id;
        self.look_anew(id, ASKED_LATELY).await;
        self.servers().want_up(id, true).await?;
        self.supervisor().start(id).await?;
        self.settle(id, wait).await
    }

    /// Stops a server; one that is stopped already stays as it is.
    pub async fn stop_server(&self, id: &str, wait: Wait) -> Result<ServerView, Problem> {
        let server = self.find_server(id).await?;
        let id = &server.config.id;
        self.servers().want_up(id, false).await?;
        self.supervisor().stop(id).await?;
        if let Wait::Until(timeout) = wait {
            self.supervisor().wait_settled(id, timeout).await?;
        }
        self.view_of(&server).await
    }

    /// Stops a server if it runs, and starts it.
    pub async fn restart_server(&self, id: &str, wait: Wait) -> Result<ServerView, Problem> {
        let server = self.find_server(id).await?;
        if !is_approved(&server) {
            return self.start_server(id, wait).await;
        }
        let id = &server.config.id;
        self.look_anew(id, ASKED_LATELY).await;
        self.servers().want_up(id, true).await?;
        self.supervisor().restart(id).await?;
        self.settle(id, wait).await
    }

    /// Starts every approved server that is down; how many that were.
    pub async fn start_all_servers(&self) -> Result<usize, Problem> {
        let mut started = 0;
        for server in self.servers().all().await? {
            let status = self.supervisor().status(&server.config.id);
            if is_approved(&server) && status.is_none_or(|status| status.state.is_resting()) {
                self.start_server(server.config.id.as_str(), Wait::No).await?;
                started += 1;
            }
        }
        Ok(started)
    }

    /// Stops every server that runs, all at once; how many that were.
    pub async fn stop_all_servers(&self, wait: Wait) -> Result<usize, Problem> {
        let servers = self.list_servers().await?;
        let stops = servers
            .iter()
            .filter(|server| server.state != ServerState::Stopped)
            .map(|server| self.stop_server(server.id.as_str(), wait));
        Ok(futures::future::try_join_all(stops).await?.len())
    }

    /// The last `lines` lines of a server's log.
    pub async fn server_log(&self, id: &str, lines: usize) -> Result<LogTail, Problem> {
        let server = self.find_server(id).await?;
        let tail = self.supervisor().log_tail(&server.config.id, lines).unwrap_or_default();
        Ok(LogTail { lines: tail.iter().map(|line| line.as_ref().clone()).collect() })
    }

    /// Lines of a server's log from now on, across restarts of the server.
    pub async fn follow_server_log(
        &self,
        id: &str,
    ) -> Result<broadcast::Receiver<Arc<LogLine>>, Problem> {
        let server = self.find_server(id).await?;
        self.supervisor().log_subscribe(&server.config.id).ok_or_else(|| not_found(id))
    }

    /// Before a start of a server whose command was not found: what was installed since may stand
    /// in a directory that the login shell, asked so long ago, did not name.
    pub(super) async fn look_anew(&self, id: &ServerId, asked_before: Duration) {
        let problem = self.supervisor().status(id).and_then(|status| status.last_error);
        if problem.is_some_and(|problem| cause(&problem) == ErrorCode::CommandNotFound) {
            self.supervisor().forget_environment(asked_before).await;
        }
    }

    /// Waits as `wait` says, then tells how the server is, or why it is not up.
    async fn settle(&self, id: &ServerId, wait: Wait) -> Result<ServerView, Problem> {
        let Wait::Until(timeout) = wait else {
            return self.view_of(&self.find_server(id.as_str()).await?).await;
        };
        let settled = tokio::select! {
            settled = self.supervisor().wait_settled(id, timeout) => settled.map(drop),
            // It will be tried again, but whoever asked wants to know now.
            () = self.first_backoff(id) => Ok(()),
        };
        let now = self.view_of(&self.find_server(id.as_str()).await?).await?;
        match (settled, now.state, &now.last_error) {
            // Why it does not come up says more than that it has not.
            (_, ServerState::Failed | ServerState::Backoff, Some(problem)) => Err(problem.clone()),
            (Err(late), _, _) => Err(late),
            (Ok(()), _, _) => Ok(now),
        }
    }

    /// Waits until the server waits to be restarted.
    async fn first_backoff(&self, id: &ServerId) {
        if let Some(mut status) = self.supervisor().watch(id) {
            // An error means that the server was removed; then there is nothing to wait for.
            status.wait_for(|status| status.state == ServerState::Backoff).await.ok();
        }
    }
}
