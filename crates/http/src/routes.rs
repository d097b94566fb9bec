//! Routes of servers, their logs and their tools.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use console_app::view::{
    AddServer, BulkReport, BulkRequest, ImportPreview, ImportReport, ImportSource, LogTail,
    MendRequest, ServerCheck, ServerDetail, ServerView, ToolResult, ToolView, UpdateServer,
};
use console_app::{Console, Wait};
use console_domain::Problem;
use futures::stream::StreamExt;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio_stream::wrappers::BroadcastStream;

use crate::problem::HttpProblem;
use crate::{host, keys};

type Answer<T> = Result<Json<T>, HttpProblem>;
type App = State<Arc<Console>>;

/// Lines of a log tail where none are asked for, and the most.
const LOG_LINES: (usize, usize) = (100, 5_000);

pub(crate) fn all(console: Arc<Console>) -> Router {
    let servers = Router::new()
        .route("/", get(list).post(add))
        .route("/import", action("import", post(import)))
        .route("/import/preview", post(preview_import))
        .route("/start-all", action("start-all", post(start_all)))
        .route("/stop-all", action("stop-all", post(stop_all)))
        .route("/check", action("check", post(check)))
        .route("/bulk", action("bulk", post(bulk)))
        .route("/{id}", get(show).put(update).delete(remove))
        .route("/{id}/approve", post(approve))
        .route("/{id}/restore", post(restore))
        .route("/{id}/start", post(start))
        .route("/{id}/stop", post(stop))
        .route("/{id}/restart", post(restart))
        .route("/{id}/mend", post(mend))
        .route("/{id}/logs", get(logs))
        .route("/{id}/logs/follow", get(follow))
        .route("/{id}/tools", get(tools))
        .route("/{id}/tools/call", post(call));
    let all = host::routes().merge(keys::routes());
    all.nest("/api/v1/servers", servers).with_state(console)
}

/// An action on all servers. Its path could also be that of a server of this name: every other
/// method means that server.
fn action(id: &'static str, action: MethodRouter<Arc<Console>>) -> MethodRouter<Arc<Console>> {
    let path = move || Path(id.to_owned());
    action
        .get(move |state: App| show(state, path()))
        .put(move |state: App, body| update(state, path(), body))
        .delete(move |state: App| remove(state, path()))
}

#[derive(Deserialize)]
struct WaitQuery {
    /// Milliseconds to wait for the server to be up or failed; absent: not at all.
    wait_ms: Option<u64>,
}

impl WaitQuery {
    fn wait(&self) -> Wait {
        self.wait_ms.map_or(Wait::No, |ms| Wait::Until(Duration::from_millis(ms)))
    }
}

#[derive(Deserialize)]
struct CheckQuery {
    /// The server that is changed; absent: a new one.
    editing: Option<String>,
}

#[derive(Deserialize)]
struct LogQuery {
    lines: Option<usize>,
}

#[derive(Deserialize)]
struct CallBody {
    tool: String,
    arguments: Box<RawValue>,
    #[serde(default)]
    timeout_ms: Option<u64>,
}

async fn list(State(console): App) -> Answer<Vec<ServerView>> {
    Ok(Json(console.list_servers().await?))
}

async fn add(
    State(console): App,
    body: Result<Json<AddServer>, JsonRejection>,
) -> Answer<ServerView> {
    Ok(Json(console.add_server(body?.0).await?))
}

async fn check(
    State(console): App,
    query: Result<Query<CheckQuery>, QueryRejection>,
    body: Result<Json<AddServer>, JsonRejection>,
) -> Answer<ServerCheck> {
    Ok(Json(console.check_server(body?.0, query?.editing.as_deref()).await?))
}

async fn update(
    State(console): App,
    Path(id): Path<String>,
    body: Result<Json<AddServer>, JsonRejection>,
) -> Answer<ServerDetail> {
    Ok(Json(console.update_server(UpdateServer { id, server: body?.0 }).await?))
}

async fn bulk(
    State(console): App,
    body: Result<Json<BulkRequest>, JsonRejection>,
) -> Answer<BulkReport> {
    Ok(Json(console.change_servers(body?.0).await?))
}

async fn import(State(console): App, text: String) -> Answer<ImportReport> {
    Ok(Json(console.import_servers(&text).await?))
}

async fn preview_import(State(console): App, text: String) -> Answer<ImportPreview> {
    Ok(Json(console.preview_import(&ImportSource::Text { text }).await?))
}

async fn start_all(State(console): App) -> Answer<usize> {
    Ok(Json(console.start_all_servers().await?))
}

async fn stop_all(
    State(console): App,
    query: Result<Query<WaitQuery>, QueryRejection>,
) -> Answer<usize> {
    Ok(Json(console.stop_all_servers(query?.wait()).await?))
}

async fn show(State(console): App, Path(id): Path<String>) -> Answer<ServerDetail> {
    Ok(Json(console.show_server(&id).await?))
}

async fn remove(State(console): App, Path(id): Path<String>) -> Answer<ServerDetail> {
    Ok(Json(console.remove_server(&id).await?))
}

async fn approve(State(console): App, Path(id): Path<String>) -> Answer<ServerView> {
    Ok(Json(console.approve_server(&id).await?))
}

async fn restore(State(console): App, Path(id): Path<String>) -> Answer<ServerView> {
    Ok(Json(console.restore_server(&id).await?))
}

async fn start(
    State(console): App,
    Path(id): Path<String>,
    query: Result<Query<WaitQuery>, QueryRejection>,
) -> Answer<ServerView> {
    Ok(Json(console.start_server(&id, query?.wait()).await?))
}

async fn stop(
    State(console): App,
    Path(id): Path<String>,
    query: Result<Query<WaitQuery>, QueryRejection>,
) -> Answer<ServerView> {
    Ok(Json(console.stop_server(&id, query?.wait()).await?))
}

async fn restart(
    State(console): App,
    Path(id): Path<String>,
    query: Result<Query<WaitQuery>, QueryRejection>,
) -> Answer<ServerView> {
    Ok(Json(console.restart_server(&id, query?.wait()).await?))
}

async fn mend(
    State(console): App,
    Path(id): Path<String>,
    query: Result<Query<WaitQuery>, QueryRejection>,
    body: Result<Json<MendRequest>, JsonRejection>,
) -> Answer<ServerView> {
    Ok(Json(console.mend_server(&id, body?.0, query?.wait()).await?))
}

async fn logs(
    State(console): App,
    Path(id): Path<String>,
    query: Result<Query<LogQuery>, QueryRejection>,
) -> Answer<LogTail> {
    let lines = query?.lines.unwrap_or(LOG_LINES.0).min(LOG_LINES.1);
    Ok(Json(console.server_log(&id, lines).await?))
}

/// Log lines from now on, one JSON object a line. A receiver too slow for the flow loses the
/// oldest lines; their numbers (`seq`) show the gap.
async fn follow(State(console): App, Path(id): Path<String>) -> Result<Response, HttpProblem> {
    let receiver = console.follow_server_log(&id).await?;
    let lines = BroadcastStream::new(receiver).filter_map(async |line| {
        let mut json = serde_json::to_vec(line.ok()?.as_ref()).ok()?;
        json.push(b'\n');
        Some(Ok::<_, std::convert::Infallible>(Bytes::from(json)))
    });
    let headers = [(CONTENT_TYPE, "application/x-ndjson")];
    Ok((headers, Body::from_stream(lines)).into_response())
}

async fn tools(State(console): App, Path(id): Path<String>) -> Answer<Vec<ToolView>> {
    Ok(Json(console.list_tools(&id)?))
}

async fn call(State(console): App, Path(id): Path<String>, body: Bytes) -> Answer<ToolResult> {
    // Read by hand: a raw value cannot pass through axum's tracked deserialiser.
    let CallBody { tool, arguments, timeout_ms } = serde_json::from_slice(&body)
        .map_err(|e| Problem::invalid("body", format!("The request cannot be read: {e}.")))?;
    let timeout = timeout_ms.map(Duration::from_millis);
    Ok(Json(console.call_tool(&id, &tool, arguments, timeout).await?))
}
