//! The notifications centre: what happened while nobody looked.

use console_domain::{ErrorCode, Problem};

use crate::Console;
use crate::view::NoticePage;

impl Console {
    /// What happened, newest first.
    pub async fn notices(&self) -> Result<NoticePage, Problem> {
        Err(unwritten())
    }

    /// Marks notices as read; all of them where `ids` is empty.
    pub async fn read_notices(&self, ids: &[i64]) -> Result<NoticePage, Problem> {
        let _ = ids;
        Err(unwritten())
    }

    /// Removes every notice.
    pub async fn clear_notices(&self) -> Result<NoticePage, Problem> {
        Err(unwritten())
    }

    /// Pauses or resumes native notifications, and remembers it.
    pub async fn pause_notices(&self, paused: bool) -> Result<NoticePage, Problem> {
        let _ = paused;
        Err(unwritten())
    }
}

fn unwritten() -> Problem {
    Problem::new(ErrorCode::Internal, "This is being written.")
}
