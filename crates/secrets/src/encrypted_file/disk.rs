//! The file on the disk: read whole, replaced whole.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use console_domain::VaultError;
use console_domain::limits::MAX_KEYS_FILE_BYTES;
use tempfile::NamedTempFile;

/// Tells whether the file is still the one that was read or written.
///
/// A file that is replaced is another file; one that is written over has another time or length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Version {
    modified: Option<SystemTime>,
    length: u64,
    inode: u64,
}

impl Version {
    fn of(file: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(file);
        #[cfg(not(unix))]
        let inode = 0;
        Self { modified: file.modified().ok(), length: file.len(), inode }
    }
}

/// Which version is there now.
pub(super) fn version(path: &Path) -> Result<Version, VaultError> {
    fs::metadata(path).map(|file| Version::of(&file)).map_err(|error| unreadable(&error))
}

/// All of it.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, Version), VaultError> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(VaultError::Damaged("it is not a file".into()));
    }
    let limit = MAX_KEYS_FILE_BYTES as u64;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() > MAX_KEYS_FILE_BYTES {
        return Err(VaultError::Damaged("it is far longer than a file of keys".into()));
    }
    Ok((bytes, Version::of(&metadata)))
}

/// Puts a new file, which only its owner may read, in the place of the old one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<Version, VaultError> {
    try_to_replace(path, bytes).map_err(|error| {
        VaultError::Failed(format!("keys.age cannot be written: {}", error.kind()))
    })
}

fn try_to_replace(path: &Path, bytes: &[u8]) -> io::Result<Version> {
    // Where it is a link, what it leads to is replaced.
    let path = &*fs::canonicalize(path).map_or_else(|_| Cow::Borrowed(path), Cow::Owned);
    let folder = path.parent().ok_or(ErrorKind::NotADirectory)?;
    // Made with 0600, and removed again where this ends early.
    let mut file = NamedTempFile::with_prefix_in(".keys-", folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let file = file.persist(path).map_err(|error| error.error)?;
    // So that the name is on the disk too.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(Version::of(&file.metadata()?))
}

fn unreadable(error: &io::Error) -> VaultError {
    match error.kind() {
        ErrorKind::NotFound => VaultError::Gone,
        kind => VaultError::Damaged(kind.to_string()),
    }
}
