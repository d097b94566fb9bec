//! Opening the vault.

use console_domain::Problem;

use crate::Console;
use crate::view::{UnlockVault, VaultView};

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
}
