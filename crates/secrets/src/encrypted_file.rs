//! Keys in a file that a passphrase encrypts: what a person can choose where no keychain answers.
//!
//! The file is an age file with a passphrase, so `age -d keys.age` opens it; what it holds is JSON
//! ([`content`]). It is read and written as a whole. While it is open, its values and the passphrase
//! are in memory.
//!
//! Invariants:
//! - The file is replaced, never written over, and is on the disk before it has its name: a crash
//!   leaves the old one or the new one, each whole.
//! - A file that changed since is read again before anything is answered or written; one that
//!   cannot be read, or is gone, is not written over. What is in memory stays there meanwhile, so
//!   that it can be put right without losing a key.
//! - Only its owner may read it (0600).
//! - Disk and key derivation keep off the async threads, and a call ends within
//!   [`KEYS_FILE_TIMEOUT`].

mod content;
mod disk;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use console_domain::limits::{KEYS_FILE_TIMEOUT, MIN_PASSPHRASE_CHARS};
use console_domain::{KeyName, SecretValue, SecretVault, VaultError, VaultState};

use content::{Passphrase, Values};
use disk::Version;

/// The cost of deriving a key from the passphrase, as the power of two of scrypt's N: 128 MiB and
/// about half a second.
const WORK_FACTOR: u8 = 17;

/// A file of keys, encrypted with a passphrase.
pub struct EncryptedFile {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    work_factor: u8,
    open: Mutex<Option<Open>>,
}

/// What is in memory while the file is open.
struct Open {
    passphrase: Passphrase,
    values: Values,
    /// Of the file that the values were read from or written to.
    version: Version,
}

impl EncryptedFile {
    /// The file at `path`, locked; it need not be there.
    pub fn new(path: PathBuf) -> Self {
        Self::with_work_factor(path, WORK_FACTOR)
    }

    /// One whose passphrase costs less, or more, to try (2^`work_factor`). For tests: what it
    /// writes is as hard to guess as it is quick to open.
    pub fn with_work_factor(path: PathBuf, work_factor: u8) -> Self {
        Self { inner: Arc::new(Inner { path, work_factor, open: Mutex::new(None) }) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Whether there is a file.
    pub fn exists(&self) -> bool {
        self.path().exists()
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let inner = Arc::clone(&self.inner);
        let done = tokio::task::spawn_blocking(move || work(&inner));
        match tokio::time::timeout(KEYS_FILE_TIMEOUT, done).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Failed("it ended in the middle of a call".into())),
            Err(_) => Err(VaultError::TimedOut(KEYS_FILE_TIMEOUT.as_secs())),
        }
    }
}

impl Inner {
    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `work` with what the file holds now.
    fn with_values<T>(
        &self,
        work: impl FnOnce(&mut Open) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let mut held = self.open();
        let open = held.as_mut().ok_or(VaultError::Locked)?;
        if disk::version(&self.path)? != open.version {
            match self.read(&open.passphrase) {
                Ok((values, version)) => (open.values, open.version) = (values, version),
                // Somebody put another file there: its passphrase must be asked for.
                Err(VaultError::WrongPassphrase) => return Err(VaultError::Locked),
                Err(error) => return Err(error),
            }
        }
        work(open)
    }

    fn read(&self, passphrase: &Passphrase) -> Result<(Values, Version), VaultError> {
        let (bytes, version) = disk::read(&self.path)?;
        Ok((content::decrypt(&bytes, passphrase)?, version))
    }

    fn write(&self, passphrase: &Passphrase, values: &Values) -> Result<Version, VaultError> {
        disk::replace(&self.path, &content::encrypt(values, passphrase, self.work_factor)?)
    }

    /// Writes what is in memory; where that fails, memory is put back as it was.
    fn keep(&self, open: &mut Open, undo: impl FnOnce(&mut Values)) -> Result<(), VaultError> {
        match self.write(&open.passphrase, &open.values) {
            Ok(version) => {
                open.version = version;
                Ok(())
            }
            Err(error) => {
                undo(&mut open.values);
                Err(error)
            }
        }
    }

    fn unlock(&self, passphrase: &SecretValue) -> Result<(), VaultError> {
        let mut held = self.open();
        let given = Passphrase::from(passphrase.expose());
        match self.read(&given) {
            Ok((values, version)) => {
                *held = Some(Open { passphrase: given, values, version });
                Ok(())
            }
            Err(VaultError::Gone) => {
                let values = match held.take() {
                    // It vanished while it was open: what is in memory is all there is.
                    Some(open) if !open.passphrase.is(passphrase) => {
                        *held = Some(open);
                        return Err(VaultError::WrongPassphrase);
                    }
                    Some(open) => open.values,
                    None if passphrase.expose().chars().count() < MIN_PASSPHRASE_CHARS => {
                        return Err(VaultError::ShortPassphrase);
                    }
                    None => Values::default(),
                };
                let written = self.write(&given, &values);
                let version = written.clone().unwrap_or_default();
                if written.is_ok() || !values.is_empty() {
                    *held = Some(Open { passphrase: given, values, version });
                }
                written.map(drop)
            }
            Err(error) => Err(error),
        }
    }
}

#[async_trait]
impl SecretVault for EncryptedFile {
    async fn state(&self) -> VaultState {
        // One that was changed is read again, with the passphrase that is held.
        let state = self.off_thread(|file| file.with_values(|_| Ok(())));
        match state.await {
            Ok(()) => VaultState::Ready,
            Err(VaultError::Locked) => VaultState::Locked,
            Err(error) => VaultState::Unavailable(error),
        }
    }

    async fn get(&self, name: &KeyName) -> Result<Option<SecretValue>, VaultError> {
        let name = name.clone();
        let get = move |open: &mut Open| Ok(open.values.get(&name).map(SecretValue::duplicate));
        self.off_thread(|file| file.with_values(get)).await
    }

    async fn set(&self, name: &KeyName, value: &SecretValue) -> Result<(), VaultError> {
        let (name, value) = (name.clone(), value.duplicate());
        let set = |file: &Inner| {
            file.with_values(|open| {
                let before = open.values.insert(name.clone(), value);
                file.keep(open, |values| {
                    match before {
                        Some(before) => values.insert(name, before),
                        None => values.remove(&name),
                    };
                })
            })
        };
        self.off_thread(set).await
    }

    async fn remove(&self, name: &KeyName) -> Result<bool, VaultError> {
        let name = name.clone();
        let remove = |file: &Inner| {
            file.with_values(|open| {
                let Some(before) = open.values.remove(&name) else { return Ok(false) };
                file.keep(open, |values| {
                    values.insert(name, before);
                })?;
                Ok(true)
            })
        };
        self.off_thread(remove).await
    }

    /// Opens the file; makes it where there is none, which takes a passphrase of
    /// [`MIN_PASSPHRASE_CHARS`]. Where it vanished while it was open, the same passphrase writes
    /// what is still in memory to a new one.
    async fn unlock(&self, passphrase: Option<SecretValue>) -> Result<(), VaultError> {
        let passphrase = passphrase.filter(|passphrase| !passphrase.expose().is_empty());
        let passphrase = passphrase.ok_or(VaultError::NoPassphrase)?;
        self.off_thread(move |file| file.unlock(&passphrase)).await
    }
}

#[cfg(test)]
mod tests;
