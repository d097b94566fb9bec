//! Wrappers: executables at `~/.local/bin` whose names end in `-mcp`. Many keep one per server
//! that sets its keys and starts it. They are listed, never run and never read.

use std::path::{Path, PathBuf};

use console_domain::limits::MAX_SERVERS;
use console_domain::{ErrorCode, Problem, ServerConfig, Transport};

use super::text::{ImportedEntry, ImportedText};
use crate::view::ImportFormat;

/// Names of a folder that are looked at.
const MAX_NAMES: usize = 20_000;

/// The folder, for people.
pub(super) const SHOWN: &str = "~/.local/bin";

/// Where the wrappers lie.
pub(super) fn folder() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join(".local/bin"))
}

/// The wrappers of a folder, in the order of their names; none where the folder is not there.
pub(super) fn find(folder: &Path) -> Result<ImportedText, Problem> {
    let read = match std::fs::read_dir(folder) {
        Ok(read) => read,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(text(Vec::new())),
        Err(e) => {
            let message = format!("The folder {} cannot be read: {e}.", folder.display());
            return Err(Problem::new(ErrorCode::Io, message).hint("Check its permissions."));
        }
    };
    let mut found: Vec<(String, PathBuf)> = read
        .take(MAX_NAMES)
        .filter_map(|file| {
            let file = file.ok()?;
            let name = wrapper_name(file.file_name().to_str()?)?.to_owned();
            let path = file.path();
            is_executable(&path).then_some((name, path))
        })
        .collect();
    found.sort();
    found.truncate(MAX_SERVERS);
    Ok(text(found.into_iter().map(entry).collect()))
}

fn text(entries: Vec<ImportedEntry>) -> ImportedText {
    ImportedText { format: ImportFormat::Wrappers, entries, notes: Vec::new() }
}

fn entry((name, path): (String, PathBuf)) -> ImportedEntry {
    let config = match path.to_str() {
        Some(command) => {
            let transport = Transport::Stdio {
                command: command.to_owned(),
                args: Vec::new(),
                env: Vec::new(),
                cwd: None,
            };
            ServerConfig::new(&name, transport)
        }
        None => Err(Problem::invalid("command", "Its path is not valid Unicode.")),
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ImportedEntry { field: file, name, config, remark: None }
}

/// `jira-mcp` → `jira`; `None` where it is no wrapper's name.
fn wrapper_name(file: &str) -> Option<&str> {
    let stem = if cfg!(windows) {
        [".exe", ".cmd", ".bat"].iter().find_map(|end| file.strip_suffix(end))?
    } else {
        file
    };
    stem.strip_suffix("-mcp").filter(|name| !name.is_empty())
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path)
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_executables_with_the_name_of_a_wrapper_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for (name, mode) in [
            ("jira-mcp", 0o755),
            ("git-mcp", 0o700),
            ("notes-mcp", 0o644),
            ("-mcp", 0o755),
            ("jira-mcp.bak", 0o755),
            ("npx", 0o755),
        ] {
            fs::write(at(name), "#!/bin/sh\n").expect("a file");
            fs::set_permissions(at(name), Permissions::from_mode(mode)).expect("a mode");
        }
        fs::create_dir(at("folder-mcp")).expect("a folder");
        std::os::unix::fs::symlink("/nowhere", at("gone-mcp")).expect("a link");
        let found = find(folder.path()).expect("the folder is read");
        let names: Vec<_> = found.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["git", "jira"]);
        let jira = found.entries[1].config.as_ref().expect("a server");
        let Transport::Stdio { command, .. } = &jira.transport else { panic!("a process") };
        assert_eq!(command, at("jira-mcp").to_str().expect("Unicode"));
        assert!(find(&at("nowhere")).expect("nothing is there").entries.is_empty());
    }
}
