//! Commands of tools.

use std::sync::Arc;

use console_app::Console;
use console_app::view::{ToolResult, ToolView};
use console_domain::{ErrorCode, Problem};
use serde_json::value::to_raw_value;
use tauri::State;

/// The tools of a running server.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tools_list(
    console: State<'_, Arc<Console>>,
    id: String,
) -> Result<Vec<ToolView>, Problem> {
    console.list_tools(&id)
}

/// Arguments of a tool, a JSON object.
#[derive(Debug, serde::Deserialize, specta::Type)]
#[serde(transparent)]
pub(crate) struct ToolArguments(#[specta(type = specta_typescript::Unknown)] serde_json::Value);

/// Calls a tool of a running server.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tools_call(
    console: State<'_, Arc<Console>>,
    id: String,
    tool: String,
    args: ToolArguments,
) -> Result<ToolResult, Problem> {
    let arguments = to_raw_value(&args.0)
        .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
    console.call_tool(&id, &tool, arguments, None).await
}
