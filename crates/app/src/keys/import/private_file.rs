//! Files with secrets in them, read only where nobody else can read them.
//!
//! Invariants: what is asked of a file (kind, owner, mode, size) is asked of the one that was
//! opened, so that it cannot be exchanged in between; nothing is ever written.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

use console_domain::limits::MAX_ENV_FILE_BYTES;
use console_domain::{ErrorCode, Problem};
use zeroize::Zeroizing;

/// The file of variables that is read where none is named.
const DEFAULT: &str = "~/.mcp/.env";

/// The path that a request means: `~/` is the home directory.
///
/// # Errors
/// `invalid_input` (`path`) for one that depends on where the console was started.
pub(super) fn path_of(request: Option<&str>) -> Result<PathBuf, Problem> {
    let named = request.map(str::trim).filter(|path| !path.is_empty()).unwrap_or(DEFAULT);
    let home = std::env::home_dir();
    let path = match (named.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(named),
    };
    if path.is_absolute() {
        return Ok(path);
    }
    let message = format!("The path {named:?} does not begin at the root or at ~/.");
    Err(Problem::invalid("path", message).hint("Give the whole path."))
}

/// A path for people, the home directory as `~`.
pub(super) fn shown(path: &Path) -> String {
    let home = std::env::home_dir();
    let below = home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    match below {
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

/// Reads a file that only its owner, who is us, can read.
///
/// # Errors
/// `not_found`; `io` where it cannot be read; `invalid_input` (`path`) where it is no regular
/// file, longer than [`MAX_ENV_FILE_BYTES`], another user's, or readable by others: the hint has
/// the command that mends it.
pub(super) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let unreadable = |error: std::io::Error| unreadable(path, &error);
    let file = open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        let message = format!("{} is no regular file.", shown(path));
        return Err(Problem::invalid("path", message)
            .hint(format!("Name a file with one NAME=value on each line, such as {DEFAULT}.")));
    }
    refuse_if_others_can_read(path, &about)?;
    let limit = u64::try_from(MAX_ENV_FILE_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MAX_ENV_FILE_BYTES {
        let mib = MAX_ENV_FILE_BYTES / 1024 / 1024;
        let message = format!("{} is longer than {mib} MiB.", shown(path));
        return Err(Problem::invalid("path", message)
            .hint("Name a file of variables; put the keys into a file of their own."));
    }
    Ok(bytes)
}

#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    // A pipe would wait for whoever writes to it, and a terminal would become ours.
    let flags = i32::try_from((OFlags::NONBLOCK | OFlags::NOCTTY).bits()).unwrap_or_default();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

#[cfg(unix)]
fn refuse_if_others_can_read(path: &Path, about: &Metadata) -> Result<(), Problem> {
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::Mode;

    let (mode, owner) = (about.mode() & 0o777, about.uid());
    if owner != rustix::process::geteuid().as_raw() {
        let message = format!("{} belongs to another user.", shown(path));
        return Err(Problem::invalid("path", message)
            .hint("Copy it into your home directory, and make the copy readable to you only.")
            .details(serde_json::json!({ "owner": owner })));
    }
    if !Mode::from_raw_mode(about.mode()).intersects(Mode::RWXG | Mode::RWXO) {
        return Ok(());
    }
    let message =
        format!("{} can be read or changed by others: its mode is {mode:o}.", shown(path));
    let hint = match chmod(path) {
        Some(command) => format!("Run `{command}`, then try again."),
        None => "Take the rights of group and others away from it, then try again.".into(),
    };
    Err(Problem::invalid("path", message)
        .hint(hint)
        .details(serde_json::json!({ "mode": format!("{mode:o}"), "command": chmod(path) })))
}

/// Windows gives a file in a profile to its owner alone.
#[cfg(not(unix))]
fn refuse_if_others_can_read(_path: &Path, _about: &Metadata) -> Result<(), Problem> {
    Ok(())
}

/// The command that makes a file private, to be pasted into a shell as it is.
fn chmod(path: &Path) -> Option<String> {
    Some(format!("chmod 600 {}", shlex::try_quote(path.to_str()?).ok()?))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let shown = shown(path);
    if error.kind() == std::io::ErrorKind::NotFound {
        let hint = match chmod(path) {
            Some(command) => {
                format!(
                    "Name another file, or make it with one NAME=value on each line and `{command}`."
                )
            }
            None => "Name another file.".into(),
        };
        let message = format!("There is no file {shown}.");
        return Problem::new(ErrorCode::NotFound, message).field("path").hint(hint);
    }
    Problem::new(ErrorCode::Io, format!("{shown} cannot be read: {error}."))
        .field("path")
        .hint("Check the path and its permissions.")
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("it's mine.env");
        fs::write(&path, "A=1\n").expect("a file");
        for (mode, is_private) in [
            (0o600, true),
            (0o400, true),
            (0o700, true),
            (0o640, false),
            (0o604, false),
            (0o620, false),
        ] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).expect("a mode");
            let read = read_private(&path);
            assert_eq!(read.is_ok(), is_private, "{mode:o}");
            let Err(problem) = read else { continue };
            assert_eq!(
                (problem.code, problem.field.as_deref()),
                (ErrorCode::InvalidInput, Some("path"))
            );
            let hint = problem.hint.expect("a next step");
            let command = hint.split('`').nth(1).expect("a command");
            let words = shlex::split(command).expect("a shell reads it");
            assert_eq!(words, ["chmod", "600", path.to_str().expect("Unicode")]);
        }
        // A link is as private as what it leads to.
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert!(read_private(&link).is_err());
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("a mode");
        assert_eq!(read_private(&link).expect("it is private").as_slice(), b"A=1\n");
    }

    #[test]
    fn what_is_no_file_of_variables_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let code = |path: &Path| read_private(path).map(|_| ()).map_err(|problem| problem.code);
        assert_eq!(code(&folder.path().join("gone")), Err(ErrorCode::NotFound));
        assert_eq!(code(folder.path()), Err(ErrorCode::InvalidInput));
        assert_eq!(code(Path::new("/dev/null")), Err(ErrorCode::InvalidInput));
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, 0o600.into()).expect("a pipe");
        assert_eq!(code(&pipe), Err(ErrorCode::InvalidInput));
        let long = folder.path().join("long");
        for (bytes, expected) in
            [(MAX_ENV_FILE_BYTES, Ok(())), (MAX_ENV_FILE_BYTES + 1, Err(ErrorCode::InvalidInput))]
        {
            fs::write(&long, vec![b'#'; bytes]).expect("a file");
            fs::set_permissions(&long, Permissions::from_mode(0o600)).expect("a mode");
            assert_eq!(code(&long), expected, "{bytes}");
        }
    }

    #[test]
    fn a_path_is_whole() {
        let home = std::env::home_dir().expect("a home");
        for (request, path) in [
            (None, home.join(".mcp/.env")),
            (Some(" "), home.join(".mcp/.env")),
            (Some("~/x"), home.join("x")),
            (Some("/x y"), PathBuf::from("/x y")),
        ] {
            assert_eq!(path_of(request).expect("a path"), path);
        }
        assert_eq!(path_of(Some("x/.env")).map_err(|p| p.field), Err(Some("path".into())));
        assert_eq!(shown(&home.join(".mcp/.env")), "~/.mcp/.env");
        assert_eq!(shown(Path::new("/nowhere/.env")), "/nowhere/.env");
    }
}
