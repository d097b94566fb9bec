//! Which MCP clients are here, and whether their configuration can be read. Nothing is written.

use std::path::Path;

use super::checks::Check;

/// Bytes of a configuration that are read; Claude Code's grows to megabytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A client's configuration: its id, name, path below the home directory, and the key of its
/// servers. Only those that are plain JSON are parsed.
struct Client {
    id: &'static str,
    name: &'static str,
    path: &'static str,
    servers: Option<&'static str>,
}

const CLIENTS: [Client; 6] = [
    Client {
        id: "claude_desktop",
        name: "Claude Desktop",
        path: CLAUDE_DESKTOP,
        servers: Some("mcpServers"),
    },
    Client {
        id: "claude_code",
        name: "Claude Code",
        path: ".claude.json",
        servers: Some("mcpServers"),
    },
    Client { id: "cursor", name: "Cursor", path: ".cursor/mcp.json", servers: Some("mcpServers") },
    Client {
        id: "gemini",
        name: "Gemini CLI",
        path: ".gemini/settings.json",
        servers: Some("mcpServers"),
    },
    // With comments, or TOML: only its presence is told.
    Client { id: "vscode", name: "VS Code", path: VSCODE, servers: None },
    Client { id: "codex", name: "Codex", path: ".codex/config.toml", servers: None },
];

#[cfg(target_os = "macos")]
const CLAUDE_DESKTOP: &str = "Library/Application Support/Claude/claude_desktop_config.json";
#[cfg(target_os = "macos")]
const VSCODE: &str = "Library/Application Support/Code/User/mcp.json";
#[cfg(windows)]
const CLAUDE_DESKTOP: &str = "AppData/Roaming/Claude/claude_desktop_config.json";
#[cfg(windows)]
const VSCODE: &str = "AppData/Roaming/Code/User/mcp.json";
#[cfg(not(any(windows, target_os = "macos")))]
const CLAUDE_DESKTOP: &str = ".config/Claude/claude_desktop_config.json";
#[cfg(not(any(windows, target_os = "macos")))]
const VSCODE: &str = ".config/Code/User/mcp.json";

/// One check for each client that is here.
pub(super) fn check_clients() -> Vec<Check> {
    let Some(home) = std::env::home_dir() else { return Vec::new() };
    CLIENTS
        .iter()
        .map(|client| (client, home.join(client.path)))
        .filter(|(_, path)| path.is_file())
        .map(|(client, path)| check_client(client, &path))
        .collect()
}

fn check_client(client: &Client, path: &Path) -> Check {
    let Client { id, name, servers, .. } = client;
    let id = format!("client.{id}");
    let Some(key) = servers else {
        return Check::ok(id, format!("{name} is configured in {}.", path.display()));
    };
    match count_servers(path, key) {
        Ok(count) => {
            let servers = if count == 1 { "1 server" } else { &format!("{count} servers") };
            Check::ok(id, format!("{name} has {servers} in {}.", path.display()))
        }
        Err(reason) => Check::warn(
            id,
            format!("{name}'s {} cannot be read: {reason}.", path.display()),
            "Mend the file, or let the client write it anew.",
        ),
    }
}

fn count_servers(path: &Path, key: &str) -> std::io::Result<usize> {
    if std::fs::metadata(path)?.len() > MAX_BYTES {
        return Err(std::io::Error::other("it is too large"));
    }
    let root: serde_json::Value = serde_json::from_slice(&std::fs::read(path)?)?;
    Ok(root.get(key).and_then(serde_json::Value::as_object).map_or(0, serde_json::Map::len))
}
