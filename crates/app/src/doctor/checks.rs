//! The checks. Each looks and changes nothing, and ends within a few seconds.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::time::Duration;

use console_domain::Problem;
use console_store::{DataDir, Database, DirectoryLock};
use console_supervisor::{Environment, probe};
use serde::{Deserialize, Serialize};

use super::clients::check_clients;

/// How long a runtime may take to tell its version.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);
/// The port of `mcpctl serve` where nothing else is said.
const DEFAULT_PORT: u16 = 8_000;

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// Something will not work that one may not need.
    Warn,
    /// The console cannot work like this.
    Fail,
}

/// One check and its finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Check {
    /// Stable name: `data_dir`, `runtime.node`, `client.cursor`.
    pub id: String,
    /// What it found.
    pub status: CheckStatus,
    /// The finding, one sentence.
    pub message: String,
    /// What to do.
    pub fix: Option<String>,
    /// Whether the console can do it by itself, safely.
    #[serde(default)]
    pub fixable: bool,
}

/// All checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DoctorReport {
    /// The worst status.
    pub status: CheckStatus,
    /// The checks, in the order of what builds on what.
    pub checks: Vec<Check>,
}

impl Check {
    pub(super) fn ok(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            status: CheckStatus::Ok,
            message: message.into(),
            fix: None,
            fixable: false,
        }
    }

    pub(super) fn warn(
        id: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let fix = Some(fix.into());
        Self {
            id: id.into(),
            status: CheckStatus::Warn,
            message: message.into(),
            fix,
            fixable: false,
        }
    }

    fn fail(id: impl Into<String>, problem: Problem) -> Self {
        let Problem { message, hint, .. } = problem;
        Self { id: id.into(), status: CheckStatus::Fail, message, fix: hint, fixable: false }
    }
}

/// Runs every check on `dir`. Works beside a running host and without one.
pub async fn doctor(dir: &DataDir, environment: &Environment) -> DoctorReport {
    let mut checks = vec![check_directory(dir), check_database(dir).await];
    checks.extend(check_runtimes(environment).await);
    checks.extend(check_desktop());
    checks.push(check_port(dir));
    checks.extend(check_clients());
    let worst = |a: CheckStatus, b: &Check| match (a, b.status) {
        (CheckStatus::Fail, _) | (_, CheckStatus::Fail) => CheckStatus::Fail,
        (CheckStatus::Warn, _) | (_, CheckStatus::Warn) => CheckStatus::Warn,
        _ => CheckStatus::Ok,
    };
    DoctorReport { status: checks.iter().fold(CheckStatus::Ok, worst), checks }
}

fn check_directory(dir: &DataDir) -> Check {
    let id = "data_dir";
    let shown = dir.root().display();
    if !dir.root().exists() {
        return Check::ok(id, format!("{shown} does not exist yet; the first start makes it."));
    }
    if let Err(error) = dir.prepare() {
        return Check::fail(id, error.into());
    }
    match mode_of(dir.root()) {
        Some(mode) if mode & 0o077 != 0 => Check::warn(
            id,
            format!("{shown} can be entered by others (mode {mode:03o})."),
            format!("chmod 700 {shown}"),
        ),
        _ => Check::ok(id, format!("{shown} is private and can be written to.")),
    }
}

#[cfg(unix)]
fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode_of(_path: &Path) -> Option<u32> {
    // Windows inherits the user's own access list from %APPDATA%.
    None
}

async fn check_database(dir: &DataDir) -> Check {
    let id = "database";
    match Database::inspect(dir).await {
        Ok(None) => Check::ok(id, "There is no database yet; the first start makes it."),
        Ok(Some(schema)) => Check::ok(id, format!("The database is whole (schema {schema}).")),
        Err(error) => Check::fail(id, error.into()),
    }
}

/// A program that servers are commonly started with.
struct Runtime {
    command: &'static str,
    version: &'static [&'static str],
    needed_for: &'static str,
    fix: &'static str,
}

const NODE: &str = "Install Node.js 20 or newer: https://nodejs.org, or `nvm install --lts`.";
const UV: &str = "Install uv: https://docs.astral.sh/uv, or `pip install uv`.";

const RUNTIMES: [Runtime; 6] = [
    Runtime {
        command: "node",
        version: &["--version"],
        needed_for: "JavaScript servers",
        fix: NODE,
    },
    Runtime { command: "npx", version: &["--version"], needed_for: "servers from npm", fix: NODE },
    Runtime { command: "uv", version: &["--version"], needed_for: "Python servers", fix: UV },
    Runtime { command: "uvx", version: &["--version"], needed_for: "servers from PyPI", fix: UV },
    Runtime {
        command: "python3",
        version: &["--version"],
        needed_for: "Python servers",
        fix: "Install Python 3.10 or newer from your system's packages.",
    },
    Runtime {
        command: "docker",
        version: &["--version"],
        needed_for: "servers in containers",
        fix: "Install Docker or Podman if you run servers in containers.",
    },
];

async fn check_runtimes(environment: &Environment) -> Vec<Check> {
    let probes = RUNTIMES.iter().map(async |runtime| {
        let Runtime { command, version, needed_for, fix } = runtime;
        let id = format!("runtime.{command}");
        match probe(environment, command, version, PROBE_TIMEOUT).await {
            Ok(found) => {
                let version = found.output.lines().next().unwrap_or_default().to_owned();
                Check::ok(id, format!("{command} is {} ({version}).", found.path.display()))
            }
            Err(problem) => {
                let message = format!("{command} ({needed_for}): {}", problem.message);
                Check::warn(id, message, *fix)
            }
        }
    });
    futures::future::join_all(probes).await
}

#[cfg(target_os = "linux")]
fn check_desktop() -> Vec<Check> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        Check::ok("display", "There is a display for the window.")
    } else {
        let fix = "Use `mcpctl serve` here, or start the desktop from a graphical session.";
        Check::warn("display", "There is no display; the window cannot open.", fix)
    };
    let runtime_bus = std::env::var_os("XDG_RUNTIME_DIR").map(|dir| Path::new(&dir).join("bus"));
    let bus = if set("DBUS_SESSION_BUS_ADDRESS") || runtime_bus.is_some_and(|bus| bus.exists()) {
        Check::ok("session_bus", "There is a session bus for tray, notifications and keychain.")
    } else {
        let message = "There is no session bus: no tray, no notifications, no keychain.";
        Check::warn("session_bus", message, "Start from a desktop session, or `dbus-run-session`.")
    };
    vec![display, bus]
}

#[cfg(not(target_os = "linux"))]
fn check_desktop() -> Vec<Check> {
    vec![Check::ok("display", "The system always has a display and a tray.")]
}

fn check_port(dir: &DataDir) -> Check {
    let asked = std::env::var("CONSOLE_MCP_SERVER_PORT").ok().and_then(|port| port.parse().ok());
    let port = asked.unwrap_or(DEFAULT_PORT);
    if DirectoryLock::is_held(dir) {
        return Check::ok("port", "A console runs on this data directory.");
    }
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Check::ok("port", format!("The port {port} is free.")),
        Err(error) => Check::warn(
            "port",
            format!("The port {port} cannot be used: {error}."),
            "Start with `mcpctl serve --port 0`, or set CONSOLE_MCP_SERVER_PORT.",
        ),
    }
}
