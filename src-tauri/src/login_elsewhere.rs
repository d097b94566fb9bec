//! Start at login on macOS (a launch agent) and Windows (a `Run` value of the registry).

use tauri::AppHandle;
use tauri::plugin::TauriPlugin;
use tauri_plugin_autostart::{Builder, Error, ManagerExt};

/// What starts the console at login: hidden in the tray, or with its window where there is none.
pub(crate) fn plugin() -> TauriPlugin<tauri::Wry> {
    Builder::new().app_name("mcp-console").arg("--hidden").build()
}

/// Whether the console starts at login; `None` where that cannot be had.
pub(crate) fn starts_at_login(app: &AppHandle) -> Option<bool> {
    app.autolaunch().is_enabled().ok()
}

/// Starts the console at login, or no longer.
pub(crate) fn start_at_login(app: &AppHandle, start: bool) -> Result<(), Error> {
    let login = app.autolaunch();
    if start { login.enable() } else { login.disable() }
}
