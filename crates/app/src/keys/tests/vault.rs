//! A vault that something happens to at one of its calls.

use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};
use console_secrets::MemoryVault;
use console_store::Database;
use tokio::sync::Notify;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The call is refused, and nothing was done.
    Refused,
    /// The call does not answer in time, and was done all the same.
    DoneTooLate,
    /// The vault is locked, and stays so.
    LockedFromThenOn,
    /// The call does what it should; the database takes nothing any more.
    DatabaseGone,
    /// The console ends before the call is done.
    EndBefore,
    /// The console ends when the call was done.
    EndAfter,
}

impl Fault {
    pub(super) const ALL: [Self; 6] = [
        Self::Refused,
        Self::DoneTooLate,
        Self::LockedFromThenOn,
        Self::DatabaseGone,
        Self::EndBefore,
        Self::EndAfter,
    ];

    /// Whether the console is gone then.
    pub(super) fn is_end(self) -> bool {
        matches!(self, Self::EndBefore | Self::EndAfter)
    }
}

/// A vault in memory that something happens to at one of its calls.
#[derive(Default)]
pub(super) struct FatefulVault {
    pub(super) inner: MemoryVault,
    plan: Mutex<Plan>,
    /// Told when the console shall end.
    pub(super) end: Notify,
}

#[derive(Default)]
struct Plan {
    fault: Option<Fault>,
    /// How many calls go well first.
    calls_left: usize,
    has_struck: bool,
    database: Option<Database>,
}

impl FatefulVault {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Lets `fault` happen at the call number `at` from now, counted from 0.
    pub(super) fn expect(&self, fault: Fault, at: usize, database: Database) {
        *self.plan() = Plan {
            fault: Some(fault),
            calls_left: at,
            has_struck: false,
            database: Some(database),
        };
    }

    /// Everything goes well from now on; whether something had happened.
    pub(super) fn heal(&self) -> bool {
        std::mem::take(&mut *self.plan()).has_struck
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().expect("no test panics in it")
    }

    /// What happens to this call.
    fn fate(&self) -> (Option<Fault>, Option<Database>) {
        let mut plan = self.plan();
        let Some(fault) = plan.fault else { return (None, None) };
        if plan.has_struck {
            let stays = fault == Fault::LockedFromThenOn;
            return (stays.then_some(fault), None);
        }
        if plan.calls_left > 0 {
            plan.calls_left -= 1;
            return (None, None);
        }
        plan.has_struck = true;
        (Some(fault), plan.database.clone())
    }

    async fn call<T>(
        &self,
        call: impl Future<Output = Result<T, VaultError>> + Send,
    ) -> Result<T, VaultError> {
        let (fault, database) = self.fate();
        match fault {
            None => call.await,
            Some(Fault::Refused) => Err(VaultError::Denied),
            Some(Fault::LockedFromThenOn) => Err(VaultError::Locked),
            Some(Fault::DoneTooLate) => {
                call.await?;
                Err(VaultError::TimedOut(10))
            }
            Some(Fault::DatabaseGone) => {
                if let Some(database) = database {
                    database.close().await;
                }
                call.await
            }
            Some(Fault::EndBefore) => {
                self.end.notify_one();
                std::future::pending().await
            }
            Some(Fault::EndAfter) => {
                call.await?;
                self.end.notify_one();
                std::future::pending().await
            }
        }
    }
}

#[async_trait]
impl SecretVault for FatefulVault {
    async fn state(&self) -> VaultState {
        self.inner.state().await
    }

    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        self.call(self.inner.get(name)).await
    }

    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError> {
        self.call(self.inner.set(name, value)).await
    }

    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError> {
        self.call(self.inner.remove(name)).await
    }

    async fn unlock(&self, passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        self.inner.unlock(passphrase).await
    }
}
