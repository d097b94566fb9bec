//! Calls that have ended, of one server.
//!
//! Invariants: at most [`MAX_CALLS_KEPT`] calls and [`MAX_CALLS_BYTES`] bytes are kept, the newest
//! of them; results are kept as the server sent them, and shown as far as a window bears it.

use std::collections::VecDeque;
use std::sync::Arc;

use console_domain::limits::{
    MAX_CALLS_BYTES, MAX_CALLS_KEPT, MAX_SHOWN_HISTORY_BYTES, MAX_SHOWN_RESULT_BYTES,
};
use console_domain::{ErrorCode, Problem, Redact, ServerId};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::shown::{Shown, shown, start_of};
use crate::view::{CallOutcome, CallRecord, CallTarget};

/// Bytes of a server's own words, or of its own data, that are shown of an error.
const MAX_SHOWN_ERROR_BYTES: usize = 16 * 1024;

/// A call that has ended.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) target: CallTarget,
    pub(super) at: String,
    pub(super) duration_ms: f64,
    pub(super) end: End,
}

/// How a call ended.
#[derive(Debug)]
pub(super) enum End {
    /// With a result.
    Answered(Answer),
    /// Without one that can be shown; what cannot be is there to be saved.
    Failed(Problem, Option<Arc<RawValue>>),
}

/// A result.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) raw: Arc<RawValue>,
    /// What is shown of it, as JSON, where that is not the whole.
    abridged: Option<String>,
    is_error: bool,
}

impl End {
    /// How a call ended that brought `raw`. Takes time where that is large.
    pub(super) fn of_result(raw: Box<RawValue>, target: &CallTarget, redact: &dyn Redact) -> Self {
        let raw: Arc<RawValue> = raw.into();
        match shown(raw.get(), MAX_SHOWN_RESULT_BYTES, redact) {
            Ok(Shown { value, cut }) => Self::Answered(Answer {
                abridged: cut.then(|| value.to_string()),
                is_error: matches!(target, CallTarget::Tool { .. }) && says_error(&raw),
                raw,
            }),
            Err(error) => {
                let message = format!("The server's answer cannot be shown: {error}.");
                let problem = Problem::new(ErrorCode::ProtocolViolation, message)
                    .hint("Save it to see it as the server sent it.");
                Self::Failed(problem, Some(raw))
            }
        }
    }

    /// How a call ended that failed; what the server said is cut to what can be read.
    pub(super) fn of_problem(problem: Problem, redact: &dyn Redact) -> Self {
        let mut problem = redact.masked_problem(problem);
        if problem.message.len() > MAX_SHOWN_ERROR_BYTES {
            problem.message = format!("{}…", start_of(&problem.message, MAX_SHOWN_ERROR_BYTES));
        }
        if let Some(details) = &problem.details {
            let shown = shown(&details.to_string(), MAX_SHOWN_ERROR_BYTES, redact);
            problem.details = shown.ok().map(|shown| shown.value);
        }
        Self::Failed(problem, None)
    }

    /// The result, where there is one.
    pub(super) fn raw(&self) -> Option<Arc<RawValue>> {
        match self {
            Self::Answered(answer) => Some(Arc::clone(&answer.raw)),
            Self::Failed(_, raw) => raw.clone(),
        }
    }
}

/// Whether a tool says that it failed; read apart, because what is shown may end before it.
fn says_error(raw: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Verdict {
        #[serde(rename = "isError", default)]
        is_error: bool,
    }
    serde_json::from_str::<Verdict>(raw.get()).is_ok_and(|verdict| verdict.is_error)
}

impl Kept {
    /// What it takes in memory, about, bytes.
    fn bytes(&self) -> usize {
        let end = match &self.end {
            End::Answered(Answer { raw, abridged, .. }) => {
                raw.get().len() + abridged.as_ref().map_or(0, String::len)
            }
            End::Failed(problem, raw) => {
                let text = problem.message.len() + raw.as_ref().map_or(0, |raw| raw.get().len());
                text + problem.details.as_ref().map_or(0, |details| details.to_string().len())
            }
        };
        end + self.target_bytes()
    }

    fn target_bytes(&self) -> usize {
        match &self.target {
            CallTarget::Tool { name, arguments } | CallTarget::Prompt { name, arguments } => {
                name.len() + arguments.to_string().len()
            }
            CallTarget::Resource { uri } => uri.len(),
        }
    }

    /// How it is shown, without what `redact` knows by now; a result that is larger than `room` is
    /// left out of it.
    fn record(&self, server: &ServerId, room: &mut usize, redact: &dyn Redact) -> CallRecord {
        let outcome = match &self.end {
            End::Failed(problem, _) => {
                CallOutcome::Failed { problem: redact.masked_problem(problem.clone()) }
            }
            End::Answered(answer) => answer.outcome(room, redact),
        };
        CallRecord {
            id: self.id.clone(),
            server: server.clone(),
            target: masked_target(self.target.clone(), redact),
            at: self.at.clone(),
            duration_ms: self.duration_ms,
            outcome,
        }
    }
}

/// What was called, as it is shown; what a person typed may hold a key too.
fn masked_target(target: CallTarget, redact: &dyn Redact) -> CallTarget {
    match target {
        CallTarget::Tool { name, arguments } => {
            CallTarget::Tool { name, arguments: redact.masked_json(arguments) }
        }
        CallTarget::Prompt { name, arguments } => {
            CallTarget::Prompt { name, arguments: redact.masked_json(arguments) }
        }
        CallTarget::Resource { uri } => CallTarget::Resource { uri: redact.masked(uri) },
    }
}

impl Answer {
    fn outcome(&self, room: &mut usize, redact: &dyn Redact) -> CallOutcome {
        let json = self.abridged.as_deref().unwrap_or(self.raw.get());
        let left_out = || Shown { value: Value::Object(serde_json::Map::default()), cut: true };
        let shown = match room.checked_sub(json.len()) {
            Some(left) => {
                *room = left;
                // What is abridged fits as it is; images have a room of their own.
                shown(json, MAX_SHOWN_RESULT_BYTES, redact).unwrap_or_else(|_| left_out())
            }
            None => left_out(),
        };
        CallOutcome::Answered {
            result: shown.value,
            bytes: self.raw.get().len() as u64,
            cut: shown.cut || self.abridged.is_some(),
            is_error: self.is_error,
        }
    }
}

/// The calls of one server, newest first.
#[derive(Debug, Default)]
pub(super) struct History {
    calls: VecDeque<Kept>,
    bytes: usize,
}

impl History {
    /// Keeps a call and forgets the oldest ones beyond the bounds; how it is shown.
    pub(super) fn keep(
        &mut self,
        server: &ServerId,
        kept: Kept,
        redact: &dyn Redact,
    ) -> CallRecord {
        // The newest is kept and shown whatever its size: two messages at most, its arguments and
        // its result.
        let record = kept.record(server, &mut { usize::MAX }, redact);
        self.bytes += kept.bytes();
        self.calls.push_front(kept);
        while self.calls.len() > MAX_CALLS_KEPT
            || (self.bytes > MAX_CALLS_BYTES && self.calls.len() > 1)
        {
            let oldest = self.calls.pop_back();
            self.bytes -= oldest.as_ref().map_or(0, Kept::bytes);
        }
        record
    }

    /// As many calls as a window bears at once, newest first.
    pub(super) fn list(&self, server: &ServerId, redact: &dyn Redact) -> Vec<CallRecord> {
        let mut room = MAX_SHOWN_HISTORY_BYTES;
        let mut fits = |kept: &Kept| {
            room = room.checked_sub(kept.target_bytes())?;
            Some(kept.record(server, &mut room, redact))
        };
        self.calls.iter().map_while(&mut fits).collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<&Kept> {
        self.calls.iter().find(|kept| kept.id == id)
    }
}

#[cfg(test)]
mod tests {
    use console_domain::RedactNothing;
    use serde_json::json;

    use super::*;

    fn server() -> ServerId {
        "fake".parse().expect("an id")
    }

    fn tool() -> CallTarget {
        CallTarget::Tool { name: "t".into(), arguments: json!({}) }
    }

    fn kept(id: usize, json: String) -> Kept {
        let raw = RawValue::from_string(json).expect("JSON");
        let end = End::of_result(raw, &tool(), &RedactNothing);
        Kept { id: id.to_string(), target: tool(), at: String::new(), duration_ms: 1.0, end }
    }

    fn ids(history: &History) -> Vec<String> {
        history.list(&server(), &RedactNothing).into_iter().map(|record| record.id).collect()
    }

    #[test]
    fn the_oldest_goes_first() {
        let mut history = History::default();
        for id in 0..MAX_CALLS_KEPT + 10 {
            history.keep(&server(), kept(id, "{}".into()), &RedactNothing);
        }
        let newest_first: Vec<_> =
            (10..MAX_CALLS_KEPT + 10).rev().map(|id| id.to_string()).collect();
        assert_eq!(ids(&history), newest_first);
    }

    #[test]
    fn bytes_are_bounded_and_given_back() {
        let mut history = History::default();
        let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes));
        let large = text(MAX_CALLS_BYTES / 3);
        for id in 0..4 {
            history.keep(&server(), kept(id, large.clone()), &RedactNothing);
            assert!(history.bytes <= MAX_CALLS_BYTES, "{} bytes", history.bytes);
        }
        assert_eq!(history.calls.len(), 2, "what fits");
        history.keep(&server(), kept(6, text(MAX_CALLS_BYTES)), &RedactNothing);
        assert_eq!(ids(&history), ["6"], "the newest is kept whatever its size");
        history.keep(&server(), kept(7, "1".into()), &RedactNothing);
        assert_eq!(history.calls.iter().map(Kept::bytes).sum::<usize>(), history.bytes);
    }

    #[test]
    fn a_list_is_what_a_window_bears() {
        let mut history = History::default();
        let image = json!({"data": "A".repeat(MAX_SHOWN_HISTORY_BYTES / 2 - 100)}).to_string();
        for id in 0..4 {
            history.keep(&server(), kept(id, image.clone()), &RedactNothing);
        }
        let cut = |record: &CallRecord| match &record.outcome {
            CallOutcome::Answered { cut, bytes, .. } => (*cut, *bytes),
            CallOutcome::Failed { problem } => panic!("{problem}"),
        };
        let bytes = image.len() as u64;
        let shown: Vec<_> = history.list(&server(), &RedactNothing).iter().map(cut).collect();
        assert_eq!(shown, [(false, bytes), (false, bytes), (true, bytes), (true, bytes)]);
    }

    #[test]
    fn a_tools_own_verdict_survives_the_cut() {
        let text = json!({"content": vec!["x".repeat(200_000); 60], "isError": true}).to_string();
        let record = History::default().keep(&server(), kept(1, text.clone()), &RedactNothing);
        let CallOutcome::Answered { result, bytes, cut, is_error } = record.outcome else {
            panic!("{record:?}");
        };
        assert!(result.get("isError").is_none(), "it stands behind the cut");
        assert_eq!((bytes, cut, is_error), (text.len() as u64, true, true));
    }

    #[test]
    fn what_cannot_be_shown_can_be_saved() {
        let end = End::of_result(
            RawValue::from_string("[1e999]".into()).expect("JSON"),
            &tool(),
            &RedactNothing,
        );
        let End::Failed(problem, Some(raw)) = end else { panic!("{end:?}") };
        assert_eq!((problem.code, raw.get()), (ErrorCode::ProtocolViolation, "[1e999]"));
    }

    #[test]
    fn an_error_of_a_megabyte_is_cut() {
        let long = "é".repeat(500_000);
        let problem = Problem::new(ErrorCode::ServerError, long.as_str());
        let end = End::of_problem(
            problem.details(json!({"rpc_code": -1, "rpc_data": long})),
            &RedactNothing,
        );
        let End::Failed(problem, None) = end else { panic!("{end:?}") };
        let details = problem.details.expect("details");
        assert_eq!(details["rpc_code"], -1);
        assert!(problem.message.len() + details.to_string().len() < 3 * MAX_SHOWN_ERROR_BYTES);
    }

    #[test]
    fn what_became_known_since_is_masked_when_it_is_shown_again() {
        struct Knows;
        impl Redact for Knows {
            fn redact<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
                text.replace("hidden", "•").into()
            }
        }
        let mut history = History::default();
        let mut call = kept(1, json!({"content": [{"text": "so hidden"}]}).to_string());
        call.target = CallTarget::Tool { name: "t".into(), arguments: json!({"a": "hidden"}) };
        history.keep(&server(), call, &RedactNothing);
        let problem = Problem::new(ErrorCode::ServerError, "it said hidden");
        let end = End::of_problem(problem, &RedactNothing);
        history.keep(&server(), Kept { end, ..kept(2, "{}".into()) }, &RedactNothing);
        let shown = serde_json::to_string(&history.list(&server(), &Knows)).expect("JSON");
        assert!(!shown.contains("hidden"), "{shown}");
        assert_eq!(shown.matches('•').count(), 3, "{shown}");
    }
}
