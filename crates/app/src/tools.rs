//! Tools of a running server: list and call.

use std::time::{Duration, Instant};

use console_domain::{ErrorCode, Problem, Redact, SessionRequest};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::Console;
use crate::explorer::{readable, tool_view};
use crate::servers::parse_id;
use crate::view::{ToolResult, ToolView};

#[derive(Serialize)]
struct CallParams<'a> {
    name: &'a str,
    arguments: &'a RawValue,
}

impl Console {
    /// The tools of a running server.
    pub fn list_tools(&self, id: &str) -> Result<Vec<ToolView>, Problem> {
        let id = parse_id(id)?;
        // One that is asleep offers what it last listed, as one that is up.
        self.supervisor().ensure_usable(&id)?;
        let catalog = self.supervisor().catalog(&id).unwrap_or_default();
        let redact = self.known_secrets().as_ref();
        Ok(catalog.tools.iter().map(|tool| tool_view(tool, redact)).collect())
    }

    /// Calls a tool of a running server. `arguments` is a JSON object; `timeout` replaces the
    /// server's own call time-out. The result is the caller's, as the server sent it, and is kept
    /// and shown nowhere here: nothing is masked in it.
    ///
    /// # Errors
    /// `not_running`, `call_timeout`, `server_error` and the other codes of a call. A tool that
    /// says that it failed is a result with `is_error`, not an error.
    pub async fn call_tool(
        &self,
        id: &str,
        tool: &str,
        arguments: Box<RawValue>,
        timeout: Option<Duration>,
    ) -> Result<ToolResult, Problem> {
        if !arguments.get().trim_start().starts_with('{') {
            return Err(Problem::invalid("arguments", "The arguments must be a JSON object.")
                .hint("For example {\"text\": \"hello\"}."));
        }
        // Nothing here reads the database: this is on the way of every call.
        let id = parse_id(id)?;
        let session = self.session_for_use(&id).await?;
        let params = to_raw_value(&CallParams { name: tool, arguments: &arguments })
            .map_err(|e| Problem::new(ErrorCode::Internal, e.to_string()))?;
        let timeout =
            timeout.unwrap_or_else(|| self.supervisor().timeouts(&id).unwrap_or_default().call());
        let request = SessionRequest::new("tools/call", "console", timeout).params(params);
        let started = Instant::now();
        let raw = session.request(request).await;
        let raw = raw.map_err(|error| self.known_secrets().masked_problem(error.into()))?;
        let duration_ms = started.elapsed().as_secs_f64() * 1_000.0;
        let result: serde_json::Value = readable(raw.get()).map_err(|e| {
            let message = format!("The server's answer cannot be read: {e}.");
            Problem::new(ErrorCode::ProtocolViolation, message)
        })?;
        let is_error = result.get("isError").and_then(serde_json::Value::as_bool) == Some(true);
        Ok(ToolResult { result, is_error, duration_ms })
    }
}
