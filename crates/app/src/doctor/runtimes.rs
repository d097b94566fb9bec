//! The programs that servers are commonly started with, as a server would find them.

use std::time::Duration;

use console_supervisor::{Environment, probe};

use super::checks::Check;

/// How long a runtime may take to tell its version.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

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

/// Each runtime: where it is on the login shell's search path, and its version.
pub(super) async fn check_runtimes(environment: &Environment) -> Vec<Check> {
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
