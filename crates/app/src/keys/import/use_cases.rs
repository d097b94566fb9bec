//! What is found, and what is moved.

use console_domain::{ErrorCode, Problem};

use crate::Console;
use crate::view::{KeyImportPreview, KeyImportReport, KeyImportRequest, KeySource};

impl Console {
    /// Secrets that stand in plain text; nothing is changed.
    ///
    /// # Errors
    /// `not_found` and `io` for a file, `invalid_input` where others may read it (the hint has the
    /// command that mends it).
    pub async fn preview_keys(&self, _source: &KeySource) -> Result<KeyImportPreview, Problem> {
        Err(Problem::new(ErrorCode::Internal, "This is being written."))
    }

    /// Moves the chosen ones into the vault, and puts references where the place is ours.
    pub async fn import_keys(
        &self,
        _request: KeyImportRequest,
    ) -> Result<KeyImportReport, Problem> {
        Err(Problem::new(ErrorCode::Internal, "This is being written."))
    }
}
