//! The lock that makes one host per data directory.
//!
//! The operating system releases it when the holder dies, however it dies; the file's content
//! only tells who that is.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};

use crate::{DataDir, StoreError};

/// Held for the life of a host; released on drop.
#[derive(Debug)]
pub struct DirectoryLock {
    file: File,
}

impl DirectoryLock {
    /// Takes the lock of `dir`, or says who holds it.
    pub fn acquire(dir: &DataDir) -> Result<Self, StoreError> {
        let path = dir.lock();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(StoreError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {
                write_pid(&mut file).map_err(StoreError::io(&path))?;
                Ok(Self { file })
            }
            Err(TryLockError::WouldBlock) => {
                let pid = read_pid(&mut file);
                Err(StoreError::Locked { path: dir.root().to_owned(), pid })
            }
            Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
        }
    }

    /// Whether a host holds the lock of `dir`. A directory that does not exist has none.
    pub fn is_held(dir: &DataDir) -> bool {
        File::open(dir.lock())
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        if let Err(error) = self.file.set_len(0).and_then(|()| self.file.unlock()) {
            tracing::warn!(%error, "failed to release the directory lock");
        }
    }
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}", std::process::id())?;
    file.flush()
}

fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_has_one_holder() {
        let temp = tempfile::tempdir().expect("a temporary directory");
        let dir = DataDir::new(temp.path());
        assert!(!DirectoryLock::is_held(&dir), "nobody has taken it yet");
        let lock = DirectoryLock::acquire(&dir).expect("it is free");
        assert!(DirectoryLock::is_held(&dir));
        match DirectoryLock::acquire(&dir) {
            Err(StoreError::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("a second holder must be refused, got {other:?}"),
        }
        drop(lock);
        assert!(!DirectoryLock::is_held(&dir));
        DirectoryLock::acquire(&dir).expect("it is free again");
    }
}
