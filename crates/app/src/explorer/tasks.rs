//! Tools that run as tasks only (2025-11-25, "tasks"): such a tool is called, asked after until it
//! has an end or a question, and then asked for its result, which brings its questions with it.
//!
//! Invariants: requests of a task follow each other, so that a question of the server has one call
//! that it can belong to; a task that shows nothing new for as long as a call may take, or that
//! takes longer than [`MAX_TASK_TIME`], is given up; a task that is given up is cancelled.

use std::time::Duration;

use console_domain::limits::MAX_TASK_TIME;
use console_domain::{
    CatalogItem, Era, ErrorCode, Problem, Progress, SessionFacts, SessionRequest,
};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::carriage::Carriage;
use super::shown::readable;
use super::targets::raw;

/// Between two questions after a task, at least and at most; the server says what it likes.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// How long a server may take to hear that a task is not wanted any more.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(2);

/// Whether a tool can only be called as a task, and its server takes such calls.
pub(super) fn needs_task(tool: &CatalogItem, facts: &SessionFacts) -> bool {
    // Most tools do not say; a search is cheaper than parsing.
    tool.raw.get().contains("taskSupport")
        && facts.era == Era::Legacy
        && facts.capabilities["tasks"]["requests"]["tools"]["call"].is_object()
        && readable(tool.raw.get()).is_ok_and(|tool| tool["execution"]["taskSupport"] == "required")
}

/// Calls a tool as a task; its result.
pub(super) async fn call(
    carriage: &Carriage<'_>,
    params: &RawValue,
) -> Result<Box<RawValue>, Problem> {
    let mut params = readable(params.get()).unwrap_or_default();
    params["task"] = json!({});
    let created = carriage.request("tools/call", raw(&params)?).await?;
    let created_task = readable(created.get()).unwrap_or_default();
    let Some(id) = created_task["task"]["taskId"].as_str() else {
        // It was not made a task after all; then this is the result.
        return Ok(created);
    };
    let reference = raw(&json!({ "taskId": id }))?;
    let outcome = async {
        follow(carriage, &created_task["task"], &reference).await?;
        carriage.request("tasks/result", reference.clone()).await
    };
    let outcome = outcome.await;
    let given_up = outcome.as_ref().is_err_and(|problem| {
        matches!(problem.code, ErrorCode::Cancelled | ErrorCode::CallTimeout)
    });
    if given_up {
        let cancel = SessionRequest::new("tasks/cancel", "explorer", CANCEL_TIMEOUT);
        // A courtesy; how the call ended is known.
        carriage.session.request(cancel.params(reference)).await.ok();
    }
    outcome
}

/// Asks after a task until it has ended or waits for an answer.
async fn follow(
    carriage: &Carriage<'_>,
    created: &Value,
    reference: &RawValue,
) -> Result<(), Problem> {
    let began = Instant::now();
    let mut changed = began;
    let mut last = created.clone();
    let mut steps = 0.0;
    while last["status"] == "working" {
        let wished = Duration::from_millis(last["pollInterval"].as_u64().unwrap_or_default());
        // The cancellation of the call ends the next request.
        carriage.cancel.run_until_cancelled(sleep(wished.clamp(PAUSES.0, PAUSES.1))).await;
        let now = carriage.request("tasks/get", reference.to_owned()).await?;
        let now = readable(now.get()).unwrap_or_default();
        if now == last {
            if changed.elapsed() > carriage.timeout {
                return Err(silent(changed.elapsed()));
            }
        } else {
            changed = Instant::now();
        }
        if now["statusMessage"] != last["statusMessage"] {
            steps += 1.0;
            let message = now["statusMessage"].as_str().map(str::to_owned);
            carriage.tell(Progress { progress: steps, total: None, message });
        }
        if began.elapsed() > MAX_TASK_TIME {
            return Err(silent(began.elapsed()));
        }
        last = now;
    }
    Ok(())
}

fn silent(waited: Duration) -> Problem {
    let message = format!("The task did not end within {} s.", waited.as_secs());
    Problem::new(ErrorCode::CallTimeout, message)
        .hint("Raise the server's call time-out, or look at its log for what it is waiting for.")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use console_domain::ServerInfo;

    use super::*;

    #[test]
    fn only_a_tool_that_must_be_a_task_is_made_one() {
        let facts = |era, capabilities| SessionFacts {
            era,
            protocol_version: String::new(),
            server_info: ServerInfo { name: String::new(), version: String::new(), title: None },
            capabilities,
            instructions: None,
            handshake: Duration::ZERO,
        };
        let takes_tasks = json!({"tasks": {"requests": {"tools": {"call": {}}}}});
        let tool = |support: &str| {
            let entry = raw(&json!({"name": "t", "execution": {"taskSupport": support}}));
            CatalogItem { name: "t".into(), raw: Arc::from(entry.expect("JSON")) }
        };
        let cases = [
            ("required", Era::Legacy, takes_tasks.clone(), true),
            ("optional", Era::Legacy, takes_tasks.clone(), false),
            ("required", Era::Modern, takes_tasks, false),
            ("required", Era::Legacy, json!({"tasks": {}}), false),
        ];
        for (support, era, capabilities, expected) in cases {
            let facts = facts(era, capabilities);
            assert_eq!(needs_task(&tool(support), &facts), expected, "{support} {facts:?}");
        }
    }
}
