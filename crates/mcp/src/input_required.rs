//! Calls of the modern era that the server answers with a question: `input_required` names what
//! it wants of the client (sampling, elicitation, roots), and the call is repeated with the
//! answers (2026-07-28, "multi round-trip requests").
//!
//! Invariants: the server's `requestState` goes back unchanged; the rounds and the time of all of
//! them are bounded, and the time that a person takes is bounded apart; without somebody who
//! answers, the question is the caller's result; a question that is refused ends the call, because
//! this era has no way to tell the server.

use std::time::Duration;

use console_domain::limits::QUESTION_TIMEOUT;
use console_domain::{CallError, ServerRequest, ServerRequestHandler, SessionRequest};
use serde_json::value::RawValue;
use tokio::time::{Instant, sleep, timeout};

use crate::call::Call;
use crate::fields::Fields;
use crate::params::ModernStamp;
use crate::problem;
use crate::router::Router;
use crate::session::caller_call;

/// How often a server may ask within one call; other clients stop there, too.
const MAX_ROUNDS: usize = 10;
/// How much a server may ask at once.
const MAX_QUESTIONS: usize = 32;
/// The pause before a call is repeated that the server did not ask anything about.
const BUSY_PAUSE: Duration = Duration::from_millis(200);

/// Carries a request, answering what the server asks.
pub(crate) async fn call(
    router: &Router,
    modern: &ModernStamp,
    request: &SessionRequest,
    mut deadline: Instant,
) -> Result<Box<RawValue>, CallError> {
    let mut repeated: Option<Box<RawValue>> = None;
    for _ in 0..=MAX_ROUNDS {
        let first = caller_call(request, Some(modern), deadline);
        let params = repeated.as_deref().or(first.params);
        let result = router.call(Call { params, ..first }).await?;
        let Some(handler) = &request.answers else { return Ok(result) };
        let Some(question) = Question::read(&result) else { return Ok(result) };
        let answers = async {
            tokio::select! {
                biased;
                () = request.cancel.cancelled() => Err(cancelled(request)),
                () = router.closing.cancelled() => {
                    Err(CallError::Failed(problem::session_closed("it was closed.")))
                }
                answers = question.answers(&**handler) => answers,
            }
        };
        let asked = Instant::now();
        let answers = timeout(QUESTION_TIMEOUT, answers)
            .await
            .map_err(|_| CallError::Failed(problem::unanswered(&request.method)))??;
        deadline += asked.elapsed();
        repeated = Some(question.repeat(request.params.as_deref(), answers)?);
    }
    let message = format!("The server asked for input more than {MAX_ROUNDS} times in one call.");
    Err(CallError::Failed(problem::violation(message)))
}

fn cancelled(request: &SessionRequest) -> CallError {
    CallError::Failed(problem::cancelled(&request.method))
}

/// A question that was refused on our side: not an error that the server answered with.
fn refused(method: &str, refusal: CallError) -> CallError {
    match refusal {
        CallError::Rpc { message, .. } => CallError::Failed(problem::refused(method, &message)),
        failed @ CallError::Failed(_) => failed,
    }
}

/// A result that asks.
struct Question<'a>(Fields<'a>);

impl<'a> Question<'a> {
    /// `None` where `result` is a proper one.
    fn read(result: &'a RawValue) -> Option<Self> {
        // Most results are not questions, and some are large: a search is cheaper than parsing.
        if !result.get().contains("\"input_required\"") {
            return None;
        }
        let fields = Fields::read(result)?;
        (fields.text("resultType")? == "input_required").then_some(Self(fields))
    }

    /// The answers; `None` where the server only wants the call repeated.
    async fn answers(
        &self,
        handler: &dyn ServerRequestHandler,
    ) -> Result<Option<Box<RawValue>>, CallError> {
        let requests = self.0.get("inputRequests").and_then(Fields::read).unwrap_or_default();
        if requests.len() > MAX_QUESTIONS {
            let message = format!("The server asked more than {MAX_QUESTIONS} questions at once.");
            return Err(CallError::Failed(problem::violation(message)));
        }
        if requests.is_empty() {
            // The server is busy and wants to be asked again.
            sleep(BUSY_PAUSE).await;
        }
        let mut answers = Fields::default();
        for (key, request) in requests.iter() {
            let request = Fields::read(request);
            let method = request.as_ref().and_then(|request| request.text("method"));
            let method = method.filter(|method| {
                ["sampling/createMessage", "elicitation/create", "roots/list"]
                    .contains(&method.as_str())
            });
            let Some(method) = method else {
                let message = "The server asked for something that is no request to a client.";
                return Err(CallError::Failed(problem::violation(message)));
            };
            let params = request.as_ref().and_then(|request| request.get("params"));
            let params = params.map(ToOwned::to_owned);
            let answer = handler.answer(ServerRequest { method: method.clone(), params }).await;
            answers.set(key, answer.map_err(|refusal| refused(&method, refusal))?);
        }
        Ok((!answers.is_empty()).then(|| answers.to_raw()))
    }

    /// The parameters of the call that repeats `original` with the answers.
    fn repeat(
        &self,
        original: Option<&RawValue>,
        answers: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, CallError> {
        let not_an_object =
            || CallError::Failed(problem::violation("The call's parameters are not an object."));
        let mut params = match original {
            Some(original) => Fields::read(original).ok_or_else(not_an_object)?,
            None => Fields::default(),
        };
        match answers {
            Some(answers) => params.set("inputResponses", answers),
            None => params.remove("inputResponses"),
        }
        match self.0.get("requestState") {
            Some(state) => params.set("requestState", state.to_owned()),
            None => params.remove("requestState"),
        }
        Ok(params.to_raw())
    }
}
