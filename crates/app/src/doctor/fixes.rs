//! What the console can mend by itself. Each fix is of one check and touches only what is the
//! console's own.

use std::io;
use std::path::Path;

use console_domain::{ErrorCode, Problem};
use console_store::{DataDir, DirectoryLock};
use console_supervisor::{Environment, end_orphans};

use super::checks::{DoctorReport, doctor};

/// Mends what the check `id` found and tells what was done, as a sentence.
///
/// # Errors
/// `not_found` where no check of that name can be mended by the console; `io`, `conflict` where
/// it could not be done.
pub async fn apply_fix(dir: &DataDir, id: &str) -> Result<String, Problem> {
    match id {
        "data_dir" => make_private(dir.root(), 0o700),
        "folders" => {
            dir.prepare()?;
            Ok(format!("The folders in {} were made.", dir.root().display()))
        }
        "downloads" => make_downloads(),
        "endpoint" => mend_endpoint(dir),
        "processes" => end_processes(dir).await,
        _ => {
            let message = format!("The console cannot mend {id:?} by itself.");
            Err(Problem::new(ErrorCode::NotFound, message)
                .hint("Do what the check says, then run the checks again."))
        }
    }
}

/// Runs every check, mends what can be mended, and runs them again; the report says what was
/// mended. A fix that fails leaves its check as it was.
pub async fn apply_fixes(dir: &DataDir, environment: &Environment) -> DoctorReport {
    let before = doctor(dir, environment).await;
    let mut fixed = Vec::new();
    for check in before.checks.iter().filter(|check| check.fixable) {
        match apply_fix(dir, &check.id).await {
            Ok(done) => fixed.push(done),
            Err(problem) => tracing::warn!(check = check.id, code = ?problem.code, "{problem}"),
        }
    }
    if fixed.is_empty() {
        return before;
    }
    DoctorReport { fixed, ..doctor(dir, environment).await }
}

fn mend_endpoint(dir: &DataDir) -> Result<String, Problem> {
    let path = dir.endpoint();
    if DirectoryLock::is_held(dir) {
        return make_private(&path, 0o600);
    }
    // With the lock in hand no console can write a new one meanwhile.
    let _lock = DirectoryLock::acquire(dir)?;
    std::fs::remove_file(&path).map_err(|error| undone(&path, &error))?;
    Ok(format!("{} was removed.", path.display()))
}

async fn end_processes(dir: &DataDir) -> Result<String, Problem> {
    let _lock = DirectoryLock::acquire(dir)?;
    let reaped = end_orphans(dir.root()).await.map_err(|error| undone(&dir.processes(), &error))?;
    if !reaped.survivors.is_empty() {
        let left: Vec<String> = reaped.survivors.iter().map(u32::to_string).collect();
        let message = format!("These processes could not be ended: {}.", left.join(", "));
        return Err(Problem::new(ErrorCode::Conflict, message).hint("Restart the machine."));
    }
    let count: usize = reaped.found.iter().map(|orphan| orphan.processes.len()).sum();
    Ok(if count == 1 {
        "1 process was ended.".into()
    } else {
        format!("{count} processes were ended.")
    })
}

fn make_downloads() -> Result<String, Problem> {
    let home = std::env::home_dir()
        .ok_or_else(|| Problem::new(ErrorCode::Io, "No home directory is known."))?;
    let folder = home.join("Downloads");
    std::fs::create_dir_all(&folder).map_err(|error| undone(&folder, &error))?;
    Ok(format!("{} was made.", folder.display()))
}

#[cfg(unix)]
fn make_private(path: &Path, mode: u32) -> Result<String, Problem> {
    use std::os::unix::fs::PermissionsExt;
    let private = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, private).map_err(|error| undone(path, &error))?;
    Ok(format!("Only you can open {} now (mode {mode:03o}).", path.display()))
}

#[cfg(not(unix))]
fn make_private(path: &Path, _mode: u32) -> Result<String, Problem> {
    // No check says that this is needed: access lists are inherited here.
    Err(undone(path, &io::Error::from(io::ErrorKind::Unsupported)))
}

fn undone(path: &Path, error: &io::Error) -> Problem {
    let message = format!("{} could not be mended: {error}.", path.display());
    Problem::new(ErrorCode::Io, message).hint("Look at who owns it, and whether the disk is full.")
}

#[cfg(test)]
mod tests {
    use super::super::checks::CheckStatus;
    use super::*;

    fn nothing_around() -> Environment {
        Environment::of_variables([]).without_login_shell()
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn what_is_wrong_with_files_is_mended_and_told() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().expect("a directory");
        let dir = DataDir::new(temp.path());
        dir.prepare().expect("it can be made");
        std::fs::remove_dir(dir.backups()).expect("it is empty");
        std::fs::write(dir.endpoint(), "{}").expect("writable");
        std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(0o750))
            .expect("it is ours");

        let report = apply_fixes(&dir, &nothing_around()).await;
        let status =
            |id: &str| report.checks.iter().find(|check| check.id == id).map(|check| check.status);
        assert_eq!(status("data_dir"), Some(CheckStatus::Ok));
        assert_eq!(status("folders"), Some(CheckStatus::Ok));
        assert_eq!(status("endpoint"), None, "it is gone");
        assert!(dir.backups().is_dir() && !dir.endpoint().exists());
        let mode = std::fs::metadata(temp.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        for what in ["mode 700", "folders", "endpoint.json"] {
            assert!(report.fixed.iter().any(|done| done.contains(what)), "{:?}", report.fixed);
        }
    }

    #[tokio::test]
    async fn what_the_console_cannot_mend_it_says() {
        let temp = tempfile::tempdir().expect("a directory");
        let problem = apply_fix(&DataDir::new(temp.path()), "runtime.node").await;
        assert_eq!(problem.expect_err("nothing is installed").code, ErrorCode::NotFound);
    }

    #[tokio::test]
    async fn the_address_of_a_running_console_is_never_removed() {
        let temp = tempfile::tempdir().expect("a directory");
        let dir = DataDir::new(temp.path());
        dir.prepare().expect("it can be made");
        std::fs::write(dir.endpoint(), "{}").expect("writable");
        let _lock = DirectoryLock::acquire(&dir).expect("nobody has it");
        apply_fix(&dir, "endpoint").await.expect("its mode is set");
        assert!(dir.endpoint().exists());
    }
}
