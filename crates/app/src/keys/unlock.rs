//! Opening the vault.

use console_domain::{ErrorCode, Problem, ServerState};

use crate::servers::cause;
use crate::view::{UnlockVault, VaultView};
use crate::{Console, Wait};

impl Console {
    /// Opens the vault; the keychain asks the user itself. What had to wait for it is done:
    /// servers that failed for want of it are started again.
    ///
    /// # Errors
    /// The keychain's codes; `keychain_denied` where the passphrase is wrong or the user said no.
    pub async fn unlock_vault(&self, request: UnlockVault) -> Result<VaultView, Problem> {
        let ring = self.key_ring();
        // No turn is held while a person is asked: everybody else can go on.
        ring.vaults.current().unlock(request.passphrase).await?;
        {
            let _turn = ring.turn_to_change().await;
            ring.settle().await?;
            ring.remove_copies().await;
        }
        ring.changed();
        self.retry_for_keys().await;
        Ok(ring.vaults.view().await)
    }

    /// Starts the servers again that failed because a key could not be read. How each comes up is
    /// its own affair.
    pub(super) async fn retry_for_keys(&self) {
        for server in self.servers().all().await.unwrap_or_default() {
            let id = server.config.id;
            let Some(status) = self.supervisor().status(&id) else { continue };
            let is_down = matches!(status.state, ServerState::Failed | ServerState::Backoff);
            let waits = status.last_error.is_some_and(|problem| wants_keys(cause(&problem)));
            if server.wanted_up
                && is_down
                && waits
                && let Err(problem) = self.restart_server(id.as_str(), Wait::No).await
            {
                tracing::warn!(server = %id, code = ?problem.code, "not started: {problem}");
            }
        }
    }
}

/// Whether a server that is down for this may come up once keys can be read.
fn wants_keys(code: ErrorCode) -> bool {
    use ErrorCode as C;
    matches!(
        code,
        C::KeyMissing
            | C::KeychainLocked
            | C::KeychainUnavailable
            | C::KeychainDenied
            | C::KeychainTimeout
            | C::KeychainFailed
    )
}
