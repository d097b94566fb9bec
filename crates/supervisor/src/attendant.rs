//! Attends one live session for its actor: asks its health, renews its catalogue when the server
//! says that it changed, and copies its log messages.
//!
//! Invariant: the actor never waits for the server; the attendant does, and reports.

use std::sync::Arc;
use std::time::Duration;

use console_domain::limits::HEALTH_TIMEOUT;
use console_domain::{Catalog, LogStream, Notification, Problem, Session};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};

use crate::logs::ServerLog;
use crate::uses::Uses;

/// Reports that wait for the actor.
const REPORTS: usize = 8;
/// How long further changes are awaited before a changed catalogue is listed.
const QUIET: Duration = Duration::from_millis(300);
/// The suffix of notifications that a list has changed.
const LIST_CHANGED: &str = "/list_changed";
/// The notification that carries a log message.
const LOG_MESSAGE: &str = "notifications/message";

/// What the attendant found out.
pub(crate) enum Report {
    /// A health check: its latency, or why it failed.
    Health(Result<Duration, Problem>),
    /// A new listing.
    Listed(Result<Catalog, Problem>),
}

/// The attendant of one session; ends when it is dropped.
pub(crate) struct Attendant {
    reports: mpsc::Receiver<Report>,
    task: JoinHandle<()>,
}

impl Attendant {
    /// Attends `session`, asking its health every `health_interval`, and at once when one of its
    /// `uses` found nobody there. `listed` says whether its catalogue is known already.
    pub(crate) fn new(
        session: Arc<dyn Session>,
        uses: Arc<Uses>,
        log: Arc<ServerLog>,
        health_interval: Duration,
        list_timeout: Duration,
        listed: bool,
    ) -> Self {
        let (sender, reports) = mpsc::channel(REPORTS);
        let notifications = session.notifications();
        let task = tokio::spawn(async move {
            let health = ask_health(session.as_ref(), &uses, health_interval, &sender);
            let list = async {
                let first = (!listed).then(|| Instant::now() + health_interval);
                follow(session.as_ref(), notifications, &log, list_timeout, first, &sender).await;
            };
            tokio::join!(health, list);
        });
        Self { reports, task }
    }

    /// The next report; never, when there will be none.
    pub(crate) async fn next(&mut self) -> Report {
        match self.reports.recv().await {
            Some(report) => report,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Attendant {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn ask_health(
    session: &dyn Session,
    uses: &Uses,
    interval: Duration,
    reports: &mpsc::Sender<Report>,
) {
    let mut ticks = tokio::time::interval_at(Instant::now() + interval, interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = uses.found_unreachable() => {}
        }
        let health = session.health(HEALTH_TIMEOUT).await;
        if reports.send(Report::Health(health)).await.is_err() {
            return;
        }
    }
}

/// Follows the notifications; lists again when `due`, or some quiet time after a change.
async fn follow(
    session: &dyn Session,
    mut notifications: broadcast::Receiver<Notification>,
    log: &ServerLog,
    list_timeout: Duration,
    mut due: Option<Instant>,
    reports: &mpsc::Sender<Report>,
) {
    loop {
        let list_is_due = async {
            match due {
                Some(due) => tokio::time::sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            notification = notifications.recv() => match notification {
                Ok(notification) if notification.method == LOG_MESSAGE => {
                    log.add_one(LogStream::Protocol, &log_text(&notification));
                }
                Ok(notification) if !notification.method.ends_with(LIST_CHANGED) => {}
                // What was lost may have been a change.
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    due = Some(due.unwrap_or_else(|| Instant::now() + QUIET));
                }
                Err(RecvError::Closed) => return,
            },
            () = list_is_due => {
                due = None;
                let listed = session.list(list_timeout).await;
                if reports.send(Report::Listed(listed)).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The parameters of a log message.
#[derive(Deserialize)]
struct LogMessage {
    #[serde(default)]
    level: String,
    #[serde(default)]
    logger: Option<String>,
    #[serde(default)]
    data: serde_json::Value,
}

fn log_text(notification: &Notification) -> String {
    let params = notification.params.as_ref().map_or("{}", |params| params.get());
    let Ok(message) = serde_json::from_str::<LogMessage>(params) else {
        return params.to_owned();
    };
    let logger = message.logger.map_or_else(String::new, |logger| format!("{logger}: "));
    let data = match message.data {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    format!("[{}] {logger}{data}", message.level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    #[test]
    fn a_log_message_is_one_readable_line() {
        for (params, text) in [
            (r#"{"level":"info","logger":"db","data":"connected"}"#, "[info] db: connected"),
            (r#"{"level":"error","data":{"code":7}}"#, r#"[error] {"code":7}"#),
            ("[1]", "[1]"),
        ] {
            let params = RawValue::from_string(params.into()).expect("JSON");
            let method = LOG_MESSAGE.to_owned();
            let notification = Notification { method, params: Some(Arc::from(params)) };
            assert_eq!(log_text(&notification), text);
        }
    }
}
