//! Questions of servers that wait for a person.
//!
//! Invariants: at most [`MAX_QUESTIONS`] wait at once; a question ends with its answer, with the
//! server's taking it back, with its call, or after `limits::QUESTION_TIMEOUT` (the session sees to
//! the last three by letting the question go); whoever was told of a question is told of its end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use console_domain::limits::{MAX_QUESTIONS, MAX_SHOWN_RESULT_BYTES};
use console_domain::{CallError, ErrorCode, Problem, ServerRequest, ServerRequestHandler};
use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::answers::{Form, unavailable, wrong};
use super::shown::{Shown, shown};
use super::state::Explorer;
use crate::view::{CallEvent, QuestionAnswer, ServerQuestion};

/// The questions that wait, by their ids.
#[derive(Debug, Default)]
pub(super) struct Questions(Mutex<HashMap<String, Waiting>>);

#[derive(Debug)]
struct Waiting {
    form: Form,
    answer: oneshot::Sender<QuestionAnswer>,
}

impl Questions {
    fn table(&self) -> MutexGuard<'_, HashMap<String, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives `answer` to the question `id`.
    ///
    /// # Errors
    /// `not_found` where it waits no more; `invalid_input` where the answer is in another shape
    /// than the question, which then goes on waiting.
    pub(super) fn answer(&self, id: &str, answer: QuestionAnswer) -> Result<(), Problem> {
        let mut table = self.table();
        let waiting = table.get(id).ok_or_else(gone)?;
        waiting.form.check(&answer)?;
        let waiting = table.remove(id).ok_or_else(gone)?;
        waiting.answer.send(answer).map_err(|_| gone())
    }
}

fn gone() -> Problem {
    Problem::new(ErrorCode::NotFound, "This question needs no answer any more.")
        .hint("It was answered, taken back, or its call has ended.")
}

/// Asks the person who made a call.
pub(super) struct Asker {
    explorer: Arc<Explorer>,
    events: mpsc::Sender<CallEvent>,
}

#[async_trait]
impl ServerRequestHandler for Asker {
    async fn answer(&self, request: ServerRequest) -> Result<Box<RawValue>, CallError> {
        let params = request.params.as_deref().map_or("{}", RawValue::get);
        let redact = self.explorer.redact.as_ref();
        let Ok(Shown { value: params, cut: false }) = shown(params, MAX_SHOWN_RESULT_BYTES, redact)
        else {
            return Err(wrong("the parameters are too large to be shown to a person"));
        };
        let params = if params.is_null() { json!({}) } else { params };
        let form = Form::of(&request.method, &params)?;
        let (mut asked, answer) = self.wait(form)?;
        let question = ServerQuestion { id: asked.id.clone(), kind: form.kind(), params };
        let told = self.events.send(CallEvent::Question { question }).await;
        told.map_err(|_| unavailable("nobody is there to answer"))?;
        asked.told = true;
        let answer = answer.await.map_err(|_| unavailable("nobody answered"))?;
        form.result(answer)
    }
}

impl Asker {
    /// Asks whoever listens to `events`.
    pub(super) fn new(explorer: &Arc<Explorer>, events: &mpsc::Sender<CallEvent>) -> Self {
        Self { explorer: Arc::clone(explorer), events: events.clone() }
    }

    fn wait(
        &self,
        form: Form,
    ) -> Result<(Asked<'_>, oneshot::Receiver<QuestionAnswer>), CallError> {
        let mut table = self.explorer.questions.table();
        if table.len() >= MAX_QUESTIONS {
            return Err(unavailable("too many questions wait for an answer"));
        }
        let id = self.explorer.fresh_id("question");
        let (answer, receiver) = oneshot::channel();
        table.insert(id.clone(), Waiting { form, answer });
        Ok((Asked { asker: self, id, told: false }, receiver))
    }
}

/// A question that waits. However it ends, it leaves the table, and who saw it is told.
struct Asked<'a> {
    asker: &'a Asker,
    id: String,
    told: bool,
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.asker.explorer.questions.table().remove(&self.id);
        if !self.told {
            return;
        }
        let gone = CallEvent::QuestionGone { question: std::mem::take(&mut self.id) };
        if let Err(TrySendError::Full(gone)) = self.asker.events.try_send(gone) {
            // There are as many of these as questions were told of in one full queue, at most.
            let events = self.asker.events.clone();
            tokio::spawn(async move { events.send(gone).await.ok() });
        }
    }
}
