//! Texts from where they stand: pasted, in a file, or a folder of wrappers. Reading is bounded in
//! bytes and in time, and changes nothing.

use std::io::Read;
use std::path::{Path, PathBuf};

use console_domain::limits::{IMPORT_READ_TIMEOUT, MAX_IMPORT_BYTES};
use console_domain::{ErrorCode, Problem};

use super::text::{ImportedText, NoImport, read_text};
use super::wrappers;
use crate::view::ImportSource;

/// Reads a source, on a thread of its own.
pub(super) async fn read_source(source: ImportSource) -> Result<ImportedText, NoImport> {
    let reading = tokio::task::spawn_blocking(move || match source {
        ImportSource::Text { text } => read_text(&text),
        ImportSource::File { path } => read_client(&expand(&path)),
        ImportSource::Wrappers => {
            let folder = wrappers::folder().ok_or_else(no_home).map_err(NoImport::Unreadable)?;
            wrappers::find(&folder).map_err(NoImport::Unreadable)
        }
    });
    match tokio::time::timeout(IMPORT_READ_TIMEOUT, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(_panicked)) => Err(NoImport::Unreadable(Problem::new(
            ErrorCode::Internal,
            "The text could not be read because of an error in the console.",
        ))),
        Err(_late) => {
            let seconds = IMPORT_READ_TIMEOUT.as_secs();
            let message = format!("It could not be read within {seconds} seconds.");
            Err(NoImport::Unreadable(
                Problem::new(ErrorCode::Io, message)
                    .hint("Check that the disk it lies on can be reached."),
            ))
        }
    }
}

/// Reads a client's configuration or a manifest.
pub(crate) fn read_client(path: &Path) -> Result<ImportedText, NoImport> {
    let text = read_file(path).map_err(NoImport::Unreadable)?;
    read_text(&text)
}

fn read_file(path: &Path) -> Result<String, Problem> {
    let failed = |reason: String| {
        let message = format!("The file {} cannot be read: {reason}.", path.display());
        Problem::new(ErrorCode::Io, message).field("path")
    };
    let io = |e: std::io::Error| failed(e.to_string()).hint("Check the path and its permissions.");
    // Asked before it is opened: opening a pipe would wait for whoever writes to it.
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(failed("it is no regular file".into()).hint("Name a file."));
    }
    let mut text = String::new();
    let limit = u64::try_from(MAX_IMPORT_BYTES).unwrap_or(u64::MAX);
    let read = std::fs::File::open(path).and_then(|f| f.take(limit + 1).read_to_string(&mut text));
    read.map_err(io)?;
    if text.len() > MAX_IMPORT_BYTES {
        let reason = format!("it is longer than {} MiB", MAX_IMPORT_BYTES / 1024 / 1024);
        return Err(failed(reason).hint("Paste the part with the servers instead."));
    }
    Ok(text)
}

/// The path with `~/` as the home directory.
fn expand(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

fn no_home() -> Problem {
    Problem::new(ErrorCode::Io, "There is no home directory.").hint("Set HOME and start again.")
}
