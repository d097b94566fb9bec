//! Buses: a private one, or the session's.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::NamedTempFile;
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

/// A session bus that starts nothing by itself: which services this machine has installed must not
/// show through. Source: dbus-daemon(1), without `standard_session_servicedirs`.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A `dbus-daemon` of one's own; it ends when this is dropped.
#[derive(Debug)]
pub struct PrivateBus {
    daemon: Child,
    address: BusAddress,
    /// Read at the start, and again where somebody asks the daemon to.
    _configuration: NamedTempFile,
}

impl PrivateBus {
    /// Starts the daemon.
    ///
    /// # Panics
    /// Where `dbus-daemon` is not installed.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "it starts a process: not a value to default")]
    pub fn new() -> Self {
        let mut configuration = NamedTempFile::new().expect("a temporary file can be made");
        configuration.write_all(CONFIGURATION.as_bytes()).expect("it can be written");
        let mut daemon = Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(configuration.path())
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts (Debian package dbus)");
        let mut line = String::new();
        let stdout = daemon.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("dbus-daemon prints its address");
        let address = BusAddress(line.trim().to_owned());
        assert!(!address.as_str().is_empty(), "dbus-daemon takes its configuration");
        Self { daemon, address, _configuration: configuration }
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
