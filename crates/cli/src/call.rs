//! `mcpctl tools list` and `mcpctl call`.

use std::time::Duration;

use console_app::DataDir;
use console_app::view::{ToolResult, ToolView};
use console_domain::{ErrorCode, Problem};
use serde_json::value::RawValue;

use crate::args::CallArgs;
use crate::backend::{Backend, server_path};
use crate::output::{Output, table};

/// The longest that a call may take where no time-out is given: the server's own, bounded.
const LONGEST_CALL: Duration = Duration::from_hours(1);

pub(crate) async fn list(dir: &DataDir, id: &str, output: &Output) -> Result<(), Problem> {
    let tools: Vec<ToolView> = Backend::running(dir)?.get(&server_path(id, "/tools")).await?;
    output.answer(&tools, |tools| {
        let rows: Vec<_> = tools
            .iter()
            .map(|tool| {
                let text = tool.description.as_deref().unwrap_or_default();
                vec![tool.name.clone(), text.lines().next().unwrap_or_default().to_owned()]
            })
            .collect();
        table(&["TOOL", "DESCRIPTION"], &rows)
    });
    Ok(())
}

pub(crate) async fn run(dir: &DataDir, args: CallArgs, output: &Output) -> Result<(), Problem> {
    let CallArgs { id, tool, arguments, timeout } = args;
    let text = if arguments == "-" { stdin()? } else { arguments };
    let arguments: Box<RawValue> = serde_json::from_str(&text).map_err(|e| {
        Problem::invalid("arguments", format!("The arguments are not JSON: {e}."))
            .hint("Write an object, for example '{\"text\": \"hello\"}'.")
    })?;
    let timeout = timeout.map(Duration::from_secs);
    let body = serde_json::json!({
        "tool": tool,
        "arguments": arguments,
        "timeout_ms": timeout.map(|t| u64::try_from(t.as_millis()).unwrap_or(u64::MAX)),
    });
    let host = Backend::running(dir)?;
    let wait = timeout.unwrap_or(LONGEST_CALL);
    let result: ToolResult = host.post_json(&server_path(&id, "/tools/call"), &body, wait).await?;
    output.answer(&result, shown);
    if result.is_error {
        let message = format!("The tool {tool} says that it failed.");
        return Err(Problem::new(ErrorCode::ServerError, message));
    }
    Ok(())
}

/// Texts as they are; everything else as JSON.
fn shown(result: &ToolResult) -> String {
    let blocks = result.result.get("content").and_then(serde_json::Value::as_array);
    let texts: Option<Vec<&str>> = blocks.and_then(|blocks| {
        blocks.iter().map(|b| b.get("text").and_then(serde_json::Value::as_str)).collect()
    });
    match texts {
        Some(texts) if !texts.is_empty() => texts.join("\n"),
        _ => serde_json::to_string_pretty(&result.result).unwrap_or_default(),
    }
}

fn stdin() -> Result<String, Problem> {
    std::io::read_to_string(std::io::stdin())
        .map_err(|e| Problem::new(ErrorCode::Io, format!("Standard input cannot be read: {e}.")))
}
