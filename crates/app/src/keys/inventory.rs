//! Listing keys: what is stored of each, what is known of its value, and who uses it. No value is
//! read for it.

use console_domain::{Key, Problem, rfc3339};
use console_store::StoredKey;

use super::names::{known_name, no_such_key};
use super::uses::Uses;
use crate::Console;
use crate::view::{KeyList, KeyStatus, KeyView, MissingKey, VaultStatus, VaultView};

impl Console {
    /// The keys, the vault, and the names that servers refer to in vain. Answers also where the
    /// vault does not.
    pub async fn list_keys(&self) -> Result<KeyList, Problem> {
        let stored = self.database().keys().all().await?;
        let uses = self.key_uses().await?;
        let vault = self.vaults().view().await;
        let missing = uses
            .names()
            .filter(|name| stored.iter().all(|stored| stored.key.name.as_str() != *name))
            .map(|name| MissingKey { name: name.to_owned(), used_by: uses.of(name, None) })
            .collect();
        let keys = stored.into_iter().map(|stored| view(stored, vault.status, &uses)).collect();
        Ok(KeyList { vault, keys, missing })
    }

    /// Where values live, and whether they can be read now.
    pub async fn vault(&self) -> VaultView {
        self.vaults().view().await
    }

    /// One key.
    pub(super) async fn show_key(&self, name: &str) -> Result<KeyView, Problem> {
        let stored = self.stored_key(name).await?;
        let uses = self.key_uses().await?;
        Ok(view(stored, self.vaults().view().await.status, &uses))
    }

    /// What is stored of a key.
    ///
    /// # Errors
    /// `not_found`.
    pub(super) async fn stored_key(&self, name: &str) -> Result<StoredKey, Problem> {
        let found = self.database().keys().find(&known_name(name)?).await?;
        found.ok_or_else(|| no_such_key(name))
    }

    /// Which servers refer to which keys.
    pub(super) async fn key_uses(&self) -> Result<Uses, Problem> {
        let servers = self.servers().all().await?.into_iter().map(|server| server.config);
        Ok(Uses::of_servers(servers, self.supervisor()))
    }
}

fn view(stored: StoredKey, vault: VaultStatus, uses: &Uses) -> KeyView {
    let test_is_stale = stored.test_is_stale();
    let StoredKey { key, is_lost, .. } = stored;
    let used_by = uses.of(key.name.as_str(), Some(key.rotated_at));
    let Key { name, target, fingerprint, created_at, rotated_at, last_used_at, last_test } = key;
    KeyView {
        name,
        target,
        status: match vault {
            VaultStatus::Ready if is_lost => KeyStatus::Lost,
            VaultStatus::Ready => KeyStatus::Ready,
            VaultStatus::Locked | VaultStatus::Unavailable => KeyStatus::Unavailable,
        },
        fingerprint,
        created_at: rfc3339::format(created_at),
        rotated_at: rfc3339::format(rotated_at),
        last_used_at: last_used_at.map(rfc3339::format),
        last_test,
        test_is_stale,
        used_by,
    }
}
