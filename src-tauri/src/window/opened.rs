//! The window from opening to closing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use console_app::{Console, WindowPlace};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use super::memory::{self, Movements};
use crate::notifications;
use crate::tray;

pub(super) const LABEL: &str = "main";
const SIZE: (f64, f64) = (1280.0, 800.0);
const MIN_SIZE: (f64, f64) = (480.0, 480.0);
/// A page that has not said by now that it is drawn is shown as it is: better a blank window than
/// none.
const DRAW_DEADLINE: Duration = Duration::from_secs(5);

/// Whether the window waits to be shown when its page is drawn.
struct WaitsForPage(AtomicBool);

/// Opens the window at `page`, where it was last. It stays invisible until the page says that it
/// is drawn, and after that too if the console was started hidden.
pub(crate) fn open(
    app: &tauri::App,
    page: &str,
    hidden: bool,
    place: Option<WindowPlace>,
) -> tauri::Result<()> {
    app.manage(WaitsForPage(AtomicBool::new(!hidden)));
    app.manage(Movements::default());
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("MCP Console")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(MIN_SIZE.0, MIN_SIZE.1)
        .visible(false)
        // The page takes dropped files itself, and refuses those that are dropped beside.
        .disable_drag_drop_handler()
        .build()?;
    if let Err(error) = memory::restore(&window, place) {
        tracing::warn!(%error, "the window is not where it was");
    }
    let handle = app.handle().clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } if handle.try_state::<Arc<Console>>().is_some() => {
            api.prevent_close();
            tauri::async_runtime::spawn(close(handle.clone()));
        }
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => memory::moved(&handle),
        _ => {}
    });
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(DRAW_DEADLINE).await;
        drawn(&handle);
    });
    if hidden {
        let handle = app.handle().clone();
        tauri::async_runtime::spawn(async move {
            if !tray::wait_for_host(&handle).await {
                tracing::info!("there is no tray to stay in: the window is shown");
                show(&handle);
            }
        });
    }
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
    if !console.desktop_memory().await.tray_explained {
        notifications::explain_tray(&app).await;
        if let Err(problem) = console.remember_tray_explained().await {
            tracing::warn!(%problem, "it will be said again that the console stays in the tray");
        }
    }
}
