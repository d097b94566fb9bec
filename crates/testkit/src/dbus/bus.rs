//! Buses: a private one, or the session's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use zbus::connection::Builder;

/// How long a method of somebody else may take to answer.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a bus listens, such as `unix:path=/tmp/dbus-XYZ,guid=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusAddress(String);

impl BusAddress {
    /// The session bus of this process (`DBUS_SESSION_BUS_ADDRESS`).
    ///
    /// # Panics
    /// Where there is none: the suite runs on a private one.
    #[track_caller]
    pub fn session() -> Self {
        let address = std::env::var("DBUS_SESSION_BUS_ADDRESS");
        Self(address.expect("there is no session bus: run `make test`"))
    }

    /// The address itself, for a child's `DBUS_SESSION_BUS_ADDRESS`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn builder(&self) -> Builder<'static> {
        Builder::address(self.as_str())
            .expect("a daemon prints a valid address")
            .method_timeout(CALL_TIMEOUT)
    }
}

/// A `dbus-daemon` of one's own; it ends when this is dropped.
#[derive(Debug)]
pub struct PrivateBus {
    daemon: Child,
    address: BusAddress,
}

impl PrivateBus {
    /// Starts the daemon.
    ///
    /// # Panics
    /// Where `dbus-daemon` is not installed.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "it starts a process: not a value to default")]
    pub fn new() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts (Debian package dbus)");
        let mut line = String::new();
        let stdout = daemon.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("dbus-daemon prints its address");
        Self { daemon, address: BusAddress(line.trim().to_owned()) }
    }

    /// Where it listens.
    pub fn address(&self) -> &BusAddress {
        &self.address
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
