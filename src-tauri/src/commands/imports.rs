//! Commands of imports.

use std::sync::Arc;

use console_app::Console;
use console_app::view::{FoundServers, ImportPreview, ImportReport, ImportRequest, ImportSource};
use console_domain::Problem;
use tauri::State;

type App<'a> = State<'a, Arc<Console>>;

/// What an import would do; nothing is changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn imports_preview(
    console: App<'_>,
    source: ImportSource,
) -> Result<ImportPreview, Problem> {
    console.preview_import(&source).await
}

/// Adds the chosen entries of a source; they need approval before their first start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn imports_apply(
    console: App<'_>,
    request: ImportRequest,
) -> Result<ImportReport, Problem> {
    console.apply_import(&request).await
}

/// Servers that other programs on this machine have.
#[tauri::command]
#[specta::specta]
pub(crate) async fn imports_found(console: App<'_>) -> Result<Vec<FoundServers>, Problem> {
    console.found_servers().await
}
