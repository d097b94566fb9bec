//! Commands of servers.

use std::sync::Arc;

use console_app::view::{
    AddServer, BulkReport, BulkRequest, MendRequest, ServerCheck, ServerDetail, ServerView,
    UpdateServer,
};
use console_app::{Console, Wait};
use console_domain::Problem;
use tauri::State;

type App<'a> = State<'a, Arc<Console>>;

/// Every server, in the order in which they were added.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_list(console: App<'_>) -> Result<Vec<ServerView>, Problem> {
    console.list_servers().await
}

/// One server with its configuration and history.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_show(console: App<'_>, id: String) -> Result<ServerDetail, Problem> {
    console.show_server(&id).await
}

/// Adds a server; that is consent to its command.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_add(
    console: App<'_>,
    request: AddServer,
) -> Result<ServerView, Problem> {
    console.add_server(request).await
}

/// Agrees to a server's exact command or URL.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_approve(console: App<'_>, id: String) -> Result<ServerView, Problem> {
    console.approve_server(&id).await
}

/// Asks for a start and returns at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_start(console: App<'_>, id: String) -> Result<ServerView, Problem> {
    console.start_server(&id, Wait::No).await
}

/// Asks for a stop and returns at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_stop(console: App<'_>, id: String) -> Result<ServerView, Problem> {
    console.stop_server(&id, Wait::No).await
}

/// Asks for a stop and a start and returns at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_restart(console: App<'_>, id: String) -> Result<ServerView, Problem> {
    console.restart_server(&id, Wait::No).await
}

/// Asks every approved server that is down to start; how many that were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_start_all(console: App<'_>) -> Result<usize, Problem> {
    console.start_all_servers().await
}

/// Asks every server that runs to stop; how many that were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_stop_all(console: App<'_>) -> Result<usize, Problem> {
    console.stop_all_servers(Wait::No).await
}

/// Stops and removes a server; `servers_restore` undoes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_remove(console: App<'_>, id: String) -> Result<ServerDetail, Problem> {
    console.remove_server(&id).await
}

/// Brings a removed server back, stopped, with its history.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_restore(console: App<'_>, id: String) -> Result<ServerView, Problem> {
    console.restore_server(&id).await
}

/// What is known of a server that somebody is typing in; `editing` is the one that is changed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_check(
    console: App<'_>,
    request: AddServer,
    editing: Option<String>,
) -> Result<ServerCheck, Problem> {
    console.check_server(request, editing.as_deref()).await
}

/// Changes a server's configuration; a running instance keeps the old one until it restarts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_update(
    console: App<'_>,
    request: UpdateServer,
) -> Result<ServerDetail, Problem> {
    console.update_server(request).await
}

/// Does one thing to many servers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_bulk(
    console: App<'_>,
    request: BulkRequest,
) -> Result<BulkReport, Problem> {
    console.change_servers(request).await
}

/// Mends a server and starts it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn servers_mend(
    console: App<'_>,
    id: String,
    request: MendRequest,
) -> Result<ServerView, Problem> {
    console.mend_server(&id, request, Wait::No).await
}
