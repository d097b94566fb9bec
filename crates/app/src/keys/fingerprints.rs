//! Fingerprints: keyed with a random value that lives in the vault beside the keys.

use std::fmt::Write;
use std::sync::Arc;

use console_domain::{ErrorCode, Problem, SecretValue, SecretVault, VaultError};
use console_secrets::fingerprint;
use console_store::StoredKey;

use super::KeyRing;
use super::names::pepper_name;
use crate::view::VaultKind;

/// Random bytes that fingerprints are keyed with.
const PEPPER_BYTES: usize = 32;
/// Under which setting it stands what the stored fingerprints are keyed with: its own fingerprint.
const KEYED_WITH: &str = "key_fingerprints";

/// What fingerprints are keyed with, as it was read from one of the vaults.
pub(super) struct Pepper {
    vault: VaultKind,
    value: Arc<SecretValue>,
}

impl KeyRing {
    /// The fingerprint of a value. Makes what it is keyed with where the vault has none yet.
    ///
    /// # Errors
    /// The keychain's codes.
    pub(crate) async fn fingerprint(&self, value: &SecretValue) -> Result<String, Problem> {
        let pepper = self.pepper(self.vaults.current().as_ref()).await?;
        Ok(fingerprint(&pepper, value))
    }

    /// Compares a value that was just read with what is stored of its key, and stores what it is
    /// now: another program may have changed it, or the console ended in the middle of doing so.
    /// `None` where that cannot be told; the value is as good as it was.
    pub(super) async fn compare(
        &self,
        stored: &StoredKey,
        value: &SecretValue,
        vault: &dyn SecretVault,
    ) -> Option<String> {
        let name = &stored.key.name;
        let found = match self.pepper(vault).await {
            Ok(pepper) => fingerprint(&pepper, value),
            Err(problem) => {
                tracing::warn!(key = %name, code = ?problem.code, "no fingerprint: {problem}");
                return None;
            }
        };
        // Asked anew: where it is keyed with another, what it was is forgotten.
        let known = self.keys.find(name).await.ok()??.key.fingerprint;
        let done = if known.is_empty() {
            self.keys.learn_fingerprint(name, &found).await.map(drop)
        } else if known == found {
            Ok(())
        } else {
            tracing::info!(key = %name, "the vault has another value than was stored last");
            self.keys.rotate(name, &found, self.clock.now()).await
        };
        if let Err(error) = done {
            tracing::warn!(key = %name, %error, "the fingerprint of a key was not stored");
        }
        Some(found)
    }

    /// Forgets what was read, since the values live elsewhere from now on.
    pub(super) async fn forget_pepper(&self) {
        self.pepper.lock().await.take();
    }

    async fn pepper(&self, vault: &dyn SecretVault) -> Result<Arc<SecretValue>, Problem> {
        let kind = self.vaults.kind();
        // Held while it is made, so that it is made once.
        let mut pepper = self.pepper.lock().await;
        if let Some(Pepper { value, .. }) = pepper.as_ref().filter(|pepper| pepper.vault == kind) {
            return Ok(Arc::clone(value));
        }
        let name = pepper_name()?;
        if vault.get(&name).await?.is_none() {
            vault.set(&name, &random()?).await?;
        }
        // Another console may have made one meanwhile: what counts is what is there.
        let value = vault.get(&name).await?.ok_or_else(not_kept)?;
        self.known.learn(&value);
        let own = fingerprint(&value, &value);
        let keyed_with: Option<String> = self.settings.get(KEYED_WITH).await?;
        if keyed_with.as_ref() != Some(&own) {
            self.keys.forget_fingerprints().await?;
            self.settings.put(KEYED_WITH, &own, self.clock.now()).await?;
        }
        let value = Arc::new(value);
        *pepper = Some(Pepper { vault: kind, value: Arc::clone(&value) });
        Ok(value)
    }
}

/// What a vault did that does not give back what it was given.
pub(super) fn not_kept() -> VaultError {
    VaultError::Failed("it did not give back what was stored".into())
}

fn random() -> Result<SecretValue, Problem> {
    let mut bytes = [0_u8; PEPPER_BYTES];
    getrandom::fill(&mut bytes).map_err(|e| {
        let message = format!("The operating system gave no random numbers: {e}.");
        Problem::new(ErrorCode::Internal, message)
    })?;
    let mut hex = String::with_capacity(2 * PEPPER_BYTES);
    for byte in bytes {
        let _infallible = write!(hex, "{byte:02x}");
    }
    Ok(SecretValue::new(hex))
}
