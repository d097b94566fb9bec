//! Where in the data directory a value still stands after it was moved: a backup that was made
//! before a migration, a log. Looked for, not assumed; told, and left for the person to delete.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use console_domain::SecretValue;
use console_domain::limits::{
    MAX_SEARCHED_BYTES, MAX_SEARCHED_FILES, MAX_SECRET_BYTES, MIN_REDACTED_BYTES, SEARCH_TIMEOUT,
};
use memchr::memmem::Finder;
use zeroize::Zeroizing;

/// Bytes that are read at once.
const CHUNK: usize = 1024 * 1024;

/// The files below `folder` that hold one of `values`, as it is or as JSON writes it. Values that
/// are too short to be told from other text are not looked for.
pub(super) async fn files_with(folder: &Path, values: Vec<SecretValue>) -> Vec<PathBuf> {
    let folder = folder.to_owned();
    let shown = folder.display().to_string();
    let search = tokio::task::spawn_blocking(move || search(&folder, &values));
    if let Ok(Ok(found)) = tokio::time::timeout(SEARCH_TIMEOUT, search).await {
        return found;
    }
    tracing::warn!(folder = shown, "not searched to its end for values that were moved");
    Vec::new()
}

fn search(folder: &Path, values: &[SecretValue]) -> Vec<PathBuf> {
    let needles = needles(values);
    if needles.is_empty() {
        return Vec::new();
    }
    let finders: Vec<Finder<'_>> =
        needles.iter().map(|needle| Finder::new(needle.as_slice())).collect();
    let mut left = MAX_SEARCHED_BYTES;
    let mut found: Vec<PathBuf> =
        files(folder).into_iter().filter(|path| holds(path, &finders, &mut left)).collect();
    found.sort();
    found
}

/// What a value looks like in a text and in JSON.
fn needles(values: &[SecretValue]) -> Vec<Zeroizing<Vec<u8>>> {
    let long = values.iter().map(SecretValue::expose).filter(|v| v.len() >= MIN_REDACTED_BYTES);
    let forms = long.flat_map(|value| {
        let json = serde_json::to_string(value).unwrap_or_default();
        let json = Zeroizing::new(json);
        let within = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default();
        [value.as_bytes().to_vec(), within.as_bytes().to_vec()].map(Zeroizing::new)
    });
    let mut forms: Vec<_> = forms.filter(|form| !form.is_empty()).collect();
    forms.sort_unstable_by(|a, b| a.as_slice().cmp(b.as_slice()));
    forms.dedup_by(|a, b| a.as_slice() == b.as_slice());
    forms
}

/// The regular files below a folder; links are not followed.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            if files.len() >= MAX_SEARCHED_FILES {
                return files;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files
}

/// Whether a file holds what is looked for; `left` is how many bytes may still be read.
fn holds(path: &Path, finders: &[Finder<'_>], left: &mut u64) -> bool {
    // A value may stand across the end of what is read at once; JSON writes a byte as six.
    let overlap = 6 * MAX_SECRET_BYTES;
    let Ok(file) = File::open(path) else { return false };
    let mut file = file.take(*left);
    let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK + overlap));
    loop {
        let kept = chunk.len().min(overlap);
        let from = chunk.len() - kept;
        chunk.drain(..from);
        let limit = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let Ok(read) = file.by_ref().take(limit).read_to_end(&mut chunk) else { return false };
        *left = left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        if read == 0 {
            return false;
        }
        if finders.iter().any(|finder| finder.find(&chunk).is_some()) {
            return true;
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn values_are_found_wherever_they_stand() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("logs")).expect("a folder");
        let across = [vec![b'x'; CHUNK - 3], b"canary-1".to_vec()].concat();
        for (name, text) in [
            ("plain", &b"... canary-1 ..."[..]),
            ("logs/json", br#"{"a": "line 1\nline \"2\""}"#),
            ("across", &across),
            ("clean", b"canary-2 and abc"),
        ] {
            fs::write(at(name), text).expect("a file");
        }
        std::os::unix::fs::symlink(at("plain"), at("link")).expect("a link");
        let values = ["canary-1", "line 1\nline \"2\"", "abc"];
        let values: Vec<_> = values.iter().map(|v| SecretValue::new((*v).into())).collect();
        let found = search(folder.path(), &values);
        assert_eq!(found, [at("across"), at("logs/json"), at("plain")]);
        assert!(search(&at("nowhere"), &values).is_empty());
    }
}
