//! Where the data directory is.

use std::path::PathBuf;

use console_domain::{ErrorCode, Problem};
use console_store::DataDir;

/// The directory that was asked for, else `MCP_CONSOLE_HOME`, else the platform's place.
pub fn resolve_data_dir(asked: Option<PathBuf>) -> Result<DataDir, Problem> {
    let from_env = || non_empty("MCP_CONSOLE_HOME").map(PathBuf::from);
    asked.or_else(from_env).or_else(platform_dir).map(DataDir::new).ok_or_else(|| {
        Problem::new(ErrorCode::DataDirUnusable, "No home directory is known.")
            .hint("Name the data directory with --data-dir or MCP_CONSOLE_HOME.")
    })
}

fn non_empty(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(target_os = "macos")]
fn platform_dir() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join("Library/Application Support/mcp-console"))
}

#[cfg(windows)]
fn platform_dir() -> Option<PathBuf> {
    non_empty("APPDATA").map(|roaming| PathBuf::from(roaming).join("mcp-console"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn platform_dir() -> Option<PathBuf> {
    let xdg = non_empty("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = xdg.or_else(|| Some(std::env::home_dir()?.join(".local/share")))?;
    Some(data.join("mcp-console"))
}
