//! Commands of logs: a tail, a file, and a stream that belongs to one view.

use std::sync::Arc;

use console_app::Console;
use console_app::view::{LogTail, SavedFile};
use console_domain::limits::LOG_RING_LINES;
use console_domain::{LogLine, Problem};
use tauri::State;

use crate::log_stream::Subscriptions;

/// The last lines of a server's log.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_logs(
    console: State<'_, Arc<Console>>,
    id: String,
    lines: u32,
) -> Result<LogTail, Problem> {
    console.server_log(&id, (lines as usize).min(LOG_RING_LINES)).await
}

/// Writes a server's whole log, rotated files included, to the user's downloads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn logs_export(
    console: State<'_, Arc<Console>>,
    id: String,
) -> Result<SavedFile, Problem> {
    console.export_server_log(&id).await
}

/// Keeps new lines of a server's log for a view that asks for them with `logs_next`, until
/// `logs_unfollow`; returns the subscription.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_logs_follow(
    console: State<'_, Arc<Console>>,
    subscriptions: State<'_, Subscriptions>,
    id: String,
) -> Result<u32, Problem> {
    Ok(subscriptions.begin(console.follow_server_log(&id).await?))
}

/// The next lines of a subscription, as soon as there are some; none where nothing was logged for
/// a while: ask again. Lines that arrive faster than they are asked for are left out, oldest
/// first; the lines' numbers show the gap. `not_found` where the subscription is over.
#[tauri::command]
#[specta::specta]
pub(crate) async fn logs_next(
    subscriptions: State<'_, Subscriptions>,
    subscription: u32,
) -> Result<Vec<LogLine>, Problem> {
    subscriptions.next(subscription).await
}

/// Ends a subscription of `servers_logs_follow`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn logs_unfollow(
    subscriptions: State<'_, Subscriptions>,
    subscription: u32,
) -> Result<(), Problem> {
    subscriptions.end(subscription);
    Ok(())
}
