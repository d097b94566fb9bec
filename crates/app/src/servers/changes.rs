//! Changes of servers that are here: check, update, mend, and one thing done to many.

use console_domain::{ErrorCode, Problem};

use crate::Console;
use crate::view::{
    AddServer, BulkReport, BulkRequest, MendRequest, ServerCheck, ServerDetail, ServerView,
    UpdateServer,
};

impl Console {
    /// What is known of a server that somebody is typing in; `editing` is the server that is
    /// changed, whose name is not taken then.
    pub async fn check_server(
        &self,
        request: AddServer,
        editing: Option<&str>,
    ) -> Result<ServerCheck, Problem> {
        let _ = (request, editing);
        Err(unwritten())
    }

    /// Changes a server's configuration; a running instance keeps the old one until it restarts.
    pub async fn update_server(&self, request: UpdateServer) -> Result<ServerDetail, Problem> {
        let _ = request;
        Err(unwritten())
    }

    /// Does one thing to many servers; what fails for one does not stop the others.
    pub async fn change_servers(&self, request: BulkRequest) -> Result<BulkReport, Problem> {
        let _ = request;
        Err(unwritten())
    }

    /// Mends a server and starts it again.
    pub async fn mend_server(&self, id: &str, request: MendRequest) -> Result<ServerView, Problem> {
        let _ = (id, request);
        Err(unwritten())
    }
}

fn unwritten() -> Problem {
    Problem::new(ErrorCode::Internal, "This is being written.")
}
