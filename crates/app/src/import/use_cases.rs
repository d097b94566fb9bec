//! Preview, apply, and what is found on this machine.

use console_domain::{ErrorCode, Problem};

use crate::Console;
use crate::view::{FoundServers, ImportPreview, ImportReport, ImportRequest, ImportSource};

impl Console {
    /// What an import of `source` would do; nothing is changed.
    pub async fn preview_import(&self, source: &ImportSource) -> Result<ImportPreview, Problem> {
        let _ = source;
        Err(unwritten())
    }

    /// Adds the chosen entries of a source. They need approval before their first start.
    pub async fn apply_import(&self, request: &ImportRequest) -> Result<ImportReport, Problem> {
        let _ = request;
        Err(unwritten())
    }

    /// Servers that other programs on this machine have.
    pub async fn found_servers(&self) -> Result<Vec<FoundServers>, Problem> {
        Err(unwritten())
    }
}

fn unwritten() -> Problem {
    Problem::new(ErrorCode::Internal, "This is being written.")
}
