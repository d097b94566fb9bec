//! The operating system's keychain.

use async_trait::async_trait;
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};

/// The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.
#[derive(Debug, Default)]
pub struct Keychain;

impl Keychain {
    /// The keychain of this session; connects when it is first used.
    pub fn new() -> Self {
        Self
    }
}

#[async_trait]
impl SecretVault for Keychain {
    async fn state(&self) -> VaultState {
        VaultState::Unavailable(VaultError::Failed("this is being written".into()))
    }

    async fn get(&self, _name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        Err(VaultError::Failed("this is being written".into()))
    }

    async fn set(&self, _name: &KeyName, _value: &SecretValue) -> Result<(), VaultError> {
        Err(VaultError::Failed("this is being written".into()))
    }

    async fn remove(&self, _name: &KeyName) -> Result<bool, VaultError> {
        Err(VaultError::Failed("this is being written".into()))
    }

    async fn unlock(&self, _passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        Err(VaultError::Failed("this is being written".into()))
    }
}
