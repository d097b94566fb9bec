//! Calls that a person makes, from the request to the record of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use console_domain::limits::MAX_SHOWN_TEXT_BYTES;
use console_domain::{ErrorCode, Problem, Redact, ServerId, Session, rfc3339};
use serde_json::value::RawValue;
use tokio::sync::mpsc;

use super::asking::Asker;
use super::carriage::Carriage;
use super::pretty::write_pretty;
use super::records::{End, Kept};
use super::targets::{listed_uri, request_of};
use super::tasks;
use crate::Console;
use crate::servers::parse_id;
use crate::view::{CallEvent, CallRecord, CallRequest, CallTarget, QuestionAnswer, SavedFile};

impl Console {
    /// Calls something of a server and tells `events` what happens meanwhile, in order. Dropping
    /// the receiver does not end the call; what the server asks is then refused.
    ///
    /// # Errors
    /// Where it could not be called at all: `invalid_input`, `not_found`, `not_running`. How a
    /// call ended that was made, well or not, is in its record.
    pub async fn explore(
        &self,
        request: CallRequest,
        events: mpsc::Sender<CallEvent>,
    ) -> Result<CallRecord, Problem> {
        let CallRequest { server, target, timeout_ms } = request;
        let server = parse_id(&server)?;
        let target = self.as_listed(&server, target);
        let (method, params) = request_of(&target)?;
        if timeout_ms == Some(0) {
            return Err(Problem::invalid(
                "timeout_ms",
                "The time-out must be longer than nothing.",
            ));
        }
        let session = self.session_for_use(&server).await?;
        let configured = || self.supervisor().timeouts(&server).unwrap_or_default().call();
        let timeout = timeout_ms.map_or_else(configured, |ms| Duration::from_millis(u64::from(ms)));
        let under_way = self.explorer().begin();
        // Nobody listens: the call goes on without.
        events.send(CallEvent::Started { call: under_way.id.clone() }).await.ok();
        let at = rfc3339::format(self.clock().now());
        let started = Instant::now();
        let carriage = Carriage {
            session: session.as_ref(),
            timeout,
            cancel: &under_way.cancel,
            answers: Arc::new(Asker::new(self.explorer(), &events)),
            redact: self.explorer().redact.as_ref(),
            events: &events,
        };
        let outcome = if self.must_be_task(&server, &target, session.as_ref()) {
            tasks::call(&carriage, &params).await
        } else {
            carriage.request(method, params).await
        };
        let duration_ms = started.elapsed().as_secs_f64() * 1_000.0;
        let end = match outcome {
            Ok(raw) => end_of(raw, &target, &self.explorer().redact).await,
            Err(problem) => End::of_problem(problem, self.explorer().redact.as_ref()),
        };
        let kept = Kept { id: under_way.id.clone(), target, at, duration_ms, end };
        let record = self.explorer().keep(&server, kept);
        if self.supervisor().status(&server).is_none() {
            // It was removed meanwhile, and nobody would ever forget this call.
            self.explorer().forget(&server);
        }
        Ok(record)
    }

    /// A resource is shown without the keys in its URI, and read under the URI that it has.
    fn as_listed(&self, server: &ServerId, target: CallTarget) -> CallTarget {
        let CallTarget::Resource { uri } = target else { return target };
        let catalog = self.supervisor().catalog(server).unwrap_or_default();
        let listed = listed_uri(&catalog, &uri, self.explorer().redact.as_ref());
        CallTarget::Resource { uri: listed.unwrap_or(uri) }
    }

    /// Whether the tool that is called was listed as one that runs as a task only.
    fn must_be_task(&self, server: &ServerId, target: &CallTarget, session: &dyn Session) -> bool {
        let CallTarget::Tool { name, .. } = target else { return false };
        let catalog = self.supervisor().catalog(server).unwrap_or_default();
        let listed = catalog.tools.iter().find(|tool| tool.name == *name);
        listed.is_some_and(|tool| tasks::needs_task(tool, session.facts()))
    }

    /// Answers what a server asked.
    ///
    /// # Errors
    /// `not_found` where the question needs no answer any more; `invalid_input` where the answer
    /// is in another shape than the question, which then goes on waiting.
    pub fn answer_question(&self, id: &str, answer: QuestionAnswer) -> Result<(), Problem> {
        self.explorer().questions.answer(id, answer)
    }

    /// Cancels a call that is under way; its record says so.
    ///
    /// # Errors
    /// `not_found` where it has ended.
    pub fn cancel_call(&self, id: &str) -> Result<(), Problem> {
        let cancelled = self.explorer().cancel(id);
        let over = || Problem::new(ErrorCode::NotFound, "This call is not under way any more.");
        if cancelled { Ok(()) } else { Err(over()) }
    }

    /// The last calls of a server, newest first; as many as a window bears. A result that is
    /// beyond that is left out of its call (an empty object, `cut`), and can be saved.
    pub fn calls(&self, id: &str) -> Result<Vec<CallRecord>, Problem> {
        let id = parse_id(id)?;
        Ok(self.explorer().calls(&id))
    }

    /// Writes the whole result of a call, as the server sent it but for the values of keys, to the
    /// user's downloads.
    ///
    /// # Errors
    /// `not_found` where the call is forgotten or had no result; `disk_full`, `io`.
    pub async fn save_call(&self, id: &str) -> Result<SavedFile, Problem> {
        let found =
            self.explorer().find(id, |server, kept| (file_name(server, kept), kept.end.raw()));
        let (name, raw) = found.ok_or_else(|| {
            Problem::new(ErrorCode::NotFound, "This call is no longer kept.").hint("Call again.")
        })?;
        let raw = raw.ok_or_else(|| {
            Problem::new(ErrorCode::NotFound, "This call had no result, so there is none to save.")
        })?;
        let redact = Arc::clone(&self.explorer().redact);
        let write =
            move |file: &mut dyn std::io::Write| write_pretty(raw.get(), redact.as_ref(), file);
        self.downloads().save(&name, write).await
    }
}

/// How a call ended that brought `raw`; what is large is looked at where that stalls nobody.
async fn end_of(raw: Box<RawValue>, target: &CallTarget, redact: &Arc<dyn Redact>) -> End {
    if raw.get().len() <= MAX_SHOWN_TEXT_BYTES {
        return End::of_result(raw, target, redact.as_ref());
    }
    let (target, with) = (target.clone(), Arc::clone(redact));
    let ended = move || End::of_result(raw, &target, with.as_ref());
    tokio::task::spawn_blocking(ended).await.unwrap_or_else(|error| {
        let message = format!("The result was lost: {error}.");
        End::of_problem(Problem::new(ErrorCode::Internal, message), redact.as_ref())
    })
}

/// `server-tool.json`.
fn file_name(server: &ServerId, kept: &Kept) -> String {
    let what = match &kept.target {
        CallTarget::Tool { name, .. } | CallTarget::Prompt { name, .. } => name,
        CallTarget::Resource { uri } => {
            uri.rsplit('/').find(|part| !part.is_empty()).unwrap_or(uri)
        }
    };
    format!("{server}-{what}.json")
}
