//! Looks at a configuration as a start would, without starting anything.
//!
//! Invariants: bounded in time and threads, whatever the file system does, because it is asked while
//! somebody types; no key is read, so that nobody is prompted for one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use console_domain::{Problem, Transport};

use crate::Supervisor;
use crate::command;

/// Configurations that are looked at at once: a file system that hangs holds no more threads.
pub(crate) const CONCURRENT_EXAMINATIONS: usize = 4;
/// How long looking may take; the login shell is asked before, when the console starts.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a start would find.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Examination {
    /// Everything that would prevent it, each with its field.
    pub problems: Vec<Problem>,
    /// Where the command is.
    pub resolved: Option<PathBuf>,
}

impl Supervisor {
    /// What a start of `transport` would find on this machine now. Nothing, where that cannot be
    /// told in time.
    pub async fn examine(&self, transport: Transport) -> Examination {
        let shared = Arc::clone(&self.shared);
        let look = async move {
            // The semaphore is never closed.
            let permit = Arc::clone(&shared.examinations).acquire_owned().await.ok();
            let found = shared.environment.found().await;
            let looked = tokio::task::spawn_blocking(move || {
                let looked = command::look(&transport, &shared.environment, &found);
                drop(permit);
                looked
            });
            looked.await.ok()
        };
        let Ok(Some((resolved, problems))) = tokio::time::timeout(PATIENCE, look).await else {
            return Examination::default();
        };
        Examination { problems, resolved }
    }
}
