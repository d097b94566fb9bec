//! Windows: the Credential Manager. Written against the source of `windows-native-keyring-store`
//! 1.1.0; not compiled or run by this project's own tests, which run on Linux.
//!
//! It is open as long as its user is logged in, and asks nothing. An entry holds at most 2,560
//! bytes; a longer value is refused with `TooLong`. Values are stored as UTF-8.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use console_domain::{KeyName, VaultError};
use keyring_core::CredentialStore;
use tokio::time::Instant;
use windows_native_keyring_store::Store;

use super::Seen;
use super::calls::Peer;
use super::errors::brief;

/// There is nothing to connect to.
pub(super) struct Platform;

impl Platform {
    pub(super) fn new() -> Self {
        Self
    }

    /// It cannot be locked.
    #[expect(clippy::unused_async, reason = "the other platforms wait")]
    pub(super) async fn look(&self, _name: Option<&KeyName>) -> Result<Seen, VaultError> {
        Ok(Seen { peer: Peer("user".to_owned()), entries: None })
    }

    /// There is nothing to unlock.
    #[expect(clippy::unused_async, reason = "the other platforms wait")]
    pub(super) async fn unlock(
        &self,
        _call_limit: Duration,
        _prompt_limit: Duration,
        _deadline: Instant,
    ) -> Result<(), VaultError> {
        Ok(())
    }

    /// There is no connection to forget.
    pub(super) fn forget(&self) {}
}

/// The user's credentials.
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// Kept on this machine: `Enterprise`, the store's default, lets entries roam.
pub(super) fn modifiers(_name: &KeyName) -> HashMap<&'static str, String> {
    HashMap::from([("persistence", "Local".to_owned())])
}

/// Nothing is ever asked.
pub(super) fn quietly<T>(
    work: impl FnOnce() -> keyring_core::Result<T>,
) -> keyring_core::Result<T> {
    work()
}

/// What the store passes on.
pub(super) fn explain(error: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    VaultError::Failed(brief(&error.to_string()))
}
