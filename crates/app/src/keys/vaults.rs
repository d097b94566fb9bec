//! The vault that is used: the system's keychain, or the file that a person chose instead.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use console_domain::{Problem, SecretVault, VaultError, VaultState};
use console_secrets::EncryptedFile;
use serde::{Deserialize, Serialize};

use crate::view::{VaultKind, VaultStatus, VaultView};

/// Under which setting it stands which vault is used.
pub(crate) const VAULT: &str = "vault";
/// How long a vault may take to say whether it is open; a list of keys waits for it.
const LOOK_TIMEOUT: Duration = Duration::from_secs(3);

/// What is stored about the vaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct VaultSetting {
    /// The one that is used.
    pub(crate) kind: VaultKind,
    /// The other one, while copies of values may be left in it by a move that did not come to its
    /// end.
    #[serde(default)]
    pub(crate) copies_in: Option<VaultKind>,
}

/// Both vaults, and which of them is used.
pub(crate) struct Vaults {
    keychain: Arc<dyn SecretVault>,
    file: Arc<EncryptedFile>,
    setting: RwLock<VaultSetting>,
}

impl Vaults {
    pub(crate) fn new(
        keychain: Arc<dyn SecretVault>,
        file: EncryptedFile,
        setting: VaultSetting,
    ) -> Self {
        Self { keychain, file: Arc::new(file), setting: RwLock::new(setting) }
    }

    /// The one that is used.
    pub(crate) fn current(&self) -> Arc<dyn SecretVault> {
        self.of(self.kind())
    }

    /// Which one is used.
    pub(crate) fn kind(&self) -> VaultKind {
        self.setting().kind
    }

    /// The one of this kind.
    pub(super) fn of(&self, kind: VaultKind) -> Arc<dyn SecretVault> {
        match kind {
            VaultKind::Keychain => Arc::clone(&self.keychain),
            VaultKind::File => Arc::clone(&self.file) as Arc<dyn SecretVault>,
        }
    }

    /// What is stored about them.
    pub(super) fn setting(&self) -> VaultSetting {
        *self.setting.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was stored about them just now counts from here on.
    pub(super) fn set(&self, setting: VaultSetting) {
        *self.setting.write().unwrap_or_else(PoisonError::into_inner) = setting;
    }

    /// Whether the one that is used is open. One that does not say so in time cannot be used.
    pub(super) async fn state(&self) -> VaultState {
        let current = self.current();
        let state = tokio::time::timeout(LOOK_TIMEOUT, current.state()).await;
        let late = VaultError::TimedOut(LOOK_TIMEOUT.as_secs());
        state.unwrap_or(VaultState::Unavailable(late))
    }

    /// The one that is used, as faces show it.
    pub(super) async fn view(&self) -> VaultView {
        let kind = self.kind();
        let (status, problem) = match self.state().await {
            VaultState::Ready => (VaultStatus::Ready, None),
            VaultState::Locked => (VaultStatus::Locked, Some(VaultError::Locked)),
            VaultState::Unavailable(error) => (VaultStatus::Unavailable, Some(error)),
        };
        let file = (kind == VaultKind::File).then(|| self.file.path().display().to_string());
        VaultView { kind, status, problem: problem.map(Problem::from), file }
    }
}
