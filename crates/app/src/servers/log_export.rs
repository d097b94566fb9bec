//! A server's whole log as a file for a person.

use std::sync::Arc;

use console_domain::{ErrorCode, Problem};
use console_supervisor::WholeLog;

use crate::Console;
use crate::view::SavedFile;

impl Console {
    /// Writes a server's whole log, rotated files included, to the user's downloads: one line for
    /// each of the log's, with instant and stream, and without the values of keys.
    ///
    /// # Errors
    /// `not_found` where there is no such server, or it has logged nothing yet; `io`, `disk_full`.
    pub async fn export_server_log(&self, id: &str) -> Result<SavedFile, Problem> {
        let id = self.find_server(id).await?.config.id;
        let folder = self.data_dir().server_logs();
        let server = id.clone();
        let opened = tokio::task::spawn_blocking(move || WholeLog::open(&folder, &server)).await;
        let log = opened
            .unwrap_or_else(|error| Err(std::io::Error::other(error)))
            .map_err(|error| {
                let message = format!("The log of {id} cannot be read: {error}.");
                Problem::new(ErrorCode::Io, message)
                    .hint("Run the doctor: it looks at the folder of the logs.")
            })?
            .ok_or_else(|| {
                Problem::new(ErrorCode::NotFound, format!("{id} has logged nothing yet."))
                    .hint("Start it, and export its log again.")
            })?;
        let stamp = self.clock().now().strftime("%Y%m%dT%H%M%SZ");
        let known = Arc::clone(self.known_secrets());
        let write = move |file: &mut dyn std::io::Write| log.write_to(file, known.as_ref());
        self.downloads().save(&format!("{id}-{stamp}.log"), write).await
    }
}
