//! A keychain that fails at any step: nothing is taken away that it does not give back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};
use console_secrets::MemoryVault;

use super::house_with;
use crate::view::KeySource::Servers;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// It fails, this once.
    Once,
    /// It fails, and so do all after it.
    FromThenOn,
    /// What is stored is lost, though the answer says otherwise.
    Forgets,
}

/// A vault whose `at`th call goes wrong.
struct Faulty {
    inner: MemoryVault,
    calls: AtomicUsize,
    at: usize,
    fault: Fault,
}

impl Faulty {
    /// Whether this call goes wrong.
    fn is_due(&self) -> bool {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Once | Fault::Forgets => call == self.at,
            Fault::FromThenOn => call >= self.at,
        }
    }
}

fn gone() -> VaultError {
    VaultError::Unavailable("it went away".into())
}

#[async_trait]
impl SecretVault for Faulty {
    async fn state(&self) -> VaultState {
        VaultState::Ready
    }

    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        match (self.is_due(), self.fault) {
            (false, _) => self.inner.get(name).await,
            (true, Fault::Forgets) => Ok(None),
            (true, _) => Err(gone()),
        }
    }

    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError> {
        match (self.is_due(), self.fault) {
            (false, _) => self.inner.set(name, value).await,
            (true, Fault::Forgets) => Ok(()),
            (true, _) => Err(gone()),
        }
    }

    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError> {
        if self.is_due() { Err(gone()) } else { self.inner.remove(name).await }
    }

    async fn unlock(&self, _passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        Ok(())
    }
}

#[tokio::test]
async fn whatever_step_fails_a_value_is_where_it_was_or_in_the_vault() {
    for fault in [Fault::Once, Fault::FromThenOn, Fault::Forgets] {
        for at in 0.. {
            let calls = AtomicUsize::new(0);
            let vault = Arc::new(Faulty { inner: MemoryVault::new(), calls, at, fault });
            let house = house_with(Arc::clone(&vault)).await;
            let env = [("A_TOKEN", "canary-a"), ("B_TOKEN", "canary-b")];
            house.add_process("one", &[], &env).await;
            let report = house.import_all(Servers).await;
            let config = serde_json::to_string(&house.config("one").await).expect("plain data");
            for (name, value) in env {
                let kept = vault.inner.get(&name.parse().expect("a name")).await.expect("open");
                let is_kept = kept.is_some_and(|kept| kept.expose() == value);
                let stands = config.contains(value);
                let is_replaced = config.contains(&format!("${{secret:{name}}}"));
                assert!(stands != is_replaced, "{fault:?} {at} {name}: {config}");
                assert!(stands || is_kept, "{fault:?} {at}: {name} is lost");
                let id = format!("one/env.{name}");
                let is_told = report.skipped.iter().any(|p| p.field.as_deref() == Some(&id));
                assert_eq!(is_told, stands, "{fault:?} {at} {name}: {:?}", report.skipped);
            }
            if vault.calls.load(Ordering::SeqCst) <= at {
                assert_eq!(report.skipped, [], "{fault:?}: no call went wrong any more");
                assert!(at > 4, "each value is written and read back");
                break;
            }
            assert!(at < 100, "the calls come to an end");
        }
    }
}
