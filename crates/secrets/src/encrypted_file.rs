//! Keys in a file that a passphrase encrypts: what a person can choose where no keychain answers.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};

/// A file of keys, encrypted with a passphrase.
#[derive(Debug)]
pub struct EncryptedFile {
    path: PathBuf,
}

impl EncryptedFile {
    /// The file at `path`, locked; it need not be there.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a file.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }
}

#[async_trait]
impl SecretVault for EncryptedFile {
    async fn state(&self) -> VaultState {
        VaultState::Locked
    }

    async fn get(&self, _name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        Err(VaultError::Locked)
    }

    async fn set(&self, _name: &KeyName, _value: &SecretValue) -> Result<(), VaultError> {
        Err(VaultError::Locked)
    }

    async fn remove(&self, _name: &KeyName) -> Result<bool, VaultError> {
        Err(VaultError::Locked)
    }

    /// Opens the file; makes it where there is none.
    async fn unlock(&self, _passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        Err(VaultError::Failed("this is being written".into()))
    }
}
