//! Keeping values elsewhere: from the keychain to an encrypted file, and back.
//!
//! Every value is written to the new vault and read back from it before the new one is used, and
//! only then removed from the old one. While that goes on, the setting says in which vault copies
//! may be left; where the console ends in between, they are removed the next time both are open, and
//! only where the vault that is used gives the same value.

use console_domain::{ErrorCode, KeyName, Problem, SecretValue, VaultState};

use super::KeyRing;
use super::safe::Before;
use super::vaults::{VAULT, VaultSetting};
use crate::Console;
use crate::view::{ChooseVault, VaultKind, VaultView};

impl Console {
    /// Keeps values elsewhere from now on.
    ///
    /// # Errors
    /// `invalid_input` (`passphrase`), `keychain_locked` where the old vault is, the keychain's
    /// codes. The old vault is used then, and every value is where it was.
    pub async fn choose_vault(&self, request: ChooseVault) -> Result<VaultView, Problem> {
        let ChooseVault { kind, passphrase } = request;
        let ring = self.key_ring();
        if kind == ring.vaults.kind() {
            return Ok(ring.vaults.view().await);
        }
        // No turn is held while a person is asked.
        ring.vaults.of(kind).unlock(passphrase).await?;
        let turn = ring.turn_to_change().await;
        ring.move_to(kind).await?;
        drop(turn);
        ring.changed();
        self.retry_for_keys().await;
        Ok(ring.vaults.view().await)
    }
}

impl KeyRing {
    /// Moves every value that can be read into the vault of this kind, and uses that one.
    async fn move_to(&self, to: VaultKind) -> Result<(), Problem> {
        let from = self.vaults.kind();
        if from == to {
            return Ok(());
        }
        self.settle_in(to).await?;
        let taken_along = self.readable(from).await?;
        self.remember(VaultSetting { kind: from, copies_in: Some(to) }).await?;
        let mut written = Vec::with_capacity(taken_along.len());
        let mut moved = Ok(());
        for (name, value) in &taken_along {
            match self.store(to, name, value).await {
                Ok(before) => written.push(before),
                Err(problem) => {
                    moved = Err(problem);
                    break;
                }
            }
        }
        if moved.is_ok() {
            moved = self.remember(VaultSetting { kind: to, copies_in: Some(from) }).await;
        }
        if let Err(problem) = moved {
            self.give_up(from, to, written).await;
            return Err(problem);
        }
        self.find_anew(&taken_along).await;
        self.remove_copies().await;
        Ok(())
    }

    /// Every value of the vault of this kind. None where that vault is gone: its values cannot be
    /// taken along, and stay where they are.
    async fn readable(&self, kind: VaultKind) -> Result<Vec<(KeyName, SecretValue)>, Problem> {
        let vault = self.vaults.of(kind);
        match vault.state().await {
            VaultState::Ready => {}
            VaultState::Unavailable(_) => return Ok(Vec::new()),
            VaultState::Locked => {
                let message = "The vault that is used now is locked: its keys cannot be moved.";
                return Err(Problem::new(ErrorCode::KeychainLocked, message)
                    .hint("Unlock it first, so that its keys can be taken along."));
            }
        }
        self.settle_in(kind).await?;
        let mut values = Vec::new();
        for name in self.names().await? {
            if let Some(value) = vault.get(&name).await? {
                self.known.learn(&value);
                values.push((name, value));
            }
        }
        Ok(values)
    }

    /// Undoes what was written to the new vault; the old one has everything.
    async fn give_up(&self, from: VaultKind, to: VaultKind, written: Vec<Before>) {
        for before in written.into_iter().rev() {
            self.put_back(to, before).await;
        }
        let copies_in = self.owes(to).await.then_some(to);
        if let Err(problem) = self.remember(VaultSetting { kind: from, copies_in }).await {
            tracing::warn!(code = ?problem.code, "copies of keys are looked for later: {problem}");
        }
    }

    /// Remembers what the vault that is used now has, and the fingerprints by which it knows it.
    /// What cannot be told now, the next use of the key tells.
    async fn find_anew(&self, taken_along: &[(KeyName, SecretValue)]) {
        self.forget_pepper().await;
        let found = async {
            for (name, value) in taken_along {
                let fingerprint = self.fingerprint(value).await?;
                self.keys.learn_fingerprint(name, &fingerprint).await?;
            }
            let vault = self.vaults.current();
            for name in self.names().await? {
                let is_lost = vault.get(&name).await?.is_none();
                self.keys.set_lost(&name, is_lost).await?;
            }
            Ok::<(), Problem>(())
        };
        if let Err(problem) = found.await {
            tracing::warn!(code = ?problem.code, "not every key was looked at: {problem}");
        }
    }

    /// Does what is left of a move that an earlier console did not come to the end of.
    pub(crate) async fn finish_move(&self) {
        if self.vaults.setting().copies_in.is_some() {
            let _turn = self.turn_to_change().await;
            self.remove_copies().await;
        }
    }

    /// Removes what a move left in the vault that is not used, as far as the one that is used has
    /// the same. What cannot be removed now is tried again when the vault is opened.
    pub(super) async fn remove_copies(&self) {
        let VaultSetting { kind, copies_in } = self.vaults.setting();
        let Some(other) = copies_in else { return };
        let removed = match self.remove_copies_in(other, kind).await {
            Ok(()) => self.remember(VaultSetting { kind, copies_in: None }).await,
            Err(problem) => Err(problem),
        };
        if let Err(problem) = removed {
            tracing::warn!(code = ?problem.code, "copies of keys are left behind: {problem}");
        }
    }

    async fn remove_copies_in(&self, other: VaultKind, kind: VaultKind) -> Result<(), Problem> {
        let (copies, used) = (self.vaults.of(other), self.vaults.of(kind));
        for name in self.names().await? {
            let Some(copy) = copies.get(&name).await? else { continue };
            let here = used.get(&name).await?;
            if here.is_some_and(|here| here.expose() == copy.expose()) {
                copies.remove(&name).await?;
            }
        }
        Ok(())
    }

    async fn names(&self) -> Result<Vec<KeyName>, Problem> {
        let stored = self.keys.all().await?;
        Ok(stored.into_iter().map(|stored| stored.key.name).collect())
    }

    async fn remember(&self, setting: VaultSetting) -> Result<(), Problem> {
        self.settings.put(VAULT, &setting, self.clock.now()).await?;
        self.vaults.set(setting);
        Ok(())
    }
}
