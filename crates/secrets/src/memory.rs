//! A vault in memory, for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};

/// Keys in memory. It can be told to fail.
#[derive(Default)]
pub struct MemoryVault {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    values: HashMap<KeyName, SecretValue>,
    failing: Option<VaultError>,
}

impl MemoryVault {
    /// Empty and open.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on everything fails with `error`; `None` makes it work again.
    pub fn fail_with(&self, error: Option<VaultError>) {
        self.held().failing = error;
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Held>, VaultError> {
        let held = self.held();
        match &held.failing {
            Some(error) => Err(error.clone()),
            None => Ok(held),
        }
    }
}

#[async_trait]
impl SecretVault for MemoryVault {
    async fn state(&self) -> VaultState {
        match self.held().failing.clone() {
            None => VaultState::Ready,
            Some(VaultError::Locked) => VaultState::Locked,
            Some(error) => VaultState::Unavailable(error),
        }
    }

    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        Ok(self.open()?.values.get(name).map(SecretValue::duplicate))
    }

    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError> {
        self.open()?.values.insert(name.clone(), value.duplicate());
        Ok(())
    }

    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError> {
        Ok(self.open()?.values.remove(name).is_some())
    }

    async fn unlock(&self, _passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        let mut held = self.held();
        held.failing.take_if(|error| *error == VaultError::Locked);
        held.failing.clone().map_or(Ok(()), Err)
    }
}
