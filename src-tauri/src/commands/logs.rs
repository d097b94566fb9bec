//! Commands of logs: a tail, and a stream that belongs to one view.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use console_app::Console;
use console_app::view::{LogTail, SavedFile};
use console_domain::limits::LOG_RING_LINES;
use console_domain::{LogLine, Problem};
use tauri::State;
use tauri::ipc::Channel;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio_util::sync::CancellationToken;

/// Lines are gathered this long before they are sent.
const GATHER: Duration = Duration::from_millis(60);
/// Bytes of text in one message: below 8 KiB Tauri pushes it instead of parking it.
const BATCH_BYTES: usize = 6 * 1024;
/// What a line costs in JSON besides its text.
const LINE_OVERHEAD: usize = 96;

/// The views that follow a log.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions {
    next: AtomicU32,
    open: Mutex<HashMap<u32, CancellationToken>>,
}

impl Subscriptions {
    fn begin(&self) -> (u32, CancellationToken) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let token = CancellationToken::new();
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(id, token.clone());
        (id, token)
    }

    fn end(&self, id: u32) {
        let ended = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        if let Some(token) = ended {
            token.cancel();
        }
    }
}

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

/// Sends new lines of a server's log in batches until `logs_unfollow`; returns the
/// subscription. Lines that arrive faster than they can be shown are left out, oldest first;
/// the lines' numbers show the gap.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_logs_follow(
    console: State<'_, Arc<Console>>,
    subscriptions: State<'_, Subscriptions>,
    id: String,
    channel: Channel<Vec<LogLine>>,
) -> Result<u32, Problem> {
    let receiver = console.follow_server_log(&id).await?;
    let (subscription, cancelled) = subscriptions.begin();
    tauri::async_runtime::spawn(async move {
        tokio::select! {
            () = cancelled.cancelled() => {}
            () = send_batches(receiver, &channel) => {}
        }
    });
    Ok(subscription)
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

async fn send_batches(
    mut receiver: broadcast::Receiver<Arc<LogLine>>,
    channel: &Channel<Vec<LogLine>>,
) {
    loop {
        let first = match receiver.recv().await {
            Ok(line) => line,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        tokio::time::sleep(GATHER).await;
        let mut batch = vec![first.as_ref().clone()];
        let mut bytes = first.text.len() + LINE_OVERHEAD;
        while bytes < BATCH_BYTES {
            match receiver.try_recv() {
                Ok(line) => {
                    bytes += line.text.len() + LINE_OVERHEAD;
                    batch.push(line.as_ref().clone());
                }
                Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        // The view is gone: its window was reloaded or closed.
        if channel.send(batch).is_err() {
            return;
        }
    }
}
