//! The explorer: what a server offers, calls by a person, and what a server asks meanwhile.

use console_domain::{ErrorCode, Problem};
use tokio::sync::mpsc;

use crate::Console;
use crate::view::{
    CallEvent, CallRecord, CallRequest, CatalogView, CompletionRequest, QuestionAnswer, SavedFile,
};

impl Console {
    /// Everything that a running server offers.
    pub fn catalog(&self, id: &str) -> Result<CatalogView, Problem> {
        let _ = id;
        Err(unwritten())
    }

    /// Calls something of a server and tells `events` what happens meanwhile.
    pub async fn explore(
        &self,
        request: CallRequest,
        events: mpsc::Sender<CallEvent>,
    ) -> Result<CallRecord, Problem> {
        let _ = (request, events);
        Err(unwritten())
    }

    /// Answers what a server asked.
    pub fn answer_question(&self, id: &str, answer: QuestionAnswer) -> Result<(), Problem> {
        let _ = (id, answer);
        Err(unwritten())
    }

    /// Cancels a call that is under way.
    pub fn cancel_call(&self, id: &str) -> Result<(), Problem> {
        let _ = id;
        Err(unwritten())
    }

    /// The last calls of a server, newest first.
    pub fn calls(&self, id: &str) -> Result<Vec<CallRecord>, Problem> {
        let _ = id;
        Err(unwritten())
    }

    /// What an argument could be.
    pub async fn complete(&self, request: CompletionRequest) -> Result<Vec<String>, Problem> {
        let _ = request;
        Err(unwritten())
    }

    /// Writes the whole result of a call to the user's downloads.
    pub async fn save_call(&self, id: &str) -> Result<SavedFile, Problem> {
        let _ = id;
        Err(unwritten())
    }
}

fn unwritten() -> Problem {
    Problem::new(ErrorCode::Internal, "This is being written.")
}
