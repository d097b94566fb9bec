//! macOS: the login keychain. Written against the sources of `apple-native-keyring-store` 1.0.2 and
//! `security-framework` 3.7; not compiled or run by this project's own tests, which run on Linux.
//!
//! The system tells only by trying whether something would be asked of the user. So every call but
//! `unlock` runs with its dialogs turned off, which turns a question into an error.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use apple_native_keyring_store::keychain::Store;
use console_domain::{KeyName, VaultError};
use keyring_core::CredentialStore;
use security_framework::base::Error as SecError;
use security_framework::os::macos::keychain::SecKeychain;
use tokio::time::Instant;

use super::calls::{Calls, NoAnswer, Peer};
use super::errors::brief;
use super::{SERVICE, Seen};

/// Source: `SecBase.h`.
const USER_CANCELLED: i32 = -128;
const NOT_AVAILABLE: i32 = -25291;
const AUTHENTICATION_FAILED: i32 = -25293;
const NO_SUCH_KEYCHAIN: i32 = -25294;
const NO_DEFAULT_KEYCHAIN: i32 = -25307;
const INTERACTION_NOT_ALLOWED: i32 = -25308;
const INTERACTION_REQUIRED: i32 = -25315;

/// A thread for what is not an entry's call; the system has no address to connect to.
pub(super) struct Platform {
    calls: Calls,
}

impl Platform {
    pub(super) fn new() -> Self {
        Self { calls: Calls::new() }
    }

    /// An entry is not looked for first: its call is quiet. Asked for the whole, one of our entries
    /// is read.
    pub(super) async fn look(&self, name: Option<&KeyName>) -> Result<Seen, VaultError> {
        if name.is_none() {
            // Whoever waits for this has a limit, and gives the thread up with it.
            let far = Instant::now() + Duration::from_secs(3600);
            let probe = self.calls.run(peer(), far, |_| quietly(read_one_of_ours));
            match probe.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(explain_store(error)),
                Err(no_answer) => return Err(unanswered(no_answer)),
            }
        }
        Ok(Seen { peer: peer(), entries: None })
    }

    /// The system asks for the keychain's password, and then for each entry that another program,
    /// or another version of this one, made.
    pub(super) async fn unlock(
        &self,
        _call_limit: Duration,
        prompt_limit: Duration,
        deadline: Instant,
    ) -> Result<(), VaultError> {
        let asked = self.calls.run(peer(), deadline, |_| {
            let mut keychain = SecKeychain::default().map_err(|error| explain(&error))?;
            keychain.unlock(None).map_err(|error| explain(&error))?;
            read_each_of_ours().map_err(explain_store)
        });
        match asked.await {
            Ok(result) => result,
            Err(NoAnswer::Late) => Err(VaultError::TimedOut(prompt_limit.as_secs())),
            Err(no_answer) => Err(unanswered(no_answer)),
        }
    }

    /// There is no connection to forget.
    #[expect(clippy::unused_self, reason = "the other platforms have one")]
    pub(super) fn forget(&self) {}
}

fn peer() -> Peer {
    Peer("login".to_owned())
}

fn unanswered(no_answer: NoAnswer) -> VaultError {
    match no_answer {
        NoAnswer::Late => VaultError::Unavailable("its calls do not return".into()),
        NoAnswer::Crashed => VaultError::Failed("it ended in the middle of a call".into()),
    }
}

fn ours() -> keyring_core::Result<Vec<keyring_core::Entry>> {
    connect()?.search(&HashMap::from([("service", SERVICE)]))
}

fn read_one_of_ours() -> keyring_core::Result<()> {
    match ours()?.first().map(keyring_core::Entry::get_secret) {
        Some(Ok(value)) => drop(zeroize::Zeroizing::new(value)),
        Some(Err(error)) => return Err(error),
        None => {}
    }
    Ok(())
}

fn read_each_of_ours() -> keyring_core::Result<()> {
    for entry in ours()? {
        drop(zeroize::Zeroizing::new(entry.get_secret()?));
    }
    Ok(())
}

/// The login keychain.
pub(super) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// An entry has no label here: Keychain Access shows its service.
pub(super) fn modifiers(_name: &KeyName) -> HashMap<&'static str, String> {
    HashMap::new()
}

/// Does `work` with the system's dialogs turned off, for the whole process.
pub(super) fn quietly<T>(
    work: impl FnOnce() -> keyring_core::Result<T>,
) -> keyring_core::Result<T> {
    let _no_dialogs = SecKeychain::disable_user_interaction()
        .map_err(|error| keyring_core::Error::PlatformFailure(Box::new(error)))?;
    work()
}

/// What the store passes on.
pub(super) fn explain(error: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    let Some(error) = error.downcast_ref::<SecError>() else {
        return VaultError::Failed(brief(&error.to_string()));
    };
    let reason = || brief(&error.to_string());
    match error.code() {
        INTERACTION_NOT_ALLOWED | INTERACTION_REQUIRED => VaultError::Locked,
        USER_CANCELLED | AUTHENTICATION_FAILED => VaultError::Denied,
        NOT_AVAILABLE | NO_SUCH_KEYCHAIN | NO_DEFAULT_KEYCHAIN => VaultError::Unavailable(reason()),
        _ => VaultError::Failed(reason()),
    }
}

fn explain_store(error: keyring_core::Error) -> VaultError {
    match error {
        keyring_core::Error::PlatformFailure(error)
        | keyring_core::Error::NoStorageAccess(error) => explain(error.as_ref()),
        _ => VaultError::Failed("an entry cannot be read".into()),
    }
}
