//! What the tests of this crate share: a minimal protocol over lines, real servers as shell
//! scripts, and waits by condition with a deadline.

mod house;
mod keyring;
mod opener;

pub(crate) use house::House;
pub(crate) use keyring::{Keyring, MASK};
pub(crate) use opener::LineOpener;

use std::collections::HashSet;
use std::future::Future;
use std::time::{Duration, Instant};

use console_domain::{
    Backoff, EnvVar, InstanceId, RestartMode, RestartPolicy, ServerConfig, Timeouts, Transport,
};
use console_supervisor::INSTANCE_VARIABLE;

/// The longest that a test waits for anything; far beyond what it takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The usual server: answers the handshake, health checks and listings, ends with its stdin.
pub(crate) const GOOD: &str = r#"
TOOLS="one two"
while read -r word rest; do
  case "$word" in
    hello) echo ready ;;
    ping) echo pong ;;
    list) echo "tools $TOOLS" ;;
    exit) exit "$rest" ;;
    say) echo "$rest" ;;
    run) eval "$rest" ;;
  esac
done
"#;

/// A server that is a shell script, with short time-outs and waits.
pub(crate) fn script(name: &str, script: &str) -> ServerConfig {
    command(name, "/bin/sh", &["-c", script])
}

/// A server of any command, with short time-outs and waits.
pub(crate) fn command(name: &str, command: &str, args: &[&str]) -> ServerConfig {
    let transport = Transport::Stdio {
        command: command.to_owned(),
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        env: Vec::new(),
        cwd: None,
    };
    let mut config = ServerConfig::new(name, transport).expect("a valid name");
    config.timeouts = Timeouts { start_ms: 30_000, call_ms: 5_000, stop_ms: 2_000 };
    config.restart = RestartPolicy {
        mode: RestartMode::OnFailure,
        backoff: Backoff { initial_ms: 20, max_ms: 40, jitter: 0.0 },
        ..RestartPolicy::default()
    };
    config
}

/// `config` with a working directory.
pub(crate) fn in_directory(mut config: ServerConfig, directory: &str) -> ServerConfig {
    if let Transport::Stdio { cwd, .. } = &mut config.transport {
        *cwd = Some(directory.to_owned());
    }
    config
}

/// `config` with a variable of its own.
pub(crate) fn with_variable(mut config: ServerConfig, name: &str, value: &str) -> ServerConfig {
    if let Transport::Stdio { env, .. } = &mut config.transport {
        env.push(EnvVar { name: name.into(), value: value.into() });
    }
    config
}

/// Waits until `condition` holds.
pub(crate) async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The outcome of `work`, which must not take for ever.
pub(crate) async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}

/// Whether the process lives; a zombie does not.
pub(crate) fn is_alive(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return false;
    };
    let state = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next());
    !matches!(state, Some("Z" | "X") | None)
}

/// The living processes that carry the variable of one of the instances.
pub(crate) fn tagged(instances: &HashSet<InstanceId>) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("Linux").flatten() {
        let pid = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        let Some(pid) = pid.filter(|pid| is_alive(*pid)) else { continue };
        let environ = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        let environ = String::from_utf8_lossy(&environ);
        let mut variables = environ.split('\0').filter_map(|entry| entry.split_once('='));
        if variables.any(|(name, value)| {
            name == INSTANCE_VARIABLE && instances.contains(&InstanceId::from(value.to_owned()))
        }) {
            found.push(pid);
        }
    }
    found
}

/// Open descriptors of this process.
pub(crate) fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("Linux").count()
}

/// Resident bytes of this process.
pub(crate) fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = statm.split(' ').nth(1).and_then(|n| n.parse().ok()).expect("a number");
    pages * 4096
}

/// `leader` and what descends from it now.
pub(crate) fn descendants(leader: u32) -> Vec<u32> {
    let mut all = vec![leader];
    let mut next = 0;
    while let Some(pid) = all.get(next).copied() {
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let children = children.unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        next += 1;
    }
    all
}
