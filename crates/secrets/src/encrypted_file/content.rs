//! What is in the file: an age file with a passphrase, which holds JSON.
//!
//! ```json
//! {"version": 1, "keys": {"GITHUB_TOKEN": "ghp_…"}}
//! ```

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::iter;

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use console_domain::limits::MAX_KEYS_FILE_BYTES;
use console_domain::{KeyName, SecretValue, VaultError};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The values by their names.
pub(super) type Values = BTreeMap<KeyName, SecretValue>;

/// The newest format that is read and written here.
const VERSION: u32 = 1;
/// The most that a passphrase may cost to try (2^20: 1 GiB), so that a foreign file cannot keep
/// the machine busy.
const MAX_WORK_FACTOR: u8 = 20;

/// A passphrase, as the encryption takes it.
pub(super) struct Passphrase(SecretString);

impl From<&str> for Passphrase {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text.to_owned()))
    }
}

impl Passphrase {
    pub(super) fn is(&self, other: &SecretValue) -> bool {
        self.0.expose_secret() == other.expose()
    }
}

#[derive(Serialize)]
struct Written<'v> {
    version: u32,
    keys: BTreeMap<&'v KeyName, &'v str>,
}

#[derive(Deserialize)]
struct Stored {
    version: u32,
    keys: Values,
}

/// The file's bytes.
pub(super) fn encrypt(
    values: &Values,
    passphrase: &Passphrase,
    work_factor: u8,
) -> Result<Vec<u8>, VaultError> {
    let failed = |_| VaultError::Failed("the keys cannot be encrypted".into());
    let keys = values.iter().map(|(name, value)| (name, value.expose())).collect();
    // Room for everything, escaped, so that no copy is left behind where it grows.
    let length = |(name, value): (&KeyName, &SecretValue)| {
        name.as_str().len() + value.expose().len() * 6 + 8
    };
    let room = values.iter().map(length).sum::<usize>() + 64;
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *plain, &Written { version: VERSION, keys })
        .map_err(|_| VaultError::Failed("the keys cannot be written as JSON".into()))?;

    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(work_factor);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
        .map_err(|_| VaultError::Failed("the keys cannot be encrypted".into()))?;
    let mut writer = encryptor.wrap_output(Vec::new()).map_err(failed)?;
    writer.write_all(&plain).map_err(failed)?;
    writer.finish().map_err(failed)
}

/// The values in the file's bytes.
pub(super) fn decrypt(bytes: &[u8], passphrase: &Passphrase) -> Result<Values, VaultError> {
    let decryptor = Decryptor::new_buffered(bytes).map_err(|error| explain(&error))?;
    if !decryptor.is_scrypt() {
        return Err(damaged("it was not encrypted with a passphrase"));
    }
    let mut identity = scrypt::Identity::new(passphrase.0.clone());
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let reader = decryptor
        .decrypt(iter::once(&identity as &dyn age::Identity))
        .map_err(|error| explain(&error))?;
    // The content is never longer than the file.
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let limit = MAX_KEYS_FILE_BYTES as u64;
    reader
        .take(limit)
        .read_to_end(&mut plain)
        .map_err(|_| damaged("a part of it is missing or was changed"))?;
    let stored: Stored = serde_json::from_slice(&plain)
        .map_err(|_| damaged("what it holds was not written by MCP Console"))?;
    if stored.version > VERSION {
        return Err(damaged("it was written by a newer MCP Console"));
    }
    Ok(stored.keys)
}

fn damaged(reason: &str) -> VaultError {
    VaultError::Damaged(reason.to_owned())
}

/// Not in age's own words, which are for its command line.
fn explain(error: &DecryptError) -> VaultError {
    match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => VaultError::WrongPassphrase,
        DecryptError::ExcessiveWork { .. } => damaged("its passphrase costs too much to try"),
        DecryptError::InvalidMac => damaged("its beginning was changed"),
        DecryptError::Io(_) => damaged("a part of it is missing"),
        _ => damaged("it is not an age file"),
    }
}
