//! The one list of clients whose configuration is known: where it lies on each system. The import
//! offers their servers, and the doctor looks whether the files can be read.

use std::path::{Path, PathBuf};

/// A client's configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientFile {
    /// Stable id.
    pub(crate) id: &'static str,
    /// The client's name.
    pub(crate) name: &'static str,
    /// Where it would lie; it need not be there.
    pub(crate) path: PathBuf,
}

/// From where a path is counted.
#[derive(Debug, Clone, Copy)]
enum Base {
    /// The home directory.
    Home,
    /// Where programs keep their settings: `%APPDATA%`, `~/Library/Application Support`,
    /// `~/.config`.
    Config,
    /// `~/.config` also on macOS.
    DotConfig,
    /// The folder that a variable names, else one below the home directory.
    Variable(&'static str, &'static str),
}

use Base::{Config, DotConfig, Home, Variable};

const CLIENTS: [(&str, &str, Base, &str); 33] = [
    ("claude_desktop", "Claude Desktop", Config, "Claude/claude_desktop_config.json"),
    ("claude_code", "Claude Code", Variable("CLAUDE_CONFIG_DIR", ""), ".claude.json"),
    ("cursor", "Cursor", Home, ".cursor/mcp.json"),
    ("vscode", "VS Code", Config, "Code/User/mcp.json"),
    ("vscode_insiders", "VS Code Insiders", Config, "Code - Insiders/User/mcp.json"),
    ("codex", "Codex", Variable("CODEX_HOME", ".codex"), "config.toml"),
    ("gemini", "Gemini CLI", Home, ".gemini/settings.json"),
    ("antigravity", "Antigravity", Home, ".gemini/config/mcp_config.json"),
    ("windsurf", "Windsurf", Home, ".codeium/windsurf/mcp_config.json"),
    ("zed", "Zed", DotConfig, "zed/settings.json"),
    ("opencode", "OpenCode", DotConfig, "opencode/opencode.json"),
    ("opencode_jsonc", "OpenCode", DotConfig, "opencode/opencode.jsonc"),
    ("kilo", "Kilo Code", DotConfig, "kilo/kilo.jsonc"),
    ("goose", "Goose", GOOSE.0, GOOSE.1),
    ("continue", "Continue", Home, ".continue/config.yaml"),
    (
        "cline",
        "Cline",
        Config,
        "Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
    ),
    (
        "roo",
        "Roo Code",
        Config,
        "Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
    ),
    ("copilot", "Copilot CLI", Home, ".copilot/mcp-config.json"),
    ("qwen", "Qwen Code", Home, ".qwen/settings.json"),
    ("kiro", "Kiro", Home, ".kiro/settings/mcp.json"),
    ("junie", "Junie", Home, ".junie/mcp/mcp.json"),
    ("lm_studio", "LM Studio", Home, ".lmstudio/mcp.json"),
    ("amazon_q", "Amazon Q", Home, ".aws/amazonq/mcp.json"),
    ("amp", "Amp", DotConfig, "amp/settings.json"),
    ("warp", "Warp", Home, ".warp/.mcp.json"),
    ("vibe", "Mistral Vibe", Home, ".vibe/config.toml"),
    ("grok", "Grok Build", Home, ".grok/config.toml"),
    ("kimi", "Kimi", Home, ".kimi/mcp.json"),
    ("factory", "Factory", Home, ".factory/mcp.json"),
    ("trae", "Trae", Config, "Trae/User/mcp.json"),
    ("qoder", "Qoder", Home, ".qoder/mcp.json"),
    ("bolt_ai", "BoltAI", Home, ".boltai/mcp.json"),
    ("hermes", "Hermes", Home, ".hermes/config.yaml"),
];

#[cfg(windows)]
const GOOSE: (Base, &str) = (Config, "Block/goose/config/config.yaml");
#[cfg(not(windows))]
const GOOSE: (Base, &str) = (DotConfig, "goose/config.yaml");

/// Where each known client would keep its servers. Empty where there is no home directory.
pub(crate) fn client_files() -> Vec<ClientFile> {
    let Some(home) = std::env::home_dir() else { return Vec::new() };
    let (config, dot_config) = (config_dir(&home), dot_config(&home));
    let path = |base, rest: &str| match base {
        Home => home.join(rest),
        Config => config.join(rest),
        DotConfig => dot_config.join(rest),
        Variable(name, or) => folder(name).unwrap_or_else(|| home.join(or)).join(rest),
    };
    let file = |(id, name, base, rest)| ClientFile { id, name, path: path(base, rest) };
    CLIENTS.into_iter().map(file).collect()
}

/// The folder that a variable names.
fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(target_os = "macos")]
fn config_dir(home: &Path) -> PathBuf {
    home.join("Library/Application Support")
}

#[cfg(windows)]
fn config_dir(home: &Path) -> PathBuf {
    folder("APPDATA").unwrap_or_else(|| home.join("AppData/Roaming"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn config_dir(home: &Path) -> PathBuf {
    dot_config(home)
}

#[cfg(windows)]
fn dot_config(home: &Path) -> PathBuf {
    config_dir(home)
}

#[cfg(not(windows))]
fn dot_config(home: &Path) -> PathBuf {
    folder("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"))
}
