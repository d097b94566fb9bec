//! Secret values, and the port to where they live.
//!
//! Invariants: a value has no `Debug` and no `Serialize`, is never cloned by accident, and is
//! zeroed when it is dropped. Only a vault keeps one; everything else holds it for as long as one
//! start, one request or one test takes.

use async_trait::async_trait;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use crate::{ErrorCode, KeyName, Problem};

/// A value that nobody may see.
///
/// It deliberately implements neither `Debug`, `Display`, `Serialize` nor `Clone`: whoever needs
/// the text says so with [`expose`](Self::expose).
pub struct SecretValue(Zeroizing<String>);

impl SecretValue {
    /// Takes a text over; the caller's own copies are the caller's business.
    pub fn new(value: String) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value. What is made of it is no longer protected.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A second copy, where two owners need it.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }
}

impl From<String> for SecretValue {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl<'de> Deserialize<'de> for SecretValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// Where values live: the system's keychain, an encrypted file, or memory in tests.
///
/// Every method is bounded in time by its implementation, and none prompts the user but
/// [`unlock`](Self::unlock).
#[async_trait]
pub trait SecretVault: Send + Sync {
    /// Whether it can be used now. Looks only: nothing is unlocked, nobody is prompted.
    async fn state(&self) -> VaultState;

    /// The value of a key; `None` where there is none.
    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError>;

    /// Stores a value, replacing the one that was there. It is stored when this returns.
    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError>;

    /// Removes a value; whether there was one.
    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError>;

    /// Opens it: the keychain asks the user itself, an encrypted file needs its passphrase.
    async fn unlock(&self, passphrase: Option<SecretValue>) -> Result<(), VaultError>;
}

/// Whether a vault can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultState {
    /// It is open.
    Ready,
    /// It must be unlocked first.
    Locked,
    /// It cannot be used; why, as a fragment.
    Unavailable(VaultError),
}

/// Why a vault did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is none, or it went away.
    #[error("no keychain answers: {0}")]
    Unavailable(String),
    /// It is locked.
    #[error("the keychain is locked")]
    Locked,
    /// The user, or the system for them, said no.
    #[error("the keychain refused access")]
    Denied,
    /// It did not answer in time.
    #[error("the keychain did not answer within {0} s")]
    TimedOut(u64),
    /// The value is longer than this keychain can hold; the most bytes it can.
    #[error("the keychain holds at most {0} bytes in one entry")]
    TooLong(u32),
    /// The passphrase is wrong.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// A file of keys is opened without a passphrase.
    #[error("a file of keys needs its passphrase")]
    NoPassphrase,
    /// A file of keys would be made with a passphrase that is easily guessed.
    #[error("a passphrase has at least {} characters", crate::limits::MIN_PASSPHRASE_CHARS)]
    ShortPassphrase,
    /// There are several entries of this name, made by another program.
    #[error("the keychain has several entries named {0}")]
    Ambiguous(KeyName),
    /// What is stored is not text.
    #[error("the keychain's entry {0} is not text")]
    NotText(KeyName),
    /// The file of keys is damaged, or not one.
    #[error("the file of keys cannot be read: {0}")]
    Damaged(String),
    /// The file of keys was there and is not any more.
    #[error("the file of keys is gone")]
    Gone,
    /// Anything else; what the platform says, without values.
    #[error("the keychain failed: {0}")]
    Failed(String),
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        use VaultError as E;
        let (code, hint) = match &error {
            E::Unavailable(_) => (
                ErrorCode::KeychainUnavailable,
                "Start or install a keychain (GNOME Keyring, KWallet, KeePassXC), or choose an encrypted file on the Keys page.",
            ),
            E::Locked => (ErrorCode::KeychainLocked, "Unlock it on the Keys page."),
            E::Denied => {
                (ErrorCode::KeychainDenied, "Try again and allow access when the keychain asks.")
            }
            E::TimedOut(_) => (
                ErrorCode::KeychainTimeout,
                "See whether it waits for you in a window of its own, then try again.",
            ),
            E::WrongPassphrase => (ErrorCode::KeychainDenied, "Type the passphrase again."),
            E::NoPassphrase | E::ShortPassphrase => {
                let problem = Self::invalid("passphrase", crate::server::sentence(&error));
                return problem.hint("A few words that nobody else would put together are enough.");
            }
            E::TooLong(_) => {
                let problem = Self::invalid("value", crate::server::sentence(&error));
                return problem.hint("Use a shorter key, or an encrypted file on the Keys page.");
            }
            E::Ambiguous(_) | E::NotText(_) => (
                ErrorCode::KeychainFailed,
                "Remove that entry in the keychain's own program, then set the key again.",
            ),
            E::Damaged(_) => (
                ErrorCode::KeychainFailed,
                "Put a copy of keys.age back, or move the file away and set the keys again.",
            ),
            E::Gone => (
                ErrorCode::KeychainUnavailable,
                "Put keys.age back; or unlock again with the same passphrase, and the keys that are still in memory are written to a new file.",
            ),
            E::Failed(_) => (ErrorCode::KeychainFailed, "Try again; the log has the details."),
        };
        Self::new(code, crate::server::sentence(&error)).hint(hint)
    }
}

/// Gives the values that a server's references name, when one of its instances starts.
#[async_trait]
pub trait SecretSource: Send + Sync {
    /// The value of the key `name`, which `server` is about to use.
    ///
    /// # Errors
    /// `key_missing` where there is no such key; the keychain's own codes where it cannot be read.
    async fn secret(&self, name: &str, server: &crate::ServerId) -> Result<SecretValue, Problem>;
}

/// Has no keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSecrets;

#[async_trait]
impl SecretSource for NoSecrets {
    async fn secret(&self, name: &str, _server: &crate::ServerId) -> Result<SecretValue, Problem> {
        Err(Problem::key_missing(name))
    }
}
