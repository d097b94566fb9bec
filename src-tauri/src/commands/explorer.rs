//! Commands of the explorer.

use std::sync::Arc;

use console_app::Console;
use console_app::view::{
    CallEvent, CallRecord, CallRequest, CatalogView, CompletionRequest, QuestionAnswer, SavedFile,
};
use console_domain::Problem;
use tauri::State;
use tauri::ipc::Channel;
use tokio::sync::mpsc;

type App<'a> = State<'a, Arc<Console>>;

/// Events of one call that wait for the window.
const EVENTS: usize = 64;

/// Everything that a running server offers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_catalog(console: App<'_>, id: String) -> Result<CatalogView, Problem> {
    console.catalog(&id)
}

/// Calls something of a server; the channel tells what happens meanwhile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_call(
    console: App<'_>,
    request: CallRequest,
    channel: Channel<CallEvent>,
) -> Result<CallRecord, Problem> {
    let (events, mut received) = mpsc::channel(EVENTS);
    let forwarding = tauri::async_runtime::spawn(async move {
        while let Some(event) = received.recv().await {
            // The view is gone; the call goes on without it.
            if channel.send(event).is_err() {
                return;
            }
        }
    });
    let record = console.explore(request, events).await;
    // What happened is told before how it ended.
    forwarding.await.ok();
    record
}

/// Answers what a server asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_answer(
    console: App<'_>,
    question: String,
    answer: QuestionAnswer,
) -> Result<(), Problem> {
    console.answer_question(&question, answer)
}

/// Cancels a call that is under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_cancel(console: App<'_>, call: String) -> Result<(), Problem> {
    console.cancel_call(&call)
}

/// The last calls of a server, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_calls(
    console: App<'_>,
    id: String,
) -> Result<Vec<CallRecord>, Problem> {
    console.calls(&id)
}

/// What an argument could be, as far as it was typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_complete(
    console: App<'_>,
    request: CompletionRequest,
) -> Result<Vec<String>, Problem> {
    console.complete(request).await
}

/// Writes the whole result of a call to the user's downloads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_save(console: App<'_>, call: String) -> Result<SavedFile, Problem> {
    console.save_call(&call).await
}
