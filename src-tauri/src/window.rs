//! The one window: opened hidden, shown when its first page is drawn, closed to the tray.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use console_app::{Console, DesktopMemory};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::notifications;
use crate::tray;

const LABEL: &str = "main";
const SIZE: (f64, f64) = (1280.0, 800.0);
const MIN_SIZE: (f64, f64) = (480.0, 480.0);
/// A page that has not said by now that it is drawn is shown as it is: better a blank window than
/// none.
const DRAW_DEADLINE: Duration = Duration::from_secs(5);

/// Whether the window waits to be shown when its page is drawn.
struct WaitsForPage(AtomicBool);

/// Opens the window at `page`. It stays invisible until the page says that it is drawn, and
/// after that too if the console was started hidden.
pub(crate) fn open(app: &tauri::App, page: &str, hidden: bool) -> tauri::Result<()> {
    app.manage(WaitsForPage(AtomicBool::new(!hidden)));
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("MCP Console")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(MIN_SIZE.0, MIN_SIZE.1)
        .visible(false)
        .build()?;
    let handle = app.handle().clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event
            && handle.try_state::<Arc<Console>>().is_some()
        {
            api.prevent_close();
            tauri::async_runtime::spawn(close(handle.clone()));
        }
    });
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(DRAW_DEADLINE).await;
        drawn(&handle);
    });
    Ok(())
}

/// The first page is drawn.
pub(crate) fn drawn(app: &AppHandle) {
    let waits = app.state::<WaitsForPage>();
    if waits.0.swap(false, Ordering::Relaxed) {
        show(app);
    }
}

/// Shows the window and brings it to the front.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window cannot be shown");
    }
}

/// Keeps the console in the tray where there is one; otherwise a closed window ends it.
async fn close(app: AppHandle) {
    if !tray::has_host(&app).await {
        app.exit(0);
        return;
    }
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window cannot be hidden");
    }
    let console = app.state::<Arc<Console>>();
    let memory = console.desktop_memory().await;
    if !memory.tray_explained {
        notifications::explain_tray(&app).await;
        let said = DesktopMemory { tray_explained: true, ..memory };
        if let Err(problem) = console.set_desktop_memory(said).await {
            tracing::warn!(%problem, "it will be said again that the console stays in the tray");
        }
    }
}
