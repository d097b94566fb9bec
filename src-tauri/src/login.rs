//! Start at login on Linux: an entry in the desktop's autostart folder.
//!
//! Written here and not by `tauri-plugin-autostart`, which puts the program's path unquoted into
//! `Exec`: an `AppImage` in `~/My programs` would never start.
//! Sources: Desktop Application Autostart Specification 0.5; Desktop Entry Specification 1.5,
//! "Value types" and "The Exec key".

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use tauri::{AppHandle, Manager};
use tempfile::NamedTempFile;

const ENTRY: &str = "autostart/mcp-console.desktop";

/// Why what starts at login could not be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoginError {
    /// Neither `XDG_CONFIG_HOME` nor a home directory is known.
    #[error("no folder for configuration is known")]
    NoFolder,
    /// An entry is UTF-8 without control characters.
    #[error("the path {} cannot stand in a desktop entry", .0.display())]
    Unwritable(PathBuf),
    /// The file system refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Whether the console starts at login; `None` where that cannot be had.
pub(crate) fn starts_at_login(app: &AppHandle) -> Option<bool> {
    Some(entry(app).ok()?.exists())
}

/// Starts the console at login, hidden in the tray, or no longer.
pub(crate) fn start_at_login(app: &AppHandle, start: bool) -> Result<(), LoginError> {
    let entry = entry(app)?;
    if start {
        // What runs inside an AppImage is gone at the next login; the image is there.
        let program = app.env().appimage.map_or_else(env::current_exe, |image| Ok(image.into()))?;
        let text = text(&program).ok_or(LoginError::Unwritable(program))?;
        Ok(write_whole(&entry, &text)?)
    } else {
        match fs::remove_file(&entry) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

fn entry(app: &AppHandle) -> Result<PathBuf, LoginError> {
    Ok(app.path().config_dir().map_err(|_| LoginError::NoFolder)?.join(ENTRY))
}

fn text(program: &Path) -> Option<String> {
    let program = quoted(program.to_str()?)?;
    Some(format!(
        "[Desktop Entry]\nType=Application\nVersion=1.1\nName=MCP Console\nIcon=mcp-console\n\
         Exec={program} --hidden\nStartupNotify=false\nTerminal=false\n"
    ))
}

/// The first word of an `Exec`; in quotes where something in it means more than itself.
fn quoted(program: &str) -> Option<String> {
    if program.chars().any(char::is_control) {
        return None;
    }
    let mut word = String::new();
    for char in program.chars() {
        match char {
            // A percent sign begins a field code, in quotes too.
            '%' => word.push_str("%%"),
            // Escaped as a word, and the backslash of that once more: the value is a string first.
            '\\' => word.push_str(r"\\\\"),
            '"' | '`' | '$' => word.extend(['\\', '\\', char]),
            _ => word.push(char),
        }
    }
    let is_plain = |char: char| char.is_alphanumeric() || "/._-+@%:,".contains(char);
    Some(if program.chars().all(is_plain) { word } else { format!("\"{word}\"") })
}

/// Writes a file so that it is whole or as it was.
fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut temporary = NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_whatever_is_in_it() {
        for (path, word) in [
            ("/usr/bin/mcp-console", "/usr/bin/mcp-console"),
            ("/home/ana/Aplicações/x_1.2+3", "/home/ana/Aplicações/x_1.2+3"),
            ("/home/ana/My programs/x", "\"/home/ana/My programs/x\""),
            ("/opt/it's/x", "\"/opt/it's/x\""),
            ("/opt/50%/x", "/opt/50%%/x"),
            ("/opt/a$b`c\"d/x", r#""/opt/a\\$b\\`c\\"d/x""#),
            (r"/opt/a\b/x", r#""/opt/a\\\\b/x""#),
        ] {
            assert_eq!(quoted(path).as_deref(), Some(word), "{path}");
        }
        assert_eq!(quoted("/opt/a\nExec=b/x"), None);
    }

    #[test]
    fn an_entry_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(ENTRY);
        for program in ["/a/long/path/to/mcp-console", "/short"] {
            write_whole(&file, &text(Path::new(program)).unwrap()).unwrap();
            let written = fs::read_to_string(&file).unwrap();
            assert!(written.contains(&format!("\nExec={program} --hidden\n")), "{written}");
        }
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "and nothing beside");
    }
}
