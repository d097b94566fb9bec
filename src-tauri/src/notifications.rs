//! Native notifications: a server that failed, once per episode, and its recovery.
//!
//! The plugin swallows errors of the notification daemon, so what was sent is logged here.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use console_app::{Console, DesktopMemory};
use console_domain::{EventKind, ServerId, ServerState};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::broadcast::error::RecvError;

use crate::labels::Labels;

/// The words that are used here.
#[cfg(test)]
pub(crate) const KEYS: &[&str] =
    &["notification_failed", "notification_recovered", "notification_tray"];

/// Whether notifications are shown.
#[derive(Debug)]
pub(crate) struct Notifications {
    paused: AtomicBool,
}

impl Notifications {
    pub(crate) fn new(paused: bool) -> Self {
        Self { paused: AtomicBool::new(paused) }
    }
}

/// Pauses or resumes notifications, and remembers it; whether they are paused now.
pub(crate) fn toggle_pause(app: &AppHandle) -> bool {
    let notifications = app.state::<Notifications>();
    let paused = !notifications.paused.fetch_xor(true, Ordering::Relaxed);
    let console = Arc::clone(&app.state::<Arc<Console>>());
    tauri::async_runtime::spawn(async move {
        let memory = console.desktop_memory().await;
        let memory = DesktopMemory { notifications_paused: paused, ..memory };
        if let Err(problem) = console.set_desktop_memory(memory).await {
            tracing::warn!(%problem, "the pause of notifications is not remembered");
        }
    });
    paused
}

/// Notifies when a server fails or recovers, until the console ends.
pub(crate) fn watch(app: &AppHandle, console: &Arc<Console>) {
    let mut events = console.bus().subscribe();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut failed = HashSet::<ServerId>::new();
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            let (server, to, problem) = match event.kind {
                EventKind::ServerState { server, to, problem, .. } => (server, to, problem),
                EventKind::ShuttingDown => return,
                _ => continue,
            };
            let (key, body) = if to == ServerState::Failed && failed.insert(server.clone()) {
                let body = problem.map(|problem| problem.message).unwrap_or_default();
                ("notification_failed", body)
            } else if to == ServerState::Up && failed.remove(&server) {
                ("notification_recovered", String::new())
            } else {
                continue;
            };
            let labels = Labels::of(app.state::<Arc<Console>>().settings().await);
            notify(&app, &labels.with(key, "server", server.as_str()), &body);
        }
    });
}

/// Says once that a closed window leaves the console in the tray.
pub(crate) async fn explain_tray(app: &AppHandle) {
    let labels = Labels::of(app.state::<Arc<Console>>().settings().await);
    notify(app, "MCP Console", &labels.get("notification_tray"));
}

fn notify(app: &AppHandle, title: &str, body: &str) {
    if app.state::<Notifications>().paused.load(Ordering::Relaxed) {
        tracing::info!(title, "notification held back: they are paused");
        return;
    }
    let mut notification = app.notification().builder().title(title);
    if !body.is_empty() {
        notification = notification.body(body);
    }
    match notification.show() {
        Ok(()) => tracing::info!(title, "notification sent"),
        Err(error) => tracing::warn!(title, %error, "notification not sent"),
    }
}
