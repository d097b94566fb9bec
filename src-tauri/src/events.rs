//! Carries the bus to the window: batches of events, each with the cache tags it makes stale.

use std::sync::Arc;
use std::time::Duration;

use console_app::Console;
use console_domain::{Event, EventKind};
use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

use crate::window;

/// Events are gathered this long, so that fifty servers that start make a few messages.
const GATHER: Duration = Duration::from_millis(50);
/// Events in one batch; more wait for the next.
const BATCH: usize = 256;

/// A batch of events, oldest first. `lagged`: some were lost; everything shown is stale.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ConsoleEvents {
    /// The events.
    events: Vec<Event>,
    /// Whether events before these were lost.
    lagged: bool,
}

/// Forwards the bus to the window until the console ends.
pub(crate) fn forward(app: &AppHandle, console: &Arc<Console>) {
    let mut receiver = console.bus().subscribe();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let mut batch = ConsoleEvents { events: Vec::new(), lagged: false };
            match receiver.recv().await {
                Ok(event) => batch.events.push(event),
                Err(RecvError::Lagged(_)) => batch.lagged = true,
                Err(RecvError::Closed) => return,
            }
            tokio::time::sleep(GATHER).await;
            while batch.events.len() < BATCH
                && let Ok(event) = receiver.try_recv()
            {
                batch.events.push(event);
            }
            if batch.events.iter().any(|event| event.kind == EventKind::FocusRequested) {
                window::show(&app);
            }
            if let Err(error) = batch.emit(&app) {
                tracing::warn!(%error, "events did not reach the window");
            }
        }
    });
}
