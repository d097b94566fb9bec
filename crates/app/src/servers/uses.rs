//! Using a server: the session that a call goes through.

use std::sync::Arc;

use console_domain::{Problem, ServerId, Session};

use crate::Console;

impl Console {
    /// The session of a server that is about to be used. One that was stopped for want of calls,
    /// or that waits to be restarted, is started first and awaited within its start time-out.
    ///
    /// Reads no database: this is on the way of every call.
    ///
    /// # Errors
    /// `not_found`; `not_running` where a person stopped it or it gave up; why it did not come
    /// up where it had to be started.
    pub async fn session_for_use(&self, id: &ServerId) -> Result<Arc<dyn Session>, Problem> {
        self.supervisor().session_for_use(id).await
    }
}
