//! Files that the console writes because a person asked for them: into the downloads folder.
//!
//! Invariants: nothing that is there is ever overwritten (`name.json`, then `name-2.json`); a file
//! is whole or not there; it is readable by its owner only (mode 0600), because results and logs
//! may hold secrets; what was written is remembered, so that only those files can be revealed.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use console_domain::limits::MAX_SAVED_FILES;
use console_domain::{ErrorCode, Problem};
use tempfile::NamedTempFile;

use crate::Console;
use crate::view::SavedFile;

/// Names that are tried before a folder is taken to be beyond help.
const MAX_TRIES: usize = 1_000;
/// Characters of a file name that are kept; file systems end at 255 bytes.
const MAX_NAME_CHARS: usize = 80;

/// The downloads folder and what was written into it.
#[derive(Debug, Default)]
pub(crate) struct Downloads {
    /// Instead of the user's downloads folder.
    folder: Option<PathBuf>,
    /// The last [`MAX_SAVED_FILES`] files, oldest first.
    saved: Mutex<VecDeque<PathBuf>>,
}

impl Downloads {
    /// Writes into `folder`; `None` is the user's downloads folder, as it is when a file is saved.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, saved: Mutex::default() }
    }

    /// Writes a file called `name`, or `name-2` and so on where that is taken. `write` gets a
    /// buffered writer and runs on a thread that may block.
    ///
    /// # Errors
    /// `disk_full`, `io`; then no file is left behind.
    pub(crate) async fn save(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
    ) -> Result<SavedFile, Problem> {
        let (name, asked) = (plain(name), self.folder.clone());
        let (folder, written) = tokio::task::spawn_blocking(move || {
            let folder = asked.unwrap_or_else(downloads_folder);
            let written = write_new(&folder, &name, write);
            (folder, written)
        })
        .await
        .map_err(|error| {
            Problem::new(ErrorCode::Internal, format!("The file was lost: {error}."))
        })?;
        let (path, bytes) = written.map_err(|error| unwritable(&folder, &error))?;
        let shown = path.display().to_string();
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        if saved.len() == MAX_SAVED_FILES {
            saved.pop_front();
        }
        saved.push_back(path);
        Ok(SavedFile { path: shown, bytes })
    }

    fn holds(&self, path: &Path) -> bool {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|saved| saved == path)
    }
}

impl Console {
    /// Whether this console wrote the file at `path` for a person; only such files are revealed.
    pub fn is_saved(&self, path: &Path) -> bool {
        self.downloads().holds(path)
    }
}

/// Writes beside the final name, then takes the first name that is free, in one step.
fn write_new(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<(PathBuf, u64)> {
    // Made with mode 0600, and removed where anything below fails.
    let mut file = NamedTempFile::with_prefix_in(".mcp-console-", folder)?;
    let mut buffer = BufWriter::new(file.as_file_mut());
    write(&mut buffer)?;
    buffer.flush()?;
    drop(buffer);
    file.as_file().sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    for number in 1..=MAX_TRIES {
        let path = folder.join(numbered(name, number));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok((path, bytes)),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => file = taken.file,
            Err(failed) => return Err(failed.error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "every name is taken"))
}

/// `name` as it is tried for the nth time: `log.txt`, `log-2.txt`.
fn numbered(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        _ if number == 1 => name.to_owned(),
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-{number}.{extension}"),
        _ => format!("{name}-{number}"),
    }
}

/// `name` without what a file name cannot hold on any platform; the end, which tells the type,
/// stays where it is too long.
fn plain(name: &str) -> String {
    let odd = |c: char| c.is_control() || c.is_whitespace() || r#"/\:*?"<>|"#.contains(c);
    let name: String = name.chars().map(|c| if odd(c) { '-' } else { c }).collect();
    let name = name.trim_start_matches(['.', '-']);
    let beyond = name.chars().count().saturating_sub(MAX_NAME_CHARS);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if beyond == 0 && !stem.is_empty() {
        return name.to_owned();
    }
    let kept: String = stem.chars().take(MAX_NAME_CHARS).collect();
    let kept = if kept.is_empty() { "file".to_owned() } else { kept };
    let extension: String = extension.chars().take(10).collect();
    if extension.is_empty() { kept } else { format!("{kept}.{extension}") }
}

fn unwritable(folder: &Path, error: &io::Error) -> Problem {
    let folder = folder.display();
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        let message = format!("The disk that holds {folder} is full; nothing was saved.");
        return Problem::new(ErrorCode::DiskFull, message).hint("Free some space and save again.");
    }
    let message = format!("Nothing could be saved in {folder}: {error}.");
    Problem::new(ErrorCode::Io, message).hint("Check that the folder is there and can be written.")
}

/// Where the user's downloads go: what `user-dirs.dirs` says, else `Downloads` in the home
/// directory, else the home directory itself.
pub(crate) fn downloads_folder() -> PathBuf {
    let home = std::env::home_dir().unwrap_or_else(std::env::temp_dir);
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let config = config.filter(|path| path.is_absolute()).unwrap_or_else(|| home.join(".config"));
    let user_dirs = fs::read_to_string(config.join("user-dirs.dirs")).unwrap_or_default();
    let places = [xdg_download_dir(&user_dirs, &home), Some(home.join("Downloads"))];
    places.into_iter().flatten().find(|place| place.is_dir()).unwrap_or(home)
}

/// `XDG_DOWNLOAD_DIR` of a `user-dirs.dirs`, whose values are absolute or begin with `$HOME/`
/// (user-dirs.dirs(5)).
fn xdg_download_dir(user_dirs: &str, home: &Path) -> Option<PathBuf> {
    let value = |line: &str| {
        let value = line.trim().strip_prefix("XDG_DOWNLOAD_DIR=")?;
        let value = value.trim_matches('"');
        match value.strip_prefix("$HOME/") {
            Some(within) => Some(home.join(within)),
            None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
        }
    };
    user_dirs.lines().filter_map(value).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn save(downloads: &Downloads, name: &str, text: &'static str) -> SavedFile {
        let saved = downloads.save(name, |file| file.write_all(text.as_bytes())).await;
        saved.expect("there is room")
    }

    fn name(file: &SavedFile) -> &str {
        Path::new(&file.path).file_name().and_then(|name| name.to_str()).expect("a name")
    }

    #[tokio::test]
    async fn nothing_is_overwritten_and_only_the_owner_reads() {
        let folder = tempfile::tempdir().expect("a folder");
        let downloads = Downloads::new(Some(folder.path().to_owned()));
        let first = save(&downloads, "call.json", "1").await;
        let second = save(&downloads, "call.json", "22").await;
        assert_eq!((name(&first), name(&second)), ("call.json", "call-2.json"));
        assert_eq!((first.bytes, second.bytes), (1, 2));
        assert_eq!(fs::read_to_string(&first.path).expect("whole"), "1", "the older one stays");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&second.path).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(downloads.holds(Path::new(&second.path)));
        assert!(!downloads.holds(&folder.path().join("other.json")), "it was not written here");
    }

    #[tokio::test]
    async fn what_fails_leaves_nothing_and_says_where() {
        let folder = tempfile::tempdir().expect("a folder");
        let downloads = Downloads::new(Some(folder.path().to_owned()));
        let full = |_: &mut dyn Write| Err(io::Error::from(io::ErrorKind::StorageFull));
        let problem = downloads.save("call.json", full).await.expect_err("no room");
        assert_eq!(problem.code, ErrorCode::DiskFull);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
        let nowhere = Downloads::new(Some(folder.path().join("gone")));
        let problem = nowhere.save("x", |_| Ok(())).await.expect_err("no folder");
        assert_eq!(problem.code, ErrorCode::Io);
        assert!(problem.message.contains("gone") && problem.hint.is_some(), "{problem:?}");
    }

    #[tokio::test]
    async fn what_is_remembered_is_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let downloads = Downloads::new(Some(folder.path().to_owned()));
        let first = save(&downloads, "x", "").await;
        for _ in 0..MAX_SAVED_FILES {
            save(&downloads, "x", "").await;
        }
        assert!(!downloads.holds(Path::new(&first.path)), "the oldest is forgotten");
    }

    #[test]
    fn names_are_plain() {
        let long = "x".repeat(300);
        let cases = [
            ("tool.json", "tool.json".to_owned()),
            ("../../etc/passwd", "etc-passwd".into()),
            (".bashrc", "bashrc".into()),
            ("a b\n\0.json", "a-b--.json".into()),
            ("", "file".into()),
            ("...", "file".into()),
            ("ação.json", "ação.json".into()),
            (&format!("{long}.json"), format!("{}.json", "x".repeat(MAX_NAME_CHARS))),
        ];
        for (asked, expected) in cases {
            assert_eq!(plain(asked), expected, "{asked:?}");
        }
        assert_eq!(numbered("a.b.log", 3), "a.b-3.log");
        assert_eq!(numbered("log", 2), "log-2");
    }

    #[test]
    fn user_dirs_say_where_downloads_go() {
        let home = Path::new("/home/ada");
        let cases = [
            ("XDG_DOWNLOAD_DIR=\"$HOME/Transferências\"\n", Some("/home/ada/Transferências")),
            ("# XDG_DOWNLOAD_DIR=\"/no\"\nXDG_DOWNLOAD_DIR=\"/data/dl\"", Some("/data/dl")),
            ("XDG_DESKTOP_DIR=\"$HOME/Desktop\"", None),
            ("XDG_DOWNLOAD_DIR=\"relative\"", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(xdg_download_dir(text, home), expected.map(PathBuf::from), "{text}");
        }
    }
}
