//! The desktop's notifier, over tauri-plugin-notification.
//!
//! A click is heard through the plugin's own `on_action`: on Linux it offers the action `default`
//! with each notification once a listener exists, sends on a connection that it keeps open, and
//! reports `ActionInvoked` from there. What it cannot do is tell whether anybody shows the
//! notification; see `daemon`.

use std::sync::Arc;

use async_trait::async_trait;
use console_app::Console;
use console_domain::limits::NOTIFY_TIMEOUT;
use console_domain::{Notice, NoticeKind, Notifier, NotifyError};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{ActionPerformed, NotificationExt};

use crate::labels::Labels;
use crate::window;

/// The words that are used here.
#[cfg(test)]
pub(crate) const KEYS: &[&str] =
    &["notification_failed", "notification_recovered", "notification_tray"];

/// Characters of a text that are shown; daemons cut much earlier.
const MAX_BODY_CHARS: usize = 500;
/// What a notification carries to its click: the notice's id and its page.
const NOTICE: &str = "notice";
const PAGE: &str = "page";
/// How the plugin calls a click on the notification itself.
const CLICK: &str = "tap";

/// Shows notices as notifications of the system.
#[derive(Debug)]
pub(crate) struct DesktopNotifier {
    app: AppHandle,
}

impl DesktopNotifier {
    pub(crate) fn new(app: &AppHandle) -> Self {
        Self { app: app.clone() }
    }
}

#[async_trait]
impl Notifier for DesktopNotifier {
    async fn show(&self, notice: &Notice) -> Result<(), NotifyError> {
        let settings = self.app.state::<Arc<Console>>().settings().await;
        let (title, body) = words(&notice.kind, Labels::of(settings));
        let link = Some((notice.id, notice.kind.page()));
        send(&self.app, &title, &body, link).await
    }
}

/// Says once that a closed window leaves the console in the tray.
pub(crate) async fn explain_tray(app: &AppHandle) {
    let console = Arc::clone(&app.state::<Arc<Console>>());
    if console.desktop_memory().await.notifications_paused {
        return;
    }
    let labels = Labels::of(console.settings().await);
    let words = labels.get("notification_tray");
    let said = send(app, "MCP Console", &words, None);
    match tokio::time::timeout(NOTIFY_TIMEOUT, said).await {
        Ok(Ok(())) => tracing::info!("it was said that the console stays in the tray"),
        Ok(Err(error)) => tracing::info!(%error, "nobody hears that the console stays in the tray"),
        Err(_) => tracing::warn!("the system's notifications do not answer"),
    }
}

/// Hears of clicks from now on. To be called before the first notification: the plugin offers a
/// click only where somebody listens.
pub(crate) fn listen(app: &AppHandle) -> tauri_plugin_notification::Result<()> {
    let handle = app.clone();
    app.notification().on_action(move |performed| clicked(&handle, performed))
}

fn clicked(app: &AppHandle, performed: &ActionPerformed) {
    if performed.action_id() != CLICK {
        return;
    }
    let link = performed.notification().and_then(|shown| {
        let extra = shown.extra();
        Some((extra.get(NOTICE)?.as_i64()?, extra.get(PAGE)?.as_str()?.to_owned()))
    });
    let Some((id, page)) = link else { return window::show(app) };
    let console = Arc::clone(&app.state::<Arc<Console>>());
    tauri::async_runtime::spawn(async move {
        tracing::info!(notice = id, page, "a notification was clicked");
        if let Err(problem) = console.open_notice(id, page).await {
            tracing::warn!(notice = id, code = ?problem.code, %problem, "it stays unread");
        }
    });
}

fn words(kind: &NoticeKind, labels: Labels) -> (String, String) {
    match kind {
        NoticeKind::ServerFailed { server, problem } => {
            let title = labels.with("notification_failed", "server", server.as_str());
            let reason = problem.as_ref().map(|problem| problem.message.as_str());
            (title, reason.unwrap_or_default().chars().take(MAX_BODY_CHARS).collect())
        }
        NoticeKind::ServerRecovered { server } => {
            (labels.with("notification_recovered", "server", server.as_str()), String::new())
        }
    }
}

async fn send(
    app: &AppHandle,
    title: &str,
    body: &str,
    link: Option<(i64, String)>,
) -> Result<(), NotifyError> {
    #[cfg(target_os = "linux")]
    let body = &daemon_text(body).await?;
    let mut notification = app.notification().builder().title(title);
    if !body.is_empty() {
        notification = notification.body(body);
    }
    if let Some((id, page)) = link {
        notification = notification.extra(NOTICE, id).extra(PAGE, page);
    }
    notification.show().map_err(|error| NotifyError(error.to_string()))
}

#[cfg(target_os = "linux")]
async fn daemon_text(body: &str) -> Result<String, NotifyError> {
    use super::daemon;
    Ok(daemon::literal(body, daemon::ask().await?))
}
