//! Sentences for what can go wrong with a session. Each says what happened and, where there is
//! one, the next step; none holds a payload or a secret.

use std::time::Duration;

use console_domain::limits::{MAX_IN_FLIGHT, MAX_MESSAGE_BYTES, QUESTION_TIMEOUT};
use console_domain::{CallError, ErrorCode, Problem};

/// A call had no answer in time.
pub(crate) fn call_timeout(method: &str, waited: Duration) -> Problem {
    let message = format!("The server did not answer {method} within {}.", seconds(waited));
    Problem::new(ErrorCode::CallTimeout, message)
        .hint("Raise the server's call time-out, or look at its log for what it is waiting for.")
        .details(serde_json::json!({ "waited_ms": millis(waited) }))
}

/// The handshake had no answer in time.
pub(crate) fn start_timeout(waited: Duration) -> Problem {
    let message = format!("The server did not finish its handshake within {}.", seconds(waited));
    Problem::new(ErrorCode::StartTimeout, message)
        .hint("Raise the server's start time-out, or look at its log for what it is waiting for.")
        .details(serde_json::json!({ "waited_ms": millis(waited) }))
}

/// The caller cancelled.
pub(crate) fn cancelled(method: &str) -> Problem {
    Problem::new(ErrorCode::Cancelled, format!("The call of {method} was cancelled."))
}

/// The server asked something in the middle of a call, and nobody answered.
pub(crate) fn unanswered(method: &str) -> Problem {
    let waited = seconds(QUESTION_TIMEOUT);
    let message =
        format!("What the server asked during {method} was not answered within {waited}.");
    Problem::new(ErrorCode::CallTimeout, message).hint("Call again, and answer what it asks.")
}

/// The server asked something in the middle of a call, and was refused.
pub(crate) fn refused(asked: &str, why: &str) -> Problem {
    let message = format!("The call ended because the server's {asked} was refused: {why}.");
    Problem::new(ErrorCode::Cancelled, message).hint("Call again, and answer what it asks.")
}

/// There are too many calls.
pub(crate) fn too_busy() -> Problem {
    let message = format!("{MAX_IN_FLIGHT} calls are in flight already.");
    Problem::new(ErrorCode::TooBusy, message).hint("Try again when some of them have finished.")
}

/// The session is over.
pub(crate) fn session_closed(why: &str) -> Problem {
    Problem::new(ErrorCode::SessionClosed, format!("The session has ended: {why}"))
        .hint("Try again when the server is up.")
}

/// A message that we would send is beyond the bound.
pub(crate) fn request_too_large(bytes: usize) -> Problem {
    too_large(&format!("The request has {bytes} bytes"))
}

/// A message that the server sent is beyond the bound.
pub(crate) fn answer_too_large() -> Problem {
    too_large("The server's answer is too large")
}

fn too_large(what: &str) -> Problem {
    let message = format!("{what}; a message may have at most {MAX_MESSAGE_BYTES} bytes.");
    Problem::new(ErrorCode::MessageTooLarge, message)
        .hint("Ask for less at once, for example a part of the file or a smaller page.")
        .details(serde_json::json!({ "max_bytes": MAX_MESSAGE_BYTES }))
}

/// The server sent something that is not the protocol.
pub(crate) fn violation(message: impl Into<String>) -> Problem {
    Problem::new(ErrorCode::ProtocolViolation, message)
        .hint("This is a fault of the server; look for a newer version of it.")
}

/// No version in common.
pub(crate) fn unsupported_version(offered: &str, ours: &[&str]) -> Problem {
    let message = format!(
        "The server speaks protocol version {offered}; this program speaks {}.",
        ours.join(", ")
    );
    Problem::new(ErrorCode::UnsupportedVersion, message)
        .hint("Update the server or this program, or set the server's protocol era to auto.")
        .details(serde_json::json!({ "offered": offered, "supported": ours }))
}

/// What a failed call is, in the words of the handshake.
pub(crate) fn handshake(method: &str, error: CallError) -> Problem {
    match error {
        CallError::Failed(problem) if problem.code == ErrorCode::CallTimeout => {
            let waited = problem.details.as_ref().and_then(|d| d["waited_ms"].as_u64());
            start_timeout(Duration::from_millis(waited.unwrap_or_default()))
        }
        CallError::Failed(problem) => problem,
        CallError::Rpc { code, message, data } => {
            Problem::new(ErrorCode::ServerError, format!("The server refused {method}: {message}"))
                .details(serde_json::json!({ "rpc_code": code, "rpc_data": data }))
        }
    }
}

fn seconds(duration: Duration) -> String {
    if duration.as_millis().is_multiple_of(1_000) {
        return format!("{} s", duration.as_secs());
    }
    format!("{} ms", duration.as_millis())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
