//! The one window: opened hidden, shown when its first page is drawn, closed to the tray.

use std::sync::Arc;

use console_app::{Console, DesktopMemory};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::notifications;
use crate::tray;

const LABEL: &str = "main";
const SIZE: (f64, f64) = (1280.0, 800.0);
const MIN_SIZE: (f64, f64) = (480.0, 480.0);

/// Whether the window may be shown when its page is drawn.
struct StartHidden(bool);

/// Opens the window at `page`. It stays invisible until the page says that it is drawn, and
/// after that too if the console was started hidden.
pub(crate) fn open(app: &tauri::App, page: &str, hidden: bool) -> tauri::Result<()> {
    app.manage(StartHidden(hidden));
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
    Ok(())
}

/// The first page is drawn.
pub(crate) fn drawn(app: &AppHandle) {
    if !app.try_state::<StartHidden>().is_some_and(|start| start.0) {
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
