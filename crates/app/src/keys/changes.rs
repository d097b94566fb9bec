//! Adding, rotating, changing and removing keys.
//!
//! The vault is changed first, then the database:
//! - a value that is added or rotated is read back before anything is stored, so that no key is
//!   listed whose value is not there;
//! - one that is removed is still listed where the console ends in between: as lost, to be removed
//!   again, and not as a value in the keychain that nobody knows of.

use console_domain::limits::MAX_KEYS;
use console_domain::{ErrorCode, KeyName, Problem};
use console_secrets::{check_target, checked_value};

use super::names::{known_name, new_name, no_such_key};
use super::uses::proxy_uses;
use crate::Console;
use crate::view::{AddKey, KeyRotated, KeyUse, KeyView, RemoveKey, RotateKey, UpdateKey};

impl Console {
    /// Adds a key: its value goes into the vault and is read back before anything is stored.
    ///
    /// # Errors
    /// `invalid_input` (`name`, `value`, `target.…`), `duplicate_name`, `conflict` beyond
    /// [`MAX_KEYS`], the keychain's codes. Nothing is changed then.
    pub async fn add_key(&self, request: AddKey) -> Result<KeyView, Problem> {
        let AddKey { name, target, value } = request;
        let name = new_name(&name)?;
        check_target(&target)?;
        let value = checked_value(value)?;
        let ring = self.key_ring();
        ring.known.learn(&value);
        let turn = ring.turn_to_change().await;
        let others: Vec<KeyName> =
            ring.keys.all().await?.into_iter().map(|stored| stored.key.name).collect();
        if let Some(other) = others.iter().find(|other| is_same(other, &name)) {
            return Err(taken(other));
        }
        if others.len() >= MAX_KEYS {
            let message = format!("There are {MAX_KEYS} keys, which is the most.");
            return Err(Problem::new(ErrorCode::Conflict, message)
                .hint("Remove one that is not used any more."));
        }
        ring.settle().await?;
        let fingerprint = ring.fingerprint(&value).await?;
        let vault = ring.vaults.kind();
        let before = ring.store(vault, &name, &value).await?;
        let at = self.clock().now();
        let problem = match ring.keys.insert(&name, &target, &fingerprint, at).await {
            Ok(true) => None,
            Ok(false) => Some(taken(&name)),
            Err(error) => Some(error.into()),
        };
        if let Some(problem) = problem {
            ring.put_back(vault, before).await;
            return Err(problem);
        }
        drop(turn);
        ring.changed();
        self.show_key(name.as_str()).await
    }

    /// Gives a key a new value, and tells which servers run with the old one.
    ///
    /// # Errors
    /// `not_found`, `invalid_input` (`value`), the keychain's codes. The old value stays then.
    pub async fn rotate_key(&self, request: RotateKey) -> Result<KeyRotated, Problem> {
        let RotateKey { name, value } = request;
        let name = known_name(&name)?;
        let value = checked_value(value)?;
        let ring = self.key_ring();
        ring.known.learn(&value);
        let turn = ring.turn_to_change().await;
        let stored = ring.keys.find(&name).await?.ok_or_else(|| no_such_key(name.as_str()))?;
        ring.settle().await?;
        let fingerprint = ring.fingerprint(&value).await?;
        let vault = ring.vaults.kind();
        let before = ring.store(vault, &name, &value).await?;
        // The same value again makes no server old; a key that was lost is found.
        let kept = if stored.key.fingerprint == fingerprint && !stored.is_lost {
            Ok(())
        } else {
            ring.keys.rotate(&name, &fingerprint, self.clock().now()).await
        };
        if let Err(error) = kept {
            ring.put_back(vault, before).await;
            return Err(error.into());
        }
        drop(turn);
        ring.changed();
        let key = self.show_key(name.as_str()).await?;
        let to_restart = key.used_by.iter().filter(|using| using.is_outdated).cloned().collect();
        Ok(KeyRotated { key, to_restart })
    }

    /// Changes what is known of a key; its value stays. A test of what it opened before is
    /// forgotten.
    ///
    /// # Errors
    /// `not_found`, `invalid_input` (`target.…`).
    pub async fn update_key(&self, request: UpdateKey) -> Result<KeyView, Problem> {
        let UpdateKey { name, target } = request;
        check_target(&target)?;
        let ring = self.key_ring();
        let turn = ring.turn_to_change().await;
        let stored = self.stored_key(&name).await?;
        if stored.key.target != target {
            ring.keys.retarget(&stored.key.name, &target).await?;
        }
        drop(turn);
        ring.changed();
        self.show_key(&name).await
    }

    /// Removes a key and its value.
    ///
    /// # Errors
    /// `not_found`; `key_in_use` where servers or the proxy refer to it, unless forced:
    /// `details.servers` names them; the keychain's codes. Nothing is changed then.
    pub async fn remove_key(&self, request: RemoveKey) -> Result<(), Problem> {
        let RemoveKey { name, force } = request;
        let ring = self.key_ring();
        let turn = ring.turn_to_change().await;
        let name = self.stored_key(&name).await?.key.name;
        if !force {
            self.refuse_while_used(&name).await?;
        }
        ring.settle().await?;
        let vault = ring.vaults.kind();
        let before = ring.take(vault, &name).await?;
        if let Err(error) = ring.keys.remove(&name).await {
            ring.put_back(vault, before).await;
            return Err(error.into());
        }
        drop(turn);
        ring.changed();
        Ok(())
    }

    async fn refuse_while_used(&self, name: &KeyName) -> Result<(), Problem> {
        let used_by: Vec<KeyUse> = self.key_uses().await?.of(name.as_str(), None);
        let by_proxy = proxy_uses(&self.network().settings(), name);
        if used_by.is_empty() && !by_proxy {
            return Ok(());
        }
        let servers = used_by.iter().map(|using| using.name.as_str());
        let users: Vec<&str> = servers.chain(by_proxy.then_some("the proxy")).collect();
        let ids: Vec<_> = used_by.iter().map(|using| &using.server).collect();
        let message = format!("{name} is used by {}.", users.join(", "));
        Err(Problem::new(ErrorCode::KeyInUse, message)
            .hint("Take the reference out of each first, or remove the key all the same (--force).")
            .details(serde_json::json!({ "servers": ids, "proxy": by_proxy })))
    }
}

/// Whether two names are one to a keychain or an environment that does not tell case.
fn is_same(one: &KeyName, other: &KeyName) -> bool {
    one.as_str().eq_ignore_ascii_case(other.as_str())
}

fn taken(name: &KeyName) -> Problem {
    Problem::new(ErrorCode::DuplicateName, format!("There is already a key {name}."))
        .field("name")
        .hint("Choose another name, or give that key a new value.")
}
