//! Commands of settings.

use std::sync::Arc;

use console_app::{Console, Settings};
use console_domain::Problem;
use tauri::{AppHandle, State};

use crate::tray;

/// The settings of the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_get(console: State<'_, Arc<Console>>) -> Result<Settings, Problem> {
    Ok(console.settings().await)
}

/// Stores the settings of the window; the tray speaks the new language at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_set(
    app: AppHandle,
    console: State<'_, Arc<Console>>,
    settings: Settings,
) -> Result<Settings, Problem> {
    let settings = console.set_settings(settings).await?;
    tray::relabel(&app, settings);
    Ok(settings)
}
