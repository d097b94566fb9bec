//! The running host: its address, its port, and what a killed one left behind.

use std::net::{Ipv4Addr, TcpListener};

use console_store::{DataDir, DirectoryLock};
use console_supervisor::find_orphans;

use super::checks::Check;
use super::storage::mode_of;
use crate::Endpoint;

/// The port of `mcpctl serve` where nothing else is said.
const DEFAULT_PORT: u16 = 8_000;

/// The address file, the port, and processes without a console.
pub(super) async fn check_host(dir: &DataDir) -> Vec<Check> {
    let is_held = DirectoryLock::is_held(dir);
    let mut checks: Vec<Check> = check_endpoint(dir, is_held).into_iter().collect();
    checks.push(check_port(is_held));
    checks.push(check_processes(dir, is_held).await);
    checks
}

/// `endpoint.json`: private, and of a host that lives. Nothing where there is none.
fn check_endpoint(dir: &DataDir, is_held: bool) -> Option<Check> {
    let id = "endpoint";
    let path = dir.endpoint();
    let shown = path.display();
    if !path.exists() {
        return None;
    }
    if !is_held {
        let message = format!("{shown} names a console that no longer runs.");
        return Some(Check::warn(id, message, "Remove it; the next start does it too.").fixable());
    }
    if let Some(mode) = mode_of(&path).filter(|mode| mode & 0o077 != 0) {
        let message =
            format!("{shown} holds the console's token and others can read it (mode {mode:03o}).");
        return Some(Check::warn(id, message, format!("Run `chmod 600 {shown}`.")).fixable());
    }
    Some(match Endpoint::find(dir) {
        Ok(Some(endpoint)) => {
            let Endpoint { base_url, pid, .. } = endpoint;
            Check::ok(id, format!("The console (process {pid}) answers at {base_url}."))
        }
        Ok(None) => Check::ok(id, "The console has just ended."),
        Err(problem) => {
            let fix = problem.hint.unwrap_or_else(|| "Start the console anew.".into());
            Check::warn(id, problem.message, fix)
        }
    })
}

fn check_port(is_held: bool) -> Check {
    let id = "port";
    if is_held {
        return Check::ok(id, "A console runs on this data directory.");
    }
    let asked = std::env::var("CONSOLE_MCP_SERVER_PORT").ok().and_then(|port| port.parse().ok());
    let port = asked.unwrap_or(DEFAULT_PORT);
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Check::ok(id, format!("The port {port} is free.")),
        Err(error) => Check::warn(
            id,
            format!("The port {port} cannot be used: {error}."),
            "Start with `mcpctl serve --port 0`, or set CONSOLE_MCP_SERVER_PORT.",
        ),
    }
}

async fn check_processes(dir: &DataDir, is_held: bool) -> Check {
    let id = "processes";
    if is_held {
        // It ended what an earlier one had left before it started anything.
        return Check::ok(id, "The running console looks after its processes.");
    }
    match find_orphans(dir.root()).await {
        Ok(orphans) if orphans.is_empty() => {
            Check::ok(id, "No server process is left without a console.")
        }
        Ok(orphans) => {
            let count: usize = orphans.iter().map(|orphan| orphan.processes.len()).sum();
            let mut servers: Vec<&str> =
                orphans.iter().map(|orphan| orphan.server.as_str()).collect();
            servers.dedup();
            let message = format!(
                "A console that was killed left {} running: {}.",
                if count == 1 { "1 process".into() } else { format!("{count} processes") },
                servers.join(", ")
            );
            Check::warn(id, message, "They are ended by the next start, or now.").fixable()
        }
        Err(error) => Check::warn(
            id,
            format!("The list of processes cannot be read: {error}."),
            "The next start sets it aside and begins a new one.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::CheckStatus;
    use super::*;

    fn data_dir() -> (tempfile::TempDir, DataDir) {
        let temp = tempfile::tempdir().expect("a directory");
        let dir = DataDir::new(temp.path());
        dir.prepare().expect("it can be made");
        (temp, dir)
    }

    fn endpoint() -> Endpoint {
        Endpoint {
            pid: 7,
            started_at: "2026-01-01T00:00:00.000Z".into(),
            base_url: "http://127.0.0.1:1".into(),
            token: "t".into(),
        }
    }

    #[test]
    fn an_address_is_judged_by_whether_its_host_lives() {
        let (_temp, dir) = data_dir();
        assert!(check_endpoint(&dir, false).is_none(), "there is none");
        let _written = endpoint().publish(&dir).expect("writable");
        let stale = check_endpoint(&dir, false).expect("it is there");
        assert_eq!((stale.status, stale.fixable), (CheckStatus::Warn, true), "{stale:?}");

        let _lock = DirectoryLock::acquire(&dir).expect("nobody has it");
        let live = check_endpoint(&dir, true).expect("it is there");
        assert_eq!(live.status, CheckStatus::Ok, "{live:?}");
        assert!(live.message.contains("http://127.0.0.1:1"), "{live:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let open = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(dir.endpoint(), open).expect("it is ours");
            let check = check_endpoint(&dir, true).expect("it is there");
            assert!(check.fixable && check.message.contains("644"), "{check:?}");
        }
    }

    #[tokio::test]
    async fn a_fresh_directory_has_no_orphans() {
        let (_temp, dir) = data_dir();
        assert_eq!(check_processes(&dir, false).await.status, CheckStatus::Ok);
        std::fs::write(dir.processes(), "{ not json").expect("writable");
        let damaged = check_processes(&dir, false).await;
        assert_eq!(damaged.status, CheckStatus::Warn, "{damaged:?}");
        assert!(dir.processes().exists(), "a check changes nothing");
    }
}
