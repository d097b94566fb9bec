//! The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Entries are named so that other programs find them: service `mcp-console`, user the key's name.
//! On Linux `secret-tool lookup service mcp-console username NAME` reads one, and `secret-tool store
//! --label NAME service mcp-console username NAME` writes one that is read here.
//!
//! Invariants:
//! - Nobody is prompted but by [`unlock`](SecretVault::unlock): whether an entry can be read without
//!   a prompt is looked up first, and a call on what is locked answers `Locked`. (A keychain that
//!   is locked in the instant between the two may still ask.)
//! - A call ends within its limit, whatever the keychain does: the blocking part runs on a thread
//!   of its own, which is abandoned with its connection when it hangs ([`calls`]).
//! - A keychain that went away and came back is found again by the next call.
//! - No error holds a value, nor what a store's own error would print of one ([`errors`]).

mod calls;
mod errors;
#[cfg(target_os = "linux")]
#[path = "keychain/secret_service.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "keychain/macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "keychain/windows.rs"]
mod platform;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use console_domain::limits::{KEYCHAIN_PROMPT_TIMEOUT, KEYCHAIN_TIMEOUT};
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};
use keyring_core::{CredentialStore, Entry, Error};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};
use zeroize::{Zeroize, Zeroizing};

use calls::{Calls, NoAnswer, Peer};

/// The service under which every entry is stored.
const SERVICE: &str = "mcp-console";

/// What a look at the keychain showed.
struct Seen {
    /// Who answered.
    peer: Peer,
    /// How many entries there are of the name that was asked for, where that can be told.
    entries: Option<usize>,
}

/// The operating system's keychain.
pub struct Keychain {
    platform: platform::Platform,
    calls: Calls,
    /// One prompt at a time.
    unlocking: Mutex<()>,
    call_limit: Duration,
    prompt_limit: Duration,
}

impl Default for Keychain {
    fn default() -> Self {
        Self::new()
    }
}

impl Keychain {
    /// The keychain of this session; connects when it is first used.
    pub fn new() -> Self {
        Self::within(KEYCHAIN_TIMEOUT, KEYCHAIN_PROMPT_TIMEOUT)
    }

    /// One with other limits than [`KEYCHAIN_TIMEOUT`] for a call and [`KEYCHAIN_PROMPT_TIMEOUT`]
    /// for a person.
    pub fn within(call_limit: Duration, prompt_limit: Duration) -> Self {
        Self {
            platform: platform::Platform::new(),
            calls: Calls::new(),
            unlocking: Mutex::new(()),
            call_limit,
            prompt_limit,
        }
    }

    fn late(&self) -> VaultError {
        VaultError::TimedOut(self.call_limit.as_secs())
    }

    async fn look(&self, name: Option<&KeyName>, deadline: Instant) -> Result<Seen, VaultError> {
        if let Ok(seen) = timeout_at(deadline, self.platform.look(name)).await {
            return seen;
        }
        self.platform.forget();
        Err(self.late())
    }

    /// Does `work` with the entry of `name` on the thread of calls. Where the connection may have
    /// broken, the next call makes another.
    async fn with_entry<T: Send + 'static>(
        &self,
        peer: Peer,
        deadline: Instant,
        name: &KeyName,
        work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, VaultError> {
        let name = name.clone();
        let done = self.calls.run(peer, deadline, move |connection| {
            let result = platform::quietly(|| {
                let store = connected(connection)?;
                work(&entry(&**store, &name)?)
            })
            .map_err(|error| errors::explain(error, &name));
            if result.as_ref().is_err_and(errors::may_be_the_connection) {
                *connection = None;
            }
            result
        });
        done.await.unwrap_or_else(|no_answer| match no_answer {
            NoAnswer::Late => Err(self.late()),
            NoAnswer::Crashed => Err(VaultError::Failed("it ended in the middle of a call".into())),
        })
    }
}

fn connected(
    connection: &mut Option<Arc<CredentialStore>>,
) -> Result<&Arc<CredentialStore>, Error> {
    match connection {
        Some(store) => Ok(store),
        None => Ok(connection.insert(platform::connect()?)),
    }
}

fn entry(store: &CredentialStore, name: &KeyName) -> Result<Entry, Error> {
    let modifiers = platform::modifiers(name);
    let modifiers = modifiers.iter().map(|(key, value)| (*key, value.as_str())).collect();
    store.build(SERVICE, name.as_str(), Some(&modifiers))
}

#[async_trait]
impl SecretVault for Keychain {
    async fn state(&self) -> VaultState {
        match self.look(None, Instant::now() + self.call_limit).await {
            Ok(_) => VaultState::Ready,
            Err(VaultError::Locked) => VaultState::Locked,
            Err(error) => VaultState::Unavailable(error),
        }
    }

    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        let deadline = Instant::now() + self.call_limit;
        let seen = self.look(Some(name), deadline).await?;
        if seen.entries == Some(0) {
            return Ok(None);
        }
        let read = self.with_entry(seen.peer, deadline, name, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        });
        let Some(mut bytes) = read.await? else { return Ok(None) };
        match String::from_utf8(std::mem::take(&mut *bytes)) {
            Ok(value) => Ok(Some(SecretValue::new(value))),
            Err(error) => {
                error.into_bytes().zeroize();
                Err(VaultError::NotText(name.clone()))
            }
        }
    }

    /// Where it does not return in time the value may have been stored or not.
    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError> {
        let deadline = Instant::now() + self.call_limit;
        let seen = self.look(Some(name), deadline).await?;
        let value = value.duplicate();
        let write = move |entry: &Entry| entry.set_secret(value.expose().as_bytes());
        self.with_entry(seen.peer, deadline, name, write).await
    }

    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError> {
        let deadline = Instant::now() + self.call_limit;
        let seen = self.look(Some(name), deadline).await?;
        if seen.entries == Some(0) {
            return Ok(false);
        }
        let remove = |entry: &Entry| match entry.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(error),
        };
        self.with_entry(seen.peer, deadline, name, remove).await
    }

    /// The keychain asks the user itself; a passphrase is not used.
    async fn unlock(&self, _passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        let deadline = Instant::now() + self.prompt_limit;
        let late = || VaultError::TimedOut(self.prompt_limit.as_secs());
        let _turn = timeout_at(deadline, self.unlocking.lock()).await.map_err(|_| late())?;
        self.platform.unlock(self.call_limit, self.prompt_limit, deadline).await
    }
}
