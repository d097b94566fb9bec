//! What the console stores: its directory, the folders in it, the database, the disk below, and
//! where it saves files for a person.

use std::fs;
use std::path::{Path, PathBuf};

use console_domain::{ErrorCode, Problem};
use console_store::{DataDir, Database};

use super::checks::Check;
use crate::downloads::downloads_folder;

/// Free bytes below which nothing can be relied on to be stored.
const DISK_FULL_BYTES: u64 = 16 * 1024 * 1024;
/// Free bytes below which logs and backups may soon find no room.
const DISK_LOW_BYTES: u64 = 512 * 1024 * 1024;

/// Everything about files that is told without opening the database.
pub(super) fn check_files(dir: &DataDir) -> Vec<Check> {
    let mut checks = vec![check_directory(dir)];
    checks.extend(check_folders(dir));
    checks.extend(check_disk(dir.root()));
    checks.extend(std::env::home_dir().map(|home| check_downloads(&downloads_folder(), &home)));
    checks
}

fn check_directory(dir: &DataDir) -> Check {
    let id = "data_dir";
    let shown = dir.root().display();
    if !dir.root().exists() {
        return Check::ok(id, format!("{shown} does not exist yet; the first start makes it."));
    }
    if let Err(error) = try_to_write(dir.root()) {
        let message = format!("The data directory {shown} cannot be used: {error}.");
        return Check::fail(
            id,
            Problem::new(ErrorCode::DataDirUnusable, message).hint(
                "Make it a directory that you own and can write to, or name another with --data-dir or MCP_CONSOLE_HOME.",
            ),
        );
    }
    match mode_of(dir.root()) {
        Some(mode) if mode & 0o077 != 0 => Check::warn(
            id,
            format!("{shown} can be entered by others (mode {mode:03o})."),
            format!("Run `chmod 700 {shown}`."),
        )
        .fixable(),
        _ => Check::ok(id, format!("{shown} is private and can be written to.")),
    }
}

/// The folders in the data directory; one that is missing is made by the next start, but a
/// running console does not look again.
fn check_folders(dir: &DataDir) -> Option<Check> {
    let id = "folders";
    if !dir.root().is_dir() {
        return None;
    }
    let missing = missing_folders(dir);
    Some(match missing.as_slice() {
        [] => Check::ok(id, "The folders for logs and backups are there."),
        [first, ..] => Check::warn(
            id,
            format!("{} is missing: logs or backups have no place.", first.display()),
            "Start the console anew, or have the folders made now.",
        )
        .fixable(),
    })
}

fn missing_folders(dir: &DataDir) -> Vec<PathBuf> {
    let folders = [dir.backups(), dir.server_logs(), dir.run_logs()];
    folders.into_iter().filter(|folder| !folder.is_dir()).collect()
}

/// The database, looked at without being changed.
pub(super) async fn check_database(dir: &DataDir) -> Check {
    let id = "database";
    match Database::inspect(dir).await {
        Ok(None) => Check::ok(id, "There is no database yet; the first start makes it."),
        Ok(Some(schema)) => Check::ok(id, format!("The database is whole (schema {schema}).")),
        Err(error) => Check::fail(id, error.into()),
    }
}

/// Room on the disk of the data directory; nothing where that cannot be known.
fn check_disk(root: &Path) -> Option<Check> {
    let id = "disk";
    let there = root.ancestors().find(|path| path.exists())?;
    let free = free_bytes(there)?;
    let message = format!("{} are free on the disk of {}.", in_words(free), root.display());
    Some(if free < DISK_FULL_BYTES {
        let problem = Problem::new(ErrorCode::DiskFull, message);
        Check::fail(id, problem.hint("Free some space, then start again."))
    } else if free < DISK_LOW_BYTES {
        Check::warn(id, message, "Free some space for logs and backups.")
    } else {
        Check::ok(id, message)
    })
}

/// Where logs and results are saved for a person.
fn check_downloads(folder: &Path, home: &Path) -> Check {
    let id = "downloads";
    if folder == home {
        let message = "There is no downloads folder: saved files go to the home directory.";
        let fix = format!("Make the folder {}.", home.join("Downloads").display());
        return Check::warn(id, message, fix).fixable();
    }
    match try_to_write(folder) {
        Ok(()) => Check::ok(id, format!("Saved files go to {}.", folder.display())),
        Err(error) => Check::warn(
            id,
            format!("Nothing can be saved in {}: {error}.", folder.display()),
            "Make it a folder that you own and can write to.",
        ),
    }
}

/// Whether a file can be made in `folder`. It is gone at once, and on Unix it never has a name
/// there.
fn try_to_write(folder: &Path) -> std::io::Result<()> {
    tempfile::tempfile_in(folder).map(drop)
}

/// The permissions of a file or folder, for its owner, its group and others.
#[cfg(unix)]
pub(super) fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o777)
}

/// Windows inherits the user's own access list from `%APPDATA%`.
#[cfg(not(unix))]
pub(super) fn mode_of(_path: &Path) -> Option<u32> {
    None
}

#[cfg(unix)]
fn free_bytes(path: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(path).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

#[cfg(not(unix))]
fn free_bytes(_path: &Path) -> Option<u64> {
    // The standard library does not tell, and a full disk is said where it is met.
    None
}

/// Bytes as people say them: `3.2 GB`, `47 MB`.
fn in_words(bytes: u64) -> String {
    const MB: u64 = 1_000_000;
    const GB: u64 = 1_000 * MB;
    if bytes >= GB {
        format!("{}.{} GB", bytes / GB, bytes % GB / (GB / 10))
    } else {
        format!("{} MB", bytes / MB)
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::CheckStatus;
    use super::*;

    #[cfg(unix)]
    fn set_mode(path: &Path, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_others_can_enter_is_told_and_can_be_mended() {
        let temp = tempfile::tempdir().expect("a directory");
        let dir = DataDir::new(temp.path());
        set_mode(temp.path(), 0o755);
        let check = check_directory(&dir);
        assert_eq!((check.status, check.fixable), (CheckStatus::Warn, true), "{check:?}");
        assert!(check.message.contains("755"), "{check:?}");
        set_mode(temp.path(), 0o700);
        assert_eq!(check_directory(&dir).status, CheckStatus::Ok);
        assert_eq!(fs::read_dir(temp.path()).expect("readable").count(), 0, "nothing was left");
    }

    #[test]
    fn a_file_in_the_place_of_the_directory_fails_with_a_next_step() {
        let temp = tempfile::tempdir().expect("a directory");
        let root = temp.path().join("file");
        fs::write(&root, "").expect("writable");
        let check = check_directory(&DataDir::new(root));
        assert_eq!(check.status, CheckStatus::Fail);
        assert!(check.fix.is_some(), "{check:?}");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let temp = tempfile::tempdir().expect("a directory");
        let dir = DataDir::new(temp.path());
        dir.prepare().expect("it can be made");
        assert_eq!(check_folders(&dir).expect("it is there").status, CheckStatus::Ok);
        fs::remove_dir(dir.backups()).expect("it is empty");
        let check = check_folders(&dir).expect("it is there");
        assert!(check.fixable && check.message.contains("backups"), "{check:?}");
        assert!(check_folders(&DataDir::new(temp.path().join("none"))).is_none());
    }

    #[test]
    fn saved_files_have_a_folder() {
        let home = tempfile::tempdir().expect("a directory");
        assert!(check_downloads(home.path(), home.path()).fixable, "it can be made");
        let downloads = home.path().join("Downloads");
        fs::create_dir(&downloads).expect("writable");
        assert_eq!(check_downloads(&downloads, home.path()).status, CheckStatus::Ok);
        let gone = home.path().join("gone");
        assert_eq!(check_downloads(&gone, home.path()).status, CheckStatus::Warn);
    }

    #[cfg(unix)]
    #[test]
    fn the_disk_has_room() {
        let temp = tempfile::tempdir().expect("a directory");
        let check = check_disk(&temp.path().join("not").join("yet")).expect("Unix tells");
        assert!(check.message.contains("are free"), "{check:?}");
        assert_eq!(in_words(3_250_000_000), "3.2 GB");
        assert_eq!(in_words(47_999_999), "47 MB");
    }
}
