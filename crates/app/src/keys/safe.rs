//! Writing values so that none is lost.
//!
//! Invariant: what was there before a change is held until the change is complete, and is put back
//! where it is not. Where even that fails, it is owed: held in memory, and put back before the
//! vault is used the next time. A console that ends in between leaves the value that a person just
//! typed in, or the one before it, and never neither.

use console_domain::{KeyName, Problem, SecretValue, SecretVault, VaultError};

use super::KeyRing;
use super::fingerprints::not_kept;
use crate::view::VaultKind;

/// What a vault had under a name before it was changed.
pub(super) struct Before {
    name: KeyName,
    value: Option<SecretValue>,
}

/// What is to be put back into a vault as soon as it takes it.
pub(super) struct Owed {
    vault: VaultKind,
    before: Before,
}

impl KeyRing {
    /// Stores a value in the vault of this kind and reads it back; what was there before.
    ///
    /// # Errors
    /// The keychain's codes; the vault is as it was then.
    pub(super) async fn store(
        &self,
        kind: VaultKind,
        name: &KeyName,
        value: &SecretValue,
    ) -> Result<Before, Problem> {
        let vault = self.vaults.of(kind);
        let before = Before { name: name.clone(), value: vault.get(name).await? };
        match set_and_read_back(vault.as_ref(), name, value).await {
            Ok(()) => Ok(before),
            Err(error) => {
                self.put_back(kind, before).await;
                Err(error.into())
            }
        }
    }

    /// Takes a value out of the vault of this kind; what was there before.
    ///
    /// # Errors
    /// The keychain's codes; the vault is as it was then.
    pub(super) async fn take(&self, kind: VaultKind, name: &KeyName) -> Result<Before, Problem> {
        let vault = self.vaults.of(kind);
        let value = match vault.get(name).await {
            // Another program put it there; nobody here can use it or put it back.
            Err(VaultError::NotText(_)) => None,
            value => value?,
        };
        let before = Before { name: name.clone(), value };
        match vault.remove(name).await {
            Ok(_) => Ok(before),
            Err(error) => {
                // One that did not answer in time may have done it all the same.
                if before.value.is_some() {
                    self.put_back(kind, before).await;
                }
                Err(error.into())
            }
        }
    }

    /// Undoes a change, now or before the vault is used the next time.
    pub(super) async fn put_back(&self, kind: VaultKind, before: Before) {
        if let Err(error) = undo(self.vaults.of(kind).as_ref(), &before).await {
            tracing::warn!(key = %before.name, %error, "a change of a key is undone later");
            self.owed.lock().await.push(Owed { vault: kind, before });
        }
    }

    /// Puts back what is owed to the vault that is used.
    ///
    /// # Errors
    /// The keychain's codes, where it still cannot be.
    pub(super) async fn settle(&self) -> Result<(), Problem> {
        self.settle_in(self.vaults.kind()).await
    }

    /// Puts back what is owed to the vault of this kind, in the reverse order of the changes.
    ///
    /// # Errors
    /// The keychain's codes, where it still cannot be.
    pub(super) async fn settle_in(&self, kind: VaultKind) -> Result<(), Problem> {
        let mut owed = self.owed.lock().await;
        while let Some(at) = owed.iter().rposition(|owed| owed.vault == kind) {
            undo(self.vaults.of(kind).as_ref(), &owed[at].before).await?;
            owed.remove(at);
        }
        Ok(())
    }

    /// Whether anything is owed to the vault of this kind.
    pub(super) async fn owes(&self, kind: VaultKind) -> bool {
        self.owed.lock().await.iter().any(|owed| owed.vault == kind)
    }
}

async fn set_and_read_back(
    vault: &dyn SecretVault,
    name: &KeyName,
    value: &SecretValue,
) -> Result<(), VaultError> {
    vault.set(name, value).await?;
    match vault.get(name).await? {
        Some(kept) if kept.expose() == value.expose() => Ok(()),
        _ => Err(not_kept()),
    }
}

async fn undo(vault: &dyn SecretVault, before: &Before) -> Result<(), VaultError> {
    let Before { name, value } = before;
    match value {
        Some(value) => set_and_read_back(vault, name, value).await,
        None => vault.remove(name).await.map(drop),
    }
}
