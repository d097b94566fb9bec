//! The keys of one console: what is stored of them, and the vault with their values.

use std::sync::Arc;

use console_domain::limits::KEY_TEST_CONCURRENCY;
use console_domain::{Clock, EventKind, KeyName, Problem, SecretValue};
use console_secrets::KnownSecrets;
use console_store::{Database, Keys, Settings, StoredKey};
use tokio::sync::{Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore};

use super::Vaults;
use super::fingerprints::Pepper;
use super::safe::Owed;
use crate::Bus;

/// The keys of one console.
pub(crate) struct KeyRing {
    pub(super) vaults: Arc<Vaults>,
    pub(super) known: Arc<KnownSecrets>,
    pub(super) keys: Keys,
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) bus: Bus,
    /// What fingerprints are keyed with, once it was read.
    pub(super) pepper: Mutex<Option<Pepper>>,
    /// What could not be put back yet after a change that failed.
    pub(super) owed: Mutex<Vec<Owed>>,
    /// Places for tests under way.
    pub(super) tests: Semaphore,
    turns: RwLock<()>,
}

/// A value that was read, to be given to one server or one test.
pub(super) struct Reading {
    /// What is stored of the key.
    pub(super) stored: StoredKey,
    /// Its value.
    pub(super) value: SecretValue,
}

impl KeyRing {
    pub(crate) fn new(
        vaults: Arc<Vaults>,
        known: Arc<KnownSecrets>,
        database: &Database,
        clock: Arc<dyn Clock>,
        bus: Bus,
    ) -> Self {
        Self {
            vaults,
            known,
            keys: database.keys(),
            settings: database.settings(),
            clock,
            bus,
            pepper: Mutex::default(),
            owed: Mutex::default(),
            tests: Semaphore::new(KEY_TEST_CONCURRENCY),
            turns: RwLock::new(()),
        }
    }

    /// Waits until nobody changes or reads a value; the next one waits until the guard is gone.
    pub(crate) async fn turn_to_change(&self) -> RwLockWriteGuard<'_, ()> {
        self.turns.write().await
    }

    /// Waits until nobody changes a value.
    pub(super) async fn turn_to_read(&self) -> RwLockReadGuard<'_, ()> {
        self.turns.read().await
    }

    /// Tells everybody that something about keys or their vault has changed.
    pub(super) fn changed(&self) {
        self.bus.publish(EventKind::KeysChanged);
    }

    /// Reads the value of a key for somebody who is about to use it. It is known to the redaction
    /// before it is returned, and that it was used is stored.
    ///
    /// # Errors
    /// `key_missing` where there is no such key or the vault does not have its value any more,
    /// which is remembered; the keychain's own codes.
    pub(super) async fn read(&self, name: &KeyName) -> Result<Reading, Problem> {
        let _turn = self.turn_to_read().await;
        let missing = || Problem::key_missing(name.as_str());
        let stored = self.keys.find(name).await?.ok_or_else(missing)?;
        self.settle().await?;
        let vault = self.vaults.current();
        let Some(value) = vault.get(name).await? else {
            self.lost(name).await;
            return Err(missing());
        };
        self.known.learn(&value);
        let fingerprint = self.compare(&stored, &value, vault.as_ref()).await;
        self.used(name).await;
        let mut stored = stored;
        if let Some(fingerprint) = fingerprint {
            stored.key.fingerprint = fingerprint;
        }
        Ok(Reading { stored, value })
    }

    /// Remembers that the vault does not have a key's value any more.
    pub(super) async fn lost(&self, name: &KeyName) {
        match self.keys.set_lost(name, true).await {
            Ok(true) => {
                tracing::warn!(key = %name, "the vault does not have this key any more");
                self.changed();
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(key = %name, %error, "not stored that a key is lost"),
        }
    }

    async fn used(&self, name: &KeyName) {
        // Whoever needs the value gets it, also where it cannot be written down that it did.
        if let Err(error) = self.keys.touch(name, self.clock.now()).await {
            tracing::warn!(key = %name, %error, "not stored that a key was used");
        }
        self.changed();
    }
}
