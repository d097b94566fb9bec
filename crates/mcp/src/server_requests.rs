//! Requests that the server makes of its client.
//!
//! `ping` is answered here. Sampling, elicitation and roots belong to whoever called: they are
//! given to a caller only while exactly one call is in flight, because in a shared session
//! nothing else tells whose they are. Invariants: a request that nobody can take is answered with
//! an error that says why; at most [`MAX_ANSWERING`] are under way; none outlives the call that it
//! belongs to, nor [`QUESTION_TIMEOUT`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console_domain::limits::QUESTION_TIMEOUT;
use console_domain::{CallError, ServerRequest, ServerRequestHandler};
use serde_json::value::RawValue;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::envelope::{self, code};
use crate::fields::{Fields, raw};
use crate::pending::{NoCaller, Outcome};
use crate::router::Router;

/// Requests of one server that may be under way at once.
pub(crate) const MAX_ANSWERING: usize = 64;

/// The requests under way, by the server's id of them.
#[derive(Default)]
pub(crate) struct Answering(Mutex<HashMap<Box<str>, Entry>>);

struct Entry {
    call: u64,
    stop: CancellationToken,
}

impl Answering {
    fn table(&self) -> MutexGuard<'_, HashMap<Box<str>, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, id: &str, call: u64) -> Result<CancellationToken, CallError> {
        let mut table = self.table();
        if table.len() >= MAX_ANSWERING {
            return Err(refusal(code::INTERNAL, "too many requests are under way"));
        }
        if table.contains_key(id) {
            return Err(refusal(code::INVALID_REQUEST, "a request with this id is under way"));
        }
        let stop = CancellationToken::new();
        table.insert(id.into(), Entry { call, stop: stop.clone() });
        Ok(stop)
    }

    fn finish(&self, id: &str) {
        self.table().remove(id);
    }

    /// The server takes its request `id` back.
    pub(crate) fn stop(&self, id: &str) {
        if let Some(entry) = self.table().get(id) {
            entry.stop.cancel();
        }
    }

    /// Call `call` is over, and with it what the server asked for it.
    pub(crate) fn stop_for(&self, call: u64) {
        for entry in self.table().values().filter(|entry| entry.call == call) {
            entry.stop.cancel();
        }
    }
}

/// The id of the request that a `notifications/cancelled` takes back, as JSON text.
pub(crate) fn cancelled_id(params: &RawValue) -> Option<String> {
    Some(Fields::read(params)?.get("requestId")?.get().to_owned())
}

impl Router {
    /// A request of the server.
    pub(crate) fn asked(self: &Arc<Self>, id: &RawValue, method: &str, params: Option<&RawValue>) {
        let refused = match method {
            "ping" => Ok(raw(&serde_json::json!({}))),
            "sampling/createMessage" | "elicitation/create" | "roots/list" => {
                match self.ask_caller(id, method, params) {
                    Ok(()) => return,
                    Err(refused) => Err(refused),
                }
            }
            _ => Err(refusal(code::METHOD_NOT_FOUND, format!("unknown method {method}"))),
        };
        debug!(session = %self.name, method, refused = refused.is_err(), "the server asked");
        let bytes = envelope::answer(id, &refused);
        // The reader never waits for the writer: where the queue is full the answer is dropped.
        self.reply_now(bytes);
    }

    fn ask_caller(
        self: &Arc<Self>,
        id: &RawValue,
        method: &str,
        params: Option<&RawValue>,
    ) -> Result<(), CallError> {
        let (call, handler) = self.pending.sole_caller().map_err(|why| nobody(method, &why))?;
        let stop = self.answering.begin(id.get(), call)?;
        self.pending.answering(call, true);
        debug!(session = %self.name, method, call, "the server asks the caller");
        let request =
            ServerRequest { method: method.to_owned(), params: params.map(ToOwned::to_owned) };
        let (router, id) = (Arc::clone(self), id.to_owned());
        tokio::spawn(async move {
            let outcome = ask(&router, handler, request, &stop).await;
            router.answering.finish(id.get());
            router.pending.answering(call, false);
            router.reply(envelope::answer(&id, &outcome)).await;
        });
        Ok(())
    }
}

/// The handler's answer, unless the call or the session ends before, or nobody answers.
async fn ask(
    router: &Router,
    handler: Arc<dyn ServerRequestHandler>,
    request: ServerRequest,
    stop: &CancellationToken,
) -> Outcome {
    tokio::select! {
        biased;
        () = stop.cancelled() => {
            Err(refusal(code::INTERNAL, "the call that this request belonged to is over"))
        }
        () = router.closing.cancelled() => Err(refusal(code::INTERNAL, "the session is over")),
        outcome = timeout(QUESTION_TIMEOUT, handler.answer(request)) => outcome
            .unwrap_or_else(|_| Err(refusal(code::INTERNAL, "nobody answered in time"))),
    }
}

fn nobody(method: &str, why: &NoCaller) -> CallError {
    match why {
        NoCaller::Silent => refusal(
            code::METHOD_NOT_FOUND,
            format!("the caller whose call is in flight does not answer {method}"),
        ),
        NoCaller::Calls(calls) => refusal(
            code::NO_CALLER,
            format!(
                "{method} can be given to a caller only while exactly one call is in flight, \
                 and there are {calls}"
            ),
        ),
    }
}

fn refusal(code: i64, message: impl Into<String>) -> CallError {
    CallError::Rpc { code, message: message.into(), data: None }
}
