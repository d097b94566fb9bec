//! Remembers where the window is, and puts it there again.
//!
//! It is written a moment after the window was last moved, and not only at the end: a crash forgets
//! nothing. Kept in the console's own database, with what else the desktop remembers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use console_app::{Console, WindowPlace};
use tauri::{AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewWindow};

use super::place::{Area, visible};

/// How long a window rests before its place is taken down: while it is dragged, it moves with
/// every frame.
const REST: Duration = Duration::from_millis(400);

/// Counts movements, so that only the last of them is taken down.
#[derive(Debug, Default)]
pub(super) struct Movements(AtomicU64);

/// Puts a window that is not shown yet where it was, if that can be seen.
pub(super) fn restore(window: &WebviewWindow, place: Option<WindowPlace>) -> tauri::Result<()> {
    let screens = window.available_monitors()?;
    let area = |screen: &tauri::Monitor| {
        let (at, size) = (screen.position(), screen.size());
        Area { x: at.x, y: at.y, width: size.width, height: size.height }
    };
    let screens: Vec<Area> = screens.iter().map(area).collect();
    let Some(place) = place.and_then(|place| visible(place, &screens)) else { return Ok(()) };
    window.set_size(PhysicalSize::new(place.width, place.height))?;
    window.set_position(PhysicalPosition::new(place.x, place.y))?;
    if place.maximised { window.maximize() } else { Ok(()) }
}

/// The window was moved or resized.
pub(super) fn moved(app: &AppHandle) {
    let movements = app.state::<Movements>();
    let count = movements.0.fetch_add(1, Ordering::Relaxed) + 1;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(REST).await;
        if app.state::<Movements>().0.load(Ordering::Relaxed) == count {
            take_down(&app).await;
        }
    });
}

/// Writes down where the window is now.
pub(crate) async fn take_down(app: &AppHandle) {
    let (Some(console), Some(window)) =
        (app.try_state::<Arc<Console>>(), app.get_webview_window(super::opened::LABEL))
    else {
        return;
    };
    let known = console.desktop_memory().await.window;
    match place_now(&window, known) {
        Ok(Some(place)) if known != Some(place) => {
            if let Err(problem) = console.remember_window(place).await {
                tracing::debug!(%problem, "the window's place is not remembered");
            }
        }
        Ok(_) => {}
        Err(error) => tracing::debug!(%error, "the window's place cannot be read"),
    }
}

/// Where the window is; a maximised one goes back to where it was before.
fn place_now(
    window: &WebviewWindow,
    known: Option<WindowPlace>,
) -> tauri::Result<Option<WindowPlace>> {
    if !window.is_visible()? || window.is_minimized()? || window.is_fullscreen()? {
        return Ok(None);
    }
    if window.is_maximized()? {
        return Ok(known.map(|place| WindowPlace { maximised: true, ..place }));
    }
    let (at, size) = (window.outer_position()?, window.inner_size()?);
    let PhysicalPosition { x, y } = at;
    let PhysicalSize { width, height } = size;
    Ok(Some(WindowPlace { x, y, width, height, maximised: false }))
}
