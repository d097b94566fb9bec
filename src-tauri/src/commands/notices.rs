//! Commands of the notifications centre.

use std::sync::Arc;

use console_app::Console;
use console_app::view::NoticePage;
use console_domain::Problem;
use tauri::State;

type App<'a> = State<'a, Arc<Console>>;

/// What happened, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices_list(console: App<'_>) -> Result<NoticePage, Problem> {
    console.notices().await
}

/// Marks notices as read; all of them where `ids` is empty.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices_read(console: App<'_>, ids: Vec<i64>) -> Result<NoticePage, Problem> {
    console.read_notices(&ids).await
}

/// Removes every notice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices_clear(console: App<'_>) -> Result<NoticePage, Problem> {
    console.clear_notices().await
}

/// Pauses or resumes native notifications.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notices_pause(console: App<'_>, paused: bool) -> Result<NoticePage, Problem> {
    console.pause_notices(paused).await
}
